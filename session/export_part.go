package session

import (
	"context"
	"iter"
	"math"
	"slices"

	"vitalkeep/exporters"
	"vitalkeep/health"
	"vitalkeep/intake"
	"vitalkeep/ui"
)

// partExport writes some of a person's series and nothing else. It is a
// ui.Exporter.
type partExport struct {
	*transfers
	series []ui.SeriesName
}

// has reports whether a metric, or a kind of entry, of a source is in the part.
func (p partExport) has(metric health.MetricID, entry health.EntryKind, source health.SourceID) bool {
	return slices.Contains(p.series, ui.SeriesName{Metric: metric, Entry: entry, Source: source})
}

// Contents implements ui.Exporter.
func (p partExport) Contents(ctx context.Context, profile health.ProfileID) ([]ui.Holding, error) {
	data := somePart{Data: intake.Holdings(p.vault, profile), part: p}
	series, err := data.Series()
	if err != nil {
		return nil, err
	}
	var out []ui.Holding
	for _, s := range series {
		i := slices.IndexFunc(out, func(h ui.Holding) bool { return h.Metric == s.Metric })
		if i < 0 {
			out = append(out, ui.Holding{Metric: s.Metric, First: s.First, Last: s.Last})
			i = len(out) - 1
		}
		h := &out[i]
		h.Count += s.Count
		h.First, h.Last = min(h.First, s.First), max(h.Last, s.Last)
	}
	sortHoldings(out)
	kinds, err := kindsOf(data.Entries(ctx, math.MinInt64, math.MaxInt64))
	return append(out, kinds...), err
}

// Export implements ui.Exporter.
func (p partExport) Export(ctx context.Context, path string, o ui.ExportOptions, progress func(done, total int64)) (ui.ExportReceipt, error) {
	return p.write(ctx, path, o, progress, func(all exporters.Data) exporters.Data { return somePart{Data: all, part: p} })
}

// somePart is the part of what a person has that an export shall hold.
type somePart struct {
	exporters.Data
	part partExport
}

// Series implements exporters.Data.
func (s somePart) Series() ([]exporters.Series, error) {
	all, err := s.Data.Series()
	return slices.DeleteFunc(all, func(x exporters.Series) bool { return !s.part.has(x.Metric, health.UnknownEntry, x.Source) }), err
}

// Entries implements exporters.Data.
func (s somePart) Entries(ctx context.Context, from, to int64) iter.Seq2[health.Entry, error] {
	return func(yield func(health.Entry, error) bool) {
		for e, err := range s.Data.Entries(ctx, from, to) {
			if err == nil && !s.part.has("", e.Kind, e.Source) {
				continue
			}
			if !yield(e, err) {
				return
			}
		}
	}
}
