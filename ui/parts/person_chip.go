package parts

import (
	"image"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vitalkeep/ui/style"
)

// PersonChip shows whose data the window shows. With an action it is pressed to
// choose another person and shows a chevron; without, it only tells.
type PersonChip struct {
	press
	who     string
	caption string
	face    *Face
	compact bool
}

// NewPersonChip returns the chip; choose may be nil.
func NewPersonChip(name, caption string, choose func()) *PersonChip {
	c := &PersonChip{who: name, caption: caption, face: NewFace(name, nil, 0)}
	c.bind(c, name, choose)
	if choose == nil {
		c.Disable() // nothing to press, so the focus passes by
	}
	return c
}

// Set changes the person.
func (c *PersonChip) Set(name, caption string, picture image.Image) {
	c.who, c.name, c.caption = name, name, caption
	c.face.Set(name, picture)
	c.Refresh()
}

func (c *PersonChip) setCompact(on bool) {
	c.compact = on
	c.Refresh()
}

// initial returns the first letter of a name in upper case.
func initial(name string) string {
	r, size := utf8.DecodeRuneInString(strings.TrimSpace(name))
	if size == 0 || r == utf8.RuneError {
		return "?"
	}
	return strings.ToUpper(string(r))
}

// CreateRenderer implements fyne.Widget.
func (c *PersonChip) CreateRenderer() fyne.WidgetRenderer {
	r := &personRenderer{
		c:       c,
		box:     canvas.NewRectangle(style.Color(style.Surface)),
		ring:    newRing(style.RadiusControl),
		name:    NewText(c.who, SmallStrong).Cutting(CutEnd),
		caption: NewText(c.caption, Caption).Cutting(CutEnd),
		arrow:   NewGlyph(style.IconChevronDown, style.Text, style.IconInline),
	}
	r.box.CornerRadius = style.RadiusControl
	r.box.StrokeWidth = style.Hairline
	r.Refresh()
	return r
}

type personRenderer struct {
	noDestroy
	c             *PersonChip
	box, ring     *canvas.Rectangle
	name, caption *Text
	arrow         *Glyph
}

// discSize is the width of the disc with a person's initial.
func discSize() float32 { return 28 + style.TextSmall.Size() - float32(style.TextSmall) }

func (r *personRenderer) MinSize() fyne.Size {
	if r.c.compact {
		return fyne.NewSize(style.RailCompactWidth-2*style.Space8, max(42, discSize()+style.Space8))
	}
	return fyne.NewSize(railWidth()-2*style.Space12, style.Height(52, style.TextSmall, style.TextCaption))
}

func (r *personRenderer) Layout(s fyne.Size) {
	disc := discSize()
	r.box.Resize(s)
	placeRing(r.ring, s)
	x := float32(10)
	if r.c.compact {
		x = (s.Width - disc) / 2
	}
	y := (s.Height - disc) / 2
	r.c.face.Move(fyne.NewPos(x, y))
	r.c.face.Resize(fyne.NewSquareSize(disc))
	x += disc + 10
	room := s.Width - x - style.Space8
	if !r.arrow.Hidden {
		room -= style.IconInline.Size() + style.Space4
		r.arrow.Move(fyne.NewPos(s.Width-style.IconInline.Size()-10, (s.Height-style.IconInline.Size())/2))
		r.arrow.Resize(r.arrow.MinSize())
	}
	name, caption := r.name.MinSize().Height, r.caption.MinSize().Height
	top := (s.Height - name - caption) / 2
	r.name.Move(fyne.NewPos(x, top))
	r.name.Resize(fyne.NewSize(room, name))
	r.caption.Move(fyne.NewPos(x, top+name))
	r.caption.Resize(fyne.NewSize(room, caption))
}

func (r *personRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.box, r.c.face, r.name, r.caption, r.arrow}
}

func (r *personRenderer) Refresh() {
	line := style.Line
	if r.c.hovered && !r.c.Disabled() {
		line = style.Control
	}
	r.box.FillColor = style.Color(style.Surface)
	r.box.StrokeColor = style.Color(line)
	r.name.SetText(r.c.who)
	r.caption.SetText(r.c.caption)
	r.name.Hidden, r.caption.Hidden = r.c.compact, r.c.compact
	r.arrow.Hidden = r.c.compact || r.c.Disabled()
	showRing(r.ring, r.c.focused)
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}
