package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// MetricCard is a card of the dashboard: name and when, value, change, a small
// picture and the source. Pressing it opens the detail.
type MetricCard struct {
	button  *parts.CardButton
	subject present.Subject
	head    *fyne.Container
	content *fyne.Container
	name    *parts.Text
	when    *parts.Text // with the time of day
	day     *parts.Text // without: where the name needs the room
	value   *parts.Value
	change  *parts.Paragraph
	source  *parts.Text
	sources [2]string // what stands there, the longer first
	spark   *sparkView
	ready   bool // it shows data
}

// loadingMark stands where the value will be: a dash would say that there is
// none.
const loadingMark = "…"

func newMetricCard(w *Work, scale func() float32, s present.Subject, open func()) *MetricCard {
	icon, token := subjectLook(s)
	c := &MetricCard{
		subject: s,
		name:    parts.NewText(s.ShortName(), parts.Strong).Cutting(parts.CutEnd),
		when:    parts.NewText("", parts.Caption),
		day:     parts.NewText("", parts.Caption),
		value:   parts.NewValue(style.TextValue, parts.Figure{Number: loadingMark}),
		change:  parts.NewParagraph("", parts.Small),
		source:  parts.NewText("", parts.Caption).Cutting(parts.CutEnd),
		spark:   newSparkView(w, scale),
	}
	c.head = container.New(&cardHeadLayout{card: c}, parts.NewGlyph(icon, token, style.IconCard), c.name, c.when, c.day)
	c.content = container.New(metricCardLayout{c}, c.head, c.value, c.change, c.spark, c.source)
	c.button = parts.NewCardButton(s.Name, c.content, open)
	return c
}

// Set shows a card's data.
func (c *MetricCard) Set(card present.Card) {
	c.subject = card.Subject
	c.ready = true
	c.when.SetText(card.When)
	c.day.SetText(card.Day)
	c.value.Set(figuresOf(card.Figures)...)
	c.change.SetText(card.Change)
	c.sources = [2]string{card.Source, card.Giver}
	c.source.SetText(card.Source)
	c.spark.plot.set(card.Spark)
	c.content.Refresh() // its words have another size now
	c.button.Refresh()
}

// Fail says that the data could not be read.
func (c *MetricCard) Fail(what string) {
	c.value.Set(parts.Figure{Number: present.Missing})
	c.change.SetText(what)
	c.content.Refresh()
	c.button.Refresh()
}

// cardHeadLayout sets icon, name and, at the right, when: with the time of day,
// else the day alone, else nothing, so that the name keeps all its letters.
type cardHeadLayout struct{ card *MetricCard }

func (l *cardHeadLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for _, o := range objects {
		s.Height = max(s.Height, o.MinSize().Height)
	}
	return s
}

func (l *cardHeadLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c := l.card
	left := style.IconCard.Size() + style.Space8
	name := size.Width - left
	free := name - c.name.WholeWidth() - style.Space8
	var when *parts.Text
	for _, t := range []*parts.Text{c.day, c.when} {
		if t.Text() != "" && t.WholeWidth() <= free {
			when = t
		}
	}
	setShown(c.when, when == c.when)
	setShown(c.day, when == c.day)
	place := func(o fyne.CanvasObject, x, width float32) {
		h := o.MinSize().Height
		o.Resize(fyne.NewSize(width, h))
		o.Move(fyne.NewPos(x, (size.Height-h)/2))
	}
	place(objects[0], 0, style.IconCard.Size())
	if when != nil {
		width := when.WholeWidth()
		place(when, size.Width-width, width)
		name -= width + style.Space8
	}
	place(c.name, left, max(0, name))
}

// metricCardLayout sets head, value, change and source at their heights; the
// picture takes the room between.
type metricCardLayout struct{ card *MetricCard }

func (metricCardLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(style.CardMinWidth-2*style.CardPadding, style.CardHeight-2*style.CardPadding)
}

func (l metricCardLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	place := func(o fyne.CanvasObject, gap float32) {
		h := cellHeight(o, size.Width)
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, h))
		y += h + gap
	}
	place(objects[0], style.Space4)
	place(objects[1], 0)
	place(objects[2], style.Space12)
	source := l.card.source
	source.SetText(l.card.sources[0])
	if source.WholeWidth() > size.Width {
		source.SetText(l.card.sources[1])
	}
	h := source.MinSize().Height
	source.Move(fyne.NewPos(0, size.Height-h))
	source.Resize(fyne.NewSize(size.Width, h))
	objects[3].Move(fyne.NewPos(0, y))
	objects[3].Resize(fyne.NewSize(size.Width, max(0, size.Height-h-style.Space8-y)))
}

// sparkView is a small picture of a graph without words.
type sparkView struct {
	widget.BaseWidget
	plot *plot
}

func newSparkView(w *Work, scale func() float32) *sparkView {
	s := &sparkView{plot: newPlot(w, scale, true)}
	s.plot.drawn = s.Refresh
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *sparkView) CreateRenderer() fyne.WidgetRenderer { return &sparkRenderer{s: s} }

type sparkRenderer struct{ s *sparkView }

func (r *sparkRenderer) Destroy()           {}
func (r *sparkRenderer) MinSize() fyne.Size { return fyne.NewSize(60, style.SparkHeight) }
func (r *sparkRenderer) Layout(s fyne.Size) { r.s.plot.resize(s) }

// Refresh asks for the view, since the window does not know a picture that was
// hidden until now.
func (r *sparkRenderer) Refresh() {
	r.s.plot.draw()
	canvas.Refresh(r.s)
}

func (r *sparkRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.plot.image}
}
