package present

import (
	"slices"
	"time"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

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
