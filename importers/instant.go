package importers

import (
	"bytes"
	"errors"
	"math"
	"time"

	"vitalkeep/health"
)

// Reasons why a time is left out.
const (
	reasonNoTime      = "not a date and time with an offset, such as 2024-03-01T07:30:00+01:00"
	reasonNoWall      = "not a date and time of the form yyyy-mm-dd hh:mm:ss"
	reasonNoDate      = "not a date of the form yyyy-mm-dd"
	reasonNoSuchYear  = "no measurement is from that year"
	reasonEndBefore   = "ends before it begins"
	reasonSkippedWall = "this local time was skipped by a clock change"
	reasonTwiceWall   = "this local time happened twice because of a clock change, and the file does not say which of the two is meant"
)

const maxOffset = 18 * 3600 // no zone was ever further from UTC

// digits reads n digits at b[i:].
func digits(b []byte, i, n int) (v int, ok bool) {
	if i+n > len(b) {
		return 0, false
	}
	for _, c := range b[i : i+n] {
		if c < '0' || c > '9' {
			return 0, false
		}
		v = v*10 + int(c-'0')
	}
	return v, true
}

// civilDate reads yyyy-mm-dd at the start of b.
func civilDate(b []byte) (health.Date, bool) {
	if len(b) < 10 || b[4] != '-' || b[7] != '-' {
		return health.Date{}, false
	}
	y, ok1 := digits(b, 0, 4)
	m, ok2 := digits(b, 5, 2)
	d, ok3 := digits(b, 8, 2)
	if !ok1 || !ok2 || !ok3 || y < 1 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return health.Date{}, false
	}
	return health.Date{Year: y, Month: time.Month(m), Day: d}, true
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// unixDay returns the days from 1970-01-01 to d in the Gregorian calendar.
func unixDay(d health.Date) int64 {
	y, m := int64(d.Year), int64(d.Month)
	if m <= 2 {
		y--
		m += 12
	}
	era := y / 400
	yoe := y - era*400
	doy := (153*(m-3)+2)/5 + int64(d.Day) - 1
	return era*146097 + yoe*365 + yoe/4 - yoe/100 + doy - 719468
}

// clockTime reads hh:mm:ss at b[i:].
func clockTime(b []byte, i int) (seconds int, ok bool) {
	if len(b) < i+8 || b[i+2] != ':' || b[i+5] != ':' {
		return 0, false
	}
	b = b[i : i+8]
	h1, h0, m1, m0, s1, s0 := b[0]-'0', b[1]-'0', b[3]-'0', b[4]-'0', b[6]-'0', b[7]-'0'
	h := int(h1)*10 + int(h0)
	if h1 > 2 || h0 > 9 || h > 23 || m1 > 5 || m0 > 9 || s1 > 5 || s0 > 9 {
		return 0, false
	}
	return h*3600 + (int(m1)*10+int(m0))*60 + int(s1)*10 + int(s0), true
}

// parseInstant reads an RFC 3339 time with its offset, also one whose offset
// has seconds. Fractions beyond milliseconds must be zeros. It allocates
// nothing.
func parseInstant(b []byte) (ms int64, offset int32, ok bool) {
	if len(b) == 25 {
		if ms, offset, ok = parseUsualInstant(b); ok {
			return ms, offset, true
		}
	}
	day, ok := civilDate(b)
	if !ok || len(b) < 20 || b[10] != 'T' && b[10] != 't' && b[10] != ' ' {
		return 0, 0, false
	}
	sec, ok := clockTime(b, 11)
	if !ok {
		return 0, 0, false
	}
	i, frac := 19, 0
	if b[i] == '.' {
		scale := 100
		for i++; i < len(b) && b[i] >= '0' && b[i] <= '9'; i++ {
			d := int(b[i] - '0')
			if scale == 0 && d != 0 {
				return 0, 0, false
			}
			frac += d * scale
			scale /= 10
		}
		if b[i-1] == '.' {
			return 0, 0, false
		}
	}
	off, ok := parseOffset(b[i:])
	if !ok {
		return 0, 0, false
	}
	return (unixDay(day)*86400+int64(sec)-int64(off))*1000 + int64(frac), off, true
}

// parseUsualInstant reads 2024-03-01T07:30:00+01:00, the form of nearly all, or
// says that it is another one.
func parseUsualInstant(b []byte) (ms int64, offset int32, ok bool) {
	_ = b[24]
	if b[4] != '-' || b[7] != '-' || b[10] != 'T' || b[13] != ':' || b[16] != ':' || b[22] != ':' || (b[19] != '+' && b[19] != '-') {
		return 0, 0, false
	}
	var bad byte // more than 9 once a digit is none
	two := func(i int) int {
		tens, ones := b[i]-'0', b[i+1]-'0'
		bad = max(bad, tens, ones)
		return int(tens)*10 + int(ones)
	}
	year, month, day := two(0)*100+two(2), two(5), two(8)
	hour, minute, second := two(11), two(14), two(17)
	east, eastMinutes := two(20), two(23)
	if bad > 9 || year < 1 || month < 1 || month > 12 || day < 1 || day > 28 && day > daysIn(year, month) ||
		hour > 23 || minute > 59 || second > 59 || east > 17 || eastMinutes > 59 {
		return 0, 0, false
	}
	off := east*3600 + eastMinutes*60
	if b[19] == '-' {
		off = -off
	}
	at := unixDay(health.Date{Year: year, Month: time.Month(month), Day: day})*86400 + int64(hour*3600+minute*60+second-off)
	return at * 1000, int32(off), true //nolint:gosec // less than a day
}

// readInstant is parseInstant for the time of a measurement; the reason says why
// it is left out.
func readInstant(b []byte) (ms int64, offset int32, reason string) {
	ms, offset, ok := parseInstant(b)
	switch {
	case !ok:
		return 0, 0, reasonNoTime
	case !health.PossibleTime(ms):
		return 0, 0, reasonNoSuchYear
	}
	return ms, offset, ""
}

// parseOffset reads Z, ±hh:mm or ±hh:mm:ss.
func parseOffset(b []byte) (int32, bool) {
	if len(b) == 1 && (b[0] == 'Z' || b[0] == 'z') {
		return 0, true
	}
	if len(b) != 6 && len(b) != 9 || b[0] != '+' && b[0] != '-' || b[3] != ':' {
		return 0, false
	}
	h, ok1 := digits(b, 1, 2)
	m, ok2 := digits(b, 4, 2)
	s, ok3 := 0, true
	if len(b) == 9 {
		if b[6] != ':' {
			return 0, false
		}
		s, ok3 = digits(b, 7, 2)
	}
	off := int32(h*3600 + m*60 + s) //nolint:gosec // at most 99 hours and a bit
	if !ok1 || !ok2 || !ok3 || m > 59 || s > 59 || off > maxOffset {
		return 0, false
	}
	if b[0] == '-' {
		off = -off
	}
	return off, true
}

// wall is a reading of a clock on the wall.
type wall struct {
	date    health.Date
	seconds int
}

// parseWall reads yyyy-mm-dd hh:mm:ss and nothing else.
func parseWall(b []byte) (wall, bool) {
	d, ok := civilDate(b)
	if !ok || len(b) != 19 || b[10] != ' ' {
		return wall{}, false
	}
	s, ok := clockTime(b, 11)
	return wall{d, s}, ok
}

// parseOldWall reads the forms of the vendor's dashboards of 2014 and 2016 as
// well: "2014-02-13 6:04 Uhr", "2016-05-31 6:36 AM".
func parseOldWall(b []byte) (wall, bool) {
	if w, ok := parseWall(b); ok {
		return w, true
	}
	d, ok := civilDate(b)
	if !ok || len(b) < 12 || b[10] != ' ' {
		return wall{}, false
	}
	clock, half, ok := bytes.Cut(b[11:], []byte{' '})
	if !ok || len(clock) < 4 || len(clock) > 5 {
		return wall{}, false
	}
	n := len(clock) - 3
	h, ok1 := digits(clock, 0, n)
	m, ok2 := digits(clock, n+1, 2)
	if !ok1 || !ok2 || clock[n] != ':' || m > 59 {
		return wall{}, false
	}
	switch string(half) {
	case "Uhr":
	case "AM", "PM", "am", "pm":
		if h < 1 || h > 12 {
			return wall{}, false
		}
		h %= 12
		if half[0] == 'P' || half[0] == 'p' {
			h += 12
		}
	default:
		return wall{}, false
	}
	return wall{d, h*3600 + m*60}, h <= 23
}

// resolve finds the instant at which the clock showed w in loc.
func (w wall) resolve(loc *time.Location) (ms int64, offset int32, err error) {
	return health.ResolveWall(w.date, w.seconds/3600, w.seconds/60%60, w.seconds%60, loc)
}

func wallReason(err error) string {
	switch {
	case errors.Is(err, health.ErrSkippedTime):
		return reasonSkippedWall
	case errors.Is(err, health.ErrAmbiguousTime):
		return reasonTwiceWall
	}
	return reasonNoWall
}

// offsets finds the offset in force at an instant, remembering the span
// between two clock changes: most lookups are next to the one before.
type offsets struct {
	loc        *time.Location
	start, end int64 // UTC milliseconds between which offset holds
	offset     int32
}

// or returns the offset in force at ms, and printed without a zone.
func (o *offsets) or(ms int64, printed int32) int32 {
	if o.loc == nil {
		return printed
	}
	return o.at(ms)
}

func (o *offsets) at(ms int64) int32 {
	if ms >= o.start && ms < o.end {
		return o.offset
	}
	t := time.UnixMilli(ms).In(o.loc)
	start, end := t.ZoneBounds()
	o.start, o.end = math.MinInt64, math.MaxInt64 // for a zone whose clocks never change
	if !start.IsZero() {
		o.start = start.UnixMilli()
	}
	if !end.IsZero() {
		o.end = end.UnixMilli()
	}
	o.offset = health.OffsetAt(ms, o.loc)
	return o.offset
}
