package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vitalkeep/ui/style"
)

// ButtonKind is how much a button asks for attention.
type ButtonKind int

// The kinds: one primary on a page; outlined for the rest; quiet looks like a
// link; danger is a link that destroys; tool is an icon alone.
const (
	Primary ButtonKind = iota
	Outlined
	Quiet
	Danger
	Tool
)

// Button is a button with words, an icon, or both.
type Button struct {
	press
	kind   ButtonKind
	icon   style.Icon
	label  string
	height float32
}

// NewButton returns a button of the height of a control.
func NewButton(kind ButtonKind, label string, pressed func()) *Button {
	b := &Button{kind: kind, label: label, height: style.ControlHeight}
	b.bind(b, label, pressed)
	return b
}

// NewIconButton returns a square button that shows an icon alone; name is what
// assistive technology reads.
func NewIconButton(icon style.Icon, name string, pressed func()) *Button {
	b := &Button{kind: Tool, icon: icon, height: style.ControlHeight}
	b.bind(b, name, pressed)
	return b
}

// WithIcon puts an icon before the words and returns b.
func (b *Button) WithIcon(icon style.Icon) *Button {
	b.icon = icon
	b.Refresh()
	return b
}

// Tall sets the button's height, such as [style.ControlLargeHeight], and
// returns b.
func (b *Button) Tall(height float32) *Button {
	b.height = height
	b.Refresh()
	return b
}

// Named gives the button another name than its words, where they alone do not
// tell what it is about, and returns b.
func (b *Button) Named(name string) *Button {
	b.name = name
	return b
}

// SetLabel changes the words.
func (b *Button) SetLabel(label string) {
	if b.label != label {
		b.label, b.name = label, label
		b.Refresh()
	}
}

// SetIcon changes the icon, and the name if it is not empty.
func (b *Button) SetIcon(icon style.Icon, name string) {
	b.icon = icon
	if name != "" {
		b.name = name
	}
	b.Refresh()
}

// Label returns the words.
func (b *Button) Label() string { return b.label }

// SetEnabled enables or disables the button.
func (b *Button) SetEnabled(on bool) { setEnabled(b, on) }

// setEnabled enables or disables a control.
func setEnabled(c fyne.Disableable, on bool) {
	switch {
	case on == !c.Disabled():
	case on:
		c.Enable()
	default:
		c.Disable()
	}
}

// AccessibilityRole implements fyne.Accessible.
func (b *Button) AccessibilityRole() fyne.AccessibleRole {
	if b.kind == Quiet {
		return fyne.AccessibleRoleLink
	}
	return fyne.AccessibleRoleButton
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{
		b:    b,
		box:  canvas.NewRectangle(style.Color(style.Clear)),
		ring: newRing(style.RadiusControl),
		text: canvas.NewText(b.label, style.Color(style.Text)),
		icon: newIconImage(b.icon, style.Text),
	}
	r.box.CornerRadius = style.RadiusControl
	r.Refresh()
	return r
}

type buttonRenderer struct {
	noDestroy
	b         *Button
	box, ring *canvas.Rectangle
	text      *canvas.Text
	icon      *iconImage
}

// look returns the colours of the button's fill, outline and words.
func (b *Button) look() (fill, line, ink style.Token) {
	off, over := b.Disabled(), b.hovered && !b.Disabled()
	switch b.kind {
	case Primary:
		switch {
		case off:
			return style.Sunken, style.Line, style.Muted
		case b.pressed:
			return style.AccentHover, style.Text, style.OnAccent
		case over:
			return style.AccentHover, style.Clear, style.OnAccent
		}
		return style.Accent, style.Clear, style.OnAccent
	case Outlined:
		switch {
		case off:
			return style.Clear, style.Line, style.Muted
		case b.pressed:
			return style.Selection, style.Text, style.Text
		case over:
			return style.Raised, style.Text, style.Text
		}
		return style.Surface, style.Control, style.Text
	case Quiet, Danger, Tool:
		ink = map[ButtonKind]style.Token{Quiet: style.Accent, Danger: style.Danger, Tool: style.Text}[b.kind]
		if off {
			ink = style.Muted
		}
		fill = style.Clear
		switch {
		case off:
		case b.pressed:
			fill = style.Line
		case over:
			fill = style.Selection
		}
		return fill, style.Clear, ink
	}
	return style.Clear, style.Clear, style.Text
}

// padding is the room on either side of the words.
func (b *Button) padding() float32 {
	switch {
	case b.kind == Quiet || b.kind == Danger:
		return style.Space8
	case b.height < style.ControlHeight:
		return style.Space12
	}
	return style.Space16
}

func (r *buttonRenderer) role() Role {
	role := Body
	if r.b.kind == Primary {
		role = Strong
	}
	if r.b.height < style.ControlHeight {
		role.Size = style.TextSmall
	}
	return role
}

func (r *buttonRenderer) content() (text fyne.Size, icon, gap float32) {
	if r.b.label != "" {
		text = r.role().measure(r.b.label)
	}
	if r.b.icon != style.NoIcon {
		icon = style.IconInline.Size()
		if r.b.kind == Tool {
			icon = style.IconCard.Size()
		}
		if text.Width > 0 {
			gap = style.Space8
		}
	}
	return text, icon, gap
}

func (r *buttonRenderer) MinSize() fyne.Size {
	if r.b.kind == Tool {
		return fyne.NewSquareSize(max(r.b.height, style.IconCard.Size()+style.Space8))
	}
	text, icon, gap := r.content()
	return fyne.NewSize(text.Width+icon+gap+2*r.b.padding(), style.Height(r.b.height, r.role().Size))
}

func (r *buttonRenderer) Layout(s fyne.Size) {
	r.box.Resize(s)
	placeRing(r.ring, s)
	text, icon, gap := r.content()
	x := (s.Width - text.Width - icon - gap) / 2
	placeIcon(r.icon, fyne.NewPos(x, (s.Height-icon)/2), icon)
	r.text.Move(fyne.NewPos(x+icon+gap, (s.Height-text.Height)/2))
	r.text.Resize(text)
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.box, r.icon.Raster, r.text}
}

func (r *buttonRenderer) Refresh() {
	fill, line, ink := r.b.look()
	r.box.FillColor = style.Color(fill)
	r.box.StrokeColor = style.Color(line)
	r.box.StrokeWidth = style.Hairline
	r.role().In(ink).apply(r.text)
	r.text.Text = r.b.label
	if r.b.icon != style.NoIcon {
		setIcon(r.icon, r.b.icon, ink)
		r.icon.Show()
	} else {
		r.icon.Hide()
	}
	showRing(r.ring, r.b.focused && !r.b.Disabled())
	r.Layout(r.b.Size())
	canvas.Refresh(r.b)
}
