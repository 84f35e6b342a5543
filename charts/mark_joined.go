package charts

import "image/color"

// Joined are dots joined by a line, broken at gaps: temperature.
type Joined struct {
	Points []Point
	Color  color.NRGBA
}

func (m Joined) extent() (int64, int64, bool) { return extentOf(m.Points) }

func (m Joined) layer(s *scene) layer {
	pts := ordered(m.Points)
	l := layerOf(s, pts)
	l.paint = func(c *canvas, v *view) {
		gap := v.joins(c, pts)
		near := around(pts, v.from, v.to)
		paintRibbon(c, v, near, gap, m.Color, false)
		paintLine(c, v, near, gap, m.Color)
		c.points = Reduce(c.points[:0], within(pts, v.from, v.to), v.from, v.to, v.columns())
		seen := c.points
		// Closer than this the dots would hide the line they sit on.
		if float64(len(seen))*5*v.scale <= float64(v.columns()) {
			for _, p := range seen {
				paintDot(c, v, vec{v.x(p.T), v.y(p.V)}, dotRadius*v.scale, m.Color)
			}
		}
		if !v.spark {
			paintGaps(c, v, near, gap)
		}
	}
	return l
}
