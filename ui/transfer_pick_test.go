package ui

import (
	"io"
	"testing"

	"fyne.io/fyne/v2"

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
			p.Close()
			p.Close()
			if overlays.Top() != nil {
				t.Error("the dialog stays open")
			}
		})
	}
}
