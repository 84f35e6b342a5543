package ui

import (
	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// toastRise is how far a toast slides up when it comes.
const toastRise = style.Space24

// placeToast sets a toast at the bottom of the window, in the middle of the page.
func (s *Shell) placeToast(t *parts.Toast, size fyne.Size) {
	w := min(style.ToastWidth, size.Width-2*style.Space24)
	h := t.HeightFor(w)
	left := float32(0)
	if s.rail != nil {
		left = s.rail.MinSize().Width
	}
	t.Resize(fyne.NewSize(w, h))
	t.Move(fyne.NewPos(left+(size.Width-left-w)/2, size.Height-h-style.Space24-s.footer()+s.toastBelow))
}

// slideIn lets the toast come up from a little below its place.
func (s *Shell) slideIn(t *parts.Toast) {
	takes := style.Motion(style.ToastTime)
	if takes == 0 {
		return
	}
	rise := fyne.NewAnimation(takes, func(done float32) {
		if s.toast == t {
			s.toastBelow = toastRise * (1 - done)
			s.placeToast(t, s.root.Size())
		}
	})
	rise.Curve = fyne.AnimationEaseOut
	rise.Start()
}

// Toast shows a message at the bottom for ten seconds, instead of any earlier
// one. action may be "" when there is nothing to do about it.
func (s *Shell) Toast(message, action string, act func()) {
	s.dropToast()
	s.toast = parts.NewToast(message, action, act, s.deps.Work.After, s.dropToast)
	s.toastBelow = 0
	s.root.Add(s.toast)
	s.root.Refresh()
	s.slideIn(s.toast)
}

// ToastUndo shows a message about something that can be taken back, with Undo.
// Ctrl+Z does the same, also when the toast is gone: until something else can be
// taken back, and no longer than the vault is open.
func (s *Shell) ToastUndo(message string, undo func()) {
	s.undo = undo
	s.Toast(message, locale.T("Undo"), s.undoLast)
}

// undoLast takes back what can be taken back last.
func (s *Shell) undoLast() {
	if u, ok := s.Page().(Undoer); ok && u.Undo() {
		return
	}
	if s.session == nil || s.undo == nil || s.busy() {
		return
	}
	undo := s.undo
	s.undo = nil
	s.dropToast()
	undo()
}

func (s *Shell) dropToast() {
	if s.toast == nil {
		return
	}
	t := s.toast
	s.toast = nil
	s.root.Remove(t)
	t.Close()
}
