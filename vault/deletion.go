package vault

import (
	"cmp"
	"context"
	"slices"

	"vitalkeep/health"
)

// Identity names one measurement or entry of a profile: of a measurement
// Metric, Source and Start, of an entry Entry, Source, Start and Key.
type Identity struct {
	Metric health.MetricID
	Entry  health.EntryKind
	Source health.SourceID
	Start  int64 // UTC milliseconds
	Key    string
}

// Deletion is the record of something deleted that can still be brought back.
type Deletion struct {
	ID       health.BatchID
	Profile  health.ProfileID
	At       int64           // UTC milliseconds
	Readings int             // measurements and entries that it hid
	Source   health.SourceID // of all that a source gave; else empty
}

// Delete makes the named measurements and entries disappear, all at once or,
// on an error, none. UndoDeletion brings them back for as long as Deletions
// lists them. Importing what holds them again does not. Errors:
// ErrNotDeletable by the rules of health.MayDelete, ErrNoReading if one of them
// is not there, ErrNoProfile, ErrBusy, ErrReadOnly, ErrNoSpace, ErrClosed, the
// context's.
func (v *Vault) Delete(ctx context.Context, profile health.ProfileID, ids []Identity) (health.BatchID, error) {
	for _, id := range ids {
		if ok, _ := health.MayDelete(id.Metric, id.Entry, id.Source); !ok {
			return health.BatchID{}, ErrNotDeletable
		}
	}
	return v.hide(ctx, profile, func(c *container, w *objectWriter, n *node) error {
		return hideIdentities(c, w, n, ids, func(s series, list []tombstone) error { return v.allVisible(ctx, c, s, list) })
	})
}

// hideIdentities fills the layer of a deletion. check, which may be nil, is
// given what goes of each series, in order.
func hideIdentities(c *container, w *objectWriter, n *node, ids []Identity, check func(series, []tombstone) error) error {
	bySeries := map[uint32][]tombstone{}
	for _, id := range ids {
		s, ok := c.find(id.Metric, id.Entry, id.Source)
		if !ok {
			return ErrNoReading
		}
		bySeries[s.number] = append(bySeries[s.number], tombstone{start: id.Start, key: id.Key})
	}
	for _, s := range c.series {
		list := bySeries[s.number]
		if len(list) == 0 {
			continue
		}
		slices.SortFunc(list, compareTombstones)
		list = slices.Compact(list)
		if check != nil {
			if err := check(s, list); err != nil {
				return err
			}
		}
		out := newTombstoneWriter(w, s.number, n.seq)
		for _, t := range list {
			if err := out.add(t); err != nil {
				return err
			}
		}
		spans, err := out.close()
		if err != nil {
			return err
		}
		n.series = append(n.series, nodeSeries{number: s.number, gone: spans})
		n.batch.New += len(list)
	}
	return nil
}

// DeleteSource makes everything that a source gave disappear or, where metrics
// are named, everything of these. UndoDeletion brings it back for as long as
// Deletions lists it; an import that holds it brings it as new. Errors: those
// of Delete but ErrNotDeletable.
func (v *Vault) DeleteSource(ctx context.Context, profile health.ProfileID, source health.SourceID, metrics ...health.MetricID) (health.BatchID, error) {
	return v.hide(ctx, profile, func(c *container, _ *objectWriter, n *node) error {
		for _, s := range c.series {
			if s.source != source || len(c.directory[s.number]) == 0 {
				continue
			}
			if len(metrics) > 0 && (s.metric == "" || !slices.Contains(metrics, s.metric)) {
				continue
			}
			count, err := v.countVisible(ctx, c, s)
			if err != nil {
				return err
			}
			// Also one of which all was deleted before: it comes back as new, too.
			n.series = append(n.series, nodeSeries{number: s.number, all: true})
			n.batch.New += count
		}
		return nil
	})
}

// hide puts a deletion over a profile's layers: fill says what it hides.
func (v *Vault) hide(ctx context.Context, profile health.ProfileID,
	fill func(*container, *objectWriter, *node) error,
) (health.BatchID, error) {
	c, release, err := v.claimProfile(ctx, profile)
	if err != nil {
		return health.BatchID{}, err
	}
	defer release()
	w := v.newObjectWriter(ctx, c.sealer)
	n := &node{seq: v.newID(), layer: layerDeletion, batch: health.Batch{ID: randomID(), At: v.now().UnixMilli(), Profile: profile}}
	err = fill(c, w, n)
	if err == nil && n.batch.New == 0 {
		err = ErrNoReading
	}
	if err == nil {
		slices.SortFunc(n.series, compareSeries)
		err = v.revise(c.id, w, func(r *revision) error {
			r.add(n)
			return nil
		})
	}
	if err != nil {
		_ = w.abandon() // at the latest the next opening removes it
		return health.BatchID{}, err
	}
	return n.batch.ID, nil
}

// claimProfile takes the vault for a change of the layers of one profile, as
// imports do, and returns the profile's container. release gives it back.
func (v *Vault) claimProfile(ctx context.Context, profile health.ProfileID) (c *container, release func(), err error) {
	if v.readOnly {
		return nil, nil, v.forReading()
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	if !v.busy.CompareAndSwap(false, true) {
		return nil, nil, ErrBusy
	}
	release = func() { v.busy.Store(false) }
	var s *state
	if err = v.fold(ctx, profile); err == nil {
		s, err = v.snapshot()
	}
	if err == nil {
		c, err = s.profile(profile)
	}
	if err != nil {
		release()
		return nil, nil, err
	}
	return c, release, nil
}

// farApart is the distance from which looking for the next identity anew is
// cheaper than reading everything in between.
const farApart = 7 * 24 * 3600 * 1000

// allVisible returns ErrNoReading unless each of the identities, which rise, is
// visible.
func (v *Vault) allVisible(ctx context.Context, c *container, s series, list []tombstone) error {
	end := list[len(list)-1].start + 1
	visible := v.sampleFinder(c, s, end)
	if s.entry != health.UnknownEntry {
		visible = v.entryFinder(c, s, end)
	}
	for i, t := range list {
		if i%64 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		ok, err := visible(t)
		if err != nil {
			return err
		}
		if !ok {
			return ErrNoReading
		}
	}
	return nil
}

// finder walks a history from one identity to the next.
func finder[R any](open func(from int64) *merger[R], shown func([]part[R], tombstone) bool) func(tombstone) (bool, error) {
	var past *follower[R]
	var last int64
	return func(t tombstone) (bool, error) {
		if t.start < -maxTime || t.start > maxTime {
			return false, nil
		}
		if past == nil || t.start-last > farApart {
			past = follow(open(t.start))
		}
		last = t.start
		parts, err := past.to(t.start)
		return len(parts) > 0 && shown(parts, t), err
	}
}

func (v *Vault) sampleFinder(c *container, s series, end int64) func(tombstone) (bool, error) {
	return finder(func(from int64) *merger[health.Sample] { return v.history(c, s.number, from, end) },
		func(parts []part[health.Sample], t tombstone) bool { return t.key == "" && !parts[len(parts)-1].gone })
}

func (v *Vault) entryFinder(c *container, s series, end int64) func(tombstone) (bool, error) {
	return finder(func(from int64) *merger[health.Entry] { return v.entryHistory(c, s, from, end) },
		func(parts []part[health.Entry], t tombstone) bool {
			return slices.ContainsFunc(byKey(parts), func(k keyed) bool { return k.key == t.key && !k.gone })
		})
}

// countVisible counts the visible samples or entries of a series.
func (v *Vault) countVisible(ctx context.Context, c *container, s series) (int, error) {
	if s.entry == health.UnknownEntry {
		info, err := v.count(c, s)
		return info.Count, err
	}
	n := 0
	for m := v.entryHistory(c, s, minTime, afterTime); ; {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		_, parts, ok, err := m.next()
		if !ok || err != nil {
			return n, err
		}
		for _, k := range byKey(parts) {
			if !k.gone {
				n++
			}
		}
	}
}

// Deletions returns what was deleted and can still be brought back, the newest
// first, but of closed profiles.
func (v *Vault) Deletions() ([]Deletion, error) {
	s, err := v.snapshot()
	if err != nil {
		return nil, err
	}
	type of struct {
		c *container
		n *node
	}
	var list []of
	for _, c := range s.visible() {
		for _, n := range c.nodes {
			if n.undoable() {
				list = append(list, of{c, n})
			}
		}
	}
	// By their order and not by their times: the clock may have been set.
	slices.SortFunc(list, func(a, b of) int { return cmp.Compare(b.n.seq, a.n.seq) })
	var out []Deletion
	for _, o := range list {
		d := Deletion{ID: o.n.batch.ID, Profile: o.n.batch.Profile, At: o.n.batch.At, Readings: o.n.batch.New}
		for _, s := range o.c.series {
			if ns := o.n.find(s.number); ns != nil && ns.all {
				d.Source = s.source
			}
		}
		out = append(out, d)
	}
	return out, nil
}

// UndoDeletion brings back what a deletion hid. Errors: ErrNoDeletion if there
// is none of that ID or what it hid is gone for good, ErrBusy, ErrReadOnly,
// ErrNoSpace, ErrClosed, the context's; after an error the vault is as it was.
func (v *Vault) UndoDeletion(ctx context.Context, id health.BatchID) error {
	s, err := v.snapshot()
	if err != nil {
		return err
	}
	for _, c := range s.containers {
		for _, n := range c.nodes {
			if n.undoable() && n.batch.ID == id {
				return v.undoDeletion(ctx, health.ProfileID(c.id), id)
			}
		}
	}
	if v.readOnly {
		return v.forReading()
	}
	return ErrNoDeletion
}

func (v *Vault) undoDeletion(ctx context.Context, profile health.ProfileID, id health.BatchID) error {
	c, release, err := v.claimProfile(ctx, profile)
	if err != nil {
		return err
	}
	defer release()
	return v.revise(c.id, v.newObjectWriter(ctx, c.sealer), func(r *revision) error {
		at := slices.IndexFunc(r.c.nodes, func(n *node) bool { return n.undoable() && n.batch.ID == id })
		if at < 0 {
			return ErrNoDeletion
		}
		gone := r.c.nodes[at]
		for _, n := range slices.Clone(r.c.nodes[at+1:]) {
			r.overlap(n, gone)
		}
		r.remove(gone)
		return nil
	})
}

// overlap notes in a layer over a deletion that is taken back that identities
// which it stored as new may stand in older layers after all.
func (r *revision) overlap(n, gone *node) {
	var next *node
	for i := range gone.series {
		s := n.find(gone.series[i].number)
		if s == nil || len(s.rows) == 0 || s.shadows {
			continue
		}
		if next == nil {
			c := *n
			c.series = slices.Clone(n.series)
			next = &c
		}
		next.find(s.number).shadows = true
	}
	if next != nil {
		r.replace(next)
	}
}
