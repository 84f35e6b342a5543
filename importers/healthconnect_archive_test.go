package importers

import (
	"database/sql"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// instantTable and intervalTable make tables of records as Android lays them
// out: with a column that is computed, which is never to be asked for.
func instantTable(name, columns string) string {
	return fmt.Sprintf(`CREATE TABLE %s (row_id INTEGER PRIMARY KEY AUTOINCREMENT, uuid BLOB NOT NULL UNIQUE, last_modified_time INTEGER,
		app_info_id INTEGER, device_info_id INTEGER, recording_method INTEGER, time INTEGER, zone_offset INTEGER, local_date INTEGER, %s,
		local_date_time INTEGER AS (time + zone_offset * 1000))`, name, columns)
}

func intervalTable(name, columns string) string {
	return fmt.Sprintf(`CREATE TABLE %s (row_id INTEGER PRIMARY KEY AUTOINCREMENT, uuid BLOB NOT NULL UNIQUE, last_modified_time INTEGER,
		app_info_id INTEGER, device_info_id INTEGER, recording_method INTEGER, start_time INTEGER, start_zone_offset INTEGER,
		end_time INTEGER, end_zone_offset INTEGER, local_date INTEGER%s)`, name, columns)
}

// androidTables are those of an export without rows.
func androidTables(version int) []string {
	s := []string{
		fmt.Sprintf("PRAGMA user_version = %d", version),
		"CREATE TABLE android_metadata (locale TEXT)",
		"CREATE TABLE application_info_table (row_id INTEGER PRIMARY KEY, package_name TEXT NOT NULL UNIQUE, app_name TEXT, app_icon BLOB, record_types_used TEXT)",
		"CREATE TABLE device_info_table (row_id INTEGER PRIMARY KEY, manufacturer TEXT, model TEXT, device_type INTEGER)",
		instantTable("blood_pressure_record_table", "systolic REAL, diastolic REAL, body_position TEXT"),
		"CREATE TABLE heart_rate_record_series_table (parent_key INTEGER NOT NULL, beats_per_minute INTEGER, epoch_millis INTEGER)",
		"CREATE TABLE sleep_stages_table (parent_key INTEGER NOT NULL, stage_start_time INTEGER, stage_end_time INTEGER, stage_type INTEGER)",
		intervalTable("sleep_session_record_table", ", title TEXT, notes TEXT"),
		intervalTable("exercise_session_record_table", ", exercise_type INTEGER, title TEXT, notes TEXT, has_route INTEGER"),
		intervalTable("heart_rate_record_table", ""),
		intervalTable("SpeedRecordTable", ""),
		instantTable("ovulation_test_record_table", "result INTEGER"),
	}
	for _, t := range hcTables {
		var columns []string
		for _, v := range t.values {
			columns = append(columns, v.column+" REAL")
		}
		if list := strings.Join(columns, ", "); t.interval {
			s = append(s, intervalTable(t.name, ", "+list))
		} else {
			s = append(s, instantTable(t.name, list))
		}
	}
	return s
}

// program and gadget are rows of the tables that explain numbers in others.
func program(id int, pack, name string) string {
	return fmt.Sprintf("INSERT INTO application_info_table (row_id, package_name, app_name, app_icon) VALUES (%d, '%s', '%s', zeroblob(70000))", id, pack, name)
}

func gadget(id, kind int) string {
	return fmt.Sprintf("INSERT INTO device_info_table VALUES (%d, 'Maker', 'Model', %d)", id, kind)
}

// instant and interval are rows of tables of records, in UTC+2, by program 1.
func instant(table, columns string, ms int64, values string) string {
	return fmt.Sprintf("INSERT INTO %s (uuid, app_info_id, device_info_id, recording_method, time, zone_offset, %s) VALUES (x'%016x', 1, 1, 2, %d, 7200, %s)", table, columns, recordID(ms, values), ms, values)
}

func interval(table, columns string, start, end int64, values string) string {
	return fmt.Sprintf("INSERT INTO %s (uuid, app_info_id, device_info_id, recording_method, start_time, start_zone_offset, end_time, end_zone_offset%s) VALUES (x'%016x', 1, 1, 2, %d, 7200, %d, 7200%s)", table, columns, recordID(start, values), start, end, values)
}

// recordID makes the identifier of a record of what is in it.
func recordID(ms int64, values string) uint64 {
	h := fnv.New64a()
	_, _ = fmt.Fprint(h, ms, values)
	return h.Sum64()
}

// may1 is 2024-05-01T00:00:00Z in milliseconds.
const may1 = int64(1714521600000)

// someRecords are a few records of many types.
func someRecords() []string {
	const min, hour = 60_000, 3600_000
	return []string{
		program(1, "org.example.steps", "Steps & More"), program(2, "com.withings.wiscale2", "Withings"),
		gadget(1, 1), gadget(2, 2), gadget(3, 3),
		instant("weight_record_table", "weight", may1+6*hour, "77400.0"),
		instant("weight_record_table", "weight", may1+30*hour, "77150.5"),
		instant("body_fat_record_table", "percentage", may1+6*hour, "21.4"),
		instant("blood_pressure_record_table", "systolic, diastolic", may1+7*hour, "121, 79"),
		instant("blood_glucose_record_table", "level", may1+7*hour, "5.6"),
		instant("vo2_max_record_table", "vo2_milliliters_per_minute_kilogram", may1+7*hour, "41.5"),
		instant("resting_heart_rate_record_table", "beats_per_minute", may1+7*hour, "52"),
		interval("steps_record_table", ", count", may1+8*hour, may1+8*hour+min, ", 112"),
		interval("steps_record_table", ", count", may1+9*hour, may1+9*hour+min, ", 88"),
		interval("distance_record_table", ", distance", may1+8*hour, may1+8*hour+min, ", 80.00000000000001"),
		interval("active_calories_burned_record_table", ", energy", may1+8*hour, may1+8*hour+min, ", 4120.5"),
		interval("heart_rate_record_table", "", may1+8*hour, may1+9*hour, ""),
		fmt.Sprintf("INSERT INTO heart_rate_record_series_table VALUES (1, 91, %d), (1, 93, %d), (1, 88, %d)", may1+8*hour, may1+8*hour+min, may1+8*hour+2*min),
		interval("sleep_session_record_table", ", title, notes", may1-2*hour, may1+5*hour, ", 'Night', 'slept "+"well'"),
		fmt.Sprintf("INSERT INTO sleep_stages_table VALUES (1, %d, %d, 4), (1, %d, %d, 5), (1, %d, %d, 6), (1, %d, %d, 1)",
			may1-2*hour, may1, may1, may1+hour, may1+hour, may1+2*hour, may1+2*hour, may1+5*hour),
		interval("exercise_session_record_table", ", exercise_type, title", may1+10*hour, may1+11*hour, ", 33, 'Park'"),
		interval("hydration_record_table", ", volume", may1+12*hour, may1+12*hour+1, ", 0.25"),
		interval("nutrition_record_table", ", energy, protein", may1+12*hour, may1+12*hour+min, ", 612000.0, 5e-324"),
	}
}

// rowsOfSomeRecords is how many samples and entries they are: of the night one
// entry, four totals and four stages.
const rowsOfSomeRecords = 2 + 1 + 2 + 1 + 1 + 1 + 2 + 1 + 1 + 3 + 9 + 1 + 1 + 1

// makeDatabase runs statements on a fresh database and returns its bytes.
func makeDatabase(t testing.TB, statements ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "made.db")
	db, err := sql.Open("sqlite", path+"?_pragma=synchronous(off)&_pragma=journal_mode(memory)")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	run := func(s string) {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%.200s: %v", s, err)
		}
	}
	run("BEGIN")
	for _, s := range statements {
		run(s)
	}
	run("COMMIT")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// androidDatabase is an export with these rows.
func androidDatabase(t testing.TB, version int, rows ...string) string {
	t.Helper()
	return makeDatabase(t, append(androidTables(version), rows...)...)
}

// smallDatabase is an export in small pages with a few tables and rows.
func smallDatabase(version int) func(testing.TB) string {
	return func(t testing.TB) string {
		t.Helper()
		const min, hour = 60_000, 3600_000
		s := []string{"PRAGMA page_size = 512"}
		for _, made := range androidTables(version) {
			for _, keep := range []string{"PRAGMA", "application_info", "device_info", "weight", "blood_pressure", "steps", "heart_rate_record", "sleep_"} {
				if strings.HasPrefix(made, keep) || strings.HasPrefix(made, "CREATE TABLE "+keep) {
					s = append(s, made)
				}
			}
		}
		return makeDatabase(t, append(
			s,
			"INSERT INTO application_info_table (row_id, package_name, app_name) VALUES (1, 'org.example.steps', 'Steps')", gadget(1, 1),
			instant("weight_record_table", "weight", may1+6*hour, "77400.0"),
			instant("weight_record_table", "weight", may1+30*hour, "77150.5"),
			instant("blood_pressure_record_table", "systolic, diastolic", may1+7*hour, "121, 79"),
			interval("steps_record_table", ", count", may1+8*hour, may1+8*hour+min, ", 112"),
			interval("heart_rate_record_table", "", may1+8*hour, may1+9*hour, ""),
			fmt.Sprintf("INSERT INTO heart_rate_record_series_table VALUES (1, 91, %d), (1, 93, %d)", may1+8*hour, may1+8*hour+min),
			interval("sleep_session_record_table", "", may1-2*hour, may1+5*hour, ""),
			fmt.Sprintf("INSERT INTO sleep_stages_table VALUES (1, %d, %d, 4), (1, %d, %d, 1)", may1-2*hour, may1, may1, may1+5*hour),
		)...)
	}
}

// rowsOfSmallDatabase is how many samples and entries are in it.
const rowsOfSmallDatabase = 2 + 2 + 1 + 2 + 1 + 4 + 2
