package present

import (
	"math"
	"slices"
	"time"

	"vitalkeep/health"
	"vitalkeep/insights"
	"vitalkeep/ui/locale"
)

// InsightData is what the insights into a subject are made of. Values are
// canonical; those of blood pressure come in twos, days and parts of the day of
// both numbers alike.
type InsightData struct {
	Subject Subject
	Scale   Scale
	Almanac Almanac
	// Last is the last day that counts: that of the newest reading, and the day
	// before where that one is not over and adds up.
	Last    health.Date
	Days    []health.Day
	Lower   []health.Day // diastolic
	Trend   []insights.TrendPoint
	Gap     int // days over which the trend does not reach
	Pairs   []insights.Pair
	Started health.Date // of a home week that the person began; zero for none

	// Parts of the days from PartsFrom to Last.
	Parts, LowerParts [insights.DayParts]insights.PartMean
	PartsFrom         health.Date
}

// How far insights look.
const (
	InsightWeeks     = 8   // of weekly means
	InsightMonths    = 12  // of monthly means
	InsightDays      = 400 // that hold them, and the baseline
	InsightPartDays  = 28  // for the time of day
	InsightPairDays  = 70  // in which a home week is looked for
	leastMeanDays    = 3   // of a week or month, below which it is not compared
	leastPartDays    = 3   // of a part of the day
	startedWeekStays = 28  // days after its end that a week which was begun is shown
)

// Insight is one thing that the data of a subject come to.
type Insight struct {
	Title     string
	Headlines []Headline
	// Words say it in a sentence, or what is missing.
	Words string
	// Rests says how many days or readings it rests on, and how it is made.
	Rests string
	// Thin means that there is too little data to say more.
	Thin bool

	// One of these may be there.
	Steps *InsightSteps
	Range *InsightRange
	Parts []InsightPart

	// A table; Heads is empty where there is none.
	Heads [3]string
	Rows  []InsightRow
}

// InsightSteps is the means of weeks or months that follow each other, in the
// unit shown; NaN where there is none. Lower is empty but for blood pressure.
type InsightSteps struct {
	Values, Lower []float64
	Bars          bool // stand on 0
	Open          bool // the last one is not over
}

// InsightRange is a usual range and the days against it, in the unit shown.
type InsightRange struct {
	Low, Median, Top float64
	Recent           []float64
	LowText, TopText string
}

// InsightPart is one part of the day. Values are in the unit shown.
type InsightPart struct {
	Name, Hours, Value, Rests string
	Amount, Lower             float64 // NaN for none
	Bar                       bool    // stands on 0
	Thin                      bool
}

// InsightRow is a row of a table.
type InsightRow struct {
	Cells [3]string
	Open  bool // the span is not over
}

// paired reports whether values come in twos.
func (x *InsightData) paired() bool { return x.Subject.Kind == Pressure }

// shown is a canonical value in the unit shown.
func (x *InsightData) shown(v float64) float64 { return x.Scale.Of(v) }

// text is a value with its unit.
func (x *InsightData) text(v, lower float64) string {
	if x.paired() {
		return x.Scale.PairOf(v, lower) + "\u00a0" + x.Scale.Symbol()
	}
	return x.Scale.Text(x.shown(v))
}

// number is a value without its unit.
func (x *InsightData) number(v, lower float64) string {
	if x.paired() {
		return x.Scale.PairOf(v, lower)
	}
	return x.Scale.Number(x.shown(v))
}

// figures are a value as large figures.
func (x *InsightData) figures(v, lower float64) []Figure {
	if x.paired() {
		return []Figure{{x.Scale.PairOf(v, lower), x.Scale.Symbol()}}
	}
	return x.Scale.Figures(x.shown(v))
}

// change is the signed difference of two values, and whether there is one.
func (x *InsightData) change(from, fromLower, to, toLower float64) (string, bool) {
	if !x.paired() {
		return x.Scale.Change(x.shown(from), x.shown(to))
	}
	text, some := x.Scale.pairChange(from, fromLower, to, toLower)
	return text + "\u00a0" + x.Scale.Symbol(), some
}

// Insights are what the data comes to, but for a home week of blood pressure,
// which is [InsightData.HomeWeek].
func (x *InsightData) Insights() []Insight {
	var out []Insight
	if x.Subject.Kind == BodyMass {
		out = append(out, x.pace())
	}
	out = append(out, x.baseline()...)
	if x.Subject.Kind != Nights {
		out = append(out, x.timeOfDay())
	}
	return append(out, x.weeks(), x.months())
}

func (x *InsightData) pace() Insight {
	p := insights.PaceOf(x.Trend, x.Gap)
	in := Insight{Title: locale.T("Trend")}
	span := Counted(p.Span())
	if p.Days > 0 {
		in.Headlines = []Headline{{Figures: x.figures(p.Now, 0), Caption: locale.T("Trend")}}
	}
	if !p.Enough {
		in.Thin = true
		in.Words = locale.T("Too few days to tell a pace: the trend needs weigh-ins on seven days over two weeks.")
		in.Rests = locale.N("Weigh-ins so far: %[1]s, on one day since the trend began.", "Weigh-ins so far on %[1]s days, over %[2]s days since the trend began.", p.Days, Counted(p.Days), span)
		return in
	}
	weekly := x.Scale
	weekly.Decimals++
	week := weekly.Signed(0, x.shown(p.PerWeek)-x.shown(0))
	in.Headlines = append(in.Headlines, Headline{Figures: []Figure{{week, x.Scale.changeSymbol()}}, Caption: locale.T("A week")})
	text, some := x.Scale.Change(x.shown(p.Now-p.Change), x.shown(p.Now))
	from, to := x.Almanac.WordDate(p.From), x.Almanac.WordDate(p.To)
	switch amount := text[len(signOf(p.Change)):]; {
	case !some:
		in.Words = locale.T("By its trend it stayed the same from %[1]s to %[2]s.", from, to)
	case p.Change < 0:
		in.Words = locale.T("By its trend it fell by %[1]s from %[2]s to %[3]s.", amount, from, to)
	default:
		in.Words = locale.T("By its trend it rose by %[1]s from %[2]s to %[3]s.", amount, from, to)
	}
	in.Rests = locale.T("Rests on %[1]s days with weigh-ins in %[2]s days. The trend follows them by T += α(W − T) with a time constant of seven days.", Counted(p.Days), span)
	return in
}

func (x *InsightData) weeks() Insight {
	start := locale.WeekStart()
	in := Insight{Title: locale.T("Weekly means"), Heads: [3]string{locale.T("Week"), locale.T("Mean"), locale.T("Days")}}
	first := insights.WeekOf(x.Last, start)
	var slots []health.Date
	for i := range InsightWeeks {
		slots = append(slots, first.AddDays(7*(i+1-InsightWeeks)))
	}
	label := func(m insights.Mean) string {
		return locale.T("%[1]s – %[2]s", x.Almanac.ShortDate(m.From), x.Almanac.ShortDate(m.To))
	}
	words := func(m insights.Mean, value, change string) string {
		from, to := x.Almanac.WordDate(m.From), x.Almanac.WordDate(m.To)
		switch change {
		case "":
			return locale.T("From %[1]s to %[2]s the mean was %[3]s.", from, to, value)
		case asBefore:
			return locale.T("From %[1]s to %[2]s the mean was %[3]s, as in the week before.", from, to, value)
		}
		return locale.T("From %[1]s to %[2]s the mean was %[3]s, %[4]s against the week before.", from, to, value, change)
	}
	x.means(&in, slots, insights.WeekMeans(x.Days, start), insights.WeekMeans(x.Lower, start), label, words)
	if in.Words == "" {
		in.Words = locale.T("No whole week with readings on at least three days yet.")
	}
	in.Rests = locale.T("Every day counts once, however many readings it has.")
	if start == time.Monday {
		in.Rests = locale.T("Every day counts once, however many readings it has. Weeks begin on Monday, as in ISO 8601.")
	}
	return in
}

func (x *InsightData) months() Insight {
	in := Insight{Title: locale.T("Monthly means"), Heads: [3]string{locale.T("Month"), locale.T("Mean"), locale.T("Days")}}
	slots := []health.Date{{Year: x.Last.Year, Month: x.Last.Month, Day: 1}}
	for len(slots) < InsightMonths {
		before := slots[0].AddDays(-1)
		slots = slices.Insert(slots, 0, health.Date{Year: before.Year, Month: before.Month, Day: 1})
	}
	label := func(m insights.Mean) string { return locale.MonthYear(m.From) }
	words := func(m insights.Mean, value, change string) string {
		month := locale.MonthYear(m.From)
		switch change {
		case "":
			return locale.T("In %[1]s the mean was %[2]s.", month, value)
		case asBefore:
			return locale.T("In %[1]s the mean was %[2]s, as in the month before.", month, value)
		}
		return locale.T("In %[1]s the mean was %[2]s, %[3]s against the month before.", month, value, change)
	}
	x.means(&in, slots, insights.MonthMeans(x.Days), insights.MonthMeans(x.Lower), label, words)
	if in.Words == "" {
		in.Words = locale.T("No whole month with readings on at least three days yet.")
	}
	in.Rests = locale.T("Every day counts once, however many readings it has.")
	return in
}

// asBefore stands for a change that nobody sees.
const asBefore = "="

// means fills in graph, table and sentence of the means of some spans that
// follow each other.
func (x *InsightData) means(in *Insight, slots []health.Date, all, lower []insights.Mean, label func(insights.Mean) string, words func(m insights.Mean, value, change string) string) {
	steps := &InsightSteps{Bars: x.Subject.Kind == Totals}
	find := func(means []insights.Mean, from health.Date) (insights.Mean, bool) {
		i := slices.IndexFunc(means, func(m insights.Mean) bool { return m.From == from })
		if i < 0 {
			return insights.Mean{Value: math.NaN()}, false
		}
		return means[i], true
	}
	today := x.Almanac.Today()
	var whole []insights.Mean // the last two spans that are over, one after the other
	for i, from := range slots {
		m, ok := find(all, from)
		d, _ := find(lower, from)
		open := ok && m.To.Compare(today) >= 0
		steps.Values = append(steps.Values, x.shown(m.Value))
		if x.paired() {
			steps.Lower = append(steps.Lower, d.Value)
		}
		if i == len(slots)-1 {
			steps.Open = open
		}
		if !ok {
			continue
		}
		name := label(m)
		if open {
			name = locale.T("%s, so far", name)
		}
		days := locale.T("%[1]s of %[2]s", Counted(m.Days), Counted(m.Length()))
		in.Rows = append(in.Rows, InsightRow{Cells: [3]string{name, x.text(m.Value, d.Value), days}, Open: open})
		if !open && m.Days >= leastMeanDays {
			if n := len(whole); n > 0 && whole[n-1].To.AddDays(1) != m.From {
				whole = nil
			}
			whole = append(whole, m)
		}
	}
	slices.Reverse(in.Rows)
	if known(steps.Values) > 1 {
		steps.trim()
		in.Steps = steps
	}
	if len(whole) == 0 {
		in.Thin = true
		return
	}
	now := whole[len(whole)-1]
	d, _ := find(lower, now.From)
	if len(whole) == 1 {
		in.Words = words(now, x.text(now.Value, d.Value), "")
		return
	}
	was := whole[len(whole)-2]
	d0, _ := find(lower, was.From)
	change, some := x.change(was.Value, d0.Value, now.Value, d.Value)
	if !some {
		change = asBefore
	}
	in.Words = words(now, x.text(now.Value, d.Value), change)
}

// leastSteps is how many steps a graph has at least.
const leastSteps = 4

// trim takes away what is empty at the start.
func (s *InsightSteps) trim() {
	empty := slices.IndexFunc(s.Values, func(v float64) bool { return !math.IsNaN(v) })
	n := max(0, min(empty, len(s.Values)-leastSteps))
	s.Values, s.Lower = s.Values[n:], s.Lower[min(n, len(s.Lower)):]
}

func known(values []float64) int {
	n := 0
	for _, v := range values {
		if !math.IsNaN(v) {
			n++
		}
	}
	return n
}
