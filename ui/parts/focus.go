package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vitalkeep/ui/style"
)

// ringReach is how far the focus ring stands out around its control.
const ringReach = style.FocusGap + style.FocusRing

// newRing returns a focus ring that is not shown yet.
func newRing(radius float32) *canvas.Rectangle {
	ring := canvas.NewRectangle(style.Color(style.Clear))
	ring.StrokeWidth = style.FocusRing
	ring.CornerRadius = radius + ringReach
	ring.Hide()
	return ring
}

// placeRing lays the ring around a control of the given size at 0,0. The stroke
// is drawn inside the rectangle.
func placeRing(ring *canvas.Rectangle, size fyne.Size) {
	ring.Move(fyne.NewPos(-ringReach, -ringReach))
	ring.Resize(size.AddWidthHeight(2*ringReach, 2*ringReach))
}

func showRing(ring *canvas.Rectangle, on bool) {
	ring.StrokeColor = style.Color(style.Focus)
	if on {
		ring.Show()
	} else {
		ring.Hide()
	}
	ring.Refresh()
}

// canvasOf returns the canvas o is shown on, or nil.
func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

// passKey hands a key that a focused part does not use to the canvas. Fyne
// itself gives a key to the focused widget alone.
func passKey(o fyne.CanvasObject, ev *fyne.KeyEvent) {
	if c := canvasOf(o); c != nil {
		if typed := c.OnTypedKey(); typed != nil {
			typed(ev)
		}
	}
}

// passRune is passKey for characters.
func passRune(o fyne.CanvasObject, r rune) {
	if c := canvasOf(o); c != nil {
		if typed := c.OnTypedRune(); typed != nil {
			typed(r)
		}
	}
}

// passShortcut hands a shortcut that a focused entry does not use to the canvas.
func passShortcut(o fyne.CanvasObject, s fyne.Shortcut) {
	if c := shortcutsOf(o); c != nil {
		c.TypedShortcut(s)
	}
}

// shortcutsOf returns what takes the shortcuts of the canvas that o is on. The
// canvas of the test driver hides its own, so tests put another in its place.
var shortcutsOf = func(o fyne.CanvasObject) fyne.Shortcutable {
	c, ok := canvasOf(o).(fyne.Shortcutable)
	if !ok {
		return nil
	}
	return c
}

// Focus gives the keyboard to o. The driver of a real window knows which canvas
// an object is on only once it has painted it, which is too late for a screen
// that was just put up; then the program's window is asked itself.
func Focus(o fyne.Focusable) {
	obj, ok := o.(fyne.CanvasObject)
	if !ok {
		return
	}
	if c := canvasOf(obj); c != nil {
		c.Focus(o)
		return
	}
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		w.Canvas().Focus(o)
	}
}

// Unfocus takes the keyboard from whatever has it on the canvas of o: for a page
// that is built anew, so that no key reaches a control that is gone.
func Unfocus(o fyne.CanvasObject) {
	if c := canvasOf(o); c != nil {
		c.Unfocus()
	}
}
