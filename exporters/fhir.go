package exporters

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"vitalkeep/health"
)

// fhirKinds are the entries that become observations.
var fhirKinds = []health.EntryKind{health.SleepNight, health.Workout, health.Comment}

// loincNotice is what the licence of LOINC asks to be said.
const loincNotice = "This material contains content from LOINC (http://loinc.org). LOINC is copyright © Regenstrief " +
	"Institute, Inc. and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost " +
	"under the license at http://loinc.org/license. LOINC® is a registered United States trademark of Regenstrief Institute, Inc."

// measuredBy is what a device is looked up by.
type measuredBy struct {
	metric health.MetricID // empty for entries
	source health.SourceID
}

// noteOn is the reading that a comment belongs to.
type noteOn struct {
	metric health.MetricID
	source health.SourceID
	start  int64
}

// fhir is one export on its way.
type fhir struct {
	data    Data
	opts    Options
	person  string // ID of the Patient
	refTo   func(resource, id string) string
	devices map[measuredBy]string // IDs
	notes   map[noteOn][]string
	metrics []health.MetricID // in the order of Series
	list    []device
	tally   *tally
	report  *Report
}

func newFHIR(ctx context.Context, data Data, opts Options, report *Report, refTo func(resource, id string) string) (*fhir, error) {
	f := &fhir{
		data: data, opts: opts, person: personID(opts.Profile), refTo: refTo, report: report,
		devices: map[measuredBy]string{}, notes: map[noteOn][]string{},
	}
	series, err := data.Series()
	if err != nil {
		return nil, err
	}
	f.tally = newTally(series, opts)
	for _, s := range series {
		if !slices.Contains(f.metrics, s.Metric) {
			f.metrics = append(f.metrics, s.Metric)
		}
		f.measured(measuredBy{s.Metric, s.Source})
	}
	for e, err := range data.Entries(ctx, earliest, latest) {
		switch {
		case err != nil:
			return nil, err
		case e.Kind == health.Comment && e.Field(health.FieldMetric) != "":
			at := noteOn{health.MetricID(e.Field(health.FieldMetric)), health.SourceID(e.Field(health.FieldSource)), e.Start}
			f.notes[at] = append(f.notes[at], e.Field(health.FieldText))
		case e.Kind == health.SleepNight || e.Kind == health.Workout:
			f.measured(measuredBy{"", e.Source})
		}
	}
	return f, nil
}

// measured makes sure that there is a device for what a device measured.
func (f *fhir) measured(by measuredBy) {
	if _, known := f.devices[by]; known || makerOf(by.source) != deviceMade {
		return
	}
	d := f.deviceOf(by.metric, by.source)
	f.devices[by] = d.ID
	if !slices.ContainsFunc(f.list, func(x device) bool { return x.ID == d.ID }) {
		f.list = append(f.list, d)
	}
}

// note adds what a person wrote beside a reading.
func (f *fhir) note(o *observation, m health.MetricID, source health.SourceID, start int64) {
	at := noteOn{m, source, start}
	texts, ok := f.notes[at]
	if !ok {
		return
	}
	for _, text := range texts {
		if strings.TrimSpace(text) != "" {
			o.Note = append(o.Note, annotation{text})
		}
		f.report.Entries++
	}
	delete(f.notes, at)
}

// codes returns the system of our own codes, as far as this export may use it.
func (f *fhir) codes() codeSystem {
	out := codeSystem{
		ResourceType: "CodeSystem", ID: stableID("codes"), URL: ownSystem, Name: "VitalkeepCodes", Title: "Codes of Vitalkeep",
		Status: "active", Description: "Measurements that LOINC has no agreed code for, and the mark of what a person typed in.",
		Copyright: "The codes of this system are free to use. Observations beside it use LOINC. " + loincNotice, CaseSensitive: true, Content: "complete",
		Concept: []meaning{{"manual-entry", "Typed in by the person"}},
	}
	for _, m := range health.Metrics() {
		if fhirCodes[m.ID].loinc == nil && m.ID != "glucose" {
			out.Concept = append(out.Concept, meaning{string(m.ID), m.Name})
		}
	}
	for n := range int64(len(stageWords)) {
		out.Concept = append(out.Concept, meaning{fmt.Sprintf("sleep_stage_%d", n), stageWords[n]})
	}
	for _, id := range f.metrics {
		if m, ok := health.Lookup(id); ok && m.Generic && fhirCodes[id].loinc == nil {
			out.Concept = append(out.Concept, meaning{string(m.ID), m.Name})
		}
	}
	return out
}

// bundleEntry is one resource of a bundle.
type bundleEntry struct {
	FullURL  string `json:"fullUrl"`
	Resource any    `json:"resource"`
}

// writeFHIR writes one bundle, resource after resource.
func writeFHIR(ctx context.Context, to io.Writer, data Data, opts Options, report *Report) error {
	f, err := newFHIR(ctx, data, opts, report, func(_, id string) string { return "urn:uuid:" + id })
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(to, 1<<16)
	id := stableID("bundle", f.person, opts.At.UTC().Format(time.RFC3339))
	head := fmt.Sprintf(`{"resourceType":"Bundle","id":%q,"type":"collection","timestamp":%q,"entry":[`, id, opts.At.UTC().Format(time.RFC3339))
	if _, err := w.WriteString(head); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	enc := json.NewEncoder(w) // it ends each resource with a line feed
	enc.SetEscapeHTML(false)
	first := true
	put := func(id string, resource any) error {
		if !first {
			if err := w.WriteByte(','); err != nil {
				return fmt.Errorf("export: %w", err)
			}
		} else if err := w.WriteByte('\n'); err != nil {
			return fmt.Errorf("export: %w", err)
		}
		first = false
		if err := enc.Encode(bundleEntry{"urn:uuid:" + id, resource}); err != nil {
			return fmt.Errorf("export: %w", err)
		}
		return nil
	}
	if err := put(f.person, patientOf(opts.Profile)); err != nil {
		return err
	}
	if err := put(stableID("codes"), f.codes()); err != nil {
		return err
	}
	for _, d := range f.list {
		if err := put(d.ID, d); err != nil {
			return err
		}
	}
	err = f.observations(ctx, func(o observation) error { return put(o.ID, o) })
	if err != nil {
		return err
	}
	if _, err := w.WriteString("]}\n"); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	f.tally.done()
	return nil
}

// writeFHIRLines writes a file of one resource a line for each type.
func writeFHIRLines(ctx context.Context, w io.Writer, data Data, opts Options, report *Report) error {
	return zipped(w, opts.At, report, func(a *archive) error {
		f, err := newFHIR(ctx, data, opts, report, func(resource, id string) string { return resource + "/" + id })
		if err != nil {
			return err
		}
		if err := a.text("README.txt", fhirReadme); err != nil {
			return err
		}
		one := func(name string, resources ...any) error {
			return a.lines(name, func(line func(any) error) error {
				for _, r := range resources {
					if err := line(r); err != nil {
						return err
					}
				}
				return nil
			})
		}
		if err := one("Patient.ndjson", patientOf(opts.Profile)); err != nil {
			return err
		}
		if err := one("CodeSystem.ndjson", f.codes()); err != nil {
			return err
		}
		var devices []any
		for _, d := range f.list {
			devices = append(devices, d)
		}
		if err := one("Device.ndjson", devices...); err != nil {
			return err
		}
		if err := a.lines("Observation.ndjson", func(line func(any) error) error {
			return f.observations(ctx, func(o observation) error { return line(o) })
		}); err != nil {
			return err
		}
		f.tally.done()
		return nil
	})
}

const fhirReadme = `Health data exported by Vitalkeep as FHIR R4 (4.0.1)

One file for each type of resource, one resource a line (newline-delimited JSON).
Measurements of devices name their Device; what a person typed in has the person
as its performer, no device, and the tag manual-entry. Numbers are as they were
written. Codes that LOINC does not have are in the system urn:vitalkeep:codes,
which CodeSystem.ndjson explains.

` + loincNotice + "\n"
