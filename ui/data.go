package ui

import (
	"context"
	"iter"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

// Library is one person's data. Its methods are called off the UI goroutine,
// several at a time, and return soon after their context is cancelled.
type Library interface {
	// Profile is asked for on the UI goroutine too, once by every page.
	Profile() health.Profile
	// Metrics says what there is, in any order.
	Metrics(ctx context.Context) ([]present.Summary, error)
	// Readings are those of all sources that start within [from, to), in UTC
	// milliseconds, ordered by start; a measurement that reached us twice comes
	// once.
	Readings(ctx context.Context, metric health.MetricID, from, to int64) iter.Seq2[health.Reading, error]
	// SourceReadings is Readings of one source alone.
	SourceReadings(ctx context.Context, metric health.MetricID, source health.SourceID, from, to int64) iter.Seq2[health.Reading, error]
	// Days are the local days from..to, both included, ordered by date; days
	// without readings are absent.
	Days(ctx context.Context, metric health.MetricID, from, to health.Date) ([]health.Day, error)
	// Overview sums up the readings of one source that start within [from, to) in
	// so many buckets of time that a picture of that many points loses nothing:
	// at most a few times points, ordered, without those that are empty.
	Overview(ctx context.Context, metric health.MetricID, source health.SourceID, from, to int64, points int) ([]present.Bucket, error)
}
