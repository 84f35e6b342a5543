package exporters

import (
	"context"
	"iter"

	"vitalkeep/health"
)

// Series is one metric as one source gave it.
type Series struct {
	Metric health.MetricID
	Source health.SourceID
	Count  int
	First  int64 // UTC milliseconds of the earliest start
	Last   int64 // UTC milliseconds of the latest start
}

// Data is what one person has. Times are UTC milliseconds; from is included,
// to is not.
type Data interface {
	// Series lists everything that Readings has something of.
	Series() ([]Series, error)
	// Readings are the valid samples of one series whose start lies in the span,
	// ordered by start, one of each identity.
	Readings(ctx context.Context, metric health.MetricID, source health.SourceID, from, to int64) iter.Seq2[health.Reading, error]
	// Shown are the readings of a metric as a person sees them: of all sources,
	// ordered by start and then by precedence of sources, and a measurement that
	// several sources have only once.
	Shown(ctx context.Context, metric health.MetricID, from, to int64) iter.Seq2[health.Reading, error]
	// Entries are those whose start lies in the span, ordered by start.
	Entries(ctx context.Context, from, to int64) iter.Seq2[health.Entry, error]
}
