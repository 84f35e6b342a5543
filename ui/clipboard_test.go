package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

func TestWhatWasCopiedIsTakenAwayAfterAMinuteIfItIsStillOurs(t *testing.T) {
	shareApp(t)
	c := &clock{}
	s := newSealedStage(t, wide, withClock(c))
	board := fyne.CurrentApp().Clipboard()
	s.Copy("first secret")
	c.pass(40 * time.Second)
	s.Copy("second secret")
	c.pass(59 * time.Second)
	if got := board.Content(); got != "second secret" {
		t.Errorf("after 59 seconds there is %q", got)
	}
	c.pass(time.Second)
	if got := board.Content(); got != "" || s.copied.text != "" || s.copied.stop != nil {
		t.Errorf("after a minute there is %q, and held is %q", got, s.copied.text)
	}
	s.Copy("third secret")
	board.SetContent("a recipe")
	c.pass(time.Minute)
	if got := board.Content(); got != "a recipe" || s.copied.text != "" {
		t.Errorf("somebody else's is %q now, and held is %q", got, s.copied.text)
	}
	s.CopyUntilLock("a letter")
	c.pass(time.Hour)
	if got := board.Content(); got != "a letter" {
		t.Errorf("of a letter that is to be pasted there is %q", got)
	}
	s.Copy("fourth secret")
	s.Lock()
	s.bench.settle()
	if got := board.Content(); got != "" || s.copied.text != "" || len(c.waits) > 0 {
		t.Errorf("after the lock there is %q, held %q, and %d waits", got, s.copied.text, len(c.waits))
	}
}
