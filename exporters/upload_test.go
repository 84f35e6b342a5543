package exporters_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vitalkeep/health"
)

func TestFilesForTheVendorAreSmallOldestFirstAndInTheAccountsUnit(t *testing.T) {
	p := &person{}
	start, loc := at(t, "2024-01-01 07:00:00")
	for i := range int64(600) {
		p.add("weight", "csv:file", start+i*3600_000, 0, "80.5", health.Kilogram, loc)
	}
	p.add("fat_mass", "csv:file", start, 0, "16", health.Kilogram, loc)
	p.add("systolic", "csv:file", start, 0, "121", health.MillimetreOfMercury, loc)
	p.add("diastolic", "csv:file", start, 0, "79", health.MillimetreOfMercury, loc)
	p.add("heart_rate", "csv:file", start, 0, "61", health.PerMinute, loc)
	p.add("heart_rate", "withings:hr", start+5000, 0, "70", health.PerMinute, loc)
	p.add("systolic", "csv:file", start+9000, 0, "125", health.MillimetreOfMercury, loc)
	p.add("diastolic", "csv:file", start+9000, 0, "82", health.MillimetreOfMercury, loc)
	p.add("height", "csv:file", start, 0, "1.78", health.Metre, loc)
	opts := options(health.MetricUnits, losAngeles)
	opts.Choices = map[string]string{"mass": "lb"}
	files, report := unzipped(t, "withings-import", p, opts)
	for name, want := range map[string][]string{
		"withings-weight-001.csv":           {"Date,Weight,Fat mass", "2024-01-01 07:00:00,177.47,35.27", "2024-01-01 08:00:00,177.47,"},
		"withings-weight-003.csv":           {"Date,Weight,Fat mass", "2024-01-26 05:00:00,177.47,"},
		"unverified-blood-pressure-001.csv": {"Date,Heart rate,Systolic,Diastolic", "2024-01-01 07:00:00,61,121,79", "2024-01-01 07:00:09,,125,82"},
		"unverified-height-001.csv":         {"Date,Height", "2024-01-01 07:00:00,178.00"},
	} {
		if !strings.HasPrefix(files[name], strings.Join(want, "\n")+"\n") {
			t.Errorf("%s begins %q", name, fmt.Sprintf("%.120s", files[name]))
		}
	}
	rows := 0
	for _, f := range report.Files {
		if f.Rows > 299 {
			t.Errorf("%s has %d rows", f.Name, f.Rows)
		}
		if f.Name != "README.txt" && f.Unverified != strings.HasPrefix(f.Name, "unverified") {
			t.Errorf("%s is verified: %v", f.Name, !f.Unverified)
		}
		rows += f.Rows
	}
	if rows != 600+2+1 || report.Samples != len(p.readings)-1 || report.Left != 1 {
		t.Errorf("%d rows, %+v", rows, report)
	}
	if strings.Contains(strings.ToLower(files["README.txt"]), "official") || !strings.Contains(files["README.txt"], "are\nin lb, heights in cm") {
		t.Errorf("the README says %q", files["README.txt"])
	}
}

func TestUnitsOfAnAccountFollowThePerson(t *testing.T) {
	p := &person{}
	p.add("weight", "csv:file", 0, 0, "80", health.Kilogram, time.UTC)
	for units, want := range map[health.UnitSystem]string{health.MetricUnits: "80.00", health.USUnits: "176.37"} {
		files, _ := unzipped(t, "withings-import", p, options(units, "UTC"))
		if got := files["withings-weight-001.csv"]; got != lines("Date,Weight,Fat mass", "1970-01-01 00:00:00,"+want+",") {
			t.Errorf("%q", got)
		}
	}
}
