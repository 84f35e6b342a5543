package session

import (
	"context"
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
	data := p.part().Of(intake.Holdings(p.vault, profile))
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
	return p.write(ctx, path, o, progress, p.part())
}

// part is what the series come to.
func (p partExport) part() exporters.Part {
	return exporters.Part{
		Sample: func(m health.MetricID, s health.SourceID) bool { return p.has(m, health.UnknownEntry, s) },
		Entry:  func(e health.Entry) bool { return p.has("", e.Kind, e.Source) },
	}
}
