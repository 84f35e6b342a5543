package intake_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"vitalkeep/health"
	"vitalkeep/intake"
)

// takeout is a folder with exports of three vendors: heart rates and steps of
// two devices, weights, a night with its stages, totals of days and workouts.
// With mixed, rows and records stand in another order.
func takeout(t *testing.T, mixed bool) string {
	t.Helper()
	r := rand.New(rand.NewPCG(3, 5))
	dir := t.TempDir()
	write := func(path, head, between, tail string, rows []string) {
		if mixed {
			r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		}
		at := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(head+strings.Join(rows, between)+tail), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var hearts, steps, days, weights, runs []string
	for i := range 500 {
		hearts = append(hearts, fmt.Sprintf("2024-05-%02dT%02d:%02d:05Z,%d.5,Charge 6", 1+i/60, i%24, i%60, 50+i%70))
		steps = append(steps,
			fmt.Sprintf("2024-05-%02dT%02d:%02d:00Z,%d,Charge 6", 1+i/60, i%24, i%60, i%97),
			fmt.Sprintf("2024-05-%02dT%02d:%02d:18.008Z,%d,Phone Health Connect", 1+i/60, i%24, i%60, i%89))
	}
	for i := range 28 {
		days = append(days, fmt.Sprintf(`{"calendarDate":"2024-05-%02d","totalSteps":%d,"totalDistanceMeters":%d.5,"restingHeartRate":%d}`, 1+i, 9000+i, 7000+i, 50+i%9))
		weights = append(weights, fmt.Sprintf(`{"fitValue":[{"value":{"fpVal":7%d.%d}}],"originDataSourceId":"","startTimeNanos":%d000000000,"endTimeNanos":%d000000000,"dataTypeName":"com.google.weight"}`, i%5, i, 1714572611+i*86400, 1714572611+i*86400))
		runs = append(runs, fmt.Sprintf(`{"activityId":%d,"activityType":"running","beginTimestamp":%d000,"duration":1800500.25,"distance":501234.0,"avgHr":14%d}`, i, 1714578000+i*86400, i%10))
	}
	const google, fitness = "Takeout/Fitbit/Physical Activity_GoogleData/", "Takeout/Fitbit/Health Fitness Data_GoogleData/"
	write(google+"heart_rate_2024-05-01.csv", "timestamp,beats per minute,data source\n", "\n", "\n", hearts)
	write(google+"steps_2024-05-01.csv", "timestamp,steps,data source\n", "\n", "\n", steps)
	write(fitness+"UserSleeps_2024-05-01.csv", "sleep_id,sleep_type,start_utc_offset,sleep_start,end_utc_offset,sleep_end\n", "\n", "\n", []string{
		"7,STAGES,-07:00,2024-05-02T06:00:30Z,-07:00,2024-05-02T13:30:30Z", "8,STAGES,-07:00,2024-05-03T06:00:00Z,-07:00,2024-05-03T12:00:00Z",
	})
	write(fitness+"UserSleepStages_2024-05-01.csv", "sleep_id,sleep_stage_type,start_utc_offset,sleep_stage_start,end_utc_offset,sleep_stage_end\n", "\n", "\n", []string{
		"7,AWAKE,-07:00,2024-05-02T06:00:30Z,-07:00,2024-05-02T06:30:30Z", "7,LIGHT,-07:00,2024-05-02T06:30:30Z,-07:00,2024-05-02T10:30:30Z",
		"7,DEEP,-07:00,2024-05-02T10:30:30Z,-07:00,2024-05-02T12:00:30Z", "7,REM,-07:00,2024-05-02T12:00:30Z,-07:00,2024-05-02T13:30:30Z",
		"8,LIGHT,-07:00,2024-05-03T06:00:00Z,-07:00,2024-05-03T09:00:00Z", "8,DEEP,-07:00,2024-05-03T09:00:00Z,-07:00,2024-05-03T12:00:00Z",
	})
	write("DI_CONNECT/DI-Connect-Aggregator/UDSFile_2024-05-01_2024-08-09.json", "[", ",\n", "]", days)
	write("DI_CONNECT/DI-Connect-Fitness/me_0_summarizedActivities.json", `[{"summarizedActivitiesExport":[`, ",", "]}]", runs)
	write("Takeout/Fit/All Data/derived_com.google.weight.json", `{"Data Source":"derived:com.google.weight:com.google.android.gms:merge_weight","Data Points":[`, ",", "]}", weights)
	return dir
}

const inTakeout = 500 + 1000 + 2 + 6 + 8 + 3*28 + 28 + 28

func TestExportsOfWatchesComeInOnceInAnyOrder(t *testing.T) {
	p := health.Profile{Zone: "America/Los_Angeles"}
	v, q := newVault(t, p)
	path, opts := takeout(t, false), intake.Options{Zone: zoneOf(t, q)}
	s := preview(t, v, q, opts, path)
	if s.Preview.New != inTakeout || s.Preview.Conflicts != 0 || len(s.Rejects) != 0 {
		t.Errorf("%d new, %d conflicts, %v", s.Preview.New, s.Preview.Conflicts, s.Rejects)
	}
	commit(t, s)
	for _, again := range []string{path, takeout(t, true)} {
		s := preview(t, v, q, opts, again)
		if s.Preview.New != 0 || s.Preview.Conflicts != 0 || s.Preview.Duplicates != inTakeout || s.Preview.DroppedCount != 0 || s.Preview.ChangedCount != 0 {
			t.Errorf("again: %+v", s.Preview)
		}
		if err := s.Discard(); err != nil {
			t.Fatal(err)
		}
	}
	other, o := newVault(t, p)
	commit(t, preview(t, other, o, opts, takeout(t, true)))
	readings, entries := everything(t, v, q)
	mixed, others := everything(t, other, o)
	if !reflect.DeepEqual(readings, mixed) || !reflect.DeepEqual(entries, others) {
		t.Error("another order of rows gives another vault")
	}
	comesBack(t, v, q)
}
