package charts

import "math"

// vec is a place or a direction in pixels, y downwards.
type vec struct{ x, y float64 }

func (a vec) add(b vec) vec             { return vec{a.x + b.x, a.y + b.y} }
func (a vec) sub(b vec) vec             { return vec{a.x - b.x, a.y - b.y} }
func (a vec) mul(f float64) vec         { return vec{a.x * f, a.y * f} }
func (a vec) finite() bool              { return finite(a.x) && finite(a.y) }
func (a vec) cross(b vec) float64       { return a.x*b.y - a.y*b.x }
func (a vec) dot(b vec) float64         { return a.x*b.x + a.y*b.y }
func (a vec) lerp(b vec, f float64) vec { return a.add(b.sub(a).mul(f)) }

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// line is one run of a path: joined points, and whether the last meets the first.
type line struct {
	pts    []vec
	closed bool
}

// path is a list of runs. Curves are flattened when they are added, to within
// a twentieth of a pixel.
type path struct {
	lines []line
	open  bool // whether the last run takes further points
}

const flatness = 0.05 // pixels

func (p *path) reset() {
	p.lines = p.lines[:0]
	p.open = false
}

func (p *path) moveTo(v vec) {
	if n := len(p.lines); n < cap(p.lines) {
		// Take up the memory of an earlier path.
		p.lines = p.lines[:n+1]
		p.lines[n].pts = append(p.lines[n].pts[:0], v)
		p.lines[n].closed = false
	} else {
		p.lines = append(p.lines, line{pts: []vec{v}})
	}
	p.open = true
}

func (p *path) lineTo(v vec) {
	if !p.open {
		p.moveTo(v)
		return
	}
	last := &p.lines[len(p.lines)-1]
	last.pts = append(last.pts, v)
}

func (p *path) pen() (vec, bool) {
	if !p.open {
		return vec{}, false
	}
	last := p.lines[len(p.lines)-1]
	return last.pts[len(last.pts)-1], true
}

func (p *path) closeLine() {
	if p.open {
		p.lines[len(p.lines)-1].closed = true
		p.open = false
	}
}

func (p *path) quadTo(ctrl, to vec) {
	from, ok := p.pen()
	if !ok {
		p.moveTo(ctrl)
		from = ctrl
	}
	// The greatest distance between a quadratic curve and its chord pieces
	// falls with the square of their number.
	dev := math.Hypot(from.x-2*ctrl.x+to.x, from.y-2*ctrl.y+to.y) / 8
	n := pieces(math.Sqrt(dev / flatness))
	for i := 1; i < n; i++ {
		f := float64(i) / float64(n)
		p.lineTo(from.lerp(ctrl, f).lerp(ctrl.lerp(to, f), f))
	}
	p.lineTo(to)
}

func (p *path) cubeTo(c1, c2, to vec) {
	from, ok := p.pen()
	if !ok {
		p.moveTo(c1)
		from = c1
	}
	dev := max(math.Hypot(from.x-2*c1.x+c2.x, from.y-2*c1.y+c2.y),
		math.Hypot(c1.x-2*c2.x+to.x, c1.y-2*c2.y+to.y)) * 3 / 4
	n := pieces(math.Sqrt(dev / flatness))
	for i := 1; i < n; i++ {
		f := float64(i) / float64(n)
		ab, bc, cd := from.lerp(c1, f), c1.lerp(c2, f), c2.lerp(to, f)
		p.lineTo(ab.lerp(bc, f).lerp(bc.lerp(cd, f), f))
	}
	p.lineTo(to)
}

// arcTo goes to the start of the arc and along it. Angles are in radians,
// clockwise on the screen from three o'clock.
func (p *path) arcTo(c vec, rx, ry, start, delta float64) {
	n := pieces(math.Abs(delta) / arcStep(max(rx, ry)))
	for i := range n + 1 {
		sin, cos := math.Sincos(start + delta*float64(i)/float64(n))
		p.lineTo(vec{c.x + rx*cos, c.y + ry*sin})
	}
}

func (p *path) circle(c vec, r float64) {
	p.open = false
	n := max(8, pieces(2*math.Pi/arcStep(r)))
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		p.lineTo(vec{c.x + r*cos, c.y + r*sin})
	}
	p.closeLine()
}

// rect adds a rectangle whose upper and lower corners are rounded.
func (p *path) rect(x0, y0, x1, y1, upper, lower float64) {
	p.open = false
	if x1 <= x0 || y1 <= y0 {
		return
	}
	limit := min((x1-x0)/2, (y1-y0)/2)
	upper, lower = min(upper, limit), min(lower, limit)
	corner := func(cx, cy, r, start float64) {
		if r < 0.25 {
			sin, cos := math.Sincos(start + math.Pi/4)
			p.lineTo(vec{cx + math.Copysign(r, cos), cy + math.Copysign(r, sin)})
			return
		}
		p.arcTo(vec{cx, cy}, r, r, start, math.Pi/2)
	}
	corner(x0+upper, y0+upper, upper, math.Pi)
	corner(x1-upper, y0+upper, upper, -math.Pi/2)
	corner(x1-lower, y1-lower, lower, 0)
	corner(x0+lower, y1-lower, lower, math.Pi/2)
	p.closeLine()
}

// arcStep is the angle between points on a circle of radius r pixels.
func arcStep(r float64) float64 {
	if r <= 2*flatness {
		return math.Pi / 2
	}
	return 2 * math.Acos(1-flatness/r)
}

// pieces bounds the number of straight pieces of one curve.
func pieces(n float64) int {
	if !finite(n) {
		return 1
	}
	return int(min(max(math.Ceil(n), 1), 512))
}
