package vault

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"vitalkeep/health"
)

// heldRows is how many rows of all layers together wait before they are written
// in segments that are not full.
const heldRows = 64 << 10

// moving is one move under way. The history of what goes is written once more,
// for the other container: of each layer that has anything of it, one layer.
type moving struct {
	v        *Vault
	ctx      context.Context   // lives for one move
	ids      map[Identity]bool // what goes, or, if nil,
	sel      Selection         // by what is true of it
	from, to *container
	out, in  *objectWriter // of what hides it here, and of what it becomes there
	moved    Moved

	seq       uint64  // of the layer that hides what goes
	starts    []int64 // of the ids, each once
	met       int     // of the ids
	conflicts int
	layers    []*movedLayer // of from, in their order
	bySeq     map[uint64]*movedLayer
	gone      []nodeSeries // by number in from
	fresh     []series     // that to does not have
	numbers   uint32       // the highest of to
	held      int          // rows that wait
	room      int          // for them
	passed    int
	pictures  map[string]bool // that entries name
	copied    []*picture
}

// movedLayer is a layer of the one container as it goes to the other.
type movedLayer struct {
	of     uint64 // the sequence of the one
	node   *node
	open   []layerWriter // of the series that is being read
	series []nodeSeries
	count  int // identities
}

// layerWriter is what goes into a layer of one series.
type layerWriter interface {
	waiting() int // rows
	flush() error
}

func (s *segmentWriter[R]) waiting() int { return len(s.rows) }

// flush writes what waits; more may come.
func (s *segmentWriter[R]) flush() error {
	_, err := s.close()
	return err
}

// gather reads what goes and writes it for the other container.
func (m *moving) gather() error {
	m.seq, m.room = m.v.newID(), cmp.Or(m.v.options.stageLimit, heldRows)
	m.bySeq, m.pictures = map[uint64]*movedLayer{}, map[string]bool{}
	for id := range m.ids {
		m.starts = append(m.starts, id.Start)
	}
	slices.Sort(m.starts)
	m.starts = slices.Compact(m.starts)
	for _, s := range m.to.series {
		m.numbers = max(m.numbers, s.number)
	}
	for _, n := range m.from.nodes {
		l := &movedLayer{of: n.seq, node: m.layerLike(n)}
		m.layers = append(m.layers, l)
		m.bySeq[n.seq] = l
	}
	for _, s := range m.from.series {
		var err error
		switch {
		case !m.concerns(s):
			continue
		case s.entry == health.UnknownEntry:
			err = moveSeries(m, s, movedSamples(m))
		default:
			err = moveSeries(m, s, movedEntries(m, s))
		}
		if err != nil {
			return err
		}
	}
	switch {
	case m.met < len(m.ids), m.moved.Readings == 0:
		return ErrNoReading
	case m.conflicts > 0:
		return &MoveConflictError{Readings: m.conflicts}
	}
	return m.copyPictures()
}

// layerLike is a layer of the other container for what comes of that one.
func (m *moving) layerLike(n *node) *node {
	to := &node{
		seq: m.v.newID(), layer: n.layer, correction: n.correction, batch: n.batch,
		moved: &moveMark{id: m.moved.ID, other: m.from.id},
	}
	b := &to.batch
	b.Files = slices.Clone(b.Files)
	b.New, b.Duplicates, b.Conflicts, b.Rejected = 0, 0, 0, 0
	b.Profile = m.moved.To
	if n.layer != layerTyped {
		b.ID = randomID()
	}
	return to
}

// concerns reports whether anything of a series may go.
func (m *moving) concerns(s series) bool {
	if goesWithReadings(s.entry) {
		return true
	}
	if m.ids == nil {
		return m.sel.kindOf(s.metric, s.entry) && m.sel.sourceOf(s.source)
	}
	for id := range m.ids {
		if id.Metric == s.metric && id.Entry == s.entry && id.Source == s.source {
			return true
		}
	}
	return false
}

// goesWithReadings reports whether entries of the kind may belong to something
// else that goes.
func goesWithReadings(k health.EntryKind) bool {
	return k == health.Comment || k == health.Correction || k == health.Note
}

func (s *Selection) kindOf(metric health.MetricID, entry health.EntryKind) bool {
	return len(s.Metrics)+len(s.Entries) == 0 || (metric != "" && slices.Contains(s.Metrics, metric)) ||
		(metric == "" && slices.Contains(s.Entries, entry))
}

func (s *Selection) sourceOf(id health.SourceID) bool {
	return len(s.Sources) == 0 || slices.Contains(s.Sources, id)
}

func (s *Selection) at(start int64) bool {
	return start >= cmp.Or(s.From, math.MinInt64) && start < cmp.Or(s.To, math.MaxInt64)
}

// picked reports whether the selection means an identity, of which some layers
// hold rows.
func (m *moving) picked(id Identity, by func(health.BatchID) bool) bool {
	if m.ids != nil {
		return m.ids[id]
	}
	return m.sel.kindOf(id.Metric, id.Entry) && m.sel.sourceOf(id.Source) && m.sel.at(id.Start) &&
		(m.sel.Batch == health.BatchID{} || by(m.sel.Batch))
}

// movedKind is how the rows of one type are moved.
type movedKind[R any] struct {
	key     func(*R) string
	hidden  func(tombstone) R
	load    func(c *container, s series) func(*nodeSeries, span, []R) ([]R, error)
	start   func(*R) int64
	same    func(a, b *R) bool
	writer  func(number uint32, seq uint64) *segmentWriter[R]
	goes    func(shown *R) (bool, error) // although it was not picked
	noticed func(*R)
}

func movedSamples(m *moving) movedKind[health.Sample] {
	return movedKind[health.Sample]{
		key:    func(*health.Sample) string { return "" },
		hidden: func(t tombstone) health.Sample { return health.Sample{Start: t.start} },
		load: func(c *container, _ series) func(*nodeSeries, span, []health.Sample) ([]health.Sample, error) {
			return m.v.rows(c)
		},
		start: startOf,
		same:  func(a, b *health.Sample) bool { return a.SameValue(*b) },
		writer: func(number uint32, seq uint64) *segmentWriter[health.Sample] {
			return newRowWriter(m.in, number, seq, 0)
		},
		goes:    func(*health.Sample) (bool, error) { return false, nil },
		noticed: func(*health.Sample) {},
	}
}

func movedEntries(m *moving, of series) movedKind[health.Entry] {
	return movedKind[health.Entry]{
		key:    func(e *health.Entry) string { return e.Key },
		hidden: func(t tombstone) health.Entry { return health.Entry{Start: t.start, Key: t.key} },
		load: func(c *container, s series) func(*nodeSeries, span, []health.Entry) ([]health.Entry, error) {
			return m.v.entryRows(c, s)
		},
		start: entryStart,
		same:  func(a, b *health.Entry) bool { return sameEntry(*a, *b) },
		writer: func(number uint32, seq uint64) *segmentWriter[health.Entry] {
			return newEntryWriter(m.in, number, seq, 0)
		},
		goes: func(e *health.Entry) (bool, error) { return m.goesAlong(of, e) },
		noticed: func(e *health.Entry) {
			for _, f := range e.Fields {
				if f.Name == health.FieldPicture {
					m.pictures[f.Text] = true
				}
			}
		},
	}
}

// moment is what the layers hold of one identity, the newest last.
type moment[R any] struct {
	key   string
	parts []part[R]
}

// moments parts what there is at one start by identity, by rising key.
func moments[R any](parts []part[R], key func(*R) string) (out []moment[R]) {
	for _, p := range parts {
		rows := p.rows
		if len(rows) > 1 {
			rows = slices.Clone(rows)
			slices.SortStableFunc(rows, func(a, b R) int { return strings.Compare(key(&a), key(&b)) })
		}
		for len(rows) > 0 {
			k := key(&rows[0])
			n := 1
			for n < len(rows) && key(&rows[n]) == k {
				n++
			}
			i, found := slices.BinarySearchFunc(out, k, func(o moment[R], k string) int { return strings.Compare(o.key, k) })
			if !found {
				out = slices.Insert(out, i, moment[R]{key: k})
			}
			out[i].parts = append(out[i].parts, part[R]{seq: p.seq, owner: p.owner, gone: p.gone, rows: rows[:n:n]})
			rows = rows[n:]
		}
	}
	return out
}

// seriesPast is all that the layers of a container hold of a series, also what
// is hidden whole.
type seriesPast[R any] struct {
	open func(from int64) *merger[R]
	alls []*node // that hide all below, by rising sequence
}

func pastOfSeries[R any](v *Vault, c *container, number uint32, from, to int64,
	start func(*R) int64, load func(*nodeSeries, span, []R) ([]R, error), hidden func(tombstone) R,
) seriesPast[R] {
	p := seriesPast[R]{open: func(first int64) *merger[R] {
		m := newMerger(start, max(first, from), to)
		for _, n := range c.nodes {
			s := n.find(number)
			if s == nil {
				continue
			}
			for _, l := range lanes(s, s.rows, load) {
				m.add(l)
			}
			for _, l := range goneLanes(v, c, s, hidden) {
				m.add(l)
			}
		}
		return m
	}}
	for _, n := range c.nodes {
		if s := n.find(number); s != nil && s.all {
			p.alls = append(p.alls, n)
		}
	}
	return p
}

// shown returns the visible row of an identity, or nil.
func (p *seriesPast[R]) shown(parts []part[R]) *R {
	newest := &parts[len(parts)-1]
	if newest.gone || (len(p.alls) > 0 && p.alls[len(p.alls)-1].seq > newest.seq) {
		return nil
	}
	return &newest.rows[len(newest.rows)-1]
}

// seeker goes to one start after the other; what lies far apart is looked for
// anew.
type seeker[R any] struct {
	open func(from int64) *merger[R]
	past *follower[R]
	last int64
}

func (s *seeker[R]) to(start int64) ([]part[R], error) {
	if s.past == nil || start-s.last > farApart {
		s.past = follow(s.open(start))
	}
	s.last = start
	return s.past.to(start)
}

// moveSeries moves what goes of a series.
func moveSeries[R any](m *moving, s series, k movedKind[R]) error {
	from, to := int64(minTime), int64(afterTime)
	if m.ids == nil && !goesWithReadings(s.entry) {
		from, to = cmp.Or(m.sel.From, from), cmp.Or(m.sel.To, to)
	}
	one := newMovedSeries(m, s, k, pastOfSeries(m.v, m.from, s.number, from, to, k.start, k.load(m.from, s), k.hidden))
	if m.ids == nil {
		for all := one.past.open(minTime); ; {
			start, parts, ok, err := all.next()
			if err != nil {
				return err
			}
			if !ok {
				return one.close()
			}
			if err := one.at(start, parts); err != nil {
				return err
			}
		}
	}
	seek := seeker[R]{open: one.past.open}
	for _, start := range m.starts {
		if start < -maxTime || start > maxTime {
			continue
		}
		parts, err := seek.to(start)
		if err == nil && len(parts) > 0 {
			err = one.at(start, parts)
		}
		if err != nil {
			return err
		}
	}
	return one.close()
}
