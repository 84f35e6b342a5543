package vault

import (
	"math"
	"slices"
	"sort"
)

// lane is one sorted list of rows: the segments of one run of one batch, or
// rows in memory. Segments are read when their turn comes.
type lane[R any] struct {
	owner *nodeSeries // nil for staged rows
	seq   uint64
	gone  bool // the rows are tombstones: identities without values
	load  func(sp span, dst []R) ([]R, error)
	spans []span // still to be read
	rows  []R    // read and not yet passed
	buf   []R
}

// part is what one layer holds at one start, or, if they are gone, what it
// hides there.
type part[R any] struct {
	seq   uint64
	owner *nodeSeries
	gone  bool
	rows  []R
}

// merger goes through several lanes in the order of start.
type merger[R any] struct {
	start    func(*R) int64
	from, to int64
	heap     []*lane[R]
	arena    []R
	parts    []part[R]

	// Up to calm, the first lane is the only one with rows.
	calm      int64
	calmKnown bool
}

func newMerger[R any](start func(*R) int64, from, to int64) *merger[R] {
	return &merger[R]{start: start, from: from, to: to}
}

// add puts a lane in. Segments outside the window are never read.
func (m *merger[R]) add(l *lane[R]) {
	first := sort.Search(len(l.spans), func(i int) bool { return l.spans[i].tmax >= m.from })
	last := sort.Search(len(l.spans), func(i int) bool { return l.spans[i].tmin >= m.to })
	l.spans = l.spans[first:max(first, last)]
	l.rows = m.window(l.rows)
	if len(l.rows) == 0 && len(l.spans) == 0 {
		return
	}
	m.heap = append(m.heap, l)
	m.calmKnown = false
	for i := len(m.heap) - 1; i > 0; {
		up := (i - 1) / 2
		if !m.before(i, up) {
			break
		}
		m.heap[i], m.heap[up] = m.heap[up], m.heap[i]
		i = up
	}
}

func (m *merger[R]) window(rows []R) []R {
	if len(rows) == 0 {
		return nil
	}
	lo, hi := 0, len(rows)
	if m.start(&rows[0]) < m.from {
		lo = sort.Search(len(rows), func(i int) bool { return m.start(&rows[i]) >= m.from })
	}
	if m.start(&rows[hi-1]) >= m.to {
		hi = sort.Search(len(rows), func(i int) bool { return m.start(&rows[i]) >= m.to })
	}
	return rows[lo:max(lo, hi)]
}

// head is a lower bound of the next start of a lane, exact once it is loaded.
func (m *merger[R]) head(l *lane[R]) int64 {
	if len(l.rows) > 0 {
		return m.start(&l.rows[0])
	}
	return max(l.spans[0].tmin, m.from)
}

func (m *merger[R]) before(i, j int) bool {
	a, b := m.head(m.heap[i]), m.head(m.heap[j])
	return a < b || (a == b && m.heap[i].seq < m.heap[j].seq)
}

func (m *merger[R]) sink() {
	m.calmKnown = false
	for i := 0; ; {
		least := i
		for _, c := range [2]int{2*i + 1, 2*i + 2} {
			if c < len(m.heap) && m.before(c, least) {
				least = c
			}
		}
		if least == i {
			return
		}
		m.heap[i], m.heap[least] = m.heap[least], m.heap[i]
		i = least
	}
}

// settle makes the first lane of the heap one with rows in memory.
func (m *merger[R]) settle() error {
	for len(m.heap) > 0 {
		l := m.heap[0]
		if len(l.rows) > 0 {
			return nil
		}
		if len(l.spans) == 0 {
			last := len(m.heap) - 1
			m.heap[0] = m.heap[last]
			m.heap = m.heap[:last]
			m.calmKnown = false
		} else {
			rows, err := l.load(l.spans[0], l.buf)
			if err != nil {
				return err
			}
			l.spans, l.buf, l.rows = l.spans[1:], rows, m.window(rows)
			if len(l.rows) == 0 && len(l.spans) > 0 && l.spans[0].tmin >= m.to {
				l.spans = nil
			}
			if len(l.rows) == 0 && len(l.spans) == 0 {
				continue
			}
		}
		m.sink()
	}
	return nil
}

// peek returns the next start, or false at the end.
func (m *merger[R]) peek() (int64, bool, error) {
	if err := m.settle(); err != nil || len(m.heap) == 0 {
		return 0, false, err
	}
	return m.head(m.heap[0]), true, nil
}

// alone returns rows, at least one, that are the only ones of their starts,
// and moves past them; none if the next start may have several. They are valid
// until the next call.
func (m *merger[R]) alone() (owner *nodeSeries, rows []R, err error) { return m.aloneBefore(afterTime) }

// aloneBefore is alone for rows that start before a time.
func (m *merger[R]) aloneBefore(limit int64) (owner *nodeSeries, rows []R, err error) {
	if err := m.settle(); err != nil || len(m.heap) == 0 {
		return nil, nil, err
	}
	l := m.heap[0]
	if l.gone {
		return nil, nil, nil
	}
	calm, n := m.calmUntil(), 0
	for last := m.start(&l.rows[0]); n+1 < len(l.rows) && last < limit; n++ {
		after := m.start(&l.rows[n+1])
		if after <= last || after >= calm {
			break
		}
		last = after
	}
	rows, l.rows = l.rows[:n], l.rows[n:]
	return l.owner, rows, nil
}

// calmUntil is the start up to which the first lane is the only one.
func (m *merger[R]) calmUntil() int64 {
	if !m.calmKnown {
		m.calm, m.calmKnown = math.MaxInt64, true
		for _, o := range m.heap[1:min(len(m.heap), 3)] {
			m.calm = min(m.calm, m.head(o))
		}
	}
	return m.calm
}

// next returns all rows of the next start, one part for each batch that has
// any, the newest last. They are valid until the call after.
func (m *merger[R]) next() (start int64, parts []part[R], ok bool, err error) {
	start, ok, err = m.peek()
	if !ok || err != nil {
		return 0, nil, false, err
	}
	m.arena, m.parts = m.arena[:0], m.parts[:0]
	if l := m.heap[0]; len(l.rows) > 1 {
		if after := m.start(&l.rows[1]); after > start && after < m.calmUntil() {
			m.parts = append(m.parts, part[R]{seq: l.seq, owner: l.owner, gone: l.gone, rows: l.rows[:1:1]})
			l.rows = l.rows[1:]
			return start, m.parts, true, nil
		}
	}
	for len(m.heap) > 0 {
		l := m.heap[0]
		n := 0
		for n < len(l.rows) && m.start(&l.rows[n]) == start {
			n++
		}
		if n == 0 {
			break
		}
		from := len(m.arena)
		m.arena = append(m.arena, l.rows[:n]...)
		rows := m.arena[from:len(m.arena):len(m.arena)]
		if k := len(m.parts); k > 0 && m.parts[k-1].seq == l.seq {
			m.parts[k-1].rows = append(m.parts[k-1].rows, rows...)
		} else {
			m.parts = append(m.parts, part[R]{seq: l.seq, owner: l.owner, gone: l.gone, rows: rows})
		}
		l.rows = l.rows[n:]
		if len(l.rows) > 0 {
			m.sink()
		}
		if err := m.settle(); err != nil {
			return 0, nil, false, err
		}
	}
	// A batch's next segment may begin with the start that its last one ended
	// with, after a newer batch had its turn.
	if !slices.IsSortedFunc(m.parts, bySeq[R]) {
		slices.SortStableFunc(m.parts, bySeq[R])
		m.parts = joinParts(m.parts)
	}
	return start, m.parts, true, nil
}

func bySeq[R any](a, b part[R]) int {
	switch {
	case a.seq < b.seq:
		return -1
	case a.seq > b.seq:
		return 1
	}
	return 0
}

func joinParts[R any](parts []part[R]) []part[R] {
	out := parts[:1]
	for _, p := range parts[1:] {
		if last := &out[len(out)-1]; last.seq == p.seq {
			last.rows = append(last.rows[:len(last.rows):len(last.rows)], p.rows...)
			continue
		}
		out = append(out, p)
	}
	return out
}

// lanes splits the segments of one layer into its runs.
func lanes[R any](s *nodeSeries, spans []span, load func(*nodeSeries, span, []R) ([]R, error)) []*lane[R] {
	var out []*lane[R]
	one := func(sp span, dst []R) ([]R, error) { return load(s, sp, dst) }
	for i := 0; i < len(spans); {
		j := i + 1
		for j < len(spans) && spans[j].run == spans[i].run {
			j++
		}
		out = append(out, &lane[R]{owner: s, seq: s.node.seq, load: one, spans: spans[i:j]})
		i = j
	}
	return out
}

// The widest window of time.
const (
	minTime   = math.MinInt64
	afterTime = math.MaxInt64
)
