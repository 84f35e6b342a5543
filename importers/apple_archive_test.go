package importers

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"vitalkeep/health"
	"vitalkeep/internal/applehealth"
)

// books is a sink that adds up what it is given.
type books struct {
	memory
	series map[applehealth.Series]applehealth.Fact
	kinds  map[health.EntryKind]int
}

func (b *books) Sample(id health.MetricID, source health.SourceID, s health.Sample) error {
	if b.series == nil {
		b.series = map[applehealth.Series]applehealth.Fact{}
	}
	key := applehealth.Series{Metric: id, Source: source}
	f := b.series[key]
	if f.Count == 0 {
		f.First, f.Last = s.Start, s.Start
	}
	f.Count++
	f.First, f.Last = min(f.First, s.Start), max(f.Last, s.Start)
	f.Sum += s.Canonical()
	b.series[key] = f
	return nil
}

func (b *books) Entry(e health.Entry) error {
	if b.kinds == nil {
		b.kinds = map[health.EntryKind]int{}
	}
	b.kinds[e.Kind]++
	return nil
}

// appleZIP writes an export and returns its path.
func appleZIP(t testing.TB, o applehealth.Options) (string, *applehealth.Book) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "export.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	book, err := applehealth.WriteZIP(f, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path, book
}

func (b *books) compare(t *testing.T, book *applehealth.Book) {
	t.Helper()
	for key, want := range book.Series {
		got := b.series[key]
		sum := math.Abs(got.Sum-want.Sum) <= 1e-9*math.Abs(want.Sum)
		if got.Count != want.Count || got.First != want.First || got.Last != want.Last || !sum {
			t.Errorf("%s from %s: %+v, want %+v", key.Metric, key.Source, got, want)
		}
	}
	for key := range b.series {
		if _, ok := book.Series[key]; !ok {
			t.Errorf("%s from %s was never written", key.Metric, key.Source)
		}
	}
	for kind, n := range book.Entries {
		if b.kinds[kind] != n {
			t.Errorf("%d of %s, want %d", b.kinds[kind], kind, n)
		}
	}
	same(t, "rejects", b.refused(), nil)
}

func TestAppleExportOfKnownContentIsReadExactly(t *testing.T) {
	for name, o := range map[string]applehealth.Options{
		"metric":                 {Seed: 1, Records: 12_000},
		"imperial":               {Seed: 2, Records: 6000, Imperial: true, Zone: "America/Los_Angeles"},
		"iOS 16, in German":      {Seed: 3, Records: 6000, BrokenDTD: true, Folder: "apple_health_export", Name: "Exportieren.xml"},
		"control characters":     {Seed: 4, Records: 6000, BadText: true},
		"in any order of rows":   {Seed: 5, Records: 6000, Shuffle: 77},
		"a folder of other name": {Seed: 6, Records: 3000, Folder: "エクスポート", Name: "exportación.xml"},
	} {
		t.Run(name, func(t *testing.T) {
			path, book := appleZIP(t, o)
			var b books
			rep, err := Read(context.Background(), []string{path}, Options{Zone: zone(t, book.Options.Zone)}, &b)
			if err != nil {
				t.Fatal(err)
			}
			b.compare(t, book)
			if rep.Inputs[0].Format != AppleHealth || rep.Samples != book.Samples() {
				t.Errorf("read as %s, %d samples, want %d", rep.Inputs[0].Format, rep.Samples, book.Samples())
			}
			if !slices.ContainsFunc(rep.Inputs[0].Files, func(f FileReport) bool { return f.Kind == kindAppleDocument && f.Skipped != "" }) {
				t.Error("the clinical document is not named")
			}
		})
	}
}

func TestAppleExportAsFolderOrFileGivesTheSame(t *testing.T) {
	o := applehealth.Options{Seed: 1, Records: 3000}
	dir := filepath.Join(t.TempDir(), "Gesundheit")
	book, err := applehealth.WriteDir(filepath.Join(dir, "apple_health_export"), o)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Detect(context.Background(), dir)
	if err != nil || r.Inputs[0].Person.Born != book.Born || r.ZoneHint != "" {
		t.Errorf("detected %+v, %v", r, err)
	}
	var folder, file, packed books
	at := Options{Zone: zone(t, book.Options.Zone)}
	if _, err := Read(context.Background(), []string{dir}, at, &folder); err != nil {
		t.Fatal(err)
	}
	folder.compare(t, book)
	path, _ := appleZIP(t, o)
	if _, err := Read(context.Background(), []string{path}, at, &packed); err != nil {
		t.Fatal(err)
	}
	packed.compare(t, book)
	if _, err := Read(context.Background(), []string{filepath.Join(dir, "apple_health_export", "export.xml")}, at, &file); err != nil {
		t.Fatal(err)
	}
	for key := range book.Series {
		if key.Source != appleRoute && file.series[key] != folder.series[key] {
			t.Errorf("%s differs", key.Metric)
		}
	}
}
