package charts

import "image/color"

// Joined are dots joined by a line, broken at gaps: temperature.
type Joined struct {
	Points []Point
	Color  color.NRGBA
	Nth    Nth // of several sources
}

func (m Joined) extent() (int64, int64, bool) { return extentOf(m.Points) }

func (m Joined) layer(s *scene) layer {
	pts := ordered(m.Points)
	l := layerOf(s, pts)
	l.paint = func(c *canvas, v *view) {
		gap := v.joins(c, pts)
		near := around(pts, v.from, v.to)
		col := m.Nth.Tone(m.Color, v.palette)
		if m.Nth > 0 {
			c.points = Reduce(c.points[:0], near, v.from, v.to, v.columns())
			paintDashed(c, v, c.points, gap, col, m.Nth)
		} else {
			paintRibbon(c, v, near, gap, col, false)
			paintLine(c, v, near, gap, col)
		}
		c.points = Reduce(c.points[:0], within(pts, v.from, v.to), v.from, v.to, v.columns())
		seen := c.points
		// Closer than this the dots would hide the line they sit on.
		if float64(len(seen))*5*v.scale <= float64(v.columns()) {
			for _, p := range seen {
				paintSign(c, v, vec{v.x(p.T), v.y(p.V)}, dotRadius*v.scale, col, m.Nth)
			}
		}
		if !v.spark && m.Nth == 0 {
			paintGaps(c, v, near, gap)
		}
	}
	return l
}
