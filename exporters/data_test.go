package exporters_test

import (
	"archive/zip"
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"vitalkeep/exporters"
	"vitalkeep/health"
)

const losAngeles = "America/Los_Angeles"

// person is a profile's data in memory.
type person struct {
	readings []health.Reading
	entries  []health.Entry
	broken   error // of every read
}

func (p *person) add(metric health.MetricID, source health.SourceID, start int64, seconds int64, value string, unit health.Unit, loc *time.Location) {
	d, err := health.ParseDecimal(value)
	if err != nil {
		panic(err)
	}
	p.readings = append(p.readings, health.Reading{Metric: metric, Source: source, Sample: health.Sample{
		Start: start, Duration: seconds * 1000, Value: d, Unit: unit, Offset: health.OffsetAt(start, loc),
	}})
}

func (p *person) Series() ([]exporters.Series, error) {
	type key struct {
		m health.MetricID
		s health.SourceID
	}
	all := map[key]exporters.Series{}
	for _, r := range p.readings {
		k := key{r.Metric, r.Source}
		s, ok := all[k]
		if !ok {
			s = exporters.Series{Metric: r.Metric, Source: r.Source, First: r.Start, Last: r.Start}
		}
		s.Count++
		s.First, s.Last = min(s.First, r.Start), max(s.Last, r.Start)
		all[k] = s
	}
	return slices.SortedFunc(maps.Values(all), func(a, b exporters.Series) int {
		return cmp.Or(strings.Compare(string(a.Metric), string(b.Metric)), strings.Compare(string(a.Source), string(b.Source)))
	}), p.broken
}

func (p *person) Readings(ctx context.Context, metric health.MetricID, source health.SourceID, from, to int64) iter.Seq2[health.Reading, error] {
	return func(yield func(health.Reading, error) bool) {
		rs := slices.Clone(p.readings)
		slices.SortStableFunc(rs, func(a, b health.Reading) int { return cmp.Compare(a.Start, b.Start) })
		for _, r := range rs {
			if err := ctx.Err(); err != nil {
				yield(health.Reading{}, err)
				return
			}
			if r.Metric == metric && r.Source == source && r.Start >= from && r.Start < to && !yield(r, nil) {
				return
			}
		}
	}
}

func (p *person) Shown(ctx context.Context, metric health.MetricID, from, to int64) iter.Seq2[health.Reading, error] {
	rs := slices.Clone(p.readings)
	slices.SortStableFunc(rs, func(a, b health.Reading) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), health.CompareSources(a.Source, b.Source))
	})
	return func(yield func(health.Reading, error) bool) {
		for _, r := range rs {
			if err := errors.Join(ctx.Err(), p.broken); err != nil {
				yield(health.Reading{}, err)
				return
			}
			if r.Metric == metric && r.Start >= from && r.Start < to && !yield(r, nil) {
				return
			}
		}
	}
}

func (p *person) Entries(_ context.Context, from, to int64) iter.Seq2[health.Entry, error] {
	return func(yield func(health.Entry, error) bool) {
		es := slices.Clone(p.entries)
		slices.SortStableFunc(es, func(a, b health.Entry) int { return cmp.Compare(a.Start, b.Start) })
		for _, e := range es {
			if e.Start >= from && e.Start < to && !yield(e, nil) {
				return
			}
		}
	}
}

func format(t *testing.T) exporters.Format {
	t.Helper()
	f, err := exporters.Lookup("CSV")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func options(units health.UnitSystem, zone string) exporters.Options {
	return exporters.Options{
		Profile: health.Profile{Name: "Ada", Units: units, Zone: zone},
		At:      time.Date(2026, 6, 30, 12, 0, 0, 0, time.UTC),
	}
}

// export writes the person's data and returns the files in it.
func export(t *testing.T, p *person, opts exporters.Options) (map[string]string, exporters.Report) {
	t.Helper()
	return unzipped(t, "CSV", p, opts)
}

// unzipped writes a ZIP in some format and returns the files in it.
func unzipped(t *testing.T, name string, p exporters.Data, opts exporters.Options) (map[string]string, exporters.Report) {
	t.Helper()
	f, err := exporters.Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	path := t.TempDir() + "/out.zip"
	report, err := exporters.Export(t.Context(), f, p, path, opts)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := z.Close(); err != nil {
			t.Error(err)
		}
	}()
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := files[f.Name]; twice {
			t.Errorf("%s stands twice in the archive", f.Name)
		}
		files[f.Name] = string(text)
		if strings.HasSuffix(f.Name, ".csv") {
			if _, err := csv.NewReader(strings.NewReader(string(text))).ReadAll(); err != nil {
				t.Errorf("%s is no CSV: %v", f.Name, err)
			}
		}
	}
	return files, report
}

// at returns an instant of local time in Los Angeles.
func at(t *testing.T, text string) (int64, *time.Location) {
	t.Helper()
	loc, err := time.LoadLocation(losAngeles)
	if err != nil {
		t.Fatal(err)
	}
	when, err := time.ParseInLocation(time.DateTime, text, loc)
	if err != nil {
		t.Fatal(err)
	}
	return when.UnixMilli(), loc
}
