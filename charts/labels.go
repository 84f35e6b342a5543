package charts

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Labels are the words on a chart. A caller replaces the functions that its
// language needs; any left nil speaks English. Times come in the Spec's zone.
type Labels struct {
	Clock   func(t time.Time) string // "07:00"
	Day     func(t time.Time) string // "21 Jul"
	Weekday func(t time.Time) string // "Wed 8"
	Month   func(t time.Time) string // "Jul"
	Year    func(t time.Time) string // "2024"
	// Value is the label of a round value with the given number of decimals.
	Value func(v float64, decimals int) string
	// Gap says how long there is no data; "\n" begins a new line.
	Gap func(d time.Duration) string
}

func (l Labels) filled() Labels {
	layout := func(f *func(time.Time) string, layout string) {
		if *f == nil {
			*f = func(t time.Time) string { return t.Format(layout) }
		}
	}
	layout(&l.Clock, "15:04")
	layout(&l.Day, "2 Jan")
	layout(&l.Weekday, "Mon 2")
	layout(&l.Month, "Jan")
	layout(&l.Year, "2006")
	if l.Value == nil {
		l.Value = valueLabel
	}
	if l.Gap == nil {
		l.Gap = gapLabel
	}
	return l
}

// valueLabel has commas between thousands and a true minus sign.
func valueLabel(v float64, decimals int) string {
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

// gapLabel counts in the largest unit of which there are at least two.
func gapLabel(d time.Duration) string {
	const day = 24 * time.Hour
	n, unit := int64(d/time.Minute), "min"
	switch {
	case d >= 2*365*day:
		n, unit = int64(d/(365*day)), "years"
	case d >= 60*day:
		n, unit = int64(d/(30*day)), "months"
	case d >= 2*day, d == day:
		n, unit = int64((d+day/2)/day), "days"
	case d >= 2*time.Hour:
		n, unit = int64((d+time.Hour/2)/time.Hour), "h"
	case d < 2*time.Minute:
		n, unit = int64(d/time.Second), "s"
	}
	if n == 1 {
		unit = strings.TrimSuffix(unit, "s")
	}
	return fmt.Sprintf("%d %s\nno data", n, unit)
}
