package charts

import (
	"cmp"
	"iter"
	"slices"
	"sort"
	"time"
)

// Point is a reading, or several readings made into one.
type Point struct {
	T int64   // UTC milliseconds
	V float64 // the value, or the mean of N readings
	// Lo and Hi are the lowest and the highest of the readings behind V. They
	// count when Lo <= V <= Hi; else (both left 0, for one) V stands alone. For
	// [Pressure] they are the diastolic and the systolic value and V is not used.
	Lo, Hi float64
	N      int // how many readings, 0 or 1 for a single one
}

// farthest bounds the values that are drawn: no reading of a body or a room is
// beyond it, and sums and differences within it stay exact enough for ticks.
const farthest = 1e15

// drawable tells values from NaN, infinities and numbers past all sense.
func drawable(v float64) bool { return v >= -farthest && v <= farthest }

// span is the lowest and highest value of a point.
func (p Point) span() (lo, hi float64) {
	if p.Lo <= p.V && p.V <= p.Hi && drawable(p.Lo) && drawable(p.Hi) {
		return p.Lo, p.Hi
	}
	return p.V, p.V
}

// runs yields the stretches of points between which more than gap ms lie.
func runs(pts []Point, gap int64) iter.Seq[[]Point] {
	return func(yield func([]Point) bool) {
		start, last := 0, -1
		for i, p := range pts {
			if !drawable(p.V) {
				continue
			}
			if last >= 0 && p.T-pts[last].T > gap {
				if !yield(pts[start : last+1]) {
					return
				}
				start = i
			}
			if last < 0 {
				start = i
			}
			last = i
		}
		if last >= 0 {
			yield(pts[start : last+1])
		}
	}
}

// ordered returns the points in order of time, a copy only where they are not.
func ordered(pts []Point) []Point {
	byTime := func(a, b Point) int { return cmp.Compare(a.T, b.T) }
	if slices.IsSortedFunc(pts, byTime) {
		return pts
	}
	pts = slices.Clone(pts)
	slices.SortStableFunc(pts, byTime)
	return pts
}

// within returns the ordered points of [from, to).
func within(pts []Point, from, to int64) []Point {
	i := sort.Search(len(pts), func(i int) bool { return pts[i].T >= from })
	j := i + sort.Search(len(pts)-i, func(k int) bool { return pts[i+k].T >= to })
	return pts[i:j]
}

// around is within and the finite neighbour on each side, to which a line that
// leaves the plot goes on.
func around(pts []Point, from, to int64) []Point {
	i := sort.Search(len(pts), func(i int) bool { return pts[i].T >= from })
	j := i + sort.Search(len(pts)-i, func(k int) bool { return pts[i+k].T >= to })
	if k := i - 1; k >= 0 {
		for k > 0 && !drawable(pts[k].V) {
			k--
		}
		i = k
	}
	if j < len(pts) {
		for j < len(pts)-1 && !drawable(pts[j].V) {
			j++
		}
		j++
	}
	return pts[i:j]
}

// GapAfter is the longest time between neighbours that a line still joins,
// unless the Spec names one: three times the median interval of the points, of
// very many those of a sample spread over all of them. It is 0, which joins
// nothing, for fewer than two different times.
func GapAfter(pts []Point) time.Duration {
	gap, _ := gapAfter(ordered(pts), nil)
	return gap
}

// sampledSteps is how many intervals tell the median well enough.
const sampledSteps = 4096

// gapAfter is GapAfter of ordered points; it hands its memory on.
func gapAfter(pts []Point, steps []int64) (time.Duration, []int64) {
	steps = steps[:0]
	skip := len(pts)/sampledSteps + 1
	for i := 0; i < len(pts); i += skip {
		if !drawable(pts[i].V) {
			continue
		}
		for k := i + 1; k < len(pts); k++ {
			if drawable(pts[k].V) && pts[k].T > pts[i].T {
				steps = append(steps, pts[k].T-pts[i].T)
				break
			}
		}
	}
	if len(steps) == 0 {
		return 0, steps
	}
	med := kth(steps, len(steps)/2)
	// 3 times the median, unless that is more than a Duration holds.
	const most = int64(1<<63-1) / int64(3*time.Millisecond)
	return time.Duration(min(med, most)) * 3 * time.Millisecond, steps
}

// kth partly sorts s and returns its k-th smallest (Hoare's selection): the
// mean time is linear, where sorting 100,000 intervals would cost more than
// drawing them.
func kth(s []int64, k int) int64 {
	lo, hi := 0, len(s)-1
	for lo < hi {
		pivot := s[lo+(hi-lo)/2]
		i, j := lo, hi
		for i <= j {
			for s[i] < pivot {
				i++
			}
			for s[j] > pivot {
				j--
			}
			if i <= j {
				s[i], s[j] = s[j], s[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return s[k]
		}
	}
	return s[k]
}
