package present

import (
	"image/color"
	"math"
	"slices"
	"strings"

	"vitalkeep/charts"
	"vitalkeep/health"
	"vitalkeep/ui/locale"
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
		t.Title = laneNames()[laneOf(s.Code)]
		t.Lines = []string{
			Clock(s.From, s.Offset) + "–" + Clock(s.To, s.Offset),
			Span(float64(s.To-s.From) / 1000),
		}
	case g.Subject.Kind == Nights:
		n := g.Nights[i]
		t.Title = locale.T("%s asleep", Span(n.Asleep()))
		t.Lines = []string{g.whenText(p.T)}
		var parts []string
		add := func(v float64, text string) {
			if !math.IsNaN(v) {
				parts = append(parts, text)
			}
		}
		add(n.Deep, locale.T("Deep %s", Span(n.Deep)))
		add(n.Light, locale.T("light %s", Span(n.Light)))
		add(n.REM, locale.T("REM %s", Span(n.REM)))
		add(n.Wake, locale.T("awake %s", Span(n.Wake)))
		if len(parts) > 2 {
			t.Lines = append(t.Lines, strings.Join(parts[:2], " · "))
			parts = parts[2:]
		}
		t.Lines = append(t.Lines, strings.Join(parts, " · "))
	case g.Subject.Kind == Pressure:
		t.Title = g.Scale.Pair(p.Hi, p.Lo) + " " + g.Scale.Symbol()
		t.Lines = []string{g.whenText(p.T)}
		if g.Step != Each && p.N > 0 {
			t.Lines[0] = locale.T("%[1]s, mean of %[2]s", t.Lines[0], Counted(p.N))
		}
	default:
		t.Title = g.Scale.Text(p.V)
		t.Lines = []string{g.whenText(p.T)}
		switch {
		case g.Subject.Kind == Totals && (g.Step == Weekly || g.Step == Monthly):
			t.Title = locale.T("%s a day", t.Title)
			t.Lines = append(t.Lines, locale.T("Range %s", g.Scale.Range(p.Lo, p.Hi)))
		case g.Subject.Kind == Totals:
		case p.N > 1 && g.Almanac.Objects.Statistics:
			t.Title = g.Scale.Range(p.Lo, p.Hi) + " " + g.Scale.Symbol()
			t.Lines = append(t.Lines, locale.N("%s reading", "%s readings", p.N, Counted(p.N)))
		case p.N > 1:
			t.Lines[0] = locale.T("%[1]s, mean of %[2]s", t.Lines[0], Counted(p.N))
			if p.Lo < p.Hi {
				t.Lines = append(t.Lines, locale.T("Range %s", g.Scale.Range(p.Lo, p.Hi)))
			}
		}
		if v, ok := trendAt(g.Trend, p.T); ok {
			n := len(t.Lines) - 1
			t.Lines[n] = locale.T("%[1]s · trend %[2]s", t.Lines[n], g.Scale.Number(v))
		}
	}
	name := g.Subject.SourceNames()
	switch {
	case i < len(g.Sources):
		name = SourceName(g.Sources[i])
	case g.Source != "":
		name = SourceName(g.Source)
	}
	if name != "" {
		t.Lines = append(t.Lines, name)
	}
	t.Lines = append(t.Lines, g.besides(p.T)...)
	t.Text = t.Title + ", " + strings.Join(t.Lines, ", ")
	return t
}

// Range returns "77.5–78.4" of two shown values.
func (s Scale) Range(lo, hi float64) string {
	a, b := s.Number(lo), s.Number(hi)
	if a == b {
		return a
	}
	if strings.Contains(a, Minus) || strings.Contains(b, Minus) || s.Spans() || s.Stones {
		return locale.T("%[1]s to %[2]s", a, b)
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
	if g.Width > 0 && i >= 0 && g.Points[i].N > 1 {
		off := g.Almanac.OffsetAt(t)
		return Moment(t-g.Width/2, off) + "–" + Clock(t+g.Width/2, off)
	}
	return g.slotText(t)
}

// slotText says when the mark at t is: "27 Sep 2025", "Week from 22 Sep 2025".
func (g Graph) slotText(t int64) string {
	off := g.Almanac.OffsetAt(t)
	d := health.DateAt(t, off)
	switch g.Step {
	case Weekly:
		return locale.T("Week from %s", FullDate(slotOf(d, Weekly)))
	case Monthly:
		return locale.MonthYear(d)
	case Daily:
		if g.Subject.Kind == Nights {
			return locale.T("Night to %s", FullDate(d))
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
	SquareSign
	TriangleSign
)

// LegendItem is one sign and its words. Lane tells the colour of a stage of
// sleep, counted from Deep; -1 is the colour of the family.
type LegendItem struct {
	Mark LegendMark
	Lane int
	Text string
	// Nth is which of several sources the sign is of; 0 the first, or all.
	Nth charts.Nth
}

// meanName names marks that stand for means.
func (g Graph) meanName() string {
	switch g.Step {
	case Hourly:
		return locale.T("Hourly mean")
	case Daily:
		return locale.T("Daily mean")
	case Weekly:
		return locale.T("Weekly mean")
	case Monthly:
		return locale.T("Monthly mean")
	}
	if g.Joined && g.Almanac.Objects.Statistics {
		return locale.T("Readings close together")
	}
	if g.Joined {
		return locale.T("Mean of readings close together")
	}
	return locale.T("Each reading")
}

// Legend says what the marks are.
func (g Graph) Legend() []LegendItem {
	ribbon := LegendItem{Mark: AreaSign, Lane: -1, Text: locale.T("Lowest to highest")}
	switch g.Subject.Kind {
	case Nights:
		return g.nightLegend()
	case Pressure:
		return g.pressureLegend()
	case Totals:
		switch g.Step {
		case Each, Hourly:
			return []LegendItem{{Mark: BoxSign, Lane: -1, Text: locale.T("Each hour")}}
		case Daily:
			return []LegendItem{{Mark: BoxSign, Lane: -1, Text: locale.T("Each day")}}
		case Weekly:
			return []LegendItem{{Mark: BoxSign, Lane: -1, Text: locale.T("A day, mean of the week")}}
		}
		return []LegendItem{{Mark: BoxSign, Lane: -1, Text: locale.T("A day, mean of the month")}}
	case BodyMass:
		out := append(g.sourceLegend(DotSign), g.meansLegend()...)
		if len(g.Trend) > 0 && g.Means == Each {
			out = append(out, LegendItem{Mark: LineSign, Lane: -1, Text: locale.T("Trend, 7-day")})
		}
		if g.ribbon() {
			out = append(out, ribbon)
		}
		return out
	}
	sign := LineSign
	switch g.markFor(nil, color.NRGBA{}, 0).(type) {
	case charts.Readings:
		sign = DotSign
	case charts.Diamonds:
		sign = DiamondSign
	}
	out := g.sourceLegend(sign)
	out = append(out, g.meansLegend()...)
	if g.ribbon() {
		out = append(out, ribbon)
	}
	return append(out, g.limitLegend()...)
}

// sourceLegend says what the marks are, and of whom where there are several.
func (g Graph) sourceLegend(sign LegendMark) []LegendItem {
	series := g.series()
	if len(series) < 2 {
		return []LegendItem{{Mark: sign, Lane: -1, Text: g.meanName()}}
	}
	var out []LegendItem
	for i, s := range series {
		item := LegendItem{Mark: sign, Lane: -1, Text: SourceName(s.Source), Nth: charts.Nth(i)}
		switch {
		case i == 0:
			item.Text = Facts(item.Text, g.meanName())
		case sign == LineSign && s.apart(g.Gap()):
			item.Mark = DotSign // nothing joins them
		}
		out = append(out, item)
	}
	return out
}

// meansLegend names the line of means that was asked for.
func (g Graph) meansLegend() []LegendItem {
	if len(g.meanPoints()) == 0 {
		return nil
	}
	text := locale.T("Weekly mean")
	if g.Means == Monthly {
		text = locale.T("Monthly mean")
	}
	return []LegendItem{{Mark: LineSign, Lane: -1, Text: text}}
}

func (g Graph) nightLegend() []LegendItem {
	var out []LegendItem
	for i, n := range laneNames() {
		out = append(out, LegendItem{Mark: BoxSign, Lane: i, Text: n})
	}
	switch g.Step {
	case Weekly:
		out[0].Text = locale.T("Weekly means: Deep")
	case Monthly:
		out[0].Text = locale.T("Monthly means: Deep")
	}
	return out
}

func (g Graph) pressureLegend() []LegendItem {
	high, low := locale.T("Systolic"), locale.T("Diastolic")
	switch g.Step {
	case Daily:
		high, low = locale.T("Daily mean, systolic"), locale.C("beside the mean of systolic", "diastolic")
	case Weekly:
		high, low = locale.T("Weekly mean, systolic"), locale.C("beside the mean of systolic", "diastolic")
	case Monthly:
		high, low = locale.T("Monthly mean, systolic"), locale.C("beside the mean of systolic", "diastolic")
	}
	out := []LegendItem{{Mark: DotSign, Lane: -1, Text: high}, {Mark: RingSign, Lane: -1, Text: low}}
	if series := g.series(); len(series) > 1 {
		out[0].Text = Facts(SourceName(series[0].Source), high)
		for i, s := range series[1:] {
			out = append(out, LegendItem{Mark: SquareSign, Lane: -1, Text: SourceName(s.Source), Nth: charts.Nth(i + 1)})
		}
	}
	if g.Almanac.Objects.Bands {
		return out
	}
	return append(out, LegendItem{Mark: DashSign, Lane: -1, Text: locale.T("ESC 2024 limits, office, adults")})
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
