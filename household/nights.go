package household

import (
	"math"
	"strconv"

	"vitalkeep/health"
)

const (
	nightsSource health.SourceID = "sample:nights"
	bedSource    health.SourceID = "sample:bed"
)

// courseDays is how many of the last nights come with the course of their
// stages; of the older ones only the totals are there.
const courseDays = 60

// stretch is one span of one sleep stage, in seconds.
type stretch struct{ stage, seconds int }

// night writes the night that begins in the evening of d and ends the next
// morning; the last one is left out, for it would end after the last day.
func (g *generator) night(d day) error {
	if d.n == Days-1 || d.lost || (d.away && !g.person.traits.watch) || !g.happens(0.96) {
		return nil
	}
	t := g.person.traits
	bed, hours := g.around(t.bedtime, 0.4), g.around(t.sleep, 0.55)
	if d.weekend {
		bed, hours = bed+0.5, hours+0.4
	}
	if d.fever > 0 {
		hours += 1.5
	}
	begin := g.at(d, bed)
	begin -= begin % 60000 // a night begins on a full minute
	course := g.course(hours, d.fever > 0)
	var total [health.StageREM + 1]int
	wakeups, at := 0, begin
	for i, s := range course {
		total[s.stage] += s.seconds
		if s.stage == health.StageAwake && i > 0 && i < len(course)-1 {
			wakeups++
		}
		length := int64(s.seconds) * 1000
		if t.watch && d.n >= Days-courseDays {
			err := g.put(bedSource, at, length, number{"sleep_stage", health.NoUnit, 0, float64(s.stage)})
			if err != nil {
				return err
			}
		}
		at += length
	}
	seconds := func(m health.MetricID, stage int) number {
		return number{m, health.Second, 0, float64(total[stage])}
	}
	err := g.put(
		nightsSource, begin, at-begin,
		seconds("sleep_light", health.StageLight), seconds("sleep_deep", health.StageDeep),
		seconds("sleep_rem", health.StageREM), seconds("sleep_awake", health.StageAwake),
		number{"sleep_wakeups", health.Count, 0, float64(wakeups)},
	)
	if err != nil {
		return err
	}
	average := g.around(t.resting-5+8*d.fever, 2)
	return g.entry(
		health.SleepNight, nightsSource, "", begin, at-begin,
		health.Field{Name: "Duration to sleep (s)", Text: strconv.Itoa(course[0].seconds)},
		health.Field{Name: "Average heart rate", Text: strconv.Itoa(int(math.Round(average)))},
	)
}

// course returns the stages of a night: falling asleep, cycles of some ninety
// minutes with deep sleep early and REM late, waking up.
func (g *generator) course(hours float64, ill bool) []stretch {
	minutes := func(mean, spread float64) int {
		return 60 * max(1, int(math.Round(g.around(mean, spread))))
	}
	course := []stretch{{health.StageAwake, minutes(12, 5)}}
	cycles := max(2, int(math.Round(hours/1.55)))
	for i := range cycles {
		late := float64(i) / float64(cycles-1)
		course = append(
			course,
			stretch{health.StageLight, minutes(22, 5)},
			stretch{health.StageDeep, minutes(34*(1-late)+6, 4)},
			stretch{health.StageLight, minutes(20, 5)},
			stretch{health.StageREM, minutes(8+22*late, 4)},
		)
		if g.happens(0.4) || ill {
			course = append(course, stretch{health.StageAwake, minutes(5, 3)})
		}
	}
	return append(course, stretch{health.StageLight, minutes(9, 3)}, stretch{health.StageAwake, minutes(6, 3)})
}
