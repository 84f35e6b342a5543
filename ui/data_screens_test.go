package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/style"
)

// withData is a stage whose pages show the data of a library.
func withData(lib Library) stageOption {
	return func(d *Deps, s *stage) {
		s.library = lib
		needs := DataNeeds{Library: lib, Past: onePast, Preferences: newFakePreferences()}
		d.Pages.Dashboard = func(s *Shell) Page { return NewDashboardScreen(s, needs) }
		d.Pages.Data = func(s *Shell) Page { return NewDataScreen(s, needs) }
	}
}

// detail opens the detail of a subject.
func (s *stage) detail(lib Library, subject string) *DetailScreen {
	s.t.Helper()
	d := NewDetailScreen(s.Shell, DataNeeds{Library: lib, Past: onePast}, subject)
	s.Open(d)
	s.bench.settle()
	return d
}

// dataShots are the pages of the household's data.
var dataShots = []shot{
	{name: "dashboard"},
	{name: "dashboard", state: "empty", stage: dataStage(newFakeLibrary)},
	{name: "dashboard", state: "one-reading", stage: dataStage(func() *fakeLibrary { return weighed(1) })},
	{name: "dashboard", state: "error", stage: dataStage(failing)},
	{name: "dashboard", state: "hidden", stage: arrangeStage(`{"hidden":["steps","height","co2"],"order":["sleep","weight"]}`)},
	{name: "dashboard", state: "all-hidden", stage: arrangeStage(`{"hidden":["weight","blood_pressure","heart_rate","sleep","steps","body_temperature","spo2","co2","distance","height"]}`)},
	{name: "dashboard", state: "backup", stage: backedUp(fakeMade{{At: stageNow.Add(-13 * time.Hour), Proven: stageNow.Add(-13 * time.Hour), Path: "/mnt/disk/berg.age"}})},
	{name: "dashboard", state: "no-backup", stage: backedUp(fakeMade{})},
	{name: "dashboard", state: "week", stage: func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		t.Helper()
		return unlocked(t, m, size, withOrder(pressureWeek(3)(), begun("2025-10-12")), func(d *Deps, _ *stage) {
			d.Pages.Insights = func(s *Shell, _ string) Page { return newFakePage(s, "Insights") }
		})
	}},
	{name: "arrange", stage: arrangeStage(`{"hidden":["steps","height"]}`), open: func(s *stage) { s.rune('a'); s.bench.settle() }},
	{name: "arrange", state: "dragging", stage: arrangeStage(``), open: func(s *stage) {
		s.rune('a')
		s.bench.settle()
		s.carryBy(s.arranged().shown[0], fyne.NewPos(330, 50))
	}},
	{name: "arrange", state: "error", stage: arrangeStage(``), open: func(s *stage) {
		s.rune('a')
		if prefs, ok := s.arranged().screen.needs.Preferences.(*fakePreferences); ok {
			prefs.fail = errDisk
		}
		s.arranged().hide("steps", true)
		s.bench.settle()
	}},
	{name: "data", open: func(s *stage) { s.goTo(1) }},
	{name: "data", state: "found", open: func(s *stage) { s.goTo(1); s.bench.settle(); s.dataPage().search.SetText("room") }},
	{name: "data", state: "none-found", open: func(s *stage) { s.goTo(1); s.bench.settle(); s.dataPage().search.SetText("xyz") }},
	{name: "data", state: "empty", stage: dataStage(newFakeLibrary), open: func(s *stage) { s.goTo(1); s.bench.settle() }},
	{name: "data", state: "error", stage: dataStage(failing), open: func(s *stage) { s.goTo(1); s.bench.settle() }},
	{name: "weight", open: func(s *stage) { s.subject("weight").side.table.Select(0) }},
	{name: "weight", state: "details", open: func(s *stage) {
		d := s.subject("weight")
		d.side.table.Select(2)
		d.side.openDetails()
	}},
	{name: "weight", state: "year", open: func(s *stage) { s.subject("weight").TypedRune('y') }},
	{name: "weight", state: "one-reading", stage: dataStage(func() *fakeLibrary { return weighed(1) }), open: func(s *stage) { s.subject("weight") }},
	{name: "weight", state: "ten-years", stage: dataStage(func() *fakeLibrary { return weighed(3650) }), open: func(s *stage) {
		s.subject("weight").TypedRune('a')
		s.bench.settle()
	}},
	{name: "pressure", open: func(s *stage) { s.subject("blood_pressure").main.chart.walk(-1) }},
	{name: "sleep", open: func(s *stage) { s.subject("sleep").main.chart.walk(-1) }},
	{name: "sleep", state: "day", open: func(s *stage) { s.subject("sleep").TypedRune('d') }},
	{name: "steps", open: func(s *stage) { s.subject("steps") }},
	{name: "steps", state: "day", open: func(s *stage) { s.subject("steps").TypedRune('d') }},
	{name: "heart", open: func(s *stage) { s.subject("heart_rate") }},
	{name: "heart", state: "day", open: func(s *stage) { s.subject("heart_rate").TypedRune('d') }},
	{name: "temperature", open: func(s *stage) { s.subject("body_temperature").main.chart.walk(-1) }},
	{name: "height", open: func(s *stage) { s.subject("height") }},
	{name: "unknown-stream", open: func(s *stage) { s.subject("raw_tracker_wear_state") }},
}

// dataStage is an open vault with the data of a library.
func dataStage(lib func() *fakeLibrary) func(*testing.T, style.Mode, fyne.Size) *stage {
	return func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		t.Helper()
		return unlocked(t, m, size, withData(lib()))
	}
}

// failing is a library that cannot be read.
func failing() *fakeLibrary {
	l := weighed(3)
	l.fail = errDisk
	return l
}

// subject opens the detail of a subject of the data that the stage has.
func (s *stage) subject(id string) *DetailScreen {
	s.t.Helper()
	return s.detail(s.library, id)
}
