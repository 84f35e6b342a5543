package parts_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

var measurements = []parts.TableColumn{
	{Title: "When", Width: 110, Grow: 1, Sortable: true},
	{Title: "kg", Width: 60, Right: true, Sortable: true},
	{Title: "Fat %", Width: 60, Right: true},
}

func measurement(row, column int) parts.Cell {
	return parts.Cell{Text: fmt.Sprintf("r%dc%d", row, column), Bold: column == 1}
}

func newTable(t *testing.T, rows int, size fyne.Size) (*parts.Table, fyne.Window) {
	t.Helper()
	ours(t, style.AlwaysLight)
	table := parts.NewTable(measurements, rows, measurement)
	w := test.NewTempWindow(t, table)
	w.SetPadded(false)
	w.Resize(size)
	return table, w
}

func TestAHundredThousandRowsMakeObjectsForThoseInSightOnly(t *testing.T) {
	ours(t, style.AlwaysLight)
	table := parts.NewTable(measurements, 100_000, measurement) // rows before it has a height
	w := test.NewTempWindow(t, table)
	w.Resize(fyne.NewSize(400, 500))
	separators, texts := 0, 0
	for _, o := range test.LaidOutObjects(w.Content()) {
		switch o := o.(type) {
		case *canvas.Rectangle:
			if o.Size().Height == style.Hairline {
				separators++
			}
		case *canvas.Text:
			texts++
		}
	}
	if separators > 40 || texts > 150 {
		t.Errorf("%d separators and %d texts for some 13 rows in sight", separators, texts)
	}
	if separators < 10 {
		t.Errorf("only %d separators: the rows are not drawn", separators)
	}
}

func shownTexts(o fyne.CanvasObject) map[string]bool {
	out := map[string]bool{}
	for _, o := range test.LaidOutObjects(o) {
		if t, ok := o.(*canvas.Text); ok && t.Visible() && t.Text != "" {
			out[t.Text] = true
		}
	}
	return out
}

func TestTableKeysChooseRows(t *testing.T) {
	table, w := newTable(t, 1000, fyne.NewSize(400, 36+10*36))
	var told []int
	table.OnSelected(func(row int) { told = append(told, row) })
	opened := -1
	table.OnOpened(func(row int) { opened = row })
	w.Canvas().Focus(table)
	if table.Selected() != 0 {
		t.Fatalf("focus selects %d, want the first row", table.Selected())
	}
	steps := []struct {
		key  fyne.KeyName
		want int
	}{
		{fyne.KeyDown, 1},
		{fyne.KeyUp, 0},
		{fyne.KeyUp, 0},
		{fyne.KeyPageDown, 10},
		{fyne.KeyPageDown, 20},
		{fyne.KeyPageUp, 10},
		{fyne.KeyEnd, 999},
		{fyne.KeyDown, 999},
		{fyne.KeyHome, 0},
	}
	for _, s := range steps {
		table.TypedKey(&fyne.KeyEvent{Name: s.key})
		if table.Selected() != s.want {
			t.Fatalf("%s selects %d, want %d", s.key, table.Selected(), s.want)
		}
		if !shownTexts(w.Content())[fmt.Sprintf("r%dc0", s.want)] {
			t.Fatalf("after %s row %d is not in sight", s.key, s.want)
		}
	}
	if len(told) != 8 { // the first by focus; the two that stay where they are tell nothing
		t.Errorf("told of %v", told)
	}
	table.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if opened != 0 {
		t.Errorf("Enter opened %d", opened)
	}
}

func TestAClickSelectsTheRowUnderIt(t *testing.T) {
	table, w := newTable(t, 100, fyne.NewSize(400, 400))
	test.TapCanvas(w.Canvas(), fyne.NewPos(50, 36+36*3+10))
	if table.Selected() != 3 {
		t.Errorf("selected %d", table.Selected())
	}
	if w.Canvas().Focused() != fyne.Focusable(table) {
		t.Error("the table has not the focus")
	}
}

func TestAHeadAsksForTheOrderAndTurnsItRound(t *testing.T) {
	table, w := newTable(t, 10, fyne.NewSize(400, 400))
	type order struct {
		column int
		down   bool
	}
	var asked []order
	table.OnSort(func(c int, down bool) {
		asked = append(asked, order{c, down})
		table.SetSort(c, down)
	})
	for range 3 {
		test.TapCanvas(w.Canvas(), fyne.NewPos(30, 18))
	}
	want := []order{{0, false}, {0, true}, {0, false}}
	if fmt.Sprint(asked) != fmt.Sprint(want) {
		t.Errorf("asked %v, want %v", asked, want)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(370, 18)) // Fat % is not sortable
	if len(asked) != 3 {
		t.Error("a head that is not sortable asked for an order")
	}
}

func TestFewerRowsGiveTheSelectionUp(t *testing.T) {
	table, w := newTable(t, 50, fyne.NewSize(400, 400))
	table.Select(40)
	table.SetRows(3)
	if table.Selected() != -1 {
		t.Errorf("selected %d of 3 rows", table.Selected())
	}
	shown := shownTexts(w.Content())
	if !shown["r2c0"] || shown["r3c0"] {
		t.Errorf("shown: %v", shown)
	}
}

func TestNumbersStandAtTheRight(t *testing.T) {
	_, w := newTable(t, 5, fyne.NewSize(400, 400))
	for _, o := range test.LaidOutObjects(w.Content()) {
		if text, ok := o.(*canvas.Text); ok && text.Text == "r1c1" && text.Alignment != fyne.TextAlignTrailing {
			t.Error("a number is not aligned to the right")
		}
	}
}

func TestTenMillionRowsStandOnTheirPixels(t *testing.T) {
	const rows = 10_000_000
	table, w := newTable(t, rows, fyne.NewSize(400, 36+10*36))
	w.Canvas().Focus(table)
	at := func(text string) float32 {
		t.Helper()
		for _, o := range test.LaidOutObjects(w.Content()) {
			if x, ok := o.(*canvas.Text); ok && x.Visible() && x.Text == text {
				return fyne.CurrentApp().Driver().AbsolutePositionForObject(x).Y
			}
		}
		t.Fatalf("%q is not in sight", text)
		return 0
	}
	first := at("r0c0")
	table.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if last := at(fmt.Sprintf("r%dc0", rows-1)); last != first+9*36 {
		t.Errorf("the last row stands at %v, want %v", last, first+9*36)
	}
	table.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	if before := at(fmt.Sprintf("r%dc0", rows-2)); before != first+8*36 {
		t.Errorf("the row before stands at %v, want %v", before, first+8*36)
	}
	test.Scroll(w.Canvas(), fyne.NewPos(100, 200), 0, 7)
	if moved := at(fmt.Sprintf("r%dc0", rows-2)); moved != first+8*36+7 {
		t.Errorf("after scrolling by 7 px it stands at %v, want %v", moved, first+8*36+7)
	}
	test.Drag(w.Canvas(), fyne.NewPos(394, 36+350), 0, -1000)
	if top := at("r0c0"); top != first {
		t.Errorf("dragged to the top the first row stands at %v, want %v", top, first)
	}
	test.Drag(w.Canvas(), fyne.NewPos(394, 36+5), 0, 164)
	table.Select(-1)
	shown := shownTexts(w.Content())
	if shown["r0c0"] || shown[fmt.Sprintf("r%dc0", rows-1)] {
		t.Error("dragging the thumb to the middle does not show the middle")
	}
}

func TestANarrowTableLeavesColumnsOut(t *testing.T) {
	ours(t, style.AlwaysLight)
	columns := []parts.TableColumn{{Title: "When", Width: 76, Grow: 1}, {Title: "kg", Width: 56, Right: true}, {Title: "Fat %", Width: 44, Least: 240, Right: true}}
	table := parts.NewTable(columns, 5, measurement)
	w := test.NewTempWindow(t, table)
	w.SetPadded(false)
	for width, want := range map[float32]bool{300: true, 239: false, 241: true} {
		w.Resize(fyne.NewSize(width, 300))
		if got := shownTexts(w.Content()); got["r0c2"] != want || !got["r0c1"] {
			t.Errorf("at %v: %v", width, got)
		}
	}
}

func TestARowIsCopiedByItsShortcut(t *testing.T) {
	table, w := newTable(t, 10, fyne.NewSize(400, 400))
	copied := -1
	table.OnCopied(func(row int) { copied = row })
	table.TypedShortcut(&fyne.ShortcutCopy{})
	if copied != -1 {
		t.Error("copied without a row")
	}
	w.Canvas().Focus(table)
	table.Select(4)
	table.TypedShortcut(&fyne.ShortcutCopy{})
	if copied != 4 {
		t.Errorf("copied row %d", copied)
	}
}
