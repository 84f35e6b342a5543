package ui

import (
	"fyne.io/fyne/v2"

	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// rootLayout gives every layer the whole window, and toasts their place at its
// bottom; it tells the shell when the window gets narrow or wide.
type rootLayout struct{ shell *Shell }

func (l *rootLayout) MinSize([]fyne.CanvasObject) fyne.Size { return minWindow }

func (l *rootLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.shell.setCompact(size.Width < style.CompactBelow)
	for _, o := range objects {
		switch over := o.(type) {
		case *parts.Toast:
			l.shell.placeToast(over, size)
			continue
		case *idleWarning:
			l.shell.placeWarning(over, size)
			continue
		}
		o.Move(fyne.Position{})
		o.Resize(size)
	}
}

func (s *Shell) setCompact(on bool) {
	if s.compact == on {
		return
	}
	s.compact = on
	if s.rail != nil {
		s.rail.SetCompact(on)
	}
	if s.session != nil && s.notes != nil && len(s.notes.Objects) > 0 {
		s.showNotes()
	}
}
