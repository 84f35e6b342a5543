package parts_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

func window(t *testing.T, o fyne.CanvasObject, size fyne.Size) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, o)
	w.SetPadded(false)
	w.Resize(size)
	return w
}

func press(o fyne.Focusable, keys ...fyne.KeyName) {
	for _, k := range keys {
		o.TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func TestAButtonIsPressedByMouseSpaceAndEnterUnlessDisabled(t *testing.T) {
	ours(t, style.AlwaysLight)
	n := 0
	b := parts.NewButton(parts.Primary, "Import", func() { n++ })
	window(t, b, fyne.NewSize(200, 60))
	test.Tap(b)
	press(b, fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter)
	if n != 4 {
		t.Errorf("pressed %d times, want 4", n)
	}
	b.SetEnabled(false)
	test.Tap(b)
	press(b, fyne.KeyReturn)
	if n != 4 {
		t.Error("a disabled button was pressed")
	}
	if b.AccessibilityLabel() != "Import" {
		t.Errorf("its name is %q", b.AccessibilityLabel())
	}
}

func TestAFocusedButtonShowsItsRing(t *testing.T) {
	for _, kind := range []parts.ButtonKind{parts.Primary, parts.Outlined, parts.Quiet, parts.Danger} {
		ours(t, style.AlwaysDark)
		b := parts.NewButton(kind, "Go", nil)
		w := window(t, parts.Inset(10, b), fyne.NewSize(200, 60))
		ring := func() *canvas.Rectangle {
			for _, o := range test.WidgetRenderer(b).Objects() {
				if r, ok := o.(*canvas.Rectangle); ok && r.StrokeWidth == style.FocusRing {
					return r
				}
			}
			t.Fatal("no ring")
			return nil
		}
		if ring().Visible() {
			t.Error("a ring without the focus")
		}
		w.Canvas().Focus(b)
		r := ring()
		if !r.Visible() || r.StrokeColor != style.Color(style.Focus) {
			t.Error("no ring with the focus")
		}
		gap := -r.Position().X - r.StrokeWidth
		if gap != style.FocusGap {
			t.Errorf("the gap is %v px", gap)
		}
	}
}

func TestKeysThatAPartDoesNotUseReachTheCanvas(t *testing.T) {
	ours(t, style.AlwaysLight)
	field := parts.NewField("Name")
	table := parts.NewTable([]parts.TableColumn{{Title: "A", Width: 80}}, 3, func(int, int) parts.Cell { return parts.Cell{Text: "x"} })
	seg := parts.NewSegmented("Range", []string{"D", "W"}, nil)
	button := parts.NewButton(parts.Quiet, "Go", nil)
	w := window(t, parts.Column(8, field, seg, button, table), fyne.NewSize(300, 400))
	for name, f := range map[string]fyne.Focusable{"field": field.Input(), "table": table, "segmented": seg, "button": button} {
		var got []fyne.KeyName
		w.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { got = append(got, ev.Name) })
		w.Canvas().Focus(f)
		press(f, fyne.KeyEscape)
		if !slices.Equal(got, []fyne.KeyName{fyne.KeyEscape}) {
			t.Errorf("%s: the canvas got %v", name, got)
		}
	}
}

func TestAFieldHandsShortcutsOnButKeepsThoseOfEditing(t *testing.T) {
	ours(t, style.AlwaysLight)
	f := parts.NewField("Name")
	window(t, f, fyne.NewSize(300, 80))
	var caught fyne.ShortcutHandler
	locked := 0
	lock := &desktop.CustomShortcut{KeyName: fyne.KeyL, Modifier: fyne.KeyModifierControl}
	caught.AddShortcut(lock, func(fyne.Shortcut) { locked++ })
	t.Cleanup(parts.CatchShortcuts(&caught))
	f.SetText("one two")
	f.Input().TypedShortcut(lock)
	if locked != 1 || f.Text() != "one two" {
		t.Errorf("locked %d times, the text is %q", locked, f.Text())
	}
	f.SelectAll()
	if f.Input().SelectedText() != "one two" {
		t.Error("select all does nothing any more")
	}
}

func TestAFieldThatIsDisabledGivesTheKeyboardUp(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(style.NewTheme(style.AlwaysLight))
	f, other := parts.NewField("Name"), parts.NewField("Zone")
	w := test.NewTempWindow(t, parts.Column(style.Space8, f, other))
	f.Focus()
	other.SetEnabled(false)
	if w.Canvas().Focused() != fyne.Focusable(f.Input()) {
		t.Error("another field's focus is taken")
	}
	f.SetEnabled(false)
	if got := w.Canvas().Focused(); got != nil {
		t.Errorf("the focus is on %T", got)
	}
}

func TestAFieldSaysWhatIsWrongInsteadOfItsHint(t *testing.T) {
	ours(t, style.AlwaysLight)
	f := parts.NewField("Weight")
	f.SetHint("In kilograms.")
	w := window(t, parts.Column(0, f), fyne.NewSize(300, 120))
	if !shownTexts(w.Content())["In kilograms."] {
		t.Error("no hint")
	}
	f.SetError("A number is needed.")
	if shown := shownTexts(w.Content()); !shown["A number is needed."] || shown["In kilograms."] {
		t.Errorf("shown: %v", shown)
	}
	if long, short := f.HeightFor(60), f.HeightFor(300); long <= short {
		t.Error("a narrow field is not higher for a message that wraps")
	}
}

func TestTheEyeShowsThePassword(t *testing.T) {
	ours(t, style.AlwaysLight)
	f := parts.NewPasswordField("Password")
	w := window(t, f, fyne.NewSize(300, 80))
	f.SetText("secret")
	if shownTexts(w.Content())["secret"] {
		t.Fatal("the password can be read")
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(280, 36))
	if f.Input().Password || !shownTexts(w.Content())["secret"] {
		t.Error("the eye does not show the password")
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(280, 36))
	if !f.Input().Password {
		t.Error("the eye does not hide it again")
	}
}

func TestTheFocusGoesThroughAFormInReadingOrder(t *testing.T) {
	ours(t, style.AlwaysLight)
	a, b := parts.NewField("A"), parts.NewPasswordField("B")
	off := parts.NewButton(parts.Outlined, "Off", nil)
	off.Disable()
	ok := parts.NewButton(parts.Primary, "OK", nil)
	w := window(t, parts.Column(8, a, b, off, ok), fyne.NewSize(300, 300))
	var order []string
	for range 4 {
		w.Canvas().FocusNext()
		if f, ok := w.Canvas().Focused().(fyne.Accessible); ok {
			order = append(order, f.AccessibilityLabel())
		}
	}
	if want := []string{"A", "B", "Show the password", "OK"}; !slices.Equal(order, want) {
		t.Errorf("order %q, want %q", order, want)
	}
}

func TestSegmentedIsChosenByMouseAndArrows(t *testing.T) {
	ours(t, style.AlwaysLight)
	var got []int
	s := parts.NewSegmented("Range", []string{"D", "W", "M", "3M", "Y", "All"}, func(i int) { got = append(got, i) })
	w := window(t, parts.Row(0, s, parts.Spring()), fyne.NewSize(400, 40))
	press(s, fyne.KeyRight, fyne.KeyEnd, fyne.KeyRight, fyne.KeyLeft, fyne.KeyHome, fyne.KeyLeft)
	if want := []int{1, 5, 4, 0}; !slices.Equal(got, want) {
		t.Errorf("chose %v, want %v", got, want)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(48, 20))
	if s.Selected() != 1 || w.Canvas().Focused() != fyne.Focusable(s) {
		t.Errorf("a click chose %d", s.Selected())
	}
	if s.AccessibilityLabel() != "Range: W" {
		t.Errorf("its name is %q", s.AccessibilityLabel())
	}
}

func TestChoiceOpensItsListAndGivesTheFocusBack(t *testing.T) {
	ours(t, style.AlwaysLight)
	got := -1
	c := parts.NewChoice("Units", []string{"Metric", "US"}, func(i int) { got = i })
	w := window(t, parts.Column(0, c), fyne.NewSize(300, 300))
	w.Canvas().Focus(c)
	press(c, fyne.KeyDown)
	menu := w.Canvas().Focused()
	if menu == nil || w.Canvas().Overlays().Top() == nil {
		t.Fatal("no list")
	}
	press(menu, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	if got != 1 || c.Selected() != 1 {
		t.Errorf("chose %d", got)
	}
	if w.Canvas().Overlays().Top() != nil || w.Canvas().Focused() != fyne.Focusable(c) {
		t.Error("the list is still open, or the focus is lost")
	}
}

func TestProgressTellsAndCancels(t *testing.T) {
	ours(t, style.AlwaysLight)
	cancelled := false
	p := parts.NewProgress("Reading", func() { cancelled = true })
	w := window(t, p, fyne.NewSize(400, 40))
	bars := func() (out []float32) {
		for _, o := range test.WidgetRenderer(p).Objects() {
			if r, ok := o.(*canvas.Rectangle); ok && r.Visible() {
				out = append(out, r.Size().Width)
			}
		}
		return out
	}
	if len(bars()) != 0 {
		t.Error("a bar while nobody knows how far it is")
	}
	p.Set("Reading weight.csv", 0.25)
	b := bars()
	if len(b) != 2 || b[1] != b[0]/4 {
		t.Errorf("track and bar are %v wide", b)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(380, 20))
	if !cancelled {
		t.Error("Cancel does nothing")
	}
}

// clock is an After that a test drives.
type clock struct {
	due   func()
	after time.Duration
}

func (c *clock) wait(d time.Duration, f func()) func() {
	c.due, c.after = f, d
	return func() { c.due = nil }
}

func TestAToastGoesByItselfButNotUnderTheMouseOrWithTheFocus(t *testing.T) {
	ours(t, style.AlwaysLight)
	var c clock
	closed, undone := 0, 0
	toast := parts.NewToast("Deleted.", "Undo", func() { undone++ }, c.wait, func() { closed++ })
	w := window(t, toast, fyne.NewSize(500, 60))
	if c.after != 10*time.Second {
		t.Errorf("stays %v", c.after)
	}
	toast.MouseIn(nil)
	if c.due != nil {
		t.Error("the time runs under the mouse")
	}
	toast.MouseOut()
	w.Canvas().Focus(toast.Action())
	c.due()
	if closed != 0 {
		t.Error("gone while its button has the focus")
	}
	w.Canvas().Unfocus()
	c.due()
	toast.Close()
	if closed != 1 {
		t.Errorf("closed %d times", closed)
	}
	again := parts.NewToast("Deleted.", "Undo", func() { undone++ }, c.wait, func() { closed++ })
	again.Action().Press()
	if undone != 1 || closed != 2 || c.due != nil {
		t.Error("the action does not act and close")
	}
}

func TestFiguresShareABaseline(t *testing.T) {
	ours(t, style.AlwaysLight)
	v := parts.NewValue(style.TextValue, parts.Figure{Number: "7", Unit: "h"}, parts.Figure{Number: "22", Unit: "min"})
	window(t, v, fyne.NewSize(300, 60))
	var base float32
	for i, o := range test.WidgetRenderer(v).Objects() {
		text, ok := o.(*canvas.Text)
		if !ok {
			continue
		}
		_, b := fyne.CurrentApp().Driver().RenderedTextSize(text.Text, text.TextSize, text.TextStyle, nil)
		at := text.Position().Y + b
		if i == 0 {
			base = at
		}
		if d := at - base; d > 0.01 || d < -0.01 {
			t.Errorf("%q stands %v px off the line", text.Text, d)
		}
	}
	if v.AccessibilityLabel() != "7 h 22 min" {
		t.Errorf("its name is %q", v.AccessibilityLabel())
	}
}

func TestAParagraphWrapsAtWordsAndLosesNone(t *testing.T) {
	ours(t, style.AlwaysLight)
	words := "From 17 July to 14 October the trend fell by 2.0 kg to 78.3 kg, with eight days without readings in August."
	p := parts.NewParagraph(words, parts.Body)
	window(t, parts.Column(0, p), fyne.NewSize(220, 200))
	var lines []string
	for _, o := range test.WidgetRenderer(p).Objects() {
		line, ok := o.(*canvas.Text)
		if !ok {
			continue
		}
		if line.MinSize().Width > 220 {
			t.Errorf("%q is too long", line.Text)
		}
		lines = append(lines, line.Text)
	}
	if strings.Join(lines, " ") != words {
		t.Errorf("the lines are %q", lines)
	}
	if p.HeightFor(110) <= p.HeightFor(220) {
		t.Error("half the width does not need more height")
	}
}

func TestANarrowTextIsCutWithAnEllipsis(t *testing.T) {
	ours(t, style.AlwaysLight)
	tests := []struct {
		cut        parts.Cut
		head, tail string
	}{{parts.CutEnd, "/home", "…"}, {parts.CutStart, "…", "berg.vitalkeep"}}
	for _, tt := range tests {
		text := parts.NewText("/home/anna/documents/health/berg.vitalkeep", parts.Body).Cutting(tt.cut)
		w := window(t, text, fyne.NewSize(160, 30))
		shown := shownTexts(w.Content())
		for s := range shown {
			if !strings.HasPrefix(s, tt.head) || !strings.HasSuffix(s, tt.tail) {
				t.Errorf("shown %q", s)
			}
		}
		if len(shown) != 1 {
			t.Errorf("shown %v", shown)
		}
	}
}

func TestPartsFollowAChangeOfTheme(t *testing.T) {
	app := ours(t, style.AlwaysLight)
	text := parts.NewText("Weight", parts.Strong)
	card := parts.NewCard(text)
	window(t, card, fyne.NewSize(200, 80))
	app.Settings().SetTheme(style.NewTheme(style.AlwaysDark))
	text.Refresh()
	card.Refresh()
	for _, o := range test.WidgetRenderer(text).Objects() {
		if c, ok := o.(*canvas.Text); ok && c.Color != style.Color(style.Text) {
			t.Error("the text kept its colour")
		}
	}
	for _, o := range test.WidgetRenderer(card).Objects() {
		if r, ok := o.(*canvas.Rectangle); ok && r.FillColor != style.Color(style.Surface) {
			t.Error("the card kept its colour")
		}
	}
}

func TestColumnsAndRowsShareOutTheRoom(t *testing.T) {
	ours(t, style.AlwaysLight)
	left, right := parts.NewText("left", parts.Body), parts.NewText("right", parts.Body)
	window(t, parts.Row(8, left, parts.Spring(), right), fyne.NewSize(300, 40))
	if end := right.Position().X + right.Size().Width; end != 300 {
		t.Errorf("the right text ends at %v", end)
	}
	a, b := parts.NewField("A"), parts.NewField("B")
	window(t, parts.Columns(16, a, b), fyne.NewSize(316, 100))
	if a.Size().Width != 150 || b.Position().X != 166 {
		t.Errorf("columns are %v wide, the second at %v", a.Size().Width, b.Position().X)
	}
}

func TestARuleMarkTellsWhetherItIsMet(t *testing.T) {
	ours(t, style.AlwaysLight)
	m := parts.NewRuleMark("digit")
	before := m.AccessibilityLabel()
	m.SetMet(true)
	if before != "digit: missing" || m.AccessibilityLabel() != "digit: yes" {
		t.Errorf("%q, then %q", before, m.AccessibilityLabel())
	}
}

func TestTheRailScrollsWhereItIsTooLowAndShowsThePlaceWithTheFocus(t *testing.T) {
	ours(t, style.AlwaysLight)
	var places []parts.Place
	for _, name := range []string{"One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"} {
		places = append(places, parts.Place{Name: name, Icon: style.IconData})
	}
	went := ""
	places[7].Go = func() { went = "Eight" }
	rail := parts.NewRail(parts.NewPersonChip("Anna", "Main profile", nil), places, []parts.Place{{Name: "Lock", Icon: style.IconLock}})
	w := window(t, rail, fyne.NewSize(208, 300))
	rail.Select(7)
	rail.Focus()
	row, ok := w.Canvas().Focused().(fyne.CanvasObject)
	if !ok {
		t.Fatal("nothing has the focus")
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(row)
	if end := at.Y + row.Size().Height; at.Y < 60 || end > 300-52 {
		t.Errorf("it lies from %v to %v", at.Y, end)
	}
	test.TapCanvas(w.Canvas(), at.AddXY(20, 10))
	if went != "Eight" {
		t.Error("a click on it does not reach it")
	}
}
