package ui

import (
	"fyne.io/fyne/v2"

	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// idleWarning is the line that says that the vault locks soon. It lies over the
// page, takes no input and no focus.
type idleWarning struct{ *parts.Notice }

func newIdleWarning(words string) *idleWarning {
	return &idleWarning{parts.NewNotice(parts.NoticeWarning, words, "")}
}

// warningWidth is how wide the line is in the usual text.
const warningWidth = 440

// placeWarning sets the line at the bottom of the window, in the middle of the
// page, over a toast if there is one.
func (s *Shell) placeWarning(w *idleWarning, size fyne.Size) {
	left, below := float32(0), style.Space24+s.footer()
	if s.rail != nil {
		left = s.rail.MinSize().Width
	}
	if s.toast != nil {
		below += s.toast.Size().Height + style.Space8
	}
	width := min(grown(warningWidth), size.Width-left-2*style.Space24)
	w.Resize(fyne.NewSize(width, w.MinSize().Height))
	w.Resize(fyne.NewSize(width, w.MinSize().Height)) // words that wrap know their height now
	w.Move(fyne.NewPos(left+(size.Width-left-width)/2, size.Height-w.Size().Height-below))
}
