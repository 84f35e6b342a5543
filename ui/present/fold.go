package present

import (
	"math"
	"slices"
	"time"

	"vitalkeep/charts"
	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// Step is how much one mark of a graph stands for.
type Step uint8

// The steps.
const (
	Each    Step = iota // every reading
	Hourly              // the mean of an hour
	Daily               // a day
	Weekly              // the mean of a week's days
	Monthly             // the mean of a month's days
)

// StepFor returns the step at which a subject is shown over so many days: no
// more marks than can be told apart.
func StepFor(kind Kind, days float64) Step {
	switch kind {
	case Totals, Nights:
		switch {
		case days <= 1.5 && kind == Totals:
			return Hourly
		case days <= 125:
			return Daily
		case days <= 3*366:
			return Weekly
		}
		return Monthly
	case Pressure:
		switch {
		case days <= 32:
			return Each
		case days <= 125:
			return Daily
		case days <= 3*366:
			return Weekly
		}
		return Monthly
	case Untold, Condition:
		return Each
	}
	switch {
	case days <= 2:
		return Each
	case days <= 8.5:
		return Hourly
	case days <= 2*366:
		return Daily
	case days <= 6*366:
		return Weekly
	}
	return Monthly
}

// OfDays turns days into points at local midday, values in the unit shown.
func OfDays(days []health.Day, s Scale, zone *time.Location) []charts.Point {
	out := make([]charts.Point, 0, len(days))
	for _, d := range days {
		from, to := d.Date.Bounds(zone)
		out = append(out, charts.Point{
			T: from + (to-from)/2, V: s.Of(d.Value), Lo: s.Of(d.Min), Hi: s.Of(d.Max), N: d.Readings,
		})
	}
	return out
}

// OfReadings turns readings into points, values in the unit shown. An interval
// stands at its middle.
func OfReadings(readings []health.Reading, s Scale) []charts.Point {
	out := make([]charts.Point, 0, len(readings))
	for _, r := range readings {
		v := s.OfSample(r.Sample)
		out = append(out, charts.Point{T: r.Start + r.Duration/2, V: v, Lo: v, Hi: v, N: 1})
	}
	return out
}

// slotOf is the first date of the week or month that holds the date.
func slotOf(d health.Date, step Step) health.Date {
	switch step {
	case Weekly:
		back := (int(at(d).Weekday()) - int(locale.WeekStart()) + 7) % 7
		return d.AddDays(-back)
	case Monthly:
		return health.Date{Year: d.Year, Month: d.Month, Day: 1}
	}
	return d
}

// Coarsen joins points of days into weeks or months: V is the mean of the days,
// Lo and Hi the lowest and highest of them, N the sum. Each stands in the middle
// of its slot. At other steps it returns the points.
func Coarsen(points []charts.Point, step Step, zone *time.Location) []charts.Point {
	if step != Weekly && step != Monthly {
		return points
	}
	var out []charts.Point
	var slot health.Date
	days, sum := 0, 0.0
	for _, p := range points {
		if math.IsNaN(p.V) {
			continue
		}
		d := slotOf(health.DateAt(p.T, health.OffsetAt(p.T, zone)), step)
		if len(out) == 0 || d != slot {
			slot, days, sum = d, 0, 0
			next := d.AddDays(7)
			if step == Monthly {
				next = slotOf(d.AddDays(31), Monthly)
			}
			from, to := d.Start(zone), next.Start(zone)
			out = append(out, charts.Point{T: from + (to-from)/2, Lo: p.Lo, Hi: p.Hi})
		}
		last := &out[len(out)-1]
		days++
		sum += p.V
		last.V = sum / float64(days)
		last.Lo, last.Hi = min(last.Lo, p.Lo), max(last.Hi, p.Hi)
		last.N += max(p.N, 1)
	}
	return out
}

// CoarsenNights is Coarsen for nights: every stage its mean over the nights
// that know it.
func CoarsenNights(nights []Night, step Step) []Night {
	if step != Weekly && step != Monthly {
		return nights
	}
	var out []Night
	var counts [5]int
	for _, n := range nights {
		d := slotOf(n.Date, step)
		if len(out) == 0 || out[len(out)-1].Date != d {
			nan := math.NaN()
			out = append(out, Night{d, nan, nan, nan, nan, nan})
			counts = [5]int{}
		}
		last := &out[len(out)-1]
		add := func(i int, to *float64, v float64) {
			if math.IsNaN(v) {
				return
			}
			counts[i]++
			if counts[i] == 1 {
				*to = v
				return
			}
			*to += (v - *to) / float64(counts[i])
		}
		add(0, &last.Deep, n.Deep)
		add(1, &last.Light, n.Light)
		add(2, &last.REM, n.REM)
		add(3, &last.Wake, n.Wake)
		add(4, &last.Awakenings, n.Awakenings)
	}
	return out
}

// Hours joins points, ordered by time, by local hour: the mean, or the sum for
// what adds up. Each stands in the middle of its hour.
func Hours(points []charts.Point, zone *time.Location, sum bool) []charts.Point {
	var out []charts.Point
	var hour int64
	for _, p := range points {
		if math.IsNaN(p.V) {
			continue
		}
		// Zones shift by quarters of an hour at the finest.
		off := int64(health.OffsetAt(p.T, zone)) * 1000
		h := floorDiv(p.T+off, hourMS)*hourMS - off
		if len(out) == 0 || h != hour {
			hour = h
			out = append(out, charts.Point{T: h + hourMS/2, Lo: p.Lo, Hi: p.Hi})
		}
		last := &out[len(out)-1]
		n, more := last.N, max(p.N, 1)
		if sum {
			last.V += p.V
			last.Lo, last.Hi = last.V, last.V
		} else {
			last.V = (last.V*float64(n) + p.V*float64(more)) / float64(n+more)
			last.Lo, last.Hi = min(last.Lo, p.Lo), max(last.Hi, p.Hi)
		}
		last.N += more
	}
	return out
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// Collector gathers points that come in order of time without holding more of
// them than a graph can show.
type Collector struct {
	fold   func([]charts.Point) []charts.Point
	points []charts.Point
	limit  int
}

// The most points a Collector holds before it folds them.
const collectorRoom = 1 << 14

// NewCollector returns a collector of hours (means, or sums for what adds up)
// for the step Hourly, and at the step Each one that joins readings only where
// there are thousands in the span.
func NewCollector(step Step, from, to int64, zone *time.Location, sum bool) *Collector {
	c := &Collector{limit: collectorRoom}
	if step == Hourly {
		c.fold = func(p []charts.Point) []charts.Point { return Hours(p, zone, sum) }
	} else {
		c.fold = func(p []charts.Point) []charts.Point {
			return charts.Envelope(nil, p, from, to, collectorRoom/4)
		}
	}
	return c
}

// Add adds the next point.
func (c *Collector) Add(p charts.Point) {
	if len(c.points) >= c.limit {
		c.points = c.fold(c.points)
		c.limit = len(c.points) + collectorRoom
	}
	c.points = append(c.points, p)
}

// Points returns what was gathered; every is false when some of the points
// stand for several readings.
func (c *Collector) Points(step Step) (points []charts.Point, every bool) {
	if step == Hourly || c.limit > collectorRoom {
		return c.fold(c.points), false
	}
	return c.points, true
}

// Within returns the points, ordered by time, of [from, to).
func Within(points []charts.Point, from, to int64) []charts.Point {
	i, _ := slices.BinarySearchFunc(points, from, comparePoint)
	j, _ := slices.BinarySearchFunc(points, to, comparePoint)
	return points[i:max(i, j)]
}

func comparePoint(p charts.Point, t int64) int {
	switch {
	case p.T < t:
		return -1
	case p.T > t:
		return 1
	}
	return 0
}

// TrendGap is how long the weight trend reaches over: three times the median
// interval, at least its own time constant, so that a few days away neither
// break it nor make it begin again at a single reading.
func TrendGap(days []charts.Point) time.Duration {
	return max(charts.GapAfter(days), charts.TrendTime)
}

// TrendOf is the weight trend over daily means.
func TrendOf(days []charts.Point) []charts.Point {
	return charts.Trend(days, charts.TrendTime, TrendGap(days))
}
