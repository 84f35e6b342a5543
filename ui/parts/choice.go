package parts

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/style"
)

// Choice is a box that shows one of several options and opens the list of them;
// Space, Enter and Down open it too, Up and Down choose in it.
type Choice struct {
	press
	label    *Text
	options  []string
	selected int
	changed  func(index int)
	menu     *widget.PopUpMenu
	bare     bool
}

// NewChoice returns the control with the first option chosen. changed is told
// the index when the person chooses another; it may be nil.
func NewChoice(label string, options []string, changed func(index int)) *Choice {
	c := &Choice{label: NewText(label, Caption), options: options, changed: changed}
	c.bind(c, label, c.open)
	return c
}

// Bare leaves the label away, where the page says it beside the box, and returns
// c; it stays the control's name.
func (c *Choice) Bare() *Choice {
	c.bare = true
	c.label.Hide()
	return c
}

// head is how far the box is below the top.
func (c *Choice) head() float32 {
	if c.bare {
		return 0
	}
	return c.label.MinSize().Height + style.Space4
}

// Selected returns the index of the option that holds.
func (c *Choice) Selected() int { return c.selected }

// SetSelected shows another option without telling changed.
func (c *Choice) SetSelected(index int) {
	if index >= 0 && index < len(c.options) {
		c.selected = index
		c.Refresh()
	}
}

// SetOptions replaces the options and chooses the first.
func (c *Choice) SetOptions(options []string) {
	c.options = slices.Clone(options)
	c.selected = 0
	c.Refresh()
}

// SetEnabled enables or disables the control.
func (c *Choice) SetEnabled(on bool) { setEnabled(c, on) }

// Choose does what picking the option from the list does.
func (c *Choice) Choose(index int) {
	if index < 0 || index >= len(c.options) || index == c.selected {
		return
	}
	c.SetSelected(index)
	if c.changed != nil {
		c.changed(index)
	}
}

// TypedKey implements fyne.Focusable.
func (c *Choice) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyDown {
		c.Press()
		return
	}
	c.press.TypedKey(ev)
}

// AccessibilityLabel implements fyne.Accessible.
func (c *Choice) AccessibilityLabel() string { return c.label.Text() + ": " + c.current() }

func (c *Choice) current() string {
	if c.selected < len(c.options) {
		return c.options[c.selected]
	}
	return ""
}

func (c *Choice) open() {
	on := canvasOf(c)
	if on == nil {
		return
	}
	items := make([]*fyne.MenuItem, len(c.options))
	for i, o := range c.options {
		items[i] = fyne.NewMenuItem(o, func() {
			Focus(c) // first: choosing may build the page anew, without c
			c.Choose(i)
		})
		items[i].Checked = i == c.selected
	}
	c.menu = widget.NewPopUpMenu(fyne.NewMenu("", items...), on)
	c.menu.ShowAtRelativePosition(fyne.NewPos(0, c.Size().Height+style.Space4), c)
	c.menu.Resize(fyne.NewSize(max(c.Size().Width, c.menu.MinSize().Width), c.menu.MinSize().Height))
}

// CreateRenderer implements fyne.Widget.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	r := &choiceRenderer{
		c:     c,
		box:   canvas.NewRectangle(style.Color(style.Raised)),
		value: NewText("", Body).Cutting(CutEnd),
		arrow: NewGlyph(style.IconChevronDown, style.Text, style.IconInline),
	}
	r.box.CornerRadius = style.RadiusControl
	r.Refresh()
	return r
}

type choiceRenderer struct {
	noDestroy
	c     *Choice
	box   *canvas.Rectangle
	value *Text
	arrow *Glyph
}

// choiceWords is how much of the longest option a choice asks room for.
const choiceWords = 240

func (r *choiceRenderer) MinSize() fyne.Size {
	var w float32
	for _, o := range r.c.options {
		w = max(w, Body.measure(o).Width)
	}
	var label float32
	if !r.c.bare {
		label = r.c.label.MinSize().Width
	}
	return fyne.NewSize(
		max(label, min(w, choiceWords*style.TextBody.Size()/float32(style.TextBody))+2*style.Space12+style.Space8+style.IconInline.Size()),
		r.c.head()+controlHeight(),
	)
}

func (r *choiceRenderer) Layout(s fyne.Size) {
	label := r.c.label.MinSize()
	r.c.label.Resize(fyne.NewSize(s.Width, label.Height))
	y := r.c.head()
	r.box.Move(fyne.NewPos(0, y))
	r.box.Resize(fyne.NewSize(s.Width, controlHeight()))
	r.value.Move(fyne.NewPos(style.Space12, y))
	r.value.Resize(fyne.NewSize(s.Width-2*style.Space12-style.Space8-style.IconInline.Size(), controlHeight()))
	r.arrow.Move(fyne.NewPos(s.Width-style.Space12-style.IconInline.Size(), y+(controlHeight()-style.IconInline.Size())/2))
	r.arrow.Resize(r.arrow.MinSize())
}

func (r *choiceRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.c.label, r.value, r.arrow}
}

func (r *choiceRenderer) Refresh() {
	fill, line, ink, width := style.Raised, style.Control, style.Text, style.Hairline
	if r.c.hovered || r.c.pressed {
		line = style.Text
	}
	if r.c.pressed {
		fill = style.Selection
	}
	if r.c.focused {
		line, width = style.Focus, style.FocusRing
	}
	if r.c.Disabled() {
		fill, line, ink, width = style.Sunken, style.Line, style.Muted, style.Hairline
	}
	r.box.FillColor = style.Color(fill)
	r.box.StrokeColor = style.Color(line)
	r.box.StrokeWidth = width
	r.value.SetText(r.c.current())
	r.value.SetRole(Body.In(ink))
	r.arrow.Set(style.IconChevronDown, ink)
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}
