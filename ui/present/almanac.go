package present

import (
	"fmt"
	"strings"
	"time"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// Almanac tells days by name as seen from one moment in one person's zone. It
// goes wherever something is made of their data, and says what they object to.
type Almanac struct {
	Now     time.Time
	Zone    *time.Location
	Objects Objections
}

// NewAlmanac returns the almanac of a person at the moment now. An unknown zone
// of the profile reads as UTC.
func NewAlmanac(now time.Time, p health.Profile) Almanac {
	loc, err := p.Location()
	if err != nil {
		loc = time.UTC
	}
	return Almanac{Now: now, Zone: loc}
}

// Today is the person's date now.
func (a Almanac) Today() health.Date {
	t := a.Now.In(a.Zone)
	return health.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}

// OffsetAt is the offset of the person's zone at an instant.
func (a Almanac) OffsetAt(ms int64) int32 { return health.OffsetAt(ms, a.Zone) }

// DateAt is the date in the person's zone at an instant.
func (a Almanac) DateAt(ms int64) health.Date { return health.DateAt(ms, a.OffsetAt(ms)) }

// Clock returns "07:12" at an instant where the offset was in force.
func Clock(ms int64, offset int32) string { return locale.Clock(local(ms, offset)) }

func local(ms int64, offset int32) time.Time {
	return time.UnixMilli(ms + int64(offset)*1000).UTC()
}

func at(d health.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// Day returns "Today", "Yesterday", "12 Oct", or "12 Oct 2024" in other years.
func (a Almanac) Day(d health.Date) string {
	switch today := a.Today(); d {
	case today:
		return locale.T("Today")
	case today.AddDays(-1):
		return locale.T("Yesterday")
	}
	return a.ShortDate(d)
}

// ShortDate returns "12 Oct", or "12 Oct 2024" in other years than this.
func (a Almanac) ShortDate(d health.Date) string {
	if d.Year == a.Today().Year {
		return locale.ShortDate(d)
	}
	return FullDate(d)
}

// FullDate returns "14 Oct 2025".
func FullDate(d health.Date) string { return locale.FullDate(d) }

// LongDate returns "Tuesday 14 October 2025".
func LongDate(d health.Date) string { return locale.LongDate(d) }

// WordDate returns "14 October", or "14 October 2024" in other years than this.
func (a Almanac) WordDate(d health.Date) string {
	if d.Year == a.Today().Year {
		return locale.WordDay(d)
	}
	return locale.WordDate(d)
}

// When returns "Today 07:12", "Yesterday 21:30", "12 Oct 21:30", and in other
// years the date alone, for a card.
func (a Almanac) When(ms int64, offset int32) string {
	d := health.DateAt(ms, offset)
	if d.Year != a.Today().Year && d != a.Today() && d != a.Today().AddDays(-1) {
		return FullDate(d)
	}
	return a.Day(d) + " " + Clock(ms, offset)
}

// Moment returns "14 Oct 2025, 07:12".
func Moment(ms int64, offset int32) string {
	return FullDate(health.DateAt(ms, offset)) + ", " + Clock(ms, offset)
}

// DaySpan returns "17 Jul – 14 Oct 2025", or one date when both are the same.
func DaySpan(from, to health.Date) string { return locale.DateSpan(from, to) }

// ZoneText returns "Europe/Stockholm, UTC+2" where the person's zone has that
// offset at the instant, else the offset alone: where one was is not known.
func (a Almanac) ZoneText(ms int64, offset int32) string {
	if a.OffsetAt(ms) == offset && a.Zone != time.UTC {
		return a.Zone.String() + ", " + OffsetText(offset)
	}
	return OffsetText(offset)
}

// OffsetText returns "UTC", "UTC+2" or "UTC−3:30".
func OffsetText(offset int32) string {
	if offset == 0 {
		return "UTC"
	}
	sign := "+"
	if offset < 0 {
		sign, offset = Minus, -offset
	}
	if m := offset / 60 % 60; m != 0 {
		return fmt.Sprintf("UTC%s%d:%02d", sign, offset/3600, m)
	}
	return fmt.Sprintf("UTC%s%d", sign, offset/3600)
}

// Greeting returns "Good morning, Anna", with the first of the names, by the hour of the person's day.
func (a Almanac) Greeting(name string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	h := a.Now.In(a.Zone).Hour()
	switch {
	case h >= 5 && h < 12 && first != "":
		return locale.T("Good morning, %s", first)
	case h >= 5 && h < 12:
		return locale.T("Good morning")
	case h >= 12 && h < 18 && first != "":
		return locale.T("Good afternoon, %s", first)
	case h >= 12 && h < 18:
		return locale.T("Good afternoon")
	case first != "":
		return locale.T("Good evening, %s", first)
	}
	return locale.T("Good evening")
}
