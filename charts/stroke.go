package charts

import "math"

// lineCap is the end of an open line.
type lineCap int

const (
	capButt lineCap = iota
	capRound
)

// stroker turns lines into convex pieces of one winding, so that where pieces
// overlap their coverage adds up and is cut off at full: every segment is one
// quadrilateral, every corner one fan. The work and the output are linear in
// the number of points.
type stroker struct {
	half  float64 // half the line's width in pixels
	cap   lineCap
	clip  box             // already grown by the line's width
	piece func(pts []vec) // takes one convex polygon of either winding
	thin  []vec
	quad  [4]vec
	wedge []vec
}

func (s *stroker) line(l line) {
	pts := s.tidy(l)
	closed := l.closed && len(pts) > 2
	switch {
	case len(pts) == 0:
		return
	case len(pts) == 1:
		if s.cap == capRound && s.clip.has(pts[0]) {
			s.fan(pts[0], vec{0, 1}, 2*math.Pi)
		}
		return
	}
	n := len(pts)
	segs := n - 1
	if closed {
		segs = n
	}
	var first, prev vec
	for i := range segs {
		a, b := pts[i], pts[(i+1)%n]
		d := b.sub(a)
		d = d.mul(1 / math.Sqrt(d.dot(d)))
		if i == 0 {
			first = d
			if s.cap == capRound && !closed && s.clip.has(a) {
				s.fan(a, vec{-d.y, d.x}, math.Pi)
			}
		} else {
			s.corner(a, prev, d)
		}
		if p, q, ok := s.clip.segment(a, b); ok {
			nrm := vec{-d.y * s.half, d.x * s.half}
			s.quad = [4]vec{p.add(nrm), q.add(nrm), q.sub(nrm), p.sub(nrm)}
			s.piece(s.quad[:])
		}
		prev = d
	}
	switch {
	case closed:
		s.corner(pts[0], prev, first)
	case s.cap == capRound && s.clip.has(pts[n-1]):
		s.fan(pts[n-1], vec{prev.y, -prev.x}, math.Pi)
	}
}

// corner fills the outer side between two segments that meet at v.
func (s *stroker) corner(v, d1, d2 vec) {
	// Under about 8 degrees the wedge is too small to be seen.
	if d1.dot(d2) > 0.99 || !s.clip.has(v) {
		return
	}
	n1, n2 := vec{-d1.y, d1.x}, vec{-d2.y, d2.x}
	if d1.cross(d2) > 0 {
		n1, n2 = n2.mul(-1), n1.mul(-1)
	}
	s.wedge = append(s.wedge[:0], v, v.add(n1.mul(s.half)))
	s.arc(v, n1, n2, d1, math.Cos(arcStep(s.half)))
	s.piece(s.wedge)
}

// arc adds the points of a round join from the direction n1 to n2, found by
// halving, which needs no angles: a dense line has thousands of corners. At a
// turn right back the way is over ahead.
func (s *stroker) arc(v, n1, n2, ahead vec, fine float64) {
	if dot := n1.dot(n2); dot < min(fine, 0.999) {
		mid := ahead
		if dot > -0.999 {
			mid = n1.add(n2)
			mid = mid.mul(1 / math.Sqrt(mid.dot(mid)))
		}
		s.arc(v, n1, mid, ahead, fine)
		s.arc(v, mid, n2, ahead, fine)
		return
	}
	s.wedge = append(s.wedge, v.add(n2.mul(s.half)))
}

// fan is a sector around v from the direction n over the given angle: a round
// join or cap; on thin lines its arc has so few points that it is a bevel.
func (s *stroker) fan(v, n vec, angle float64) {
	step := arcStep(s.half)
	k := pieces(math.Abs(angle) / step)
	pts := append(s.wedge[:0], v)
	start := math.Atan2(n.y, n.x)
	for i := range k + 1 {
		sin, cos := math.Sincos(start + angle*float64(i)/float64(k))
		pts = append(pts, vec{v.x + s.half*cos, v.y + s.half*sin})
	}
	s.wedge = pts
	s.piece(pts)
}

// tidy drops points that are not finite or repeat the one before, and where
// there are several points to a quarter of a pixel column keeps the first, the
// lowest, the highest and the last of them: all that can be seen of the rest. Of
// a line with more points than that it keeps as many to a whole column.
func (s *stroker) tidy(l line) []vec {
	out := s.thin[:0]
	for _, v := range l.pts {
		if !v.finite() {
			continue
		}
		if n := len(out); n > 0 && math.Abs(out[n-1].x-v.x)+math.Abs(out[n-1].y-v.y) < 1e-6 {
			continue
		}
		out = append(out, v)
	}
	if n := len(out); n > 64 {
		fine := 4.0
		if math.Abs(out[n-1].x-out[0].x)*4 < float64(n) {
			fine = 1 // so dense that its strokes cannot be told apart
		}
		out = thinColumns(out, fine)
	}
	if l.closed && len(out) > 1 && out[0] == out[len(out)-1] {
		out = out[:len(out)-1]
	}
	s.thin = out
	return out
}

// thinColumns keeps at most four points of every column, fine of them to a
// pixel. It works in place: it never writes before it has read.
func thinColumns(pts []vec, fine float64) []vec {
	out := pts[:0]
	for i := 0; i < len(pts); {
		col := math.Floor(pts[i].x * fine)
		lo, hi, j := i, i, i+1
		for j < len(pts) && math.Floor(pts[j].x*fine) == col {
			if pts[j].y < pts[lo].y {
				lo = j
			}
			if pts[j].y > pts[hi].y {
				hi = j
			}
			j++
		}
		last := -1
		for _, k := range [4]int{i, min(lo, hi), max(lo, hi), j - 1} {
			if k > last {
				out = append(out, pts[k])
				last = k
			}
		}
		i = j
	}
	return out
}

// maxDashes bounds the pieces of one line, whatever the pattern.
const maxDashes = 20000

// dashed cuts a line into the drawn pieces of a pattern of drawn and blank
// lengths in pixels. Stretches outside the clip box are passed over in whole
// periods.
func dashed(l line, pattern []float64, clip box, each func(line)) {
	period := 0.0
	for _, d := range pattern {
		if !(d >= 0) || math.IsInf(d, 1) {
			period = 0
			break
		}
		period += d
	}
	if period < 0.1 {
		each(l)
		return
	}
	if len(pattern)%2 == 1 {
		// An odd pattern swaps drawn and blank each time round.
		pattern = append(pattern[:len(pattern):len(pattern)], pattern...)
		period *= 2
	}
	pts := l.pts
	if !allFinite(pts) {
		pts = onlyFinite(pts)
	}
	if l.closed && len(pts) > 1 {
		pts = append(pts[:len(pts):len(pts)], pts[0])
	}
	var piece []vec
	idx, left, count := 0, pattern[0], 0
	flush := func() {
		if len(piece) > 1 {
			each(line{pts: piece})
			count++
		}
		piece = piece[:0]
	}
	for i := 1; i < len(pts); i++ {
		a, b := pts[i-1], pts[i]
		length := math.Hypot(b.x-a.x, b.y-a.y)
		if length == 0 {
			continue
		}
		p, q, ok := clip.segment(a, b)
		if !ok {
			flush()
			continue
		}
		pos, end := 0.0, length
		if skip := math.Floor(math.Hypot(p.x-a.x, p.y-a.y)/period) - 1; skip > 0 {
			flush()
			pos = skip * period
		}
		seen := math.Hypot(q.x-a.x, q.y-a.y) + period
		end = min(end, seen)
		for pos < end && count < maxDashes {
			on := idx%2 == 0
			if on && len(piece) == 0 {
				piece = append(piece, a.lerp(b, pos/length))
			}
			step := min(left, end-pos)
			pos += step
			left -= step
			if on {
				piece = append(piece, a.lerp(b, pos/length))
			}
			if left <= 1e-9 {
				if on {
					flush()
				}
				idx = (idx + 1) % len(pattern)
				left = pattern[idx]
			}
		}
		if end < length {
			flush()
		}
	}
	flush()
}
