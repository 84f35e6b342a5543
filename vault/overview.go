package vault

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"

	"vitalkeep/health"
)

// Bucket is what the visible samples of one series that start in [Start, End)
// come to, in the canonical unit of the metric.
type Bucket struct {
	Start, End    int64 // UTC milliseconds
	Count         int
	Min, Max, Sum float64
}

const (
	// finestLevel has buckets of 250 ms.
	finestLevel = -6

	// overviewRows is how many samples an overview reads at most for a finer
	// picture than the kept levels give, unless four times the points are more.
	overviewRows = 10_000

	mostPoints = 1 << 16
	readAgain  = 4 // times, when the vault changed while reading
)

// Overview returns what a series looks like in [from, to), however long that
// is, in buckets by rising start; empty ones are left out. Buckets are 250 ms
// wide, or a power of four times that, and begin at multiples of their width
// since 1970; those at the ends are cut to the window. The width is the largest
// of which the window has as many as points or more, and so there are fewer
// than four times as many. Only where that would take reading more than 10,000
// samples (or four times points) the buckets are as wide as the narrowest that
// are kept.
//
// A window that goes beyond the times that a sample may have ends where the
// series does. Errors are those of SourceReadings; a series that is not there is
// empty.
func (v *Vault) Overview(ctx context.Context, profile health.ProfileID, metric health.MetricID, source health.SourceID,
	from, to int64, points int,
) (out []Bucket, err error) {
	err = v.again(profile, func(c *container) error {
		s, ok := c.seriesOf(Identity{Metric: metric, Source: source})
		if !ok || metric == "" {
			return nil
		}
		out, err = v.overview(ctx, c, s, from, to, min(max(points, 1), mostPoints))
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// again reads from a profile as it is now, once more when it changed meanwhile.
func (v *Vault) again(profile health.ProfileID, read func(*container) error) error {
	for n := 1; ; n++ {
		st, err := v.snapshot()
		if err != nil {
			return err
		}
		c, err := st.profile(profile)
		if err != nil {
			return err
		}
		// Segments are read through the cache; nothing else differs in this copy.
		looked := *c
		looked.cache = &v.cache
		if err = read(&looked); !errors.Is(err, ErrChanged) || n == readAgain {
			return err
		}
	}
}

// overview is the reading of one.
type overview struct {
	v        *Vault
	ctx      context.Context // lives for one call of Overview
	c        *container
	number   uint32
	kept     *seriesRollup // nil when all is read from the samples
	from, to int64
	// Buckets that begin before from or end after to and yet hold nothing from
	// outside.
	first, last int64
}

func (v *Vault) overview(ctx context.Context, c *container, s series, from, to int64, points int) ([]Bucket, error) {
	if from < -maxTime || to > maxTime {
		info, err := v.count(c, s)
		if err != nil || info.Count == 0 {
			return nil, err
		}
		if from < -maxTime {
			from = min(info.First, to)
		}
		if to > maxTime {
			to = max(info.Last+1, from)
		}
	}
	if from >= to {
		return nil, nil
	}
	o := &overview{v: v, ctx: ctx, c: c, number: s.number, from: from, to: to, first: math.MinInt64, last: math.MaxInt64}
	level := levelFor(from, to, points)
	if c.rollups != nil && c.waiting[s.number] == nil {
		if one := c.rollups.series[s.number]; one != nil && len(one.levels) > 0 {
			o.kept, o.first, o.last = one, one.first, one.last
		}
	}
	rows, err := o.rows(&level, max(overviewRows, 4*points))
	if errors.Is(err, ErrDamaged) && o.kept != nil {
		o.kept = nil
		level = levelFor(from, to, points)
		rows, err = o.rows(&level, 0)
	}
	if err != nil {
		return nil, err
	}
	out := make([]Bucket, len(rows))
	for i, b := range rows {
		out[i] = Bucket{
			Start: max(b.at, from), End: min(b.at+levelWidth(level), to), Count: int(b.n), Min: b.min, Max: b.max, Sum: b.sum,
		}
	}
	return out, nil
}

// levelFor returns the coarsest level of which the window meets that many
// buckets or more.
func levelFor(from, to int64, points int) int {
	for level := topLevel; level > finestLevel; level-- {
		w := levelWidth(level)
		if (alignDown(to-1, w)-alignDown(from, w))/w+1 >= int64(points) {
			return level
		}
	}
	return finestLevel
}

// rows returns the buckets of a level in the window. Where a level is finer than
// the kept ones and there are more samples than limit, it becomes the finest
// kept one.
func (o *overview) rows(level *int, limit int) ([]bucket, error) {
	if o.kept == nil {
		return o.fromSamples(*level, o.from, o.to)
	}
	if *level < o.kept.lowest {
		few, err := o.few(limit)
		if err != nil {
			return nil, err
		}
		if few {
			return o.fromSamples(*level, o.from, o.to)
		}
		*level = o.kept.lowest
	}
	from := min(*level, o.kept.lowest+len(o.kept.levels)-1)
	rows, err := o.level(from, o.from, o.to)
	if err != nil || from == *level {
		return rows, err
	}
	return coarser(rows, *level), nil
}

// few reports whether no more samples than that lie in the window, and perhaps
// some at its ends.
func (o *overview) few(limit int) (bool, error) {
	var n int64
	err := o.stored(o.kept.lowest, o.from, o.to, func(b bucket) { n += b.n })
	return n <= int64(limit), err
}

// stored calls f with the kept buckets of a level that meet [from, to).
func (o *overview) stored(level int, from, to int64, f func(bucket)) error {
	spans := o.kept.levels[level-o.kept.lowest]
	width := levelWidth(level)
	i, _ := slices.BinarySearchFunc(spans, alignDown(from, width), func(sp span, t int64) int {
		if sp.tmax < t {
			return -1
		}
		return 1
	})
	load := o.v.buckets(o.c, o.number, level)
	for ; i < len(spans) && spans[i].tmin < to; i++ {
		if err := o.ctx.Err(); err != nil {
			return err
		}
		rows, err := load(spans[i])
		if err != nil {
			return err
		}
		for _, b := range rows {
			if b.at+width > from && b.at < to {
				f(b)
			}
		}
	}
	return nil
}

// level returns the buckets of a kept level in [from, to): as they are kept, but
// at the ends made of those of the level below, or of samples.
func (o *overview) level(level int, from, to int64) ([]bucket, error) {
	var out []bucket
	if err := o.stored(level, from, to, func(b bucket) { out = append(out, b) }); err != nil {
		return nil, err
	}
	width := levelWidth(level)
	kept := out[:0]
	for i, b := range out {
		if i > 0 && i < len(out)-1 || (b.at >= from || from <= o.first) && (b.at+width <= to || to > o.last) {
			kept = append(kept, b)
			continue
		}
		a, z := max(from, b.at), min(to, b.at+width)
		var parts []bucket
		var err error
		if level == o.kept.lowest {
			parts, err = o.fromSamples(level, a, z)
		} else {
			parts, err = o.level(level-1, a, z)
		}
		if err != nil {
			return nil, err
		}
		kept = append(kept, coarser(parts, level)...)
	}
	return kept, nil
}

// fromSamples makes the buckets of a level of the samples that start in
// [from, to).
func (o *overview) fromSamples(level int, from, to int64) (out []bucket, err error) {
	if level < 0 {
		width := levelWidth(level)
		err = o.v.eachSample(o.ctx, o.c, o.number, from, to, func(s *health.Sample) error {
			at, v := alignDown(s.Start, width), s.Canonical()
			if n := len(out); n == 0 || out[n-1].at != at {
				out = append(out, bucket{at: at})
			}
			out[len(out)-1].join(bucket{n: 1, min: v, max: v, sum: v})
			return nil
		})
		return out, err
	}
	f := levelFolder{emit: func(l int, b bucket) error {
		if l == level {
			out = append(out, b)
		}
		return nil
	}}
	err = o.v.eachSample(o.ctx, o.c, o.number, from, to, func(s *health.Sample) error { return f.add(s.Start, s.Canonical()) })
	if err == nil {
		err = f.close()
	}
	return out, err
}

// coarser joins buckets to those of a level above.
func coarser(rows []bucket, level int) (out []bucket) {
	width := levelWidth(level)
	for _, b := range rows {
		at := alignDown(b.at, width)
		if n := len(out); n == 0 || out[n-1].at != at {
			out = append(out, bucket{at: at})
		}
		out[len(out)-1].join(b)
	}
	return out
}

// Days returns the local days of a metric from one date to another, both
// included, as health.Days makes them of all its readings. Errors are those of
// Readings.
func (v *Vault) Days(ctx context.Context, profile health.ProfileID, metric health.MetricID, from, to health.Date) (out []health.Day, err error) {
	m, ok := health.Lookup(metric)
	if !ok || m.Day == health.DayNone {
		return nil, nil
	}
	days := window{max(from.Number(), -maxDay), min(to.Number(), maxDay)}
	err = v.again(profile, func(c *container) error {
		rows, err := v.days(ctx, c, m, days)
		out = make([]health.Day, len(rows))
		for i := range rows {
			out[i] = rows[i].Day
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (v *Vault) days(ctx context.Context, c *container, m health.Metric, days window) ([]dayRow, error) {
	var kept *dayRollup
	if c.rollups != nil {
		kept = c.rollups.days[m.ID]
	}
	if kept != nil && kept.kept && !kept.irregular {
		out, irregular, err := v.daysAfterTyping(ctx, c, m, kept, days)
		if !irregular && !errors.Is(err, ErrDamaged) {
			return out, err
		}
	}
	if kept == nil || !kept.irregular {
		out, irregular, err := v.foldDays(ctx, c, m, days)
		if err != nil || !irregular {
			return out, err
		}
	}
	all, _, err := v.foldDays(ctx, c, m, window{-maxDay, maxDay})
	return slices.DeleteFunc(all, func(d dayRow) bool { return d.number < days.from || d.number > days.to }), err
}

// daysAfterTyping returns kept days, and in their place those that readings in
// the journal change.
func (v *Vault) daysAfterTyping(ctx context.Context, c *container, m health.Metric, kept *dayRollup, days window,
) (out []dayRow, irregular bool, err error) {
	out, err = v.keptDays(ctx, c, kept, days)
	if err != nil {
		return nil, false, err
	}
	for _, w := range daysAround(m, c.waitingOf(m.ID)) {
		w = window{max(w.from, days.from), min(w.to, days.to)}
		if w.from > w.to {
			continue
		}
		fresh, irregular, err := v.foldDays(ctx, c, m, w)
		if err != nil || irregular {
			return nil, irregular, err
		}
		out = slices.DeleteFunc(out, func(d dayRow) bool { return d.number >= w.from && d.number <= w.to })
		out = append(out, fresh...)
	}
	slices.SortFunc(out, func(a, b dayRow) int { return cmp.Compare(a.number, b.number) })
	return out, false, nil
}

func (v *Vault) keptDays(ctx context.Context, c *container, kept *dayRollup, days window) (out []dayRow, err error) {
	load := v.dayRows(c, kept.metric)
	for _, sp := range kept.days {
		if !touches([]window{days}, sp) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		rows, err := load(sp)
		if err != nil {
			return nil, err
		}
		for _, d := range rows {
			if d.number >= days.from && d.number <= days.to {
				out = append(out, d)
			}
		}
	}
	return out, nil
}
