package health

import (
	"slices"
	"testing"
)

// The table of product requirement D1, model by model.
func TestTheDeviceCatalogueGivesExactlyItsRow(t *testing.T) {
	tracker := []Capability{GivesCalories, GivesDistance, GivesDistanceRun, GivesRunData, GivesSteps}
	scale := []Capability{GivesWeight, ShowsSteps, ShowsUnits}
	also := func(base []Capability, more ...Capability) []Capability { return append(slices.Clone(base), more...) }
	want := map[string][]Capability{
		"Activité/Pop":                    also(tracker, GivesSwimming),
		"Move":                            also(tracker, GivesSwimming),
		"Pulse":                           also(tracker, GivesHeartRate, GivesSwimming),
		"Steel HR / Sport":                also(tracker, GivesHeartRate, GivesSwimming),
		"Pulse Ox":                        also(tracker, GivesElevation, GivesHeartRate, GivesSpO2),
		"Go":                              also(tracker, GivesSwimming),
		"Smart Body Analyzer":             also(scale, GivesFatMass, GivesHeartRate, GivesCO2, GivesRoomTemp),
		"Wireless Scale":                  scale,
		"Body":                            scale,
		"Body+":                           also(scale, GivesBodyMasses, GivesFatMass),
		"Body Cardio":                     also(scale, GivesBodyMasses, GivesFatMass, GivesHeartRate, GivesPulseWave),
		"Sleep":                           {GivesHeartRate, GivesSound},
		"Aura":                            {GivesHeartRate, GivesLight, GivesSound, GivesRoomTemp},
		"Home":                            {GivesMotion, GivesSound, GivesVideo, GivesVOC},
		"Blood Pressure Monitor BPM/BPM+": {GivesBloodPressure, GivesHeartRate},
		"Smart Baby Monitor":              {GivesMotion, GivesSound, GivesRoomTemp},
		"Thermo":                          {GivesBodyTemp},
	}
	models := DeviceModels()
	if len(models) != len(want) {
		t.Errorf("%d models, want %d", len(models), len(want))
	}
	for _, m := range models {
		got, w := slices.Clone(m.Gives), slices.Clone(want[m.Name])
		slices.Sort(got)
		slices.Sort(w)
		if !slices.Equal(got, w) {
			t.Errorf("%s gives %v, want %v", m.Name, got, w)
		}
		for _, c := range m.Gives {
			if _, ok := capabilityMetrics[c]; !ok {
				t.Errorf("%s: no one knows what %q is", m.Name, c)
			}
			for _, id := range c.Metrics() {
				if _, ok := Lookup(id); !ok {
					t.Errorf("%s: %q stands for the unknown metric %s", m.Name, c, id)
				}
			}
		}
		if back, ok := DeviceModelByID(m.ID); !ok || back.Name != m.Name {
			t.Errorf("%s is not found by its ID %s", m.Name, m.ID)
		}
	}
}

func TestAMetricOutsideTheRowIsNotTheDevices(t *testing.T) {
	scale, _ := DeviceModelByID("body")
	if !scale.Measures("weight") || scale.Measures("fat_mass") || scale.Measures("heart_rate") {
		t.Error("Body gives weight and nothing else")
	}
	if cuff, _ := DeviceModelByID("bpm"); !cuff.Measures("systolic") || !cuff.Measures("heart_rate") {
		t.Error("a cuff gives pressure and heart rate")
	}
	if _, ok := DeviceModelByID("toaster"); ok {
		t.Error("there is no such model")
	}
}
