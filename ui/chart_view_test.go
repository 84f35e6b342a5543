package ui

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/charts"
	"vitalkeep/health"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

func TestAStillGraphDoesNothing(t *testing.T) {
	s, d := openWeight(t, wide)
	v := d.main.chart
	before := v.plot.picture.Image
	for range 3 {
		s.window.Canvas().Capture()
		v.Refresh()
	}
	hoverAt(d, v.plot.x(inSight(d)[10].T))
	hoverAt(d, v.plot.x(inSight(d)[40].T))
	v.MouseOut()
	if n := len(s.bench.starts) + len(s.bench.posts); n > 0 {
		t.Errorf("%d pieces of work are under way", n)
	}
	if v.plot.job.Running() || d.drawing.Running() || v.plot.picture.Image != before {
		t.Error("the crosshair draws the picture again")
	}
}

func TestTheLastPictureFollowsAHandThatIsFasterThanThePencil(t *testing.T) {
	s, d := openWeight(t, wide)
	p := d.main.chart.plot
	drag := func() { d.main.chart.Dragged(&fyne.DragEvent{Dragged: fyne.Delta{DX: 40}}) }
	drag()
	if p.moved.clip.Visible() || !p.job.Running() {
		t.Fatal("the first move does not begin to draw")
	}
	first := p.job.generation
	drag()
	at := p.moved.image.Position().X
	if !p.moved.clip.Visible() || at <= 0 {
		t.Fatalf("the picture does not follow: it is at %v", at)
	}
	if _, shown := d.main.chart.Tip(); shown {
		t.Error("a tooltip stands where its reading is no more")
	}
	drag()
	if p.moved.image.Position().X <= at {
		t.Error("the picture stays behind")
	}
	if p.job.generation != first {
		t.Error("a drawing was thrown away for another")
	}
	s.bench.settle()
	if p.moved.clip.Visible() || p.picture.From != d.window.From || p.picture.To != d.window.To {
		t.Errorf("at rest the picture shows %d to %d, the window %+v", p.picture.From, p.picture.To, d.window)
	}
}

func TestPicturesTakeOverTheMemoryOfThoseBefore(t *testing.T) {
	s, d := openWeight(t, wide)
	p := d.main.chart.plot
	var seen []*byte
	for range 4 {
		d.main.chart.Dragged(&fyne.DragEvent{Dragged: fyne.Delta{DX: 10}})
		s.bench.settle()
		seen = append(seen, &p.picture.Image.Pix[0])
	}
	if seen[0] == seen[1] {
		t.Error("a picture that is shown is drawn into")
	}
	if seen[0] != seen[2] || seen[1] != seen[3] {
		t.Error("there are more than two pictures")
	}
}

func TestPlusMinusAndShiftWithArrowsMoveTheWindow(t *testing.T) {
	for name, focused := range map[string]bool{"in the graph": true, "without focus": false} {
		t.Run(name, func(t *testing.T) {
			s, d := openWeight(t, wide)
			if focused {
				s.window.Canvas().Focus(d.main.chart)
			}
			whole := d.window.Days()
			s.rune('+')
			s.bench.settle()
			if d.window.Days() >= whole {
				t.Errorf("plus shows %v of %v days", d.window.Days(), whole)
			}
			closer := d.window
			d.main.chart.shift = func() bool { return true }
			s.key(fyne.KeyLeft)
			s.bench.settle()
			if d.window.From >= closer.From || math.Abs(d.window.Days()-closer.Days()) > 0.01 {
				t.Errorf("Shift and left shows %+v after %+v", d.window, closer)
			}
			s.key(fyne.KeyRight)
			s.bench.settle()
			if got := d.window.From - closer.From; got < -1000 || got > 1000 {
				t.Errorf("Shift and right does not go back, by %d ms", got)
			}
			d.main.chart.shift = func() bool { return false }
			s.rune('-')
			s.bench.settle()
			if d.window.Days() <= closer.Days() {
				t.Error("minus shows no more")
			}
		})
	}
}

func TestTheWheelSidewaysPans(t *testing.T) {
	_, d := openWeight(t, wide)
	before := d.window
	d.main.chart.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DX: 50, DY: 3}})
	if d.window.From >= before.From || math.Abs(d.window.Days()-before.Days()) > 0.01 {
		t.Errorf("it shows %+v", d.window)
	}
}

func TestADenseStreamIsShownBySourcesAndNeverAddedUp(t *testing.T) {
	lib := newFakeLibrary()
	lib.hearts(3, 5*time.Second)
	n := len(lib.readings["heart_rate"])
	loc, _ := lib.person.Location()
	day := time.Date(stageNow.Year(), stageNow.Month(), stageNow.Day()-1, 8, 0, 0, 0, loc)
	for i := range 300 {
		lib.put("heart_rate", "apple:watch", day.Add(time.Duration(i)*time.Minute), 0, 150, health.PerMinute, 0)
	}
	s := unlocked(t, style.AlwaysLight, wide, withData(lib))
	d := s.detail(lib, "heart_rate")
	g := d.graph
	if g.Step != present.Each || g.Width == 0 || !g.Joined || len(g.Beside) != 1 {
		t.Fatalf("step %v of width %d, %d sources beside", g.Step, g.Width, len(g.Beside))
	}
	if len(g.Points)*2 > n {
		t.Errorf("%d marks for %d readings", len(g.Points), n)
	}
	count := 0
	for _, p := range g.Points {
		count += p.N
		if p.Hi >= 150 && p.Lo < 120 {
			t.Fatalf("a mark holds both sources: %+v", p)
		}
	}
	if count != n {
		t.Errorf("the marks of the first source stand for %d readings of %d", count, n)
	}
	other, name := g.Beside[0], present.SourceName(g.Beside[0].Source)
	if len(other.Points) == 0 || other.Points[0].V != 150 {
		t.Errorf("the second source has %d marks", len(other.Points))
	}
	s.wants(name)
	s.capture("chart-two-sources")
	if tip := g.Tip(len(g.Points) / 2); !strings.Contains(tip.Text, "mean of") || !strings.Contains(tip.Text, "Range") || !strings.Contains(tip.Text, present.SourceName(g.Source)) {
		t.Errorf("a mark says %q", tip.Text)
	}
}

func TestADayOfStepsIsBarsByTheHour(t *testing.T) {
	lib := newFakeLibrary()
	loc, _ := lib.person.Location()
	day := time.Date(stageNow.Year(), stageNow.Month(), stageNow.Day(), 0, 0, 0, 0, loc)
	for _, minute := range []int{7*60 + 5, 7*60 + 50, 9 * 60} {
		lib.put("steps", "withings:activity", day.Add(time.Duration(minute)*time.Minute), time.Minute, 60, health.Count, 0)
	}
	s := unlocked(t, style.AlwaysLight, wide, withData(lib))
	d := s.detail(lib, "steps")
	s.rune('d')
	if !d.graph.Bars() {
		t.Fatal("no bars")
	}
	marks := d.graph.Marks(present.Tints{})
	bars, ok := marks[0].(charts.Bars)
	if !ok || bars.Step != charts.Hour {
		t.Fatalf("%#v", marks[0])
	}
	var got []string
	for _, p := range bars.Points {
		got = append(got, fmt.Sprintf("%s %v", time.UnixMilli(p.T).In(loc).Format("15:04"), p.V))
	}
	if want := "[07:30 120 09:30 60]"; fmt.Sprint(got) != want {
		t.Errorf("bars %v, want %v", got, want)
	}
	s.capture("chart-hours")
}

func TestATypedTotalIsNoHourOfTheDay(t *testing.T) {
	lib := newFakeLibrary()
	loc, _ := lib.person.Location()
	day := time.Date(stageNow.Year(), stageNow.Month(), stageNow.Day(), 0, 0, 0, 0, loc)
	total := func(day time.Time, n float64) {
		lib.put("steps", health.TypedSource, day, 24*time.Hour, n, health.Count, 0)
	}
	total(day.AddDate(0, 0, -1), 9000)
	total(day, 8000)
	s := unlocked(t, style.AlwaysLight, wide, withData(lib))
	d := s.detail(lib, "steps")
	bars := func() string {
		t.Helper()
		var got []string
		for _, p := range present.Within(d.graph.Points, d.window.From, d.window.To) {
			got = append(got, fmt.Sprintf("%s %v", time.UnixMilli(p.T).In(loc).Format("2 15:04"), p.V))
		}
		return fmt.Sprint(got)
	}
	s.rune('d')
	if got := bars(); got != "[14 12:00 8000]" || d.graph.Step != present.Daily {
		t.Errorf("typed alone the day is %s in steps of %v", got, d.graph.Step)
	}
	s.wants("Each day")
	lib.put("steps", "withings:tracker", day.Add(7*time.Hour), time.Minute, 60, health.Count, 0)
	d = s.detail(lib, "steps")
	s.rune('d')
	if got := bars(); got != "[14 07:30 60]" || d.graph.Source != "withings:tracker" {
		t.Errorf("beside a tracker the day is %s of %s", got, d.graph.Source)
	}
}

func TestAnElectrocardiogramIsShownOnItsPaper(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	var samples []string
	for i := range 9000 {
		samples = append(samples, fmt.Sprint(int(30*math.Sin(float64(i)/40)+900*math.Exp(-math.Pow(math.Mod(float64(i)/300, 0.9)-0.3, 2)*4000))))
	}
	entry := health.Entry{
		Kind: health.ECG, Source: "withings:export", Key: "Electrocardiogram", Start: stageNow.UnixMilli(), Duration: 30_000,
		Fields: []health.Field{{Name: "frequency", Text: "300"}, {Name: "signal", Text: strings.Join(samples, ",")}},
	}
	lib := newFakeLibrary()
	line := happening{Happening: present.EntryLine(entry, health.MetricUnits)}
	page := newEntryScreen(s.Shell, timelinePerson{profile: lib.person, library: lib}, nil, nil, line)
	s.Open(page)
	s.bench.settle()
	if len(page.strip) != 2 {
		t.Fatal("no strip")
	}
	v, ok := page.strip[0].(*stripView)
	if !ok || v.image.Image == nil || v.Size().Height < 200 || v.image.Image.Bounds().Dx() != int(v.Size().Width) {
		t.Fatalf("the strip has %v and the picture %v", v.Size(), v.image.Image)
	}
	s.wants("25 mm a second")
	if !strings.Contains(v.AccessibilityLabel(), "30 s") {
		t.Errorf("it says %q", v.AccessibilityLabel())
	}
	s.capture("chart-strip")
}

func TestAGraphDrawnAnewHasWhatChanged(t *testing.T) {
	lib := weighed(400)
	s := unlocked(t, style.AlwaysLight, wide, withData(lib))
	d := s.detail(lib, "weight")
	before := len(inSight(d))
	loc, _ := lib.person.Location()
	from := time.Date(stageNow.Year(), stageNow.Month(), stageNow.Day()-20, 0, 0, 0, 0, loc).UnixMilli()
	for _, m := range []health.MetricID{"weight", "fat_mass"} {
		lib.readings[m] = slices.DeleteFunc(lib.readings[m], func(r health.Reading) bool { return r.Start >= from })
	}
	d.Reload()
	s.bench.settle()
	if after := len(inSight(d)); after == 0 || after >= before {
		t.Errorf("%d marks after some of %d were deleted", after, before)
	}
}

func TestAWindowBesideTheDataSaysThatItIsEmpty(t *testing.T) {
	lib := newFakeLibrary()
	loc, _ := lib.person.Location()
	for _, ago := range []int{2, 3, 400, 401} {
		lib.put("body_temperature", health.TypedSource, time.Date(stageNow.Year(), stageNow.Month(), stageNow.Day()-ago, 8, 0, 0, 0, loc), 0, 36.6, health.Celsius, 1)
	}
	slices.SortFunc(lib.readings["body_temperature"], func(a, b health.Reading) int { return cmp.Compare(a.Start, b.Start) })
	s := unlocked(t, style.AlwaysLight, wide, withData(lib))
	d := s.detail(lib, "body_temperature")
	s.rune('m')
	d.step(-1)
	s.bench.settle()
	s.wants("No readings here")
	if d.main.chart.plot.image.Visible() {
		t.Error("a picture is shown all the same")
	}
	d.step(1)
	s.bench.settle()
	if s.shows("No readings here") || !d.main.chart.plot.image.Visible() {
		t.Error("back at the data it still says so")
	}
}

func TestMeansOfWeeksRunThroughTheDaysWhenAsked(t *testing.T) {
	s, d := openWeight(t, wide)
	if !d.main.means.Visible() {
		t.Fatal("no means can be chosen")
	}
	s.wants("Trend, 7-day")
	d.setMeans(present.Weekly)
	s.bench.settle()
	s.wants("Weekly mean")
	if s.shows("Trend, 7-day") {
		t.Error("the trend is shown as well")
	}
	s.capture("chart-means")
	marks := d.main.chart.plot.shown.Marks(present.Tints{})
	m, ok := marks[len(marks)-1].(charts.Means)
	if !ok || m.Step != charts.Week || len(m.Points) < 12 {
		t.Errorf("the last mark is %T", marks[len(marks)-1])
	}
	s.rune('d')
	if d.main.means.Visible() {
		t.Error("a day has means of weeks")
	}
}
