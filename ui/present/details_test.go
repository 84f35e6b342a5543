package present_test

import (
	"slices"
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

func TestDetailsOfAWeighIn(t *testing.T) {
	const at = "2025-10-14T07:12:00+02:00"
	weight := reading(t, "weight", at, 172.4, health.Pound, 1)
	weight.Batch = health.BatchID{7}
	weight.Origin = health.Origin{Row: 1284}
	readings := []health.Reading{
		weight,
		reading(t, "fat_mass", at, 18.8, health.Kilogram, 2),
		reading(t, "bone_mass", at, 2.95, health.Kilogram, 2),
		reading(t, "heart_rate", at, 64, health.PerMinute, 0),
	}
	imports := []health.Batch{{ID: health.BatchID{7}, At: time.Date(2025, 10, 14, 7, 2, 0, 0, time.UTC).UnixMilli(), Files: []string{"weight.csv"}}}
	d := present.DetailsOf(subject(t, "weight"), almanac(t, cardNow), health.MetricUnits, readings, present.Known{Imports: imports})
	if d.When != "14 Oct 2025, 07:12" || d.Figures[0] != (present.Figure{Number: "78.2", Unit: "kg"}) {
		t.Errorf("when %q, figures %v", d.When, d.Figures)
	}
	want := []present.Line{
		{Label: "Fat mass", Text: "18.8 kg · 24.0 %"},
		{Label: "Bone mass", Text: "2.95 kg"},
		{Label: "Heart rate", Text: "64 bpm"},
		{Label: "As written", Text: "172.4 lb"},
		{Label: "Taken in", Text: "Europe/Stockholm, UTC+2"},
		{Label: "Source", Text: "Withings"},
		{Label: "Came from", Text: "weight.csv, row 1,284", Note: "Import of 14 Oct 2025, 09:02"},
	}
	if !slices.Equal(d.Lines, want) {
		t.Errorf("got  %q\nwant %q", d.Lines, want)
	}
	if d.Footnote != "" {
		t.Errorf("a weigh-in has the note %q", d.Footnote)
	}
}

func TestDetailsOfABloodPressure(t *testing.T) {
	const at = "2025-10-14T07:20:00+02:00"
	d := present.DetailsOf(subject(t, "systolic", "diastolic"), almanac(t, cardNow), health.MetricUnits, []health.Reading{
		reading(t, "systolic", at, 128, health.MillimetreOfMercury, 0),
		reading(t, "diastolic", at, 82, health.MillimetreOfMercury, 0),
		reading(t, "heart_rate", at, 64, health.PerMinute, 0),
	}, present.Known{})
	if d.Figures[0] != (present.Figure{Number: "128/82", Unit: "mmHg"}) {
		t.Errorf("figures %v", d.Figures)
	}
	want := []present.Line{{Label: "Pulse", Text: "64 bpm"}, {Label: "Pulse pressure", Text: "46 mmHg"}}
	if len(d.Lines) < 2 || !slices.Equal(d.Lines[:2], want) {
		t.Errorf("got %q", d.Lines)
	}
}

func TestDetailsOfAnIntervalSayUntilWhen(t *testing.T) {
	r := reading(t, "steps", "2025-10-14T23:50:00+02:00", 120, health.Count, 0)
	r.Duration = 15 * 60_000
	d := present.DetailsOf(subject(t, "steps"), almanac(t, cardNow), health.MetricUnits, []health.Reading{r}, present.Known{})
	if got, want := d.Lines[0], (present.Line{Label: "Until", Text: "15 Oct 2025, 00:05 (15 min)"}); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if d.Footnote == "" {
		t.Error("nothing says who may remove it")
	}
}

func TestDetailsOfAReadingThatIsGone(t *testing.T) {
	d := present.DetailsOf(subject(t, "weight"), almanac(t, cardNow), health.MetricUnits, nil, present.Known{})
	if len(d.Lines) != 0 || d.Figures[0].Number != present.Missing {
		t.Errorf("got %+v", d)
	}
}

func TestTheRowNearestToAnInstant(t *testing.T) {
	table := present.Table{}
	for _, at := range []int64{10, 20, 40} {
		table.Add(present.Row{At: at, N: 1})
	}
	for at, want := range map[int64]int{0: 0, 14: 0, 16: 1, 20: 1, 31: 2, 99: 2} {
		if got := table.Nearest(at); got != want {
			t.Errorf("nearest to %d is %d, want %d", at, got, want)
		}
	}
	if got := (&present.Table{}).Nearest(5); got != -1 {
		t.Errorf("an empty table has row %d", got)
	}
}

func TestDetailsSayHowTheNumberStandsInItsFileAndWhereElse(t *testing.T) {
	almanac := present.Almanac{Zone: time.UTC}
	batch := health.Batch{ID: health.BatchID{1}, At: 1_760_000_000_000, Files: []string{"height.csv", "takeout/export.xml"}}
	reading := health.Reading{Metric: "height", Source: "withings:export", Batch: batch.ID, Sample: health.Sample{
		Start: 1_709_276_400_000, Value: health.Int(70), Unit: health.Inch, Form: health.FeetBlankTwice, Origin: health.Origin{Row: 12},
	}}
	twin := reading
	twin.Source, twin.Unit, twin.Value, twin.Form = "apple:relay/Withings", health.Centimetre, health.Decimal{Mantissa: 17780, Places: 2}, health.DecimalComma
	twin.Origin = health.Origin{File: 1, Row: 4021}
	m, _ := health.Lookup("height")
	d := present.DetailsOf(present.Subject{Metric: m}, almanac, health.MetricUnits, []health.Reading{reading}, present.Known{Imports: []health.Batch{batch}, Twins: []health.Reading{twin}})
	moment := present.Moment(batch.At, 0)
	for _, want := range []present.Line{
		{"As written", "5' 10''", ""},
		{"Came from", "height.csv, row 12", "Import of " + moment},
		{"Also from", "Apple Health · Withings", "takeout/export.xml, row 4,021 · 177,80 · Import of " + moment},
	} {
		if !slices.Contains(d.Lines, want) {
			t.Errorf("%q is not among %q", want, d.Lines)
		}
	}
}
