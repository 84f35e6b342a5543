package charts

import "image/color"

// Diamonds are spot checks that nothing joins: oxygen.
type Diamonds struct {
	Points []Point
	Color  color.NRGBA
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
		paintRibbon(c, v, within(pts, v.from, v.to), 0, m.Color, false)
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
			c.fillPath(m.Color)
			c.path.reset()
		}
	}
	return l
}
