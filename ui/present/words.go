package present

import (
	"fmt"
	"math"

	"vitalkeep/charts"
	"vitalkeep/health"
)

// InWords says in a sentence or two what the graph shows.
func (g Graph) InWords() string {
	from, to := g.Almanac.DateAt(g.Window.From), g.Almanac.DateAt(g.Window.To-1)
	span := fmt.Sprintf("From %s to %s", g.Almanac.WordDate(from), g.Almanac.WordDate(to))
	if from.Year != to.Year {
		span = fmt.Sprintf("From %s to %s", at(from).Format(wordDate), at(to).Format(wordDate))
	}
	if from == to {
		span = "On " + g.Almanac.WordDate(to)
	}
	if g.Empty() {
		return "No readings " + lower(span) + "."
	}
	switch {
	case g.Course():
		return g.courseWords()
	case g.Subject.Kind == Nights:
		return g.nightWords()
	case g.Subject.Kind == Pressure:
		return g.pressureWords(span)
	case g.Subject.Kind == Totals:
		return g.totalWords(span)
	case g.Subject.Kind == BodyMass && len(g.Trend) > 1:
		if words, ok := g.trendWords(span); ok {
			return words
		}
	}
	return g.meanWords(span)
}

const wordDate = "2 January 2006"

func lower(s string) string {
	if s == "" {
		return s
	}
	return string(s[0]|0x20) + s[1:]
}

// trendWords tells how the trend went over the window.
func (g Graph) trendWords(span string) (string, bool) {
	trend := Within(g.Trend, g.Window.From, g.Window.To)
	if len(trend) < 2 {
		return "", false
	}
	first, last := trend[0].V, trend[len(trend)-1].V
	change, some := g.Scale.Change(first, last)
	words := span + " the trend stayed at " + g.Scale.Text(last)
	if some {
		verb := "rose"
		if last < first {
			verb = "fell"
		}
		words = fmt.Sprintf("%s the trend %s by %s to %s", span, verb, change[len(signOf(last-first)):], g.Scale.Text(last))
	}
	if g.Step == Daily {
		if days, at, ok := g.longestGap(); ok {
			words += fmt.Sprintf(", with %s without readings in %s", Plural(days, "day", "days"), monthName(at, g.Almanac))
		}
	}
	return words + ".", true
}

func monthName(ms int64, a Almanac) string { return local(ms, a.OffsetAt(ms)).Format("January") }

// longestGap is the longest run of whole days without a reading that breaks the
// line.
func (g Graph) longestGap() (days int, at int64, ok bool) {
	points := Within(g.Points, g.Window.From, g.Window.To)
	limit := TrendGap(g.Points).Milliseconds()
	longest := int64(0)
	for i := 1; i < len(points); i++ {
		if d := points[i].T - points[i-1].T; d > limit && d > longest {
			longest, at = d, points[i-1].T+d/2
		}
	}
	if longest == 0 {
		return 0, 0, false
	}
	return int(math.Round(float64(longest)/dayMS)) - 1, at, true
}

// meanWords tells mean, lowest and highest.
func (g Graph) meanWords(span string) string {
	s := g.Scale
	points := Within(g.Points, g.Window.From, g.Window.To)
	if len(points) == 0 {
		return "No readings " + lower(span) + "."
	}
	if len(points) == 1 && points[0].N <= 1 {
		p := points[0]
		return fmt.Sprintf("One reading, %s, %s.", s.Text(p.V), g.whenText(p.T))
	}
	m := measure(points)
	words := fmt.Sprintf("%s the mean of %s is %s", span, Plural(m.n, "reading", "readings"), s.Text(m.mean))
	if s.Number(m.low) == s.Number(m.high) {
		return words + ", always the same."
	}
	return fmt.Sprintf("%s, the lowest %s and the highest %s.", words, s.Number(m.low), s.Number(m.high))
}

type measures struct {
	mean, low, high float64
	lowAt, highAt   int64
	n               int
}

// measure weighs means of several readings by their number.
func measure(points []charts.Point) measures {
	m := measures{low: math.Inf(1), high: math.Inf(-1)}
	sum := 0.0
	for _, p := range points {
		if math.IsNaN(p.V) {
			continue
		}
		n := max(p.N, 1)
		lo, hi := p.V, p.V
		if p.Lo <= p.V && p.V <= p.Hi {
			lo, hi = p.Lo, p.Hi
		}
		if lo < m.low {
			m.low, m.lowAt = lo, p.T
		}
		if hi > m.high {
			m.high, m.highAt = hi, p.T
		}
		sum += p.V * float64(n)
		m.n += n
	}
	m.mean = sum / float64(m.n)
	return m
}

// totalWords tells the mean of days, the most and the fewest.
func (g Graph) totalWords(span string) string {
	points := Within(g.Points, g.Window.From, g.Window.To)
	if g.Step == Hourly || g.Step == Each {
		sum := 0.0
		for _, p := range points {
			sum += p.V
		}
		return fmt.Sprintf("%s %s in all, by hour.", span, g.Scale.Text(sum))
	}
	sum, days := 0.0, 0
	most := charts.Point{V: math.Inf(-1)}
	least := charts.Point{V: math.Inf(1)}
	for _, p := range points {
		sum += p.V
		days++
		if p.V > most.V {
			most = p
		}
		if p.V < least.V {
			least = p
		}
	}
	if days == 0 {
		return "No readings " + lower(span) + "."
	}
	s := g.Scale
	if days == 1 {
		return fmt.Sprintf("%s: %s.", g.slotText(most.T), s.Text(most.V))
	}
	name := func(p charts.Point) string {
		if g.Step == Daily {
			return "on " + g.Almanac.WordDate(g.Almanac.DateAt(p.T))
		}
		return "in the " + g.slotWords(p.T)
	}
	if g.Step == Monthly {
		name = func(p charts.Point) string { return "in " + g.slotText(p.T) }
	}
	return fmt.Sprintf("%s %s a day, mean of %s: the most %s %s, the least %s %s.",
		span, s.Text(sum/float64(days)), Plural(days, g.Step.Noun(), g.Step.Noun()+"s"),
		s.Number(most.V), name(most), s.Number(least.V), name(least))
}

func (g Graph) pressureWords(span string) string {
	sys, dia, n := 0.0, 0.0, 0
	for _, p := range Within(g.Points, g.Window.From, g.Window.To) {
		k := max(p.N, 1)
		sys += p.Hi * float64(k)
		dia += p.Lo * float64(k)
		n += k
	}
	if n == 0 {
		return "No readings " + lower(span) + "."
	}
	sys, dia = sys/float64(n), dia/float64(n)
	if n == 1 {
		p := Within(g.Points, g.Window.From, g.Window.To)[0]
		return fmt.Sprintf("One reading, %s mmHg, %s. One reading alone is not graded.", PairText(sys, dia), g.whenText(p.T))
	}
	return fmt.Sprintf("%s the mean of %s is %s mmHg, named %s by ESC 2024 (office, adults). The worse of the two numbers decides. A name for an average, not a diagnosis.",
		span, Plural(n, "reading", "readings"), PairText(sys, dia), GradeOf(sys, dia))
}

func (g Graph) nightWords() string {
	mean, n := MeanAsleep(g.Nights)
	unit, units := "night", "nights"
	switch g.Step {
	case Weekly:
		unit, units = "week", "weeks"
	case Monthly:
		unit, units = "month", "months"
	}
	if n == 0 {
		return "No night with stages of sleep here."
	}
	if n == 1 {
		return fmt.Sprintf("One %s, %s asleep: %s.", unit, Span(mean), g.slotText(g.Points[len(g.Points)-1].T))
	}
	longest, shortest := -1, -1
	for i, x := range g.Nights {
		if math.IsNaN(x.Asleep()) {
			continue
		}
		if longest < 0 || x.Asleep() > g.Nights[longest].Asleep() {
			longest = i
		}
		if shortest < 0 || x.Asleep() < g.Nights[shortest].Asleep() {
			shortest = i
		}
	}
	words := fmt.Sprintf("The mean of %s is %s asleep", Plural(n, unit, units), Span(mean))
	if g.Step != Daily {
		words += " a night"
	}
	return fmt.Sprintf("%s, the longest %s (%s) and the shortest %s (%s).", words,
		Span(g.Nights[longest].Asleep()), g.slotWords(g.Points[longest].T),
		Span(g.Nights[shortest].Asleep()), g.slotWords(g.Points[shortest].T))
}

// slotWords is slotText in the middle of a sentence.
func (g Graph) slotWords(t int64) string {
	if g.Step == Monthly {
		return g.slotText(t)
	}
	return lower(g.slotText(t))
}

func (g Graph) courseWords() string {
	totals := NightsOfStages(g.Stages)
	if len(totals) == 0 {
		return ""
	}
	n := totals[len(totals)-1]
	woken := 0
	for i, s := range g.Stages {
		if s.Code == health.StageAwake && i > 0 && i < len(g.Stages)-1 {
			woken++
		}
	}
	last := g.Stages[len(g.Stages)-1]
	first := g.Stages[0]
	words := fmt.Sprintf("From %s to %s: %s asleep, of it %s deep and %s REM",
		Clock(first.From, first.Offset), Clock(last.To, last.Offset), Span(n.Asleep()), Span(n.Deep), Span(n.REM))
	if woken > 0 {
		words += ", awake " + Plural(woken, "time", "times") + " in between"
	}
	return words + "."
}
