package vault

import (
	"cmp"
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
	if len(s.runs) > 1 {
		if len(s.runs) <= len(rows)/4 {
			s.byStretches(rows)
		} else {
			s.byStart(rows)
		}
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

// byStretches puts the stretches in order of their first start. Those that
// overlap are sorted together.
func (s *sorter) byStretches(rows []health.Sample) {
	slices.SortFunc(s.runs, func(a, b stretch) int { return cmp.Compare(rows[a.from].Start, rows[b.from].Start) })
	out := s.rows[:0]
	for i := 0; i < len(s.runs); {
		last, from := rows[s.runs[i].to-1].Start, len(out)
		out = append(out, rows[s.runs[i].from:s.runs[i].to]...)
		for i++; i < len(s.runs) && rows[s.runs[i].from].Start < last; i++ {
			last = max(last, rows[s.runs[i].to-1].Start)
			out = append(out, rows[s.runs[i].from:s.runs[i].to]...)
		}
		s.cluster(out[from:])
	}
	copy(rows, out)
	s.rows = out
}

// cluster sorts rows that may be in order.
func (s *sorter) cluster(rows []health.Sample) {
	if !slices.IsSortedFunc(rows, func(a, b health.Sample) int { return cmp.Compare(a.Start, b.Start) }) {
		var own sorter // s.rows is what rows lie in
		own.keys = s.keys
		own.byStart(rows)
		s.keys = own.keys
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
