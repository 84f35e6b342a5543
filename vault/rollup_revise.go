package vault

import (
	"context"
	"errors"
	"slices"

	"vitalkeep/health"
)

// keeping is the making of a revision's rollups.
type keeping struct {
	r    *revision
	v    *Vault
	w    *objectWriter
	ctx  context.Context // of the writer
	c    *container      // the next one
	old  *rollups        // nil when there are none
	next *rollups
}

// rollUp brings the rollups up to the revision's state: it makes again what
// lies in the touched windows, and what is not there yet. The container's
// index is up to date, its directory has its reference. What waits in the journal
// is no part of it: whoever reads adds that.
func (r *revision) rollUp() error {
	k := &keeping{
		r: r, v: r.v, w: r.w, ctx: r.w.ctx, c: r.c.settled(), old: r.old.rollups,
		next: &rollups{series: map[uint32]*seriesRollup{}, days: map[health.MetricID]*dayRollup{}},
	}
	if r.again {
		k.old = nil
	}
	if err := k.all(); err != nil {
		return err
	}
	kept := map[uint64]bool{}
	k.next.spans(func(list []span) {
		for _, sp := range list {
			kept[sp.id] = true
		}
	})
	r.old.rollups.spans(func(list []span) {
		for _, sp := range list {
			if !kept[sp.id] {
				r.drops = append(r.drops, sp.id)
			}
		}
	})
	for _, o := range []ref{r.old.rollupRef, r.old.badRollups} {
		if !o.zero() {
			r.drops = append(r.drops, o.id)
		}
	}
	dir := r.c.sealer.sealBody(kindRollupDirectory, r.v.newID(), 1, encodeRollups(r.c.dirRef, k.next))
	r.c.rollupRef, r.c.rollups, r.c.badRollups = dir.ref, k.next, ref{}
	r.puts = append(r.puts, dir)
	return nil
}

func (k *keeping) all() error {
	byMetric := map[health.MetricID][]series{}
	for _, s := range k.c.series {
		if s.metric == "" {
			continue
		}
		byMetric[s.metric] = append(byMetric[s.metric], s)
		one, err := k.series(s)
		if errors.Is(err, ErrDamaged) {
			continue // it is read from the samples, as far as they can be
		}
		if err != nil {
			return err
		}
		k.next.series[s.number] = one
	}
	for metric, list := range byMetric {
		m, ok := health.Lookup(metric)
		if !ok || m.Day == health.DayNone {
			continue
		}
		one, err := k.metric(m, list, false)
		if errors.Is(err, ErrDamaged) {
			one, err = k.metric(m, list, true)
		}
		if errors.Is(err, ErrDamaged) {
			continue
		}
		if err != nil {
			return err
		}
		if one != nil {
			k.next.days[metric] = one
		}
	}
	return nil
}

// series returns what is kept of one series from now on.
func (k *keeping) series(s series) (*seriesRollup, error) {
	if made := k.r.made.series[s.number]; made != nil && len(k.c.directory[s.number]) == 1 {
		return made, nil
	}
	var old *seriesRollup
	if k.old != nil {
		old = k.old.series[s.number]
	}
	windows := merged(k.r.touched[s.number], 0)
	if old != nil && len(windows) == 0 {
		return old, nil
	}
	if old == nil || len(old.levels) == 0 || (old.lowest > 0 && old.count >= 2*old.built) {
		return k.whole(s)
	}
	var came uint64
	for _, n := range k.r.written {
		if ns := n.find(s.number); ns != nil {
			came += ns.identities
		}
	}
	if _, later := k.r.made.later[s.number]; !later && came > uint64(old.count) { //nolint:gosec // not negative
		return k.whole(s)
	}
	one, err := k.patch(s, old, windows)
	if errors.Is(err, ErrDamaged) {
		return k.whole(s)
	}
	return one, err
}

// whole makes everything of a series.
func (k *keeping) whole(s series) (*seriesRollup, error) {
	b := newSeriesBuilder(k.w, s.number)
	if err := k.v.eachSample(k.ctx, k.c, s.number, minTime, afterTime, b.add); err != nil {
		return nil, err
	}
	return b.close()
}

// patch makes the buckets again that lie in windows.
func (k *keeping) patch(s series, old *seriesRollup, windows []window) (*seriesRollup, error) {
	next := *old
	next.levels = slices.Clone(old.levels)
	width := levelWidth(next.lowest)
	wide := aligned(windows, width)
	var fresh []bucket
	var last int64
	if later, ok := k.r.made.later[s.number]; ok && k.r.made.over == k.r.old.dirRef {
		fresh, last = later.buckets, later.last
		windows = []window{{later.from, last}}
		wide = aligned(windows, width)
	} else {
		var err error
		if fresh, last, err = k.read(s.number, next.lowest, wide); err != nil {
			return nil, err
		}
	}
	for _, b := range fresh {
		next.count += b.n
	}
	for i := range next.levels {
		level := next.lowest + i
		if i > 0 {
			var err error
			wide = aligned(wide, levelWidth(level))
			if fresh, err = k.parents(s.number, level, wide, next.levels[i-1]); err != nil {
				return nil, err
			}
		}
		gone := func(b *bucket) {
			if i == 0 {
				next.count -= b.n
			}
		}
		var err error
		next.levels[i], err = replaceRows(next.levels[i], inclusive(wide), fresh, bucketAt, k.v.buckets(k.c, s.number, level),
			func() *segmentWriter[bucket] { return newBucketWriter(k.w, s.number, level) }, gone)
		if err != nil {
			return nil, err
		}
	}
	if err := k.ends(&next, windows, last); err != nil {
		return nil, err
	}
	return k.trim(&next)
}

// read makes the buckets of a level in windows of the samples; last is the
// start of the last of these.
func (k *keeping) read(number uint32, level int, windows []window) (out []bucket, last int64, err error) {
	folder := levelFolder{emit: func(l int, b bucket) error {
		if l == level {
			out = append(out, b)
		}
		return nil
	}}
	for _, w := range windows {
		err := k.v.eachSample(k.ctx, k.c, number, w.from, w.to, func(s *health.Sample) error {
			last = s.Start
			return folder.add(s.Start, s.Canonical())
		})
		if err == nil {
			err = folder.close()
		}
		if err != nil {
			return nil, 0, err
		}
	}
	return out, last, nil
}

// parents folds buckets of the level below into those of a level.
func (k *keeping) parents(number uint32, level int, windows []window, below []span) (out []bucket, err error) {
	load := k.v.buckets(k.c, number, level-1)
	for _, sp := range below {
		if !touches(inclusive(windows), sp) {
			continue
		}
		rows, err := load(sp)
		if err != nil {
			return nil, err
		}
		for _, b := range rows {
			if !within(inclusive(windows), b.at) {
				continue
			}
			at := alignDown(b.at, levelWidth(level))
			if n := len(out); n == 0 || out[n-1].at != at {
				out = append(out, bucket{at: at})
			}
			out[len(out)-1].join(b)
		}
	}
	return out, nil
}

// ends finds the first and the last start where they may have changed; last is
// the latest start that was read in the windows.
func (k *keeping) ends(s *seriesRollup, windows []window, last int64) error {
	if s.count == 0 {
		s.first, s.last = 0, 0
		return nil
	}
	if windows[0].from <= s.first {
		err := k.v.eachSample(k.ctx, k.c, s.number, minTime, afterTime, func(o *health.Sample) error {
			s.first = o.Start
			return errEnough
		})
		if err != nil {
			return err
		}
	}
	if windows[len(windows)-1].to < s.last {
		return nil
	}
	lowest := s.levels[0]
	if len(lowest) == 0 {
		return damaged(kindRollup, 0, "samples that no bucket has")
	}
	rows, err := k.v.buckets(k.c, s.number, s.lowest)(lowest[len(lowest)-1])
	if err != nil {
		return err
	}
	if at := rows[len(rows)-1].at; last >= at {
		s.last = last
		return nil
	}
	return k.v.eachSample(k.ctx, k.c, s.number, rows[len(rows)-1].at, afterTime, func(o *health.Sample) error {
		s.last = o.Start
		return nil
	})
}

// trim drops levels that save nothing any more, and adds coarser ones.
func (k *keeping) trim(s *seriesRollup) (*seriesRollup, error) {
	for len(s.levels) > 0 && (s.count <= k.v.keepAbove() || bucketsIn(s.levels[0]) > s.count/levelSaving) {
		if err := k.discard(s.levels[0]); err != nil {
			return nil, err
		}
		s.levels = s.levels[1:]
		s.lowest++
	}
	if len(s.levels) == 0 {
		s.lowest = 0
		return s, nil
	}
	for s.lowest+len(s.levels) <= topLevel && bucketsIn(s.levels[len(s.levels)-1]) > topBuckets {
		level := s.lowest + len(s.levels)
		rows, err := k.parents(s.number, level, []window{{minTime, afterTime}}, s.levels[len(s.levels)-1])
		if err != nil {
			return nil, err
		}
		w := newBucketWriter(k.w, s.number, level)
		for i := range rows {
			if err := w.add(rows[i]); err != nil {
				return nil, err
			}
		}
		spans, err := w.close()
		if err != nil {
			return nil, err
		}
		s.levels = append(s.levels, spans)
	}
	return s, nil
}

// discard drops segments of which some were written just now; the others go
// with the state that they belong to.
func (k *keeping) discard(spans []span) error {
	old := map[uint64]bool{}
	k.old.spans(func(list []span) {
		for _, sp := range list {
			old[sp.id] = true
		}
	})
	return k.w.drop(slices.DeleteFunc(slices.Clone(spans), func(sp span) bool { return old[sp.id] }))
}

func bucketsIn(spans []span) (n int64) {
	for _, sp := range spans {
		n += int64(sp.count)
	}
	return n
}
