package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// newTransferPage is the frame of the pages of import and export: the head,
// then content that scrolls, then, when it is not nil, a foot that stays.
func newTransferPage(compact func() bool, bar *parts.TopBar, foot fyne.CanvasObject, content ...fyne.CanvasObject) fyne.CanvasObject {
	column := parts.Column(style.Gap, content...)
	inner := parts.InsetBy(style.Space4, scrollMargin, style.Space16, scrollMargin, column)
	l := &transferPage{compact: compact, bar: bar, inner: inner, scroll: parts.Scroll(inner), foot: foot}
	objects := []fyne.CanvasObject{bar, l.scroll}
	if foot != nil {
		// A table within what scrolls is drawn over the foot by painters that clip
		// by the innermost scroll only.
		l.ground = parts.NewFill(style.Background, 0, fyne.Size{})
		objects = append(objects, l.ground, foot)
	}
	return container.New(l, objects...)
}

// scrollMargin is what the scrolled area is wider than its content on either
// side: room for focus rings and for the scroll bar.
const scrollMargin = style.Space8

type transferPage struct {
	compact func() bool
	bar     *parts.TopBar
	inner   *fyne.Container
	scroll  *container.Scroll
	foot    fyne.CanvasObject
	ground  fyne.CanvasObject // of the foot
}

// MinSize implements fyne.Layout. The page takes whatever room there is.
func (l *transferPage) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(400, style.TopBarHeight+style.Space48)
}

// Layout implements fyne.Layout.
func (l *transferPage) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	compact := l.compact()
	inset := style.PageInset
	if compact {
		inset = style.PageInsetCompact
	}
	l.bar.SetCompact(compact)
	width := size.Width - 2*inset
	bar := l.bar.MinSize().Height
	l.bar.Move(fyne.NewPos(inset, 0))
	l.bar.Resize(fyne.NewSize(width, bar))
	bottom := size.Height
	if l.foot != nil {
		// Its height depends on its width, which it knows after the first Resize.
		l.foot.Resize(fyne.NewSize(width, l.foot.MinSize().Height))
		h := l.foot.MinSize().Height
		bottom -= h + inset
		l.foot.Move(fyne.NewPos(inset, bottom))
		l.foot.Resize(fyne.NewSize(width, h))
		bottom -= style.Space12
		l.ground.Move(fyne.NewPos(0, bottom))
		l.ground.Resize(fyne.NewSize(size.Width, size.Height-bottom))
	}
	// The same for what scrolls: without it the scroll would go by the height
	// of text that wraps in no room at all.
	l.inner.Resize(fyne.NewSize(width+2*scrollMargin, l.inner.MinSize().Height))
	l.scroll.Move(fyne.NewPos(inset-scrollMargin, bar))
	l.scroll.Resize(fyne.NewSize(width+2*scrollMargin, max(0, bottom-bar)))
}

// scrollOf returns what scrolls in a page, nil if nothing does.
func scrollOf(page fyne.CanvasObject) *container.Scroll {
	if c, ok := page.(*fyne.Container); ok {
		if l, ok := c.Layout.(*transferPage); ok {
			return l.scroll
		}
	}
	return nil
}

// showAtBottom scrolls the page to its end.
func showAtBottom(page fyne.CanvasObject) {
	if s := scrollOf(page); s != nil {
		s.ScrollToBottom()
	}
}

// keepOffset scrolls a page that was built anew to where the old one stood.
func keepOffset(old, page fyne.CanvasObject) {
	if from, to := scrollOf(old), scrollOf(page); from != nil && to != nil {
		to.ScrollToOffset(from.Offset)
	}
}

// evenColumns sets objects beside each other in columns of the same width; n is
// how many columns there are, more than the objects if fewer would be too wide.
type evenColumns struct {
	n   int
	gap float32
}

// width is that of each column; where n of them would be too narrow, there are as
// many as there are objects.
func (l evenColumns) width(objects []fyne.CanvasObject, total float32) float32 {
	w := (total - l.gap*float32(l.n-1)) / float32(l.n)
	if least, shown := l.least(objects); w < least.Width && shown > 0 {
		w = (total - l.gap*float32(shown-1)) / float32(shown)
	}
	return w
}

// least is what the largest object needs, and how many are shown.
func (l evenColumns) least(objects []fyne.CanvasObject) (size fyne.Size, shown int) {
	for _, o := range objects {
		if o.Visible() {
			size = size.Max(o.MinSize())
			shown++
		}
	}
	return size, shown
}

// MinSize implements fyne.Layout.
func (l evenColumns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	s, shown := l.least(objects)
	// Long words in them are cut before the page gets wider than the window.
	return fyne.NewSize(min(s.Width, 160)*float32(shown)+l.gap*float32(max(0, shown-1)), s.Height)
}

// Layout implements fyne.Layout.
func (l evenColumns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := l.width(objects, size.Width)
	var x float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, o.MinSize().Height))
		x += w + l.gap
	}
}

// besideField sets buttons beside a field, on the height of its box.
func besideField(field *parts.Field, buttons ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(fieldRow{}, append([]fyne.CanvasObject{field}, buttons...)...)
}

type fieldRow struct{}

// labelHeight is how far the box of a field is below its top.
func labelHeight() float32 {
	return fyne.MeasureText("X", style.TextCaption.Size(), fyne.TextStyle{}).Height + style.Space4
}

// MinSize implements fyne.Layout.
func (fieldRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	s := objects[0].MinSize()
	for _, o := range objects[1:] {
		m := o.MinSize()
		s.Width += style.Space8 + m.Width
		s.Height = max(s.Height, labelHeight()+m.Height)
	}
	return s
}

// Layout implements fyne.Layout.
func (fieldRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := size.Width
	for i := len(objects) - 1; i > 0; i-- {
		m := objects[i].MinSize()
		x -= m.Width
		objects[i].Move(fyne.NewPos(x, labelHeight()))
		objects[i].Resize(m)
		x -= style.Space8
	}
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(x, objects[0].MinSize().Height))
}

// newFact shows what a control would show where there is nothing to choose.
func newFact(label, value string) fyne.CanvasObject {
	text := parts.NewText(value, parts.Body).Cutting(parts.CutEnd)
	return parts.Column(style.Space4,
		parts.NewText(label, parts.Caption),
		container.New(tall(style.ControlHeight), text))
}
