package exporters_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"vitalkeep/exporters"
	"vitalkeep/health"
)

// omhRules are what the schemas require of a body.
var omhRules = map[string]struct {
	version  string
	fields   []string // with value and unit
	units    []string
	interval bool
}{
	"body-weight":         {"2.0", []string{"body_weight"}, []string{"kg", "lb", "g"}, false},
	"body-height":         {"1.0", []string{"body_height"}, []string{"m", "cm", "mm", "in", "ft"}, false},
	"body-fat-percentage": {"1.0", []string{"body_fat_percentage"}, []string{"%"}, false},
	"body-mass-index":     {"2.0", []string{"body_mass_index"}, []string{"kg/m^2"}, false},
	"blood-pressure":      {"4.0", []string{"systolic_blood_pressure", "diastolic_blood_pressure"}, []string{"mmHg"}, false},
	"heart-rate":          {"2.0", []string{"heart_rate"}, []string{"beats/min"}, false},
	"oxygen-saturation":   {"2.0", []string{"oxygen_saturation"}, []string{"%"}, false},
	"respiratory-rate":    {"2.0", []string{"respiratory_rate"}, []string{"breaths/min"}, false},
	"body-temperature":    {"4.0", []string{"body_temperature"}, []string{"C", "F"}, false},
	"blood-glucose":       {"3.0", []string{"blood_glucose"}, []string{"mg/dL", "mmol/L"}, false},
	"step-count":          {"2.0", nil, nil, true},
	"calories-burned":     {"2.0", []string{"kcal_burned"}, []string{"kcal"}, true},
	"sleep-episode":       {"1.0", []string{"total_sleep_time"}, []string{"sec"}, true},
	"physical-activity":   {"1.2", nil, nil, true},
}

type omhPoint struct {
	Header struct {
		ID         string
		Created    string                                    `json:"creation_date_time"`
		Schema     struct{ Namespace, Name, Version string } `json:"schema_id"`
		Provenance struct {
			Source   string `json:"source_name"`
			Modality string
		} `json:"acquisition_provenance"`
	}
	Body map[string]json.RawMessage
}

func TestDataPointsHaveWhatTheirSchemasRequire(t *testing.T) {
	files, report := unzipped(t, "open-mhealth", everyMetric(), options(health.MetricUnits, losAngeles))
	ids := map[string]bool{}
	points := 0
	for name, rules := range omhRules {
		text, ok := files[name+".ndjson"]
		if !ok || text == "" {
			t.Errorf("there is nothing of %s", name)
		}
		for line := range strings.Lines(text) {
			points++
			var p omhPoint
			if err := json.Unmarshal([]byte(line), &p); err != nil {
				t.Fatal(err)
			}
			h := p.Header
			if h.ID == "" || ids[h.ID] || h.Created == "" || h.Schema.Namespace != "omh" || h.Schema.Name != name || h.Schema.Version != rules.version || h.Provenance.Source == "" {
				t.Errorf("%s: the header is %+v", name, h)
			}
			ids[h.ID] = true
			var frame struct {
				At   string `json:"date_time"`
				Over *struct {
					Start string `json:"start_date_time"`
					End   string `json:"end_date_time"`
				} `json:"time_interval"`
			}
			if err := json.Unmarshal(p.Body["effective_time_frame"], &frame); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if (frame.At != "") == (frame.Over != nil) || rules.interval && frame.Over == nil {
				t.Errorf("%s: its time is %+v", name, frame)
			}
			if frame.Over != nil && (!fhirInstant.MatchString(frame.Over.Start) || !fhirInstant.MatchString(frame.Over.End)) || frame.At != "" && !fhirInstant.MatchString(frame.At) {
				t.Errorf("%s: a time without offset", name)
			}
			for _, field := range rules.fields {
				var v struct {
					Value json.Number
					Unit  string
				}
				if err := json.Unmarshal(p.Body[field], &v); err != nil || v.Value == "" || !slices.Contains(rules.units, v.Unit) {
					t.Errorf("%s: %s is %s, %v", name, field, p.Body[field], err)
				}
			}
		}
	}
	if points == 0 || len(files) != len(omhRules)+1 || report.Left == 0 {
		t.Errorf("%d points in %d files, %+v", points, len(files), report)
	}
}

func TestADataPointSaysHowItWasAcquired(t *testing.T) {
	p := &person{}
	for i, s := range []health.SourceID{"withings:export", "manual:hand", "csv:file"} {
		p.add("weight", s, int64(i)*1000, 0, "70.50", health.Kilogram, time.UTC)
	}
	p.add("steps", "manual:hand", 0, 0, "10", health.Count, time.UTC) // no interval
	p.add("diastolic", "manual:hand", 0, 0, "80", health.MillimetreOfMercury, time.UTC)
	files, report := unzipped(t, "omh", p, options(health.MetricUnits, losAngeles))
	want := []string{`"sensed"`, `"self-reported"`, ``}
	i := 0
	for line := range strings.Lines(files["body-weight.ndjson"]) {
		if !strings.Contains(line, want[i]) || i == 2 && strings.Contains(line, "modality") || !strings.Contains(line, `"body_weight":{"value":70.50,"unit":"kg"}`) {
			t.Errorf("point %d is %s", i, line)
		}
		i++
	}
	if i != 3 || report.Samples != 3 || report.Left != 2 {
		t.Errorf("%d points, %+v", i, report)
	}
	if got := exporters.Formats(); len(got) < 5 {
		t.Errorf("%d formats", len(got))
	}
}
