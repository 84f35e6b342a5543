package reports

import (
	"context"
	"fmt"
	"math"
	"time"

	"vitalkeep/charts"
	"vitalkeep/health"
	"vitalkeep/insights"
)

// taken is one blood pressure with what was measured beside it.
type taken struct {
	insights.Pair
	source health.SourceID
	cells  [3]string // systolic, diastolic, heart rate
	pulse  float64   // NaN for none
}

// at is what the parts of one measurement have in common.
type at struct {
	source health.SourceID
	start  int64
}

// pressure makes the section of blood pressure: systolic and diastolic values of
// one moment belong together, and a heart rate of the same moment and source
// with them. A value that stands alone is left out and counted.
func (g *gatherer) pressure(ctx context.Context) (section, bool, error) {
	systolic, _ := health.Lookup("systolic")
	diastolic, _ := health.Lookup("diastolic")
	heart, _ := health.Lookup("heart_rate")
	highs := map[at]health.Reading{}
	for r, err := range g.data.Readings(ctx, "systolic") {
		if err != nil {
			return section{}, false, err
		}
		g.take(r)
		highs[at{r.Source, r.Start}] = r
	}
	var all []taken
	index := map[at]int{}
	alone := 0
	for r, err := range g.data.Readings(ctx, "diastolic") {
		if err != nil {
			return section{}, false, err
		}
		g.take(r)
		k := at{r.Source, r.Start}
		high, ok := highs[k]
		if !ok {
			alone++
			continue
		}
		delete(highs, k)
		index[k] = len(all)
		all = append(all, taken{
			Pair:   insights.Pair{Start: r.Start, Offset: r.Offset, Systolic: high.Canonical(), Diastolic: r.Canonical()},
			source: r.Source, pulse: math.NaN(), cells: [3]string{g.written(systolic, high), g.written(diastolic, r), "–"},
		})
	}
	alone += len(highs)
	if len(all) == 0 {
		return section{}, false, nil
	}
	for r, err := range g.data.Readings(ctx, "heart_rate") {
		if err != nil {
			return section{}, false, err
		}
		if i, ok := index[at{r.Source, r.Start}]; ok {
			all[i].pulse, all[i].cells[2] = r.Canonical(), g.written(heart, r)
		}
	}
	s := section{title: titled("Blood pressure", g.unitOf(systolic)) + ", " + titled("heart rate", heart.Unit.Symbol())}
	unit := g.order.Profile.Units.DisplayUnit(systolic)
	show, decimals := whole, health.DisplayDecimals(systolic, unit)
	if decimals > 0 {
		show = func(v float64) string { return g.amount(systolic, v) }
	}
	counts := g.order.Objections.Allows(health.Statistics)
	if counts {
		s.figures = pressureFigures(all, show)
		s.notes = []string{fmt.Sprintf("Morning is from %02d:00 to %02d:00, evening from %02d:00 to %02d:00, by the clock where it was measured. Every reading counts once.",
			insights.MorningFrom, insights.MorningTo, insights.EveningFrom, insights.MorningFrom)}
	}
	if counts && g.order.Objections.Allows(health.Insights) {
		if row, note, ok := homeWeek(all, show); ok {
			s.figures.rows = append(s.figures.rows, row...)
			s.notes = append(s.notes, note)
		}
	}
	if alone > 0 {
		s.notes = append(s.notes, fmt.Sprintf("%s that stand alone, systolic without diastolic or the other way round, are left out.", counted(alone, "value", "values")))
	}
	s.graph = g.draw(charts.Pressure{Points: inUnit(pressurePoints(all), unit), Color: inkOf(systolic)}, decimals)
	s.caption = "Each bar is a reading, from diastolic (ring) to systolic (dot)."
	if len(all) > mostDots && counts {
		s.graph = g.draw(charts.Pressure{Points: inUnit(pressureDays(all), unit), Color: inkOf(systolic)}, decimals)
		s.caption = "Each bar is the mean of a day, from diastolic (ring) to systolic (dot)."
	}
	list := newest[taken]{most: mostListed}
	sources := map[health.SourceID]int{}
	for _, p := range all {
		list.add(p)
		sources[p.source]++
	}
	s.sources = named(sources)
	s.list = table{
		title: "Readings", note: list.note("readings"), list: true,
		head: []string{"Time", "Systolic", "Diastolic", "Heart rate", "Source"},
	}
	for _, p := range list.all() {
		s.list.rows = append(s.list.rows, []string{clock(p.Start, p.Offset), p.cells[0], p.cells[1], p.cells[2], p.source.Name()})
	}
	s.list.plain(len(sources))
	return s, true, nil
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return grouped(n) + " " + many
}

// pressureFigures are the means of the parts of the day and of all; show writes a
// pressure.
func pressureFigures(all []taken, show func(mmHg float64) string) table {
	t := table{head: []string{"Average", "Systolic", "Diastolic", "Heart rate", "Days", "Readings"}}
	for _, part := range []struct {
		name string
		has  func(hour int) bool
	}{
		{"Morning", func(h int) bool { return h >= insights.MorningFrom && h < insights.MorningTo }},
		{"Evening", func(h int) bool { return h >= insights.EveningFrom || h < insights.MorningFrom }},
		{"All readings", func(int) bool { return true }},
	} {
		var high, low, pulse mean
		days := map[health.Date]bool{}
		for _, p := range all {
			local := time.UnixMilli(p.Start + int64(p.Offset)*1000).UTC()
			if !part.has(local.Hour()) {
				continue
			}
			high.add(p.Systolic)
			low.add(p.Diastolic)
			pulse.add(p.pulse)
			days[health.DateAt(p.Start, p.Offset)] = true
		}
		t.rows = append(t.rows, []string{part.name, show(high.mean()), show(low.mean()), whole(pulse.mean()), grouped(len(days)), grouped(high.n)})
	}
	return t
}

// mean is the mean of the values that are numbers.
type mean struct {
	sum float64
	n   int
}

func (m *mean) add(v float64) {
	if !math.IsNaN(v) {
		m.sum += v
		m.n++
	}
}

// mean is NaN of nothing.
func (m *mean) mean() float64 { return m.sum / float64(m.n) }

func whole(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return fmt.Sprintf("%.0f", math.Round(v))
}

// weekBack is how far back from the last reading a week of measuring is looked
// for, in days.
const weekBack = 90

// homeWeek are the figures of the newest week in which somebody measured as the
// guideline asks for it, if there is one.
func homeWeek(all []taken, show func(mmHg float64) string) (rows [][]string, note string, ok bool) {
	pairs := make([]insights.Pair, len(all))
	for i, p := range all {
		pairs[i] = p.Pair
	}
	w, ok := insights.LatestHomeWeek(pairs, weekBack)
	if !ok || !w.Enough() {
		return nil, "", false
	}
	for _, part := range []struct {
		name string
		of   insights.PressureMean
	}{{"Week at home: morning", w.Morning}, {"Week at home: evening", w.Evening}, {"Week at home: both", w.All}} {
		rows = append(rows, []string{part.name, show(part.of.Systolic), show(part.of.Diastolic), "", "", grouped(part.of.Readings)})
	}
	return rows, fmt.Sprintf("Week at home: %s to %s, two readings each morning and evening at most, the first day left out (schedule of the European Society of Hypertension, 2021).",
		date(w.First()), date(w.Last())), true
}

// inUnit turns points in mmHg into ones in the unit shown.
func inUnit(points []charts.Point, u health.Unit) []charts.Point {
	for i := range points {
		points[i].Lo, points[i].Hi = u.FromCanonical(points[i].Lo), u.FromCanonical(points[i].Hi)
	}
	return points
}

func pressurePoints(all []taken) []charts.Point {
	points := make([]charts.Point, len(all))
	for i, p := range all {
		points[i] = charts.Point{T: p.Start, Lo: p.Diastolic, Hi: p.Systolic, N: 1}
	}
	return points
}

// pressureDays are the means of days.
func pressureDays(all []taken) []charts.Point {
	var points []charts.Point
	var day health.Date
	var high, low mean
	for i, p := range all {
		d := health.DateAt(p.Start, p.Offset)
		if i == 0 || d != day {
			day, high, low = d, mean{}, mean{}
			points = append(points, charts.Point{T: p.Start})
		}
		high.add(p.Systolic)
		low.add(p.Diastolic)
		q := &points[len(points)-1]
		q.Lo, q.Hi, q.N = low.sum/float64(low.n), high.sum/float64(high.n), high.n
	}
	return points
}
