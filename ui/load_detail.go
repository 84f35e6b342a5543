package ui

import (
	"context"

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
		Window: w, From: w.From, To: w.To, Part: part, Step: a.StepFor(s.Kind, w.Days()),
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
	case s.Kind == present.Totals && g.Step == present.Hourly:
		known, err := loadHours(ctx, lib, &g)
		if known || err != nil {
			return g, err
		}
		g.Step = present.Daily // a total that nobody took apart
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
	g.SetDays(days)
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

// loadHours fills in the hours of what adds up, and reports whether any source
// knows the hours of the window. Sources are never added up: the hours are those
// of the first that does.
func loadHours(ctx context.Context, lib Library, g *present.Graph) (known bool, err error) {
	for _, source := range g.Subject.Sources {
		if source.DayTotals() {
			continue
		}
		c := present.NewCollector(g.Step, g.Reach.From, g.Reach.To, g.Almanac.Zone, true)
		for r, err := range lib.SourceReadings(ctx, g.Subject.Metric.ID, source, g.Reach.From, g.Reach.To) {
			if err != nil {
				return false, err
			}
			if !r.WholeDay() {
				c.Add(pointOf(g.Scale, r))
			}
		}
		points, _ := c.Points(g.Step)
		if len(present.Within(points, g.Window.From, g.Window.To)) > 0 {
			g.Points, g.Joined, g.Source = points, true, source
			return true, ctx.Err()
		}
	}
	return false, ctx.Err()
}

// loadReadingGraph gathers single readings or hours, or where there are more
// readings than can be told apart what the vault has summed up, by source.
func loadReadingGraph(ctx context.Context, lib Library, g present.Graph) (present.Graph, error) {
	s := g.Subject
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
