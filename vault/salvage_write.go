package vault

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	bolt "go.etcd.io/bbolt"

	"vitalkeep/health"
)

// WriteTo writes a healthy vault with everything that was found to a new file,
// which opens with the same password and recovery key. It has the name only
// when it is complete, on the disk, and was opened and verified whole. What is
// gone is left out: the list of what is missing is in the report, not in the
// file. progress, which may be nil, hears of objects done and in all. Errors:
// ErrExists, ErrNoSpace, ErrNewerFormat for a file that holds what this version
// does not know, the context's, the system's.
func (s *Salvaged) WriteTo(ctx context.Context, newPath string, progress func(done, total int64)) error {
	if s.file == nil {
		return ErrClosed
	}
	if s.head.minor > formatMinor {
		return ErrNewerFormat
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if _, err := os.Lstat(newPath); err == nil {
		return ErrExists
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	w := &salvageWriter{s: s, ctx: ctx, progress: progress}
	if w.progress == nil {
		w.progress = func(int64, int64) {}
	}
	temporary := temporaryName(newPath)
	err := storeError(guard(func() error { return w.write(temporary) }))
	if err == nil {
		err = publish(temporary, newPath)
	}
	if err != nil {
		return errors.Join(err, removeIfThere(temporary))
	}
	return nil
}

// salvageWriter writes what was found into a new file.
type salvageWriter struct {
	s        *Salvaged
	ctx      context.Context // lives for one call of WriteTo
	progress func(done, total int64)
	total    int64
	v        *Vault // the new one

	pending change
	size    int
}

func (w *salvageWriter) write(path string) (err error) {
	s := w.s
	o := s.options
	o.ReadOnly, o.Anchors = false, nil
	v := newVault(path, o)
	w.v = v
	v.id, v.keys = s.head.vault, s.keys.clone(s.head.vault)
	defer func() { err = errors.Join(err, v.Close()) }()
	if v.store, err = openStore(w.ctx, path, storeOptions{create: true, maxSize: o.maxSize}); err != nil {
		return err
	}
	// Nothing refers to the file before it is complete, so it is synced once.
	v.store.db.NoSync, v.store.db.NoGrowSync, v.store.db.AllocSize = true, true, 0
	if err := w.fill(); err != nil {
		return err
	}
	if err := errors.Join(v.store.sync(), v.store.close()); err != nil {
		return err
	}
	if v.store, err = openStore(w.ctx, path, storeOptions{maxSize: o.maxSize}); err != nil {
		return err
	}
	loaded, err := v.load()
	if err != nil {
		return fmt.Errorf("the new file: %w", err)
	}
	v.state.Store(loaded)
	err = v.verifyAll(w.ctx, func(done, all int64) { w.progress(w.total+done*w.total/max(all, 1), 2*w.total) })
	if err != nil {
		return fmt.Errorf("the new file: %w", err)
	}
	w.progress(2*w.total, 2*w.total)
	return nil
}

// segment is one object that goes along as it is.
type segment struct {
	kind kind
	ref  ref
	of   *container
}

// fill writes all objects: segments as they were, and what stands over them
// anew, under ids beyond all that were ever seen.
func (w *salvageWriter) fill() error {
	s, v := w.s, w.v
	head, err := encodeHead(s.head, v.keys, formatMinor)
	if err != nil {
		return err
	}
	w.pending = change{head: head, dense: true}
	if all := s.ids(0); len(all) > 0 {
		v.nextID.Store(all[0])
	}
	next := &state{
		root:    root{previous: s.state.rootHash, counter: s.state.root.counter + 1},
		journal: s.state.journal,
	}
	for _, c := range s.state.containers {
		if c.key == nil {
			continue
		}
		copied := *c
		copied.key, copied.nodes = c.key.clone(), slices.Clone(c.nodes)
		copied.sealer = copied.key.sealer(c.id)
		copied.rollups, copied.rollupRef, copied.badRollups = nil, ref{}, ref{}
		next.containers = append(next.containers, &copied)
	}
	defer func() {
		for _, c := range next.containers {
			c.key.wipe()
		}
	}()
	segments := w.segments(next)
	w.total = int64(len(segments)) + 1
	for i, g := range segments {
		_, sealed, err := s.body(g.of.sealer, g.kind, g.ref)
		if err != nil {
			return err // it was readable a moment ago
		}
		if err := w.put(object{ref: g.ref, kind: g.kind, bytes: sealed}); err != nil {
			return err
		}
		if i%64 == 0 {
			w.progress(int64(i), 2*w.total)
		}
	}
	for _, c := range next.containers {
		if err := w.container(c); err != nil {
			return err
		}
	}
	if err := w.home(next); err != nil {
		return err
	}
	w.settings(next)
	top, root, err := v.sealTop(v.keys, next)
	if err != nil {
		return err
	}
	w.pending.puts, w.pending.root = append(w.pending.puts, top...), root
	if err := w.flush(); err != nil {
		return err
	}
	return w.journal()
}

// journal writes the single inserts as they were.
func (w *salvageWriter) journal() error {
	return w.v.store.work(func() error {
		return w.v.store.db.Update(func(tx *bolt.Tx) error {
			b := tx.Bucket(bucketJournal)
			for i, r := range w.s.state.journal {
				if err := b.Put(objectKey(r.id), w.s.inserts[i]); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// segments returns all that goes along as it is, by rising id.
func (w *salvageWriter) segments(next *state) []segment {
	var out []segment
	for _, c := range next.containers {
		for _, p := range c.pictures {
			for _, r := range p.pieces {
				out = append(out, segment{kindPiece, r, c})
			}
		}
		for _, n := range c.nodes {
			for i := range n.series {
				ns := &n.series[i]
				for k, list := range map[kind][]span{c.rowKind(ns.number): ns.rows, kindClaims: ns.claims, kindTombstones: ns.gone} {
					for _, sp := range list {
						out = append(out, segment{k, sp.ref, c})
					}
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b segment) int { return cmp.Compare(a.ref.id, b.ref.id) })
	return out
}

// container seals what stands over the segments of a container.
func (w *salvageWriter) container(c *container) error {
	if c.person() && c.profile.Name == "" {
		c.profile.Name, c.profile.Zone = "?", "UTC"
	}
	v := w.v
	key := v.containerKeySealer(c.id).sealKey(v.newID(), 1, c.key)
	doc := c.sealer.sealBody(kindProfile, v.newID(), 1, encodeDoc(c))
	puts := []object{key, doc}
	for i, n := range c.nodes {
		fresh := *n
		fresh.series = slices.Clone(n.series)
		fresh.adopt()
		body := c.sealer.sealBody(kindNode, v.newID(), 1, encodeNode(&fresh))
		fresh.ref = body.ref
		c.nodes[i] = &fresh
		puts = append(puts, body)
	}
	dir := c.sealer.sealBody(kindDirectory, v.newID(), 1, encodeDirectory(c.nodes))
	c.keyRef, c.docRef, c.dirRef = key.ref, doc.ref, dir.ref
	for _, o := range append(puts, dir) {
		if err := w.put(o); err != nil {
			return err
		}
	}
	return w.pictures(c)
}

// home makes an empty home where that is lost: every vault has one.
func (w *salvageWriter) home(next *state) error {
	if slices.ContainsFunc(next.containers, func(c *container) bool { return c.role == roleHome }) {
		return nil
	}
	c, puts, err := w.v.newContainer(roleHome, health.Profile{ID: health.ProfileID(randomID())})
	if err != nil {
		return err
	}
	next.containers = append(next.containers, c)
	for _, o := range puts {
		if err := w.put(o); err != nil {
			return err
		}
	}
	return nil
}

// settings takes the settings along if they can be read.
func (w *salvageWriter) settings(next *state) {
	r := w.s.state.settingsRef
	if r.zero() {
		return
	}
	body, _, err := w.s.body(w.s.keys.catalogue.sealer(w.s.head.vault), kindSettings, r)
	if err != nil {
		return
	}
	sealed := w.v.catalogueSealer().sealBody(kindSettings, w.v.newID(), 1, body)
	next.settingsRef = sealed.ref
	w.pending.puts = append(w.pending.puts, sealed)
}

func (w *salvageWriter) put(o object) error {
	w.pending.puts = append(w.pending.puts, o)
	if w.size += len(o.bytes); w.size < flushSize {
		return w.ctx.Err()
	}
	return w.flush()
}

func (w *salvageWriter) flush() error {
	c := w.pending
	if err := addSpares(w.v.keys, w.v.id, &c); err != nil {
		return err
	}
	w.pending, w.size = change{dense: true}, 0
	return w.v.store.apply(c)
}
