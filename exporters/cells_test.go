package exporters

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
	"unicode/utf8"

	"vitalkeep/health"
)

func FuzzCellsComeBack(f *testing.F) {
	f.Add("plain", "with blank")
	f.Add(`5' 10''`, `say "no"`)
	f.Add("a,b", "two\nlines")
	f.Add("", "")
	f.Fuzz(func(t *testing.T, a, b string) {
		if strings.ContainsAny(a+b, "\r\x00") || !utf8.ValidString(a+b) {
			return // plainText keeps carriage returns and NULs out, importers the rest
		}
		line := string(appendRow(nil, []string{"x", a, b}))
		rows, err := csv.NewReader(strings.NewReader(line)).ReadAll()
		if err != nil || len(rows) != 1 || len(rows[0]) != 3 || rows[0][1] != a || rows[0][2] != b {
			t.Errorf("%q and %q became %q, read as %q, %v", a, b, line, rows, err)
		}
	})
}

func FuzzWallClocksComeBack(f *testing.F) {
	f.Add(int64(1730622600000), "America/Los_Angeles") // 01:30, for the first time
	f.Add(int64(1710064800000), "America/Los_Angeles")
	f.Add(int64(0), "UTC")
	f.Add(int64(-2208988800000), "Europe/Paris") // seconds in the offset
	f.Add(int64(1<<53), "Asia/Kolkata")
	f.Fuzz(func(t *testing.T, ms int64, zone string) {
		const bound = 1 << 53
		loc, err := time.LoadLocation(zone)
		if err != nil || ms > bound || ms < -bound {
			return
		}
		c := &clock{loc: loc}
		text, offset, ok := c.wall(ms)
		if !ok {
			return
		}
		if offset != health.OffsetAt(ms, loc) {
			t.Errorf("%d in %s: offset %d", ms, zone, offset)
		}
		back, err := time.ParseInLocation(time.DateTime, text, loc)
		if err != nil || back.UnixMilli() != ms {
			t.Errorf("%d in %s became %q, read as %d, %v", ms, zone, text, back.UnixMilli(), err)
		}
	})
}

func TestStampsCarryTheirOffset(t *testing.T) {
	for want, c := range map[string]struct {
		ms     int64
		offset int32
	}{
		"2024-03-10T01:59:59-08:00":     {1710064799000, -8 * 3600},
		"2024-03-10T09:59:59+00:00":     {1710064799000, 0},
		"2024-03-10T15:29:59.250+05:30": {1710064799250, 19800},
		"1911-03-03T00:00:38+00:09:21":  {-1856650123000, 561},
	} {
		if got := stamp(c.ms, c.offset); got != want {
			t.Errorf("%d at %d: %s, want %s", c.ms, c.offset, got, want)
		}
	}
}

func TestRawNamesGiveTheirSeriesBack(t *testing.T) {
	for name, c := range map[string]struct {
		metric health.MetricID
		source health.SourceID
		want   string // "" for none
	}{
		"steps of a tracker":                {"steps", "withings:tracker", "raw_tracker_steps"},
		"a category with an underscore":     {"hrv_sdnn", "withings:heart_rate_variability", "raw_heart_rate_variability_HR SD NN"},
		"a category of several words":       {"steps", "withings:my_new_watch", "raw_my-new-watch_steps"},
		"a stream of unknown name":          {"raw_bed_pressure", "withings:bed", "raw_bed_pressure"},
		"an altitude":                       {"raw_elevation_elevation", "withings:elevation", "raw_elevation_elevation"},
		"a metric in the altitude category": {"steps", "withings:elevation", ""},
		"a stream named like a metric":      {"raw_tracker_steps", "withings:tracker", ""},
		"a stream under another source":     {"raw_bed_pressure", "withings:hr", ""},
		"an old name of the bed":            {"steps", "withings:sleep_monitor", ""},
		"a spot measurement":                {"heart_rate", "withings:export", ""},
		"another vendor":                    {"steps", "sample:watch", ""},
		"a metric that no recording has":    {"weight", "withings:tracker", ""},
	} {
		got, _, ok := rawName(c.metric, c.source)
		if ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%s: %q, %v, want %q", name, got, ok, c.want)
		}
	}
}

func TestWindowsAreHalvedUntilTheyFit(t *testing.T) {
	var seen []int64
	err := backwards(t.Context(), 0, 100, func(from, to int64, whole bool) (bool, error) {
		if to-from > 10 && !whole {
			return false, nil
		}
		for ms := to - 1; ms >= from; ms-- {
			seen = append(seen, ms)
		}
		return true, nil
	})
	if err != nil || len(seen) != 100 {
		t.Fatalf("%d of 100 milliseconds, %v", len(seen), err)
	}
	for i, ms := range seen {
		if ms != int64(99-i) {
			t.Fatalf("millisecond %d came at place %d", ms, i)
		}
	}
	whole := 0
	err = backwards(t.Context(), 5, 7, func(_, _ int64, must bool) (bool, error) {
		if must {
			whole++
		}
		return must, nil
	})
	if err != nil || whole != 2 {
		t.Errorf("%d windows of one millisecond were taken whole, %v", whole, err)
	}
}
