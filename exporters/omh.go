package exporters

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"time"

	"vitalkeep/health"
)

// omhSchema is a schema of Open mHealth for the body of a data point.
type omhSchema struct {
	name, version string
	metrics       []health.MetricID
	// field holds the value; counts are bare numbers.
	field string
	bare  bool
	// units are the schema's words; the first is converted to.
	units []omhUnit
	// interval schemas refuse instants.
	interval bool
	fixed    []omhField
}

type omhUnit struct {
	unit health.Unit
	word string
}

type omhField struct{ name, text string }

// omhSchemas are those whose units and fields are known for certain, in the
// versions that need nothing of other standards.
var omhSchemas = []omhSchema{
	{name: "body-weight", version: "2.0", metrics: []health.MetricID{"weight"}, field: "body_weight", units: []omhUnit{
		{health.Pound, "lb"}, {health.Kilogram, "kg"}, {health.Gram, "g"},
	}},
	{name: "body-height", version: "1.0", metrics: []health.MetricID{"height"}, field: "body_height", units: []omhUnit{
		{health.Metre, "m"}, {health.Centimetre, "cm"}, {health.Millimetre, "mm"}, {health.Inch, "in"}, {health.Foot, "ft"},
	}},
	{name: "body-fat-percentage", version: "1.0", metrics: []health.MetricID{"fat_ratio"}, field: "body_fat_percentage", units: []omhUnit{{health.Percent, "%"}}},
	{name: "body-mass-index", version: "2.0", metrics: []health.MetricID{"bmi"}, field: "body_mass_index", units: []omhUnit{{health.KilogramPerSquareMetre, "kg/m^2"}}},
	{name: "heart-rate", version: "2.0", metrics: []health.MetricID{"heart_rate"}, field: "heart_rate", units: []omhUnit{{health.PerMinute, "beats/min"}}},
	{
		name: "oxygen-saturation", version: "2.0", metrics: []health.MetricID{"spo2"}, field: "oxygen_saturation", units: []omhUnit{{health.Percent, "%"}},
		fixed: []omhField{{"system", "peripheral capillary"}, {"measurement_method", "pulse oximetry"}},
	},
	{name: "respiratory-rate", version: "2.0", metrics: []health.MetricID{"respiratory_rate"}, field: "respiratory_rate", units: []omhUnit{{health.PerMinute, "breaths/min"}}},
	{name: "body-temperature", version: "4.0", metrics: []health.MetricID{"body_temperature"}, field: "body_temperature", units: []omhUnit{{health.Celsius, "C"}, {health.Fahrenheit, "F"}}},
	{name: "blood-glucose", version: "3.0", metrics: []health.MetricID{"glucose"}, field: "blood_glucose", units: []omhUnit{{health.MillimolePerLitre, "mmol/L"}, {health.MilligramPerDecilitre, "mg/dL"}}},
	{name: "step-count", version: "2.0", metrics: []health.MetricID{"steps"}, field: "step_count", bare: true, interval: true, units: []omhUnit{{health.Count, ""}}},
	{name: "calories-burned", version: "2.0", metrics: []health.MetricID{"calories_active"}, field: "kcal_burned", interval: true, units: []omhUnit{{health.Kilocalorie, "kcal"}}},
}

// Schemas whose bodies are made of more than one value.
var (
	omhPressure = omhSchema{name: "blood-pressure", version: "4.0", metrics: []health.MetricID{"systolic", "diastolic"}}
	omhSleep    = omhSchema{name: "sleep-episode", version: "1.0"}
	omhActivity = omhSchema{name: "physical-activity", version: "1.2"}
)

// omhMetrics are all that a schema is there for.
func omhMetrics() []health.MetricID {
	all := slices.Clone(omhPressure.metrics)
	for _, s := range omhSchemas {
		all = append(all, s.metrics...)
	}
	return all
}

type omhPoint struct {
	Header omhHeader      `json:"header"`
	Body   map[string]any `json:"body"`
}

type omhHeader struct {
	ID         string        `json:"id"`
	Created    string        `json:"creation_date_time"`
	Schema     omhSchemaID   `json:"schema_id"`
	Provenance omhProvenance `json:"acquisition_provenance"`
	User       string        `json:"user_id"`
}

type omhSchemaID struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Version   string `json:"version"`
}

type omhProvenance struct {
	Source   string `json:"source_name"`
	Created  string `json:"source_creation_date_time"`
	Modality string `json:"modality,omitempty"`
}

type omhValue struct {
	Value json.Number `json:"value"`
	Unit  string      `json:"unit"`
}

// omh is one export on its way.
type omh struct {
	data   Data
	opts   Options
	person string
	tally  *tally
	report *Report
}

// writeOpenMHealth writes the data points of each schema into a file of their
// own, one a line.
func writeOpenMHealth(ctx context.Context, w io.Writer, data Data, opts Options, report *Report) error {
	return zipped(w, opts.At, report, func(a *archive) error {
		x := omh{data: data, opts: opts, person: personID(opts.Profile), report: report}
		series, err := data.Series()
		if err != nil {
			return err
		}
		x.tally = newTally(series, opts)
		has := map[health.MetricID]bool{}
		for _, s := range series {
			has[s.Metric] = true
		}
		if err := a.text("README.txt", omhReadme); err != nil {
			return err
		}
		for _, s := range omhSchemas {
			if !has[s.metrics[0]] {
				continue
			}
			err := a.lines(s.file(), func(line func(any) error) error { return x.values(ctx, s, line) })
			if err != nil {
				return err
			}
		}
		if has["systolic"] || has["diastolic"] {
			err := a.lines(omhPressure.file(), func(line func(any) error) error { return x.pressures(ctx, line) })
			if err != nil {
				return err
			}
		}
		if err := x.entries(ctx, a); err != nil {
			return err
		}
		x.tally.done()
		return nil
	})
}

func (s omhSchema) file() string { return s.name + ".ndjson" }

// point begins a data point.
func (x *omh) point(s omhSchema, what string, source health.SourceID, start, duration int64, offset int32) omhPoint {
	p := omhPoint{
		Header: omhHeader{
			ID:         stableID("data point", x.person, what, string(source), strconv.FormatInt(start, 10)),
			Created:    x.opts.At.UTC().Format(time.RFC3339),
			Schema:     omhSchemaID{"omh", s.name, s.version},
			Provenance: omhProvenance{Source: source.Name(), Created: fhirTime(start+duration, offset)},
			User:       x.person,
		},
		Body: map[string]any{},
	}
	switch makerOf(source) {
	case deviceMade:
		p.Header.Provenance.Modality = "sensed"
	case handMade:
		p.Header.Provenance.Modality = "self-reported"
	case unknownMaker:
	}
	if duration > 0 {
		p.Body["effective_time_frame"] = map[string]any{"time_interval": map[string]string{
			"start_date_time": fhirTime(start, offset), "end_date_time": fhirTime(start+duration, offset),
		}}
	} else {
		p.Body["effective_time_frame"] = map[string]string{"date_time": fhirTime(start, offset)}
	}
	for _, f := range s.fixed {
		p.Body[f.name] = f.text
	}
	return p
}

// value writes a reading in a unit of the schema.
func (s omhSchema) value(r health.Reading) (any, bool) {
	i := slices.IndexFunc(s.units, func(u omhUnit) bool { return u.unit == r.Unit })
	v := r.Value
	if i < 0 {
		i = max(slices.IndexFunc(s.units, func(u omhUnit) bool { _, ok := exactly(r.Value, r.Unit, u.unit); return ok }), 0)
		var ok bool
		if v, ok = inUnit(r.Sample, s.units[i].unit, 2); !ok {
			return nil, false
		}
	}
	number := json.Number(v.String())
	if s.bare {
		return number, true
	}
	return omhValue{number, s.units[i].word}, true
}

// values writes the data points of a schema of one value.
func (x *omh) values(ctx context.Context, s omhSchema, line func(any) error) error {
	for r, err := range x.data.Shown(ctx, s.metrics[0], earliest, latest) {
		if err != nil {
			return err
		}
		x.tally.add(1)
		v, ok := s.value(r)
		if !ok || s.interval && r.Duration <= 0 {
			x.report.Left++
			continue
		}
		p := x.point(s, string(r.Metric), r.Source, r.Start, r.Duration, r.Offset)
		p.Body[s.field] = v
		if err := line(p); err != nil {
			return err
		}
		x.report.Samples++
	}
	return nil
}

var omhMercury = omhSchema{units: []omhUnit{{health.MillimetreOfMercury, "mmHg"}}}

// pressures writes blood pressures; the schema needs both numbers.
func (x *omh) pressures(ctx context.Context, line func(any) error) error {
	for m, err := range gathered(ctx, x.data, omhPressure.metrics...) {
		if err != nil {
			return err
		}
		for _, g := range m.bySource() {
			x.tally.add(len(g.readings))
			s, d := g.of("systolic"), g.of("diastolic")
			if s == nil || d == nil {
				x.report.Left += len(g.readings)
				continue
			}
			high, okH := omhMercury.value(*s)
			low, okL := omhMercury.value(*d)
			if !okH || !okL {
				x.report.Left += len(g.readings)
				continue
			}
			p := x.point(omhPressure, "blood_pressure", s.Source, s.Start, s.Duration, s.Offset)
			p.Body["systolic_blood_pressure"], p.Body["diastolic_blood_pressure"] = high, low
			if err := line(p); err != nil {
				return err
			}
			x.report.Samples += len(g.readings)
		}
	}
	return nil
}

// entries writes nights and workouts.
func (x *omh) entries(ctx context.Context, a *archive) error {
	some := map[health.EntryKind]bool{}
	for e, err := range x.data.Entries(ctx, earliest, latest) {
		if err != nil {
			return err
		}
		some[e.Kind] = true
	}
	for _, k := range []struct {
		kind   health.EntryKind
		schema omhSchema
		fill   func(health.Entry, map[string]any) bool
	}{
		{health.SleepNight, omhSleep, sleepBody},
		{health.Workout, omhActivity, activityBody},
	} {
		if !some[k.kind] {
			continue
		}
		err := a.lines(k.schema.file(), func(line func(any) error) error {
			for e, err := range x.data.Entries(ctx, earliest, latest) {
				if err != nil {
					return err
				}
				if e.Kind != k.kind {
					continue
				}
				p := x.point(k.schema, k.kind.String()+" "+e.Key, e.Source, e.Start, e.Duration, e.Offset)
				if e.Duration <= 0 || !k.fill(e, p.Body) {
					x.report.Left++
					continue
				}
				if err := line(p); err != nil {
					return err
				}
				x.report.Entries++
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// sleepBody fills in what a night says of sleep.
func sleepBody(e health.Entry, body map[string]any) bool {
	if total, ok := sleptSeconds(e); ok {
		body["total_sleep_time"] = omhValue{json.Number(total.String()), "sec"}
	}
	if n, err := strconv.Atoi(cmp.Or(e.Field("wake up"), "-")); err == nil && n >= 0 {
		body["number_of_awakenings"] = n
	}
	return true
}

// activityBody fills in the name of a workout, which the schema requires.
func activityBody(e health.Entry, body map[string]any) bool {
	name := workoutName(e)
	body["activity_name"] = name
	return name != ""
}

const omhReadme = `Health data exported by Vitalkeep as Open mHealth data points

One file for each schema, one data point a line (newline-delimited JSON). The
header names the schema and its version, and how the value was acquired: sensed
by a device, or self-reported by the person; where a file did not say, neither is
claimed. Numbers are as they were written.
`
