package ui

import (
	"time"

	"fyne.io/fyne/v2"
)

// clipped is what the shell put on the clipboard and has to take away again.
type clipped struct {
	text string
	stop func() // ends the wait for its time, nil where it has none
}

// copyTime is how long what was copied stays on the clipboard at most.
const copyTime = time.Minute

// Copy puts a secret or a value on the clipboard. It is taken away again after a
// minute, and at the lock, unless something else stands there by then.
func (s *Shell) Copy(text string) {
	s.CopyUntilLock(text)
	s.copied.stop = s.deps.Work.After(copyTime, s.forgetClipboard)
}

// CopyUntilLock is Copy for a text that is to be put into another program, which
// may take longer than a minute.
func (s *Shell) CopyUntilLock(text string) {
	s.endCopy()
	fyne.CurrentApp().Clipboard().SetContent(text)
	s.copied.text = text
}

// endCopy forgets what was copied and leaves the clipboard alone.
func (s *Shell) endCopy() {
	if s.copied.stop != nil {
		s.copied.stop()
	}
	s.copied = clipped{}
}

// forgetClipboard takes what was copied off the clipboard, if it is there still.
func (s *Shell) forgetClipboard() {
	ours := s.copied.text
	s.endCopy()
	if ours == "" {
		return
	}
	if clipboard := fyne.CurrentApp().Clipboard(); clipboard.Content() == ours {
		clipboard.SetContent("")
	}
}
