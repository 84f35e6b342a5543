package ui

import (
	"cmp"
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// detailSide is the card with the table of measurements and the details of the
// one chosen: below the table, or in its place where the window is small.
type detailSide struct {
	screen *DetailScreen
	card   *parts.Card

	title   *parts.Text
	count   *parts.Text
	more    *parts.Button // opens the details where they take the table's place
	head    *fyne.Container
	holder  *fyne.Container // the table
	table   *parts.Table
	details *fyne.Container // scrolls
	shown   *fyne.Container // what stands in the details
	panel   *fyne.Container

	data   *present.Table
	nights map[health.Date]present.Night
	heads  []string
	order  []int32 // rows as they are listed
	sorted int     // column
	down   bool
	open   bool // details
	// removable is what goes with the measurement in the details, nil if nothing
	// may be deleted there.
	removable *removable
	asking    bool // whether to delete it
	window    present.Window
	loaded    bool
}

func newDetailSide(d *DetailScreen) *detailSide {
	s := &detailSide{screen: d, down: true}
	s.title = parts.NewText("Measurements", parts.Strong)
	s.count = parts.NewText("", parts.BodyMuted)
	s.more = parts.NewButton(parts.Quiet, "Details", s.openDetails).Tall(style.ControlSmallHeight)
	s.more.Hide()
	s.head = parts.InsetBy(style.Space8, style.Space4, 0, style.CardPadding,
		parts.Row(style.Space8, s.title, s.count, parts.Spring(), s.more))
	s.holder = container.NewStack()
	s.shown = parts.Column(style.Space8)
	s.details = container.NewStack(parts.Scroll(parts.Inset(style.CardPadding, s.shown)))
	s.details.Hide()
	s.panel = container.New(&sideLayout{side: s}, s.head, s.holder, s.details, parts.HRule())
	s.card = parts.NewBareCard(s.panel)
	return s
}

// compact reports whether the details take the place of the table.
func (s *detailSide) compact() bool { return s.screen.shell.Compact() }

// follow loads the table again if what it lists depends on the window.
func (s *detailSide) follow(w present.Window) {
	subject := s.screen.subject
	same := s.loaded && (subject.Kind == present.Nights || subject.ListsAll(w) && subject.ListsAll(s.window))
	s.window = w
	if !same {
		s.load()
	}
}

// sideData is what the table shows.
type sideData struct {
	table  *present.Table
	nights []present.Night
}

func (s *detailSide) load() {
	d := s.screen
	lib, subject, a, w := d.needs.Library, d.subject, d.almanac(), s.window
	Run(d.listing, func(ctx context.Context, _ func(Step)) (sideData, error) {
		t, nights, err := loadTable(ctx, lib, subject, a, w)
		return sideData{t, nights}, err
	}, nil, func(data sideData, err error) {
		if err != nil {
			s.holder.Objects = []fyne.CanvasObject{parts.Inset(style.Space8, parts.Column(0, d.shell.Fault(err)))}
			s.holder.Refresh()
			return
		}
		s.show(data)
	}, nil)
}

func (s *detailSide) show(data sideData) {
	chosen, had := s.selected()
	s.data, s.loaded = data.table, true
	s.nights = map[health.Date]present.Night{}
	for _, n := range data.nights {
		s.nights[n.Date] = n
	}
	s.title.SetText(s.data.Title())
	s.count.SetText(s.data.Sum())
	if heads := s.data.Heads(); s.table == nil || !slices.Equal(heads, s.heads) {
		s.heads = heads
		s.newTable()
	}
	s.sort()
	s.table.SetRows(len(s.order))
	if len(s.data.Rows) == 0 {
		s.holder.Objects = []fyne.CanvasObject{parts.InsetBy(style.Space8, style.CardPadding, style.Space8, style.CardPadding,
			parts.NewParagraph("No readings in this span.", parts.SmallMuted))}
	} else {
		s.holder.Objects = []fyne.CanvasObject{s.table}
	}
	if had {
		// The same reading stays chosen where it is still listed.
		if i := s.data.Nearest(chosen.At); i >= 0 && s.data.Rows[i].At == chosen.At {
			s.table.Select(slices.Index(s.order, int32(i))) //nolint:gosec // fewer rows than that
		} else {
			s.closeDetails()
		}
	}
	s.holder.Refresh()
	s.card.Refresh()
}

func (s *detailSide) newTable() {
	// Least widths that together fit the panel of a small window.
	columns := []parts.TableColumn{{Title: s.heads[0], Grow: 1, Width: 76, Sortable: true}}
	for i, h := range s.heads[1:] {
		width, grow := float32(68), float32(0)
		switch {
		case s.data.Subject.Kind == present.Nights:
			grow = 0.4 // room for "10 h 21 min" where there is any
		case s.data.ByDay:
		case len(s.heads) == 2:
			width = 82
		case i == 0:
			width = 56
		case i == 1:
			width = 44
		}
		columns = append(columns, parts.TableColumn{Title: h, Width: width, Grow: grow, Right: true, Sortable: true})
	}
	s.table = parts.NewTable(columns, 0, s.cell)
	s.table.OnSelected(func(int) { s.choose() })
	s.table.OnOpened(func(int) { s.openDetails() })
	s.table.OnSort(func(column int, down bool) {
		row, had := s.selected()
		s.sorted, s.down = column, down
		s.sort()
		s.table.SetRows(len(s.order))
		if had {
			i := s.data.Nearest(row.At)
			s.table.Select(slices.Index(s.order, int32(i))) //nolint:gosec // fewer rows than that
		}
	})
}

// sort orders the rows by the column chosen: of equal values the newer first.
func (s *detailSide) sort() {
	n := len(s.data.Rows)
	if cap(s.order) < n {
		s.order = make([]int32, n)
	}
	s.order = s.order[:n]
	for i := range s.order {
		s.order[i] = int32(n - 1 - i) //nolint:gosec // fewer rows than that
	}
	if s.sorted == 0 && !s.down {
		slices.Reverse(s.order)
	}
	if s.sorted > 0 {
		rows := s.data.Rows
		value := func(i int32) float64 {
			if s.sorted == 1 {
				return rows[i].V
			}
			if s.data.Subject.Kind == present.Pressure {
				return rows[i].V3
			}
			return rows[i].V2
		}
		slices.SortStableFunc(s.order, func(a, b int32) int {
			c := cmp.Compare(value(a), value(b))
			if s.down {
				return -c
			}
			return c
		})
	}
	s.table.SetSort(s.sorted, s.down)
}

func (s *detailSide) cell(row, column int) parts.Cell {
	if row >= len(s.order) {
		return parts.Cell{}
	}
	r := s.data.Rows[s.order[row]]
	switch column {
	case 0:
		return parts.Cell{Text: s.data.When(r)}
	case 1:
		return parts.Cell{Text: s.data.Value(r), Bold: true}
	}
	text := s.data.SecondValue(r)
	return parts.Cell{Text: text, Muted: text == present.Missing}
}

// selected is the row chosen in the table.
func (s *detailSide) selected() (present.Row, bool) {
	if s.table == nil || s.data == nil {
		return present.Row{}, false
	}
	i := s.table.Selected()
	if i < 0 || i >= len(s.order) {
		return present.Row{}, false
	}
	return s.data.Rows[s.order[i]], true
}

// selectAt chooses the row nearest to a time.
func (s *detailSide) selectAt(at int64) {
	if s.data == nil || s.table == nil {
		return
	}
	if i := s.data.Nearest(at); i >= 0 {
		row := slices.Index(s.order, int32(i)) //nolint:gosec // fewer rows than that
		if row == s.table.Selected() {
			s.choose()
			return
		}
		s.table.Select(row)
	}
}

// choose marks the row in the graph and, where there is room, tells of it.
func (s *detailSide) choose() {
	row, ok := s.selected()
	if !ok {
		return
	}
	s.asking = false
	s.screen.reveal(row.At)
	s.more.Hidden = !s.compact()
	s.head.Refresh()
	if !s.compact() || s.open {
		s.openDetails()
	}
}

// sideLayout stacks head, table and details, or shows the details alone.
type sideLayout struct{ side *detailSide }

func (l *sideLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(220, 240) }

func (l *sideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head, table, details, rule := objects[0], objects[1], objects[2], objects[3]
	alone := l.side.open && l.side.compact()
	setShown(head, !alone)
	setShown(table, !alone)
	setShown(rule, !alone && l.side.open)
	if alone {
		details.Move(fyne.Position{})
		details.Resize(size)
		return
	}
	h := head.MinSize().Height
	head.Resize(fyne.NewSize(size.Width, h))
	head.Move(fyne.Position{})
	bottom := size.Height
	if l.side.open {
		// Twice, since wrapping needs the width first.
		l.side.shown.Resize(fyne.NewSize(size.Width-2*style.CardPadding, l.side.shown.MinSize().Height))
		need := l.side.shown.MinSize().Height + 2*style.CardPadding
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
