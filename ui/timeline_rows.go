package ui

import (
	"image"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// happeningBody is as high as all lines together and holds objects for those in
// sight, which it moves along as the list scrolls.
type happeningBody struct {
	widget.BaseWidget
	list  *happeningList
	heads []*parts.Text
	cards []*canvas.Rectangle
	rows  []*happeningRow

	measure struct{ title, detail, clock, person float32 }
}

func newHappeningBody(l *happeningList) *happeningBody {
	b := &happeningBody{list: l}
	b.ExtendBaseWidget(b)
	b.measureTexts()
	return b
}

// measureTexts asks how large text is now.
func (b *happeningBody) measureTexts() {
	b.measure.title = parts.NewText("Xg", parts.Body).MinSize().Height
	b.measure.detail = parts.NewText("Xg", parts.SmallMuted).MinSize().Height
	b.measure.clock = parts.NewText(locale.ClockAt(22, 58), parts.SmallMuted).MinSize().Width
	b.measure.person = parts.NewText("Maximilian", parts.Small).MinSize().Width
}

// show lays out and fills what is in sight.
func (b *happeningBody) show() {
	l := b.list
	view := l.scroll.Size()
	if view.Height <= 0 || view.Width <= 0 {
		return
	}
	top, bottom := l.scroll.Offset.Y, l.scroll.Offset.Y+view.Height
	width := view.Width - 2*scrollMargin
	heads, rows := 0, 0
	grown := false
	for i := max(0, l.dayAt(top)); i < len(l.days) && l.days[i].top < bottom; i++ {
		d := l.days[i]
		if heads == len(b.heads) {
			grown = true
			b.heads = append(b.heads, parts.NewText("", dayHeadRole))
			card := canvas.NewRectangle(style.Color(style.Surface))
			card.CornerRadius, card.StrokeWidth = style.RadiusCard, style.Hairline
			b.cards = append(b.cards, card)
		}
		head, card := b.heads[heads], b.cards[heads]
		heads++
		head.SetText(l.headOf(d.date))
		head.Move(fyne.NewPos(scrollMargin, d.top))
		head.Resize(fyne.NewSize(width, l.headHeight()))
		head.Show()
		card.FillColor, card.StrokeColor = style.Color(style.Surface), style.Color(style.Line)
		card.Move(fyne.NewPos(scrollMargin, d.cardAt))
		card.Resize(fyne.NewSize(width, d.height))
		card.Show()
		card.Refresh()
		height := l.rowHeight()
		first := max(0, int((top-d.cardAt)/height))
		for k := first; k < d.count && d.cardAt+float32(k)*height < bottom; k++ {
			if rows == len(b.rows) {
				grown = true
				b.rows = append(b.rows, newHappeningRow(l))
			}
			b.rows[rows].fill(d.first+k, k == d.count-1, fyne.NewPos(scrollMargin, l.topOf(d.first+k)), fyne.NewSize(width, height))
			rows++
		}
	}
	for _, h := range b.heads[heads:] {
		h.Hide()
	}
	for _, c := range b.cards[heads:] {
		c.Hide()
	}
	for _, r := range b.rows[rows:] {
		r.hide()
	}
	if grown {
		b.Refresh()
	}
}

// Tapped implements fyne.Tappable: a click opens a line.
func (b *happeningBody) Tapped(ev *fyne.PointEvent) {
	l := b.list
	line := l.lineAt(ev.Position.Y)
	if line >= 0 {
		l.chosen = line
	}
	parts.Focus(l)
	l.open(line)
}

// MouseIn implements desktop.Hoverable.
func (b *happeningBody) MouseIn(ev *desktop.MouseEvent) { b.MouseMoved(ev) }

// MouseMoved implements desktop.Hoverable.
func (b *happeningBody) MouseMoved(ev *desktop.MouseEvent) {
	if line := b.list.lineAt(ev.Position.Y); line != b.list.hovered {
		b.list.hovered = line
		b.show()
	}
}

// MouseOut implements desktop.Hoverable.
func (b *happeningBody) MouseOut() {
	b.list.hovered = -1
	b.show()
}

// Cursor implements desktop.Cursorable.
func (b *happeningBody) Cursor() desktop.Cursor {
	if b.list.hovered >= 0 {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// CreateRenderer implements fyne.Widget.
func (b *happeningBody) CreateRenderer() fyne.WidgetRenderer { return &happeningBodyRenderer{b: b} }

type happeningBodyRenderer struct{ b *happeningBody }

func (r *happeningBodyRenderer) Destroy() {}

func (r *happeningBodyRenderer) MinSize() fyne.Size {
	if len(r.b.list.days) == 0 {
		return fyne.NewSize(0, 0)
	}
	return fyne.NewSize(0, r.b.list.height()+style.Space24)
}

func (r *happeningBodyRenderer) Layout(fyne.Size) { r.b.show() }

func (r *happeningBodyRenderer) Objects() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, c := range r.b.cards {
		out = append(out, c)
	}
	for _, h := range r.b.heads {
		out = append(out, h)
	}
	for _, row := range r.b.rows {
		out = append(out, row.objects()...)
	}
	return out
}

func (r *happeningBodyRenderer) Refresh() { canvas.Refresh(r.b) }

// badgeSide is the side of the square behind a line's icon.
const badgeSide = style.Space32

// happeningRow is the set of objects of one line in sight.
type happeningRow struct {
	list  *happeningList
	back  *canvas.Rectangle
	rule  *parts.Fill
	badge *parts.Fill
	icon  *parts.Glyph
	thumb *canvas.Image
	disc  *parts.Fill

	clock, name, value, unit, detail, action, letter, person *parts.Text
}

func newHappeningRow(l *happeningList) *happeningRow {
	return &happeningRow{
		list:   l,
		back:   canvas.NewRectangle(style.Color(style.Clear)),
		rule:   parts.NewFill(style.Line, 0, fyne.Size{}),
		badge:  parts.NewFill(style.Sunken, style.RadiusControl, fyne.Size{}),
		icon:   parts.NewGlyph(style.IconData, style.Muted, style.IconCard),
		thumb:  &canvas.Image{FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleSmooth},
		disc:   parts.NewFill(style.Selection, 10, fyne.Size{}),
		clock:  parts.NewText("", parts.SmallMuted),
		name:   parts.NewText("", parts.Body).Cutting(parts.CutEnd),
		value:  parts.NewText("", parts.Strong).Cutting(parts.CutEnd),
		unit:   parts.NewText("", parts.Body),
		detail: parts.NewText("", parts.SmallMuted).Cutting(parts.CutEnd),
		action: parts.NewText("", parts.Small.In(style.Accent)),
		letter: parts.NewText("", parts.Caption.In(style.Accent)).Aligned(fyne.TextAlignCenter),
		person: parts.NewText("", parts.Small).Cutting(parts.CutEnd),
	}
}

func (r *happeningRow) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{
		r.back, r.rule, r.badge, r.icon, r.thumb, r.clock, r.name, r.value, r.unit, r.detail, r.action, r.disc, r.letter, r.person,
	}
}

func (r *happeningRow) hide() {
	for _, o := range r.objects() {
		setShown(o, false)
	}
}

// fill shows a line at its place; the last of a day has no rule under it.
func (r *happeningRow) fill(line int, last bool, at fyne.Position, size fyne.Size) {
	l := r.list
	h := l.lines[line]
	m := l.body.measure
	r.backAt(line, at, size)
	setShown(r.rule, !last)
	r.rule.Move(fyne.NewPos(at.X, at.Y+size.Height-style.Hairline))
	r.rule.Resize(fyne.NewSize(size.Width, style.Hairline))

	x, right := at.X+style.CardPadding, at.X+size.Width-style.CardPadding
	put(r.clock, h.Clock(), x, at.Y, m.clock, size.Height)
	x += m.clock + style.Space12
	r.picture(h, fyne.NewPos(x, at.Y+(size.Height-badgeSide)/2))
	x += badgeSide + style.Space12

	right = r.whose(h, right, at.Y, size.Height)
	action := l.action(h)
	setShown(r.action, action != "")
	if action != "" {
		r.action.SetText(action)
		w := r.action.MinSize().Width
		put(r.action, action, right-w, at.Y, w, size.Height)
		right -= w + style.Space16
	}

	y := at.Y + (size.Height-m.title-m.detail)/2
	if h.Detail == "" {
		y = at.Y + (size.Height-m.title)/2
	}
	setShown(r.detail, h.Detail != "")
	put(r.detail, h.Detail, x, y+m.title, right-x, m.detail)
	room := right - x
	for _, t := range []struct {
		text  *parts.Text
		words string
	}{{r.name, h.Name}, {r.value, h.Value}, {r.unit, h.Unit}} {
		setShown(t.text, t.words != "" && room > 0)
		if t.words == "" || room <= 0 {
			continue
		}
		t.text.SetText(t.words)
		w := min(t.text.WholeWidth()+1, room)
		put(t.text, t.words, x, y, w, m.title)
		x += w + style.Space4
		room -= w + style.Space4
	}
}

func put(t *parts.Text, words string, x, y, width, height float32) {
	t.SetText(words)
	t.Move(fyne.NewPos(x, y))
	t.Resize(fyne.NewSize(max(0, width), height))
	if words != "" {
		setShown(t, true)
	}
}

func (r *happeningRow) backAt(line int, at fyne.Position, size fyne.Size) {
	l := r.list
	r.back.Move(at.AddXY(style.Space4, 3))
	r.back.Resize(size.SubtractWidthHeight(2*style.Space4, 7))
	r.back.CornerRadius = style.RadiusControl
	fill := style.Clear
	if line == l.hovered || line == l.chosen && l.focused {
		fill = style.Selection
	}
	r.back.FillColor = style.Color(fill)
	r.back.StrokeWidth, r.back.StrokeColor = 0, style.Color(style.Clear)
	if line == l.chosen && l.focused {
		r.back.StrokeWidth, r.back.StrokeColor = style.FocusRing, style.Color(style.Focus)
	}
	setShown(r.back, true)
	r.back.Refresh()
}

// picture shows the line's own picture where it has one that is loaded, else its
// icon on a square.
func (r *happeningRow) picture(h happening, at fyne.Position) {
	var thumb image.Image
	if h.Picture != "" {
		thumb = r.list.thumb(h)
	}
	side := fyne.NewSquareSize(badgeSide)
	setShown(r.badge, true)
	r.badge.Move(at)
	r.badge.Resize(side)
	setShown(r.thumb, thumb != nil)
	setShown(r.icon, thumb == nil)
	if thumb != nil {
		if r.thumb.Image != thumb {
			r.thumb.Image = thumb
			r.thumb.Refresh()
		}
		r.thumb.Move(at.AddXY(2, 2))
		r.thumb.Resize(side.SubtractWidthHeight(4, 4))
		return
	}
	icon, token := happeningLook(h)
	r.icon.Set(icon, token)
	r.icon.Move(at)
	r.icon.Resize(side)
}

// whose sets disc and name of the person at the right and returns what is left.
func (r *happeningRow) whose(h happening, right, y, height float32) float32 {
	name := r.list.nameOf(h)
	for _, o := range []fyne.CanvasObject{r.disc, r.letter, r.person} {
		setShown(o, name != "")
	}
	if name == "" {
		return right
	}
	const disc = 20
	width := r.list.body.measure.person
	x := right - width
	put(r.person, name, x, y, width, height)
	x -= disc + style.Space8
	r.disc.Move(fyne.NewPos(x, y+(height-disc)/2))
	r.disc.Resize(fyne.NewSquareSize(disc))
	put(r.letter, strings.ToUpper(string([]rune(name)[:1])), x, y, disc, height)
	return x - style.Space16
}
