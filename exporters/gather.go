package exporters

import (
	"context"
	"iter"
	"slices"
	"strings"

	"vitalkeep/health"
)

// feeder gathers readings of one metric by start.
type feeder struct {
	next  func() (health.Reading, error, bool)
	stop  func()
	ahead *health.Reading
	err   error
}

func feederOf(all iter.Seq2[health.Reading, error]) *feeder {
	f := &feeder{}
	f.next, f.stop = iter.Pull2(all)
	f.step()
	return f
}

func (f *feeder) step() {
	r, err, ok := f.next()
	f.ahead = nil
	if err != nil {
		f.err = err
	} else if ok {
		f.ahead = &r
	}
}

// gathered goes through what is shown of some metrics, one moment at a time.
func gathered(ctx context.Context, data Data, metrics ...health.MetricID) iter.Seq2[moment, error] {
	return func(yield func(moment, error) bool) {
		var feeders []*feeder
		for _, m := range metrics {
			f := feederOf(data.Shown(ctx, m, earliest, latest))
			defer f.stop()
			feeders = append(feeders, f)
		}
		var m moment
		for {
			some := false
			for _, f := range feeders {
				if f.err != nil {
					yield(moment{}, f.err)
					return
				}
				if f.ahead != nil && (!some || f.ahead.Start < m.start) {
					m.start, some = f.ahead.Start, true
				}
			}
			if !some {
				return
			}
			m.readings = m.readings[:0]
			for _, f := range feeders {
				for f.err == nil && f.ahead != nil && f.ahead.Start == m.start {
					m.readings = append(m.readings, *f.ahead)
					f.step()
				}
			}
			if !yield(m, nil) {
				return
			}
		}
	}
}

// group is what one source, or one giver, measured at one moment.
type group struct {
	source   health.SourceID // of the first reading
	readings []health.Reading
}

// of returns the reading of a metric.
func (g group) of(m health.MetricID) *health.Reading {
	i := slices.IndexFunc(g.readings, func(r health.Reading) bool { return r.Metric == m })
	if i < 0 {
		return nil
	}
	return &g.readings[i]
}

// bySource sorts a moment's readings by who measured them.
func (m moment) bySource() []group {
	return m.grouped(func(s health.SourceID) string { return string(s) })
}

// byGiver sorts a moment's readings by who handed them over: some tell of one
// weighing in several streams.
func (m moment) byGiver() []group {
	return m.grouped(func(s health.SourceID) string {
		giver, _, _ := strings.Cut(string(s), ":")
		return giver
	})
}

func (m moment) grouped(key func(health.SourceID) string) []group {
	var out []group
	for _, r := range m.readings {
		i := slices.IndexFunc(out, func(g group) bool { return key(g.source) == key(r.Source) && g.of(r.Metric) == nil })
		if i < 0 {
			i = len(out)
			out = append(out, group{source: r.Source})
		}
		out[i].readings = append(out[i].readings, r)
	}
	slices.SortStableFunc(out, func(a, b group) int { return health.CompareSources(a.source, b.source) })
	return out
}
