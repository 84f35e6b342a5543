package importers

import (
	"context"
	"testing"

	"vitalkeep/health"
)

func TestLosslessSamples(t *testing.T) {
	const header = "metric,source,start,duration_s,value,unit\n"
	m, _, err := readFile(t, SamplesFile, header+
		"weight,withings:export,2024-07-01T06:30:00+05:30,0,180.0,lb\n"+
		"raw_hr_heart_rate_level,withings:hr,1959-12-31T23:59:59.001-00:00,0.25,-3.50,\n"+
		"spo2,manual:by hand,2024-07-01T06:30:00Z,0,0.97,1\n"+
		"nonsense,withings:export,2024-07-01T06:30:00+05:30,0,1,\n"+
		"weight,withings,2024-07-01T06:30:00+05:30,0,80,kg\n"+
		"weight,a:b,2024-07-01 06:30:00,0,80,kg\n"+
		"weight,a:b,2024-07-01T06:30:00+05:30,-1,80,kg\n"+
		"weight,a:b,2024-07-01T06:30:00+05:30,0,8e1,kg\n"+
		"weight,a:b,2024-07-01T06:30:00+05:30,0,80,mmHg\n"+
		"weight,a:b,2024-07-01T06:30:00+05:30,0,80,KG\n"+
		"weight,a:b,2024-07-01T06:30:00+05:30,0,8000,kg\n"+
		"weight,a:b,2024-07-01T06:30:00+05:30,0,80\n"+
		"weight,a:b,2024-07-01T06:30:00+05:30,0,80,kg") // cut off
	if err != nil {
		t.Fatal(err)
	}
	same(t, "samples", m.lines(), []string{
		"weight withings:export 2024-07-01T06:30:00+05:30 180.0 lb @2",
		"raw_hr_heart_rate_level withings:hr 1959-12-31T23:59:59+00:00 0.25s -3.50 @3",
		"spo2 manual:by hand 2024-07-01T06:30:00+00:00 0.97 1 @4",
	})
	if ms := m.samples[1].Start; ms%1000+1000 != 1 {
		t.Errorf("milliseconds are lost: %d", ms)
	}
	same(t, "rejects", m.refused(), []string{
		SamplesFile + ":5 metric: this metric is not known; it may be from a newer version of Vitalkeep",
		SamplesFile + ":6 source: " + reasonSource,
		SamplesFile + ":7 start: " + reasonNoTime,
		SamplesFile + ":8 duration_s: " + reasonDuration,
		SamplesFile + ":9 value: " + reasonNotANumber,
		SamplesFile + ":10 unit: this unit does not belong to the metric",
		SamplesFile + ":11 unit: this unit does not belong to the metric",
		SamplesFile + ":12 value: outside what is possible for weight: 0.2 to 700 kg",
		SamplesFile + ":13 : has 5 columns instead of 6",
		SamplesFile + ":14 : " + reasonCut,
	})
}

func TestSourcesOfAnImportAreNotWithoutEnd(t *testing.T) {
	lim := defaultLimits
	lim.series = 3
	samples := "metric,source,start,duration_s,value,unit\n"
	for _, s := range []string{"a:1", "a:2", "a:3", "a:1", "a:4", "a:2", "a:5"} {
		samples += "weight," + s + ",2024-07-01T06:30:00+05:30,0,80,kg\n"
	}
	entries := "kind,source,key,start,duration_s,fields\nnote,a:1,k,2024-07-01T06:30:00+05:30,0,[]\nnote,a:2,k,2024-07-01T06:30:00+05:30,0,[]\n"
	var m memory
	rep, err := readLimited(context.Background(), []string{put(t, EntriesFile, entries), put(t, SamplesFile, samples)}, Options{}, &m, lim)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "rejects", m.refused(), []string{
		SamplesFile + ":3 : " + reasonSeries, SamplesFile + ":4 : " + reasonSeries, SamplesFile + ":6 : " + reasonSeries,
		SamplesFile + ":7 : " + reasonSeries, SamplesFile + ":8 : " + reasonSeries,
	})
	if rep.Samples != 2 || len(m.samples) != 2 || rep.Entries != 2 || rep.Rejected != 5 {
		t.Errorf("%d samples, %d entries and %d rejects", rep.Samples, rep.Entries, rep.Rejected)
	}
}

func TestLosslessEntries(t *testing.T) {
	const header = "kind,source,key,start,duration_s,fields\n"
	m, _, err := readFile(t, EntriesFile, header+
		"workout,withings:workouts,\"Walk, slow\",2024-07-01T06:30:00.5+00:09:21,1800.5,\"[[\"\"Data\"\",\"\"{\\\"\"a\\\"\":1}\"\"],[\"\"Data\"\",\"\"\"\"]]\"\n"+
		"note,manual:hand,,2024-07-01T06:30:00+02:00,0,[]\n"+
		"unknown,manual:hand,,2024-07-01T06:30:00+02:00,0,[]\n"+
		"note,manual:hand,,2024-07-01T06:30:00+02:00,0,null\n"+
		"note,manual:hand,,2024-07-01T06:30:00+02:00,0,\"[[\"\"a\"\"]]\"\n"+
		"note,manual:hand,,2024-07-01T06:30:00+02:00,0,[]x\n"+
		"note,manual:hand,,2024-07-01T06:30:00+02:00,x,[]\n"+
		"note,manual:hand,,2024-07-01,0,[]\n"+
		"note,hand,,2024-07-01T06:30:00+02:00,0,[]\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(m.entries) != 2 {
		t.Fatalf("%d entries", len(m.entries))
	}
	e := m.entries[0]
	if e.Kind != health.Workout || e.Source != "withings:workouts" || e.Key != "Walk, slow" || e.Offset != 561 ||
		e.Start%1000 != 500 || e.Duration != 1800_500 || len(e.Fields) != 2 ||
		e.Fields[0] != (health.Field{Name: "Data", Text: `{"a":1}`}) || e.Fields[1] != (health.Field{Name: "Data"}) {
		t.Errorf("%+v", e)
	}
	if got := m.refused(); len(got) != 7 {
		t.Errorf("rejects %v", got)
	}
}
