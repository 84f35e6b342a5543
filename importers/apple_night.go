package importers

import (
	"cmp"
	"slices"

	"vitalkeep/health"
)

// An export has the stages of sleep and no nights. A night is put together from
// the stages of one source that lie less than nightGap apart. Nothing is worked
// out where stages of a source overlap, nor from an export that is cut off: the
// rest of a night could be missing.
const (
	nightGap    = 2 * 3600 * 1000
	longestRest = 48 * 3600 * 1000
	// mostStretches bounds what is remembered of sleep: some 12 MB, and more than
	// thirty years have.
	mostStretches = 500_000
)

const (
	reasonOverlap = "stages of this night overlap, so that its totals are not known; the stages are kept"
	reasonSleep   = "the file has more sleep than any export; no nights are put together, the stages are kept"
	reasonNoNight = "no nights are put together from an export that is cut off; the stages are kept"
)

// stretch is a stage of sleep.
type stretch struct {
	start  int64
	row    uint32
	offset int32
	length int32 // milliseconds
	stage  int8
}

func (s stretch) end() int64 { return s.start + int64(s.length) }

// sleeper is the sleep that one source told.
type sleeper struct {
	source    health.SourceID // of the nights
	stretches []stretch
}

// sleep remembers a stage for the nights.
func (a *appleExport) sleep(r *appleRecord, source health.SourceID, offset int32) {
	a.stretches++
	if a.stretches > mostStretches || r.length <= 0 || r.length > longestRest {
		return
	}
	if len(a.sleepers) == 0 || a.sleepers[a.sleeping].source != source {
		a.sleeping = slices.IndexFunc(a.sleepers, func(s sleeper) bool { return s.source == source })
		if a.sleeping < 0 {
			a.sleeping = len(a.sleepers)
			a.sleepers = append(a.sleepers, sleeper{source: source})
		}
	}
	s := &a.sleepers[a.sleeping]
	s.stretches = append(s.stretches, stretch{
		start: r.start, row: a.f.origin().Row, offset: offset, length: int32(r.length), stage: int8(r.state.value.Mantissa), //nolint:gosec // both are bounded
	})
}

// nights hands over the nights of all sources.
func (a *appleExport) nights(closed bool) error {
	switch {
	case a.stretches == 0:
		return nil
	case a.stretches > mostStretches:
		a.f.row = 0
		return a.f.refuse("", reasonSleep)
	case !closed:
		a.f.row = a.s.line
		return a.f.refuse("", reasonNoNight)
	}
	for i := range a.sleepers {
		all := a.sleepers[i].stretches
		slices.SortFunc(all, func(x, y stretch) int {
			return cmp.Or(cmp.Compare(x.start, y.start), cmp.Compare(x.length, y.length), cmp.Compare(x.stage, y.stage), cmp.Compare(x.row, y.row))
		})
		// What stands twice is one.
		all = slices.CompactFunc(all, func(x, y stretch) bool { return x.start == y.start && x.length == y.length && x.stage == y.stage })
		from, end := 0, int64(0)
		for j, s := range all {
			if j > from && s.start-end >= nightGap {
				if err := a.night(a.sleepers[i].source, all[from:j]); err != nil {
					return err
				}
				from = j
			}
			end = max(end, s.end())
		}
		if err := a.night(a.sleepers[i].source, all[from:]); err != nil {
			return err
		}
	}
	return nil
}

// night hands one night over, under the names that nights of other makers have.
func (a *appleExport) night(source health.SourceID, stages []stretch) error {
	first := stages[0]
	a.f.row = int(first.row)
	var sum [health.StageREM + 1]int64
	wakeups, asleep, awake, end := int64(0), false, false, first.start
	for _, s := range stages {
		if s.start < end {
			return a.f.refuse("", reasonOverlap)
		}
		end = s.end()
		sum[s.stage] += int64(s.length)
		if s.stage == health.StageAwake {
			awake = asleep
			continue
		}
		if awake { // who only lies awake at the end has got up
			wakeups++
		}
		asleep, awake = true, false
	}
	if !asleep || end-first.start > longestRest {
		return nil
	}
	e := health.Entry{Kind: health.SleepNight, Source: source, Start: first.start, Duration: end - first.start, Offset: first.offset}
	values := []struct {
		role   role
		metric health.MetricID
		unit   health.Unit
		value  health.Decimal
	}{
		{roleLight, "sleep_light", health.Second, seconds(sum[health.StageLight])},
		{roleDeep, "sleep_deep", health.Second, seconds(sum[health.StageDeep])},
		{roleREM, "sleep_rem", health.Second, seconds(sum[health.StageREM])},
		{roleAwake, "sleep_awake", health.Second, seconds(sum[health.StageAwake])},
		{roleWakeUps, "sleep_wakeups", health.Count, health.Int(wakeups)},
	}
	for _, v := range values {
		e.Fields = append(e.Fields, health.Field{Name: roleName(v.role), Text: v.value.String()})
	}
	if err := a.f.entry(e); err != nil {
		return err
	}
	for _, v := range values {
		if err := a.f.sample(v.metric, source, health.Sample{
			Start: e.Start, Duration: e.Duration, Value: v.value, Unit: v.unit, Form: health.NoText, Offset: e.Offset, Origin: a.f.origin(),
		}); err != nil {
			return err
		}
	}
	return nil
}
