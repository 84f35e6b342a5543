package ui

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// importScreen is the import on show.
func (ts *transferStage) importScreen() *ImportScreen {
	ts.t.Helper()
	p, ok := ts.Page().(*ImportScreen)
	if !ok {
		ts.t.Fatalf("the page is %T, want the import", ts.Page())
	}
	return p
}

// importStopped is a vault that was locked and opened again while an import was at
// some point; begin leads there.
func importStopped(t *testing.T, m style.Mode, size fyne.Size, begin func(ts *transferStage)) (*transferStage, *fakePreferences) {
	t.Helper()
	ts := newTransferStage(t, m, size, anna, jonas)
	choices := newFakePreferences()
	ts.vaults.dress = func(s *Session) {
		s.Import, s.Imports, s.Export, s.Choices = ts.importer, ts.importer, ts.exporter, choices
	}
	ts.session.Choices = choices
	ts.pages.Resume = AllPages().Resume
	begin(ts)
	ts.Lock()
	if words := strings.Join(ts.texts(), " "); strings.Contains(words, "Withings") || strings.Contains(words, "Anna") {
		t.Errorf("a locked window shows %q", words)
	}
	ts.bench.settle()
	if ts.importer.staged {
		t.Error("something is staged in a locked vault")
	}
	ts.unlockAgain()
	return ts, choices
}

var stoppedFiles = []string{"/home/anna/Downloads/data.zip", "/home/anna/Downloads/more.csv"}

func TestAnImportThatTheLockStoppedIsOfferedAgain(t *testing.T) {
	answered := func(ts *transferStage) {
		ts.OpenImport(stoppedFiles)
		ts.bench.settle()
		ts.importScreen().setOptions(ImportOptions{Profile: jonas.ID, Zone: "Europe/Paris", KeepDamaged: true})
	}
	tests := map[string]func(ts *transferStage){
		"before it reads":  answered,
		"while it reads":   func(ts *transferStage) { answered(ts); ts.bench.begin() },
		"with its preview": func(ts *transferStage) { answered(ts); ts.bench.settle() },
		"before it stores": func(ts *transferStage) { answered(ts); ts.bench.settle(); ts.importScreen().storeStage() },
		"when it failed":   func(ts *transferStage) { answered(ts); ts.bench.settle(); ts.importScreen().fail(errors.New("no")) },
		"with a commit that is refused": func(ts *transferStage) {
			answered(ts)
			ts.bench.settle()
			ts.importer.commit = errors.New("no room")
			ts.importScreen().storeStage()
			ts.bench.begin()
		},
	}
	shareApp(t)
	for name, begin := range tests {
		t.Run(name, func(t *testing.T) {
			ts, choices := importStopped(t, style.AlwaysLight, wide, begin)
			ts.wants("The lock stopped this import. Nothing was stored.")
			ts.wants("Continue reads data.zip and 1 more file again, with the same answers.")
			if len(ts.importer.batches) > 0 {
				t.Error("something was stored")
			}
			ts.relock() // it is offered until it is answered
			ts.importer.commit = nil
			ts.press("Continue")
			ts.bench.settle()
			last := len(ts.importer.paths) - 1
			if !slices.Equal(ts.importer.paths[last], stoppedFiles) || ts.importer.previewed[last].Profile != jonas.ID ||
				ts.importer.previewed[last].Zone != "Europe/Paris" || !ts.importer.previewed[last].KeepDamaged {
				t.Errorf("read are %v with %+v", ts.importer.paths[last], ts.importer.previewed[last])
			}
			if ts.importScreen().stage != importPreviewed || choices.Get(draftsKey) != nil {
				t.Error("the preview is not there, or the draft still is")
			}
		})
	}
}

func TestAnImportThatCameThroughInSpiteOfTheLockIsTold(t *testing.T) {
	ts, _ := importStopped(t, style.AlwaysLight, wide, func(ts *transferStage) {
		ts.OpenImport(stoppedFiles[:1])
		ts.bench.settle()
		ts.importScreen().storeStage()
		ts.bench.begin() // stored, and nobody has been told
	})
	ts.wants("The import was stored before the vault was locked.")
	if len(ts.importer.batches) != 1 {
		t.Errorf("%d imports are stored", len(ts.importer.batches))
	}
	ts.relock()
	if _, again := ts.Page().(*ImportScreen); again {
		t.Error("it is told again")
	}
}

func TestAStoppedImportCanBeDiscarded(t *testing.T) {
	ts, choices := importStopped(t, style.AlwaysLight, wide, func(ts *transferStage) {
		ts.OpenImport(stoppedFiles)
		ts.bench.settle()
	})
	ts.press("Discard")
	ts.bench.settle()
	if ts.shows("The lock stopped") || choices.Get(draftsKey) != nil {
		t.Error("it is still offered")
	}
}

func TestAPathThatWasTypedComesBack(t *testing.T) {
	ts, _ := importStopped(t, style.AlwaysLight, wide, func(ts *transferStage) {
		ts.OpenImport(nil)
		ts.importScreen().pathField.SetText("~/Downloads/da")
	})
	if got := ts.importScreen().pathField.Text(); got != "~/Downloads/da" {
		t.Errorf("the field says %q", got)
	}
	ts.wants("What was typed when the vault was locked is here again.")
}

func TestAnswersAboutTablesComeBack(t *testing.T) {
	mapping := TableMapping{Comma: ";", Decimal: ",", Dates: "dd/mm/yyyy", Columns: []TableColumn{{Role: roleDate}, {Role: "weight", Unit: health.Pound, Known: true}}}
	ts, _ := importStopped(t, style.AlwaysLight, wide, func(ts *transferStage) {
		ts.OpenImport(stoppedFiles[:1])
		ts.bench.settle()
		ts.importScreen().setOptions(ImportOptions{Profile: anna.ID, Mappings: map[string]TableMapping{"weights": mapping}})
	})
	ts.press("Continue")
	ts.bench.settle()
	got := ts.importer.previewed[len(ts.importer.previewed)-1].Mappings["weights"]
	if got.Dates != mapping.Dates || !slices.Equal(got.Columns, mapping.Columns) {
		t.Errorf("read with %+v", got)
	}
}

// stoppedShots are what is seen of an import after the lock stopped it.
var stoppedShots = map[string]func(*testing.T, style.Mode, fyne.Size) *transferStage{
	"import-stopped": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts, _ := importStopped(t, m, size, func(ts *transferStage) {
			ts.OpenImport(stoppedFiles)
			ts.bench.settle()
		})
		parts.Unfocus(ts.importScreen().root)
		return ts
	},
}
