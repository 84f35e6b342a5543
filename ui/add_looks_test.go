package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// adding opens the page for typing in over the household's data.
func adding(t *testing.T, m style.Mode, size fyne.Size, a Adding) (*stage, *fakeNotebook, *AddScreen) {
	t.Helper()
	s, n := withNotebook(t, m, size, household())
	n.illness()
	s.OpenAdd(a)
	s.bench.settle()
	return s, n, s.addScreen()
}

func (s *stage) addScreen() *AddScreen {
	s.t.Helper()
	a, ok := s.Page().(*AddScreen)
	if !ok {
		s.t.Fatalf("the page is %T, want the one for typing in", s.Page())
	}
	return a
}

// illness writes a week in bed into the notebook.
func (n *fakeNotebook) illness() {
	loc, _ := n.library.person.Location()
	put := func(day, hour, minute int, kind health.EntryKind, key string, fields ...string) {
		at := stageNow.In(loc).AddDate(0, 0, -day)
		start := health.DateAt(at.UnixMilli(), 7200).Start(loc) + int64(hour*60+minute)*60_000
		var all []health.Field
		for i := 0; i+1 < len(fields); i += 2 {
			all = append(all, health.Field{Name: fields[i], Text: fields[i+1]})
		}
		e := present.NewEntry(kind, key, present.Instant{At: start, Offset: health.OffsetAt(start, loc)}, all...)
		n.put(nil, []health.Entry{e})
	}
	warm := func(day, hour, minute int, tenths int64) {
		at := stageNow.In(loc).AddDate(0, 0, -day)
		start := health.DateAt(at.UnixMilli(), 7200).Start(loc) + int64(hour*60+minute)*60_000
		r := present.NewReading(present.Amount{Metric: "body_temperature", Value: health.Decimal{Mantissa: tenths, Places: 1}, Unit: health.Celsius},
			present.Instant{At: start, Offset: health.OffsetAt(start, loc)})
		n.put([]health.Reading{r}, nil)
	}
	for i, c := range []int64{374, 386, 391, 388, 379, 372, 368} {
		warm(4-i/2, 8+i%2*11, 10+i, c)
	}
	put(4, 19, 40, health.Symptom, "sore_throat", "name", "sore_throat", "severity", "1")
	put(3, 8, 20, health.Symptom, "fever_chills", "name", "fever_chills", "severity", "3")
	put(3, 8, 20, health.Symptom, "headache", "name", "headache", "severity", "2", "text", "Behind the eyes, worse in the light.")
	put(3, 8, 30, health.Medicine, "Paracetamol", "name", "Paracetamol", "amount", "500 mg")
	put(3, 21, 0, health.Medicine, "Paracetamol", "name", "Paracetamol", "amount", "500 mg")
	put(2, 10, 0, health.Symptom, "cough", "name", "cough", "severity", "2")
	put(1, 9, 15, health.Note, "", "text", "Slept through for the first time. Tea with honey helps more than the syrup; stayed in bed until noon and walked once around the house.")
	put(0, 8, 5, health.Note, "", "text", "Back at the desk.")
}

func addStage(a Adding, then func(s *stage, page *AddScreen)) func(*testing.T, style.Mode, fyne.Size) *stage {
	return func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s, _, page := adding(t, m, size, a)
		if then != nil {
			then(s, page)
			s.bench.settle()
		}
		return s
	}
}

// addShots are the states of the page for typing in.
var addShots = []shot{
	{name: "add", state: "kinds", stage: addStage(Adding{}, nil)},
	{name: "add", state: "none", stage: addStage(Adding{}, func(_ *stage, a *AddScreen) { a.chooser.search.SetText("horse") })},
	{name: "add", state: "weight", stage: addStage(Adding{Subject: "weight"}, func(_ *stage, a *AddScreen) {
		a.form.amounts[0].boxes[0].SetText("78.4")
		a.form.showMore()
	})},
	{name: "add", state: "pressure", stage: addStage(Adding{Subject: present.PressureID}, nil)},
	{name: "add", state: "faults", stage: addStage(Adding{Subject: present.PressureID}, func(_ *stage, a *AddScreen) {
		a.form.amounts[0].boxes[0].SetText("80")
		a.form.amounts[1].boxes[0].SetText("128")
		a.form.when.set("31/2/2025", "25:00")
		a.Submit()
	})},
	{name: "add", state: "question", stage: addStage(Adding{Subject: "weight"}, func(_ *stage, a *AddScreen) {
		a.form.amounts[0].boxes[0].SetText("172.4")
		a.Submit()
	})},
	{name: "add", state: "temperature", stage: addStage(Adding{Subject: "body_temperature"}, func(_ *stage, a *AddScreen) {
		a.form.amounts[0].boxes[0].SetText("38.4")
	})},
	{name: "add", state: "height", stage: addStage(Adding{Subject: "height"}, func(_ *stage, a *AddScreen) { a.form.amounts[0].setWay(1) })},
	{name: "add", state: "steps", stage: addStage(Adding{Subject: "steps"}, nil)},
	{name: "add", state: "symptoms", stage: addStage(Adding{Subject: "symptom"}, func(_ *stage, a *AddScreen) {
		a.form.symptoms.toggle("headache")
		a.form.symptoms.toggle("fever_chills")
		a.form.symptoms.picked[1].severity = 2
		a.form.symptoms.show()
	})},
	{name: "add", state: "medicine", data: illnessWords, stage: addStage(Adding{Subject: "medicine"}, nil)},
	{name: "add", state: "note", stage: addStage(Adding{Subject: "note"}, nil)},
	{name: "add", state: "picture", stage: addStage(Adding{Subject: "picture"}, nil)},
	{name: "add", state: "leaving", stage: addStage(Adding{Subject: "note"}, func(_ *stage, a *AddScreen) {
		a.form.text.SetText("Slept badly.")
		a.Back()
	})},
	{name: "add", state: "saved", stage: addStage(Adding{Subject: present.PressureID}, func(s *stage, a *AddScreen) {
		a.form.amounts[0].boxes[0].SetText("128")
		a.form.amounts[1].boxes[0].SetText("82")
		a.submit(true)
	})},
	{name: "add", state: "twice", stage: addStage(Adding{Subject: "heart_rate"}, func(_ *stage, a *AddScreen) {
		a.form.amounts[0].boxes[0].SetText("62")
		a.form.when.set("27/10/2024", "02:30")
		a.Submit()
	})},
	{name: "add", state: "correct", stage: func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s, n, _ := adding(t, m, size, Adding{})
		warm := n.library.readings["body_temperature"]
		s.Back()
		s.Back()
		s.OpenAdd(Adding{Correct: warm[len(warm)-1:]})
		s.bench.settle()
		return s
	}},
}
