package charts

import "image/color"

// Pressure are blood pressure readings: a bar from diastolic (Point.Lo, a ring)
// to systolic (Point.Hi, a dot). Point.V is not used. A reading of which one
// value is missing (not finite) shows the other alone.
type Pressure struct {
	Points []Point
	Color  color.NRGBA
	Nth    Nth // of several sources: further ones have squares
}

// Of the joined bar, in dp.
const (
	pressureBar   = 3
	pressureAlpha = 0.38
	systolicDot   = 3
	diastolicRing = 2.8
	ringWidth     = 1.6
)

func (m Pressure) extent() (int64, int64, bool) { return extentOf(m.ready()) }

// ready is a copy in order of time with a V that the shared functions can sort
// and leave out by.
func (m Pressure) ready() []Point {
	out := make([]Point, 0, len(m.Points))
	for _, p := range m.Points {
		switch lo, hi := drawable(p.Lo), drawable(p.Hi); {
		case lo && hi:
			p.V = p.Lo/2 + p.Hi/2
		case lo:
			p.V = p.Lo
		case hi:
			p.V = p.Hi
		default:
			continue
		}
		out = append(out, p)
	}
	return ordered(out)
}

func (m Pressure) layer(s *scene) layer {
	seen := within(m.ready(), s.from, s.to)
	var l layer
	for _, p := range seen {
		for _, v := range [2]float64{p.Lo, p.Hi} {
			if drawable(v) {
				l.take(v, v)
			}
		}
	}
	l.paint = func(c *canvas, v *view) {
		seen := seen
		if len(seen) > 2*v.columns() {
			seen = Envelope(nil, seen, v.from, v.to, v.columns())
		}
		// Crowded readings are drawn smaller, to half size, and where their bars
		// overlap those are drawn lighter, so that dots stand out.
		size := v.scale
		if v.spark {
			size *= 0.85
		}
		room := float64(v.columns()) / v.scale / float64(max(len(seen), 1)) // dp to a reading
		size *= min(max(room/7, 0.5), 1)
		col := m.Nth.Tone(m.Color, v.palette)
		bar := faded(col, pressureAlpha*min(max(room/3, 0.25), 1))
		for _, p := range seen {
			m.reading(c, v, p, size, bar, col)
		}
	}
	return l
}

func (m Pressure) reading(c *canvas, v *view, p Point, size float64, bar, col color.NRGBA) {
	x := v.x(p.T)
	if drawable(p.Lo) && drawable(p.Hi) && p.Lo < p.Hi {
		c.path.reset()
		half := pressureBar * size / 2
		c.path.rect(x-half, v.y(p.Hi)+systolicDot*size, x+half, v.y(p.Lo)-diastolicRing*size, 0, 0)
		c.clipped(boxOf(v.plot), func() { c.fillPath(bar) })
	}
	if drawable(p.Hi) {
		if at := (vec{x, v.y(p.Hi)}); m.Nth > 0 {
			paintSign(c, v, at, systolicDot*size, col, 2)
		} else {
			paintDot(c, v, at, systolicDot*size, col)
		}
	}
	if at := (vec{x, v.y(p.Lo)}); drawable(p.Lo) && v.shows(at) {
		c.path.reset()
		if d := 0.9 * diastolicRing * size; m.Nth > 0 {
			c.path.rect(at.x-d, at.y-d, at.x+d, at.y+d, 0, 0)
		} else {
			c.path.circle(at, diastolicRing*size)
		}
		c.fillPath(v.palette.Surface)
		c.strokePath(col, ringWidth*size, capButt, nil)
	}
	c.path.reset()
}
