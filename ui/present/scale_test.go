package present_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

var stones = health.MetricUnits.With(health.Mass, health.Stone)

func scale(t *testing.T, id health.MetricID, system health.UnitSystem) present.Scale {
	t.Helper()
	m, ok := health.Lookup(id)
	if !ok {
		t.Fatalf("no metric %s", id)
	}
	return present.ScaleFor(m, system)
}

func TestNumbersAreSetAsPeopleReadThem(t *testing.T) {
	for name, c := range map[string]struct {
		metric health.MetricID
		system health.UnitSystem
		value  float64 // canonical
		want   string
	}{
		"a weight has one decimal":                {"weight", health.MetricUnits, 78.249, "78.2 kg"},
		"a weight in pounds":                      {"weight", health.USUnits, 78.2, "172.4 lb"},
		"steps have thousands and their noun":     {"steps", health.MetricUnits, 1234567, "1,234,567 steps"},
		"a distance is told in kilometres":        {"distance", health.MetricUnits, 4821, "4.82 km"},
		"body fat":                                {"fat_ratio", health.MetricUnits, 24.08, "24.1 %"},
		"a temperature below zero has true minus": {"room_temperature", health.MetricUnits, -3.04, "\u22123.0 °C"},
		"nothing below zero has no minus":         {"room_temperature", health.MetricUnits, -0.04, "0.0 °C"},
		"sleep is hours and minutes":              {"sleep_deep", health.MetricUnits, 26520, "7 h 22 min"},
		"under an hour is minutes":                {"sleep_awake", health.MetricUnits, 1610, "27 min"},
		"a minute short of an hour rounds up":     {"sleep_awake", health.MetricUnits, 3599, "1 h 0 min"},
		"a height in feet and inches":             {"height", health.USUnits, 1.778, "5\u2032\u202f10\u2033"},
		"a height just under six feet":            {"height", health.USUnits, 1.8287, "6\u2032\u202f0\u2033"},
		"a weight in stones and pounds":           {"weight", stones, 71.4, "11\u00a0st 3.4 lb"},
		"pounds never reach a stone":              {"weight", stones, 63.5, "10\u00a0st 0.0 lb"},
		"parts of the body stay in pounds":        {"muscle_mass", stones, 57.2, "126.1 lb"},
		"a pressure in kilopascal":                {"systolic", health.MetricUnits.With(health.BloodPressure, health.Kilopascal), 128, "17.1 kPa"},
		"a height in feet beside kilograms":       {"height", health.MetricUnits.With(health.Length, health.Inch), 1.778, "5\u2032\u202f10\u2033"},
		"missing is an en dash":                   {"weight", health.MetricUnits, math.NaN(), "–"},
		"infinite is missing":                     {"weight", health.MetricUnits, math.Inf(1), "–"},
		"an unknown stream keeps its own digits":  {"raw_tracker_state", health.MetricUnits, 3.5, "3.5"},
	} {
		t.Run(name, func(t *testing.T) {
			s := scale(t, c.metric, c.system)
			if got := s.Text(s.Of(c.value)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestANumberKeepsTheUnitItWasWrittenIn(t *testing.T) {
	s := scale(t, "weight", health.USUnits)
	x := health.Sample{Value: health.Decimal{Mantissa: 180, Places: 0}, Unit: health.Pound}
	if got := s.OfSample(x); got != 180 {
		t.Errorf("180 lb are shown as %v", got)
	}
}

func TestChangesAreSigned(t *testing.T) {
	for name, c := range map[string]struct {
		metric   health.MetricID
		system   health.UnitSystem
		from, to float64 // canonical
		want     string
		some     bool
	}{
		"less":                                {"weight", health.MetricUnits, 78.6, 78.2, "\u22120.4 kg", true},
		"more":                                {"heart_rate", health.MetricUnits, 60, 64, "+4 bpm", true},
		"a difference too small to show":      {"weight", health.MetricUnits, 78.21, 78.23, "+0.0 kg", false},
		"degrees Fahrenheit have no offset":   {"body_temperature", health.USUnits, 36.5, 37.0, "+0.9 °F", true},
		"longer sleep":                        {"sleep_deep", health.MetricUnits, 3600, 4680, "+18 min", true},
		"shorter sleep":                       {"sleep_deep", health.MetricUnits, 9000, 3600, "\u22121 h 30 min", true},
		"a height in inches":                  {"height", health.USUnits, 1.524, 1.5494, "+1.0 in", true},
		"half a minute of sleep is no change": {"sleep_deep", health.MetricUnits, 3600, 3610, "+0 min", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := scale(t, c.metric, c.system)
			got, some := s.Change(s.Of(c.from), s.Of(c.to))
			if got != c.want || some != c.some {
				t.Errorf("got %q %v, want %q %v", got, some, c.want, c.some)
			}
		})
	}
}

func TestRangesHaveAnEnDash(t *testing.T) {
	s := scale(t, "heart_rate", health.MetricUnits)
	for _, c := range []struct {
		low, high float64
		want      string
	}{{48, 71, "48–71"}, {48, 48.2, "48"}} {
		if got := s.Range(c.low, c.high); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	room := scale(t, "room_temperature", health.MetricUnits)
	if got, want := room.Range(-2, 4), "\u22122.0 to 4.0"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestBloodPressureIsReadInTheUnitChosen(t *testing.T) {
	kPa := present.PressureScale(health.MetricUnits.With(health.BloodPressure, health.Kilopascal))
	if got := kPa.PairTextOf(128, 82); got != "17.1/10.9 kPa" {
		t.Errorf("got %q", got)
	}
	g := present.Graph{Subject: present.Subject{Kind: present.Pressure}, Scale: kPa, Almanac: present.Almanac{Zone: time.UTC}, Window: present.Window{From: 0, To: 10}}
	g.SetPairs([]present.Pair{{Start: 1, Systolic: 150, Diastolic: 85}, {Start: 2, Systolic: 146, Diastolic: 83}})
	if v := g.Points[0].Hi; math.Abs(v-19.998) > 0.001 {
		t.Errorf("150 mmHg are drawn at %v", v)
	}
	if limits := g.Limits(); math.Abs(limits[1].Value-18.665) > 0.001 {
		t.Errorf("the limit of 140 mmHg is drawn at %v", limits[1].Value)
	}
	if words := g.InWords(); !strings.Contains(words, "19.7/11.2 kPa, named Hypertension") {
		t.Errorf("in words: %s", words)
	}
}

func TestTicksOfStonesNameBoth(t *testing.T) {
	if got := scale(t, "weight", stones).Tick(160, 0); got != "11\u00a0st 6" {
		t.Errorf("160 lb at an axis: %q", got)
	}
}
