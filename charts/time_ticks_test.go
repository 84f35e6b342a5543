package charts

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// narrow measures every label as seven dp a character.
func narrow(s string) float64 { return float64(7 * len(s)) }

func tickNames(ticks []timeTick) string {
	var names []string
	for _, t := range ticks {
		names = append(names, t.label)
	}
	return strings.Join(names, ", ")
}

func TestTicksFitTheSpan(t *testing.T) {
	paris := zone(t, "Europe/Paris")
	date := func(s string) int64 {
		d, err := time.ParseInLocation("2006-01-02 15:04", s, paris)
		if err != nil {
			t.Fatal(err)
		}
		return d.UnixMilli()
	}
	for _, c := range []struct {
		name, from, to string
		week           time.Weekday
		width          float64
		want           string
	}{
		{"an hour", "2025-10-14 07:00", "2025-10-14 08:00", time.Monday, 660, "07:00, 07:05, 07:10, 07:15, 07:20, 07:25, 07:30, 07:35, 07:40, 07:45, 07:50, 07:55"},
		{"a day", "2025-10-14 00:00", "2025-10-15 00:00", time.Monday, 600, "00:00, 03:00, 06:00, 09:00, 12:00, 15:00, 18:00, 21:00"},
		{"a narrow day", "2025-10-14 00:00", "2025-10-15 00:00", time.Monday, 260, "00:00, 06:00, 12:00, 18:00"},
		{"a wide day", "2025-10-14 00:00", "2025-10-14 08:00", time.Monday, 600, "00:00, 01:00, 02:00, 03:00, 04:00, 05:00, 06:00, 07:00"},
		{"three days say which", "2025-10-13 00:00", "2025-10-16 00:00", time.Monday, 500, "13 Oct, 12:00, 14 Oct, 12:00, 15 Oct, 12:00"},
		{"a week", "2025-10-08 00:00", "2025-10-15 00:00", time.Monday, 500, "Wed 8, Thu 9, Fri 10, Sat 11, Sun 12, Mon 13, Tue 14"},
		{"a month by Mondays", "2025-09-15 00:00", "2025-10-15 00:00", time.Monday, 400, "15 Sep, 22 Sep, 29 Sep, 6 Oct, 13 Oct"},
		{"a month by Sundays", "2025-09-15 00:00", "2025-10-15 00:00", time.Sunday, 400, "21 Sep, 28 Sep, 5 Oct, 12 Oct"},
		{"three months", "2025-07-17 00:00", "2025-10-15 00:00", time.Monday, 560, "28 Jul, 11 Aug, 25 Aug, 8 Sep, 22 Sep, 6 Oct"},
		{"a year", "2024-10-15 00:00", "2025-10-15 00:00", time.Monday, 560, "Nov, Dec, 2025, Feb, Mar, Apr, May, Jun, Jul, Aug, Sep, Oct"},
		{"a narrow year", "2024-10-15 00:00", "2025-10-15 00:00", time.Monday, 300, "2025, Apr, Jul, Oct"},
		{"eight years", "2018-03-01 00:00", "2025-10-15 00:00", time.Monday, 500, "2019, 2020, 2021, 2022, 2023, 2024, 2025"},
		{"a lifetime", "1940-03-01 00:00", "2025-10-15 00:00", time.Monday, 500, "1950, 1960, 1970, 1980, 1990, 2000, 2010, 2020"},
	} {
		cal := calendar{loc: paris, week: c.week, labels: Labels{}.filled()}
		got := tickNames(cal.ticks(date(c.from), date(c.to), c.width, narrow))
		if got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestTicksStandAtLocalClockTimesWhenClocksChange(t *testing.T) {
	for _, c := range []struct {
		name, zone string
		day        string
		hours      int
		minutes    int
		want       string
	}{
		{"spring, 23 hours", "Europe/Berlin", "2025-03-30", 23, 180, "00:00, 03:00, 06:00, 09:00, 12:00, 15:00, 18:00, 21:00"},
		{"autumn, 25 hours", "Europe/Berlin", "2025-10-26", 25, 180, "00:00, 03:00, 06:00, 09:00, 12:00, 15:00, 18:00, 21:00"},
		{
			"autumn, the doubled hour is there twice", "Europe/Berlin", "2025-10-26", 25, 60,
			"00:00, 01:00, 02:00, 02:00, 03:00, 04:00, 05:00, 06:00, 07:00, 08:00, 09:00, 10:00, 11:00, 12:00, 13:00, 14:00, 15:00, 16:00, 17:00, 18:00, 19:00, 20:00, 21:00, 22:00, 23:00",
		},
		{"half an hour of summer time", "Australia/Lord_Howe", "2025-04-06", 24, 360, "00:00, 06:00, 12:00, 18:00"},
		{"three quarters off", "Asia/Kathmandu", "2025-04-06", 24, 360, "00:00, 06:00, 12:00, 18:00"},
		{"midnight does not exist", "Asia/Beirut", "2025-03-30", 23, 360, "06:00, 12:00, 18:00"},
		{"midnight comes twice", "America/Havana", "2025-11-02", 25, 360, "00:00, 06:00, 12:00, 18:00"},
	} {
		loc := zone(t, c.zone)
		d, err := time.ParseInLocation("2006-01-02", c.day, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		start := dayStart(d.Year(), d.Month(), d.Day(), loc)
		end := dayStart(d.Year(), d.Month(), d.Day()+1, loc)
		if hours := end.Sub(start).Hours(); hours != float64(c.hours) && c.zone != "Australia/Lord_Howe" {
			t.Errorf("%s: the day has %v hours", c.name, hours)
		}
		cal := calendar{loc: loc, labels: Labels{}.filled()}
		if got := tickNames(cal.clock(c.minutes, start.UnixMilli(), end.UnixMilli(), func(_, _ timeTick) bool { return true })); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestDaysBeginAtTheirFirstInstant(t *testing.T) {
	for _, c := range []struct{ zone, day, want string }{
		{"Europe/Berlin", "2025-03-30", "2025-03-29T23:00:00Z"},
		{"Europe/Berlin", "2025-10-26", "2025-10-25T22:00:00Z"},
		{"Asia/Beirut", "2025-03-30", "2025-03-29T22:00:00Z"},    // begins at 01:00
		{"America/Havana", "2025-11-02", "2025-11-02T04:00:00Z"}, // 00:00 twice, the first
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"},
		{"Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"}, // the day before was left out
		{"UTC", "2025-01-01", "2025-01-01T00:00:00Z"},
	} {
		d, err := time.Parse("2006-01-02", c.day)
		if err != nil {
			t.Fatal(err)
		}
		got := dayStart(d.Year(), d.Month(), d.Day(), zone(t, c.zone))
		if got.UTC().Format(time.RFC3339) != c.want {
			t.Errorf("%s in %s begins at %s, want %s", c.day, c.zone, got.UTC().Format(time.RFC3339), c.want)
		}
	}
}

func TestEveryDayOfAYearFollowsItsNeighbour(t *testing.T) {
	for _, name := range []string{"Europe/Berlin", "America/Los_Angeles", "Asia/Beirut", "America/Havana", "Australia/Lord_Howe", "Africa/Casablanca", "America/Asuncion"} {
		loc := zone(t, name)
		day := dayStart(2024, time.January, 1, loc)
		for i := 1; i <= 800; i++ {
			next := Day.after(day, 1)
			hours := next.Sub(day).Hours()
			if hours < 23 || hours > 25 || Day.floor(next.Add(-time.Millisecond), time.Monday) != day || Day.floor(next, time.Monday) != next {
				t.Fatalf("%s: the day of %v lasts %v hours", name, day, hours)
			}
			day = next
		}
	}
}

func TestStepsOfTheCalendar(t *testing.T) {
	at := time.Date(2025, time.October, 15, 17, 30, 0, 0, time.UTC) // a Wednesday
	for _, c := range []struct {
		step        Step
		week        time.Weekday
		floor, next string
	}{
		{Day, time.Monday, "2025-10-15", "2025-10-16"},
		{Week, time.Monday, "2025-10-13", "2025-10-20"},
		{Week, time.Sunday, "2025-10-12", "2025-10-19"},
		{Week, time.Saturday, "2025-10-11", "2025-10-18"},
		{Month, time.Monday, "2025-10-01", "2025-11-01"},
		{Year, time.Monday, "2025-01-01", "2026-01-01"},
	} {
		floor := c.step.floor(at, c.week)
		next := c.step.after(floor, 1)
		if floor.Format("2006-01-02") != c.floor || next.Format("2006-01-02") != c.next {
			t.Errorf("step %d: %v to %v", c.step, floor, next)
		}
	}
}

func TestTicksNeverCrowdAndStayInTheSpan(t *testing.T) {
	cal := calendar{loc: zone(t, "America/Los_Angeles"), week: time.Sunday, labels: Labels{}.filled()}
	from := time.Date(2001, 5, 6, 7, 8, 9, 0, cal.loc).UnixMilli()
	for span := int64(1000); span < 300*366*dayMS; span = span*3/2 + 7 {
		for _, width := range []float64{5, 60, 300, 1500} {
			ticks := cal.ticks(from, from+span, width, narrow)
			for i, tick := range ticks {
				if tick.t < from || tick.t >= from+span {
					t.Fatalf("span %d: tick %v outside", span, tick)
				}
				if i > 0 && float64(tick.t-ticks[i-1].t)/float64(span)*width < narrow(tick.label) {
					t.Fatalf("span %d, width %v: crowded %s", span, width, tickNames(ticks))
				}
			}
		}
	}
	if got := cal.ticks(10, 10, 100, narrow); got != nil {
		t.Errorf("an empty span has ticks: %v", got)
	}
}

func TestTicksStandStillWhileAChartIsMoved(t *testing.T) {
	cal := calendar{loc: time.UTC, week: time.Monday, labels: Labels{}.filled()}
	from := time.Date(2025, 7, 17, 0, 0, 0, 0, time.UTC).UnixMilli()
	seen := cal.ticks(from, from+90*dayMS, 560, narrow)
	for i := int64(1); i < 30; i++ {
		for _, moved := range cal.ticks(from+i*dayMS, from+(90+i)*dayMS, 560, narrow) {
			if moved.t < from+90*dayMS && !slices.ContainsFunc(seen, func(s timeTick) bool { return s.t == moved.t }) {
				t.Fatalf("moved by %d days a new tick stands at %s", i, moved.label)
			}
		}
	}
}
