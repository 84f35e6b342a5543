package present

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// Errors of ParseDate and ParseClock.
var (
	ErrNoDate  = errors.New("not a date")
	ErrNoClock = errors.New("not a time of day")
)

// ParseDate reads a date as people type it: in the order of the language or as
// year-month-day, with the month in figures or by name; without a year it is the
// last such day up to today. "Today" and "Yesterday" in the language are dates
// too.
func ParseDate(text string, today health.Date) (health.Date, error) {
	text = strings.TrimSpace(text)
	switch {
	case strings.EqualFold(text, locale.T("Today")):
		return today, nil
	case strings.EqualFold(text, locale.T("Yesterday")):
		return today.AddDays(-1), nil
	}
	numbers, name, ok := dateParts(text)
	if !ok {
		return health.Date{}, ErrNoDate
	}
	var d health.Date
	switch {
	case name != 0 && len(numbers) == 2 && numbers[0].len == 4: // 2025 Oct 14
		d = health.Date{Year: numbers[0].n, Month: name, Day: numbers[1].n}
	case name != 0 && len(numbers) == 2:
		d = health.Date{Year: fullYear(numbers[1]), Month: name, Day: numbers[0].n}
	case name != 0 && len(numbers) == 1:
		d = health.Date{Month: name, Day: numbers[0].n}
	case name == 0 && len(numbers) == 3 && numbers[0].len == 4: // 2025-10-14
		d = health.Date{Year: numbers[0].n, Month: time.Month(numbers[1].n), Day: numbers[2].n}
	case name == 0 && len(numbers) == 3 && dateOrder() == yearFirst:
		return health.Date{}, ErrNoDate // nobody knows which is the month
	case name == 0 && len(numbers) == 3 && dateOrder() == dayFirst:
		d = health.Date{Year: fullYear(numbers[2]), Month: time.Month(numbers[1].n), Day: numbers[0].n}
	case name == 0 && len(numbers) == 3:
		d = health.Date{Year: fullYear(numbers[2]), Month: time.Month(numbers[0].n), Day: numbers[1].n}
	case name == 0 && len(numbers) == 2 && dateOrder() == dayFirst:
		d = health.Date{Month: time.Month(numbers[1].n), Day: numbers[0].n}
	case name == 0 && len(numbers) == 2:
		d = health.Date{Month: time.Month(numbers[0].n), Day: numbers[1].n}
	default:
		return health.Date{}, ErrNoDate
	}
	if d.Year == 0 {
		if d.Year = today.Year; d.Compare(today) > 0 {
			d.Year--
		}
	}
	if _, err := health.ParseDate(d.String()); err != nil || d.Year < 1000 || d.Year > 9999 {
		return health.Date{}, health.ErrNoSuchDate
	}
	return d, nil
}

// datePart is a number of a date and how many digits it has.
type datePart struct{ n, len int }

// dateParts parts a text into its numbers and the name of a month, 0 for none.
func dateParts(text string) (numbers []datePart, month time.Month, ok bool) {
	fields := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for _, f := range fields {
		if n, err := strconv.Atoi(f); err == nil && len(f) <= 4 {
			numbers = append(numbers, datePart{n, len(f)})
			continue
		}
		m := monthNamed(f)
		if m == 0 || month != 0 {
			return nil, 0, false
		}
		month = m
	}
	return numbers, month, len(numbers) > 0
}

// monthNamed returns the month whose name begins so, 0 for none or several.
func monthNamed(text string) time.Month {
	text = strings.ToLower(text)
	var found time.Month
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(locale.Month(m))
		short := strings.ToLower(strings.TrimRight(locale.ShortMonth(m), "."))
		switch {
		case text == name || text == short:
			return m
		case len(text) >= 3 && strings.HasPrefix(name, text):
			if found != 0 {
				return 0
			}
			found = m
		}
	}
	return found
}

func fullYear(p datePart) int {
	if p.len <= 2 {
		return 2000 + p.n
	}
	return p.n
}

// order is what a date begins with.
type order uint8

const (
	dayFirst order = iota
	monthFirst
	yearFirst
)

// dateOrder is the order in which dates are written now.
func dateOrder() order {
	s := locale.NumericDate(health.Date{Year: 2001, Month: time.February, Day: 3})
	switch {
	case strings.HasPrefix(s, "2001"):
		return yearFirst
	case strings.IndexByte(s, '2') < strings.IndexByte(s, '3'):
		return monthFirst
	}
	return dayFirst
}

// ParseClock reads a time of day as people type it: 7:12, 07.12, 0712, 7 pm.
func ParseClock(text string) (hour, minute int, err error) {
	s := strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '.' && strings.Contains(strings.ToLower(text), "m") {
			return -1
		}
		return r
	}, text))
	half := -1
	for suffix, h := range map[string]int{"am": 0, "pm": 12} {
		if rest, ok := strings.CutSuffix(s, suffix); ok {
			s, half = rest, h
		}
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == ':' || r == '.' || r == 'h' })
	if len(parts) == 1 && len(s) >= 3 && len(s) <= 4 && parts[0] == s {
		parts = []string{s[:len(s)-2], s[len(s)-2:]}
	}
	var n [2]int
	if len(parts) == 0 || len(parts) > 2 {
		return 0, 0, ErrNoClock
	}
	for i, p := range parts {
		v, err := strconv.ParseUint(p, 10, 8)
		if err != nil || len(p) > 2 || i == 1 && len(p) != 2 {
			return 0, 0, ErrNoClock
		}
		n[i] = int(v) //nolint:gosec // eight bits
	}
	hour, minute = n[0], n[1]
	if half >= 0 {
		if hour < 1 || hour > 12 {
			return 0, 0, ErrNoClock
		}
		hour = hour%12 + half
	}
	if hour > 23 || minute > 59 {
		return 0, 0, ErrNoClock
	}
	return hour, minute, nil
}

// Instant is a moment and the offset in force where it was.
type Instant struct {
	At     int64 // UTC milliseconds
	Offset int32 // seconds east of UTC
}

// Instants are the moments at which a clock on the wall in loc shows a time: one,
// none where a clock change skips it, two where one repeats it, the earlier
// first.
func Instants(d health.Date, hour, minute int, loc *time.Location) []Instant {
	wall := time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, time.UTC).Unix()
	t := time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, loc)
	start, end := t.ZoneBounds()
	var out []Instant
	for _, at := range []time.Time{t, start.Add(-time.Second), end} {
		_, off := at.Zone()
		u := wall - int64(off)
		if _, real := time.Unix(u, 0).In(loc).Zone(); real != off {
			continue
		}
		i := Instant{u * 1000, int32(off)} //nolint:gosec // offsets are within a day
		if !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	slices.SortFunc(out, func(a, b Instant) int { return int(a.At/1000 - b.At/1000) })
	return out
}

// SkippedFault says why a time was not on a day: the clocks went past it.
func SkippedFault(d health.Date, hour, minute int, loc *time.Location) string {
	t := time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, loc)
	change, end := t.ZoneBounds()
	if !end.IsZero() && (change.IsZero() || end.Sub(t) < t.Sub(change)) {
		change = end
	}
	_, before := change.Add(-time.Second).Zone()
	_, after := change.Zone()
	from, to := change.UTC().Add(time.Duration(before)*time.Second), change.UTC().Add(time.Duration(after)*time.Second)
	return locale.T("There was no %[1]s: the clocks went from %[2]s to %[3]s. Type the time that the clock showed.",
		locale.ClockAt(hour, minute), locale.Clock(from), locale.Clock(to))
}

// DateFault says what is wrong with a date, "" for no error.
func DateFault(err error, today health.Date) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, health.ErrNoSuchDate):
		return locale.T("The calendar does not have this day.")
	}
	return locale.T("Type a date like %s.", locale.NumericDate(today))
}

// ClockFault says what is wrong with a time of day, "" for no error.
func ClockFault(err error) string {
	if err == nil {
		return ""
	}
	return locale.T("Type a time like %s.", locale.ClockAt(7, 30))
}

// FreeInstant returns the first moment from i, second by second within its
// minute, that is not taken: two measurements of one minute are both kept.
func FreeInstant(i Instant, taken func(at int64) bool) Instant {
	for s := range int64(60) {
		if at := i.At + s*1000; !taken(at) {
			return Instant{at, i.Offset}
		}
	}
	return i
}
