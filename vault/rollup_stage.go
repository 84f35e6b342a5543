package vault

import "vitalkeep/health"

// made is what an import found out about its rollups as its rows went by, so
// that they need not be read again when they become visible.
type made struct {
	// Whole ones hold where nothing else has the series or the metric.
	series map[uint32]*seriesRollup
	days   map[health.MetricID]*dayRollup

	// Later ones hold over the state that the import was compared with.
	over  ref // its directory
	later map[uint32]laterBuckets
	dawns map[health.MetricID]laterDays
}

// laterBuckets are all the buckets of the lowest level from a start on.
type laterBuckets struct {
	from    int64
	buckets []bucket
	last    int64 // start of the last sample
}

// laterDays are all days of a metric from one on.
type laterDays struct {
	from      int64
	days      []dayRow
	irregular bool
}

// mostLater bounds the buckets of an import that wait in memory.
const mostLater = 1 << 18

// stageRollup makes the rollups of one series of an import: of one that the
// profile did not have, all, and of one that goes on where it ended, those from
// there on.
type stageRollup struct {
	st      *Stage
	metric  health.Metric
	number  uint32
	reading health.Reading // the last one
	values  []float64      // kept for reuse

	builder *seriesBuilder // of a new series
	folder  levelFolder    // of one that goes on
	later   laterBuckets

	// fold makes the days; nil where another source has the metric, too.
	fold      *health.DayFold
	dawn      int64 // the first day that it is for
	irregular bool
}

// rollup returns nil for a series whose rollups the import cannot make alone.
func (st *Stage) rollup(ss *stagedSeries[health.Sample]) (*stageRollup, error) {
	m, ok := health.Lookup(ss.metric)
	if !ok {
		return nil, nil
	}
	r := &stageRollup{
		st: st, metric: m, number: ss.number, dawn: -maxDay,
		reading: health.Reading{Metric: ss.metric, Source: ss.source},
	}
	alone := m.Day != health.DayNone
	for _, o := range st.container.series {
		alone = alone && (o.metric != ss.metric || o.number == ss.number || len(st.container.directory[o.number]) == 0)
	}
	for key := range st.samples {
		alone = alone && (key.metric != ss.metric || key.source == ss.source)
	}
	if len(st.container.directory[ss.number]) == 0 {
		r.builder = newSeriesBuilder(st.writer, ss.number)
		if alone {
			r.fold = health.NewDayFold(m)
		}
		return r, nil
	}
	return r.goOn(ss, alone)
}

// goOn prepares for a series that begins after all that the profile has of it.
func (r *stageRollup) goOn(ss *stagedSeries[health.Sample], alone bool) (*stageRollup, error) {
	c := r.st.container.settled()
	if c.rollups == nil {
		return nil, nil
	}
	kept := c.rollups.series[ss.number]
	if kept == nil || len(kept.levels) == 0 || ss.first <= kept.last {
		return nil, nil
	}
	r.folder.emit = func(level int, b bucket) error {
		if level == kept.lowest && len(r.later.buckets) <= mostLater {
			r.later.buckets = append(r.later.buckets, b)
		}
		return nil
	}
	r.later.from = alignDown(ss.first, levelWidth(kept.lowest))
	from := r.later.from
	if days := c.rollups.days[ss.metric]; alone && days != nil && days.kept && !days.irregular {
		r.fold = health.NewDayFold(r.metric)
		r.dawn = daysAround(r.metric, []window{{ss.first, ss.first}})[0].from
		from = min(from, beforeDay(r.metric, r.dawn))
	}
	err := r.st.v.eachSample(r.st.writer.ctx, c, ss.number, from, ss.first, func(s *health.Sample) error {
		v := s.Canonical()
		if r.fold != nil {
			r.reading.Sample = *s
			r.fold.AddValue(&r.reading, v)
		}
		if s.Start < r.later.from {
			return nil
		}
		return r.folder.add(s.Start, v)
	})
	return r, err
}

// addAll takes in the visible samples of the next starts.
func (r *stageRollup) addAll(rows []health.Sample) error {
	if r == nil || len(rows) == 0 {
		return nil
	}
	r.values = health.AppendCanonical(r.values[:0], rows)
	if r.fold != nil {
		for i := range rows {
			r.irregular = r.irregular || !regular(&r.metric, r.reading.Source, &rows[i])
		}
		r.fold.AddSamples(r.reading.Source, rows, r.values)
	}
	r.later.last = rows[len(rows)-1].Start
	if r.builder != nil {
		return r.builder.addAll(rows, r.values)
	}
	return r.folder.addAll(rows, r.values)
}

// close keeps the rollups; what it writes nothing refers to yet.
func (r *stageRollup) close() error {
	if r == nil {
		return nil
	}
	made := &r.st.made
	if made.series == nil {
		*made = made.empty(r.st.container.dirRef)
	}
	if r.builder == nil {
		return r.closeLater(made)
	}
	one, err := r.builder.close()
	if err != nil || one.count == 0 {
		return err
	}
	made.series[one.number] = one
	if r.fold == nil {
		return nil
	}
	days := &dayRollup{metric: r.metric.ID, irregular: r.irregular, kept: one.count > r.st.v.keepAbove()}
	made.days[days.metric] = days
	if !days.kept || days.irregular {
		return nil
	}
	w := newDayWriter(r.st.writer, days.metric)
	for _, d := range r.days() {
		if err := w.add(d); err != nil {
			return err
		}
	}
	days.days, err = w.close()
	return err
}

func (made) empty(over ref) made {
	return made{
		over: over, series: map[uint32]*seriesRollup{}, days: map[health.MetricID]*dayRollup{},
		later: map[uint32]laterBuckets{}, dawns: map[health.MetricID]laterDays{},
	}
}

func (r *stageRollup) closeLater(made *made) error {
	if err := r.folder.close(); err != nil {
		return err
	}
	if len(r.later.buckets) <= mostLater {
		made.later[r.number] = r.later
	}
	if r.fold != nil {
		made.dawns[r.metric.ID] = laterDays{from: r.dawn, days: r.days(), irregular: r.irregular}
	}
	return nil
}

// days returns the days of the fold from the first that counts.
func (r *stageRollup) days() (out []dayRow) {
	for _, d := range r.fold.Days() {
		if n := d.Date.Number(); n >= r.dawn {
			out = append(out, dayRow{number: n, Day: d})
		}
	}
	return out
}
