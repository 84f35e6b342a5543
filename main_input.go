//go:build !ci

package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"github.com/go-gl/glfw/v3.4/glfw"

	"vitalkeep/ui"
)

// hearWindow tells the shell of every input of the window, and that it was made
// small. The window is on the screen already.
func hearWindow(w fyne.Window, shell *ui.Shell) {
	v := view(w)
	if v == nil {
		return
	}
	hearInput(v, shell.Heard)
	minimising := tellsMinimised(w)
	if minimising {
		hearMinimised(v, func() { shell.LeftBy(ui.LeftMinimising, func() {}) })
	}
	shell.Offers(func(p *ui.Presence) { p.Input, p.Minimised = true, minimising })
}

// view is the window as the toolkit's driver has it, nil where there is another
// driver.
func view(w fyne.Window) (v *glfw.Window) {
	if d, ok := w.(interface{ RunWithContext(f func()) }); ok {
		d.RunWithContext(func() { v = glfw.GetCurrentContext() })
	}
	return v
}

// hearInput calls heard with every input of the window, before the toolkit gets it.
// The toolkit itself hands input to the one object that takes it, so that nothing
// else could hear all of it.
func hearInput(v *glfw.Window, heard func()) {
	var (
		key    glfw.KeyCallback
		char   glfw.CharCallback
		button glfw.MouseButtonCallback
		moved  glfw.CursorPosCallback
		scroll glfw.ScrollCallback
		drop   glfw.DropCallback
		focus  glfw.FocusCallback
	)
	key = v.SetKeyCallback(func(w *glfw.Window, k glfw.Key, code int, a glfw.Action, m glfw.ModifierKey) {
		heard()
		if key != nil {
			key(w, k, code, a, m)
		}
	})
	char = v.SetCharCallback(func(w *glfw.Window, r rune) {
		heard()
		if char != nil {
			char(w, r)
		}
	})
	button = v.SetMouseButtonCallback(func(w *glfw.Window, b glfw.MouseButton, a glfw.Action, m glfw.ModifierKey) {
		heard()
		if button != nil {
			button(w, b, a, m)
		}
	})
	moved = v.SetCursorPosCallback(func(w *glfw.Window, x, y float64) {
		heard()
		if moved != nil {
			moved(w, x, y)
		}
	})
	scroll = v.SetScrollCallback(func(w *glfw.Window, x, y float64) {
		heard()
		if scroll != nil {
			scroll(w, x, y)
		}
	})
	drop = v.SetDropCallback(func(w *glfw.Window, names []string) {
		heard()
		if drop != nil {
			drop(w, names)
		}
	})
	focus = v.SetFocusCallback(func(w *glfw.Window, on bool) {
		if on {
			heard()
		}
		if focus != nil {
			focus(w, on)
		}
	})
}

// hearMinimised calls minimised when the window is made small.
func hearMinimised(v *glfw.Window, minimised func()) {
	var before glfw.IconifyCallback
	before = v.SetIconifyCallback(func(w *glfw.Window, on bool) {
		if on {
			minimised()
		}
		if before != nil {
			before(w, on)
		}
	})
}

// tellsMinimised reports whether the system says when a window is made small;
// Wayland does not.
func tellsMinimised(w fyne.Window) (tells bool) {
	n, ok := w.(driver.NativeWindow)
	if !ok {
		return false
	}
	n.RunNative(func(on any) {
		_, wayland := on.(driver.WaylandWindowContext)
		tells = !wayland
	})
	return tells
}
