package ui

import (
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/style"
)

const exportPath = "/home/anna/Documents/vitalkeep-anna-berg-2025-10-14.zip"

func TestAnExportSaysWhatIsInItAndThatItIsNotEncrypted(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	p := ts.exporting()
	for _, words := range []string{"Weight, body composition", "1,284", "34,233", "Export 34,233 readings", "The file is not encrypted", "Archive of CSV files"} {
		ts.wants(words)
	}
	if got := p.pathField.Text(); got != exportPath {
		t.Errorf("offers %q", got)
	}
	ts.press("Export 34,233 readings")
	ts.wants("Exported 34,233 readings for Anna Berg")
	ts.wants(exportPath + " · 4.1 MB")
	ts.wants("The file is not encrypted")
	if len(ts.exporter.written) != 1 || !reflect.DeepEqual(ts.exporter.written[0], ExportOptions{Profile: anna.ID, Format: "archive", Choices: map[string]string{}}) {
		t.Errorf("written %+v", ts.exporter.written)
	}
	ts.press("Done")
	if _, ok := ts.Page().(*ExportScreen); ok {
		t.Error("Done does not leave the page")
	}
}

func TestAnExportIsOfferedAFolderThatIsThere(t *testing.T) {
	there := t.TempDir()
	file := filepath.Join(there, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ folder, want string }{
		{there, there},
		{filepath.Join(there, "Documents", "Vitalkeep"), there},
		{filepath.Join(file, "Vitalkeep"), there},
		{"", "home"},
		{filepath.Join(string(filepath.Separator), "no such folder", "at all"), "home"},
	} {
		if got := folderThere(tt.folder, "home"); got != tt.want {
			t.Errorf("%q: offered is %q, want %q", tt.folder, got, tt.want)
		}
	}
}

func TestAnExistingFileIsReplacedOnlyWhenAsked(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	ts.exporter.exists[exportPath] = true
	ts.exporting()
	ts.press("Export 34,233 readings")
	ts.wants("There is a file of this name already: vitalkeep-anna-berg-2025-10-14.zip.")
	ts.press("Keep it")
	if len(ts.exporter.written) != 0 {
		t.Fatal("it was replaced unasked")
	}
	ts.press("Export 34,233 readings")
	ts.key(fyne.KeyEscape)
	ts.lacks("There is a file of this name already")
	ts.press("Export 34,233 readings")
	ts.press("Replace it")
	if len(ts.exporter.written) != 1 || !ts.exporter.written[0].Replace {
		t.Errorf("written %+v", ts.exporter.written)
	}
}

func TestAnExportCanBeCancelled(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	ts.exporting()
	ts.exporter.during = func() {
		ts.exporter.during = nil
		ts.button("Cancel").Press()
		ts.wants("Stopping…")
	}
	ts.press("Export 34,233 readings")
	ts.wants("Export cancelled. No file was written.")
	if len(ts.exporter.written) != 0 {
		t.Error("it was written")
	}
}

func TestAnExportThatFailsSaysWhy(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	ts.exporting()
	ts.exporter.fail = fs.ErrPermission
	ts.press("Export 34,233 readings")
	ts.wants("The system does not allow access to this file or folder.")
	ts.exporter.fail = nil
	ts.press("Export 34,233 readings")
	ts.wants("Exported 34,233 readings for Anna Berg")
}

func TestTheNameOfAnExportFollowsThePersonUntilItIsTyped(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide, anna, jonas)
	p := ts.exporting()
	ts.choice("Whose data").Choose(1)
	ts.bench.settle()
	ts.wants("There is nothing to export for Jonas Berg yet.")
	if p.button != nil {
		t.Error("an export of nothing is offered")
	}
	if want := "/home/anna/Documents/vitalkeep-jonas-berg-2025-10-14.zip"; p.path != want {
		t.Errorf("offers %q, want %q", p.path, want)
	}
	ts.choice("Whose data").Choose(0)
	ts.bench.settle()
	for typed, want := range map[string]string{
		"~/mine":          "/home/anna/mine.zip",
		"/backup/":        "/backup/vitalkeep-anna-berg-2025-10-14.zip",
		"/backup/all.zip": "/backup/all.zip",
	} {
		p.pathField.SetText(typed)
		if got := p.target(); got != want {
			t.Errorf("%q means %q, want %q", typed, got, want)
		}
	}
	p.pathField.SetText("")
	ts.press("Export 34,233 readings")
	ts.wants("Type where the file shall go.")
	ts.picker.path = "/media/usb"
	ts.press("Choose a folder…")
	if want := "/media/usb/vitalkeep-anna-berg-2025-10-14.zip"; p.pathField.Text() != want {
		t.Errorf("offers %q, want %q", p.pathField.Text(), want)
	}
}

func TestLockingStopsAnExport(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	p := ts.exporting()
	p.start(false)
	ts.Lock()
	ts.bench.settle()
	ts.lacks("Anna Berg")
	if len(ts.exporter.written) != 0 || p.stage != exportLeft || p.holdings != nil {
		t.Error("the export went on behind the lock")
	}
}

func TestLeavingWhileWritingFinishesAndTells(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	ts.exporting().start(false)
	ts.goTo(1)
	ts.bench.settle()
	ts.wants("Exported 34,233 readings for Anna Berg to " + exportPath + ".")
}
