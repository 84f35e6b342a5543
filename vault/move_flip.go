package vault

import (
	"context"
	"slices"

	"vitalkeep/health"
)

// flip makes the move visible at both ends.
func (m *moving) flip() error {
	return m.v.reviseAll([]revising{{m.from.id, m.out}, {m.to.id, m.in}}, func(r []*revision) error {
		slices.SortFunc(m.gone, compareSeries)
		r[0].add(&node{
			seq: m.seq, layer: layerDeletion, series: m.gone,
			batch: health.Batch{ID: randomID(), At: m.moved.At, Profile: m.moved.From, New: m.moved.Readings},
			moved: &moveMark{id: m.moved.ID, other: m.to.id, away: true, already: m.moved.Already},
		})
		r[1].c.series = append(r[1].c.series, m.fresh...)
		for _, l := range m.layers {
			if len(l.series) == 0 {
				continue
			}
			l.node.series = l.series
			if l.node.layer != layerTyped {
				l.node.batch.New = l.count
			}
			slices.SortFunc(l.node.series, compareSeries)
			r[1].add(l.node)
		}
		r[1].bring(m.copied)
		return nil
	})
}

// bring lists more pictures.
func (r *revision) bring(list []*picture) {
	if len(list) == 0 {
		return
	}
	c := &r.c
	c.pictures = slices.Concat(c.pictures, list)
	if !c.picturesRef.zero() {
		r.drops = append(r.drops, c.picturesRef.id)
	}
	o := c.sealer.sealBody(kindPictures, r.v.newID(), 1, encodePictures(c.pictures))
	c.picturesRef = o.ref
	r.puts = append(r.puts, o)
}

// UndoMove takes a move back in one durable step: everything is where and as it
// was. Errors: ErrNoMove if there is none of that ID, or a compaction made it
// final; ErrMovedSince if some of it was changed, deleted, moved on or imported
// again at either end, so that it can only be moved back; ErrBusy, ErrReadOnly,
// ErrNoSpace, ErrDamaged, ErrClosed, the context's.
func (v *Vault) UndoMove(ctx context.Context, id health.BatchID) error {
	moves, err := v.Moves()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(moves, func(m Moved) bool { return m.ID == id })
	switch {
	case v.readOnly:
		return v.forReading()
	case i < 0:
		return ErrNoMove
	}
	from, to, release, err := v.claimBoth(ctx, moves[i].From, moves[i].To)
	if err != nil {
		return err
	}
	defer release()
	u := &unmoving{v: v, ctx: ctx, id: id, from: from, to: to}
	if err := u.check(); err != nil {
		return err
	}
	var sweep bool
	err = v.reviseAll([]revising{{from.id, v.newObjectWriter(ctx, from.sealer)}, {to.id, v.newObjectWriter(ctx, to.sealer)}},
		func(r []*revision) error {
			// Typed in the journal since, it would stay over what comes back.
			if r[0].c.typed.size() > from.typed.size() || r[1].c.typed.size() > to.typed.size() {
				return ErrBusy
			}
			at := slices.IndexFunc(r[0].c.nodes, u.leaves)
			gone := r[0].c.nodes[at]
			for _, n := range slices.Clone(r[0].c.nodes[at+1:]) {
				r[0].overlap(n, gone)
			}
			r[0].remove(gone)
			for _, n := range slices.Clone(r[1].c.nodes) {
				if n.broughtBy(id) {
					r[1].remove(n)
				}
			}
			r[1].stale = true
			sweep = len(r[0].discarded) > sweepStep || len(r[1].discarded) > sweepStep
			return nil
		})
	if err == nil && sweep {
		// It is done and durable; what is left over goes now or, if that fails, at
		// the next opening.
		_ = v.sweep(context.WithoutCancel(ctx), 0)
	}
	return err
}

// unmoving is one move on its way back.
type unmoving struct {
	v        *Vault
	ctx      context.Context // lives for one call of UndoMove
	id       health.BatchID
	from, to *container
}

func (u *unmoving) leaves(n *node) bool { return n.moved.leaves() && n.moved.id == u.id }

// check returns ErrMovedSince unless both ends are as the move left them.
func (u *unmoving) check() error {
	at := slices.IndexFunc(u.from.nodes, u.leaves)
	if at < 0 {
		return ErrNoMove
	}
	gone := u.from.nodes[at]
	for i := range gone.series {
		ns := &gone.series[i]
		at := slices.IndexFunc(u.from.series, func(o series) bool { return o.number == ns.number })
		if at < 0 {
			return damaged(kindNode, gone.ref.id, "an unknown series")
		}
		s := u.from.series[at]
		there, ok := u.to.find(s.metric, s.entry, s.source)
		if !ok {
			return ErrMovedSince
		}
		m := &moving{v: u.v, ctx: u.ctx, from: u.from, to: u.to}
		var err error
		if s.entry == health.UnknownEntry {
			err = checkUnmoved(u, ns, s, there, movedSamples(m))
		} else {
			err = checkUnmoved(u, ns, s, there, movedEntries(m, s))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// checkUnmoved is check for one series.
func checkUnmoved[R any](u *unmoving, ns *nodeSeries, s, there series, k movedKind[R]) error {
	here := pastOfSeries(u.v, u.from, s.number, minTime, afterTime, k.start, k.load(u.from, s), k.hidden)
	theirs := pastOfSeries(u.v, u.to, there.number, minTime, afterTime, k.start, k.load(u.to, there), k.hidden)
	a, b := seeker[R]{open: here.open}, seeker[R]{open: theirs.open}
	claimed := u.claimedSince(there.number)
	read := u.v.tombstones(u.from)
	for _, sp := range ns.gone {
		if err := u.ctx.Err(); err != nil {
			return err
		}
		list, err := read(ns, sp, nil)
		if err != nil {
			return err
		}
		for _, t := range list {
			err := hiddenStill(u, t, k.key, &here, &a)
			if err == nil {
				err = broughtStill(u, t, k.key, &theirs, &b)
			}
			if err == nil {
				err = claimed(t)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// momentAt returns what the layers hold of one identity.
func momentAt[R any](t tombstone, key func(*R) string, seek *seeker[R]) ([]part[R], error) {
	parts, err := seek.to(t.start)
	if err != nil {
		return nil, err
	}
	for _, one := range moments(parts, key) {
		if one.key == t.key {
			return one.parts, nil
		}
	}
	return nil, nil
}

// hiddenStill returns ErrMovedSince unless the move is the last that happened to
// an identity where it was, and what it hides is still there.
func hiddenStill[R any](u *unmoving, t tombstone, key func(*R) string, past *seriesPast[R], seek *seeker[R]) error {
	parts, err := momentAt(t, key, seek)
	if err != nil {
		return err
	}
	last := len(parts) - 1
	if last < 1 || !parts[last].gone || !u.leaves(parts[last].owner.node) || past.shown(parts[:last]) == nil ||
		(len(past.alls) > 0 && past.alls[len(past.alls)-1].seq > parts[last].seq) {
		return ErrMovedSince
	}
	return nil
}

// broughtStill returns ErrMovedSince unless the other end shows what the move
// brought.
func broughtStill[R any](u *unmoving, t tombstone, key func(*R) string, past *seriesPast[R], seek *seeker[R]) error {
	parts, err := momentAt(t, key, seek)
	if err != nil {
		return err
	}
	if len(parts) == 0 || past.shown(parts) == nil || !parts[len(parts)-1].owner.node.broughtBy(u.id) {
		return ErrMovedSince
	}
	return nil
}

// claimedSince returns what gives ErrMovedSince for an identity that an import
// has brought again since, at the other end.
func (u *unmoving) claimedSince(number uint32) func(tombstone) error {
	open := func(from int64) *merger[claim] {
		m := newMerger(claimStart, from, afterTime)
		since := false
		for _, n := range u.to.nodes {
			since = since || n.broughtBy(u.id)
			if s := n.find(number); since && s != nil {
				for _, l := range lanes(s, s.claims, u.v.claimRows(u.to)) {
					m.add(l)
				}
			}
		}
		return m
	}
	seek := seeker[claim]{open: open}
	return func(t tombstone) error {
		parts, err := seek.to(t.start)
		if err != nil {
			return err
		}
		for _, p := range parts {
			if slices.ContainsFunc(p.rows, func(c claim) bool { return c.key == t.key }) {
				return ErrMovedSince
			}
		}
		return nil
	}
}
