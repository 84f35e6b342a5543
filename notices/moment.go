package notices

import (
	"time"

	"vitalkeep/health"
)

const (
	minuteMS = int64(60_000)
	hourMS   = 60 * minuteMS
	dayMS    = 24 * hourMS
)

// Clock is a time of day in minutes from midnight.
type Clock int

// Valid reports whether there is such a time.
func (c Clock) Valid() bool { return 0 <= c && c < 24*60 }

// wall is a date and a time of day as if it were in UTC, in milliseconds: it is
// the same wherever the person travels.
func wall(d health.Date, c Clock) int64 { return d.Number()*dayMS + int64(c)*minuteMS }

// momentOf is the first instant at which the clocks of a zone show the time of
// day of that date or a later one: what a clock change skips is at the change,
// and what comes twice is at the first of them.
func momentOf(d health.Date, c Clock, loc *time.Location) int64 {
	want := wall(d, c)
	at := want - 28*hourMS // no zone is as far from UTC
	for range 8 {          // there is no zone that changes so often in two days
		t := time.UnixMilli(at).In(loc)
		_, offset := t.Zone()
		found := max(want-int64(offset)*1000, at)
		_, end := t.ZoneBounds()
		if end.IsZero() || found < end.UnixMilli() {
			return found
		}
		at = end.UnixMilli()
	}
	return at
}

// dateIn is the date in a zone at an instant.
func dateIn(ms int64, loc *time.Location) health.Date {
	return health.DateAt(ms, health.OffsetAt(ms, loc))
}
