package charts

import "time"

// timeTick is a place on the time axis and its label.
type timeTick struct {
	t      int64
	label  string
	strong bool // stands out: today
}

// tickUnit is a distance between ticks: a part of a day in minutes, or a
// number of calendar steps.
type tickUnit struct {
	minutes int
	step    Step
	n       int
	about   time.Duration
}

// tickUnits from fine to coarse.
var tickUnits = func() []tickUnit {
	const day = 24 * time.Hour
	var u []tickUnit
	for _, m := range []int{1, 5, 15, 30, 60, 180, 360, 720} {
		u = append(u, tickUnit{minutes: m, about: time.Duration(m) * time.Minute})
	}
	u = append(u,
		tickUnit{step: Day, n: 1, about: day},
		tickUnit{step: Day, n: 2, about: 2 * day},
		tickUnit{step: Week, n: 1, about: 7 * day},
		tickUnit{step: Week, n: 2, about: 14 * day},
		tickUnit{step: Month, n: 1, about: 30 * day},
		tickUnit{step: Month, n: 3, about: 91 * day})
	for _, y := range []int{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000} {
		u = append(u, tickUnit{step: Year, n: y, about: time.Duration(min(y, 250)) * 365 * day})
	}
	return u
}()

// calendar is what time ticks depend on.
type calendar struct {
	loc    *time.Location
	week   time.Weekday
	labels Labels
}

// ticks chooses the finest unit whose labels, of the widths that measure gives,
// keep a distance on an axis of the given width. Widths are in dp.
func (c calendar) ticks(from, to int64, width float64, measure func(string) float64) []timeTick {
	const (
		air      = 18 // between labels
		smallest = 22 // no label is narrower
	)
	if to <= from || !(width > 0) {
		return nil
	}
	span := float64(to - from)
	var last []timeTick
	for _, u := range tickUnits {
		if span/float64(u.about.Milliseconds()) > width/smallest+2 {
			continue
		}
		fits, wide := true, 0.0
		ticks := c.unit(u, from, to, func(before, t timeTick) bool {
			if wide == 0 {
				wide = measure(before.label)
			}
			half := wide
			wide = measure(t.label)
			fits = float64(t.t-before.t)/span*width >= (half+wide)/2+air
			return fits
		})
		if fits {
			return ticks
		}
		last = ticks
	}
	return last[:min(len(last), 1)]
}

// unit are all ticks of one unit in [from, to), or those up to the first that
// does not go beside the one before.
func (c calendar) unit(u tickUnit, from, to int64, beside func(before, t timeTick) bool) []timeTick {
	if u.minutes > 0 {
		return c.clock(u.minutes, from, to, beside)
	}
	var out []timeTick
	t := u.step.floor(time.UnixMilli(from).In(c.loc), c.week)
	for t.UnixMilli() < to {
		// Every second week and every fifth year are counted from fixed days, so
		// that ticks stand still while a chart is moved.
		on := true
		switch {
		case u.n == 1:
		case u.step == Day:
			on = daysSince(t)%u.n == 0
		case u.step == Week:
			on = floorDiv(daysSince(t)+4-int(c.week), 7)%u.n == 0
		case u.step == Month:
			on = (int(t.Month())-1)%u.n == 0
		case u.step == Year:
			on = t.Year()%u.n == 0
		}
		if on && t.UnixMilli() >= from {
			out = append(out, timeTick{t: t.UnixMilli(), label: c.label(u, t, to-from)})
			if n := len(out); n > 1 && !beside(out[n-2], out[n-1]) {
				break
			}
		}
		next := u.step.after(t, 1)
		if u.step == Year && u.n > 1 && t.Year()%u.n == 0 {
			next = u.step.after(t, u.n)
		}
		if !next.After(t) {
			break
		}
		t = next
	}
	return out
}

// clock are the ticks at whole multiples of minutes by the local clock. Time is
// walked in absolute steps, so that a day of 23 or 25 hours has its true length;
// what the clock shows twice is marked twice only by units of an hour or less.
func (c calendar) clock(minutes int, from, to int64, beside func(before, t timeTick) bool) []timeTick {
	walk := time.Duration(min(minutes, 30)) * time.Minute
	if minutes%15 == 0 {
		walk = 15 * time.Minute // zones lie 15, 30 and 45 minutes off, too
	}
	start := time.UnixMilli(from).In(c.loc)
	t := start.Truncate(walk)
	lastClock := -1
	var out []timeTick
	for ; t.UnixMilli() < to; t = t.Add(walk) {
		clock := t.Hour()*60 + t.Minute()
		if clock%minutes != 0 || t.UnixMilli() < from {
			continue
		}
		if clock == lastClock && minutes > 60 {
			continue
		}
		lastClock = clock
		label := c.labels.Date(t, FormClock)
		if clock == 0 && to-from > (26*time.Hour).Milliseconds() {
			label = c.labels.Date(t, FormDay)
		}
		out = append(out, timeTick{t: t.UnixMilli(), label: label})
		if n := len(out); n > 1 && !beside(out[n-2], out[n-1]) {
			break
		}
	}
	return out
}

func (c calendar) label(u tickUnit, t time.Time, span int64) string {
	switch u.step {
	case Month:
		if t.Month() == time.January {
			return c.labels.Date(t, FormYear)
		}
		return c.labels.Date(t, FormMonth)
	case Year:
		return c.labels.Date(t, FormYear)
	case Day:
		if u.n == 1 && span <= (10*24*time.Hour).Milliseconds() {
			return c.labels.Date(t, FormWeekday)
		}
	}
	return c.labels.Date(t, FormDay)
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}
