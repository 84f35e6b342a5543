package parts

import "fyne.io/fyne/v2"

// CatchShortcuts puts to in the place of the canvas' own shortcuts until the
// returned function is called.
func CatchShortcuts(to fyne.Shortcutable) (restore func()) {
	before := shortcutsOf
	shortcutsOf = func(fyne.CanvasObject) fyne.Shortcutable { return to }
	return func() { shortcutsOf = before }
}
