package style_test

import (
	"image/color"
	"math"
	"testing"

	"vitalkeep/ui/style"
)

// sights are the matrices of Machado, Oliveira and Fernandes (2009) at severity
// 1, over linear RGB.
var sights = map[string][3][3]float64{
	"usual sight":  {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protan sight": {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deutan sight": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
}

// lab is a colour in CIELAB (D65) as a sight sees it.
func lab(c color.NRGBA, sight [3][3]float64) [3]float64 {
	var linear, seen [3]float64
	for i, v := range [3]uint8{c.R, c.G, c.B} {
		s := float64(v) / 255
		linear[i] = s / 12.92
		if s > 0.04045 {
			linear[i] = math.Pow((s+0.055)/1.055, 2.4)
		}
	}
	for i, row := range sight {
		for j, f := range row {
			seen[i] += f * linear[j]
		}
		seen[i] = min(1, max(0, seen[i]))
	}
	f := func(t float64) float64 {
		if t > 216.0/24389 {
			return math.Cbrt(t)
		}
		return (24389.0/27*t + 16) / 116
	}
	x := f((0.4124564*seen[0] + 0.3575761*seen[1] + 0.1804375*seen[2]) / 0.95047)
	y := f(0.2126729*seen[0] + 0.7151522*seen[1] + 0.0721750*seen[2])
	z := f((0.0193339*seen[0] + 0.1191920*seen[1] + 0.9503041*seen[2]) / 1.08883)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

// ciede2000 is how different two colours look (Sharma, Wu and Dalal, 2005).
func ciede2000(p, q [3]float64) float64 {
	rad := math.Pi / 180
	pow7 := func(x float64) float64 { return math.Pow(x, 7) }
	chroma := (math.Hypot(p[1], p[2]) + math.Hypot(q[1], q[2])) / 2
	g := 0.5 * (1 - math.Sqrt(pow7(chroma)/(pow7(chroma)+pow7(25))))
	polar := func(c [3]float64) (radius, hue float64) {
		a := (1 + g) * c[1]
		hue = math.Atan2(c[2], a) / rad
		if hue < 0 {
			hue += 360
		}
		return math.Hypot(a, c[2]), hue
	}
	c1, h1 := polar(p)
	c2, h2 := polar(q)
	dh := h2 - h1
	sum := h1 + h2
	switch {
	case c1*c2 == 0:
		dh = 0
	case math.Abs(dh) > 180 && dh > 0:
		dh -= 360
	case math.Abs(dh) > 180:
		dh += 360
	}
	mean := sum / 2
	switch {
	case c1*c2 == 0:
		mean = sum
	case math.Abs(h1-h2) > 180 && sum < 360:
		mean = (sum + 360) / 2
	case math.Abs(h1-h2) > 180:
		mean = (sum - 360) / 2
	}
	l, c := (p[0]+q[0])/2, (c1+c2)/2
	t := 1 - 0.17*math.Cos((mean-30)*rad) + 0.24*math.Cos(2*mean*rad) + 0.32*math.Cos((3*mean+6)*rad) - 0.20*math.Cos((4*mean-63)*rad)
	sl := 1 + 0.015*(l-50)*(l-50)/math.Sqrt(20+(l-50)*(l-50))
	sc, sh := 1+0.045*c, 1+0.015*c*t
	far := (mean - 275) / 25
	turn := 30 * math.Exp(-far*far)
	rt := -2 * math.Sqrt(pow7(c)/(pow7(c)+pow7(25))) * math.Sin(2*turn*rad)
	dl, dc := (q[0]-p[0])/sl, (c2-c1)/sc
	dH := 2 * math.Sqrt(c1*c2) * math.Sin(dh/2*rad) / sh
	return math.Sqrt(dl*dl + dc*dc + dH*dH + rt*dc*dH)
}

// Pairs from the paper's own table.
func TestTheDifferenceOfColoursIsThatOfThePaper(t *testing.T) {
	for _, tt := range []struct {
		p, q [3]float64
		want float64
	}{
		{[3]float64{50, 2.6772, -79.7751}, [3]float64{50, 0, -82.7485}, 2.0425},
		{[3]float64{50, 2.5, 0}, [3]float64{73, 25, -18}, 27.1492},
		{[3]float64{22.7233, 20.0904, -46.6940}, [3]float64{23.0331, 14.9730, -42.5619}, 2.0373},
	} {
		if got := ciede2000(tt.p, tt.q); math.Abs(got-tt.want) > 1e-4 {
			t.Errorf("%v and %v differ by %.4f, want %v", tt.p, tt.q, got, tt.want)
		}
	}
}

func TestFamiliesAndStagesAreToldApartByEverySight(t *testing.T) {
	groups := [][]style.Token{
		{style.Body, style.Heart, style.Activity, style.Sleep, style.Temperature, style.Oxygen, style.Room},
		{style.StageDeep, style.StageLight, style.StageREM, style.StageAwake},
	}
	for name, p := range palettes {
		for sight, matrix := range sights {
			for _, group := range groups {
				for i, a := range group {
					for _, b := range group[:i] {
						ca, _ := p.Of(a)
						cb, _ := p.Of(b)
						if d := ciede2000(lab(ca, matrix), lab(cb, matrix)); d < 10 {
							t.Errorf("%s, %s: %s and %s differ by %.1f only", name, sight, a, b, d)
						}
					}
				}
			}
		}
	}
}
