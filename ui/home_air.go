package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// airSeries is one metric of one source of one person.
type airSeries struct {
	person int
	card   present.AirCard
}

// loadAir gathers the latest of everything that is measured in rooms, of
// everybody: the data of a room lies with whoever imported it.
func loadAir(ctx context.Context, src timelineSource) ([]airSeries, error) {
	var out []airSeries
	for _, id := range present.RoomMetrics() {
		for i, p := range src.people {
			all, err := p.library.Metrics(ctx)
			if err != nil {
				return nil, err
			}
			at := slices.IndexFunc(all, func(s present.Summary) bool { return s.Metric == id && s.Count > 0 })
			if at < 0 {
				continue
			}
			for _, source := range all[at].Sources {
				card, ok, err := loadAirCard(ctx, p.library, all[at], source, src.almanac(i))
				if err != nil {
					return nil, err
				}
				if ok {
					out = append(out, airSeries{person: i, card: card})
				}
			}
		}
	}
	return out, ctx.Err()
}

func loadAirCard(ctx context.Context, lib Library, s present.Summary, source health.SourceID, a present.Almanac) (present.AirCard, bool, error) {
	one := oneSource{Library: lib, source: source}
	if len(s.Sources) > 1 {
		if err := one.narrow(ctx, &s); err != nil || s.Count == 0 {
			return present.AirCard{}, false, err
		}
	}
	s.Sources = []health.SourceID{source}
	last, err := collect(ctx, one.Readings(ctx, s.Metric, s.Last, s.Last+1))
	if err != nil || len(last) == 0 {
		return present.AirCard{}, false, err
	}
	latest := last[len(last)-1]
	subject, ok := present.Find([]present.Summary{s}, string(s.Metric))
	if !ok {
		return present.AirCard{}, false, nil
	}
	date := health.DateAt(latest.Start, latest.Offset)
	day, err := collect(ctx, one.Readings(ctx, s.Metric, latest.Start-dayMS, latest.Start+1))
	day = slices.DeleteFunc(day, func(r health.Reading) bool { return health.DateAt(r.Start, r.Offset) != date })
	return present.NewAirCard(subject, a, lib.Profile().Units, latest, day), true, err
}

// airCard shows one metric of one source: latest, the day's range, and a graph.
type airCard struct {
	home    *HomeScreen
	series  airSeries
	card    *parts.Card
	chart   *ChartView
	ring    *canvas.Rectangle
	legend  *fyne.Container
	notes   *fyne.Container
	bounds  present.Bounds
	window  present.Window
	subject present.Subject
	drawing *Job
	again   bool
}

func newAirCard(h *HomeScreen, series airSeries) *airCard {
	shell := h.shell
	c := &airCard{home: h, series: series, subject: series.card.Subject, drawing: shell.Work().NewJob()}
	p := h.src.people[series.person]
	a := h.src.almanac(series.person)
	c.bounds = present.BoundsOf(c.subject, a)
	c.bounds.Last = max(c.bounds.Last, series.card.End-1)
	icon, token := airLook(c.subject.Metric.ID)
	of := present.SourceName(series.card.Source)
	if len(h.src.people) > 1 {
		of = present.Facts(of, p.profile.Name)
	}
	name := parts.NewButton(parts.Quiet, c.subject.Name, c.open).Tall(style.ControlSmallHeight)
	head := parts.Row(style.Space8, parts.NewGlyph(icon, token, style.IconCard), name, parts.Spring(), parts.NewText(series.card.When, parts.Caption))
	value := parts.Row(style.Space12, parts.NewValue(style.TextDetailValue, figuresOf(series.card.Figures)...), parts.Spring(),
		parts.NewText(series.card.Range, parts.SmallMuted))
	c.chart = newChartView(shell.Work(), shell.scale)
	c.chart.onZoom = func(at int64, by float64) { c.show(c.bounds.Zoom(c.window, at, by)) }
	c.chart.onPan = func(by int64) { c.show(c.bounds.Pan(c.window, by)) }
	c.chart.onReset = func() { c.choose(h.period) }
	c.ring = canvas.NewRectangle(style.Color(style.Clear))
	c.ring.StrokeWidth, c.ring.CornerRadius = style.FocusRing, style.RadiusControl
	c.ring.Hide()
	c.chart.onFocus = func(ring bool) {
		c.ring.StrokeColor = style.Color(style.Focus)
		c.ring.Hidden = !ring
		c.ring.Refresh()
		if ring {
			h.bringIntoSight(c.card)
		}
	}
	c.legend = parts.Flow(style.Space12)
	c.notes = parts.Column(style.Space4)
	graph := container.New(chartLayout{}, c.ring, container.New(graphHeight{}, c.chart), container.NewWithoutLayout())
	c.card = parts.NewCard(parts.Column(style.Space8, head, value, graph, c.legend,
		c.notes, parts.NewText(of, parts.Caption).Cutting(parts.CutEnd)))
	return c
}

// graphHeight gives a graph in a card its height.
type graphHeight struct{}

func (graphHeight) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(200, 170) }

func (graphHeight) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.Position{})
	objects[0].Resize(size)
}

// airLook is the icon of what is measured in a room.
func airLook(m health.MetricID) (style.Icon, style.Token) {
	icon, token := FamilyLook(health.Room)
	switch m {
	case "room_temperature":
		icon = style.IconTemperature
	case "luminosity":
		icon = style.IconLight
	case "sound_level":
		icon = style.IconSound
	case "motion":
		icon = style.IconMotion
	}
	return icon, token
}

// open opens the detail of the metric of that person and source.
func (c *airCard) open() {
	d := NewDetailScreen(c.home.shell, c.home.src.needs(c.series.person), c.subject.ID)
	d.source, d.lib = c.series.card.Source, oneSource{Library: d.needs.Library, source: c.series.card.Source}
	c.home.shell.Open(d)
}

// choose shows the newest window of a period.
func (c *airCard) choose(p present.Period) { c.show(c.bounds.Latest(p)) }

// show loads the graph of a window; a move while one is loading waits for it.
func (c *airCard) show(w present.Window) {
	c.window = w
	if c.drawing.Running() && w.Period == present.Custom {
		c.again = true
		return
	}
	c.load()
}

func (c *airCard) load() {
	c.again = false
	p := c.home.src.people[c.series.person]
	lib, subject, a, w := oneSource{Library: p.library, source: c.series.card.Source}, c.subject, c.home.src.almanac(c.series.person), c.window
	Run(c.drawing, func(ctx context.Context, _ func(Step)) (present.Graph, error) {
		return loadGraph(ctx, lib, subject, a, w, present.WholeDay)
	}, nil, func(g present.Graph, err error) {
		if err != nil {
			c.notes.Objects = []fyne.CanvasObject{c.home.shell.Fault(err)}
			c.card.Refresh()
			return
		}
		c.draw(g)
		if c.again {
			c.load()
		}
	}, nil)
}

func (c *airCard) draw(g present.Graph) {
	c.chart.Set(g)
	c.chart.plot.image.Hidden = g.Empty()
	c.legend.Objects, c.notes.Objects = nil, nil
	if g.Empty() {
		c.notes.Objects = []fyne.CanvasObject{parts.NewParagraph(locale.T("No readings in this span. A double click shows the newest."), parts.Caption)}
	}
	if !g.Empty() {
		for _, item := range g.Legend() {
			if item.Mark != present.DashSign { // the thresholds are told below
				c.legend.Add(legendItem(g, item))
			}
		}
		for _, t := range g.Reached() {
			c.notes.Add(parts.NewParagraph(locale.T("%[1]s: %[2]s", g.Scale.Text(g.Scale.Of(t.Value)), t.Text), parts.Caption))
		}
	}
	c.card.Refresh()
	c.home.layAir()
}

func (c *airCard) leave() {
	c.drawing.Cancel()
	c.chart.plot.job.Cancel()
}

// airGrid sets cards in two columns, each under the one above it.
type airGrid struct {
	gap   float32
	width float32
}

func (l *airGrid) lay(objects []fyne.CanvasObject, width float32, place bool) float32 {
	const columns = 2
	w := (width - l.gap*(columns-1)) / columns
	var y [columns]float32
	for _, o := range objects {
		k := 0
		if y[1] < y[0] {
			k = 1
		}
		h := o.MinSize().Height
		if c, ok := o.(*parts.Card); ok && w > 0 {
			h = c.HeightFor(w)
		}
		if place {
			o.Move(fyne.NewPos(float32(k)*(w+l.gap), y[k]))
			o.Resize(fyne.NewSize(w, h))
		}
		y[k] += h + l.gap
	}
	return max(0, max(y[0], y[1])-l.gap)
}

func (l *airGrid) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(600, l.lay(objects, max(l.width, 600), false))
}

func (l *airGrid) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.lay(objects, size.Width, true)
}
