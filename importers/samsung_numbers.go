package importers

import "vitalkeep/health"

// samsungType is a type of data of which rows are numbers of metrics.
type samsungType struct {
	source health.SourceID
	span   bool // the numbers belong to the whole span of the row
	values []samsungValue
}

// samsungValue is a column that is a sample.
type samsungValue struct {
	column string
	metric health.MetricID
	unit   health.Unit
	// absent tells that 0 means that nothing was measured.
	absent bool
}

// samsungTypes: masses are in kilograms, heights in centimetres, distances in
// metres, temperatures in °C. Metrics that the catalogue does not know name
// their unit. The water and the muscle of a body are not: makers differ in what
// they mean by them.
var samsungTypes = map[string]samsungType{
	"com.samsung.health.weight": {source: samsungExport, values: []samsungValue{
		{column: "weight", metric: "weight", unit: health.Kilogram},
		{column: "body_fat", metric: "fat_ratio", unit: health.Percent, absent: true},
		{column: "body_fat_mass", metric: "fat_mass", unit: health.Kilogram, absent: true},
		{column: "fat_free_mass", metric: "fat_free_mass", unit: health.Kilogram, absent: true},
		{column: "muscle_mass", metric: "muscle_mass", unit: health.Kilogram, absent: true},
		{column: "skeletal_muscle_mass", metric: health.GenericID("skeletal muscle mass kg"), absent: true},
		{column: "total_body_water", metric: health.GenericID("total body water"), absent: true},
		{column: "basal_metabolic_rate", metric: health.GenericID("basal metabolic rate kcal"), absent: true},
	}},
	"com.samsung.health.height":                     {source: samsungExport, values: []samsungValue{{column: "height", metric: "height", unit: health.Centimetre}}},
	"com.samsung.health.body_temperature":           {source: samsungExport, values: []samsungValue{{column: "temperature", metric: "body_temperature", unit: health.Celsius}}},
	"com.samsung.health.skin_temperature":           {source: samsungExport, span: true, values: []samsungValue{{column: "temperature", metric: "skin_temperature", unit: health.Celsius}}},
	"com.samsung.health.respiratory_rate":           {source: samsungExport, span: true, values: []samsungValue{{column: "average", metric: "respiratory_rate", unit: health.PerMinute, absent: true}}},
	"com.samsung.shealth.tracker.oxygen_saturation": {source: samsungExport, span: true, values: []samsungValue{{column: "spo2", metric: "spo2", unit: health.Percent, absent: true}}},
	"com.samsung.health.hrv":                        {source: samsungExport, span: true}, // the numbers stand in recordings
	"com.samsung.shealth.stress":                    {source: samsungExport, span: true, values: []samsungValue{{column: "score", metric: health.GenericID("stress")}}},
	"com.samsung.health.water_intake":               {source: samsungExport, values: []samsungValue{{column: "amount", metric: health.GenericID("drunk mL")}}},
	"com.samsung.health.floors_climbed":             {source: samsungTracker, span: true, values: []samsungValue{{column: "floor", metric: "floors", unit: health.Count}}},
	"com.samsung.shealth.tracker.pedometer_step_count": {source: samsungTracker, span: true, values: []samsungValue{
		{column: "count", metric: "steps", unit: health.Count},
		{column: "distance", metric: "distance", unit: health.Metre},
	}},
}

// numbers reads a table of a type whose rows are numbers.
func (t *samsungTable) numbers() error {
	kind := samsungTypes[t.kind]
	type place struct {
		samsungValue
		at int
		m  health.Metric
	}
	var places []place
	for _, v := range kind.values {
		if at := t.column(v.column); at >= 0 {
			places = append(places, place{v, at, metric(v.metric)})
		}
	}
	if t.start < 0 || len(places) == 0 && len(kind.values) > 0 {
		t.row = 0
		return t.refuse("", reasonNoColumn)
	}
	for {
		s, ok, err := t.nextSpan()
		if !ok || err != nil {
			return err
		}
		if t.recorded() {
			continue
		}
		if !kind.span {
			s.Duration = 0
		}
		before, n := t.report.Rejected, 0
		for _, p := range places {
			if p.absent && isZero(t.text(p.at)) {
				continue
			}
			d, present, err := t.numeric(p.at, p.m, p.unit)
			if err != nil {
				return err
			}
			if !present {
				continue
			}
			n++
			s.Value, s.Form, s.Unit = d, health.FormOf(t.text(p.at), d), p.unit
			if err := t.sample(p.metric, t.source(kind.source), s); err != nil {
				return err
			}
		}
		if n == 0 && t.report.Rejected == before {
			if err := t.reject(-1, reasonNothing); err != nil {
				return err
			}
		}
	}
}

// heartRates reads single heart rates and means over spans; what a recording
// holds minute by minute is read there.
func (t *samsungTable) heartRates() error {
	rate, m := t.column("heart_rate"), metric("heart_rate")
	if t.start < 0 || rate < 0 {
		t.row = 0
		return t.refuse("", reasonNoColumn)
	}
	for {
		s, ok, err := t.nextSpan()
		if !ok || err != nil {
			return err
		}
		if t.recorded() {
			continue
		}
		if len(t.text(rate)) == 0 || isZero(t.text(rate)) {
			if err := t.reject(rate, reasonNothing); err != nil {
				return err
			}
			continue
		}
		if s.Value, ok, err = t.numeric(rate, m, health.PerMinute); err != nil {
			return err
		}
		if !ok {
			continue
		}
		s.Unit, s.Form = health.PerMinute, health.FormOf(t.text(rate), s.Value)
		if err := t.sample(m.ID, t.source(samsungExport), s); err != nil {
			return err
		}
	}
}

// pressures reads blood pressures; the pulse beside them may be missing.
func (t *samsungTable) pressures() error {
	sys, dia, pulse := t.column("systolic"), t.column("diastolic"), t.column("pulse")
	if t.start < 0 || sys < 0 || dia < 0 {
		t.row = 0
		return t.refuse("", reasonNoColumn)
	}
	mS, mD := metric("systolic"), metric("diastolic")
	for {
		s, ok, err := t.nextSpan()
		if !ok || err != nil {
			return err
		}
		s.Duration = 0
		source := t.source(samsungExport)
		if !isZero(t.text(pulse)) {
			if _, err := t.spot(source, s.Start, s.Offset, []reading{{pulse, metric("heart_rate"), health.PerMinute}}); err != nil {
				return err
			}
		}
		if len(t.text(sys)) == 0 || len(t.text(dia)) == 0 {
			if err := t.reject(sys, reasonHalfPressure); err != nil {
				return err
			}
			continue
		}
		high, okS, err := t.numeric(sys, mS, health.MillimetreOfMercury)
		if err != nil {
			return err
		}
		low, okD, err := t.numeric(dia, mD, health.MillimetreOfMercury)
		switch {
		case err != nil:
			return err
		case !okS || !okD:
			continue
		case high.Float64() <= low.Float64():
			if err := t.reject(sys, reasonUpsidePressure); err != nil {
				return err
			}
			continue
		}
		s.Unit, s.Value, s.Form = health.MillimetreOfMercury, high, health.FormOf(t.text(sys), high)
		if err := t.sample(mS.ID, source, s); err != nil {
			return err
		}
		s.Value, s.Form = low, health.FormOf(t.text(dia), low)
		if err := t.sample(mD.ID, source, s); err != nil {
			return err
		}
	}
}

// mergedSteps is the source of rows that have the totals of all devices.
const mergedSteps = "-2"

// days reads the totals of local days. Of each day there are rows for every
// device besides, which are left alone: adding them up would count steps twice.
func (t *samsungTable) days() error {
	day, from := t.column("day_time"), t.column("source_type")
	values := []samsungValue{{column: "count", metric: "steps", unit: health.Count}, {column: "distance", metric: "distance", unit: health.Metre}}
	if day < 0 || from < 0 || t.column("count") < 0 {
		t.row = 0
		return t.refuse("", reasonNoColumn)
	}
	if t.zone.loc == nil {
		return &FileError{File: t.file.name, Reason: "its times are local, and nothing in it names the time zone", Hint: "Choose the zone that was lived in.", Err: ErrZoneNeeded}
	}
	for {
		ok, err := t.nextRow()
		if !ok || err != nil {
			return err
		}
		if string(t.text(from)) != mergedSteps {
			continue
		}
		d, ok := samsungDay(t.text(day))
		if !ok {
			if err := t.reject(day, "not a day, as milliseconds of its midnight in UTC"); err != nil {
				return err
			}
			continue
		}
		start, end := d.Bounds(t.zone.loc)
		if !health.PossibleTime(start) {
			if err := t.reject(day, reasonNoSuchYear); err != nil {
				return err
			}
			continue
		}
		for _, v := range values {
			n, present, err := t.numeric(t.column(v.column), metric(v.metric), v.unit)
			if err != nil {
				return err
			}
			if !present {
				continue
			}
			if err := t.sample(v.metric, samsungDaily, health.Sample{
				Start: start, Duration: end - start, Value: n, Form: health.FormOf(t.text(t.column(v.column)), n), Unit: v.unit, Offset: t.zone.at(start), Origin: t.origin(),
			}); err != nil {
				return err
			}
		}
	}
}

const dayMillis = 24 * 3600 * 1000

// samsungDay reads a day: milliseconds of its midnight on a clock in UTC, or the
// same as a text. Any other time of the day is no day.
func samsungDay(cell []byte) (health.Date, bool) {
	ms, ok := samsungTime(cell)
	if !ok {
		d, err := health.ParseDecimal(cell)
		if ms, ok = d.Rescale(0); err != nil || !ok {
			return health.Date{}, false
		}
	}
	if ms%dayMillis != 0 || !health.PossibleTime(ms) {
		return health.Date{}, false
	}
	return health.DateAt(ms, 0), true
}
