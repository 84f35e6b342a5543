package session

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"vitalkeep/health"
	"vitalkeep/internal/withingsarchive"
	"vitalkeep/ui"
	"vitalkeep/vault"
)

const password = "Correct7!horse"

func newVaults() Vaults {
	return Vaults{Zone: "Europe/Paris", Now: func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) }}
}

func noProgress(int64, int64) {}

// writeArchive returns the path of a generated archive.
func writeArchive(t *testing.T, o withingsarchive.Options) (string, *withingsarchive.Archive) {
	t.Helper()
	a, err := withingsarchive.Generate(o)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "data_ANN_1760425320.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(a.WriteZIP(f), f.Close()); err != nil {
		t.Fatal(err)
	}
	return path, a
}

func summaries(t *testing.T, l ui.Library) map[health.MetricID]int {
	t.Helper()
	list, err := l.Metrics(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	out := map[health.MetricID]int{}
	for _, s := range list {
		out[s.Metric] = s.Count
	}
	return out
}

func TestASessionFromTheFirstDropToTheExport(t *testing.T) {
	ctx, o := context.Background(), newVaults()
	path := filepath.Join(t.TempDir(), "new folder", "home.vitalkeep")
	s, key, err := o.Create(ctx, path, password, health.Profile{Name: "Anna", Zone: "America/Los_Angeles", Units: health.USUnits})
	if err != nil {
		t.Fatal(err)
	}
	if key == "" || s.Path != path || len(s.Profiles) != 1 || !s.Profiles[0].Main {
		t.Fatalf("key of %d letters, path %s, profiles %+v", len(key), s.Path, s.Profiles)
	}
	if _, _, err := o.Create(ctx, path, password, health.Profile{Name: "Anna"}); !errors.Is(err, fs.ErrExist) && !errors.Is(err, vault.ErrExists) {
		t.Errorf("creating it again: %v", err)
	}
	anna := s.Profiles[0].ID
	archive, facts := writeArchive(t, withingsarchive.Options{Days: 40, Flaws: true})

	p, err := s.Import.Preview(ctx, []string{archive}, ui.ImportOptions{Profile: anna}, noProgress)
	if err != nil {
		t.Fatal(err)
	}
	if p.Zone != "America/Los_Angeles" || p.Title != "data_ANN_1760425320.zip" || p.Format == "" || p.ZoneNeeded {
		t.Errorf("preview says %q %q in %q, zone needed %v", p.Title, p.Format, p.Zone, p.ZoneNeeded)
	}
	if p.New == 0 || p.Rejected != len(facts.Flawed) || len(p.Rejects) != p.Rejected || p.First == 0 || p.Last <= p.First {
		t.Errorf("preview counts %d new, %d of %d rejects, from %d to %d", p.New, len(p.Rejects), p.Rejected, p.First, p.Last)
	}
	if got := summaries(t, s.Library(anna)); len(got) != 0 {
		t.Errorf("before the import is stored the library shows %v", got)
	}
	batch, err := s.Import.Commit(ctx, nil)
	if err != nil || batch.New != p.New || batch.Title != p.Title || batch.Rejected != p.Rejected {
		t.Fatalf("stored %+v, %v", batch, err)
	}
	stored := summaries(t, s.Library(anna))
	for series := range facts.Series {
		if n, want := stored[series.Metric], facts.Metric(series.Metric).Count; n != want {
			t.Errorf("%s: %d samples, the archive has %d", series.Metric, n, want)
		}
	}

	again, err := s.Import.Preview(ctx, []string{archive}, ui.ImportOptions{Profile: anna}, noProgress)
	if err != nil || again.New != 0 || again.Duplicates == 0 {
		t.Errorf("the same archive again: %d new, %d there, %v", again.New, again.Duplicates, err)
	}
	if nothing, err := s.Import.Commit(ctx, nil); err != nil || nothing.ID != (health.BatchID{}) {
		t.Errorf("storing nothing: %+v, %v", nothing, err)
	}

	contents, err := s.Export.Contents(ctx, anna)
	if err != nil || len(contents) <= len(stored) || contents[0].Metric != "weight" {
		t.Errorf("contents %+v, %v", contents, err)
	}
	if last := contents[len(contents)-1]; last.Metric != "" || last.Entry == health.UnknownEntry {
		t.Errorf("entries do not come last: %+v", last)
	}
	out := filepath.Join(t.TempDir(), "out.zip")
	options := ui.ExportOptions{Profile: anna, Format: s.Export.Formats()[0].ID}
	receipt, err := s.Export.Export(ctx, out, options, noProgress)
	if info, statErr := os.Stat(out); err != nil || statErr != nil || info.Size() != receipt.Bytes || receipt.Readings == 0 {
		t.Errorf("receipt %+v, %v, %v", receipt, err, statErr)
	}
	if _, err := s.Export.Export(ctx, out, options, noProgress); !errors.Is(err, fs.ErrExist) {
		t.Errorf("exporting over a file: %v", err)
	}

	if err := s.Imports.Undo(ctx, batch.ID); err != nil {
		t.Fatal(err)
	}
	if got := summaries(t, s.Library(anna)); len(got) != 0 {
		t.Errorf("after undo the library shows %v", got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Open(ctx, path, "Wrong7!password"); !errors.Is(err, ui.ErrWrongPassword) {
		t.Errorf("wrong password: %v", err)
	}
	s, err = o.OpenWithRecovery(ctx, path, key)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestAZoneThatNobodyNamesIsAskedFor(t *testing.T) {
	ctx := context.Background()
	s := newSession(t)
	archive, _ := writeArchive(t, withingsarchive.Options{Days: 20, NoZoneHint: true})
	profile := s.Profiles[0]
	p, err := s.Import.Preview(ctx, []string{archive}, ui.ImportOptions{Profile: profile.ID}, noProgress)
	if err != nil || !p.ZoneNeeded || p.Zone != "" || !slices.Equal(p.ZoneHints, []string{profile.Zone}) {
		t.Errorf("preview %+v, %v", p, err)
	}
	if _, err := s.Import.Commit(ctx, nil); !errors.Is(err, ErrNothingStaged) {
		t.Errorf("storing without a zone: %v", err)
	}
	p, err = s.Import.Preview(ctx, []string{archive}, ui.ImportOptions{Profile: profile.ID, Zone: "Asia/Tokyo"}, noProgress)
	if err != nil || p.ZoneNeeded || p.Zone != "Asia/Tokyo" || p.New == 0 {
		t.Errorf("with a zone: %d new in %q, %v", p.New, p.Zone, err)
	}
	// A session that ends with a stage loses it and nothing else.
	if err := s.Import.Discard(); err != nil {
		t.Error(err)
	}
}

func TestLocalDaysAreThoseAskedFor(t *testing.T) {
	ctx := context.Background()
	s := newSession(t)
	archive, facts := writeArchive(t, withingsarchive.Options{Days: 30})
	profile := s.Profiles[0].ID
	if _, err := s.Import.Preview(ctx, []string{archive}, ui.ImportOptions{Profile: profile}, noProgress); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Import.Commit(ctx, nil); err != nil {
		t.Fatal(err)
	}
	from, to := health.Date{Year: 2024, Month: 1, Day: 10}, health.Date{Year: 2024, Month: 1, Day: 12}
	days, err := s.Library(profile).Days(ctx, "steps", from, to)
	if err != nil || len(days) != 3 {
		t.Fatalf("%d days, %v", len(days), err)
	}
	for i, d := range days {
		want, err := health.ParseDecimal(facts.DayTotals["steps"][d.Date])
		if err != nil || d.Date != from.AddDays(i) || d.Value != want.Float64() || !d.Vendor {
			t.Errorf("%s: %v, the archive has %s, %v", d.Date, d.Value, want, err)
		}
	}
}

func newSession(t *testing.T) *ui.Session {
	t.Helper()
	s, err := newVaults().opened(createCheaply(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func createCheaply(t *testing.T) (*vault.Vault, error) {
	t.Helper()
	v, _, err := vault.Create(context.Background(), filepath.Join(t.TempDir(), "home.vitalkeep"), []byte(password), vault.Options{
		Cost: vault.CostFloor, Profile: health.Profile{Name: "Anna", Zone: "Europe/Berlin"},
	})
	return v, err
}

func TestSampleDataIsMarkedAndGoesWithItsSession(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	var done, total int64
	s, err := newVaults().Sample(context.Background(), func(d, all int64) { done, total = d, all })
	if err != nil {
		t.Fatal(err)
	}
	if done != total || total == 0 {
		t.Errorf("progress ended at %d of %d", done, total)
	}
	if s.Path != "" || len(s.Profiles) != 2 || !s.Profiles[0].Sample || !s.Profiles[1].Sample {
		t.Errorf("path %q, profiles %+v", s.Path, s.Profiles)
	}
	if got := summaries(t, s.Library(s.Profiles[0].ID)); len(got) < 10 {
		t.Errorf("only %v", got)
	}
	wantSampleDiary(t, s)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestCancelledSampleDataLeavesNothing(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	ctx, cancel := context.WithCancel(context.Background())
	if _, err := newVaults().Sample(ctx, func(int64, int64) { cancel() }); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestRecentVaultsAreRememberedInOrder(t *testing.T) {
	folder := t.TempDir()
	r := Recents{File: filepath.Join(folder, "state", "recent.json")}
	if got := r.List(); len(got) != 0 {
		t.Errorf("at first: %v", got)
	}
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	var paths []string
	for i := range maxRecents + 2 {
		path := filepath.Join(folder, string(rune('a'+i))+".vitalkeep")
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
		r.Remember(path, at.AddDate(0, 0, i))
	}
	r.Remember(paths[5], at)
	if err := os.Remove(paths[9]); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, v := range r.List() {
		got = append(got, v.Path)
	}
	want := []string{paths[5], paths[8], paths[7], paths[6], paths[4], paths[3], paths[2]}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if err := os.WriteFile(r.File, []byte("{broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := r.List(); len(got) != 0 {
		t.Errorf("from a broken file: %v", got)
	}
}
