package importers

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vitalkeep/health"
)

// samsungCSV is a table of that type.
func samsungCSV(kind, header string, rows ...string) string {
	return kind + ",7006003,12\r\n" + header + "\r\n" + strings.Join(rows, "")
}

// The tables of a small export. 2024-05-01 06:00 in UTC is 08:00 with UTC+0200.
var (
	samsungWeights = samsungCSV(
		"com.samsung.health.weight", "start_time,weight,body_fat,comment,time_offset,pkg_name,datauuid,",
		"2024-05-01 06:00:00.000,77.4,21.3,\"after\r\nlunch\",UTC+0200,com.sec.android.app.shealth,w1,\r\n",
		"2024-05-02 06:00:00.500,77.1,0.0,,UTC+0200,com.sec.android.app.shealth,w2,\r\n",
		"2024-05-03 06:00:00.000,76.9,,,UTC+0200,com.example.scale,w3,\r\n",
	)
	samsungHearts = samsungCSV(
		"com.samsung.shealth.tracker.heart_rate",
		"\xef\xbb\xbfsource,tag_id,com.samsung.health.heart_rate.start_time,com.samsung.health.heart_rate.end_time,com.samsung.health.heart_rate.binning_data,com.samsung.health.heart_rate.time_offset,com.samsung.health.heart_rate.pkg_name,com.samsung.health.heart_rate.heart_rate,",
		",21312,2024-05-01 06:10:00.000,2024-05-01 06:10:00.000,,UTC+0200,com.sec.android.app.shealth,71.0,\r\n",
		",21313,2024-05-01 07:00:00.000,2024-05-01 07:59:59.000,a.com.samsung.health.heart_rate.binning_data.json,UTC+0200,com.sec.android.app.shealth,66.0,\r\n",
		",21313,2024-05-01 08:00:00.000,2024-05-01 08:59:59.000,gone.com.samsung.health.heart_rate.binning_data.json,UTC+0200,com.sec.android.app.shealth,64.0,\r\n",
	)
	samsungPressures = samsungCSV(
		"com.samsung.shealth.blood_pressure",
		"com.samsung.health.blood_pressure.start_time,com.samsung.health.blood_pressure.systolic,com.samsung.health.blood_pressure.diastolic,com.samsung.health.blood_pressure.pulse,com.samsung.health.blood_pressure.time_offset,",
		"2024-05-01 06:20:00.000,121.0,79.0,61,UTC+0200,\r\n",
	)
	samsungNights = samsungCSV(
		"com.samsung.shealth.sleep",
		"sleep_score,efficiency,com.samsung.health.sleep.start_time,com.samsung.health.sleep.end_time,com.samsung.health.sleep.time_offset,com.samsung.health.sleep.datauuid,",
		"72,91.0,2024-04-30 21:00:00.000,2024-05-01 05:00:00.000,UTC+0200,night-1,\r\n",
	)
	samsungStages = samsungCSV(
		"com.samsung.health.sleep_stage", "start_time,sleep_id,stage,time_offset,end_time,",
		"2024-04-30 21:00:00.000,night-1,40002,UTC+0200,2024-04-30 23:00:00.000,\r\n",
		"2024-04-30 23:00:00.000,night-1,40003,UTC+0200,2024-05-01 01:00:00.000,\r\n",
		"2024-05-01 01:00:00.000,night-1,40004,UTC+0200,2024-05-01 04:30:00.000,\r\n",
		"2024-05-01 04:30:00.000,night-1,40001,UTC+0200,2024-05-01 05:00:00.000,\r\n",
	)
	samsungWorkouts = samsungCSV(
		"com.samsung.shealth.exercise",
		"title,com.samsung.health.exercise.start_time,com.samsung.health.exercise.end_time,com.samsung.health.exercise.exercise_type,com.samsung.health.exercise.duration,com.samsung.health.exercise.distance,com.samsung.health.exercise.time_offset,",
		",2024-05-01 16:00:00.000,2024-05-01 16:40:00.000,1002,2400000,7012.5,UTC+0200,\r\n",
		"Climbing,2024-05-02 16:00:00.000,2024-05-02 17:00:00.000,9999,3600000,,UTC+0200,\r\n",
	)
	samsungDays = samsungCSV(
		"com.samsung.shealth.step_daily_trend", "source_type,count,distance,day_time,",
		"0,5000,3900.5,1714521600000,\r\n", "-2,8213,6100.25,1714521600000,\r\n", "15,3213,2199.75,1714521600000,\r\n", "-2,4000,3000,1714608000000,\r\n",
	)
	samsungRecording = fmt.Sprintf(`[{"heart_rate":64.0,"heart_rate_max":66.0,"heart_rate_min":61.0,"start_time":%d,"end_time":%d},{"heart_rate":67.0,"start_time":%d,"end_time":%d}]`,
		may1+7*3600_000, may1+7*3600_000+59_999, may1+7*3600_000+60_000, may1+7*3600_000+119_999)
	samsungProfile = samsungCSV("com.samsung.health.user_profile", "text_value,key,", "19800203,birth_date,\r\n", "DEU,country,\r\n")
)

// samsungExportOf is an archive as Samsung Health makes it.
func samsungExportOf(t testing.TB, recording string) string {
	t.Helper()
	const at = "samsunghealth_ann_20240520120000/"
	table := func(kind string) string { return at + kind + ".20240520120000.csv" }
	return string(packed(
		t,
		table("com.samsung.health.weight"), samsungWeights, table("com.samsung.shealth.tracker.heart_rate"), samsungHearts,
		table("com.samsung.shealth.blood_pressure"), samsungPressures, table("com.samsung.shealth.sleep"), samsungNights,
		table("com.samsung.health.sleep_stage"), samsungStages, table("com.samsung.shealth.exercise"), samsungWorkouts,
		table("com.samsung.shealth.step_daily_trend"), samsungDays, table("com.samsung.health.user_profile"), samsungProfile,
		table("com.samsung.shealth.mood"), samsungCSV("com.samsung.shealth.mood", "start_time,notes,", "x,\"two\nlines\",\r\n", "y,z,\r\n"),
		table("com.samsung.shealth.tracker.pedometer_day_summary"), samsungCSV("com.samsung.shealth.tracker.pedometer_day_summary", "step_count,day_time,", "9,1,\r\n"),
		at+"jsons/com.samsung.shealth.tracker.heart_rate/a/a.com.samsung.health.heart_rate.binning_data.json", recording,
		at+"jsons/com.samsung.shealth.step_daily_trend/b/b.binning_data.json", `[{"count":3}]`,
	))
}

func TestSamsungExportOfKnownContentIsReadExactly(t *testing.T) {
	path := put(t, "samsunghealth.zip", samsungExportOf(t, samsungRecording))
	rec, err := Detect(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	if rec.Format() != SamsungHealth || rec.Inputs[0].Person.Born.String() != "1980-02-03" {
		t.Errorf("%s of %+v", rec.Format(), rec.Inputs[0].Person)
	}
	same(t, "files that need a zone", rec.NeedsZone, []string{"com.samsung.shealth.step_daily_trend.20240520120000.csv"})
	for _, f := range rec.Inputs[0].Files {
		if f.Assumed != "" {
			t.Errorf("%s assumes %q, although a recording proves it", f.Name, f.Assumed)
		}
		if (f.Skipped != "") != slices.Contains([]string{kindSamsungProfile, kindSamsungTwice, kindSamsungExtra}, f.Kind) {
			t.Errorf("%s, %s: %q", f.Name, f.Kind, f.Skipped)
		}
	}
	var m memory
	rep, err := Read(context.Background(), []string{path}, Options{Zone: zone(t, "Europe/Berlin")}, &m)
	if err != nil {
		t.Fatal(err)
	}
	lines := m.lines()
	slices.Sort(lines)
	want := []string{
		"diastolic samsung:export 2024-05-01T08:20:00+02:00 79.0 mmHg @3",
		"distance samsung:daily 2024-05-01T00:00:00+02:00 86400s 6100.25 m @4",
		"distance samsung:daily 2024-05-02T00:00:00+02:00 86400s 3000 m @6",
		"fat_ratio samsung:export 2024-05-01T08:00:00+02:00 21.3 % @3",
		"heart_rate samsung:export 2024-05-01T08:10:00+02:00 71.0 1/min @3",
		"heart_rate samsung:export 2024-05-01T08:20:00+02:00 61 1/min @3",
		"heart_rate samsung:export 2024-05-01T09:00:00+02:00 59.999s 64.0 1/min @1",
		"heart_rate samsung:export 2024-05-01T09:01:00+02:00 59.999s 67.0 1/min @2",
		"heart_rate samsung:export 2024-05-01T10:00:00+02:00 3599s 64.0 1/min @5",
		"sleep_awake samsung:nights 2024-04-30T23:00:00+02:00 28800s 1800 s @3",
		"sleep_deep samsung:nights 2024-04-30T23:00:00+02:00 28800s 7200 s @3",
		"sleep_light samsung:nights 2024-04-30T23:00:00+02:00 28800s 7200 s @3",
		"sleep_rem samsung:nights 2024-04-30T23:00:00+02:00 28800s 12600 s @3",
		"sleep_stage samsung:nights 2024-04-30T23:00:00+02:00 7200s 1 @3",
		"sleep_stage samsung:nights 2024-05-01T01:00:00+02:00 7200s 2 @4",
		"sleep_stage samsung:nights 2024-05-01T03:00:00+02:00 12600s 3 @5",
		"sleep_stage samsung:nights 2024-05-01T06:30:00+02:00 1800s 0 @6",
		"steps samsung:daily 2024-05-01T00:00:00+02:00 86400s 8213 count @4",
		"steps samsung:daily 2024-05-02T00:00:00+02:00 86400s 4000 count @6",
		"systolic samsung:export 2024-05-01T08:20:00+02:00 121.0 mmHg @3",
		"weight samsung:export 2024-05-01T08:00:00+02:00 77.4 kg @3",
		"weight samsung:export 2024-05-02T08:00:00+02:00 77.1 kg @5",
		"weight samsung:relay/com.example.scale 2024-05-03T08:00:00+02:00 76.9 kg @6",
	}
	same(t, "samples", lines, want)
	same(t, "rejects", m.refused(), []string{"com.samsung.shealth.mood.20240520120000.csv:0 com.samsung.shealth.mood: 2 records of a type that is not understood are left out"})
	var entries []string
	for _, e := range m.entries {
		entries = append(entries, fmt.Sprint(e.Kind, " ", e.Key, " ", e.Duration, " ", e.Fields))
	}
	same(t, "entries", entries, []string{
		"workout Running 2400000 [{Activity type Running} {exercise_type 1002} {duration 2400000} {distance 7012.5}]",
		"workout Exercise 9999 3600000 [{Activity type Exercise 9999} {exercise_type 9999} {title Climbing} {duration 3600000}]",
		"sleep_night  28800000 [{light (s) 7200} {deep (s) 7200} {rem (s) 12600} {awake (s) 1800} {sleep_score 72} {efficiency 91.0}]",
	})
	if rep.Samples != len(want) || rep.Entries != 3 {
		t.Errorf("%d samples, %d entries", rep.Samples, rep.Entries)
	}
}

func TestRecordingsTellWhetherTimesAreInUTC(t *testing.T) {
	shifted := func(hours int64) string {
		return fmt.Sprintf(`[{"heart_rate":64.0,"start_time":%d}]`, may1+(7+hours)*3600_000)
	}
	for _, c := range []struct {
		name, recording, weight string
		assumed                 string
	}{
		{"proved to be in UTC", samsungRecording, "2024-05-01T08:00:00+02:00", ""},
		{"proved to be local", shifted(-2), "2024-05-01T06:00:00+02:00", "are local"},
		{"not proved", shifted(-9), "2024-05-01T08:00:00+02:00", "taken for UTC"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := put(t, "samsunghealth.zip", samsungExportOf(t, c.recording))
			rec, err := Detect(context.Background(), path)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range rec.Inputs[0].Files {
				if f.Kind == kindSamsungNumbers && (c.assumed == "") != (f.Assumed == "") || f.Kind == kindSamsungNumbers && !strings.Contains(f.Assumed, c.assumed) {
					t.Errorf("%s assumes %q", f.Name, f.Assumed)
				}
			}
			var m memory
			if _, err := Read(context.Background(), []string{path}, Options{Zone: zone(t, "Europe/Berlin")}, &m); err != nil {
				t.Fatal(err)
			}
			if lines := m.lines(); !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "weight samsung:export "+c.weight) }) {
				t.Errorf("no weight at %s: %v", c.weight, lines)
			}
		})
	}
}

func TestRecordingsThatContradictEachOtherStopTheTables(t *testing.T) {
	dir := t.TempDir()
	row := func(hour int, bin string) string {
		return fmt.Sprintf("2024-05-01 %02d:00:00.000,2024-05-01 %02d:59:59.000,%s.com.samsung.health.heart_rate.binning_data.json,UTC+0200,66,\n", hour, hour, bin)
	}
	for name, content := range map[string]string{
		"com.samsung.shealth.tracker.heart_rate.1.csv":      samsungCSV("com.samsung.shealth.tracker.heart_rate", "start_time,end_time,binning_data,time_offset,heart_rate,", row(7, "a"), row(9, "b")),
		"a.com.samsung.health.heart_rate.binning_data.json": samsungRecording,
		"b.com.samsung.health.heart_rate.binning_data.json": samsungRecording,
		"com.samsung.health.weight.1.csv":                   samsungWeights,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var m memory
	if _, err := Read(context.Background(), []string{dir}, Options{Zone: zone(t, "Europe/Berlin")}, &m); err != nil {
		t.Fatal(err)
	}
	same(t, "rejects", m.refused(), []string{
		"com.samsung.health.weight.1.csv:0 : " + reasonSamsungContradiction,
		"com.samsung.shealth.tracker.heart_rate.1.csv:0 : " + reasonSamsungContradiction,
	})
	if slices.ContainsFunc(m.samples, func(s health.Reading) bool { return s.Metric != "heart_rate" }) || len(m.samples) != 4 {
		t.Errorf("%v", m.lines())
	}
}

func TestSamsungRowsThatCannotBeUnderstoodAreRefused(t *testing.T) {
	const header = "start_time,end_time,weight,time_offset,"
	good := "2024-05-01 06:00:00.000,,77,UTC+0200,\n"
	for _, c := range []struct{ name, row, column, reason string }{
		{"a time with letters", "2024-05-01T06:00:00Z,,77,UTC+0200,\n", "start_time", reasonSamsungTime},
		{"a day that is none", "2024-02-30 06:00:00.000,,77,UTC+0200,\n", "start_time", reasonSamsungTime},
		{"an end before its beginning", "2024-05-01 06:00:00.000,2024-05-01 05:00:00.000,77,UTC+0200,\n", "end_time", reasonEndBefore},
		{"an offset that is none", "2024-05-01 06:00:00.000,,77,CEST,\n", "time_offset", reasonSamsungOffset},
		{"an offset too far", "2024-05-01 06:00:00.000,,77,UTC+2500,\n", "time_offset", reasonSamsungOffset},
		{"no value", "2024-05-01 06:00:00.000,,,UTC+0200,\n", "", reasonNothing},
		{"grams", "2024-05-01 06:00:00.000,,77000,UTC+0200,\n", "weight", "outside what is possible for weight: 0.2 to 700 kg"},
		{"cells that are too many", "2024-05-01 06:00:00.000,,77,UTC+0200,,x,\n", "", "has more cells than the header has columns"},
		{"a year of nobody", "1024-05-01 06:00:00.000,,77,UTC+0200,\n", "start_time", reasonNoSuchYear},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, _, err := readFile(t, "com.samsung.health.weight.1.csv", samsungCSV("com.samsung.health.weight", header, c.row, good))
			if err != nil {
				t.Fatal(err)
			}
			same(t, "rejects", m.refused(), []string{"com.samsung.health.weight.1.csv:3 " + c.column + ": " + c.reason})
			if len(m.samples) != 1 {
				t.Errorf("%v", m.lines())
			}
		})
	}
	// Without offset, the zone that is chosen tells it, and without a zone nothing.
	bare := samsungCSV("com.samsung.health.weight", "start_time,weight,", "2024-05-01 06:00:00.000,77,\n")
	m, _, err := readFile(t, "x.csv", bare)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "samples", m.lines(), []string{"weight samsung:export 2024-04-30T23:00:00-07:00 77 kg @3"})
	var none memory
	if _, err := Read(context.Background(), []string{put(t, "x.csv", bare)}, Options{}, &none); err != nil || len(none.samples) > 0 || len(none.rejects) != 1 {
		t.Errorf("%v, %v", none.refused(), err)
	}
}

func TestSamsungDaysThatAreNoDaysAreRefused(t *testing.T) {
	const header = "source_type,count,day_time,"
	m, _, err := readFile(t, "x.csv", samsungCSV("com.samsung.shealth.step_daily_trend", header,
		"-2,100,1714521600000,\n", "-2,100,1714521600001,\n", "-2,100,2024-05-02 00:00:00.000,\n", "-2,100,2024-05-03 10:00:00.000,\n", "3,100,nonsense,\n"))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "samples", m.lines(), []string{
		"steps samsung:daily 2024-05-01T00:00:00-07:00 86400s 100 count @3",
		"steps samsung:daily 2024-05-02T00:00:00-07:00 86400s 100 count @5",
	})
	if len(m.rejects) != 2 || m.rejects[0].Row != 4 || m.rejects[1].Row != 6 {
		t.Errorf("rejects %v", m.refused())
	}
	_, err = Read(context.Background(), []string{put(t, "x.csv", samsungDays)}, Options{}, &memory{})
	if !errors.Is(err, ErrZoneNeeded) {
		t.Errorf("without a zone: %v", err)
	}
}
