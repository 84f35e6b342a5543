package ui

import (
	"context"
	"slices"
	"strings"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

// toldReading is what the details tell of one measurement, and what can be done
// with it.
type toldReading struct {
	readings  []health.Reading // of the source at that moment, the leading one first
	details   present.Details
	removable *removable
	comment   *health.Entry
	notes     []string // what an import brought to the moment in words
	past      []present.Line
}

// lead is the reading that the subject is named after.
func (t *toldReading) lead() health.Reading { return t.readings[0] }

// typed reports whether a person typed the reading, which they can correct then.
func (t *toldReading) typed() bool { return t.lead().Source.Typed() }

// loadTold gathers what the details of a measurement tell. It is nil where the
// measurement is gone.
func loadTold(ctx context.Context, n DataNeeds, lib Library, all []present.Summary, imports []health.Batch, subject present.Subject, a present.Almanac, source health.SourceID, at int64) (*toldReading, error) {
	readings, err := loadMoment(ctx, lib, all, subject, source, at)
	if err != nil {
		return nil, err
	}
	lead := slices.IndexFunc(readings, func(r health.Reading) bool { return r.Metric == subject.Metric.ID })
	if lead < 0 {
		return nil, nil
	}
	readings[0], readings[lead] = readings[lead], readings[0]
	t := &toldReading{readings: readings}
	known := present.Known{Imports: imports}
	if n.Devices != nil {
		if known.Devices, err = n.Devices.List(ctx); err != nil {
			return nil, err
		}
	}
	twins, err := twinsOf(ctx, lib, all, t.lead())
	if err != nil {
		return nil, err
	}
	known.Twins = twins[1:]
	units := lib.Profile().Units
	t.details = present.DetailsOf(subject, a, units, readings, known)
	if t.removable, err = loadRemovable(ctx, lib, all, subject, readings); err != nil {
		return nil, err
	}
	if t.removable != nil && t.removable.why != "" {
		t.details.Footnote = t.removable.why
	}
	if n.Notebook == nil {
		return t, nil
	}
	if err := t.loadWritten(ctx, n.Notebook, a, units); err != nil {
		return nil, err
	}
	return t, t.loadPast(ctx, n.Notebook, a, units, imports)
}

// loadWritten gathers comment, notes and corrections of the moment.
func (t *toldReading) loadWritten(ctx context.Context, book Notebook, a present.Almanac, units health.UnitSystem) error {
	at := t.lead().Start
	for e, err := range book.Entries(ctx, at, at+1) {
		if err != nil {
			return err
		}
		switch {
		case e.Kind == health.Comment && t.holds(e) && e.Field(health.FieldText) != "":
			t.comment = &e
		case e.Kind == health.Note && e.Source == t.lead().Source:
			for _, f := range e.Fields {
				if text := strings.TrimSpace(f.Text); text != "" {
					t.notes = append(t.notes, text)
				}
			}
		case e.Kind == health.Correction && t.holds(e):
			if line, ok := present.Corrected(e, a, units); ok {
				t.past = append(t.past, line)
			}
		}
	}
	return nil
}

// holds reports whether a comment or correction belongs to one of the readings.
func (t *toldReading) holds(e health.Entry) bool {
	return slices.ContainsFunc(t.readings, func(r health.Reading) bool {
		return string(r.Metric) == e.Field(health.FieldMetric) && string(r.Source) == e.Field(health.FieldSource)
	})
}

// loadPast gathers the values that imports replaced. What a person corrected is
// told by the corrections.
func (t *toldReading) loadPast(ctx context.Context, book Notebook, a present.Almanac, units health.UnitSystem, imports []health.Batch) error {
	corrected := len(t.past) > 0
	for _, r := range t.readings {
		versions, err := book.Versions(ctx, Measurement{Metric: r.Metric, Source: r.Source, Start: r.Start})
		if err != nil {
			return err
		}
		for _, v := range versions {
			deleted := v.HiddenAt != 0 && !v.Corrected
			if v.Current || v.Typed && corrected && !deleted {
				continue
			}
			old := r
			old.Value, old.Unit, old.Batch = v.Value, v.Unit, v.Batch
			t.past = append(t.past, present.Past{Reading: old, At: v.At, Typed: v.Typed, HiddenAt: v.HiddenAt, Corrected: v.Corrected}.Told(a, units, imports))
		}
	}
	return nil
}

// commentOf is a person's words to a reading, in the place of those before.
func commentOf(r health.Reading, before *health.Entry, text string) health.Entry {
	e := health.Entry{
		Kind: health.Comment, Source: health.TypedSource, Key: string(r.Metric) + " " + string(r.Source), Start: r.Start, Offset: r.Offset,
		Fields: []health.Field{
			{Name: health.FieldText, Text: text},
			{Name: health.FieldMetric, Text: string(r.Metric)},
			{Name: health.FieldSource, Text: string(r.Source)},
		},
	}
	if before != nil {
		e.Key = before.Key
	}
	return e
}

// measurementOf names an entry.
func measurementOf(e health.Entry) Measurement {
	return Measurement{Entry: e.Kind, Source: e.Source, Start: e.Start, Key: e.Key}
}
