package health

import (
	"errors"
	"fmt"
	"time"
)

// Errors of ResolveWall.
var (
	ErrNoSuchDate    = errors.New("there is no such date or time of day")
	ErrSkippedTime   = errors.New("this local time was skipped by a clock change")
	ErrAmbiguousTime = errors.New("this local time happened twice because of a clock change")
)

// Date is a day of the calendar, whatever the zone. The zero Date is no day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateAt returns the local date at the instant ms (UTC milliseconds) where the
// offset (seconds east of UTC) was in force.
func DateAt(ms int64, offset int32) Date {
	t := time.UnixMilli(ms + int64(offset)*1000).UTC()
	return Date{t.Year(), t.Month(), t.Day()}
}

// ParseDate reads yyyy-mm-dd and refuses days that the calendar does not have.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, ErrNoSuchDate
	}
	return Date{t.Year(), t.Month(), t.Day()}, nil
}

// String returns yyyy-mm-dd.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// AddDays returns the date n days later.
func (d Date) AddDays(n int) Date {
	t := time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC)
	return Date{t.Year(), t.Month(), t.Day()}
}

// Compare returns -1, 0 or 1 as d is before, the same as, or after e.
func (d Date) Compare(e Date) int {
	switch a, b := d.serial(), e.serial(); {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (d Date) serial() int { return d.Year*10000 + int(d.Month)*100 + d.Day }

// Start returns the first instant of the date in loc, in UTC milliseconds.
// Where a clock change skips midnight, it is the first instant after it; where
// one brings midnight twice, the first of them.
func (d Date) Start(loc *time.Location) int64 {
	t := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, loc)
	if t.Day() != d.Day { // midnight was skipped and normalised to the day before
		_, end := t.ZoneBounds()
		return end.UnixMilli()
	}
	if change, _ := t.ZoneBounds(); !change.IsZero() {
		_, now := t.Zone()
		_, before := change.Add(-time.Second).Zone()
		if first := t.Add(time.Duration(now-before) * time.Second); now < before && first.Before(change) {
			return first.UnixMilli()
		}
	}
	return t.UnixMilli()
}

// Bounds returns the first instant of the date in loc and of the next date, in
// UTC milliseconds: 23, 24 or 25 hours apart in most zones.
func (d Date) Bounds(loc *time.Location) (start, end int64) {
	return d.Start(loc), d.AddDays(1).Start(loc)
}

// OffsetAt returns the offset in force in loc at the instant ms, in seconds
// east of UTC.
func OffsetAt(ms int64, loc *time.Location) int32 {
	_, off := time.UnixMilli(ms).In(loc).Zone()
	return int32(off) //nolint:gosec // offsets are within a day
}

// ResolveWall turns a wall-clock reading in loc into an instant (UTC
// milliseconds) and the offset then in force. It never guesses: a date that
// does not exist, a time that a clock change skipped, and one that happened
// twice are errors.
func ResolveWall(d Date, hour, minute, second int, loc *time.Location) (ms int64, offset int32, err error) {
	if hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 ||
		time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC).Day() != d.Day {
		return 0, 0, ErrNoSuchDate
	}
	wall := time.Date(d.Year, d.Month, d.Day, hour, minute, second, 0, time.UTC).Unix()
	t := time.Date(d.Year, d.Month, d.Day, hour, minute, second, 0, loc)
	// Every offset that could give this wall clock is in force shortly before
	// or after t; two of them that do mean that the hour happened twice.
	var found int
	start, end := t.ZoneBounds()
	for _, at := range []time.Time{t, start.Add(-time.Second), end} {
		_, off := at.Zone()
		u := wall - int64(off)
		if _, real := time.Unix(u, 0).In(loc).Zone(); real != off {
			continue
		}
		if found > 0 && u*1000 != ms {
			return 0, 0, ErrAmbiguousTime
		}
		ms, offset = u*1000, int32(off) //nolint:gosec // offsets are within a day
		found++
	}
	if found == 0 {
		return 0, 0, ErrSkippedTime
	}
	return ms, offset, nil
}

// FormatOffset returns "+02:00", "-07:00" or "+05:30" for an offset in seconds
// east of UTC.
func FormatOffset(offset int32) string {
	sign := '+'
	if offset < 0 {
		sign, offset = '-', -offset
	}
	if s := offset % 60; s != 0 {
		return fmt.Sprintf("%c%02d:%02d:%02d", sign, offset/3600, offset/60%60, s)
	}
	return fmt.Sprintf("%c%02d:%02d", sign, offset/3600, offset/60%60)
}

// PossibleTime reports whether something can have been measured at the instant
// ms (UTC milliseconds): in the years 1900 to 2199. Times outside are slips of a
// clock or of a program, and one of them would make a graph of all time useless.
func PossibleTime(ms int64) bool {
	const from, to = -2_208_988_800_000, 7_258_118_400_000
	return from <= ms && ms < to
}
