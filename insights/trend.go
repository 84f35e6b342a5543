package insights

import "vitalkeep/health"

// The pace of a trend is told from the last four weeks. It needs two of them,
// since the trend follows with a time constant of one, and readings on seven
// days.
const (
	PaceDays       = 28
	LeastPaceSpan  = 14
	LeastPaceCount = 7
)

// TrendPoint is a trend, T += α(W − T), on a day that has readings.
type TrendPoint struct {
	Date  health.Date
	Value float64
}

// Pace is how fast a trend moves.
type Pace struct {
	From, To health.Date // the first and the last day that it is told from
	Days     int         // with readings, of that span
	Now      float64     // the trend on the last day
	Change   float64     // from the first day to the last
	PerWeek  float64
	// Enough is false where there are too few days; PerWeek is not to be shown
	// then.
	Enough bool
}

// Span is how many days lie between the first day and the last.
func (p Pace) Span() int { return int(p.To.Number() - p.From.Number()) }

// PaceOf tells how the trend, ordered by date, moved in the last PaceDays up to
// its last day. It does not tell of what was before a gap longer than the given
// number of days, where the trend began again. Without any point it is zero.
func PaceOf(trend []TrendPoint, gap int) Pace {
	if len(trend) == 0 {
		return Pace{}
	}
	last := trend[len(trend)-1]
	first := len(trend) - 1
	for i := first - 1; i >= 0; i-- {
		at := trend[i].Date.Number()
		if last.Date.Number()-at > PaceDays || trend[i+1].Date.Number()-at > int64(gap) {
			break
		}
		first = i
	}
	p := Pace{From: trend[first].Date, To: last.Date, Days: len(trend) - first, Now: last.Value, Change: last.Value - trend[first].Value}
	if span := p.Span(); span > 0 {
		p.PerWeek = p.Change / float64(span) * 7
		p.Enough = span >= LeastPaceSpan && p.Days >= LeastPaceCount
	}
	return p
}
