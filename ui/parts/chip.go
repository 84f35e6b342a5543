package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vitalkeep/ui/style"
)

// Chip is a small button that is on or off, for filters: an icon in a colour of
// its own and a name.
type Chip struct {
	press
	label *Text
	icon  *Glyph // nil for a chip without
	on    bool
}

// NewChip returns a chip that is off. The icon may be [style.NoIcon]; pressed is
// told of a press and decides what it does.
func NewChip(label string, icon style.Icon, token style.Token, pressed func()) *Chip {
	c := &Chip{label: NewText(label, Small)}
	if icon != style.NoIcon {
		c.icon = NewGlyph(icon, token, style.IconInline)
	}
	c.bind(c, label, pressed)
	return c
}

// On reports whether the chip is on.
func (c *Chip) On() bool { return c.on }

// Label returns the words.
func (c *Chip) Label() string { return c.label.Text() }

// SetOn shows the chip as on or off.
func (c *Chip) SetOn(on bool) {
	if c.on != on {
		c.on = on
		c.Refresh()
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (c *Chip) AccessibilityLabel() string {
	if c.on {
		return c.name + ", ✓"
	}
	return c.name
}

// CreateRenderer implements fyne.Widget.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	r := &chipRenderer{c: c, box: canvas.NewRectangle(style.Color(style.Surface)), ring: newRing(style.RadiusControl)}
	r.box.CornerRadius = style.RadiusControl
	r.box.StrokeWidth = style.Hairline
	r.Refresh()
	return r
}

type chipRenderer struct {
	noDestroy
	c         *Chip
	box, ring *canvas.Rectangle
}

const chipPadding = 10

func (r *chipRenderer) MinSize() fyne.Size {
	strong := Small
	strong.Bold = true // so that the chip keeps its width when it is pressed
	m := strong.measure(r.c.label.text)
	w := m.Width + 2*chipPadding
	if r.c.icon != nil {
		w += r.c.icon.MinSize().Width + 6
	}
	return fyne.NewSize(w, max(style.ControlSmallHeight, m.Height+2*style.Space4))
}

func (r *chipRenderer) Layout(s fyne.Size) {
	r.box.Resize(s)
	placeRing(r.ring, s)
	x := float32(chipPadding)
	if g := r.c.icon; g != nil {
		m := g.MinSize()
		g.Move(fyne.NewPos(x, (s.Height-m.Height)/2))
		g.Resize(m)
		x += m.Width + 6
	}
	r.c.label.Move(fyne.NewPos(x, 0))
	r.c.label.Resize(fyne.NewSize(s.Width-x-chipPadding+2, s.Height))
}

func (r *chipRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.ring, r.box, r.c.label}
	if r.c.icon != nil {
		out = append(out, r.c.icon)
	}
	return out
}

func (r *chipRenderer) Refresh() {
	fill, line := style.Surface, style.Control
	role := Small
	switch {
	case r.c.on:
		fill, line, role.Bold = style.Selection, style.Accent, true
	case r.c.hovered:
		line = style.Text
	}
	r.c.label.SetRole(role)
	r.box.FillColor = style.Color(fill)
	r.box.StrokeColor = style.Color(line)
	showRing(r.ring, r.c.focused)
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}
