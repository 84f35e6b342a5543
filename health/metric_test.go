package health

import (
	"math"
	"testing"
)

func TestCatalogueIsSound(t *testing.T) {
	seen := map[MetricID]bool{}
	for _, m := range Metrics() {
		if seen[m.ID] {
			t.Errorf("%s stands twice", m.ID)
		}
		seen[m.ID] = true
		if m.Unit.Canonical() != m.Unit {
			t.Errorf("%s: %s is not a canonical unit", m.ID, m.Unit)
		}
		if m.Plausible.Min < m.Possible.Min || m.Plausible.Max > m.Possible.Max {
			t.Errorf("%s: plausible %v leaves possible %v", m.ID, m.Plausible, m.Possible)
		}
		if m.Name == "" || m.Possible.Max <= m.Possible.Min {
			t.Errorf("%s: no name or empty range", m.ID)
		}
	}
	for _, id := range []MetricID{
		"weight", "fat_mass", "fat_ratio", "fat_free_mass", "muscle_mass", "bone_mass", "water_mass", "bmi",
		"height", "systolic", "diastolic", "heart_rate", "spo2", "body_temperature", "skin_temperature",
		"pulse_wave_velocity", "vo2max", "respiratory_rate", "hrv_sdnn", "hrv_rmssd", "steps", "distance",
		"elevation", "floors", "calories_active", "calories_passive", "swim_strokes", "swim_laps",
		"sleep_stage", "sleep_light", "sleep_deep", "sleep_rem", "sleep_awake", "sleep_wakeups", "snoring",
		"glucose", "room_temperature", "co2", "voc", "luminosity", "sound_level", "motion",
	} {
		if !seen[id] {
			t.Errorf("the stable metric %s is missing", id)
		}
	}
}

func TestGenericMetricsAreLookedUpByTheirOwnID(t *testing.T) {
	for stream, want := range map[string]MetricID{
		"bed_Breathing event probability":                       "raw_bed_breathing_event_probability",
		"tracker_Classification features (formerly steps down)": "raw_tracker_classification_features_formerly_steps_down",
		"walking_asymmetry_\"Vasistas type walking asymetry\"":  "raw_walking_asymmetry_vasistas_type_walking_asymetry",
		"Phase  6.25kHz segment":                                "raw_phase_6_25khz_segment",
	} {
		id := GenericID(stream)
		if id != want {
			t.Errorf("GenericID(%q) = %s, want %s", stream, id, want)
		}
		m, ok := Lookup(id)
		if !ok || !m.Generic || m.ID != id || m.Name == "" {
			t.Errorf("Lookup(%s) = %+v, %v", id, m, ok)
		}
		if !m.Possible.Contains(-1e300) || m.Possible.Contains(math.NaN()) {
			t.Errorf("%s: a generic metric takes any number and no NaN", id)
		}
	}
	for _, id := range []MetricID{"", "raw_", "raw_UPPER", "nonsense", "raw__x"} {
		if _, ok := Lookup(id); ok {
			t.Errorf("Lookup(%q) found something", id)
		}
	}
}
