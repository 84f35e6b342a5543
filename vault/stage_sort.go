package vault

import (
	"math/bits"
	"slices"

	"vitalkeep/health"
)

// sorter puts samples in order of start. It keeps its room from one use to the
// next.
type sorter struct {
	rows []health.Sample
	keys [2][]sortKey
	runs []stretch
}

// stretch is rows [from, to), which rise.
type stretch struct{ from, to int }

// sortKey is a start, counted from the earliest, and the row that has it.
type sortKey struct {
	start uint64
	row   int32
}

// sort puts the rows in the order of compareSamples and drops those that say the
// same as the one before. It returns what is left.
//
// Files are mostly made of stretches that rise, and these mostly lie one behind
// the other or the other way round: then it is enough to put the stretches in
// order.
func (s *sorter) sort(rows []health.Sample) []health.Sample {
	if len(rows) < 2 {
		return rows
	}
	s.stretches(rows)
	if len(s.runs) > 1 && (len(s.runs) > len(rows)/4 || !s.byStretches(rows)) {
		s.byStart(rows)
	}
	return settleTies(rows)
}

func (s *sorter) stretches(rows []health.Sample) {
	s.runs = s.runs[:0]
	from := 0
	for i := 1; i < len(rows); i++ {
		if rows[i].Start < rows[i-1].Start {
			s.runs = append(s.runs, stretch{from, i})
			from = i
		}
	}
	s.runs = append(s.runs, stretch{from, len(rows)})
}

// byStretches merges the stretches: of the one that is next, all rows up to where
// another begins go at once. It gives up, and reports false, when that takes
// nearly as many steps as there are rows.
func (s *sorter) byStretches(rows []health.Sample) bool {
	out := s.rows[:0]
	h := s.runs
	for i := len(h)/2 - 1; i >= 0; i-- {
		sinkStretch(rows, h, i)
	}
	for steps := len(rows) / 2; len(h) > 1; steps-- {
		if steps == 0 {
			return false
		}
		next := rows[h[1].from].Start
		if len(h) > 2 {
			next = min(next, rows[h[2].from].Start)
		}
		from, to := h[0].from, h[0].from+1
		if rows[h[0].to-1].Start <= next {
			to = h[0].to
		}
		for to < h[0].to && rows[to].Start <= next {
			to++
		}
		out = append(out, rows[from:to]...)
		if h[0].from = to; to == h[0].to {
			h[0] = h[len(h)-1]
			h = h[:len(h)-1]
		}
		sinkStretch(rows, h, 0)
	}
	out = append(out, rows[h[0].from:h[0].to]...)
	copy(rows, out)
	s.rows = out
	return true
}

// sinkStretch restores the order of a heap of stretches below i.
func sinkStretch(rows []health.Sample, h []stretch, i int) {
	for {
		least := i
		for c := 2*i + 1; c <= 2*i+2 && c < len(h); c++ {
			if rows[h[c].from].Start < rows[h[least].from].Start {
				least = c
			}
		}
		if least == i {
			return
		}
		h[i], h[least] = h[least], h[i]
		i = least
	}
}

const (
	radixBits = 11
	fewRows   = 24
)

// byStart sorts rows in any order by start: digit by digit, from the lowest.
func (s *sorter) byStart(rows []health.Sample) {
	if len(rows) <= fewRows {
		for i := 1; i < len(rows); i++ {
			for j := i; j > 0 && rows[j].Start < rows[j-1].Start; j-- {
				rows[j], rows[j-1] = rows[j-1], rows[j]
			}
		}
		return
	}
	least, most := rows[0].Start, rows[0].Start
	for i := range rows {
		least, most = min(least, rows[i].Start), max(most, rows[i].Start)
	}
	from, to := slices.Grow(s.keys[0][:0], len(rows))[:len(rows)], slices.Grow(s.keys[1][:0], len(rows))[:len(rows)]
	for i := range rows {
		from[i] = sortKey{uint64(rows[i].Start - least), int32(i)} //nolint:gosec // not negative; at most runRows or a few times that
	}
	var counts [1 << radixBits]int32
	for shift := 0; shift < bits.Len64(uint64(most-least)); shift += radixBits { //nolint:gosec // not negative
		clear(counts[:])
		for i := range from {
			counts[from[i].start>>shift&(1<<radixBits-1)]++
		}
		var at int32
		for i, n := range counts {
			counts[i], at = at, at+n
		}
		for i := range from {
			digit := from[i].start >> shift & (1<<radixBits - 1)
			to[counts[digit]] = from[i]
			counts[digit]++
		}
		from, to = to, from
	}
	s.keys = [2][]sortKey{from, to}
	out := slices.Grow(s.rows[:0], len(rows))[:len(rows)]
	for i := range from {
		out[i] = rows[from[i].row]
	}
	copy(rows, out)
	s.rows = out
}

// settleTies puts rows of the same start in order and drops those that say the
// same.
func settleTies(rows []health.Sample) []health.Sample {
	kept := 0 // rows before it are what is left
	for i := 0; i < len(rows); {
		next := i + 1
		for next < len(rows) && rows[next].Start == rows[i].Start {
			next++
		}
		if next > i+1 {
			tie := rows[i:next]
			slices.SortFunc(tie, compareSamples)
			kept += copy(rows[kept:], slices.CompactFunc(tie, sameSample))
		} else {
			if kept != i {
				rows[kept] = rows[i]
			}
			kept++
		}
		i = next
	}
	return rows[:kept]
}
