package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/style"
)

// tableBody holds objects for the rows in sight, which it moves along as the
// table scrolls, and cuts off what reaches out of it.
type tableBody struct {
	widget.BaseWidget
	table *Table
	pool  []*tableRow
}

func newTableBody(t *Table) *tableBody {
	b := &tableBody{table: t}
	b.ExtendBaseWidget(b)
	return b
}

// show lays out and fills the rows in sight.
func (b *tableBody) show() {
	t := b.table
	view := b.Size()
	if view.Height <= 0 || view.Width <= 0 {
		return
	}
	line := rowHeight()
	first := max(0, int(t.top/line))
	last := min(t.rows-1, int((t.top+float64(view.Height))/line))
	n := max(0, last-first+1)
	grown := false
	for len(b.pool) < n {
		b.pool = append(b.pool, newTableRow(b.table))
		grown = true
	}
	widths, gap := t.widths(view.Width)
	for i, row := range b.pool {
		if i >= n {
			row.hide()
			continue
		}
		row.fill(first+i, float32(float64(first+i)*line-t.top), view.Width, widths, gap)
	}
	if grown {
		b.Refresh()
	}
}

// rowAt is the row at a height of the body, -1 for none.
func (b *tableBody) rowAt(y float32) int {
	row := int((b.table.top + float64(y)) / rowHeight())
	if row < 0 || row >= b.table.rows {
		return -1
	}
	return row
}

// Scrolled implements fyne.Scrollable.
func (b *tableBody) Scrolled(ev *fyne.ScrollEvent) {
	b.table.scrollTo(b.table.top - float64(ev.Scrolled.DY))
}

// Tapped implements fyne.Tappable.
func (b *tableBody) Tapped(ev *fyne.PointEvent) {
	// In this order: a table that gets the focus without a selection takes its
	// first row.
	if row := b.rowAt(ev.Position.Y); row >= 0 {
		b.table.Select(row)
	}
	Focus(b.table)
}

// DoubleTapped implements fyne.DoubleTappable.
func (b *tableBody) DoubleTapped(ev *fyne.PointEvent) {
	b.Tapped(ev)
	b.table.open(b.rowAt(ev.Position.Y))
}

// CreateRenderer implements fyne.Widget.
func (b *tableBody) CreateRenderer() fyne.WidgetRenderer { return &tableBodyRenderer{b: b} }

type tableBodyRenderer struct {
	noDestroy
	b *tableBody
}

func (r *tableBodyRenderer) MinSize() fyne.Size { return fyne.NewSize(0, float32(rowHeight())) }

func (r *tableBodyRenderer) Layout(fyne.Size) { r.b.show() }

// IsClip makes the driver cut off what reaches out of the body.
func (r *tableBodyRenderer) IsClip() {}

func (r *tableBodyRenderer) Objects() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, row := range r.b.pool {
		out = append(out, row.objects()...)
	}
	return out
}

func (r *tableBodyRenderer) Refresh() { canvas.Refresh(r.b) }

// tableRow is the set of objects of one row in sight.
type tableRow struct {
	table *Table
	back  *canvas.Rectangle
	bar   *canvas.Rectangle
	rule  *canvas.Rectangle
	texts []*canvas.Text
	icons []*iconImage
}

func newTableRow(t *Table) *tableRow {
	r := &tableRow{
		table: t,
		back:  canvas.NewRectangle(style.Color(style.Clear)),
		bar:   canvas.NewRectangle(style.Color(style.Accent)),
		rule:  canvas.NewRectangle(style.Color(style.Line)),
	}
	for range t.columns {
		r.texts = append(r.texts, canvas.NewText("", style.Color(style.Text)))
		icon := newIconImage(style.NoIcon, style.Text)
		icon.Hide()
		r.icons = append(r.icons, icon)
	}
	return r
}

func (r *tableRow) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.back, r.rule, r.bar}
	for i, t := range r.texts {
		out = append(out, t, r.icons[i].Raster)
	}
	return out
}

func (r *tableRow) hide() {
	for _, o := range r.objects() {
		o.Hide()
	}
}

// fill shows a row of the table at its height.
func (r *tableRow) fill(row int, y, width float32, widths []float32, gap float32) {
	t, line := r.table, float32(rowHeight())
	chosen := row == t.selected
	r.back.Move(fyne.NewPos(0, y))
	r.back.Resize(fyne.NewSize(width, line))
	r.back.FillColor = style.Color(style.Clear)
	if chosen {
		r.back.FillColor = style.Color(style.Selection)
	}
	r.back.StrokeColor, r.back.StrokeWidth = style.Color(style.Clear), 0
	if chosen && t.focused {
		r.back.StrokeColor, r.back.StrokeWidth = style.Color(style.Focus), style.FocusRing
	}
	r.back.Show()
	r.back.Refresh()
	r.bar.Move(fyne.NewPos(0, y))
	r.bar.Resize(fyne.NewSize(3, line))
	r.bar.FillColor = style.Color(style.Accent)
	r.bar.Hidden = !chosen
	r.bar.Refresh()
	r.rule.Move(fyne.NewPos(0, y+line-style.Hairline))
	r.rule.Resize(fyne.NewSize(width, style.Hairline))
	r.rule.FillColor = style.Color(style.Line)
	r.rule.Show()
	r.rule.Refresh()
	x := tableInset
	for i, w := range widths {
		if w == 0 {
			r.texts[i].Hide()
			r.icons[i].Hide()
			continue
		}
		r.fillCell(i, t.cell(row, i), x, y, w)
		x += w + gap
	}
}

func (r *tableRow) fillCell(i int, c Cell, x, y, w float32) {
	role := Small
	role.Bold = c.Bold
	if c.Muted {
		role.Color = style.Muted
	}
	icon := r.icons[i]
	icon.Hidden = c.Icon == style.NoIcon
	if !icon.Hidden {
		token := c.IconToken
		if token == "" {
			token = role.Color
		}
		setIcon(icon, c.Icon, token)
		at := x
		if c.Text == "" && r.table.columns[i].Right {
			at = x + w - style.IconInline.Size()
		}
		placeIcon(icon, fyne.NewPos(at, y+(float32(rowHeight())-style.IconInline.Size())/2), style.IconInline.Size())
		x += style.IconInline.Size() + 10
		w -= style.IconInline.Size() + 10
	}
	text := r.texts[i]
	role.apply(text)
	text.Text = role.fit(c.Text, w, CutEnd)
	text.Alignment = fyne.TextAlignLeading
	if r.table.columns[i].Right {
		text.Alignment = fyne.TextAlignTrailing
	}
	h := text.MinSize().Height
	text.Move(fyne.NewPos(x, y+(float32(rowHeight())-h)/2))
	text.Resize(fyne.NewSize(w, h))
	text.Show()
	text.Refresh()
}
