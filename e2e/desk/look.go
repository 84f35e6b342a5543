//go:build linux

package desk

import (
	"encoding/json"
	"image"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"vitalkeep/e2e/watch"
)

// View is what a window shows at one moment, in words.
type View struct{ watch.View }

// Look asks the program what its window shows.
func (p *Program) Look() View {
	p.screen.t.Helper()
	last := p.seen
	if err := p.ask(); err != nil && p.Running() {
		p.screen.t.Fatalf("asking what the window shows: %v", err)
	}
	var v View
	p.screen.WaitFor("the program to say what its window shows", func() bool {
		if !p.Running() {
			p.screen.t.Fatalf("the program ended:\n%s", p.Output())
		}
		data, err := os.ReadFile(p.watch)
		v = View{} // or fields that are left out would stay
		return err == nil && json.Unmarshal(data, &v.View) == nil && v.Number > last
	})
	p.seen = v.Number
	return v
}

// ask sends the signal to the program itself.
func (p *Program) ask() error {
	pid, err := p.child()
	if err != nil {
		return err
	}
	return syscall.Kill(pid, syscall.SIGUSR1)
}

// PID is the process of the program itself.
func (p *Program) PID() int {
	p.screen.t.Helper()
	pid, err := p.child()
	if err != nil {
		p.screen.t.Fatalf("looking for the program's process: %v", err)
	}
	return pid
}

// child is the child of the command that ends the program in time.
func (p *Program) child() (int, error) {
	leader := strconv.Itoa(p.cmd.Process.Pid)
	children, err := os.ReadFile(filepath.Join("/proc", leader, "task", leader, "children"))
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(children)))
}

// Words are all texts in sight, one a line.
func (v View) Words() string {
	var all []string
	for _, i := range v.Items {
		if i.Text != "" {
			all = append(all, i.Text)
		}
	}
	return strings.Join(all, "\n")
}

// Shows reports whether the words are in sight; text that wraps is looked
// through across its lines, and blanks that do not break are blanks.
func (v View) Shows(words string) bool { return strings.Contains(blanks.Replace(v.Words()), words) }

var blanks = strings.NewReplacer("\n", " ", "\u00a0", " ", "\u202f", " ")

// Places are where a text or a control of exactly that name stands.
func (v View) Places(name string) []image.Rectangle {
	var out []image.Rectangle
	for _, i := range v.Items {
		if i.Text == name || i.Name == name {
			out = append(out, image.Rect(i.X, i.Y, i.X+i.W, i.Y+i.H))
		}
	}
	return out
}

// Find are the places of texts that a pattern matches.
func (v View) Find(pattern *regexp.Regexp) []image.Rectangle {
	var out []image.Rectangle
	for _, i := range v.Items {
		if pattern.MatchString(i.Text) {
			out = append(out, image.Rect(i.X, i.Y, i.X+i.W, i.Y+i.H))
		}
	}
	return out
}

// In are the texts whose middles lie within a part of the window, from the top.
func (v View) In(part image.Rectangle) []string {
	var out []string
	for _, i := range v.Items {
		if i.Text != "" && image.Pt(i.X+i.W/2, i.Y+i.H/2).In(part) {
			out = append(out, i.Text)
		}
	}
	return out
}

// Focused is the name of the control with the focus, "" if none has it.
func (v View) Focused() string {
	for _, i := range v.Items {
		if i.Focused {
			return i.Name
		}
	}
	return ""
}

// WaitWords waits until all of the words are in sight.
func (p *Program) WaitWords(words ...string) View {
	p.screen.t.Helper()
	return p.WaitView("the words "+strings.Join(words, "; "), func(v View) bool {
		for _, w := range words {
			if !v.Shows(w) {
				return false
			}
		}
		return true
	})
}

// WaitView waits until the window shows what is wanted.
func (p *Program) WaitView(what string, wanted func(View) bool) View {
	p.screen.t.Helper()
	var v View
	defer func() {
		if p.screen.t.Failed() {
			p.screen.t.Logf("in sight are:\n%s", v.Words())
		}
	}()
	p.screen.WaitFor(what, func() bool {
		v = p.Look()
		return wanted(v)
	})
	return v
}

// Press waits for a text or control of that name that stays where it is, and
// clicks the last one of it: the one on top.
func (p *Program) Press(w *Window, name string) {
	p.screen.t.Helper()
	w.Click(Middle(p.still(name)))
}

// still is the place of the last text or control of a name, once two looks in a
// row find it in the same place.
func (p *Program) still(name string) image.Rectangle {
	p.screen.t.Helper()
	var at image.Rectangle
	p.WaitView(name, func(v View) bool {
		places := v.Places(name)
		if len(places) == 0 {
			at = image.Rectangle{}
			return false
		}
		before := at
		at = places[len(places)-1]
		return at == before
	})
	return at
}

// WaitRows waits until texts that a pattern matches stay where they are, and
// returns their places.
func (p *Program) WaitRows(pattern *regexp.Regexp) []image.Rectangle {
	p.screen.t.Helper()
	var rows []image.Rectangle
	p.WaitView("rows like "+pattern.String(), func(v View) bool {
		before := rows
		rows = v.Find(pattern)
		return len(rows) > 0 && slices.Equal(rows, before)
	})
	return rows
}

// Fill clicks into the field under a label and types there, in place of what it
// held.
func (p *Program) Fill(w *Window, label, text string) {
	p.screen.t.Helper()
	at := p.still(label)
	w.Click(image.Pt(at.Min.X+20, at.Max.Y+16))
	w.Key("ctrl+a")
	w.Type(text)
}

// watchFile is where a program of that home writes what its window shows.
func watchFile(home string) string { return filepath.Join(home, ".watch.json") }
