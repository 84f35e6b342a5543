package charts

import "image/color"

// Palette holds the colours of everything that is not data; marks carry their
// own. The zero Palette paints nothing but the data, on nothing.
type Palette struct {
	Background color.NRGBA // under the whole picture; alpha 0 leaves it transparent
	Surface    color.NRGBA // what the picture will lie on: inside of rings, around the last dot
	Grid       color.NRGBA // horizontal lines at round values
	Axis       color.NRGBA // the time axis, limits and goals
	Text       color.NRGBA // labels that stand out: today
	Muted      color.NRGBA // all other labels
	// Ribbon is the opacity of the area from lowest to highest, 0 to 1: more on
	// a dark surface than on a light one. 0 means 0.16.
	Ribbon float64
}

func (p Palette) ribbon() float64 {
	if p.Ribbon > 0 && p.Ribbon <= 1 {
		return p.Ribbon
	}
	return 0.16
}

// faded is the colour at a share of its opacity.
func faded(c color.NRGBA, alpha float64) color.NRGBA {
	c.A = uint8(float64(c.A)*min(max(alpha, 0), 1) + 0.5)
	return c
}
