package ui

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// typed is what the notebook's library has of a metric that was typed.
func (n *fakeNotebook) typed(m health.MetricID) []health.Reading {
	return slices.DeleteFunc(slices.Clone(n.library.readings[m]), func(r health.Reading) bool { return !r.Source.Typed() })
}

// kinds are the entries of a kind.
func (n *fakeNotebook) kinds(k health.EntryKind) []health.Entry {
	return slices.DeleteFunc(slices.Clone(n.entries), func(e health.Entry) bool { return e.Kind != k })
}

func TestAKindIsFoundByTypingAndSavedByEnter(t *testing.T) {
	s, n, a := adding(t, style.AlwaysLight, wide, Adding{})
	s.typeIn("weig")
	s.key(fyne.KeyReturn)
	s.bench.settle()
	if a.form == nil || a.form.form.ID != "weight" {
		t.Fatalf("the form is %+v", a.form)
	}
	s.typeIn("78.40")
	a.form.text.SetText("after a run")
	s.key(fyne.KeyReturn)
	s.bench.settle()
	got := n.typed("weight")
	if len(got) != 1 || got[0].Value.String() != "78.40" || got[0].Unit != health.Kilogram || got[0].Start != stageNow.UnixMilli() || got[0].Offset != 7200 {
		t.Fatalf("stored is %+v", got)
	}
	if c := n.kinds(health.Comment); len(c) != 1 || !present.BelongsTo(c[0], "weight", health.TypedSource, got[0].Start) || c[0].Field("text") != "after a run" {
		t.Errorf("the comment is %+v", c)
	}
	if s.Page() == Page(a) {
		t.Error("the page stays after saving")
	}
	s.wants("Saved: Weight 78.40 kg")
	low := s.toast.Position().Y
	s.OpenAdd(Adding{Subject: "note"})
	if s.toast.Position().Y >= low {
		t.Error("the toast lies over the buttons of the form")
	}
	s.Back()
	s.toast.Action().Press()
	s.bench.settle()
	if len(n.typed("weight")) != 0 || len(n.kinds(health.Comment)) != 0 {
		t.Error("Undo left something behind")
	}
}

func TestBloodPressureIsOneMeasurement(t *testing.T) {
	s, n, a := adding(t, style.AlwaysLight, wide, Adding{Subject: "systolic"})
	for i, v := range []string{"128", "82", "66"} {
		a.form.amounts[i].boxes[0].SetText(v)
	}
	a.submit(true)
	s.bench.settle()
	s.wants("Saved: Blood pressure 128/82 mmHg, 66 bpm")
	if s.toast != nil || s.Page() != Page(a) {
		t.Error("a toast lies over the buttons, or the form is gone")
	}
	for i, v := range []string{"126", "80", ""} {
		a.form.amounts[i].boxes[0].SetText(v)
	}
	s.ctrl(fyne.KeyReturn)
	s.bench.settle()
	sys, dia, pulse := n.typed("systolic"), n.typed("diastolic"), n.typed("heart_rate")
	if len(sys) != 2 || len(dia) != 2 || len(pulse) != 1 || sys[0].Start != dia[0].Start || sys[0].Start != pulse[0].Start {
		t.Fatalf("stored are %v %v %v", sys, dia, pulse)
	}
	if d := sys[1].Start - sys[0].Start; d != 1000 {
		t.Errorf("two of one minute are %d ms apart", d)
	}
	s.wants("Saved: Blood pressure 126/80 mmHg")
}

func TestWhatCannotBeIsNotStored(t *testing.T) {
	for _, c := range []struct {
		name  string
		form  string
		texts []string
		date  string
		clock string
		want  string
	}{
		{"nothing", "weight", nil, "", "", "Type a number."},
		{"too heavy", "weight", []string{"820000"}, "", "", "This cannot be"},
		{"fat like the whole", "weight", []string{"70", "71"}, "", "", "This cannot be as much as the whole weight."},
		{"pressures swapped", present.PressureID, []string{"80", "128"}, "", "", "The lower pressure must be below the upper one."},
		{"a day to come", "weight", []string{"78"}, "15/10/2025", "08:00", "The last day possible is 14 Oct 2025."},
		{"an hour to come", "weight", []string{"78"}, "14/10/2025", "11:47", "This is still to come."},
		{"a time that was skipped", "weight", []string{"78"}, "30/3/2025", "02:30", "There was no 02:30: the clocks went from 02:00 to 03:00."},
		{"no time", "weight", []string{"78"}, "14/10/2025", "8 o'clock", "Type a time like 07:30."},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, n, a := adding(t, style.AlwaysLight, wide, Adding{Subject: c.form})
			if c.name == "fat like the whole" {
				a.form.amounts[1].setWay(1)
			}
			for i, x := range c.texts {
				a.form.amounts[i].boxes[0].SetText(x)
			}
			if c.date != "" {
				a.form.when.set(c.date, c.clock)
			}
			a.Submit()
			s.bench.settle()
			s.wants(c.want)
			if n.added != 0 || s.Page() != Page(a) {
				t.Error("it was stored")
			}
		})
	}
}

func TestAnUnlikelyNumberIsStoredOnceItIsTicked(t *testing.T) {
	s, n, a := adding(t, style.AlwaysLight, wide, Adding{Subject: "weight"})
	a.form.amounts[0].boxes[0].SetText("172.4")
	a.Submit()
	s.bench.settle()
	s.wants("Is 172.4 kg right?")
	if n.added != 0 {
		t.Fatal("it was stored without an answer")
	}
	s.key(fyne.KeySpace) // the tick has the keyboard
	a.form.amounts[0].boxes[0].SetText("182.4")
	a.Submit()
	if s.bench.settle(); n.added != 0 {
		t.Fatal("a tick for another number counts")
	}
	s.key(fyne.KeySpace)
	a.Submit()
	s.bench.settle()
	if got := n.typed("weight"); len(got) != 1 || got[0].Value.String() != "182.4" {
		t.Errorf("stored is %v", got)
	}
}

func TestUnitsAreChosenAndKeptAsTyped(t *testing.T) {
	s, n, a := adding(t, style.AlwaysLight, wide, Adding{Subject: "weight"})
	a.form.amounts[0].units.Choose(2)
	a.form.amounts[0].boxes[0].SetText("12")
	a.form.amounts[0].boxes[1].SetText("4.5")
	a.Submit()
	s.bench.settle()
	if got := n.typed("weight"); len(got) != 1 || got[0].Value.String() != "172.5" || got[0].Unit != health.Pound {
		t.Errorf("stored is %v", got)
	}
	s.OpenAdd(Adding{Subject: "weight"})
	if got := s.addScreen().form.amounts[0].way; got != 2 {
		t.Errorf("the next weight is typed in unit %d", got)
	}
}

func TestSliderAndFieldOfATemperatureKeepStep(t *testing.T) {
	s, _, a := adding(t, style.AlwaysLight, wide, Adding{Subject: "body_temperature"})
	f := a.form.amounts[0]
	f.boxes[0].SetText("38.4")
	if v, chosen := f.slider.Value(); !chosen || v != 38.4 {
		t.Errorf("the slider is at %v, %v", v, chosen)
	}
	f.slider.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if got := f.boxes[0].Text(); got != "38.5" {
		t.Errorf("the field says %q", got)
	}
	f.units.Choose(1)
	if v, chosen := f.slider.Value(); !chosen || v != 95 || f.boxes[0].Text() != "38.5" {
		t.Errorf("in another unit the slider is at %v, %v, the field says %q", v, chosen, f.boxes[0].Text())
	}
	s.wants("In °C it would be likely.")
}

func TestATimeThatCameTwiceIsAskedFor(t *testing.T) {
	s, n, a := adding(t, style.AlwaysLight, wide, Adding{Subject: "heart_rate"})
	a.form.amounts[0].boxes[0].SetText("62")
	a.form.when.set("27/10/2024", "02:30")
	a.Submit()
	s.bench.settle()
	s.wants("The clocks went back, so 02:30 came twice.")
	a.form.when.which.Choose(1)
	a.Submit()
	s.bench.settle()
	got := n.typed("heart_rate")
	if len(got) != 1 || got[0].Offset != 3600 || got[0].Start != time.Date(2024, 10, 27, 1, 30, 0, 0, time.UTC).UnixMilli() {
		t.Errorf("stored is %+v", got)
	}
}

func TestWhatWasTypedIsKeptUntilItIsDiscarded(t *testing.T) {
	s, n, a := adding(t, style.AlwaysLight, wide, Adding{Subject: "note"})
	s.key(fyne.KeyEscape)
	if s.Page() == Page(a) {
		t.Fatal("Escape asks although nothing is typed")
	}
	s.OpenAdd(Adding{Subject: "note"})
	s.typeIn("Slept badly.")
	s.key(fyne.KeyEscape)
	s.wants("What you typed is not saved.")
	s.key(fyne.KeyEscape)
	if _, still := s.Page().(*AddScreen); still {
		t.Fatal("the second Escape does not leave")
	}
	s.OpenAdd(Adding{})
	s.bench.settle()
	s.wants("Here is what you had begun.")
	if got := s.addScreen().form.text.Text(); got != "Slept badly." {
		t.Errorf("the draft says %q", got)
	}
	s.ctrl(fyne.Key1)
	s.OpenAdd(Adding{})
	s.addScreen().startAfresh()
	if !s.addScreen().form.blank() {
		t.Error("starting afresh keeps the words")
	}
	s.typeIn("Secret words")
	s.Lock()
	if s.shows("Secret words") || n.added != 0 {
		t.Error("the words are shown, or stored, after the lock")
	}
}

func TestACorrectionTakesThePlaceOfTheOldValueAndKeepsIt(t *testing.T) {
	s, n, a := adding(t, style.AlwaysLight, wide, Adding{Subject: "weight"})
	a.form.amounts[0].boxes[0].SetText("87.2")
	a.form.amounts[1].boxes[0].SetText("24")
	a.form.text.SetText("in the morning")
	a.form.amounts[0].tick.SetOn(true)
	a.form.amounts[0].kept = a.form.amounts[0].written()
	a.Submit()
	s.bench.settle()
	old := append(n.typed("weight"), n.typed("fat_ratio")...)
	if len(old) != 2 {
		t.Fatalf("stored are %v", old)
	}
	correct := func(kg, clock string) {
		s.OpenAdd(Adding{Correct: append(n.typed("weight"), n.typed("fat_ratio")...)})
		s.bench.settle()
		a := s.addScreen()
		if a.form.text.Text() != "in the morning" {
			t.Errorf("the comment is %q", a.form.text.Text())
		}
		a.form.amounts[0].boxes[0].SetText(kg)
		if clock != "" {
			a.form.when.set("14/10/2025", clock)
		}
		a.Submit()
		s.bench.settle()
		s.wants("The old value stays in the history.")
	}
	correct("78.2", "")
	correct("78.3", "07:30")
	got := n.typed("weight")
	if len(got) != 1 || got[0].Value.String() != "78.3" || got[0].Start == old[0].Start || len(n.typed("fat_ratio")) != 1 {
		t.Fatalf("after it there is %v", got)
	}
	if c := n.kinds(health.Comment); len(c) != 1 || c[0].Start != got[0].Start {
		t.Errorf("the comment is %+v", c)
	}
	var before []string
	for _, e := range n.kinds(health.Correction) {
		if e.Start != got[0].Start {
			t.Errorf("an earlier value stands elsewhere: %+v", e)
		}
		if e.Field(health.FieldMetric) == "weight" {
			before = append(before, e.Field(health.FieldValue))
		}
	}
	slices.Sort(before)
	if !slices.Equal(before, []string{"78.2", "87.2"}) {
		t.Errorf("the history has %v", before)
	}
	names, err := withCompanions(t.Context(), n, []Measurement{{Metric: "weight", Source: health.TypedSource, Start: got[0].Start}})
	if err != nil || len(names) != 4 { // itself, the comment, two earlier values
		t.Errorf("deleting takes %v, %v", names, err)
	}
}

func TestAFailureKeepsTheFormAndSaysWhatHappened(t *testing.T) {
	s, n, a := adding(t, style.AlwaysLight, wide, Adding{Subject: "spo2"})
	n.fail = errDisk
	a.form.amounts[0].boxes[0].SetText("97")
	a.Submit()
	s.bench.settle()
	if s.Page() != Page(a) || a.form.amounts[0].boxes[0].Text() != "97" || a.buttons[0].Disabled() {
		t.Error("the form is gone")
	}
	what, _ := s.Explain(errDisk)
	s.wants(what)
	n.fail = nil
	a.Submit()
	s.bench.settle()
	if len(n.typed("spo2")) != 1 {
		t.Error("trying again does not store it")
	}
}

func TestTheDiaryKindsAreStored(t *testing.T) {
	s, n, a := adding(t, style.AlwaysLight, wide, Adding{Subject: "symptom"})
	n.entries = nil
	a.form.symptoms.toggle("headache")
	a.form.symptoms.own.SetText(" cough ")
	a.form.symptoms.picked[0].severity = 2
	a.Submit()
	s.bench.settle()
	got := n.kinds(health.Symptom)
	if len(got) != 2 || got[0].Field(health.FieldName) != "headache" || got[0].Field(health.FieldSeverity) != "3" || got[1].Field(health.FieldName) != "cough" {
		t.Fatalf("symptoms are %+v", got)
	}
	s.OpenAdd(Adding{Subject: "medicine"})
	s.addScreen().form.name.SetText("Paracetamol")
	s.addScreen().form.amount.SetText("500 mg")
	s.addScreen().Submit()
	s.bench.settle()
	s.OpenAdd(Adding{Subject: "medicine"})
	s.bench.settle()
	s.wants("Paracetamol 500 mg")
	if m := n.kinds(health.Medicine); len(m) != 1 || m[0].Field(health.FieldAmount) != "500 mg" {
		t.Errorf("medicines are %+v", m)
	}
	s.Back()
	s.OpenAdd(Adding{Entry: &got[0]})
	s.bench.settle()
	s.addScreen().form.symptoms.toggle("nausea")
	s.addScreen().Submit()
	s.bench.settle()
	names := []string{}
	for _, e := range n.kinds(health.Symptom) {
		names = append(names, e.Field(health.FieldName))
	}
	slices.Sort(names)
	c := n.kinds(health.Correction)
	if !slices.Equal(names, []string{"cough", "nausea"}) || len(c) != 1 || c[0].Field(health.FieldName) != "headache" {
		t.Errorf("after a correction: %v, %+v", names, c)
	}
}

// aPicture writes a picture and returns its path and bytes.
func aPicture(t *testing.T, w, h int) (string, []byte) {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			dx, dy := x-w/2, y-h/2
			c := color.RGBA{byte(210 - 60*y/h), byte(170 - 50*x/w), 140, 255}
			if dx*dx+dy*dy < h*h/30 {
				c = color.RGBA{190, 80, 80, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "arm.png")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, b.Bytes()
}

func TestAPictureIsSealedAsItIs(t *testing.T) {
	s, n, a := adding(t, style.AlwaysLight, wide, Adding{Subject: "picture"})
	a.Submit()
	s.bench.settle()
	s.wants("Choose a picture.")
	words := filepath.Join(t.TempDir(), "words.jpg")
	if err := os.WriteFile(words, []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	a.Drop([]string{words})
	s.bench.settle()
	s.wants("This is not a picture that Vitalkeep can show.")
	path, data := aPicture(t, 120, 80)
	a.Drop([]string{path})
	s.bench.settle()
	s.wants("arm.png · 120 × 80")
	a.form.text.SetText("Left arm")
	a.Submit()
	s.bench.settle()
	got := n.kinds(health.Picture)
	if len(got) != 1 || !bytes.Equal(n.pictures[got[0].Field(health.FieldPicture)], data) || got[0].Field(health.FieldPictureType) != "image/png" {
		t.Fatalf("stored is %+v", got)
	}
	s.OpenAdd(Adding{Entry: &got[0]})
	s.bench.settle()
	s.wants("Sealed in the vault")
	s.addScreen().form.text.SetText("Right arm")
	s.addScreen().Submit()
	s.bench.settle()
	later := n.kinds(health.Picture)
	if len(later) != 1 || later[0].Field(health.FieldText) != "Right arm" || later[0].Field(health.FieldPicture) != got[0].Field(health.FieldPicture) || len(n.pictures) != 1 {
		t.Errorf("corrected it is %+v of %d pictures", later, len(n.pictures))
	}
}

func TestTheTotalOfADayIsTypedForTheDay(t *testing.T) {
	s, n, a := adding(t, style.AlwaysLight, wide, Adding{Subject: "steps"})
	a.form.amounts[0].boxes[0].SetText("8200")
	a.form.when.set("26/10/2024", "")
	a.Submit()
	s.bench.settle()
	got := n.typed("steps")
	if len(got) != 1 || got[0].Duration != (24*time.Hour).Milliseconds() || health.DateAt(got[0].Start, got[0].Offset).String() != "2024-10-26" {
		t.Errorf("stored is %+v", got)
	}
	if !strings.Contains(s.toast.Message(), "8,200 steps") {
		t.Errorf("it says %q", s.toast.Message())
	}
	s.OpenAdd(Adding{Subject: "steps"})
	s.addScreen().form.amounts[0].boxes[0].SetText("9000")
	s.addScreen().form.when.set("26/10/2024", "")
	s.addScreen().Submit()
	s.bench.settle()
	got = n.typed("steps")
	if c := n.kinds(health.Correction); len(got) != 1 || got[0].Value.String() != "9000" || len(c) != 1 || c[0].Field(health.FieldValue) != "8200" {
		t.Errorf("another total of the day: %+v, %+v", got, c)
	}
}
