package insights_test

import (
	"math"
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/insights"
)

// pair is a reading on a day counted from monday at an hour and minute of a
// clock two hours east of UTC.
func pair(day, hour, minute int, systolic, diastolic float64) insights.Pair {
	at := time.Date(2025, 10, 6+day, hour-2, minute, 0, 0, time.UTC)
	return insights.Pair{Start: at.UnixMilli(), Offset: 7200, Systolic: systolic, Diastolic: diastolic}
}

// fullWeek is what the schedule asks for.
func fullWeek() []insights.Pair {
	var out []insights.Pair
	for d := range 7 {
		s := 130.0
		if d == 0 {
			s = 190 // the practice
		}
		out = append(out, pair(d, 7, 0, s, 80), pair(d, 7, 2, s+2, 82), pair(d, 20, 0, s-6, 78), pair(d, 20, 2, s-6, 76))
	}
	return out
}

func TestAFullHomeWeekLeavesItsFirstDayOut(t *testing.T) {
	w := insights.MeasureHomeWeek(fullWeek(), monday)
	if w.First() != monday || w.Last() != monday.AddDays(6) || !w.Enough() || w.DaysWithReadings() != 7 {
		t.Fatalf("%+v", w)
	}
	if w.All.Readings != insights.MostCounted || !near(w.All.Systolic, 127.5) || !near(w.All.Diastolic, 79) {
		t.Errorf("the mean is %+v", w.All)
	}
	if w.Morning.Readings != 12 || !near(w.Morning.Systolic, 131) || w.Evening.Readings != 12 || !near(w.Evening.Systolic, 124) {
		t.Errorf("mornings %+v, evenings %+v", w.Morning, w.Evening)
	}
	if len(w.Days[0].Morning) != 2 || w.Days[0].Morning[0].Systolic != 190 {
		t.Errorf("the first day is not kept for people to see: %+v", w.Days[0])
	}
	if w.Open(monday.AddDays(6), 23) != 0 {
		t.Error("something is still open")
	}
}

func TestWhichReadingsOfASittingCount(t *testing.T) {
	for name, c := range map[string]struct {
		in              []insights.Pair
		morning, others int
		evening         int
		mean            float64
	}{
		"two":                            {[]insights.Pair{pair(1, 7, 0, 120, 80), pair(1, 7, 1, 130, 80)}, 2, 0, 0, 125},
		"the third is too many":          {[]insights.Pair{pair(1, 7, 0, 120, 80), pair(1, 7, 2, 130, 80), pair(1, 7, 4, 180, 80)}, 2, 1, 0, 125},
		"one alone":                      {[]insights.Pair{pair(1, 7, 0, 120, 80)}, 1, 0, 0, 120},
		"within a minute":                {[]insights.Pair{pair(1, 7, 0, 120, 80), {Start: pair(1, 7, 0, 0, 0).Start + 59_000, Offset: 7200, Systolic: 99, Diastolic: 60}, pair(1, 7, 2, 130, 80)}, 2, 1, 0, 125},
		"the sitting that has two":       {[]insights.Pair{pair(1, 6, 0, 150, 80), pair(1, 8, 0, 120, 80), pair(1, 8, 2, 130, 80)}, 2, 1, 0, 125},
		"two sittings of one":            {[]insights.Pair{pair(1, 6, 0, 150, 80), pair(1, 8, 0, 120, 80)}, 1, 1, 0, 150},
		"in no order":                    {[]insights.Pair{pair(1, 7, 4, 180, 80), pair(1, 7, 2, 130, 80), pair(1, 7, 0, 120, 80)}, 2, 1, 0, 125},
		"noon is neither":                {[]insights.Pair{pair(1, 12, 0, 120, 80), pair(1, 16, 59, 120, 80)}, 0, 2, 0, math.NaN()},
		"four in the morning":            {[]insights.Pair{pair(1, 4, 0, 120, 80), pair(1, 11, 59, 130, 80)}, 1, 1, 0, 120},
		"after midnight is the day past": {[]insights.Pair{pair(1, 23, 58, 120, 80), pair(2, 0, 1, 130, 80)}, 0, 0, 2, 125},
		"five in the afternoon":          {[]insights.Pair{pair(1, 17, 0, 120, 80)}, 0, 0, 1, 120},
	} {
		w := insights.MeasureHomeWeek(c.in, monday)
		d := w.Days[1]
		if len(d.Morning) != c.morning || len(d.Evening) != c.evening || d.Others != c.others || !near(w.All.Systolic, c.mean) {
			t.Errorf("%s: %+v, mean %v", name, d, w.All.Systolic)
		}
	}
}

func TestAMeanNeedsTwelveReadingsAfterTheFirstDay(t *testing.T) {
	all := fullWeek()
	for n, want := range map[int]struct {
		days, counted int
		enough        bool
	}{0: {0, 0, false}, 4: {1, 0, false}, 15: {4, 11, false}, 16: {4, 12, true}, 20: {5, 16, true}, 28: {7, 24, true}} {
		w := insights.MeasureHomeWeek(all[:n], monday)
		if w.DaysWithReadings() != want.days || w.All.Readings != want.counted || w.Enough() != want.enough {
			t.Errorf("%d readings: %d days, %d count, enough %v", n, w.DaysWithReadings(), w.All.Readings, w.Enough())
		}
	}
}

func TestWhatIsStillOpenInAWeek(t *testing.T) {
	all := fullWeek()
	for name, c := range map[string]struct {
		taken, day, hour, want int
	}{
		"before it begins":             {0, -2, 12, 24},
		"on the first day":             {2, 0, 8, 24},
		"the second morning, at six":   {4, 1, 6, 24},
		"the second morning, measured": {6, 1, 8, 22},
		"a morning that was missed":    {4, 1, 12, 22},
		"the last night":               {26, 7, 1, 2},
		"the day after":                {26, 7, 9, 0},
	} {
		w := insights.MeasureHomeWeek(all[:c.taken], monday)
		if got := w.Open(monday.AddDays(c.day), c.hour); got != c.want {
			t.Errorf("%s: %d open, want %d", name, got, c.want)
		}
	}
	w := insights.MeasureHomeWeek(nil, monday)
	for day, want := range map[int]int{-1: 0, 0: 1, 6: 7, 7: 8, 70: 8} {
		if got := w.Day(monday.AddDays(day)); got != want {
			t.Errorf("day %d of the week is %d", day, got)
		}
	}
}

func TestTheNewestWeekWithEnoughReadingsIsTold(t *testing.T) {
	if _, ok := insights.LatestHomeWeek(nil, 60); ok {
		t.Error("no readings make a week")
	}
	w, ok := insights.LatestHomeWeek(append(fullWeek(), pair(20, 7, 0, 140, 90)), 60)
	if !ok || !w.Enough() || w.Last().Compare(monday.AddDays(6)) < 0 {
		t.Errorf("%s to %s, %d count", w.First(), w.Last(), w.All.Readings)
	}
	w, ok = insights.LatestHomeWeek(append(fullWeek(), pair(200, 7, 0, 140, 90)), 60)
	if !ok || w.Enough() || w.Last() != monday.AddDays(200) || w.All.Readings != 1 {
		t.Errorf("a lone reading long after: %s to %s, %d count", w.First(), w.Last(), w.All.Readings)
	}
}

func TestTheLimitsAreThoseOfHomeAndOneNumberIsEnough(t *testing.T) {
	for _, c := range []struct {
		systolic, diastolic float64
		want                bool
	}{{134.4, 84.4, false}, {134.5, 80, true}, {135, 80, true}, {120, 84.5, true}, {120, 85, true}, {140, 90, true}} {
		m := insights.PressureMean{Systolic: c.systolic, Diastolic: c.diastolic, Readings: 12}
		if got := m.AtLeast(insights.HomeSystolic, insights.HomeDiastolic); got != c.want {
			t.Errorf("%v/%v reaches the limit: %v", c.systolic, c.diastolic, got)
		}
	}
	if (insights.PressureMean{Systolic: 200, Diastolic: 200}).AtLeast(135, 85) {
		t.Error("a mean of nothing reaches a limit")
	}
	if got := insights.MeasureHomeWeek(nil, health.Date{Year: 2025, Month: 1, Day: 1}); !math.IsNaN(got.All.Systolic) {
		t.Errorf("no readings have the mean %v", got.All)
	}
}
