package health

import "testing"

func TestTheSameMeasurementByTwoWaysIsTold(t *testing.T) {
	const at = 1_709_276_400_000
	kg := func(start, mantissa int64, places uint8) Sample {
		return Sample{Start: start, Value: Decimal{mantissa, places}, Unit: Kilogram}
	}
	lb := func(start, mantissa int64, places uint8) Sample {
		return Sample{Start: start, Value: Decimal{mantissa, places}, Unit: Pound}
	}
	for name, c := range map[string]struct {
		a, b Sample
		same bool
	}{
		"as it is":                             {kg(at, 782, 1), kg(at, 782, 1), true},
		"a fraction of the second cut":         {kg(at, 782, 1), kg(at+999, 782, 1), true},
		"the next second":                      {kg(at, 782, 1), kg(at+1000, 782, 1), false},
		"before 1970":                          {kg(-1, 782, 1), kg(-1000, 782, 1), true},
		"on both sides of 1970":                {kg(-1, 782, 1), kg(0, 782, 1), false},
		"pounds with one decimal of kilograms": {lb(at, 1725, 1), kg(at, 782345, 4), true},
		"the next tenth of a pound":            {lb(at, 1726, 1), kg(at, 782345, 4), false},
		"rounded half up":                      {kg(at, 783, 1), kg(at, 7825, 2), true},
		"another tenth":                        {kg(at, 783, 1), kg(at, 782, 1), false},
		"trailing zeros are written":           {kg(at, 7800, 2), kg(at, 7801, 2), false},
		"over an interval":                     {kg(at, 782, 1), Sample{Start: at, Duration: 1000, Value: Decimal{782, 1}, Unit: Kilogram}, false},
	} {
		if c.a.SameMeasurement(c.b) != c.same || c.b.SameMeasurement(c.a) != c.same {
			t.Errorf("%s: want %v", name, c.same)
		}
	}
	for id, want := range map[MetricID]bool{
		"weight": true, "systolic": true, "heart_rate": true, "spo2": true, "glucose": true,
		"steps": false, "sleep_stage": false, "calories_active": false, "raw_bed_x": false, "room_temperature": false,
	} {
		if m, ok := Lookup(id); !ok || m.TakenOnce() != want {
			t.Errorf("%s: taken once %v", id, !want)
		}
	}
}
