package ui

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// entryBook is a notebook to read in: entries by rising start, and pictures.
type entryBook struct {
	Notebook
	entries  []health.Entry
	pictures map[string][]byte
	fail     error
}

func (b *entryBook) Entries(ctx context.Context, from, to int64) iter.Seq2[health.Entry, error] {
	return func(yield func(health.Entry, error) bool) {
		if b.fail != nil {
			yield(health.Entry{}, b.fail)
			return
		}
		for _, e := range b.entries {
			if e.Start >= from && e.Start < to && !yield(e, ctx.Err()) {
				return
			}
		}
	}
}

func (b *entryBook) Picture(_ context.Context, ref string) ([]byte, error) {
	p, ok := b.pictures[ref]
	if !ok {
		return nil, errors.New("no such picture")
	}
	return p, nil
}

// write adds an entry of so many days and a time of day before the stage's now.
func (b *entryBook) write(kind health.EntryKind, source health.SourceID, key string, daysAgo, hour, minute int, lasts time.Duration, fields ...string) {
	loc, _ := time.LoadLocation("Europe/Stockholm")
	at := time.Date(stageNow.Year(), stageNow.Month(), stageNow.Day()-daysAgo, hour, minute, 0, 0, loc)
	_, offset := at.Zone()
	e := health.Entry{Kind: kind, Source: source, Key: key, Start: at.UnixMilli(), Duration: lasts.Milliseconds(), Offset: int32(offset)}
	for i := 0; i+1 < len(fields); i += 2 {
		e.Fields = append(e.Fields, health.Field{Name: fields[i], Text: fields[i+1]})
	}
	b.entries = append(b.entries, e)
	slices.SortStableFunc(b.entries, func(x, y health.Entry) int { return cmp.Compare(x.Start, y.Start) })
}

// diaryOf is a notebook with one of each kind of entry.
func diaryOf() *entryBook {
	b := &entryBook{pictures: map[string][]byte{"plaster": smallPicture(color.NRGBA{200, 120, 90, 255})}}
	b.write(health.Symptom, health.TypedSource, "", 1, 19, 42, 0, health.FieldName, "cough", health.FieldSeverity, "2", health.FieldText, "worse when lying down")
	b.write(health.Medicine, health.TypedSource, "", 1, 19, 45, 0, health.FieldName, "Ibuprofen", health.FieldAmount, "400 mg")
	b.write(health.Picture, health.TypedSource, "", 1, 20, 5, 0, health.FieldPicture, "plaster", health.FieldText, "The knee, two days on")
	b.write(health.Note, health.TypedSource, "", 0, 8, 30, 0, health.FieldText, "Slept well,\nno pain any more")
	b.write(health.Workout, "withings:workouts", "Running", 2, 18, 30, 46*time.Minute, "distance", "8400", "Data", `{"calories":612,"hr_average":148}`)
	b.write(health.ECG, "withings:export", "Electrocardiogram", 3, 9, 1, 30*time.Second, "signal", strings.Repeat("12,", 900)+"5")
	b.write(health.Comment, health.TypedSource, "", 2, 7, 20, 0, health.FieldMetric, "weight", health.FieldText, "After the sauna")
	b.write(health.Correction, health.TypedSource, "", 4, 7, 12, 0, health.FieldMetric, "weight", health.FieldValue, "87.2", health.FieldUnit, "kg",
		health.FieldCorrected, "1760425320000")
	return b
}

func smallPicture(c color.NRGBA) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, 60, 40))
	for i := 0; i < len(img.Pix); i += 4 {
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = c.R, c.G, c.B, c.A
	}
	var b bytes.Buffer
	if png.Encode(&b, img) != nil {
		return nil
	}
	return b.Bytes()
}

// elin is a second person with a few temperatures.
func elin() timelinePerson {
	l := newFakeLibrary()
	l.person = health.Profile{ID: health.ProfileID{2}, Name: "Elin Berg", Zone: "Europe/Stockholm"}
	loc, _ := l.person.Location()
	for i := 9; i >= 1; i-- {
		at := time.Date(stageNow.Year(), stageNow.Month(), stageNow.Day()-i, 19, 40, 0, 0, loc)
		l.put("body_temperature", health.TypedSource, at, 0, 38.1-float64(9-i)/10, health.Celsius, 1)
	}
	return timelinePerson{profile: l.person, library: l}
}

// familySource is Anna with everything and Elin with a fever.
func familySource() timelineSource {
	l := household()
	deletions := &fakeKeeping{deletions: []Deletion{{
		ID: health.BatchID{50}, Profile: l.person.ID, At: stageNow.Add(-time.Hour).UnixMilli(), Readings: 3,
	}}}
	past := fakePast{{
		ID: health.BatchID{7}, At: time.Date(2025, 10, 14, 7, 2, 0, 0, time.UTC).UnixMilli(), Profile: l.person.ID,
		Title: "data_ANN_1760425320.zip", Files: []string{"weight.csv"}, New: 1425, Duplicates: 3222, Rejected: 3,
	}}
	return timelineSource{
		people:    []timelinePerson{{profile: l.person, library: l, notebook: diaryOf()}, elin()},
		past:      past,
		deletions: deletions,
		now:       stageNow,
	}
}

// timeline opens a timeline of a source.
func (s *stage) timeline(src timelineSource) *TimelineScreen {
	s.t.Helper()
	t := NewTimelineScreen(s.Shell, src)
	s.Open(t)
	s.bench.settle()
	return t
}

func (l *happeningList) words() string {
	var out []string
	for _, h := range l.lines {
		out = append(out, h.Clock()+" "+h.Words())
	}
	return strings.Join(out, "\n")
}

func TestTheTimelineTellsWhatHappenedNewestFirst(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	screen := s.timeline(familySource())
	words := screen.list.words()
	for _, want := range []string{
		"09:02 Imported data_ANN_1760425320.zip 1,425 new · 3,222 already there · 3 rejected",
		"Deleted 3 readings",
		"08:30 Note Slept well, no pain any more",
		"Blood pressure",
		"Pulse ",
		"Weight",
		"Fat 24.1 %",
		"Slept ",
		"19:42 Symptom Cough Moderate · worse when lying down",
		"19:45 Took Ibuprofen · 400 mg",
		"18:30 Running 46 min 8.40 km · 612 kcal · Mean pulse 148 bpm",
		"09:01 ECG 30 s",
		"Comment on: Weight After the sauna",
		"Corrected Weight Before it said 87.2 kg · Corrected 14 Oct 2025",
		"So far today",
	} {
		if !strings.Contains(words, want) {
			t.Errorf("it does not tell %q", want)
		}
	}
	if !slices.IsSortedFunc(screen.list.lines, func(a, b happening) int { return a.Before(b.Happening) }) {
		t.Error("the lines are not in order")
	}
	heart := 0
	for _, h := range screen.list.lines {
		if h.Metric == "heart_rate" && h.Date == screen.list.lines[0].Date {
			heart++
		}
	}
	if heart != 1 {
		t.Errorf("the day's heart rate is told in %d lines, want one", heart)
	}
	s.wants("Today, 14 October")
	if t.Failed() {
		t.Log(words)
	}
}

func TestTheTimelineLoadsFurtherDaysAsOneScrolls(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	screen := s.timeline(familySource())
	first, lines := screen.from, len(screen.list.lines)
	if screen.span.first.Compare(first) >= 0 {
		t.Fatalf("all of it was loaded at once, from %v", first)
	}
	for range 400 {
		screen.list.scrollTo(screen.list.height())
		s.bench.settle()
	}
	if screen.from != screen.span.first {
		t.Errorf("scrolled to %v, the first is %v", screen.from, screen.span.first)
	}
	if len(screen.list.lines) <= lines || len(screen.list.body.rows) > 20 {
		t.Errorf("%d lines, with objects for %d", len(screen.list.lines), len(screen.list.body.rows))
	}
	seen := map[string]bool{}
	for _, h := range screen.list.lines {
		key := h.Date.String() + h.Clock() + h.Words()
		if seen[key] {
			t.Fatalf("told twice: %s", key)
		}
		seen[key] = true
	}
}

func TestTheTimelineGoesToADateAndBackToTheNewest(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	screen := s.timeline(familySource())
	s.typeRune('g')
	s.typeIn("31/12/2024")
	s.key(fyne.KeyReturn)
	s.bench.settle()
	if got := screen.list.lines[0].Date; got.Compare(health.Date{Year: 2024, Month: 12, Day: 31}) > 0 && screen.to == screen.span.last {
		t.Errorf("it begins with %v", got)
	}
	if top, ok := screen.list.Top(); !ok || top.Year != 2024 || top.Month != 12 {
		t.Errorf("the top is %v", top)
	}
	// What is newer comes over it without moving what is in sight.
	before, _ := screen.list.Top()
	for range 3 {
		screen.list.scrolled()
		s.bench.settle()
	}
	if after, _ := screen.list.Top(); after != before || screen.to.Compare(before) <= 0 {
		t.Errorf("the top went from %v to %v, loaded to %v", before, after, screen.to)
	}
	s.key(fyne.KeyHome)
	s.bench.settle()
	if screen.to != screen.span.last || screen.list.lines[0].Date != (health.Date{Year: 2025, Month: 10, Day: 14}) {
		t.Errorf("home is %v", screen.list.lines[0].Date)
	}
	s.key(fyne.KeyEnd)
	s.bench.settle()
	if last := screen.list.lines[len(screen.list.lines)-1]; screen.from != screen.span.first || last.Date.Year != 2023 {
		t.Errorf("the end is %v", last.Date)
	}
	screen.date.SetText("soon")
	screen.goToTyped()
	if !strings.Contains(screen.date.Error(), "14/10/2025") {
		t.Errorf("a date that is none: %q", screen.date.Error())
	}
}

func TestTheTimelineShowsTheKindsChosen(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	screen := s.timeline(familySource())
	screen.chips[present.TopicTemperature].Press()
	s.bench.settle()
	for _, h := range screen.list.lines {
		if h.Topic != present.TopicTemperature {
			t.Fatalf("temperature alone shows %q", h.Words())
		}
	}
	if n := len(screen.list.lines); n != 30 {
		t.Errorf("%d temperatures", n)
	}
	screen.who.Choose(1)
	s.bench.settle()
	if n := len(screen.list.lines); n != 39 {
		t.Errorf("%d temperatures of everyone", n)
	}
	s.wants("Elin")
	s.key(fyne.KeyEscape)
	s.bench.settle()
	if screen.topics != 0 || !screen.all.On() {
		t.Error("Escape did not show all kinds again")
	}
}

func TestALineOpensWhatItTellsOf(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	src := familySource()
	screen := s.timeline(src)
	find := func(name string) int {
		return slices.IndexFunc(screen.list.lines, func(h happening) bool { return h.Name == name })
	}
	screen.list.choose(find("Weight"))
	chosen, _ := screen.list.Chosen()
	s.key(fyne.KeyReturn)
	s.bench.settle()
	d, ok := s.Page().(*DetailScreen)
	if !ok {
		t.Fatalf("a weigh-in opens %T", s.Page())
	}
	if at, ok := d.main.chart.Reading(); !ok || health.DateAt(at, chosen.Offset) != chosen.Date {
		t.Errorf("the detail is at %v", at)
	}
	s.Back()
	screen.list.open(find("Picture"))
	s.bench.settle()
	s.wants("The knee, two days on")
	s.Back()
	screen.list.open(find("Imported"))
	if len(s.imported) != 1 {
		t.Error("an import does not lead to the receipts")
	}
	s.Back()
	s.bench.settle()
	screen.list.open(find("Deleted"))
	s.bench.settle()
	keeping, _ := src.deletions.(*fakeKeeping)
	if len(keeping.undone) != 1 || find("Deleted") >= 0 {
		t.Errorf("undone %v", keeping.undone)
	}
}

func TestANoteIsDeletedOnItsPageAndARunIsNot(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	src := familySource()
	screen := s.timeline(src)
	open := func(name string) *entryScreen {
		screen.list.open(slices.IndexFunc(screen.list.lines, func(h happening) bool { return h.Name == name }))
		s.bench.settle()
		e, ok := s.Page().(*entryScreen)
		if !ok {
			t.Fatalf("%s opens %T", name, s.Page())
		}
		return e
	}
	open("Running")
	s.key(fyne.KeyDelete)
	s.wants("It was recorded in passing.")
	s.Back()
	open("Note")
	s.key(fyne.KeyDelete)
	s.wants("Delete this?")
	s.key(fyne.KeyEscape)
	s.Page().(*entryScreen).ask()
	s.Page().(*entryScreen).delete()
	s.bench.settle()
	keeping, _ := src.deletions.(*fakeKeeping)
	if len(keeping.deleted) != 1 || keeping.deleted[0][0].Entry != health.Note || s.Page() != Page(screen) {
		t.Errorf("deleted %v, on %T", keeping.deleted, s.Page())
	}
}

func TestTheTimelineSaysWhatIsWrongAndWhatToDoWhenItIsEmpty(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	l := newFakeLibrary()
	screen := s.timeline(timelineSource{people: []timelinePerson{{profile: l.person, library: l}}, now: stageNow})
	s.wants("Drop your archive anywhere on this window")
	if screen.who != nil {
		t.Error("one person has a choice of persons")
	}
	l.fail = errDisk
	screen.Reload()
	s.bench.settle()
	if s.shows("Drop your archive anywhere on this window") {
		t.Error("an error looks like an empty vault")
	}
}

// typeRune types a character as the window does.
func (s *stage) typeRune(r rune) {
	if f := s.window.Canvas().Focused(); f != nil {
		f.TypedRune(r)
	} else if typed := s.window.Canvas().OnTypedRune(); typed != nil {
		typed(r)
	}
}
