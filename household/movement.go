package household

import (
	"math"
	"strconv"
	"time"

	"vitalkeep/health"
)

const (
	watchSource    health.SourceID = "sample:watch"
	dailySource    health.SourceID = "sample:daily"
	workoutsSource health.SourceID = "sample:workouts"
)

// slot is the length of one recorded interval.
const slot = 10 * time.Minute

// run is a planned run of one day; hour 0 means none.
type run struct{ hour, hours float64 }

// movement writes steps in slots of ten minutes with the day's own totals, the
// heart rate of who wears a watch, and the runs.
func (g *generator) movement(d day) error {
	if d.lost {
		return nil
	}
	t := g.person.traits
	r := g.plannedRun(d)
	busy := g.busyness(d)
	var steps, floors float64
	for at := d.start; at < d.end; at += slot.Milliseconds() {
		hour := localHour(at, g.loc)
		n := g.stepsOf(busy, hour, r)
		if n > 0 {
			err := g.put(watchSource, at, slot.Milliseconds(), number{"steps", health.Count, 0, n})
			if err != nil {
				return err
			}
			steps += n
			if g.happens(0.06) {
				floors += 1 + float64(g.dice.IntN(3))
			}
		}
		if t.watch {
			if err := g.pulse(d, at, hour, n); err != nil {
				return err
			}
		}
	}
	// A step is some 0.42 of the height; a thousand of them cost some 40 kcal.
	err := g.put(
		dailySource, d.start, d.end-d.start,
		number{"steps", health.Count, 0, steps},
		number{"distance", health.Metre, 0, steps * 0.42 * t.height},
		number{"floors", health.Count, 0, floors},
		number{"calories_active", health.Kilocalorie, 2, steps*0.04 + 0.6*floors},
		number{"calories_passive", health.Kilocalorie, 2, 22.5 * t.weight(d.n)},
	)
	if err != nil || r.hour == 0 {
		return err
	}
	seconds := int(math.Round(r.hours * 3600))
	return g.entry(
		health.Workout, workoutsSource, "Running", g.at(d, r.hour), int64(seconds)*1000,
		health.Field{Name: "Activity type", Text: "Running"},
		health.Field{Name: "steps", Text: strconv.Itoa(int(2600 * r.hours / 0.27))},
		health.Field{Name: "distance", Text: strconv.Itoa(int(9600 * r.hours))},
	)
}

// plannedRun decides whether the person goes for a run: on some mornings of
// the weekend and on Wednesdays, never when ill.
func (g *generator) plannedRun(d day) run {
	wanted := d.weekend || d.n%7 == 3
	if !g.happens(0.35) || !wanted || !g.person.traits.watch || d.fever > 0 {
		return run{}
	}
	if d.weekend {
		return run{hour: g.around(9.8, 0.3), hours: 0.6 + 0.4*g.dice.Float64()}
	}
	return run{hour: g.around(18.2, 0.2), hours: 0.5 + 0.2*g.dice.Float64()}
}

// busyness scales the steps of a whole day: more in summer and on holiday,
// little with a fever.
func (g *generator) busyness(d day) float64 {
	season := 1 + 0.12*math.Sin(2*math.Pi*(float64(d.date.Month)-4)/12)
	b := g.person.traits.steps / 8000 * season * math.Exp(g.around(0, 0.22))
	switch {
	case d.fever > 0:
		b *= 0.12
	case d.away:
		b *= 1.45
	case d.weekend:
		b *= 0.85
	}
	return b
}

// stepsOf returns the steps of one slot: none at night, peaks on the way to
// work, at noon and in the evening.
func (g *generator) stepsOf(busy, hour float64, r run) float64 {
	if r.hour > 0 && hour >= r.hour && hour < r.hour+r.hours {
		return math.Round(g.around(1500, 60))
	}
	peak := func(at, width, height float64) float64 {
		x := (hour - at) / width
		return height * math.Exp(-x*x)
	}
	mean := busy * (peak(8.1, 0.7, 260) + peak(12.6, 0.8, 210) + peak(17.8, 1.1, 280) + peak(14, 4.5, 45))
	if hour < 6 || hour >= 23 {
		mean *= 0.02
	}
	if !g.happens(math.Min(0.95, mean/40)) {
		return 0
	}
	return math.Round(math.Max(4, g.around(mean, mean/2+8)))
}

// pulse writes the heart rate of one slot, when the watch got hold of it.
func (g *generator) pulse(d day, at int64, hour, steps float64) error {
	if !g.happens(0.97) {
		return nil
	}
	t := g.person.traits
	bpm := t.resting + 9*d.fever + steps*0.055
	if hour >= 7 && hour < 23 {
		bpm += 9
	} else {
		bpm -= 4 + 2*math.Cos(math.Pi*(hour-4)/6)
	}
	return g.put(watchSource, at, 0, number{"heart_rate", health.PerMinute, 0, g.around(bpm, 3)})
}

// localHour returns the local time of day in hours.
func localHour(ms int64, loc *time.Location) float64 {
	h, m, s := time.UnixMilli(ms).In(loc).Clock()
	return float64(h) + float64(m)/60 + float64(s)/3600
}
