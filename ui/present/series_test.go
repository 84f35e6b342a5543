package present

import (
	"strings"
	"testing"
	"time"

	"vitalkeep/charts"
	"vitalkeep/health"
)

func heartSubject(sources ...health.SourceID) Subject {
	m, _ := health.Lookup("heart_rate")
	return Subject{ID: "heart_rate", Name: "Heart rate", Family: health.Heart, Metric: m, Sources: sources}
}

func heartScale() Scale { return ScaleFor(heartSubject().Metric, health.MetricUnits) }

func TestBucketsBecomeMeansWithTheirTrueEnds(t *testing.T) {
	m, _ := health.Lookup("body_temperature")
	got := OfBuckets([]Bucket{
		{Start: 0, End: 1000, Count: 2, Min: 36, Max: 38, Sum: 74},
		{Start: 1000, End: 2000},
		{Start: 2000, End: 3000, Count: 3, Min: 0.1, Max: 0.1, Sum: 0.1 + 0.1 + 0.1},
	}, Scale{Metric: m, Unit: health.Fahrenheit, Decimals: 1})
	if len(got) != 2 {
		t.Fatalf("%d points", len(got))
	}
	if p := got[0]; p.T != 500 || p.N != 2 || p.V < 98.59 || p.V > 98.61 || p.Lo < 96.79 || p.Lo > 96.81 || p.Hi < 100.39 || p.Hi > 100.41 {
		t.Errorf("%+v", p)
	}
	if p := got[1]; p.Lo > p.V || p.V > p.Hi {
		t.Errorf("the mean of equal numbers lies beside them: %+v", p)
	}
}

func TestSourcesAreShownApartTheDensestFirst(t *testing.T) {
	g := Graph{Subject: heartSubject("csv", "withings:hr"), Scale: heartScale(), Almanac: testAlmanac(t), Step: Each}
	g.SetBuckets([]health.SourceID{"csv", "withings:hr", "empty"}, [][]Bucket{
		{{Start: 0, End: 10, Count: 1, Min: 90, Max: 90, Sum: 90}},
		{{Start: 0, End: 10, Count: 4, Min: 50, Max: 70, Sum: 240}, {Start: 10, End: 20, Count: 4, Min: 50, Max: 70, Sum: 240}},
		nil,
	})
	if g.Source != "withings:hr" || len(g.Points) != 2 || g.Points[0].V != 60 || len(g.Beside) != 1 || g.Beside[0].Source != "csv" || g.Width != 10 {
		t.Fatalf("%+v", g)
	}
	g.From, g.To = 0, 20
	marks := g.Marks(Tints{})
	if len(marks) != 2 {
		t.Fatalf("%d marks", len(marks))
	}
	for i, m := range marks {
		if l, ok := m.(charts.Line); !ok || l.Nth != charts.Nth(i) {
			t.Errorf("mark %d is %#v", i, m)
		}
	}
	var names []string
	for _, item := range g.Legend() {
		names = append(names, item.Text)
	}
	if all := strings.Join(names, "; "); !strings.Contains(all, "Withings") || !strings.Contains(all, "CSV file") {
		t.Errorf("the legend names %s", all)
	}
	if words := g.Tip(0).Text; !strings.Contains(words, "60 bpm") || !strings.Contains(words, "CSV file: 90 bpm") || !strings.Contains(words, "mean of 4") {
		t.Errorf("the tip says %q", words)
	}
}

func TestReadingsOfSeveralSourcesAreNoOneLine(t *testing.T) {
	g := Graph{Subject: heartSubject("csv", "withings:hr"), Scale: heartScale(), Almanac: testAlmanac(t), Step: Each}
	for i := range 40 {
		source := health.SourceID("withings:hr")
		if i%20 == 7 {
			source = "csv"
		}
		g.Points = append(g.Points, charts.Point{T: int64(i) * 60_000, V: 60, Lo: 60, Hi: 60, N: 1})
		g.Sources = append(g.Sources, source)
	}
	g.To = 40 * 60_000
	all := g.series()
	if len(all) != 2 || all[0].Source != "withings:hr" || len(all[0].Points) != 38 || len(all[1].Points) != 2 {
		t.Fatalf("%d series", len(all))
	}
	if got := g.Gap(); got != 3*time.Minute {
		t.Errorf("lines join %v", got)
	}
	if item := g.Legend()[1]; item.Mark != DotSign || item.Nth != 1 {
		t.Errorf("two readings far apart are told as %+v", item)
	}
}

func TestAGraphIsMovedWithoutLoadingWhileItsMarksDo(t *testing.T) {
	a := testAlmanac(t)
	day := func(n float64) int64 { return int64(n * dayMS) }
	weight, _ := health.Lookup("weight")
	days := Graph{
		Subject: Subject{Kind: BodyMass, Metric: weight}, Almanac: a, Step: Daily,
		Reach: Stretch{day(0), day(300)}, Window: Window{Quarter, day(100), day(200)}, From: day(100), To: day(200),
	}
	stream := Graph{Subject: heartSubject(), Almanac: a, Step: Each, Width: day(1) / 512, Reach: Stretch{day(0), day(9)}}
	course := Graph{Subject: Subject{Kind: Nights}, Stages: []Stage{{From: 1, To: 2}}, Reach: Stretch{day(0), day(9)}}
	for _, c := range []struct {
		name     string
		of       Graph
		from, to float64
		want     bool
	}{
		{"moved within what was loaded", days, 150, 250, true},
		{"moved beyond it", days, 250, 350, false},
		{"so near that single readings are shown", days, 150, 151, false},
		{"so far that weeks are shown", days, 0, 3000, false},
		{"nothing at all", days, 150, 150, false},
		{"a stream moved", stream, 3, 6, true},
		{"a stream so near that its steps would be seen", stream, 3, 3.5, false},
		{"the course of a night", course, 0, 1, false},
	} {
		w := Window{Custom, day(c.from), day(c.to)}
		got, ok := c.of.Shown(w)
		if ok != c.want || ok && (got.Window != w || got.From != w.From || got.To != w.To) {
			t.Errorf("%s: %v, %+v", c.name, ok, got.Window)
		}
	}
	bounds := Bounds{First: day(0), Last: day(299), Almanac: a}
	if days.Lead(Window{Custom, day(120), day(180)}, bounds) {
		t.Error("more is loaded though a whole window lies ready on both sides")
	}
	days.Reach = Stretch{day(100), day(300)}
	if !days.Lead(Window{Custom, day(110), day(180)}, bounds) {
		t.Error("nothing more is loaded near the end of what there is")
	}
}

func TestTheWeekOfTodayCanBePointedAt(t *testing.T) {
	a := testAlmanac(t)
	today := a.Today()
	_, end := today.Bounds(a.Zone)
	start, _ := today.AddDays(-400).Bounds(a.Zone)
	weight, _ := health.Lookup("weight")
	g := Graph{Subject: Subject{Kind: BodyMass, Metric: weight}, Scale: ScaleFor(weight, health.MetricUnits), Almanac: a, Step: Monthly, Reach: Stretch{start, end}, From: start, To: end}
	g.SetDays([]health.Day{{Date: today.AddDays(-40), Value: 80, Min: 80, Max: 80, Readings: 1}, {Date: today, Value: 81, Min: 81, Max: 81, Readings: 1}})
	last := g.Points[len(g.Points)-1]
	if last.T < start || last.T >= end || last.V != 81 {
		t.Errorf("the month of today stands at %d, the window ends at %d", last.T, end)
	}
}

func TestTheLowestHalfHourNeedsHalfAnHour(t *testing.T) {
	g := Graph{Subject: heartSubject(), Scale: heartScale(), Almanac: testAlmanac(t), Step: Each, To: dayMS}
	add := func(minute int, v float64) {
		g.Points = append(g.Points, charts.Point{T: int64(minute) * 60_000, V: v, N: 1})
	}
	for m := 0; m < 60; m += 5 {
		add(m, 70)
	}
	for m := 60; m < 90; m += 5 {
		add(m, 52)
	}
	add(300, 30) // alone
	if v, ok := g.lowestHalfHour(); !ok || v != 52 {
		t.Errorf("it is %v %v", v, ok)
	}
	if limits := g.Limits(); len(limits) != 1 || limits[0].Name != "52 bpm" {
		t.Errorf("limits %+v", limits)
	}
	g.To = 3 * dayMS
	if _, ok := g.lowestHalfHour(); ok {
		t.Error("three days have one")
	}
	g.To, g.Points = dayMS, g.Points[:3]
	if _, ok := g.lowestHalfHour(); ok {
		t.Error("ten minutes are half an hour")
	}
}

// testAlmanac is a Tuesday morning in Stockholm.
func testAlmanac(t *testing.T) Almanac {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	return Almanac{Now: time.Date(2025, 10, 14, 9, 45, 0, 0, loc), Zone: loc}
}
