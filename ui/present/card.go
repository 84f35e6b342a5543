package present

import (
	"math"

	"vitalkeep/charts"
	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// Headline is one of the large figures over a graph.
type Headline struct {
	Figures []Figure
	Caption string
	Strong  string // end of the caption, set in bold
}

// Card is what the dashboard shows of a subject.
type Card struct {
	Subject   Subject
	Figures   []Figure
	When      string // "Today 07:12"
	Day       string // "Today", where there is no room for the time
	Change    string // against a stated period, or why there is none
	Source    string // and what the picture shows
	Giver     string // the source alone, where there is no room for both
	Headlines []Headline
	Spark     Graph
	End       int64 // when the latest ended, UTC milliseconds; 0 unknown
}

// Recent is the newest of a subject's data, what a card is made of. Which of the
// fields count depends on the kind; see [NeedsOf].
type Recent struct {
	Latest   health.Reading
	Days     []health.Day     // of the leading metric, ending at the latest
	Readings []health.Reading // of the leading metric, ending at the latest
	Pairs    []Pair
	Nights   []Night
	Woke     int64 // end of the last night in UTC milliseconds, 0 unknown
	WokeAt   int32 // its offset
}

// How far back cards look.
const (
	TrendDays  = 120 // days of weight, so that the trend has settled
	PairDays   = 60
	NightCount = 8
	TotalDays  = 15
	SpotCount  = 14 // readings in the picture of what is measured now and then
	DenseFrom  = 8  // readings in 24 hours that make a stream
)

// NewCard returns the card of a subject.
func NewCard(s Subject, a Almanac, system health.UnitSystem, r Recent) Card {
	scale := ScaleFor(s.Metric, system)
	c := Card{Subject: s, Source: s.SourceName()}
	c.Spark = Graph{Subject: s, Scale: scale, Almanac: a}
	switch s.Kind {
	case BodyMass:
		if a.Objects.Statistics {
			c.measured(a, scale, r)
			break
		}
		c.weight(a, scale, r)
	case Pressure:
		c.pressure(a, scale, r)
	case Nights:
		c.nights(a, r)
	case Totals:
		c.totals(a, scale, r)
	default:
		c.measured(a, scale, r)
	}
	return c
}

func (c *Card) describe(what string) {
	c.Giver = c.Source
	if c.Source == "" {
		c.Source, c.Giver = what, what
		return
	}
	c.Source += " · " + what
}

func (c *Card) latest(a Almanac, scale Scale, r Recent) {
	if r.Latest.Source != "" {
		c.Source = SourceName(r.Latest.Source)
	}
	c.Figures = scale.Figures(scale.OfSample(r.Latest.Sample))
	c.When = a.When(r.Latest.Start, r.Latest.Offset)
	c.Day = a.Day(health.DateAt(r.Latest.Start, r.Latest.Offset))
	c.Headlines = []Headline{{Figures: c.Figures, Caption: lineWhen(a, r.Latest.Start, r.Latest.Offset)}}
}

func lineWhen(a Almanac, ms int64, offset int32) string {
	return a.Day(health.DateAt(ms, offset)) + ", " + Clock(ms, offset)
}

func (c *Card) weight(a Almanac, scale Scale, r Recent) {
	c.latest(a, scale, r)
	days := OfDays(r.Days, scale, a.Zone)
	trend := TrendOf(days)
	c.describe(locale.T("daily mean"))
	if len(days) == 0 {
		c.Change = locale.T("No trend yet")
		return
	}
	last := days[len(days)-1].T
	c.Spark.Step = Daily
	c.Spark.From, c.Spark.To = last-thirtyDays, last+dayMS/2
	c.Spark.Points = Within(days, c.Spark.From, c.Spark.To)
	c.Spark.Trend = Within(trend, c.Spark.From, c.Spark.To)
	then, now := c.Spark.Trend[0], c.Spark.Trend[len(c.Spark.Trend)-1]
	over := int(math.Round(float64(now.T-then.T) / dayMS))
	if over < 4 {
		c.Change = locale.T("Too few days for a trend")
		return
	}
	if over >= 27 {
		over = 30
	}
	c.Headlines = append(c.Headlines, Headline{Figures: scale.Figures(now.V), Caption: locale.T("Trend")})
	text, some := scale.Change(then.V, now.V)
	if !some {
		c.Change = locale.N("No change in %s day, trend", "No change in %s days, trend", over, Counted(over))
	} else {
		c.Change = locale.N("%[1]s in %[2]s day, trend", "%[1]s in %[2]s days, trend", over, text, Counted(over))
	}
	c.Headlines = append(c.Headlines, Headline{
		Figures: []Figure{{scale.Signed(then.V, now.V), scale.changeSymbol()}},
		Caption: locale.N("In %s day", "In %s days", over, Counted(over)),
	})
	weekly := scale
	weekly.Decimals++
	perWeek := (now.V - then.V) / (float64(now.T-then.T) / dayMS) * 7
	c.Headlines = append(c.Headlines, Headline{
		Figures: []Figure{{weekly.Signed(0, perWeek), scale.changeSymbol()}}, Caption: locale.T("A week, by trend"),
	})
}

func (s Scale) changeSymbol() string {
	if s.Spans() {
		return ""
	}
	return s.Symbol()
}

func (c *Card) pressure(a Almanac, scale Scale, r Recent) {
	c.Spark.Step = Each
	n := len(r.Pairs)
	if n == 0 {
		c.Figures, c.Change = []Figure{{Missing, scale.Symbol()}}, locale.T("No complete reading")
		return
	}
	last := r.Pairs[n-1]
	if last.Source != "" {
		c.Source = SourceName(last.Source)
	}
	c.Figures = []Figure{{scale.PairOf(last.Systolic, last.Diastolic), scale.Symbol()}}
	c.When = a.When(last.Start, last.Offset)
	c.Day = a.Day(health.DateAt(last.Start, last.Offset))
	c.Headlines = []Headline{{Figures: c.Figures, Caption: lineWhen(a, last.Start, last.Offset)}}
	if !a.Objects.Statistics {
		c.pressureMeans(a, scale, r)
	}
	shown := r.Pairs[max(0, n-16):]
	for _, p := range shown {
		c.Spark.Points = append(c.Spark.Points, p.Point(scale))
	}
	c.Spark.From, c.Spark.To = shown[0].Start, last.Start+1
	c.spread()
	c.describe(lastReadings(len(shown)))
}

// pressureMeans adds what the last weeks come to.
func (c *Card) pressureMeans(a Almanac, scale Scale, r Recent) {
	end := r.Pairs[len(r.Pairs)-1].Start + 1
	s1, d1, n1 := PairMean(r.Pairs, end-thirtyDays, end, WholeDay)
	s0, d0, n0 := PairMean(r.Pairs, end-2*thirtyDays, end-thirtyDays, WholeDay)
	change, changed := scale.pairChange(s0, d0, s1, d1)
	switch {
	case n1 < 3:
		c.Change = locale.N("%s reading in 30 days", "%s readings in 30 days", n1, Counted(n1))
	case n0 < 3:
		c.Change = locale.T("Mean %s in 30 days", scale.PairOf(s1, d1))
	case !changed:
		c.Change = locale.T("As the previous 30 days")
	default:
		c.Change = locale.T("%s vs previous 30 days", change)
	}
	if n1 > 1 {
		h := Headline{Figures: []Figure{{scale.PairOf(s1, d1), scale.Symbol()}}, Caption: locale.T("30-day mean")}
		if !a.Objects.Bands {
			h.Caption, h.Strong = h.Caption+" · ", GradeOf(s1, d1).String()
		}
		c.Headlines = append(c.Headlines, h)
	}
	for _, part := range []struct {
		part DayPart
		name string
	}{{Mornings, locale.T("Mornings")}, {Evenings, locale.T("Evenings")}} {
		if s, d, n := PairMean(r.Pairs, end-thirtyDays, end, part.part); n > 1 {
			c.Headlines = append(c.Headlines, Headline{Figures: []Figure{{scale.PairOf(s, d), ""}}, Caption: part.name})
		}
	}
}

// Point is the pair as a mark in the unit shown.
func (p Pair) Point(s Scale) charts.Point {
	upper := s.Of(p.Systolic)
	return charts.Point{T: p.Start, V: upper, Lo: s.Of(p.Diastolic), Hi: upper, N: 1}
}

// spread sets the marks of a card at equal distances, as their picture is too
// small for a scale of time.
func (c *Card) spread() {
	n := len(c.Spark.Points)
	for i := range c.Spark.Points {
		c.Spark.Points[i].T = int64(i)*1000 + 500
	}
	c.Spark.From, c.Spark.To = 0, int64(n)*1000
}

func (c *Card) nights(a Almanac, r Recent) {
	c.Spark.Step = Daily
	n := len(r.Nights)
	if n == 0 {
		c.Figures, c.Change = []Figure{{Missing, ""}}, locale.T("No night with stages")
		return
	}
	last := r.Nights[n-1]
	c.End = r.Woke
	c.Figures = SpanFigures(last.Asleep())
	caption := locale.T("Asleep, night to %s", a.ShortDate(last.Date))
	switch today := a.Today(); last.Date {
	case today:
		caption = locale.T("Asleep, night to today")
	case today.AddDays(-1):
		caption = locale.T("Asleep, night to yesterday")
	}
	c.Day = a.Day(last.Date)
	c.When = c.Day
	if r.Woke != 0 && health.DateAt(r.Woke, r.WokeAt) == last.Date {
		c.When = a.When(r.Woke, r.WokeAt)
		if last.Date == a.Today() {
			c.When = locale.T("Woke %s", Clock(r.Woke, r.WokeAt))
		}
	}
	c.Headlines = []Headline{{Figures: c.Figures, Caption: caption}}
	if !a.Objects.Statistics {
		c.nightMeans(r.Nights[max(0, n-8):n-1], last)
	}
	if !math.IsNaN(last.Deep) {
		c.Headlines = append(c.Headlines, Headline{Figures: SpanFigures(last.Deep), Caption: locale.T("Deep")})
	}
	from, _ := last.Date.AddDays(-6).Bounds(a.Zone)
	_, to := last.Date.Bounds(a.Zone)
	c.Spark.From, c.Spark.To = from, to
	var shown []Night
	for _, x := range r.Nights {
		if x.Date.Compare(last.Date.AddDays(-7)) > 0 {
			shown = append(shown, x)
		}
	}
	c.Spark.SetNights(shown)
	c.describe(locale.T("7 nights"))
}

// nightMeans compares a night with the mean of those before.
func (c *Card) nightMeans(nights []Night, last Night) {
	mean, k := MeanAsleep(nights)
	if k < 3 {
		c.Change = locale.T("Too few nights to compare")
	} else {
		text, some := Scale{Unit: health.Second}.Change(mean, last.Asleep())
		before := locale.N("Mean of %s night before", "Mean of %s nights before", k, Counted(k))
		c.Change = locale.N("%[1]s vs %[2]s-night mean", "%[1]s vs %[2]s-night mean", k, text, Counted(k))
		if !some {
			c.Change = locale.N("As the mean of %s night before", "As the mean of %s nights before", k, Counted(k))
		}
		c.Headlines = append(c.Headlines, Headline{Figures: SpanFigures(mean), Caption: before})
	}
}

func (c *Card) totals(a Almanac, scale Scale, r Recent) {
	c.Spark.Step = Daily
	if len(r.Days) == 0 {
		c.Figures, c.Change = []Figure{{Missing, scale.Symbol()}}, locale.T("No day total")
		return
	}
	last := r.Days[len(r.Days)-1]
	c.Figures = scale.Figures(scale.Of(last.Value))
	c.Day = a.Day(last.Date)
	c.When = c.Day
	c.Headlines = []Headline{{Figures: c.Figures, Caption: c.When}}
	if !a.Objects.Statistics {
		c.totalMeans(a, scale, r)
	}
	from, _ := last.Date.AddDays(-6).Bounds(a.Zone)
	_, to := last.Date.Bounds(a.Zone)
	c.Spark.From, c.Spark.To = from, to
	c.Spark.Points = Within(OfDays(r.Days, scale, a.Zone), from, to)
	c.describe(locale.T("7 days"))
}

// totalMeans compares the last week with the one before.
func (c *Card) totalMeans(a Almanac, scale Scale, r Recent) {
	// The day that is not over is no part of a mean.
	end := r.Days[len(r.Days)-1].Date
	if end == a.Today() {
		end = end.AddDays(-1)
	}
	now, n1 := dayMean(r.Days, end.AddDays(-6), end)
	before, n0 := dayMean(r.Days, end.AddDays(-13), end.AddDays(-7))
	switch {
	case n1 < 4 || n0 < 4 || before == 0:
		c.Change = locale.T("Too few days to compare weeks")
		if n1 > 1 {
			c.Headlines = append(c.Headlines, Headline{Figures: scale.Figures(scale.Of(now)), Caption: locale.N("Mean of %s day", "Mean of %s days", n1, Counted(n1))})
		}
	default:
		percent := Scale{}.Signed(0, (now-before)/before*100)
		c.Change = locale.T("7 days: %s %% vs week before", percent)
		if percent == "0" {
			c.Change = locale.T("7 days: as the week before")
		}
		c.Headlines = append(c.Headlines,
			Headline{Figures: scale.Figures(scale.Of(now)), Caption: locale.T("Mean of 7 days")},
			Headline{Figures: []Figure{{percent, "%"}}, Caption: locale.T("Against the week before")})
	}
}

func dayMean(days []health.Day, from, to health.Date) (float64, int) {
	sum, n := 0.0, 0
	for _, d := range days {
		if d.Date.Compare(from) >= 0 && d.Date.Compare(to) <= 0 {
			sum += d.Value
			n++
		}
	}
	if n == 0 {
		return math.NaN(), 0
	}
	return sum / float64(n), n
}

func (c *Card) measured(a Almanac, scale Scale, r Recent) {
	c.latest(a, scale, r)
	last := r.Latest.Start
	points := OfReadings(r.Readings, scale)
	day := Within(points, last-dayMS+1, last+dayMS)
	if len(day) >= DenseFrom {
		c.stream(a, scale, points, last)
		return
	}
	c.Spark.Step = Each
	shown := points[max(0, len(points)-SpotCount):]
	c.Spark.Points = shown
	if n := len(shown); n > 0 {
		air := max((shown[n-1].T-shown[0].T)/50, 1)
		if n == 1 {
			air = dayMS / 2
		}
		c.Spark.From, c.Spark.To = shown[0].T-air, shown[n-1].T+air
	}
	if n := len(points); a.Objects.Statistics {
		c.Change = ""
	} else if n < 2 {
		c.Change = locale.T("Only reading so far")
	} else {
		text, some := scale.Change(points[n-2].V, points[n-1].V)
		c.Change = locale.T("%s on previous reading", text)
		if !some {
			c.Change = locale.T("As the previous reading")
		}
		m := measure(shown)
		c.Headlines = append(c.Headlines,
			Headline{Figures: []Figure{{scale.Signed(points[n-2].V, points[n-1].V), scale.changeSymbol()}}, Caption: locale.T("On previous reading")},
			Headline{Figures: scale.Figures(m.mean), Caption: locale.N("Mean of last %s", "Mean of last %s", m.n, Counted(m.n))})
	}
	c.describe(lastReadings(len(shown)))
}

func lastReadings(n int) string {
	return locale.N("one reading", "%s readings", n, Counted(n))
}

// stream is for what is recorded all day.
func (c *Card) stream(a Almanac, scale Scale, points []charts.Point, last int64) {
	from := last - dayMS
	c.Spark.Step = Each
	c.Spark.From, c.Spark.To = from, last+hourMS/4
	c.Spark.Points = charts.Envelope(nil, Within(points, from, last+1), from, last+1, 48)
	if a.Objects.Statistics {
		c.Spark.Points = Within(points, from, last+1) // each of them: a mark for several is their mean
	} else {
		c.streamMeans(scale, points, last)
	}
	c.describe(locale.T("24 hours"))
}

// streamMeans compares the last day with the one before.
func (c *Card) streamMeans(scale Scale, points []charts.Point, last int64) {
	from := last - dayMS
	now := measure(Within(points, from+1, last+1))
	before := Within(points, from-dayMS+1, from+1)
	mean := scale.Text(now.mean)
	c.Headlines = append(c.Headlines,
		Headline{Figures: scale.Figures(now.mean), Caption: locale.T("Mean of 24 hours")},
		Headline{Figures: []Figure{{scale.Range(now.low, now.high), scale.Symbol()}}, Caption: locale.T("Range of 24 hours")})
	if len(before) < DenseFrom {
		c.Change = locale.T("Mean %s in 24 hours", mean)
	} else {
		was := measure(before).mean
		if _, some := scale.Change(was, now.mean); some {
			c.Change = locale.T("Mean %[1]s, %[2]s vs 24 h before", scale.Number(now.mean), scale.Signed(was, now.mean))
		} else {
			c.Change = locale.T("Mean %s, as 24 h before", scale.Number(now.mean))
		}
	}
}
