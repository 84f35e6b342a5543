package present

import "vitalkeep/health"

// Objections are the uses of the data that its person objects to: what is true is
// not done. The zero value objects to nothing.
type Objections struct {
	Statistics bool // means, trends, changes against a period
	Bands      bool // published ranges that readings are judged by
}

// StepFor is [StepFor] where means may be made; else every mark is a reading, or
// the total of a day or a night.
func (a Almanac) StepFor(kind Kind, days float64) Step {
	step := StepFor(kind, days)
	switch {
	case !a.Objects.Statistics:
		return step
	case kind == Nights:
		return Daily
	case kind == Totals:
		return min(step, Daily)
	}
	return Each
}

// ListsDays is that of the subject where means may be made; else only totals and
// nights are listed by day.
func (a Almanac) ListsDays(s Subject, w Window) bool {
	return s.ListsDays(w) && (!a.Objects.Statistics || s.Kind == Totals || s.Kind == Nights)
}

// MayMean reports whether days can be listed of what is measured, which are means.
func (a Almanac) MayMean(s Subject) bool {
	return !a.Objects.Statistics || s.Kind == Totals || s.Kind == Nights || s.Metric.Day == health.DaySum
}
