package insights

import (
	"math"
	"slices"

	"vitalkeep/health"
)

// The windows of a baseline in days: what is usual is told from the 28 days
// before the last seven, so that the last days do not hide in it.
const (
	RecentDays   = 7
	BaselineDays = 28
	LeastDays    = 14 // of the 28, below which nothing is called usual
)

// Baseline is what is usual for one person: the median of the daily values of a
// window and the range from their 10th to their 90th percentile, in which four
// of five days lie. Half the days of the window must have a value. Percentiles
// are interpolated between the two nearest days (the seventh definition of
// Hyndman and Fan, The American Statistician 1996;50:361, as in spreadsheets).
type Baseline struct {
	From, To         health.Date // the 28 days
	Days             int         // of them that have a value
	Median, Low, Top float64     // of the days; NaN without any

	RecentFrom, RecentTo health.Date // the last seven days
	Recent               []health.Day
}

// Enough reports whether there are days enough to call anything usual.
func (b *Baseline) Enough() bool { return b.Days >= LeastDays }

// Against counts the recent days below, within and above the usual range; both
// ends belong to it.
func (b *Baseline) Against() (below, within, above int) {
	for _, d := range b.Recent {
		switch {
		case d.Value < b.Low:
			below++
		case d.Value > b.Top:
			above++
		default:
			within++
		}
	}
	return below, within, above
}

// BaselineOf is the baseline for the seven days that end with last. The days are
// ordered by date.
func BaselineOf(days []health.Day, last health.Date) Baseline {
	b := Baseline{
		RecentFrom: last.AddDays(1 - RecentDays), RecentTo: last,
		From: last.AddDays(1 - RecentDays - BaselineDays), To: last.AddDays(-RecentDays),
	}
	var values []float64
	for _, d := range days {
		switch {
		case math.IsNaN(d.Value):
		case d.Date.Compare(b.From) >= 0 && d.Date.Compare(b.To) <= 0:
			values = append(values, d.Value)
		case d.Date.Compare(b.RecentFrom) >= 0 && d.Date.Compare(b.RecentTo) <= 0:
			b.Recent = append(b.Recent, d)
		}
	}
	b.Days = len(values)
	slices.Sort(values)
	b.Median, b.Low, b.Top = percentile(values, 0.5), percentile(values, 0.1), percentile(values, 0.9)
	return b
}

// percentile of rising values; NaN of none.
func percentile(values []float64, p float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	at := p * float64(len(values)-1)
	i := int(math.Floor(at))
	if i+1 >= len(values) {
		return values[len(values)-1]
	}
	return values[i] + (at-float64(i))*(values[i+1]-values[i])
}
