package health

import (
	"cmp"
	"iter"
	"maps"
	"math"
	"slices"
	"strings"
)

// Day is what a metric came to on one local date, in its canonical unit.
type Day struct {
	Date Date
	// Value follows the metric's DayRule.
	Value float64
	// Min and Max are the lowest and highest single reading.
	Min, Max float64
	Readings int
	// Vendor means that Value is the vendor's own total of the day, not ours.
	Vendor bool
}

// Days folds the readings of one metric, ordered by start, into local days in
// ascending order; days without readings are absent. The date of a reading is
// the one that its own offset gives its start, for sleep its end: a night
// belongs to the day of waking.
//
// Several sources are never added up. Where a vendor's own total of the day
// came along, it is the value. Otherwise, by the order of CompareSources, an
// interval counts only for the part of it that nothing before it covers, so
// that neither a second device nor an overlapping row counts twice.
//
// It holds a few days of readings at a time.
func Days(m Metric, readings iter.Seq2[Reading, error]) ([]Day, error) {
	if m.Day == DayNone {
		return nil, nil
	}
	var days []Day
	open := map[Date][]Reading{}
	var covered cover
	flush := func(before Date) {
		for _, d := range slices.SortedFunc(maps.Keys(open), Date.Compare) {
			if before != (Date{}) && d.Compare(before) >= 0 {
				break
			}
			days = append(days, foldDay(m, d, open[d], &covered))
			delete(open, d)
		}
	}
	var current Date
	for r, err := range readings {
		if err != nil {
			return nil, err
		}
		at := r.Start
		if m.Family == Sleep {
			at = r.End()
		}
		date := DateAt(at, r.Offset)
		// Offsets differ by at most 26 hours: a date two days back is complete.
		if started := DateAt(r.Start, r.Offset); started.Compare(current) > 0 {
			current = started
			flush(current.AddDays(-2))
		}
		open[date] = append(open[date], r)
	}
	flush(Date{})
	return days, nil
}

func foldDay(m Metric, date Date, readings []Reading, covered *cover) Day {
	day := Day{Date: date, Min: math.Inf(1), Max: math.Inf(-1)}
	var vendor Reading
	var latest int64 = math.MinInt64
	sum := 0.0
	for _, r := range readings {
		if r.Source.DayTotals() {
			if !day.Vendor || CompareSources(r.Source, vendor.Source) < 0 {
				vendor = r
			}
			day.Vendor = true
			continue
		}
		v := r.Canonical()
		day.Min, day.Max = min(day.Min, v), max(day.Max, v)
		day.Readings++
		sum += v
		if m.Day == DayLast && r.Start >= latest {
			latest, day.Value = r.Start, v
		}
	}
	switch {
	case day.Vendor:
		day.Value = vendor.Canonical()
		if day.Readings == 0 {
			day.Min, day.Max, day.Readings = day.Value, day.Value, 1
		}
	case m.Day == DaySum:
		day.Value = covered.sum(readings)
	case m.Day == DayMean, m.Day == DayRange:
		day.Value = sum / float64(day.Readings)
	}
	return day
}

type span struct{ from, to int64 }

// cover holds the spans of time that already count, in ascending order and
// apart from each other.
type cover struct{ spans []span }

// sum adds up what each reading brings for the time that nothing before it in
// order covers.
func (c *cover) sum(readings []Reading) float64 {
	slices.SortStableFunc(readings, func(a, b Reading) int {
		return cmp.Or(
			CompareSources(a.Source, b.Source),
			cmp.Compare(a.Start, b.Start),
			cmp.Compare(b.Duration, a.Duration),
			strings.Compare(string(a.Source), string(b.Source)),
		)
	})
	earliest := int64(math.MaxInt64)
	for _, r := range readings {
		earliest = min(earliest, r.Start)
	}
	const longest = 48 * 3600 * 1000 // what still can reach into a later day
	c.spans = slices.DeleteFunc(c.spans, func(s span) bool { return s.to < earliest-longest })
	total := 0.0
	for _, r := range readings {
		free := c.take(r.Start, r.End())
		switch {
		case r.Duration > 0:
			total += r.Canonical() * float64(free) / float64(r.Duration)
		case free > 0:
			total += r.Canonical()
		}
	}
	return total
}

// take marks [from, to) as covered and returns how many milliseconds of it
// were free; an instant (from == to) is 1 when free.
func (c *cover) take(from, to int64) int64 {
	instant := from == to
	if instant {
		to++
	}
	i, _ := slices.BinarySearchFunc(c.spans, from, func(s span, t int64) int { return cmp.Compare(s.to, t) })
	j, free, merged := i, to-from, span{from, to}
	for ; j < len(c.spans) && c.spans[j].from <= to; j++ {
		s := c.spans[j]
		free -= max(0, min(s.to, to)-max(s.from, from))
		merged = span{min(merged.from, s.from), max(merged.to, s.to)}
	}
	c.spans = slices.Replace(c.spans, i, j, merged)
	return free
}
