package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// press is what everything that can be pressed has in common: focus, Space and
// Name is what the control is called, also where only an icon tells of it.
func (p *press) Name() string { return p.name }

// Enter, the mouse, a name, being disabled. A widget embeds it and calls bind.
type press struct {
	widget.DisableableWidget
	self    fyne.CanvasObject
	name    string
	action  func()
	focused bool
	hovered bool
	pressed bool // the mouse is down on it
	onFocus func()
}

func (p *press) bind(self fyne.Widget, name string, action func()) {
	p.self, p.name, p.action = self, name, action
	p.ExtendBaseWidget(self)
}

// Tapped implements fyne.Tappable.
func (p *press) Tapped(*fyne.PointEvent) { p.Press() }

// Press does what a click does; a disabled control does nothing.
func (p *press) Press() {
	if !p.Disabled() && p.action != nil {
		p.action()
	}
}

// OnFocus sets who is told when the control gets the focus: a list scrolls then
// to bring it into sight.
func (p *press) OnFocus(f func()) { p.onFocus = f }

// FocusGained implements fyne.Focusable.
func (p *press) FocusGained() {
	p.focused = true
	p.Refresh()
	if p.onFocus != nil {
		p.onFocus()
	}
}

// FocusLost implements fyne.Focusable.
func (p *press) FocusLost() {
	p.focused = false
	p.Refresh()
}

// TypedKey implements fyne.Focusable.
func (p *press) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		p.Press()
	default:
		passKey(p.self, ev)
	}
}

// TypedRune implements fyne.Focusable. Space comes as a key too, which does the
// work.
func (p *press) TypedRune(r rune) {
	if r != ' ' {
		passRune(p.self, r)
	}
}

// MouseIn implements desktop.Hoverable.
func (p *press) MouseIn(*desktop.MouseEvent) {
	p.hovered = true
	p.Refresh()
}

// MouseMoved implements desktop.Hoverable.
func (p *press) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (p *press) MouseOut() {
	p.hovered, p.pressed = false, false
	p.Refresh()
}

// MouseDown implements desktop.Mouseable.
func (p *press) MouseDown(ev *desktop.MouseEvent) {
	if ev.Button == desktop.MouseButtonPrimary {
		p.pressed = true
		p.Refresh()
	}
}

// MouseUp implements desktop.Mouseable.
func (p *press) MouseUp(*desktop.MouseEvent) {
	if p.pressed {
		p.pressed = false
		p.Refresh()
	}
}

// Cursor implements desktop.Cursorable.
func (p *press) Cursor() desktop.Cursor {
	if p.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// AccessibilityLabel implements fyne.Accessible.
func (p *press) AccessibilityLabel() string { return p.name }

// AccessibilityRole implements fyne.Accessible.
func (p *press) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
