package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// detailSide is the card with the table of measurements, what filters it, and
// the details of the one chosen: below the table, or in its place where the
// window is small.
type detailSide struct {
	screen *DetailScreen
	card   *parts.Card

	title   *parts.Text
	count   *parts.Text
	more    *parts.Button // opens the details where they take the table's place
	filters *parts.Button
	head    *fyne.Container
	filter  *tableFilter
	chips   *fyne.Container // what is filtered, while the form is closed
	busy    *fyne.Container // how far reading or sorting is
	holder  *fyne.Container // the table
	table   *parts.Table
	details *fyne.Container // scrolls
	scroll  *container.Scroll
	shown   *fyne.Container // what stands in the details
	panel   *fyne.Container

	list   tableList
	heads  []string
	sorted int // column
	down   bool
	open   bool // details
	// told is what the details tell of, nil for a day or while it loads.
	told    *toldReading
	asking  bool // whether to delete it
	comment *commentForm
}

func newDetailSide(d *DetailScreen) *detailSide {
	s := &detailSide{screen: d, down: true}
	s.list.side = s
	s.title = parts.NewText(locale.T("Measurements"), parts.Strong).Cutting(parts.CutEnd)
	s.count = parts.NewText("", parts.BodyMuted)
	s.more = parts.NewIconButton(style.IconInfo, locale.T("Details"), s.openDetails).Tall(style.ControlSmallHeight)
	s.more.Hide()
	s.filters = parts.NewIconButton(style.IconFilter, locale.T("Filter"), s.toggleFilter).Tall(style.ControlSmallHeight)
	s.head = parts.InsetBy(style.Space8, style.Space8, 0, style.CardPadding,
		parts.Row(style.Space4, parts.Stretch(container.New(&titleLayout{}, s.title, s.count)), s.more, s.filters))
	s.filter = newTableFilter(s)
	s.chips = parts.Flow(style.Space8)
	s.busy = container.NewStack()
	s.busy.Hide()
	s.holder = container.NewStack()
	s.shown = parts.Column(style.Space8)
	s.scroll = parts.Scroll(parts.Inset(style.CardPadding, s.shown))
	s.details = container.NewStack(s.scroll)
	s.details.Hide()
	above := parts.Column(0, s.head,
		container.New(&formLayout{side: s}, parts.Scroll(container.New(&formLayout{side: s, whole: true},
			parts.InsetBy(style.Space4, style.CardPadding, style.Space8, style.CardPadding, s.filter.form)))),
		parts.InsetBy(style.Space4, style.CardPadding, style.Space4, style.CardPadding, s.chips),
		parts.InsetBy(style.Space4, style.CardPadding, style.Space4, style.CardPadding, s.busy))
	for _, o := range above.Objects[1:] {
		o.Hide()
	}
	s.panel = container.New(&sideLayout{side: s}, above, s.holder, s.details, parts.HRule())
	s.card = parts.NewBareCard(s.panel)
	s.comment = newCommentForm(s)
	return s
}

// compact reports whether the details take the place of the table.
func (s *detailSide) compact() bool { return s.screen.shell.Compact() }

// setAbove shows or hides what stands between head and table: 1 the form, 2 the
// chips, 3 how far it is.
func (s *detailSide) setAbove(i int, on bool) {
	above, ok := s.panel.Objects[0].(*fyne.Container)
	if ok {
		setShown(above.Objects[i], on)
	}
}

// relay lays the panel out anew.
func (s *detailSide) relay() {
	s.panel.Refresh()
	s.panel.Layout.Layout(s.panel.Objects, s.panel.Size())
}

// listed tells that other rows are listed, or the same in another order; the
// reading that was chosen stays so where it is still among them.
func (s *detailSide) listed(chosen present.Row, had bool) {
	l := &s.list
	s.title.SetText(l.data.Title())
	s.count.SetText(locale.Count(l.order.Len()))
	s.filter.listed()
	s.showChips()
	if heads := l.data.Heads(); s.table == nil || !slices.Equal(heads, s.heads) {
		s.heads = heads
		s.newTable()
	}
	s.table.SetSort(s.sorted, s.down)
	s.table.SetRows(l.order.Len())
	switch {
	case l.order.Len() > 0:
		s.holder.Objects = []fyne.CanvasObject{s.table}
	case l.data.Len() > 0:
		s.holder.Objects = []fyne.CanvasObject{s.noneLeft()}
	default:
		s.holder.Objects = []fyne.CanvasObject{parts.InsetBy(style.Space8, style.CardPadding, style.Space8, style.CardPadding,
			parts.NewParagraph(locale.T("No readings in this span."), parts.SmallMuted))}
	}
	if had {
		place := l.placeOf(chosen)
		s.table.Mark(place)
		switch {
		case place < 0:
			s.closeDetails()
		case s.open && !s.asking && !s.comment.editing():
			s.openDetails()
		}
	}
	s.holder.Refresh()
	s.card.Refresh()
	s.relay()
	s.comment.find()
}

// noneLeft stands in the place of the table while the filter leaves nothing.
func (s *detailSide) noneLeft() fyne.CanvasObject {
	return parts.Inset(style.CardPadding, parts.Column(style.Space12, parts.Spring(),
		parts.Middle(parts.NewGlyph(style.IconFilter, style.Muted, style.IconEmpty)),
		parts.NewParagraph(locale.T("Nothing passes the filter"), parts.Heading).Aligned(fyne.TextAlignCenter),
		parts.NewParagraph(locale.T("No reading is of these dates, values and this source."), parts.SmallMuted).Aligned(fyne.TextAlignCenter),
		parts.Middle(parts.NewButton(parts.Outlined, locale.T("Show all"), s.filter.clear)), parts.Spring()))
}

// fail says in the place of the table why there is none.
func (s *detailSide) fail(err error) {
	s.holder.Objects = []fyne.CanvasObject{parts.Inset(style.Space8, parts.Column(0, s.screen.shell.Fault(err)))}
	s.holder.Refresh()
}

func (s *detailSide) newTable() {
	// Least widths that together fit the panel of a small window.
	columns := []parts.TableColumn{{Title: s.heads[0], Grow: 1, Width: 76, Sortable: true}}
	data := s.list.data
	for i, h := range s.heads[1:] {
		c := parts.TableColumn{Title: h, Width: 68, Right: true, Sortable: true}
		switch {
		case data.Lists == present.EachNight:
			c.Grow = 0.4 // room for "10 h 21 min" where there is any
		case data.Lists == present.EachDay:
			c.Least = []float32{0, 240}[i]
		case len(s.heads) == 2:
			c.Width = 82
		case data.Lists == present.EachStage:
			c.Width, c.Narrow, c.Least = 64, 52, []float32{0, 240}[i]
		case data.Subject.Lasting():
			c.Width, c.Least = 64, []float32{0, 300}[i]
		case i == 0:
			c.Width, c.Narrow = 56, 52
		default:
			c.Width, c.Narrow, c.Least = 44, 42, 240
		}
		columns = append(columns, c)
	}
	s.table = parts.NewTable(columns, 0, s.cell)
	s.table.OnSelected(func(int) { s.choose() })
	s.table.OnOpened(func(int) { s.openDetails() })
	s.table.OnCopied(func(int) { s.copy() })
	s.table.OnSort(func(column int, down bool) {
		s.sorted, s.down = column, down
		s.list.arrange(s.list.data)
	})
}

func (s *detailSide) cell(row, column int) parts.Cell {
	l := &s.list
	if row >= l.order.Len() {
		return parts.Cell{}
	}
	r := l.data.Row(l.order.At(row))
	switch column {
	case 0:
		return parts.Cell{Text: l.data.When(r)}
	case 1:
		return parts.Cell{Text: l.data.Value(r), Bold: true}
	}
	text := l.data.SecondValue(r)
	return parts.Cell{Text: text, Muted: text == present.Missing}
}

// selected is the row chosen in the table.
func (s *detailSide) selected() (present.Row, bool) {
	l := &s.list
	if s.table == nil || l.data == nil {
		return present.Row{}, false
	}
	i := s.table.Selected()
	if i < 0 || i >= l.order.Len() {
		return present.Row{}, false
	}
	return l.data.Row(l.order.At(i)), true
}

// selectAt chooses the row nearest to a time.
func (s *detailSide) selectAt(at int64) {
	l := &s.list
	if l.data == nil || s.table == nil {
		return
	}
	if i := l.order.Nearest(l.data, at); i >= 0 {
		if i == s.table.Selected() {
			s.choose()
			return
		}
		s.table.Select(i)
	}
}

// choose marks the row in the graph and, where there is room, tells of it.
func (s *detailSide) choose() {
	row, ok := s.selected()
	if !ok {
		return
	}
	s.asking = false
	s.comment.leave()
	s.screen.reveal(row.At)
	s.more.Hidden = !s.compact()
	s.head.Refresh()
	if !s.compact() || s.open {
		s.openDetails()
	}
}

// copy puts the row chosen on the clipboard for a while.
func (s *detailSide) copy() {
	row, ok := s.selected()
	if !ok {
		return
	}
	s.screen.shell.Copy(s.list.data.Text(row))
	s.screen.shell.Toast(locale.T("Copied; taken off the clipboard after a minute."), "", nil)
}

// nightOf is the night of a row.
func (s *detailSide) nightOf(row present.Row) present.Night {
	return s.list.nights[health.DateAt(row.At, row.Offset)]
}

// formLayout gives the filter's form its height, as far as rows of the table
// are left under it; beyond that it scrolls. Inside of what scrolls it is whole.
type formLayout struct {
	side  *detailSide
	whole bool
}

func (l *formLayout) height() float32 {
	panel := l.side.panel.Size()
	form := parts.HeightAt(l.side.filter.form, panel.Width-2*style.CardPadding) + style.Space12
	if l.whole {
		return form
	}
	return min(form, max(120, panel.Height*0.66-style.Space48))
}

// MinSize implements fyne.Layout: two fields side by side take what there is.
func (l *formLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(100, l.height()) }

func (l *formLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.Position{})
	objects[0].Resize(size)
}

// titleLayout sets a count behind a title, where there is room for both.
type titleLayout struct{}

func (titleLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	title, count := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(title.Width, max(title.Height, count.Height))
}

func (titleLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := size.Width
	if t, ok := objects[0].(*parts.Text); ok {
		width = min(width, t.WholeWidth()+1)
	}
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(width, size.Height))
	rest := size.Width - width - style.Space8
	setShown(objects[1], objects[1].MinSize().Width <= rest)
	objects[1].Move(fyne.NewPos(width+style.Space8, 0))
	objects[1].Resize(fyne.NewSize(max(0, rest), size.Height))
}

// sideLayout stacks head, table and details, or shows the details alone.
type sideLayout struct{ side *detailSide }

func (l *sideLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(220, 240) }

func (l *sideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	above, table, details, rule := objects[0], objects[1], objects[2], objects[3]
	alone := l.side.open && l.side.compact()
	setShown(above, !alone)
	setShown(table, !alone)
	setShown(rule, !alone && l.side.open)
	if alone {
		details.Move(fyne.Position{})
		details.Resize(size)
		return
	}
	h := parts.HeightAt(above, size.Width)
	above.Resize(fyne.NewSize(size.Width, h))
	above.Move(fyne.Position{})
	bottom := size.Height
	if l.side.open {
		need := parts.HeightAt(l.side.shown, size.Width-2*style.CardPadding) + 2*style.CardPadding
		need = min(need, size.Height*0.56)
		bottom -= need
		details.Move(fyne.NewPos(0, bottom))
		details.Resize(fyne.NewSize(size.Width, need))
		rule.Move(fyne.NewPos(0, bottom))
		rule.Resize(fyne.NewSize(size.Width, style.Hairline))
	}
	table.Move(fyne.NewPos(0, h))
	table.Resize(fyne.NewSize(size.Width, max(0, bottom-h)))
}

func setShown(o fyne.CanvasObject, on bool) {
	switch {
	case on && !o.Visible():
		o.Show()
	case !on && o.Visible():
		o.Hide()
	}
}
