package charts

import (
	"image"
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
	grey   = rgb(0x544a40)
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

// hours are the steps of one day, by the hour.
func hours() []Point {
	n := noise(19)
	var out []Point
	for h := range 24 {
		if h < 6 || h == 13 {
			continue
		}
		out = append(out, Point{T: at(2025, time.October, 14, h, 30).UnixMilli(), V: math.Round(620 + 600*n.next())})
	}
	return out
}

// carbonDioxide is the air of a room over a day, every ten minutes.
func carbonDioxide(base float64) []Point {
	n := noise(21)
	var out []Point
	for i := range 24 * 6 {
		h := float64(i) / 6
		v := base + 420*math.Exp(-(h-3)*(h-3)/14) + 640*math.Exp(-(h-20)*(h-20)/5) + 12*n.next()
		out = append(out, Point{T: at(2025, time.October, 14, 0, 10*i).UnixMilli(), V: v})
	}
	return out
}

// shifted are points at other times and values.
func shifted(pts []Point, by time.Duration, up float64) []Point {
	out := make([]Point, len(pts))
	for i, p := range pts {
		out[i] = Point{T: p.T + by.Milliseconds(), V: p.V + up, Lo: p.Lo + up, Hi: p.Hi + up, N: p.N}
	}
	return out
}

// weekly are the means of weeks of points.
func weekly(pts []Point) []Point {
	var out []Point
	for _, p := range pts {
		start := Week.floor(time.UnixMilli(p.T).In(berlin), time.Monday).UnixMilli()
		if n := len(out); n == 0 || out[n-1].T != start {
			out = append(out, Point{T: start})
		}
		last := &out[len(out)-1]
		last.N++
		last.V += (p.V - last.V) / float64(last.N)
	}
	return out
}

// heartbeats are seconds of an electrocardiogram in millivolts, with a second
// of nothing.
func heartbeats(seconds, rate int) []float32 {
	n := noise(25)
	out := make([]float32, seconds*rate)
	for i := range out {
		t := float64(i) / float64(rate)
		if t >= 4 && t < 5 {
			out[i] = float32(math.NaN())
			continue
		}
		beat := math.Mod(t, 0.86)
		v := 0.02*n.next() + 0.05*math.Sin(t)
		for _, w := range [][3]float64{{0.16, 0.12, 0.025}, {0.285, -0.1, 0.01}, {0.31, 1.05, 0.011}, {0.335, -0.24, 0.011}, {0.56, 0.27, 0.045}} {
			x := (beat - w[0]) / w[2]
			v += w[1] * math.Exp(-x*x/2)
		}
		out[i] = float32(v)
	}
	return out
}

// sheet is one picture of the goldens: a chart, a sparkline or a strip.
type sheet struct {
	name  string
	spark bool
	spec  Spec
	strip *Strip
}

// paint draws a sheet.
func (s sheet) paint() (*image.RGBA, error) {
	if s.strip != nil {
		pic, err := RenderStrip(*s.strip)
		return pic.Image, err
	}
	paint := Render
	if s.spark {
		paint = Sparkline
	}
	pic, err := paint(s.spec)
	return pic.Image, err
}

// sheets are every mark, large and as sparkline, at one size.
func sheets(t testing.TB) []sheet {
	fonts := testFonts(t)
	ms := func(v time.Time) int64 { return v.UnixMilli() }
	months := [2]int64{ms(at(2025, time.July, 17, 0, 0)), ms(at(2025, time.October, 15, 0, 0))}
	year := [2]int64{ms(at(2025, time.January, 1, 0, 0)), ms(at(2026, time.January, 1, 0, 0))}
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
			s.Limits = append(s.Limits, Limit{Value: v})
		}
		return s
	}
	w := weights()
	trend := Trend(w, TrendTime, 0)
	var monthly []Point
	for i, v := range []float64{5200, 6100, 7400, 8300, 9100, 8800, 7900, 8600, 7200, 6400} {
		monthly = append(monthly, Point{T: ms(at(2025, time.Month(1+i), 15, 12, 0)), V: v})
	}
	all := []sheet{
		{name: "readings", spec: base(months, 1, nil, Readings{Points: w, Trend: trend, Color: violet})},
		{name: "line", spec: base(day, 0, nil, Line{Points: pulses(), Color: red})},
		{name: "joined", spec: base(fortnight, 1, nil, Joined{Points: temperatures(), Color: amber})},
		{name: "diamonds", spec: base(fortnight, 0, nil, Diamonds{Points: oxygens(), Color: blue})},
		{name: "bars-week", spec: base(week, 0, []float64{8000}, Bars{Points: steps(7), Color: green})},
		{name: "bars-months", spec: base(months, 0, []float64{8000}, Bars{Points: steps(90), Color: green})},
		{name: "pressure", spec: base(month, 0, []float64{70, 90, 120, 140}, Pressure{Points: pressures(), Color: red})},
		{name: "stack", spec: base(week, 1, []float64{8}, Stack{Bars: nights(), Colors: stages})},
		{name: "lanes", spec: base([2]int64{}, 0, nil, Lanes{Spans: course(), Names: []string{"Deep", "Light", "REM", "Awake"}, Colors: stages})},
	}
	limits := func(s Spec, l ...Limit) Spec { s.Limits = l; return s }
	further := base(months, 1, nil,
		Readings{Points: w, Trend: trend, Color: violet},
		Readings{Points: shifted(w, 9*time.Hour, 1.1), Color: violet, Nth: 1},
		Readings{Points: shifted(w[:30], 15*time.Hour, -1), Color: violet, Nth: 2})
	lines := base(day, 0, nil,
		Line{Points: carbonDioxide(430), Color: grey},
		Line{Points: carbonDioxide(560), Color: grey, Nth: 1},
		Joined{Points: shifted(carbonDioxide(300)[30:60], 0, 0), Color: grey, Nth: 2})
	spots := base(fortnight, 0, nil,
		Diamonds{Points: oxygens(), Color: blue}, Diamonds{Points: shifted(oxygens(), 8*time.Hour, -1), Color: blue, Nth: 1})
	cuffs := base(month, 0, nil,
		Pressure{Points: pressures(), Color: red}, Pressure{Points: shifted(pressures()[5:25], 5*time.Hour, 6), Color: red, Nth: 1})
	temps := base(fortnight, 1, nil,
		Joined{Points: temperatures(), Color: amber}, Joined{Points: shifted(temperatures(), 9*time.Hour, -0.3), Color: amber, Nth: 1})
	rest := limits(base(day, 0, nil, Line{Points: pulses(), Color: red}), Limit{Value: 51, Name: "Lowest half hour, 51"})
	air := limits(base(day, 0, nil, Line{Points: carbonDioxide(480), Color: grey}),
		Limit{Value: 1000, Name: "1,000 ppm"})
	plain := []sheet{
		{name: "bars-hours", spec: base(day, 0, nil, Bars{Points: hours(), Color: green, Step: Hour})},
		{name: "bars-weeks", spec: base(months, 0, nil, Bars{Points: weekly(steps(90)), Color: green, Step: Week})},
		{name: "bars-year", spec: base(year, 0, nil, Bars{Points: monthly, Color: green, Step: Month})},
		{name: "means", spec: base(months, 1, nil, Readings{Points: w, Color: violet}, Means{Points: weekly(w), Color: violet, Step: Week})},
		{name: "heart-day", spec: rest},
		{name: "room", spec: air},
		{name: "sources-readings", spec: further},
		{name: "sources-lines", spec: lines},
		{name: "sources-diamonds", spec: spots},
		{name: "sources-pressure", spec: cuffs},
		{name: "sources-joined", spec: temps},
		{name: "strip", strip: &Strip{
			Width: 480, Height: 360, Palette: lightTheme, Fonts: fonts, Millivolts: heartbeats(12, 300), Rate: 300, Color: red,
		}},
	}
	dark := all[0]
	dark.name, dark.spec.Palette = "readings-dark-2x", darkTheme
	dark.spec.Scale, dark.spec.Width, dark.spec.Height = 2, 960, 480
	for _, s := range append(all[:len(all):len(all)], plain...) {
		s.name += "-dark"
		s.spec.Palette = darkTheme
		if s.strip != nil {
			strip := *s.strip
			strip.Palette = darkTheme
			s.strip = &strip
		}
		plain = append(plain, s)
	}
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
	return append(append(all, dark), plain...)
}
