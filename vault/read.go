package vault

import (
	"cmp"
	"context"
	"iter"
	"math"
	"slices"
	"strings"

	"vitalkeep/health"
)

// rows reads one segment of samples.
func (v *Vault) rows(c *container) func(*nodeSeries, span, []health.Sample) ([]health.Sample, error) {
	load := func(s *nodeSeries, sp span, dst []health.Sample) ([]health.Sample, error) {
		body, err := v.containerBody(c, kindRows, sp.ref)
		if err != nil {
			return nil, err
		}
		rows, err := decodeRows(dst, body, s.number, s.node.seq)
		if err != nil || !sp.fits(len(rows), rows[0].Start, rows[len(rows)-1].Start) {
			return nil, damaged(kindRows, sp.id, "malformed")
		}
		return rows, nil
	}
	if c.cache == nil {
		return load
	}
	return func(s *nodeSeries, sp span, _ []health.Sample) ([]health.Sample, error) {
		return cached(c.cache, sp.ref, func() ([]health.Sample, error) { return load(s, sp, nil) })
	}
}

// claimRows reads one segment of claims.
func (v *Vault) claimRows(c *container) func(*nodeSeries, span, []claim) ([]claim, error) {
	return func(s *nodeSeries, sp span, dst []claim) ([]claim, error) {
		body, err := v.body(c.sealer, kindClaims, sp.ref)
		if err != nil {
			return nil, err
		}
		rows, err := decodeClaims(dst, body, s.number, s.node.seq)
		if err != nil || !sp.fits(len(rows), rows[0].start, rows[len(rows)-1].start) {
			return nil, damaged(kindClaims, sp.id, "malformed")
		}
		return rows, nil
	}
}

// entryRows reads one page of entries.
func (v *Vault) entryRows(c *container, of series) func(*nodeSeries, span, []health.Entry) ([]health.Entry, error) {
	return func(s *nodeSeries, sp span, dst []health.Entry) ([]health.Entry, error) {
		body, err := v.body(c.sealer, kindEntries, sp.ref)
		if err != nil {
			return nil, err
		}
		rows, err := decodeEntries(dst, body, of, s.node.seq)
		if err != nil || !sp.fits(len(rows), rows[0].Start, rows[len(rows)-1].Start) {
			return nil, damaged(kindEntries, sp.id, "malformed")
		}
		return rows, nil
	}
}

// fits reports whether a segment holds what the directory says.
func (s span) fits(n int, first, last int64) bool {
	return n == int(s.count) && first == s.tmin && last == s.tmax
}

// history merges the samples of one series over all layers and the journal.
func (v *Vault) history(c *container, number uint32, from, to int64) *merger[health.Sample] {
	m := newMerger(startOf, from, to)
	for _, s := range c.directory[number] {
		for _, l := range lanes(s, s.rows, v.rows(c)) {
			m.add(l)
		}
		for _, l := range goneLanes(v, c, s, func(t tombstone) health.Sample { return health.Sample{Start: t.start} }) {
			m.add(l)
		}
	}
	if w := c.waiting[number]; w != nil {
		m.add(&lane[health.Sample]{owner: &w.owner, seq: w.owner.node.seq, rows: w.samples})
	}
	return m
}

func (v *Vault) entryHistory(c *container, s series, from, to int64) *merger[health.Entry] {
	m := newMerger(entryStart, from, to)
	for _, ns := range c.directory[s.number] {
		for _, l := range lanes(ns, ns.rows, v.entryRows(c, s)) {
			m.add(l)
		}
		for _, l := range goneLanes(v, c, ns, func(t tombstone) health.Entry { return health.Entry{Start: t.start, Key: t.key} }) {
			m.add(l)
		}
	}
	if w := c.waiting[s.number]; w != nil {
		m.add(&lane[health.Entry]{owner: &w.owner, seq: w.owner.node.seq, rows: w.entries})
	}
	return m
}

// SeriesInfo says what there is of one series.
type SeriesInfo struct {
	Metric health.MetricID
	Source health.SourceID
	Count  int   // visible samples, exactly
	First  int64 // UTC milliseconds of the earliest start
	Last   int64 // UTC milliseconds of the latest start
}

// countKey names a count by the directory and the length of the journal that
// it was made from.
type countKey struct {
	dir    ref
	number uint32
	typed  int
}

// Series lists the series of a profile that have samples, in the order of the
// catalogue and of precedence of sources. Counts come from the rollups; without
// them from the directory, and a series in which one layer replaced or hides values
// of another is read through, once for each state of the vault.
func (v *Vault) Series(profile health.ProfileID) ([]SeriesInfo, error) {
	st, err := v.snapshot()
	if err != nil {
		return nil, err
	}
	c, err := st.profile(profile)
	if err != nil {
		return nil, err
	}
	var out []SeriesInfo
	for _, s := range c.shown() {
		if s.metric == "" {
			continue
		}
		info, err := v.count(c, s)
		if err != nil {
			return nil, err
		}
		if info.Count > 0 {
			out = append(out, info)
		}
	}
	order := metricOrder()
	slices.SortFunc(out, func(a, b SeriesInfo) int {
		return cmp.Or(compareMetrics(order, a.Metric, b.Metric), health.CompareSources(a.Source, b.Source))
	})
	return out, nil
}

func metricOrder() map[health.MetricID]int {
	order := map[health.MetricID]int{}
	for i, m := range health.Metrics() {
		order[m.ID] = i + 1
	}
	return order
}

// compareMetrics puts the catalogue first, in its order, then the generic
// metrics by name.
func compareMetrics(order map[health.MetricID]int, a, b health.MetricID) int {
	place := func(m health.MetricID) int {
		if i := order[m]; i > 0 {
			return i
		}
		return math.MaxInt
	}
	return cmp.Or(cmp.Compare(place(a), place(b)), strings.Compare(string(a), string(b)))
}

func (v *Vault) count(c *container, s series) (SeriesInfo, error) {
	if c.rollups != nil && c.waiting[s.number] == nil {
		if kept := c.rollups.series[s.number]; kept != nil {
			return SeriesInfo{Metric: s.metric, Source: s.source, Count: int(kept.count), First: kept.first, Last: kept.last}, nil
		}
	}
	info := SeriesInfo{Metric: s.metric, Source: s.source, First: math.MaxInt64, Last: math.MinInt64}
	shadows, identities := c.waiting[s.number] != nil, uint64(0)
	for _, ns := range c.directory[s.number] {
		// What is deleted for good stands in no layer below.
		shadows = shadows || ns.shadows || (len(ns.gone) > 0 && ns.node.layer == layerDeletion)
		identities += ns.identities
		for _, sp := range ns.rows {
			info.First, info.Last = min(info.First, sp.tmin), max(info.Last, sp.tmax)
		}
	}
	if !shadows {
		info.Count = int(min(identities, math.MaxInt))
		return info, nil
	}
	key := countKey{c.dirRef, s.number, c.typed.size()}
	v.countMu.Lock()
	known, ok := v.counts[key]
	v.countMu.Unlock()
	if ok {
		return known, nil
	}
	info.First, info.Last = math.MaxInt64, math.MinInt64
	m := v.history(c, s.number, minTime, afterTime)
	for {
		start, parts, ok, err := m.next()
		if err != nil {
			return SeriesInfo{}, err
		}
		if !ok {
			break
		}
		if parts[len(parts)-1].gone {
			continue
		}
		info.Count++
		info.First, info.Last = min(info.First, start), max(info.Last, start)
	}
	v.countMu.Lock()
	if v.counts == nil || len(v.counts) > 1000 {
		v.counts = map[countKey]SeriesInfo{}
	}
	v.counts[key] = info
	v.countMu.Unlock()
	return info, nil
}

// SourceReadings goes through one series: the visible samples that start at or
// after from and before to (UTC milliseconds), by rising start. The iteration
// ends with an error (ErrNoProfile, ErrDamaged, ErrChanged, ErrClosed, or the
// context's) or without one.
func (v *Vault) SourceReadings(ctx context.Context, profile health.ProfileID, metric health.MetricID,
	source health.SourceID, from, to int64,
) iter.Seq2[health.Reading, error] {
	return v.readings(ctx, profile, metric, from, to, func(s health.SourceID) bool { return s == source })
}

// Readings goes through all sources of a metric: the visible samples that
// start at or after from and before to (UTC milliseconds), by rising start and
// then precedence of sources. Where several sources have the same measurement
// (start, duration and canonical value), it comes once, from the source that
// health.CompareSources puts first. Of metrics that are TakenOnce, a measurement
// that two givers handed over (health.Sample.SameMeasurement) comes once, too,
// with the others in its Also. Errors are those of SourceReadings.
func (v *Vault) Readings(ctx context.Context, profile health.ProfileID, metric health.MetricID, from, to int64,
) iter.Seq2[health.Reading, error] {
	return v.readings(ctx, profile, metric, from, to, everySource)
}

// stream is one source of a metric on its way through time.
type stream struct {
	source health.SourceID
	m      *merger[health.Sample]
	start  int64
	ok     bool
}

func (s *stream) ended() bool { return !s.ok }

func (s *stream) peek() (err error) {
	s.start, s.ok, err = s.m.peek()
	return err
}

func (v *Vault) readings(ctx context.Context, profile health.ProfileID, metric health.MetricID, from, to int64,
	wanted func(health.SourceID) bool,
) iter.Seq2[health.Reading, error] {
	return func(yield func(health.Reading, error) bool) {
		st, err := v.snapshot()
		if err != nil {
			yield(health.Reading{}, err)
			return
		}
		c, err := st.profile(profile)
		if err != nil {
			yield(health.Reading{}, err)
			return
		}
		v.readingsOf(ctx, c, metric, from, to, wanted)(yield)
	}
}

// readingsOf goes through the readings of a state of a profile.
func (v *Vault) readingsOf(ctx context.Context, c *container, metric health.MetricID, from, to int64,
	wanted func(health.SourceID) bool,
) iter.Seq2[health.Reading, error] {
	return func(yield func(health.Reading, error) bool) {
		if c.severalGivers(metric, wanted) {
			if err := v.together(ctx, c, metric, from, to, wanted, yield); err != nil {
				yield(health.Reading{}, err)
			}
			return
		}
		streams, err := v.streams(c, metric, from, to, wanted)
		if err == nil && len(streams) == 1 {
			if err = streams[0].all(ctx, metric, yield); err == nil {
				return
			}
		}
		for n := 0; err == nil && len(streams) > 0; n++ {
			if n%1024 == 0 {
				if err = ctx.Err(); err != nil {
					break
				}
			}
			start := streams[0].start
			for _, s := range streams[1:] {
				start = min(start, s.start)
			}
			var more bool
			if more, err = yieldAt(streams, start, metric, yield); err == nil && !more {
				return
			}
			streams = slices.DeleteFunc(streams, func(s *stream) bool { return !s.ok })
		}
		if err != nil {
			yield(health.Reading{}, err)
		}
	}
}

// all passes on a metric's only source.
func (s *stream) all(ctx context.Context, metric health.MetricID, yield func(health.Reading, error) bool) error {
	r := health.Reading{Metric: metric, Source: s.source}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		owner, rows, err := s.m.alone()
		if err != nil {
			return err
		}
		if len(rows) > 0 {
			r.Batch = owner.node.batch.ID
			for i := range rows {
				r.Sample = rows[i]
				if !yield(r, nil) {
					return nil
				}
			}
			continue
		}
		_, parts, ok, err := s.m.next()
		if !ok || err != nil {
			return err
		}
		newest := &parts[len(parts)-1]
		if newest.gone {
			continue
		}
		r.Batch, r.Sample = newest.owner.node.batch.ID, newest.rows[len(newest.rows)-1]
		if !yield(r, nil) {
			return nil
		}
	}
}

// yieldAt passes on what the streams have at one start, and moves them on.
func yieldAt(streams []*stream, start int64, metric health.MetricID, yield func(health.Reading, error) bool) (bool, error) {
	var seen [4]health.Sample
	said := seen[:0]
	for _, s := range streams {
		if !s.ok || s.start != start {
			continue
		}
		_, parts, _, err := s.m.next()
		if err != nil {
			return false, err
		}
		newest := parts[len(parts)-1]
		sample := newest.rows[len(newest.rows)-1]
		if err := s.peek(); err != nil {
			return false, err
		}
		if newest.gone {
			continue
		}
		if len(streams) > 1 {
			same := func(t health.Sample) bool {
				return t.Duration == sample.Duration && t.Canonical() == sample.Canonical()
			}
			if slices.ContainsFunc(said, same) {
				continue
			}
			said = append(said, sample)
		}
		r := health.Reading{Metric: metric, Source: s.source, Batch: newest.owner.node.batch.ID, Sample: sample}
		if !yield(r, nil) {
			return false, nil
		}
	}
	return true, nil
}

func (v *Vault) streams(c *container, metric health.MetricID, from, to int64, wanted func(health.SourceID) bool) ([]*stream, error) {
	var out []*stream
	for _, s := range c.shown() {
		if s.metric != metric || metric == "" || !wanted(s.source) {
			continue
		}
		one := &stream{source: s.source, m: v.history(c, s.number, from, to)}
		if err := one.peek(); err != nil {
			return nil, err
		}
		if one.ok {
			out = append(out, one)
		}
	}
	slices.SortFunc(out, func(a, b *stream) int { return health.CompareSources(a.source, b.source) })
	return out, nil
}

// keyed is what the newest layer holds of one entry's identity; the last is
// visible, unless they are gone.
type keyed struct {
	key   string
	owner *nodeSeries
	gone  bool
	rows  []health.Entry
}

// byKey returns the winning rows of each identity at one start, by key.
func byKey(parts []part[health.Entry]) []keyed {
	var out []keyed
	for _, p := range parts {
		rows := slices.Clone(p.rows)
		// Those of one key stand in the order that decides.
		slices.SortStableFunc(rows, func(a, b health.Entry) int { return strings.Compare(a.Key, b.Key) })
		for len(rows) > 0 {
			n := 1
			for n < len(rows) && rows[n].Key == rows[0].Key {
				n++
			}
			k := keyed{key: rows[0].Key, owner: p.owner, gone: p.gone, rows: rows[:n:n]}
			i, found := slices.BinarySearchFunc(out, k.key, func(k keyed, key string) int { return strings.Compare(k.key, key) })
			if found {
				out[i] = k
			} else {
				out = slices.Insert(out, i, k)
			}
			rows = rows[n:]
		}
	}
	return out
}

// Entries goes through the visible entries of a profile that start at or after
// from and before to (UTC milliseconds), by rising start, then kind, source
// and key. Errors are those of SourceReadings.
func (v *Vault) Entries(ctx context.Context, profile health.ProfileID, from, to int64) iter.Seq2[health.Entry, error] {
	return func(yield func(health.Entry, error) bool) {
		mergers, err := v.entryMergers(profile, from, to)
		for err == nil {
			if err = ctx.Err(); err != nil {
				break
			}
			var least *merger[health.Entry]
			var start int64
			for _, m := range mergers {
				at, ok, e := m.peek()
				if e != nil {
					err = e
					break
				}
				if ok && (least == nil || at < start) {
					least, start = m, at
				}
			}
			if err != nil {
				break
			}
			if least == nil {
				return
			}
			var parts []part[health.Entry]
			if _, parts, _, err = least.next(); err != nil {
				break
			}
			for _, k := range byKey(parts) {
				if k.gone {
					continue
				}
				e := k.rows[len(k.rows)-1]
				e.Batch = k.owner.node.batch.ID
				if !yield(e, nil) {
					return
				}
			}
		}
		yield(health.Entry{}, err)
	}
}

func (v *Vault) entryMergers(profile health.ProfileID, from, to int64) ([]*merger[health.Entry], error) {
	st, err := v.snapshot()
	if err != nil {
		return nil, err
	}
	c, err := st.profile(profile)
	if err != nil {
		return nil, err
	}
	list := slices.DeleteFunc(slices.Clone(c.shown()), func(s series) bool { return s.entry == health.UnknownEntry })
	slices.SortFunc(list, func(a, b series) int {
		return cmp.Or(cmp.Compare(a.entry, b.entry), health.CompareSources(a.source, b.source))
	})
	var out []*merger[health.Entry]
	for _, s := range list {
		out = append(out, v.entryHistory(c, s, from, to))
	}
	return out, nil
}

func everySource(health.SourceID) bool { return true }
