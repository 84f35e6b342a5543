package desk

import (
	"cmp"
	"image"
	"image/color"
	"slices"
)

// Reduce returns a picture in at most 256 colours, so that its file is small.
// Pictures of windows have few colours but for the soft edges of letters; the
// nearest of the 256 is not told from the true one by eye.
func Reduce(picture *image.RGBA) *image.Paletted {
	counts := map[color.RGBA]int{}
	bounds := picture.Bounds()
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			counts[picture.RGBAAt(x, y)]++
		}
	}
	all := make([]shade, 0, len(counts))
	for c, n := range counts {
		all = append(all, shade{c, n})
	}
	// Maps are walked in any order, and the file is to be the same every time.
	slices.SortFunc(all, func(a, b shade) int { return cmp.Compare(rgb(a.color), rgb(b.color)) })
	palette := make(color.Palette, 0, 256)
	index := make(map[color.RGBA]uint8, len(all))
	for _, group := range groups(all, 256) {
		middle := mean(group)
		for _, s := range group {
			index[s.color] = uint8(len(palette)) //nolint:gosec // at most 255
		}
		palette = append(palette, middle)
	}
	out := image.NewPaletted(bounds, palette)
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			out.SetColorIndex(x, y, index[picture.RGBAAt(x, y)])
		}
	}
	return out
}

// shade is a colour and how many pixels have it.
type shade struct {
	color color.RGBA
	n     int
}

func rgb(c color.RGBA) int { return int(c.R)<<16 | int(c.G)<<8 | int(c.B) }

func (s shade) channel(i int) int {
	return [...]int{int(s.color.R), int(s.color.G), int(s.color.B)}[i]
}

// groups splits shades into at most so many groups by median cuts: always the
// group whose colours are furthest apart, weighed by the root of its pixels, at
// the middle of its longest side.
func groups(all []shade, most int) [][]shade {
	out := [][]shade{all}
	for len(out) < most {
		worst, side, spread := -1, 0, 0.0
		for i, g := range out {
			s, span := longest(g)
			if e := float64(span*span) * float64(min(pixels(g), 50_000)); span > 0 && e > spread {
				worst, side, spread = i, s, e
			}
		}
		if worst < 0 {
			return out
		}
		g := out[worst]
		slices.SortStableFunc(g, func(a, b shade) int { return cmp.Compare(a.channel(side), b.channel(side)) })
		middle := (g[0].channel(side) + g[len(g)-1].channel(side) + 1) / 2
		at, _ := slices.BinarySearchFunc(g, middle, func(s shade, v int) int { return cmp.Compare(s.channel(side), v) })
		at = min(max(at, 1), len(g)-1)
		out[worst] = g[:at:at]
		out = append(out, g[at:])
	}
	return out
}

// longest is the channel in which the shades differ most, and by how much.
func longest(g []shade) (side, span int) {
	for i := range 3 {
		low, high := 255, 0
		for _, s := range g {
			low, high = min(low, s.channel(i)), max(high, s.channel(i))
		}
		if high-low > span {
			side, span = i, high-low
		}
	}
	return side, span
}

func pixels(g []shade) (n int) {
	for _, s := range g {
		n += s.n
	}
	return n
}

// mean is the middle of the shades; a shade of most of the pixels stays itself,
// so that large grounds keep their exact colour.
func mean(g []shade) color.RGBA {
	var sum [3]int
	n := pixels(g)
	for _, s := range g {
		if 2*s.n >= n {
			return s.color
		}
		for i := range sum {
			sum[i] += s.channel(i) * s.n
		}
	}
	//nolint:gosec // means of bytes
	return color.RGBA{uint8((sum[0] + n/2) / n), uint8((sum[1] + n/2) / n), uint8((sum[2] + n/2) / n), 255}
}
