package exporters_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/muktihari/fit/decoder"
	"github.com/muktihari/fit/profile/filedef"
	"github.com/muktihari/fit/profile/typedef"

	"vitalkeep/exporters"
	"vitalkeep/health"
)

func TestAFITFileIsReadBackWithItsWeights(t *testing.T) {
	p := &person{}
	first, loc := at(t, "2024-03-01 07:12:00")
	second, _ := at(t, "2024-03-02 07:00:00")
	third, _ := at(t, "2024-03-03 07:00:00")
	p.add("weight", "withings:export", first, 0, "78.2", health.Kilogram, loc)
	p.add("fat_mass", "withings:export", first, 0, "15.64", health.Kilogram, loc)
	p.add("water_mass", "withings:export", first, 0, "39.1", health.Kilogram, loc)
	p.add("bone_mass", "withings:export", first, 0, "3.25", health.Kilogram, loc)
	p.add("muscle_mass", "withings:export", first, 0, "58", health.Kilogram, loc)
	p.add("bmi", "withings:other", first, 0, "24.68", health.KilogramPerSquareMetre, loc)
	p.add("fat_ratio", "withings:other", first, 0, "20.1", health.Percent, loc)
	p.add("weight", "csv:file", second, 0, "170.4", health.Pound, loc)
	p.add("fat_mass", "withings:export", third, 0, "15", health.Kilogram, loc) // no weight beside it
	p.add("weight", "csv:file", 0, 0, "60", health.Kilogram, loc)              // before the format's time
	p.add("steps", "withings:tracker", third, 60, "9", health.Count, loc)
	raw, report := written(t, "fit-weight", p, options(health.MetricUnits, losAngeles))
	if report.Samples != 8 || report.Left != 3 {
		t.Errorf("%+v", report)
	}
	dec := decoder.New(bytes.NewReader(raw))
	fit, err := dec.Decode()
	if err != nil {
		t.Fatal(err)
	}
	file := filedef.NewWeight(fit.Messages...)
	if file.FileId.Type != typedef.FileWeight || len(file.WeightScales) != 2 {
		t.Fatalf("%v with %d weights", file.FileId.Type, len(file.WeightScales))
	}
	a, b := file.WeightScales[0], file.WeightScales[1]
	for what, c := range map[string][2]float64{
		"weight": {a.WeightScaled(), 78.2}, "fat": {a.PercentFatScaled(), 20.1}, "water": {a.PercentHydrationScaled(), 50},
		"bone": {a.BoneMassScaled(), 3.25}, "muscle": {a.MuscleMassScaled(), 58}, "bmi": {a.BmiScaled(), 24.7},
		"pounds": {b.WeightScaled(), 77.29},
	} {
		if c[0] != c[1] {
			t.Errorf("%s is %v, want %v", what, c[0], c[1])
		}
	}
	if a.Timestamp.UnixMilli() != first || b.Timestamp.UnixMilli() != second || b.PercentFat != 0xffff {
		t.Errorf("at %v and %v, fat %d", a.Timestamp, b.Timestamp, b.PercentFat)
	}
	again, _ := written(t, "fit", p, options(health.MetricUnits, losAngeles))
	if !bytes.Equal(raw, again) {
		t.Error("the same data gives other bytes")
	}
}

func TestWhatAFITFileCannotHoldIsRefused(t *testing.T) {
	f, err := exporters.Lookup("fit-weight")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		metric health.MetricID
		value  string
		want   error
	}{
		"more than 16 bits of weight": {"weight", "655.34", exporters.ErrTooHeavy},
		"just what they hold":         {"weight", "655.33", nil},
		"no weight":                   {"steps", "7", exporters.ErrNothing},
	} {
		p := &person{}
		unit := health.Kilogram
		if c.metric == "steps" {
			unit = health.Count
		}
		p.add(c.metric, "csv:file", 1_709_277_150_000, 0, c.value, unit, time.UTC)
		dir := t.TempDir()
		_, err := exporters.Export(t.Context(), f, p, filepath.Join(dir, "out.fit"), options(health.MetricUnits, "UTC"))
		if !errors.Is(err, c.want) || (c.want != nil) != (len(folder(t, dir)) == 0) {
			t.Errorf("%s: %v, %q", name, err, folder(t, dir))
		}
	}
}
