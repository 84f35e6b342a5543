package charts

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Labels are the words on a chart. A caller gives the functions that its
// language needs; any left nil speaks English. Times come in the Spec's zone.
type Labels struct {
	// Date is a time in one of the forms that ticks need.
	Date func(t time.Time, f DateForm) string
	// Number is a value with the given number of decimals.
	Number func(v float64, decimals int) string
	// Gap says how long there is no data; "\n" begins a new line.
	Gap func(d time.Duration) string
}

// DateForm is how much of a time a label tells.
type DateForm int

// The forms of dates.
const (
	FormClock   DateForm = iota // "07:00"
	FormDay                     // "21 Jul"
	FormWeekday                 // "Wed 8"
	FormMonth                   // "Jul"
	FormYear                    // "2024"
)

func (l Labels) filled() Labels {
	if l.Date == nil {
		l.Date = dateLabel
	}
	if l.Number == nil {
		l.Number = numberLabel
	}
	if l.Gap == nil {
		l.Gap = gapLabel
	}
	return l
}

func dateLabel(t time.Time, f DateForm) string {
	switch f {
	case FormClock:
		return t.Format("15:04")
	case FormWeekday:
		return t.Format("Mon 2")
	case FormMonth:
		return t.Format("Jan")
	case FormYear:
		return strconv.Itoa(t.Year())
	}
	return t.Format("2 Jan")
}

// numberLabel has commas between thousands and a true minus sign.
func numberLabel(v float64, decimals int) string {
	s := strconv.FormatFloat(math.Abs(v), 'f', max(decimals, 0), 64)
	whole, frac, _ := strings.Cut(s, ".")
	var b strings.Builder
	if v < 0 && strings.Trim(s, "0.") != "" {
		b.WriteRune('\u2212')
	}
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	if frac != "" {
		b.WriteByte('.')
		b.WriteString(frac)
	}
	return b.String()
}

// GapUnit is what the length of a gap is counted in.
type GapUnit int

// The units of gaps.
const (
	GapSeconds GapUnit = iota
	GapMinutes
	GapHours
	GapDays
	GapMonths
	GapYears
)

// GapLength counts a gap in the largest unit of which there are at least two;
// one day is told as such.
func GapLength(d time.Duration) (n int64, unit GapUnit) {
	const day = 24 * time.Hour
	switch {
	case d >= 2*365*day:
		return int64(d / (365 * day)), GapYears
	case d >= 60*day:
		return int64(d / (30 * day)), GapMonths
	case d >= 2*day, d == day:
		return int64((d + day/2) / day), GapDays
	case d >= 2*time.Hour:
		return int64((d + time.Hour/2) / time.Hour), GapHours
	case d < 2*time.Minute:
		return int64(d / time.Second), GapSeconds
	}
	return int64(d / time.Minute), GapMinutes
}

func gapLabel(d time.Duration) string {
	n, u := GapLength(d)
	unit := [...]string{"s", "min", "h", "days", "months", "years"}[u]
	if n == 1 && u >= GapDays {
		unit = strings.TrimSuffix(unit, "s")
	}
	return fmt.Sprintf("%d %s\nno data", n, unit)
}
