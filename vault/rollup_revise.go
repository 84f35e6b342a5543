package vault

import (
	"cmp"
	"context"
	"errors"
	"math"
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

// metric returns what is kept of the days of a metric from now on.
func (k *keeping) metric(m health.Metric, list []series, whole bool) (*dayRollup, error) {
	var old *dayRollup
	if k.old != nil {
		old = k.old.days[m.ID]
	}
	var count int64
	var windows []window
	alone := 0
	for _, s := range list {
		one := k.next.series[s.number]
		if one == nil {
			return nil, nil
		}
		count += one.count
		windows = append(windows, k.r.touched[s.number]...)
		alone += len(k.c.directory[s.number])
	}
	if made := k.r.made.days[m.ID]; made != nil && alone == 1 {
		return made, nil
	}
	whole = whole || old == nil || (!old.kept && count > k.v.keepAbove())
	if !whole && (old.irregular || len(windows) == 0) {
		return old, nil
	}
	if later, ok := k.r.made.dawns[m.ID]; ok && !whole && k.r.made.over == k.r.old.dirRef {
		if later.irregular {
			return &dayRollup{metric: m.ID, irregular: true, kept: true}, nil
		}
		return k.replaceDays(old, []window{{later.from, maxDay}}, later.days)
	}
	next := &dayRollup{metric: m.ID, kept: count > k.v.keepAbove()}
	var ranges []window
	if whole {
		ranges = []window{{-maxDay, maxDay}}
	} else {
		next.kept, next.days = old.kept, old.days
		ranges = daysAround(m, windows)
	}
	var fresh []dayRow
	for _, w := range ranges {
		rows, irregular, err := k.v.foldDays(k.ctx, k.c, m, w)
		if err != nil {
			return nil, err
		}
		if irregular {
			return &dayRollup{metric: m.ID, irregular: true, kept: true}, nil
		}
		fresh = append(fresh, rows...)
	}
	if !next.kept {
		return next, nil
	}
	return k.replaceDays(next, ranges, fresh)
}

// replaceDays returns kept days with fresh ones in those ranges.
func (k *keeping) replaceDays(old *dayRollup, ranges []window, fresh []dayRow) (*dayRollup, error) {
	next := *old
	var err error
	next.days, err = replaceRows(old.days, ranges, fresh, dayOf, k.v.dayRows(k.c, old.metric),
		func() *segmentWriter[dayRow] { return newDayWriter(k.w, old.metric) }, nil)
	return &next, err
}

// Within these bounds a day can be made of the readings of a few days around it,
// and is the same as if all readings were folded from the first one on:
// offsets as they are in force somewhere on Earth, and spans that reach
// little further than a day. See health.Days, which looks back 48 hours.
const (
	westernmost  = -12 * 3600
	easternmost  = 14 * 3600
	longestSpan  = 48 * 3600 * 1000
	longestSleep = 22 * 3600 * 1000 // its day is that of its end
)

func regular(m health.Metric, r *health.Reading) bool {
	longest := int64(longestSpan)
	if m.Family == health.Sleep && m.Day == health.DaySum && !r.Source.DayTotals() {
		longest = longestSleep
	}
	return r.Offset >= westernmost && r.Offset <= easternmost && r.Duration <= longest
}

// Margins, in days, on top of what offsets and spans come to.
const (
	coverBefore = 7 // days whose readings may cover something of a day
	coverAfter  = 7 // days of whose time a day's readings may cover something
	nearDays    = 30
)

// daysAround returns the days that may be different when samples that start in
// windows are, as ranges of numbers.
func daysAround(m health.Metric, windows []window) []window {
	var out []window
	for _, w := range windows {
		from, to := max(w.from, -maxTime), min(w.to, maxTime)
		if m.Family == health.Sleep {
			to += longestSpan
		}
		first, last := dayNumber(from+westernmost*1000), dayNumber(to+easternmost*1000)
		if m.Day == health.DaySum {
			last += coverAfter
		}
		out = append(out, window{first, last})
	}
	return merged(out, nearDays)
}

func dayNumber(ms int64) int64 { return alignDown(ms, dayMS) / dayMS }

// beforeDay returns from which start on readings matter to a day.
func beforeDay(m health.Metric, day int64) int64 {
	if day <= -maxDay {
		return minTime
	}
	day--
	if m.Family == health.Sleep {
		day -= 2
	}
	if m.Day == health.DaySum {
		day -= coverBefore
	}
	return day * dayMS
}

// foldDays makes the days of a metric whose numbers are in the window from the
// readings, and says whether it met one that is not regular: then they may be
// wrong.
func (v *Vault) foldDays(ctx context.Context, c *container, m health.Metric, days window) (out []dayRow, irregular bool, err error) {
	from, to := beforeDay(m, days.from), int64(afterTime)
	if days.to < maxDay {
		to = (days.to + 2) * dayMS
	}
	fold := health.NewDayFold(m)
	for r, err := range v.readingsOf(ctx, c, m.ID, from, to, everySource) {
		if err != nil {
			return nil, false, err
		}
		irregular = irregular || !regular(m, &r)
		fold.Add(&r)
	}
	for _, d := range fold.Days() {
		if n := d.Date.Number(); n >= days.from && n <= days.to {
			out = append(out, dayRow{number: n, Day: d})
		}
	}
	return out, irregular, nil
}

// merged sorts windows and joins those that meet or lie near each other.
func merged(windows []window, near int64) []window {
	list := slices.Clone(windows)
	slices.SortFunc(list, func(a, b window) int { return cmp.Compare(a.from, b.from) })
	var out []window
	for _, w := range list {
		if n := len(out); n > 0 && (out[n-1].to > math.MaxInt64-near || w.from <= out[n-1].to+near) {
			out[n-1].to = max(out[n-1].to, w.to)
			continue
		}
		out = append(out, w)
	}
	return out
}

// aligned widens windows of starts, both ends included or the end not, to whole
// buckets; the ends of the result are not included.
func aligned(windows []window, width int64) []window {
	out := make([]window, len(windows))
	for i, w := range windows {
		from, to := max(w.from, -maxTime), min(w.to, maxTime)
		out[i] = window{alignDown(from, width), alignDown(to, width) + width}
	}
	return merged(out, 0)
}

// inclusive turns windows of buckets without their ends into such with them.
func inclusive(windows []window) []window {
	out := slices.Clone(windows)
	for i := range out {
		out[i].to--
	}
	return out
}

// within reports whether t lies in one of the windows, which are sorted and
// apart.
func within(windows []window, t int64) bool {
	i, _ := slices.BinarySearchFunc(windows, t, func(w window, t int64) int { return cmp.Compare(w.to, t) })
	return i < len(windows) && windows[i].from <= t
}

// touches reports whether anything in a segment may lie in one of the windows.
func touches(windows []window, sp span) bool {
	i, _ := slices.BinarySearchFunc(windows, sp.tmin, func(w window, t int64) int { return cmp.Compare(w.to, t) })
	return i < len(windows) && windows[i].from <= sp.tmax
}
