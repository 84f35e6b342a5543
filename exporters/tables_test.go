package exporters_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"vitalkeep/health"
)

// household is a little of everything that the tables show.
func household(t *testing.T) *person {
	t.Helper()
	p := &person{}
	morning, loc := at(t, "2024-03-01 07:12:00")
	midnight, _ := at(t, "2024-03-01 00:00:00")
	p.add("weight", "withings:export", morning, 0, "78.20", health.Kilogram, loc)
	p.add("fat_mass", "withings:export", morning, 0, "16.1", health.Kilogram, loc)
	p.add("water_mass", "withings:export", morning, 0, "41", health.Kilogram, loc)
	p.add("weight", "apple:scale/=Mine", morning, 0, "172", health.Pound, loc)
	p.add("systolic", "manual:hand", morning, 0, "121", health.MillimetreOfMercury, loc)
	p.add("diastolic", "manual:hand", morning, 0, "79", health.MillimetreOfMercury, loc)
	p.add("heart_rate", "manual:hand", morning, 0, "61", health.PerMinute, loc)
	p.add("heart_rate", "withings:hr", morning+5000, 0, "64", health.PerMinute, loc)
	p.add("steps", "withings:daily", midnight, 24*3600, "8000", health.Count, loc)
	p.add("distance", "withings:daily", midnight, 24*3600, "6437.376", health.Metre, loc)
	p.add("floors", "withings:daily", midnight, 24*3600, "9", health.Count, loc)
	p.add("calories_active", "withings:daily", midnight, 24*3600, "350.5", health.Kilocalorie, loc)
	p.add("calories_passive", "withings:daily", midnight+24*3600_000, 24*3600, "1700", health.Kilocalorie, loc)
	p.add("sleep_light", "withings:nights", midnight, 7*3600, "15000", health.Second, loc)
	p.add("sleep_deep", "withings:nights", midnight, 7*3600, "5430", health.Second, loc)
	p.add("sleep_wakeups", "withings:nights", midnight, 7*3600, "2", health.Count, loc)
	p.add("body_temperature", "csv:file", morning, 0, "98.6", health.Fahrenheit, loc)
	p.add("height", "csv:file", morning, 0, "70", health.Inch, loc)
	p.add("spo2", "apple:watch/Ada's Watch", morning, 0, "0.97", health.Fraction, loc)
	p.add("co2", "sample:room", morning, 0, "640", health.PartPerMillion, loc)
	p.add("room_temperature", "sample:room", morning, 0, "70.7", health.Fahrenheit, loc)
	offset := health.OffsetAt(morning, loc)
	picture := strings.Repeat("0b", 16)
	p.entries = []health.Entry{
		{Kind: health.SleepNight, Source: "withings:nights", Start: midnight, Duration: 7 * 3600_000, Offset: offset},
		{Kind: health.SleepNight, Source: "csv:file", Start: midnight - 24*3600_000, Duration: 6 * 3600_000, Offset: offset},
		{Kind: health.Comment, Source: "manual:hand", Start: morning, Offset: offset, Fields: []health.Field{
			{Name: health.FieldMetric, Text: "weight"}, {Name: health.FieldSource, Text: "withings:export"}, {Name: health.FieldText, Text: "-2 since \"Monday\""},
		}},
		{Kind: health.Picture, Source: "manual:hand", Start: morning, Offset: offset, Fields: []health.Field{
			{Name: health.FieldPicture, Text: picture}, {Name: health.FieldPictureType, Text: "image/png"}, {Name: health.FieldText, Text: "a rash"},
		}},
	}
	return p
}

func TestTablesAreInTheUnitsOfThePersonAndTemperaturesInCelsius(t *testing.T) {
	p := household(t)
	opts := options(health.MetricUnits, losAngeles)
	opts.Picture = func(context.Context, string) ([]byte, error) { return []byte("\x89PNG"), nil }
	metric, report := unzipped(t, "csv-tables", p, opts)
	picture := "pictures/" + strings.Repeat("0b", 16) + ".png"
	for name, want := range map[string]string{
		"table_activity.csv": lines(`Day,Steps,"Distance (km)","Elevation (m)",Floors,"Active calories (kcal)"`, `2024-03-01,8000,6.437,,9,350.5`),
		"table_weight.csv": lines(`Time,"Weight (kg)","Fat mass (kg)","Bone mass (kg)","Muscle mass (kg)","Hydration (kg)",Comments,Source`,
			`"2024-03-01 07:12:00",78.02,,,,,,apple:scale/=Mine`,
			`"2024-03-01 07:12:00",78.20,16.1,,,41,"'-2 since ""Monday""",withings:export`),
		"table_blood_pressure.csv": lines(`Time,"Systolic (mmHg)","Diastolic (mmHg)","Heart rate (bpm)",Comments,Source`,
			`"2024-03-01 07:12:00",121,79,61,,manual:hand`),
		"table_sleep.csv": lines(`Begin,End,"Light sleep (min)","Deep sleep (min)","REM sleep (min)","Awake (min)",Wake-ups,Source`,
			`"2024-02-29 00:00:00","2024-02-29 06:00:00",,,,,,csv:file`,
			`"2024-03-01 00:00:00","2024-03-01 07:00:00",250.0,90.5,,,2,withings:nights`),
		"table_body_temperature.csv": lines(`Time,"Body temperature (°C)",Comments,Source`, `"2024-03-01 07:12:00",37.00,,csv:file`),
		"table_height.csv":           lines(`Time,"Height (cm)",Comments,Source`, `"2024-03-01 07:12:00",177.8,,csv:file`),
		"table_spo2.csv":             lines(`Time,"SpO2 (%)",Comments,Source`, `"2024-03-01 07:12:00",97,,"apple:watch/Ada's Watch"`),
		"table_calories.csv":         lines(`Day,"Active calories (kcal)","Resting calories (kcal)"`, `2024-03-01,350.5,`, `2024-03-02,,1700`),
		"table_environment.csv": lines(`Time,"Room temperature (°C)","CO2 (ppm)","VOC (ppm)","Light (lx)","Sound level (dB)",Motion,Source`,
			`"2024-03-01 07:12:00",21.50,640,,,,,sample:room`),
		"table_pictures.csv": lines(`Time,Kind,Picture,Text`, `"2024-03-01 07:12:00",picture,`+picture+`,"a rash"`),
		picture:              "\x89PNG",
	} {
		if metric[name] != want {
			t.Errorf("%s holds\n%s\nwant\n%s", name, metric[name], want)
		}
	}
	if report.Samples != len(p.readings) || report.Entries != len(p.entries) || strings.Count(metric["vitalkeep_samples.csv"], "\n") != len(p.readings)+1 {
		t.Errorf("%+v", report)
	}
	us, _ := unzipped(t, "csv-tables", p, options(health.USUnits, losAngeles))
	for name, want := range map[string]string{
		"table_weight.csv": `172,,,,,`, "table_activity.csv": `2024-03-01,8000,4,,9,350.5`, "table_height.csv": ",70,", "table_body_temperature.csv": ",37.00,",
	} {
		if !strings.Contains(us[name], want) {
			t.Errorf("%s holds\n%s\nwant %s", name, us[name], want)
		}
	}
	own := health.MetricUnits.With(health.Mass, health.Stone).With(health.Travel, health.Mile).With(health.Warmth, health.Fahrenheit)
	mixed, _ := unzipped(t, "csv-tables", p, options(own, losAngeles))
	for name, want := range map[string]string{
		"table_weight.csv": `172,,,,,`, "table_activity.csv": `2024-03-01,8000,4,,9,350.5`, "table_height.csv": ",177.8,", "table_body_temperature.csv": ",37.00,",
	} {
		if !strings.Contains(mixed[name], want) {
			t.Errorf("in units of their own %s holds\n%s\nwant %s", name, mixed[name], want)
		}
	}
	if _, there := us["table_pictures.csv"]; there {
		t.Error("there are pictures from nowhere")
	}
}

func TestTablesOfNothingAreNone(t *testing.T) {
	p := &person{}
	p.add("weight", "csv:file", 0, 0, "70", health.Kilogram, time.UTC)
	files, _ := unzipped(t, "csv-tables", p, options(health.MetricUnits, "UTC"))
	if len(files) != 4 { // README, weight and the two that an import reads
		t.Errorf("%d files", len(files))
	}
}
