package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/style"
)

const (
	tableBarWidth = style.Space12
	thumbThin     = style.Space4
	thumbWide     = style.Space8
	thumbLeast    = style.Space32
)

// tableBar is the scroll bar of a table, over the right edge of its rows: a
// thumb to drag, and a press beside it goes a page on.
type tableBar struct {
	widget.BaseWidget
	table   *Table
	hovered bool
	dragged bool
	at      float32 // of the thumb, while it is dragged
}

func newTableBar(t *Table) *tableBar {
	b := &tableBar{table: t}
	b.ExtendBaseWidget(b)
	return b
}

// thumb is where the thumb stands and how long it is; no length is no thumb.
func (b *tableBar) thumb() (y, length float32) {
	t, height := b.table, b.Size().Height
	reach := t.reach()
	if reach <= 0 || height <= thumbLeast {
		return 0, 0
	}
	length = max(thumbLeast, height*height/float32(float64(t.rows)*rowHeight()))
	return float32(t.top / reach * float64(height-length)), length
}

// Dragged implements fyne.Draggable.
func (b *tableBar) Dragged(ev *fyne.DragEvent) {
	y, length := b.thumb()
	room := b.Size().Height - length
	if length == 0 || room <= 0 {
		return
	}
	if !b.dragged {
		b.dragged, b.at = true, y
	}
	b.at += ev.Dragged.DY
	b.table.scrollTo(float64(max(0, min(b.at, room))/room) * b.table.reach())
}

// DragEnd implements fyne.Draggable.
func (b *tableBar) DragEnd() {
	b.dragged = false
	b.Refresh()
}

// Tapped implements fyne.Tappable.
func (b *tableBar) Tapped(ev *fyne.PointEvent) {
	y, length := b.thumb()
	page := float64(b.Size().Height) * 0.95
	switch {
	case length == 0:
		b.table.body.Tapped(&fyne.PointEvent{Position: ev.Position})
	case ev.Position.Y < y:
		b.table.scrollTo(b.table.top - page)
	case ev.Position.Y > y+length:
		b.table.scrollTo(b.table.top + page)
	}
}

// Scrolled implements fyne.Scrollable.
func (b *tableBar) Scrolled(ev *fyne.ScrollEvent) { b.table.body.Scrolled(ev) }

// MouseIn implements desktop.Hoverable.
func (b *tableBar) MouseIn(*desktop.MouseEvent) {
	b.hovered = true
	b.Refresh()
}

// MouseMoved implements desktop.Hoverable.
func (b *tableBar) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *tableBar) MouseOut() {
	b.hovered = false
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *tableBar) CreateRenderer() fyne.WidgetRenderer {
	r := &tableBarRenderer{b: b, thumb: canvas.NewRectangle(style.Color(style.Control))}
	r.Refresh()
	return r
}

type tableBarRenderer struct {
	noDestroy
	b     *tableBar
	thumb *canvas.Rectangle
}

func (r *tableBarRenderer) MinSize() fyne.Size           { return fyne.NewSize(tableBarWidth, thumbLeast) }
func (r *tableBarRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.thumb} }

func (r *tableBarRenderer) Layout(s fyne.Size) {
	y, length := r.b.thumb()
	width := thumbThin
	if r.b.hovered || r.b.dragged {
		width = thumbWide
	}
	r.thumb.Hidden = length == 0
	r.thumb.CornerRadius = width / 2
	r.thumb.Move(fyne.NewPos(s.Width-width-2, y))
	r.thumb.Resize(fyne.NewSize(width, length))
}

func (r *tableBarRenderer) Refresh() {
	r.thumb.FillColor = style.Color(style.Control)
	r.Layout(r.b.Size())
	r.thumb.Refresh()
	canvas.Refresh(r.b)
}
