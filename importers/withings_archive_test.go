package importers_test

import (
	"bytes"
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/importers"
	"vitalkeep/internal/withingsarchive"
)

// ledger is a sink that keeps books of its own on what is handed over.
type ledger struct {
	series  map[withingsarchive.Series]withingsarchive.Fact
	seen    map[identity]bool
	entries map[health.EntryKind]int
	texts   []string
	files   []string
	rejects []health.Reject
	days    map[health.MetricID]map[health.Date]string
	weights []withingsarchive.Weight
	zone    *time.Location
}

type identity struct {
	series withingsarchive.Series
	start  int64
}

func newLedger(zone *time.Location) *ledger {
	return &ledger{
		series: map[withingsarchive.Series]withingsarchive.Fact{}, seen: map[identity]bool{},
		entries: map[health.EntryKind]int{}, days: map[health.MetricID]map[health.Date]string{}, zone: zone,
	}
}

func (l *ledger) File(name string) (uint32, error) {
	l.files = append(l.files, name)
	return uint32(len(l.files) - 1), nil
}

func (l *ledger) Sample(metric health.MetricID, source health.SourceID, s health.Sample) error {
	key := withingsarchive.Series{Metric: metric, Source: source}
	f := l.series[key]
	if id := (identity{key, s.Start}); l.seen[id] {
		f.Doubled++
		l.series[key] = f
		return nil
	} else {
		l.seen[id] = true
	}
	v := s.Canonical()
	if f.Count == 0 {
		f = withingsarchive.Fact{First: s.Start, Last: s.Start, Min: v, Max: v}
	}
	f.Count++
	f.Sum += v
	f.First, f.Last = min(f.First, s.Start), max(f.Last, s.Start)
	f.Min, f.Max = min(f.Min, v), max(f.Max, v)
	l.series[key] = f
	if source.DayTotals() {
		if l.days[metric] == nil {
			l.days[metric] = map[health.Date]string{}
		}
		d := health.DateAt(s.Start, s.Offset)
		start, end := d.Bounds(l.zone)
		if start == s.Start && end == s.End() {
			l.days[metric][d] = s.Value.String()
		}
	}
	if metric == "weight" {
		l.weights = append(l.weights, withingsarchive.Weight{Start: s.Start, Text: s.Value.String(), Unit: s.Unit, Kilograms: v})
	}
	return nil
}

func (l *ledger) Entry(e health.Entry) error {
	l.entries[e.Kind]++
	for _, f := range e.Fields {
		l.texts = append(l.texts, f.Text)
	}
	return nil
}

func (l *ledger) Reject(r health.Reject) error {
	l.rejects = append(l.rejects, r)
	return nil
}

func generate(t testing.TB, o withingsarchive.Options) *withingsarchive.Archive {
	t.Helper()
	a, err := withingsarchive.Generate(o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func writeZIP(t testing.TB, a *withingsarchive.Archive) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data_PET_1712345678.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.WriteZIP(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestImportGivesWhatWasGenerated compares the books of the generator with
// what the importer hands over, from a ZIP, a folder, in pounds and kilograms.
func TestImportGivesWhatWasGenerated(t *testing.T) {
	winter := health.Date{Year: 2024, Month: time.October, Day: 25}
	cases := []struct {
		name   string
		opts   withingsarchive.Options
		folder bool
	}{
		{"a winter in pounds in Los Angeles, clocks changing twice", withingsarchive.Options{Seed: 1, Start: winter, Days: 145}, false},
		{"an unzipped folder", withingsarchive.Options{Seed: 2, Days: 40}, true},
		{"kilograms in Berlin", withingsarchive.Options{Seed: 3, Start: winter, Days: 165, Zone: "Europe/Berlin", Kilograms: true}, false},
		{"a zone of half hours", withingsarchive.Options{Seed: 4, Days: 30, Zone: "Asia/Kolkata", Kilograms: true}, false},
		{"dense heart rates", withingsarchive.Options{Seed: 5, Days: 12, HeartRateEvery: 20}, false},
		{"rows that must be rejected", withingsarchive.Options{Seed: 6, Start: winter, Days: 145, Flaws: true}, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := generate(t, c.opts)
			path := filepath.Join(t.TempDir(), "export")
			if c.folder {
				if err := a.WriteDir(path); err != nil {
					t.Fatal(err)
				}
			} else {
				path = writeZIP(t, a)
			}
			rec, err := importers.Detect(context.Background(), path)
			if err != nil {
				t.Fatal(err)
			}
			if rec.ZoneHint != a.Options.Zone || rec.Format() != importers.WithingsArchive {
				t.Errorf("recognised as %q in %q", rec.Format(), rec.ZoneHint)
			}
			zone, err := time.LoadLocation(a.Options.Zone)
			if err != nil {
				t.Fatal(err)
			}
			l := newLedger(zone)
			if _, err := importers.Read(context.Background(), []string{path}, importers.Options{}, l); err != nil {
				t.Fatal(err)
			}
			compare(t, a, l)
		})
	}
}

func compare(t *testing.T, a *withingsarchive.Archive, l *ledger) {
	t.Helper()
	for s, want := range a.Series {
		got := l.series[s]
		if math.Abs(got.Sum-want.Sum) < 1e-9*math.Abs(want.Sum)+1e-9 {
			got.Sum = want.Sum
		}
		if got != want {
			t.Errorf("%s from %s:\n got %+v\nwant %+v", s.Metric, s.Source, got, want)
		}
	}
	for s, f := range l.series {
		if _, ok := a.Series[s]; !ok {
			t.Errorf("%d samples of %s from %s came from nowhere", f.Count, s.Metric, s.Source)
		}
	}
	for kind, want := range a.Entries {
		if got := l.entries[kind]; got != want {
			t.Errorf("%d entries of kind %s, want %d", got, kind, want)
		}
	}
	for metric, days := range a.DayTotals {
		for d, want := range days {
			if got := l.days[metric][d]; got != want {
				t.Errorf("%s on %s is %q, want %q", metric, d, got, want)
			}
		}
	}
	slices.SortFunc(l.weights, func(x, y withingsarchive.Weight) int { return int(x.Start - y.Start) })
	if !slices.Equal(l.weights, a.Weights) {
		t.Error("weigh-ins differ from those generated")
	}
	for _, text := range append(l.texts, l.files...) {
		for _, c := range a.Canaries {
			if bytes.Contains([]byte(text), []byte(c)) {
				t.Errorf("a personal text reached the sink")
			}
		}
	}
	var got []withingsarchive.Flaw
	for _, r := range l.rejects {
		got = append(got, withingsarchive.Flaw{File: r.File, Row: r.Row, Column: r.Column})
	}
	for _, want := range a.Flawed {
		if !slices.Contains(got, want) {
			t.Errorf("%+v was not rejected", want)
		}
	}
	if len(got) != len(a.Flawed) {
		t.Errorf("%d rejects, want %d: %+v", len(got), len(a.Flawed), l.rejects)
	}
}
