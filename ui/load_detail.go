package ui

import (
	"context"
	"math"
	"slices"

	"vitalkeep/charts"
	"vitalkeep/health"
	"vitalkeep/ui/present"
)

// trendLead is how many days before a window the trend begins, so that it has
// settled when the window does.
const trendLead = 60

// loadGraph gathers what the graph of a subject shows in a window.
func loadGraph(ctx context.Context, lib Library, s present.Subject, a present.Almanac, w present.Window, part present.DayPart) (present.Graph, error) {
	g := present.Graph{
		Subject: s, Scale: present.ScaleFor(s.Metric, lib.Profile().Units), Almanac: a,
		Window: w, From: w.From, To: w.To, Part: part, Step: present.StepFor(s.Kind, w.Days()),
	}
	from, to := a.DateAt(w.From), a.DateAt(w.To-1)
	switch {
	case s.Kind == present.Nights:
		return loadNightGraph(ctx, lib, g, from, to)
	case s.Kind == present.Pressure:
		pairs, err := loadPairs(ctx, lib, w.From, w.To)
		g.SetPairs(pairs)
		return g, err
	case g.Step == present.Each, g.Step == present.Hourly:
		return loadReadingGraph(ctx, lib, g)
	}
	lead := 1
	if s.Kind == present.BodyMass {
		lead = trendLead
	}
	days, err := lib.Days(ctx, s.Metric.ID, from.AddDays(-lead), to.AddDays(1))
	if err != nil {
		return g, err
	}
	points := present.OfDays(days, g.Scale, a.Zone)
	if s.Kind == present.BodyMass {
		g.Trend = present.TrendOf(points)
		g.Trend = present.Within(g.Trend, w.From, w.To)
	}
	points = present.Within(points, w.From, w.To)
	g.Points = present.Coarsen(points, g.Step, a.Zone)
	return g, nil
}

// mostNamed is of how many readings a graph knows the source of each; with
// more of them its marks are means.
const mostNamed = 1 << 14

// loadReadingGraph gathers single readings or hours.
func loadReadingGraph(ctx context.Context, lib Library, g present.Graph) (present.Graph, error) {
	s, w := g.Subject, g.Window
	sum := s.Kind == present.Totals
	c := present.NewCollector(g.Step, w.From, w.To, g.Almanac.Zone, sum)
	seq := lib.Readings(ctx, s.Metric.ID, w.From, w.To)
	if sum {
		// Sources are never added up: the graph of one day is that of one source.
		source, ok := present.FinestSource(s)
		if !ok {
			return g, nil
		}
		seq = lib.SourceReadings(ctx, s.Metric.ID, source, w.From, w.To)
	}
	n := 0
	for r, err := range seq {
		if err != nil {
			return g, err
		}
		if n++; n%1024 == 0 && ctx.Err() != nil {
			return g, ctx.Err()
		}
		if g.Step == present.Each && n <= mostNamed {
			g.Sources = append(g.Sources, r.Source)
			g.Offsets = append(g.Offsets, r.Offset)
		}
		v := g.Scale.OfSample(r.Sample)
		c.Add(charts.Point{T: r.Start + r.Duration/2, V: v, Lo: v, Hi: v, N: 1})
	}
	points, every := c.Points(g.Step)
	g.Points, g.Joined = points, !every
	if len(g.Sources) != len(points) || !every {
		g.Sources, g.Offsets = nil, nil
	}
	return g, nil
}

// loadNightGraph gathers nights, or the course of the one night of a day.
func loadNightGraph(ctx context.Context, lib Library, g present.Graph, from, to health.Date) (present.Graph, error) {
	if from == to && g.Subject.Has("sleep_stage") {
		stages, err := loadStages(ctx, lib, from.AddDays(-1), to)
		if err != nil {
			return g, err
		}
		if night := present.LongestOf(stages, to); night != nil {
			g.SetCourse(night)
			return g, nil
		}
	}
	nights, err := loadNights(ctx, lib, g.Subject, from, to)
	if err != nil {
		return g, err
	}
	g.SetNights(nights)
	return g, nil
}

// loadTable gathers the rows of the table beside the graph.
func loadTable(ctx context.Context, lib Library, s present.Subject, a present.Almanac, w present.Window) (*present.Table, []present.Night, error) {
	t := &present.Table{
		Subject: s, Scale: present.ScaleFor(s.Metric, lib.Profile().Units), Almanac: a, ByDay: s.ListsDays(w),
	}
	first, last := a.DateAt(w.From), a.DateAt(w.To-1)
	switch {
	case s.Kind == present.Nights:
		nights, err := loadNights(ctx, lib, s, a.DateAt(s.First), a.DateAt(s.Last).AddDays(2))
		t.RowsOfNights(nights)
		return t, nights, err
	case t.ByDay:
		days, err := lib.Days(ctx, s.Metric.ID, first, last)
		t.RowsOfDays(days)
		return t, nil, err
	}
	from, to := w.From, w.To
	if s.ListsAll(w) {
		from, to = s.First, s.Last+1
	}
	return t, nil, loadRows(ctx, lib, t, from, to)
}

// rowKey is one instant of one source: what was measured at once.
type rowKey struct {
	at     int64
	source health.SourceID
}

// loadRows reads the rows of single readings.
func loadRows(ctx context.Context, lib Library, t *present.Table, from, to int64) error {
	s := t.Subject
	second, third := map[rowKey]float64{}, map[rowKey]float64{}
	switch s.Kind {
	case present.Pressure:
		if err := partners(ctx, lib, "diastolic", s.Sources, from, to, second); err != nil {
			return err
		}
		if err := partners(ctx, lib, "heart_rate", s.Sources, from, to, third); err != nil {
			return err
		}
	case present.BodyMass:
		if err := partners(ctx, lib, "fat_ratio", s.Sources, from, to, second); err != nil {
			return err
		}
		if err := partners(ctx, lib, "fat_mass", s.Sources, from, to, third); err != nil {
			return err
		}
	}
	n := 0
	for r, err := range lib.Readings(ctx, s.Metric.ID, from, to) {
		if err != nil {
			return err
		}
		if n++; n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		row := present.Row{
			At: r.Start, Offset: r.Offset, Source: t.SourceIndex(r.Source), N: 1,
			V: t.Scale.OfSample(r.Sample), V2: math.NaN(), V3: math.NaN(),
		}
		key := rowKey{r.Start, r.Source}
		v2, has := second[key]
		v3, more := third[key]
		if has {
			row.V2 = v2
		}
		switch s.Kind {
		case present.Pressure:
			if !has {
				continue // half a reading is no blood pressure
			}
			if more {
				row.V3, t.Second = v3, true
			}
		case present.BodyMass:
			if !has && more && r.Canonical() > 0 {
				row.V2, has = v3/r.Canonical()*100, true
			}
			t.Second = t.Second || has
		}
		t.Rows = append(t.Rows, row)
	}
	return nil
}

// partners gathers the values of a metric that some sources measured along.
func partners(ctx context.Context, lib Library, m health.MetricID, sources []health.SourceID, from, to int64, into map[rowKey]float64) error {
	for _, source := range sources {
		for r, err := range lib.SourceReadings(ctx, m, source, from, to) {
			if err != nil {
				return err
			}
			into[rowKey{r.Start, source}] = r.Canonical()
		}
	}
	return ctx.Err()
}

// loadDetails gathers every value of the reading at an instant of one source.
func loadDetails(ctx context.Context, lib Library, all []present.Summary, s present.Subject, source health.SourceID, at int64) ([]health.Reading, error) {
	var out []health.Reading
	for _, m := range all {
		if m.Metric != s.Metric.ID && !goesWith(s, m.Metric) || !slices.Contains(m.Sources, source) {
			continue
		}
		readings, err := collect(ctx, lib.SourceReadings(ctx, m.Metric, source, at, at+1))
		if err != nil {
			return nil, err
		}
		if len(readings) > 0 {
			out = append(out, readings[len(readings)-1])
		}
	}
	return out, nil
}

// goesWith reports whether a metric is told with the readings of a subject:
// what a scale or a cuff measures at once, not the steps of the same minute.
func goesWith(s present.Subject, m health.MetricID) bool {
	if s.Metric.Shape != health.Instant || s.Metric.Generic {
		return false
	}
	x, ok := health.Lookup(m)
	return ok && !x.Generic && x.Shape == health.Instant && (x.Family == s.Family || x.Family == health.Body || x.Family == health.Heart)
}
