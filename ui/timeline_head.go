package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// stickyHead is the date of the day at the top, over its lines; the next day's
// pushes it out.
type stickyHead struct {
	widget.BaseWidget
	list *happeningList
	back *parts.Fill
	text *parts.Text
}

func newStickyHead(l *happeningList) *stickyHead {
	s := &stickyHead{list: l, back: parts.NewFill(style.Background, 0, fyne.Size{}), text: parts.NewText("", dayHeadRole)}
	s.ExtendBaseWidget(s)
	s.Hide()
	return s
}

var dayHeadRole = parts.SmallStrong.In(style.Muted)

// place puts the head over the list, or hides it where the day's own head is in
// its place.
func (s *stickyHead) place() {
	l := s.list
	offset := l.scroll.Offset.Y
	i := l.dayAt(offset)
	if i < 0 || offset <= l.days[i].top {
		s.Hide()
		return
	}
	head := l.headHeight()
	y := float32(0)
	if end := l.days[i].cardAt + l.days[i].height - offset; end < head {
		y = end - head
	}
	s.text.SetText(l.headOf(l.days[i].date))
	s.Move(fyne.NewPos(0, y))
	s.Resize(fyne.NewSize(l.scroll.Size().Width, head))
	s.Show()
}

// CreateRenderer implements fyne.Widget.
func (s *stickyHead) CreateRenderer() fyne.WidgetRenderer { return &stickyHeadRenderer{s: s} }

type stickyHeadRenderer struct{ s *stickyHead }

func (r *stickyHeadRenderer) Destroy()           {}
func (r *stickyHeadRenderer) MinSize() fyne.Size { return r.s.text.MinSize() }

func (r *stickyHeadRenderer) Layout(size fyne.Size) {
	r.s.back.Resize(size)
	r.s.text.Move(fyne.NewPos(scrollMargin, 0))
	r.s.text.Resize(fyne.NewSize(size.Width-2*scrollMargin, size.Height))
}

func (r *stickyHeadRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.back, r.s.text}
}

func (r *stickyHeadRenderer) Refresh() {
	r.s.back.Refresh()
	r.s.text.Refresh()
}
