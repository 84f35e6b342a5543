package vault

import (
	"context"
	"slices"

	"vitalkeep/health"
)

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

func regular(m *health.Metric, source health.SourceID, s *health.Sample) bool {
	longest := int64(longestSpan)
	if s.Duration > longestSleep && m.Family == health.Sleep && m.Day == health.DaySum && !source.DayTotals() {
		longest = longestSleep
	}
	return s.Offset >= westernmost && s.Offset <= easternmost && s.Duration <= longest
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

// foremost returns the stream that is next, and where the next of the others
// begins.
func foremost(streams []*stream) (first *stream, next int64) {
	first, next = streams[0], afterTime
	for _, s := range streams[1:] {
		if s.start < first.start {
			first, next = s, first.start
		} else {
			next = min(next, s.start)
		}
	}
	return first, next
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
	one := func(r health.Reading, _ error) bool {
		irregular = irregular || !regular(&m, r.Source, &r.Sample)
		fold.Add(&r)
		return true
	}
	var streams []*stream
	if c.severalGivers(m.ID, everySource) {
		err = v.together(ctx, c, m.ID, from, to, everySource, one)
	} else {
		streams, err = v.streams(c, m.ID, from, to, everySource)
	}
	if err != nil {
		return nil, false, err
	}
	var values []float64
	for n := 0; len(streams) > 0; n++ {
		if n%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return nil, false, err
			}
		}
		first, next := foremost(streams)
		var rows []health.Sample
		if first.start < next {
			if _, rows, err = first.m.aloneBefore(next); err != nil {
				return nil, false, err
			}
		}
		if len(rows) > 0 {
			for i := range rows {
				irregular = irregular || !regular(&m, first.source, &rows[i])
			}
			values = health.AppendCanonical(values[:0], rows)
			fold.AddSamples(first.source, rows, values)
			err = first.peek()
		} else {
			_, err = yieldAt(streams, first.start, m.ID, one)
		}
		if err != nil {
			return nil, false, err
		}
		if slices.ContainsFunc(streams, (*stream).ended) {
			streams = slices.DeleteFunc(streams, (*stream).ended)
		}
	}
	for _, d := range fold.Days() {
		if n := d.Date.Number(); n >= days.from && n <= days.to {
			out = append(out, dayRow{number: n, Day: d})
		}
	}
	return out, irregular, nil
}
