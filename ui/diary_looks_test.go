package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// diary opens the diary over the household's data, with a week in bed and
// pictures in it.
func diary(t *testing.T, m style.Mode, size fyne.Size, fill bool) (*stage, *fakeNotebook, *DiaryScreen) {
	t.Helper()
	l := newFakeLibrary()
	s, n := withNotebook(t, m, size, l)
	if fill {
		l.spots(120)
		n.illness()
		n.picture(t, 160, 120, 70, "Rash on the left arm, a day after it began.")
		n.picture(t, 90, 160, 60, "")
	}
	s.ctrl(fyne.Key4)
	s.bench.settle()
	return s, n, s.diary()
}

func (s *stage) diary() *DiaryScreen {
	s.t.Helper()
	d, ok := s.Page().(*DiaryScreen)
	if !ok {
		s.t.Fatalf("the page is %T, want the diary", s.Page())
	}
	return d
}

// picture puts a picture of some hours ago into the notebook.
func (n *fakeNotebook) picture(t *testing.T, w, h, hours int, text string) {
	t.Helper()
	_, data := aPicture(t, w, h)
	ref, err := n.Attach(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	n.put(nil, []health.Entry{present.NewEntry(health.Picture, "", present.Instant{At: stageNow.UnixMilli() - int64(hours)*3600_000, Offset: 7200},
		health.Field{Name: health.FieldPicture, Text: ref}, health.Field{Name: health.FieldPictureType, Text: "image/png"},
		health.Field{Name: health.FieldText, Text: text})})
}

// thumb is the first small picture with a text.
func (d *DiaryScreen) pictured(text string) present.DiaryLine {
	for _, e := range d.data.entries {
		if e.Kind == health.Picture && e.Field(health.FieldText) == text {
			return present.LineOf(e)
		}
	}
	return present.DiaryLine{}
}

func diaryStage(fill bool, then func(s *stage, n *fakeNotebook, d *DiaryScreen)) func(*testing.T, style.Mode, fyne.Size) *stage {
	return func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s, n, d := diary(t, m, size, fill)
		if then != nil {
			then(s, n, d)
			s.bench.settle()
		}
		return s
	}
}

// illnessWords are what the person wrote in the week in bed.
var illnessWords = []string{
	"Slept through for the first time. Tea with honey helps more than the syrup; stayed in bed until noon and walked once around the house.",
	"Rash on the left arm, a day after it began.", "Behind the eyes, worse in the light.", "Back at the desk.", "Paracetamol", "500 mg",
}

// diaryShots are the states of the diary.
var diaryShots = []shot{
	{name: "diary", data: illnessWords, stage: diaryStage(true, nil)},
	{name: "diary", data: illnessWords, state: "empty", stage: diaryStage(false, nil)},
	{name: "diary", data: illnessWords, state: "filtered", stage: diaryStage(true, func(_ *stage, _ *fakeNotebook, d *DiaryScreen) {
		for _, k := range present.DiaryKinds() {
			d.toggle(k)
		}
	})},
	{name: "diary", data: illnessWords, state: "delete", stage: diaryStage(true, func(_ *stage, _ *fakeNotebook, d *DiaryScreen) {
		d.ask(d.pictured(""))
	})},
	{name: "diary", data: illnessWords, state: "picture", stage: diaryStage(true, func(_ *stage, _ *fakeNotebook, d *DiaryScreen) {
		d.openPicture(d.pictured("Rash on the left arm, a day after it began."))
	})},
	{name: "diary", data: illnessWords, state: "lost", stage: diaryStage(true, func(_ *stage, n *fakeNotebook, d *DiaryScreen) {
		n.pictures = nil
		d.openPicture(d.pictured(""))
	})},
	{name: "diary", data: illnessWords, state: "error", stage: diaryStage(false, func(s *stage, n *fakeNotebook, _ *DiaryScreen) {
		n.failRead = errDisk
		s.Reload()
	})},
}
