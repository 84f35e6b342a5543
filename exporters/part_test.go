package exporters_test

import (
	"slices"
	"testing"
	"time"

	"vitalkeep/exporters"
	"vitalkeep/health"
)

func TestAPartHoldsWhatIsAskedForAndNothingElse(t *testing.T) {
	p := &person{}
	day := int64(24 * 3600 * 1000)
	for i := range int64(10) {
		p.add("weight", "withings:export", i*day, 0, "70", health.Kilogram, time.UTC)
		p.add("weight", "apple:scale/Bad", i*day, 0, "70", health.Kilogram, time.UTC)
		p.add("steps", "withings:tracker", i*day, 60, "10", health.Count, time.UTC)
	}
	about := func(k health.EntryKind, m string, at int64) health.Entry {
		return health.Entry{Kind: k, Source: "manual:hand", Start: at, Fields: []health.Field{{Name: health.FieldMetric, Text: m}}}
	}
	p.entries = []health.Entry{
		about(health.Comment, "weight", day), about(health.Comment, "steps", day), about(health.Correction, "weight", 2*day),
		{Kind: health.Workout, Source: "withings:workouts", Start: 3 * day},
		{Kind: health.Note, Source: "csv:file", Start: 9 * day},
	}
	for name, c := range map[string]struct {
		opts             exporters.Options
		samples, entries int
	}{
		"everything":                   {exporters.Options{}, 30, 5},
		"one metric":                   {exporters.Options{Metrics: []health.MetricID{"weight"}}, 20, 4},
		"one metric and no documents":  {exporters.Options{Metrics: []health.MetricID{"weight"}, Kinds: []health.EntryKind{}}, 20, 0},
		"one metric and what was said": {exporters.Options{Metrics: []health.MetricID{"weight"}, Kinds: []health.EntryKind{health.Comment}}, 20, 1},
		"one kind":                     {exporters.Options{Metrics: []health.MetricID{}, Kinds: []health.EntryKind{health.Workout}}, 0, 1},
		"from the third day on":        {exporters.Options{From: 2 * day, To: 1 << 60}, 24, 3},
		"three days":                   {exporters.Options{From: 2 * day, To: 5 * day}, 9, 2},
		"before there was anything":    {exporters.Options{From: -9 * day, To: -day}, 0, 0},
	} {
		path := t.TempDir() + "/out.zip"
		opts := options(health.MetricUnits, "UTC")
		opts.Metrics, opts.Kinds, opts.From, opts.To = c.opts.Metrics, c.opts.Kinds, c.opts.From, c.opts.To
		report, err := exporters.Export(t.Context(), format(t), p, path, opts)
		if err != nil || report.Samples != c.samples || report.Entries != c.entries {
			t.Errorf("%s: %d samples and %d entries, want %d and %d, %v", name, report.Samples, report.Entries, c.samples, c.entries, err)
		}
	}
}

func TestAPartShowsAMeasurementOnceAndFromASourceThatItHolds(t *testing.T) {
	p := &person{}
	p.add("weight", "withings:export", 0, 0, "70", health.Kilogram, time.UTC)
	p.add("weight", "apple:relay/Withings", 0, 0, "70.0", health.Kilogram, time.UTC)
	p.add("weight", "csv:file", 0, 0, "70000", health.Gram, time.UTC)
	p.add("weight", "csv:file", 1000, 0, "71", health.Kilogram, time.UTC)
	p.add("weight", "apple:relay/Withings", 1000, 0, "72", health.Kilogram, time.UTC)
	without := func(s health.SourceID) exporters.Part {
		return exporters.Part{Sample: func(_ health.MetricID, x health.SourceID) bool { return x != s }}
	}
	var got []string
	for r, err := range without("withings:export").Of(p).Shown(t.Context(), "weight", 0, 5000) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(r.Source)+" "+r.Value.String())
	}
	if want := []string{"csv:file 70000", "csv:file 71", "apple:relay/Withings 72"}; !slices.Equal(got, want) {
		t.Errorf("shown are %q, want %q", got, want)
	}
}

func TestChoicesAreCompletedAndCheckedBeforeAnythingIsWritten(t *testing.T) {
	opts := options(health.MetricUnits, "UTC")
	opts.Choices = map[string]string{"flavour": "sweet"}
	dir := t.TempDir()
	if _, err := exporters.Export(t.Context(), format(t), &person{}, dir+"/out.zip", opts); err == nil || len(folder(t, dir)) != 0 {
		t.Errorf("a choice that is none: %v, %q", err, folder(t, dir))
	}
}
