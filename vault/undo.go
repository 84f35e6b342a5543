package vault

import (
	"context"
	"errors"
	"slices"
	"strings"

	"vitalkeep/health"
)

// UndoBatch takes an import back: what it stored disappears, what it had
// replaced is visible again, and what a later import had brought as well now
// belongs to that one. All of it becomes visible at once. Errors: ErrNoBatch,
// ErrBusy, ErrReadOnly, ErrDamaged, ErrNoSpace, ErrClosed, the context's; after
// an error the vault is as it was.
func (v *Vault) UndoBatch(ctx context.Context, id health.BatchID) error {
	if v.readOnly {
		return v.forReading()
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if !v.busy.CompareAndSwap(false, true) {
		return ErrBusy
	}
	defer v.busy.Store(false)
	s, err := v.snapshot()
	if err != nil {
		return err
	}
	for _, c := range s.containers {
		for i, n := range c.nodes {
			if n.layer == layerImport && n.batch.ID == id {
				if s.closed(c) {
					return ErrProfileLocked
				}
				u := &undo{v: v, ctx: ctx, container: c, gone: n, newer: c.nodes[i+1:], w: v.newObjectWriter(ctx, c.sealer)}
				return u.run()
			}
		}
	}
	return ErrNoBatch
}

// undo is the taking back of one batch.
type undo struct {
	v         *Vault
	ctx       context.Context // lives for one call of UndoBatch
	container *container
	gone      *node
	newer     []*node // by rising sequence
	w         *objectWriter

	// heirs are the newer batches that take something over, as they will be.
	heirs map[uint64]*node
}

func (u *undo) run() error {
	u.heirs = map[uint64]*node{}
	for i := range u.gone.series {
		s := &u.gone.series[i]
		var err error
		if at := slices.IndexFunc(u.container.series, func(o series) bool { return o.number == s.number }); at < 0 {
			err = damaged(kindNode, u.gone.ref.id, "an unknown series")
		} else if of := u.container.series[at]; of.entry == health.UnknownEntry {
			err = handOver(u, s, sampleHandover(u, s))
		} else {
			err = handOver(u, s, entryHandover(u, s, of))
		}
		if err != nil {
			_ = u.w.abandon() // at the latest the next opening removes it
			return err
		}
	}
	return u.flip()
}

// handover is how the rows of one type change hands.
type handover[R any] struct {
	start func(*R) int64
	key   func(*R) string
	load  func(*nodeSeries, span, []R) ([]R, error)
	// heir makes a row stand where the claim says; only says that the identity has
	// no other rows.
	heir   func(r *R, c claim, only bool)
	writer func(seq uint64, run uint32) *segmentWriter[R]
}

func sampleHandover(u *undo, s *nodeSeries) handover[health.Sample] {
	return handover[health.Sample]{
		start: startOf, key: func(*health.Sample) string { return "" }, load: u.v.rows(u.container),
		heir: func(r *health.Sample, c claim, only bool) {
			if r.Origin, r.Form = c.origin, c.form; !only {
				r.Form = health.NoText // the claim does not say of which row it speaks
			}
		},
		writer: func(seq uint64, run uint32) *segmentWriter[health.Sample] {
			return newRowWriter(u.w, s.number, seq, run)
		},
	}
}

func entryHandover(u *undo, s *nodeSeries, of series) handover[health.Entry] {
	return handover[health.Entry]{
		start: entryStart, key: func(e *health.Entry) string { return e.Key }, load: u.v.entryRows(u.container, of),
		heir: func(r *health.Entry, c claim, _ bool) { r.Origin = c.origin },
		writer: func(seq uint64, run uint32) *segmentWriter[health.Entry] {
			return newEntryWriter(u.w, s.number, seq, run)
		},
	}
}

// successor is a newer batch beside the one that goes.
type successor[R any] struct {
	series *nodeSeries
	rows   *follower[R]
	claims *follower[claim]
	out    *segmentWriter[R] // nil until it takes something over
	taken  uint64
}

// handOver gives each identity of the series to the oldest newer batch that
// claimed it, unless a batch in between has rows of its own for it: then
// those were what the claim was about.
func handOver[R any](u *undo, s *nodeSeries, h handover[R]) error {
	if len(s.rows) == 0 {
		return nil
	}
	from, to := s.rows[0].tmin, s.rows[0].tmax
	for _, sp := range s.rows {
		from, to = min(from, sp.tmin), max(to, sp.tmax)
	}
	successors, claimed := successorsOf(u, s, h, from, to)
	if !claimed {
		return nil
	}
	m := newMerger(h.start, minTime, afterTime)
	for _, l := range lanes(s, s.rows, h.load) {
		m.add(l)
	}
	for n := 0; ; n++ {
		if n%4096 == 0 {
			if err := u.ctx.Err(); err != nil {
				return err
			}
		}
		start, parts, ok, err := m.next()
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		rows := parts[0].rows
		// Runs of one batch may meet at one start.
		slices.SortStableFunc(rows, func(a, b R) int { return strings.Compare(h.key(&a), h.key(&b)) })
		for len(rows) > 0 {
			k := 1
			for k < len(rows) && h.key(&rows[k]) == h.key(&rows[0]) {
				k++
			}
			if err := inherit(h, successors, start, rows[:k]); err != nil {
				return err
			}
			rows = rows[k:]
		}
	}
	for _, c := range successors {
		if c.out == nil {
			continue
		}
		spans, err := c.out.close()
		if err != nil {
			return err
		}
		u.heir(c.series.node).enrich(s, c.series.number, spans, c.taken)
	}
	return nil
}

// successorsOf returns the newer batches that have the series, and whether any
// of them claimed something of it.
func successorsOf[R any](u *undo, s *nodeSeries, h handover[R], from, to int64) (out []*successor[R], claimed bool) {
	for _, n := range u.newer {
		ns := n.find(s.number)
		if ns == nil {
			continue
		}
		rows, claims := newMerger(h.start, from, to+1), newMerger(claimStart, from, to+1)
		for _, l := range lanes(ns, ns.rows, h.load) {
			rows.add(l)
		}
		for _, l := range lanes(ns, ns.claims, u.v.claimRows(u.container)) {
			claims.add(l)
		}
		claimed = claimed || len(claims.heap) > 0
		out = append(out, &successor[R]{series: ns, rows: follow(rows), claims: follow(claims)})
	}
	return out, claimed
}

// inherit finds the heir of one identity.
func inherit[R any](h handover[R], successors []*successor[R], start int64, group []R) error {
	key := h.key(&group[0])
	for _, c := range successors {
		own, err := c.rows.to(start)
		if err != nil {
			return err
		}
		for _, p := range own {
			if slices.ContainsFunc(p.rows, func(r R) bool { return h.key(&r) == key }) {
				return nil
			}
		}
		claims, err := c.claims.to(start)
		if err != nil {
			return err
		}
		for _, p := range claims {
			i := slices.IndexFunc(p.rows, func(o claim) bool { return o.key == key })
			if i < 0 {
				continue
			}
			if c.out == nil {
				c.out = h.writer(c.series.node.seq, c.series.nextRun())
			}
			c.taken++
			for _, r := range group {
				h.heir(&r, p.rows[i], len(group) == 1)
				if err := c.out.add(r); err != nil {
					return err
				}
			}
			return nil
		}
	}
	return nil
}

// nextRun returns a number for rows that may lie between the others.
func (s *nodeSeries) nextRun() uint32 {
	var run uint32
	for _, sp := range s.rows {
		run = max(run, sp.run+1)
	}
	return run
}

// heir returns the copy of a newer batch that replaces it.
func (u *undo) heir(n *node) *node {
	h, ok := u.heirs[n.seq]
	if !ok {
		c := *n
		h = &c
		h.series = slices.Clone(n.series)
		h.adopt()
		u.heirs[n.seq] = h
	}
	return h
}

// enrich adds segments that came from another batch.
func (n *node) enrich(from *nodeSeries, number uint32, spans []span, identities uint64) {
	s := n.find(number)
	s.rows = append(slices.Clone(s.rows), spans...)
	s.identities += identities
	// Batches older than the one that goes may have the identities, too.
	s.shadows = s.shadows || from.shadows
}

// flip makes the new state visible and then removes what nothing refers to.
func (u *undo) flip() error {
	var later bool
	err := u.v.revise(u.container.id, u.w, func(r *revision) error {
		for _, n := range u.newer {
			if h, ok := u.heirs[n.seq]; ok {
				r.replace(h)
			}
		}
		r.remove(u.gone)
		r.stale = true
		later = len(r.discarded) > sweepStep
		return nil
	})
	if errors.Is(err, ErrNoProfile) {
		err = ErrNoBatch
	}
	if err != nil {
		_ = u.w.abandon() // as above
		return err
	}
	if later {
		// The undo is done and durable; what is left over goes now or, if that
		// fails, at the next opening.
		_ = u.v.sweep(context.WithoutCancel(u.ctx), 0)
	}
	return nil
}
