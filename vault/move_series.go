package vault

import (
	"slices"

	"vitalkeep/health"
)

// movedSeries is one series on its way to the other container.
type movedSeries[R any] struct {
	m      *moving
	of     series
	kind   movedKind[R]
	past   seriesPast[R]
	gone   *segmentWriter[tombstone] // what hides it where it was
	number uint32                    // of the series in the other container, 0 until it has one

	// What the other container shows, if it has the series.
	there  *seeker[R]
	theirs seriesPast[R]

	// What the layers hold that come of those of the sequence.
	rows   map[uint64]*segmentWriter[R]
	hides  map[uint64]*segmentWriter[tombstone]
	groups map[uint64]uint64 // identities
}

func newMovedSeries[R any](m *moving, of series, k movedKind[R], past seriesPast[R]) *movedSeries[R] {
	o := &movedSeries[R]{
		m: m, of: of, kind: k, past: past, gone: newTombstoneWriter(m.out, of.number, m.seq),
		rows: map[uint64]*segmentWriter[R]{}, hides: map[uint64]*segmentWriter[tombstone]{}, groups: map[uint64]uint64{},
	}
	if s, ok := m.to.find(of.metric, of.entry, of.source); ok {
		o.number = s.number
		o.theirs = pastOfSeries(m.v, m.to, s.number, minTime, afterTime, k.start, k.load(m.to, s), k.hidden)
		o.there = &seeker[R]{open: o.theirs.open}
	}
	return o
}

// at moves what goes of one start.
func (o *movedSeries[R]) at(start int64, parts []part[R]) error {
	if o.m.passed++; o.m.passed%1024 == 0 {
		if err := o.m.ctx.Err(); err != nil {
			return err
		}
	}
	for _, one := range moments(parts, o.kind.key) {
		shown := o.past.shown(one.parts)
		if shown == nil {
			continue
		}
		id := Identity{Metric: o.of.metric, Entry: o.of.entry, Source: o.of.source, Start: start, Key: one.key}
		goes := o.m.picked(id, func(b health.BatchID) bool { return storedBy(one.parts, b) })
		if goes {
			o.m.met++
		} else {
			var err error
			if goes, err = o.kind.goes(shown); err != nil {
				return err
			}
		}
		if !goes {
			continue
		}
		if err := o.compare(id, shown); err != nil {
			return err
		}
		o.m.moved.Readings++
		if o.m.conflicts > 0 {
			continue // only the count is wanted now
		}
		if err := o.copy(id, one.parts); err != nil {
			return err
		}
	}
	return nil
}

// storedBy reports whether an import holds rows among the parts.
func storedBy[R any](parts []part[R], id health.BatchID) bool {
	return slices.ContainsFunc(parts, func(p part[R]) bool {
		return !p.gone && p.owner.node.layer == layerImport && p.owner.node.batch.ID == id
	})
}

// compare holds what goes against what the other container shows.
func (o *movedSeries[R]) compare(id Identity, shown *R) error {
	if o.there == nil {
		return nil
	}
	parts, err := o.there.to(id.Start)
	if err != nil {
		return err
	}
	for _, one := range moments(parts, o.kind.key) {
		theirs := o.theirs.shown(one.parts)
		switch {
		case one.key != id.Key || theirs == nil:
		case o.kind.same(theirs, shown):
			o.m.moved.Already++
		default:
			o.m.conflicts++
		}
	}
	return nil
}

// copy writes the history of one identity, and that it is gone here.
func (o *movedSeries[R]) copy(id Identity, parts []part[R]) error {
	t := tombstone{start: id.Start, key: id.Key}
	if err := o.m.add(o.gone.waiting, func() error { return o.gone.add(t) }); err != nil {
		return err
	}
	held := false // some layer below has it
	alls := o.past.alls
	for i := 0; i < len(parts) || len(alls) > 0; {
		if len(alls) > 0 && (i == len(parts) || alls[0].seq <= parts[i].seq) {
			if held && i < len(parts) {
				if err := o.hide(alls[0], t); err != nil {
					return err
				}
			}
			alls = alls[1:]
			continue
		}
		p := &parts[i]
		i++
		switch {
		case p.gone && held:
			if err := o.hide(p.owner.node, t); err != nil {
				return err
			}
		case !p.gone:
			held = true
			if err := o.store(p); err != nil {
				return err
			}
		}
	}
	return o.m.makeRoom()
}

// hide writes that a layer hides what is below.
func (o *movedSeries[R]) hide(n *node, t tombstone) error {
	l := o.m.bySeq[n.seq]
	w := o.hides[n.seq]
	if w == nil {
		w = newTombstoneWriter(o.m.in, o.target(), l.node.seq)
		o.hides[n.seq] = w
		l.open = append(l.open, w)
	}
	if k := len(w.rows); k > 0 && w.rows[k-1] == t {
		return nil // it hides the whole series and this by name as well
	}
	l.count++
	return o.m.add(w.waiting, func() error { return w.add(t) })
}

// store writes what a layer holds of one identity.
func (o *movedSeries[R]) store(p *part[R]) error {
	seq := p.owner.node.seq
	l := o.m.bySeq[seq]
	w := o.rows[seq]
	if w == nil {
		w = o.kind.writer(o.target(), l.node.seq)
		o.rows[seq] = w
		l.open = append(l.open, w)
	}
	o.groups[seq]++
	l.count++
	for i := range p.rows {
		o.kind.noticed(&p.rows[i])
	}
	return o.m.add(w.waiting, func() error { return w.addAll(p.rows) })
}

// target returns the number of the series in the other container.
func (o *movedSeries[R]) target() uint32 {
	if o.number == 0 {
		o.m.numbers++
		o.number = o.m.numbers
		s := o.of
		s.number = o.number
		o.m.fresh = append(o.m.fresh, s)
	}
	return o.number
}

// close writes what waits and notes what became of the series.
func (o *movedSeries[R]) close() error {
	spans, err := o.gone.close()
	if err != nil {
		return err
	}
	if len(spans) > 0 {
		o.m.gone = append(o.m.gone, nodeSeries{number: o.of.number, gone: spans})
	}
	below := slices.ContainsFunc(o.m.to.nodes, func(n *node) bool {
		s := n.find(o.number)
		return s != nil && len(s.rows) > 0
	})
	for _, l := range o.m.layers {
		one := nodeSeries{number: o.number}
		if w := o.rows[l.of]; w != nil {
			if one.rows, err = w.close(); err != nil {
				return err
			}
			one.identities, one.shadows = o.groups[l.of], below
			below = true
		}
		if w := o.hides[l.of]; w != nil {
			if one.gone, err = w.close(); err != nil {
				return err
			}
		}
		l.open = nil
		if len(one.rows)+len(one.gone) > 0 {
			l.series = append(l.series, one)
		}
	}
	o.m.held = 0
	return nil
}

// add counts the rows that wait in a writer.
func (m *moving) add(waiting func() int, write func() error) error {
	before := waiting()
	err := write()
	m.held += waiting() - before
	return err
}

// makeRoom writes what waits in the largest of many layers, until half of the room
// is free again.
func (m *moving) makeRoom() error {
	if m.held < m.room {
		return nil
	}
	var open []layerWriter
	for _, l := range m.layers {
		open = append(open, l.open...)
	}
	slices.SortFunc(open, func(a, b layerWriter) int { return b.waiting() - a.waiting() })
	for _, w := range open {
		if m.held <= m.room/2 {
			break
		}
		if err := m.add(w.waiting, w.flush); err != nil {
			return err
		}
	}
	return nil
}
