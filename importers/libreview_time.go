package importers

import (
	"bytes"
	"strings"
	"time"

	"vitalkeep/health"
)

// libreTime is a time as it is written: which of its first two numbers is the
// day is open.
type libreTime struct {
	first, second, year int
	seconds             int  // of the day
	half                bool // written with AM or PM
}

// parseLibreTime reads two numbers and a year with hyphens or slashes between,
// a blank, and hours and minutes, with AM or PM or without.
func parseLibreTime(b []byte) (t libreTime, ok bool) {
	date, clock, found := bytes.Cut(b, []byte{' '})
	if !found {
		return t, false
	}
	parts := bytes.FieldsFunc(date, func(r rune) bool { return r == '-' || r == '/' })
	if len(parts) != 3 || len(parts[2]) != 4 || len(date) != len(parts[0])+len(parts[1])+6 {
		return t, false
	}
	var ok1, ok2, ok3 bool
	t.first, ok1 = shortNumber(parts[0])
	t.second, ok2 = shortNumber(parts[1])
	t.year, ok3 = digits(parts[2], 0, 4)
	if !ok1 || !ok2 || !ok3 {
		return t, false
	}
	clock, mark, half := bytes.Cut(clock, []byte{' '})
	hours, minutes, found := bytes.Cut(clock, []byte{':'})
	h, ok1 := shortNumber(hours)
	m, ok2 := digits(minutes, 0, 2)
	if !found || !ok1 || !ok2 || len(minutes) != 2 || h > 23 || m > 59 {
		return t, false
	}
	if t.half = half; half {
		switch {
		case h < 1 || h > 12:
			return t, false
		case strings.EqualFold(string(mark), "AM"):
			h %= 12
		case strings.EqualFold(string(mark), "PM"):
			h = h%12 + 12
		default:
			return t, false
		}
	}
	t.seconds = h*3600 + m*60
	return t, true
}

// shortNumber reads one or two digits.
func shortNumber(b []byte) (int, bool) {
	if len(b) < 1 || len(b) > 2 {
		return 0, false
	}
	return digits(b, 0, len(b))
}

// wall decides which number is the day.
func (t libreTime) wall(dayFirst bool) (wall, bool) {
	day, month := t.second, t.first
	if dayFirst {
		day, month = t.first, t.second
	}
	if month < 1 || month > 12 || day < 1 || t.year < 1 || day > daysIn(t.year, month) {
		return wall{}, false
	}
	return wall{health.Date{Year: t.year, Month: time.Month(month), Day: day}, t.seconds}, true
}

// libreOrder looks through the table for days after the 12th, which tell whether
// the day is written first. AM and PM stand in the form that has the month
// first.
func libreOrder(f *fileReader) (dayFirst bool, reason string, err error) {
	rc, err := f.file.open(&meter{ctx: f.ctx})
	if err != nil {
		return false, "", err
	}
	defer closeInto(&err, rc)
	look := &fileReader{ctx: f.ctx, opts: f.opts, lim: f.lim, sink: deaf{}, file: f.file}
	look.scan(rc, ',')
	if found, err := look.skipTo(isLibreHeader, libreHeader); !found || err != nil {
		return false, "", err // said when the table is read
	}
	at := findColumn(look.header, "Device Timestamp")
	var dayBefore, monthBefore, half, any bool
	for {
		ok, err := look.next()
		if err != nil {
			return false, "", err
		}
		if !ok {
			break
		}
		t, ok := parseLibreTime(look.text(at))
		if !ok {
			continue
		}
		any = true
		half = half || t.half
		dayBefore = dayBefore || t.first > 12
		monthBefore = monthBefore || t.second > 12
	}
	switch {
	case dayBefore && monthBefore:
		return false, reasonTwoDates, nil
	case any && !dayBefore && !monthBefore && !half:
		return false, reasonAmbiguousDates, nil
	}
	return dayBefore, "", nil
}

// deaf is the sink of a look through a file before it is read.
type deaf struct{}

func (deaf) File(string) (uint32, error)                                  { return 0, nil }
func (deaf) Sample(health.MetricID, health.SourceID, health.Sample) error { return nil }
func (deaf) Entry(health.Entry) error                                     { return nil }
func (deaf) Reject(health.Reject) error                                   { return nil }
