package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// detailMain is the card with the figures, the switch of periods, the graph,
// its legend and the sentence.
type detailMain struct {
	screen *DetailScreen
	card   *parts.Card

	headlines *fyne.Container
	periods   *parts.Segmented
	title     *parts.Text
	earlier   *parts.Button
	later     *parts.Button
	day       *parts.Segmented // mornings and evenings, for blood pressure
	custom    [2]*parts.Button // opens the form for a span, in words or as an icon
	span      *spanForm
	source    *parts.Button   // chooses which source is shown, where there are several
	goal      *fyne.Container // the way to a goal
	means     *parts.Button   // chooses what runs through the marks of days
	off       *parts.Button   // says what is switched off, and leads there
	row       *fyne.Container // of the legend and what is chosen beside it
	controls  *fyne.Container
	content   *fyne.Container
	chart     *ChartView
	ring      *canvas.Rectangle
	empty     *fyne.Container // over the graph while there is nothing in it
	legend    *fyne.Container
	items     []present.LegendItem // of the legend
	words     *parts.Paragraph
	said      string
}

func newDetailMain(d *DetailScreen) *detailMain {
	m := &detailMain{screen: d}
	m.headlines = container.New(&headlineLayout{})
	var names []string
	for _, p := range present.Periods {
		names = append(names, p.Short())
	}
	m.periods = parts.NewSegmented(locale.T("Period"), names, func(i int) { d.choose(present.Periods[i]) })
	m.title = parts.NewText("", parts.SmallMuted).Cutting(parts.CutEnd).Aligned(fyne.TextAlignTrailing)
	m.earlier = parts.NewIconButton(style.IconChevronLeft, locale.T("Earlier"), func() { d.step(-1) }).Tall(style.ControlSmallHeight)
	m.later = parts.NewIconButton(style.IconChevronRight, locale.T("Later"), func() { d.step(1) }).Tall(style.ControlSmallHeight)
	m.day = parts.NewSegmented(locale.T("Part of the day"), []string{locale.C("part of the day", "All"), locale.T("Morning"), locale.T("Evening")}, func(i int) {
		d.choosePart([]present.DayPart{present.WholeDay, present.Mornings, present.Evenings}[i])
	})
	m.day.Hide()
	m.span = newSpanForm(d)
	m.custom[0] = parts.NewButton(parts.Quiet, locale.T("Custom…"), m.span.toggle)
	m.custom[1] = parts.NewIconButton(style.IconCalendar, locale.T("Custom…"), m.span.toggle).Tall(style.ControlSmallHeight)
	m.source = parts.NewButton(parts.Quiet, "", d.chooseSource).WithIcon(style.IconChevronDown).Tall(style.ControlSmallHeight)
	m.source.Hide()
	m.means = parts.NewButton(parts.Quiet, "", d.chooseMeans).WithIcon(style.IconChevronDown).Tall(style.ControlSmallHeight)
	m.means.Hide()
	m.off = parts.NewButton(parts.Quiet, locale.T("Purposes…"), d.shell.openRights).WithIcon(style.IconEyeOff).Tall(style.ControlSmallHeight)
	m.off.Hide()
	m.controls = parts.Column(style.Space8,
		container.New(&controlsLayout{}, parts.Row(style.Space4, m.periods, m.custom[0], m.custom[1]), m.title, parts.Row(0, m.earlier, m.later)), m.span.form)
	m.chart = newChartView(d.shell.Work(), d.shell.scale)
	m.chart.onZoom, m.chart.onPan, m.chart.onReset, m.chart.onPick = d.zoom, d.pan, d.reset, d.pick
	m.ring = canvas.NewRectangle(style.Color(style.Clear))
	m.ring.StrokeWidth, m.ring.CornerRadius = style.FocusRing, style.RadiusControl
	m.ring.Hide()
	m.chart.onFocus = m.focus
	m.empty = container.NewStack()
	m.empty.Hide()
	m.legend = container.New(&legendLayout{})
	m.words = parts.NewParagraph("", parts.SmallMuted)
	inWords := container.New(&wordsLayout{words: m.words}, parts.NewText(locale.T("In words"), parts.SmallStrong), m.words)
	m.goal = container.NewStack()
	m.goal.Hide()
	m.row = container.New(&legendRowLayout{}, m.legend, parts.Row(style.Space16, m.off, m.means, m.source, m.goal, m.day))
	m.content = container.New(&mainLayout{shell: d.shell, custom: m.custom}, m.headlines, m.controls, container.New(chartLayout{}, m.ring, m.chart, m.empty), m.row, inWords)
	m.card = parts.NewCard(m.content)
	return m
}

// show sets the figures over the graph.
func (m *detailMain) show(c present.Card) {
	m.headlines.Objects = nil
	for _, h := range c.Headlines {
		caption := parts.Row(0, parts.NewText(h.Caption, parts.Caption))
		if h.Strong != "" {
			strong := parts.Caption.In(style.Text)
			strong.Bold = true
			caption.Add(parts.NewText(h.Strong, strong))
		}
		m.headlines.Add(parts.Column(0, parts.NewValue(style.TextDetailValue, figuresOf(h.Figures)...), caption))
	}
	m.day.Hidden = c.Subject.Kind != present.Pressure
	m.card.Refresh()
}

// offerGoal puts the way to the goal beside the legend; nil takes it away.
func (m *detailMain) offerGoal(b *parts.Button) {
	m.goal.Objects = nil
	if b != nil {
		m.goal.Objects = []fyne.CanvasObject{b}
	}
	m.goal.Hidden = b == nil
	m.row.Refresh()
	m.relay()
}

// relay lays the card out anew, after a part of it changed its height.
func (m *detailMain) relay() {
	m.content.Layout.Layout(m.content.Objects, m.content.Size())
}

// follow shows the window on the switch and beside it.
func (m *detailMain) follow(w present.Window) {
	d := m.screen
	selected := -1
	for i, p := range present.Periods {
		if p == w.Period {
			selected = i
		}
	}
	m.periods.SetSelected(selected)
	m.title.SetText(d.bounds.Title(w, d.shell.Compact()))
	m.controls.Refresh() // a longer span may take a line of its own
	m.relay()
	_, before := d.bounds.Step(w, -1)
	_, after := d.bounds.Step(w, 1)
	m.earlier.SetEnabled(before)
	m.later.SetEnabled(after)
}

// draw shows a graph that was loaded.
func (m *detailMain) draw(g present.Graph) {
	m.chart.Set(g)
	empty := g.Empty()
	m.chart.plot.image.Hidden = empty
	if empty || m.empty.Visible() {
		m.empty.Objects = nil
		if empty {
			m.empty.Objects = []fyne.CanvasObject{parts.NewEmptyState(style.IconData, locale.T("No readings here"),
				locale.T("Choose another period, or go to the newest with a double click."))}
		}
		m.empty.Hidden = !empty
		m.empty.Refresh()
	}
	var items []present.LegendItem
	if !empty {
		items = g.Legend()
	}
	words := m.screen.inWords(g)
	// A graph that is moved keeps most of its words, and is moved often.
	if changed := !slices.Equal(items, m.items); changed || m.said != words {
		if changed {
			m.items, m.legend.Objects = items, nil
			for _, item := range items {
				m.legend.Add(legendItem(g, item))
			}
			m.legend.Refresh()
		}
		m.screen.showMeans()
		m.said = words
		m.words.SetText(m.said)
		m.row.Refresh()
		m.relay()
	}
}

// fail says that the graph could not be loaded.
func (m *detailMain) fail(err error) {
	m.empty.Objects = []fyne.CanvasObject{parts.Column(0, m.screen.shell.Fault(err))}
	m.empty.Show()
	m.empty.Refresh()
}

// focus shows or hides the ring around the graph.
func (m *detailMain) focus(ring bool) {
	m.ring.StrokeColor = style.Color(style.Focus)
	m.ring.Hidden = !ring
	m.ring.Refresh()
}

// chartLayout puts the graph and what lies over it in the same place, and the
// focus ring around them.
type chartLayout struct{}

func (chartLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[1].MinSize() }

func (chartLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const reach = style.FocusRing + style.FocusGap
	objects[0].Move(fyne.NewPos(-reach, -reach))
	objects[0].Resize(size.AddWidthHeight(2*reach, 2*reach))
	for _, o := range objects[1:] {
		o.Move(fyne.Position{})
		o.Resize(size)
	}
}

// mainLayout stacks the parts of the card; the graph takes the room that the
// others leave.
type mainLayout struct {
	shell  *Shell
	custom [2]*parts.Button
}

func (l *mainLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(300, 300) }

func (l *mainLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap := style.Space16
	if l.shell.Compact() {
		gap = style.Space8
	}
	setShown(l.custom[0], !l.shell.Compact())
	setShown(l.custom[1], l.shell.Compact())
	var heights [5]float32
	rest := size.Height
	for i, o := range objects {
		if i == 2 {
			continue
		}
		heights[i] = o.MinSize().Height
		if c, ok := o.(*fyne.Container); ok {
			if w, ok := c.Layout.(*wordsLayout); ok {
				heights[i] = w.heightFor(c.Objects, size.Width)
			}
		}
		rest -= heights[i]
	}
	heights[2] = max(100, rest-4*gap+style.Space8)
	y := float32(0)
	for i, o := range objects {
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, heights[i]))
		y += heights[i] + gap
		if i == 2 {
			y -= style.Space8
		}
	}
}

// controlsLayout sets the switch of periods left and the span with its arrows
// right, or below where one line does not hold both.
type controlsLayout struct{ width float32 }

func (l *controlsLayout) wraps(objects []fyne.CanvasObject, width float32) bool {
	need := objects[0].MinSize().Width + style.Space8 + objects[2].MinSize().Width
	if t, ok := objects[1].(*parts.Text); ok {
		need += t.WholeWidth() + style.Space4
	}
	return width > 0 && need > width
}

// MinSize implements fyne.Layout: as high as at the width that it was given last.
func (l *controlsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	height := objects[0].MinSize().Height
	if l.wraps(objects, l.width) {
		height += style.Space4 + objects[2].MinSize().Height
	}
	return fyne.NewSize(objects[0].MinSize().Width, height)
}

func (l *controlsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	periods, arrows := objects[0].MinSize(), objects[2].MinSize()
	objects[0].Move(fyne.Position{})
	objects[0].Resize(periods)
	x, y, line := periods.Width+style.Space8, float32(0), periods.Height
	if l.wraps(objects, size.Width) {
		x, y, line = 0, periods.Height+style.Space4, arrows.Height
	}
	objects[2].Move(fyne.NewPos(size.Width-arrows.Width, y+(line-arrows.Height)/2))
	objects[2].Resize(arrows)
	objects[1].Move(fyne.NewPos(x, y))
	objects[1].Resize(fyne.NewSize(max(0, size.Width-arrows.Width-style.Space4-x), line))
}

// legendRowLayout sets the legend left and what chooses part of the data right, or
// below where a sign of the legend needs the room.
type legendRowLayout struct{ width float32 }

func (l *legendRowLayout) below(objects []fyne.CanvasObject, width float32) bool {
	right := objects[1].MinSize().Width
	legend, ok := objects[0].(*fyne.Container)
	if !ok || width <= 0 || right == 0 {
		return false
	}
	for _, o := range legend.Objects {
		if o.MinSize().Width+style.Space16+right > width {
			return true
		}
	}
	return false
}

// lay returns the height needed at a width and places the objects there.
func (l *legendRowLayout) lay(objects []fyne.CanvasObject, width float32) float32 {
	right := objects[1].MinSize()
	below := l.below(objects, width)
	room := width
	if !below && right.Width > 0 {
		room = max(0, width-right.Width-style.Space16)
	}
	objects[0].Resize(fyne.NewSize(room, objects[0].Size().Height)) // wrapping needs the width first
	legend := objects[0].MinSize().Height
	objects[0].Resize(fyne.NewSize(room, legend))
	objects[1].Resize(right)
	height := max(legend, right.Height)
	y := (height - right.Height) / 2
	if below {
		height, y = legend+style.Space4+right.Height, legend+style.Space4
	}
	objects[0].Move(fyne.Position{})
	if !below {
		objects[0].Move(fyne.NewPos(0, (height-legend)/2))
	}
	objects[1].Move(fyne.NewPos(width-right.Width, y))
	return height
}

// MinSize implements fyne.Layout: as high as at the width that it was given last.
func (l *legendRowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(100, l.lay(objects, l.width))
}

func (l *legendRowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.lay(objects, size.Width)
}

// wordsLayout sets the sentence beside its heading.
type wordsLayout struct{ words *parts.Paragraph }

func (l *wordsLayout) left(objects []fyne.CanvasObject) float32 {
	return objects[0].MinSize().Width + style.Space12
}

func (l *wordsLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return l.words.HeightFor(width - l.left(objects))
}

func (l *wordsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(200, objects[0].MinSize().Height)
}

func (l *wordsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head := objects[0].MinSize()
	objects[0].Move(fyne.NewPos(0, max(0, (style.TextSmall.Line()-head.Height)/2+0.5)))
	objects[0].Resize(head)
	left := l.left(objects)
	objects[1].Move(fyne.NewPos(left, 0))
	objects[1].Resize(fyne.NewSize(size.Width-left, size.Height))
}

// headlineLayout sets figures beside each other, as many as fit.
type headlineLayout struct{}

func (*headlineLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	height := float32(0)
	for _, o := range objects {
		height = max(height, o.MinSize().Height)
	}
	return fyne.NewSize(100, max(height, 48))
}

func (*headlineLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	full := false
	for _, o := range objects {
		m := o.MinSize()
		if full = full || x > 0 && x+m.Width > size.Width; full {
			o.Hide()
			continue
		}
		o.Show()
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(m.Width, size.Height))
		x += m.Width + style.Space32
	}
}
