package present_test

import (
	"image/color"
	"math"
	"strings"
	"testing"
	"time"

	"vitalkeep/charts"
	"vitalkeep/health"
	"vitalkeep/ui/present"
)

func stockholm(t *testing.T) *time.Location {
	t.Helper()
	return almanac(t, cardNow).Zone
}

// graph is the graph of a subject over the days that end today.
func graph(t *testing.T, s present.Subject, days int, step present.Step) present.Graph {
	t.Helper()
	a := almanac(t, cardNow)
	w := present.Window{Period: present.Month, From: today.AddDays(1 - days).Start(a.Zone), To: today.AddDays(1).Start(a.Zone)}
	return present.Graph{
		Subject: s, Scale: present.ScaleFor(s.Metric, health.MetricUnits), Almanac: a, Window: w, From: w.From, To: w.To, Step: step,
	}
}

func TestStepsGetCoarserWithTheWindow(t *testing.T) {
	for name, c := range map[string]struct {
		kind present.Kind
		days float64
		want present.Step
	}{
		"a day of readings":           {present.Measured, 1, present.Each},
		"a week by the hour":          {present.Measured, 7, present.Hourly},
		"a year by the day":           {present.BodyMass, 365, present.Daily},
		"ten years by the month":      {present.BodyMass, 3650, present.Monthly},
		"five years by the week":      {present.Measured, 1800, present.Weekly},
		"a day of steps by the hour":  {present.Totals, 1, present.Hourly},
		"a quarter of steps by day":   {present.Totals, 90, present.Daily},
		"a year of steps by week":     {present.Totals, 365, present.Weekly},
		"a month of pressure":         {present.Pressure, 30, present.Each},
		"a night":                     {present.Nights, 1, present.Daily},
		"unknown streams as they are": {present.Untold, 3650, present.Each},
	} {
		t.Run(name, func(t *testing.T) {
			if got := present.StepFor(c.kind, c.days); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestWeeksAndMonthsAreMeansOfTheirDays(t *testing.T) {
	s := scale(t, "weight", health.MetricUnits)
	// Tuesday 14 October back to Wednesday 1 October.
	days := daysOf(today, constant(14, func(i int) float64 { return float64(70 + i) })...)
	days[0].Min, days[0].Readings = 60, 3
	weeks := present.Coarsen(present.OfDays(days, s, stockholm(t)), present.Weekly, stockholm(t))
	if len(weeks) != 3 {
		t.Fatalf("%d weeks", len(weeks))
	}
	if w := weeks[0]; w.V != 72 || w.Lo != 60 || w.Hi != 74 || w.N != 7 {
		t.Errorf("the first week is %+v", w)
	}
	months := present.Coarsen(present.OfDays(days, s, stockholm(t)), present.Monthly, stockholm(t))
	if len(months) != 1 || months[0].V != 76.5 {
		t.Errorf("months are %+v", months)
	}
}

func TestHoursJoinInAnyNumberOfPieces(t *testing.T) {
	start, _ := instant(t, "2025-10-14T07:00:00+02:00")
	var points []charts.Point
	for i := range 90 {
		v := float64(i % 7)
		points = append(points, charts.Point{T: start + int64(i)*60_000, V: v, Lo: v, Hi: v, N: 1})
	}
	whole := present.Hours(points, stockholm(t), false)
	pieces := present.Hours(append(present.Hours(points[:40], stockholm(t), false), points[40:]...), stockholm(t), false)
	if len(whole) != 2 || whole[0].N != 60 || whole[1].N != 30 {
		t.Fatalf("got %+v", whole)
	}
	for i := range whole {
		if math.Abs(whole[i].V-pieces[i].V) > 1e-9 || whole[i].N != pieces[i].N {
			t.Errorf("in pieces %+v, at once %+v", pieces[i], whole[i])
		}
	}
	if sums := present.Hours(points[:60], stockholm(t), true); sums[0].V != float64(60/7*21+0+1+2+3) {
		t.Errorf("the sum is %v", sums[0].V)
	}
}

func TestACollectorHoldsNoMoreThanAGraphShows(t *testing.T) {
	c := present.NewCollector(present.Each, 0, 1_000_000, stockholm(t), false)
	for i := range 1_000_000 {
		v := float64(i % 1000)
		c.Add(charts.Point{T: int64(i), V: v, Lo: v, Hi: v, N: 1})
	}
	points, every := c.Points(present.Each)
	if every || len(points) > 1<<13 {
		t.Fatalf("%d points, every %v", len(points), every)
	}
	n, low, high := 0, 1e9, -1e9
	for _, p := range points {
		n += p.N
		low, high = min(low, p.Lo), max(high, p.Hi)
	}
	if n != 1_000_000 || low != 0 || high != 999 {
		t.Errorf("%d readings from %v to %v", n, low, high)
	}
	few := present.NewCollector(present.Each, 0, 10, stockholm(t), false)
	few.Add(charts.Point{T: 1, V: 1})
	if points, every := few.Points(present.Each); !every || len(points) != 1 {
		t.Error("a single reading did not stay one")
	}
}

func TestSentences(t *testing.T) {
	weight := subject(t, "weight")
	steps := subject(t, "steps")
	heart := subject(t, "heart_rate")
	pressure := subject(t, "systolic", "diastolic")
	sleep := subject(t, "sleep_deep")
	daily := func(g present.Graph, values ...float64) present.Graph {
		g.Points = present.OfDays(daysOf(today, values...), g.Scale, g.Almanac.Zone)
		if g.Subject.Kind == present.BodyMass {
			g.Trend = present.TrendOf(g.Points)
		}
		return g
	}
	nan := math.NaN()
	gap := constant(40, func(i int) float64 {
		if i > 12 && i < 21 {
			return nan
		}
		return 80 - float64(i)*0.1
	})
	for name, c := range map[string]struct {
		graph present.Graph
		want  string
	}{
		"nothing":            {graph(t, weight, 30, present.Daily), "No readings from 15 September to 14 October."},
		"nothing on one day": {graph(t, heart, 1, present.Each), "No readings on 14 October."},
		"one weigh-in":       {daily(graph(t, weight, 30, present.Daily), 78.2), "One reading, 78.2 kg, 14 Oct 2025."},
		"a weight that stays": {
			daily(graph(t, weight, 30, present.Daily), constant(30, func(int) float64 { return 80 })...),
			"From 15 September to 14 October the trend stayed at 80.0 kg.",
		},
		"a weight that falls, with a gap": {
			daily(graph(t, weight, 40, present.Daily), gap...),
			"From 5 September to 14 October the trend fell by 3.3 kg to 76.7 kg, with 8 days without readings in September.",
		},
		"steps": {
			daily(graph(t, steps, 7, present.Daily), 5000, 6000, 7000, 8000, 9000, 4000, 3000),
			"From 8 October to 14 October 6,000 steps a day, mean of 7 days: the most 9,000 on 12 October, the least 3,000 on 14 October.",
		},
		"a heart rate": {
			daily(graph(t, heart, 30, present.Daily), 60, 62, 70),
			"From 15 September to 14 October the mean of 3 readings is 64 bpm, the lowest 60 and the highest 70.",
		},
		"a heart rate that never changes": {
			daily(graph(t, heart, 30, present.Daily), 60, 60),
			"From 15 September to 14 October the mean of 2 readings is 60 bpm, always the same.",
		},
		"pressure": {
			func() present.Graph {
				g := graph(t, pressure, 30, present.Each)
				g.SetPairs(pairs(t, 10, func(int) float64 { return 131 }))
				return g
			}(),
			"From 15 September to 14 October the mean of 10 readings is 131/85 mmHg, named Elevated by ESC 2024 (office, adults). The worse of the two numbers decides. A name for an average, not a diagnosis.",
		},
		"one pressure is not graded": {
			func() present.Graph {
				g := graph(t, pressure, 30, present.Each)
				g.SetPairs(pairs(t, 1, func(int) float64 { return 150 }))
				return g
			}(),
			"One reading, 150/104 mmHg, 14 Oct 2025, 07:20. One reading alone is not graded.",
		},
		"nights": {
			func() present.Graph {
				g := graph(t, sleep, 7, present.Daily)
				g.SetNights([]present.Night{
					{Date: today.AddDays(-1), Deep: 3600, Light: 18000, REM: 3600, Wake: 600},
					{Date: today, Deep: 3600, Light: 16200, REM: 3600, Wake: 600},
				})
				return g
			}(),
			"The mean of 2 nights is 6 h 45 min asleep, the longest 7 h 0 min (night to 13 Oct 2025) and the shortest 6 h 30 min (night to 14 Oct 2025).",
		},
		"the course of a night": {
			func() present.Graph {
				g := graph(t, sleep, 1, present.Daily)
				g.SetCourse([]present.Stage{
					stage(t, "2025-10-13T23:04:00+02:00", 60, health.StageLight),
					stage(t, "2025-10-14T00:04:00+02:00", 10, health.StageAwake),
					stage(t, "2025-10-14T00:14:00+02:00", 90, health.StageDeep),
					stage(t, "2025-10-14T01:44:00+02:00", 30, health.StageREM),
				})
				return g
			}(),
			"From 23:04 to 02:14: 3 h 0 min asleep, of it 1 h 30 min deep and 30 min REM, awake 1 time in between.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.graph.InWords(); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestTipsSayTimeValueUnitAndSource(t *testing.T) {
	g := graph(t, subject(t, "weight"), 30, present.Daily)
	g.Points = present.OfDays(daysOf(today, 78.4, 77.9), g.Scale, g.Almanac.Zone)
	g.Points[1].N, g.Points[1].Lo, g.Points[1].Hi = 3, 77.5, 78.4
	g.Trend = present.TrendOf(g.Points)
	tip := g.Tip(1)
	if tip.Title != "77.9 kg" {
		t.Errorf("title %q", tip.Title)
	}
	want := "14 Oct 2025, mean of 3|Range 77.5–78.4 · trend 78.3|Withings · tracker and 1 more"
	if got := strings.Join(tip.Lines, "|"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestATipTellsAReadingByItsOwnClock(t *testing.T) {
	g := graph(t, subject(t, "body_temperature"), 30, present.Each)
	at := today.Start(g.Almanac.Zone) + 12*3600_000
	home := g.Almanac.OffsetAt(at)
	g.Points = []charts.Point{{T: at, V: 36.7, Lo: 36.7, Hi: 36.7, N: 1}, {T: at + 3600_000, V: 36.8, Lo: 36.8, Hi: 36.8, N: 1}}
	g.Offsets = []int32{home, -8 * 3600}
	if got := g.Tip(0).Lines[0]; strings.Contains(got, "UTC") || !strings.Contains(got, "12:00") {
		t.Errorf("at home: %q", got)
	}
	abroad := present.Clock(at+3600_000, -8*3600)
	if got := g.Tip(1).Lines[0]; !strings.Contains(got, abroad) || !strings.Contains(got, "UTC−8") {
		t.Errorf("abroad: %q, want %s, UTC−8", got, abroad)
	}
}

func TestEveryKindIsDrawnWithItsOwnMark(t *testing.T) {
	for id, want := range map[health.MetricID]string{
		"weight": "charts.Readings", "body_temperature": "charts.Joined", "spo2": "charts.Diamonds",
		"heart_rate": "charts.Line", "co2": "charts.Line", "steps": "charts.Bars", "sleep_deep": "charts.Stack",
	} {
		g := graph(t, subject(t, id), 30, present.Daily)
		marks := g.Marks(present.Tints{Family: color.NRGBA{A: 255}})
		if len(marks) != 1 {
			t.Fatalf("%s: %d marks", id, len(marks))
		}
		if got := typeName(marks[0]); got != want {
			t.Errorf("%s: drawn as %s, want %s", id, got, want)
		}
		if len(g.Legend()) == 0 {
			t.Errorf("%s: no legend", id)
		}
	}
}

func typeName(m charts.Mark) string {
	switch m.(type) {
	case charts.Readings:
		return "charts.Readings"
	case charts.Joined:
		return "charts.Joined"
	case charts.Diamonds:
		return "charts.Diamonds"
	case charts.Line:
		return "charts.Line"
	case charts.Bars:
		return "charts.Bars"
	case charts.Stack:
		return "charts.Stack"
	case charts.Lanes:
		return "charts.Lanes"
	}
	return "?"
}
