package vault

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"vitalkeep/health"
)

// Limits of what a vault takes in.
const (
	maxTime     = 1 << 53 // milliseconds, either way from 1970
	maxOffset   = 24 * 3600
	maxNameSize = 200
	maxIDSize   = 1024 // of a metric's or a source's name
)

// Cost says how much work a password costs whoever tries it.
type Cost uint8

// The costs.
const (
	// CostCalibrated makes opening take 0.7 to 1 s on this machine.
	CostCalibrated Cost = iota
	// CostFloor is the second recommended option of RFC 9106 (3 passes over
	// 64 MiB), the least that a vault is created with.
	CostFloor
)

// Options say how to create or open a vault. The zero value is right for most.
type Options struct {
	// Now gives the time of imports; nil means time.Now.
	Now func() time.Time
	// ReadOnly opens without the right to change anything; several programs
	// may do so at once.
	ReadOnly bool
	// Cost counts at creation.
	Cost Cost
	// Profile becomes the first profile of a vault that is created, unless its
	// name is empty.
	Profile health.Profile

	// Anchors remembers outside the file which state of it was the last, so
	// that an earlier one in its place is noticed, see Rollback; nil for none.
	Anchors Anchors

	// For tests only:
	kdf        kdfParams
	maxSize    int // bytes of the file
	stageLimit int // rows in memory
	keepAbove  int // instead of the constant of that name
}

// Vault is an open vault. Close it when done.
type Vault struct {
	path     string
	readOnly bool
	options  Options
	now      func() time.Time
	id       [16]byte

	headState    headState // as found at opening
	migrationErr error     // see MigrationFailed

	mu     sync.RWMutex // guards store and keys; held for reading around every use
	store  *store
	keys   *keyring
	failed error // the file could not be read again after an error

	flip   sync.Mutex // held while a new state is made and written
	minor  uint16     // of the file's format, or lower; guarded by flip
	state  atomic.Pointer[state]
	nextID atomic.Uint64
	busy   atomic.Bool // an import or undo has the vault

	confirming confirming

	doors   *doors            // of profiles with a passcode
	fresh   map[[16]byte]bool // pictures that were attached since opening; guarded by flip
	healing healing
	watch   watch // the anchor outside the file

	cache   segmentCache
	countMu sync.Mutex
	counts  map[countKey]SeriesInfo
	// distincts are counts over several sources; guarded by countMu.
	distincts map[distinctKey]MetricInfo
}

// Path returns the name of the vault's file, as a whole one.
func (v *Vault) Path() string { return v.path }

// ReadOnly reports whether the vault was opened for reading only.
func (v *Vault) ReadOnly() bool { return v.readOnly }

// LastChangeMayBeMissing reports that the file was found as a power cut in the
// middle of a change leaves it: whole, but perhaps without that change.
func (v *Vault) LastChangeMayBeMissing() bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.store != nil && v.store.lostMeta
}

// Close wipes the keys and closes the file. An import that is under way is
// lost. Using the vault afterwards gives ErrClosed; closing again does nothing.
func (v *Vault) Close() error {
	v.observeFarewells()
	v.mu.Lock()
	defer v.mu.Unlock()
	v.cache.close()
	if v.store == nil {
		v.wipe()
		return nil
	}
	if v.failed == nil {
		v.remember(true)
	}
	err := v.store.close()
	v.store = nil
	v.wipe()
	return err
}

// wipe forgets the keys; the caller holds v.mu.
func (v *Vault) wipe() {
	v.keys.wipe()
	if s := v.state.Swap(&state{}); s != nil {
		for _, c := range s.containers {
			c.key.wipe()
		}
	}
	v.countMu.Lock()
	v.counts, v.distincts = nil, nil
	v.countMu.Unlock()
}

// use returns the store for the time that the caller holds v.mu.
func (v *Vault) use() (*store, error) {
	if v.failed != nil {
		return nil, v.failed
	}
	if v.store == nil {
		return nil, ErrClosed
	}
	return v.store, nil
}

// snapshot returns what the vault holds now.
func (v *Vault) snapshot() (*state, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if _, err := v.use(); err != nil {
		return nil, err
	}
	return v.state.Load(), nil
}

// unlocked returns one of the vault's own ciphers while the vault is open.
func (v *Vault) unlocked(of func() sealer) (sealer, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if _, err := v.use(); err != nil {
		return sealer{}, err
	}
	return of(), nil
}

func (v *Vault) newID() uint64 { return v.nextID.Add(1) }

// body reads, checks and opens one object.
func (v *Vault) body(s sealer, k kind, r ref) ([]byte, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	st, err := v.use()
	if err != nil {
		return nil, err
	}
	sealed, rootThen, err := st.object(r.id)
	if err != nil {
		return nil, err
	}
	if sealed == nil {
		// A change may be in the file and not yet in v.state, or in both while
		// the reader goes by an older state.
		if now := v.state.Load(); now.rootHash != sha256.Sum256(rootThen) || !now.refers(r) {
			return nil, ErrChanged
		}
		return v.fromSpare(st, s, k, r, damaged(k, r.id, "missing"))
	}
	body, err := s.openBody(k, r, sealed)
	if errors.Is(err, ErrClosed) || (errors.Is(err, ErrDamaged) && !v.state.Load().refers(r)) {
		return nil, ErrChanged // the vault is open: it is the keys that were replaced
	}
	if err != nil {
		return v.fromSpare(st, s, k, r, err)
	}
	return body, nil
}

// rootSealer and catalogueSealer are the ciphers of the vault's own objects.
func (v *Vault) rootSealer() sealer      { return v.keys.manifest.sealer(v.id) }
func (v *Vault) catalogueSealer() sealer { return v.keys.catalogue.sealer(v.id) }
func (v *Vault) journalSealer() sealer   { return v.keys.journal.sealer(v.id) }
func (v *Vault) wrapSealer() sealer      { return v.keys.wrap.sealer(v.id) }

// load reads the whole state from the file: root, catalogue, and of each
// container its key, document, directory and batches.
func (v *Vault) load() (*state, error) {
	st, err := v.use()
	if err != nil {
		return nil, err
	}
	sealed, err := st.single(bucketRoot)
	if err != nil {
		return nil, err
	}
	plain, err := v.rootSealer().decrypt(kindRoot, 0, sealed)
	if err != nil {
		return nil, err
	}
	body, err := unpack(plain)
	if err != nil {
		return nil, damaged(kindRoot, 0, "malformed")
	}
	s := &state{rootHash: sha256.Sum256(sealed), doors: v.doors}
	if s.root, err = decodeRoot(body); err != nil {
		return nil, damaged(kindRoot, 0, "malformed")
	}
	s.root.counter = beUint64(sealed)
	s.catalogue = s.root.catalogue
	body, err = v.read(st, v.catalogueSealer(), kindCatalogue, s.catalogue)
	if err != nil {
		return nil, err
	}
	if s.containers, s.settingsRef, err = decodeCatalogue(body); err != nil {
		return nil, damaged(kindCatalogue, s.catalogue.id, "malformed")
	}
	if err := v.loadSettings(st, s); err != nil {
		return nil, err
	}
	for _, c := range s.containers {
		if err := v.loadContainer(st, c); err != nil {
			return nil, err
		}
	}
	if err := v.loadJournal(st, s); err != nil {
		return nil, err
	}
	last, err := st.lastID()
	if err != nil {
		return nil, err
	}
	if last > v.nextID.Load() {
		v.nextID.Store(last)
	}
	return s, nil
}

// read is body without the lock, for load.
func (v *Vault) read(st *store, s sealer, k kind, r ref) ([]byte, error) {
	sealed, _, err := st.object(r.id)
	if err != nil {
		return nil, err
	}
	body, err := s.openBody(k, r, sealed)
	if err != nil {
		return v.fromSpare(st, s, k, r, err)
	}
	return body, nil
}

func (v *Vault) loadContainer(st *store, c *container) error {
	sealed, _, err := st.object(c.keyRef.id)
	if err != nil {
		return err
	}
	wrap := v.containerKeySealer(c.id)
	if c.key, err = wrap.openKey(c.keyRef, sealed); err != nil {
		if c.key, err = v.keyFromSpare(st, wrap, c.keyRef, err); err != nil {
			return err
		}
	}
	c.sealer = c.key.sealer(c.id)
	body, err := v.read(st, c.sealer, kindProfile, c.docRef)
	if err != nil {
		return err
	}
	if c.decodeDoc(body) != nil {
		return damaged(kindProfile, c.docRef.id, "malformed")
	}
	if body, err = v.read(st, c.sealer, kindDirectory, c.dirRef); err != nil {
		return err
	}
	if c.nodes, err = decodeDirectory(body); err != nil {
		return damaged(kindDirectory, c.dirRef.id, "malformed")
	}
	for _, n := range c.nodes {
		if body, err = v.read(st, c.sealer, kindNode, n.ref); err != nil {
			return err
		}
		if decodeNode(n, body) != nil {
			return damaged(kindNode, n.ref.id, "malformed")
		}
		n.batch.Profile = c.id
		n.adopt()
	}
	c.index()
	if err := v.loadPictures(st, c); err != nil {
		return err
	}
	return v.loadRollups(st, c)
}

// loadRollups reads what is kept beside the samples. What cannot be used is as
// good as not there.
func (v *Vault) loadRollups(st *store, c *container) error {
	if c.rollupRef.zero() {
		return nil
	}
	body, err := v.read(st, c.sealer, kindRollupDirectory, c.rollupRef)
	if err == nil {
		c.rollups, err = decodeRollups(body, c.dirRef)
	} else if !errors.Is(err, ErrDamaged) {
		return err
	}
	if c.rollups == nil || err != nil {
		c.rollups, c.rollupRef, c.badRollups = nil, ref{}, c.rollupRef
	}
	return nil
}

// containerKeySealer wraps the key of a container, bound to its id.
func (v *Vault) containerKeySealer(id [16]byte) sealer {
	s := v.wrapSealer()
	s.container = id
	return s
}

// write makes next the state of the vault, in one durable transaction with
// the other changes of c. The caller holds v.flip and, of next, fills the
// containers, whose references are up to date.
func (v *Vault) write(next *state, c change) error {
	v.mu.RLock()
	st, err := v.use()
	if err == nil && v.readOnly {
		err = v.forReading()
	}
	if err != nil {
		v.mu.RUnlock()
		return err
	}
	old := v.state.Load()
	next.root = root{previous: old.rootHash, counter: old.root.counter + 1, stale: old.root.stale || c.stale}
	if c.insert != nil { // all else stays as it is
		c.root, err = v.sealRoot(v.keys, next)
	} else {
		var top []object
		top, c.root, err = v.sealTop(v.keys, next)
		c.puts = append(c.puts, top...)
		if !old.catalogue.zero() {
			c.drops = append(c.drops, old.catalogue.id)
		}
	}
	if err != nil {
		v.mu.RUnlock()
		return err
	}
	minor := v.minorFor(next, &c)
	if minor > v.minor && c.head == nil {
		c.head, err = v.headAs(st, minor)
	}
	if err == nil {
		err = v.heal(st, old, &c)
	}
	if err == nil {
		err = addSpares(v.keys, v.id, &c)
	}
	if err == nil {
		err = st.apply(c)
	}
	if err == nil {
		v.minor = minor
		v.healing.healed()
		v.state.Store(next)
		v.remember(c.insert == nil)
	}
	v.mu.RUnlock()
	if err == nil {
		return nil
	}
	if v.reopen(err) == nil && v.state.Load().rootHash == next.rootHash {
		return nil // the error came after everything was on disk
	}
	return err
}

// sealTop seals what stands over the containers of a state whose references
// are up to date: the catalogue and the root.
func (v *Vault) sealTop(keys *keyring, s *state) (puts []object, root []byte, err error) {
	cat := keys.catalogue.sealer(v.id).sealBody(kindCatalogue, v.newID(), 1, encodeCatalogue(s))
	s.catalogue = cat.ref
	root, err = v.sealRoot(keys, s)
	return []object{cat}, root, cmp.Or(cat.err, err)
}

// sealRoot seals the root of a state whose catalogue has its reference.
func (v *Vault) sealRoot(keys *keyring, s *state) ([]byte, error) {
	s.root.catalogue, s.root.journal = s.catalogue, journalOf(s.journal)
	top := keys.manifest.sealer(v.id).sealBody(kindRoot, 0, s.root.counter, encodeRoot(s.root))
	s.rootHash = sha256.Sum256(top.bytes)
	return top.bytes, top.err
}

// applyStaged writes objects that nothing refers to yet.
func (v *Vault) applyStaged(c change) error {
	v.mu.RLock()
	st, err := v.use()
	if err == nil && v.readOnly {
		err = v.forReading()
	}
	if err == nil {
		err = addSpares(v.keys, v.id, &c)
	}
	if err == nil {
		if err = st.apply(c); err != nil {
			v.mu.RUnlock()
			_ = v.reopen(err) // kept in v.failed
			return err
		}
	}
	v.mu.RUnlock()
	return err
}

// reopen brings the vault to what the file holds after a failed transaction:
// nobody can say how far it got. If that fails, the vault is unusable.
func (v *Vault) reopen(cause error) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.store == nil {
		return ErrClosed
	}
	err := v.store.named(v.path) // what another file holds would be believed
	if err = errors.Join(err, v.store.close()); err == nil {
		v.store, err = openStore(context.Background(), v.path, storeOptions{readOnly: v.readOnly, maxSize: v.options.maxSize})
	}
	if err == nil {
		err = v.store.sync()
	}
	var s *state
	if err == nil {
		s, err = v.load()
	}
	if err != nil {
		v.failed = fmt.Errorf("reading the vault again after an error: %w", errors.Join(err, cause))
		return v.failed
	}
	for _, old := range v.state.Load().containers {
		s.keep(old)
	}
	v.state.Store(s)
	return nil
}

// Batches returns the imports of all profiles that are not closed, the newest
// first.
func (v *Vault) Batches() ([]health.Batch, error) {
	s, err := v.snapshot()
	if err != nil {
		return nil, err
	}
	var nodes []*node
	for _, c := range s.visible() {
		for _, n := range c.nodes {
			if n.layer == layerImport {
				nodes = append(nodes, n)
			}
		}
	}
	sortNewestFirst(nodes)
	out := make([]health.Batch, len(nodes))
	for i, n := range nodes {
		out[i] = n.batch
		out[i].Files = append([]string(nil), n.batch.Files...)
	}
	return out, nil
}
