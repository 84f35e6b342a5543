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

func TestHealthConnectRecordsAreReadInTheirUnits(t *testing.T) {
	db := androidDatabase(t, healthConnectVersion, someRecords()...)
	for _, c := range []struct{ name, content string }{
		{"health_connect_export.db", db},
		{"renamed.db", db},
		{"Health Connect.zip", string(packed(t, "health_connect_export.db", db))},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, rep, err := readFile(t, c.name, c.content)
			if err != nil {
				t.Fatal(err)
			}
			if rep.Inputs[0].Format != HealthConnect || len(m.rejects) > 0 {
				t.Errorf("%s, rejects %v", rep.Inputs[0].Format, m.refused())
			}
			if n := len(m.samples) + len(m.entries); n != rowsOfSomeRecords {
				t.Errorf("%d samples and entries, want %d", n, rowsOfSomeRecords)
			}
			lines := m.lines()
			for _, want := range []string{
				"weight health-connect:watch/Steps & More 2024-05-01T08:00:00+02:00 77400 g @1",
				"weight health-connect:watch/Steps & More 2024-05-02T08:00:00+02:00 77150.5 g @2",
				"fat_ratio health-connect:watch/Steps & More 2024-05-01T08:00:00+02:00 21.4 % @1",
				"systolic health-connect:watch/Steps & More 2024-05-01T09:00:00+02:00 121 mmHg @1",
				"diastolic health-connect:watch/Steps & More 2024-05-01T09:00:00+02:00 79 mmHg @1",
				"glucose health-connect:watch/Steps & More 2024-05-01T09:00:00+02:00 5.6 mmol/L @1",
				"steps health-connect:watch/Steps & More 2024-05-01T10:00:00+02:00 60s 112 count @1",
				"steps health-connect:watch/Steps & More 2024-05-01T11:00:00+02:00 60s 88 count @2",
				"distance health-connect:watch/Steps & More 2024-05-01T10:00:00+02:00 60s 80.00000000000001 m @1",
				"calories_active health-connect:watch/Steps & More 2024-05-01T10:00:00+02:00 60s 4120.5 cal @1",
				"heart_rate health-connect:watch/Steps & More 2024-05-01T10:00:00+02:00 91 1/min @1",
				"heart_rate health-connect:watch/Steps & More 2024-05-01T10:02:00+02:00 88 1/min @3",
				"sleep_stage health-connect:nights/Steps & More 2024-05-01T00:00:00+02:00 7200s 1 @1",
				"sleep_awake health-connect:nights/Steps & More 2024-05-01T00:00:00+02:00 25200s 10800 s @1",
				"raw_drunk_l health-connect:watch/Steps & More 2024-05-01T14:00:00+02:00 0.001s 0.25 @1",
				"raw_eaten_energy_cal health-connect:watch/Steps & More 2024-05-01T14:00:00+02:00 60s 612000 @1",
			} {
				if !slices.Contains(lines, want) {
					t.Errorf("no %q among\n  %s", want, strings.Join(lines, "\n  "))
				}
			}
			if slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "raw_eaten_protein") }) {
				t.Error("the mark of a number that was not set is taken for one")
			}
			night := m.entries[slices.IndexFunc(m.entries, func(e health.Entry) bool { return e.Kind == health.SleepNight })]
			if night.Field("light (s)") != "7200" || night.Field("awake (s)") != "10800" || night.Field("notes") != "slept well" || night.Duration != 7*3600_000 {
				t.Errorf("night %+v", night)
			}
			if run := m.entries[0]; run.Kind != health.SleepNight && run.Key != "Running" || m.entries[1].Field("title") != "Park" {
				t.Errorf("workouts %+v", m.entries)
			}
			for _, s := range m.samples {
				if name := m.files[s.Origin.File]; !strings.Contains(name, ".db · ") || s.Metric == "weight" && !strings.HasSuffix(name, " · weight_record_table") {
					t.Errorf("%s stood in %s", s.Metric, name)
				}
			}
		})
	}
}

func TestHealthConnectSourcesTellWhoWroteARecord(t *testing.T) {
	for _, c := range []struct {
		app, device, method int
		want                health.SourceID
	}{
		{1, 1, 2, "health-connect:watch/Steps & More"},
		{1, 2, 1, "health-connect:phone/Steps & More"},
		{1, 3, 1, "health-connect:scale/Steps & More"},
		{1, 4, 1, "health-connect:tracker/Steps & More"},
		{1, 9, 0, "health-connect:other/Steps & More"},
		{1, 1, 3, "health-connect:hand/Steps & More"},
		{2, 1, 2, "health-connect:relay/Withings"},
		{2, 1, 3, "health-connect:hand/Withings"},
		{3, 1, 2, "health-connect:relay/com.garmin.android.apps.connectmobile"},
		{4, 1, 2, "health-connect:watch/A name with odd marks"},
		{77, 1, 2, "health-connect:watch"},
	} {
		db := androidDatabase(t, healthConnectVersion,
			program(1, "org.example.steps", "Steps & More"), program(2, "com.withings.wiscale2", "Withings"),
			program(3, "com.garmin.android.apps.connectmobile", ""), program(4, "org.example.odd", " A name\twith\u0007 odd\u202e marks "),
			gadget(1, 1), gadget(2, 2), gadget(3, 3), gadget(4, 6), gadget(9, 5),
			fmt.Sprintf("INSERT INTO weight_record_table (uuid, app_info_id, device_info_id, recording_method, time, zone_offset, weight) VALUES (x'00', %d, %d, %d, %d, 0, 70000)", c.app, c.device, c.method, may1))
		m, _, err := readFile(t, "health_connect_export.db", db)
		if err != nil || len(m.samples) != 1 {
			t.Fatalf("%d samples, %v, %v", len(m.samples), m.refused(), err)
		}
		if m.samples[0].Source != c.want {
			t.Errorf("app %d, device %d, method %d: %s, want %s", c.app, c.device, c.method, m.samples[0].Source, c.want)
		}
	}
}

func TestHealthConnectRowsThatCannotBeUnderstoodAreRefused(t *testing.T) {
	const columns = "INSERT INTO weight_record_table (uuid, app_info_id, time, zone_offset, weight) VALUES (randomblob(16), 1, "
	for _, c := range []struct{ name, values, column, reason string }{
		{"milliseconds for seconds in the zone", fmt.Sprintf("%d, 7200000, 70000)", may1), "zone_offset", reasonWrongOffset},
		{"no zone", fmt.Sprintf("%d, 'CET', 70000)", may1), "zone_offset", reasonNoOffset},
		{"a text for a time", "'2024-05-01', 0, 70000)", "time", reasonNotInteger},
		{"seconds for milliseconds at the end of time", "9e15, 0, 70000)", "time", reasonNoSuchYear},
		{"kilograms", fmt.Sprintf("%d, 0, 70)", may1), "weight", "outside what is possible for weight: 0.2 to 700 kg"},
		{"infinity", fmt.Sprintf("%d, 0, 9e999)", may1), "weight", reasonNotANumber},
		{"nothing", fmt.Sprintf("%d, 0, NULL)", may1), "weight", reasonNothing},
		{"the mark of a number that was not set", fmt.Sprintf("%d, 0, 5e-324)", may1), "weight", reasonNothing},
		{"a text for a number", fmt.Sprintf("%d, 0, 'heavy')", may1), "weight", reasonNotANumber},
		{"bytes for a number", fmt.Sprintf("%d, 0, x'4141')", may1), "weight", reasonNotANumber},
	} {
		t.Run(c.name, func(t *testing.T) {
			good := instant("weight_record_table", "weight", may1+1, "70000")
			m, _, err := readFile(t, "health_connect_export.db", androidDatabase(t, healthConnectVersion, columns+c.values, good))
			if err != nil {
				t.Fatal(err)
			}
			same(t, "rejects", m.refused(), []string{"health_connect_export.db:1 weight_record_table." + c.column + ": " + c.reason})
			if len(m.samples) != 1 || m.samples[0].Origin.Row != 2 {
				t.Errorf("%v", m.lines())
			}
		})
	}
}

func TestHealthConnectSaysWhatItLeavesOut(t *testing.T) {
	db := androidDatabase(t, healthConnectVersion,
		"INSERT INTO ovulation_test_record_table (uuid, time, zone_offset, result) VALUES (x'01', 0, 0, 1), (x'02', 0, 0, 1)",
		interval("SpeedRecordTable", "", may1, may1+1, ""),
		"DROP TABLE body_fat_record_table", "CREATE TABLE body_fat_record_table (row_id INTEGER PRIMARY KEY, time INTEGER, zone_offset INTEGER, fat REAL)",
		"INSERT INTO body_fat_record_table VALUES (1, 0, 0, 20)",
		"DROP TABLE height_record_table", "CREATE TABLE height_record_table (row_id INTEGER PRIMARY KEY, time INTEGER)",
		"INSERT INTO heart_rate_record_series_table VALUES (5, 60, 0)", "INSERT INTO sleep_stages_table VALUES (5, 0, 1, 4)")
	m, rep, err := readFile(t, "health_connect_export.db", db)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "rejects", m.refused(), []string{
		"health_connect_export.db:1 sleep_stages_table.parent_key: the night that it belongs to is missing, or was left out",
		"health_connect_export.db:0 body_fat_record_table: it lacks the column percentage, without which its rows cannot be understood",
		"health_connect_export.db:1 heart_rate_record_series_table.parent_key: the record that it belongs to is missing, or was left out",
		"health_connect_export.db:0 SpeedRecordTable: 1 record of a type that is not understood is left out",
		"health_connect_export.db:0 ovulation_test_record_table: 2 records of a type that is not understood are left out",
	})
	if rep.Samples+rep.Entries != 0 {
		t.Errorf("%+v", rep)
	}
}

func TestTotalsOfANightAreLeftOutWhereTheyWouldBeWrong(t *testing.T) {
	const hour = 3600_000
	night := interval("sleep_session_record_table", "", may1, may1+8*hour, "")
	stage := func(from, to int64, kind int) string {
		return fmt.Sprintf("INSERT INTO sleep_stages_table VALUES (1, %d, %d, %d)", may1+from*hour, may1+to*hour, kind)
	}
	for _, c := range []struct {
		name   string
		stages []string
		totals int
		stage  []string // metric and value
		reason string
	}{
		{"no stages", nil, 0, nil, ""},
		{"all known", []string{stage(0, 4, 4), stage(4, 8, 5)}, 4, []string{"sleep_stage 1", "sleep_stage 2"}, ""},
		{"written twice and shuffled", []string{stage(4, 8, 5), stage(0, 4, 4), stage(4, 8, 5)}, 4, []string{"sleep_stage 1", "sleep_stage 2"}, ""},
		{"asleep without a stage", []string{stage(0, 4, 2), stage(4, 8, 5)}, 0, []string{"raw_health_connect_sleep_stage 2", "sleep_stage 2"}, "a stage without a known meaning"},
		{"overlapping", []string{stage(0, 5, 4), stage(4, 8, 5)}, 0, []string{"sleep_stage 1", "sleep_stage 2"}, "overlap"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, _, err := readFile(t, "health_connect_export.db", androidDatabase(t, healthConnectVersion, append(c.stages, night)...))
			if err != nil {
				t.Fatal(err)
			}
			var stages []string
			totals := 0
			for _, s := range m.samples {
				if strings.HasSuffix(string(s.Metric), "sleep_stage") {
					stages = append(stages, string(s.Metric)+" "+s.Value.String())
				} else {
					totals++
				}
			}
			same(t, "stages", stages, c.stage)
			if totals != c.totals || len(m.entries) != 1 || (len(m.rejects) == 1) != (c.reason != "") {
				t.Errorf("%d totals, %d entries, rejects %v", totals, len(m.entries), m.refused())
			}
			if c.reason != "" && !strings.Contains(m.rejects[0].Reason, c.reason) {
				t.Errorf("reason %q", m.rejects[0].Reason)
			}
		})
	}
}

func TestOtherVersionsOfHealthConnectAreReadAndSaidToBe(t *testing.T) {
	for version, assumed := range map[int]bool{healthConnectVersion: false, 24: true, 0: true} {
		path := put(t, "health_connect_export.db", androidDatabase(t, version, someRecords()...))
		rec, err := Detect(context.Background(), path)
		if err != nil {
			t.Fatal(err)
		}
		if got := rec.Inputs[0].Files[0].Assumed; (got != "") != assumed {
			t.Errorf("version %d: %q", version, got)
		}
		var m memory
		if rep, err := Read(context.Background(), []string{path}, Options{}, &m); err != nil || rep.Samples+rep.Entries != rowsOfSomeRecords {
			t.Errorf("version %d: %d, %v", version, rep.Samples+rep.Entries, err)
		}
	}
}

// A database whose last writer kept a log says so in its header; the log itself
// is no part of an export.
func TestDatabaseWithALogIsReadAndNothingIsWrittenBesideIt(t *testing.T) {
	b := []byte(androidDatabase(t, healthConnectVersion, someRecords()...))
	b[sqliteWriteVersion], b[sqliteReadVersion] = 2, 2
	path := put(t, "health_connect_export.db", string(b))
	for _, log := range []string{"-wal", "-journal", "-shm"} {
		if err := os.WriteFile(path+log, []byte("not for us"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var m memory
	if rep, err := Read(context.Background(), []string{path}, Options{}, &m); err != nil || rep.Samples+rep.Entries != rowsOfSomeRecords {
		t.Fatalf("%d, %v, %v", rep.Samples, m.refused(), err)
	}
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(files) != 4 {
		t.Errorf("beside it: %v, %v", files, err)
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(b) {
		t.Errorf("the file was changed (%v)", err)
	}
}

func TestDatabaseInAnArchiveIsBoundedAndOnTheDiskIsNot(t *testing.T) {
	db := androidDatabase(t, healthConnectVersion, someRecords()...)
	lim := defaultLimits
	lim.memory = 64 << 10
	_, err := readLimited(context.Background(), []string{put(t, "Health Connect.zip", string(packed(t, "health_connect_export.db", db)))}, Options{}, &memory{}, lim)
	var fe *FileError
	if !errors.As(err, &fe) || !errors.Is(err, ErrTooLarge) || !strings.Contains(fe.Hint, "Unpack") {
		t.Errorf("error %v", err)
	}
	rep, err := readLimited(context.Background(), []string{put(t, "health_connect_export.db", db)}, Options{}, &memory{}, lim)
	if err != nil || rep.Samples+rep.Entries != rowsOfSomeRecords {
		t.Errorf("%+v, %v", rep, err)
	}
}

func TestAnotherDatabaseIsNotTakenForHealthConnect(t *testing.T) {
	other := makeDatabase(t, "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)")
	if _, _, err := readFile(t, "notes.db", other); !errors.Is(err, ErrUnknownFormat) {
		t.Errorf("error %v", err)
	}
	m, _, err := readFile(t, "health_connect_export.db", other)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "rejects", m.refused(), []string{"health_connect_export.db:0 : " + reasonOtherDatabase})
}

func TestErrorOfTheSinkComesBackFromADatabaseAsItIs(t *testing.T) {
	m := memory{fail: errors.New("disk full")}
	_, err := Read(context.Background(), []string{put(t, "health_connect_export.db", androidDatabase(t, healthConnectVersion, someRecords()...))}, Options{}, &m)
	if err != m.fail { //nolint:errorlint // the very same error is promised
		t.Errorf("error %v", err)
	}
	if len(m.samples) != 1 {
		t.Errorf("%d samples after the error", len(m.samples))
	}
}
