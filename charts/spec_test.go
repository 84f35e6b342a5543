package charts

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// marksOf are all marks over the same points.
func marksOf(pts []Point) map[string]Mark {
	bars, spans := []StackBar{}, []LaneSpan{}
	for i, p := range pts {
		bars = append(bars, StackBar{T: p.T, Parts: []float64{p.V, p.Lo, p.Hi, 1}})
		spans = append(spans, LaneSpan{From: p.T, To: p.T + 600_000, Lane: i % 5})
	}
	return map[string]Mark{
		"readings": Readings{Points: pts, Trend: Trend(pts, TrendTime, 0), Color: violet},
		"line":     Line{Points: pts, Color: red},
		"joined":   Joined{Points: pts, Color: amber},
		"diamonds": Diamonds{Points: pts, Color: blue},
		"bars":     Bars{Points: pts, Color: green},
		"weeks":    Bars{Points: pts, Color: green, Step: Week},
		"pressure": Pressure{Points: pts, Color: red},
		"stack":    Stack{Bars: bars, Colors: stages},
		"lanes":    Lanes{Spans: spans, Names: []string{"Deep", "Light"}, Colors: stages},
	}
}

func smallSpec(t testing.TB, m ...Mark) Spec {
	return Spec{Width: 240, Height: 120, Palette: lightTheme, Fonts: testFonts(t), Location: berlin, Marks: m, Decimals: 1}
}

// painted counts the pixels of the plot in which a mark left its colour, and
// not just the greys of grid and axis.
func painted(p Picture) int {
	n := 0
	for y := p.Plot.Min.Y; y < p.Plot.Max.Y; y++ {
		for x := p.Plot.Min.X; x < p.Plot.Max.X; x++ {
			c := p.Image.RGBAAt(x, y)
			if max(c.R, c.G, c.B)-min(c.R, c.G, c.B) > 24 {
				n++
			}
		}
	}
	return n
}

func TestFewAndEqualValuesMakeASanePicture(t *testing.T) {
	t0 := at(2025, time.October, 14, 7, 10).UnixMilli()
	nan, inf := math.NaN(), math.Inf(1)
	for name, pts := range map[string][]Point{
		"one point":            {{T: t0, V: 78.2, Lo: 70, Hi: 120}},
		"the same time thrice": {{T: t0, V: 1, Lo: 0, Hi: 2}, {T: t0, V: 2, Lo: 1, Hi: 3}, {T: t0, V: 1.5, Lo: 1, Hi: 2}},
		"a constant":           {{T: t0, V: 5, Lo: 5, Hi: 6}, {T: t0 + dayMS, V: 5, Lo: 5, Hi: 6}, {T: t0 + 2*dayMS, V: 5, Lo: 5, Hi: 6}},
		"what is no number":    {{T: t0, V: nan, Lo: nan, Hi: inf}, {T: t0 + 1, V: 3, Lo: 1, Hi: 9}, {T: t0 + dayMS, V: inf, Lo: -inf, Hi: nan}, {T: t0 + dayMS, V: -inf}},
		"too large":            {{T: t0, V: 1e300, Lo: -1e300, Hi: 1e300}, {T: t0 + dayMS, V: 4, Lo: 3, Hi: 5}},
		"large":                {{T: t0, V: -9e14, Lo: -9e14, Hi: 9e14}, {T: t0 + dayMS, V: 9e14, Lo: -9e14, Hi: 9e14}},
		"tiny":                 {{T: t0, V: 1e-300, Lo: 1e-300, Hi: 2e-300}, {T: t0 + dayMS, V: 2e-300, Lo: 1e-300, Hi: 2e-300}},
		"backwards":            {{T: t0 + dayMS, V: 2, Lo: 1, Hi: 3}, {T: t0, V: 1, Lo: 1, Hi: 3}},
	} {
		for kind, m := range marksOf(pts) {
			for how, paint := range map[string]func(Spec) (Picture, error){"chart": Render, "sparkline": Sparkline} {
				pic, err := paint(smallSpec(t, m))
				if err != nil {
					t.Errorf("%s, %s, %s: %v", kind, name, how, err)
					continue
				}
				if !(pic.Low < pic.High) || pic.From >= pic.To || !pic.Plot.In(pic.Image.Rect) || pic.Plot.Empty() {
					t.Errorf("%s, %s, %s: from %v to %v, plot %v", kind, name, how, pic.Low, pic.High, pic.Plot)
				}
				if painted(pic) == 0 && name != "tiny" {
					t.Errorf("%s, %s, %s: nothing was drawn", kind, name, how)
				}
			}
		}
	}
}

func TestNoDataIsSaidSo(t *testing.T) {
	t0 := at(2025, time.October, 14, 7, 10).UnixMilli()
	nan := math.NaN()
	for name, pts := range map[string][]Point{
		"none": nil, "not a number": {{T: t0, V: nan, Lo: nan, Hi: nan}},
		"outside": {{T: t0 - 40*dayMS, V: 5, Lo: 1, Hi: 9}, {T: t0 + 40*dayMS, V: 5, Lo: 1, Hi: 9}},
	} {
		for kind, m := range marksOf(pts) {
			if name == "not a number" && (kind == "lanes" || kind == "stack") {
				continue // a span and a part of 1 are data
			}
			spec := smallSpec(t, m)
			spec.From, spec.To = t0-dayMS, t0+dayMS
			if _, err := Render(spec); !errors.Is(err, ErrNoData) {
				t.Errorf("%s, %s: %v", kind, name, err)
			}
			if _, err := Sparkline(spec); !errors.Is(err, ErrNoData) {
				t.Errorf("sparkline of %s, %s: %v", kind, name, err)
			}
		}
	}
	if _, err := Render(smallSpec(t)); !errors.Is(err, ErrNoData) {
		t.Errorf("no marks: %v", err)
	}
}

func TestImpossibleSpecsAreRefused(t *testing.T) {
	m := Line{Points: weights(), Color: red}
	for _, c := range []struct {
		name string
		edit func(*Spec)
		want error
	}{
		{"no width", func(s *Spec) { s.Width = 0 }, ErrSize},
		{"negative height", func(s *Spec) { s.Height = -5 }, ErrSize},
		{"huge", func(s *Spec) { s.Width = 1 << 20 }, ErrSize},
		{"no room for a plot", func(s *Spec) { s.Width, s.Height = 50, 30 }, ErrSize},
		{"no room at this scale", func(s *Spec) { s.Scale = 8 }, ErrSize},
		{"scale below nothing", func(s *Spec) { s.Scale = -1 }, ErrSize},
		{"scale not a number", func(s *Spec) { s.Scale = math.NaN() }, ErrSize},
		{"backwards", func(s *Spec) { s.From, s.To = 100, 50 }, ErrSpan},
		{"before history", func(s *Spec) { s.From, s.To = math.MinInt64, math.MaxInt64 }, ErrSpan},
		{"no font", func(s *Spec) { s.Fonts = Fonts{} }, ErrNoFont},
	} {
		spec := smallSpec(t, m)
		c.edit(&spec)
		if _, err := Render(spec); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	spec := smallSpec(t, m)
	spec.Fonts = Fonts{}
	if _, err := Sparkline(spec); err != nil {
		t.Errorf("a sparkline needs no font: %v", err)
	}
}

func TestThePictureKnowsWhereThingsAre(t *testing.T) {
	spec := smallSpec(t, Line{Points: []Point{{T: 0, V: 10}, {T: 1000, V: 20}}, Color: red})
	for _, scale := range []float64{1, 1.25, 1.5, 2, 3} {
		spec.Scale, spec.Width, spec.Height = scale, int(300*scale), int(150*scale)
		spec.From, spec.To, spec.Low, spec.High = 0, 1000, 0, 40
		p, err := Render(spec)
		if err != nil {
			t.Fatal(err)
		}
		if p.Low != 0 || p.High != 40 || p.From != 0 || p.To != 1000 || p.Image.Rect != image.Rect(0, 0, spec.Width, spec.Height) {
			t.Errorf("scale %v: %v–%v, %v–%v, %v", scale, p.From, p.To, p.Low, p.High, p.Image.Rect)
		}
		left := int(math.Round(marginLeft * scale))
		if p.Plot.Min.X != left || p.Image.Rect.Max.X-p.Plot.Max.X > int(15*scale)+1 {
			t.Errorf("scale %v: plot %v", scale, p.Plot)
		}
		if x := p.X(500); math.Abs(x-float64(p.Plot.Min.X+p.Plot.Max.X)/2) > 1e-9 {
			t.Errorf("the middle is at %v of %v", x, p.Plot)
		}
		for _, ms := range []int64{0, 1, 333, 999, 1000} {
			if got := p.Time(p.X(ms)); got != ms {
				t.Errorf("time %d comes back as %d", ms, got)
			}
		}
		for _, v := range []float64{0, 13.5, 40} {
			if got := p.Value(p.Y(v)); math.Abs(got-v) > 1e-9 {
				t.Errorf("value %v comes back as %v", v, got)
			}
		}
		if p.Time(-1e9) != 0 || p.Time(1e9) != 1000 || p.Time(math.NaN()) != 0 {
			t.Error("times beside the plot are not held to the span")
		}
		// The line is where the picture says: red at a quarter, not above.
		x, y := int(p.X(500)), int(p.Y(15))
		if c := p.Image.RGBAAt(x, y); c.R < 150 || c.G > 150 {
			t.Errorf("scale %v: no line at %d, %d but %v", scale, x, y, c)
		}
	}
}

func TestTheNearestReadingIsFound(t *testing.T) {
	nan := math.NaN()
	pts := []Point{{T: -50, V: 1}, {T: 100, V: 1}, {T: 200, V: nan}, {T: 300, V: 1}, {T: 900, V: 1}, {T: 1500, V: 1}}
	p := Picture{Plot: image.Rect(40, 0, 1040, 100), From: 0, To: 1000}
	for x, want := range map[float64]int{0: 1, 140: 1, 239: 1, 241: 3, 639: 3, 641: 4, 5000: 4, math.Inf(-1): 1} {
		if got := p.Nearest(pts, x); got != want {
			t.Errorf("nearest to %v is %d, want %d", x, got, want)
		}
	}
	for _, none := range [][]Point{nil, {{T: 2000, V: 1}}, {{T: 5, V: nan}}} {
		if got := p.Nearest(none, 100); got != -1 {
			t.Errorf("of %v: %d", none, got)
		}
	}
}

func TestGapsAreNotJoined(t *testing.T) {
	var pts []Point
	for i := range int64(40) {
		if i < 15 || i >= 25 {
			pts = append(pts, Point{T: i * dayMS, V: 10, Lo: 5, Hi: 15, N: 2})
		}
	}
	for kind, m := range map[string]Mark{
		"line": Line{Points: pts, Color: red}, "joined": Joined{Points: pts, Color: red},
		"readings": Readings{Points: pts, Trend: Trend(pts, TrendTime, 0), Color: red},
	} {
		for _, c := range []struct {
			gap  time.Duration
			want bool
		}{{0, false}, {5 * 24 * time.Hour, false}, {11 * 24 * time.Hour, true}} {
			spec := smallSpec(t, m)
			spec.From, spec.To, spec.Gap = 0, 40*dayMS, c.gap
			spec.Labels.Gap = func(time.Duration) string { return "" }
			p, err := Render(spec)
			if err != nil {
				t.Fatal(err)
			}
			x := int(p.X(20 * dayMS))
			joined := false
			for y := p.Plot.Min.Y; y < p.Plot.Max.Y; y++ {
				c := p.Image.RGBAAt(x, y)
				joined = joined || int(c.R) > int(c.B)+24
			}
			if joined != c.want {
				t.Errorf("%s, gap %v: joined is %v", kind, c.gap, joined)
			}
		}
	}
}

func TestOnlyAWideGapSaysItsLength(t *testing.T) {
	for _, c := range []struct {
		name  string
		after int64 // days from the third reading to the fourth
		said  []time.Duration
	}{
		{"no gap", 2, nil},
		{"a gap of 50 dp", 5, nil},
		{"a gap of 300 dp", 30, []time.Duration{29 * 24 * time.Hour}},
	} {
		pts := []Point{{T: 0, V: 1}, {T: dayMS, V: 2}, {T: 2 * dayMS, V: 1}, {T: (2 + c.after) * dayMS, V: 1}}
		spec := smallSpec(t, Line{Points: pts, Color: red})
		spec.Gap, spec.Width, spec.From, spec.To = 3*24*time.Hour, 600, 0, 55*dayMS
		var said []time.Duration
		spec.Labels.Gap = func(d time.Duration) string { said = append(said, d); return "gap" }
		if _, err := Render(spec); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(said, c.said) {
			t.Errorf("%s: said %v, want %v", c.name, said, c.said)
		}
	}
}

func TestTodaysBarIsFullAndThePastLighter(t *testing.T) {
	now := at(2025, time.October, 14, 9, 41)
	spec := smallSpec(t, Bars{Points: []Point{{T: now.UnixMilli() - dayMS, V: 10}, {T: now.UnixMilli(), V: 10}}, Color: color.NRGBA{R: 255, A: 255}})
	spec.From, spec.To = at(2025, time.October, 13, 0, 0).UnixMilli(), at(2025, time.October, 15, 0, 0).UnixMilli()
	spec.Now = now.UnixMilli()
	spec.Palette = Palette{}
	p, err := Render(spec)
	if err != nil {
		t.Fatal(err)
	}
	y := int(p.Y(5))
	past := p.Image.RGBAAt(int(p.X(at(2025, time.October, 13, 12, 0).UnixMilli())), y)
	today := p.Image.RGBAAt(int(p.X(at(2025, time.October, 14, 12, 0).UnixMilli())), y)
	if today.A != 255 || past.A < 138 || past.A > 142 {
		t.Errorf("today %v, yesterday %v", today, past)
	}
	if corner := p.Image.RGBAAt(0, 0); corner.A != 0 {
		t.Errorf("without a background the picture is not transparent: %v", corner)
	}
}

func TestBarsStandOnLocalDaysOf23And25Hours(t *testing.T) {
	loc := zone(t, "Europe/Berlin")
	for _, day := range []time.Time{time.Date(2025, 3, 30, 0, 0, 0, 0, loc), time.Date(2025, 10, 26, 0, 0, 0, 0, loc)} {
		from, to := day.AddDate(0, 0, -1), day.AddDate(0, 0, 2)
		v := &view{scene: &scene{from: from.UnixMilli(), to: to.UnixMilli(), loc: loc, week: time.Monday, scale: 1}, plot: image.Rect(0, 0, 720, 100)}
		s := slotOf(v, Day, day.Add(20*time.Hour).UnixMilli())
		hours := day.AddDate(0, 0, 1).Sub(day).Hours()
		if got := (s.x1 - s.x0) / 720 * to.Sub(from).Hours(); math.Abs(got-hours) > 1e-9 || hours == 24 {
			t.Errorf("the slot of %v is %v hours wide, want %v", day, got, hours)
		}
	}
}

func TestLimitsBelongToTheRange(t *testing.T) {
	spec := smallSpec(t, Line{Points: []Point{{T: 0, V: 100}, {T: dayMS, V: 110}}, Color: red})
	spec.Limits = []Limit{{Value: 70}, {Value: math.NaN()}, {Value: 160}}
	p, err := Render(spec)
	if err != nil {
		t.Fatal(err)
	}
	if p.Low > 70 || p.High < 160 {
		t.Errorf("range %v–%v", p.Low, p.High)
	}
}

func TestWordsOfTheCallerAreUsed(t *testing.T) {
	var asked []string
	spec := smallSpec(t, Line{Points: weights(), Color: red})
	spec.Width = 500
	spec.Labels = Labels{
		Date: func(t time.Time, f DateForm) string {
			asked = append(asked, fmt.Sprint(f, t.Format(" 2.1. -0700")))
			return "x"
		},
		Number: func(float64, int) string { asked = append(asked, "number"); return "y" },
	}
	if _, err := Render(spec); err != nil {
		t.Fatal(err)
	}
	all := strings.Join(asked, "\n")
	if !strings.Contains(all, fmt.Sprint(FormDay, " 20.7. +0200")) || !strings.Contains(all, "number") {
		t.Errorf("asked for:\n%s", all)
	}
}

func TestChartsMayBeDrawnAtOnce(t *testing.T) {
	all := sheets(t)
	var wg sync.WaitGroup
	for range 3 {
		for _, s := range all {
			wg.Go(func() {
				if _, err := s.paint(); err != nil {
					t.Errorf("%s: %v", s.name, err)
				}
			})
		}
	}
	wg.Wait()
}

func TestTheGivenPointsAreLeftAsTheyWere(t *testing.T) {
	pts := weights()
	pts[3], pts[40] = pts[40], pts[3]
	was := append([]Point(nil), pts...)
	for kind, m := range marksOf(pts) {
		if _, err := Render(smallSpec(t, m)); err != nil {
			t.Fatal(err)
		}
		for i := range pts {
			if pts[i] != was[i] {
				t.Fatalf("%s changed point %d", kind, i)
			}
		}
	}
}

func FuzzRender(f *testing.F) {
	fonts := testFonts(f)
	seed := func(w, h uint16, scale float64, from, to int64, vals ...float64) {
		var b []byte
		for i, v := range vals {
			b = binary.LittleEndian.AppendUint64(b, uint64(from+int64(i)*(to-from)/8))
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
		f.Add(w, h, scale, from, to, b)
	}
	seed(200, 100, 1, 0, dayMS, 1, 2, 3, 4)
	seed(300, 200, 2, 0, 0, 78.2)
	seed(120, 90, 1.25, lastMilli-500, lastMilli, math.NaN(), 5, math.Inf(1), 1e15)
	seed(100, 80, 0.5, firstMilli, lastMilli, -1, 1, 0)
	seed(64, 64, 1, -5, 5, 1e-320, 1e300)
	f.Fuzz(func(t *testing.T, w, h uint16, scale float64, from, to int64, data []byte) {
		var pts []Point
		for ; len(data) >= 16 && len(pts) < 64; data = data[16:] {
			v := math.Float64frombits(binary.LittleEndian.Uint64(data[8:]))
			ms := int64(binary.LittleEndian.Uint64(data))
			pts = append(pts, Point{T: ms, V: v, Lo: v / 2, Hi: v * 2, N: len(pts)})
		}
		for kind, m := range marksOf(pts) {
			spec := Spec{
				Width: int(w % 400), Height: int(h % 300), Scale: scale, Palette: lightTheme, Fonts: fonts,
				From: from, To: to, Now: from, Location: berlin, Marks: []Mark{m}, Decimals: int(w % 5),
			}
			for _, paint := range []func(Spec) (Picture, error){Render, Sparkline} {
				p, err := paint(spec)
				if err != nil {
					continue
				}
				if !(p.Low < p.High) || p.From >= p.To || p.Plot.Empty() {
					t.Fatalf("%s: %v–%v, %d–%d, %v", kind, p.Low, p.High, p.From, p.To, p.Plot)
				}
			}
		}
	})
}

func TestTheSlotOfTodayIsDrawnThoughItsMiddleIsNotYet(t *testing.T) {
	// A window ends with a Tuesday; the week's value stands at its Thursday.
	from, to := at(2025, time.September, 1, 0, 0).UnixMilli(), at(2025, time.October, 15, 0, 0).UnixMilli()
	week := []Point{{T: at(2025, time.October, 16, 12, 0).UnixMilli(), V: 80}}
	for _, m := range []Mark{
		Bars{Points: week, Color: red, Step: Week},
		Means{Points: week, Color: red, Step: Week},
		Stack{Bars: []StackBar{{T: week[0].T, Parts: []float64{80}}}, Colors: []color.NRGBA{red}, Step: Week},
	} {
		spec := smallSpec(t, m)
		spec.From, spec.To, spec.WeekStart = from, to, time.Monday
		pic, err := Render(spec)
		if err != nil {
			t.Errorf("%T: %v", m, err)
			continue
		}
		seen := 0
		for y := pic.Plot.Min.Y; y < pic.Plot.Max.Y; y++ {
			for x := pic.Plot.Max.X - 8; x < pic.Plot.Max.X; x++ {
				if p := pic.Image.RGBAAt(x, y); int(p.R)-int(p.G) > 40 {
					seen++
				}
			}
		}
		if seen == 0 {
			t.Errorf("%T: nothing is drawn", m)
		}
	}
}
