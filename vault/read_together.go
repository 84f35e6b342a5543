package vault

import (
	"cmp"
	"context"
	"slices"

	"vitalkeep/health"
)

// severalGivers reports whether the series of a metric may hold the same
// measurement twice, by different ways.
func (c *container) severalGivers(metric health.MetricID, wanted func(health.SourceID) bool) bool {
	if m, ok := health.Lookup(metric); !ok || !m.TakenOnce() {
		return false
	}
	first, some := "", false
	for _, s := range c.shown() {
		if s.metric != metric || !wanted(s.source) {
			continue
		}
		giver := giverOf(s.source)
		if some && giver != first {
			return true
		}
		first, some = giver, true
	}
	return false
}

// second is what the streams of a metric have within one second.
type second struct {
	metric health.MetricID
	found  []found // as they came
	shown  []found // what is left of them
}

// found is a reading and who handed it over.
type found struct {
	health.Reading
	giver string
}

// together goes through the readings of a metric from several givers, second by
// second. Whole ones are read, for what is shown may lie in another part of a
// second than what it is shown for.
func (v *Vault) together(ctx context.Context, c *container, metric health.MetricID, from, to int64,
	wanted func(health.SourceID) bool, yield func(health.Reading, error) bool,
) error {
	wide := window{from, to}
	if from > -maxTime {
		wide.from = health.SecondOf(from)
	}
	if to < maxTime {
		wide.to = health.SecondOf(to-1) + 1000
	}
	streams, err := v.streams(c, metric, wide.from, wide.to, wanted)
	if err != nil {
		return err
	}
	givers := make(map[*stream]string, len(streams))
	for _, s := range streams {
		givers[s] = giverOf(s.source)
	}
	at := second{metric: metric}
	for n := 0; len(streams) > 0; n++ {
		if n%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		first, next := foremost(streams)
		owner, rows, err := first.before(next)
		if err != nil {
			return err
		}
		if len(rows) > 0 { // nobody else has anything in their seconds
			r := health.Reading{Metric: metric, Source: first.source, Batch: owner.node.batch.ID}
			for i := range rows {
				if r.Sample = rows[i]; r.Start >= from && r.Start < to && !yield(r, nil) {
					return nil
				}
			}
			if err := first.peek(); err != nil {
				return err
			}
			continue
		}
		end := health.SecondOf(first.start) + 1000
		at.found = at.found[:0]
		for _, s := range streams {
			for s.ok && s.start < end {
				if err := at.take(s, givers[s]); err != nil {
					return err
				}
			}
		}
		for _, f := range at.fold() {
			if f.Start >= from && f.Start < to && !yield(f.Reading, nil) {
				return nil
			}
		}
		if slices.ContainsFunc(streams, (*stream).ended) {
			streams = slices.DeleteFunc(streams, (*stream).ended)
		}
	}
	return nil
}

// before returns rows of a stream in seconds before that of next, if there are
// several at once, and moves past them.
func (s *stream) before(next int64) (*nodeSeries, []health.Sample, error) {
	if next < maxTime {
		next = health.SecondOf(next)
	}
	if s.start >= next {
		return nil, nil, nil
	}
	return s.m.aloneBefore(next)
}

// take takes the next reading of a stream in.
func (at *second) take(s *stream, giver string) error {
	_, parts, _, err := s.m.next()
	if err != nil {
		return err
	}
	newest := &parts[len(parts)-1]
	if !newest.gone {
		at.found = append(at.found, found{giver: giver, Reading: health.Reading{
			Metric: at.metric, Source: s.source, Batch: newest.owner.node.batch.ID, Sample: newest.rows[len(newest.rows)-1],
		}})
	}
	return s.peek()
}

// fold returns what is shown of a second, by start and precedence of sources.
// They were found by precedence, so what comes later belongs to what is there.
func (at *second) fold() []found {
	if len(at.found) == 1 {
		return at.found
	}
	at.shown = at.shown[:0]
	for i := range at.found {
		f := &at.found[i]
		if to := at.belongsTo(f); to != nil {
			for to.Also != nil {
				to = to.Also
			}
			also := f.Reading
			to.Also = &also
			continue
		}
		at.shown = append(at.shown, *f)
	}
	slices.SortStableFunc(at.shown, func(a, b found) int { return cmp.Compare(a.Start, b.Start) })
	return at.shown
}

// belongsTo finds the measurement that a reading is, too; nil if it is one by
// itself. No source hands the same measurement over twice.
func (at *second) belongsTo(f *found) *health.Reading {
	for i := range at.shown {
		s := &at.shown[i]
		exactly := s.Start == f.Start && s.Duration == f.Duration && s.Canonical() == f.Canonical()
		if s.Source == f.Source || !exactly && (s.giver == f.giver || !s.SameMeasurement(f.Sample)) {
			continue
		}
		has := false
		for o := s.Also; o != nil; o = o.Also {
			has = has || o.Source == f.Source
		}
		if !has {
			return &s.Reading
		}
	}
	return nil
}

// Distinct counts the visible measurements of a metric from all sources, as
// Readings gives them, and says when the first and the last started. Where no
// two givers may have the same one, it is the sum of Series; else they are gone
// through, once for each state of the vault.
func (v *Vault) Distinct(ctx context.Context, profile health.ProfileID, metric health.MetricID) (out MetricInfo, err error) {
	err = v.again(profile, func(c *container) error {
		out, err = v.distinct(ctx, c, metric)
		return err
	})
	return out, err
}

// MetricInfo says what there is of one metric.
type MetricInfo struct {
	Count       int
	First, Last int64 // UTC milliseconds of the earliest and latest start
}

func (v *Vault) distinct(ctx context.Context, c *container, metric health.MetricID) (MetricInfo, error) {
	key := distinctKey{c.id, c.dirRef, metric, c.typed.size()}
	v.countMu.Lock()
	known, ok := v.distincts[key]
	v.countMu.Unlock()
	if ok {
		return known, nil
	}
	var out MetricInfo
	for r, err := range v.readingsOf(ctx, c, metric, minTime, afterTime, everySource) {
		if err != nil {
			return MetricInfo{}, err
		}
		if out.Count == 0 {
			out.First = r.Start
		}
		out.Count++
		out.Last = r.Start
	}
	v.countMu.Lock()
	if v.distincts == nil || len(v.distincts) > 1000 {
		v.distincts = map[distinctKey]MetricInfo{}
	}
	v.distincts[key] = out
	v.countMu.Unlock()
	return out, nil
}

// distinctKey names a count by the state that it was made from.
type distinctKey struct {
	container [16]byte
	dir       ref
	metric    health.MetricID
	typed     int
}
