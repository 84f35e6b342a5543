package charts

import "image/color"

// Diamonds are spot checks that nothing joins: oxygen.
type Diamonds struct {
	Points []Point
	Color  color.NRGBA
	Nth    Nth // of several sources: further ones are hollow
}

// diamondHalf is from a diamond's middle to its corner, in dp.
const (
	diamondHalf      = 3.75
	sparkDiamondHalf = 3.25
)

func (m Diamonds) extent() (int64, int64, bool) { return extentOf(m.Points) }

func (m Diamonds) layer(s *scene) layer {
	pts := ordered(m.Points)
	l := layerOf(s, pts)
	l.paint = func(c *canvas, v *view) {
		r := diamondHalf * v.scale
		if v.spark {
			r = sparkDiamondHalf * v.scale
		}
		col := m.Nth.Tone(m.Color, v.palette)
		paintRibbon(c, v, within(pts, v.from, v.to), 0, col, false)
		c.points = Reduce(c.points[:0], within(pts, v.from, v.to), v.from, v.to, v.columns())
		for _, p := range c.points {
			at := vec{v.x(p.T), v.y(p.V)}
			if !v.shows(at) {
				continue
			}
			c.path.reset()
			for _, d := range [4]vec{{0, -r}, {r, 0}, {0, r}, {-r, 0}} {
				c.path.lineTo(at.add(d))
			}
			c.path.closeLine()
			if m.Nth > 0 {
				c.fillPath(v.palette.Surface)
				c.strokePath(col, 1.4*v.scale, capButt, nil)
			} else {
				c.fillPath(col)
			}
			c.path.reset()
		}
	}
	return l
}
