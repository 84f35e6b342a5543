package insights_test

import (
	"errors"
	"iter"
	"math"
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/insights"
)

var monday = health.Date{Year: 2025, Month: time.October, Day: 6}

func near(a, b float64) bool {
	return a == b || math.Abs(a-b) < 1e-9 || math.IsNaN(a) && math.IsNaN(b)
}

// days returns days from the date on; NaN leaves one out.
func days(from health.Date, values ...float64) []health.Day {
	var out []health.Day
	for i, v := range values {
		if !math.IsNaN(v) {
			out = append(out, health.Day{Date: from.AddDays(i), Value: v, Min: v, Max: v, Readings: 1})
		}
	}
	return out
}

func TestAWeekBeginsWhereThePersonSaysAndHasSevenDates(t *testing.T) {
	for _, c := range []struct {
		date  health.Date
		start time.Weekday
		want  string
	}{
		{monday, time.Monday, "2025-10-06"},
		{monday.AddDays(-1), time.Monday, "2025-09-29"},
		{monday, time.Sunday, "2025-10-05"},
		{monday, time.Saturday, "2025-10-04"},
		{monday.AddDays(-2), time.Saturday, "2025-10-04"},
		{health.Date{Year: 1969, Month: time.December, Day: 31}, time.Monday, "1969-12-29"},
		{health.Date{Year: 1969, Month: time.December, Day: 21}, time.Monday, "1969-12-15"},
		{health.Date{Year: 2025, Month: time.October, Day: 26}, time.Monday, "2025-10-20"}, // clocks go back
		{health.Date{Year: 2025, Month: time.March, Day: 30}, time.Sunday, "2025-03-30"},   // and forward
	} {
		if got := insights.WeekOf(c.date, c.start).String(); got != c.want {
			t.Errorf("the week of %s from %s begins %s, want %s", c.date, c.start, got, c.want)
		}
	}
	for date, want := range map[health.Date]int{monday: 41, {Year: 2024, Month: time.December, Day: 30}: 1, {Year: 2027, Month: time.January, Day: 1}: 53} {
		if got := insights.ISOWeek(date); got != want {
			t.Errorf("%s is in week %d, want %d", date, got, want)
		}
	}
}

func TestMeansCountEveryDayOnce(t *testing.T) {
	in := days(monday.AddDays(-2), 10, 20, 1, 2, 3, math.NaN(), math.NaN(), math.NaN(), 6, 40)
	in[2].Readings = 50 // a day with many readings weighs no more
	weeks := insights.WeekMeans(in, time.Monday)
	if len(weeks) != 3 {
		t.Fatalf("%d weeks: %+v", len(weeks), weeks)
	}
	for i, want := range []struct {
		from           string
		value          float64
		days, readings int
		low, high      float64
	}{{"2025-09-29", 15, 2, 2, 10, 20}, {"2025-10-06", 3, 4, 53, 1, 6}, {"2025-10-13", 40, 1, 1, 40, 40}} {
		m := weeks[i]
		if m.From.String() != want.from || m.To != m.From.AddDays(6) || m.Length() != 7 || !near(m.Value, want.value) ||
			m.Days != want.days || m.Readings != want.readings || m.Low != want.low || m.High != want.high {
			t.Errorf("week %d is %+v, want %+v", i, m, want)
		}
	}
	if got := insights.WeekMeans(nil, time.Monday); got != nil {
		t.Errorf("no days make %v", got)
	}
}

func TestMonthsAreThoseOfTheCalendar(t *testing.T) {
	from := health.Date{Year: 2024, Month: time.February, Day: 28}
	months := insights.MonthMeans(days(from, 1, 3, 8))
	if len(months) != 2 || months[0].To.String() != "2024-02-29" || months[0].Length() != 29 || !near(months[0].Value, 2) ||
		months[1].From.String() != "2024-03-01" || months[1].To.String() != "2024-03-31" || months[1].Days != 1 {
		t.Errorf("%+v", months)
	}
	if m := insights.MonthMeans(days(health.Date{Year: 2025, Month: time.December, Day: 31}, 5)); m[0].To.String() != "2025-12-31" || m[0].From.String() != "2025-12-01" {
		t.Errorf("%+v", m)
	}
}

func TestWhatIsUsualComesFromTheFourWeeksBeforeTheLast(t *testing.T) {
	last := monday.AddDays(34)
	values := make([]float64, 35)
	for i := range values {
		values[i] = float64(i % 28)
	}
	b := insights.BaselineOf(append(days(monday.AddDays(-1), 1e6), days(monday, values...)...), last)
	if b.From != monday || b.To != monday.AddDays(27) || b.RecentFrom != monday.AddDays(28) || b.RecentTo != last {
		t.Errorf("the windows are %+v", b)
	}
	if b.Days != 28 || !b.Enough() || !near(b.Median, 13.5) || !near(b.Low, 2.7) || !near(b.Top, 24.3) {
		t.Errorf("%+v", b)
	}
	if below, within, above := b.Against(); below != 3 || within != 4 || above != 0 || len(b.Recent) != 7 {
		t.Errorf("%d below, %d within, %d above", below, within, above)
	}
}

func TestUnderFourteenDaysNothingIsUsual(t *testing.T) {
	for n, enough := range map[int]bool{0: false, 1: false, 13: false, 14: true, 28: true} {
		values := make([]float64, 28)
		for i := range values {
			values[i] = 5
			if i >= n {
				values[i] = math.NaN()
			}
		}
		b := insights.BaselineOf(days(monday, values...), monday.AddDays(34))
		if b.Days != n || b.Enough() != enough {
			t.Errorf("%d days count as %d, enough %v", n, b.Days, b.Enough())
		}
		if n == 0 && !math.IsNaN(b.Median) || n > 0 && (b.Median != 5 || b.Low != 5 || b.Top != 5) {
			t.Errorf("%d days: %+v", n, b)
		}
	}
	b := insights.BaselineOf(days(monday, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14), monday.AddDays(34))
	b.Recent = days(monday.AddDays(28), b.Low, b.Top, b.Top+0.1, b.Low-0.1)
	if below, within, above := b.Against(); below != 1 || within != 2 || above != 1 {
		t.Errorf("%d below, %d within, %d above: the ends belong to the range", below, within, above)
	}
}

func TestThePaceOfATrendNeedsTwoWeeks(t *testing.T) {
	trend := func(steps ...int) []insights.TrendPoint {
		var out []insights.TrendPoint
		for _, n := range steps {
			out = append(out, insights.TrendPoint{Date: monday.AddDays(n), Value: 80 - 0.1*float64(n)})
		}
		return out
	}
	for name, c := range map[string]struct {
		in     []insights.TrendPoint
		enough bool
		span   int
		days   int
	}{
		"no day":                  {nil, false, 0, 0},
		"one day":                 {trend(0), false, 0, 1},
		"a week":                  {trend(0, 1, 2, 3, 4, 5, 6, 7), false, 7, 8},
		"two weeks of seven days": {trend(0, 2, 4, 6, 8, 10, 14), true, 14, 7},
		"two weeks of six days":   {trend(0, 3, 6, 9, 12, 14), false, 14, 6},
		"more than four weeks":    {trend(0, 4, 8, 12, 16, 20, 24, 28, 32, 36), true, 28, 8},
		"a gap begins it again":   {trend(0, 2, 4, 6, 8, 10, 12, 14, 23, 24), false, 1, 2},
		"a short gap does not":    {trend(0, 2, 4, 6, 8, 10, 17, 18), true, 18, 8},
	} {
		p := insights.PaceOf(c.in, 7)
		if p.Enough != c.enough || p.Span() != c.span || p.Days != c.days {
			t.Errorf("%s: %+v", name, p)
		}
		if p.Enough && (!near(p.PerWeek, -0.7) || !near(p.Change, -0.1*float64(c.span))) {
			t.Errorf("%s: %v a week", name, p.PerWeek)
		}
	}
}

// reading is one on the sixth of October; hours are of a clock two hours east.
func reading(source health.SourceID, day int, hour float64, minutes int64, value int64) health.Reading {
	at := time.Date(2025, 10, 6+day, 0, 0, 0, 0, time.UTC).Add(time.Duration((hour - 2) * float64(time.Hour)))
	return health.Reading{Source: source, Sample: health.Sample{
		Start: at.UnixMilli(), Duration: minutes * 60000, Value: health.Int(value), Offset: 7200,
	}}
}

func stream(rs ...health.Reading) iter.Seq2[health.Reading, error] {
	return func(yield func(health.Reading, error) bool) {
		for _, r := range rs {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func TestAPartOfTheDayIsThatOfTheReadingsOwnClock(t *testing.T) {
	weight, _ := health.Lookup("weight")
	parts, err := insights.TimeOfDay(weight, stream(
		reading("manual:hand", 0, 0.5, 0, 70), reading("manual:hand", 0, 6, 0, 80), reading("manual:hand", 0, 11.9, 0, 90),
		reading("manual:hand", 0, 12, 0, 60), reading("manual:hand", 1, 7, 0, 55), reading("manual:hand", 1, 18, 0, 71),
	))
	if err != nil {
		t.Fatal(err)
	}
	for part, want := range map[insights.DayPart]insights.PartMean{
		insights.Night: {Value: 70, Days: 1, Readings: 1}, insights.Morning: {Value: 70, Days: 2, Readings: 3},
		insights.Afternoon: {Value: 60, Days: 1, Readings: 1}, insights.Evening: {Value: 71, Days: 1, Readings: 1},
	} {
		if parts[part] != want {
			t.Errorf("part %d is %+v, want %+v", part, parts[part], want)
		}
	}
	if from, to := insights.Evening.Hours(); from != 18 || to != 24 {
		t.Errorf("the evening is from %d to %d", from, to)
	}
}

func TestWhatAddsUpIsNothingWhereNothingWasCounted(t *testing.T) {
	steps, _ := health.Lookup("steps")
	parts, err := insights.TimeOfDay(steps, stream(
		reading("withings:daily", 0, 0, 1440, 9000), // a total has no time of day
		reading("withings:tracker", 0, 8, 10, 400), reading("withings:phone", 0, 8, 10, 390),
		reading("withings:tracker", 0, 20, 10, 100), reading("withings:tracker", 1, 9, 10, 200),
	))
	if err != nil {
		t.Fatal(err)
	}
	want := [insights.DayParts]insights.PartMean{{Days: 2}, {Value: 300, Days: 2, Readings: 3}, {Days: 2}, {Value: 50, Days: 2, Readings: 1}}
	if parts != want {
		t.Errorf("%+v, want %+v", parts, want)
	}
	if parts, err = insights.TimeOfDay(steps, stream()); err != nil || parts != [insights.DayParts]insights.PartMean{} {
		t.Errorf("no readings make %+v, %v", parts, err)
	}
}

func TestTimeOfDayPassesErrorsOn(t *testing.T) {
	weight, _ := health.Lookup("weight")
	broken := errors.New("broken")
	if _, err := insights.TimeOfDay(weight, func(yield func(health.Reading, error) bool) { yield(health.Reading{}, broken) }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}
