package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// tableHead is the line with the columns' titles.
type tableHead struct {
	widget.BaseWidget
	table *Table
	cells []*headCell
}

func newTableHead(t *Table) *tableHead {
	h := &tableHead{table: t}
	for i := range t.columns {
		h.cells = append(h.cells, newHeadCell(t, i))
	}
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer implements fyne.Widget.
func (h *tableHead) CreateRenderer() fyne.WidgetRenderer {
	return &tableHeadRenderer{h: h, rule: canvas.NewRectangle(style.Color(style.Line))}
}

type tableHeadRenderer struct {
	noDestroy
	h    *tableHead
	rule *canvas.Rectangle
}

func (r *tableHeadRenderer) MinSize() fyne.Size { return fyne.NewSize(0, float32(rowHeight())) }

func (r *tableHeadRenderer) Layout(s fyne.Size) {
	x := tableInset
	widths, gap := r.h.table.widths(s.Width)
	for i, w := range widths {
		if r.h.cells[i].Hidden = w == 0; w == 0 {
			continue
		}
		r.h.cells[i].Move(fyne.NewPos(x, 0))
		r.h.cells[i].Resize(fyne.NewSize(w, s.Height))
		x += w + gap
	}
	r.rule.Move(fyne.NewPos(0, s.Height-style.Hairline))
	r.rule.Resize(fyne.NewSize(s.Width, style.Hairline))
}

func (r *tableHeadRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.rule}
	for _, c := range r.h.cells {
		out = append(out, c)
	}
	return out
}

func (r *tableHeadRenderer) Refresh() {
	r.rule.FillColor = style.Color(style.Line)
	for _, c := range r.h.cells {
		c.Refresh()
	}
	canvas.Refresh(r.h)
}

// headCell is one title, pressed to sort.
type headCell struct {
	press
	table  *Table
	column int
}

func newHeadCell(t *Table, column int) *headCell {
	c := &headCell{table: t, column: column}
	col := t.columns[column]
	c.bind(c, locale.T("Sort by %s", col.Title), c.sort)
	if !col.Sortable {
		c.name = col.Title
		c.Disable() // nothing to press, so the focus passes by
	}
	return c
}

func (c *headCell) sort() {
	if c.table.onSort != nil {
		c.table.onSort(c.column, c.table.sorted == c.column && !c.table.descends)
	}
}

// CreateRenderer implements fyne.Widget.
func (c *headCell) CreateRenderer() fyne.WidgetRenderer {
	r := &headCellRenderer{
		c:     c,
		text:  canvas.NewText("", style.Color(style.Muted)),
		arrow: newIconImage(style.IconChevronDown, style.Muted),
		ring:  newRing(style.RadiusBar),
	}
	r.Refresh()
	return r
}

const sortArrow = 14

type headCellRenderer struct {
	noDestroy
	c     *headCell
	text  *canvas.Text
	arrow *iconImage
	ring  *canvas.Rectangle
}

func (r *headCellRenderer) MinSize() fyne.Size { return r.text.MinSize() }

func (r *headCellRenderer) Layout(s fyne.Size) {
	m := r.text.MinSize()
	used := m.Width
	if !r.arrow.Hidden {
		used += sortArrow + 2
	}
	x := float32(0)
	if r.c.table.columns[r.c.column].Right {
		x = s.Width - used
	}
	r.text.Move(fyne.NewPos(x, (s.Height-m.Height)/2))
	r.text.Resize(m)
	placeIcon(r.arrow, fyne.NewPos(x+m.Width+2, (s.Height-sortArrow)/2), sortArrow)
	r.ring.Move(fyne.NewPos(x-ringReach, style.Space4))
	r.ring.Resize(fyne.NewSize(used+2*ringReach, s.Height-2*style.Space4))
}

func (r *headCellRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.text, r.arrow.Raster}
}

func (r *headCellRenderer) Refresh() {
	role := Caption
	if r.c.hovered && !r.c.Disabled() {
		role.Color = style.Text
	}
	role.apply(r.text)
	r.text.Text = r.c.table.columns[r.c.column].Title
	r.arrow.Hidden = r.c.table.sorted != r.c.column
	icon := style.IconChevronUp
	if r.c.table.descends {
		icon = style.IconChevronDown
	}
	setIcon(r.arrow, icon, role.Color)
	showRing(r.ring, r.c.focused)
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}
