package importers

import (
	"errors"
	"testing"

	"vitalkeep/health"
)

func TestFilesOfTheArchive(t *testing.T) {
	cases := []struct {
		name, file, content string
		samples, rejects    []string
	}{
		{
			"pounds stay pounds and empty cells are no values", "weight.csv",
			"Date,\"Weight (lb)\",\"Fat mass (lb)\",\"Bone mass (lb)\",\"Muscle mass (lb)\",\"Hydration (lb)\",Comments\n" +
				"\"2024-07-01 06:30:00\",152,31.5,,,,\n",
			[]string{
				"weight withings:export 2024-07-01T06:30:00-07:00 152 lb @2",
				"fat_mass withings:export 2024-07-01T06:30:00-07:00 31.5 lb @2",
			},
			nil,
		},
		{
			"a pulse alone is no blood pressure", "bp.csv",
			"Date,\"Heart rate\",Systolic,Diastolic,Comments\n\"2024-01-02 07:00:00\",61,,,\n\"2024-01-01 07:00:00\",60,120,80,\n\"2023-12-31 07:00:00\",,121,,\n\"2023-12-30 07:00:00\",,80,120,\n",
			[]string{
				"heart_rate withings:export 2024-01-02T07:00:00-08:00 61 1/min @2",
				"heart_rate withings:export 2024-01-01T07:00:00-08:00 60 1/min @3",
				"systolic withings:export 2024-01-01T07:00:00-08:00 120 mmHg @3",
				"diastolic withings:export 2024-01-01T07:00:00-08:00 80 mmHg @3",
			},
			[]string{"bp.csv:4 Diastolic: " + reasonHalfPressure, "bp.csv:5 Systolic: " + reasonUpsidePressure},
		},
		{
			"a day total belongs to a day of 23, 24 or 25 hours", "aggregates_steps.csv",
			"date,value\n2024-11-03,9000\n2024-03-10,8000\n2024-03-09,7000\n",
			[]string{
				"steps withings:daily 2024-11-03T00:00:00-07:00 90000s 9000 count @2",
				"steps withings:daily 2024-03-10T00:00:00-08:00 82800s 8000 count @3",
				"steps withings:daily 2024-03-09T00:00:00-08:00 86400s 7000 count @4",
			},
			nil,
		},
		{
			"a stream starts each sample when those before have passed", "raw_tracker_steps.csv",
			"start,duration,value\n2024-07-01T17:00:00+02:00,\"[60,30]\",\"[10,20]\"\n2024-07-01T16:00:00+02:00,[60],[5]\n",
			[]string{
				"steps withings:tracker 2024-07-01T08:00:00-07:00 60s 10 count @2",
				"steps withings:tracker 2024-07-01T08:01:00-07:00 30s 20 count @2",
				"steps withings:tracker 2024-07-01T07:00:00-07:00 60s 5 count @3",
			},
			nil,
		},
		{
			"feet and inches are inches", "height.csv",
			"Date,\"Height (in)\",Comments\n\"2024-01-01 08:00:00\",\"5' 10''\",\n",
			[]string{"height withings:export 2024-01-01T08:00:00-08:00 70 in @2"},
			nil,
		},
		{
			"heights in feet and inches that are none", "height.csv",
			"Date,\"Height (in)\",Comments\n\"2024-01-01 08:00:00\",\"5' 12''\",\n\"2024-01-02 08:00:00\",\"9' 11''\",\n\"2024-01-03 08:00:00\",71.5,\n\"2024-01-04 08:00:00\",,\n",
			[]string{"height withings:export 2024-01-03T08:00:00-08:00 71.5 in @4"},
			[]string{
				"height.csv:2 Height (in): not a height in feet and inches, such as 5' 10''",
				"height.csv:3 Height (in): outside what is possible for height: 0.2 to 3 m",
				"height.csv:5 Height (in): " + reasonNothing,
			},
		},
		{
			"local times that a clock change skipped or doubled", "pwv.csv",
			"date,value\n\"2024-03-10 02:30:00\",7.1\n\"2024-11-03 01:30:00\",7.2\n\"2024-11-03 02:30:00\",7.3\n\"2024-11-31 02:30:00\",7.4\n",
			[]string{"pulse_wave_velocity withings:export 2024-11-03T02:30:00-08:00 7.3 m/s @4"},
			[]string{"pwv.csv:2 date: " + reasonSkippedWall, "pwv.csv:3 date: " + reasonTwiceWall, "pwv.csv:5 date: " + reasonNoWall},
		},
		{
			"dashboards of 2014 and 2016", "weight.csv",
			"\"Date\",\"Gewicht (kg)\",\"Fettmasse (kg)\",\"Fettfreier Anteil (kg)\",\"Kommentare\"\n\"2014-02-13 6:04 Uhr\",80.1,16.0,64.1,\n\"2016-05-31 6:36 AM\",79.0,,,\n\"2016-05-31 12:06 PM\",79.1,,,\n\"2016-05-31 13:06 PM\",79.1,,,\n",
			[]string{
				"weight withings:export 2014-02-13T06:04:00-08:00 80.1 kg @2",
				"fat_mass withings:export 2014-02-13T06:04:00-08:00 16.0 kg @2",
				"fat_free_mass withings:export 2014-02-13T06:04:00-08:00 64.1 kg @2",
				"weight withings:export 2016-05-31T06:36:00-07:00 79.0 kg @3",
				"weight withings:export 2016-05-31T12:06:00-07:00 79.1 kg @4",
			},
			[]string{"weight.csv:5 Date: " + reasonNoWall},
		},
		{
			"a language that is not known, confirmed by its units", "weight.csv",
			"Päiväys,\"Paino (st)\",\"R (lb)\",\"L (kg)\",\"X (kg)\",\"N (kg)\",Muu\n\"2024-07-01 06:30:00\",11.2,30,,,,\n",
			[]string{
				"weight withings:export 2024-07-01T06:30:00-07:00 11.2 st @2",
				"fat_mass withings:export 2024-07-01T06:30:00-07:00 30 lb @2",
			},
			nil,
		},
		{
			"one bad cell costs itself only", "weight.csv",
			"Date,\"Weight (kg)\",\"Fat mass (kg)\",Comments\n\"2024-07-01 06:30:00\",77.2,abc,\n\"2024-07-02 06:30:00\",7700,16,\n\"2024-07-03 06:30:00\",,,\n",
			[]string{
				"weight withings:export 2024-07-01T06:30:00-07:00 77.2 kg @2",
				"fat_mass withings:export 2024-07-02T06:30:00-07:00 16 kg @3",
			},
			[]string{
				"weight.csv:2 Fat mass (kg): " + reasonNotANumber,
				"weight.csv:3 Weight (kg): outside what is possible for weight: 0.2 to 700 kg",
				"weight.csv:4 : " + reasonNothing,
			},
		},
		{
			"Fahrenheit stays Fahrenheit", "body_temperature.csv",
			"date,\"value (°F)\"\n\"2024-07-01 06:30:00\",99.1\n\"2024-07-01 06:31:00\",37\n",
			[]string{"body_temperature withings:export 2024-07-01T06:30:00-07:00 99.1 degF @2"},
			[]string{"body_temperature.csv:3 value (°F): outside what is possible for body temperature: 13 to 47 °C"},
		},
		{
			"other.csv with ragged rows, thousands and places of the body", "other.csv",
			"type,date,value,unit,position\nFAT_FREE_MASS,\"2024-07-01 06:30:00\",61,\n\"Visceral Fat\",\"2024-07-01 06:30:00\",3\n\"Muscle Mass for segments\",\"2024-07-01 06:30:00\",3.0,,\"Left Arm\"\n" +
				"\"Basal Metabolic Rate (BMR)\",\"2024-07-01 06:30:00\",\"1,356\",\nBMI,\"2024-07-01 06:30:00\",\"1,35\",\n\"Menstruation flow\",\"2024-07-01 06:30:00\",light,\nFAT_PERCENT,\"2024-07-01 06:30:00\",22,%,\nBMI,\"2024-07-01 06:30:00\",24,kg,\n,\"2024-07-01 06:30:00\",24,\n",
			[]string{
				"fat_free_mass withings:other 2024-07-01T06:30:00-07:00 61 kg @2",
				"raw_other_visceral_fat withings:other 2024-07-01T06:30:00-07:00 3 @3",
				"raw_other_muscle_mass_for_segments_left_arm withings:other 2024-07-01T06:30:00-07:00 3.0 @4",
				"raw_other_basal_metabolic_rate_bmr withings:other 2024-07-01T06:30:00-07:00 1356 @5",
				"fat_ratio withings:other 2024-07-01T06:30:00-07:00 22 % @8",
			},
			[]string{
				"other.csv:6 value: " + reasonDecimalComma,
				"other.csv:7 value: " + reasonNotANumber,
				"other.csv:9 type: its unit does not fit its type",
				"other.csv:10 type: it names no type",
			},
		},
		{
			"nights: stages all 0 are a length only", "sleep.csv",
			"von,bis,\"leicht (s)\",\"tief (s)\",\"rem (s)\",\"wach (s)\",Aufwachen,\"Duration to sleep (s)\",\"Duration to wake up (s)\",\"Snoring (s)\",\"Snoring episodes\",\"Average heart rate\",\"Heart rate (min)\",\"Heart rate (max)\"\n" +
				"2020-10-11T02:04:00+02:00,2020-10-11T09:59:00+02:00,15780,5340,0,2460,1,1320,720,1140,1,0,0,0\n" +
				"2020-10-12T02:04:00+02:00,2020-10-12T09:59:00+02:00,0,0,0,0,0,0,0,0,0,68,55,82\n2020-10-13T02:04:00+02:00,2020-10-13T01:59:00+02:00,0,0,0,0,0,0,0,0,0,68,55,82\n",
			[]string{
				"sleep_light withings:nights 2020-10-11T02:04:00+02:00 28500s 15780 s @2",
				"sleep_deep withings:nights 2020-10-11T02:04:00+02:00 28500s 5340 s @2",
				"sleep_rem withings:nights 2020-10-11T02:04:00+02:00 28500s 0 s @2",
				"sleep_awake withings:nights 2020-10-11T02:04:00+02:00 28500s 2460 s @2",
				"sleep_wakeups withings:nights 2020-10-11T02:04:00+02:00 28500s 1 count @2",
			},
			[]string{"sleep.csv:4 bis: " + reasonEndBefore},
		},
		{
			"lists that do not fit, absurd values and missing ones", "raw_location_latitude.csv",
			"start,duration,value\n2024-07-01T17:00:00+02:00,\"[15,15]\",\"[34.0521,657.1]\"\n2024-07-01T17:10:00+02:00,\"[15,15]\",[34]\n2024-07-01T17:20:00+02:00,\"[15,15]\",\"[null,1e1]\"\n" +
				"2024-07-01 17:00,[15],[34]\n2024-07-01T17:30:00+02:00,[15,[34]\n2024-07-01T17:30:00+02:00,[-15],[34]\n2024-07-01T17:30:00+02:00,15,[34]\n2024-07-01T17:30:00+02:00,[],[]\n2024-07-01T17:30:00+02:00,\"[15,15]\",\"[1,x]\"\n",
			[]string{
				"raw_location_latitude withings:location 2024-07-01T08:00:00-07:00 15s 34.0521 @2",
				"raw_location_latitude withings:location 2024-07-01T08:20:15-07:00 15s 10 @4",
			},
			[]string{
				"raw_location_latitude.csv:2 value: 1 of 2 values left out: outside -90 to 90 degrees",
				"raw_location_latitude.csv:3 value: 2 durations but 1 value: which belongs to which is not known",
				"raw_location_latitude.csv:5 start: " + reasonNoTime,
				"raw_location_latitude.csv:6 duration: " + reasonNoArray,
				"raw_location_latitude.csv:7 duration: a duration is negative, missing, finer than a millisecond or longer than a year",
				"raw_location_latitude.csv:8 duration: " + reasonNoArray,
				"raw_location_latitude.csv:10 value: " + reasonBadElement,
			},
		},
		{
			"years in which nobody measured anything: recordings", "raw_tracker_steps.csv",
			"start,duration,value\n0001-01-01T00:00:00Z,[60],[5]\n9999-12-31T00:00:00Z,[60],[5]\n", nil,
			[]string{"raw_tracker_steps.csv:2 start: " + reasonNoSuchYear, "raw_tracker_steps.csv:3 start: " + reasonNoSuchYear},
		},
		{
			"years in which nobody measured anything: single values", "pwv.csv",
			"date,value\n0001-01-01 07:00:00,6.1\n9999-12-31 07:00:00,6.1\n", nil,
			[]string{"pwv.csv:2 date: " + reasonNoSuchYear, "pwv.csv:3 date: " + reasonNoSuchYear},
		},
		{
			"years in which nobody measured anything: days", "aggregates_steps.csv",
			"date,value\n0001-01-01,6\n9999-12-31,6\n", nil,
			[]string{"aggregates_steps.csv:2 date: " + reasonNoSuchYear, "aggregates_steps.csv:3 date: " + reasonNoSuchYear},
		},
		{
			"several values per duration of an unknown stream", "raw_tracker_Classification features (formerly steps down).csv",
			"start,duration,value\n2024-07-01T17:00:00+02:00,\"[60,60]\",\"[1,2,3,4]\"\n2024-07-01T17:10:00+02:00,[60],[5]\n",
			[]string{
				"raw_tracker_classification_features_formerly_steps_down_1 withings:tracker 2024-07-01T08:00:00-07:00 60s 1 @2",
				"raw_tracker_classification_features_formerly_steps_down_2 withings:tracker 2024-07-01T08:00:00-07:00 60s 2 @2",
				"raw_tracker_classification_features_formerly_steps_down_1 withings:tracker 2024-07-01T08:01:00-07:00 60s 3 @2",
				"raw_tracker_classification_features_formerly_steps_down_2 withings:tracker 2024-07-01T08:01:00-07:00 60s 4 @2",
				"raw_tracker_classification_features_formerly_steps_down withings:tracker 2024-07-01T08:10:00-07:00 60s 5 @3",
			},
			nil,
		},
		{
			"a known stream never has several values per duration", "raw_tracker_steps (1).csv",
			"start,duration,value\n2024-07-01T17:00:00+02:00,[60],\"[1,2]\"\n",
			nil,
			[]string{"raw_tracker_steps (1).csv:2 value: 1 duration but 2 values: which belongs to which is not known"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m, rep, err := readFile(t, c.file, c.content)
			if err != nil {
				t.Fatal(err)
			}
			same(t, "samples", m.lines(), c.samples)
			same(t, "rejects", m.refused(), c.rejects)
			if rep.Samples != len(c.samples) || rep.Rejected != len(c.rejects) {
				t.Errorf("report counts %d samples and %d rejected", rep.Samples, rep.Rejected)
			}
		})
	}
}

func TestStreamNames(t *testing.T) {
	for name, want := range map[string]string{
		"raw_sleep-monitor_hr":                                 "heart_rate withings:bed",
		"raw_bed_HR RMS SD":                                    "hrv_rmssd withings:bed",
		"raw_heart_rate_variability_HR SD NN":                  "hrv_sdnn withings:heart_rate_variability",
		"raw_core_body_temperature_Core body temperature":      "body_temperature withings:core_body_temperature",
		"raw_hr_skin temperature":                              "skin_temperature withings:hr",
		"raw_spo2_auto_spo2":                                   "spo2 withings:spo2",
		"raw_spo2_quality_score":                               "raw_spo2_quality_score withings:spo2",
		"raw_elevation_Elevation":                              "raw_elevation_elevation withings:elevation",
		"raw_tracker_elevation":                                "floors withings:tracker",
		"raw_import_Respiratory rate":                          "respiratory_rate withings:import",
		"raw_swim_lap-pool":                                    "swim_laps withings:swim",
		"raw_newthing":                                         "raw_newthing withings:newthing",
		"raw_walking_asymmetry_Vasistas type walking asymetry": "raw_walking_asymmetry_vasistas_type_walking_asymetry withings:walking_asymmetry",
	} {
		s := streamOf(cleanName(name + ".csv"))
		if got := string(s.metric.ID) + " " + string(s.source); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

// A name that the catalogue does not have would give an empty metric.
func TestTablesNameMetricsOfTheCatalogue(t *testing.T) {
	var ids []health.MetricID
	for _, r := range rawMeasures {
		ids = append(ids, r.metric)
		if metric(r.metric).Unit.Canonical() != r.unit.Canonical() {
			t.Errorf("%s is not in %s", r.metric, r.unit)
		}
	}
	for _, o := range otherTypes {
		ids = append(ids, o.metric)
		if metric(o.metric).Unit.Canonical() != o.unit.Canonical() {
			t.Errorf("%s is not in %s", o.metric, o.unit)
		}
	}
	for _, d := range dayTotals {
		ids = append(ids, d.metric)
	}
	for _, n := range nightTotals {
		ids = append(ids, n.metric)
	}
	for _, id := range append(ids, "weight", "fat_mass", "bone_mass", "muscle_mass", "water_mass", "fat_free_mass", "height", "heart_rate", "systolic", "diastolic", "body_temperature", "spo2", "pulse_wave_velocity") {
		if m, ok := health.Lookup(id); !ok || m.Generic {
			t.Errorf("%s is not in the catalogue", id)
		}
	}
}

func TestEntriesKeepWhatTheRowSays(t *testing.T) {
	m, _, err := readFile(t, "activities.csv", "de,à,\"de (manuel)\",\"à (manuel)\",\"Fuseau horaire\",\"Type d'activité\",Données,GPS,Modifié\n"+
		"2024-07-01T17:00:00+02:00,2024-07-01T17:30:00+02:00,,,Europe/Paris,Marche,\"{\"\"steps\"\":3000, \"\"hr\"\":-1}\",\"{\"\"avg_speed\"\":1.4}\",2024-07-01T18:00:00+02:00\n")
	if err != nil || len(m.entries) != 1 {
		t.Fatal(err, m.refused())
	}
	e := m.entries[0]
	if e.Kind != health.Workout || e.Key != "Marche" || e.Duration != 1800_000 || e.Offset != 7200 || e.Origin.Row != 2 {
		t.Errorf("%+v", e)
	}
	for name, want := range map[string]string{
		"Data": `{"steps":3000, "hr":-1}`, "GPS": `{"avg_speed":1.4}`, "Activity type": "Marche",
		"Timezone": "Europe/Paris", "Modified": "2024-07-01T18:00:00+02:00", "from": "",
	} {
		if got := e.Field(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	m, _, err = readFile(t, "signal.csv", "date,type,frequency,duration,wearposition,signal,doctor_assessment,doctor_name,checkup_date\n2024-07-01T17:00:00+02:00,Electrocardiogram,300,30,1,\"1,2,-3\",,,\n")
	if err != nil || len(m.entries) != 1 {
		t.Fatal(err, m.refused())
	}
	if e := m.entries[0]; e.Kind != health.ECG || e.Duration != 30_000 || e.Offset != -7*3600 || e.Field("signal") != "1,2,-3" {
		t.Errorf("%+v", e)
	}
	m, _, err = readFile(t, "sleep.csv", specimenOf(t, "sleep.csv"))
	if err != nil || len(m.entries) != 1 {
		t.Fatal(err, m.refused())
	}
	if e := m.entries[0]; e.Kind != health.SleepNight || e.Field("wake up") != "2" || e.Field("Average heart rate") != "57" {
		t.Errorf("%+v", e)
	}
	m, _, err = readFile(t, "weight.csv", specimenOf(t, "weight.csv"))
	if err != nil || len(m.entries) != 1 {
		t.Fatal(err, m.refused())
	}
	if e := m.entries[0]; e.Kind != health.Note || e.Key != "weight" || e.Field("Comments") != `after "lunch", late` {
		t.Errorf("%+v", e)
	}
}

func TestPersonalFilesAreNeverHandedOver(t *testing.T) {
	for _, name := range []string{"account.csv", "user.csv", "user_survey.csv", "devices.csv"} {
		m, _, err := readFile(t, name, "email,timezone\nsomebody@example.com,Europe/Paris\n")
		if !errors.Is(err, ErrUnknownFormat) || len(m.files)+len(m.samples)+len(m.entries)+len(m.rejects) > 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func specimenOf(t testing.TB, file string) string {
	t.Helper()
	for _, s := range specimens {
		if s.file == file {
			return s.content
		}
	}
	t.Fatalf("no specimen of %s", file)
	return ""
}
