package exporters

import (
	"context"
	"iter"
	"slices"

	"vitalkeep/health"
)

// Part is some of what a person has.
type Part struct {
	// Sample and Entry say what is in it; nil means all.
	Sample func(health.MetricID, health.SourceID) bool
	Entry  func(health.Entry) bool
	// From and To bound the starts, in UTC milliseconds, To excluded. Both 0 mean
	// all of time.
	From, To int64
}

// part is what options ask for.
func (o Options) part() Part {
	p := Part{From: o.From, To: o.To}
	if o.Metrics != nil {
		p.Sample = func(m health.MetricID, _ health.SourceID) bool { return slices.Contains(o.Metrics, m) }
	}
	if o.Metrics != nil || o.Kinds != nil {
		p.Entry = func(e health.Entry) bool {
			if o.Kinds != nil && !slices.Contains(o.Kinds, e.Kind) {
				return false
			}
			about := health.MetricID(e.Field(health.FieldMetric))
			return o.Metrics == nil || about == "" || (e.Kind != health.Comment && e.Kind != health.Correction) ||
				slices.Contains(o.Metrics, about)
		}
	}
	return p
}

// Of leaves of data what is in the part.
func (p Part) Of(data Data) Data {
	if p.Sample == nil && p.Entry == nil && p.From == 0 && p.To == 0 {
		return data
	}
	return partial{data, p}
}

// partial is Data of which a part is left.
type partial struct {
	all  Data
	part Part
}

func (p partial) has(m health.MetricID, s health.SourceID) bool {
	return p.part.Sample == nil || p.part.Sample(m, s)
}

// within cuts a span to the part's.
func (p partial) within(from, to int64) (int64, int64) {
	if p.part.From == 0 && p.part.To == 0 {
		return from, to
	}
	return max(from, p.part.From), min(to, p.part.To)
}

// Series implements Data. Series that the part's span cuts are counted anew.
func (p partial) Series() ([]Series, error) {
	all, err := p.all.Series()
	if err != nil {
		return nil, err
	}
	var out []Series
	for _, s := range all {
		if !p.has(s.Metric, s.Source) {
			continue
		}
		if from, to := p.within(s.First, s.Last+1); from > s.First || to <= s.Last {
			if s, err = p.count(s, from, to); err != nil {
				return nil, err
			}
		}
		if s.Count > 0 {
			out = append(out, s)
		}
	}
	return out, nil
}

func (p partial) count(s Series, from, to int64) (Series, error) {
	n := Series{Metric: s.Metric, Source: s.Source}
	if from >= to {
		return n, nil
	}
	for r, err := range p.all.Readings(context.Background(), s.Metric, s.Source, from, to) {
		if err != nil {
			return n, err
		}
		if n.Count == 0 {
			n.First = r.Start
		}
		n.Last = r.Start
		n.Count++
	}
	return n, nil
}

// Readings implements Data.
func (p partial) Readings(ctx context.Context, m health.MetricID, s health.SourceID, from, to int64) iter.Seq2[health.Reading, error] {
	from, to = p.within(from, to)
	if !p.has(m, s) || from >= to {
		return func(func(health.Reading, error) bool) {}
	}
	return p.all.Readings(ctx, m, s, from, to)
}

// Shown implements Data. Where the part leaves some sources of a metric out, a
// measurement that one of them and a kept one have is shown from the kept one.
func (p partial) Shown(ctx context.Context, m health.MetricID, from, to int64) iter.Seq2[health.Reading, error] {
	return func(yield func(health.Reading, error) bool) {
		from, to := p.within(from, to)
		if from >= to {
			return
		}
		series, err := p.all.Series()
		if err != nil {
			yield(health.Reading{}, err)
			return
		}
		var kept []health.SourceID
		of := 0
		for _, s := range series {
			if s.Metric != m {
				continue
			}
			of++
			if p.has(m, s.Source) {
				kept = append(kept, s.Source)
			}
		}
		switch len(kept) {
		case 0:
		case of:
			p.all.Shown(ctx, m, from, to)(yield)
		default:
			merged(ctx, p.all, m, kept, from, to)(yield)
		}
	}
}

// Entries implements Data.
func (p partial) Entries(ctx context.Context, from, to int64) iter.Seq2[health.Entry, error] {
	return func(yield func(health.Entry, error) bool) {
		from, to := p.within(from, to)
		if from >= to {
			return
		}
		for e, err := range p.all.Entries(ctx, from, to) {
			if err == nil && p.part.Entry != nil && !p.part.Entry(e) {
				continue
			}
			if !yield(e, err) {
				return
			}
		}
	}
}
