package importers

import (
	"time"

	"vitalkeep/health"
)

const (
	reasonNoZoned  = "not a date and time with its offset, such as 2024-03-01T07:30:00Z"
	reasonNoUSWall = "not a date and time of the form mm/dd/yy hh:mm:ss"
	reasonNoISO    = "not a date and time of the form yyyy-mm-ddThh:mm:ss"
)

// zonedInstant reads a date and time with Z or an offset, also one without
// colon (+0000). Of fractions of a second it keeps milliseconds, the finest that
// a sample has.
func zonedInstant(b []byte) (ms int64, offset int32, ok bool) {
	w, frac, rest, ok := isoWall(b)
	if !ok {
		return 0, 0, false
	}
	if offset, ok = parseOffset(rest); !ok {
		if len(rest) != 5 {
			return 0, 0, false
		}
		if offset, ok = parseOffset([]byte{rest[0], rest[1], rest[2], ':', rest[3], rest[4]}); !ok {
			return 0, 0, false
		}
	}
	return (unixDay(w.date)*86400+int64(w.seconds)-int64(offset))*1000 + frac, offset, true
}

// readZoned is zonedInstant for the time of a measurement; the reason says why
// it is left out.
func readZoned(b []byte) (ms int64, offset int32, reason string) {
	ms, offset, ok := zonedInstant(b)
	switch {
	case !ok:
		return 0, 0, reasonNoZoned
	case !health.PossibleTime(ms):
		return 0, 0, reasonNoSuchYear
	}
	return ms, offset, ""
}

// isoWall reads yyyy-mm-ddThh:mm:ss with a fraction, and returns what follows.
func isoWall(b []byte) (w wall, frac int64, rest []byte, ok bool) {
	if len(b) < 19 || b[10] != 'T' && b[10] != ' ' {
		return wall{}, 0, nil, false
	}
	var ok1, ok2 bool
	w.date, ok1 = civilDate(b)
	w.seconds, ok2 = clockTime(b, 11)
	if !ok1 || !ok2 {
		return wall{}, 0, nil, false
	}
	i := 19
	if i < len(b) && b[i] == '.' {
		scale := int64(100)
		for i++; i < len(b) && b[i] >= '0' && b[i] <= '9'; i++ {
			frac += int64(b[i]-'0') * scale
			scale /= 10
		}
		if b[i-1] == '.' {
			return wall{}, 0, nil, false
		}
	}
	return w, frac, b[i:], true
}

// usWall reads mm/dd/yy hh:mm:ss, a year of this century.
func usWall(b []byte) (wall, bool) {
	if len(b) != 17 || b[8] != ' ' {
		return wall{}, false
	}
	d, ok := usDate(b[:8])
	s, ok2 := clockTime(b, 9)
	return wall{d, s}, ok && ok2
}

// usDate reads mm/dd/yy.
func usDate(b []byte) (health.Date, bool) {
	if len(b) != 8 || b[2] != '/' || b[5] != '/' {
		return health.Date{}, false
	}
	m, ok1 := digits(b, 0, 2)
	d, ok2 := digits(b, 3, 2)
	y, ok3 := digits(b, 6, 2)
	y += 2000
	if !ok1 || !ok2 || !ok3 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return health.Date{}, false
	}
	return health.Date{Year: y, Month: time.Month(m), Day: d}, true
}

// inZone resolves a wall clock in the zone of the import.
func (f *fileReader) inZone(w wall) (ms int64, offset int32, reason string, err error) {
	if f.opts.Zone == nil { // the file had no rows when it was looked at
		return 0, 0, "", &FileError{File: f.file.name, Reason: "the file changed while it was read", Err: ErrZoneNeeded}
	}
	ms, offset, err = w.resolve(f.opts.Zone)
	switch {
	case err != nil:
		return 0, 0, wallReason(err), nil
	case !health.PossibleTime(ms):
		return 0, 0, reasonNoSuchYear, nil
	}
	return ms, offset, "", nil
}

// wholeDay returns the bounds of a local date in the zone of the import, as
// start, duration and offset of a sample.
func (f *fileReader) wholeDay(d health.Date) (s health.Sample, reason string, err error) {
	if f.opts.Zone == nil {
		return s, "", &FileError{File: f.file.name, Reason: "the file changed while it was read", Err: ErrZoneNeeded}
	}
	start, end := d.Bounds(f.opts.Zone)
	if !health.PossibleTime(start) {
		return s, reasonNoSuchYear, nil
	}
	return health.Sample{Start: start, Duration: end - start, Offset: f.zone.at(start)}, "", nil
}

// shows reports whether a clock on the wall showed w at the instant ms.
func (f *fileReader) shows(w wall, ms int64) bool {
	return unixDay(w.date)*86400+int64(w.seconds) == floorSeconds(ms)+int64(f.zone.at(ms))
}

func floorSeconds(ms int64) int64 {
	s := ms / 1000
	if ms%1000 < 0 {
		s--
	}
	return s
}
