package session

import (
	"context"
	"errors"
	"slices"
	"time"

	"vitalkeep/health"
	"vitalkeep/importers"
	"vitalkeep/intake"
	"vitalkeep/ui"
)

// Understand implements ui.Importer.
func (t *transfers) Understand(ctx context.Context, paths []string, o ui.ImportOptions) ([]ui.ImportTable, error) {
	profile, err := findProfile(t.vault, o.Profile)
	if err != nil {
		return nil, err
	}
	r, err := intake.Recognise(ctx, t.vault, profile.ID, paths, intake.Options{Format: formatFor(o), Mappings: mappingsOf(o.Mappings)})
	if err != nil {
		return nil, err
	}
	tables, err := t.tables(r, profile.ID, o)
	if err != nil {
		return nil, err
	}
	zone, err := profile.Location()
	if err != nil {
		zone = time.UTC
	}
	for _, in := range r.Inputs {
		if err := understand(ctx, in, r.Tables, tables, zone, profile.Units); err != nil {
			return nil, err
		}
	}
	return tables, nil
}

// understand reads the beginning of an input that is one table, if all is
// answered about it. Tables among other files are read with those.
func understand(ctx context.Context, in importers.Input, found []importers.Table, tables []ui.ImportTable, zone *time.Location, units health.UnitSystem) error {
	if len(in.Files) != 1 {
		return nil
	}
	i := slices.IndexFunc(found, func(t importers.Table) bool { return t.File == in.Files[0].Name })
	if i < 0 || len(found[i].Open) > 0 {
		return nil
	}
	first := &beginning{most: len(found[i].Rows) + 1}
	how := importers.Options{Zone: zone, Units: units, Mappings: map[string]importers.Mapping{found[i].Key(): found[i].Mapping}}
	if _, err := importers.Read(ctx, []string{in.Path}, how, first); err != nil && !errors.Is(err, errEnough) {
		return err
	}
	tables[i].Understood, tables[i].Rejects = first.readings, first.rejects
	return nil
}

// errEnough ends a reading of no more than the beginning of a file.
var errEnough = errors.New("enough was read")

// beginning is a sink for the first lines of a file.
type beginning struct {
	most     int // lines
	readings []ui.ImportReading
	rejects  []health.Reject
}

func (b *beginning) File(string) (uint32, error) { return 0, nil }

func (b *beginning) Sample(m health.MetricID, _ health.SourceID, x health.Sample) error {
	return b.take(ui.ImportReading{Line: int(x.Origin.Row), Metric: m, Sample: x})
}

func (b *beginning) Entry(e health.Entry) error {
	return b.take(ui.ImportReading{Line: int(e.Origin.Row), Entry: e.Kind, Sample: health.Sample{Start: e.Start, Duration: e.Duration, Offset: e.Offset}})
}

func (b *beginning) take(r ui.ImportReading) error {
	if r.Line > b.most {
		return errEnough
	}
	b.readings = append(b.readings, r)
	return nil
}

func (b *beginning) Reject(r health.Reject) error {
	if r.Row > b.most {
		return errEnough
	}
	b.rejects = append(b.rejects, r)
	return nil
}

// Forget implements ui.Importer.
func (t *transfers) Forget(ctx context.Context, profile health.ProfileID, key string) error {
	return intake.ForgetMapping(ctx, t.vault, profile, key)
}

// tables says how the tables among the files are understood so far.
func (t *transfers) tables(r importers.Recognition, profile health.ProfileID, o ui.ImportOptions) ([]ui.ImportTable, error) {
	if len(r.Tables) == 0 {
		return nil, nil
	}
	kept, err := intake.Mappings(t.vault, profile)
	if err != nil {
		return nil, err
	}
	var out []ui.ImportTable
	for _, f := range r.Tables {
		table := ui.ImportTable{
			Key: f.Key(), File: f.File, Preset: f.Preset, Header: f.Header, Rows: f.Rows, DateForms: importers.DateForms(),
			Mapping: ui.TableMapping{
				Comma: f.Mapping.Comma, Decimal: f.Mapping.Decimal, Encoding: f.Mapping.Encoding, Header: f.Mapping.Header, Dates: f.Mapping.Dates,
			},
		}
		for _, c := range f.Mapping.Columns {
			table.Mapping.Columns = append(table.Mapping.Columns, ui.TableColumn(c))
		}
		for _, q := range f.Open {
			table.Open = append(table.Open, ui.TableQuestion(q))
		}
		if all := importers.Encodings(); slices.Contains(all, f.Mapping.Encoding) {
			table.Encodings = all
		}
		_, chosen := o.Mappings[f.Key()]
		_, before := kept[f.Key()]
		table.Remembered = before && !chosen
		out = append(out, table)
	}
	return out, nil
}

// mappingsOf are the mappings that were chosen in the window.
func mappingsOf(chosen map[string]ui.TableMapping) map[string]importers.Mapping {
	out := map[string]importers.Mapping{}
	for key, m := range chosen {
		mapping := importers.Mapping{Comma: m.Comma, Decimal: m.Decimal, Encoding: m.Encoding, Header: m.Header, Dates: m.Dates}
		for _, c := range m.Columns {
			mapping.Columns = append(mapping.Columns, importers.MappedColumn(c))
		}
		out[key] = mapping
	}
	return out
}
