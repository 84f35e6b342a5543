package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vitalkeep/ui/style"
)

// ListButton is a row of a list that is pressed as a whole: an icon, a name and
// a detail under it.
type ListButton struct {
	press
	icon         *Glyph
	title, under *Text
}

// NewListButton returns the row. A detail too long is cut at its start, which
// suits paths.
func NewListButton(icon style.Icon, title, detail string, pressed func()) *ListButton {
	b := &ListButton{
		icon:  NewGlyph(icon, style.Muted, style.IconCard),
		title: NewText(title, Body).Cutting(CutEnd),
		under: NewText(detail, Caption).Cutting(CutStart),
	}
	b.bind(b, title+", "+detail, pressed)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *ListButton) CreateRenderer() fyne.WidgetRenderer {
	r := &listButtonRenderer{b: b, box: canvas.NewRectangle(style.Color(style.Clear)), ring: newRing(style.RadiusControl)}
	r.box.CornerRadius = style.RadiusControl
	r.Refresh()
	return r
}

// listRowHeight is the height of a row in normal text.
const listRowHeight = 48

type listButtonRenderer struct {
	noDestroy
	b         *ListButton
	box, ring *canvas.Rectangle
}

func (r *listButtonRenderer) MinSize() fyne.Size {
	return fyne.NewSize(160, style.Height(listRowHeight, style.TextBody, style.TextCaption))
}

func (r *listButtonRenderer) Layout(s fyne.Size) {
	r.box.Resize(s)
	placeRing(r.ring, s)
	b := r.b
	b.icon.Move(fyne.NewPos(style.Space8, (s.Height-style.IconCard.Size())/2))
	b.icon.Resize(b.icon.MinSize())
	x := style.Space8 + style.IconCard.Size() + style.Space12
	w := s.Width - x - style.Space8
	title, under := b.title.MinSize().Height, b.under.MinSize().Height
	y := (s.Height - title - under) / 2
	b.title.Move(fyne.NewPos(x, y))
	b.title.Resize(fyne.NewSize(w, title))
	b.under.Move(fyne.NewPos(x, y+title))
	b.under.Resize(fyne.NewSize(w, under))
}

func (r *listButtonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.box, r.b.icon, r.b.title, r.b.under}
}

func (r *listButtonRenderer) Refresh() {
	fill := style.Clear
	if r.b.hovered {
		fill = style.Selection
	}
	r.box.FillColor = style.Color(fill)
	showRing(r.ring, r.b.focused)
	r.Layout(r.b.Size())
	canvas.Refresh(r.b)
}
