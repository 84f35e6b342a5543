package exporters_test

import (
	"strings"
	"testing"
	"time"

	"vitalkeep/exporters"
	"vitalkeep/health"
)

const (
	spots  = health.SourceID("withings:export")
	others = health.SourceID("withings:other")
	daily  = health.SourceID("withings:daily")
	nights = health.SourceID("withings:nights")
)

// lines joins the lines of a CSV file.
func lines(l ...string) string { return strings.Join(l, "\n") + "\n" }

const samplesHead = "metric,source,start,duration_s,value,unit"

func TestEmptyFilesHaveTheirHeader(t *testing.T) {
	files, report := export(t, &person{}, options(health.MetricUnits, "Europe/Paris"))
	for name, want := range map[string]string{
		"weight.csv":                      `Date,"Weight (kg)","Fat mass (kg)","Bone mass (kg)","Muscle mass (kg)","Hydration (kg)",Comments`,
		"height.csv":                      `Date,"Height (m)",Comments`,
		"bp.csv":                          `Date,"Heart rate",Systolic,Diastolic,Comments`,
		"body_temperature.csv":            `date,"value (°C)"`,
		"manual_spo2.csv":                 `date,value`,
		"pwv.csv":                         `date,value`,
		"other.csv":                       `type,date,value,unit,position`,
		"aggregates_steps.csv":            `date,value`,
		"aggregates_distance.csv":         `date,value`,
		"aggregates_elevation.csv":        `date,value`,
		"aggregates_calories_earned.csv":  `date,value`,
		"aggregates_calories_passive.csv": `date,value`,
		"activities.csv":                  `from,to,"from (manual)","to (manual)",Timezone,"Activity type",Data,GPS,Modified`,
		"sleep.csv":                       `from,to,"light (s)","deep (s)","rem (s)","awake (s)","wake up","Duration to sleep (s)","Duration to wake up (s)","Snoring (s)","Snoring episodes","Average heart rate","Heart rate (min)","Heart rate (max)","Night events",Notes`,
		"signal.csv":                      `date,type,frequency,duration,wearposition,signal,doctor_assessment,doctor_name,checkup_date`,
		"note.csv":                        `date,medicines,symptoms,texts`,
		"vitalkeep_samples.csv":           samplesHead,
		"vitalkeep_entries.csv":           `kind,source,key,start,duration_s,fields`,
	} {
		if files[name] != want+"\n" {
			t.Errorf("%s holds %q", name, files[name])
		}
	}
	if report.Samples != 0 || report.Entries != 0 || report.Bytes == 0 || len(report.Files) != len(files) {
		t.Errorf("report %+v of %d files", report, len(files))
	}
	if !strings.Contains(files["devices.csv"], ",Europe/Paris,") {
		t.Errorf("devices.csv names no zone: %q", files["devices.csv"])
	}
}

func TestSpotFilesAreInTheUnitsOfTheProfile(t *testing.T) {
	p := &person{}
	morning, loc := at(t, "2024-03-01 07:12:30")
	later, _ := at(t, "2024-03-02 08:00:00")
	p.add("weight", spots, morning, 0, "170.4", health.Pound, loc)
	p.add("fat_mass", spots, morning, 0, "40", health.Pound, loc)
	p.add("weight", spots, later, 0, "170", health.Pound, loc)
	p.add("height", spots, morning, 0, "70", health.Inch, loc)
	p.add("height", spots, later, 0, "71.5", health.Inch, loc)
	p.add("heart_rate", spots, morning, 0, "61", health.PerMinute, loc)
	p.add("heart_rate", spots, later, 0, "64", health.PerMinute, loc)
	p.add("systolic", spots, later, 0, "121", health.MillimetreOfMercury, loc)
	p.add("diastolic", spots, later, 0, "79", health.MillimetreOfMercury, loc)
	p.add("body_temperature", spots, later, 0, "38.2", health.Celsius, loc)
	p.add("fat_free_mass", others, later, 0, "61", health.Kilogram, loc)
	p.add("raw_other_visceral_fat", others, later, 0, "5.2", health.NoUnit, loc)
	p.entries = append(p.entries, health.Entry{
		Kind: health.Note, Source: spots, Key: "weight", Start: later, Offset: health.OffsetAt(later, loc),
		Fields: []health.Field{{Name: "Comments", Text: `after "the" run, tired`}},
	})
	files, report := export(t, p, options(health.USUnits, losAngeles))
	for name, want := range map[string]string{
		"weight.csv": lines(
			`Date,"Weight (lb)","Fat mass (lb)","Bone mass (lb)","Muscle mass (lb)","Hydration (lb)",Comments`,
			`"2024-03-02 08:00:00",170,,,,,"after ""the"" run, tired"`,
			`"2024-03-01 07:12:30",170.4,40,,,,`,
		),
		"height.csv": lines(`Date,"Height (in)",Comments`, `"2024-03-02 08:00:00","5' 11.5''",`, `"2024-03-01 07:12:30","5' 10''",`),
		"bp.csv": lines(`Date,"Heart rate",Systolic,Diastolic,Comments`,
			`"2024-03-02 08:00:00",64,121,79,`, `"2024-03-01 07:12:30",61,,,`),
		"body_temperature.csv":  lines(`date,"value (°C)"`, `"2024-03-02 08:00:00",38.2`),
		"other.csv":             lines(`type,date,value,unit,position`, `FAT_FREE_MASS,"2024-03-02 08:00:00",61,,`, `"visceral fat","2024-03-02 08:00:00",5.2,,`),
		"vitalkeep_samples.csv": lines(samplesHead),
	} {
		if files[name] != want {
			t.Errorf("%s holds\n%s\nwant\n%s", name, files[name], want)
		}
	}
	if report.Samples != len(p.readings) || report.Entries != 1 {
		t.Errorf("report %+v", report)
	}
	if !strings.Contains(files["README.txt"], "zone America/Los_Angeles") || !strings.Contains(files["README.txt"], "feet and inches") {
		t.Errorf("README.txt holds\n%s", files["README.txt"])
	}
}

func TestWhatAVendorsFileCannotSayStandsInOurs(t *testing.T) {
	morning, loc := at(t, "2024-03-01 07:12:30")
	twice := time.Date(2024, 11, 3, 8, 30, 0, 0, time.UTC).UnixMilli() // 01:30, for the first time
	for name, c := range map[string]struct {
		add  func(*person)
		want string
	}{
		"an hour that happened twice": {
			func(p *person) { p.add("weight", spots, twice, 0, "170.4", health.Pound, loc) },
			"weight,withings:export,2024-11-03T01:30:00-07:00,0,170.4,lb",
		},
		"a fraction of a second": {
			func(p *person) { p.add("weight", spots, morning+250, 0, "170.4", health.Pound, loc) },
			"weight,withings:export,2024-03-01T07:12:30.250-08:00,0,170.4,lb",
		},
		"one of two units": {
			func(p *person) {
				p.add("weight", spots, morning, 0, "77.30", health.Kilogram, loc)
				p.add("weight", spots, morning+1000, 0, "170.4", health.Pound, loc)
			},
			"weight,withings:export,2024-03-01T07:12:30-08:00,0,77.30,kg",
		},
		"half a blood pressure": {
			func(p *person) { p.add("systolic", spots, morning, 0, "121", health.MillimetreOfMercury, loc) },
			"systolic,withings:export,2024-03-01T07:12:30-08:00,0,121,mmHg",
		},
		"a spot measurement that lasts": {
			func(p *person) { p.add("weight", spots, morning, 60, "170.4", health.Pound, loc) },
			"weight,withings:export,2024-03-01T07:12:30-08:00,60,170.4,lb",
		},
		"a total of part of a day": {
			func(p *person) { p.add("steps", daily, morning, 3600, "700", health.Count, loc) },
			"steps,withings:daily,2024-03-01T07:12:30-08:00,3600,700,count",
		},
		"another source": {
			func(p *person) { p.add("weight", "csv:file", morning, 0, "170.4", health.Pound, loc) },
			"weight,csv:file,2024-03-01T07:12:30-08:00,0,170.4,lb",
		},
		"a stage without its night": {
			func(p *person) { p.add("sleep_deep", nights, morning, 3600, "1800", health.Second, loc) },
			"sleep_deep,withings:nights,2024-03-01T07:12:30-08:00,3600,1800,s",
		},
		"a value that is refused in a vendor's file": {
			func(p *person) { p.add("weight", spots, morning, 0, "4000", health.Pound, loc) },
			"weight,withings:export,2024-03-01T07:12:30-08:00,0,4000,lb",
		},
		"a known type under an unknown name": {
			func(p *person) { p.add("raw_other_bmi", others, morning, 0, "21", health.NoUnit, loc) },
			"raw_other_bmi,withings:other,2024-03-01T07:12:30-08:00,0,21,",
		},
	} {
		p := &person{}
		c.add(p)
		files, report := export(t, p, options(health.USUnits, losAngeles))
		if got := files["vitalkeep_samples.csv"]; got != lines(samplesHead, c.want) {
			t.Errorf("%s: vitalkeep_samples.csv holds\n%s", name, got)
		}
		if report.Samples != len(p.readings) {
			t.Errorf("%s: %d samples", name, report.Samples)
		}
	}
}

func TestTheZoneIsTheOneThatWasLivedIn(t *testing.T) {
	morning, loc := at(t, "2024-03-01 07:12:30")
	summer, _ := at(t, "2024-07-01 07:12:30")
	p := &person{}
	p.add("weight", spots, morning, 0, "170.4", health.Pound, loc)
	p.add("weight", spots, summer, 0, "168", health.Pound, loc)
	files, _ := export(t, p, options(health.USUnits, "Europe/Paris"))
	if !strings.Contains(files["devices.csv"], ",America/Los_Angeles,") || !strings.Contains(files["weight.csv"], `"2024-07-01 07:12:30",168`) {
		t.Errorf("devices.csv %q, weight.csv %q", files["devices.csv"], files["weight.csv"])
	}
	p.entries = append(p.entries, health.Entry{
		Kind: health.Workout, Source: "withings:workouts", Key: "Running", Start: summer, Duration: 600000, Offset: -7 * 3600,
		Fields: []health.Field{{Name: "Timezone", Text: "America/Vancouver"}, {Name: "Activity type", Text: "Running"}},
	})
	files, _ = export(t, p, options(health.USUnits, "Europe/Paris"))
	if !strings.Contains(files["devices.csv"], ",America/Vancouver,") {
		t.Errorf("the zone of a workout was not taken: %q", files["devices.csv"])
	}
	if !strings.Contains(files["activities.csv"], "2024-07-01T07:12:30-07:00,2024-07-01T07:22:30-07:00,,,America/Vancouver,Running,,,") {
		t.Errorf("activities.csv holds %q", files["activities.csv"])
	}
}

func TestUnitsFollowTheDataWhereTheProfileHasNone(t *testing.T) {
	morning, loc := at(t, "2024-03-01 07:12:30")
	p := &person{}
	p.add("weight", spots, morning, 0, "77.30", health.Kilogram, loc)
	p.add("height", spots, morning, 0, "1.78", health.Metre, loc)
	files, _ := export(t, p, options(health.USUnits, losAngeles))
	if !strings.Contains(files["weight.csv"], `"Weight (kg)"`) || !strings.Contains(files["weight.csv"], ",77.30,") {
		t.Errorf("weight.csv holds %q", files["weight.csv"])
	}
	if !strings.Contains(files["height.csv"], `"Height (m)"`) || !strings.Contains(files["height.csv"], ",1.78,") {
		t.Errorf("height.csv holds %q", files["height.csv"])
	}
}

func TestRecordingsBecomeRowsOfArrays(t *testing.T) {
	start, loc := at(t, "2024-03-01 07:00:00")
	p := &person{}
	for i, v := range []string{"10", "20", "0"} {
		p.add("steps", "withings:tracker", start+int64(i)*60000, 60, v, health.Count, loc)
	}
	p.add("steps", "withings:tracker", start+600000, 30, "7", health.Count, loc)
	p.add("heart_rate", "withings:hr", start, 37, "61", health.PerMinute, loc)
	p.add("raw_tracker_activity_intensity", "withings:tracker", start, 60, "1.5", health.NoUnit, loc)
	p.add("hrv_rmssd", "withings:heart_rate_variability", start, 60, "41", health.Millisecond, loc)
	p.add("raw_elevation_elevation", "withings:elevation", start, 60, "412", health.NoUnit, loc)
	files, _ := export(t, p, options(health.USUnits, losAngeles))
	const head = "start,duration,value"
	for name, want := range map[string]string{
		"raw_tracker_steps.csv": lines(head,
			`2024-03-01T07:00:00-08:00,"[60,60,60]","[10,20,0]"`, `2024-03-01T07:10:00-08:00,[30],[7]`),
		"raw_hr_hr.csv":                            lines(head, "2024-03-01T07:00:00-08:00,[37],[61]"),
		"raw_tracker_activity_intensity.csv":       lines(head, "2024-03-01T07:00:00-08:00,[60],[1.5]"),
		"raw_heart_rate_variability_HR RMS SD.csv": lines(head, "2024-03-01T07:00:00-08:00,[60],[41]"),
		"raw_elevation_elevation.csv":              lines(head, "2024-03-01T07:00:00-08:00,[60],[412]"),
	} {
		if files[name] != want {
			t.Errorf("%s holds\n%s", name, files[name])
		}
	}
}

func TestDayTotalsAreDates(t *testing.T) {
	start, loc := at(t, "2024-03-10 00:00:00") // 23 hours long
	next, _ := at(t, "2024-03-11 00:00:00")
	p := &person{}
	p.add("floors", daily, start, 23*3600, "12", health.Count, loc)
	p.add("floors", daily, next, 24*3600, "3", health.Count, loc)
	files, _ := export(t, p, options(health.USUnits, losAngeles))
	if got := files["aggregates_elevation.csv"]; got != lines("date,value", "2024-03-11,3", "2024-03-10,12") {
		t.Errorf("aggregates_elevation.csv holds %q", got)
	}
}

// night returns an entry with the fields of a row of sleep.csv.
func night(start int64, fields ...string) health.Entry {
	e := health.Entry{Kind: health.SleepNight, Source: nights, Start: start, Duration: 7 * 3600 * 1000, Offset: -8 * 3600}
	for i := 0; i < len(fields); i += 2 {
		e.Fields = append(e.Fields, health.Field{Name: fields[i], Text: fields[i+1]})
	}
	return e
}

func TestANightIsWrittenWithItsTotalsOrNotAtAll(t *testing.T) {
	start, loc := at(t, "2024-03-01 23:00:00")
	whole := &person{entries: []health.Entry{night(start, "light (s)", "12000", "deep (s)", "5400", "Average heart rate", "55", "Notes", "slept well")}}
	whole.add("sleep_light", nights, start, 7*3600, "12000", health.Second, loc)
	whole.add("sleep_deep", nights, start, 7*3600, "5400", health.Second, loc)
	files, _ := export(t, whole, options(health.USUnits, losAngeles))
	const row = `2024-03-01T23:00:00-08:00,2024-03-02T06:00:00-08:00,12000,5400,,,,,,,,55,,,,"slept well"`
	if !strings.HasSuffix(files["sleep.csv"], "\n"+row+"\n") || files["vitalkeep_samples.csv"] != lines(samplesHead) {
		t.Errorf("sleep.csv holds %q, vitalkeep_samples.csv %q", files["sleep.csv"], files["vitalkeep_samples.csv"])
	}
	for name, p := range map[string]*person{
		"a total has another value": {entries: []health.Entry{night(start, "light (s)", "11999", "deep (s)", "5400")}, readings: whole.readings},
		"a total is missing":        {entries: whole.entries, readings: whole.readings[:1]},
		"a pulse of 0":              {entries: []health.Entry{night(start, "Heart rate (min)", "0")}},
		"fields in another order":   {entries: []health.Entry{night(start, "deep (s)", "0", "light (s)", "0")}},
		"a field without a column":  {entries: []health.Entry{night(start, "dreams", "3")}},
		"a formula":                 {entries: []health.Entry{night(start, "Notes", "=1+1")}},
	} {
		files, report := export(t, p, options(health.USUnits, losAngeles))
		if strings.Count(files["sleep.csv"], "\n") != 1 {
			t.Errorf("%s: sleep.csv holds %q", name, files["sleep.csv"])
		}
		if got := strings.Count(files["vitalkeep_samples.csv"], "\n") - 1; got != len(p.readings) {
			t.Errorf("%s: %d of %d samples are in vitalkeep_samples.csv", name, got, len(p.readings))
		}
		if got := strings.Count(files["vitalkeep_entries.csv"], "\n") - 1; got != 1 || report.Entries != 1 {
			t.Errorf("%s: %d entries are in vitalkeep_entries.csv, report %+v", name, got, report)
		}
	}
}

func TestEntriesKeepAllTheirFields(t *testing.T) {
	start, loc := at(t, "2024-03-01 18:00:00")
	offset := health.OffsetAt(start, loc)
	p := &person{entries: []health.Entry{
		{Kind: health.ECG, Source: spots, Key: "Electrocardiogram", Start: start, Duration: 30000, Offset: offset, Fields: []health.Field{
			{Name: "type", Text: "Electrocardiogram"}, {Name: "frequency", Text: "300"}, {Name: "duration", Text: "30"}, {Name: "signal", Text: "1,-2,3"},
		}},
		{Kind: health.Note, Source: spots, Key: "notes", Start: start, Offset: offset, Fields: []health.Field{{Name: "texts", Text: "two\nlines"}}},
		{Kind: health.Note, Source: "sample:spot", Key: "=2+3", Start: start, Offset: offset, Fields: []health.Field{{Name: "texts", Text: "<&> \"x\"\r\n"}}},
	}}
	files, report := export(t, p, options(health.USUnits, losAngeles))
	if got := files["signal.csv"]; !strings.HasSuffix(got, "\n2024-03-01T18:00:00-08:00,Electrocardiogram,300,30,,\"1,-2,3\",,,\n") {
		t.Errorf("signal.csv holds %q", got)
	}
	if got := files["note.csv"]; !strings.HasSuffix(got, "\n\"2024-03-01 18:00:00\",,,\"two\nlines\"\n") {
		t.Errorf("note.csv holds %q", got)
	}
	if got := files["vitalkeep_entries.csv"]; !strings.Contains(got, `"[[""texts"",""<&> \""x\""\r\n""]]"`) {
		t.Errorf("vitalkeep_entries.csv holds %q", got)
	}
	if report.Entries != 3 {
		t.Errorf("report %+v", report)
	}
}

func TestNoTextBeginsAFormula(t *testing.T) {
	start, loc := at(t, "2024-03-01 18:00:00")
	for _, text := range []string{"=1+1", "+49", "-3", "@here", " =1", "\t=1", "\n=1", "\r=1", "trailing "} {
		p := &person{entries: []health.Entry{{
			Kind: health.Note, Source: spots, Key: "weight", Start: start, Offset: health.OffsetAt(start, loc),
			Fields: []health.Field{{Name: "Comments", Text: text}},
		}}}
		files, _ := export(t, p, options(health.USUnits, losAngeles))
		if strings.Count(files["weight.csv"], "\n") != 1 {
			t.Errorf("%q stands in weight.csv", text)
		}
		if !strings.Contains(files["vitalkeep_entries.csv"], `"[[""Comments"",`) {
			t.Errorf("%q is lost: %q", text, files["vitalkeep_entries.csv"])
		}
	}
}

func TestTheSameDataGivesTheSameBytes(t *testing.T) {
	p := &person{}
	start, loc := at(t, "2024-03-01 07:00:00")
	for i := range int64(3000) {
		p.add("weight", spots, start+i*3600_000, 0, "170.4", health.Pound, loc)
		p.add("co2", "sample:room", start+i*3600_000, 0, "500", health.PartPerMillion, loc)
	}
	first, a := export(t, p, options(health.USUnits, losAngeles))
	second, b := export(t, p, options(health.USUnits, losAngeles))
	if a.Bytes != b.Bytes || a.Samples != 6000 {
		t.Errorf("reports %+v and %+v", a, b)
	}
	for name, text := range first {
		if second[name] != text {
			t.Errorf("%s differs", name)
		}
	}
	rows := strings.Split(strings.TrimSpace(first["weight.csv"]), "\n")[1:]
	for i := 1; i < len(rows); i++ {
		if rows[i] >= rows[i-1] {
			t.Fatalf("row %d is not older than the one above it", i+2)
		}
	}
}

func TestProgressEndsAtTheTotal(t *testing.T) {
	p := &person{}
	start, loc := at(t, "2024-03-01 07:00:00")
	p.add("weight", spots, start, 0, "170.4", health.Pound, loc)
	p.add("co2", "sample:room", start, 0, "500", health.PartPerMillion, loc)
	opts := options(health.USUnits, losAngeles)
	var done, total int64
	opts.Progress = func(d, t int64) { done, total = d, t }
	if _, err := exporters.Export(t.Context(), format(t), p, t.TempDir()+"/x.zip", opts); err != nil {
		t.Fatal(err)
	}
	if done != 2 || total != 2 {
		t.Errorf("progress ended at %d of %d", done, total)
	}
}
