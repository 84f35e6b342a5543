package letters

import (
	"time"

	"vitalkeep/health"
)

// The periods of Article 12(3) GDPR, in months from receipt: the usual one, and
// the one that was extended by two further months.
const (
	AnswerMonths   = 1
	ExtendedMonths = 3
)

// Deadline is the last day of a period of months that runs from the receipt of
// a letter: the same date of the later month or, where that month has no such
// date, its last day; and where that is a Saturday or a Sunday, the next working
// day (Regulation (EEC, Euratom) No 1182/71, Article 3(2)(c) and (4)). A public
// holiday would move it further, and is not known here.
func Deadline(received health.Date, months int) health.Date {
	d := addMonths(received, months)
	switch time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Weekday() {
	case time.Saturday:
		return d.AddDays(2)
	case time.Sunday:
		return d.AddDays(1)
	}
	return d
}

// addMonths is the same date so many months later, or that month's last day.
func addMonths(d health.Date, months int) health.Date {
	first := time.Date(d.Year, d.Month+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return health.Date{Year: first.Year(), Month: first.Month(), Day: min(d.Day, last)}
}

// daysBetween is how many days later b is than a.
func daysBetween(a, b health.Date) int { return int(b.Number() - a.Number()) }
