package importers

import (
	"math"
	"strconv"

	"vitalkeep/health"
)

// hcTable is a table of which every row is a number of one metric, or several.
type hcTable struct {
	name     string
	interval bool
	values   []hcValue
}

// hcValue is a column that is a sample.
type hcValue struct {
	column string
	metric health.MetricID
	unit   health.Unit
	many   bool // one of several, each of which may be missing
}

// hcTables: masses are in grams, energy in calories (thousandths of what labels
// call calories), lengths in metres, glucose in mmol/L, volumes in litres,
// metabolic rates in watts. Metrics that the catalogue does not know name their
// unit.
var hcTables = []hcTable{
	{name: "weight_record_table", values: []hcValue{{column: "weight", metric: "weight", unit: health.Gram}}},
	{name: "body_fat_record_table", values: []hcValue{{column: "percentage", metric: "fat_ratio", unit: health.Percent}}},
	{name: "lean_body_mass_record_table", values: []hcValue{{column: "mass", metric: "fat_free_mass", unit: health.Gram}}},
	{name: "body_water_mass_record_table", values: []hcValue{{column: "body_water_mass", metric: "water_mass", unit: health.Gram}}},
	{name: "bone_mass_record_table", values: []hcValue{{column: "mass", metric: "bone_mass", unit: health.Gram}}},
	{name: "height_record_table", values: []hcValue{{column: "height", metric: "height", unit: health.Metre}}},
	{name: "heart_rate_variability_rmssd_record_table", values: []hcValue{{column: "heart_rate_variability_millis", metric: "hrv_rmssd", unit: health.Millisecond}}},
	{name: "oxygen_saturation_record_table", values: []hcValue{{column: "percentage", metric: "spo2", unit: health.Percent}}},
	{name: "respiratory_rate_record_table", values: []hcValue{{column: "rate", metric: "respiratory_rate", unit: health.PerMinute}}},
	{name: "blood_glucose_record_table", values: []hcValue{{column: "level", metric: "glucose", unit: health.MillimolePerLitre}}},
	{name: "body_temperature_record_table", values: []hcValue{{column: "temperature", metric: "body_temperature", unit: health.Celsius}}},
	{name: "vo2_max_record_table", values: []hcValue{{column: "vo2_milliliters_per_minute_kilogram", metric: "vo2max", unit: health.MillilitrePerKilogramMinute}}},
	{name: "resting_heart_rate_record_table", values: []hcValue{{column: "beats_per_minute", metric: health.GenericID("resting heart rate")}}},
	{name: "basal_body_temperature_record_table", values: []hcValue{{column: "temperature", metric: health.GenericID("basal body temperature degC")}}},
	{name: "basal_metabolic_rate_record_table", values: []hcValue{{column: "basal_metabolic_rate", metric: health.GenericID("basal metabolic rate W")}}},
	{name: "steps_record_table", interval: true, values: []hcValue{{column: "count", metric: "steps", unit: health.Count}}},
	{name: "distance_record_table", interval: true, values: []hcValue{{column: "distance", metric: "distance", unit: health.Metre}}},
	{name: "active_calories_burned_record_table", interval: true, values: []hcValue{{column: "energy", metric: "calories_active", unit: health.Calorie}}},
	{name: "total_calories_burned_record_table", interval: true, values: []hcValue{{column: "energy", metric: health.GenericID("total energy burned cal")}}},
	{name: "floors_climbed_record_table", interval: true, values: []hcValue{{column: "floors", metric: "floors", unit: health.Count}}},
	{name: "elevation_gained_record_table", interval: true, values: []hcValue{{column: "elevation", metric: "elevation", unit: health.Metre}}},
	{name: "wheelchair_pushes_record_table", interval: true, values: []hcValue{{column: "count", metric: health.GenericID("wheelchair pushes")}}},
	{name: "hydration_record_table", interval: true, values: []hcValue{{column: "volume", metric: health.GenericID("drunk L")}}},
	{name: "nutrition_record_table", interval: true, values: []hcValue{
		{column: "energy", metric: health.GenericID("eaten energy cal"), many: true},
		{column: "protein", metric: health.GenericID("eaten protein g"), many: true},
		{column: "total_carbohydrate", metric: eatenCarbohydrate, many: true},
		{column: "sugar", metric: health.GenericID("eaten sugar g"), many: true},
		{column: "dietary_fiber", metric: health.GenericID("eaten fibre g"), many: true},
		{column: "total_fat", metric: health.GenericID("eaten fat g"), many: true},
		{column: "saturated_fat", metric: health.GenericID("eaten saturated fat g"), many: true},
		{column: "sodium", metric: health.GenericID("eaten sodium g"), many: true},
		{column: "caffeine", metric: health.GenericID("eaten caffeine g"), many: true},
	}},
}

// numbers reads a table of numbers.
func (h *hcReader) numbers(t hcTable) error {
	columns := hcInstant
	if t.interval {
		columns = hcInterval
	}
	columns = columns[:len(columns):len(columns)]
	first := len(columns)
	for _, v := range t.values {
		columns = append(columns, hcColumn{v.column, v.many})
	}
	return h.table(t.name, columns, func(r hcRow) error {
		s, ok, err := r.when()
		if !ok || err != nil {
			return err
		}
		found := false
		for i, v := range t.values {
			if v.many && hcMissing(r.values[first+i]) {
				continue
			}
			found = true
			if s.Value, ok, err = r.number(first+i, v.metric, v.unit); err != nil {
				return err
			}
			if !ok {
				continue
			}
			s.Unit = v.unit
			if err := h.sample(v.metric, r.source("other"), s); err != nil {
				return err
			}
		}
		if !found {
			return h.refuse(t.name, reasonNothing)
		}
		return nil
	})
}

const hcPressure = "blood_pressure_record_table"

// bloodPressure: the two pressures belong together.
func (h *hcReader) bloodPressure() error {
	columns := append(hcInstant[:len(hcInstant):len(hcInstant)], hcColumn{"systolic", false}, hcColumn{"diastolic", false})
	at := len(hcInstant)
	return h.table(hcPressure, columns, func(r hcRow) error {
		s, ok, err := r.when()
		if !ok || err != nil {
			return err
		}
		sys, okS, err := r.number(at, "systolic", health.MillimetreOfMercury)
		if err != nil {
			return err
		}
		dia, okD, err := r.number(at+1, "diastolic", health.MillimetreOfMercury)
		switch {
		case err != nil || !okS || !okD:
			return err
		case sys.Float64() <= dia.Float64():
			return h.refuse(r.named(at), reasonUpsidePressure)
		}
		s.Unit = health.MillimetreOfMercury
		source := r.source("other")
		s.Value = sys
		if err := h.sample("systolic", source, s); err != nil {
			return err
		}
		s.Value = dia
		return h.sample("diastolic", source, s)
	})
}

// number reads a number and checks it against what is possible. ok is false for
// one that was rejected.
func (r hcRow) number(column int, id health.MetricID, unit health.Unit) (d health.Decimal, ok bool, err error) {
	d, reason := storedNumber(r.values[column])
	if m := metric(id); reason == "" && !m.Possible.Contains(unit.Value(d)) {
		reason = outside(m)
	}
	if reason != "" {
		return d, false, r.h.refuse(r.named(column), reason)
	}
	return d, true, nil
}

// leastStored is less than any measurement: Android's own code marks numbers
// that were not set with the smallest one that there is.
const leastStored = 1e-300

// hcMissing reports whether a column holds no value.
func hcMissing(v any) bool {
	f, ok := v.(float64)
	return v == nil || ok && math.Abs(f) < leastStored && f != 0
}

// storedNumber turns a number of a database into the shortest decimal that
// means it.
func storedNumber(v any) (d health.Decimal, reason string) {
	if hcMissing(v) {
		return d, reasonNothing
	}
	switch x := v.(type) {
	case int64:
		if d = health.Int(x); x > -1e18 && x < 1e18 {
			return d, ""
		}
		return d, reasonTooManyDigit
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return d, reasonNotANumber
		}
		var buf [32]byte
		d, err := parseNumber(strconv.AppendFloat(buf[:0], x, 'g', -1, 64))
		if err == nil {
			return d, ""
		}
		// Digits beyond the eighteenth place, which only fractions of one have, are
		// those of how binary numbers are kept and not of what was measured.
		if d, ok := health.FromFloat(x, health.MaxPlaces); ok && math.Abs(x) < 1 {
			return d.Normal(), ""
		}
		return d, reasonTooManyDigit
	}
	return d, reasonNotANumber
}
