package ui

import (
	"io"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vitalkeep/ui/style"
)

func TestDialogsOpenOneAtATimeAndGoWithTheLock(t *testing.T) {
	for name, open := range map[string]func(p *WindowPicker){
		"file":   func(p *WindowPicker) { p.File(func(string) {}) },
		"folder": func(p *WindowPicker) { p.Folder(func(string) {}) },
		"save":   func(p *WindowPicker) { p.Save("rows.csv", func(string, io.WriteCloser, error) {}) },
	} {
		t.Run(name, func(t *testing.T) {
			s := unlocked(t, style.AlwaysLight, fyne.NewSize(900, 600))
			p := NewWindowPicker(s.window)
			overlays := s.window.Canvas().Overlays()
			open(p)
			open(p)
			if n := len(overlays.List()); n != 1 {
				t.Fatalf("%d dialogs are open", n)
			}
			s.capture("dialog-" + name)
			over, ok := overlays.Top().(fyne.Widget)
			if !ok {
				t.Fatalf("over the window lies %T", overlays.Top())
			}
			objects := test.WidgetRenderer(over).Objects()
			box := objects[len(objects)-1]
			if at, size := box.Position(), box.Size(); at != fyne.NewPos(24, 24) || size != fyne.NewSize(852, 552) {
				t.Errorf("the dialog is at %v, %v large", at, size)
			}
			p.Close()
			p.Close()
			if overlays.Top() != nil {
				t.Error("the dialog stays open")
			}
		})
	}
}
