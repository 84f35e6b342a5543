package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// OnSave sets who is told of Ctrl+Enter.
func (f *Field) OnSave(saved func()) { f.input.onSave = saved }

// saving reports whether a shortcut asks to keep what was typed.
func saving(s *desktop.CustomShortcut) bool {
	return (s.KeyName == fyne.KeyReturn || s.KeyName == fyne.KeyEnter) && s.Modifier == fyne.KeyModifierShortcutDefault
}
