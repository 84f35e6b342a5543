package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/style"
)

// Popup is a raised card that floats over the window until the person chooses in
// it, clicks beside it or presses Escape; the keyboard then is the control's
// again. Fyne's own has a shadow and no outline.
type Popup struct {
	widget.BaseWidget
	card    *Card
	content fyne.CanvasObject
	anchor  fyne.CanvasObject // nil for one in the middle
	width   float32
	on      fyne.Canvas
}

// ShowPopup opens a card of the given width under the anchor, over it where there
// is more room. It returns nil if the anchor is on no window.
func ShowPopup(anchor fyne.CanvasObject, width float32, content fyne.CanvasObject) *Popup {
	on := canvasOf(anchor)
	if on == nil {
		return nil
	}
	return showPopup(on, anchor, width, content)
}

// ShowSheet opens a card of the given width in the middle of the window, over
// everything. It is left like any popup; it scrolls where the window is too low.
func ShowSheet(on fyne.Canvas, width float32, content fyne.CanvasObject) *Popup {
	return showPopup(on, nil, width, content)
}

func showPopup(on fyne.Canvas, anchor fyne.CanvasObject, width float32, content fyne.CanvasObject) *Popup {
	p := &Popup{content: content, anchor: anchor, width: width, on: on}
	p.card = NewRaisedCard(Scroll(Inset(popupPadding-style.Hairline, content))).Padded(style.Hairline)
	p.ExtendBaseWidget(p)
	on.Overlays().Add(p)
	return p
}

// popupPadding leaves the focus ring of what is inside its room.
const popupPadding = style.Space8 - style.Hairline

// Close takes the popup away and gives the keyboard back to its anchor.
func (p *Popup) Close() {
	if !p.Shown() {
		return
	}
	p.on.Overlays().Remove(p)
	if f, ok := p.anchor.(fyne.Focusable); ok && p.on.Overlays().Top() == nil {
		p.on.Focus(f)
	}
}

// Shown reports whether the popup is on the window still.
func (p *Popup) Shown() bool {
	for _, o := range p.on.Overlays().List() {
		if o == fyne.CanvasObject(p) {
			return true
		}
	}
	return false
}

// Tapped implements fyne.Tappable: a click beside the card closes it.
func (p *Popup) Tapped(ev *fyne.PointEvent) {
	at, size := p.card.Position(), p.card.Size()
	if ev.Position.X < at.X || ev.Position.Y < at.Y || ev.Position.X > at.X+size.Width || ev.Position.Y > at.Y+size.Height {
		p.Close()
	}
}

// CreateRenderer implements fyne.Widget.
func (p *Popup) CreateRenderer() fyne.WidgetRenderer { return &popupRenderer{p: p} }

type popupRenderer struct {
	noDestroy
	p *Popup
}

func (r *popupRenderer) MinSize() fyne.Size { return fyne.Size{} }

// Layout sets the card beside its anchor, inside the window.
func (r *popupRenderer) Layout(size fyne.Size) {
	p := r.p
	width := min(p.width, size.Width-2*style.Space8)
	height := min(heightFor(p.content, width-2*popupPadding)+2*popupPadding, size.Height-2*style.Space8)
	p.card.Resize(fyne.NewSize(width, height))
	if p.anchor == nil {
		p.card.Move(fyne.NewPos((size.Width-width)/2, (size.Height-height)/2))
		return
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.anchor)
	under := at.Y + p.anchor.Size().Height + style.Space4
	x := max(style.Space8, min(at.X, size.Width-width-style.Space8))
	y := under
	if under+height > size.Height-style.Space8 && at.Y > size.Height-under {
		y = at.Y - style.Space4 - height
	}
	y = max(style.Space8, min(y, size.Height-height-style.Space8))
	p.card.Move(fyne.NewPos(x, y))
}

func (r *popupRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.p.card} }

func (r *popupRenderer) Refresh() {
	r.p.card.Refresh()
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}
