package insights

import (
	"math"
	"time"

	"vitalkeep/health"
)

// Mean is the mean of the days of a week or month, each day once.
type Mean struct {
	From, To health.Date // first and last date of the span, whether measured or not
	Value    float64
	// Low and High are the lowest and the highest of the days' values.
	Low, High float64
	Days      int // that have a value
	Readings  int
}

// Length is how many days the span has.
func (m Mean) Length() int { return int(m.To.Number()-m.From.Number()) + 1 }

// WeekMeans returns the means of the weeks that have days, in order. Weeks begin
// on the given day; with Monday they are those of ISO 8601. They are weeks of
// dates: one with a change of clocks has seven days as every other.
func WeekMeans(days []health.Day, start time.Weekday) []Mean {
	return means(days, func(d health.Date) (from, to health.Date) {
		from = WeekOf(d, start)
		return from, from.AddDays(6)
	})
}

// MonthMeans returns the means of the months of the calendar that have days, in
// order.
func MonthMeans(days []health.Day) []Mean {
	return means(days, func(d health.Date) (from, to health.Date) {
		from = health.Date{Year: d.Year, Month: d.Month, Day: 1}
		next := from.AddDays(31)
		return from, health.Date{Year: next.Year, Month: next.Month, Day: 1}.AddDays(-1)
	})
}

// WeekOf is the first date of the week that holds the date.
func WeekOf(d health.Date, start time.Weekday) health.Date {
	// Day 0 of the count was a Thursday.
	weekday := (d.Number()%7 + 7 + int64(time.Thursday)) % 7
	return d.AddDays(-int((weekday - int64(start) + 7) % 7))
}

// ISOWeek is the number that ISO 8601 gives the week of a date.
func ISOWeek(d health.Date) int {
	_, week := time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC).ISOWeek()
	return week
}

func means(days []health.Day, span func(health.Date) (from, to health.Date)) []Mean {
	var out []Mean
	for _, d := range days {
		if math.IsNaN(d.Value) {
			continue
		}
		from, to := span(d.Date)
		if len(out) == 0 || out[len(out)-1].From != from {
			out = append(out, Mean{From: from, To: to, Low: d.Value, High: d.Value})
		}
		m := &out[len(out)-1]
		m.Days++
		m.Value += (d.Value - m.Value) / float64(m.Days)
		m.Low, m.High = min(m.Low, d.Value), max(m.High, d.Value)
		m.Readings += d.Readings
	}
	return out
}
