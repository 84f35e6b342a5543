package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// view returns the row of choices with the name.
func (s *stage) view(name string) *parts.Segmented {
	s.t.Helper()
	v, ok := find(s, func(v *parts.Segmented) bool {
		return strings.HasPrefix(v.AccessibilityLabel(), locale.Dynamic(name)+": ")
	})
	if !ok {
		s.t.Fatalf("there is no %q", name)
	}
	return v
}

// manyFiles is the preview of a folder of n files, most of them not of health.
func manyFiles(n int) ImportPreview {
	p := ImportPreview{
		Title: "2 files", Format: "Fitbit", Zone: "Europe/Stockholm", New: 900,
		Tallies: []health.Tally{{Metric: "steps", New: 900}}, First: 1551510000000, Last: 1760425320000,
	}
	for i := range n {
		f := ImportFile{Name: fmt.Sprintf("Takeout/Fitbit/steps-2024-%03d.json", i), Format: "Fitbit", Read: 3}
		if i%3 > 0 {
			f = ImportFile{Name: fmt.Sprintf("Takeout/Mail/message-%03d.html", i), Problem: "it is none of the formats that are understood"}
		}
		if i%3 == 0 && i%2 == 0 {
			f.Assumed = "The times in these files are UTC"
		}
		p.Listed = append(p.Listed, f)
	}
	return p
}

// changedArchive is the preview of an archive that a vendor changed.
func changedArchive() ImportPreview {
	p := annasArchive()
	p.Rejected, p.Rejects = 2, p.Rejects[:2]
	start := stageNow.UnixMilli() - 40*86400000
	p.Tallies[0].Changed, p.Tallies[0].ChangedFirst, p.Tallies[0].ChangedLast = 3, start, start+5*86400000
	p.Tallies[4].Dropped, p.Tallies[4].DroppedFirst, p.Tallies[4].DroppedLast = 9, start, start+30*86400000
	p.ChangedCount, p.DroppedCount = 3, 9
	p.Changed = p.Examples
	for i := range 9 {
		p.Dropped = append(p.Dropped, health.Dropped{Metric: "steps", Source: "withings:tracker", Old: health.Sample{
			Start: start + int64(i)*86400000, Value: health.Decimal{Mantissa: 4000 + int64(i)}, Unit: health.Count,
		}})
	}
	return p
}

// mothersTable is a table with a question about its dates and one about a unit.
func mothersTable() ImportTable {
	at := func(line int, kilos int64) ImportReading {
		return ImportReading{Line: line, Metric: "weight", Sample: health.Sample{
			Start: 1712121000000 + int64(line-2)*86400000, Offset: 7200, Value: health.Decimal{Mantissa: kilos, Places: 1}, Unit: health.Kilogram,
		}}
	}
	return ImportTable{
		Key: "k1", File: "mother.csv", Header: []string{"Datum", "Gewicht", "Puls", "Bemerkung"},
		Rows: [][]string{
			{"03/04/2024 07:10", "78,4", "62", "zu Hause"},
			{"04/04/2024 07:05", "78,1", "64", ""},
			{"05/04/2024 07:20", "78,3", "61", "im Urlaub"},
		},
		Mapping: TableMapping{Comma: ";", Decimal: ",", Encoding: "windows-1252", Header: true, Columns: []TableColumn{
			{Role: roleDateTime}, {Role: "weight"}, {Role: "heart_rate", Known: true}, {Role: roleComment},
		}},
		Open: []TableQuestion{
			{Column: -1, What: askDates, Choices: []string{"dd/mm/yyyy", "mm/dd/yyyy"}},
			{Column: 1, What: askUnit, Choices: []string{health.Kilogram.ID(), health.Pound.ID(), health.Stone.ID()}},
		},
		Understood: []ImportReading{at(2, 784), at(3, 781), at(4, 783)},
		DateForms:  []string{"yyyy-mm-dd", "dd/mm/yyyy", "mm/dd/yyyy"},
		Encodings:  []string{"windows-1252", "windows-1250", "iso-8859-15", "macintosh"},
	}
}

func TestFilesThatNameNobodyWaitForAPerson(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide, anna, jonas)
	ts.importer.person = health.ProfileID{}
	p := ts.importing(archivePath)
	ts.wants("The files do not say whose data they hold.")
	whose := ts.choice("Whose data is this?")
	if p.storeButton != nil || ts.importer.staged || ts.window.Canvas().Focused() != fyne.Focusable(whose) {
		t.Error("something is staged before the person is chosen, or the question has not the focus")
	}
	p.storeStage()
	whose.Choose(2)
	ts.bench.settle()
	ts.press("Import 1,435 readings")
	ts.wants("Imported 1,435 readings for Jonas Berg")
	ts.press("Import more")
	p.Drop([]string{archivePath})
	ts.bench.settle()
	ts.wants("The files do not say whose data they hold.")
}

func TestFilesOfSomebodyElseAreWarnedOf(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide, anna, jonas)
	ts.importer.preview.Stranger = "Anna"
	ts.importing(archivePath)
	ts.lacks("The files name Anna")
	ts.choice("Whose data is this?").Choose(1)
	ts.bench.settle()
	ts.wants("The files name Anna, and would go to Jonas Berg.")
}

func TestFilesAreListedWithWhatStandsInThem(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	p := ts.importing(archivePath)
	ts.wants("Taken for granted: times are local to the phone")
	ts.view("How to look at it").Choose(1)
	for _, words := range []string{"weight.csv", "As it stands", "\"2025-10-13 11:45:00\",78.4,16.2", "13 Oct 2025, 11:45 · Weight 78.4 kg", "account.csv"} {
		ts.wants(words)
	}
	ts.view("Files").Choose(readNone)
	if got := p.filteredFiles(); len(got) != 1 || got[0].Name != "account.csv" {
		t.Errorf("not read: %+v", got)
	}
	ts.wants("It holds nothing of health.")
	if ts.window.Canvas().Focused() != fyne.Focusable(ts.view("Files")) {
		t.Error("the filter lost the focus")
	}
}

func TestSixHundredFilesStayAList(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, narrow)
	ts.importer.preview = manyFiles(600)
	ts.importing("/home/anna/Takeout")
	ts.wants("400 files are not understood and stay out.")
	ts.wants("and 397 more")
	ts.press("By file")
	table, ok := find(ts.stage, func(tb *parts.Table) bool { return tb.Rows() == 400 })
	if !ok {
		t.Fatal("there is no table of what is not understood")
	}
	table.Select(399)
	ts.wants("Takeout/Mail/message-599.html")
	if n := len(ts.texts()); n > 200 {
		t.Errorf("the page draws %d texts", n)
	}
}

func TestWhatAVendorChangedIsTold(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	ts.importer.preview = changedArchive()
	ts.importing(archivePath)
	ts.wants("Gone")
	ts.view("How to look at it").Choose(2)
	for _, words := range []string{
		"3 readings have another value", "9 readings are no longer in the export", "78.4 kg", "78.2 kg",
		"Nothing is deleted because the vendor no longer hands it out: it stays in the vault.",
	} {
		ts.wants(words)
	}
}

func TestATableIsAskedAboutUntilNothingIsOpen(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	ts.importer.preview.Tables = []ImportTable{mothersTable()}
	p := ts.importing("/home/anna/mother.csv")
	ts.wants("Which day is 03/04/2024?")
	ts.wants("In which unit are the numbers of the column “Gewicht”?")
	ts.lacks("Weight 78.4 kg")
	p.goOn()
	if ts.importer.staged || p.stage != importMapping {
		t.Fatal("it went on with open questions")
	}
	ts.press("Wednesday 3 April 2024")
	ts.lacks("Which day is")
	ts.press("kg")
	ts.wants("Weight 78.4 kg")
	ts.press("Continue")
	got := ts.importer.previewed[len(ts.importer.previewed)-1].Mappings["k1"]
	if got.Dates != "dd/mm/yyyy" || !got.Columns[1].Known || got.Columns[1].Unit != health.Kilogram || !ts.importer.staged {
		t.Errorf("read with %+v, staged %v", got, ts.importer.staged)
	}
	ts.wants("Import preview")
	ts.press("How it is read…")
	ts.choice("What “Puls” holds").Choose(0)
	ts.bench.settle()
	if got := p.options.Mappings["k1"].Columns[2].Role; got != roleNone {
		t.Errorf("the column is %q still", got)
	}
	ts.key(fyne.KeyEscape)
	ts.wants("Import preview")
}

func TestWhatWasChosenForATableIsForgotten(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	table := mothersTable()
	table.Open, table.Remembered = nil, true
	ts.importer.preview.Tables = []ImportTable{table}
	ts.importing("/home/anna/mother.csv")
	ts.wants("Read as you chose for a table with the same header.")
	ts.press("How it is read…")
	ts.press("Forget it")
	if !slices.Equal(ts.importer.forgotten, []string{"k1"}) {
		t.Errorf("forgotten %q", ts.importer.forgotten)
	}
	ts.lacks("Read as you chose")
}

func TestDatesAreReadByTheirForms(t *testing.T) {
	for _, c := range []struct{ form, cell, want string }{
		{"dd/mm/yyyy", "03/04/2024 07:10", "2024-04-03"},
		{"mm/dd/yyyy", "03/04/2024", "2024-03-04"},
		{"yy.mm.dd", "24.04.03", "2024-04-03"},
		{"dd-mm-yy", "03-04-98", "1998-04-03"},
		{"mm/dd/yyyy", "31/04/2024", ""},
		{"dd/mm/yyyy", "31/04/2024", ""},
		{"dd/mm/yyyy", "soon", ""},
	} {
		got := ""
		if d, ok := dateBy(c.form, c.cell); ok {
			got = d.String()
		}
		if got != c.want {
			t.Errorf("%s as %s: %q, want %q", c.cell, c.form, got, c.want)
		}
	}
}

func TestWhatCouldBeReadOfADamagedFileIsOffered(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	ts.importer.fail = fmt.Errorf("export.xml: it ends too early (line 48112): %w", ErrIncomplete)
	ts.importing(archivePath)
	ts.importer.fail = nil
	ts.press("Import what could be read")
	if !ts.importer.previewed[1].KeepDamaged {
		t.Error("it was read as before")
	}
	ts.wants("Import preview")
}

func TestRejectedRowsAreFilteredAndCopied(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	rejects := manyRejects(20)
	rejects[3].File, rejects[4].Reason = "bp.csv", "no date"
	ts.importer.preview.Rejected, ts.importer.preview.Rejects = 20, rejects
	p := ts.importing(archivePath)
	ts.choice("File").Choose(1)
	if got := p.filteredRejects(); len(got) != 1 || got[0].File != "bp.csv" {
		t.Errorf("of one file: %+v", got)
	}
	ts.press("Copy")
	if got := fyne.CurrentApp().Clipboard().Content(); got != "file,row,column,reason\nbp.csv,5,Weight (kg),not a number\n" {
		t.Errorf("copied %q", got)
	}
	ts.wants("Copied; taken off the clipboard when the vault is locked.")
	ts.choice("File").Choose(0)
	ts.choice("Why").Choose(1)
	if got := p.filteredRejects(); len(got) != 1 || got[0].Row != 6 {
		t.Errorf("for one reason: %+v", got)
	}
}

func TestCopiedRowsAreTakenOffTheClipboardAtTheLock(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	ts.importer.preview.Rejected, ts.importer.preview.Rejects = 20, manyRejects(20)
	ts.importing(archivePath)
	ts.press("Copy")
	ts.Lock()
	ts.bench.settle()
	if got := fyne.CurrentApp().Clipboard().Content(); got != "" {
		t.Errorf("after the lock the clipboard holds %q", got)
	}
}
