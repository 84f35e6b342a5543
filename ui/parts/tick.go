package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vitalkeep/ui/style"
)

// Tick is a box to tick with words beside it, for a yes that is asked for.
type Tick struct {
	press
	words   *Paragraph
	on      bool
	changed func(on bool)
}

// NewTick returns a box that is not ticked. changed is told of every press; it
// may be nil.
func NewTick(words string, changed func(on bool)) *Tick {
	t := &Tick{words: NewParagraph(words, Small), changed: changed}
	t.bind(t, words, t.turn)
	return t
}

func (t *Tick) turn() {
	t.SetOn(!t.on)
	if t.changed != nil {
		t.changed(t.on)
	}
}

// On reports whether the box is ticked.
func (t *Tick) On() bool { return t.on }

// SetOn ticks the box or not without telling anybody.
func (t *Tick) SetOn(on bool) {
	if t.on != on {
		t.on = on
		t.Refresh()
	}
}

// Words are what stands beside the box.
func (t *Tick) Words() string { return t.words.Text() }

// SetWords changes what stands beside the box.
func (t *Tick) SetWords(words string) {
	t.name = words
	t.words.SetText(words)
	t.Refresh()
}

// AccessibilityLabel implements fyne.Accessible.
func (t *Tick) AccessibilityLabel() string {
	if t.on {
		return t.name + ", ✓"
	}
	return t.name
}

// tickBox is the side of the box.
func tickBox() float32 { return style.IconCard.Size() }

// HeightFor returns the height needed at a width.
func (t *Tick) HeightFor(width float32) float32 {
	return max(tickBox()+2, t.words.HeightFor(width-tickBox()-style.Space8))
}

// CreateRenderer implements fyne.Widget.
func (t *Tick) CreateRenderer() fyne.WidgetRenderer {
	r := &tickRenderer{
		t: t, box: canvas.NewRectangle(style.Color(style.Raised)), ring: newRing(style.Space4),
		mark: NewGlyph(style.IconCheck, style.OnAccent, style.IconMark),
	}
	r.box.CornerRadius = style.Space4
	r.box.StrokeWidth = style.Hairline
	r.Refresh()
	return r
}

type tickRenderer struct {
	noDestroy
	t         *Tick
	box, ring *canvas.Rectangle
	mark      *Glyph
	width     float32
}

func (r *tickRenderer) MinSize() fyne.Size {
	return fyne.NewSize(120, r.t.HeightFor(max(120, r.width)))
}

func (r *tickRenderer) Layout(s fyne.Size) {
	r.width = s.Width
	const y = 1
	r.box.Move(fyne.NewPos(0, y))
	r.box.Resize(fyne.NewSquareSize(tickBox()))
	placeRing(r.ring, fyne.NewSquareSize(tickBox()))
	r.ring.Move(r.ring.Position().AddXY(0, y))
	r.mark.Move(fyne.NewPos(2, y+2))
	r.mark.Resize(fyne.NewSquareSize(tickBox() - 4))
	r.t.words.Move(fyne.NewPos(tickBox()+style.Space8, 0))
	r.t.words.Resize(fyne.NewSize(s.Width-tickBox()-style.Space8, s.Height))
}

func (r *tickRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.box, r.mark, r.t.words}
}

func (r *tickRenderer) Refresh() {
	fill, line := style.Raised, style.Control
	words := Small
	switch {
	case r.t.Disabled():
		fill, line, words.Color = style.Sunken, style.Line, style.Muted
	case r.t.on:
		fill, line = style.Accent, style.Accent
	case r.t.pressed:
		fill, line = style.Selection, style.Text
	case r.t.hovered:
		line = style.Text
	}
	r.t.words.SetRole(words)
	mark := style.OnAccent
	if r.t.Disabled() {
		mark = style.Muted
	}
	r.mark.Set(style.IconCheck, mark)
	r.box.FillColor, r.box.StrokeColor = style.Color(fill), style.Color(line)
	r.mark.Hidden = !r.t.on
	showRing(r.ring, r.t.focused && !r.t.Disabled())
	r.Layout(r.t.Size())
	canvas.Refresh(r.t)
}
