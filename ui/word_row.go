package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// wordRow is a row of a table whose cells wrap: it is as high as its longest
// cell needs.
type wordRow struct {
	widget.BaseWidget
	columns []column
	cells   []*parts.Paragraph
	width   float32
}

func newWordRow(columns []column, cells ...*parts.Paragraph) *wordRow {
	r := &wordRow{columns: columns, cells: cells}
	r.ExtendBaseWidget(r)
	return r
}

// wordRowPadding is the room over and under the words.
const wordRowPadding = style.Space8

// HeightFor returns the height the row needs at a width.
func (r *wordRow) HeightFor(width float32) float32 {
	h := style.RowHeight - 2*wordRowPadding
	for i, w := range columnWidths(r.columns, width) {
		h = max(h, r.cells[i].HeightFor(w))
	}
	return h + 2*wordRowPadding
}

// CreateRenderer implements fyne.Widget.
func (r *wordRow) CreateRenderer() fyne.WidgetRenderer { return &wordRowRenderer{r: r} }

type wordRowRenderer struct{ r *wordRow }

// Destroy implements fyne.WidgetRenderer.
func (*wordRowRenderer) Destroy() {}

// Layout implements fyne.WidgetRenderer.
func (d *wordRowRenderer) Layout(size fyne.Size) {
	d.r.width = size.Width
	x := style.CardPadding
	for i, w := range columnWidths(d.r.columns, size.Width) {
		d.r.cells[i].Move(fyne.NewPos(x, wordRowPadding))
		d.r.cells[i].Resize(fyne.NewSize(w, size.Height-2*wordRowPadding))
		x += w + style.Space16
	}
}

// MinSize implements fyne.WidgetRenderer.
func (d *wordRowRenderer) MinSize() fyne.Size {
	if d.r.width == 0 {
		return fyne.NewSize(0, style.RowHeight)
	}
	return fyne.NewSize(0, d.r.HeightFor(d.r.width))
}

// Objects implements fyne.WidgetRenderer.
func (d *wordRowRenderer) Objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(d.r.cells))
	for i, c := range d.r.cells {
		out[i] = c
	}
	return out
}

// Refresh implements fyne.WidgetRenderer.
func (d *wordRowRenderer) Refresh() {
	for _, c := range d.r.cells {
		c.Refresh()
	}
}
