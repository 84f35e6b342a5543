package present

import (
	"math"

	"vitalkeep/charts"
	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// InWords says in a sentence or two what the graph shows.
func (g Graph) InWords() string {
	if g.Empty() {
		return g.noneWords()
	}
	switch {
	case g.Course():
		return g.courseWords()
	case g.Almanac.Objects.Statistics:
		return g.countWords()
	case g.Subject.Kind == Nights:
		return g.nightWords()
	case g.Subject.Kind == Pressure:
		return g.pressureWords()
	case g.Subject.Kind == Totals:
		return g.totalWords()
	case g.Subject.Kind == BodyMass && len(g.Trend) > 1:
		if words, ok := g.trendWords(); ok {
			return words
		}
	}
	if len(g.Beside) > 0 {
		return locale.T("%[1]s: %[2]s", SourceName(g.Source), g.meanWords())
	}
	return g.meanWords()
}

// ends are the first and the last date of the window in words. The year stands
// at both where they differ in it.
func (g Graph) ends() (from, to string, same bool) {
	first, last := g.Almanac.DateAt(g.Window.From), g.Almanac.DateAt(g.Window.To-1)
	if first.Year != last.Year {
		return locale.WordDate(first), locale.WordDate(last), false
	}
	return g.Almanac.WordDate(first), g.Almanac.WordDate(last), first == last
}

// span is the window as the begin of a sentence.
func (g Graph) span() string {
	from, to, same := g.ends()
	if same {
		return locale.T("On %s", to)
	}
	return locale.T("From %[1]s to %[2]s", from, to)
}

func (g Graph) noneWords() string {
	from, to, same := g.ends()
	if same {
		return locale.T("No readings on %s.", to)
	}
	return locale.T("No readings from %[1]s to %[2]s.", from, to)
}

// countWords tells how many marks there are and nothing of what they come to.
func (g Graph) countWords() string {
	n := 0
	for _, s := range g.series() {
		for _, p := range Within(s.Points, g.Window.From, g.Window.To) {
			n += max(p.N, 1)
		}
	}
	if g.Bars() {
		n = len(Within(g.Points, g.Window.From, g.Window.To))
	}
	switch {
	case g.Subject.Kind == Nights:
		return locale.N("%[1]s %[2]s night is shown.", "%[1]s %[2]s nights are shown.", n, g.span(), Counted(n))
	case g.Bars() && g.Step == Daily:
		return locale.N("%[1]s the total of %[2]s day is shown.", "%[1]s the totals of %[2]s days are shown.", n, g.span(), Counted(n))
	case g.Bars():
		return locale.N("%[1]s the total of %[2]s hour is shown.", "%[1]s the totals of %[2]s hours are shown.", n, g.span(), Counted(n))
	}
	return locale.N("%[1]s %[2]s reading is shown.", "%[1]s %[2]s readings are shown.", n, g.span(), Counted(n))
}

// trendWords tells how the trend went over the window.
func (g Graph) trendWords() (string, bool) {
	trend := Within(g.Trend, g.Window.From, g.Window.To)
	if len(trend) < 2 {
		return "", false
	}
	first, last := trend[0].V, trend[len(trend)-1].V
	change, some := g.Scale.Change(first, last)
	span, now := g.span(), g.Scale.Text(last)
	by := change[len(signOf(last-first)):]
	days, at, gap := 0, int64(0), false
	if g.Step == Daily {
		days, at, gap = g.longestGap()
	}
	month := monthName(at, g.Almanac)
	switch {
	case !some && !gap:
		return locale.T("%[1]s the trend stayed at %[2]s.", span, now), true
	case !some:
		return locale.N("%[1]s the trend stayed at %[2]s, with %[3]s day without readings in %[4]s.",
			"%[1]s the trend stayed at %[2]s, with %[3]s days without readings in %[4]s.", days, span, now, Counted(days), month), true
	case last < first && !gap:
		return locale.T("%[1]s the trend fell by %[2]s to %[3]s.", span, by, now), true
	case last < first:
		return locale.N("%[1]s the trend fell by %[2]s to %[3]s, with %[4]s day without readings in %[5]s.",
			"%[1]s the trend fell by %[2]s to %[3]s, with %[4]s days without readings in %[5]s.", days, span, by, now, Counted(days), month), true
	case !gap:
		return locale.T("%[1]s the trend rose by %[2]s to %[3]s.", span, by, now), true
	}
	return locale.N("%[1]s the trend rose by %[2]s to %[3]s, with %[4]s day without readings in %[5]s.",
		"%[1]s the trend rose by %[2]s to %[3]s, with %[4]s days without readings in %[5]s.", days, span, by, now, Counted(days), month), true
}

func monthName(ms int64, a Almanac) string { return locale.Month(local(ms, a.OffsetAt(ms)).Month()) }

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
func (g Graph) meanWords() string {
	s := g.Scale
	points := Within(g.Points, g.Window.From, g.Window.To)
	if len(points) == 0 {
		return g.noneWords()
	}
	if len(points) == 1 && points[0].N <= 1 {
		p := points[0]
		return locale.T("One reading, %[1]s, %[2]s.", s.Text(p.V), g.whenText(p.T))
	}
	m := measure(points)
	if s.Number(m.low) == s.Number(m.high) {
		return locale.N("%[1]s the mean of %[2]s reading is %[3]s, always the same.",
			"%[1]s the mean of %[2]s readings is %[3]s, always the same.", m.n, g.span(), Counted(m.n), s.Text(m.mean))
	}
	return locale.N("%[1]s the mean of %[2]s reading is %[3]s, the lowest %[4]s and the highest %[5]s.",
		"%[1]s the mean of %[2]s readings is %[3]s, the lowest %[4]s and the highest %[5]s.",
		m.n, g.span(), Counted(m.n), s.Text(m.mean), s.Number(m.low), s.Number(m.high))
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
func (g Graph) totalWords() string {
	points := Within(g.Points, g.Window.From, g.Window.To)
	if g.Step == Hourly || g.Step == Each {
		sum := 0.0
		for _, p := range points {
			sum += p.V
		}
		return locale.T("%[1]s %[2]s in all, by hour.", g.span(), g.Scale.Text(sum))
	}
	sum, n := 0.0, 0
	most := charts.Point{V: math.Inf(-1)}
	least := charts.Point{V: math.Inf(1)}
	for _, p := range points {
		sum += p.V
		n++
		if p.V > most.V {
			most = p
		}
		if p.V < least.V {
			least = p
		}
	}
	if n == 0 {
		return g.noneWords()
	}
	s := g.Scale
	if n == 1 {
		return locale.T("%[1]s: %[2]s.", g.slotText(most.T), s.Text(most.V))
	}
	span, mean, count := g.span(), s.Text(sum/float64(n)), Counted(n)
	high, low := s.Number(most.V), s.Number(least.V)
	switch g.Step {
	case Weekly:
		return locale.N("%[1]s %[2]s a day, mean of %[3]s week: the most %[4]s in the week from %[5]s, the least %[6]s in the week from %[7]s.",
			"%[1]s %[2]s a day, mean of %[3]s weeks: the most %[4]s in the week from %[5]s, the least %[6]s in the week from %[7]s.",
			n, span, mean, count, high, g.weekFrom(most.T), low, g.weekFrom(least.T))
	case Monthly:
		return locale.N("%[1]s %[2]s a day, mean of %[3]s month: the most %[4]s in %[5]s, the least %[6]s in %[7]s.",
			"%[1]s %[2]s a day, mean of %[3]s months: the most %[4]s in %[5]s, the least %[6]s in %[7]s.",
			n, span, mean, count, high, g.slotText(most.T), low, g.slotText(least.T))
	}
	a := g.Almanac
	return locale.N("%[1]s %[2]s a day, mean of %[3]s day: the most %[4]s on %[5]s, the least %[6]s on %[7]s.",
		"%[1]s %[2]s a day, mean of %[3]s days: the most %[4]s on %[5]s, the least %[6]s on %[7]s.",
		n, span, mean, count, high, a.WordDate(a.DateAt(most.T)), low, a.WordDate(a.DateAt(least.T)))
}

// weekFrom is the first date of the week that the mark at t stands for.
func (g Graph) weekFrom(t int64) string { return FullDate(slotOf(g.Almanac.DateAt(t), Weekly)) }

func (g Graph) pressureWords() string {
	sys, dia, n := 0.0, 0.0, 0
	for _, p := range Within(g.Points, g.Window.From, g.Window.To) {
		k := max(p.N, 1)
		sys += p.Hi * float64(k)
		dia += p.Lo * float64(k)
		n += k
	}
	if n == 0 {
		return g.noneWords()
	}
	sys, dia = sys/float64(n), dia/float64(n)
	if n == 1 {
		p := Within(g.Points, g.Window.From, g.Window.To)[0]
		if g.Almanac.Objects.Bands {
			return locale.T("One reading, %[1]s, %[2]s.", g.Scale.Pair(sys, dia)+" "+g.Scale.Symbol(), g.whenText(p.T))
		}
		return locale.T("One reading, %[1]s, %[2]s. One reading alone is not graded.", g.Scale.Pair(sys, dia)+" "+g.Scale.Symbol(), g.whenText(p.T))
	}
	if g.Almanac.Objects.Bands {
		return locale.N("%[1]s the mean of %[2]s reading is %[3]s.", "%[1]s the mean of %[2]s readings is %[3]s.",
			n, g.span(), Counted(n), g.Scale.Pair(sys, dia)+" "+g.Scale.Symbol())
	}
	return locale.N("%[1]s the mean of %[2]s reading is %[3]s, named %[4]s by ESC 2024 (office, adults). The worse of the two numbers decides. A name for an average, not a diagnosis.",
		"%[1]s the mean of %[2]s readings is %[3]s, named %[4]s by ESC 2024 (office, adults). The worse of the two numbers decides. A name for an average, not a diagnosis.",
		n, g.span(), Counted(n), g.Scale.Pair(sys, dia)+" "+g.Scale.Symbol(), GradeOf(g.Scale.inMercury(sys), g.Scale.inMercury(dia)).String())
}

func (g Graph) nightWords() string {
	mean, n := MeanAsleep(g.Nights)
	if n == 0 {
		return locale.T("No night with stages of sleep here.")
	}
	if n == 1 {
		when := g.slotText(g.Points[len(g.Points)-1].T)
		switch g.Step {
		case Weekly:
			return locale.T("One week, %[1]s asleep: %[2]s.", Span(mean), when)
		case Monthly:
			return locale.T("One month, %[1]s asleep: %[2]s.", Span(mean), when)
		}
		return locale.T("One night, %[1]s asleep: %[2]s.", Span(mean), when)
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
	at := func(i int) string {
		t := g.Points[i].T
		switch g.Step {
		case Weekly:
			return g.weekFrom(t)
		case Monthly:
			return g.slotText(t)
		}
		return FullDate(g.Almanac.DateAt(t))
	}
	args := []any{
		Counted(n), Span(mean), Span(g.Nights[longest].Asleep()), at(longest),
		Span(g.Nights[shortest].Asleep()), at(shortest),
	}
	switch g.Step {
	case Weekly:
		return locale.N("The mean of %[1]s week is %[2]s asleep a night, the longest %[3]s (week from %[4]s) and the shortest %[5]s (week from %[6]s).",
			"The mean of %[1]s weeks is %[2]s asleep a night, the longest %[3]s (week from %[4]s) and the shortest %[5]s (week from %[6]s).", n, args...)
	case Monthly:
		return locale.N("The mean of %[1]s month is %[2]s asleep a night, the longest %[3]s (%[4]s) and the shortest %[5]s (%[6]s).",
			"The mean of %[1]s months is %[2]s asleep a night, the longest %[3]s (%[4]s) and the shortest %[5]s (%[6]s).", n, args...)
	}
	return locale.N("The mean of %[1]s night is %[2]s asleep, the longest %[3]s (night to %[4]s) and the shortest %[5]s (night to %[6]s).",
		"The mean of %[1]s nights is %[2]s asleep, the longest %[3]s (night to %[4]s) and the shortest %[5]s (night to %[6]s).", n, args...)
}

func (g Graph) courseWords() string {
	totals := NightsOfStages(g.Stages)
	if len(totals) == 0 {
		return ""
	}
	night := totals[len(totals)-1]
	woken := 0
	for i, s := range g.Stages {
		if s.Code == health.StageAwake && i > 0 && i < len(g.Stages)-1 {
			woken++
		}
	}
	first, last := g.Stages[0], g.Stages[len(g.Stages)-1]
	from, to := Clock(first.From, first.Offset), Clock(last.To, last.Offset)
	asleep, deep, rem := Span(night.Asleep()), Span(night.Deep), Span(night.REM)
	if woken == 0 {
		return locale.T("From %[1]s to %[2]s: %[3]s asleep, of it %[4]s deep and %[5]s REM.", from, to, asleep, deep, rem)
	}
	return locale.N("From %[1]s to %[2]s: %[3]s asleep, of it %[4]s deep and %[5]s REM, awake %[6]s time in between.",
		"From %[1]s to %[2]s: %[3]s asleep, of it %[4]s deep and %[5]s REM, awake %[6]s times in between.",
		woken, from, to, asleep, deep, rem, Counted(woken))
}
