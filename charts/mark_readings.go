package charts

import "image/color"

// Readings are dots with a trend line through them and a ribbon from lowest to
// highest where points stand for several readings: weight and body.
type Readings struct {
	Points []Point
	// Trend is drawn as the line; see the function [Trend]. Without it there are
	// dots alone.
	Trend []Point
	Color color.NRGBA
	Nth   Nth // of several sources
}

func (m Readings) extent() (int64, int64, bool) { return extentOf(m.Points) }

func (m Readings) layer(s *scene) layer {
	pts, trend := ordered(m.Points), ordered(m.Trend)
	l := layerOf(s, pts)
	if l.some {
		if t := layerOf(s, trend); t.some {
			l.take(t.low, t.high)
		}
	}
	l.paint = func(c *canvas, v *view) {
		gap := v.joins(c, pts)
		near := around(pts, v.from, v.to)
		paintRibbon(c, v, near, gap, m.Color, false)
		paintDots(c, v, pts, m.Nth.Tone(m.Color, v.palette), m.Nth)
		paintLine(c, v, around(trend, v.from, v.to), gap, m.Color)
		if !v.spark {
			if len(trend) > 0 {
				paintGaps(c, v, near, gap)
			}
			return
		}
		if len(trend) > 0 {
			pts = trend
		}
		paintLast(c, v, pts, m.Color)
	}
	return l
}

// paintDots draws the points of the span. Where there is more than one to a dp
// they shrink, so that the trend stays readable.
func paintDots(c *canvas, v *view, pts []Point, col color.NRGBA, n Nth) {
	c.points = Reduce(c.points[:0], within(pts, v.from, v.to), v.from, v.to, v.columns())
	seen := c.points
	r, alpha := dotRadius*v.scale, dotAlpha
	if v.spark {
		r, alpha = 1.6*v.scale, sparkDotAlpha
	} else if float64(len(seen))*v.scale > float64(v.columns()) {
		r = 1.6 * v.scale
	}
	col = faded(col, alpha)
	for _, p := range seen {
		paintSign(c, v, vec{v.x(p.T), v.y(p.V)}, r, col, n)
	}
}
