package health

import (
	"errors"
	"testing"
	"time"
	_ "time/tzdata"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestLocalDaysAreAsLongAsTheyAre(t *testing.T) {
	for _, c := range []struct {
		zone, date string
		hours      float64
	}{
		{"Europe/Paris", "2024-03-30", 24},
		{"Europe/Paris", "2024-03-31", 23},
		{"Europe/Paris", "2024-10-27", 25},
		{"America/Los_Angeles", "2024-11-03", 25},
		{"Australia/Lord_Howe", "2024-04-07", 24.5},
		{"America/Sao_Paulo", "2018-11-04", 23}, // midnight itself is skipped
		{"America/Sao_Paulo", "2018-11-03", 24},
	} {
		d, err := ParseDate(c.date)
		if err != nil {
			t.Fatal(err)
		}
		loc := zone(t, c.zone)
		from, to := d.Bounds(loc)
		if got := float64(to-from) / 3.6e6; got != c.hours {
			t.Errorf("%s in %s has %v hours, want %v", c.date, c.zone, got, c.hours)
		}
		if got := DateAt(from, OffsetAt(from, loc)); got != d {
			t.Errorf("%s in %s starts on %s", c.date, c.zone, got)
		}
	}
}

func TestWallClocksAreResolvedOrRefused(t *testing.T) {
	for _, c := range []struct {
		zone, wall string
		want       string
		err        error
	}{
		{"Europe/Paris", "2024-07-01 07:12:00", "2024-07-01T07:12:00+02:00", nil},
		{"Europe/Paris", "2024-01-01 07:12:00", "2024-01-01T07:12:00+01:00", nil},
		{"UTC", "2024-01-01 07:12:00", "2024-01-01T07:12:00Z", nil},
		{"Europe/Paris", "2024-03-31 02:30:00", "", ErrSkippedTime},
		{"Europe/Paris", "2024-03-31 03:00:00", "2024-03-31T03:00:00+02:00", nil},
		{"Europe/Paris", "2024-03-31 01:59:59", "2024-03-31T01:59:59+01:00", nil},
		{"Europe/Paris", "2024-10-27 02:00:00", "", ErrAmbiguousTime},
		{"Europe/Paris", "2024-10-27 02:59:59", "", ErrAmbiguousTime},
		{"Europe/Paris", "2024-10-27 03:00:00", "2024-10-27T03:00:00+01:00", nil},
		{"Europe/Paris", "2024-10-27 01:59:59", "2024-10-27T01:59:59+02:00", nil},
		{"America/Los_Angeles", "2024-11-03 01:30:00", "", ErrAmbiguousTime},
		{"America/Sao_Paulo", "2018-11-04 00:30:00", "", ErrSkippedTime},
		{"Asia/Kolkata", "2024-11-03 01:30:00", "2024-11-03T01:30:00+05:30", nil},
	} {
		w, err := time.Parse(time.DateTime, c.wall)
		if err != nil {
			t.Fatal(err)
		}
		ms, off, err := ResolveWall(Date{w.Year(), w.Month(), w.Day()}, w.Hour(), w.Minute(), w.Second(), zone(t, c.zone))
		if !errors.Is(err, c.err) {
			t.Errorf("%s in %s: %v, want %v", c.wall, c.zone, err, c.err)
			continue
		}
		if err != nil {
			continue
		}
		want, err := time.Parse(time.RFC3339, c.want)
		if err != nil {
			t.Fatal(err)
		}
		_, wantOff := want.Zone()
		if ms != want.UnixMilli() || int(off) != wantOff {
			t.Errorf("%s in %s = %d %+d, want %s", c.wall, c.zone, ms, off, c.want)
		}
	}
	if _, _, err := ResolveWall(Date{2025, 2, 30}, 7, 10, 0, time.UTC); !errors.Is(err, ErrNoSuchDate) {
		t.Errorf("30 February: %v", err)
	}
	if _, _, err := ResolveWall(Date{2025, 2, 20}, 24, 0, 0, time.UTC); !errors.Is(err, ErrNoSuchDate) {
		t.Errorf("24:00: %v", err)
	}
}

func TestOffsetsAreWrittenAsInTimestamps(t *testing.T) {
	for off, want := range map[int32]string{0: "+00:00", 7200: "+02:00", -25200: "-07:00", 19800: "+05:30", 561: "+00:09:21"} {
		if got := FormatOffset(off); got != want {
			t.Errorf("FormatOffset(%d) = %s, want %s", off, got, want)
		}
	}
}

func TestEveryDayStartsWhereItsDateFirstShows(t *testing.T) {
	for _, name := range []string{
		"Europe/Paris", "America/Los_Angeles", "Pacific/Apia", "Africa/Cairo",
		"America/Sao_Paulo", "Asia/Beirut", // midnight is skipped
		"Asia/Amman", "Asia/Gaza", "America/Havana", "Atlantic/Azores", // midnight comes twice
	} {
		loc := zone(t, name)
		for d := (Date{2009, 1, 1}); d.Year < 2022; d = d.AddDays(1) {
			start := d.Start(loc)
			before := DateAt(start-1, OffsetAt(start-1, loc))
			if at := DateAt(start, OffsetAt(start, loc)); before.Compare(d) >= 0 || at.Compare(d) < 0 {
				t.Errorf("%s: %v starts at %v, where the date goes from %v to %v", name, d, time.UnixMilli(start).In(loc), before, at)
			}
		}
	}
}

func TestNothingIsMeasuredOutsideThreeCenturies(t *testing.T) {
	for text, want := range map[string]bool{
		"0001-01-01T00:00:00Z": false, "1899-12-31T23:59:59.999Z": false, "1900-01-01T00:00:00Z": true,
		"2199-12-31T23:59:59.999Z": true, "2200-01-01T00:00:00Z": false, "9999-12-31T23:59:59Z": false,
	} {
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			t.Fatal(err)
		}
		if got := PossibleTime(at.UnixMilli()); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

func TestDatesHaveNumbers(t *testing.T) {
	for text, want := range map[string]int64{"1970-01-01": 0, "1969-12-31": -1, "2000-03-01": 11017, "1900-01-01": -25567} {
		d, err := ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		if n := d.Number(); n != want || DateOf(n) != d {
			t.Errorf("%s: %d, not %d; back it is %s", text, n, want, DateOf(n))
		}
	}
	for n := int64(-800_000); n < 800_000; n += 37 {
		if d := DateOf(n); d.Number() != n || d.AddDays(1) != DateOf(n+1) {
			t.Fatalf("day %d is %s, whose number is %d", n, d, d.Number())
		}
	}
}
