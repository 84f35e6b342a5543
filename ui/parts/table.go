package parts

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// TableColumn describes one column of a [Table].
type TableColumn struct {
	Title string
	// Width is the least width in px; Grow is its share of the width left over.
	Width float32
	Grow  float32
	// Narrow is the least width in a narrow table, 0 for the same.
	Narrow float32
	// Least is the width of the table under which the column is left out.
	Least float32
	// Right aligns head and cells to the right, as numbers want it.
	Right bool
	// Sortable lets a click on the head ask for an order.
	Sortable bool
}

// Cell is what a table shows in one place. A text too long for its column is
// cut with an ellipsis.
type Cell struct {
	Text  string
	Bold  bool
	Muted bool
	// Icon stands before the text, in the colour IconToken or, if that is
	// empty, in that of the text.
	Icon      style.Icon
	IconToken style.Token
}

// Table shows any number of rows of 36 px under a head that stays. It makes
// objects for the rows in sight only, so ten million rows cost what twenty do.
// It scrolls by itself: in Fyne's scroll container, whose positions are of 32
// bits, a row beyond the first half million would not know its pixel. Fyne's own
// table makes a separator for every row that it is given before it has a height,
// and selects cells; this one selects rows.
//
// Keys: Up, Down, PageUp, PageDown, Home and End choose a row, Enter opens it,
// Ctrl+C copies it.
type Table struct {
	widget.BaseWidget
	columns []TableColumn
	rows    int
	cell    func(row, column int) Cell

	selected int
	focused  bool
	sorted   int
	descends bool

	onSelected func(row int)
	onOpened   func(row int)
	onSort     func(column int, descending bool)
	onCopied   func(row int)

	head *tableHead
	body *tableBody
	bar  *tableBar
	top  float64 // px of the rows above the first one in sight
}

// NewTable returns a table; cell is asked for what is in sight, on the UI
// goroutine, and has to answer at once.
func NewTable(columns []TableColumn, rows int, cell func(row, column int) Cell) *Table {
	t := &Table{columns: columns, rows: rows, cell: cell, selected: -1, sorted: -1}
	t.head = newTableHead(t)
	t.body = newTableBody(t)
	t.bar = newTableBar(t)
	t.ExtendBaseWidget(t)
	return t
}

// OnSelected sets who is told of the row that gets selected.
func (t *Table) OnSelected(f func(row int)) { t.onSelected = f }

// OnOpened sets who is told of Enter or a double click on a row.
func (t *Table) OnOpened(f func(row int)) { t.onOpened = f }

// OnSort sets who is told that an order is asked for. The rows are the owner's:
// it sorts them and calls SetSort and SetRows.
func (t *Table) OnSort(f func(column int, descending bool)) { t.onSort = f }

// OnCopied sets who is told that a row is to be copied.
func (t *Table) OnCopied(f func(row int)) { t.onCopied = f }

// SetSort shows by which column the rows are sorted; -1 for none.
func (t *Table) SetSort(column int, descending bool) {
	t.sorted, t.descends = column, descending
	t.head.Refresh()
}

// SetRows sets the number of rows and draws those in sight anew. A selection
// beyond the end is given up.
func (t *Table) SetRows(rows int) {
	t.rows = max(0, rows)
	if t.selected >= t.rows {
		t.selected = -1
	}
	t.scrollTo(t.top)
	t.body.Refresh()
}

// Rows returns the number of rows.
func (t *Table) Rows() int { return t.rows }

// Selected returns the selected row, -1 if none is.
func (t *Table) Selected() int { return t.selected }

// Select selects a row, brings it into sight and tells OnSelected; -1 selects
// none and tells nobody.
func (t *Table) Select(row int) {
	if row < -1 || row >= t.rows {
		return
	}
	changed := row != t.selected
	t.selected = row
	if row >= 0 {
		t.ScrollTo(row)
	}
	t.body.show()
	if changed && row >= 0 && t.onSelected != nil {
		t.onSelected(row)
	}
}

// Mark selects a row as [Table.Select] does, but tells nobody: for an owner that
// listed its rows anew.
func (t *Table) Mark(row int) {
	if row < -1 || row >= t.rows {
		return
	}
	t.selected = row
	if row >= 0 {
		t.ScrollTo(row)
	}
	t.body.show()
}

// ScrollTo brings a row into sight.
func (t *Table) ScrollTo(row int) {
	line := rowHeight()
	top := float64(row) * line
	height := float64(t.body.Size().Height)
	switch {
	case top < t.top:
		t.scrollTo(top)
	case top+line > t.top+height && height > 0:
		t.scrollTo(top + line - height)
	}
}

// rowHeight is the height of a row in the look in force.
func rowHeight() float64 { return float64(style.Height(style.RowHeight, style.TextSmall)) }

// reach is how far the rows can be scrolled, in px.
func (t *Table) reach() float64 {
	return math.Max(0, float64(t.rows)*rowHeight()-float64(t.body.Size().Height))
}

// scrollTo shows the rows from so many px on, as far as there are any.
func (t *Table) scrollTo(top float64) {
	t.top = math.Max(0, math.Min(top, t.reach()))
	t.body.show()
	t.bar.Refresh()
}

// page is how many rows are in sight.
func (t *Table) page() int { return max(1, int(float64(t.body.Size().Height)/rowHeight())) }

// move selects the row that far from the selected one, within the table.
func (t *Table) move(by int) {
	if t.rows > 0 {
		t.Select(max(0, min(t.rows-1, t.selected+by)))
	}
}

// FocusGained implements fyne.Focusable. A table without a selection selects
// its first row, so that the focus shows and the arrows have a place to start.
func (t *Table) FocusGained() {
	t.focused = true
	if t.selected < 0 {
		t.move(1)
	}
	t.body.show()
}

// FocusLost implements fyne.Focusable.
func (t *Table) FocusLost() {
	t.focused = false
	t.body.show()
}

// TypedRune implements fyne.Focusable.
func (t *Table) TypedRune(r rune) { passRune(t, r) }

// TypedKey implements fyne.Focusable.
func (t *Table) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyDown:
		t.move(1)
	case fyne.KeyUp:
		t.move(-1)
	case fyne.KeyPageDown:
		t.move(t.page())
	case fyne.KeyPageUp:
		t.move(-t.page())
	case fyne.KeyHome:
		t.move(-t.rows)
	case fyne.KeyEnd:
		t.move(t.rows)
	case fyne.KeyReturn, fyne.KeyEnter:
		t.open(t.selected)
	default:
		passKey(t, ev)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (t *Table) TypedShortcut(s fyne.Shortcut) {
	if _, ok := s.(*fyne.ShortcutCopy); ok && t.onCopied != nil {
		if t.selected >= 0 && t.selected < t.rows {
			t.onCopied(t.selected)
		}
		return
	}
	passShortcut(t, s)
}

func (t *Table) open(row int) {
	if row >= 0 && row < t.rows && t.onOpened != nil {
		t.onOpened(row)
	}
}

// AccessibilityLabel implements fyne.Accessible: the words of the selected row,
// or how many there are.
func (t *Table) AccessibilityLabel() string {
	words := ""
	if t.selected < 0 {
		return locale.N("Table of %s row", "Table of %s rows", t.rows, locale.Count(t.rows))
	}
	for c := range t.columns {
		if text := t.cell(t.selected, c).Text; text != "" {
			words += t.columns[c].Title + " " + text + " "
		}
	}
	return words
}

// AccessibilityRole implements fyne.Accessible.
func (t *Table) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// narrowBelow is the width under which a table is narrow.
const narrowBelow = 300

// width is the least width of a column of a table of that width, 0 if it is left
// out; both as they are in normal text.
func (c TableColumn) width(total float32) float32 {
	switch {
	case total < c.Least:
		return 0
	case total < narrowBelow && c.Narrow > 0:
		return c.Narrow
	}
	return c.Width
}

// widths shares the width out to the columns; one that is left out has none. gap
// is the space between them.
func (t *Table) widths(total float32) (out []float32, gap float32) {
	factor := style.TextSmall.Size() / float32(style.TextSmall)
	gap = columnGap
	if total/factor < narrowBelow {
		gap = style.Space8
	}
	var fixed, grow float32
	out = make([]float32, len(t.columns))
	for i, c := range t.columns {
		out[i] = c.width(total/factor) * factor
		if out[i] > 0 {
			fixed += out[i] + gap
			grow += c.Grow
		}
	}
	// What does not fit, as in large text, is left out from the end: cut, it could
	// be taken for another figure.
	for i := len(out) - 1; i > 0 && fixed-gap > total-2*tableInset; i-- {
		if out[i] > 0 {
			fixed -= out[i] + gap
			grow -= t.columns[i].Grow
			out[i] = 0
		}
	}
	spare := max(0, total-2*tableInset-fixed+gap)
	for i, c := range t.columns {
		if grow > 0 && out[i] > 0 {
			out[i] += spare * c.Grow / grow
		}
	}
	return out, gap
}

const (
	tableInset = style.Space16
	columnGap  = style.Space12
)

// CreateRenderer implements fyne.Widget.
func (t *Table) CreateRenderer() fyne.WidgetRenderer { return &tableRenderer{t: t} }

type tableRenderer struct {
	noDestroy
	t *Table
}

func (r *tableRenderer) MinSize() fyne.Size {
	w := 2*tableInset - style.Space8
	for _, c := range r.t.columns {
		if least := c.width(0); least > 0 {
			w += least + style.Space8
		}
	}
	return fyne.NewSize(w, 2*float32(rowHeight()))
}

func (r *tableRenderer) Layout(s fyne.Size) {
	line := float32(rowHeight())
	r.t.head.Resize(fyne.NewSize(s.Width, line))
	height := max(0, s.Height-line)
	r.t.body.Move(fyne.NewPos(0, line))
	r.t.body.Resize(fyne.NewSize(s.Width, height))
	r.t.bar.Move(fyne.NewPos(s.Width-tableBarWidth, line))
	r.t.bar.Resize(fyne.NewSize(tableBarWidth, height))
	r.t.scrollTo(r.t.top)
}

func (r *tableRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.t.head, r.t.body, r.t.bar}
}

func (r *tableRenderer) Refresh() {
	r.t.head.Refresh()
	r.t.body.show()
	r.t.bar.Refresh()
}
