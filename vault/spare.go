package vault

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"
	"sync"

	bolt "go.etcd.io/bbolt"
)

// Every object that says where others are stands in the file twice: in the
// bucket of objects, and as a spare copy in a bucket of its own, and so never
// on the same page, which neighbours in one bucket may be. The copy is the
// sealed object once more, sealed again and under a name that only the keys
// tell, so that who has the file cannot see which objects are copied.

// bucketSpares holds the spare copies. Files of 1.0 have none.
var bucketSpares = []byte{'s'}

// spared reports whether objects of that kind have a spare copy: all that is
// needed to find and open the others, and to know what is deleted.
func (k kind) spared() bool {
	switch k {
	case kindCatalogue, kindKey, kindProfile, kindDirectory, kindNode, kindTombstones, kindSettings,
		kindPictures, kindPicture:
		return true
	}
	return false
}

// sparer makes and opens spare copies.
type sparer struct {
	names  *secret
	sealer sealer
}

func (k *keyring) sparer(id [16]byte) sparer {
	return sparer{names: k.spareName, sealer: k.spare.sealer(id)}
}

// name returns the key of the spare copy of an object.
func (s sparer) name(id uint64) ([]byte, error) {
	mac, err := headMAC(s.names, objectKey(id))
	return mac[:8], err
}

// copy returns the spare copy of an object as it goes into the file.
func (s sparer) copy(id uint64, sealed []byte) (namedBytes, error) {
	name, err := s.name(id)
	o := s.sealer.seal(kindSpare, 0, 1, append(objectKey(id), sealed...))
	return namedBytes{name, o.bytes}, errors.Join(err, o.err)
}

// open returns the object that a spare copy is of, and its sealed bytes.
func (s sparer) open(spare []byte) (id uint64, sealed []byte, err error) {
	plain, err := s.sealer.decrypt(kindSpare, 0, spare)
	if err != nil {
		return 0, nil, err
	}
	if len(plain) < 8 {
		return 0, nil, damaged(kindSpare, 0, "malformed")
	}
	return binary.BigEndian.Uint64(plain), plain[8:], nil
}

// namedBytes is a key and its value; to be removed without one.
type namedBytes struct{ name, value []byte }

// addSpares fills in the spare copies that go with the other changes of c.
func addSpares(keys *keyring, vault [16]byte, c *change) error {
	s := keys.sparer(vault)
	for _, o := range c.puts {
		if o.err != nil || !o.kind.spared() {
			continue
		}
		n, err := s.copy(o.ref.id, o.bytes)
		if err != nil {
			return err
		}
		c.spares = append(c.spares, n)
	}
	for _, id := range c.drops {
		name, err := s.name(id)
		if err != nil {
			return err
		}
		c.spares = append(c.spares, namedBytes{name: name})
	}
	return nil
}

// putSpares is apply's part of it.
func putSpares(tx *bolt.Tx, spares []namedBytes) error {
	if len(spares) == 0 {
		return nil
	}
	b, err := tx.CreateBucketIfNotExists(bucketSpares)
	if err != nil {
		return err
	}
	for _, s := range spares {
		if s.value != nil {
			err = b.Put(s.name, s.value)
		} else {
			err = b.Delete(s.name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// spare reads one spare copy, or nil; there is false for a file without any.
func (s *store) spare(name []byte) (value []byte, there bool, err error) {
	err = storeError(s.work(func() error {
		return s.db.View(func(tx *bolt.Tx) error {
			b := tx.Bucket(bucketSpares)
			if there = b != nil; there {
				value = append(value, b.Get(name)...)
			}
			return nil
		})
	}))
	return value, there, err
}

// healing is what the next change of the vault puts right.
type healing struct {
	mu      sync.Mutex
	objects map[uint64]object // read from their spare copies
	spares  map[uint64]bool   // objects whose spare copy is missing or damaged
}

// SparesUsed returns how many objects were damaged in the file and read from
// their spare copies. Nothing is lost; the next change writes them anew.
func (v *Vault) SparesUsed() int {
	v.healing.mu.Lock()
	defer v.healing.mu.Unlock()
	return len(v.healing.objects)
}

// fromSpare reads an object from its spare copy. It returns cause where that
// does not help.
func (v *Vault) fromSpare(st *store, s sealer, k kind, r ref, cause error) ([]byte, error) {
	sealed, err := v.trySpare(st, k, r, cause)
	if err != nil {
		return nil, cause
	}
	body, err := s.openBody(k, r, sealed)
	if err != nil {
		return nil, cause
	}
	v.healing.use(object{ref: r, kind: k, bytes: sealed})
	return body, nil
}

// keyFromSpare is fromSpare for the key of a container.
func (v *Vault) keyFromSpare(st *store, s sealer, r ref, cause error) (*secret, error) {
	sealed, err := v.trySpare(st, kindKey, r, cause)
	if err != nil {
		return nil, cause
	}
	key, err := s.openKey(r, sealed)
	if err != nil {
		return nil, cause
	}
	v.healing.use(object{ref: r, kind: kindKey, bytes: sealed})
	return key, nil
}

func (v *Vault) trySpare(st *store, k kind, r ref, cause error) ([]byte, error) {
	if !k.spared() || !errors.Is(cause, ErrDamaged) {
		return nil, cause
	}
	return v.spareBytes(st, r.id)
}

// object returns an object that was read from its spare copy.
func (h *healing) object(id uint64) (object, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	o, ok := h.objects[id]
	return o, ok
}

func (h *healing) use(o object) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.objects == nil {
		h.objects = map[uint64]object{}
	}
	h.objects[o.ref.id] = o
}

var errNoSpare = errors.New("no spare copy")

// spareBytes returns an object as its spare copy has it.
func (v *Vault) spareBytes(st *store, id uint64) ([]byte, error) {
	s := v.keys.sparer(v.id)
	name, err := s.name(id)
	if err != nil {
		return nil, err
	}
	value, _, err := st.spare(name)
	if err != nil {
		return nil, err
	}
	if value == nil {
		return nil, errNoSpare
	}
	of, sealed, err := s.open(value)
	if err == nil && of != id {
		err = damaged(kindSpare, 0, "of another object")
	}
	return sealed, err
}

// heal adds to a change of the present state what earlier reading found
// damaged. What the change removes anyway goes in and out again.
func (v *Vault) heal(st *store, now *state, c *change) error {
	_, there, err := st.spare(singleKey)
	if err != nil {
		return err
	}
	h := &v.healing
	h.mu.Lock()
	defer h.mu.Unlock()
	if !there && !now.catalogue.zero() {
		v.missSpares(now)
	}
	for _, id := range slices.Sorted(maps.Keys(h.objects)) {
		c.puts = append(c.puts, h.objects[id])
	}
	s := v.keys.sparer(v.id)
	for _, id := range slices.Sorted(maps.Keys(h.spares)) {
		sealed, _, err := st.object(id)
		if err != nil {
			return err
		}
		if sealed != nil {
			n, err := s.copy(id, sealed)
			if err != nil {
				return err
			}
			c.spares = append(c.spares, n)
		}
	}
	return nil
}

// missSpares notes that no object has a spare copy, as in a file of 1.0; the
// caller holds v.healing.mu.
func (v *Vault) missSpares(s *state) {
	for _, l := range s.live() {
		if l.kind.spared() {
			v.healing.miss(l.ref.id)
		}
	}
}

func (h *healing) miss(id uint64) {
	if h.spares == nil {
		h.spares = map[uint64]bool{}
	}
	h.spares[id] = true
}

// healed forgets what a change has put right.
func (h *healing) healed() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.objects, h.spares = nil, nil
}

// spare checks the two copies of an object that Verify has just read.
func (c *checker) spare(k kind, r ref) error {
	v := c.v
	v.mu.RLock()
	defer v.mu.RUnlock()
	st, err := v.use()
	if err != nil {
		return err
	}
	if _, used := v.healing.object(r.id); used {
		c.problem(k.String(), r.id, "damaged, and read from its spare copy")
		return nil
	}
	if _, there, err := st.spare(singleKey); err != nil || !there {
		return err
	}
	sealed, err := v.spareBytes(st, r.id)
	if err == nil && (len(sealed) < overhead || [tagSize]byte(sealed[len(sealed)-tagSize:]) != r.tag) {
		err = damaged(kindSpare, r.id, "of another version")
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errNoSpare):
		// A change may have removed both since the check began, or be in the file
		// already and not yet in v.state.
		now := v.state.Load()
		if !now.refers(r) {
			return ErrChanged
		}
		if err := st.holds(now.rootHash); errors.Is(err, ErrChanged) {
			return err
		}
		c.problem(kindSpare.String(), r.id, "missing")
	case errors.Is(err, ErrDamaged):
		c.problem(kindSpare.String(), r.id, "damaged")
	default:
		return err
	}
	v.healing.mu.Lock()
	v.healing.miss(r.id)
	v.healing.mu.Unlock()
	return nil
}
