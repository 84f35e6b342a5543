package charts

import (
	"image/color"
	"math"
	"testing"
	"time"

	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/goregular"
)

// Invented colours for tests, in the manner of a light and a dark theme.
var (
	lightTheme = Palette{
		Background: rgb(0xfdfcfa), Surface: rgb(0xfdfcfa), Grid: rgb(0xe3ded4),
		Axis: rgb(0x8b8378), Text: rgb(0x1f1c18), Muted: rgb(0x655e54), Ribbon: 0.16,
	}
	darkTheme = Palette{
		Background: rgb(0x1f1d1b), Surface: rgb(0x1f1d1b), Grid: rgb(0x37342f),
		Axis: rgb(0x857e74), Text: rgb(0xf0ede7), Muted: rgb(0xaba499), Ribbon: 0.22,
	}
	violet = rgb(0x8340ae)
	red    = rgb(0xcb4768)
	green  = rgb(0x467030)
	amber  = rgb(0xc4771b)
	blue   = rgb(0x4088bf)
	stages = []color.NRGBA{rgb(0x1e347c), rgb(0x4262b8), rgb(0x7b84d3), rgb(0xb0690f)}
)

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: byte(hex >> 16 & 0xff), G: byte(hex >> 8 & 0xff), B: byte(hex & 0xff), A: 255}
}

func testFonts(t testing.TB) Fonts {
	t.Helper()
	regular, err := ParseFont(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	bold, err := ParseFont(gomedium.TTF)
	if err != nil {
		t.Fatal(err)
	}
	return Fonts{Regular: regular, Semibold: bold}
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// noise is a fixed sequence of numbers from -1 to 1.
type noise uint32

func (n *noise) next() float64 {
	*n = *n*1664525 + 1013904223
	return float64(*n>>8)/float64(1<<23) - 1
}

var berlin = time.FixedZone("east", 2*3600)

func at(year int, month time.Month, day, hour, minute int) time.Time {
	return time.Date(year, month, day, hour, minute, 0, 0, berlin)
}

// weights are daily means over 13 weeks with twelve days without any.
func weights() []Point {
	n := noise(1)
	var out []Point
	for day := range 90 {
		drift := 81.2 - 1.9*float64(day)/90 + 0.3*math.Sin(float64(day)/6)
		v, spread := drift+0.5*n.next(), 0.3+0.25*n.next()
		if day >= 28 && day < 40 {
			continue
		}
		out = append(out, Point{
			T: at(2025, time.July, 17+day, 7, 10).UnixMilli(), V: v,
			Lo: v - spread, Hi: v + spread*0.9, N: 3,
		})
	}
	return out
}

func pulses() []Point {
	n := noise(7)
	var out []Point
	for i := range 24 * 12 {
		h := float64(i) / 12
		v := 58 + 6*math.Sin((h-9)/24*2*math.Pi) + 55*math.Exp(-(h-18)*(h-18)/0.6) + 3*n.next()
		spread := 3 + v/20*(1+n.next())
		out = append(out, Point{T: at(2025, time.October, 14, 0, 5*i).UnixMilli(), V: v, Lo: v - spread/2, Hi: v + spread, N: 5})
	}
	return out
}

func pressures() []Point {
	n := noise(3)
	var out []Point
	for i := range 46 {
		hour := 7
		if i%2 == 1 {
			hour = 20
		}
		out = append(out, Point{
			T:  at(2025, time.September, 15+i*2/3, hour, 20).UnixMilli(),
			Hi: math.Round(131 + 14*n.next()), Lo: math.Round(83 + 8*n.next()),
		})
	}
	return out
}

func steps(days int) []Point {
	n := noise(11)
	var out []Point
	for day := range days {
		out = append(out, Point{T: at(2025, time.October, 14-day, 12, 0).UnixMilli(), V: math.Round(7600 + 4200*n.next())})
	}
	return out
}

func nights() []StackBar {
	n := noise(5)
	var out []StackBar
	for day := range 7 {
		out = append(out, StackBar{
			T:     at(2025, time.October, 8+day, 6, 55).UnixMilli(),
			Parts: []float64{1.3 + 0.4*n.next(), 4.3 + 0.4*n.next(), 1.6 + 0.3*n.next(), 0.5 + 0.3*n.next()},
		})
	}
	return out
}

func course() []LaneSpan {
	n := noise(9)
	var out []LaneSpan
	t, lane := at(2025, time.October, 13, 23, 4).UnixMilli(), 3
	for i := range 22 {
		long := int64((26 + 20*n.next()) * 60000)
		if lane == 3 {
			long = 8 * 60000
		}
		out = append(out, LaneSpan{From: t, To: t + long, Lane: lane})
		t += long
		lane = []int{1, 0, 1, 2, 1, 3}[i%6]
	}
	return out
}

func temperatures() []Point {
	n := noise(13)
	var out []Point
	for i := range 14 {
		out = append(out, Point{T: at(2025, time.October, 1+i, 21, 30).UnixMilli(), V: 36.6 + 0.35*n.next()})
	}
	return out
}

func oxygens() []Point {
	n := noise(17)
	var out []Point
	for i := range 14 {
		out = append(out, Point{T: at(2025, time.October, 1+i, 22, 5).UnixMilli(), V: math.Round(96.5 + 2*n.next())})
	}
	return out
}

// sheet is one picture of the goldens.
type sheet struct {
	name  string
	spark bool
	spec  Spec
}

// sheets are every mark, large and as sparkline, at one size.
func sheets(t testing.TB) []sheet {
	fonts := testFonts(t)
	ms := func(v time.Time) int64 { return v.UnixMilli() }
	months := [2]int64{ms(at(2025, time.July, 17, 0, 0)), ms(at(2025, time.October, 15, 0, 0))}
	month := [2]int64{ms(at(2025, time.September, 14, 0, 0)), ms(at(2025, time.October, 15, 0, 0))}
	fortnight := [2]int64{ms(at(2025, time.October, 1, 0, 0)), ms(at(2025, time.October, 15, 0, 0))}
	week := [2]int64{ms(at(2025, time.October, 8, 0, 0)), ms(at(2025, time.October, 15, 0, 0))}
	day := [2]int64{ms(at(2025, time.October, 14, 0, 0)), ms(at(2025, time.October, 15, 0, 0))}
	base := func(span [2]int64, decimals int, limits []float64, marks ...Mark) Spec {
		s := Spec{
			Width: 480, Height: 240, Palette: lightTheme, Fonts: fonts, From: span[0], To: span[1],
			Now: ms(at(2025, time.October, 14, 9, 41)), Location: berlin, WeekStart: time.Monday,
			Decimals: decimals, Marks: marks,
		}
		for _, v := range limits {
			s.Limits = append(s.Limits, Limit{v})
		}
		return s
	}
	w := weights()
	trend := Trend(w, TrendTime, 0)
	all := []sheet{
		{"readings", false, base(months, 1, nil, Readings{Points: w, Trend: trend, Color: violet})},
		{"line", false, base(day, 0, nil, Line{Points: pulses(), Color: red})},
		{"joined", false, base(fortnight, 1, nil, Joined{Points: temperatures(), Color: amber})},
		{"diamonds", false, base(fortnight, 0, nil, Diamonds{Points: oxygens(), Color: blue})},
		{"bars-week", false, base(week, 0, []float64{8000}, Bars{Points: steps(7), Color: green})},
		{"bars-months", false, base(months, 0, []float64{8000}, Bars{Points: steps(90), Color: green})},
		{"pressure", false, base(month, 0, []float64{70, 90, 120, 140}, Pressure{Points: pressures(), Color: red})},
		{"stack", false, base(week, 1, []float64{8}, Stack{Bars: nights(), Colors: stages})},
		{"lanes", false, base([2]int64{}, 0, nil, Lanes{Spans: course(), Names: []string{"Deep", "Light", "REM", "Awake"}, Colors: stages})},
	}
	dark := all[0]
	dark.name, dark.spec.Palette = "readings-dark-2x", darkTheme
	dark.spec.Scale, dark.spec.Width, dark.spec.Height = 2, 960, 480
	for _, s := range all {
		if s.name == "bars-months" {
			continue
		}
		s.name, s.spark = "spark-"+s.name, true
		s.spec.Width, s.spec.Height = 196, 46
		if s.name == "spark-pressure" {
			s.spec.Limits = nil
		}
		all = append(all, s)
	}
	return append(all, dark)
}
