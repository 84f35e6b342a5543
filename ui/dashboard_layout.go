package ui

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/style"
)

// bringIntoSight scrolls until what lies at top, of the given height, is seen
// with some air.
func bringIntoSight(scroll *container.Scroll, top, height float32) {
	offset := scroll.Offset
	switch air := style.Space24; {
	case top-air < offset.Y:
		offset.Y = max(0, top-air)
	case top+height+air > offset.Y+scroll.Size().Height:
		offset.Y = top + height + air - scroll.Size().Height
	default:
		return
	}
	scroll.ScrollToOffset(offset)
}

// reachOut gives what scrolls a margin for focus rings on both sides, and lets
// it reach down to the window's edge.
type reachOut struct{ shell *Shell }

// inset is the margin of a page.
func (l reachOut) inset() float32 {
	if l.shell.Compact() {
		return style.PageInsetCompact
	}
	return style.PageInset
}

func (reachOut) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (l reachOut) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(-scrollMargin, -style.Space4))
	objects[0].Resize(size.AddWidthHeight(2*scrollMargin, style.Space4+l.inset()))
}

// dashboardLayout stacks notice, cards and foot, within the margin of
// [reachOut].
type dashboardLayout struct{ screen *DashboardScreen }

func (l *dashboardLayout) width(size float32) float32 { return max(0, size-2*scrollMargin) }

func (l *dashboardLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	height := l.lay(objects, l.screen.scroll.Size(), false)
	return fyne.NewSize(style.CardMinWidth+2*scrollMargin, height)
}

func (l *dashboardLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.lay(objects, fyne.NewSize(size.Width, l.screen.scroll.Size().Height), true)
}

// lay returns the height needed in a view of the given size and, if asked,
// places the objects.
func (l *dashboardLayout) lay(objects []fyne.CanvasObject, view fyne.Size, place bool) float32 {
	gap := style.Gap
	if l.screen.shell.Compact() {
		gap = style.GapCompact
	}
	width := l.width(view.Width)
	heights := [3]float32{}
	if c := l.screen.notice; len(c.Objects) > 0 {
		if place {
			c.Resize(fyne.NewSize(width, c.MinSize().Height))
		}
		heights[0] = c.MinSize().Height + gap
	}
	if foot, ok := l.screen.last.Layout.(*footLayout); ok && len(l.screen.last.Objects) > 0 {
		foot.gap = gap
		heights[2] = foot.lay(l.screen.last.Objects, width, false) + gap
	}
	grid, ok := l.screen.grid.Layout.(*cardGrid)
	if !ok {
		return 0
	}
	grid.gap = gap
	grid.room = view.Height - heights[0] - heights[2] - style.Space4 - reachOut{l.screen.shell}.inset()
	heights[1] = grid.height(len(l.screen.grid.Objects), width)
	total := style.Space4
	for i, o := range objects {
		if heights[i] == 0 {
			continue
		}
		h := heights[i]
		if i != 1 {
			h -= gap
		}
		if i == 2 {
			total += gap
		}
		if place {
			o.Move(fyne.NewPos(scrollMargin, total))
			o.Resize(fyne.NewSize(width, h))
		}
		total += h
		if i == 0 {
			total += gap
		}
	}
	return total + reachOut{l.screen.shell}.inset()
}

// cardGrid sets cards in as many columns as fit, all of one size: the tall one
// if all of them are in sight then.
type cardGrid struct {
	gap  float32
	room float32 // height of what is in sight
}

func (l *cardGrid) columns(width float32) int {
	return max(1, int((width+l.gap)/(cardMinWidth()+l.gap)))
}

// cardMinWidth is how wide a card is at least: in large text half as much wider
// as its letters are, so that the dashboard loses a column.
func cardMinWidth() float32 { return style.CardMinWidth * (1 + (textFactor()-1)/2) }

// textFactor is how much larger than usual text is.
func textFactor() float32 { return style.TextBody.Size() / float32(style.TextBody) }

// cardTexts is how high the lines of a card are in normal text.
const cardTexts = 100

func (l *cardGrid) cardHeight(n int, width float32) float32 {
	rows := float32((n + l.columns(width) - 1) / l.columns(width))
	more := float32(math.Ceil(float64(cardTexts * (textFactor() - 1))))
	if tall := style.CardTallHeight + more; rows*tall+(rows-1)*l.gap <= l.room {
		return tall
	}
	return style.CardHeight + more
}

func (l *cardGrid) height(n int, width float32) float32 {
	if n == 0 {
		return 0
	}
	rows := float32((n + l.columns(width) - 1) / l.columns(width))
	return rows*l.cardHeight(n, width) + (rows-1)*l.gap
}

func (l *cardGrid) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(style.CardMinWidth, style.CardHeight)
}

func (l *cardGrid) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	columns := l.columns(size.Width)
	width := (size.Width - l.gap*float32(columns-1)) / float32(columns)
	height := l.cardHeight(len(objects), size.Width)
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i%columns)*(width+l.gap), float32(i/columns)*(height+l.gap)))
		o.Resize(fyne.NewSize(width, height))
	}
}
