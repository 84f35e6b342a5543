package present

import (
	"image/color"
	"math"
	"time"

	"vitalkeep/charts"
	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// Graph is what the graph of a subject shows in one window.
type Graph struct {
	Subject Subject
	Scale   Scale
	Almanac Almanac
	Window  Window
	// From and To are the span drawn: that of the window, or of one night.
	From, To int64
	// Reach is what was loaded: marks may lie outside of the window.
	Reach Stretch
	Step  Step
	// Joined means that at the step Each some points stand for several readings.
	Joined bool
	// Points are in the unit shown and ordered by time. For pressure V and Hi
	// are systolic, Lo is diastolic. For nights they stand at the tops of the
	// stacks, in hours, or in the middles of the stages.
	Points []charts.Point
	Trend  []charts.Point
	Nights []Night // for nights: as many as Points, unless Stages has a course
	Stages []Stage // the course of one night
	Part   DayPart // for pressure
	// Sources, and the offsets in force where they were taken, are those of the
	// Points where each is one reading; else empty.
	Sources []health.SourceID
	Offsets []int32
	// Beside are further sources, where the Points are those of one, Source, and
	// each mark sums up what lies within a Width of time, in milliseconds.
	Beside []Series
	Source health.SourceID
	Width  int64
	// Means asks for the means of weeks or months beside days; Each for none.
	Means Step
}

// Tints are the colours of data.
type Tints struct {
	Family                 color.NRGBA
	Deep, Light, REM, Wake color.NRGBA
}

// Empty reports whether there is nothing to draw: what lies ready beside the
// window does not count.
func (g Graph) Empty() bool {
	for _, s := range g.series() {
		if g.From >= g.To && len(s.Points) > 0 || len(Within(s.Points, g.From, g.To)) > 0 {
			return false
		}
	}
	return true
}

// Course reports whether the graph is the course of one night.
func (g Graph) Course() bool { return len(g.Stages) > 0 }

// Bars reports whether the marks are bars that stand on 0.
func (g Graph) Bars() bool {
	return g.Subject.Kind == Nights && !g.Course() ||
		g.Subject.Kind == Totals && g.Step != Each
}

// Range is the range of values to draw, 0 and 0 to leave it to the data: what
// adds up begins at 0.
func (g Graph) Range() (low, high float64) {
	if g.Subject.Kind != Totals || g.Bars() || g.Empty() {
		return 0, 0
	}
	for _, p := range g.Points {
		high = max(high, p.V)
	}
	if high <= 0 {
		return 0, 1
	}
	step := math.Pow10(int(math.Floor(math.Log10(high))))
	for _, share := range []float64{0.2, 0.5, 1} {
		if n := math.Ceil(high / (step * share)); n <= 6 {
			return 0, n * step * share
		}
	}
	return 0, 10 * step
}

// hold keeps what stands in the middle of a slot within what was loaded: the
// week of today has its middle in the future, and could not be pointed at there.
func (g *Graph) hold() {
	if g.Reach.From >= g.Reach.To {
		return
	}
	for i := range g.Points {
		g.Points[i].T = min(max(g.Points[i].T, g.Reach.From), g.Reach.To-1)
	}
}

// SetDays fills in the marks of days, or of the weeks or months that they make,
// in order of time; the trend begins to settle before what is shown.
func (g *Graph) SetDays(days []health.Day) {
	points := OfDays(days, g.Scale, g.Almanac.Zone)
	if g.Subject.Kind == BodyMass && !g.Almanac.Objects.Statistics {
		g.Trend = Within(TrendOf(points), g.Reach.From, g.Reach.To)
	}
	g.Points = Coarsen(Within(points, g.Reach.From, g.Reach.To), g.Step, g.Almanac.Zone)
	g.hold()
}

// SetNights fills in the marks of nights.
func (g *Graph) SetNights(nights []Night) {
	g.Nights = nil
	g.Points = nil
	for _, n := range CoarsenNights(nights, g.Step) {
		hours := 0.0
		for _, v := range []float64{n.Deep, n.Light, n.REM, n.Wake} {
			if !math.IsNaN(v) {
				hours += v / 3600
			}
		}
		if hours <= 0 {
			continue
		}
		g.Nights = append(g.Nights, n)
		g.Points = append(g.Points, charts.Point{T: g.middle(n.Date), V: hours, N: 1})
	}
	g.hold()
}

// middle is the middle of the slot that begins at the date.
func (g *Graph) middle(d health.Date) int64 {
	next := d.AddDays(1)
	switch g.Step {
	case Weekly:
		next = d.AddDays(7)
	case Monthly:
		next = slotOf(d.AddDays(31), Monthly)
	}
	from, to := d.Start(g.Almanac.Zone), next.Start(g.Almanac.Zone)
	return from + (to-from)/2
}

// SetCourse makes the graph the course of one night.
func (g *Graph) SetCourse(stages []Stage) {
	g.Stages, g.Points, g.Sources, g.Offsets = stages, nil, nil, nil
	if len(stages) == 0 {
		return
	}
	g.From, g.To = stages[0].From, stages[0].To
	for _, s := range stages {
		g.From, g.To = min(g.From, s.From), max(g.To, s.To)
		g.Points = append(g.Points, charts.Point{T: s.From + (s.To-s.From)/2, V: float64(laneOf(s.Code)) + 0.5, N: 1})
		g.Sources = append(g.Sources, s.Source)
	}
}

// laneNames are the lanes of a night from below.
func laneNames() []string {
	return []string{locale.T("Deep"), locale.C("sleep", "Light"), locale.T("REM"), locale.T("Awake")}
}

func laneOf(code int) int {
	switch code {
	case health.StageDeep:
		return 0
	case health.StageLight:
		return 1
	case health.StageREM:
		return 2
	}
	return 3
}

// calendar is the slot of bars.
func (s Step) calendar() charts.Step {
	switch s {
	case Hourly:
		return charts.Hour
	case Weekly:
		return charts.Week
	case Monthly:
		return charts.Month
	}
	return charts.Day
}

// Marks returns how the graph is drawn.
func (g Graph) Marks(t Tints) []charts.Mark {
	switch {
	case g.Course():
		l := charts.Lanes{Names: laneNames(), Colors: []color.NRGBA{t.Deep, t.Light, t.REM, t.Wake}}
		for _, s := range g.Stages {
			l.Spans = append(l.Spans, charts.LaneSpan{From: s.From, To: s.To, Lane: laneOf(s.Code)})
		}
		return []charts.Mark{l}
	case g.Subject.Kind == Nights:
		return []charts.Mark{stackOf(g.Nights, g.Points, g.Step, t)}
	case g.Bars():
		return []charts.Mark{charts.Bars{Points: g.Points, Color: t.Family, Step: g.Step.calendar()}}
	}
	var out []charts.Mark
	for i, s := range g.series() {
		out = append(out, g.markFor(s.Points, t.Family, charts.Nth(i)))
	}
	if means := g.meanPoints(); len(means) > 0 {
		out = append(out, charts.Means{Points: means, Color: t.Family, Step: g.Means.calendar()})
	}
	return out
}

func stackOf(nights []Night, points []charts.Point, step Step, t Tints) charts.Stack {
	st := charts.Stack{Colors: []color.NRGBA{t.Deep, t.Light, t.REM, t.Wake}, Step: step.calendar()}
	for i, n := range nights {
		st.Bars = append(st.Bars, charts.StackBar{
			T: points[i].T, Parts: []float64{n.Deep / 3600, n.Light / 3600, n.REM / 3600, n.Wake / 3600},
		})
	}
	return st
}

// meanPoints are the means of weeks or months over days, if they are asked for.
func (g Graph) meanPoints() []charts.Point {
	if g.Almanac.Objects.Statistics || g.Step != Daily || g.Means != Weekly && g.Means != Monthly || g.Bars() || g.Subject.Kind == Pressure {
		return nil
	}
	return Coarsen(g.Points, g.Means, g.Almanac.Zone)
}

// markFor is how the readings of the nth source are drawn.
func (g Graph) markFor(points []charts.Point, c color.NRGBA, nth charts.Nth) charts.Mark {
	s := g.Subject
	switch {
	case s.Kind == Pressure:
		return charts.Pressure{Points: points, Color: c, Nth: nth}
	case s.Kind == BodyMass && g.Means == Each:
		return charts.Readings{Points: points, Trend: g.Trend, Color: c, Nth: nth}
	case s.Family == health.Body, s.Kind == Condition:
		return charts.Readings{Points: points, Color: c, Nth: nth}
	case s.Metric.ID == "spo2" && g.Width == 0:
		return charts.Diamonds{Points: points, Color: c, Nth: nth}
	case s.Family == health.Heart && !s.Metric.Active, s.Family == health.Room, s.Kind == Untold, g.Width > 0:
		return charts.Line{Points: points, Color: c, Nth: nth}
	}
	return charts.Joined{Points: points, Color: c, Nth: nth}
}

// MinSpan is the least range of values worth drawing, so that noise of a
// device does not look like news.
func (g Graph) MinSpan() float64 {
	if g.Subject.Kind == Pressure || g.Subject.Kind == Nights {
		return 0
	}
	return math.Pow10(-g.Scale.Decimals) * 10
}

// Gap is the longest time that a line joins; 0 leaves it to the data. Of several
// sources it is that of the densest: a few single readings among its many are no
// line.
func (g Graph) Gap() time.Duration {
	if g.Subject.Kind == BodyMass && g.Step == Daily {
		return TrendGap(g.Points)
	}
	if all := g.series(); len(all) > 1 {
		return charts.GapAfter(all[0].Points)
	}
	return 0
}

// SetPairs fills in the marks of blood pressure, of the graph's part of the day.
func (g *Graph) SetPairs(pairs []Pair) {
	var points []charts.Point
	g.Sources, g.Offsets = nil, nil
	for _, p := range pairs {
		if g.Part.Holds(p.Start, p.Offset) {
			points = append(points, p.Point(g.Scale))
			g.Sources = append(g.Sources, p.Source)
			g.Offsets = append(g.Offsets, p.Offset)
		}
	}
	if g.Step != Each {
		g.Sources, g.Offsets = nil, nil
		points = pairSlots(points, g.Step, g.Almanac.Zone)
	}
	g.Points = points
	if g.Step != Each {
		g.hold()
	}
}

// pairSlots joins pairs by day, week or month: the means of both numbers over
// the readings.
func pairSlots(points []charts.Point, step Step, zone *time.Location) []charts.Point {
	var out []charts.Point
	var slot health.Date
	for _, p := range points {
		d := slotOf(health.DateAt(p.T, health.OffsetAt(p.T, zone)), step)
		if len(out) == 0 || d != slot {
			slot = d
			next := d.AddDays(1)
			switch step {
			case Weekly:
				next = d.AddDays(7)
			case Monthly:
				next = slotOf(d.AddDays(31), Monthly)
			}
			from, to := d.Start(zone), next.Start(zone)
			out = append(out, charts.Point{T: from + (to-from)/2})
		}
		last := &out[len(out)-1]
		last.N++
		last.Hi += (p.Hi - last.Hi) / float64(last.N)
		last.Lo += (p.Lo - last.Lo) / float64(last.N)
		last.V = last.Hi
	}
	return out
}
