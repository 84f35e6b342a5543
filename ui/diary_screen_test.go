package ui

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

func TestTheDiaryShowsDaysTheNewestFirstAndTheCurveOfAnIllness(t *testing.T) {
	s, _, d := diary(t, style.AlwaysLight, wide, true)
	for _, words := range []string{
		"Today, 14 October", "Back at the desk.", "Yesterday, 13 October", "Course of the temperature",
		"the highest of 8 temperatures was 39.1 °C", "Headache", "Moderate", "Behind the eyes, worse in the light.", "Paracetamol", "500 mg",
	} {
		s.wants(words)
	}
	for ref, photos := range d.thumbs.shown {
		if !photos[0].Shows() {
			t.Errorf("%s has no small picture", ref)
		}
	}
	if len(d.thumbs.shown) != 2 || len(d.curves) != 1 {
		t.Errorf("%d pictures, %d curves", len(d.thumbs.shown), len(d.curves))
	}
}

// The window knows no picture that was hidden when it was painted last: it must
// be asked to paint what the picture belongs to, or the picture never appears.
func TestAPictureOfAGraphIsPaintedOnceItIsDrawn(t *testing.T) {
	s, _, d := diary(t, style.AlwaysLight, wide, true)
	app := fyne.CurrentApp()
	t.Cleanup(func() { fyne.SetCurrentApp(app) })
	asked := &askedCanvas{Canvas: s.window.Canvas()}
	fyne.SetCurrentApp(askedApp{app, askedDriver{app.Driver(), asked}})
	d.Reload()
	s.bench.settle()
	curve := d.curves[0]
	if !curve.plot.image.Visible() || !slices.Contains(asked.painted, fyne.CanvasObject(curve)) {
		t.Error("the curve is drawn and not painted")
	}
	spark := newSparkView(s.Work(), s.scale)
	spark.plot.set(curve.plot.graph)
	spark.Resize(fyne.NewSize(200, 60))
	s.bench.settle()
	if !spark.plot.image.Visible() || !slices.Contains(asked.painted, fyne.CanvasObject(spark)) {
		t.Error("the picture of a card is drawn and not painted")
	}
}

// askedApp is the app of tests with a canvas that keeps what it shall paint.
type askedApp struct {
	fyne.App
	driver askedDriver
}

func (a askedApp) Driver() fyne.Driver { return a.driver }

type askedDriver struct {
	fyne.Driver
	canvas *askedCanvas
}

func (d askedDriver) CanvasForObject(fyne.CanvasObject) fyne.Canvas { return d.canvas }

type askedCanvas struct {
	fyne.Canvas
	painted []fyne.CanvasObject
}

func (c *askedCanvas) Refresh(o fyne.CanvasObject) {
	c.painted = append(c.painted, o)
	c.Canvas.Refresh(o)
}

func TestKindsOfTheDiaryAreHiddenAndShown(t *testing.T) {
	s, _, d := diary(t, style.AlwaysLight, wide, true)
	d.chips[present.DiaryTemperature].Press()
	if s.shows("Course of the temperature") || s.shows("39.1 °C") || !s.shows("Headache") {
		t.Error("temperatures are shown, or others are not")
	}
	for _, k := range present.DiaryKinds()[1:] {
		d.chips[k].Press()
	}
	s.wants("Nothing of these kinds")
	d.showAll()
	s.wants("Course of the temperature")
}

func TestALineIsDeletedAfterAQuestionAndBroughtBack(t *testing.T) {
	s, n, d := diary(t, style.AlwaysLight, wide, true)
	var line present.DiaryLine
	for _, day := range present.Diary(d.data.temperatures, d.data.entries, 0, func(k present.DiaryKind) bool { return k == present.DiarySymptom }) {
		line = day.Lines[0]
	}
	n.put(nil, []health.Entry{present.CorrectEntry(*line.Entry, *line.Entry, 5)})
	before := len(n.entries)
	d.ask(line)
	s.wants("Delete Sore throat?")
	s.key(fyne.KeyEscape)
	if s.shows("Delete Sore throat?") || len(n.entries) != before {
		t.Fatal("Escape does not keep it")
	}
	d.ask(line)
	s.key(fyne.KeyReturn) // on Delete
	s.bench.settle()
	if len(n.entries) != before-2 || s.shows("Sore throat Mild") {
		t.Fatalf("%d of %d entries are left", len(n.entries), before)
	}
	s.wants("Deleted: Sore throat")
	s.toast.Action().Press()
	s.bench.settle()
	if len(n.entries) != before {
		t.Errorf("%d of %d entries are back", len(n.entries), before)
	}
	s.wants("Sore throat")
}

func TestALineIsCorrectedInItsForm(t *testing.T) {
	s, n, d := diary(t, style.AlwaysLight, wide, true)
	warm := n.typed("body_temperature")
	d.correct(present.DiaryLine{Reading: &warm[0]})
	s.bench.settle()
	a := s.addScreen()
	a.form.amounts[0].boxes[0].SetText("37.8")
	a.Submit()
	s.bench.settle()
	s.wants("37.8 °C")
	if s.diary() != d || len(n.replaced) != 1 || len(n.kinds(health.Correction)) != 1 {
		t.Errorf("replaced are %v", n.replaced)
	}
}

func TestAPictureOpensLargeIsSavedAsItWasAndGoesWithTheLock(t *testing.T) {
	s, n, d := diary(t, style.AlwaysLight, wide, true)
	line := d.pictured("")
	photo := d.thumbs.shown[line.Picture][0]
	photo.Press()
	s.bench.settle()
	if d.opened == nil || !d.opened.photo.Shows() {
		t.Fatal("the picture does not open")
	}
	path := filepath.Join(t.TempDir(), "copy.png")
	to, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	d.opened.writeTo(path, to)
	s.bench.settle()
	data, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(data, n.pictures[line.Picture]) {
		t.Errorf("saved are %d bytes, %v", len(data), err)
	}
	s.wants("Saved as copy.png. This file is not encrypted.")
	d.opened.ask()
	s.wants("Delete Picture of")
	s.key(fyne.KeyEscape)
	s.key(fyne.KeyEscape)
	if d.opened != nil || s.window.Canvas().Focused() != fyne.Focusable(photo) {
		t.Error("Escape does not go back to the small picture")
	}
	d.openPicture(line)
	s.bench.settle()
	large := d.opened.photo
	s.Lock()
	if large.Shows() || len(d.thumbs.have) != 0 || len(d.data.entries) != 0 {
		t.Error("pictures outlive the lock")
	}
}

func TestAPictureThatIsDeletedWhileItIsOpenCloses(t *testing.T) {
	s, n, d := diary(t, style.AlwaysLight, wide, true)
	d.openPicture(d.pictured(""))
	s.bench.settle()
	d.opened.ask()
	s.key(fyne.KeyReturn)
	s.bench.settle()
	if d.opened != nil || len(n.kinds(health.Picture)) != 1 {
		t.Error("it is still there")
	}
	s.wants("Today, 14 October")
}

func TestADropOnTheDiaryIsAPictureOrAnImport(t *testing.T) {
	s, n, _ := diary(t, style.AlwaysLight, wide, true)
	path, _ := aPicture(t, 40, 30)
	s.screen.dropped([]string{path})
	s.bench.settle()
	a := s.addScreen()
	if a.form.picture == nil || a.form.picture.chosen == nil {
		t.Fatal("the picture is not in its form")
	}
	a.Submit()
	s.bench.settle()
	if len(n.kinds(health.Picture)) != 3 {
		t.Error("the picture is not stored")
	}
	d := s.diary()
	d.shell.pages.Import = func(sh *Shell, paths []string) Page {
		s.imported = append(s.imported, paths)
		return newFakePage(sh, "Import")
	}
	table := filepath.Join(t.TempDir(), "weight.csv")
	if err := os.WriteFile(table, []byte("Date,Weight\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.screen.dropped([]string{table})
	s.bench.settle()
	if len(s.imported) != 1 || s.imported[0][0] != table {
		t.Errorf("imported are %v", s.imported)
	}
}

func TestLongDiariesShowMoreWhenAsked(t *testing.T) {
	s, n, d := diary(t, style.AlwaysLight, wide, false)
	var notes []health.Entry
	for i := range moreDays + 5 {
		notes = append(notes, present.NewEntry(health.Note, "", present.Instant{At: stageNow.UnixMilli() - int64(i)*dayMS, Offset: 7200},
			health.Field{Name: health.FieldText, Text: "Day"}))
	}
	n.put(nil, notes)
	s.Reload()
	s.bench.settle()
	if got := len(d.days.Objects); got != moreDays+1 {
		t.Fatalf("%d parts are shown", got)
	}
	d.showMore()
	if got := len(d.days.Objects); got != moreDays+5 {
		t.Errorf("%d parts are shown then", got)
	}
}

func TestTheDiarySaysWhatWentWrongAndReadsAgain(t *testing.T) {
	s, n, d := diary(t, style.AlwaysLight, wide, true)
	n.failRead = errDisk
	s.Reload()
	s.bench.settle()
	what, _ := s.Explain(errDisk)
	s.wants(what)
	s.wants("Back at the desk.") // what was there stays
	n.failRead = nil
	s.Reload()
	s.bench.settle()
	if s.shows(what) {
		t.Error("the fault stays")
	}
	var b *parts.Button
	n.fail = errDisk
	d.ask(d.pictured(""))
	b, _ = d.focus.(*parts.Button)
	b.Press()
	s.bench.settle()
	if len(n.kinds(health.Picture)) != 2 || d.asking != nil {
		t.Error("a deletion that failed deletes")
	}
}
