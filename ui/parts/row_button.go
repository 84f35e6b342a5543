package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vitalkeep/ui/style"
)

// RowButton is a row of a list that is pressed as a whole, to open what it
// names. A hairline parts it from the next.
type RowButton struct {
	press
	content fyne.CanvasObject
	last    bool
}

// NewRowButton returns a row around content; name is what assistive technology
// reads. The last row of a list has no hairline under it.
func NewRowButton(name string, last bool, content fyne.CanvasObject, pressed func()) *RowButton {
	r := &RowButton{content: content, last: last}
	r.bind(r, name, pressed)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *RowButton) CreateRenderer() fyne.WidgetRenderer {
	rr := &rowButtonRenderer{
		r:    r,
		back: canvas.NewRectangle(style.Color(style.Clear)),
		rule: canvas.NewRectangle(style.Color(style.Line)),
	}
	rr.back.CornerRadius = style.RadiusControl
	rr.Refresh()
	return rr
}

type rowButtonRenderer struct {
	noDestroy
	r          *RowButton
	back, rule *canvas.Rectangle
}

func (rr *rowButtonRenderer) MinSize() fyne.Size {
	m := rr.r.content.MinSize()
	return fyne.NewSize(m.Width+2*style.CardPadding, max(style.Height(style.ControlLargeHeight, style.TextBody), m.Height))
}

func (rr *rowButtonRenderer) Layout(s fyne.Size) {
	rr.back.Move(fyne.NewPos(style.Space4, 3))
	rr.back.Resize(s.SubtractWidthHeight(2*style.Space4, 7))
	rr.rule.Move(fyne.NewPos(0, s.Height-style.Hairline))
	rr.rule.Resize(fyne.NewSize(s.Width, style.Hairline))
	rr.r.content.Move(fyne.NewPos(style.CardPadding, 0))
	rr.r.content.Resize(s.SubtractWidthHeight(2*style.CardPadding, style.Hairline))
}

func (rr *rowButtonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{rr.back, rr.rule, rr.r.content}
}

func (rr *rowButtonRenderer) Refresh() {
	rr.rule.FillColor = style.Color(style.Line)
	rr.rule.Hidden = rr.r.last
	rr.back.FillColor = style.Color(style.Clear)
	if rr.r.hovered {
		rr.back.FillColor = style.Color(style.Selection)
	}
	rr.back.StrokeWidth = 0
	if rr.r.focused {
		rr.back.StrokeWidth, rr.back.StrokeColor = style.FocusRing, style.Color(style.Focus)
	}
	rr.Layout(rr.r.Size())
	canvas.Refresh(rr.r)
}
