package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// Chip is a small button that is on or off, for filters: an icon in a colour of
// its own and a name. A chip without an icon shows a check while it is on; one
// with a cross stands for what holds and is taken away by pressing it. Chips
// stand in a [Flow].
type Chip struct {
	press
	label *Text
	icon  style.Icon
	token style.Token
	glyph *Glyph
	on    bool
	cross bool
}

// NewChip returns a chip that is off. The icon may be [style.NoIcon]; pressed is
// told of a press and decides what it does.
func NewChip(label string, icon style.Icon, token style.Token, pressed func()) *Chip {
	c := &Chip{label: NewText(label, Small), icon: icon, token: token, glyph: NewGlyph(icon, token, style.IconInline)}
	c.bind(c, label, pressed)
	return c
}

// NewCrossChip returns a chip for something that holds, such as a filter;
// pressing it takes it away.
func NewCrossChip(label string, removed func()) *Chip {
	c := &Chip{label: NewText(label, Small), glyph: NewGlyph(style.IconClose, style.Muted, style.IconInline), on: true, cross: true}
	c.bind(c, locale.T("Take away: %s", label), removed)
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

// SetEnabled enables or disables the chip.
func (c *Chip) SetEnabled(on bool) { setEnabled(c, on) }

// sign is the icon before the words, or the cross after them.
func (c *Chip) sign() (style.Icon, style.Token) {
	switch {
	case c.cross:
		return style.IconClose, style.Muted
	case c.icon != style.NoIcon && c.Disabled():
		return c.icon, style.Muted
	case c.icon != style.NoIcon:
		return c.icon, c.token
	case c.on:
		return style.IconCheck, style.Accent
	}
	return style.NoIcon, style.Muted
}

// AccessibilityLabel implements fyne.Accessible.
func (c *Chip) AccessibilityLabel() string {
	switch {
	case c.cross:
		return c.name
	case c.on:
		return locale.T("%s: chosen", c.name)
	}
	return locale.T("%s: not chosen", c.name)
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

const (
	chipPadding = 10
	chipGap     = 6
)

func (r *chipRenderer) MinSize() fyne.Size {
	strong := Small
	strong.Bold = true // so that the chip keeps its width when it is pressed
	m := strong.measure(r.c.label.text)
	// The room of the check is kept free, so that the line stays still.
	w := m.Width + 2*chipPadding + r.c.glyph.MinSize().Width + chipGap
	return fyne.NewSize(w, style.Height(style.ControlSmallHeight, style.TextSmall))
}

func (r *chipRenderer) Layout(s fyne.Size) {
	r.box.Resize(s)
	placeRing(r.ring, s)
	c := r.c
	m, words := c.glyph.MinSize(), c.label.WholeWidth()
	at, x := float32(chipPadding), float32(chipPadding)
	switch {
	case c.cross:
		at = s.Width - chipPadding - m.Width
	case !c.glyph.Visible():
		x = (s.Width - words) / 2
	default:
		x += m.Width + chipGap
	}
	c.glyph.Move(fyne.NewPos(at, (s.Height-m.Height)/2))
	c.glyph.Resize(m)
	c.label.Move(fyne.NewPos(x, 0))
	c.label.Resize(fyne.NewSize(words, s.Height))
}

func (r *chipRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.box, r.c.label, r.c.glyph}
}

func (r *chipRenderer) Refresh() {
	fill, line := style.Surface, style.Control
	role := Small
	switch {
	case r.c.Disabled():
		fill, line, role.Color = style.Clear, style.Line, style.Muted
	case r.c.pressed:
		fill, line = style.Line, style.Text
	case r.c.cross && r.c.hovered:
		fill, line = style.Selection, style.Text
	case r.c.cross:
		fill = style.Selection
	case r.c.on:
		fill, line, role.Bold = style.Selection, style.Accent, true
	case r.c.hovered:
		line = style.Text
	}
	r.c.label.SetRole(role)
	icon, token := r.c.sign()
	r.c.glyph.Hidden = icon == style.NoIcon
	r.c.glyph.Set(icon, token)
	r.box.FillColor = style.Color(fill)
	r.box.StrokeColor = style.Color(line)
	showRing(r.ring, r.c.focused && !r.c.Disabled())
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}
