package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"vitalkeep/ui/style"
)

// wrapper is an object whose height depends on the width it is given.
type wrapper interface {
	HeightFor(width float32) float32
}

// heightFor returns the height o needs at the given width.
func heightFor(o fyne.CanvasObject, width float32) float32 {
	if w, ok := o.(wrapper); ok && width > 0 {
		return w.HeightFor(width)
	}
	if c, ok := o.(*fyne.Container); ok && width > 0 {
		if l, ok := c.Layout.(interface {
			heightFor(objects []fyne.CanvasObject, width float32) float32
		}); ok {
			return l.heightFor(c.Objects, width)
		}
	}
	return o.MinSize().Height
}

// HeightAt returns the height that o needs at a width: for a layout outside of
// this package that knows the width of what wraps.
func HeightAt(o fyne.CanvasObject, width float32) float32 { return heightFor(o, width) }

// Column stacks objects over each other with the same gap between them, each as
// wide as the column. Space left over goes to the objects made by [Spring].
func Column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&columnLayout{gap: gap}, objects...)
}

type columnLayout struct {
	gap   float32
	width float32
}

func (l *columnLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	var sum float32
	n := 0
	for _, o := range objects {
		if o.Visible() {
			if !isSpring(o) {
				sum += heightFor(o, width)
			}
			n++
		}
	}
	return sum + l.gap*float32(max(0, n-1))
}

func (l *columnLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var width float32
	for _, o := range objects {
		if o.Visible() {
			width = max(width, o.MinSize().Width)
		}
	}
	return fyne.NewSize(width, l.heightFor(objects, max(width, l.width)))
}

func (l *columnLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	springs := 0
	for _, o := range objects {
		if o.Visible() && isSpring(o) {
			springs++
		}
	}
	var spare float32
	if springs > 0 {
		spare = max(0, size.Height-l.heightFor(objects, size.Width)) / float32(springs)
	}
	var y float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		h := spare
		if !isSpring(o) {
			h = heightFor(o, size.Width)
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, h))
		y += h + l.gap
	}
}

// Row sets objects beside each other, centred on one line, each as wide as it
// needs. Space left over goes to the objects made by [Spring] and [Stretch].
func Row(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&rowLayout{gap: gap}, objects...)
}

type rowLayout struct {
	gap   float32
	width float32
}

// widths returns the width of each object in a row of the given width.
func (l *rowLayout) widths(objects []fyne.CanvasObject, width float32) []float32 {
	out := make([]float32, len(objects))
	var used float32
	shown, elastic := 0, 0
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		shown++
		if isElastic(o) {
			elastic++
		}
		out[i] = o.MinSize().Width
		used += out[i]
	}
	spare := width - used - l.gap*float32(max(0, shown-1))
	if elastic > 0 && spare > 0 {
		for i, o := range objects {
			if o.Visible() && isElastic(o) {
				out[i] += spare / float32(elastic)
			}
		}
	}
	return out
}

func (l *rowLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	var h float32
	for i, w := range l.widths(objects, width) {
		if objects[i].Visible() {
			h = max(h, heightFor(objects[i], w))
		}
	}
	return h
}

func (l *rowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var width float32
	n := 0
	for _, o := range objects {
		if o.Visible() {
			width += o.MinSize().Width
			n++
		}
	}
	width += l.gap * float32(max(0, n-1))
	return fyne.NewSize(width, l.heightFor(objects, max(width, l.width)))
}

func (l *rowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	var x float32
	for i, w := range l.widths(objects, size.Width) {
		o := objects[i]
		if !o.Visible() {
			continue
		}
		h := heightFor(o, w)
		o.Move(fyne.NewPos(x, (size.Height-h)/2))
		o.Resize(fyne.NewSize(w, h))
		x += w + l.gap
	}
}

// spring is empty space that takes what is left over.
type spring struct {
	canvas.Rectangle
}

// Spring returns empty space that takes up what a [Row] or [Column] has left.
func Spring() fyne.CanvasObject { return &spring{} }

func isSpring(o fyne.CanvasObject) bool {
	_, ok := o.(*spring)
	return ok
}

// Stretch marks o as the object of a [Row] that takes the width left over.
func Stretch(o fyne.CanvasObject) *fyne.Container {
	return container.New(stretchLayout{}, o)
}

type stretchLayout struct{}

func (stretchLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	var h float32
	for _, o := range objects {
		h = max(h, heightFor(o, width))
	}
	return h
}

func (stretchLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for _, o := range objects {
		s = s.Max(o.MinSize())
	}
	return s
}

func (stretchLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
		o.Move(fyne.Position{})
	}
}

func isElastic(o fyne.CanvasObject) bool {
	if isSpring(o) {
		return true
	}
	c, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = c.Layout.(stretchLayout)
	return ok
}

// Columns sets objects beside each other in columns of equal width, their tops
// on one line.
func Columns(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&columnsLayout{gap: gap}, objects...)
}

type columnsLayout struct {
	gap   float32
	width float32
}

func (l *columnsLayout) each(n int, width float32) float32 {
	return (width - l.gap*float32(n-1)) / float32(max(1, n))
}

func (l *columnsLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	var h float32
	for _, o := range objects {
		h = max(h, heightFor(o, l.each(len(objects), width)))
	}
	return h
}

func (l *columnsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var w float32
	for _, o := range objects {
		w = max(w, o.MinSize().Width)
	}
	width := w*float32(len(objects)) + l.gap*float32(max(0, len(objects)-1))
	return fyne.NewSize(width, l.heightFor(objects, max(width, l.width)))
}

func (l *columnsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	w := l.each(len(objects), size.Width)
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i)*(w+l.gap), 0))
		o.Resize(fyne.NewSize(w, heightFor(o, w)))
	}
}

// FieldWith sets a button beside a field, at the height of its box.
func FieldWith(f *Field, button *Button) *fyne.Container {
	return container.New(&fieldWithLayout{f, button}, f, button)
}

type fieldWithLayout struct {
	field  *Field
	button *Button
}

func (l *fieldWithLayout) heightFor(_ []fyne.CanvasObject, width float32) float32 {
	return l.field.HeightFor(width - style.Space8 - l.button.MinSize().Width)
}

func (l *fieldWithLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return l.field.MinSize().AddWidthHeight(style.Space8+l.button.MinSize().Width, 0)
}

func (l *fieldWithLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	b := l.button.MinSize()
	l.field.Resize(fyne.NewSize(size.Width-style.Space8-b.Width, size.Height))
	l.field.Move(fyne.Position{})
	l.button.Resize(fyne.NewSize(b.Width, l.field.boxHeight()))
	l.button.Move(fyne.NewPos(size.Width-b.Width, l.field.head()))
}

// Inset pads o by the same distance on every side.
func Inset(all float32, o fyne.CanvasObject) *fyne.Container {
	return InsetBy(all, all, all, all, o)
}

// InsetBy pads o by a distance for each side.
func InsetBy(top, right, bottom, left float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(insetLayout{top, right, bottom, left}, o)
}

type insetLayout struct{ top, right, bottom, left float32 }

func (l insetLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	var h float32
	for _, o := range objects {
		if o.Visible() {
			h = max(h, heightFor(o, width-l.left-l.right))
		}
	}
	return h + l.top + l.bottom
}

func (l insetLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for _, o := range objects {
		if o.Visible() {
			s = s.Max(o.MinSize())
		}
	}
	return s.AddWidthHeight(l.left+l.right, l.top+l.bottom)
}

func (l insetLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	inner := size.SubtractWidthHeight(l.left+l.right, l.top+l.bottom)
	for _, o := range objects {
		o.Move(fyne.NewPos(l.left, l.top))
		o.Resize(inner)
	}
}

// Width gives o a fixed width, its own height, and sets it in the middle of
// what is there; where there is less room, o gets that.
func Width(width float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(widthLayout(width), o)
}

type widthLayout float32

func (l widthLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	var h float32
	for _, o := range objects {
		h = max(h, heightFor(o, min(width, float32(l))))
	}
	return h
}

func (l widthLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(float32(l), l.heightFor(objects, float32(l)))
}

func (l widthLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := min(size.Width, float32(l))
	for _, o := range objects {
		h := heightFor(o, w)
		o.Resize(fyne.NewSize(w, h))
		o.Move(fyne.NewPos((size.Width-w)/2, 0))
	}
}

// Middle sets o at its own size in the middle of the room, both ways.
func Middle(o fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCenterLayout(), o)
}

// Scroll lets o scroll up and down when the room is too low for it.
func Scroll(o fyne.CanvasObject) *container.Scroll {
	return container.NewVScroll(o)
}

// HRule returns a hairline that is as wide as its room.
func HRule() fyne.CanvasObject { return NewFill(style.Line, 0, fyne.NewSize(0, style.Hairline)) }

// FieldsWith sets fields of equal width beside each other and behind them
// controls at the height of their boxes.
func FieldsWith(first, second *Button, fields ...*Field) *fyne.Container {
	objects := []fyne.CanvasObject{first, second}
	for _, f := range fields {
		objects = append(objects, f)
	}
	return container.New(&fieldsWithLayout{buttons: []*Button{first, second}, fields: fields}, objects...)
}

type fieldsWithLayout struct {
	buttons []*Button
	fields  []*Field
	width   float32
}

func (l *fieldsWithLayout) each(width float32) float32 {
	for _, b := range l.buttons {
		width -= b.MinSize().Width + style.Space8
	}
	return (width - style.Space8*float32(len(l.fields)-1)) / float32(len(l.fields))
}

func (l *fieldsWithLayout) heightFor(_ []fyne.CanvasObject, width float32) float32 {
	var h float32
	for _, f := range l.fields {
		h = max(h, f.HeightFor(l.each(width)))
	}
	return h
}

func (l *fieldsWithLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var width float32
	for _, o := range objects {
		width += o.MinSize().Width + style.Space8
	}
	return fyne.NewSize(width-style.Space8, l.heightFor(objects, max(width, l.width)))
}

func (l *fieldsWithLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	each, x := l.each(size.Width), float32(0)
	for _, f := range l.fields {
		f.Move(fyne.NewPos(x, 0))
		f.Resize(fyne.NewSize(each, f.HeightFor(each)))
		x += each + style.Space8
	}
	y := l.fields[0].head()
	for _, b := range l.buttons {
		m := b.MinSize()
		b.Move(fyne.NewPos(x, y+(l.fields[0].boxHeight()-m.Height)/2))
		b.Resize(m)
		x += m.Width + style.Space8
	}
}
