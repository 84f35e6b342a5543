package present

import (
	"image/color"
	"math"
	"slices"
	"strings"

	"vitalkeep/charts"
	"vitalkeep/health"
)

// Tip is what the reading under the crosshair says.
type Tip struct {
	Title string
	Lines []string
	Text  string // all of it in one sentence
}

// Tip returns the words for the mark of index i.
func (g Graph) Tip(i int) Tip {
	var t Tip
	p := g.Points[i]
	switch {
	case g.Course():
		s := g.Stages[i]
		t.Title = laneNames[laneOf(s.Code)]
		t.Lines = []string{
			Clock(s.From, s.Offset) + "–" + Clock(s.To, s.Offset),
			Span(float64(s.To-s.From) / 1000),
		}
	case g.Subject.Kind == Nights:
		n := g.Nights[i]
		t.Title = Span(n.Asleep()) + " asleep"
		t.Lines = []string{g.whenText(p.T)}
		var parts []string
		for _, x := range []struct {
			name string
			v    float64
		}{{"Deep", n.Deep}, {"light", n.Light}, {"REM", n.REM}, {"awake", n.Wake}} {
			if !math.IsNaN(x.v) {
				parts = append(parts, x.name+" "+Span(x.v))
			}
		}
		if len(parts) > 2 {
			t.Lines = append(t.Lines, strings.Join(parts[:2], " · "))
			parts = parts[2:]
		}
		t.Lines = append(t.Lines, strings.Join(parts, " · "))
	case g.Subject.Kind == Pressure:
		t.Title = PairText(p.Hi, p.Lo) + " mmHg"
		t.Lines = []string{g.whenText(p.T)}
		if g.Step != Each && p.N > 0 {
			t.Lines[0] += ", mean of " + Counted(p.N)
		}
	default:
		t.Title = g.Scale.Text(p.V)
		t.Lines = []string{g.whenText(p.T)}
		switch {
		case g.Subject.Kind == Totals && (g.Step == Weekly || g.Step == Monthly):
			t.Title += " a day"
			t.Lines = append(t.Lines, "Range "+g.Scale.Range(p.Lo, p.Hi))
		case g.Subject.Kind == Totals:
		case p.N > 1:
			t.Lines[0] += ", mean of " + Counted(p.N)
			if p.Lo < p.Hi {
				t.Lines = append(t.Lines, "Range "+g.Scale.Range(p.Lo, p.Hi))
			}
		}
		if v, ok := trendAt(g.Trend, p.T); ok {
			n := len(t.Lines) - 1
			t.Lines[n] += " · trend " + g.Scale.Number(v)
		}
	}
	name := g.Subject.SourceNames()
	if i < len(g.Sources) {
		name = g.Sources[i].Name()
	}
	if name != "" {
		t.Lines = append(t.Lines, name)
	}
	t.Text = t.Title + ", " + strings.Join(t.Lines, ", ")
	return t
}

// Range returns "77.5–78.4" of two shown values.
func (s Scale) Range(lo, hi float64) string {
	a, b := s.Number(lo), s.Number(hi)
	if a == b {
		return a
	}
	if strings.Contains(a, Minus) || strings.Contains(b, Minus) || s.Spans() {
		return a + " to " + b
	}
	return a + Missing + b
}

func trendAt(trend []charts.Point, t int64) (float64, bool) {
	w := Within(trend, t, t+1)
	if len(w) == 0 {
		return 0, false
	}
	return w[0].V, true
}

// whenText says when the mark at t is. One reading is told by the clock of
// where it was taken, with its offset if that is not the one of the axis.
func (g Graph) whenText(t int64) string {
	i := slices.IndexFunc(g.Points, func(p charts.Point) bool { return p.T == t })
	if i >= 0 && i < len(g.Offsets) && g.Offsets[i] != g.Almanac.OffsetAt(t) {
		return Moment(t, g.Offsets[i]) + ", " + OffsetText(g.Offsets[i])
	}
	return g.slotText(t)
}

// slotText says when the mark at t is: "27 Sep 2025", "Week from 22 Sep 2025".
func (g Graph) slotText(t int64) string {
	off := g.Almanac.OffsetAt(t)
	d := health.DateAt(t, off)
	switch g.Step {
	case Weekly:
		return "Week from " + FullDate(slotOf(d, Weekly))
	case Monthly:
		return at(d).Format("January 2006")
	case Daily:
		if g.Subject.Kind == Nights {
			return "Night to " + FullDate(d)
		}
		return FullDate(d)
	case Hourly:
		return FullDate(d) + ", " + Clock(t-hourMS/2, off) + "–" + Clock(t+hourMS/2, off)
	}
	return Moment(t, off)
}

// LegendMark is the sign before the words of a legend.
type LegendMark uint8

// The signs of a legend.
const (
	DotSign LegendMark = iota
	RingSign
	LineSign
	AreaSign
	BoxSign
	DashSign
	DiamondSign
)

// LegendItem is one sign and its words. Lane tells the colour of a stage of
// sleep, counted from Deep; -1 is the colour of the family.
type LegendItem struct {
	Mark LegendMark
	Lane int
	Text string
}

// Legend says what the marks are.
func (g Graph) Legend() []LegendItem {
	mean := "Each reading"
	if g.Step != Each {
		mean = g.Step.Adjective() + " mean"
	} else if g.Joined {
		mean = "Mean of readings close together"
	}
	ribbon := LegendItem{AreaSign, -1, "Lowest to highest"}
	switch g.Subject.Kind {
	case Nights:
		out := []LegendItem{}
		for i, n := range laneNames {
			out = append(out, LegendItem{BoxSign, i, n})
		}
		if g.Step == Weekly || g.Step == Monthly {
			out[0].Text = g.Step.Adjective() + " means: Deep"
		}
		return out
	case Pressure:
		out := []LegendItem{{DotSign, -1, "Systolic"}, {RingSign, -1, "Diastolic"}}
		if g.Step != Each {
			out[0].Text, out[1].Text = g.Step.Adjective()+" mean, systolic", "diastolic"
		}
		return append(out, LegendItem{DashSign, -1, "ESC 2024 limits, office, adults"})
	case Totals:
		switch g.Step {
		case Each, Hourly:
			return []LegendItem{{LineSign, -1, "Each hour"}}
		case Daily:
			return []LegendItem{{BoxSign, -1, "Each day"}}
		}
		return []LegendItem{{BoxSign, -1, "A day, mean of the " + g.Step.Noun()}}
	case BodyMass:
		out := []LegendItem{{DotSign, -1, mean}}
		if len(g.Trend) > 0 {
			out = append(out, LegendItem{LineSign, -1, "Trend, 7-day"})
		}
		if g.ribbon() {
			out = append(out, ribbon)
		}
		return out
	}
	sign := LineSign
	switch markFor(g.Subject, nil, color.NRGBA{}).(type) {
	case charts.Readings:
		sign = DotSign
	case charts.Diamonds:
		sign = DiamondSign
	}
	out := []LegendItem{{sign, -1, mean}}
	if g.ribbon() {
		out = append(out, ribbon)
	}
	return out
}

// ribbon reports whether the area from lowest to highest can be seen: between
// two neighbours that both stand for several readings.
func (g Graph) ribbon() bool {
	for i := 1; i < len(g.Points); i++ {
		if a, b := g.Points[i-1], g.Points[i]; a.Lo < a.Hi && b.Lo < b.Hi {
			return true
		}
	}
	return false
}
