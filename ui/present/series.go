package present

import (
	"cmp"
	"slices"
	"time"

	"vitalkeep/charts"
	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// Series are the marks of one source, where a graph shows several: what they
// measured is never added up.
type Series struct {
	Source health.SourceID
	Points []charts.Point
}

// apart reports whether more than gap lies between all neighbours.
func (s Series) apart(gap time.Duration) bool {
	for i := 1; i < len(s.Points); i++ {
		if s.Points[i].T-s.Points[i-1].T <= gap.Milliseconds() {
			return false
		}
	}
	return true
}

// OfBuckets turns buckets into points, values in the unit shown: means with
// their lowest and highest, in the middle of each bucket.
func OfBuckets(buckets []Bucket, s Scale) []charts.Point {
	out := make([]charts.Point, 0, len(buckets))
	for _, b := range buckets {
		if b.Count <= 0 {
			continue
		}
		p := charts.Point{T: b.Start + (b.End-b.Start)/2, V: s.Of(b.Mean()), Lo: s.Of(b.Min), Hi: s.Of(b.Max), N: b.Count}
		// A conversion or the mean of equal numbers may miss by a rounding.
		p.V = min(max(p.V, p.Lo), p.Hi)
		out = append(out, p)
	}
	return out
}

// SetBuckets fills in the marks of sources that have more readings than a graph
// can show, the source with the most of them in front.
func (g *Graph) SetBuckets(sources []health.SourceID, buckets [][]Bucket) {
	g.Step, g.Joined = Each, true
	g.Points, g.Beside, g.Sources, g.Offsets, g.Source, g.Width = nil, nil, nil, nil, "", 0
	type counted struct {
		Series
		n int
	}
	var all []counted
	for i, source := range sources {
		one := counted{Series: Series{source, OfBuckets(buckets[i], g.Scale)}}
		if g.Almanac.Objects.Statistics {
			reachOnly(one.Points)
		}
		for _, b := range buckets[i] {
			g.Width = max(g.Width, b.End-b.Start)
			one.n += b.Count
		}
		if one.n > 0 {
			all = append(all, one)
		}
	}
	slices.SortStableFunc(all, func(a, b counted) int { return cmp.Compare(b.n, a.n) })
	for i, one := range all {
		if i == 0 {
			g.Source, g.Points = one.Source, one.Points
			continue
		}
		g.Beside = append(g.Beside, one.Series)
	}
}

// besides tells what further sources have at the time of a mark.
func (g Graph) besides(t int64) []string {
	var out []string
	for _, s := range g.Beside {
		if near := Within(s.Points, t-g.Width, t+g.Width+1); len(near) > 0 {
			out = append(out, locale.T("%[1]s: %[2]s", SourceName(s.Source), g.Scale.Text(near[len(near)/2].V)))
		}
	}
	return out
}

// series are the marks by source, the source with the most of them first; one
// without a name where a mark stands for readings of all of them.
func (g Graph) series() []Series {
	if len(g.Beside) > 0 {
		return append([]Series{{g.Source, g.Points}}, g.Beside...)
	}
	if len(g.Sources) != len(g.Points) || len(g.Sources) == 0 {
		return []Series{{g.Source, g.Points}}
	}
	first := g.Sources[0]
	if !slices.ContainsFunc(g.Sources, func(s health.SourceID) bool { return s != first }) {
		return []Series{{first, g.Points}}
	}
	var out []Series
	at := map[health.SourceID]int{}
	for i, source := range g.Sources {
		k, ok := at[source]
		if !ok {
			k = len(out)
			at[source] = k
			out = append(out, Series{Source: source})
		}
		out[k].Points = append(out[k].Points, g.Points[i])
	}
	slices.SortFunc(out, func(a, b Series) int {
		return cmp.Or(cmp.Compare(len(b.Points), len(a.Points)), health.CompareSources(a.Source, b.Source))
	})
	return out
}

// Shown returns the graph over another window, made of the same marks, and
// whether they do: nothing of the window lies beyond what was loaded, and it
// would be shown in the same steps and as finely.
func (g Graph) Shown(w Window) (Graph, bool) {
	if g.Course() || w.From >= w.To || !g.Reach.Holds(w) {
		return g, false
	}
	if g.Width == 0 && g.Almanac.StepFor(g.Subject.Kind, w.Days()) != g.Step {
		return g, false
	}
	if g.Width > 0 && !g.finely(w) {
		return g, false
	}
	g.Window, g.From, g.To = w, w.From, w.To
	if g.Subject.Kind == Nights {
		i, _ := slices.BinarySearchFunc(g.Points, w.From, comparePoint)
		j, _ := slices.BinarySearchFunc(g.Points, w.To, comparePoint)
		g.Points, g.Nights = g.Points[i:j], g.Nights[i:j]
	}
	return g, true
}

// finestMarks is up to how many buckets a window is shown by: more cannot be
// told apart on the widest of screens.
const finestMarks = 2048

// finely reports whether buckets of that width do for a window: not so few that
// steps would be seen which finer ones smooth, and no more than are needed.
func (g Graph) finely(w Window) bool {
	if step := g.Almanac.StepFor(g.Subject.Kind, w.Days()); step != Each && step != Hourly {
		return false
	}
	n := (w.To - w.From) / g.Width
	return n >= finestMarks/4 && n <= 16*finestMarks
}

// Reach returns what to load for a window: its own length more on both sides,
// so that it can be moved at once, as far as there are readings.
func (b Bounds) Reach(w Window) Stretch {
	whole := b.Latest(All)
	long := w.To - w.From
	return Stretch{
		From: min(w.From, max(w.From-long, whole.From)),
		To:   max(w.To, min(w.To+long, whole.To)),
	}
}

// Lead reports whether less than half a window is left of what was loaded on a
// side where there are readings: time to load more.
func (g Graph) Lead(w Window, b Bounds) bool {
	whole := b.Latest(All)
	half := (w.To - w.From) / 2
	return g.Reach.From > whole.From && w.From-g.Reach.From < half ||
		g.Reach.To < whole.To && g.Reach.To-w.To < half
}

// Stretch is a span of time [From, To) in UTC milliseconds.
type Stretch struct{ From, To int64 }

// Holds reports whether all of a window lies in the stretch.
func (s Stretch) Holds(w Window) bool { return w.From >= s.From && w.To <= s.To }

// reachOnly takes the means out of marks that sum readings up: what is left is
// how far they reach.
func reachOnly(points []charts.Point) {
	for i := range points {
		points[i].V = (points[i].Lo + points[i].Hi) / 2
	}
}
