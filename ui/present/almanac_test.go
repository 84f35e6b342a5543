package present_test

import (
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

func almanac(t *testing.T, now string) present.Almanac {
	t.Helper()
	at, err := time.Parse(time.RFC3339, now)
	if err != nil {
		t.Fatal(err)
	}
	return present.NewAlmanac(at, health.Profile{Zone: "Europe/Stockholm"})
}

func instant(t *testing.T, s string) (int64, int32) {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	_, off := at.Zone()
	return at.UnixMilli(), int32(off)
}

func TestMomentsAreToldWhereTheyWereMeasured(t *testing.T) {
	a := almanac(t, "2025-10-14T09:45:00Z")
	for name, c := range map[string]struct{ at, want string }{
		"today":                                     {"2025-10-14T07:12:00+02:00", "Today 07:12"},
		"yesterday":                                 {"2025-10-13T21:48:00+02:00", "Yesterday 21:48"},
		"this year":                                 {"2025-10-12T21:30:00+02:00", "12 Oct 21:30"},
		"another year has its date alone":           {"2024-10-12T21:30:00+02:00", "12 Oct 2024"},
		"a reading abroad keeps its own clock":      {"2025-10-13T23:50:00-07:00", "Yesterday 23:50"},
		"a reading in the east is a day ahead":      {"2025-10-14T01:00:00+09:00", "Today 01:00"},
		"before midnight here, after it over there": {"2025-10-13T05:00:00+14:00", "Yesterday 05:00"},
	} {
		t.Run(name, func(t *testing.T) {
			ms, off := instant(t, c.at)
			if got := a.When(ms, off); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestYesterdayHasItsNameAcrossTheYear(t *testing.T) {
	a := almanac(t, "2026-01-01T09:00:00Z")
	ms, off := instant(t, "2025-12-31T20:00:00+01:00")
	if got, want := a.When(ms, off), "Yesterday 20:00"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTodayIsThatOfThePersonsZone(t *testing.T) {
	a := almanac(t, "2025-10-14T22:30:00Z") // 00:30 of the 15th in Stockholm
	if got, want := a.Today(), (health.Date{Year: 2025, Month: 10, Day: 15}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestZonesAreNamedWhereTheyAreKnown(t *testing.T) {
	a := almanac(t, "2025-10-14T09:45:00Z")
	for at, want := range map[string]string{
		"2025-10-14T07:12:00+02:00": "Europe/Stockholm, UTC+2",
		"2025-12-14T07:12:00+01:00": "Europe/Stockholm, UTC+1",
		"2025-10-14T07:12:00-03:30": "UTC\u22123:30",
		"2025-10-14T07:12:00Z":      "UTC",
	} {
		ms, off := instant(t, at)
		if got := a.ZoneText(ms, off); got != want {
			t.Errorf("%s: got %q, want %q", at, got, want)
		}
	}
}

func TestGreetingFollowsTheHourAndUsesTheFirstName(t *testing.T) {
	for now, want := range map[string]string{
		"2025-10-14T05:00:00Z": "Good morning, Anna",
		"2025-10-14T11:00:00Z": "Good afternoon, Anna",
		"2025-10-14T17:00:00Z": "Good evening, Anna",
		"2025-10-14T01:00:00Z": "Good evening, Anna",
	} {
		if got := almanac(t, now).Greeting("Anna Berg"); got != want {
			t.Errorf("%s: got %q, want %q", now, got, want)
		}
	}
	if got, want := almanac(t, "2025-10-14T05:00:00Z").Greeting(" "), "Good morning"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
