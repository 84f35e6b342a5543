package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// focusables are the controls that the keyboard can reach, in the tree of the
// window or of what lies over it.
func (s *stage) focusables() []fyne.Focusable {
	var out []fyne.Focusable
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		if f, ok := o.(fyne.Focusable); ok {
			if d, ok := o.(fyne.Disableable); !ok || !d.Disabled() {
				out = append(out, f)
			}
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child)
			}
		}
	}
	if over := s.window.Canvas().Overlays().Top(); over != nil {
		walk(over)
		return out
	}
	walk(s.window.Content())
	return out
}

// unreachable tells what the keyboard cannot do on the window as it is: controls
// without a name, controls that Tab does not reach, and traps, from which it
// does not go on.
func (s *stage) unreachable() []string {
	var out []string
	want := map[fyne.Focusable]bool{}
	for _, f := range s.focusables() {
		want[f] = true
		if a, ok := f.(fyne.Accessible); !ok || a.AccessibilityLabel() == "" {
			out = append(out, fmt.Sprintf("%T at %v has no name", f, f.(fyne.CanvasObject).Position()))
		}
		if tab, ok := f.(fyne.Tabbable); ok && tab.AcceptsTab() {
			out = append(out, fmt.Sprintf("%T keeps Tab for itself", f))
		}
	}
	canvas := s.window.Canvas()
	canvas.Unfocus()
	for range len(want) {
		canvas.FocusNext()
		delete(want, canvas.Focused())
	}
	for f := range want {
		out = append(out, fmt.Sprintf("Tab does not reach %T", f))
	}
	return out
}
