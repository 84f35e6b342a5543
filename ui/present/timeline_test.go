package present

import (
	"slices"
	"testing"
	"time"

	"vitalkeep/health"
)

// at0710 is 07:10 in Stockholm on 14 October 2025.
var at0710 = time.Date(2025, 10, 14, 5, 10, 0, 0, time.UTC).UnixMilli()

func takenAt(m health.MetricID, source health.SourceID, start int64, v float64, u health.Unit, places uint8) health.Reading {
	d, _ := health.FromFloat(v, places)
	return health.Reading{Metric: m, Source: source, Sample: health.Sample{Start: start, Value: d, Unit: u, Offset: 7200}}
}

func wordsOfAll(all []Happening) []string {
	var out []string
	for _, h := range all {
		out = append(out, h.Clock()+" "+h.Words())
	}
	return out
}

func TestWhatWasMeasuredAtOnceIsOneLine(t *testing.T) {
	const export, hand = health.SourceID("withings:export"), health.TypedSource
	for name, c := range map[string]struct {
		readings []health.Reading
		system   health.UnitSystem
		want     []string
	}{
		"a weigh-in with all its values": {[]health.Reading{
			takenAt("weight", export, at0710, 78.2, health.Kilogram, 2), takenAt("fat_mass", export, at0710, 18.85, health.Kilogram, 2),
			takenAt("bone_mass", export, at0710, 2.95, health.Kilogram, 2), takenAt("heart_rate", export, at0710, 61, health.PerMinute, 0),
		}, health.MetricUnits, []string{"07:10 Weight 78.2 kg Fat 24.1 % · Bone mass 2.95 kg · Pulse 61 bpm · Withings"}},
		"a weigh-in that says its fat in per cent": {[]health.Reading{
			takenAt("weight", hand, at0710, 180, health.Pound, 0), takenAt("fat_ratio", hand, at0710, 22.5, health.Percent, 1),
		}, health.USUnits, []string{"07:10 Weight 180.0 lb Fat 22.5 % · Typed in"}},
		"a blood pressure with its pulse": {[]health.Reading{
			takenAt("systolic", export, at0710, 128, health.MillimetreOfMercury, 0), takenAt("diastolic", export, at0710, 82, health.MillimetreOfMercury, 0),
			takenAt("heart_rate", export, at0710, 64, health.PerMinute, 0),
		}, health.MetricUnits, []string{"07:10 Blood pressure 128/82 mmHg Pulse 64 bpm · Withings"}},
		"half a blood pressure": {[]health.Reading{
			takenAt("systolic", export, at0710, 128, health.MillimetreOfMercury, 0),
		}, health.MetricUnits, []string{"07:10 Systolic pressure 128 mmHg Withings"}},
		"two sources at the same moment": {[]health.Reading{
			takenAt("weight", export, at0710, 78.2, health.Kilogram, 1), takenAt("weight", hand, at0710, 78.4, health.Kilogram, 1),
		}, health.MetricUnits, []string{"07:10 Weight 78.2 kg Withings", "07:10 Weight 78.4 kg Typed in"}},
		"the newest first": {[]health.Reading{
			takenAt("body_temperature", hand, at0710, 37.2, health.Celsius, 1), takenAt("body_temperature", hand, at0710+3600_000, 37.9, health.Celsius, 1),
		}, health.MetricUnits, []string{"08:10 Body temperature 37.9 °C Typed in", "07:10 Body temperature 37.2 °C Typed in"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := wordsOfAll(Spots(c.readings, c.system, nil, Objections{}))
			want := slices.Clone(c.want)
			if name == "two sources at the same moment" {
				slices.Sort(got)
				slices.Sort(want)
			}
			if !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestReadingsByTheDozenAreOneLineADay(t *testing.T) {
	var readings []health.Reading
	for i := range 25 {
		readings = append(readings, takenAt("glucose", "sensor:glucose", at0710+int64(i)*300_000, 5+float64(i)/10, health.MillimolePerLitre, 1))
	}
	got := Spots(readings, health.MetricUnits, nil, Objections{})
	if want := []string{" Blood glucose 5.0–7.4 mmol/L Mean 6.2 · 25 readings · sensor · glucose"}; !slices.Equal(wordsOfAll(got), want) {
		t.Errorf("got %q, want %q", wordsOfAll(got), want)
	}
	if len(Spots(readings[:24], health.MetricUnits, nil, Objections{})) != 24 {
		t.Error("two dozen stand singly")
	}
}

func TestDaysAreToldByTheirKind(t *testing.T) {
	date := health.Date{Year: 2025, Month: 10, Day: 13}
	day := func(v, lo, hi float64, n int) health.Day {
		return health.Day{Date: date, Value: v, Min: lo, Max: hi, Readings: n}
	}
	heart, _ := health.Lookup("heart_rate")
	if got := DayLine(heart, day(68, 52, 141, 1440), health.MetricUnits, "", Objections{}).Words(); got != "Heart rate 52–141 bpm Mean 68 · 1,440 readings" {
		t.Errorf("heart: %q", got)
	}
	if got := DayLine(heart, day(64, 64, 64, 1), health.MetricUnits, "Withings", Objections{}).Words(); got != "Heart rate 64 bpm 1 reading · Withings" {
		t.Errorf("one reading: %q", got)
	}
	moved, ok := ActivityLine(map[health.MetricID]health.Day{
		"distance": day(5836, 0, 0, 1), "steps": day(8214, 0, 0, 1), "calories_active": day(412, 0, 0, 1), "floors": day(0, 0, 0, 1),
	}, health.MetricUnits, true)
	if got := moved.Words(); !ok || got != "Steps 8,214 So far today · 5.84 km · 412 kcal" {
		t.Errorf("activity: %q", got)
	}
	if _, ok := ActivityLine(nil, health.MetricUnits, false); ok {
		t.Error("a line of nothing")
	}
	air, _ := RoomLine(map[health.MetricID]health.Day{"co2": day(700, 480, 980, 72), "room_temperature": day(21, 19.4, 23, 72)}, health.MetricUnits, Objections{})
	if got := air.Words(); got != "CO₂ 480–980 ppm Room temperature 19.4–23.0 °C" {
		t.Errorf("room: %q", got)
	}
}

func TestADayHasItsName(t *testing.T) {
	a := Almanac{Now: time.Date(2025, 10, 14, 9, 0, 0, 0, time.UTC), Zone: time.UTC}
	for want, d := range map[string]health.Date{
		"Today, 14 October":        {Year: 2025, Month: 10, Day: 14},
		"Yesterday, 13 October":    {Year: 2025, Month: 10, Day: 13},
		"Sunday 12 October":        {Year: 2025, Month: 10, Day: 12},
		"Tuesday 31 December 2024": {Year: 2024, Month: 12, Day: 31},
	} {
		if got := a.DayHead(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

func TestAWorkoutIsToldInUnitsThatAreKnown(t *testing.T) {
	run := health.Entry{Kind: health.Workout, Source: "withings:workouts", Key: "Running", Start: at0710, Duration: 46 * 60_000, Offset: 7200, Batch: health.BatchID{4}, Origin: health.Origin{Row: 17}, Fields: []health.Field{
		{Name: "Timezone", Text: "Europe/Stockholm"},
		{Name: "Data", Text: `{"calories":612,"distance":8400,"hr_average":-1,"intensity":55.5,"note":"hilly"}`},
	}}
	if got := EntryLine(run, health.USUnits).Words(); got != "Running 46 min 5.22 mi · 612 kcal · Withings · workouts" {
		t.Errorf("line %q", got)
	}
	var labels []string
	for _, l := range EntryFields(run, Almanac{Zone: time.UTC}, health.MetricUnits, []health.Batch{{ID: run.Batch, At: 1_760_000_000_000, Files: []string{"activities.csv"}}}) {
		labels = append(labels, l.Label+"="+l.Text)
	}
	for _, want := range []string{"Duration=46 min", "Distance=8.40 km", "Active calories=612 kcal", "intensity=55.5", "note=hilly", "Timezone=Europe/Stockholm", "Came from=activities.csv, row 17", "hr_average=−1"} {
		if want == "hr_average=−1" {
			if slices.Contains(labels, want) {
				t.Error("a number that is missing is shown")
			}
			continue
		}
		if !slices.Contains(labels, want) {
			t.Errorf("%q is not in %q", want, labels)
		}
	}
	other := run
	other.Source = "someone:workouts"
	if got := EntryLine(other, health.MetricUnits).Detail; got != "someone · workouts" {
		t.Errorf("units were guessed: %q", got)
	}
}

func TestTopicsAreChosenAndTakenBack(t *testing.T) {
	var s TopicSet
	if !s.Has(TopicDiary) || s.Names(TopicDiary) {
		t.Error("nothing chosen is everything")
	}
	s = s.With(TopicDiary).With(TopicRoom)
	if !s.Has(TopicRoom) || s.Has(TopicBody) {
		t.Error("chosen topics alone")
	}
	if s = s.With(TopicDiary).With(TopicRoom); s != 0 {
		t.Error("pressed twice is as before")
	}
}

func TestALineNamesTheDeviceThatMeasuredAllOfIt(t *testing.T) {
	const export = health.SourceID("withings:export")
	devices := []health.Device{
		{ID: [16]byte{1}, Model: "body", Nickname: "Old scale", Sources: []health.SourceID{export}, Retired: health.Date{Year: 2025, Month: 1, Day: 1}},
		{ID: [16]byte{2}, Model: "body-plus", Nickname: "Bathroom", Sources: []health.SourceID{export}},
		{ID: [16]byte{3}, Model: "bpm", Sources: []health.SourceID{export}},
	}
	weighed := []health.Reading{takenAt("weight", export, at0710, 78.2, health.Kilogram, 1), takenAt("fat_mass", export, at0710, 18.85, health.Kilogram, 2)}
	pressed := []health.Reading{
		takenAt("systolic", export, at0710, 128, health.MillimetreOfMercury, 0), takenAt("diastolic", export, at0710, 82, health.MillimetreOfMercury, 0),
		takenAt("heart_rate", export, at0710, 64, health.PerMinute, 0),
	}
	for name, c := range map[string]struct {
		readings []health.Reading
		want     []string
	}{
		"by its nickname": {weighed, []string{"07:10 Weight 78.2 kg Fat 24.1 % · Bathroom"}},
		"by its model":    {pressed, []string{"07:10 Blood pressure 128/82 mmHg Pulse 64 bpm · Blood Pressure Monitor BPM/BPM+"}},
		"each line by its own": {append(slices.Clone(weighed), pressed...), []string{
			"07:10 Weight 78.2 kg Fat 24.1 % · Bathroom", "07:10 Blood pressure 128/82 mmHg Pulse 64 bpm · Blood Pressure Monitor BPM/BPM+",
		}},
		"but not for what its model does not give": {
			append(slices.Clone(weighed), takenAt("heart_rate", export, at0710, 61, health.PerMinute, 0)),
			[]string{"07:10 Weight 78.2 kg Fat 24.1 % · Pulse 61 bpm · Withings"},
		},
	} {
		if got := wordsOfAll(Spots(c.readings, health.MetricUnits, devices, Objections{})); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}
