package vault

import (
	"cmp"
	"context"
	"slices"
	"sort"

	"vitalkeep/health"
)

// purge makes every deletion final: what it hid is taken out of the layers
// below it, and what it named stays as a tombstone. What can be seen stays the
// same. Each container is one durable step, so that an interrupted purge has
// lost nothing and can be repeated. The caller has the vault (v.busy).
func (v *Vault) purge(ctx context.Context) error {
	if err := v.foldAll(ctx); err != nil {
		return err
	}
	s, err := v.snapshot()
	if err != nil {
		return err
	}
	for _, c := range s.containers {
		if !slices.ContainsFunc(c.nodes, func(n *node) bool { return n.layer == layerDeletion || n.moved != nil }) {
			continue
		}
		if err := v.purgeOne(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// purgeOne is purge for one container.
func (v *Vault) purgeOne(ctx context.Context, c *container) error {
	p := &purging{v: v, ctx: ctx, c: c, w: v.newObjectWriter(ctx, c.sealer)}
	if err := p.run(); err != nil {
		_ = p.w.abandon() // at the latest the next opening removes it
		return err
	}
	return nil
}

// settleMoves makes the moves of a profile final, and with them its deletions: what
// was moved away may be somebody else's. The caller has the vault.
func (v *Vault) settleMoves(ctx context.Context, profile health.ProfileID) error {
	if err := v.foldAll(ctx); err != nil {
		return err
	}
	s, err := v.snapshot()
	if err != nil {
		return err
	}
	c, err := s.profile(profile)
	if err != nil || !slices.ContainsFunc(c.nodes, func(n *node) bool { return n.moved != nil }) {
		return err
	}
	return v.purgeOne(ctx, c)
}

// purging is the purge of one container.
type purging struct {
	v   *Vault
	ctx context.Context // lives for one call of purge
	c   *container
	w   *objectWriter

	hidden  map[uint32]*hiddenSeries
	changed []*node // the layers as they will be
	dropped []span  // that nothing refers to any more
}

// hiddenSeries is what deletions hide of one series.
type hiddenSeries struct {
	all  uint64 // layers below this sequence are hidden whole
	gone []hiddenIdentity
}

// hiddenIdentity is one identity, hidden in the layers below the sequence.
type hiddenIdentity struct {
	tombstone
	below uint64
}

func (p *purging) run() error {
	if err := p.collect(); err != nil {
		return err
	}
	for _, n := range p.c.nodes {
		if n.layer.deletes() {
			continue
		}
		if err := p.layer(n); err != nil {
			return err
		}
	}
	final, err := p.final()
	if err != nil {
		return err
	}
	var later bool
	err = p.v.revise(p.c.id, p.w, func(r *revision) error {
		for _, n := range p.changed {
			if len(n.series) == 0 && n.layer == layerTyped {
				r.unlist(n)
			} else {
				r.replace(n)
			}
		}
		for _, n := range p.c.nodes {
			if !n.layer.deletes() {
				continue
			}
			if final != nil && n.seq == final.seq {
				r.replace(final)
			} else {
				r.unlist(n)
			}
			for i := range n.series {
				r.discard(n.series[i].gone)
			}
		}
		r.discard(p.dropped)
		r.stale = true
		later = len(r.discarded) > sweepStep
		return nil
	})
	if err == nil && later {
		// All is done and durable; what is left over goes now or, if that fails,
		// at the next opening.
		_ = p.v.sweep(context.WithoutCancel(p.ctx), 0)
	}
	return err
}

// collect reads what the deletions hide.
func (p *purging) collect() error {
	p.hidden = map[uint32]*hiddenSeries{}
	read := p.v.tombstones(p.c)
	for _, n := range p.c.nodes {
		if !n.layer.deletes() {
			continue
		}
		for i := range n.series {
			s := &n.series[i]
			h := p.hidden[s.number]
			if h == nil {
				h = &hiddenSeries{}
				p.hidden[s.number] = h
			}
			if s.all {
				// What was named one by one before comes back as new, too.
				h.all, h.gone = n.seq, nil
			}
			for _, sp := range s.gone {
				rows, err := read(s, sp, nil)
				if err != nil {
					return err
				}
				for _, t := range rows {
					h.gone = append(h.gone, hiddenIdentity{t, n.seq})
				}
			}
		}
	}
	for _, h := range p.hidden {
		// Of one identity the newest deletion reaches furthest.
		slices.SortFunc(h.gone, func(a, b hiddenIdentity) int {
			return cmp.Or(compareTombstones(a.tombstone, b.tombstone), cmp.Compare(b.below, a.below))
		})
		h.gone = slices.CompactFunc(h.gone, func(a, b hiddenIdentity) bool { return a.tombstone == b.tombstone })
	}
	return nil
}

// layer takes what is hidden out of one layer.
func (p *purging) layer(n *node) error {
	next := *n
	next.series = nil
	// A move is final, too: where it went from, nothing is left of it.
	changed := n.moved != nil
	next.moved = nil
	for i := range n.series {
		s := n.series[i]
		h := p.hidden[s.number]
		switch {
		case h == nil:
		case n.seq < h.all:
			s.segments(func(list []span) { p.dropped = append(p.dropped, list...) })
			changed = true
			continue
		default:
			before := len(p.dropped)
			if err := p.series(&n.series[i], &s, h); err != nil {
				return err
			}
			changed = changed || len(p.dropped) > before
		}
		if len(s.rows)+len(s.claims) > 0 {
			next.series = append(next.series, s)
		}
	}
	if changed {
		p.changed = append(p.changed, &next)
	}
	return nil
}

// series takes what is hidden out of what a layer holds of one series.
func (p *purging) series(s, next *nodeSeries, h *hiddenSeries) error {
	seq := s.node.seq
	at := slices.IndexFunc(p.c.series, func(o series) bool { return o.number == s.number })
	if at < 0 {
		return damaged(kindNode, s.node.ref.id, "an unknown series")
	}
	of := p.c.series[at]
	var gone uint64
	var err error
	if of.entry == health.UnknownEntry {
		next.rows, gone, err = filterSpans(p, s, s.rows, h, p.v.rows(p.c),
			func(r *health.Sample) tombstone { return tombstone{start: r.Start} },
			func(run uint32) *segmentWriter[health.Sample] { return newRowWriter(p.w, s.number, seq, run) })
	} else {
		next.rows, gone, err = filterSpans(p, s, s.rows, h, p.v.entryRows(p.c, of),
			func(e *health.Entry) tombstone { return tombstone{start: e.Start, key: e.Key} },
			func(run uint32) *segmentWriter[health.Entry] { return newEntryWriter(p.w, s.number, seq, run) })
	}
	if err != nil {
		return err
	}
	next.identities -= min(gone, next.identities)
	next.claims, _, err = filterSpans(p, s, s.claims, h, p.v.claimRows(p.c),
		func(c *claim) tombstone { return tombstone{start: c.start, key: c.key} },
		func(uint32) *segmentWriter[claim] { return newClaimWriter(p.w, s.number, seq) })
	return err
}

// filterSpans returns the segments without what is hidden in them, and how many
// identities that was. Segments that hold nothing hidden stay as they are.
func filterSpans[R any](p *purging, s *nodeSeries, spans []span, h *hiddenSeries,
	load func(*nodeSeries, span, []R) ([]R, error), identity func(*R) tombstone, writer func(run uint32) *segmentWriter[R],
) (out []span, gone uint64, err error) {
	seq := s.node.seq
	last, any := tombstone{}, false
	for _, sp := range spans {
		if !h.touches(sp, seq) {
			out = append(out, sp)
			continue
		}
		if err := p.ctx.Err(); err != nil {
			return nil, 0, err
		}
		rows, err := load(s, sp, nil)
		if err != nil {
			return nil, 0, err
		}
		kept := make([]R, 0, len(rows))
		for i := range rows {
			t := identity(&rows[i])
			if !h.hides(t, seq) {
				kept = append(kept, rows[i])
				continue
			}
			if !any || t != last { // the rows of one identity stand together
				gone++
			}
			last, any = t, true
		}
		if len(kept) == len(rows) {
			out = append(out, sp)
			continue
		}
		p.dropped = append(p.dropped, sp)
		w := writer(sp.run)
		for _, r := range kept {
			if err := w.add(r); err != nil {
				return nil, 0, err
			}
		}
		rest, err := w.close()
		if err != nil {
			return nil, 0, err
		}
		out = append(out, rest...)
	}
	return out, gone, nil
}

// touches reports whether the segment of that layer may hold something hidden.
func (h *hiddenSeries) touches(sp span, seq uint64) bool {
	i := sort.Search(len(h.gone), func(i int) bool { return h.gone[i].start >= sp.tmin })
	for ; i < len(h.gone) && h.gone[i].start <= sp.tmax; i++ {
		if seq < h.gone[i].below {
			return true
		}
	}
	return false
}

// hides reports whether the identity is hidden in that layer.
func (h *hiddenSeries) hides(t tombstone, seq uint64) bool {
	i, ok := slices.BinarySearchFunc(h.gone, t, func(g hiddenIdentity, t tombstone) int { return compareTombstones(g.tombstone, t) })
	return ok && seq < h.gone[i].below
}

// final returns the layer of all tombstones, or nil if there are none. It takes
// the place of the oldest deletion: no layer below a deletion has what that one
// hid any more, so all of them can go down there, below what was typed since.
func (p *purging) final() (*node, error) {
	at := slices.IndexFunc(p.c.nodes, func(n *node) bool { return n.layer.deletes() })
	if at < 0 {
		return nil, nil //nolint:nilnil // as below
	}
	n := &node{seq: p.c.nodes[at].seq, layer: layerFinal, batch: health.Batch{ID: randomID(), At: p.v.now().UnixMilli()}}
	for _, s := range p.c.series {
		h := p.hidden[s.number]
		if h == nil || len(h.gone) == 0 {
			continue
		}
		out := newTombstoneWriter(p.w, s.number, n.seq)
		for _, g := range h.gone {
			if err := out.add(g.tombstone); err != nil {
				return nil, err
			}
		}
		spans, err := out.close()
		if err != nil {
			return nil, err
		}
		n.series = append(n.series, nodeSeries{number: s.number, gone: spans})
		n.batch.New += len(h.gone)
	}
	if len(n.series) == 0 {
		return nil, nil //nolint:nilnil // nothing is left to remember
	}
	slices.SortFunc(n.series, compareSeries)
	return n, nil
}
