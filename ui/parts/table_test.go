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
