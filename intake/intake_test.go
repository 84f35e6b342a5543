package intake_test

import (
	"archive/zip"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"vitalkeep/exporters"
	"vitalkeep/health"
	"vitalkeep/importers"
	"vitalkeep/intake"
	"vitalkeep/internal/withingsarchive"
	"vitalkeep/vault"
)

const losAngeles = "America/Los_Angeles"

// blank is a vault with one profile, made once: a password costs time on
// purpose, a recovery key does not.
var blank = sync.OnceValues(func() (blankVault, error) {
	dir, err := os.MkdirTemp("", "intake")
	if err != nil {
		return blankVault{}, err
	}
	path := filepath.Join(dir, "blank.vitalkeep")
	v, key, err := vault.Create(context.Background(), path, []byte("Secret12!"), vault.Options{
		Cost: vault.CostFloor, Profile: health.Profile{Name: "Ada", Zone: "UTC"},
	})
	if err != nil {
		return blankVault{}, err
	}
	if err := v.Close(); err != nil {
		return blankVault{}, err
	}
	raw, err := os.ReadFile(path)
	return blankVault{raw, key}, errors.Join(err, os.RemoveAll(dir))
})

type blankVault struct {
	raw []byte
	key string
}

// newVault opens an empty vault whose only profile has those units and zone.
func newVault(t *testing.T, p health.Profile) (*vault.Vault, health.Profile) {
	t.Helper()
	b, err := blank()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "v.vitalkeep")
	if err := os.WriteFile(path, b.raw, 0o600); err != nil {
		t.Fatal(err)
	}
	v, err := vault.OpenWithRecoveryKey(t.Context(), path, b.key, vault.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	})
	profiles, err := v.Profiles()
	if err != nil || len(profiles) != 1 {
		t.Fatalf("%d profiles, %v", len(profiles), err)
	}
	profiles[0].Zone, profiles[0].Units = p.Zone, p.Units
	if err := v.SetProfile(profiles[0]); err != nil {
		t.Fatal(err)
	}
	return v, profiles[0]
}

// file writes a file into a folder of its own and returns its path.
func file(t *testing.T, name string, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func preview(t *testing.T, v *vault.Vault, p health.Profile, opts intake.Options, paths ...string) *intake.Staged {
	t.Helper()
	s, err := intake.Preview(t.Context(), v, p, paths, opts, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Discard(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func commit(t *testing.T, s *intake.Staged) intake.Receipt {
	t.Helper()
	r, err := s.Commit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func samples(t *testing.T, v *vault.Vault, p health.Profile) int {
	t.Helper()
	series, err := v.Series(p.ID)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, s := range series {
		n += s.Count
	}
	return n
}

func TestNothingIsVisibleBeforeCommit(t *testing.T) {
	v, p := newVault(t, health.Profile{Zone: losAngeles})
	path := file(t, "mine.csv", "Date,Weight", "2024-03-01 07:00:00,77.30", "2024-03-02 07:00:00,77.10")
	zone, err := p.Location()
	if err != nil {
		t.Fatal(err)
	}
	s := preview(t, v, p, intake.Options{Zone: zone}, path)
	if n := samples(t, v, p); n != 0 {
		t.Errorf("%d samples are visible before Commit", n)
	}
	if s.Preview.New != 2 || !s.Stored() || s.Zone != losAngeles {
		t.Errorf("preview %+v in %q", s.Preview, s.Zone)
	}
	if r := commit(t, s); r.Batch == (health.BatchID{}) || r.New != 2 {
		t.Errorf("receipt %+v", r)
	}
	if n := samples(t, v, p); n != 2 {
		t.Errorf("%d samples after Commit", n)
	}
	again := preview(t, v, p, intake.Options{Zone: zone}, path)
	if again.Stored() {
		t.Errorf("the second preview would store something: %+v", again.Preview)
	}
	if r := commit(t, again); r.Batch != (health.BatchID{}) || r.New != 0 || r.Duplicates != 2 {
		t.Errorf("second receipt %+v", r)
	}
	if batches, err := v.Batches(); err != nil || len(batches) != 1 {
		t.Errorf("%d imports, %v", len(batches), err)
	}
}

func TestADiscardedPreviewLeavesNothing(t *testing.T) {
	v, p := newVault(t, health.Profile{Zone: losAngeles})
	path := file(t, "mine.csv", "Date,Weight", "2024-03-01 07:00:00,77.30")
	zone, err := p.Location()
	if err != nil {
		t.Fatal(err)
	}
	s := preview(t, v, p, intake.Options{Zone: zone}, path)
	if err := s.Discard(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Commit(t.Context()); !errors.Is(err, vault.ErrStageDone) {
		t.Errorf("Commit after Discard: %v", err)
	}
	if n := samples(t, v, p); n != 0 {
		t.Errorf("%d samples", n)
	}
	if r := commit(t, preview(t, v, p, intake.Options{Zone: zone}, path)); r.New != 1 {
		t.Errorf("a later import: %+v", r)
	}
}

func TestACancelledPreviewLeavesTheVaultFree(t *testing.T) {
	v, p := newVault(t, health.Profile{Zone: losAngeles})
	path := archive(t, withingsarchive.Options{Days: 60})
	ctx, cancel := context.WithCancel(t.Context())
	_, err := intake.Preview(ctx, v, p, []string{path}, intake.Options{}, func(done, total int64) {
		if done > total/10 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled: %v", err)
	}
	if n := samples(t, v, p); n != 0 {
		t.Errorf("%d samples", n)
	}
	if r := commit(t, preview(t, v, p, intake.Options{}, path)); r.New == 0 {
		t.Errorf("a later import: %+v", r)
	}
}

// archive writes a generated archive and returns its path.
func archive(t *testing.T, o withingsarchive.Options) string {
	t.Helper()
	a, err := withingsarchive.Generate(o)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "archive.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(a.WriteZIP(f), f.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheZoneIsAskedForUnlessItIsKnown(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	angels, err := time.LoadLocation(losAngeles)
	if err != nil {
		t.Fatal(err)
	}
	unhinted := file(t, "mine.csv", "Date,Weight", "2024-03-01 07:00:00,77.30")
	hinted := archive(t, withingsarchive.Options{Days: 3})
	activities := `from,to,"from (manual)","to (manual)",Timezone,"Activity type",Data,GPS,Modified`
	several := filepath.Dir(file(t, "weight.csv", `Date,"Weight (kg)",Comments`, `"2024-03-01 07:00:00",77.30,`))
	rows := []string{
		activities,
		"2024-03-01T07:00:00+01:00,2024-03-01T08:00:00+01:00,,,Europe/Paris,Walking,,,",
		"2024-03-02T07:00:00-08:00,2024-03-02T08:00:00-08:00,,,America/Los_Angeles,Walking,,,",
	}
	if err := os.WriteFile(filepath.Join(several, "activities.csv"), []byte(strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		path string
		opts intake.Options
		want string // "" when it must be asked for
	}{
		"no hint and nothing given":           {unhinted, intake.Options{}, ""},
		"no hint, but a fallback":             {unhinted, intake.Options{Fallback: angels}, losAngeles},
		"no hint, given by the person":        {unhinted, intake.Options{Zone: paris, Fallback: angels}, "Europe/Paris"},
		"a hint":                              {hinted, intake.Options{}, losAngeles},
		"a hint wins over the fallback":       {hinted, intake.Options{Fallback: paris}, losAngeles},
		"the person wins over a hint":         {hinted, intake.Options{Zone: paris}, "Europe/Paris"},
		"several hints":                       {several, intake.Options{}, ""},
		"several hints, the fallback is one":  {several, intake.Options{Fallback: paris}, "Europe/Paris"},
		"several hints, the fallback is none": {several, intake.Options{Fallback: time.UTC}, ""},
	} {
		v, p := newVault(t, health.Profile{Zone: "UTC"})
		s, err := intake.Preview(t.Context(), v, p, []string{c.path}, c.opts, nil)
		if c.want == "" {
			if !errors.Is(err, importers.ErrZoneNeeded) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if s.Zone != c.want {
			t.Errorf("%s: read in %q, want %q", name, s.Zone, c.want)
		}
		if err := s.Discard(); err != nil {
			t.Error(err)
		}
	}
}

func TestRecordingsAloneFallOnTheDaysOfTheProfile(t *testing.T) {
	// The vendor prints Paris' offset whatever the zone.
	steps := file(t, "raw_tracker_steps.csv", "start,duration,value", "2024-03-13T07:30:00+01:00,[60],[6]")
	trips := file(
		t, "activities.csv",
		`from,to,"from (manual)","to (manual)",Timezone,"Activity type",Data,GPS,Modified`,
		"2024-03-12T09:00:00-04:00,2024-03-12T09:30:00-04:00,,,America/New_York,Walking,,,",
		"2024-04-12T09:00:00+02:00,2024-04-12T09:30:00+02:00,,,Europe/Paris,Walking,,,",
	)
	for _, paths := range [][]string{{steps}, {steps, trips}} {
		v, p := newVault(t, health.Profile{Name: "Ada", Zone: losAngeles})
		commit(t, preview(t, v, p, intake.Options{}, paths...))
		readings, _ := everything(t, v, p)
		if len(readings) != 1 || health.DateAt(readings[0].Start, readings[0].Offset).String() != "2024-03-12" {
			t.Errorf("%d files: readings %+v", len(paths), readings)
		}
	}
}

func TestEveryPathHasItsOwnPart(t *testing.T) {
	v, p := newVault(t, health.Profile{Zone: "Europe/Paris"})
	paris, err := p.Location()
	if err != nil {
		t.Fatal(err)
	}
	first := file(t, "mine.csv", "Date,Weight", "2024-03-01 07:00:00,77.30", "2024-03-02 07:00:00,heavy", "2024-03-03 07:00:00,77.50")
	second := file(t, "mine.csv", "Date,Weight", "2024-03-03 07:00:00,77.50", "yesterday,77.30", "2024-03-31 02:30:00,77.60")
	third := file(t, "notes.txt", "nothing of value")
	fourth := file(t, "bp.csv", "Date,Heart rate,Systole,Diastole", "2024-03-01 07:00:00,61,121,79")
	s := preview(t, v, p, intake.Options{Zone: paris}, first, second, third, fourth)
	if len(s.Paths) != 4 {
		t.Fatalf("%d paths", len(s.Paths))
	}
	byPath := map[string]intake.Path{}
	fresh := 0
	for _, x := range s.Paths {
		byPath[x.Path] = x
		fresh += x.New
	}
	if fresh != s.Preview.New || s.Preview.New != 5 {
		t.Errorf("%d new in the paths, %d in all, want 5", fresh, s.Preview.New)
	}
	for path, want := range map[string]struct {
		format string
		rows   []int
	}{
		first:  {importers.WeightCSV, []int{3}},
		second: {importers.WeightCSV, []int{3, 4}},
		third:  {"", []int{0}},
		fourth: {importers.BloodPressureCSV, nil},
	} {
		got := byPath[path]
		var rows []int
		for _, r := range got.Rejects {
			rows = append(rows, r.Row)
		}
		if got.Format != want.format || !slices.Equal(rows, want.rows) || got.Rejected != len(want.rows) {
			t.Errorf("%s: format %q, rejected rows %v of %d, want %q and %v", filepath.Base(path), got.Format, rows, got.Rejected, want.format, want.rows)
		}
	}
	if s.Rejected != 4 || len(s.Rejects) != 4 {
		t.Errorf("%d rejected, %d kept", s.Rejected, len(s.Rejects))
	}
	if r := commit(t, s); r.Rejected != 4 {
		t.Errorf("receipt %+v", r)
	}
	batches, err := v.Batches()
	if err != nil || len(batches) != 1 || batches[0].Rejected != 4 || batches[0].Format != importers.WeightCSV+", "+importers.BloodPressureCSV {
		t.Errorf("imports %+v, %v", batches, err)
	}
}

func TestRejectsAreBoundedAndCounted(t *testing.T) {
	v, p := newVault(t, health.Profile{Zone: "Europe/Paris"})
	lines := []string{"start,duration,value"}
	for range intake.MaxRejects + 500 {
		lines = append(lines, "never,[60],[1]")
	}
	s := preview(t, v, p, intake.Options{}, file(t, "raw_tracker_steps.csv", lines...))
	if s.Rejected != intake.MaxRejects+500 || len(s.Rejects) != intake.MaxRejects {
		t.Errorf("%d rejected, %d kept", s.Rejected, len(s.Rejects))
	}
	if s.Stored() {
		t.Error("nothing but rejects would be stored")
	}
}

func TestProgressRisesToItsTotal(t *testing.T) {
	v, p := newVault(t, health.Profile{Zone: losAngeles})
	var last, total int64
	s, err := intake.Preview(t.Context(), v, p, []string{archive(t, withingsarchive.Options{Days: 30})}, intake.Options{}, func(done, of int64) {
		if done < last || done > of {
			t.Errorf("progress went from %d to %d of %d", last, done, of)
		}
		last, total = done, of
	})
	if err != nil {
		t.Fatal(err)
	}
	if last != total || total == 0 {
		t.Errorf("progress ended at %d of %d", last, total)
	}
	if err := s.Discard(); err != nil {
		t.Error(err)
	}
}

// everything returns all readings and entries of a profile in a form that can
// be compared between vaults.
func everything(t *testing.T, v *vault.Vault, p health.Profile) (readings []health.Reading, entries []health.Entry) {
	t.Helper()
	series, err := v.Series(p.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range series {
		for r, err := range v.SourceReadings(t.Context(), p.ID, s.Metric, s.Source, math.MinInt64, math.MaxInt64) {
			if err != nil {
				t.Fatal(err)
			}
			r.Batch, r.Origin, r.Form = health.BatchID{}, health.Origin{}, health.Plain
			readings = append(readings, r)
		}
	}
	for e, err := range v.Entries(t.Context(), p.ID, math.MinInt64, math.MaxInt64) {
		if err != nil {
			t.Fatal(err)
		}
		e.ID, e.Batch, e.Origin = [16]byte{}, health.BatchID{}, health.Origin{}
		entries = append(entries, e)
	}
	return readings, entries
}

// fill stores samples and entries directly.
func fill(t *testing.T, v *vault.Vault, p health.Profile, rs []health.Reading, es []health.Entry) {
	t.Helper()
	st, err := v.Stage(t.Context(), p.ID, "test")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rs {
		if err := st.Sample(r.Metric, r.Source, r.Sample); err != nil {
			t.Fatal(err)
		}
	}
	for _, e := range es {
		if err := st.Entry(e); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := st.Seal(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := st.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func exportAs(t *testing.T, v *vault.Vault, p health.Profile, f exporters.Format) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "export"+f.Extension)
	if _, err := intake.Export(t.Context(), v, f, path, exporters.Options{Profile: p}); err != nil {
		t.Fatal(err)
	}
	return path
}

// comesBack exports a vault in each format that claims to lose nothing.
func comesBack(t *testing.T, v *vault.Vault, p health.Profile) {
	t.Helper()
	n := 0
	for _, f := range intake.Formats() {
		if f.Lossless {
			n++
			comesBackFrom(t, v, p, f)
		}
	}
	if n < 2 {
		t.Errorf("%d formats lose nothing", n)
	}
}

// comesBackFrom exports a vault, imports that into another one in another zone,
// and compares everything.
func comesBackFrom(t *testing.T, v *vault.Vault, p health.Profile, f exporters.Format) {
	t.Helper()
	path := exportAs(t, v, p, f)
	other, q := newVault(t, health.Profile{Zone: "Asia/Kathmandu"})
	s := preview(t, other, q, intake.Options{}, path)
	for _, r := range s.Rejects {
		t.Errorf("%s: rejected: %s, line %d, %s: %s", f.Name, r.File, r.Row, r.Column, r.Reason)
	}
	commit(t, s)
	readings, entries := everything(t, v, p)
	gotReadings, gotEntries := everything(t, other, q)
	if len(readings) == 0 || len(readings) != len(gotReadings) || len(entries) != len(gotEntries) {
		t.Fatalf("%s: %d readings and %d entries came back as %d and %d", f.Name, len(readings), len(entries), len(gotReadings), len(gotEntries))
	}
	for i, r := range readings {
		if gotReadings[i] != r {
			t.Fatalf("%s: %+v came back as %+v", f.Name, r, gotReadings[i])
		}
	}
	for i, e := range entries {
		g := gotEntries[i]
		if !slices.Equal(e.Fields, g.Fields) || e.Kind != g.Kind || e.Source != g.Source || e.Key != g.Key ||
			e.Start != g.Start || e.Duration != g.Duration || e.Offset != g.Offset {
			t.Fatalf("%s: %+v came back as %+v", f.Name, e, g)
		}
	}
	if again := preview(t, other, q, intake.Options{}, exportAs(t, other, q, f)); again.Stored() {
		t.Errorf("%s: exporting and importing once more brings %d new and %d conflicting values", f.Name, again.Preview.New, again.Preview.Conflicts)
	}
}

func TestAnArchiveComesBackFromItsExport(t *testing.T) {
	for name, o := range map[string]withingsarchive.Options{
		"pounds in Los Angeles over the spring change": {Days: 90},
		"kilograms in Paris over the autumn change":    {Days: 40, Zone: "Europe/Paris", Kilograms: true, Start: health.Date{Year: 2024, Month: time.October, Day: 10}, Seed: 4},
	} {
		t.Run(name, func(t *testing.T) {
			v, p := newVault(t, health.Profile{Zone: "UTC"})
			commit(t, preview(t, v, p, intake.Options{}, archive(t, o)))
			comesBack(t, v, p)
		})
	}
}

func TestOddDataComesBackFromItsExport(t *testing.T) {
	angels, err := time.LoadLocation(losAngeles)
	if err != nil {
		t.Fatal(err)
	}
	v, p := newVault(t, health.Profile{Zone: losAngeles, Units: health.USUnits})
	noon := time.Date(2024, 5, 1, 12, 0, 0, 0, angels).UnixMilli()
	twice := time.Date(2024, 11, 3, 8, 30, 0, 0, time.UTC).UnixMilli()
	sample := func(m health.MetricID, source health.SourceID, start, duration int64, value string, u health.Unit, offset int32) health.Reading {
		d, err := health.ParseDecimal(value)
		if err != nil {
			t.Fatal(err)
		}
		return health.Reading{Metric: m, Source: source, Sample: health.Sample{Start: start, Duration: duration, Value: d, Unit: u, Offset: offset}}
	}
	const pdt, pst = -7 * 3600, -8 * 3600
	fill(t, v, p, []health.Reading{
		sample("weight", "withings:export", noon, 0, "170.40", health.Pound, pdt),
		sample("weight", "withings:export", noon+1, 0, "170.4", health.Pound, pdt),
		sample("weight", "withings:export", noon+1000, 0, "77.30", health.Kilogram, pdt),
		sample("weight", "withings:export", noon+2000, 0, "12.5", health.Stone, pdt),
		sample("weight", "withings:export", noon+3000, 0, "170", health.Pound, 19800),
		sample("weight", "withings:export", twice, 0, "169", health.Pound, pdt),
		sample("weight", "withings:export", twice+3600_000, 0, "168", health.Pound, pst),
		sample("weight", "csv:file", noon, 0, "170.4", health.Pound, pdt),
		sample("height", "withings:export", noon, 0, "70.25", health.Inch, pdt),
		sample("height", "withings:export", noon+1000, 0, "178", health.Centimetre, pdt),
		sample("systolic", "withings:export", noon, 0, "121", health.MillimetreOfMercury, pdt),
		sample("diastolic", "withings:export", noon+1000, 0, "79", health.MillimetreOfMercury, pdt),
		sample("body_temperature", "withings:export", noon, 0, "100.4", health.Fahrenheit, pdt),
		sample("steps", "withings:tracker", noon, 500, "3", health.Count, pdt),
		sample("steps", "withings:tracker", noon+500, 60000, "-0", health.Count, pdt),
		sample("steps", "withings:daily", noon, 3600_000, "700", health.Count, pdt),
		sample("distance", "withings:tracker", noon, 60000, "0.1", health.Kilometre, pdt),
		sample("heart_rate", "withings:elevation", noon, 0, "61", health.PerMinute, pdt),
		sample("raw_elevation_elevation", "withings:elevation", noon, 60000, "412.5", health.NoUnit, pdt),
		sample("raw_tracker_steps", "withings:tracker", noon, 60000, "5", health.NoUnit, pdt),
		sample("raw_heart_rate", "withings:heart", noon, 60000, "5", health.NoUnit, pdt),
		sample("raw_heart_rate_variability_x", "withings:heart", noon, 60000, "5", health.NoUnit, pdt),
		sample("raw_other_bmi", "withings:other", noon, 0, "5", health.NoUnit, pdt),
		sample("raw_other_phase_angle", "withings:other", noon, 0, "-5.50", health.NoUnit, pdt),
		sample("fat_free_mass", "withings:other", noon, 0, "130", health.Pound, pdt),
		sample("sleep_deep", "withings:nights", noon, 3600_000, "1800", health.Second, pdt),
		sample("co2", "home:living room", noon, 0, "0.000001", health.PartPerMillion, 34),
	}, []health.Entry{
		{Kind: health.Note, Source: "withings:export", Key: "weight", Start: noon, Offset: pdt, Fields: []health.Field{{Name: "Comments", Text: "after the run, \"tired\""}}},
		{Kind: health.Note, Source: "withings:export", Key: "weight", Start: noon + 1000, Offset: pdt, Fields: []health.Field{{Name: "Comments", Text: "=1+1"}}},
		{Kind: health.Note, Source: "withings:export", Key: "weight", Start: noon + 2000, Offset: pdt, Fields: []health.Field{{Name: "Comments", Text: " two\r\nlines\t"}}},
		{Kind: health.Note, Source: "withings:export", Key: "notes", Start: noon, Offset: pdt, Fields: []health.Field{{Name: "texts", Text: "two\nlines"}}},
		{Kind: health.Note, Source: "withings:export", Key: "=2+2", Start: noon, Offset: pdt, Fields: []health.Field{{Name: "texts", Text: "@home"}}},
		{Kind: health.Note, Source: "withings:export", Key: "'quoted", Start: noon, Offset: pdt, Fields: []health.Field{{Name: "texts", Text: "x"}}},
		{Kind: health.Workout, Source: "withings:workouts", Key: "Running", Start: noon, Duration: 1800_000, Offset: pdt, Fields: []health.Field{
			{Name: "Timezone", Text: losAngeles}, {Name: "Activity type", Text: "Running"}, {Name: "Data", Text: `{"steps":3000,"name":"a, \"b\""}`},
		}},
		{Kind: health.Workout, Source: "withings:workouts", Key: "Ski", Start: noon + 1, Duration: 1800_500, Offset: 7200, Fields: []health.Field{
			{Name: "Timezone", Text: "Europe/Paris"}, {Name: "Activity type", Text: "Ski"},
		}},
		{Kind: health.Workout, Source: "withings:workouts", Key: "", Start: noon + 2, Offset: pdt},
		{Kind: health.ECG, Source: "withings:export", Key: "Electrocardiogram", Start: noon, Duration: 30000, Offset: pdt, Fields: []health.Field{
			{Name: "type", Text: "Electrocardiogram"}, {Name: "duration", Text: "30"}, {Name: "signal", Text: strings.Repeat("12,34,", 5000) + "5"},
		}},
		{Kind: health.ECG, Source: "withings:export", Key: "Electrocardiogram", Start: noon + 1000, Duration: 30000, Offset: pdt, Fields: []health.Field{
			{Name: "type", Text: "Electrocardiogram"}, {Name: "signal", Text: "-12,34"},
		}},
		{Kind: health.SleepNight, Source: "withings:nights", Start: noon, Duration: 3600_000, Offset: pdt, Fields: []health.Field{{Name: "light (s)", Text: "3000"}}},
		{Kind: health.SleepNight, Source: "withings:nights", Start: noon + 7200_000, Duration: 3600_000, Offset: pdt, Fields: []health.Field{{Name: "wake up", Text: "2"}}},
	})
	comesBack(t, v, p)
}

func TestNoCellOfAnExportRunsAsAFormula(t *testing.T) {
	v, p := newVault(t, health.Profile{Zone: "UTC"})
	var es []health.Entry
	for i, text := range []string{"=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", " =1"} {
		es = append(
			es,
			health.Entry{Kind: health.Note, Source: "withings:export", Key: text, Start: int64(i) * 1000, Fields: []health.Field{{Name: "texts", Text: text}}},
			health.Entry{Kind: health.Workout, Source: "withings:workouts", Key: text, Start: int64(i) * 1000, Fields: []health.Field{{Name: "Activity type", Text: text}}},
		)
	}
	fill(t, v, p, nil, es)
	for _, f := range intake.Formats() {
		if f.Lossless {
			noFormulas(t, exportAs(t, v, p, f))
		}
	}
}

// noFormulas fails for a cell that a spreadsheet could run.
func noFormulas(t *testing.T, path string) {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := z.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, ".csv") {
			continue
		}
		for _, cell := range cells(t, f) {
			trimmed := strings.TrimLeft(cell, " \t\r\n")
			if trimmed == "" || !strings.ContainsAny(trimmed[:1], "=+-@") {
				continue
			}
			if _, err := health.ParseDecimal(trimmed); err != nil {
				t.Errorf("%s has the cell %q", f.Name, cell)
			}
		}
	}
}
