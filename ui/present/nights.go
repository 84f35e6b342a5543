package present

import (
	"cmp"
	"math"
	"slices"
	"time"

	"vitalkeep/health"
)

// Night is the sleep of one date of waking, in seconds by stage; NaN is not
// known.
type Night struct {
	Date                   health.Date
	Deep, Light, REM, Wake float64
	Awakenings             float64
}

// Asleep is the time asleep in seconds, NaN if no stage is known.
func (n Night) Asleep() float64 {
	sum, known := 0.0, false
	for _, v := range []float64{n.Deep, n.Light, n.REM} {
		if !math.IsNaN(v) {
			sum, known = sum+v, true
		}
	}
	if !known {
		return math.NaN()
	}
	return sum
}

// Stage is one stretch of a night as a device saw it.
type Stage struct {
	From, To int64 // UTC milliseconds
	Offset   int32
	Code     int // health.StageAwake …
	Source   health.SourceID
}

// NightsOf joins the day totals of the stages. Missing stages are NaN.
func NightsOf(deep, light, rem, awake, wakeups []health.Day) []Night {
	by := map[health.Date]*Night{}
	put := func(days []health.Day, field func(*Night) *float64) {
		for _, d := range days {
			n := by[d.Date]
			if n == nil {
				nan := math.NaN()
				n = &Night{d.Date, nan, nan, nan, nan, nan}
				by[d.Date] = n
			}
			*field(n) = d.Value
		}
	}
	put(deep, func(n *Night) *float64 { return &n.Deep })
	put(light, func(n *Night) *float64 { return &n.Light })
	put(rem, func(n *Night) *float64 { return &n.REM })
	put(awake, func(n *Night) *float64 { return &n.Wake })
	put(wakeups, func(n *Night) *float64 { return &n.Awakenings })
	out := make([]Night, 0, len(by))
	for _, n := range by {
		// Wake-ups or time awake alone are no night.
		if !math.IsNaN(n.Asleep()) {
			out = append(out, *n)
		}
	}
	slices.SortFunc(out, func(a, b Night) int { return a.Date.Compare(b.Date) })
	return out
}

// Stages turns readings of sleep_stage into stretches. Codes that no stage has
// are left out.
func Stages(readings []health.Reading) []Stage {
	out := make([]Stage, 0, len(readings))
	for _, r := range readings {
		code := int(math.Round(r.Canonical()))
		if code < health.StageAwake || code > health.StageREM || r.Duration <= 0 {
			continue
		}
		out = append(out, Stage{r.Start, r.End(), r.Offset, code, r.Source})
	}
	slices.SortStableFunc(out, func(a, b Stage) int { return cmp.Compare(a.From, b.From) })
	return out
}

// A pause of this length ends a sleep; within it somebody got up for a while.
const sleepPause = int64(2 * time.Hour / time.Millisecond)

// Sleeps parts stretches, ordered by time, into sleeps.
func Sleeps(stages []Stage) [][]Stage {
	var out [][]Stage
	start, end := 0, int64(math.MinInt64)
	for i, s := range stages {
		if i > start && s.From-end > sleepPause {
			out = append(out, stages[start:i])
			start, end = i, math.MinInt64
		}
		end = max(end, s.To)
	}
	if start < len(stages) {
		out = append(out, stages[start:])
	}
	return out
}

// wokeOn is the date of waking of a sleep.
func wokeOn(sleep []Stage) health.Date {
	last := slices.MaxFunc(sleep, func(a, b Stage) int { return cmp.Compare(a.To, b.To) })
	return health.DateAt(last.To, last.Offset)
}

// LongestOf returns the longest sleep that ended on the date, or nil.
func LongestOf(stages []Stage, d health.Date) []Stage {
	var best []Stage
	for _, s := range Sleeps(stages) {
		if wokeOn(s) == d && (best == nil || s[len(s)-1].To-s[0].From > best[len(best)-1].To-best[0].From) {
			best = s
		}
	}
	return best
}

// NightsOfStages adds up what a device saw, where no totals came along: naps
// count to the date on which they ended. No instant counts twice.
func NightsOfStages(stages []Stage) []Night {
	by := map[health.Date]*Night{}
	for _, sleep := range Sleeps(stages) {
		d := wokeOn(sleep)
		n := by[d]
		if n == nil {
			n = &Night{Date: d, Awakenings: math.NaN()}
			by[d] = n
		}
		seen := int64(math.MinInt64)
		for _, s := range sleep {
			seconds := float64(max(0, s.To-max(s.From, seen))) / 1000
			seen = max(seen, s.To)
			switch s.Code {
			case health.StageAwake:
				n.Wake += seconds
			case health.StageLight:
				n.Light += seconds
			case health.StageDeep:
				n.Deep += seconds
			case health.StageREM:
				n.REM += seconds
			}
		}
	}
	out := make([]Night, 0, len(by))
	for _, n := range by {
		out = append(out, *n)
	}
	slices.SortFunc(out, func(a, b Night) int { return a.Date.Compare(b.Date) })
	return out
}

// MeanAsleep is the mean time asleep in seconds over the nights.
func MeanAsleep(nights []Night) (seconds float64, n int) {
	for _, x := range nights {
		if v := x.Asleep(); !math.IsNaN(v) {
			seconds += v
			n++
		}
	}
	if n == 0 {
		return math.NaN(), 0
	}
	return seconds / float64(n), n
}
