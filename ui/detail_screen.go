package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// DetailScreen shows one subject: figures, graph, legend and a sentence, and
// beside it the table of measurements with the details of the one chosen.
//
// Keys: D W M Q (or 3) Y A choose the period, C a span of one's own, arrows, Home and End walk the
// readings of the graph, Up and Down zoom in it; Delete asks whether the row
// chosen shall go; Escape closes the details, then leaves.
type DetailScreen struct {
	shell *Shell
	needs DataNeeds
	id    string
	// person is whose data it is, asked for once.
	person health.Profile

	whole *fyne.Container
	body  fyne.CanvasObject // unless something stands in its place
	bar   *parts.TopBar
	main  *detailMain
	side  *detailSide

	opening, drawing, listing, ordering, telling, deleting, writing *Job

	// lib is the person's data, or one source of it where that is chosen.
	lib    Library
	source health.SourceID

	subject present.Subject
	bounds  present.Bounds
	window  present.Window
	chosen  present.Period // the last one chosen on the switch
	part    present.DayPart
	means   present.Step // shown beside days; Each for none
	graph   present.Graph
	imports []health.Batch
	all     []present.Summary // what else there is, for details
	every   []present.Summary // the same with all sources
	ready   bool
	arrive  int64 // the moment to open at, 0 for the newest
	again   bool  // the window moved while a graph was loading
}

var (
	_ Page     = (*DetailScreen)(nil)
	_ Starter  = (*DetailScreen)(nil)
	_ Reloader = (*DetailScreen)(nil)
	_ KeyTyper = (*DetailScreen)(nil)
	_ Finder   = (*DetailScreen)(nil)
	_ Placer   = (*DetailScreen)(nil)
	_ Drafter  = (*DetailScreen)(nil)
)

// NewDetailScreen returns the page of a subject, named by its identifier or by
// that of a metric in it.
func NewDetailScreen(s *Shell, n DataNeeds, subject string) *DetailScreen {
	w := s.Work()
	d := &DetailScreen{shell: s, needs: n, id: subject, person: n.Library.Profile(), lib: n.Library}
	for _, j := range d.jobs() {
		*j = w.NewJob()
	}
	d.bar = parts.NewTopBar("", "", s.Back, d.actions()...)
	d.main = newDetailMain(d)
	d.side = newDetailSide(d)
	body := container.New(&detailLayout{shell: s}, d.main.card, d.side.card)
	d.body = s.Frame(d.bar, body)
	d.whole = container.NewStack(d.body)
	return d
}

func (d *DetailScreen) jobs() []**Job {
	return []**Job{&d.opening, &d.drawing, &d.listing, &d.ordering, &d.telling, &d.deleting, &d.writing}
}

// Object implements Page.
func (d *DetailScreen) Object() fyne.CanvasObject { return d.whole }

// Place implements Placer.
func (d *DetailScreen) Place() string { return "data" }

// Start implements Starter. Nothing has the focus then, so every key comes to
// the page.
func (d *DetailScreen) Start() {
	if !d.ready {
		d.Reload()
	}
}

// Leave implements Page.
func (d *DetailScreen) Leave() {
	d.side.comment.leave()
	for _, j := range d.jobs() {
		(*j).Cancel()
	}
	d.main.chart.plot.job.Cancel()
}

// openedSubject is what has to be known before the rest can be loaded.
type openedSubject struct {
	subject present.Subject
	found   bool
	card    present.Card
	imports []health.Batch
	all     []present.Summary
	every   []present.Summary
}

// Reload implements Reloader.
func (d *DetailScreen) Reload() {
	lib, whole, past, id, a := d.lib, d.needs.Library, d.needs.Past, d.id, d.almanac()
	Run(d.opening, func(ctx context.Context, _ func(Step)) (openedSubject, error) {
		var o openedSubject
		var err error
		if o.all, err = lib.Metrics(ctx); err != nil {
			return o, err
		}
		if o.every, err = whole.Metrics(ctx); err != nil {
			return o, err
		}
		if o.subject, o.found = present.Find(o.all, id); !o.found {
			return o, nil
		}
		if o.card, err = loadCard(ctx, lib, o.subject, a); err != nil {
			return o, err
		}
		if past != nil {
			o.imports, err = past.Imports()
		}
		return o, err
	}, nil, d.opened, nil)
}

func (d *DetailScreen) almanac() present.Almanac {
	return d.shell.almanac(d.person)
}

func (d *DetailScreen) opened(o openedSubject, err error) {
	switch {
	case err != nil:
		d.bar.Set(locale.T("Data"), "")
		d.instead(parts.Column(0, d.shell.Fault(err)))
		return
	case !o.found && d.source != "":
		d.showOnly("") // nothing is left of the one
		return
	case !o.found:
		d.bar.Set(locale.T("Data"), "")
		d.instead(parts.NewEmptyState(style.IconData, locale.T("Nothing here any more"), locale.T("The data of this page is gone, by undoing an import for one.")))
		return
	}
	first := !d.ready
	d.ready = true
	d.whole.Objects = []fyne.CanvasObject{d.body}
	d.subject, d.imports, d.all, d.every = o.subject, o.imports, o.all, o.every
	d.graph = present.Graph{} // its marks may be of readings that are gone
	d.bounds = present.BoundsOf(o.subject, d.almanac())
	d.bounds.Last = max(d.bounds.Last, o.card.End)
	name := d.person.Name
	tells := present.FamilyName(o.subject.Family)
	switch o.subject.Kind {
	case present.Nights:
		tells = locale.T("Nights belong to the day of waking")
	case present.Untold:
		tells = locale.T("A stream of unknown meaning")
	}
	d.bar.Set(o.subject.Name, present.Facts(name, tells))
	goal := d.shell.goalOf(d.person, o.subject)
	d.main.chart.goal = goal
	d.main.show(goal.overGraph(o.card))
	d.main.offerGoal(d.shell.goalButton(d.person, o.subject))
	d.showSource()
	d.showOff()
	if first {
		d.side.filter.opened()
		d.chosen = defaultPeriod(o.subject)
		d.setWindow(d.bounds.Latest(d.chosen))
		if d.arrive != 0 {
			d.reveal(d.arrive)
		}
		return
	}
	d.side.list.loaded = false // what it lists may have changed
	d.setWindow(d.bounds.Around(d.window, d.window.Period))
}

// instead shows something in the place of graph and table.
func (d *DetailScreen) instead(o fyne.CanvasObject) {
	d.whole.Objects = []fyne.CanvasObject{d.shell.Frame(d.bar, o)}
	d.whole.Refresh()
}

// defaultPeriod is what is shown first: as much as reads well.
func defaultPeriod(s present.Subject) present.Period {
	switch {
	case s.Kind == present.BodyMass:
		return present.Quarter
	case s.Kind == present.Pressure, s.Kind == present.Totals:
		return present.Month
	case s.Kind == present.Nights:
		return present.Week
	case s.Metric.Active && s.Count < 200:
		return present.All
	case s.Metric.Active:
		return present.Quarter
	}
	return present.Week
}

// choose shows a period, as a key or the switch asks.
func (d *DetailScreen) choose(p present.Period) {
	if !d.ready {
		return
	}
	d.chosen = p
	d.setWindow(d.bounds.Around(d.window, p))
}

// step shows the window before or after.
func (d *DetailScreen) step(by int) {
	if w, ok := d.bounds.Step(d.window, by); ok {
		d.setWindow(w)
	}
}

// reset shows the newest window of the period chosen last.
func (d *DetailScreen) reset() {
	if d.ready {
		d.setWindow(d.bounds.Latest(d.chosen))
	}
}

func (d *DetailScreen) zoom(at int64, by float64) {
	if d.ready {
		d.setWindow(d.bounds.Zoom(d.window, at, by))
	}
}

func (d *DetailScreen) pan(by int64) {
	if d.ready {
		d.setWindow(d.bounds.Pan(d.window, by))
	}
}

// choosePart shows readings of the morning, the evening, or all.
func (d *DetailScreen) choosePart(p present.DayPart) {
	d.part = p
	d.loadGraph()
}

// setWindow shows another span: at once with the marks there are, then with
// those loaded for it.
func (d *DetailScreen) setWindow(w present.Window) {
	before := d.window
	d.window = w
	d.main.follow(w)
	shown, ok := d.graph.Shown(w)
	custom := w.Period == present.Custom && before.Period == present.Custom
	switch {
	case ok:
		d.graph.Window, d.graph.From, d.graph.To = w, w.From, w.To
		d.main.draw(shown)
	case custom && !d.graph.Course() && d.graph.To > d.graph.From:
		shown.From, shown.To = w.From, w.To
		d.main.chart.Set(shown)
	}
	switch {
	case ok && !d.graph.Lead(w, d.bounds):
		// All that is seen is there, and what a move would show.
	case d.drawing.Running() && custom:
		// Cancelling at every move of a drag would never show anything.
		d.again = true
	default:
		d.loadGraph()
	}
	d.side.list.follow(w)
}

func (d *DetailScreen) loadGraph() {
	d.again = false
	lib, s, a, w, part := d.lib, d.subject, d.almanac(), d.window, d.part
	Run(d.drawing, func(ctx context.Context, _ func(Step)) (present.Graph, error) {
		return loadGraph(ctx, lib, s, a, w, part)
	}, nil, func(g present.Graph, err error) {
		if err != nil {
			d.main.fail(err)
			return
		}
		g.Means = d.means
		d.graph = g
		shown, ok := g.Shown(d.window)
		if ok || !d.again {
			d.main.draw(shown)
		}
		if d.again && (!ok || g.Lead(d.window, d.bounds)) {
			d.loadGraph()
		}
	}, nil)
}

// TypedKey implements KeyTyper.
func (d *DetailScreen) TypedKey(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyEscape:
		return d.side.keep() || d.side.comment.escape() || d.main.span.close() || d.side.closeFilter() || d.side.closeDetails()
	case fyne.KeyDelete:
		d.side.deleteKey()
		return true
	}
	return d.main.chart.key(ev.Name)
}

// periodKeys are the letters of the periods.
var periodKeys = map[rune]present.Period{
	'd': present.Day, 'w': present.Week, 'm': present.Month, 'q': present.Quarter, '3': present.Quarter,
	'y': present.Year, 'a': present.All,
}

// TypedRune implements KeyTyper.
func (d *DetailScreen) TypedRune(r rune) bool {
	if r >= 'A' && r <= 'Z' {
		r += 'a' - 'A'
	}
	if r == 'c' && d.ready {
		d.main.span.open()
		return true
	}
	p, ok := periodKeys[r]
	if ok {
		d.choose(p)
	}
	return ok || d.main.chart.rune(r)
}

// Find implements Finder: it opens the filter of the table.
func (d *DetailScreen) Find() {
	if d.ready {
		d.side.openFilter()
	}
}

// pick is told of a click on a reading of the graph: it chooses the row.
func (d *DetailScreen) pick(at int64) { d.side.selectAt(at) }

// reveal shows the reading of a row in the graph, in another window if it is
// out of sight.
func (d *DetailScreen) reveal(at int64) {
	if at < d.window.From || at >= d.window.To {
		p := d.window.Period
		if p == present.Custom {
			p = d.chosen
		}
		d.setWindow(d.bounds.Containing(p, at))
	}
	d.main.chart.Mark(at)
}

// detailLayout sets graph and table beside each other.
type detailLayout struct{ shell *Shell }

func (l *detailLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(style.SidePanelCompactWidth+300, 300)
}

func (l *detailLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	side, gap := style.SidePanelWidth, style.Gap
	if l.shell.Compact() {
		side, gap = style.SidePanelCompactWidth, style.GapCompact
	}
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(size.Width-side-gap, size.Height))
	objects[1].Move(fyne.NewPos(size.Width-side, 0))
	objects[1].Resize(fyne.NewSize(side, size.Height))
}
