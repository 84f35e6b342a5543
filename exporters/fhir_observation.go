package exporters

import (
	"encoding/json"
	"slices"
	"strconv"

	"vitalkeep/health"
)

// patientOf returns the person.
func patientOf(p health.Profile) patient {
	id := personID(p)
	out := patient{ResourceType: "Patient", ID: id, Identifier: uuids(id)}
	if p.Name != "" {
		out.Name = []humanName{{p.Name}}
	}
	return out
}

// uuids is the identifier that a resource keeps wherever it goes.
func uuids(id string) []identifier { return []identifier{{"urn:ietf:rfc:3986", "urn:uuid:" + id}} }

// deviceWords say what kinds of devices are.
var deviceWords = map[health.DeviceKind]string{
	health.Tracker: "Activity tracker", health.Scale: "Scale", health.SleepMonitor: "Sleep monitor",
	health.HomeMonitor: "Home monitor", health.PressureMonitor: "Blood pressure monitor",
	health.BabyMonitor: "Baby monitor", health.Thermometer: "Thermometer",
}

// deviceOf returns what measured a metric of a source: the household's device
// where one is known to give it, else whatever the source is called.
func (f *fhir) deviceOf(m health.MetricID, source health.SourceID) device {
	i := slices.IndexFunc(f.opts.Devices, func(d health.Device) bool {
		model, ok := health.DeviceModelByID(d.Model)
		return ok && slices.Contains(d.Sources, source) && model.Measures(m) &&
			(len(d.Owners) == 0 || slices.Contains(d.Owners, f.opts.Profile.ID))
	})
	out := device{ResourceType: "Device", Status: "active"}
	if i < 0 {
		out.ID = stableID("device", f.person, string(source))
		out.Names = []deviceName{{source.Name(), "user-friendly-name"}}
	} else {
		d := f.opts.Devices[i]
		model, _ := health.DeviceModelByID(d.Model)
		out.ID = stableID("device", f.person, string(d.ID[:]))
		out.Manufacturer, out.Model, out.Serial = model.Maker, model.Name, d.Serial
		name := d.Nickname
		if name == "" {
			name = model.Maker + " " + model.Name
		}
		out.Names = []deviceName{{name, "user-friendly-name"}}
		out.Type = &concept{Text: deviceWords[model.Kind]}
	}
	out.Identifier = uuids(out.ID)
	out.Patient = f.patientRef()
	return out
}

func (f *fhir) patientRef() *reference { return &reference{Reference: f.refTo("Patient", f.person)} }

// begin returns what all observations have in common. Its identity comes from
// the person, what was measured, by what and when, and from nothing else.
func (f *fhir) begin(what string, m health.MetricID, source health.SourceID, start, duration int64, offset int32) observation {
	id := stableID("observation", f.person, what, string(source), strconv.FormatInt(start, 10))
	o := observation{
		ResourceType: "Observation", ID: id, Identifier: uuids(id), Status: "final",
		Subject: *f.patientRef(),
	}
	if duration > 0 {
		o.Over = &period{fhirTime(start, offset), fhirTime(start+duration, offset)}
	} else {
		o.At = fhirTime(start, offset)
	}
	switch makerOf(source) {
	case handMade:
		o.Performer = []reference{*f.patientRef()}
		o.Meta = &meta{Tag: []coding{{ownSystem, "manual-entry", "Typed in by the person"}}}
	case deviceMade:
		o.Device = &reference{Reference: f.refTo("Device", f.devices[measuredBy{m, source}])}
	case unknownMaker:
	}
	return o
}

// fhirTime writes an instant with its offset, which FHIR has in whole minutes
// up to 14 hours.
func fhirTime(ms int64, offset int32) string {
	const most = 14 * 3600
	if offset < -most || offset > most {
		offset = 0
	}
	return stamp(ms, offset-offset%60)
}

func (o *observation) inCategory(name string) {
	if name != "" {
		o.Category = []concept{{Coding: []coding{{System: categorySystem, Code: name}}}}
	}
}

func (o *observation) claim(profile string) {
	if profile == "" {
		return
	}
	if o.Meta == nil {
		o.Meta = &meta{}
	}
	o.Meta.Profile = []string{fhirProfile + profile}
}

// conceptOf names a metric.
func conceptOf(m health.MetricID, c fhirCode, daily bool) concept {
	name := string(m)
	if known, ok := health.Lookup(m); ok {
		name = known.Name
	}
	codes := c.loinc
	if daily && c.daily != nil {
		codes = c.daily
	}
	if codes == nil {
		codes = []coding{{ownSystem, string(m), name}}
	}
	return concept{Coding: codes, Text: name}
}

// quantityOf writes a number in its own unit, or in one that the profile of the
// metric allows.
func quantityOf(s health.Sample, c fhirCode) (*quantity, bool) {
	unit, value := s.Unit, s.Value
	if c.units != nil && !slices.Contains(c.units, unit) {
		ok := false
		for _, to := range c.units { // one that needs no rounding, if there is one
			if value, ok = exactly(s.Value, s.Unit, to); ok {
				unit = to
				break
			}
		}
		if !ok {
			if value, ok = inUnit(s, c.units[0], 2); !ok {
				return nil, false
			}
			unit = c.units[0]
		}
	}
	code, ok := ucum[unit]
	if !ok { // a unit that UCUM does not have
		if value, ok = inUnit(health.Sample{Value: value, Unit: unit}, unit.Canonical(), 6); !ok {
			return nil, false
		}
		unit = unit.Canonical()
		code = ucum[unit]
	}
	if c.unitName != "" {
		code = c.unitName
	}
	word := unit.Symbol()
	if w, ok := unitWords[unit]; ok {
		word = w
	}
	if unit == health.NoUnit && c.unitName != "" {
		word = c.unitName
	}
	return &quantity{json.Number(value.String()), word, ucumSystem, code}, true
}

// stageWords are the values of sleep_stage.
var stageWords = map[int64]string{
	health.StageAwake: "Awake", health.StageLight: "Light sleep", health.StageDeep: "Deep sleep", health.StageREM: "REM sleep",
}

// ofReading returns the observation of one reading; false for one whose unit
// does not fit.
func (f *fhir) ofReading(r health.Reading) (observation, bool) {
	c := codeOf(r.Metric, r.Unit)
	o := f.begin(string(r.Metric), r.Metric, r.Source, r.Start, r.Duration, r.Offset)
	o.inCategory(c.category)
	o.claim(c.profile)
	o.Code = conceptOf(r.Metric, c, r.WholeDay())
	f.note(&o, r.Metric, r.Source, r.Start)
	if r.Metric == "sleep_stage" {
		if n, ok := r.Value.Rescale(0); ok && stageWords[n] != "" {
			o.Concept = &concept{Coding: []coding{{ownSystem, "sleep_stage_" + strconv.FormatInt(n, 10), stageWords[n]}}}
			return o, true
		}
	}
	var ok bool
	o.Quantity, ok = quantityOf(r.Sample, c)
	return o, ok
}

// ofPressure returns the panel of a blood pressure.
func (f *fhir) ofPressure(systolic, diastolic health.Reading) (observation, bool) {
	o := f.begin("blood_pressure", "systolic", systolic.Source, systolic.Start, systolic.Duration, systolic.Offset)
	o.inCategory(vitalSigns)
	o.claim("bp")
	o.Code = concept{Coding: pressurePanel, Text: "Blood pressure"}
	for _, r := range []health.Reading{systolic, diastolic} {
		c := codeOf(r.Metric, r.Unit)
		q, ok := quantityOf(r.Sample, c)
		if !ok {
			return o, false
		}
		o.Component = append(o.Component, component{conceptOf(r.Metric, c, false), q})
		f.note(&o, r.Metric, r.Source, r.Start)
	}
	return o, true
}

// ofNight returns how long somebody slept in a night; false where it does not
// say.
func (f *fhir) ofNight(e health.Entry) (observation, bool) {
	total, ok := sleptSeconds(e)
	if !ok || e.Duration <= 0 {
		return observation{}, false
	}
	o := f.begin("sleep_night "+e.Key, "", e.Source, e.Start, e.Duration, e.Offset)
	o.Code = concept{Coding: sleepTotal, Text: "Sleep duration"}
	o.Quantity, ok = quantityOf(health.Sample{Value: total, Unit: health.Second}, fhirCode{})
	return o, ok
}

// sleptSeconds adds up the stages of a night in which somebody slept.
func sleptSeconds(e health.Entry) (health.Decimal, bool) {
	sum, some := health.Decimal{Places: 3}, false
	for _, name := range []string{"light (s)", "deep (s)", "rem (s)"} {
		d, err := health.ParseDecimal(e.Field(name))
		if err != nil {
			continue
		}
		ms, ok := d.Rescale(3)
		if !ok || ms < 0 || ms > longestSpan {
			return health.Decimal{}, false
		}
		sum.Mantissa += ms
		some = true
	}
	return sum.Normal(), some
}

// ofWorkout returns a workout by the name that its source gave it.
func (f *fhir) ofWorkout(e health.Entry) (observation, bool) {
	if e.Duration <= 0 {
		return observation{}, false
	}
	o := f.begin("workout "+e.Key, "", e.Source, e.Start, e.Duration, e.Offset)
	o.inCategory(activity)
	o.Code = concept{Coding: exercise, Text: "Workout"}
	if o.Text = workoutName(e); o.Text == "" {
		o.Text = "Workout"
	}
	minutes := health.Sample{Value: health.Decimal{Mantissa: e.Duration, Places: 3}.Normal(), Unit: health.Second}
	q, _ := quantityOf(minutes, fhirCode{})
	o.Component = []component{{concept{Coding: exerciseSpan, Text: "Duration"}, q}}
	return o, true
}

// workoutName is what a source called a workout.
func workoutName(e health.Entry) string {
	for _, field := range []string{"Activity type", health.FieldName, "activity", "type"} {
		if text := e.Field(field); text != "" {
			return text
		}
	}
	return e.Key
}
