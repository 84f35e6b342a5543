package charts

import "image"

// box is a rectangle in pixels that need not lie on pixel bounds.
type box struct{ x0, y0, x1, y1 float64 }

func boxOf(r image.Rectangle) box {
	return box{float64(r.Min.X), float64(r.Min.Y), float64(r.Max.X), float64(r.Max.Y)}
}

func (b box) grow(d float64) box { return box{b.x0 - d, b.y0 - d, b.x1 + d, b.y1 + d} }

func (b box) has(v vec) bool {
	return v.x >= b.x0 && v.x <= b.x1 && v.y >= b.y0 && v.y <= b.y1
}

// segment cuts the piece of a–b inside the box (Liang and Barsky). Without it
// a far point would cost time for every row between here and there.
func (b box) segment(p, q vec) (vec, vec, bool) {
	if b.has(p) && b.has(q) {
		return p, q, true
	}
	d := q.sub(p)
	f0, f1 := 0.0, 1.0
	for _, e := range [4][2]float64{
		{-d.x, p.x - b.x0}, {d.x, b.x1 - p.x}, {-d.y, p.y - b.y0}, {d.y, b.y1 - p.y},
	} {
		if e[0] == 0 {
			if e[1] < 0 {
				return p, q, false
			}
			continue
		}
		f := e[1] / e[0]
		if e[0] < 0 {
			f0 = max(f0, f)
		} else {
			f1 = min(f1, f)
		}
	}
	if f0 > f1 {
		return p, q, false
	}
	return p.lerp(q, f0), p.lerp(q, f1), true
}

// polygon cuts a polygon to the box (Sutherland and Hodgman), one side at a
// time, into the two buffers in turn.
func (b box) polygon(pts []vec, buf *[2][]vec) []vec {
	inside := true
	for _, p := range pts {
		if !b.has(p) {
			inside = false
			break
		}
	}
	if inside {
		return pts
	}
	for side := range 4 {
		out := buf[side%2][:0]
		dist := func(v vec) float64 {
			switch side {
			case 0:
				return v.x - b.x0
			case 1:
				return b.x1 - v.x
			case 2:
				return v.y - b.y0
			default:
				return b.y1 - v.y
			}
		}
		for i, q := range pts {
			p := pts[(i+len(pts)-1)%len(pts)]
			dp, dq := dist(p), dist(q)
			if (dp < 0) != (dq < 0) {
				out = append(out, p.lerp(q, dp/(dp-dq)))
			}
			if dq >= 0 {
				out = append(out, q)
			}
		}
		buf[side%2] = out
		pts = out
	}
	return pts
}

// bounds is the box around all finite points of the path; ok is false if it
// has none.
func (p *path) bounds() (b box, ok bool) {
	for _, l := range p.lines {
		for _, v := range l.pts {
			if !v.finite() {
				continue
			}
			if !ok {
				b, ok = box{v.x, v.y, v.x, v.y}, true
				continue
			}
			b.x0, b.x1 = min(b.x0, v.x), max(b.x1, v.x)
			b.y0, b.y1 = min(b.y0, v.y), max(b.y1, v.y)
		}
	}
	return b, ok
}
