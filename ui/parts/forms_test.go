package parts_test

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

func TestATickIsSetByMouseAndKeysAndTold(t *testing.T) {
	ours(t, style.AlwaysLight)
	var told []bool
	k := parts.NewTick("Yes, 82 kg is right", func(on bool) { told = append(told, on) })
	window(t, k, fyne.NewSize(300, 60))
	test.Tap(k)
	press(k, fyne.KeySpace)
	k.SetOn(true)
	if len(told) != 2 || !told[0] || told[1] || !k.On() || k.AccessibilityLabel() != "Yes, 82 kg is right, ✓" {
		t.Errorf("told %v, on %v, read as %q", told, k.On(), k.AccessibilityLabel())
	}
	one := k.HeightFor(300)
	k.SetWords("Yes, that is right, and these words are long enough to need a second line")
	if k.HeightFor(300) <= one {
		t.Error("long words have no room")
	}
}

func TestAPhotoKeepsItsProportionsAndOpens(t *testing.T) {
	ours(t, style.AlwaysDark)
	n := 0
	p := parts.NewPhoto("A rash", 72, func() { n++ })
	window(t, p, fyne.NewSize(200, 200))
	if p.Shows() || p.MinSize() != fyne.NewSize(72, 72) {
		t.Errorf("without a picture it is %v", p.MinSize())
	}
	p.Set(image.NewRGBA(image.Rect(0, 0, 400, 200)))
	if !p.Shows() || p.MinSize() != fyne.NewSize(72, 36) {
		t.Errorf("a broad picture is %v", p.MinSize())
	}
	test.Tap(p)
	press(p, fyne.KeyReturn)
	if n != 2 || p.AccessibilityLabel() != "A rash" {
		t.Errorf("opened %d times, read as %q", n, p.AccessibilityLabel())
	}
	p.Set(nil)
	p.Fail()
	if p.Shows() {
		t.Error("it shows a picture that is gone")
	}
}

func TestAGridHasAsManyColumnsAsFit(t *testing.T) {
	ours(t, style.AlwaysLight)
	var tiles []fyne.CanvasObject
	for range 5 {
		tiles = append(tiles, parts.NewCard(parts.NewText("Weight", parts.Body)))
	}
	g := parts.Grid(100, 10, tiles...)
	for width, columns := range map[float32]int{90: 1, 209: 1, 210: 2, 320: 3, 1000: 9} {
		g.Resize(fyne.NewSize(width, 500))
		n := 0
		for _, x := range tiles {
			if x.Position().Y == 0 {
				n++
			}
		}
		if n != min(columns, len(tiles)) {
			t.Errorf("%v wide it has %d columns, want %d", width, n, columns)
		}
	}
}

func TestATextAreaLetsTabThrough(t *testing.T) {
	ours(t, style.AlwaysLight)
	f := parts.NewTextArea("Note", 3)
	one := parts.NewField("Name")
	window(t, parts.Column(8, f, one), fyne.NewSize(300, 200))
	if f.Input().AcceptsTab() || f.HeightFor(300) <= one.HeightFor(300) {
		t.Error("Tab stays in it, or it is as low as one line")
	}
	told := []bool{}
	f.OnFocus(func(on bool) { told = append(told, on) })
	f.Focus()
	one.Focus()
	if len(told) != 2 || !told[0] || told[1] {
		t.Errorf("told %v of the keyboard", told)
	}
	bare := parts.NewField("Weight").Bare()
	if bare.HeightFor(300) >= one.HeightFor(300) || bare.Input().AccessibilityLabel() != "Weight" {
		t.Error("a bare field keeps its label, or loses its name")
	}
}

func TestWhatMayGrowStopsAtItsMost(t *testing.T) {
	ours(t, style.AlwaysLight)
	c := parts.NewCard(parts.NewText("Weight", parts.Body))
	a := parts.AtMost(400, c)
	for width, want := range map[float32]float32{200: 200, 400: 400, 1000: 400} {
		a.Resize(fyne.NewSize(width, 300))
		if got := c.Size().Width; got != want || c.Position().X != (width-want)/2 {
			t.Errorf("in %v it is %v wide at %v", width, got, c.Position().X)
		}
	}
	if a.MinSize().Width >= 200 {
		t.Errorf("it asks for %v", a.MinSize())
	}
}
