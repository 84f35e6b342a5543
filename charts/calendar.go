package charts

import "time"

// dayStart is the first instant of a date in a zone. It is not always 00:00:
// where clocks go forward at midnight the day begins at 01:00, and where they
// go back across midnight 00:00 comes twice, the first being meant.
func dayStart(year int, month time.Month, day int, loc *time.Location) time.Time {
	t := time.Date(year, month, day, 0, 0, 0, 0, loc)
	want := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	sameDay := func(u time.Time) bool {
		y, m, d := u.Date()
		wy, wm, wd := want.Date()
		return y == wy && m == wm && d == wd
	}
	start, end := t.ZoneBounds()
	if !sameDay(t) {
		// 00:00 does not exist and Date chose the instant before the change.
		if !end.IsZero() && sameDay(end) {
			return end
		}
		return t
	}
	if start.IsZero() {
		return t
	}
	if t.Hour() != 0 && sameDay(start) {
		return start // 00:00 does not exist and Date chose the one after
	}
	// The change may lie just before t, and the date have begun before it.
	_, before := start.Add(-time.Nanosecond).Zone()
	if first := want.Add(-time.Duration(before) * time.Second).In(loc); first.Before(start) && sameDay(first) {
		return first
	}
	return t
}

// Step is a length of the calendar.
type Step int

// The steps of the calendar. A week begins on Spec.WeekStart.
const (
	Day Step = iota
	Week
	Month
	Year
	Hour // of the local clock; the two of a change are two
)

// floor is the start of the step that t lies in, in t's zone.
func (s Step) floor(t time.Time, week time.Weekday) time.Time {
	if s == Hour {
		// Not by time.Date, to which an hour that comes twice is one.
		return t.Add(-time.Duration(t.Minute())*time.Minute - time.Duration(t.Second())*time.Second - time.Duration(t.Nanosecond()))
	}
	y, m, d := t.Date()
	switch s {
	case Week:
		d -= (int(t.Weekday()) - int(week) + 7) % 7
	case Month:
		d = 1
	case Year:
		m, d = time.January, 1
	}
	return dayStart(y, m, d, t.Location())
}

// after is the start of the n-th step after the one that begins at t.
func (s Step) after(t time.Time, n int) time.Time {
	if s == Hour {
		return t.Add(time.Duration(n) * time.Hour)
	}
	y, m, d := t.Date()
	switch s {
	case Week:
		d += 7 * n
	case Month:
		m, d = m+time.Month(n), 1
	case Year:
		y, m, d = y+n, time.January, 1
	default:
		d += n
	}
	return dayStart(y, m, d, t.Location())
}

// slots widens the scene's span to whole slots: what a bar stands for may begin
// before the span and end after it.
func (s Step) slots(sc *scene) (from, to int64) {
	last := s.floor(sc.time(sc.to-1), sc.week)
	return s.floor(sc.time(sc.from), sc.week).UnixMilli(), max(s.after(last, 1).UnixMilli(), sc.to)
}

// daysSince counts dates since 1970-01-01, whatever the zone.
func daysSince(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}
