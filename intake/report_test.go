package intake_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vitalkeep/exporters"
	"vitalkeep/health"
	"vitalkeep/intake"
)

func TestTheReportIsAmongTheFormatsAndHoldsWhatIsAskedFor(t *testing.T) {
	v, p := newVault(t, health.Profile{Zone: "UTC", Units: health.USUnits})
	kg := func(at int64) health.Sample {
		return health.Sample{Start: at, Value: health.Int(70), Unit: health.Kilogram}
	}
	const day = 24 * 3600_000
	fill(t, v, p, []health.Reading{
		{Metric: "weight", Source: "csv:file", Sample: kg(0)},
		{Metric: "weight", Source: "csv:file", Sample: kg(day)},
		{Metric: "fat_mass", Source: "csv:file", Sample: kg(day)},
	}, []health.Entry{{Kind: health.Note, Source: "csv:file", Start: day}})
	f, err := intake.LookupFormat("PDF")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		opts          exporters.Options
		samples, left int
		paper         string
	}{
		"what doctors ask for": {exporters.Options{}, 2, 2, "612.00 792.00"},
		"one metric":           {exporters.Options{Metrics: []health.MetricID{"fat_mass"}, Kinds: []health.EntryKind{}}, 1, 0, "612.00 792.00"},
		"a day on other paper": {exporters.Options{From: day, To: 2 * day, Choices: map[string]string{"paper": "a4"}}, 1, 2, "595.28 841.89"},
	} {
		path := filepath.Join(t.TempDir(), "r.pdf")
		opts := c.opts
		opts.Profile, opts.At = p, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
		report, err := intake.Export(t.Context(), v, f, path, opts)
		if err != nil || report.Samples != c.samples || report.Left != c.left {
			t.Errorf("%s: %+v, %v", name, report, err)
		}
		raw, err := os.ReadFile(path)
		if err != nil || !bytes.HasPrefix(raw, []byte("%PDF-")) || !bytes.Contains(raw, []byte("/MediaBox [0 0 "+c.paper+"]")) {
			t.Errorf("%s: no PDF on that paper, %v", name, err)
		}
	}
}
