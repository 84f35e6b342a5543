package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/style"
)

func openData(t *testing.T, size fyne.Size) (*stage, *DataScreen) {
	t.Helper()
	s := unlocked(t, style.AlwaysLight, size, withData(household()))
	s.goTo(1)
	s.bench.settle()
	return s, s.dataPage()
}

// dataPage is the list of data that is on show.
func (s *stage) dataPage() *DataScreen {
	s.t.Helper()
	d, ok := s.Page().(*DataScreen)
	if !ok {
		s.t.Fatalf("the page is %T", s.Page())
	}
	return d
}

func TestDataIsFoundAsOneTypes(t *testing.T) {
	s, d := openData(t, wide)
	all := len(d.rows)
	s.ctrl(fyne.KeyF)
	if s.window.Canvas().Focused() != fyne.Focusable(d.search.Input()) {
		t.Fatal("Ctrl+F does not go to the field")
	}
	for text, want := range map[string]string{
		"weigh": "weight", "SYSTOLIC": "blood_pressure", "room co": "co2", "wear": "raw_tracker_wear_state", "nights": "sleep", "oxygen": "spo2",
	} {
		d.search.SetText(text)
		found := false
		for _, id := range d.ids {
			found = found || id == want
		}
		if !found || len(d.ids) == all {
			t.Errorf("%q finds %v, want %s", text, d.ids, want)
		}
	}
	d.search.SetText("xyz")
	s.wants("Nothing found")
	s.press("Show all")
	if len(d.rows) != all {
		t.Errorf("%d of %d rows are back", len(d.rows), all)
	}
	d.search.SetText("distance")
	s.wants("1 of")
	s.key(fyne.KeyReturn)
	s.bench.settle()
	if x, ok := s.Page().(*DetailScreen); !ok || x.subject.ID != "distance" {
		t.Errorf("Return opens %T", s.Page())
	}
}

func TestArrowsGoFromRowToRowAndBackReturnsToIt(t *testing.T) {
	s, d := openData(t, narrow)
	s.ctrl(fyne.KeyF)
	s.key(fyne.KeyDown)
	s.key(fyne.KeyDown)
	if d.focused() != 1 {
		t.Fatalf("row %d has the focus", d.focused())
	}
	s.key(fyne.KeyEnd)
	if d.focused() != len(d.rows)-1 {
		t.Errorf("End goes to row %d", d.focused())
	}
	s.key(fyne.KeyHome)
	s.key(fyne.KeyDown)
	id := d.ids[1]
	s.key(fyne.KeyReturn)
	s.bench.settle()
	s.Back()
	s.bench.settle()
	if at := d.focused(); at < 0 || d.ids[at] != id {
		t.Errorf("the focus came back to row %d", at)
	}
	s.key(fyne.KeyUp)
	s.key(fyne.KeyUp)
	if s.window.Canvas().Focused() != fyne.Focusable(d.search.Input()) {
		t.Error("up from the first row does not lead to the field")
	}
}

func TestDataIsGroupedByFamilyWithItsSources(t *testing.T) {
	s, _ := openData(t, wide)
	for _, words := range []string{"Body", "Heart and blood pressure", "Activity", "Sleep", "Temperature", "Other streams", "Tracker wear state", "Withings"} {
		s.wants(words)
	}
}

func TestAPageOfASubjectIsMarkedAsData(t *testing.T) {
	s, d := openWeight(t, wide)
	if got := s.rail.Selected(); got != 1 {
		t.Errorf("place %d is marked while the page of weight is open", got)
	}
	s.Back()
	s.bench.settle()
	if got := s.rail.Selected(); got != 0 || s.Page() == Page(d) {
		t.Errorf("place %d is marked on the dashboard", got)
	}
}
