package health_test

import (
	"testing"

	"vitalkeep/health"
)

func TestEveryMetricIsReadInTheUnitChosen(t *testing.T) {
	metric, us := health.MetricUnits, health.USUnits
	stones := metric.With(health.Mass, health.Stone)
	for _, c := range []struct {
		metric health.MetricID
		system health.UnitSystem
		want   health.Unit
	}{
		{"weight", metric, health.Kilogram},
		{"weight", us, health.Pound},
		{"weight", us.With(health.Mass, health.Kilogram), health.Kilogram},
		{"weight", metric.With(health.Mass, health.Pound), health.Pound},
		{"weight", stones, health.Pound}, // told as stones and pounds
		{"bone_mass", stones, health.Pound},
		{"muscle_mass", us, health.Pound},
		{"bmi", us, health.KilogramPerSquareMetre},
		{"height", metric, health.Centimetre},
		{"height", us, health.Inch},
		{"height", stones, health.Centimetre},
		{"height", us.With(health.Length, health.Centimetre), health.Centimetre},
		{"distance", metric, health.Kilometre},
		{"distance", us, health.Mile},
		{"distance", metric.With(health.Travel, health.Mile), health.Mile},
		{"elevation", metric.With(health.Travel, health.Mile), health.Foot},
		{"elevation", us.With(health.Travel, health.Kilometre), health.Metre},
		{"body_temperature", us, health.Fahrenheit},
		{"body_temperature", us.With(health.Warmth, health.Celsius), health.Celsius},
		{"room_temperature", metric.With(health.Warmth, health.Fahrenheit), health.Fahrenheit},
		{"systolic", metric, health.MillimetreOfMercury},
		{"systolic", us, health.MillimetreOfMercury},
		{"diastolic", metric.With(health.BloodPressure, health.Kilopascal), health.Kilopascal},
		{"heart_rate", us, health.PerMinute},
		{"glucose", us, health.MillimolePerLitre},
	} {
		m, ok := health.Lookup(c.metric)
		if !ok {
			t.Fatalf("no metric %s", c.metric)
		}
		if got := c.system.DisplayUnit(m); got != c.want {
			t.Errorf("%s with %v is read in %v, want %v", c.metric, c.system, got, c.want)
		}
	}
	weight, _ := health.Lookup("weight")
	bone, _ := health.Lookup("bone_mass")
	if !stones.Stones(weight) || stones.Stones(bone) || us.Stones(weight) {
		t.Error("stones are for the weight of who chose them, and nothing else")
	}
}

func TestAChoiceOfUnitsIsOneNumber(t *testing.T) {
	for _, base := range []health.UnitSystem{health.MetricUnits, health.USUnits} {
		for _, d := range health.Dimensions() {
			for _, u := range d.Units() {
				s := base.With(d, u)
				if s.In(d) != u || s.Base() != base || !s.Known() {
					t.Errorf("%v with %v: %v, known %v", base, u, s.In(d), s.Known())
				}
				if back := s.With(d, base.In(d)); back != base {
					t.Errorf("%v there and back is %d", s, back)
				}
				if again, ok := health.ParseUnitSystem(s.String()); !ok || again != s {
					t.Errorf("%q reads as %v, %v", s.String(), again, ok)
				}
				for _, other := range health.Dimensions() {
					if other != d && s.In(other) != base.In(other) {
						t.Errorf("%v changed %v", s, other)
					}
				}
			}
		}
	}
	if s := health.MetricUnits.With(health.Mass, health.Celsius); s != health.MetricUnits {
		t.Error("a weight has no degrees")
	}
	for _, unknown := range []health.UnitSystem{2, 0x0010, 0x0300, 0xFFFF, 0x8000} {
		if unknown.Known() {
			t.Errorf("%#x has no meaning, or is another's", uint16(unknown))
		}
	}
}

func TestUnitsAreReadAsTheyAreTyped(t *testing.T) {
	uk := health.MetricUnits.With(health.Mass, health.Stone).With(health.Length, health.Inch).With(health.Travel, health.Mile)
	for text, want := range map[string]health.UnitSystem{
		"metric": health.MetricUnits, "US": health.USUnits, "metric, st, in, mi": uk, "st ft mi": uk,
		"us,kg": health.USUnits.With(health.Mass, health.Kilogram), "kPa": health.MetricUnits.With(health.BloodPressure, health.Kilopascal),
	} {
		if got, ok := health.ParseUnitSystem(text); !ok || got != want {
			t.Errorf("%q: %v, %v, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "imperial", "metric, furlong", "metric us", "bpm"} {
		if got, ok := health.ParseUnitSystem(text); ok {
			t.Errorf("%q was read as %v", text, got)
		}
	}
}
