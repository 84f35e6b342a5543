package exporters

import (
	"archive/zip"
	"context"
	"encoding/json"
	"fmt"

	"vitalkeep/health"
)

// Names within the open copy of one person.
const (
	openTables  = "csv/"
	openPerson  = "profile.json"
	openSamples = "samples.jsonl"
	openEntries = "entries.jsonl"
)

// WriteOpenCopy writes everything of a person into a folder of a ZIP that its
// caller has begun and goes on with: profile.json, all samples and entries as
// lines of JSON, and below csv the files that the format withings-csv has,
// which import again. The folder is named with a stroke at its end. Options'
// Overwrite has no meaning here; Progress hears of the samples twice, once for
// each form.
func WriteOpenCopy(ctx context.Context, z *zip.Writer, folder string, data Data, opts Options) (Report, error) {
	var report, tables Report
	series, err := data.Series()
	if err != nil {
		return Report{}, err
	}
	var total int64
	for _, s := range series {
		total += int64(s.Count)
	}
	tell := func(done int64) {
		if opts.Progress != nil {
			opts.Progress(min(done, 2*total), 2*total)
		}
	}
	a := newArchive(z, folder, opts.At, &report)
	if err := a.object(openPerson, personLine(opts.Profile)); err != nil {
		return Report{}, err
	}
	if err := writeSampleLines(ctx, a, data, series, tell); err != nil {
		return Report{}, err
	}
	if err := writeEntryLines(ctx, a, data); err != nil {
		return Report{}, err
	}
	inner := opts
	inner.Progress = func(done, _ int64) { tell(total + done) }
	if err := fillWithings(ctx, newArchive(z, folder+openTables, opts.At, &tables), data, inner); err != nil {
		return Report{}, err
	}
	for _, f := range tables.Files {
		report.Files = append(report.Files, File{Name: openTables + f.Name, Rows: f.Rows})
	}
	return report, ctx.Err()
}

type personJSON struct {
	Name   string `json:"name"`
	Zone   string `json:"zone"`
	Units  string `json:"units"`
	Sample bool   `json:"sample_data,omitempty"`
}

func personLine(p health.Profile) personJSON {
	return personJSON{Name: p.Name, Zone: p.Zone, Units: p.Units.String(), Sample: p.Sample}
}

type sampleJSON struct {
	Metric   health.MetricID `json:"metric"`
	Source   health.SourceID `json:"source"`
	Start    string          `json:"start"`
	Duration json.RawMessage `json:"duration_s"`
	Value    json.RawMessage `json:"value"` // all digits, as they were written
	Unit     string          `json:"unit"`
}

func writeSampleLines(ctx context.Context, a *archive, data Data, series []Series, tell func(done int64)) error {
	done := int64(0)
	return a.lines(openSamples, func(line func(any) error) error {
		for _, s := range series {
			if s.Count == 0 {
				continue
			}
			for r, err := range data.Readings(ctx, s.Metric, s.Source, s.First, s.Last+1) {
				if err != nil {
					return err
				}
				err := line(sampleJSON{
					Metric: r.Metric, Source: r.Source, Start: stamp(r.Start, r.Offset), Unit: r.Unit.ID(),
					Duration: json.RawMessage(seconds(r.Duration)), Value: json.RawMessage(r.Value.String()),
				})
				if err != nil {
					return err
				}
				a.report.Samples++
				if done++; done%progressStep == 0 {
					tell(done)
				}
			}
		}
		return nil
	})
}

type entryJSON struct {
	Kind     string          `json:"kind"`
	Source   health.SourceID `json:"source"`
	Key      string          `json:"key,omitempty"`
	Start    string          `json:"start"`
	Duration json.RawMessage `json:"duration_s"`
	Fields   [][2]string     `json:"fields"` // in the order of the source; a name may come twice
}

func writeEntryLines(ctx context.Context, a *archive, data Data) error {
	return a.lines(openEntries, func(line func(any) error) error {
		for e, err := range data.Entries(ctx, earliest, latest) {
			if err != nil {
				return err
			}
			out := entryJSON{
				Kind: e.Kind.String(), Source: e.Source, Key: e.Key, Start: stamp(e.Start, e.Offset),
				Duration: json.RawMessage(seconds(e.Duration)), Fields: make([][2]string, len(e.Fields)),
			}
			for i, f := range e.Fields {
				out.Fields[i] = [2]string{f.Name, f.Text}
			}
			if err := line(out); err != nil {
				return err
			}
			a.report.Entries++
		}
		return nil
	})
}

// object writes a file with one object of JSON.
func (a *archive) object(name string, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("export: %s: %w", name, err)
	}
	return a.text(name, string(text)+"\n")
}

// lines writes a file with an object of JSON on each line; fill is given the
// function that adds one.
func (a *archive) lines(name string, fill func(line func(any) error) error) error {
	w, err := a.create(name)
	if err != nil {
		return err
	}
	rows := 0
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	line := func(v any) error {
		if err := enc.Encode(v); err != nil {
			return fmt.Errorf("export: %s: %w", name, err)
		}
		rows++
		return nil
	}
	if err := fill(line); err != nil {
		return err
	}
	a.report.Files = append(a.report.Files, File{Name: name, Rows: rows})
	return nil
}
