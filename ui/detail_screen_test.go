package ui

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"vitalkeep/charts"
	"vitalkeep/health"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// row is what the table lists at a place.
func (s *detailSide) row(i int) present.Row { return s.list.data.Row(s.list.order.At(i)) }

func (d *DetailScreen) span() string { return d.bounds.Title(d.window, false) }

// weighed is a library of weigh-ins alone.
func weighed(days int) *fakeLibrary {
	l := newFakeLibrary()
	l.weights(days)
	return l
}

func openWeight(t *testing.T, size fyne.Size) (*stage, *DetailScreen) {
	t.Helper()
	lib := weighed(400)
	s := unlocked(t, style.AlwaysLight, size, withData(lib))
	return s, s.detail(lib, "weight")
}

// rune types a character as the window does.
func (s *stage) rune(r rune) {
	if f := s.window.Canvas().Focused(); f != nil {
		f.TypedRune(r)
	} else if typed := s.window.Canvas().OnTypedRune(); typed != nil {
		typed(r)
	}
	s.bench.settle()
}

func TestLettersChooseThePeriodWhereverTheFocusIs(t *testing.T) {
	s, d := openWeight(t, wide)
	focus := map[string]fyne.Focusable{"nothing": nil, "graph": d.main.chart, "table": d.side.table, "switch": d.main.periods}
	for name, f := range focus {
		for r, want := range map[rune]string{
			'd': "Tue 14 Oct 2025", 'w': "8 Oct – 14 Oct 2025", 'M': "15 Sep – 14 Oct 2025", 'q': "17 Jul – 14 Oct 2025",
			'3': "17 Jul – 14 Oct 2025", 'Y': "15 Oct 2024 – 14 Oct 2025", 'a': "10 Sep 2024 – 14 Oct 2025",
		} {
			s.window.Canvas().Unfocus()
			if f != nil {
				s.window.Canvas().Focus(f)
				s.bench.settle()
			}
			s.rune(r)
			if got := d.span(); got != want {
				t.Errorf("%c with the focus on %s: %q, want %q", r, name, got, want)
			}
			if d.drawing.Running() || d.graph.Window != d.window {
				t.Errorf("%c: the graph shows another window", r)
			}
			s.wants(want)
		}
	}
}

func TestTheSwitchAndTheArrowsBesideItMoveTheWindow(t *testing.T) {
	s, d := openWeight(t, wide)
	d.main.periods.Choose(2)
	s.bench.settle()
	d.main.earlier.Press()
	s.bench.settle()
	if got, want := d.span(), "16 Aug – 14 Sep 2025"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	d.main.later.Press()
	s.bench.settle()
	if got, want := d.span(), "15 Sep – 14 Oct 2025"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if !d.main.later.Disabled() || d.main.earlier.Disabled() {
		t.Error("later leads past the newest, or earlier nowhere")
	}
}

func TestKeysWalkTheReadings(t *testing.T) {
	for name, focus := range map[string]func(s *stage, d *DetailScreen){
		"without focus": func(s *stage, _ *DetailScreen) { s.window.Canvas().Unfocus() },
		"in the graph":  func(s *stage, d *DetailScreen) { s.window.Canvas().Focus(d.main.chart) },
	} {
		t.Run(name, func(t *testing.T) {
			s, d := openWeight(t, wide)
			focus(s, d)
			points := inSight(d)
			at := func() int64 { ms, _ := d.main.chart.Reading(); return ms }
			s.key(fyne.KeyLeft)
			if at() != points[len(points)-1].T {
				t.Error("the first arrow to the left does not start at the newest")
			}
			s.key(fyne.KeyLeft)
			if at() != points[len(points)-2].T {
				t.Error("left does not go back")
			}
			s.key(fyne.KeyHome)
			if at() != points[0].T {
				t.Error("Home is not the first")
			}
			s.key(fyne.KeyLeft)
			if at() != points[0].T {
				t.Error("left goes beyond the first")
			}
			s.key(fyne.KeyRight)
			if at() != points[1].T {
				t.Error("right does not go on")
			}
			s.key(fyne.KeyEnd)
			if at() != points[len(points)-1].T {
				t.Error("End is not the last")
			}
			tip, ok := d.main.chart.Tip()
			if !ok {
				t.Fatal("no tooltip")
			}
			s.wants(tip.Title)
			if d.main.chart.AccessibilityLabel() != tip.Text {
				t.Error("the graph does not say its reading")
			}
		})
	}
}

// inSight are the marks within the window; others lie ready on both sides.
func inSight(d *DetailScreen) []charts.Point {
	return present.Within(d.graph.Points, d.window.From, d.window.To)
}

func hoverAt(d *DetailScreen, x float32) {
	d.main.chart.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 100)}})
}

func TestThePointerShowsTheNearestReadingAndGoes(t *testing.T) {
	s, d := openWeight(t, wide)
	v := d.main.chart
	want := inSight(d)[30]
	hoverAt(d, v.plot.x(want.T)+1)
	if got, ok := v.Reading(); !ok || got != want.T {
		t.Errorf("the reading is %v %v, want %v", got, ok, want.T)
	}
	s.wants(d.graph.Scale.Text(want.V))
	v.MouseOut()
	if _, ok := v.Reading(); ok {
		t.Error("the crosshair stays when the pointer leaves")
	}
}

func TestTheTooltipFlipsAtTheEdgeAndStaysInTheGraph(t *testing.T) {
	_, d := openWeight(t, wide)
	v := d.main.chart
	r, ok := test.WidgetRenderer(v).(*chartViewRenderer)
	if !ok {
		t.Fatal("no renderer")
	}
	first, last := v.inSight()
	for _, i := range []int{first, (first + last) / 2, last} {
		v.choose(i, true)
		x := v.plot.x(d.graph.Points[i].T)
		left, right := r.tip.box.Position().X, r.tip.box.Position().X+r.tip.box.Size().Width
		if left < 0 || right > v.Size().Width {
			t.Errorf("reading %d: the tooltip reaches from %v to %v", i, left, right)
		}
		if left < x && right > x {
			t.Errorf("reading %d: the tooltip covers its crosshair", i)
		}
	}
}

func TestTheWheelZoomsAtThePointerAndDoubleClickResets(t *testing.T) {
	s, d := openWeight(t, wide)
	v := d.main.chart
	x := v.plot.x(inSight(d)[40].T)
	at := v.plot.time(x)
	before := d.window
	v.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 80)}, Scrolled: fyne.Delta{DY: 40}})
	s.bench.settle()
	if d.window.Period != present.Custom || d.window.Days() >= before.Days() {
		t.Fatalf("the window is %+v", d.window)
	}
	if got := v.plot.x(at); got < x-2 || got > x+2 {
		t.Errorf("the instant under the pointer moved from %v to %v", x, got)
	}
	if d.main.periods.Selected() != -1 {
		t.Error("the switch still shows a period")
	}
	v.DoubleTapped(&fyne.PointEvent{})
	s.bench.settle()
	if d.window != before {
		t.Errorf("after the double click the window is %+v", d.window)
	}
}

func TestDraggingPansAndShowsItAtOnce(t *testing.T) {
	s, d := openWeight(t, wide)
	before := d.window
	drag := &fyne.DragEvent{Dragged: fyne.Delta{DX: 60}}
	for range 3 {
		d.main.chart.Dragged(drag)
	}
	d.main.chart.DragEnd()
	if d.window.From >= before.From || d.window.Days() != before.Days() {
		t.Errorf("dragging to the right shows %+v", d.window)
	}
	s.bench.settle()
	if shown := d.main.chart.plot.shown; shown.Window != d.window || !shown.Reach.Holds(d.window) {
		t.Error("the graph is not that of where the drag ended")
	}
	if got := d.main.chart.plot.picture.From; got != d.window.From {
		t.Error("the picture shows another span")
	}
}

func TestARowTellsEverythingAndMarksTheGraph(t *testing.T) {
	s, d := openWeight(t, wide)
	d.side.table.Select(0)
	s.bench.settle()
	for _, words := range []string{"Details", "Fat mass", "Came from", "weight.csv, row 476", "Import of 14 Oct 2025, 09:02", "Europe/Stockholm, UTC+2"} {
		s.wants(words)
	}
	row, _ := d.side.selected()
	if at, ok := d.main.chart.Reading(); !ok || health.DateAt(at, 7200) != health.DateAt(row.At, row.Offset) {
		t.Error("the graph marks another reading")
	}
	s.key(fyne.KeyEscape)
	s.bench.settle()
	if d.side.open || s.shows("Came from") {
		t.Error("Escape leaves the details open")
	}
	if s.Page() != Page(d) {
		t.Fatal("Escape left the page at once")
	}
	s.key(fyne.KeyEscape)
	s.bench.settle()
	if s.Page() == Page(d) {
		t.Error("a second Escape does not leave the page")
	}
}

func TestARowOutOfSightBringsItsWindow(t *testing.T) {
	s, d := openWeight(t, wide)
	d.side.table.Select(d.side.table.Rows() - 1)
	s.bench.settle()
	row, _ := d.side.selected()
	if row.At < d.window.From || row.At >= d.window.To {
		t.Errorf("the window is %s", d.span())
	}
	if _, ok := d.main.chart.Reading(); !ok {
		t.Error("the reading is not marked")
	}
}

func TestInASmallWindowDetailsTakeTheTablesPlace(t *testing.T) {
	s, d := openWeight(t, fyne.NewSize(900, 600))
	d.side.table.Select(1)
	s.bench.settle()
	if d.side.open || !d.side.table.Visible() {
		t.Fatal("choosing a row opens the details")
	}
	test.Tap(d.side.more)
	s.bench.settle()
	s.wants("Came from")
	if d.side.holder.Visible() {
		t.Error("the table is still there")
	}
	s.key(fyne.KeyEscape)
	s.bench.settle()
	if !d.side.holder.Visible() || s.shows("Came from") {
		t.Error("Escape does not bring the table back")
	}
}

func TestTheTableSortsByItsHeads(t *testing.T) {
	s, d := openWeight(t, wide)
	sortBy := func(column int, down bool) {
		d.side.sorted, d.side.down = column, down
		d.side.list.arrange(d.side.list.data)
		s.bench.settle()
	}
	value := func(row int) float64 { return d.side.row(row).V }
	at := func(row int) int64 { return d.side.row(row).At }
	last := d.side.table.Rows() - 1
	if at(0) < at(last) {
		t.Error("the newest is not first")
	}
	sortBy(0, false)
	if at(0) > at(last) {
		t.Error("the oldest is not first")
	}
	sortBy(1, true)
	if value(0) < value(1) || value(0) < value(last) {
		t.Error("the heaviest is not first")
	}
	sortBy(1, false)
	if value(0) > value(1) || value(0) > value(last) {
		t.Error("the lightest is not first")
	}
}

func TestAClickOnTheGraphChoosesTheRow(t *testing.T) {
	s, d := openWeight(t, wide)
	want := d.graph.Points[len(d.graph.Points)-5]
	d.main.chart.Tapped(&fyne.PointEvent{Position: fyne.NewPos(d.main.chart.plot.x(want.T), 100)})
	s.bench.settle()
	row, ok := d.side.selected()
	if !ok || health.DateAt(row.At, row.Offset) != health.DateAt(want.T, 7200) {
		t.Errorf("the row is of %s", time.UnixMilli(row.At))
	}
}

func TestMorningsAndEveningsApart(t *testing.T) {
	lib := newFakeLibrary()
	lib.pressures(60)
	s := unlocked(t, style.AlwaysLight, wide, withData(lib))
	d := s.detail(lib, "blood_pressure")
	all := len(d.graph.Points)
	d.main.day.Choose(1)
	s.bench.settle()
	mornings := len(d.graph.Points)
	d.main.day.Choose(2)
	s.bench.settle()
	if evenings := len(d.graph.Points); mornings == 0 || evenings == 0 || mornings+evenings != all {
		t.Errorf("%d mornings and %d evenings of %d", mornings, evenings, all)
	}
}

func TestAWeekOfHeartRateIsHoursAndAYearIsDays(t *testing.T) {
	lib := newFakeLibrary()
	lib.hearts(365, 2*time.Minute)
	if n := len(lib.readings["heart_rate"]); n < 250_000 {
		t.Fatalf("only %d readings", n)
	}
	s := unlocked(t, style.AlwaysLight, wide, withData(lib))
	d := s.detail(lib, "heart_rate")
	if n := len(inSight(d)); n > 8*24 {
		t.Errorf("a week has %d marks", n)
	}
	s.rune('y')
	if n := len(inSight(d)); n > 367 || n < 360 {
		t.Errorf("a year has %d marks", n)
	}
	if n := d.side.table.Rows(); n > 367 {
		t.Errorf("the table of a year has %d rows", n)
	}
	s.rune('d')
	if d.graph.Step != present.Each || !d.side.list.data.Readings() {
		t.Error("a day does not show its readings")
	}
	s.wants("Measurements")
}

// Fyne's own table makes a separator for every row; this counts what a long
// table adds to the window.
func TestALongTableMakesObjectsForWhatIsInSightOnly(t *testing.T) {
	lib := newFakeLibrary()
	at := stageNow.Add(-100_000 * time.Hour)
	for i := range 100_000 {
		lib.put("weight", "withings:export", at.Add(time.Duration(i)*time.Hour), 0, 78+float64(i%30)/10, health.Kilogram, 1)
	}
	s := unlocked(t, style.AlwaysLight, wide, withData(lib))
	d := s.detail(lib, "weight")
	if n := d.side.table.Rows(); n != 100_000 {
		t.Fatalf("the table has %d rows", n)
	}
	d.side.table.Select(99_999)
	s.bench.settle()
	n := 0
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		n++
		switch o := o.(type) {
		case *fyne.Container:
			for _, c := range o.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(o).Objects() {
				walk(c)
			}
		}
	}
	walk(s.window.Content())
	if n > 1500 {
		t.Errorf("the window has %d objects", n)
	}
}

func TestDetailOfLittleAndOddData(t *testing.T) {
	libs := map[string]func() *fakeLibrary{
		"one reading": func() *fakeLibrary { return weighed(1) },
		"ten years":   func() *fakeLibrary { return weighed(3650) },
		"constant": func() *fakeLibrary {
			l := newFakeLibrary()
			for i := range 50 {
				l.put("weight", "csv:file", stageNow.Add(time.Duration(i-50)*24*time.Hour), 0, 80, health.Kilogram, 1)
			}
			return l
		},
		"years ago": func() *fakeLibrary {
			l := newFakeLibrary()
			for i := range 50 {
				l.put("weight", "csv:file", stageNow.AddDate(-6, 0, i), 0, 80+float64(i%5), health.Kilogram, 1)
			}
			return l
		},
	}
	for name, make := range libs {
		for _, size := range []fyne.Size{wide, fyne.NewSize(900, 600)} {
			t.Run(fmt.Sprintf("%s at %v", name, size.Width), func(t *testing.T) {
				lib := make()
				s := unlocked(t, style.AlwaysDark, size, withData(lib))
				d := s.detail(lib, "weight")
				for _, r := range "dwmqya" {
					s.rune(r)
					if d.graph.Empty() {
						t.Errorf("%c shows nothing", r)
					}
					if !d.main.chart.plot.has {
						t.Errorf("%c has no picture", r)
					}
					if bad := s.overflow(); len(bad) > 0 {
						t.Errorf("%c: cut off: %v", r, bad)
					}
				}
				s.capture("weight-" + name + fmt.Sprintf("-%v", size.Width))
			})
		}
	}
}

func TestAWindowWithoutReadingsSaysSo(t *testing.T) {
	s, d := openWeight(t, wide)
	d.setWindow(d.bounds.Ending(present.Day, health.Date{Year: 2025, Month: 9, Day: 1}))
	s.bench.settle()
	if !d.graph.Empty() {
		t.Fatal("there are readings on that day")
	}
	s.wants("No readings here")
	s.wants("No readings on 1 September.")
	s.rune('m')
	if s.shows("No readings here") {
		t.Error("the words stay over the graph")
	}
}

func TestErrorsAreSaidInThePage(t *testing.T) {
	for name, c := range map[string]struct{ failing health.MetricID }{
		"the list cannot be read":     {""},
		"the readings cannot be read": {"weight"},
	} {
		t.Run(name, func(t *testing.T) {
			lib := weighed(60)
			lib.fail, lib.failing = errDisk, c.failing
			s := unlocked(t, style.AlwaysLight, wide, withData(lib))
			s.wants("disk gone")
			s.detail(lib, "weight")
			s.wants("disk gone")
			s.goTo(1)
			s.bench.settle()
			s.wants("disk gone")
		})
	}
}

func TestASubjectThatIsGoneSaysSo(t *testing.T) {
	lib := weighed(60)
	s := unlocked(t, style.AlwaysLight, wide, withData(lib))
	d := s.detail(lib, "weight")
	delete(lib.readings, "weight")
	d.Reload()
	s.bench.settle()
	s.wants("Nothing here any more")
}

func TestOnlyTheNewestPictureIsShown(t *testing.T) {
	s, d := openWeight(t, wide)
	d.TypedRune('y')
	d.TypedRune('w')
	s.bench.settle()
	if got, want := d.span(), "8 Oct – 14 Oct 2025"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if d.main.chart.plot.picture.From != d.window.From {
		t.Error("the picture is of another window")
	}
}

func TestPicturesHaveThePixelsOfTheScreen(t *testing.T) {
	_, d := openWeight(t, wide)
	p := d.main.chart.plot
	if got, want := p.picture.Image.Bounds().Dx(), pixelsOf(d.main.chart.Size().Width, p.scale()); got != want {
		t.Errorf("%d pixels wide, want %d", got, want)
	}
	p.scale = func() float32 { return 2 }
	p.draw()
	if !p.job.Running() {
		t.Error("another scale draws nothing")
	}
}

func TestAChangeOfThemeDrawsThePictureAnew(t *testing.T) {
	s, d := openWeight(t, wide)
	before := d.main.chart.plot.picture.Image
	fyne.CurrentApp().Settings().SetTheme(style.NewTheme(style.AlwaysDark))
	d.main.chart.Refresh()
	s.bench.settle()
	if d.main.chart.plot.picture.Image == before {
		t.Error("the picture is the old one")
	}
}

func TestLeavingCancelsWhatIsUnderWay(t *testing.T) {
	lib := weighed(60)
	s := unlocked(t, style.AlwaysLight, wide, withData(lib))
	d := NewDetailScreen(s.Shell, DataNeeds{Library: lib}, "weight")
	s.Open(d)
	s.Back()
	s.bench.settle()
	if d.ready {
		t.Error("the page went on loading")
	}
}

func TestTabReachesEverythingAndGoesOn(t *testing.T) {
	s, d := openWeight(t, wide)
	c := s.window.Canvas()
	seen := map[fyne.Focusable]int{}
	var order []fyne.Focusable
	c.Unfocus()
	for range 60 {
		c.(interface{ FocusNext() }).FocusNext()
		s.bench.settle()
		f := c.Focused()
		if f == nil {
			continue
		}
		if seen[f]++; seen[f] == 1 {
			order = append(order, f)
		}
	}
	for name, f := range map[string]fyne.Focusable{"graph": d.main.chart, "switch": d.main.periods, "table": d.side.table, "earlier": d.main.earlier} {
		if !slices.Contains(order, f) {
			t.Errorf("Tab does not reach the %s", name)
		}
	}
	for f, n := range seen {
		if n > 12 {
			t.Errorf("Tab stays at %T", f)
		}
	}
	c.Focus(d.main.chart)
	if !d.main.ring.Visible() {
		t.Error("the focus of the graph does not show")
	}
	d.main.chart.FocusLost()
	if d.main.ring.Visible() {
		t.Error("the ring stays")
	}
}

func TestNamesOfBandsStandBesideAWideGraphOfPressure(t *testing.T) {
	lib := newFakeLibrary()
	lib.pressures(60)
	s := unlocked(t, style.AlwaysLight, wide, withData(lib))
	d := s.detail(lib, "blood_pressure")
	objects := bandObjects(d.main.chart.plot)
	if len(objects) == 0 {
		t.Fatal("no names")
	}
	at, size := d.main.chart.plot.area()
	for _, o := range objects {
		if text, ok := o.(*canvas.Text); ok && (text.Position().X < at.X+size.Width || text.Position().X+text.Size().Width > d.main.chart.Size().Width+1) {
			t.Errorf("%q stands at %v", text.Text, text.Position())
		}
	}
}
