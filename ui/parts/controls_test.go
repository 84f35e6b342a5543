package parts_test

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"vitalkeep/health"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

func TestASwitchTurnsByMouseSpaceAndEnterUnlessDisabled(t *testing.T) {
	ours(t, style.AlwaysLight)
	var told []bool
	s := parts.NewSwitch("High contrast", false, func(on bool) { told = append(told, on) })
	window(t, s, fyne.NewSize(200, 60))
	test.Tap(s)
	press(s, fyne.KeySpace, fyne.KeyReturn)
	if !slices.Equal(told, []bool{true, false, true}) || !s.On() {
		t.Errorf("told %v", told)
	}
	if got := s.AccessibilityLabel(); got != "High contrast: on" {
		t.Errorf("it is read as %q", got)
	}
	s.SetEnabled(false)
	test.Tap(s)
	s.SetOn(false)
	if len(told) != 3 || s.AccessibilityLabel() != "High contrast: off" {
		t.Errorf("told %v, read as %q", told, s.AccessibilityLabel())
	}
}

func TestASliderGoesByStepsAndStaysInItsRange(t *testing.T) {
	ours(t, style.AlwaysLight)
	var last float64
	s := parts.NewSlider("Temperature", 35, 42, 0.1, func(v float64) { last = v })
	window(t, s, fyne.NewSize(400, 60))
	if _, chosen := s.Value(); chosen || s.AccessibilityLabel() != "Temperature: not chosen" {
		t.Errorf("read as %q before anything is chosen", s.AccessibilityLabel())
	}
	steps := []struct {
		key  fyne.KeyName
		want float64
	}{
		{fyne.KeyRight, 38.5}, // the first takes what is under the knob
		{fyne.KeyRight, 38.6},
		{fyne.KeyUp, 38.7},
		{fyne.KeyLeft, 38.6},
		{fyne.KeyPageUp, 39.6},
		{fyne.KeyPageDown, 38.6},
		{fyne.KeyEnd, 42},
		{fyne.KeyRight, 42},
		{fyne.KeyHome, 35},
		{fyne.KeyDown, 35},
	}
	for _, step := range steps {
		press(s, step.key)
		if last != step.want {
			t.Fatalf("after %s it is %v, want %v", step.key, last, step.want)
		}
	}
	test.TapAt(s, fyne.NewPos(400, 10))
	if last != 42 {
		t.Errorf("a click at its end gives %v", last)
	}
	s.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(200, 10)}})
	if last != 38.5 {
		t.Errorf("dragged to the middle it is %v", last)
	}
	if got := s.AccessibilityLabel(); got != "Temperature: 38.5" {
		t.Errorf("read as %q", got)
	}
	s.SetEnabled(false)
	press(s, fyne.KeyHome)
	if last != 38.5 {
		t.Error("a disabled slider moved")
	}
}

func TestMarksOfASliderDoNotRunIntoEachOther(t *testing.T) {
	ours(t, style.AlwaysLight)
	marks := []parts.SliderMark{{0, "none"}, {1, "a little"}, {2, "moderate"}, {3, "severe"}, {4, "unbearable"}}
	s := parts.NewSlider("How bad", 0, 4, 1, nil).WithMarks(marks...)
	for _, width := range []float32{160, 480} {
		window(t, s, fyne.NewSize(width, 80))
		end, shown := float32(0), 0
		for _, o := range test.WidgetRenderer(s).Objects() {
			words, ok := o.(*canvas.Text)
			if !ok || words.Hidden {
				continue
			}
			shown++
			if at := words.Position().X; at < end {
				t.Errorf("at %v px %q begins at %v, the one before ends at %v", width, words.Text, at, end)
			}
			end = words.Position().X + words.MinSize().Width
		}
		if end > width {
			t.Errorf("at %v px the words end at %v", width, end)
		}
		if width == 480 && shown != len(marks) {
			t.Errorf("%d words at %v px", shown, width)
		}
	}
}

func TestAChipTellsWhetherItIsOnAndKeepsItsWidth(t *testing.T) {
	ours(t, style.AlwaysLight)
	for _, icon := range []style.Icon{style.NoIcon, style.IconHeart} {
		pressed := 0
		c := parts.NewChip("Heart", icon, style.Heart, func() { pressed++ })
		window(t, c, fyne.NewSize(200, 60))
		width := c.MinSize().Width
		test.Tap(c)
		press(c, fyne.KeySpace)
		if pressed != 2 || c.On() || c.AccessibilityLabel() != "Heart: not chosen" {
			t.Errorf("pressed %d times, read as %q", pressed, c.AccessibilityLabel())
		}
		c.SetOn(true)
		if c.AccessibilityLabel() != "Heart: chosen" || c.MinSize().Width != width {
			t.Errorf("read as %q, %v wide after %v", c.AccessibilityLabel(), c.MinSize().Width, width)
		}
	}
	gone := false
	r := parts.NewCrossChip("Source: scale", func() { gone = true })
	test.Tap(r)
	if !gone || r.AccessibilityLabel() != "Take away: Source: scale" {
		t.Errorf("gone %v, read as %q", gone, r.AccessibilityLabel())
	}
}

func TestFlowBreaksLinesAndLosesNothing(t *testing.T) {
	ours(t, style.AlwaysLight)
	var chips []fyne.CanvasObject
	for _, words := range []string{"Weight", "Blood pressure", "Heart", "Sleep", "Temperature"} {
		chips = append(chips, parts.NewChip(words, style.NoIcon, "", nil))
	}
	flow := parts.Flow(8, chips...)
	card := parts.NewCard(flow)
	window(t, parts.Column(0, card), fyne.NewSize(300, 400))
	bottom := float32(0)
	for i, c := range chips {
		if c.Position().X+c.Size().Width > 300-2*style.CardPadding {
			t.Errorf("chip %d ends at %v", i, c.Position().X+c.Size().Width)
		}
		if i > 0 && c.Position().Y == chips[i-1].Position().Y && c.Position().X < chips[i-1].Position().X {
			t.Errorf("chip %d lies before the one before it", i)
		}
		bottom = max(bottom, c.Position().Y+c.Size().Height)
	}
	if want := bottom + 2*style.CardPadding; card.Size().Height != want {
		t.Errorf("the card is %v high, want %v", card.Size().Height, want)
	}
}

func TestEscapeEmptiesASearchBeforeItGoesOn(t *testing.T) {
	ours(t, style.AlwaysLight)
	var told []string
	s := parts.NewSearchField("Find a metric", func(text string) { told = append(told, text) })
	w := window(t, s, fyne.NewSize(300, 60))
	escaped := 0
	w.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) {
		if ev.Name == fyne.KeyEscape {
			escaped++
		}
	})
	s.Focus()
	test.Type(s.Input(), "he")
	press(s.Input(), fyne.KeyEscape)
	if s.Text() != "" || escaped != 0 {
		t.Errorf("%q is left, Escape went on %d times", s.Text(), escaped)
	}
	press(s.Input(), fyne.KeyEscape)
	if escaped != 1 || !slices.Equal(told, []string{"h", "he", ""}) {
		t.Errorf("Escape went on %d times, told %q", escaped, told)
	}
	if got := s.Input().AccessibilityLabel(); got != "Find a metric" {
		t.Errorf("its name is %q", got)
	}
}

func TestADateIsTypedOrPickedFromACalendar(t *testing.T) {
	ours(t, style.AlwaysLight)
	today := health.Date{Year: 2025, Month: time.October, Day: 14}
	d := parts.NewDateField("Date", today).Between(health.Date{}, today)
	w := window(t, parts.Column(0, d.Field), fyne.NewSize(400, 500))
	for text, want := range map[string]string{
		"":           "Type a date, such as 14/10/2025.",
		"soon":       "This is not a date. Write it like 14/10/2025.",
		"15/10/2025": "The last day possible is 14 Oct 2025.",
		"3 Oct 2025": "",
	} {
		d.SetText(text)
		if ok := d.Check(false); d.Error() != want || ok != (want == "") {
			t.Errorf("%q: beside it stands %q", text, d.Error())
		}
	}
	d.SetText("3 Oct 2025")
	d.Focus()
	press(d.Input(), fyne.KeyDown)
	days := w.Canvas().Focused()
	if days == nil || w.Canvas().Overlays().Top() == nil {
		t.Fatal("no calendar")
	}
	steps := []struct {
		keys []fyne.KeyName
		want string
	}{
		{nil, "Date: Friday 3 October 2025"},
		{[]fyne.KeyName{fyne.KeyHome}, "Date: Monday 29 September 2025"},
		{[]fyne.KeyName{fyne.KeyEnd}, "Date: Sunday 5 October 2025"},
		{[]fyne.KeyName{fyne.KeyDown, fyne.KeyLeft}, "Date: Saturday 11 October 2025"},
		{[]fyne.KeyName{fyne.KeyPageUp, fyne.KeyUp, fyne.KeyRight}, "Date: Friday 5 September 2025"},
		{[]fyne.KeyName{fyne.KeyPageDown, fyne.KeyPageDown}, "Date: Tuesday 14 October 2025"}, // no day after today
	}
	for _, step := range steps {
		press(days, step.keys...)
		named, ok := days.(fyne.Accessible)
		if !ok || named.AccessibilityLabel() != step.want {
			t.Errorf("after %v: %q, want %q", step.keys, named.AccessibilityLabel(), step.want)
		}
	}
	press(days, fyne.KeyReturn)
	if got, ok := d.Date(); !ok || got != today {
		t.Errorf("picked %v", got)
	}
	if w.Canvas().Overlays().Top() != nil || w.Canvas().Focused() != fyne.Focusable(d.Input()) {
		t.Error("the calendar stays, or the field has not the focus")
	}
}

func TestAPopupStaysInTheWindowAndGoesWithAClickBesideIt(t *testing.T) {
	ours(t, style.AlwaysLight)
	b := parts.NewButton(parts.Outlined, "Open", nil)
	w := window(t, parts.Column(0, parts.Spring(), b), fyne.NewSize(300, 300))
	w.Canvas().Focus(b)
	p := parts.ShowPopup(b, 264, parts.NewText("inside", parts.Body))
	if p == nil || !p.Shown() {
		t.Fatal("no popup")
	}
	card := test.WidgetRenderer(p).Objects()[0]
	if end := card.Position().Y + card.Size().Height; end > 300 || card.Position().Y < 0 {
		t.Errorf("it lies at %v, %v", card.Position(), card.Size())
	}
	test.TapCanvas(w.Canvas(), card.Position().AddXY(10, 10))
	if !p.Shown() {
		t.Error("a click on it closes it")
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(290, 10))
	if p.Shown() || w.Canvas().Focused() != fyne.Focusable(b) {
		t.Error("it stays, or the button has not the focus")
	}
}
