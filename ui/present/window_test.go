package present_test

import (
	"testing"

	"vitalkeep/ui/present"
)

func bounds(t *testing.T, now, first, last string) present.Bounds {
	t.Helper()
	b := present.Bounds{Almanac: almanac(t, now)}
	b.First, _ = instant(t, first)
	b.Last, _ = instant(t, last)
	return b
}

func TestNewestWindows(t *testing.T) {
	const now = "2025-10-14T09:45:00Z"
	for name, c := range map[string]struct {
		last   string
		period present.Period
		want   string
	}{
		"a day that has data":              {"2025-10-14T07:12:00+02:00", present.Day, "Tue 14 Oct 2025"},
		"the last day that has data":       {"2025-10-11T07:12:00+02:00", present.Day, "Sat 11 Oct 2025"},
		"a week ends today":                {"2025-10-11T07:12:00+02:00", present.Week, "8 Oct – 14 Oct 2025"},
		"a month":                          {"2025-10-11T07:12:00+02:00", present.Month, "15 Sep – 14 Oct 2025"},
		"three months":                     {"2025-10-11T07:12:00+02:00", present.Quarter, "17 Jul – 14 Oct 2025"},
		"a year":                           {"2025-10-11T07:12:00+02:00", present.Year, "15 Oct 2024 – 14 Oct 2025"},
		"an old archive ends with itself":  {"2019-03-02T07:12:00+01:00", present.Month, "1 Feb – 2 Mar 2019"},
		"all of an old archive":            {"2019-03-02T07:12:00+01:00", present.All, "5 Jan 2018 – 2 Mar 2019"},
		"all of one that goes on":          {"2025-10-11T07:12:00+02:00", present.All, "5 Jan 2018 – 14 Oct 2025"},
		"data from the future is in sight": {"2025-10-20T07:12:00+02:00", present.Week, "14 Oct – 20 Oct 2025"},
	} {
		t.Run(name, func(t *testing.T) {
			b := bounds(t, now, "2018-01-05T08:00:00+01:00", c.last)
			if got := b.Title(b.Latest(c.period), false); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestWindowsBeginAtLocalMidnightOnDaysOfOtherLengths(t *testing.T) {
	b := bounds(t, "2025-10-27T09:00:00Z", "2025-01-01T08:00:00+01:00", "2025-10-26T12:00:00+01:00")
	w := b.Latest(present.Day)
	if got := w.To - w.From; got != 25*3600*1000 {
		t.Errorf("the day on which clocks go back has %d ms", got)
	}
}

func TestSteppingThroughWindows(t *testing.T) {
	b := bounds(t, "2025-10-14T09:45:00Z", "2025-08-20T08:00:00+02:00", "2025-10-13T08:00:00+02:00")
	w := b.Latest(present.Month)
	if _, ok := b.Step(w, 1); ok {
		t.Error("there is a window after the newest")
	}
	back, ok := b.Step(w, -1)
	if got, want := b.Title(back, false), "16 Aug – 14 Sep 2025"; !ok || got != want {
		t.Errorf("got %q %v, want %q", got, ok, want)
	}
	if _, ok := b.Step(back, -1); ok {
		t.Error("there is a window before the first reading")
	}
	again, ok := b.Step(back, 1)
	if !ok || again != w {
		t.Errorf("forth after back gives %v, want %v", again, w)
	}
	if _, ok := b.Step(b.Latest(present.All), -1); ok {
		t.Error("there is something before all")
	}
}

func TestZoomKeepsTheInstantUnderThePointer(t *testing.T) {
	b := bounds(t, "2025-10-14T09:45:00Z", "2015-10-14T08:00:00+02:00", "2025-10-13T08:00:00+02:00")
	w := b.Latest(present.Year)
	at := w.From + (w.To-w.From)/4
	z := b.Zoom(w, at, 0.5)
	if z.Period != present.Custom {
		t.Error("a zoomed window still claims a period")
	}
	if got := float64(at-z.From) / float64(z.To-z.From); got < 0.2499 || got > 0.2501 {
		t.Errorf("the instant moved to %v of the width", got)
	}
	for range 80 {
		z = b.Zoom(z, at, 0.5)
	}
	if got := z.To - z.From; got != 10*60*1000 {
		t.Errorf("the narrowest window has %d ms", got)
	}
	for range 80 {
		z = b.Zoom(z, at, 2)
	}
	if days := z.Days(); days > 11*366 {
		t.Errorf("the widest window has %v days", days)
	}
}

func TestPanningStaysAtTheData(t *testing.T) {
	b := bounds(t, "2025-10-14T09:45:00Z", "2025-09-01T08:00:00+02:00", "2025-10-13T08:00:00+02:00")
	w := b.Latest(present.Week)
	for range 100 {
		w = b.Pan(w, 5*24*3600*1000)
	}
	if w.From > b.Latest(present.All).To {
		t.Error("panned past the end of the data")
	}
	if got, want := w.Days(), 7.0; got != want {
		t.Errorf("the window has %v days, want %v", got, want)
	}
}

func TestAPeriodChosenKeepsTheEndOfTheWindow(t *testing.T) {
	b := bounds(t, "2025-10-14T09:45:00Z", "2020-09-01T08:00:00+02:00", "2025-10-13T08:00:00+02:00")
	w, _ := b.Step(b.Latest(present.Month), -1)
	if got, want := b.Title(b.Around(w, present.Week), false), "8 Sep – 14 Sep 2025"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := b.Around(w, present.All); got != b.Latest(present.All) {
		t.Errorf("all is %v", got)
	}
}
