package vault

import "vitalkeep/health"

// stageRollup makes the rollups of a series that a profile did not have, as its
// rows go by, so that they need not be read again when they become visible.
type stageRollup struct {
	st      *Stage
	builder *seriesBuilder
	metric  health.Metric
	reading health.Reading // the last one
	// fold makes the days; nil where another source has the metric, too.
	fold      *health.DayFold
	irregular bool
}

// rollup returns nil for a series of which a layer has something already.
func (st *Stage) rollup(ss *stagedSeries[health.Sample]) *stageRollup {
	m, ok := health.Lookup(ss.metric)
	if !ok || len(st.container.directory[ss.number]) > 0 {
		return nil
	}
	r := &stageRollup{
		st: st, builder: newSeriesBuilder(st.writer, ss.number), metric: m,
		reading: health.Reading{Metric: ss.metric, Source: ss.source},
	}
	alone := m.Day != health.DayNone
	for _, o := range st.container.series {
		alone = alone && (o.metric != ss.metric || len(st.container.directory[o.number]) == 0)
	}
	for key := range st.samples {
		alone = alone && (key.metric != ss.metric || key.source == ss.source)
	}
	if alone {
		r.fold = health.NewDayFold(m)
	}
	return r
}

// add takes in the visible sample of the next start.
func (r *stageRollup) add(s *health.Sample) error {
	if r == nil {
		return nil
	}
	v := s.Canonical()
	if r.fold != nil {
		r.reading.Sample = *s
		r.irregular = r.irregular || !regular(r.metric, &r.reading)
		r.fold.AddValue(&r.reading, v)
	}
	return r.builder.addValue(s.Start, v)
}

// close writes the rollups, which nothing refers to yet.
func (r *stageRollup) close() error {
	if r == nil || r.builder.out.count == 0 {
		return nil
	}
	made := &r.st.made
	if made.series == nil {
		made.series, made.days = map[uint32]*seriesRollup{}, map[health.MetricID]*dayRollup{}
	}
	one, err := r.builder.close()
	if err != nil {
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
	for _, d := range r.fold.Days() {
		if err := w.add(dayRow{number: d.Date.Number(), Day: d}); err != nil {
			return err
		}
	}
	days.days, err = w.close()
	return err
}
