package importers

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"vitalkeep/health"
)

func TestZoneComesFromTheFilesOrIsAskedFor(t *testing.T) {
	const (
		weights = "Date,\"Weight (lb)\",Comments\n\"2024-07-01 06:30:00\",152,\n"
		stream  = "start,duration,value\n2024-07-01T17:00:00+02:00,[60],[10]\n"
		devices = "mac,timezone\n00:24:e4:00:00:00,%s\n"
		travel  = "from,to,\"from (manual)\",\"to (manual)\",Timezone,\"Activity type\",Data,GPS,Modified\n2024-07-01T17:00:00+02:00,2024-07-01T17:30:00+02:00,,,%s,Walking,{},,2024-07-01T17:30:00+02:00\n"
	)
	cases := []struct {
		name   string
		files  []string
		given  string
		needs  []string
		hints  []string
		sample string // the first one; empty for ErrZoneNeeded
	}{
		{"devices name it", []string{"weight.csv", weights, "devices.csv", fmt.Sprintf(devices, "America/Denver")}, "", []string{"weight.csv"}, []string{"America/Denver"}, "2024-07-01T06:30:00-06:00"},
		{"what is given wins", []string{"weight.csv", weights, "devices.csv", fmt.Sprintf(devices, "America/Denver")}, "Asia/Tokyo", []string{"weight.csv"}, []string{"America/Denver"}, "2024-07-01T06:30:00+09:00"},
		{"devices and workouts agree", []string{"weight.csv", weights, "devices.csv", fmt.Sprintf(devices, "Europe/Rome"), "activities.csv", fmt.Sprintf(travel, "Europe/Rome")}, "", []string{"weight.csv"}, []string{"Europe/Rome"}, "2024-07-01T06:30:00+02:00"},
		{"they differ", []string{"weight.csv", weights, "devices.csv", fmt.Sprintf(devices, "Europe/Rome"), "activities.csv", fmt.Sprintf(travel, "Asia/Tokyo")}, "", []string{"weight.csv"}, []string{"Asia/Tokyo", "Europe/Rome"}, ""},
		{"nothing names it", []string{"weight.csv", weights}, "", []string{"weight.csv"}, nil, ""},
		{"a name that is none", []string{"weight.csv", weights, "devices.csv", fmt.Sprintf(devices, "../../etc/passwd")}, "", []string{"weight.csv"}, nil, ""},
		{"local times without rows", []string{"weight.csv", "Date,\"Weight (lb)\",Comments\n", "raw_tracker_steps.csv", stream}, "", nil, nil, "2024-07-01T17:00:00+02:00"},
		{"streams alone, read where the person lives", []string{"raw_tracker_steps.csv", stream}, "Asia/Tokyo", nil, nil, "2024-07-02T00:00:00+09:00"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			path := put(t, "export.zip", string(packed(t, c.files...)))
			rec, err := Detect(context.Background(), path)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(rec.NeedsZone, c.needs) || !slices.Equal(rec.ZoneHints, c.hints) {
				t.Errorf("needs %v, hints %v", rec.NeedsZone, rec.ZoneHints)
			}
			var o Options
			if c.given != "" {
				o.Zone = zone(t, c.given)
			}
			var m memory
			_, err = Read(context.Background(), []string{path}, o, &m)
			if c.sample == "" {
				if !errors.Is(err, ErrZoneNeeded) || len(m.files) > 0 {
					t.Errorf("error %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Fields(m.lines()[0])[2]; got != c.sample {
				t.Errorf("first sample at %s, want %s", got, c.sample)
			}
		})
	}
}

func TestDetectTellsUnitsAndPeriod(t *testing.T) {
	path := put(t, "export.zip", string(packed(
		t,
		"weight.csv", "Date,\"Weight (lb)\",Comments\n\"2024-07-01 06:30:00\",152,\n\"2023-01-01 06:30:00\",152,\n",
		"height.csv", "Date,\"Height (in)\",Comments\n",
		"other.csv", "type,date,value\nBMI,\"2025-07-01 06:30:00\",22\n",
		"devices.csv", "mac,timezone\n1,Europe/Paris\n",
		"sleep.csv", strings.SplitAfter(specimenOf(t, "sleep.csv"), "\n")[0],
		"signal.csv", "date,type,frequency,duration,wearposition,signal,doctor_assessment,doctor_name,checkup_date\n",
	)))
	rec, err := Detect(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	if rec.Format() != WithingsArchive || rec.First.String() != "2023-01-01" || rec.Last.String() != "2025-07-01" {
		t.Errorf("%s from %s to %s", rec.Format(), rec.First, rec.Last)
	}
	if slices.Sort(rec.Units); !slices.Equal(rec.Units, []health.Unit{health.Pound, health.Inch}) {
		t.Errorf("units %v", rec.Units)
	}
	for _, f := range rec.Inputs[0].Files {
		if rows := f.Name == "weight.csv" || f.Name == "other.csv" || f.Name == "devices.csv"; f.HasRows != rows {
			t.Errorf("%s has rows: %v", f.Name, f.HasRows)
		}
	}
}

func TestProgressGoesFromStartToEnd(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("start,duration,value\n")
	for i := range 60_000 {
		fmt.Fprintf(&rows, "2024-07-01T%02d:%02d:%02d+02:00,[60],[%d]\n", i/3600%24, i/60%60, i%60, i%97)
	}
	dir := t.TempDir()
	for _, name := range []string{"raw_tracker_steps.csv", "raw_bed_hr.csv"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.ReplaceAll(rows.String(), "[0]", "[50]")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var steps []int64
	var total int64
	_, err := Read(context.Background(), []string{dir}, Options{Progress: func(d, n int64) { steps, total = append(steps, d), n }}, &memory{})
	if err != nil {
		t.Fatal(err)
	}
	if len(steps) < 5 || !slices.IsSorted(steps) || steps[len(steps)-1] != total || total < int64(rows.Len()) {
		t.Errorf("%d steps up to %d of %d", len(steps), steps[len(steps)-1], total)
	}
}

// cancelling cancels its context at the first sample.
type cancelling struct {
	memory
	cancel context.CancelFunc
}

func (c *cancelling) Sample(id health.MetricID, s health.SourceID, v health.Sample) error {
	c.cancel()
	return c.memory.Sample(id, s, v)
}

func TestCancelEndsReading(t *testing.T) {
	content := "start,duration,value\n" + strings.Repeat("2024-07-01T17:00:00+02:00,[60],[10]\n", 100_000)
	for _, path := range []string{put(t, "raw_tracker_steps.csv", content), put(t, "e.zip", string(packed(t, "raw_tracker_steps.csv", content)))} {
		ctx, cancel := context.WithCancel(context.Background())
		c := &cancelling{cancel: cancel}
		if _, err := Read(ctx, []string{path}, Options{}, c); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
		if len(c.samples) > 20_000 {
			t.Errorf("%d samples after the cancel", len(c.samples))
		}
	}
}

func TestErrorsOfTheSinkComeBackAsTheyAre(t *testing.T) {
	m := memory{fail: errors.New("disk full")}
	_, err := Read(context.Background(), []string{put(t, "raw_tracker_steps.csv", specimenOf(t, "raw_bed_hr.csv"))}, Options{}, &m)
	if err != m.fail { //nolint:errorlint // the very same error is promised
		t.Errorf("error %v", err)
	}
	if len(m.samples) != 1 {
		t.Errorf("%d samples after the error", len(m.samples))
	}
}

func TestRejectsAreListedUpToALimit(t *testing.T) {
	lim := defaultLimits
	lim.rejects = 3
	var m memory
	rep, err := readLimited(context.Background(), []string{put(t, "aggregates_steps.csv", "date,value\n"+strings.Repeat("x,1\n", 10))}, Options{Zone: time.UTC}, &m, lim)
	if err != nil {
		t.Fatal(err)
	}
	if rep.Rejected != 10 || len(m.rejects) != 4 || !strings.Contains(m.rejects[3].Reason, "7 further rows") {
		t.Errorf("%d rejected, %v", rep.Rejected, m.refused())
	}
}

// idle is a sink that keeps nothing.
type idle struct{ samples int }

func (*idle) File(string) (uint32, error)                                    { return 0, nil }
func (i *idle) Sample(health.MetricID, health.SourceID, health.Sample) error { i.samples++; return nil }
func (*idle) Entry(health.Entry) error                                       { return nil }
func (*idle) Reject(health.Reject) error                                     { return nil }

// TestMemoryDoesNotGrowWithTheFile compares what is allocated for a file and
// for one of ten times its size.
func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	allocated := func(rows int) uint64 {
		row := "2024-07-01T17:00:00+02:00,\"[60,60,60,60,60,60]\",\"[10,20,30,40,50,60]\"\n"
		path := put(t, "raw_tracker_steps.csv", "start,duration,value\n"+strings.Repeat(row, rows))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		var s idle
		if _, err := Read(context.Background(), []string{path}, Options{Zone: time.UTC}, &s); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		if s.samples != 6*rows {
			t.Fatalf("%d samples", s.samples)
		}
		return after.TotalAlloc - before.TotalAlloc
	}
	// The least of several runs: what the runtime does beside them, and pools
	// that give up a buffer, count too.
	least := func(rows int) uint64 {
		return min(allocated(rows), allocated(rows), allocated(rows), allocated(rows))
	}
	small, large := least(5_000), least(50_000)
	if large > small+small/4 {
		t.Errorf("%d bytes for 5,000 rows, %d for 50,000", small, large)
	}
}

func TestLongestLinesCostNoMemory(t *testing.T) {
	var m memory
	rows := "2024-05-01,100\n" + strings.Repeat("x", 50<<20) + "\n\"" + strings.Repeat("y\n", 5<<20) + "\n2024-05-02,200\n"
	path := put(t, "aggregates_steps.csv", "date,value\n"+rows)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := Read(context.Background(), []string{path}, Options{Zone: time.UTC}, &m); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > 64<<20 {
		t.Errorf("%d MB allocated", got>>20)
	}
	if len(m.samples) != 2 {
		t.Errorf("%d samples, want those before and behind", len(m.samples))
	}
	if m.rejects[0].Row != 3 || !strings.Contains(m.rejects[0].Reason, "longer than 4096 kB") || m.rejects[1].Row != 4 {
		t.Errorf("rejects %v", m.refused()[:2])
	}
}
