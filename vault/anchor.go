package vault

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"sync"
	"time"
)

// Anchors keeps what this computer remembers of vaults, outside of their
// files: one small sealed value for each, under a name that tells nothing.
// Load of a name that is not there gives an error that is fs.ErrNotExist.
type Anchors interface {
	Load(name string) ([]byte, error)
	Store(name string, value []byte) error
}

// RollbackReport says how a file is behind what this computer remembers of it.
type RollbackReport struct {
	Seen  uint64    // the number of changes when this computer saw the vault last
	Found uint64    // the number of changes in the file as it was opened
	At    time.Time // when this computer saw the vault last
}

// anchorInterval is the least time between two anchors while a vault is open,
// except after a change of what it holds.
const anchorInterval = 5 * time.Second

// Fields of an anchor.
const (
	anchorCounter = 1 // of the root
	anchorHash    = 2 // SHA-256 of the root as it was sealed
	anchorTime    = 3 // of this computer, UTC milliseconds
	anchorFound   = 4 // the counter of an older file that was opened since and not accepted
)

// anchor is a remembered root.
type anchor struct {
	counter uint64
	hash    [sha256.Size]byte
	at      int64
	found   uint64
	behind  bool // found is set
}

func encodeAnchor(a anchor) []byte {
	b := appendNumber(nil, anchorCounter, a.counter)
	b = appendField(b, anchorHash, a.hash[:])
	b = appendField(b, anchorTime, appendVarint(nil, a.at))
	if a.behind {
		b = appendNumber(b, anchorFound, a.found)
	}
	return b
}

func decodeAnchor(body []byte) (a anchor, err error) {
	err = fields(body, func(n uint64, v *wireReader) {
		switch n {
		case anchorCounter:
			a.counter = v.uvarint()
		case anchorHash:
			copy(a.hash[:], v.take(sha256.Size))
		case anchorTime:
			a.at = v.varint()
		case anchorFound:
			a.found, a.behind = v.uvarint(), true
		}
	})
	if err == nil && a.counter == 0 {
		err = errMalformed
	}
	return a, err
}

// watch is what an open vault does about its anchor.
type watch struct {
	mu       sync.Mutex
	rollback *RollbackReport
	blind    bool      // nobody can say what is remembered, so nothing takes its place
	err      error     // of the last attempt to load or store
	stored   uint64    // the counter that was stored last
	hash     [32]byte  // of that root
	storedAt time.Time // when
	restored [32]byte  // an older root that is there on purpose; what is remembered stays
}

// Rollback reports whether the file is older than what this computer saw of
// the vault, or went another way from there: somebody put an earlier copy in
// its place, perhaps for good reason. It stays so, also at later openings,
// until AcceptRollback is called or the file that was seen is back.
func (v *Vault) Rollback() (RollbackReport, bool) {
	v.watch.mu.Lock()
	defer v.watch.mu.Unlock()
	if v.watch.rollback == nil {
		return RollbackReport{}, false
	}
	return *v.watch.rollback, true
}

// AcceptRollback makes the file as it is what this computer goes by from now
// on.
func (v *Vault) AcceptRollback() error {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if _, err := v.use(); err != nil {
		return err
	}
	v.watch.mu.Lock()
	v.watch.rollback, v.watch.blind = nil, false
	v.watch.mu.Unlock()
	v.remember(true)
	return v.AnchorError()
}

// AnchorError is why this computer could not say what it remembers of the
// vault, or could not remember it: ErrAnchor for a value that is damaged,
// forged or another vault's, and errors of the system. A value that cannot be
// believed says nothing; the next one takes its place.
func (v *Vault) AnchorError() error {
	v.watch.mu.Lock()
	defer v.watch.mu.Unlock()
	return v.watch.err
}

func (k *keyring) anchorName(id [16]byte) (text string, err error) {
	name := k.vault.derive(id[:], infoAnchorName)
	defer name.wipe()
	err = name.with(func(b []byte) { text = hex.EncodeToString(b) })
	return text, err
}

// loadAnchor returns what is remembered under the keys, or nil.
func (v *Vault) loadAnchor(keys *keyring) (*anchor, error) {
	name, err := keys.anchorName(v.id)
	if err != nil {
		return nil, err
	}
	value, err := v.options.Anchors.Load(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	}
	key := keys.vault.derive(v.id[:], infoAnchor)
	defer key.wipe()
	plain, err := key.sealer(v.id).decrypt(kindAnchor, 0, value)
	if err != nil {
		return nil, ErrAnchor
	}
	a, err := decodeAnchor(plain)
	if err != nil {
		return nil, ErrAnchor
	}
	return &a, nil
}

func (v *Vault) storeAnchor(keys *keyring, a anchor) error {
	key := keys.vault.derive(v.id[:], infoAnchor)
	defer key.wipe()
	sealed := key.sealer(v.id).seal(kindAnchor, 0, 1, encodeAnchor(a))
	name, err := keys.anchorName(v.id)
	if err = errors.Join(err, sealed.err); err != nil {
		return err
	}
	return v.options.Anchors.Store(name, sealed.bytes)
}

// compareAnchor looks at what this computer remembers when the vault was
// opened, and remembers the file instead if that is newer.
func (v *Vault) compareAnchor() {
	if v.options.Anchors == nil {
		return
	}
	v.mu.RLock()
	defer v.mu.RUnlock()
	if _, err := v.use(); err != nil {
		return
	}
	s := v.state.Load()
	a, err := v.loadAnchor(v.keys)
	if err == nil && a != nil && a.differs(s) && v.expected(s) {
		v.watch.mu.Lock()
		v.watch.restored = s.rootHash
		v.watch.mu.Unlock()
		return
	}
	if err == nil && a != nil && a.differs(s) {
		v.watch.mu.Lock()
		v.watch.rollback = &RollbackReport{Seen: a.counter, Found: s.root.counter, At: time.UnixMilli(a.at)}
		v.watch.mu.Unlock()
		if !a.behind {
			// From here on the file may be changed and overtake the counter.
			a.found, a.behind = s.root.counter, true
			err = v.storeAnchor(v.keys, *a)
		}
	}
	v.watch.mu.Lock()
	v.watch.err = err
	v.watch.blind = err != nil && !errors.Is(err, ErrAnchor) && a == nil
	if err == nil && a != nil && v.watch.rollback == nil && a.counter == s.root.counter && !a.behind {
		v.watch.stored, v.watch.hash, v.watch.storedAt = a.counter, a.hash, v.now()
	}
	v.watch.mu.Unlock()
	if err == nil || errors.Is(err, ErrAnchor) {
		was := v.AnchorError()
		v.remember(true)
		if was != nil { // the new value is good; that the old one was not is still to be told
			v.watch.mu.Lock()
			v.watch.err = errors.Join(was, v.watch.err)
			v.watch.mu.Unlock()
		}
	}
}

// differs reports whether a state is not the remembered one or a later one.
func (a *anchor) differs(s *state) bool {
	switch {
	case s.root.counter < a.counter:
		return true
	case s.root.counter == a.counter:
		return s.rootHash != a.hash
	case a.behind:
		return true // an older file was opened since; this may be that, changed
	case s.root.counter == a.counter+1:
		return s.root.previous != a.hash
	}
	return false
}

// remember stores the present state as the anchor: at once after a change of
// what the vault holds and at its end, else after some seconds. It costs one
// small file that is not synced, and its failing fails nothing. The caller
// holds v.mu.
func (v *Vault) remember(now bool) {
	if v.options.Anchors == nil || v.keys == nil {
		return
	}
	s := v.state.Load()
	v.watch.mu.Lock()
	defer v.watch.mu.Unlock()
	w := &v.watch
	if w.rollback != nil || w.blind || s.root.counter == 0 || w.restored == s.rootHash || (w.stored == s.root.counter && w.hash == s.rootHash) {
		return
	}
	at := v.now()
	if since := at.Sub(w.storedAt); !now && since >= 0 && since < anchorInterval {
		return
	}
	w.err = v.storeAnchor(v.keys, anchor{counter: s.root.counter, hash: s.rootHash, at: at.UnixMilli()})
	w.storedAt = at
	if w.err == nil {
		w.stored, w.hash = s.root.counter, s.rootHash
	}
}

// carryAnchor is called when the vault has other keys than before: what is
// remembered is now remembered under both, so that an older file that opens
// with the keys of before is still told from this one. The caller holds v.mu.
func (v *Vault) carryAnchor(before *keyring) {
	if v.options.Anchors == nil {
		return
	}
	s := v.state.Load()
	a := &anchor{counter: s.root.counter, hash: s.rootHash, at: v.now().UnixMilli()}
	var err error
	if _, behind := v.Rollback(); behind {
		a, err = v.loadAnchor(before)
	} else {
		err = v.storeAnchor(before, *a)
	}
	if err == nil && a != nil {
		err = v.storeAnchor(v.keys, *a)
	}
	v.watch.mu.Lock()
	v.watch.err = err
	v.watch.mu.Unlock()
}

// anchor tells Verify about a file that is not the newest.
func (c *checker) anchor() {
	if r, ok := c.v.Rollback(); ok {
		what := "the file is older than what this computer saw of the vault"
		if r.Found >= r.Seen {
			what = "the file went another way than what this computer saw of the vault"
		}
		c.problem("file", 0, what)
	}
}
