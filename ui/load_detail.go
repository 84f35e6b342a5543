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

// loadGraph gathers what the graph of a subject shows in a window, and as much
// on both sides of it, so that it can be moved without loading.
func loadGraph(ctx context.Context, lib Library, s present.Subject, a present.Almanac, w present.Window, part present.DayPart) (present.Graph, error) {
	g := present.Graph{
		Subject: s, Scale: present.ScaleFor(s.Metric, lib.Profile().Units), Almanac: a,
		Window: w, From: w.From, To: w.To, Part: part, Step: present.StepFor(s.Kind, w.Days()),
		Reach: present.BoundsOf(s, a).Reach(w),
	}
	from, to := a.DateAt(g.Reach.From), a.DateAt(g.Reach.To-1)
	switch {
	case s.Kind == present.Nights:
		return loadNightGraph(ctx, lib, g, a.DateAt(w.From), a.DateAt(w.To-1), from, to)
	case s.Kind == present.Pressure:
		pairs, err := loadPairs(ctx, lib, g.Reach.From, g.Reach.To)
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
		g.Trend = present.Within(g.Trend, g.Reach.From, g.Reach.To)
	}
	points = present.Within(points, g.Reach.From, g.Reach.To)
	g.Points = present.Coarsen(points, g.Step, a.Zone)
	return g, nil
}

const (
	// mostNamed is of how many readings a graph knows the source of each; with
	// more of them its marks are means.
	mostNamed = 1 << 14
	// markCount is how many marks are asked for where readings are summed up:
	// enough for the pixels of a wide screen, and as many on both sides.
	markCount = 3 * 2048
)

// loadReadingGraph gathers single readings or hours, or where there are more
// readings than can be told apart what the vault has summed up, by source.
func loadReadingGraph(ctx context.Context, lib Library, g present.Graph) (present.Graph, error) {
	s := g.Subject
	if s.Kind == present.Totals {
		// Sources are never added up: the graph of one day is that of one source.
		source, ok := present.FinestSource(s)
		if !ok {
			return g, nil
		}
		c := present.NewCollector(g.Step, g.Reach.From, g.Reach.To, g.Almanac.Zone, true)
		for r, err := range lib.SourceReadings(ctx, s.Metric.ID, source, g.Reach.From, g.Reach.To) {
			if err != nil {
				return g, err
			}
			c.Add(pointOf(g.Scale, r))
		}
		g.Points, _ = c.Points(g.Step)
		g.Joined, g.Source = true, source
		return g, ctx.Err()
	}
	if s.Count > mostNamed {
		many, err := loadBuckets(ctx, lib, &g)
		if many || err != nil {
			return g, err
		}
	}
	readings, err := collect(ctx, lib.Readings(ctx, s.Metric.ID, g.Reach.From, g.Reach.To))
	if err != nil {
		return g, err
	}
	g.Points = make([]charts.Point, len(readings))
	for i, r := range readings {
		g.Points[i] = pointOf(g.Scale, r)
	}
	if g.Step == present.Hourly {
		g.Points, g.Joined = present.Hours(g.Points, g.Almanac.Zone, false), true
		return g, nil
	}
	g.Sources, g.Offsets = make([]health.SourceID, len(readings)), make([]int32, len(readings))
	for i, r := range readings {
		g.Sources[i], g.Offsets[i] = r.Source, r.Offset
	}
	return g, nil
}

// pointOf is a reading as a mark; an interval stands at its middle.
func pointOf(s present.Scale, r health.Reading) charts.Point {
	v := s.OfSample(r.Sample)
	return charts.Point{T: r.Start + r.Duration/2, V: v, Lo: v, Hi: v, N: 1}
}

// loadBuckets fills in what the sources come to, if that is more than single
// readings could show, and reports whether it is.
func loadBuckets(ctx context.Context, lib Library, g *present.Graph) (many bool, err error) {
	sources := g.Subject.Sources
	buckets := make([][]present.Bucket, len(sources))
	n := 0
	for i, source := range sources {
		buckets[i], err = lib.Overview(ctx, g.Subject.Metric.ID, source, g.Reach.From, g.Reach.To, markCount)
		if err != nil {
			return false, err
		}
		for _, b := range buckets[i] {
			n += b.Count
		}
	}
	if n <= mostNamed {
		return false, nil
	}
	g.SetBuckets(sources, buckets)
	return true, nil
}

// loadNightGraph gathers nights first..last for the window from..to, or the
// course of the one night of a day.
func loadNightGraph(ctx context.Context, lib Library, g present.Graph, from, to, first, last health.Date) (present.Graph, error) {
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
	nights, err := loadNights(ctx, lib, g.Subject, first, last)
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
