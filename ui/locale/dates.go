package locale

import (
	"strconv"
	"time"

	"vitalkeep/health"
)

// FullDate returns "14 Oct 2025".
func FullDate(d health.Date) string { return date(d, fullDate) }

// ShortDate returns "14 Oct".
func ShortDate(d health.Date) string { return date(d, shortDate) }

// LongDate returns "Tuesday 14 October 2025".
func LongDate(d health.Date) string { return date(d, longDate) }

// WordDate returns "14 October 2025", for sentences.
func WordDate(d health.Date) string { return date(d, wordDate) }

// WordDay returns "14 October", for sentences.
func WordDay(d health.Date) string { return date(d, wordDay) }

// LongDay returns "Tuesday 14 October".
func LongDay(d health.Date) string { return date(d, longDay) }

// WeekdayDate returns "Tue 14 Oct 2025".
func WeekdayDate(d health.Date) string { return date(d, weekdayDate) }

// WeekdayDay returns "Tue 14".
func WeekdayDay(d health.Date) string { return date(d, weekdayDay) }

// MonthYear returns "October 2025".
func MonthYear(d health.Date) string { return date(d, monthYear) }

// ShortMonthYear returns "Oct 2025".
func ShortMonthYear(d health.Date) string { return date(d, shortMonthYear) }

// NumericDate returns "14/10/2025", as [ParseDate] reads it.
func NumericDate(d health.Date) string { return date(d, numericDate) }

// Month returns "October".
func Month(m time.Month) string { return current.Load().names.months[m-1] }

// ShortMonth returns "Oct", as it stands by itself.
func ShortMonth(m time.Month) string { return current.Load().names.alone[m-1] }

// Weekday returns "Tuesday".
func Weekday(w time.Weekday) string { return current.Load().names.days[w] }

// ShortWeekday returns "Tue".
func ShortWeekday(w time.Weekday) string { return current.Load().names.shortDays[w] }

// DateSpan returns "17 Jul – 14 Oct 2025", or one date when both are the same.
func DateSpan(from, to health.Date) string {
	switch {
	case from == to:
		return FullDate(to)
	case from.Year == to.Year && !current.Load().wholeSpans:
		return ShortDate(from) + " – " + FullDate(to)
	}
	return FullDate(from) + " – " + FullDate(to)
}

// Clock returns "07:12" of the time's own clock.
func Clock(t time.Time) string { return ClockAt(t.Hour(), t.Minute()) }

// ClockAt returns "07:12".
func ClockAt(hour, minute int) string {
	var buf [16]byte
	out := buf[:0]
	if current.Load().twelve {
		half := "AM"
		if hour >= 12 {
			half = "PM"
		}
		out = strconv.AppendInt(out, int64((hour+11)%12+1), 10)
		out = append(out, ':')
		return string(append(append(two(out, minute), "\u00a0"...), half...))
	}
	out = append(two(out, hour), ':')
	return string(two(out, minute))
}

// WeekStart is the day on which weeks begin.
func WeekStart() time.Weekday { return current.Load().week }

// DateOf is the date of the time's own calendar.
func DateOf(t time.Time) health.Date {
	y, m, d := t.Date()
	return health.Date{Year: y, Month: m, Day: d}
}

func two(out []byte, n int) []byte { return append(out, byte('0'+n/10%10), byte('0'+n%10)) }

func date(d health.Date, s shape) string {
	f := current.Load()
	var buf [64]byte
	return string(f.appendDate(buf[:0], d, f.shapes[s]))
}

// appendDate writes a date by a pattern of CLDR's letters: d, dd, M, MM, MMM,
// MMMM, y, EEE, EEEE, and text in single quotes.
func (f *forms) appendDate(out []byte, d health.Date, pattern string) []byte {
	for i := 0; i < len(pattern); {
		c := pattern[i]
		n := 1
		for i+n < len(pattern) && pattern[i+n] == c {
			n++
		}
		switch c {
		case 'd':
			switch {
			case n == 2:
				out = two(out, d.Day)
			case d.Day == 1 && f.names.first != "":
				out = append(out, f.names.first...)
			default:
				out = strconv.AppendInt(out, int64(d.Day), 10)
			}
		case 'M':
			switch n {
			case 1:
				out = strconv.AppendInt(out, int64(d.Month), 10)
			case 2:
				out = two(out, int(d.Month))
			case 3:
				out = append(out, f.names.short[d.Month-1]...)
			default:
				out = append(out, f.names.months[d.Month-1]...)
			}
		case 'y':
			out = strconv.AppendInt(out, int64(d.Year), 10)
		case 'E':
			w := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Weekday()
			if n == 3 {
				out = append(out, f.names.shortDays[w]...)
			} else {
				out = append(out, f.names.days[w]...)
			}
		case '\'':
			for i++; i < len(pattern) && pattern[i] != '\''; i++ {
				out = append(out, pattern[i])
			}
			n = 1
		default:
			out = append(out, pattern[i:i+n]...)
		}
		i += n
	}
	return out
}
