package parts_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

func TestAChipIsPressedByMouseAndKeysAndKeepsItsWidth(t *testing.T) {
	ours(t, style.AlwaysLight)
	n := 0
	var c *parts.Chip
	c = parts.NewChip("Heart", style.IconHeart, style.Heart, func() {
		n++
		c.SetOn(!c.On())
	})
	window(t, c, fyne.NewSize(200, 60))
	before := c.MinSize()
	test.Tap(c)
	if !c.On() || n != 1 {
		t.Errorf("a click left it %v after %d presses", c.On(), n)
	}
	if c.MinSize() != before {
		t.Errorf("it is %v when on and %v when off", c.MinSize(), before)
	}
	press(c, fyne.KeySpace, fyne.KeyReturn)
	if n != 3 || !c.On() {
		t.Errorf("%d presses, on %v", n, c.On())
	}
}

func TestASwitchTellsWhatItIsTurnedTo(t *testing.T) {
	ours(t, style.AlwaysDark)
	var told []bool
	s := parts.NewSwitch("Camera off", false, func(on bool) { told = append(told, on) })
	window(t, s, fyne.NewSize(200, 60))
	test.Tap(s)
	press(s, fyne.KeySpace)
	s.SetOn(true)
	if len(told) != 2 || !told[0] || told[1] || !s.On() {
		t.Errorf("told %v, on %v", told, s.On())
	}
}

func TestAFlowBeginsANewLineWhereTheNextDoesNotFit(t *testing.T) {
	ours(t, style.AlwaysLight)
	var chips []fyne.CanvasObject
	for range 5 {
		chips = append(chips, parts.NewChip("Temperature", style.NoIcon, style.Text, nil))
	}
	f := parts.Flow(style.Space8, chips...)
	one := chips[0].MinSize()
	f.Resize(fyne.NewSize(2*one.Width+style.Space8+1, 300))
	if got, want := chips[2].Position(), fyne.NewPos(0, one.Height+style.Space8); got != want {
		t.Errorf("the third is at %v, want %v", got, want)
	}
	if got, want := f.MinSize().Height, 3*one.Height+2*style.Space8; got != want {
		t.Errorf("three lines are %v high, want %v", got, want)
	}
}
