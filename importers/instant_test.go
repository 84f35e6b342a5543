package importers

import (
	"testing"
	"time"

	"vitalkeep/health"
)

func TestInstants(t *testing.T) {
	for text, want := range map[string]string{
		"2024-02-29T23:59:59+05:30":      "2024-02-29T18:29:59Z +05:30",
		"1970-01-01T00:00:00Z":           "1970-01-01T00:00:00Z +00:00",
		"0001-01-01T00:00:00+00:00":      "0001-01-01T00:00:00Z +00:00",
		"9999-12-31T23:59:59-11:00":      "10000-01-01T10:59:59Z -11:00",
		"2024-07-01T12:00:00.250-07:00":  "2024-07-01T19:00:00.25Z -07:00",
		"2024-07-01T12:00:00.5000-07:00": "2024-07-01T19:00:00.5Z -07:00",
		"1890-01-01T00:00:00+00:09:21":   "1889-12-31T23:50:39Z +00:09:21",
		"2023-02-29T00:00:00Z":           "", "2024-13-01T00:00:00Z": "", "2024-07-01T24:00:00Z": "", "2024-07-01T12:60:00Z": "", "2024-07-01T12:00:60Z": "",
		"2024-07-01T12:00:00": "", "2024-07-01T12:00:00+2:00": "", "2024-07-01T12:00:00+0200": "", "2024-07-01T12:00:00+25:00": "", "2024-07-01T12:00:00.Z": "", "2024-07-01T12:00:00.0001Z": "", "2024-07-01": "", "": "",
	} {
		ms, off, ok := parseInstant([]byte(text))
		got := ""
		if ok {
			got = time.UnixMilli(ms).UTC().Format(time.RFC3339Nano) + " " + health.FormatOffset(off)
		}
		if got != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
}

func FuzzInstant(f *testing.F) {
	for _, s := range []string{"2024-02-29T23:59:59+05:30", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00.001-18:00", "2024-07-01T12:00:00.5Z", "1890-01-01T00:00:00+00:09:21"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ms, off, ok := parseInstant([]byte(s))
		if !ok || off > maxOffset || off < -maxOffset {
			if ok {
				t.Errorf("%q has an offset of %d s", s, off)
			}
			return
		}
		want, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			return // what the library does not take: blanks for T, seconds of offsets
		}
		_, wantOff := want.Zone()
		if want.UnixMilli() != ms || int32(wantOff) != off {
			t.Errorf("%q is %d %+d, want %d %+d", s, ms, off, want.UnixMilli(), wantOff)
		}
	})
}

func TestWallClocks(t *testing.T) {
	for text, want := range map[string]string{
		"2024-07-01 06:30:05": "2024-07-01 23405",
		"2014-02-13 6:04 Uhr": "2014-02-13 21840", "2014-02-13 16:04 Uhr": "2014-02-13 57840",
		"2016-05-31 6:36 AM": "2016-05-31 23760", "2016-05-31 12:36 AM": "2016-05-31 2160", "2016-05-31 12:36 PM": "2016-05-31 45360",
		"2016-05-31 0:36 AM": "", "2016-05-31 6:36": "", "2016-05-31 6:36 XM": "", "2016-05-31 24:36 Uhr": "", "2024-07-01 06:30:05 ": "", "2024-07-01": "", "2024-02-30 06:30:05": "", "2024-07-01  6:30:05": "",
	} {
		w, ok := parseOldWall([]byte(text))
		got := ""
		if ok {
			got = w.date.String() + " " + health.Int(int64(w.seconds)).String()
		}
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func FuzzWallClock(f *testing.F) {
	for _, s := range []string{"2024-07-01 06:30:05", "2014-02-13 6:04 Uhr", "2016-05-31 12:36 PM", "2024-03-10 02:30:00", "2024-11-03 01:30:00"} {
		f.Add(s)
	}
	loc := zone(f, "America/Los_Angeles")
	f.Fuzz(func(t *testing.T, s string) {
		w, ok := parseOldWall([]byte(s))
		if !ok {
			return
		}
		ms, off, err := w.resolve(loc)
		if err != nil {
			return
		}
		at := time.UnixMilli(ms).In(loc)
		if _, real := at.Zone(); real != int(off) || at.Hour()*3600+at.Minute()*60+at.Second() != w.seconds || health.DateAt(ms, off) != w.date {
			t.Errorf("%q resolves to %s", s, at)
		}
	})
}

func TestOffsetsFollowClockChanges(t *testing.T) {
	loc := zone(t, "Europe/Paris")
	o := offsets{loc: loc}
	start := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	for i := range int64(24 * 800) {
		ms := start + i*3600_000*7%(24*800*3600_000)
		if got, want := o.at(ms), health.OffsetAt(ms, loc); got != want {
			t.Fatalf("at %d: %d, want %d", ms, got, want)
		}
	}
	if got := (&offsets{}).or(start, 3600); got != 3600 {
		t.Errorf("without a zone: %d", got)
	}
}
