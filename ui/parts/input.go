package parts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/style"
)

// Input is Fyne's entry without its box, which [Field] draws, and with two
// differences: shortcuts and keys that an entry has no use for go on to the
// canvas, so that Ctrl+L locks while one types, and it tells about its focus.
type Input struct {
	widget.Entry
	onFocus func(bool)
	onKey   func(*fyne.KeyEvent) bool // reports whether it used the key
	onSave  func()                    // of Ctrl+Enter
	name    func() string
}

func newInput(password bool) *Input {
	i := &Input{}
	i.Password = password
	i.ExtendBaseWidget(i)
	return i
}

// CreateRenderer implements fyne.Widget. Fyne puts an eye of its own into an
// entry that is a password from the start; the field has one that takes the
// focus and has a name.
func (i *Input) CreateRenderer() fyne.WidgetRenderer {
	hidden := i.Password
	i.Password = false
	r := i.Entry.CreateRenderer()
	i.Password = hidden
	r.Refresh()
	return r
}

// TypedShortcut implements fyne.Shortcutable.
func (i *Input) TypedShortcut(s fyne.Shortcut) {
	custom, ok := s.(*desktop.CustomShortcut)
	if ok && i.onSave != nil && saving(custom) {
		i.onSave()
		return
	}
	if ok && !editing(custom) {
		passShortcut(i, s)
		return
	}
	i.Entry.TypedShortcut(s)
}

// editing reports whether a shortcut moves the cursor by words, which entries do.
func editing(s *desktop.CustomShortcut) bool {
	switch s.KeyName {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyHome, fyne.KeyEnd, fyne.KeyUp, fyne.KeyDown:
		return true
	}
	return false
}

// TypedKey implements fyne.Focusable.
func (i *Input) TypedKey(ev *fyne.KeyEvent) {
	if i.onKey != nil && i.onKey(ev) {
		return
	}
	switch ev.Name {
	case fyne.KeyEscape, fyne.KeyF1, fyne.KeyF6:
		passKey(i, ev)
		return
	}
	i.Entry.TypedKey(ev)
}

// AcceptsTab implements fyne.Tabbable: Tab goes on to the next control out of text
// of several lines too.
func (i *Input) AcceptsTab() bool { return false }

// FocusGained implements fyne.Focusable.
func (i *Input) FocusGained() {
	i.Entry.FocusGained()
	if i.onFocus != nil {
		i.onFocus(true)
	}
}

// FocusLost implements fyne.Focusable.
func (i *Input) FocusLost() {
	i.Entry.FocusLost()
	if i.onFocus != nil {
		i.onFocus(false)
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (i *Input) AccessibilityLabel() string {
	if i.name == nil {
		return ""
	}
	return i.name()
}

// AccessibilityRole implements fyne.Accessible.
func (i *Input) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// bareTheme takes an entry's own box and scroll bar away; everything else stays as the theme
// in force has it.
type bareTheme struct{}

func (bareTheme) base() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

// Color implements fyne.Theme.
func (t bareTheme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	switch name {
	case theme.ColorNameInputBackground, theme.ColorNameInputBorder:
		return style.Color(style.Clear)
	}
	return t.base().Color(name, v)
}

// Font implements fyne.Theme.
func (t bareTheme) Font(s fyne.TextStyle) fyne.Resource { return t.base().Font(s) }

// Icon implements fyne.Theme.
func (t bareTheme) Icon(name fyne.ThemeIconName) fyne.Resource { return t.base().Icon(name) }

// Size implements fyne.Theme.
func (t bareTheme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameInputBorder, theme.SizeNameScrollBar, theme.SizeNameScrollBarSmall:
		return 0
	}
	return t.base().Size(name)
}
