package exporters_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"vitalkeep/exporters"
	"vitalkeep/health"
)

// written exports a person's data in a format and returns the file.
func written(t *testing.T, name string, p exporters.Data, opts exporters.Options) ([]byte, exporters.Report) {
	t.Helper()
	f, err := exporters.Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "out"+f.Extension)
	report, err := exporters.Export(t.Context(), f, p, path, opts)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw, report
}

// everyMetric has a reading of each metric in each unit that it can be written
// in, of a device, of a person and of a file.
func everyMetric() *person {
	p := &person{}
	start := time.Date(2024, 3, 1, 7, 12, 0, 0, time.UTC).UnixMilli()
	for _, m := range health.Metrics() {
		at, seconds := start, int64(0)
		if m.Shape != health.Instant {
			seconds = 600
		}
		for u := health.Unit(0); u.Known(); u++ {
			if u.Canonical() != m.Unit {
				continue
			}
			for _, s := range []health.SourceID{"withings:export", "manual:hand", "csv:file", "withings:daily"} {
				at += 60_000
				length := seconds
				if s.DayTotals() {
					length = 24 * 3600
				}
				p.add(m.ID, s, at, length, middling(m, u), u, time.FixedZone("", 5*3600+1800))
			}
		}
	}
	p.add("raw_bed_pressure", "withings:bed", start, 60, "-1.50", health.NoUnit, time.UTC)
	p.entries = []health.Entry{
		{Kind: health.SleepNight, Source: "withings:nights", Start: start, Duration: 8 * 3600_000, Fields: []health.Field{{Name: "light (s)", Text: "3000"}, {Name: "deep (s)", Text: "600.5"}}},
		{Kind: health.Workout, Source: "withings:workouts", Key: "Running", Start: start, Duration: 1800_000, Fields: []health.Field{{Name: "Activity type", Text: "Running"}}},
		{Kind: health.Comment, Source: "manual:hand", Start: start + 60_000, Fields: []health.Field{
			{Name: health.FieldMetric, Text: "weight"}, {Name: health.FieldSource, Text: "withings:export"}, {Name: health.FieldText, Text: "after <breakfast>"},
		}},
		{Kind: health.Medicine, Source: "manual:hand", Start: start},
	}
	return p
}

// middling is a number of a unit that is usual for the metric.
func middling(m health.Metric, u health.Unit) string {
	r := m.Plausible
	if m.ID == "sleep_stage" {
		return "2"
	}
	d, ok := health.FromFloat(u.FromCanonical((r.Min+r.Max)/2), 1)
	if !ok {
		panic(m.ID)
	}
	return d.String()
}

// The rules of the vital signs' profiles of FHIR R4: the code that must be there
// and the units that may be.
var vitalRules = map[string]struct {
	codes []string
	units []string
}{
	"bodyweight": {[]string{"29463-7"}, []string{"g", "kg", "[lb_av]"}},
	"bodyheight": {[]string{"8302-2"}, []string{"cm", "[in_i]"}},
	"bmi":        {[]string{"39156-5"}, []string{"kg/m2"}},
	"heartrate":  {[]string{"8867-4"}, []string{"/min"}},
	"resprate":   {[]string{"9279-1"}, []string{"/min"}},
	"bodytemp":   {[]string{"8310-5"}, []string{"Cel", "[degF]"}},
	"oxygensat":  {[]string{"2708-6", "59408-5"}, []string{"%"}},
	"bp":         {[]string{"85354-9"}, []string{"mm[Hg]"}},
}

const (
	profiles   = "http://hl7.org/fhir/StructureDefinition/"
	ownCodes   = "urn:vitalkeep:codes"
	categories = "http://terminology.hl7.org/CodeSystem/observation-category"
)

type fhirConcept struct {
	Coding []struct{ System, Code, Display string }
	Text   string
}

func (c fhirConcept) codes(system string) (out []string) {
	for _, x := range c.Coding {
		if x.System == system {
			out = append(out, x.Code)
		}
	}
	return out
}

type fhirQuantity struct {
	Value              json.Number
	Unit, System, Code string
}

type fhirResource struct {
	ResourceType, ID string
	Meta             struct {
		Profile []string
		Tag     []struct{ System, Code string }
	}
	Identifier           []struct{ System, Value string }
	Status               string
	Category             []fhirConcept
	Code                 fhirConcept
	Subject              struct{ Reference string }
	EffectiveDateTime    string
	EffectivePeriod      *struct{ Start, End string }
	Performer            []struct{ Reference string }
	ValueQuantity        *fhirQuantity
	ValueCodeableConcept *fhirConcept
	ValueString          string
	Note                 []struct{ Text string }
	Device               *struct{ Reference string }
	Component            []struct {
		Code          fhirConcept
		ValueQuantity *fhirQuantity
	}
	Concept []struct{ Code string } // of a CodeSystem
}

var (
	fhirInstant = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([+-]((0\d|1[0-3]):[0-5]\d|14:00))$`)
	fhirID      = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
)

// broken lists what is wrong with an observation.
func broken(o fhirResource) (wrong []string) {
	rule := func(holds bool, words string) {
		if !holds {
			wrong = append(wrong, words)
		}
	}
	rule(fhirID.MatchString(o.ID), "its id is no UUID")
	rule(len(o.Identifier) == 1 && o.Identifier[0].Value == "urn:uuid:"+o.ID && o.Identifier[0].System == "urn:ietf:rfc:3986", "its identifier is not its id")
	rule(o.Status == "final", "its status")
	rule(len(o.Code.Coding) > 0 && o.Code.Text != "", "its code is empty")
	rule(o.Subject.Reference != "", "it has no subject")
	rule((o.EffectiveDateTime != "") != (o.EffectivePeriod != nil), "it has not one time")
	if o.EffectivePeriod != nil {
		rule(fhirInstant.MatchString(o.EffectivePeriod.Start) && fhirInstant.MatchString(o.EffectivePeriod.End), "its period has no offsets")
	} else {
		rule(fhirInstant.MatchString(o.EffectiveDateTime), "its time has no offset")
	}
	values := 0
	for _, has := range []bool{o.ValueQuantity != nil, o.ValueCodeableConcept != nil, o.ValueString != ""} {
		if has {
			values++
		}
	}
	rule(values == 1 || values == 0 && len(o.Component) > 0, "it has not one value")
	for _, c := range slices.Concat([]fhirConcept{o.Code}, o.Category) {
		for _, x := range c.Coding {
			rule(x.System != "" && x.Code != "", "a coding is half empty")
		}
	}
	quantities := []*fhirQuantity{o.ValueQuantity}
	for _, c := range o.Component {
		quantities = append(quantities, c.ValueQuantity)
		rule(len(c.Code.Coding) > 0, "a component has no code")
	}
	for _, q := range quantities {
		if q == nil {
			continue
		}
		rule(q.Value != "" && q.Unit != "" && q.Code != "" && q.System == "http://unitsofmeasure.org", "a quantity is incomplete")
	}
	manual := slices.ContainsFunc(o.Meta.Tag, func(x struct{ System, Code string }) bool { return x.Code == "manual-entry" && x.System == ownCodes })
	rule(manual == (len(o.Performer) == 1) && (!manual || o.Device == nil), "a device and a person made it")
	for _, profile := range o.Meta.Profile {
		name := strings.TrimPrefix(profile, profiles)
		vital, known := vitalRules[name]
		rule(known, "an unknown profile")
		rule(len(o.Category) == 1 && slices.Equal(o.Category[0].codes(categories), []string{"vital-signs"}), "it is no vital sign")
		for _, code := range vital.codes {
			rule(slices.Contains(o.Code.codes("http://loinc.org"), code), "it lacks the code "+code)
		}
		if name == "bp" {
			rule(values == 0 && len(o.Component) == 2, "a panel has a value of its own")
			for i, code := range []string{"8480-6", "8462-4"} {
				rule(i < len(o.Component) && slices.Contains(o.Component[i].Code.codes("http://loinc.org"), code), "the panel lacks "+code)
			}
		} else {
			rule(o.ValueQuantity != nil, "it has no quantity")
		}
		for _, q := range quantities {
			rule(q == nil || slices.Contains(vital.units, q.Code), "a unit that the profile does not have")
		}
	}
	return wrong
}

// resourcesOf reads a bundle and checks how its resources name each other.
func resourcesOf(t *testing.T, raw []byte) (all []fhirResource) {
	t.Helper()
	var bundle struct {
		ResourceType, Type, Timestamp string
		Entry                         []struct {
			FullURL  string `json:"fullUrl"`
			Resource fhirResource
		}
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := dec.Decode(&bundle); err != nil {
		t.Fatal(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		t.Errorf("something stands behind the bundle: %v", err)
	}
	if bundle.ResourceType != "Bundle" || bundle.Type != "collection" || bundle.Timestamp == "" {
		t.Errorf("not a collection: %s, %s", bundle.ResourceType, bundle.Type)
	}
	types := map[string]string{}
	for _, e := range bundle.Entry {
		if types[e.FullURL] != "" || e.FullURL != "urn:uuid:"+e.Resource.ID {
			t.Errorf("%s stands twice or is not %s", e.FullURL, e.Resource.ID)
		}
		types[e.FullURL] = e.Resource.ResourceType
		all = append(all, e.Resource)
	}
	for _, r := range all {
		if r.ResourceType != "Observation" {
			continue
		}
		if types[r.Subject.Reference] != "Patient" || r.Device != nil && types[r.Device.Reference] != "Device" ||
			len(r.Performer) > 0 && types[r.Performer[0].Reference] != "Patient" {
			t.Errorf("%s refers to nothing", r.Code.Text)
		}
	}
	return all
}

func TestEveryObservationKeepsTheRulesOfFHIR(t *testing.T) {
	p := everyMetric()
	raw, report := written(t, "fhir", p, options(health.MetricUnits, losAngeles))
	if report.Samples != len(p.readings) || report.Entries != 3 || report.Left != 1 {
		t.Errorf("%+v of %d readings", report, len(p.readings))
	}
	all := resourcesOf(t, raw)
	var own []string
	claimed := map[string]int{}
	for _, r := range all {
		for _, c := range r.Concept {
			own = append(own, c.Code)
		}
		for _, profile := range r.Meta.Profile {
			claimed[strings.TrimPrefix(profile, profiles)]++
		}
	}
	count, notes := 0, 0
	for _, r := range all {
		if r.ResourceType != "Observation" {
			continue
		}
		count++
		notes += len(r.Note)
		for _, wrong := range broken(r) {
			t.Errorf("%s: %s", r.Code.Text, wrong)
		}
		used := r.Code.codes(ownCodes)
		if r.ValueCodeableConcept != nil {
			used = append(used, r.ValueCodeableConcept.codes(ownCodes)...)
		}
		for _, code := range used {
			if !slices.Contains(own, code) {
				t.Errorf("%s uses the code %s, which nothing explains", r.Code.Text, code)
			}
		}
	}
	for name := range vitalRules {
		if claimed[name] == 0 {
			t.Errorf("nothing claims the profile %s", name)
		}
	}
	// Pressures of one moment are one panel.
	if pairs := claimed["bp"]; count != len(p.readings)-pairs+2 || notes != 1 {
		t.Errorf("%d observations of %d readings and %d pairs, %d notes", count, len(p.readings), pairs, notes)
	}
}

func TestFHIRKeepsDigitsAndConvertsOnlyWhereAProfileHasNoUnit(t *testing.T) {
	for name, c := range map[string]struct {
		metric      health.MetricID
		value       string
		unit        health.Unit
		want, units string
	}{
		"as it was written":           {"weight", "78.20", health.Kilogram, "78.20", "kg"},
		"in pounds":                   {"weight", "170.4", health.Pound, "170.4", "[lb_av]"},
		"stones are pounds":           {"weight", "12.5", health.Stone, "175.0", "[lb_av]"},
		"metres are centimetres":      {"height", "1.780", health.Metre, "178.0", "cm"},
		"whole metres":                {"height", "2", health.Metre, "200", "cm"},
		"feet are inches":             {"height", "5.5", health.Foot, "66.0", "[in_i]"},
		"a fraction is a percentage":  {"spo2", "0.97", health.Fraction, "97", "%"},
		"kilopascals are millimetres": {"systolic", "16.0", health.Kilopascal, "120.01", "mm[Hg]"},
		"a negative number":           {"skin_temperature", "-0.5", health.Celsius, "-0.5", "Cel"},
		"steps":                       {"steps", "12", health.Count, "12", "{steps}"},
		"a stone of bones stays":      {"bone_mass", "0.5", health.Stone, "0.5", "[stone_av]"},
	} {
		p := &person{}
		p.add(c.metric, "withings:export", 1_709_277_150_000, 0, c.value, c.unit, time.UTC)
		raw, _ := written(t, "fhir", p, options(health.MetricUnits, losAngeles))
		for _, r := range resourcesOf(t, raw) {
			if q := r.ValueQuantity; r.ResourceType == "Observation" && (q == nil || q.Value.String() != c.want || q.Code != c.units) {
				t.Errorf("%s: %+v, want %s %s", name, q, c.want, c.units)
			}
		}
	}
}

func TestFHIRNamesARestingHeartRate(t *testing.T) {
	p := &person{}
	p.add("raw_resting_heart_rate", "fitbit:daily", 1_709_277_150_000, 0, "55", health.NoUnit, time.UTC)
	raw, _ := written(t, "fhir", p, options(health.MetricUnits, losAngeles))
	for _, want := range []string{`"code":"40443-4"`, `"valueQuantity":{"value":55,"unit":"/min","system":"http://unitsofmeasure.org","code":"/min"}`} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("nothing says %s", want)
		}
	}
	if strings.Contains(string(raw), "raw_resting_heart_rate") {
		t.Error("it has a code of our own besides")
	}
}

func TestFHIRNamesTheDeviceOrThePerson(t *testing.T) {
	p := &person{}
	const at = 1_709_277_150_000
	for i, s := range []health.SourceID{"withings:export", "apple:watch/Anna's Watch", "manual:hand", "apple:hand/Anna's Watch", "csv:file", "apple:relay/Withings"} {
		p.add("weight", s, at+int64(i)*1000, 0, "70", health.Kilogram, time.UTC)
	}
	opts := options(health.MetricUnits, losAngeles)
	opts.Devices = []health.Device{{
		ID: [16]byte{1}, Nickname: "Bathroom", Model: "body-cardio", Serial: "77-1", Sources: []health.SourceID{"withings:export"},
	}}
	raw, _ := written(t, "fhir", p, opts)
	for _, want := range []string{
		`"deviceName":[{"name":"Bathroom","type":"user-friendly-name"}],"modelNumber":"Body Cardio","type":{"text":"Scale"}`, `"serialNumber":"77-1"`, "Anna's Watch",
	} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("nothing says %s", want)
		}
	}
	var made []string
	for _, r := range resourcesOf(t, raw) {
		if r.ResourceType == "Observation" {
			made = append(made, map[bool]string{true: "device", false: ""}[r.Device != nil]+map[bool]string{true: "person", false: ""}[len(r.Performer) > 0])
		}
	}
	if want := []string{"device", "device", "person", "person", "", ""}; !slices.Equal(made, want) {
		t.Errorf("made by %q, want %q", made, want)
	}
	again, _ := written(t, "fhir", p, opts)
	if !bytes.Equal(raw, again) {
		t.Error("the same data gives other bytes")
	}
	opts.Profile.ID = health.ProfileID{9}
	other, _ := written(t, "fhir", p, opts)
	if id := resourcesOf(t, raw)[0].ID; strings.Contains(string(other), id) {
		t.Error("another person has the same identifier")
	}
}

func TestFHIRLinesHoldTheResourcesOfTheBundle(t *testing.T) {
	p := everyMetric()
	opts := options(health.USUnits, losAngeles)
	raw, _ := written(t, "fhir", p, opts)
	count := map[string]int{}
	for _, r := range resourcesOf(t, raw) {
		count[r.ResourceType]++
	}
	files, _ := unzipped(t, "fhir-ndjson", p, opts)
	for _, kind := range []string{"Patient", "CodeSystem", "Device", "Observation"} {
		n := 0
		for line := range strings.Lines(files[kind+".ndjson"]) {
			var r fhirResource
			if err := json.Unmarshal([]byte(line), &r); err != nil || r.ResourceType != kind {
				t.Fatalf("%s: %v, %s", kind, err, r.ResourceType)
			}
			if kind == "Observation" && (!strings.HasPrefix(r.Subject.Reference, "Patient/") || r.Device != nil && !strings.HasPrefix(r.Device.Reference, "Device/")) {
				t.Fatalf("an observation of %q by %v", r.Subject.Reference, r.Device)
			}
			n++
		}
		if n != count[kind] || n == 0 {
			t.Errorf("%s: %d lines, %d in the bundle", kind, n, count[kind])
		}
	}
	if !strings.Contains(files["README.txt"], "Regenstrief") {
		t.Error("the notice of LOINC is missing")
	}
}
