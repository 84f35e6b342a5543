package parts

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vitalkeep/ui/style"
)

// PersonRow is one of the people in a list to choose from: a disc with the
// initial, the name, what else is to be said, and a check on the one that holds.
type PersonRow struct {
	press
	title, under *Text
	face         *Face
	keys         *Text
	on           bool
	closed       *Glyph // nil for one who is open to all
}

// NewPersonRow returns the row; keys is the shortcut that does the same, or "".
func NewPersonRow(name, caption, keys string, on bool, chosen func()) *PersonRow {
	r := &PersonRow{
		title: NewText(name, SmallStrong).Cutting(CutEnd),
		under: NewText(caption, Caption).Cutting(CutEnd),
		face:  NewFace(name, nil, 0),
		keys:  NewText(keys, Caption),
		on:    on,
	}
	r.bind(r, name+", "+caption, chosen)
	return r
}

// Pictured shows the person's picture, nil for none. It returns p.
func (p *PersonRow) Pictured(picture image.Image) *PersonRow {
	p.face.picture = picture
	return p
}

// Closed marks a person whose data a passcode closes. It returns p.
func (p *PersonRow) Closed() *PersonRow {
	p.closed = NewGlyph(style.IconLock, style.Muted, style.IconInline)
	return p
}

// CreateRenderer implements fyne.Widget.
func (p *PersonRow) CreateRenderer() fyne.WidgetRenderer {
	r := &personRowRenderer{
		p:     p,
		box:   canvas.NewRectangle(style.Color(style.Clear)),
		ring:  newRing(style.RadiusControl),
		check: NewGlyph(style.IconCheck, style.Text, style.IconInline),
	}
	r.box.CornerRadius = style.RadiusControl
	r.Refresh()
	return r
}

type personRowRenderer struct {
	noDestroy
	p         *PersonRow
	box, ring *canvas.Rectangle
	check     *Glyph
}

func (r *personRowRenderer) MinSize() fyne.Size {
	return fyne.NewSize(160, style.Height(46, style.TextSmall, style.TextCaption))
}

func (r *personRowRenderer) Layout(s fyne.Size) {
	disc := discSize()
	r.box.Resize(s)
	placeRing(r.ring, s)
	const left = 10
	r.p.face.Move(fyne.NewPos(left, (s.Height-disc)/2))
	r.p.face.Resize(fyne.NewSquareSize(disc))
	right := s.Width - left
	if r.p.on {
		c := r.check.MinSize()
		right -= c.Width
		r.check.Move(fyne.NewPos(right, (s.Height-c.Height)/2))
		r.check.Resize(c)
		right -= style.Space8
	} else if k := r.p.keys.MinSize(); k.Width > 0 {
		right -= k.Width
		r.p.keys.Move(fyne.NewPos(right, (s.Height-k.Height)/2))
		r.p.keys.Resize(k)
		right -= style.Space8
	}
	if g := r.p.closed; g != nil {
		m := g.MinSize()
		right -= m.Width
		g.Move(fyne.NewPos(right, (s.Height-m.Height)/2))
		g.Resize(m)
		right -= style.Space8
	}
	x := left + disc + left
	title, under := r.p.title.MinSize().Height, r.p.under.MinSize().Height
	y := (s.Height - title - under) / 2
	r.p.title.Move(fyne.NewPos(x, y))
	r.p.title.Resize(fyne.NewSize(right-x, title))
	r.p.under.Move(fyne.NewPos(x, y+title))
	r.p.under.Resize(fyne.NewSize(right-x, under))
}

func (r *personRowRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.ring, r.box, r.p.face, r.p.title, r.p.under, r.p.keys, r.check}
	if r.p.closed != nil {
		objects = append(objects, r.p.closed)
	}
	return objects
}

func (r *personRowRenderer) Refresh() {
	fill := style.Clear
	if r.p.on || r.p.hovered {
		fill = style.Selection
	}
	r.box.FillColor = style.Color(fill)
	r.check.Hidden, r.p.keys.Hidden = !r.p.on, r.p.on
	showRing(r.ring, r.p.focused)
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}

// MenuRow is a thing to do in a list that floats: an icon and words.
type MenuRow struct {
	press
	icon *Glyph
	text *Text
	note *Text // at the end of the row
}

// NewMenuRow returns the row.
func NewMenuRow(icon style.Icon, words string, pressed func()) *MenuRow {
	r := &MenuRow{icon: NewGlyph(icon, style.Text, style.IconCard), text: NewText(words, Body).Cutting(CutEnd), note: NewText("", Caption)}
	r.bind(r, words, pressed)
	return r
}

// Noted says something more at the end of the row, such as how much there is. It
// returns m.
func (m *MenuRow) Noted(words string) *MenuRow {
	m.note.SetText(words)
	m.name = m.text.Text() + ", " + words
	return m
}

// CreateRenderer implements fyne.Widget.
func (m *MenuRow) CreateRenderer() fyne.WidgetRenderer {
	r := &menuRowRenderer{m: m, box: canvas.NewRectangle(style.Color(style.Clear)), ring: newRing(style.RadiusControl)}
	r.box.CornerRadius = style.RadiusControl
	r.Refresh()
	return r
}

type menuRowRenderer struct {
	noDestroy
	m         *MenuRow
	box, ring *canvas.Rectangle
}

func (r *menuRowRenderer) MinSize() fyne.Size {
	return fyne.NewSize(160, style.Height(style.NavRowHeight, style.TextBody))
}

func (r *menuRowRenderer) Layout(s fyne.Size) {
	r.box.Resize(s)
	placeRing(r.ring, s)
	icon := r.m.icon.MinSize()
	// In the middle of the discs of the people above.
	x := 10 + (discSize()-icon.Width)/2
	r.m.icon.Move(fyne.NewPos(x, (s.Height-icon.Height)/2))
	r.m.icon.Resize(icon)
	x = 10 + discSize() + 10
	right := s.Width - style.Space8
	if w := r.m.note.WholeWidth(); w > 0 {
		right -= w + 2
		r.m.note.Move(fyne.NewPos(right, 0))
		r.m.note.Resize(fyne.NewSize(w, s.Height))
		right -= style.Space8
	}
	r.m.text.Move(fyne.NewPos(x, 0))
	r.m.text.Resize(fyne.NewSize(right-x, s.Height))
}

func (r *menuRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.box, r.m.icon, r.m.text, r.m.note}
}

func (r *menuRowRenderer) Refresh() {
	fill := style.Clear
	if r.m.hovered {
		fill = style.Selection
	}
	r.box.FillColor = style.Color(fill)
	showRing(r.ring, r.m.focused)
	r.Layout(r.m.Size())
	canvas.Refresh(r.m)
}
