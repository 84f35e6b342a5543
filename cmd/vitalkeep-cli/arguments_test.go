package main

import (
	"context"
	"errors"
	"io/fs"
	"testing"
	"time"
)

// stopAfter is a context that is cancelled once it was asked some times, so
// that no test depends on how fast the machine is.
type stopAfter struct {
	context.Context
	left int
}

// Err reports the cancellation once nothing is left.
func (s *stopAfter) Err() error {
	if s.left--; s.left < 0 {
		return context.Canceled
	}
	return nil
}

func TestTheSystemNamesItsZone(t *testing.T) {
	missing := func(string) (string, error) { return "", fs.ErrNotExist }
	for name, c := range map[string]struct {
		tz   string
		link func(string) (string, error)
		want string
	}{
		"TZ":                    {"Asia/Tokyo", missing, "Asia/Tokyo"},
		"TZ with a colon":       {":Asia/Tokyo", missing, "Asia/Tokyo"},
		"TZ that is no name":    {"CET-1CEST", func(string) (string, error) { return "/usr/share/zoneinfo/Europe/Oslo", nil }, "Europe/Oslo"},
		"what localtime is":     {"", func(string) (string, error) { return "../usr/share/zoneinfo/America/Lima", nil }, "America/Lima"},
		"a link to no zoneinfo": {"Asia/Tokyo", func(string) (string, error) { return "/etc/other", nil }, "Asia/Tokyo"},
	} {
		if got := systemZone(func(string) string { return c.tz }, c.link); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestTimesAreReadInThreeForms(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][2]int64{
		"1711840000123":             {1711840000123, 1711840000123},
		"-5":                        {-5, -5},
		"2024-03-31T02:00:00Z":      {1711850400000, 1711850400000},
		"2024-03-31T02:00:00+02:00": {1711843200000, 1711843200000},
		"2024-03-31":                {1711839600000, 1711922400000}, // 23 hours
	} {
		first, end, err := parseTime(text, paris)
		if err != nil || first != want[0] || end != want[1] {
			t.Errorf("%s: %d to %d, %v, want %v", text, first, end, err, want)
		}
	}
}

func FuzzTimesAreReadOrRefused(f *testing.F) {
	for _, seed := range []string{"", "0", "2024-03-31", "2024-02-30", "2024-03-31T02:30:00+02:00", "yesterday", "99999999999999999999", "2024-3-1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		first, end, err := parseTime(text, time.UTC)
		var usage usageError
		if err != nil && !errors.As(err, &usage) {
			t.Errorf("%q: %v is no usage error", text, err)
		}
		if err == nil && first > end {
			t.Errorf("%q: %d is behind %d", text, first, end)
		}
	})
}

func FuzzSizesAreReadOrRefused(f *testing.F) {
	for _, seed := range []string{"1000x400", "100X100", "99x100", "x", "8001x100", "-1000x400", "1e3x400"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		w, h, err := sizeOf(text)
		if err == nil && (min(w, h) < leastSide || max(w, h) > mostSide) {
			t.Errorf("%q gave %d by %d", text, w, h)
		}
	})
}
