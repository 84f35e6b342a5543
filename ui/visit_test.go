package ui

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/storage"

	"vitalkeep/health"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// The numbers of what nobody chose to show, like no others.
const (
	secretGlucose     = 7.8125
	secretTemperature = 39.4375
	secretSteps       = 31415
	secretWeight      = 133.9375 // of somebody else
)

// withEverything gives the vault two people and all that a session can have, with
// names wherever a person can put one.
func withEverything(d *Deps, s *stage) {
	withSettings(&fakeAppearances{})(d, s)
	settings := d.Pages.Settings
	d.Pages = AllPages()
	d.Pages.Settings = settings
	s.vaults.people = slices.Clone(bergs)
	own, others := newFakeLibrary(), newFakeLibrary()
	others.person = bergs[1]
	own.weights(60)
	own.pressures(30)
	loc, _ := own.person.Location()
	for i := 20; i >= 1; i-- {
		at := stageNow.In(loc).Add(-time.Duration(i) * 25 * time.Hour)
		own.put("glucose", "libreview:sensor/Anna's Libre", at, 0, secretGlucose, health.MillimolePerLitre, 4)
		own.put("body_temperature", "apple:phone/Anna's iPhone", at, 0, secretTemperature, health.Celsius, 4)
		own.put("steps", "apple:phone/Anna's iPhone", at, time.Hour, secretSteps, health.Count, 0)
		others.put("weight", "withings:export", at, 0, secretWeight, health.Kilogram, 4)
	}
	for i, r := range own.readings["weight"] { // a scale that Anna gave a name
		if i%2 == 0 {
			own.readings["weight"][i].Source = "apple:scale/Anna's Scale"
			r.Source = "withings:scale/Anna's other Scale"
			r.Also = nil
			own.readings["weight"][i].Also = &r
		}
	}
	book := newFakeNotebook(own)
	var written []health.Entry
	for _, r := range own.readings["weight"] {
		written = append(written,
			health.Entry{
				Kind: health.Comment, Source: health.TypedSource, Key: "weight " + string(r.Source), Start: r.Start,
				Fields: []health.Field{{Name: health.FieldText, Text: "Comment of Anna"}, {Name: health.FieldMetric, Text: "weight"}, {Name: health.FieldSource, Text: string(r.Source)}},
			},
			health.Entry{Kind: health.Note, Source: r.Source, Start: r.Start, Fields: []health.Field{{Name: health.FieldText, Text: "Note of Anna"}}})
	}
	book.put(nil, written)
	past := fakePast{{ID: health.BatchID{7}, At: stageNow.UnixMilli(), Files: []string{"Anna Berg.csv"}, New: 12}}
	s.vaults.kept = &fakeKeeping{password: rightPassword, backups: backupsOfAnna}
	kept := newFakePreferences()
	s.vaults.dress = func(session *Session) {
		session.Library = func(id health.ProfileID) Library {
			if id == bergs[0].ID {
				return own
			}
			return others
		}
		session.Notebook = func(health.ProfileID) Notebook { return book }
		session.Preferences = func(health.ProfileID) Preferences { return kept }
		session.Choices = newFakePreferences()
		session.Devices = &fakeDevices{}
		session.People = &fakePeople{}
		session.Imports = past
	}
}

// visitOf is a stage in which Anna shows some kinds of her data.
func visitOf(t *testing.T, mode style.Mode, size fyne.Size, shown ...string) *stage {
	t.Helper()
	s := visitChoice(t, mode, size, shown...)
	s.Page().(*visitPage).begin()
	s.bench.settle()
	if s.visit == nil {
		t.Fatal("no visit began")
	}
	return s
}

// visitChoice is before its beginning.
func visitChoice(t *testing.T, mode style.Mode, size fyne.Size, shown ...string) *stage {
	t.Helper()
	s := unlockedByPassword(t, mode, size, withEverything, withPasscode(&fakePasscodes{code: rightCode}))
	s.OpenVisit()
	s.bench.settle()
	p, ok := s.Page().(*visitPage)
	if !ok {
		t.Fatalf("the page is %T", s.Page())
	}
	for _, v := range p.ticks {
		v.tick.SetOn(slices.Contains(shown, v.subject.ID))
	}
	p.ticked()
	return s
}

var visitScreens = map[string]func(t *testing.T, m style.Mode, size fyne.Size) *stage{
	"visit": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		return visitOf(t, m, size, present.WeightID, present.PressureID)
	},
	"visit-choose": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		return visitChoice(t, m, size, present.WeightID, present.PressureID)
	},
	"visit-detail": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := visitOf(t, m, size, present.WeightID, present.PressureID)
		s.ctrl(fyne.Key2)
		s.bench.settle()
		s.Page().(*DataScreen).open(present.WeightID)
		s.bench.settle()
		return s
	},
	"visit-wrong": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := visitOf(t, m, size, present.WeightID, present.PressureID)
		s.endsVisit("000000")
		return s
	},
}

// endsVisit tries to end the visit.
func (s *stage) endsVisit(secret string) {
	s.t.Helper()
	s.visit.bar.ask()
	s.visit.bar.asked.field.SetText(secret)
	s.visit.bar.try()
	s.bench.settle()
}

// nothingForeign fails the test for whatever the window holds or says that was not
// chosen.
func (s *stage) nothingForeign(where string) {
	s.t.Helper()
	// These stand between the window and the vault: what they hold is what they
	// keep from it.
	h := holdingBut([]reflect.Type{reflect.TypeFor[*visiting](), reflect.TypeFor[*visitLibrary]()}, s.Shell, s.window.Canvas())
	texts := s.onScreen()
	for text := range h.texts {
		texts = append(texts, text)
	}
	for _, text := range texts {
		for _, name := range []string{"Anna", "Jonas", "Berg", "Libre", "iPhone", ".csv", "Comment of", "Note of", "Glucose", "glucose", "39.4", "133.9", "31,415", "31415"} {
			if strings.Contains(text, name) && !slices.Contains(catalogued, text) {
				s.t.Errorf("%s: %q at %s", where, text, h.texts[text])
			}
		}
	}
	for _, n := range []float64{secretGlucose, secretTemperature, secretSteps, secretWeight} {
		if at := h.figures[n]; at != "" {
			s.t.Errorf("%s: %v is held at %s", where, n, at)
		}
	}
}

// catalogued are texts of the program itself.
var catalogued = []string{"glucose"}

// visitPages goes to every page of a visit and what stands on it.
func (s *stage) visitPages(at func(where string)) {
	s.t.Helper()
	for i, p := range s.places() {
		s.goTo(i)
		s.bench.settle()
		at(p.id)
	}
	for _, id := range []string{present.WeightID, present.PressureID} {
		s.goTo(1)
		s.bench.settle()
		s.Page().(*DataScreen).open(id)
		s.bench.settle()
		d := s.Page().(*DetailScreen)
		at(id)
		for _, period := range []present.Period{present.Week, present.Year, present.All} {
			d.choose(period)
			s.bench.settle()
			at(id + " in another period")
		}
		d.side.toggleFilter()
		s.bench.settle()
		at(id + " with its filter")
		d.side.toggleFilter()
		for row := range min(8, d.side.list.order.Len()) {
			d.side.table.Select(row)
			d.side.openDetails()
			s.bench.settle()
			at(id + " with details")
		}
		if b := d.main.source; b.Visible() {
			d.chooseSource()
			at(id + " with its sources")
			s.closeOverlays()
		}
		s.Back()
	}
}

func TestAVisitShowsWhatWasChosenAndNothingElse(t *testing.T) {
	s := visitOf(t, style.AlwaysLight, wide, present.WeightID, present.PressureID)
	s.wants("Visit: only what was chosen is shown.")
	var rail []string
	for _, p := range s.places() {
		rail = append(rail, p.id)
	}
	if !slices.Equal(rail, []string{"dashboard", "data"}) {
		t.Errorf("the rail leads to %v", rail)
	}
	s.visitPages(s.nothingForeign)
	for _, words := range []string{"Add", "Import", "Export", "Insights", "Comment…", "Delete…", "Correct…", "Settings", "Notices"} {
		s.visitPages(func(where string) {
			if s.shows(words) {
				t.Errorf("%s offers %q", where, words)
			}
		})
	}
}

func TestTheVisitorsLibraryHasNothingElse(t *testing.T) {
	ctx := context.Background()
	s := visitOf(t, style.AlwaysLight, wide, present.WeightID)
	whole, lib := s.visit.behind.Library(bergs[0].ID), s.Session().Library(bergs[1].ID)
	all, err := whole.Metrics(ctx)
	if err != nil {
		t.Fatal(err)
	}
	shown, err := lib.Metrics(ctx)
	if err != nil {
		t.Fatal(err)
	}
	members := 0
	for _, m := range all {
		readings, err := collect(ctx, lib.Readings(ctx, m.Metric, 0, stageNow.UnixMilli()))
		if err != nil {
			t.Fatal(err)
		}
		want := m.Metric == "weight" // fat and the rest of the body are ticked by themselves
		if want {
			members++
		}
		days, err := lib.Days(ctx, m.Metric, health.Date{Year: 2025, Month: 1, Day: 1}, health.Date{Year: 2025, Month: 12, Day: 31})
		if err != nil || (len(days) > 0) != want {
			t.Errorf("%s: %d days, %v", m.Metric, len(days), err)
		}
		if (len(readings) > 0) != want {
			t.Errorf("%s: %d readings", m.Metric, len(readings))
		}
		for _, source := range m.Sources {
			one, err := collect(ctx, lib.SourceReadings(ctx, m.Metric, source, 0, stageNow.UnixMilli()))
			buckets, e := lib.Overview(ctx, m.Metric, source, 0, stageNow.UnixMilli(), 10)
			if errors.Join(err, e) != nil || !want && len(one)+len(buckets) > 0 {
				t.Errorf("%s of %s: %d readings, %d buckets, %v", m.Metric, source, len(one), len(buckets), errors.Join(err, e))
			}
		}
		for _, r := range readings {
			if r.Also != nil || r.Origin != (health.Origin{}) || r.Batch != (health.BatchID{}) || strings.Contains(string(r.Source), "Anna") {
				t.Errorf("%s: tells where it came from: %+v", m.Metric, r)
			}
		}
	}
	if len(shown) != members {
		t.Errorf("%d metrics shown of %d", len(shown), members)
	}
	for _, m := range shown {
		total := 0
		for _, source := range m.Sources {
			one, err := collect(ctx, lib.SourceReadings(ctx, m.Metric, source, 0, stageNow.UnixMilli()))
			if err != nil {
				t.Fatal(err)
			}
			total += len(one)
		}
		if total != m.Count {
			t.Errorf("%s: by its sources %d readings of %d", m.Metric, total, m.Count)
		}
	}
	if p := lib.Profile(); p.Name != "" || p.Picture != "" || p.Main || p.Zone != bergs[0].Zone {
		t.Errorf("the visitor sees %+v", p)
	}
	session := s.Session()
	if session.Import != nil || session.Imports != nil || session.Export != nil || session.ExportOf != nil || session.Notebook != nil || session.Devices != nil ||
		session.People != nil || session.File != nil || session.Deletions != nil || session.Tidier != nil || session.Keys != nil || session.Passcode != nil || session.Backups != nil {
		t.Error("the session of a visit has more than its library")
	}
	if err := session.Preferences(bergs[0].ID).Set(ctx, purposesPreference, nil); !errors.Is(err, errVisit) {
		t.Errorf("a visitor changes a choice: %v", err)
	}
}

// Every key of the window, and every letter: none leads out of the visit.
func TestNoKeyLeadsOutOfAVisit(t *testing.T) {
	s := visitOf(t, style.AlwaysLight, wide, present.WeightID, present.PressureID)
	still := func(key string) {
		t.Helper()
		s.bench.settle()
		if s.visit == nil || s.Session() == nil {
			t.Fatalf("%s ended the visit", key)
		}
		switch s.Page().(type) {
		case *DashboardScreen, *DataScreen, *DetailScreen:
		default:
			t.Fatalf("%s leads to %T", key, s.Page())
		}
		s.nothingForeign(key)
		s.closeOverlays()
	}
	places := []func(){
		func() { s.goTo(0) },
		func() { s.goTo(1) },
		func() { s.goTo(1); s.bench.settle(); s.Page().(*DataScreen).open(present.WeightID) },
	}
	for _, to := range places {
		to()
		s.bench.settle()
		for _, g := range shortcuts() {
			for _, k := range g.keys {
				switch {
				case k.key == "" || k.key == fyne.KeyL:
				case k.mod == 0:
					s.key(k.key)
				default:
					s.keys.TypedShortcut(&desktop.CustomShortcut{KeyName: k.key, Modifier: k.mod})
				}
				still(string(k.key))
			}
		}
		s.keys.TypedShortcut(&fyne.ShortcutUndo{})
		still("undo")
		to()
		s.bench.settle()
		for r := 'a'; r <= 'z'; r++ {
			s.rune(r)
			still(string(r))
		}
		for _, key := range []fyne.KeyName{fyne.KeyDelete, fyne.KeyBackspace, fyne.KeyInsert, fyne.KeyF1, fyne.KeyF6, fyne.KeyEscape, fyne.KeyDown, fyne.KeyReturn} {
			s.window.Canvas().Unfocus()
			s.key(key)
			still(string(key))
		}
	}
	s.OpenVisit()
	s.OpenPerson(bergs[1])
	s.OpenImport([]string{"/tmp/a.zip"})
	s.OpenExport()
	s.OpenAdd(Adding{})
	s.OpenInsights(present.WeightID)
	s.OpenNotices()
	still("a call")
}

func TestFilesAreNotTakenDuringAVisit(t *testing.T) {
	s := visitOf(t, style.AlwaysLight, wide, present.WeightID)
	s.Dropped([]fyne.URI{storage.NewFileURI("/home/anna/weight.csv")})
	s.wants("Files cannot be brought in during a visit.")
	if len(s.imported) > 0 || s.visit == nil {
		t.Error("an import began")
	}
}

func TestAVisitTakesAwayWhatWasOnTheWindow(t *testing.T) {
	s := visitChoice(t, style.AlwaysLight, wide, present.WeightID)
	undone := false
	s.ToastUndo("Deleted Anna's glucose", func() { undone = true })
	s.Copy("7.8125")
	parts.ShowPopup(s.chip, 200, parts.NewText("Glucose of Anna", parts.Body))
	s.Page().(*visitPage).begin()
	s.bench.settle()
	s.nothingForeign("the beginning")
	s.undoLast()
	if undone {
		t.Error("a visitor took a deletion back")
	}
	if got := fyne.CurrentApp().Clipboard().Content(); got == "7.8125" {
		t.Error("it is on the clipboard still")
	}
}

func TestAVisitEndsWithThePasswordOrThePasscode(t *testing.T) {
	for name, secret := range map[string]string{"password": rightPassword, "passcode": rightCode} {
		s := visitOf(t, style.AlwaysLight, wide, present.WeightID)
		s.press("End the visit")
		s.wants("Account password or passcode")
		s.typeIn(secret)
		s.key(fyne.KeyReturn)
		s.bench.settle()
		if s.visit != nil || s.Profile() != bergs[0] || s.Session().Keys == nil || !s.shows("Settings") {
			t.Errorf("%s: it goes on: %q", name, s.texts())
		}
		if s.shows("Visit: only what was chosen is shown.") {
			t.Errorf("%s: the bar is there still", name)
		}
	}
}

func TestTheEndOfAVisitIsLimited(t *testing.T) {
	s := visitOf(t, style.AlwaysLight, wide, present.WeightID)
	s.endsVisit("000000")
	s.wants("This is not right. 4 tries are left, then the vault is locked.")
	s.wants("The next try is possible in 5 seconds.")
	s.endsVisit(rightPassword) // too soon
	if s.visit == nil {
		t.Fatal("a try before its time")
	}
	// Going on with the visit does not make the wait shorter, nor the tries more.
	s.key(fyne.KeyEscape)
	s.wants("End the visit")
	if s.shows("Account password or passcode") {
		t.Errorf("Escape left the field: %q", s.texts())
	}
	s.endsVisit(rightPassword)
	if s.visit == nil {
		t.Fatal("the wait was forgotten")
	}
	for range 4 {
		s.visit.bar.asked.until = time.Time{}
		s.endsVisit("000000")
	}
	if s.Session() != nil || s.visit != nil {
		t.Fatal("not locked")
	}
	s.wants("Locked: the password or passcode was wrong too often.")
	s.bench.settle()
	if s.vaults.closed != 1 {
		t.Errorf("%d sessions closed", s.vaults.closed)
	}
}

func TestLockingEndsAVisitAndLeavesNothing(t *testing.T) {
	bare := newStage(t, style.AlwaysLight, wide, withVault, withPasscode(&fakePasscodes{code: rightCode}))
	innocent := holding(bare.Shell, bare.window.Canvas())
	for name, lock := range map[string]func(s *stage){
		"Ctrl+L":         func(s *stage) { s.ctrl(fyne.KeyL) },
		"any other lock": func(s *stage) { s.Lock() },
		"while its end is asked for": func(s *stage) {
			s.visit.bar.ask()
			s.typeIn("2749")
			s.Lock()
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := visitOf(t, style.AlwaysLight, wide, present.WeightID, present.PressureID)
			shown := s.onScreen()
			lock(s)
			s.nothingLeft(shown, innocent)
			s.bench.settle()
			s.nothingLeft(shown, innocent)
			if s.visit != nil || s.Session() != nil || s.vaults.closed != 1 {
				t.Fatalf("%d closed", s.vaults.closed)
			}
		})
	}
	s := visitOf(t, style.AlwaysLight, wide, present.WeightID)
	s.Lock()
	s.bench.settle()
	s.tries(rightCode)
	if s.visit != nil || s.Session() == nil || s.Session().Keys == nil || s.Profile() != bergs[0] {
		t.Errorf("unlocked into %q", s.texts())
	}
}

func TestAVisitIsOfferedWhereItCanEnd(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide, withData(household()))
	if s.OpenVisit(); s.canVisit() || len(s.stack) != 1 {
		t.Error("a visit in a vault that cannot ask for its end")
	}
	v := visitChoice(t, style.AlwaysLight, wide)
	if v.press("Begin the visit"); v.visit != nil {
		t.Error("a visit that shows nothing")
	}
	v.Back()
	v.inSettings("security")
	v.press("Choose what to show…")
	if _, ok := v.Page().(*visitPage); !ok {
		t.Errorf("the settings lead to %T", v.Page())
	}
	v.Back()
	v.choosePerson()
	if !slices.Contains(v.onScreen(), "Show to somebody…") {
		t.Errorf("the list of people does not offer it: %q", v.onScreen())
	}
}
