package importers

import (
	"strings"
	"time"

	"vitalkeep/health"
)

// appleDate is how long a date of an export is: 2024-05-01 07:00:00 +0200.
const appleDate = 25

const reasonNoAppleTime = "not a date and time with an offset, such as 2024-03-01 07:30:00 +0100"

// appleClock reads the dates of an export. Most are of the same day and offset
// as the one before.
type appleClock struct {
	day    [10]byte
	dayAt  int64 // seconds from 1970 to the day's midnight in UTC
	zone   [5]byte
	offset int32
}

// at reads a date in one of the forms that exports have had.
func (c *appleClock) at(b []byte) (ms int64, offset int32, ok bool) {
	if len(b) != appleDate || b[10] != ' ' || b[19] != ' ' {
		return oldAppleDate(b)
	}
	sec, ok := clockTime(b, 11)
	if !ok {
		return 0, 0, false
	}
	if string(b[:10]) != string(c.day[:]) {
		d, ok := civilDate(b)
		if !ok {
			return 0, 0, false
		}
		copy(c.day[:], b)
		c.dayAt = unixDay(d) * 86400
	}
	if string(b[20:]) != string(c.zone[:]) {
		off, ok := plainOffset(b[20:])
		if !ok {
			return 0, 0, false
		}
		copy(c.zone[:], b[20:])
		c.offset = off
	}
	return (c.dayAt + int64(sec) - int64(c.offset)) * 1000, c.offset, true
}

// plainOffset reads ±hhmm.
func plainOffset(b []byte) (int32, bool) {
	if len(b) != 5 || b[0] != '-' && b[0] != '+' {
		return 0, false
	}
	return parseOffset([]byte{b[0], b[1], b[2], ':', b[3], b[4]})
}

// oldAppleDate reads 20150616071820-0700, as iOS up to 8.3 wrote it, and the
// forms of RFC 3339.
func oldAppleDate(b []byte) (ms int64, offset int32, ok bool) {
	if len(b) != 19 || b[14] != '-' && b[14] != '+' {
		return parseInstant(b)
	}
	var long [appleDate]byte
	for i, from := range []struct{ at, n int }{{0, 4}, {4, 2}, {6, 2}, {8, 2}, {10, 2}, {12, 2}} {
		copy(long[[]int{0, 5, 8, 11, 14, 17}[i]:], b[from.at:from.at+from.n])
	}
	long[4], long[7], long[10], long[13], long[16], long[19] = '-', '-', ' ', ':', ':', ' '
	copy(long[20:], b[14:])
	var c appleClock
	return c.at(long[:])
}

// zoneNamed returns the offsets of an IANA zone, nil for a name that is none.
// It remembers what it was asked for.
type zoneBook map[string]*offsets

// mostZones is more than there are.
const mostZones = 1000

func (z zoneBook) named(name []byte) *offsets {
	if o, ok := z[string(name)]; ok {
		return o
	}
	if len(name) == 0 || len(name) > 64 || len(z) >= mostZones {
		return nil
	}
	var o *offsets
	text := string(name)
	if loc, err := time.LoadLocation(text); err == nil && text != "Local" && strings.TrimSpace(text) == text {
		o = &offsets{loc: loc}
	}
	z[text] = o
	return o
}

// interval reads the two dates of an element; the reason says why it is left out.
func (c *appleClock) interval(from, to []byte) (start, length int64, offset int32, column, reason string) {
	start, offset, ok := c.at(from)
	if !ok {
		return 0, 0, 0, "startDate", reasonNoAppleTime
	}
	end, _, ok := c.at(to)
	switch {
	case !ok:
		return 0, 0, 0, "endDate", reasonNoAppleTime
	case !health.PossibleTime(start):
		return 0, 0, 0, "startDate", reasonNoSuchYear
	case end < start:
		return 0, 0, 0, "endDate", reasonEndBefore
	case end-start > maxSpan:
		return 0, 0, 0, "endDate", "longer than a year"
	}
	return start, end - start, offset, "", ""
}
