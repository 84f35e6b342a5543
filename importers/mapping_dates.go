package importers

import (
	"bytes"
	"strings"
	"time"

	"vitalkeep/health"
)

// Forms of dates that do not show by their digits alone which part is which.
const (
	dayMonthSlash = "dd/mm/yyyy"
	monthDaySlash = "mm/dd/yyyy"
)

// dateForm is one way to write a day.
type dateForm struct {
	name string
	read func([]byte) (d health.Date, rest []byte, ok bool)
	// epoch is the milliseconds that a number counts from 1970 in; 0 for days.
	epoch int64
}

// dateForms are all that are understood. The order of parts is never taken from
// a country: of two forms that a file's dates have, neither is chosen.
var dateForms = []dateForm{
	{name: "yyyy-mm-dd", read: parts("ymd", "-", 4)},
	{name: "yyyy/mm/dd", read: parts("ymd", "/", 4)},
	{name: "yyyy.mm.dd", read: parts("ymd", ".", 4)},
	{name: "yyyymmdd", read: solidDate},
	{name: "dd.mm.yyyy", read: parts("dmy", ".", 4)},
	{name: dayMonthSlash, read: parts("dmy", "/", 4)},
	{name: monthDaySlash, read: parts("mdy", "/", 4)},
	{name: "dd-mm-yyyy", read: parts("dmy", "-", 4)},
	{name: "mm-dd-yyyy", read: parts("mdy", "-", 4)},
	{name: "dd.mm.yy", read: parts("dmy", ".", 2)},
	{name: "yy.mm.dd", read: parts("ymd", ".", 2)},
	{name: "dd/mm/yy", read: parts("dmy", "/", 2)},
	{name: "mm/dd/yy", read: parts("mdy", "/", 2)},
	{name: "yy/mm/dd", read: parts("ymd", "/", 2)},
	{name: "dd-mm-yy", read: parts("dmy", "-", 2)},
	{name: "mm-dd-yy", read: parts("mdy", "-", 2)},
	{name: "yy-mm-dd", read: parts("ymd", "-", 2)},
	{name: "mmm dd yyyy", read: namedMonth},
	{name: "epoch s", epoch: 1000},
	{name: "epoch ms", epoch: 1},
}

// DateForms are the forms of dates that a Mapping can have.
func DateForms() []string {
	out := make([]string, len(dateForms))
	for i, f := range dateForms {
		out[i] = f.name
	}
	return out
}

func dateFormNamed(name string) (dateForm, bool) {
	for _, f := range dateForms {
		if f.name == name {
			return f, true
		}
	}
	return dateForm{}, false
}

// leadingDigits reads the digits at the start of b, at most most.
func leadingDigits(b []byte, most int) (v, n int) {
	for n < len(b) && n < most && b[n] >= '0' && b[n] <= '9' {
		v = v*10 + int(b[n]-'0')
		n++
	}
	return v, n
}

// parts reads three numbers in the order of y, m and d with a sign between. A
// year has exactly that many digits, months and days have one or two.
func parts(order, sign string, yearDigits int) func([]byte) (health.Date, []byte, bool) {
	return func(b []byte) (health.Date, []byte, bool) {
		var v [3]int
		for i := range 3 {
			most := 2
			if order[i] == 'y' {
				most = yearDigits
			}
			x, n := leadingDigits(b, most)
			if n == 0 || order[i] == 'y' && n != yearDigits {
				return health.Date{}, nil, false
			}
			v[strings.IndexByte("ymd", order[i])] = x
			b = b[n:]
			if i < 2 {
				if len(b) == 0 || b[0] != sign[0] {
					return health.Date{}, nil, false
				}
				b = b[1:]
			}
		}
		if len(b) > 0 && (b[0] >= '0' && b[0] <= '9' || b[0] == sign[0] && sign != ".") {
			return health.Date{}, nil, false
		}
		if yearDigits == 2 {
			v[0] = century(v[0])
		}
		d, ok := realDate(v[0], v[1], v[2])
		return d, b, ok
	}
}

// century completes a year of two digits: health data of 1970 and later.
func century(year int) int {
	if year < 70 {
		return 2000 + year
	}
	return 1900 + year
}

func realDate(y, m, d int) (health.Date, bool) {
	if y < 1 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return health.Date{}, false
	}
	return health.Date{Year: y, Month: time.Month(m), Day: d}, true
}

func solidDate(b []byte) (health.Date, []byte, bool) {
	y, ok1 := digits(b, 0, 4)
	m, ok2 := digits(b, 4, 2)
	d, ok3 := digits(b, 6, 2)
	if !ok1 || !ok2 || !ok3 || len(b) > 8 && b[8] >= '0' && b[8] <= '9' || y < 1900 || y > 2199 {
		return health.Date{}, nil, false
	}
	date, ok := realDate(y, m, d)
	return date, b[8:], ok
}

// monthNames are the beginnings of months in English, German, French, Spanish,
// Italian and Dutch, without accents. No beginning means two months.
//
//nolint:misspell // six languages
var monthNames = map[string]int{
	"jan": 1, "january": 1, "januar": 1, "janner": 1, "janv": 1, "janvier": 1, "ene": 1, "enero": 1, "gen": 1, "gennaio": 1, "januari": 1,
	"feb": 2, "february": 2, "februar": 2, "fev": 2, "fevr": 2, "fevrier": 2, "febrero": 2, "febbraio": 2, "februari": 2,
	"mar": 3, "march": 3, "marz": 3, "mrz": 3, "mars": 3, "marzo": 3, "mrt": 3, "maart": 3,
	"apr": 4, "april": 4, "avr": 4, "avril": 4, "abr": 4, "abril": 4, "aprile": 4,
	"may": 5, "mai": 5, "mayo": 5, "mag": 5, "maggio": 5, "mei": 5,
	"jun": 6, "june": 6, "juni": 6, "juin": 6, "junio": 6, "giu": 6, "giugno": 6,
	"jul": 7, "july": 7, "juli": 7, "juil": 7, "juillet": 7, "julio": 7, "lug": 7, "luglio": 7,
	"aug": 8, "august": 8, "aout": 8, "ago": 8, "agosto": 8, "augustus": 8,
	"sep": 9, "sept": 9, "september": 9, "septembre": 9, "septiembre": 9, "set": 9, "settembre": 9,
	"oct": 10, "october": 10, "okt": 10, "oktober": 10, "octobre": 10, "octubre": 10, "ott": 10, "ottobre": 10,
	"nov": 11, "november": 11, "novembre": 11, "noviembre": 11,
	"dec": 12, "december": 12, "dez": 12, "dezember": 12, "decembre": 12, "dic": 12, "diciembre": 12, "dicembre": 12,
}

// namedMonth reads a day whose month is a word, in any order that people write:
// "Jan 12 2025", "January 12, 2025", "12 Jan 2025", "12. Januar 2025",
// "12-Jan-2025", "12 de enero de 2025".
func namedMonth(b []byte) (date health.Date, rest []byte, ok bool) {
	month, day, year := 0, 0, 0
	for i := 0; i < 3; {
		b = bytes.TrimLeft(b, " ,.-")
		if len(b) == 0 {
			return date, nil, false
		}
		v, n := leadingDigits(b, 5)
		switch {
		case n == 1 || n == 2:
			if day > 0 || v == 0 {
				return date, nil, false
			}
			day = v
		case n == 4:
			if year > 0 {
				return date, nil, false
			}
			year = v
		case n > 0:
			return date, nil, false
		default:
			for n < len(b) && (b[n] >= 'a' && b[n] <= 'z' || b[n] >= 'A' && b[n] <= 'Z' || b[n] >= 0x80) {
				n++
			}
			word := plainWord(string(b[:n]))
			if word == "de" || word == "del" {
				b = b[n:]
				continue
			}
			if month > 0 || monthNames[word] == 0 {
				return date, nil, false
			}
			month = monthNames[word]
		}
		b = b[n:]
		i++
	}
	if month == 0 || day == 0 || year == 0 {
		return date, nil, false
	}
	date, ok = realDate(year, month, day)
	return date, b, ok
}

// clock is a time of day.
type clock struct {
	ms     int64 // since midnight
	offset int32
	zoned  bool // whether the offset stands in the file
}

// readClock reads a time of day: hours and minutes, perhaps seconds with a
// fraction, "am" or "pm" or the German "Uhr", and perhaps an offset from UTC.
// What is finer than a millisecond is dropped: nothing is kept finer.
func readClock(b []byte) (c clock, ok bool) {
	h, n := leadingDigits(b, 2)
	if n == 0 || len(b) < n+3 || b[n] != ':' {
		return c, false
	}
	m, ok := digits(b, n+1, 2)
	if !ok || m > 59 {
		return c, false
	}
	b = b[n+3:]
	s := 0
	if len(b) > 0 && b[0] == ':' {
		if s, ok = digits(b, 1, 2); !ok || s > 59 {
			return c, false
		}
		b = b[3:]
		if len(b) > 1 && (b[0] == '.' || b[0] == ',') {
			i := 1
			for scale := int64(100); i < len(b) && b[i] >= '0' && b[i] <= '9'; i++ {
				c.ms += int64(b[i]-'0') * scale
				scale /= 10
			}
			if i == 1 {
				return c, false
			}
			b = b[i:]
		}
	}
	h, b, ok = halfDay(h, trim(b))
	if !ok {
		return c, false
	}
	c.ms += int64(h*3600+m*60+s) * 1000
	if b = trim(b); len(b) > 0 {
		if c.offset, c.zoned = looseOffset(b); !c.zoned {
			return c, false
		}
	}
	return c, true
}

// halfDay applies the words behind a clock: am, pm, Uhr.
func halfDay(h int, b []byte) (hour int, rest []byte, ok bool) {
	n := 0
	for n < len(b) && b[n] != ' ' && b[n] != '+' && b[n] != '-' {
		n++
	}
	switch strings.ToLower(string(b[:min(n, 8)])) {
	case "am", "a.m.", "pm", "p.m.":
		if h < 1 || h > 12 {
			return 0, nil, false
		}
		h %= 12
		if b[0] == 'p' || b[0] == 'P' {
			h += 12
		}
		return h, b[n:], true
	case "uhr", "h":
		return h, b[n:], h <= 23
	}
	return h, b, h <= 23
}

// looseOffset reads an offset from UTC as programs write it: Z, UTC, +02:00,
// +0200, +02.
func looseOffset(b []byte) (int32, bool) {
	switch strings.ToUpper(string(b[:min(len(b), 4)])) {
	case "Z", "UTC", "GMT":
		return 0, true
	}
	if off, ok := parseOffset(b); ok {
		return off, true
	}
	if len(b) != 3 && len(b) != 5 || b[0] != '+' && b[0] != '-' {
		return 0, false
	}
	long := [6]byte{b[0], b[1], b[2], ':', '0', '0'}
	copy(long[4:], b[3:])
	return parseOffset(long[:])
}

// moment is a date as a cell holds it, with a time of day or without.
type moment struct {
	date    health.Date
	clock   clock
	timed   bool
	instant int64 // of an epoch, which has no date
	epoch   bool
}

// readMoment reads a cell by a form.
func readMoment(form dateForm, cell []byte) (m moment, ok bool) {
	if form.epoch > 0 {
		v, ok := epochCell(cell, form.epoch)
		return moment{instant: v, epoch: true}, ok
	}
	if form.read == nil {
		return m, false
	}
	date, rest, ok := form.read(cell)
	if !ok {
		return m, false
	}
	m.date = date
	if len(rest) == 0 {
		return m, true
	}
	if c := rest[0]; c != ' ' && c != 'T' && c != 't' && c != ',' {
		return m, false
	}
	rest = rest[1:]
	if len(rest) > 0 && rest[0] == ' ' {
		rest = trim(rest)
	}
	m.clock, m.timed = readClock(rest)
	return m, m.timed
}

// epochCell reads whole seconds or milliseconds since 1970 of the years 1980 to
// 2199, in which the two never have equally many digits.
func epochCell(cell []byte, unit int64) (ms int64, ok bool) {
	d, err := health.ParseDecimal(cell)
	if err != nil || len(cell) == 0 || cell[0] == '+' || cell[0] == '0' {
		return 0, false
	}
	if d = d.Normal(); unit == 1000 && d.Places > 0 && d.Places <= 3 {
		ms, ok = d.Rescale(3)
	} else if d.Places == 0 && d.Mantissa < 1<<50 {
		ms, ok = d.Mantissa*unit, true
	}
	const from, to = 315_532_800_000, 7_258_118_400_000
	return ms, ok && from <= ms && ms < to
}
