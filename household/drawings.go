package household

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
)

// The pictures of the household are drawn, so that none of them shows anybody.

const (
	pictureType   = "image/png"
	pictureWidth  = 480
	pictureHeight = 320
)

// paint returns a picture whose points are made by f, which is given places from
// 0 to 1 and returns red, green and blue likewise.
func paint(f func(x, y float64) (r, g, b float64)) []byte {
	m := image.NewRGBA(image.Rect(0, 0, pictureWidth, pictureHeight))
	part := func(v float64) uint8 { return uint8(math.Round(255 * math.Min(math.Max(v, 0), 1))) }
	for y := range pictureHeight {
		for x := range pictureWidth {
			r, g, b := f((float64(x)+0.5)/pictureWidth, (float64(y)+0.5)/pictureHeight)
			m.SetRGBA(x, y, color.RGBA{part(r), part(g), part(b), 255})
		}
	}
	var out bytes.Buffer
	_ = png.Encode(&out, m) // into memory, and of a size that there is
	return out.Bytes()
}

// drawLake is a lake in the evening, with hills behind it.
func drawLake() []byte {
	return paint(func(x, y float64) (r, g, b float64) {
		shore := 0.62
		at := y
		if y > shore { // the water mirrors the sky
			at = 2*shore - y
		}
		hills := 0.46 - 0.07*math.Sin(7*x+0.6) - 0.03*math.Sin(19*x)
		sun := math.Hypot((x-0.68)*1.5, at-0.34)
		r, g, b = 0.96-0.35*(1-at), 0.62-0.2*(1-at), 0.42+0.35*(1-at)
		glow := math.Exp(-sun * sun / 0.03)
		r, g = r+0.3*glow, g+0.25*glow
		if sun < 0.055 {
			r, g, b = 1, 0.93, 0.74
		}
		if at > hills {
			depth := (at - hills) / (shore - hills)
			r, g, b = 0.24+0.1*depth, 0.30+0.08*depth, 0.36+0.04*depth
		}
		if y > shore {
			wave := 0.92 + 0.05*math.Sin(260*y+9*math.Sin(12*x))
			r, g, b = 0.78*r*wave, 0.82*g*wave, 0.94*b*wave
		}
		return r, g, b
	})
}

// segments are the bars of a seven-segment figure: top, upper left, upper right,
// middle, lower left, lower right, bottom.
var segments = map[rune]string{
	'0': "1110111", '1': "0010010", '2': "1011101", '3': "1011011", '4': "0111010",
	'5': "1101011", '6': "1101111", '7': "1010010", '8': "1111111", '9': "1111011",
}

// lit reports whether a place in a figure's box, from 0 to 1, is dark.
func lit(figure rune, x, y float64) bool {
	bars := segments[figure]
	if bars == "" {
		return false
	}
	const thick = 0.14
	for i, bar := range [...][4]float64{
		{0.1, 0, 0.9, thick},
		{0, 0.05, thick * 1.4, 0.48},
		{1 - thick*1.4, 0.05, 1, 0.48},
		{0.1, 0.5 - thick/2, 0.9, 0.5 + thick/2},
		{0, 0.52, thick * 1.4, 0.95},
		{1 - thick*1.4, 0.52, 1, 0.95},
		{0.1, 1 - thick, 0.9, 1},
	} {
		if bars[i] == '1' && x >= bar[0] && x <= bar[2] && y >= bar[1] && y <= bar[3] {
			return true
		}
	}
	return false
}

// drawThermometer is the display of a thermometer that shows a number with one
// decimal place.
func drawThermometer(shown string) []byte {
	return paint(func(x, y float64) (r, g, b float64) {
		r, g, b = 0.80-0.1*y, 0.74-0.1*y, 0.68-0.1*y // the table
		px, py := (x-0.5)/0.42, (y-0.5)/0.30
		if math.Pow(math.Abs(px), 6)+math.Pow(math.Abs(py), 6) > 1 {
			return r, g, b
		}
		r, g, b = 0.95-0.04*py, 0.95-0.04*py, 0.96-0.04*py // the case
		if math.Abs(px) > 0.72 || math.Abs(py) > 0.66 {
			return r, g, b
		}
		r, g, b = 0.74, 0.80, 0.70 // the glass
		at := 0.0
		for _, c := range shown {
			if c == '.' {
				if dx, dy := (x-0.26-at-0.012)/0.010, (y-0.64)/0.016; math.Abs(dx) < 1 && math.Abs(dy) < 1 {
					return 0.13, 0.15, 0.14
				}
				at += 0.035
				continue
			}
			if lit(c, (x-0.26-at)/0.12, (y-0.35)/0.30) {
				return 0.13, 0.15, 0.14
			}
			at += 0.155
		}
		return r, g, b
	})
}

// drawRoom is the living room as the camera sees it at an hour of the day.
func drawRoom(hour float64, dice *rand.Rand) []byte {
	day := math.Max(0, math.Sin(math.Pi*(hour-6)/13)) // how light it is outside
	return paint(func(x, y float64) (r, g, b float64) {
		grain := 0.012 * (dice.Float64() - 0.5)
		light := 0.32 + 0.5*day
		r, g, b = 0.86*light, 0.82*light, 0.76*light // the wall
		lamp := math.Hypot((x-0.86)*1.5, y-0.34)
		glow := (1 - day) * 0.55 * math.Exp(-lamp*lamp/0.05)
		r, g, b = r+glow, g+0.8*glow, b+0.45*glow
		switch {
		case x > 0.16 && x < 0.44 && y > 0.14 && y < 0.52: // the window
			frame := math.Abs(x-0.30) < 0.006 || math.Abs(y-0.33) < 0.008
			r, g, b = 0.12+0.55*day, 0.16+0.66*day, 0.26+0.72*day
			if frame {
				r, g, b = 0.8*light, 0.78*light, 0.74*light
			}
		case y > 0.74: // the floor
			plank := 0.94 + 0.06*math.Sin(90*(x-0.5)/(y-0.3))
			r, g, b = 0.52*light*plank, 0.38*light*plank, 0.27*light*plank
		}
		if x > 0.46 && x < 0.80 && y > 0.52 && y < 0.82 { // the sofa
			r, g, b = 0.30*light+0.5*glow, 0.40*light+0.4*glow, 0.46*light+0.2*glow
			if y > 0.66 && math.Abs(x-0.63) < 0.003 {
				r, g, b = 0.7*r, 0.7*g, 0.7*b
			}
		}
		return r + grain, g + grain, b + grain
	})
}
