package ui

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// texts returns every text that can be seen on the window.
func (s *stage) texts() []string {
	var out []string
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		if t, ok := o.(*canvas.Text); ok && t.Text != "" {
			out = append(out, t.Text)
			return
		}
		if c, ok := o.(*fyne.Container); ok {
			for _, child := range c.Objects {
				walk(child)
			}
			return
		}
		if w, ok := o.(fyne.Widget); ok {
			for _, child := range test.WidgetRenderer(w).Objects() {
				walk(child)
			}
		}
	}
	walk(s.window.Content())
	return out
}

// shows reports whether the window shows the words, wrapped or not.
func (s *stage) shows(words string) bool {
	all := s.texts()
	return slices.Contains(all, words) || strings.Contains(strings.Join(all, " "), words)
}

func (s *stage) wants(words string) {
	s.t.Helper()
	if !s.shows(words) {
		s.t.Errorf("the window does not show %q but %q", words, s.texts())
	}
}

func (s *stage) typeIn(text string) {
	s.t.Helper()
	f := s.window.Canvas().Focused()
	if f == nil {
		s.t.Fatal("nothing has the focus")
	}
	test.Type(f, text)
}

// key types a key as the window does: to what has the focus, else to the canvas.
func (s *stage) key(name fyne.KeyName) {
	ev := &fyne.KeyEvent{Name: name}
	if f := s.window.Canvas().Focused(); f != nil {
		f.TypedKey(ev)
	} else if typed := s.window.Canvas().OnTypedKey(); typed != nil {
		typed(ev)
	}
}

// ctrl types a shortcut as the window does when what has the focus does not
// take it; the canvas of tests cannot be given shortcuts.
func (s *stage) ctrl(key fyne.KeyName) {
	s.keys.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault})
}

// ctrlShift is ctrl with Shift.
func (s *stage) ctrlShift(key fyne.KeyName) {
	s.keys.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift})
}

// capture keeps a picture of the window when VITALKEEP_PICTURES names a folder.
func (s *stage) capture(name string) {
	s.t.Helper()
	folder := os.Getenv("VITALKEEP_PICTURES")
	picture := s.window.Canvas().Capture()
	if folder == "" {
		return
	}
	file, err := os.Create(filepath.Join(folder, name+".png"))
	if err != nil {
		s.t.Fatal(err)
	}
	if err := png.Encode(file, picture); err != nil {
		s.t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		s.t.Fatal(err)
	}
}

// overflow lists what lies outside the window or is cut off at its edge; rings
// may reach out of their control by a few px.
func (s *stage) overflow() []string {
	size := s.window.Canvas().Size()
	var out []string
	var walk func(o fyne.CanvasObject, at fyne.Position)
	walk = func(o fyne.CanvasObject, at fyne.Position) {
		if !o.Visible() {
			return
		}
		p := at.Add(o.Position())
		switch o := o.(type) {
		case *canvas.Text:
			m := o.MinSize()
			if o.Text != "" && (p.X < -0.5 || p.Y < -0.5 || p.X+m.Width > size.Width+0.5 || m.Width > o.Size().Width+0.5) {
				out = append(out, fmt.Sprintf("%q at %v needs %v, has %v", o.Text, p, m, o.Size()))
			}
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child, p)
			}
		case *parts.Input: // what is typed scrolls in its box
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child, p)
			}
		}
	}
	walk(s.window.Content(), fyne.Position{})
	return out
}

// frontScreens are the screens before and just after a vault is open.
var frontScreens = map[string]func(t *testing.T, m style.Mode, size fyne.Size) *stage{
	"start": func(t *testing.T, m style.Mode, size fyne.Size) *stage { return newStage(t, m, size) },
	"start-recent": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := newStage(t, m, size, withVault)
		s.showStart()
		return s
	},
	"unlock": func(t *testing.T, m style.Mode, size fyne.Size) *stage { return newStage(t, m, size, withVault) },
	"unlock-wrong": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := newStage(t, m, size, withVault)
		s.typeIn("wrong")
		s.key(fyne.KeyReturn)
		s.bench.settle()
		return s
	},
	"unlock-busy": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := newStage(t, m, size, withVault)
		s.typeIn("whatever")
		s.key(fyne.KeyReturn)
		return s
	},
	"open": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := newStage(t, m, size)
		s.showOpen()
		s.key(fyne.KeyReturn)
		return s
	},
	"create": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := newStage(t, m, size)
		s.showCreate()
		return s
	},
	"create-wrong": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := newStage(t, m, size)
		s.showCreate()
		create(t, s).secret.first.SetText("Abc1")
		create(t, s).try()
		return s
	},
	"recovery": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := newStage(t, m, size)
		fill(t, s)
		s.bench.settle()
		return s
	},
	"main": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := unlocked(t, m, size)
		s.Toast("Deleted one measurement.", "Undo", func() {})
		return s
	},
	"sample": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := newStage(t, m, size)
		s.start(t).makeSample()
		s.bench.settle()
		return s
	},
}

func (s *stage) start(t *testing.T) *startScreen {
	t.Helper()
	screen, ok := s.screen.(*startScreen)
	if !ok {
		t.Fatalf("the screen is %T, want the start", s.screen)
	}
	return screen
}

func create(t *testing.T, s *stage) *createScreen {
	t.Helper()
	screen, ok := s.screen.(*createScreen)
	if !ok {
		t.Fatalf("the screen is %T, want create", s.screen)
	}
	return screen
}

// fill fills the create screen in and presses its button.
func fill(t *testing.T, s *stage) {
	t.Helper()
	s.showCreate()
	c := create(t, s)
	c.name.SetText("Anna Berg")
	c.secret.first.SetText(rightPassword)
	c.secret.again.SetText(rightPassword)
	c.try()
}
