package parts

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// Calendar shows a month of which a day is picked. In its days arrows go by a day
// and a week, Home and End to the ends of the week, Page Up and Page Down by a
// month; Space and Enter pick.
type Calendar struct {
	widget.BaseWidget
	title *Text
	days  *calendarDays
	body  *fyne.Container
}

// NewCalendar returns the month of a date, which is marked; picked is told of the
// day that the person picks.
func NewCalendar(name string, at, today health.Date, picked func(health.Date)) *Calendar {
	c := &Calendar{title: NewText("", Strong).Aligned(fyne.TextAlignCenter)}
	c.days = &calendarDays{name: name, chosen: at, cursor: at, today: today, picked: picked}
	c.days.ExtendBaseWidget(c.days)
	c.days.moved = func() { c.title.SetText(locale.Capital(locale.MonthYear(c.days.cursor))) }
	c.days.moved()
	before := NewIconButton(style.IconChevronLeft, locale.T("The month before"), func() { c.days.month(-1) }).Tall(style.ControlSmallHeight)
	after := NewIconButton(style.IconChevronRight, locale.T("The month after"), func() { c.days.month(1) }).Tall(style.ControlSmallHeight)
	c.body = Inset(style.Space4, Column(style.Space4, Row(style.Space4, before, Stretch(c.title), after), c.days))
	c.ExtendBaseWidget(c)
	return c
}

// Between bounds what can be picked, both ends included; a zero date is no bound.
func (c *Calendar) Between(first, last health.Date) {
	c.days.first, c.days.last = first, last
	c.days.Refresh()
}

// Month returns the first day of the month on show.
func (c *Calendar) Month() health.Date {
	return health.Date{Year: c.days.cursor.Year, Month: c.days.cursor.Month, Day: 1}
}

// CreateRenderer implements fyne.Widget.
func (c *Calendar) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.body) }

// HeightFor returns the height of the calendar, which no width changes.
func (c *Calendar) HeightFor(float32) float32 { return c.body.MinSize().Height }

// calendarDays are the days of the month, which take the focus as a whole.
type calendarDays struct {
	widget.BaseWidget
	name                  string
	chosen, cursor, today health.Date
	first, last           health.Date
	picked                func(health.Date)
	moved                 func()
	focused               bool
	over                  int // the cell under the mouse, -1 for none
}

const calendarCells = 6 * 7

// cellSize is the side of a day.
func cellSize() float32 { return style.Height(36, style.TextSmall) }

// begin is the day in the first cell.
func (d *calendarDays) begin() health.Date {
	first := health.Date{Year: d.cursor.Year, Month: d.cursor.Month, Day: 1}
	weekday := time.Date(first.Year, first.Month, 1, 0, 0, 0, 0, time.UTC).Weekday()
	return first.AddDays(-((int(weekday-locale.WeekStart()) + 7) % 7))
}

// move goes to another day.
func (d *calendarDays) move(to health.Date) {
	if !within(to, d.first, d.last) {
		if d.first != (health.Date{}) && to.Compare(d.first) < 0 {
			to = d.first
		} else {
			to = d.last
		}
	}
	d.cursor = to
	d.moved()
	d.Refresh()
}

// month goes to the same day of another month, or to its last.
func (d *calendarDays) month(by int) {
	t := time.Date(d.cursor.Year, d.cursor.Month+time.Month(by), 1, 0, 0, 0, 0, time.UTC)
	last := time.Date(t.Year(), t.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	d.move(health.Date{Year: t.Year(), Month: t.Month(), Day: min(d.cursor.Day, last)})
}

func (d *calendarDays) pick(day health.Date) {
	if within(day, d.first, d.last) {
		d.picked(day)
	}
}

// TypedKey implements fyne.Focusable.
func (d *calendarDays) TypedKey(ev *fyne.KeyEvent) {
	weekday := time.Date(d.cursor.Year, d.cursor.Month, d.cursor.Day, 0, 0, 0, 0, time.UTC).Weekday()
	into := (int(weekday-locale.WeekStart()) + 7) % 7
	switch ev.Name {
	case fyne.KeyLeft:
		d.move(d.cursor.AddDays(-1))
	case fyne.KeyRight:
		d.move(d.cursor.AddDays(1))
	case fyne.KeyUp:
		d.move(d.cursor.AddDays(-7))
	case fyne.KeyDown:
		d.move(d.cursor.AddDays(7))
	case fyne.KeyHome:
		d.move(d.cursor.AddDays(-into))
	case fyne.KeyEnd:
		d.move(d.cursor.AddDays(6 - into))
	case fyne.KeyPageUp:
		d.month(-1)
	case fyne.KeyPageDown:
		d.month(1)
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		d.pick(d.cursor)
	default:
		passKey(d, ev)
	}
}

// TypedRune implements fyne.Focusable.
func (d *calendarDays) TypedRune(r rune) {
	if r != ' ' {
		passRune(d, r)
	}
}

// FocusGained implements fyne.Focusable.
func (d *calendarDays) FocusGained() {
	d.focused = true
	d.Refresh()
}

// FocusLost implements fyne.Focusable.
func (d *calendarDays) FocusLost() {
	d.focused = false
	d.Refresh()
}

// cell is the index of the day at a place, -1 beside the days.
func (d *calendarDays) cell(at fyne.Position) int {
	x, y := int(at.X/cellSize()), int((at.Y-weekdayRow())/cellSize())
	if at.Y < weekdayRow() || x < 0 || x > 6 || y > 5 {
		return -1
	}
	return 7*y + x
}

// Tapped implements fyne.Tappable.
func (d *calendarDays) Tapped(ev *fyne.PointEvent) {
	if i := d.cell(ev.Position); i >= 0 {
		d.pick(d.begin().AddDays(i))
	}
}

// MouseIn implements desktop.Hoverable.
func (d *calendarDays) MouseIn(ev *desktop.MouseEvent) { d.MouseMoved(ev) }

// MouseMoved implements desktop.Hoverable.
func (d *calendarDays) MouseMoved(ev *desktop.MouseEvent) {
	if i := d.cell(ev.Position); i != d.over {
		d.over = i
		d.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (d *calendarDays) MouseOut() {
	d.over = -1
	d.Refresh()
}

// Cursor implements desktop.Cursorable.
func (d *calendarDays) Cursor() desktop.Cursor { return desktop.PointerCursor }

// AccessibilityLabel implements fyne.Accessible.
func (d *calendarDays) AccessibilityLabel() string { return d.name + ": " + locale.LongDate(d.cursor) }

// AccessibilityRole implements fyne.Accessible.
func (d *calendarDays) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (d *calendarDays) CreateRenderer() fyne.WidgetRenderer {
	d.over = -1
	r := &calendarRenderer{d: d, ring: canvas.NewRectangle(style.Color(style.Clear))}
	r.ring.CornerRadius, r.ring.StrokeWidth = style.RadiusControl, style.FocusRing
	for range 7 {
		r.heads = append(r.heads, canvas.NewText("", style.Color(style.Muted)))
	}
	for range calendarCells {
		box := canvas.NewRectangle(style.Color(style.Clear))
		box.CornerRadius = style.RadiusChip
		r.boxes = append(r.boxes, box)
		r.texts = append(r.texts, canvas.NewText("", style.Color(style.Text)))
	}
	r.Refresh()
	return r
}

// dayInset keeps a day apart from its ring.
const dayInset = style.FocusRing + style.FocusGap

// weekdayRow is the height of the names of the days.
func weekdayRow() float32 { return Caption.measure("X").Height + style.Space8 }

type calendarRenderer struct {
	noDestroy
	d     *calendarDays
	heads []*canvas.Text
	ring  *canvas.Rectangle // around the day that the keys have reached
	boxes []*canvas.Rectangle
	texts []*canvas.Text
}

func (r *calendarRenderer) MinSize() fyne.Size {
	return fyne.NewSize(7*cellSize(), weekdayRow()+6*cellSize())
}

func (r *calendarRenderer) Layout(fyne.Size) {
	cell := cellSize()
	middle := func(t *canvas.Text, x, y, w, h float32) {
		m := t.MinSize()
		t.Move(fyne.NewPos(x+(w-m.Width)/2, y+(h-m.Height)/2))
		t.Resize(m)
	}
	for i, t := range r.heads {
		middle(t, float32(i)*cell, 0, cell, weekdayRow())
	}
	begin := r.d.begin()
	for i, t := range r.texts {
		x, y := float32(i%7)*cell, weekdayRow()+float32(i/7)*cell
		middle(t, x, y, cell, cell)
		r.boxes[i].Move(fyne.NewPos(x+dayInset, y+dayInset))
		r.boxes[i].Resize(fyne.NewSquareSize(cell - 2*dayInset))
		if begin.AddDays(i) == r.d.cursor {
			r.ring.Move(fyne.NewPos(x, y))
			r.ring.Resize(fyne.NewSquareSize(cell))
		}
	}
}

func (r *calendarRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.ring}
	for _, h := range r.heads {
		out = append(out, h)
	}
	for i, box := range r.boxes {
		out = append(out, box, r.texts[i])
	}
	return out
}

func (r *calendarRenderer) Refresh() {
	d := r.d
	for i, t := range r.heads {
		Caption.apply(t)
		t.Text = locale.ShortWeekday((locale.WeekStart() + time.Weekday(i)) % 7)
	}
	showRing(r.ring, d.focused)
	day := d.begin()
	for i, t := range r.texts {
		r.show(t, r.boxes[i], day, i == d.over)
		day = day.AddDays(1)
	}
	r.Layout(d.Size())
	canvas.Refresh(d)
}

// show draws one day.
func (r *calendarRenderer) show(t *canvas.Text, box *canvas.Rectangle, day health.Date, over bool) {
	d := r.d
	role, fill := Small, style.Clear
	possible := within(day, d.first, d.last)
	if day.Month != d.cursor.Month || !possible {
		role = SmallMuted
	}
	switch {
	case day == d.chosen:
		role, fill = SmallStrong.In(style.OnAccent), style.Accent
	case over && possible:
		fill = style.Selection
	case day == d.today:
		role = SmallStrong.In(style.Accent)
	}
	t.Text = locale.Count(day.Day)
	role.apply(t)
	// What cannot be picked is struck out by being gone.
	t.Hidden = !possible && day.Month != d.cursor.Month
	box.FillColor = style.Color(fill)
	box.StrokeWidth, box.StrokeColor = 0, style.Color(style.Clear)
	if day == d.today {
		box.StrokeWidth, box.StrokeColor = style.Hairline, style.Color(style.Control)
	}
}
