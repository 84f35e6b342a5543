package exporters

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"vitalkeep/health"
)

// book is one export of tables on its way.
type book struct {
	data     Data
	opts     Options
	archive  *archive
	tally    *tally
	has      map[health.MetricID]bool
	comments map[commentOn][]comment
	nights   map[nightOf]health.Entry // without totals as samples
}

type commentOn struct {
	metric health.MetricID
	start  int64
}

// comment is what a person wrote beside a reading of a source.
type comment struct {
	source health.SourceID
	text   string
}

// beside returns the comments to what a group shows of a moment. One to a
// reading that is shown from another source goes with the first.
func (b *book) beside(t table, groups []group, i int) string {
	var texts []string
	for _, c := range t.columns {
		r := groups[i].of(c.metric)
		if r == nil {
			continue
		}
		with := func(g group) bool { return g.of(c.metric) != nil }
		for _, said := range b.comments[commentOn{c.metric, r.Start}] {
			at := slices.IndexFunc(groups, func(g group) bool { return g.source == said.source && with(g) })
			if at < 0 {
				at = slices.IndexFunc(groups, with)
			}
			if at == i {
				texts = append(texts, said.text)
			}
		}
	}
	return strings.Join(texts, "; ")
}

type nightOf struct {
	source health.SourceID
	start  int64
}

// writeTables writes a ZIP of plain tables for people and spreadsheets, and
// beside them everything exactly as it was, for an import.
func writeTables(ctx context.Context, w io.Writer, data Data, opts Options, report *Report) error {
	return zipped(w, opts.At, report, func(a *archive) error {
		b := &book{data: data, opts: opts, archive: a, has: map[health.MetricID]bool{}, comments: map[commentOn][]comment{}, nights: map[nightOf]health.Entry{}}
		series, err := data.Series()
		if err != nil {
			return err
		}
		b.tally = newTally(series, opts)
		for _, s := range series {
			b.has[s.Metric] = true
		}
		if err := b.look(ctx); err != nil {
			return err
		}
		all := tables(opts.Profile.Units)
		if err := a.text("README.txt", b.readme(all)); err != nil {
			return err
		}
		for _, t := range all {
			if err := b.write(ctx, t); err != nil {
				return err
			}
		}
		if err := writePictures(ctx, a, data, opts); err != nil {
			return err
		}
		if err := b.samples(ctx, series); err != nil {
			return err
		}
		if err := b.entries(ctx); err != nil {
			return err
		}
		b.tally.done()
		return nil
	})
}

// commentsBeside are the metrics that the texts of the vendor's files belong to.
var commentsBeside = map[string]health.MetricID{"weight": "weight", "height": "height", "blood-pressure": "systolic"}

// look finds the comments to readings, and nights.
func (b *book) look(ctx context.Context) error {
	for e, err := range b.data.Entries(ctx, earliest, latest) {
		if err != nil {
			return err
		}
		on, said := commentOn{}, comment{source: e.Source}
		switch e.Kind {
		case health.Comment:
			on = commentOn{health.MetricID(e.Field(health.FieldMetric)), e.Start}
			said = comment{health.SourceID(e.Field(health.FieldSource)), e.Field(health.FieldText)}
		case health.Note:
			on = commentOn{commentsBeside[e.Key], e.Start}
			said.text = e.Field(commentsField)
		case health.SleepNight:
			b.nights[nightOf{e.Source, e.Start}] = e
		}
		if on.metric != "" && strings.TrimSpace(said.text) != "" {
			b.comments[on] = append(b.comments[on], said)
		}
	}
	return nil
}

// write writes a table, unless there is nothing for it.
func (b *book) write(ctx context.Context, t table) error {
	if !slices.ContainsFunc(t.metrics(), func(m health.MetricID) bool { return b.has[m] }) && (!t.nights || len(b.nights) == 0) {
		return nil
	}
	return b.archive.table(t.file, t.header(), func(row rowFunc) error {
		if t.days {
			return b.dayRows(ctx, t, row)
		}
		return b.rows(ctx, t, row)
	})
}

// rows writes what was measured at each moment, oldest first.
func (b *book) rows(ctx context.Context, t table, row rowFunc) error {
	var bare []nightOf // nights that no sample tells of
	if t.nights {
		bare = slices.SortedFunc(maps.Keys(b.nights), func(x, y nightOf) int {
			if x.start != y.start {
				return int(max(-1, min(1, x.start-y.start)))
			}
			return health.CompareSources(x.source, y.source)
		})
	}
	cells := make([]string, 0, len(t.columns)+4)
	night := func(at nightOf) error {
		e := b.nights[at]
		cells = append(cells[:0], local(e.Start, e.Offset), local(e.Start+e.Duration, e.Offset))
		for range t.columns {
			cells = append(cells, "")
		}
		return row(append(cells, guarded(string(e.Source)))...)
	}
	for m, err := range gathered(ctx, b.data, t.metrics()...) {
		if err != nil {
			return err
		}
		for len(bare) > 0 && bare[0].start < m.start {
			if err := night(bare[0]); err != nil {
				return err
			}
			bare = bare[1:]
		}
		groups := m.bySource()
		for i, g := range groups {
			if t.file == "table_blood_pressure.csv" && g.of("systolic") == nil && g.of("diastolic") == nil {
				continue // a pulse alone is none
			}
			r := g.readings[0]
			bare = slices.DeleteFunc(bare, func(n nightOf) bool { return n == nightOf{g.source, r.Start} })
			cells = append(cells[:0], local(r.Start, r.Offset))
			if t.nights {
				cells = append(cells, local(r.End(), r.Offset))
			}
			for _, c := range t.columns {
				cells = append(cells, c.cell(g.of(c.metric)))
			}
			if t.comments {
				cells = append(cells, guarded(b.beside(t, groups, i)))
			}
			if err := row(append(cells, guarded(string(g.source)))...); err != nil {
				return err
			}
		}
	}
	for _, at := range bare {
		if err := night(at); err != nil {
			return err
		}
	}
	return nil
}

// dayRows writes what each local day came to, oldest first.
func (b *book) dayRows(ctx context.Context, t table, row rowFunc) error {
	days := map[health.Date][]string{}
	for i, c := range t.columns {
		if !b.has[c.metric] {
			continue
		}
		m, _ := health.Lookup(c.metric)
		list, err := health.Days(m, b.data.Shown(ctx, c.metric, earliest, latest))
		if err != nil {
			return err
		}
		for _, d := range list {
			cells := days[d.Date]
			if cells == nil {
				cells = make([]string, len(t.columns))
				days[d.Date] = cells
			}
			if x, ok := health.FromFloat(c.unit.FromCanonical(d.Value), c.places); ok {
				cells[i] = x.Normal().String()
			}
		}
	}
	for _, d := range slices.SortedFunc(maps.Keys(days), health.Date.Compare) {
		if err := row(append([]string{d.String()}, days[d]...)...); err != nil {
			return err
		}
	}
	return nil
}

// local is the time on the wall where something was measured.
func local(ms int64, offset int32) string {
	return time.UnixMilli(ms + int64(offset)*1000).UTC().Format(time.DateTime)
}

// samples writes every sample as it was.
func (b *book) samples(ctx context.Context, series []Series) error {
	return b.archive.table(samplesFile, samplesHeader, func(row rowFunc) error {
		for _, s := range series {
			for r, err := range b.data.Readings(ctx, s.Metric, s.Source, earliest, latest) {
				if err != nil {
					return err
				}
				if err := row(samplesRow(r)...); err != nil {
					return err
				}
				b.archive.report.Samples++
				b.tally.add(1)
			}
		}
		return nil
	})
}

// entries writes every entry as it was.
func (b *book) entries(ctx context.Context) error {
	return b.archive.table(entriesFile, entriesHeader, func(row rowFunc) error {
		for e, err := range b.data.Entries(ctx, earliest, latest) {
			if err != nil {
				return err
			}
			cells, err := entriesRow(e)
			if err != nil {
				return err
			}
			if err := row(cells...); err != nil {
				return err
			}
			b.archive.report.Entries++
		}
		return nil
	})
}

func (b *book) readme(all []table) string {
	var out strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	line("Health data exported by Vitalkeep")
	line("")
	line("These are plain CSV files (comma, UTF-8) that any spreadsheet opens. Weights and")
	line("distances are in the units of the person, temperatures always in °C. Times are")
	line("those on the wall where something was measured. A text that a spreadsheet could")
	line("take for a formula has an apostrophe in front.")
	line("")
	for _, t := range all {
		line("%-24s %s", t.file, t.about)
	}
	line("%-24s %s", picturesTable, "pictures; the files are in the folder "+picturesFolder)
	line("")
	line("Only files that hold something are there. Where several sources have one")
	line("measurement, it stands once.")
	line("")
	line("%s and %s hold everything once more and exactly:", samplesFile, entriesFile)
	line("all sources, digits and units as they were written. Importing this archive into")
	line("Vitalkeep reads these two and the pictures, and gives the same data again.")
	return out.String()
}
