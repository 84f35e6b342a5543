package present

import (
	"time"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// Period is a length of time that people look at.
type Period uint8

// The periods of the switch over a graph. Custom is what zooming and dragging
// make.
const (
	Day Period = iota
	Week
	Month
	Quarter
	Year
	All
	Custom
)

// Periods are the ones to choose from, in order.
var Periods = []Period{Day, Week, Month, Quarter, Year, All}

// Short returns what stands on the switch.
func (p Period) Short() string {
	switch p {
	case Day:
		return locale.C("switch of periods, one day", "D")
	case Week:
		return locale.C("switch of periods, one week", "W")
	case Month:
		return locale.C("switch of periods, one month", "M")
	case Quarter:
		return locale.C("switch of periods, three months", "3M")
	case Year:
		return locale.C("switch of periods, one year", "Y")
	case All:
		return locale.C("switch of periods, all data", "All")
	}
	return ""
}

// Name returns the period in words, "month".
func (p Period) Name() string {
	switch p {
	case Day:
		return locale.T("day")
	case Week:
		return locale.T("week")
	case Month:
		return locale.T("month")
	case Quarter:
		return locale.T("three months")
	case Year:
		return locale.T("year")
	case All:
		return locale.T("all data")
	}
	return locale.T("this span")
}

// Window is the span of time of a graph, in whole local days unless Custom.
type Window struct {
	Period   Period
	From, To int64 // UTC milliseconds, To excluded
}

// Days returns the length in days.
func (w Window) Days() float64 { return float64(w.To-w.From) / dayMS }

const (
	hourMS = 3600 * 1000
	dayMS  = 24 * hourMS
)

// Bounds is the span in which a subject has data, and today.
type Bounds struct {
	First, Last int64 // UTC milliseconds of the earliest and the latest reading
	Almanac     Almanac
}

// BoundsOf returns the bounds of a subject.
func BoundsOf(s Subject, a Almanac) Bounds { return Bounds{First: s.First, Last: s.Last, Almanac: a} }

// newest is the last date of the latest window: today if the period that ends
// today has a reading, else the date of the last reading.
func (b Bounds) newest(p Period) health.Date {
	today := b.Almanac.Today()
	last := b.Almanac.DateAt(b.Last)
	if b.Last == 0 && b.First == 0 {
		return today
	}
	if last.Compare(today) > 0 || last.Compare(first(p, today)) < 0 {
		return last
	}
	return today
}

// first returns the first date of the period that ends with the date to.
func first(p Period, to health.Date) health.Date {
	switch p {
	case Day:
		return to
	case Week:
		return to.AddDays(-6)
	case Month:
		return to.AddDays(-29)
	case Quarter:
		return to.AddDays(-89)
	}
	t := time.Date(to.Year-1, to.Month, to.Day+1, 0, 0, 0, 0, time.UTC)
	return health.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}

// Latest returns the newest window of the period. All spans every reading.
func (b Bounds) Latest(p Period) Window {
	if p == All {
		from, to := b.Almanac.DateAt(b.First), b.newest(Year)
		if last := b.Almanac.DateAt(b.Last); last.Compare(to) > 0 {
			to = last
		}
		if from.Compare(to) > 0 {
			from = to
		}
		return b.window(p, from, to)
	}
	return b.Ending(p, b.newest(p))
}

// Ending returns the window of the period whose last day is to.
func (b Bounds) Ending(p Period, to health.Date) Window { return b.window(p, first(p, to), to) }

func (b Bounds) window(p Period, from, to health.Date) Window {
	return Window{Period: p, From: from.Start(b.Almanac.Zone), To: to.AddDays(1).Start(b.Almanac.Zone)}
}

// Dates returns the window of exactly these days, both included.
func (b Bounds) Dates(from, to health.Date) Window {
	if from == to {
		return b.Ending(Day, to)
	}
	return b.window(Custom, from, to)
}

// whole reports whether a window is of whole days.
func (b Bounds) whole(w Window) bool {
	return b.Almanac.DateAt(w.From).Start(b.Almanac.Zone) == w.From && b.Almanac.DateAt(w.To).Start(b.Almanac.Zone) == w.To
}

// Around returns the window of the period that ends where w ends, but not later
// than the newest one: what a choice on the switch gives.
func (b Bounds) Around(w Window, p Period) Window {
	newest := b.Latest(p)
	if p == All || w.To >= newest.To {
		return newest
	}
	return b.Ending(p, b.Almanac.DateAt(w.To-1))
}

// Containing returns the newest window of the period if it holds the instant,
// else one in whose middle it lies.
func (b Bounds) Containing(p Period, at int64) Window {
	w := b.Latest(p)
	if at >= w.From || p == All {
		return w
	}
	half := int(w.Days() / 2)
	middle := b.Ending(p, b.Almanac.DateAt(at).AddDays(half))
	if middle.To > w.To {
		return w
	}
	return middle
}

// Step returns the window before (by < 0) or after (by > 0) w, and whether
// there is any reading that way.
func (b Bounds) Step(w Window, by int) (Window, bool) {
	if w.Period == All {
		return w, false
	}
	if by < 0 {
		if w.From <= b.First {
			return w, false
		}
		if w.Period == Custom {
			return Window{Custom, w.From - (w.To - w.From), w.From}, true
		}
		return b.Ending(w.Period, b.Almanac.DateAt(w.From-1)), true
	}
	newest := b.Latest(w.Period)
	if w.Period == Custom {
		newest = b.Latest(Day)
	}
	if w.To >= newest.To {
		return w, false
	}
	if w.Period == Custom {
		return Window{Custom, w.To, w.To + (w.To - w.From)}, true
	}
	next := w
	for d := b.Almanac.DateAt(w.To); next.From < w.To; d = d.AddDays(1) {
		next = b.Ending(w.Period, d)
	}
	if next.To > newest.To {
		next = newest
	}
	return next, true
}

// The narrowest window that zooming reaches.
const narrowest = 10 * 60 * 1000

// Zoom returns w scaled around the instant at: by < 1 shows less. It stays
// within the data and a margin around it.
func (b Bounds) Zoom(w Window, at int64, by float64) Window {
	whole := b.Latest(All)
	length := float64(w.To-w.From) * by
	most := float64(max(whole.To-whole.From, dayMS)) * 1.1
	length = min(max(length, narrowest), most)
	share := float64(at-w.From) / float64(max(w.To-w.From, 1))
	from := float64(at) - length*share
	return b.clamp(Window{Custom, int64(from), int64(from + length)})
}

// Pan returns w moved by so many milliseconds, within the data.
func (b Bounds) Pan(w Window, by int64) Window {
	return b.clamp(Window{Custom, w.From + by, w.To + by})
}

// clamp keeps at least half of the window over the data.
func (b Bounds) clamp(w Window) Window {
	whole := b.Latest(All)
	half := (w.To - w.From) / 2
	if low := whole.From - half; w.From < low {
		w.To += low - w.From
		w.From = low
	}
	if high := whole.To + half; w.To > high {
		w.From -= w.To - high
		w.To = high
	}
	return w
}

// Title returns the window as dates: "17 Jul – 14 Oct 2025"; with times when it
// is shorter than two days and not a whole one. Where there is little room, a
// span over years is told in months.
func (b Bounds) Title(w Window, short bool) string {
	from, to := b.Almanac.DateAt(w.From), b.Almanac.DateAt(w.To-1)
	if w.Period == Day {
		return locale.WeekdayDate(from)
	}
	if w.Period == Custom && w.Days() < 2 && !b.whole(w) {
		a, z := Clock(w.From, b.Almanac.OffsetAt(w.From)), Clock(w.To, b.Almanac.OffsetAt(w.To))
		if from == to {
			return FullDate(from) + ", " + a + "–" + z
		}
		return b.Almanac.ShortDate(from) + " " + a + " – " + b.Almanac.ShortDate(to) + " " + z
	}
	if short && from.Year != to.Year {
		return locale.ShortMonthYear(from) + " – " + locale.ShortMonthYear(to)
	}
	return DaySpan(from, to)
}
