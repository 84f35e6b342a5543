package ui

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

const archivePath = "/home/anna/Downloads/data_ANN_1760425320.zip"

func (ts *transferStage) lacks(words string) {
	ts.t.Helper()
	if ts.shows(words) {
		ts.t.Errorf("the window shows %q", words)
	}
}

func TestAnImportShowsWhatItIsBeforeAnythingIsStored(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	ts.importing(archivePath)
	for _, words := range []string{
		"Import preview", "data_ANN_1760425320.zip", "Recognised",
		"Withings archive · 5 of 31 files hold health data · 2 Mar 2019 to 14 Oct 2025",
		"Weight, body composition", "1,284", "1,432", "3,222", "3 rows will be left out",
		"There is no such date or time of day.", "Import 1,435 readings", "Rows that could not be read",
		"3 conflicts take the value of this import.", "Other streams", "Altitude gps",
	} {
		ts.wants(words)
	}
	if len(ts.importer.batches) != 0 {
		t.Error("something was stored")
	}
	if b, ok := ts.window.Canvas().Focused().(*parts.Button); !ok || b.Label() != "Import 1,435 readings" {
		t.Errorf("the focus is on %v", ts.window.Canvas().Focused())
	}
}

func TestADroppedFileIsImportedAndUndone(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	p := ts.importing(archivePath)
	ts.press("Import 1,435 readings")
	ts.wants("Imported 1,435 readings for Anna Berg")
	ts.wants("1,432 new · 3 replaced · 3,222 already there · 3 left out")
	if len(ts.importer.batches) != 1 || ts.importer.batches[0].Profile != anna.ID {
		t.Fatalf("stored: %+v", ts.importer.batches)
	}
	ts.press("Undo this import")
	ts.wants("Undo this import? 1,435 readings go from the vault, and what they replaced comes back.")
	if len(ts.importer.undone) != 0 {
		t.Fatal("undone before it was asked")
	}
	ts.key(fyne.KeyEscape)
	ts.lacks("1,435 readings go from the vault")
	ts.wants("Imported 1,435 readings for Anna Berg")
	ts.press("Undo this import")
	ts.press("Undo it")
	ts.wants("Import undone. 1,435 readings are gone from the vault.")
	if len(ts.importer.undone) != 1 || p.stage != importChoosing {
		t.Errorf("undone %v, stage %d", ts.importer.undone, p.stage)
	}
	ts.lacks("Past imports")
}

func TestAFailedUndoSaysSoAndCanBeTriedAgain(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	ts.importing(archivePath)
	ts.press("Import 1,435 readings")
	ts.importer.undoFail = fs.ErrPermission
	ts.press("Undo this import")
	ts.press("Undo it")
	ts.wants("The system does not allow access to this file or folder.")
	ts.importer.undoFail = nil
	ts.press("Try again")
	ts.wants("Import undone.")
}

func TestReadingShowsProgressAndCanBeCancelled(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	ts.OpenImport([]string{archivePath})
	p := ts.Page().(*ImportScreen)
	ts.wants("From /home/anna/Downloads")
	ts.importer.during = func() {
		ts.importer.during = nil
		for len(ts.bench.posts) > 0 { // the progress, as the window delivers it
			f := ts.bench.posts[0]
			ts.bench.posts = ts.bench.posts[1:]
			f()
		}
		ts.wants("Reading… 29 %")
		ts.button("Cancel").Press()
		if p.stage != importChoosing {
			t.Errorf("stage %d after Cancel", p.stage)
		}
	}
	ts.bench.settle()
	if p.stage != importChoosing || ts.importer.staged || len(ts.importer.batches) != 0 {
		t.Errorf("stage %d, staged %v, %d imports", p.stage, ts.importer.staged, len(ts.importer.batches))
	}
	if ts.importer.discards != 1 {
		t.Errorf("discarded %d times", ts.importer.discards)
	}
	ts.wants("Drop files or a folder anywhere on this window")
}

func TestEscapeInThePreviewDropsTheStage(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	p := ts.importing(archivePath)
	ts.key(fyne.KeyEscape)
	ts.bench.settle()
	if p.stage != importChoosing || ts.importer.staged {
		t.Errorf("stage %d, staged %v", p.stage, ts.importer.staged)
	}
	ts.key(fyne.KeyEscape)
	if _, ok := ts.Page().(*ImportScreen); ok {
		t.Error("a second Escape does not leave the import")
	}
}

func TestStoringCancelledInTimeStoresNothing(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	p := ts.importing(archivePath)
	ts.importer.during = func() {
		ts.importer.during = nil
		ts.button("Cancel").Press()
		ts.wants("Stopping…")
	}
	ts.press("Import 1,435 readings")
	ts.wants("Import cancelled. Nothing was stored.")
	if p.stage != importChoosing || len(ts.importer.batches) != 0 || ts.importer.staged {
		t.Errorf("stage %d, %d imports, staged %v", p.stage, len(ts.importer.batches), ts.importer.staged)
	}
}

func TestStoringCancelledTooLateShowsTheReceipt(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	p := ts.importing(archivePath)
	p.storeStage()
	ts.bench.begin()
	ts.button("Cancel").Press()
	ts.bench.settle()
	ts.wants("Imported 1,435 readings for Anna Berg")
}

func TestAnErrorKeepsTheFilesAndStoresNothing(t *testing.T) {
	for name, fail := range map[string]func(*fakeImporter, error){
		"while reading": func(f *fakeImporter, err error) { f.fail = err },
		"while storing": func(f *fakeImporter, err error) { f.commit = err },
	} {
		t.Run(name, func(t *testing.T) {
			ts := newTransferStage(t, style.AlwaysLight, wide)
			fail(ts.importer, fs.ErrNotExist)
			p := ts.importing(archivePath)
			if p.stage == importPreviewed {
				ts.press("Import 1,435 readings")
			}
			ts.wants("The file or folder is not there.")
			ts.wants("Check the path, or plug in the disk that it is on.")
			ts.wants(archivePath)
			if ts.importer.staged || len(ts.importer.batches) != 0 {
				t.Error("something is left")
			}
			ts.press("Details")
			ts.wants(fs.ErrNotExist.Error())
			fail(ts.importer, nil)
			ts.press("Try again")
			ts.wants("Import preview")
			if got := ts.importer.paths[len(ts.importer.paths)-1]; len(got) != 1 || got[0] != archivePath {
				t.Errorf("tried again with %q", got)
			}
		})
	}
}

func TestNothingNewOffersNoImport(t *testing.T) {
	for name, c := range map[string]struct {
		preview ImportPreview
		words   string
	}{
		"all of it is there": {ImportPreview{Title: "weight.csv", Duplicates: 312, Tallies: []health.Tally{{Metric: "weight", Duplicates: 312}}}, "Everything in it is in the vault already."},
		"the rest is bad":    {ImportPreview{Title: "weight.csv", Duplicates: 3, Rejected: 1, Rejects: manyRejects(1)}, "Every row that could be read is in the vault already."},
		"all of it is bad":   {ImportPreview{Title: "weight.csv", Rejected: 2, Rejects: manyRejects(2)}, "None of its rows could be read."},
		"there is nothing":   {ImportPreview{Title: "weight.csv"}, "The files hold no readings."},
	} {
		t.Run(name, func(t *testing.T) {
			ts := newTransferStage(t, style.AlwaysLight, wide)
			ts.importer.preview = c.preview
			p := ts.importing("/home/anna/weight.csv")
			ts.wants(c.words)
			if p.storeButton != nil {
				t.Error("there is a button to import")
			}
			p.storeStage()
			ts.bench.settle()
			if len(ts.importer.batches) != 0 {
				t.Error("it was stored all the same")
			}
			ts.press("Done")
			if p.stage != importChoosing || ts.importer.staged {
				t.Errorf("stage %d, staged %v", p.stage, ts.importer.staged)
			}
		})
	}
}

func TestAZoneThatIsNeededIsAskedFor(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	ts.importer.preview.Zone, ts.importer.preview.ZoneNeeded = "", true
	p := ts.importing("/home/anna/weight.csv")
	ts.wants("Choose a zone…")
	if ts.window.Canvas().Focused() != fyne.Focusable(ts.choice("Times in the file")) {
		t.Error("the question of the zone has not the focus")
	}
	ts.wants("The times in these files are local times, and the files do not say of which zone.")
	if p.storeButton != nil {
		t.Error("an import is offered before the zone is known")
	}
	p.storeStage()
	ts.choice("Times in the file").Choose(1)
	ts.bench.settle()
	if got := ts.importer.previewed[len(ts.importer.previewed)-1]; got.Zone != "Europe/Stockholm" {
		t.Errorf("read with %+v", got)
	}
	ts.wants("Import 1,435 readings")
	if len(ts.importer.batches) != 0 {
		t.Error("something was stored without a zone")
	}
}

func TestAnotherZoneIsTypedOrPicked(t *testing.T) {
	for name, c := range map[string]struct {
		typed, pick, want string
	}{
		"a city":                {"lisbon", "", "Europe/Lisbon"},
		"a name with a blank":   {"america/new york", "", "America/New_York"},
		"a name off the list":   {"US/Pacific", "", "US/Pacific"},
		"the only one that fit": {"vladiv", "", "Asia/Vladivostok"},
		"one of the matches":    {"america sao", "America/Sao_Paulo", "America/Sao_Paulo"},
	} {
		t.Run(name, func(t *testing.T) {
			ts := newTransferStage(t, style.AlwaysLight, wide)
			ts.importing(archivePath)
			ts.choice("Times in the file").Choose(2)
			ts.typeIn(c.typed)
			if c.pick != "" {
				ts.press(c.pick)
			} else {
				ts.key(fyne.KeyReturn)
				ts.bench.settle()
			}
			if got := ts.importer.previewed[len(ts.importer.previewed)-1].Zone; got != c.want {
				t.Errorf("read in %q, want %q", got, c.want)
			}
		})
	}
}

func TestAZoneThatDoesNotExistIsRefused(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	ts.importing(archivePath)
	ts.choice("Times in the file").Choose(2)
	ts.typeIn("Atlantis")
	ts.wants("No zone has such a name.")
	ts.key(fyne.KeyReturn)
	ts.bench.settle()
	ts.wants("There is no such zone. Try a big city nearby.")
	if n := len(ts.importer.previewed); n != 1 {
		t.Errorf("read %d times", n)
	}
}

func TestAnotherPersonIsReadForAnew(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide, anna, jonas)
	ts.importing(archivePath)
	ts.choice("Whose data is this?").Choose(1)
	ts.bench.settle()
	if got := ts.importer.previewed[len(ts.importer.previewed)-1]; got.Profile != jonas.ID || got.Zone != "Europe/Stockholm" {
		t.Errorf("read with %+v", got)
	}
	ts.press("Import 1,435 readings")
	ts.wants("Imported 1,435 readings for Jonas Berg")
}

func TestConflictsAreShownOldAndNew(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	ts.importing(archivePath)
	ts.lacks("3 readings take another value")
	ts.press("Review them")
	for _, words := range []string{"3 readings take another value", "78.4 kg", "78.2 kg", "170.0 lb", "1 h 20 min", "13 Oct 2025, 11:45"} {
		ts.wants(words)
	}
	ts.press("Hide them")
	ts.lacks("78.4 kg")
}

func TestAThousandRejectedRowsAreListedAndSaved(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	ts.importer.preview.Rejected, ts.importer.preview.Rejects = 2500, manyRejects(1000)
	ts.importing(archivePath)
	ts.wants("2,500 rows will be left out")
	ts.wants("The first 1,000 of 2,500 are listed.")
	table, ok := find(ts.stage, func(tb *parts.Table) bool { return tb.Rows() == 1000 })
	if !ok {
		t.Fatal("there is no table of 1,000 rows")
	}
	table.Select(999)
	ts.wants("weight.csv, row 1,001, column Weight (kg): Not a number.")
	ts.press("Save as CSV…")
	ts.wants("Saved as /home/anna/left-out-rows.csv.")
	rows, err := csv.NewReader(bytes.NewReader(ts.picker.saved.Bytes())).ReadAll()
	if err != nil || len(rows) != 1001 || strings.Join(rows[1000], "|") != "weight.csv|1001|Weight (kg)|not a number" {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

func TestRejectedRowsThatCannotBeSavedSaySo(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	ts.picker.saveErr = fs.ErrPermission
	ts.importing(archivePath)
	ts.press("Save as CSV…")
	ts.wants("The system does not allow access to this file or folder.")
}

func TestLockingInTheMiddleDropsTheStageAndEmptiesThePage(t *testing.T) {
	for name, reach := range map[string]func(ts *transferStage){
		"while reading":     func(ts *transferStage) { ts.OpenImport([]string{archivePath}) },
		"in the preview":    func(ts *transferStage) { ts.importing(archivePath) },
		"while storing":     func(ts *transferStage) { ts.importing(archivePath).storeStage() },
		"before any file":   func(ts *transferStage) { ts.importing() },
		"after a failure":   func(ts *transferStage) { ts.importer.fail = errors.New("bad"); ts.importing(archivePath) },
		"with the question": func(ts *transferStage) { ts.importing(archivePath).askUndo(health.BatchID{1}) },
	} {
		t.Run(name, func(t *testing.T) {
			ts := newTransferStage(t, style.AlwaysLight, wide)
			reach(ts)
			p := ts.Page().(*ImportScreen)
			ts.Lock()
			ts.lacks("data_ANN")
			if len(p.preview.Rejects)+len(p.preview.Tallies)+len(p.paths)+len(p.batches) != 0 || p.stage != importWiped {
				t.Error("the page still knows what was imported")
			}
			ts.bench.settle()
			if ts.importer.staged || len(ts.importer.batches) != 0 {
				t.Errorf("staged %v, %d imports", ts.importer.staged, len(ts.importer.batches))
			}
			if ts.picker.closed == 0 {
				t.Error("a dialog could still be open")
			}
			p.Drop([]string{archivePath})
			p.Back()
			p.Leave()
			ts.bench.settle()
			if p.stage != importWiped || ts.importer.staged {
				t.Error("the page works on after the lock")
			}
		})
	}
}

func TestLeavingWhileStoringFinishesAndTells(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	ts.importing(archivePath).storeStage()
	ts.goTo(1)
	ts.bench.settle()
	ts.wants("Imported 1,435 readings for Anna Berg.")
	if len(ts.importer.batches) != 1 {
		t.Errorf("%d imports", len(ts.importer.batches))
	}
}

func TestANewDropDoesNotLoseItsStageToTheOldPage(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	ts.importing(archivePath)
	ts.importing("/home/anna/other.zip") // the shell makes the new page, then drops the old
	if !ts.importer.staged {
		t.Fatal("the old page dropped the new page's stage")
	}
	ts.press("Import 1,435 readings")
	if len(ts.importer.batches) != 1 {
		t.Errorf("%d imports", len(ts.importer.batches))
	}
}

func TestPathsCanBeTypedAndPicked(t *testing.T) {
	for name, c := range map[string]struct{ typed, want string }{
		"as it is":      {"/data/weight.csv", "/data/weight.csv"},
		"from home":     {"~/weight.csv", "/home/anna/weight.csv"},
		"in quotes":     {`"/data/my files/weight.csv"`, "/data/my files/weight.csv"},
		"as an address": {"file:///data/my%20files/weight.csv", "/data/my files/weight.csv"},
		"with blanks":   {"  /data/weight.csv ", "/data/weight.csv"},
	} {
		t.Run(name, func(t *testing.T) {
			ts := newTransferStage(t, style.AlwaysLight, wide)
			ts.importing()
			ts.typeIn(c.typed)
			ts.key(fyne.KeyReturn)
			ts.bench.settle()
			if got := ts.importer.paths; len(got) != 1 || got[0][0] != c.want {
				t.Errorf("read %q, want %q", got, c.want)
			}
		})
	}
	ts := newTransferStage(t, style.AlwaysLight, wide)
	ts.importing()
	ts.press("Read it")
	ts.wants("Type the path of a file or a folder.")
	ts.press("Choose a file…")
	if got := ts.importer.paths; len(got) != 1 || got[0][0] != ts.picker.path {
		t.Errorf("read %q", got)
	}
}

func TestPastImportsAreListedAndUndone(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide, anna, jonas)
	for i := range 12 {
		ts.importer.batches = append(ts.importer.batches, health.Batch{
			ID: health.BatchID{byte(i + 1)}, At: stageNow.UnixMilli(), Profile: jonas.ID, Files: []string{"weight.csv"}, New: 5,
		})
	}
	p := ts.importing()
	ts.wants("Past imports")
	ts.wants("14 Oct 2025, 11:45 · Jonas Berg · 5 new")
	ts.wants("Show 2 more")
	ts.press("Show 2 more")
	p.askUndo(health.BatchID{12})
	ts.wants("Undo this import? 5 readings go from the vault.")
	ts.press("Keep it")
	ts.lacks("5 readings go from the vault")
	p.askUndo(health.BatchID{12})
	ts.press("Undo it")
	if len(ts.importer.batches) != 11 || ts.importer.undone[0] != (health.BatchID{12}) {
		t.Errorf("%d imports, undone %v", len(ts.importer.batches), ts.importer.undone)
	}
	ts.importer.listFail = fs.ErrPermission
	p.loadPast()
	ts.bench.settle()
	ts.wants("The system does not allow access to this file or folder.")
}

func TestNoKeyReachesAButtonOfThePageBefore(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	p := ts.importing(archivePath)
	if ts.window.Canvas().Focused() == nil {
		t.Fatal("the button of the preview has not the focus")
	}
	p.Drop([]string{"/home/anna/other.zip"})
	if had := ts.window.Canvas().Focused(); had != nil {
		t.Errorf("%T of the page before still has the focus", had)
	}
	ts.bench.settle()
	if ts.window.Canvas().Focused() == nil {
		t.Error("the button of the new preview has not the focus")
	}
}
