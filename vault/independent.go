package vault

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"vitalkeep/health"
)

// Independent says what a vault of one profile's own holds, as it was compared
// with the profile that it was made from.
type Independent struct {
	Readings  int // that are visible
	Versions  int // values in all layers, earlier and deleted ones included
	Entries   int
	Pictures  int
	Imports   int
	Deletions int // that can be taken back
	Devices   int
	Bytes     int64 // of the file
}

// MakeIndependent writes a new vault with everything of one profile and nothing
// of any other: readings and entries in all versions, imports that can be undone,
// deletions that can be taken back, pictures, choices, and the devices that the
// person owns. It has an id, keys, a password and a recovery key of its own; the
// profile is its main one and stays in it as it was at one moment. The file has
// its name only when it is on the disk, was opened again with the password and
// with the recovery key, read whole and compared with the profile here. The key
// is returned as it is to be printed and kept nowhere. Of o, the cost and the
// clock count.
//
// Here nothing changes: the profile leaves with RemoveIndependent. Only where it
// has moves that could be taken back, these and its deletions are final from then
// on, since what was moved away is somebody else's. progress, which
// may be nil, hears of steps done and in all. Errors: ErrWeakPassword (empty),
// ErrExists, ErrNoProfile, ErrMainProfile for the main one while there is another,
// ErrReadOnly, ErrBusy, ErrNoSpace, ErrDamaged, ErrClosed, the context's, the
// system's; there is no file then. After ErrNotDurable there is one, and the key
// is returned.
func (v *Vault) MakeIndependent(ctx context.Context, profile health.ProfileID, path string, password []byte, o Options,
	progress func(done, total int64),
) (made Independent, recoveryKey string, err error) {
	if len(password) == 0 {
		return made, "", ErrWeakPassword
	}
	if path, err = filepath.Abs(path); err != nil {
		return made, "", err
	}
	if _, err := os.Lstat(path); err == nil {
		return made, "", ErrExists
	} else if !errors.Is(err, fs.ErrNotExist) {
		return made, "", err
	}
	if err := v.begin(); err != nil {
		return made, "", err
	}
	defer v.busy.Store(false)
	if err := v.mayLeaveNow(profile); err != nil {
		return made, "", err
	}
	if v.ProfileClosed(profile) {
		return made, "", ErrProfileLocked
	}
	if err := v.settleMoves(ctx, profile); err != nil {
		return made, "", err
	}
	removeLeftovers(ctx, path)
	code := newRecoveryCode()
	defer clear(code[:])
	temporary := temporaryName(path)
	n := newIndependence(ctx, v, profile, progress)
	err = v.whileFolded(ctx, func() error {
		if err := n.write(temporary, password, &code, o); err != nil {
			return err
		}
		made, err = n.prove(temporary, password, code.text(), o)
		return err
	})
	if err == nil {
		err = publish(temporary, path)
	}
	if err != nil {
		return Independent{}, "", errors.Join(storeError(err), removeIfThere(temporary))
	}
	return made, code.text(), nil
}

// RemoveIndependent lets a profile leave for good, with its key, which has a
// vault of its own at path: that is opened with its password, read whole and
// compared with the profile here once more, and is on the disk before anything
// goes. Devices that only this person owned leave, too. Errors: ErrOtherContent
// if the file does not hold what the profile holds now, ErrWrongPassword and the
// others of Open, ErrMainProfile for the main one while there is another; those
// of Compact. Unless it is ErrNotDurable, the profile is still here after it.
func (v *Vault) RemoveIndependent(ctx context.Context, profile health.ProfileID, path string, password []byte,
	progress func(done, total int64),
) (err error) {
	if err := v.begin(); err != nil {
		return err
	}
	defer v.busy.Store(false)
	if err := v.mayLeaveNow(profile); err != nil {
		return err
	}
	o := v.options
	o.ReadOnly, o.Anchors = true, nil
	other, err := Open(ctx, path, password, o)
	if err != nil {
		return err
	}
	// It stays open and locked until the profile is gone here.
	defer func() { err = errors.Join(err, other.Close()) }()
	n := newIndependence(ctx, v, profile, progress)
	if err := other.verifyAll(ctx, nil); err != nil {
		return err
	}
	var compared contentRefs
	err = v.whileFolded(ctx, func() error {
		if _, err := n.compare(other); err != nil {
			return err
		}
		s, err := v.snapshot()
		if err == nil {
			compared = s.container(profile).content()
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := syncFile(other.file()); err != nil {
		return err
	}
	_, err = v.compact(ctx, &departure{id: profile, still: func(c *container) bool { return c.content() == compared }}, progress)
	return err
}

// mayLeaveNow reports ErrMainProfile for the main profile while there is another
// person, even a leaving one, and ErrNoProfile for nobody.
func (v *Vault) mayLeaveNow(profile health.ProfileID) error {
	s, err := v.snapshot()
	if err != nil {
		return err
	}
	c, err := s.owner(profile)
	if err != nil {
		return err
	}
	if c.profile.Inbox {
		return ErrNoProfile
	}
	if c.profile.Main && s.others(c, func(*container) bool { return true }) {
		return ErrMainProfile
	}
	return nil
}

// syncFile waits until a file and its name are on the disk: somebody may have
// put it there a moment ago.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, fileMode) //nolint:gosec // the file that the person names
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// contentRefs changes with whatever is stored of a profile.
type contentRefs struct{ doc, dir, pictures ref }

func (c *container) content() contentRefs { return contentRefs{c.docRef, c.dirRef, c.picturesRef} }

// independence is the making, or the comparing, of a vault of one profile's own.
type independence struct {
	ctx      context.Context // lives for one of them
	v        *Vault
	profile  health.ProfileID
	progress func(done, total int64)
	done     int64
	total    int64
}

func newIndependence(ctx context.Context, v *Vault, profile health.ProfileID, progress func(done, total int64)) *independence {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	return &independence{ctx: ctx, v: v, profile: profile, progress: progress}
}

// step counts one object.
func (n *independence) step() error {
	n.done++
	if n.done%64 == 0 || n.done == n.total {
		n.progress(min(n.done, n.total), n.total)
	}
	return n.ctx.Err()
}

// loaded reads the profile from the file: a container of its own, whose
// references may be changed. The caller wipes the state.
func (n *independence) loaded() (*state, *container, error) {
	n.v.mu.RLock()
	s, err := n.v.load()
	n.v.mu.RUnlock()
	if err != nil {
		return nil, nil, err
	}
	c, err := s.owner(n.profile)
	if err != nil {
		s.wipe()
		return nil, nil, err
	}
	return s, c, nil
}

// objectsOf returns what there is of one container, by rising id.
func objectsOf(c *container) []live { return belowTop(&state{containers: []*container{c}}) }

// write leaves the new vault under that name, on the disk and closed.
func (n *independence) write(path string, password []byte, code *recoveryCode, o Options) (err error) {
	if err := n.v.readTombstones(n.ctx); err != nil {
		return err
	}
	s, c, err := n.loaded()
	if err != nil {
		return err
	}
	defer s.wipe()
	objects := objectsOf(c)
	n.total = 3 * int64(len(objects)) // written, verified, compared
	n.progress(0, n.total)
	into := newVault(path, Options{Now: o.Now, kdf: o.kdf, Cost: o.Cost, maxSize: o.maxSize})
	if into.store, err = openStore(n.ctx, path, storeOptions{create: true, maxSize: o.maxSize}); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, into.Close()) }()
	// Nothing refers to the file before it is complete, so it is synced once.
	into.store.db.NoSync, into.store.db.NoGrowSync, into.store.db.AllocSize = true, true, 0
	into.id, into.minor = randomID(), formatMinor
	key := randomSecret()
	into.keys = newKeyring(key, into.id)
	byPassword, err := newPasswordSlot(password, into.options, key, into.id)
	if err != nil {
		return err
	}
	byRecovery, err := newRecoverySlot(code, key, into.id)
	if err = errors.Join(err, n.ctx.Err()); err != nil {
		return err
	}
	head, err := encodeHead(&head{vault: into.id, slots: []slot{byPassword, byRecovery}}, into.keys, formatMinor)
	if err != nil {
		return err
	}
	home, puts, err := into.newContainer(roleHome, health.Profile{ID: health.ProfileID(randomID())})
	if err != nil {
		return err
	}
	// The copy goes under a key of its own; nobody is leaving there.
	before := c.key
	defer before.wipe()
	c.key = randomSecret()
	c.sealer, c.profile.Main, c.farewell, c.passcode = c.key.sealer(c.id), true, nil, nil
	next := &state{containers: []*container{home, c}}
	into.state.Store(next) // whose keys are wiped with it
	s.containers = slices.DeleteFunc(s.containers, func(o *container) bool { return o == c })
	f := &independentFile{into: into, c: c, from: before.sealer(c.id), change: change{head: head, puts: puts, dense: true}}
	for _, l := range objects {
		sealed, err := n.v.sealedObject(l.kind, *l.ref)
		if err == nil {
			err = f.reseal(l, sealed)
		}
		if err == nil {
			err = n.step()
		}
		if err != nil {
			return err
		}
	}
	if next.settings.devices = ownDevices(s.settings.devices, n.profile); len(next.settings.devices) > 0 {
		one := into.catalogueSealer().sealBody(kindSettings, into.newID(), 1, encodeSettings(next.settings))
		next.settingsRef = one.ref
		f.change.puts = append(f.change.puts, one)
	}
	return f.finish(next)
}

// ownDevices returns the devices that a person owns, as theirs alone.
func ownDevices(all []health.Device, owner health.ProfileID) (own []health.Device) {
	for _, d := range all {
		if slices.Contains(d.Owners, owner) {
			d = cloneDevice(d)
			d.Owners = []health.ProfileID{owner}
			own = append(own, d)
		}
	}
	return own
}

// independentFile is the new file while it is written.
type independentFile struct {
	into   *Vault
	c      *container // as it will be
	from   sealer     // of the container as it is
	change change
	size   int
}

// reseal seals an object of the container under its new key and a new id, and
// tells the container. What it refers to has lower ids and so went before.
func (f *independentFile) reseal(l live, sealed []byte) error {
	id := f.into.newID()
	var o object
	switch {
	case l.kind == kindKey:
		o = f.into.containerKeySealer(f.c.id).sealKey(id, 1, f.c.key)
	case l.kind == kindProfile:
		o = f.c.sealer.sealBody(l.kind, id, 1, encodeDoc(f.c)) // the main one there
	case resealing[l.kind] == resealPlain:
		plain, err := f.from.open(l.kind, *l.ref, sealed)
		if err != nil {
			return err
		}
		o = f.c.sealer.seal(l.kind, id, 1, plain)
	default:
		body, err := l.encode()
		if err != nil {
			return err
		}
		o = f.c.sealer.sealBody(l.kind, id, 1, body)
	}
	if o.err != nil {
		return o.err
	}
	*l.ref = o.ref
	f.change.puts = append(f.change.puts, o)
	if f.size += len(o.bytes); f.size < flushSize {
		return nil
	}
	return f.flush()
}

func (f *independentFile) flush() error {
	err := addSpares(f.into.keys, f.into.id, &f.change)
	if err == nil {
		err = f.into.store.apply(f.change)
	}
	f.change, f.size = change{dense: true}, 0
	return err
}

// finish writes what stands over the containers. Layers that come later get
// higher sequences than those that came along.
func (f *independentFile) finish(next *state) error {
	next.root.counter = 1
	top, root, err := f.into.sealTop(f.into.keys, next)
	if err != nil {
		return err
	}
	f.change.puts, f.change.root = append(f.change.puts, top...), root
	f.change.last = f.into.nextID.Load()
	for _, n := range f.c.nodes {
		f.change.last = max(f.change.last, n.seq)
	}
	if err := f.flush(); err != nil {
		return err
	}
	return f.into.store.sync()
}

// prove opens the new vault with each of its keys, reads all of it and compares
// it with the profile.
func (n *independence) prove(path string, password []byte, recoveryKey string, o Options) (made Independent, err error) {
	o.ReadOnly, o.Anchors = true, nil // nothing to remember before it has its name
	byKey, err := OpenWithRecoveryKey(n.ctx, path, recoveryKey, o)
	if err == nil {
		err = byKey.Close()
	}
	if err != nil {
		return made, err
	}
	next, err := Open(n.ctx, path, password, o)
	if err != nil {
		return made, err
	}
	defer func() { err = errors.Join(err, next.Close()) }()
	third := n.total / 3
	if err := next.verifyAll(n.ctx, func(done, all int64) { n.progress(third+done*third/max(all, 1), n.total) }); err != nil {
		return made, err
	}
	n.done = 2 * third
	return n.compare(next)
}
