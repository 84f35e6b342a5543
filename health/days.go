package health

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"strings"
	"time"
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
	f := NewDayFold(m)
	for r, err := range readings {
		if err != nil {
			return nil, err
		}
		f.Add(&r)
	}
	return f.Days(), nil
}

// DayFold is Days for readings that come one at a time.
type DayFold struct {
	m       Metric
	days    []Day
	open    []*openDay // by rising day
	last    *openDay   // where the reading before went
	current int64      // the latest local day that a reading started on
	covered cover
	room    []portion // of a day that is closed
}

// openDay is a day that more readings may belong to.
type openDay struct {
	number   int64
	day      Day
	sum      float64
	latest   int64
	vendor   float64
	from     SourceID  // of the vendor's total
	portions []portion // only where they are added up
}

// portion is a reading that is added up: its canonical value over a span.
type portion struct {
	source          SourceID
	start, duration int64
	value           float64
}

func (p *portion) end() int64 { return p.start + p.duration }

// NewDayFold returns a fold without readings.
func NewDayFold(m Metric) *DayFold {
	return &DayFold{m: m, current: math.MinInt64}
}

const dayLength = 24 * 3600 * 1000

// dayNumber counts local days from 1970-01-01.
func dayNumber(ms int64, offset int32) int64 {
	local := ms + int64(offset)*1000
	n := local / dayLength
	if local%dayLength < 0 {
		n--
	}
	return n
}

// Number counts days from 1970-01-01.
func (d Date) Number() int64 {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 3600)
}

// DateOf undoes Number.
func DateOf(number int64) Date {
	t := time.Unix(number*24*3600, 0).UTC()
	return Date{t.Year(), t.Month(), t.Day()}
}

// Add takes in the next reading, which starts when the one before did or
// later.
func (f *DayFold) Add(r *Reading) { f.AddValue(r, r.Canonical()) }

// AddValue is Add for who knows the canonical value of r already.
func (f *DayFold) AddValue(r *Reading, v float64) {
	if f.m.Day == DayNone {
		return
	}
	f.dayOf(&r.Sample).add(f.m.Day, r.Source, &r.Sample, v)
}

// AddSamples is AddValue for samples of one source, in order of start, and their
// canonical values.
func (f *DayFold) AddSamples(source SourceID, rows []Sample, values []float64) {
	if f.m.Day == DayNone {
		return
	}
	for i := 0; i < len(rows); {
		d := f.dayOf(&rows[i])
		from := i
		for i++; i < len(rows) && f.stays(d, &rows[i]); i++ {
		}
		d.addAll(f.m.Day, source, rows[from:i], values[from:i])
	}
}

// dayOf returns the day that the next reading belongs to.
func (f *DayFold) dayOf(s *Sample) *openDay {
	started := dayNumber(s.Start, s.Offset)
	number := started
	if f.m.Family == Sleep {
		number = dayNumber(s.End(), s.Offset)
	}
	if started > f.current {
		// Offsets differ by at most 26 hours: a date two days back is complete.
		f.current = started
		f.flush(started - 2)
	}
	d := f.last
	if d == nil || d.number != number {
		d = f.day(number)
		f.last = d
	}
	return d
}

// stays reports whether a reading belongs to d and starts on no later day than
// those before it.
func (f *DayFold) stays(d *openDay, s *Sample) bool {
	start := s.Start + int64(s.Offset)*1000
	if f.m.Family != Sleep {
		from := d.number * dayLength
		return start >= from && start < from+dayLength && d.number <= f.current
	}
	end := start + s.Duration - d.number*dayLength
	return end >= 0 && end < dayLength && start < (f.current+1)*dayLength
}

// day returns the open day of that number.
func (f *DayFold) day(number int64) *openDay {
	i, ok := slices.BinarySearchFunc(f.open, number, func(d *openDay, n int64) int { return cmp.Compare(d.number, n) })
	if !ok {
		f.open = slices.Insert(f.open, i, &openDay{
			number: number, latest: math.MinInt64, portions: f.room,
			day: Day{Date: DateOf(number), Min: math.Inf(1), Max: math.Inf(-1)},
		})
		f.room = nil
	}
	return f.open[i]
}

// flush closes the days before one.
func (f *DayFold) flush(before int64) {
	n := 0
	for n < len(f.open) && f.open[n].number < before {
		f.days = append(f.days, f.open[n].close(f.m.Day, &f.covered))
		if room := f.open[n].portions; cap(room) > cap(f.room) {
			f.room = room[:0]
		}
		n++
	}
	if n > 0 {
		f.open, f.last = slices.Delete(f.open, 0, n), nil
	}
}

// Days closes the fold and returns its days.
func (f *DayFold) Days() []Day {
	f.flush(math.MaxInt64)
	return f.days
}

func (d *openDay) add(rule DayRule, source SourceID, s *Sample, v float64) {
	if source.DayTotals() {
		if !d.day.Vendor || CompareSources(source, d.from) < 0 {
			d.vendor, d.from = v, source
		}
		d.day.Vendor = true
		return
	}
	d.day.Min, d.day.Max = min(d.day.Min, v), max(d.day.Max, v)
	d.day.Readings++
	d.sum += v
	switch {
	case rule == DayLast && s.Start >= d.latest:
		d.latest, d.day.Value = s.Start, v
	case rule == DaySum:
		d.portions = append(d.portions, portion{source, s.Start, s.Duration, v})
	}
}

// addAll is add for several readings of one source, in order of start.
func (d *openDay) addAll(rule DayRule, source SourceID, rows []Sample, values []float64) {
	if rule == DayLast || source.DayTotals() {
		for i := range rows {
			d.add(rule, source, &rows[i], values[i])
		}
		return
	}
	low, high, sum := d.day.Min, d.day.Max, d.sum
	for _, v := range values {
		low, high = min(low, v), max(high, v)
		sum += v
	}
	d.day.Min, d.day.Max, d.sum = low, high, sum
	d.day.Readings += len(rows)
	if rule == DaySum {
		d.portions = slices.Grow(d.portions, len(rows))
		for i := range rows {
			d.portions = append(d.portions, portion{source, rows[i].Start, rows[i].Duration, values[i]})
		}
	}
}

func (d *openDay) close(rule DayRule, covered *cover) Day {
	day := d.day
	switch {
	case day.Vendor:
		day.Value = d.vendor
		if day.Readings == 0 {
			day.Min, day.Max, day.Readings = day.Value, day.Value, 1
		}
	case rule == DaySum:
		day.Value = covered.sum(d.portions)
	case rule == DayMean, rule == DayRange:
		day.Value = d.sum / float64(day.Readings)
	}
	return day
}

type span struct{ from, to int64 }

// cover holds the spans of time that already count, in ascending order and
// apart from each other.
type cover struct {
	spans   []span
	sources []SourceID // of a day
	room    []portion
}

// order puts portions that rise by start in the order in which they count.
func (c *cover) order(portions []portion) {
	if slices.IsSortedFunc(portions, inOrderOfCover) {
		return
	}
	c.sources = c.sources[:0]
	for i := range portions {
		if s := portions[i].source; (i == 0 || s != portions[i-1].source) && !slices.Contains(c.sources, s) {
			c.sources = append(c.sources, s)
		}
	}
	SortSources(c.sources)
	if len(c.sources) <= 8 { // one pass for each is less than sorting
		c.room = c.room[:0]
		for _, s := range c.sources {
			for i := range portions {
				if portions[i].source == s {
					c.room = append(c.room, portions[i])
				}
			}
		}
		copy(portions, c.room)
	}
	if !slices.IsSortedFunc(portions, inOrderOfCover) {
		slices.SortStableFunc(portions, inOrderOfCover)
	}
}

// sum adds up what each reading brings for the time that nothing before it in
// order covers.
func (c *cover) sum(portions []portion) float64 {
	c.order(portions)
	earliest := int64(math.MaxInt64)
	for i := range portions {
		earliest = min(earliest, portions[i].start)
	}
	const longest = 48 * 3600 * 1000 // what still can reach into a later day
	c.spans = slices.DeleteFunc(c.spans, func(s span) bool { return s.to < earliest-longest })
	total := 0.0
	for i := range portions {
		p := &portions[i]
		free := c.take(p.start, p.end())
		switch {
		case p.duration > 0:
			total += p.value * float64(free) / float64(p.duration)
		case free > 0:
			total += p.value
		}
	}
	return total
}

func inOrderOfCover(a, b portion) int {
	if a.source != b.source {
		if c := cmp.Or(CompareSources(a.source, b.source), cmp.Compare(a.start, b.start), cmp.Compare(b.duration, a.duration)); c != 0 {
			return c
		}
		return strings.Compare(string(a.source), string(b.source))
	}
	if a.start != b.start {
		return cmp.Compare(a.start, b.start)
	}
	return cmp.Compare(b.duration, a.duration)
}

// take marks [from, to) as covered and returns how many milliseconds of it
// were free; an instant (from == to) is 1 when free.
func (c *cover) take(from, to int64) int64 {
	if from == to {
		to++
	}
	// Mostly it lies behind all that is covered, or begins where the last ends.
	if n := len(c.spans); n == 0 || from > c.spans[n-1].to {
		c.spans = append(c.spans, span{from, to})
		return to - from
	} else if last := &c.spans[n-1]; from == last.to {
		last.to = to
		return to - from
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
