package health

import (
	"strings"
	"testing"
)

// deletable are the sources that importers, the sample household and the
// window give, with the metrics of each that may be deleted one by one.
var deletable = map[SourceID]string{
	"manual:hand": "*",
	"sample:hand": "*",
	"csv:file": "weight fat_mass fat_ratio fat_free_mass muscle_mass bone_mass water_mass bmi height systolic diastolic " +
		"heart_rate pulse_wave_velocity spo2 body_temperature glucose",
	"withings:export": "weight fat_mass fat_ratio fat_free_mass muscle_mass bone_mass water_mass bmi height systolic diastolic " +
		"heart_rate pulse_wave_velocity spo2 body_temperature glucose",
	"withings:other": "weight fat_mass fat_ratio fat_free_mass muscle_mass bone_mass water_mass bmi height systolic diastolic " +
		"pulse_wave_velocity spo2 body_temperature glucose",
	"sample:scale": "weight fat_mass fat_ratio fat_free_mass muscle_mass bone_mass water_mass bmi height systolic diastolic " +
		"heart_rate pulse_wave_velocity spo2 body_temperature glucose",
	"sample:cuff": "weight fat_mass fat_ratio fat_free_mass muscle_mass bone_mass water_mass bmi height systolic diastolic " +
		"heart_rate pulse_wave_velocity spo2 body_temperature glucose",
	"sample:spot": "weight fat_mass fat_ratio fat_free_mass muscle_mass bone_mass water_mass bmi height systolic diastolic " +
		"heart_rate pulse_wave_velocity spo2 body_temperature glucose",
	"someone:else": "weight fat_mass fat_ratio fat_free_mass muscle_mass bone_mass water_mass bmi height systolic diastolic " +
		"pulse_wave_velocity spo2 body_temperature glucose",
	"withings:tracker":                "",
	"withings:hr":                     "",
	"withings:bed":                    "",
	"withings:spo2":                   "",
	"withings:core_body_temperature":  "",
	"withings:heart_rate_variability": "",
	"withings:nights":                 "",
	"withings:daily":                  "",
	"withings:raw":                    "",
	"someone:daily":                   "",
	"sample:watch":                    "",
	"sample:bed":                      "",
	"sample:nights":                   "",
	"sample:daily":                    "",
	"sample:room":                     "",
}

func TestWhatMayBeDeletedByItself(t *testing.T) {
	metrics := append(Metrics(), Metric{ID: "raw_something_new"})
	for source, list := range deletable {
		for _, m := range metrics {
			want := list == "*" || strings.Contains(" "+list+" ", " "+string(m.ID)+" ")
			ok, why := MayDelete(m.ID, UnknownEntry, source)
			if ok != want || ok != (why == "") {
				t.Errorf("%s of %s: %v %q", m.ID, source, ok, why)
			}
		}
		for kind, always := range map[EntryKind]bool{Note: true, ECG: true, Workout: false, SleepNight: false} {
			want := list == "*" || (always && !source.DayTotals())
			if ok, why := MayDelete("", kind, source); ok != want || ok != (why == "") {
				t.Errorf("%s of %s: %v %q", kind, source, ok, why)
			}
		}
	}
	if ok, why := MayDelete("no_such_metric", UnknownEntry, "csv:file"); ok || why == "" {
		t.Error("a metric that does not exist may be deleted")
	}
}

func TestTypedIsWhatAPersonTyped(t *testing.T) {
	for source, want := range map[SourceID]bool{TypedSource: true, "manual:else": true, "sample:hand": true, "csv:file": false, "withings:export": false} {
		if source.Typed() != want {
			t.Errorf("%s: %v", source, !want)
		}
	}
	if TypedSource.Name() != "Typed in" {
		t.Errorf("its name is %q", TypedSource.Name())
	}
}
