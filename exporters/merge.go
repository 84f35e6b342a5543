package exporters

import (
	"context"
	"iter"
	"slices"

	"vitalkeep/health"
)

// feed is one series on its way through time.
type feed struct {
	next func() (health.Reading, error, bool)
	at   health.Reading
	ok   bool
}

func (f *feed) step() (err error) {
	f.at, err, f.ok = f.next()
	return err
}

// merged goes through some sources of a metric, ordered by start and then by
// precedence; a measurement that several of them have comes once.
func merged(ctx context.Context, data Data, m health.MetricID, sources []health.SourceID, from, to int64) iter.Seq2[health.Reading, error] {
	sources = slices.Clone(sources)
	health.SortSources(sources)
	return func(yield func(health.Reading, error) bool) {
		var feeds []*feed
		for _, s := range sources {
			next, stop := iter.Pull2(data.Readings(ctx, m, s, from, to))
			defer stop()
			feeds = append(feeds, &feed{next: next})
		}
		for _, f := range feeds {
			if err := f.step(); err != nil {
				yield(health.Reading{}, err)
				return
			}
		}
		for {
			start, any := int64(0), false
			for _, f := range feeds {
				if f.ok && (!any || f.at.Start < start) {
					start, any = f.at.Start, true
				}
			}
			if !any {
				return
			}
			var here []health.Reading
			for _, f := range feeds {
				for f.ok && f.at.Start == start {
					if !slices.ContainsFunc(here, f.same) {
						here = append(here, f.at)
						if !yield(f.at, nil) {
							return
						}
					}
					if err := f.step(); err != nil {
						yield(health.Reading{}, err)
						return
					}
				}
			}
		}
	}
}

// same reports whether another source had the measurement.
func (f *feed) same(r health.Reading) bool {
	return r.Source != f.at.Source && r.Duration == f.at.Duration && r.Canonical() == f.at.Canonical()
}
