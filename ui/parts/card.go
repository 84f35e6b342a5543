package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/style"
)

// Card is a surface with a hairline and round corners around its content.
type Card struct {
	widget.BaseWidget
	content fyne.CanvasObject
	padding float32
	fill    style.Token
	line    style.Token
}

// NewCard returns a card with the usual padding around content.
func NewCard(content fyne.CanvasObject) *Card {
	return newCard(content, style.CardPadding, style.Surface, style.Line)
}

// NewBareCard returns a card without padding, for tables and lists that reach
// to its edges.
func NewBareCard(content fyne.CanvasObject) *Card {
	return newCard(content, style.Hairline, style.Surface, style.Line)
}

// NewRaisedCard returns a card for what floats over a page: raised, with the
// outline of a control.
func NewRaisedCard(content fyne.CanvasObject) *Card {
	return newCard(content, style.Space12, style.Raised, style.Control)
}

func newCard(content fyne.CanvasObject, padding float32, fill, line style.Token) *Card {
	c := &Card{content: content, padding: padding, fill: fill, line: line}
	c.ExtendBaseWidget(c)
	return c
}

// Padded sets the padding and returns c.
func (c *Card) Padded(padding float32) *Card {
	c.padding = padding
	c.Refresh()
	return c
}

// HeightFor returns the height the card needs at a width.
func (c *Card) HeightFor(width float32) float32 {
	return heightFor(c.content, width-2*c.padding) + 2*c.padding
}

// CreateRenderer implements fyne.Widget.
func (c *Card) CreateRenderer() fyne.WidgetRenderer {
	r := &cardRenderer{c: c, box: canvas.NewRectangle(style.Color(c.fill))}
	r.box.CornerRadius = style.RadiusCard
	r.box.StrokeWidth = style.Hairline
	r.box.StrokeColor = style.Color(c.line)
	return r
}

type cardRenderer struct {
	noDestroy
	c   *Card
	box *canvas.Rectangle
}

func (r *cardRenderer) MinSize() fyne.Size {
	return r.c.content.MinSize().AddWidthHeight(2*r.c.padding, 2*r.c.padding)
}

func (r *cardRenderer) Layout(s fyne.Size) {
	r.box.Resize(s)
	p := r.c.padding
	r.c.content.Move(fyne.NewPos(p, p))
	r.c.content.Resize(s.SubtractWidthHeight(2*p, 2*p))
}

func (r *cardRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.c.content}
}

func (r *cardRenderer) Refresh() {
	r.box.FillColor = style.Color(r.c.fill)
	r.box.StrokeColor = style.Color(r.c.line)
	r.Layout(r.c.Size())
	r.box.Refresh()
	r.c.content.Refresh() // what changed in it may need another place
}

// CardButton is a card that is pressed as a whole, to open what it shows.
type CardButton struct {
	press
	content fyne.CanvasObject
	padding float32
	menu    func(at fyne.Position)
}

// NewCardButton returns a card that can be pressed; name is what assistive
// technology reads.
func NewCardButton(name string, content fyne.CanvasObject, pressed func()) *CardButton {
	c := &CardButton{content: content, padding: style.CardPadding}
	c.bind(c, name, pressed)
	return c
}

// OnMenu sets what a press of the other button of the mouse, or the key for
// menus, opens; at is where in the window.
func (c *CardButton) OnMenu(open func(at fyne.Position)) { c.menu = open }

// TappedSecondary implements fyne.SecondaryTappable.
func (c *CardButton) TappedSecondary(ev *fyne.PointEvent) {
	if c.menu != nil {
		c.menu(ev.AbsolutePosition)
	}
}

// TypedKey implements fyne.Focusable.
func (c *CardButton) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyMenu && c.menu != nil {
		corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(c)
		c.menu(corner.AddXY(c.padding, c.padding))
		return
	}
	c.press.TypedKey(ev)
}

// HeightFor returns the height the card needs at a width.
func (c *CardButton) HeightFor(width float32) float32 {
	return heightFor(c.content, width-2*c.padding) + 2*c.padding
}

// CreateRenderer implements fyne.Widget.
func (c *CardButton) CreateRenderer() fyne.WidgetRenderer {
	r := &cardButtonRenderer{c: c, box: canvas.NewRectangle(style.Color(style.Surface)), ring: newRing(style.RadiusCard)}
	r.box.CornerRadius = style.RadiusCard
	r.box.StrokeWidth = style.Hairline
	r.Refresh()
	return r
}

type cardButtonRenderer struct {
	noDestroy
	c         *CardButton
	box, ring *canvas.Rectangle
}

func (r *cardButtonRenderer) MinSize() fyne.Size {
	return r.c.content.MinSize().AddWidthHeight(2*r.c.padding, 2*r.c.padding)
}

func (r *cardButtonRenderer) Layout(s fyne.Size) {
	r.box.Resize(s)
	placeRing(r.ring, s)
	p := r.c.padding
	r.c.content.Move(fyne.NewPos(p, p))
	r.c.content.Resize(s.SubtractWidthHeight(2*p, 2*p))
}

func (r *cardButtonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.box, r.c.content}
}

func (r *cardButtonRenderer) Refresh() {
	line := style.Line
	if r.c.hovered {
		line = style.Control
	}
	r.box.FillColor = style.Color(style.Surface)
	r.box.StrokeColor = style.Color(line)
	showRing(r.ring, r.c.focused)
	r.Layout(r.c.Size())
	r.box.Refresh()
	r.ring.Refresh()
}
