package ui

import (
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// happeningList shows lines by day, the newest first, each day as a card under
// its date, which stays in sight while its card is. It makes objects for the
// lines in sight only, so ten years of them cost what a screen does.
//
// Keys: Up, Down, PageUp, PageDown choose a line, Enter opens it; Home and End
// are the page's, as most of the lines may not be loaded.
type happeningList struct {
	widget.BaseWidget
	lines []happening
	days  []dayCard

	chosen  int // index of lines, -1 for none
	hovered int
	focused bool

	// What the page does; set before the list is shown.
	headOf func(health.Date) string
	nameOf func(h happening) string // whose line it is, "" not to say
	action func(h happening) string // what is offered beside a line
	thumb  func(h happening) image.Image
	onOpen func(h happening)
	onAct  func(h happening)
	onNear func(older bool) // the end of what is loaded is near
	onHome func()
	onEnd  func()

	scroll *container.Scroll
	body   *happeningBody
	head   *stickyHead
	clip   *container.Clip // cuts what is pushed out of the list
}

// dayCard is where the lines of a day stand.
type dayCard struct {
	date   health.Date
	first  int     // index of its first line
	count  int     // of its lines
	top    float32 // of the head
	cardAt float32 // of the card
	height float32 // of the card
}

func newHappeningList() *happeningList {
	l := &happeningList{chosen: -1, hovered: -1}
	l.body = newHappeningBody(l)
	l.scroll = container.NewVScroll(l.body)
	l.scroll.OnScrolled = func(fyne.Position) { l.scrolled() }
	l.head = newStickyHead(l)
	l.clip = container.NewClip(container.NewWithoutLayout(l.head))
	l.ExtendBaseWidget(l)
	return l
}

// Set shows other lines, in order, and scrolls to the first.
func (l *happeningList) Set(lines []happening) {
	l.lines, l.chosen, l.hovered = lines, -1, -1
	l.scroll.Offset = fyne.Position{}
	l.lay()
}

// Keep shows other lines in the place of those shown and stays where it is.
func (l *happeningList) Keep(lines []happening) {
	offset := l.scroll.Offset
	l.lines = lines
	l.chosen, l.hovered = min(l.chosen, len(lines)-1), -1
	l.lay()
	l.scrollTo(offset.Y)
}

// Append puts older lines under the others.
func (l *happeningList) Append(older []happening) {
	l.lines = append(l.lines, older...)
	l.lay()
}

// Prepend puts newer lines over the others, which stay where they are on the
// screen.
func (l *happeningList) Prepend(newer []happening) {
	offset, before := l.scroll.Offset.Y, l.height()
	l.lines = append(slices.Clip(newer), l.lines...)
	if l.chosen >= 0 {
		l.chosen += len(newer)
	}
	l.hovered = -1
	l.lay()
	l.scrollTo(offset + l.height() - before)
}

// Chosen is the line chosen.
func (l *happeningList) Chosen() (happening, bool) {
	if l.chosen < 0 || l.chosen >= len(l.lines) {
		return happening{}, false
	}
	return l.lines[l.chosen], true
}

// Top is the date of the first line in sight.
func (l *happeningList) Top() (health.Date, bool) {
	i := l.dayAt(l.scroll.Offset.Y)
	if i < 0 {
		return health.Date{}, false
	}
	return l.days[i].date, true
}

// rowHeight is the height of a line: two texts with air.
func (l *happeningList) rowHeight() float32 {
	m := l.body.measure
	return m.title + m.detail + 2*style.Space8 + 2
}

func (l *happeningList) headHeight() float32 { return l.body.measure.title + style.Space12 }

// lay works out where the days stand.
func (l *happeningList) lay() {
	l.body.measureTexts()
	l.days = l.days[:0]
	row, head := l.rowHeight(), l.headHeight()
	y := float32(0)
	for i, h := range l.lines {
		if n := len(l.days); n == 0 || l.days[n-1].date != h.Date {
			if n > 0 {
				y = l.days[n-1].cardAt + l.days[n-1].height + style.Space16
			}
			l.days = append(l.days, dayCard{date: h.Date, first: i, top: y, cardAt: y + head})
		}
		d := &l.days[len(l.days)-1]
		d.count++
		d.height = float32(d.count)*row + 2*style.Hairline
	}
	l.body.Refresh()
	l.scroll.Refresh()
	l.body.show()
	l.head.place()
}

func (l *happeningList) height() float32 {
	if n := len(l.days); n > 0 {
		return l.days[n-1].cardAt + l.days[n-1].height
	}
	return 0
}

// dayAt is the index of the day that stands at a height, -1 without any.
func (l *happeningList) dayAt(y float32) int {
	i, found := slices.BinarySearchFunc(l.days, y, func(d dayCard, y float32) int {
		switch {
		case d.top < y:
			return -1
		case d.top > y:
			return 1
		}
		return 0
	})
	if !found {
		i--
	}
	if i < 0 && len(l.days) > 0 {
		i = 0
	}
	return i
}

// dayOf is the day of a line.
func (l *happeningList) dayOf(line int) dayCard {
	i, found := slices.BinarySearchFunc(l.days, line, func(d dayCard, n int) int { return d.first - n })
	if !found {
		i--
	}
	return l.days[i]
}

// topOf is the height at which a line stands.
func (l *happeningList) topOf(line int) float32 {
	d := l.dayOf(line)
	return d.cardAt + style.Hairline + float32(line-d.first)*l.rowHeight()
}

// lineAt is the line at a height, -1 for none.
func (l *happeningList) lineAt(y float32) int {
	i := l.dayAt(y)
	if i < 0 {
		return -1
	}
	d := l.days[i]
	n := int((y - d.cardAt - style.Hairline) / l.rowHeight())
	if y < d.cardAt || n < 0 || n >= d.count {
		return -1
	}
	return d.first + n
}

func (l *happeningList) scrollTo(y float32) {
	most := max(0, l.body.MinSize().Height-l.scroll.Size().Height)
	l.scroll.ScrollToOffset(fyne.NewPos(0, max(0, min(y, most))))
	l.scrolled()
}

// scrolled is told that other lines are in sight.
func (l *happeningList) scrolled() {
	l.body.show()
	l.head.place()
	view := l.scroll.Size().Height
	if l.onNear == nil || view <= 0 || len(l.lines) == 0 {
		return
	}
	if l.scroll.Offset.Y+2*view > l.height() {
		l.onNear(true)
	}
	if l.scroll.Offset.Y < view {
		l.onNear(false)
	}
}

// choose chooses a line and brings it into sight.
func (l *happeningList) choose(line int) {
	if len(l.lines) == 0 {
		return
	}
	l.chosen = max(0, min(line, len(l.lines)-1))
	top, head, offset := l.topOf(l.chosen), l.headHeight(), l.scroll.Offset.Y
	switch view := l.scroll.Size().Height; {
	case top-head < offset:
		l.scrollTo(top - head)
	case top+l.rowHeight()+style.Space8 > offset+view:
		l.scrollTo(top + l.rowHeight() + style.Space8 - view)
	}
	l.body.show()
}

func (l *happeningList) page() int {
	return max(1, int(l.scroll.Size().Height/l.rowHeight())-1)
}

func (l *happeningList) open(line int) {
	if line < 0 || line >= len(l.lines) {
		return
	}
	h := l.lines[line]
	if l.action(h) != "" {
		l.onAct(h)
		return
	}
	l.onOpen(h)
}

// FocusGained implements fyne.Focusable: the arrows get a place to start.
func (l *happeningList) FocusGained() {
	l.focused = true
	if l.chosen < 0 {
		if i := l.dayAt(l.scroll.Offset.Y); i >= 0 {
			l.chosen = l.days[i].first
		}
	}
	l.body.show()
}

// FocusLost implements fyne.Focusable.
func (l *happeningList) FocusLost() {
	l.focused = false
	l.body.show()
}

// TypedRune implements fyne.Focusable.
func (l *happeningList) TypedRune(r rune) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil && c.OnTypedRune() != nil {
		c.OnTypedRune()(r)
	}
}

// TypedKey implements fyne.Focusable.
func (l *happeningList) TypedKey(ev *fyne.KeyEvent) {
	if l.key(ev.Name) {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(ev)
	}
}

// key does what a key does in the list and reports whether it does anything.
func (l *happeningList) key(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyDown:
		l.choose(l.chosen + 1)
	case fyne.KeyUp:
		l.choose(l.chosen - 1)
	case fyne.KeyPageDown:
		l.choose(l.chosen + l.page())
	case fyne.KeyPageUp:
		l.choose(l.chosen - l.page())
	case fyne.KeyHome:
		l.onHome()
	case fyne.KeyEnd:
		l.onEnd()
	case fyne.KeyReturn, fyne.KeyEnter:
		l.open(l.chosen)
	default:
		return false
	}
	return true
}

// AccessibilityLabel implements fyne.Accessible: the line chosen.
func (l *happeningList) AccessibilityLabel() string {
	h, ok := l.Chosen()
	if !ok {
		return locale.T("What happened, day by day")
	}
	words := l.headOf(h.Date) + ", "
	if c := h.Clock(); c != "" {
		words += c + ", "
	}
	if name := l.nameOf(h); name != "" {
		words += name + ", "
	}
	return words + h.Words()
}

// AccessibilityRole implements fyne.Accessible.
func (l *happeningList) AccessibilityRole() fyne.AccessibleRole {
	return fyne.AccessibleRoleContainer
}

// CreateRenderer implements fyne.Widget.
func (l *happeningList) CreateRenderer() fyne.WidgetRenderer { return &happeningListRenderer{l: l} }

type happeningListRenderer struct{ l *happeningList }

func (r *happeningListRenderer) Destroy()           {}
func (r *happeningListRenderer) MinSize() fyne.Size { return fyne.NewSize(320, 160) }

func (r *happeningListRenderer) Layout(s fyne.Size) {
	r.l.scroll.Resize(s)
	r.l.clip.Resize(fyne.NewSize(s.Width, r.l.headHeight()))
	r.l.scrolled()
}

func (r *happeningListRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.l.scroll, r.l.clip}
}

func (r *happeningListRenderer) Refresh() { r.l.lay() }

var (
	_ fyne.Focusable     = (*happeningList)(nil)
	_ desktop.Hoverable  = (*happeningBody)(nil)
	_ desktop.Cursorable = (*happeningBody)(nil)
)
