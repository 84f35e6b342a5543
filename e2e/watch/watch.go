//go:build unix

package watch

import (
	"encoding/json"
	"os"
	"os/signal"
	"syscall"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// Path is the environment variable that names the file to write to.
const Path = "VITALKEEP_WATCH"

// Serve writes what the window shows to the file that Path names whenever the
// program gets SIGUSR1. Without the variable it does nothing.
func Serve(w fyne.Window) {
	path := os.Getenv(Path)
	if path == "" {
		return
	}
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGUSR1)
	go func() {
		for n := 1; ; n++ {
			<-asked
			fyne.Do(func() {
				if err := write(path, View{Number: n, Items: look(w)}); err != nil {
					fyne.LogError("watch", err)
				}
			})
		}
	}()
}

// write puts the view in place of the last one, so that no half of it is read.
func write(path string, v View) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", data, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// looker walks what is shown.
type looker struct {
	scale   float32
	focused fyne.Focusable
	items   []Item
}

func look(w fyne.Window) []Item {
	c := w.Canvas()
	l := &looker{scale: c.Scale(), focused: c.Focused()}
	whole := box{to: fyne.NewPos(c.Size().Width, c.Size().Height)}
	l.walk(c.Content(), fyne.Position{}, whole)
	for _, over := range c.Overlays().List() {
		l.walk(over, fyne.Position{}, whole)
	}
	return l.items
}

// box is what can be seen of a part of the window.
type box struct{ from, to fyne.Position }

func (b box) cut(c box) box {
	b.from.X, b.from.Y = max(b.from.X, c.from.X), max(b.from.Y, c.from.Y)
	b.to.X, b.to.Y = min(b.to.X, c.to.X), min(b.to.Y, c.to.Y)
	return b
}

func (l *looker) walk(o fyne.CanvasObject, at fyne.Position, seen box) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	mine := box{at, at.Add(fyne.NewPos(o.Size().Width, o.Size().Height))}
	switch o := o.(type) {
	case *canvas.Text:
		l.add(Item{Text: o.Text}, mine, seen)
	case *fyne.Container:
		for _, child := range o.Objects {
			l.walk(child, at, seen)
		}
	case fyne.Widget:
		if _, ok := o.(*container.Scroll); ok {
			seen = seen.cut(mine)
		}
		if n, ok := o.(interface{ Name() string }); ok {
			f, takes := o.(fyne.Focusable)
			l.add(Item{Name: n.Name(), Focused: takes && f == l.focused}, mine, seen)
		}
		for _, child := range test.WidgetRenderer(o).Objects() {
			l.walk(child, at, seen)
		}
	}
}

// add takes an item whose middle can be seen.
func (l *looker) add(i Item, b, seen box) {
	x, y := (b.from.X+b.to.X)/2, (b.from.Y+b.to.Y)/2
	if i.Text == "" && i.Name == "" || x < seen.from.X || x > seen.to.X || y < seen.from.Y || y > seen.to.Y {
		return
	}
	px := func(v float32) int { return int(v*l.scale + 0.5) }
	i.X, i.Y, i.W, i.H = px(b.from.X), px(b.from.Y), px(b.to.X-b.from.X), px(b.to.Y-b.from.Y)
	l.items = append(l.items, i)
}
