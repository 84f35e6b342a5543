package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"
)

// rewriting is the copying of all that a vault holds, and of nothing that it
// once held, into a new file. The vault is read meanwhile and not changed: its
// flip lock is held.
type rewriting struct {
	ctx      context.Context // lives for one rewriting
	v        *Vault
	progress func(done, total int64)
	done     int64
	total    int64

	// What the new file is to hold; changed before the copying begins.
	next  *state
	head  *head
	keys  *keyring // the rewriting's own copy, or new ones
	exact bool     // root and catalogue go along as they are
	// settled says that the settings of next are others than the vault's.
	settled bool
	old     rekeyFrom // of a rekeying, what opens the old objects

	copied []live // all but what stands at the top, by rising id
}

// newRewriting prepares an exact copy. The caller holds v.flip until the
// rewriting is over, and closes it.
func (v *Vault) newRewriting(ctx context.Context, progress func(done, total int64)) (*rewriting, error) {
	if err := v.readTombstones(ctx); err != nil {
		return nil, err
	}
	v.mu.RLock()
	defer v.mu.RUnlock()
	st, err := v.use()
	if err != nil {
		return nil, err
	}
	h, _, err := st.head()
	if err != nil {
		return nil, err
	}
	if h.minor > formatMinor {
		return nil, ErrNewerFormat // it may hold what this version does not know of
	}
	if progress == nil {
		progress = func(int64, int64) {}
	}
	next := *v.state.Load()
	next.containers = slices.Clone(next.containers)
	return &rewriting{ctx: ctx, v: v, progress: progress, next: &next, head: h, keys: v.keys.clone(v.id), exact: true}, nil
}

// readTombstones reads what has a spare copy and was not read at opening, so
// that it is known where the copy is to be used.
func (v *Vault) readTombstones(ctx context.Context) error {
	s, err := v.snapshot()
	if err != nil {
		return err
	}
	for _, l := range s.live() {
		if l.kind != kindTombstones {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := v.body(l.of.sealer, l.kind, *l.ref); err != nil {
			return err
		}
	}
	return nil
}

func (r *rewriting) close() {
	r.keys.wipe()
	r.old.wipe()
}

// changed says that the copy is not to be exact: it becomes the state after
// the vault's own. What is given is done to it.
func (r *rewriting) changed(edit func(next *state)) {
	now := r.v.state.Load()
	r.exact = false
	r.next.root = now.root // the journal goes along
	r.next.root.previous, r.next.root.counter, r.next.root.stale = now.rootHash, now.root.counter+1, false
	if edit != nil {
		edit(r.next)
	}
}

// step counts one object.
func (r *rewriting) step() error {
	r.done++
	if r.done%64 == 0 || r.done == r.total {
		r.progress(min(r.done, r.total), r.total)
	}
	return r.ctx.Err()
}

// run writes the new file and proves it. The file is open in the vault that it
// returns; on an error there is none.
func (r *rewriting) run(path string, readOnly bool) (_ *Vault, err error) {
	r.copied = r.next.live()
	if !r.exact {
		r.copied = belowTop(r.next)
	}
	r.total = 3 * int64(len(r.copied)) // copied, verified, compared
	r.progress(0, r.total)
	defer func() {
		if err != nil {
			err = errors.Join(storeError(err), removeIfThere(path))
		}
	}()
	if err := r.fill(path); err != nil {
		return nil, err
	}
	return r.prove(path, readOnly)
}

// fill writes the new file, closed and on the disk when it returns.
func (r *rewriting) fill(path string) (err error) {
	into, err := openStore(r.ctx, path, storeOptions{create: true, maxSize: r.v.options.maxSize})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, into.close()) }()
	// Nothing refers to the file before it is complete, so it is synced once,
	// and it grows by what is needed only.
	into.db.NoSync, into.db.NoGrowSync, into.db.AllocSize = true, true, 0
	last, err := r.v.lastID()
	if err != nil {
		return err
	}
	head := r.head.raw
	if !r.exact {
		if head, err = encodeHead(r.head, r.keys, formatMinor); err != nil {
			return err
		}
	}
	c := change{head: head, last: last, dense: true}
	size := 0
	for _, l := range r.copied {
		o, err := r.object(l)
		if err != nil {
			return err
		}
		c.puts = append(c.puts, o)
		if size += len(o.bytes); size >= flushSize {
			if err := r.apply(into, c); err != nil {
				return err
			}
			c, size = change{dense: true}, 0
		}
		if err := r.step(); err != nil {
			return err
		}
	}
	if r.exact {
		c.root, err = r.v.single(bucketRoot)
	} else {
		if r.settled {
			c.puts = append(c.puts, r.sealSettings())
		}
		var top []object
		top, c.root, err = r.v.sealTop(r.keys, r.next)
		c.puts = append(c.puts, top...)
	}
	if err == nil {
		err = r.apply(into, c)
	}
	if err == nil {
		err = r.journal(into)
	}
	if err == nil {
		err = into.sync()
	}
	return err
}

// apply writes a part of the new file, with the spare copies that belong to it.
func (r *rewriting) apply(into *store, c change) error {
	if err := addSpares(r.keys, r.v.id, &c); err != nil {
		return err
	}
	return into.apply(c)
}

// object returns an object as it goes into the new file.
func (r *rewriting) object(l live) (object, error) {
	sealed, err := r.v.sealedObject(l.kind, *l.ref)
	if err != nil || !r.old.used() {
		return object{ref: *l.ref, kind: l.kind, bytes: sealed}, err
	}
	return r.reseal(l, sealed)
}

// journal copies the records of single inserts as they are.
func (r *rewriting) journal(into *store) error {
	type record struct{ key, value []byte }
	var from []byte
	for {
		var some []record
		size := 0
		err := r.v.reading(func(st *store) error {
			return st.db.View(func(tx *bolt.Tx) error {
				b := tx.Bucket(bucketJournal)
				if b == nil {
					return fmt.Errorf("%w: a bucket is missing", ErrDamaged)
				}
				c := b.Cursor()
				for k, v := c.Seek(from); k != nil && size < flushSize; k, v = c.Next() {
					some = append(some, record{bytes.Clone(k), bytes.Clone(v)})
					size += len(k) + len(v)
				}
				return nil
			})
		})
		if err != nil || len(some) == 0 {
			return err
		}
		if r.old.used() {
			return errJournalLeft
		}
		from = append(bytes.Clone(some[len(some)-1].key), 0)
		err = into.work(func() error {
			return into.db.Update(func(tx *bolt.Tx) error {
				b := tx.Bucket(bucketJournal)
				b.FillPercent = 1
				for _, rec := range some {
					if err := b.Put(rec.key, rec.value); err != nil {
						return err
					}
				}
				return nil
			})
		})
		if err == nil {
			err = r.ctx.Err()
		}
		if err != nil {
			return err
		}
	}
}

// errJournalLeft is a mistake of this package: who rekeys folds first.
var errJournalLeft = errors.New("the journal was not folded before new keys were made")

// prove opens the new file as any vault, reads all of it and compares it with
// the vault.
func (r *rewriting) prove(path string, readOnly bool) (_ *Vault, err error) {
	o := r.v.options
	o.ReadOnly = readOnly
	o.Anchors = nil // nothing to remember before it has its name
	next := newVault(path, o)
	next.id = r.v.id
	if next.store, err = openStore(r.ctx, path, storeOptions{readOnly: readOnly, maxSize: o.maxSize}); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, next.Close())
		}
	}()
	if err := r.sameKeys(next.store); err != nil {
		return nil, err
	}
	next.keys = r.keys.clone(r.v.id)
	s, err := next.load()
	if err != nil {
		return nil, err
	}
	next.state.Store(s)
	if err := next.verifyAll(r.ctx, func(done, all int64) {
		r.progress(r.total/3+done*(r.total/3)/max(all, 1), r.total)
	}); err != nil {
		return nil, fmt.Errorf("the new file: %w", err)
	}
	r.done = 2 * r.total / 3
	if err := r.compare(next); err != nil {
		return nil, err
	}
	return next, nil
}

// verifyAll is Verify with everything that is wrong as an error.
func (v *Vault) verifyAll(ctx context.Context, progress func(done, total int64)) error {
	report, err := v.Verify(ctx, progress)
	switch {
	case err != nil:
		return err
	case len(report.Problems) > 0:
		p := report.Problems[0]
		return damaged(0, p.Object, p.Kind+": "+p.What)
	case report.Orphans > 0:
		return damaged(0, 0, "objects that nothing refers to")
	}
	return nil
}

// compare holds the new file against what it was made from.
func (r *rewriting) compare(next *Vault) error {
	now := next.state.Load()
	if now.rootHash != r.next.rootHash {
		return ErrChanged
	}
	if r.old.used() {
		return r.compareRekeyed(next)
	}
	for _, l := range r.copied {
		a, err := r.v.sealedObject(l.kind, *l.ref)
		if err != nil {
			return err
		}
		b, err := next.sealedObject(l.kind, *l.ref)
		if err != nil {
			return err
		}
		if !bytes.Equal(a, b) {
			return damaged(l.kind, l.ref.id, "copied wrong")
		}
		if err := r.step(); err != nil {
			return err
		}
	}
	return nil
}

// reading calls f with the store while the vault is open.
func (v *Vault) reading(f func(*store) error) error {
	v.mu.RLock()
	defer v.mu.RUnlock()
	st, err := v.use()
	if err != nil {
		return err
	}
	return storeError(st.work(func() error { return f(st) }))
}

// sealedObject reads an object as it is in the file, or, where that is known
// to be damaged, in its spare copy.
func (v *Vault) sealedObject(k kind, r ref) (sealed []byte, err error) {
	if o, ok := v.healing.object(r.id); ok && o.ref == r {
		return o.bytes, nil
	}
	err = v.reading(func(st *store) error {
		sealed, _, err = st.object(r.id)
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case sealed == nil:
		return nil, damaged(k, r.id, "missing")
	case !r.is(sealed):
		return nil, damaged(k, r.id, "another version than the one recorded")
	}
	return sealed, nil
}

func (v *Vault) single(bucket []byte) (value []byte, err error) {
	err = v.reading(func(st *store) error {
		value, err = st.single(bucket)
		return err
	})
	return value, err
}

func (v *Vault) lastID() (id uint64, err error) {
	err = v.reading(func(st *store) error {
		id, err = st.lastID()
		return err
	})
	return max(id, v.nextID.Load()), err
}
