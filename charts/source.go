package charts

import (
	"image/color"
	"math"
)

// Nth tells the marks of several sources of one kind of data apart: 0 is the
// source that counts first. Others have another tone and another shape: dots
// become rings, squares and triangles, lines are dashed.
type Nth int

// dashesOf are drawn and blank lengths in dp by source; the first line is whole.
var dashesOf = [...][]float64{nil, {7, 3}, {2, 3}, {7, 3, 2, 3}}

func (n Nth) dashes(scale float64) []float64 {
	if n <= 0 {
		return nil
	}
	d := dashesOf[1+(int(n)-1)%(len(dashesOf)-1)]
	out := make([]float64, len(d))
	for i := range d {
		out[i] = d[i] * scale
	}
	return out
}

// Tone is the colour of a source: further ones go towards that of text, so that
// they differ in lightness too.
func (n Nth) Tone(col color.NRGBA, p Palette) color.NRGBA {
	switch {
	case n <= 0:
		return col
	case n == 1:
		return mixed(col, p.Text, 0.45)
	case n == 2:
		return mixed(col, p.Axis, 0.6)
	}
	return mixed(col, p.Muted, 0.8)
}

// mixed is a share of another colour in a colour; one that is not set changes
// nothing.
func mixed(a, b color.NRGBA, share float64) color.NRGBA {
	if b.A == 0 {
		return a
	}
	m := func(x, y uint8) uint8 { return uint8(float64(x)*(1-share) + float64(y)*share + 0.5) }
	return color.NRGBA{R: m(a.R, b.R), G: m(a.G, b.G), B: m(a.B, b.B), A: a.A}
}

// paintSign draws the sign of a reading of the n-th source around a place.
func paintSign(c *canvas, v *view, at vec, r float64, col color.NRGBA, n Nth) {
	if n <= 0 {
		paintDot(c, v, at, r, col)
		return
	}
	if !v.shows(at) {
		return
	}
	c.path.reset()
	switch (n - 1) % 3 {
	case 0:
		c.path.circle(at, r)
		c.fillPath(v.palette.Surface)
		c.strokePath(col, max(0.6*r, v.scale), capButt, nil)
	case 1:
		d := 0.9 * r
		c.path.rect(at.x-d, at.y-d, at.x+d, at.y+d, 0, 0)
		c.fillPath(col)
	default:
		d := 1.25 * r
		c.path.lineTo(vec{at.x, at.y - d})
		c.path.lineTo(vec{at.x + d*math.Sqrt(3)/2, at.y + d/2})
		c.path.lineTo(vec{at.x - d*math.Sqrt(3)/2, at.y + d/2})
		c.path.closeLine()
		c.fillPath(col)
	}
	c.path.reset()
}
