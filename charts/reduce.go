package charts

import "math"

// columnOf is the pixel column of a time in [from, to); times outside share
// the columns -1 and n.
func columnOf(t, from, to int64, n int) int {
	switch {
	case t < from:
		return -1
	case t >= to:
		return n
	}
	// In float64, since t-from times n may not fit an int64.
	c := int(float64(t-from) / float64(to-from) * float64(n))
	return min(c, n-1)
}

// Reduce appends to dst what can be seen of points (ordered by T) drawn over
// [from, to) in the given number of pixel columns: of every column the first,
// the lowest, the highest and the last point by V, in order of time. Points
// whose V is not finite are left out. A gap between columns stays as long as it
// was, for the points on both sides of it are kept. Linear in the points; it
// allocates only to grow dst.
func Reduce(dst, points []Point, from, to int64, columns int) []Point {
	if to <= from || columns < 1 {
		return dst
	}
	var first, low, high, last int
	col, open := 0, false
	flush := func() {
		if !open {
			return
		}
		a, b := min(low, high), max(low, high)
		at := -1
		for _, i := range [4]int{first, a, b, last} {
			if i > at {
				dst = append(dst, points[i])
				at = i
			}
		}
		open = false
	}
	for i := range points {
		v := points[i].V
		if !drawable(v) {
			continue
		}
		c := columnOf(points[i].T, from, to, columns)
		if open && c == col {
			if v < points[low].V {
				low = i
			}
			if v > points[high].V {
				high = i
			}
			last = i
			continue
		}
		flush()
		first, low, high, last = i, i, i, i
		col, open = c, true
	}
	flush()
	return dst
}

// Envelope appends to dst one point for every pixel column that has points
// (ordered by T): T of its first, V the mean weighted by N, Lo and Hi over all
// of them, N their sum. The two neighbours of a gap keep their own times only
// to within a column.
func Envelope(dst, points []Point, from, to int64, columns int) []Point {
	if to <= from || columns < 1 {
		return dst
	}
	var cur Point
	sum, col, open := 0.0, 0, false
	flush := func() {
		if open {
			cur.V = sum / float64(cur.N)
			// The mean of equal numbers may miss them by a rounding.
			cur.V = min(max(cur.V, cur.Lo), cur.Hi)
			dst = append(dst, cur)
			open = false
		}
	}
	for _, p := range points {
		if !drawable(p.V) {
			continue
		}
		lo, hi := p.span()
		n := max(p.N, 1)
		c := columnOf(p.T, from, to, columns)
		if open && c == col && cur.N <= math.MaxInt-n {
			cur.Lo, cur.Hi = min(cur.Lo, lo), max(cur.Hi, hi)
			cur.N += n
			sum += p.V * float64(n)
			continue
		}
		flush()
		cur = Point{T: p.T, Lo: lo, Hi: hi, N: n}
		sum, col, open = p.V*float64(n), c, true
	}
	flush()
	return dst
}
