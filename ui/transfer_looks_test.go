package ui

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/style"
)

// transferScreens are the states of import and export, each as it looks.
var transferScreens = map[string]func(t *testing.T, m style.Mode, size fyne.Size) *transferStage{
	"import-choose": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size)
		ts.importing()
		return ts
	},
	"import-past": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size, anna, jonas)
		ts.importer.batches = []health.Batch{
			{ID: health.BatchID{3}, At: stageNow.UnixMilli(), Profile: anna.ID, Files: []string{"data_ANN_1760425320.zip"}, New: 1425, Duplicates: 3222, Conflicts: 3, Rejected: 3},
			{ID: health.BatchID{2}, At: stageNow.UnixMilli() - 9e9, Profile: jonas.ID, Files: []string{"weight.csv", "bp.csv", "height.csv"}, New: 96},
			{ID: health.BatchID{1}, At: stageNow.UnixMilli() - 4e10, Profile: anna.ID, Files: []string{"data_ANN_1700000000.zip"}, New: 3214},
		}
		ts.importing()
		for _, b := range ts.importer.batches[1:2] {
			ts.Page().(*ImportScreen).askUndo(b.ID)
		}
		return ts
	},
	"import-reading": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size)
		ts.OpenImport([]string{"/home/anna/Downloads/data_ANN_1760425320.zip"})
		at := stageNow
		speed := newPace(func() time.Time { return at })
		at = at.Add(8 * time.Second)
		ts.Page().(*ImportScreen).progressed(speed.bytesRead(412_000_000, 4_100_000_000))
		return ts
	},
	"import-preview": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size, anna, jonas)
		ts.importing("/home/anna/Downloads/data_ANN_1760425320.zip")
		return ts
	},
	"import-conflicts": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size)
		ts.importer.preview.Rejected, ts.importer.preview.RejectedIn, ts.importer.preview.Rejects = 0, nil, nil
		ts.importing("/home/anna/Downloads/data_ANN_1760425320.zip")
		ts.press("Review them")
		return ts
	},
	"import-rejects": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size)
		ts.importer.preview.Rejected, ts.importer.preview.Rejects = 2500, manyRejects(1000)
		p := ts.importing("/home/anna/Downloads/data_ANN_1760425320.zip")
		showAtBottom(p.page)
		ts.press("Save as CSV…")
		return ts
	},
	"import-nothing-new": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size)
		ts.importer.preview = ImportPreview{
			Title: "weight.csv", Format: "Plain CSV of weight", Files: 1, Zone: "Europe/Stockholm", Duplicates: 312,
			Tallies: []health.Tally{{Metric: "weight", Duplicates: 312}}, First: 1551510000000, Last: 1760425320000,
		}
		ts.importing("/home/anna/weight.csv")
		return ts
	},
	"import-plain": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size)
		ts.importer.preview = ImportPreview{
			Title: "mother.csv", Format: "Plain CSV of weight", Files: 1, Zone: "Europe/Stockholm", Plain: true, New: 1, Rejected: 1,
			Tallies: []health.Tally{{Metric: "weight", New: 1}}, First: 1760425320000, Last: 1760425320000,
			Rejects: []health.Reject{{File: "mother.csv", Row: 3, Column: "Date", Reason: "not a date of the form yyyy-mm-dd"}},
		}
		ts.importing("/home/anna/mother.csv")
		return ts
	},
	"import-zone": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size)
		ts.importer.preview.Zone, ts.importer.preview.ZoneNeeded = "", true
		ts.importing("/home/anna/weight.csv")
		c := ts.choice("Times in the file")
		c.Choose(3)
		ts.typeIn("america s")
		return ts
	},
	"import-storing": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size)
		p := ts.importing("/home/anna/Downloads/data_ANN_1760425320.zip")
		p.storeStage()
		p.progressed(percentStep("Storing…", 35, 100))
		return ts
	},
	"import-receipt": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size)
		ts.importing("/home/anna/Downloads/data_ANN_1760425320.zip").storeStage()
		ts.bench.settle()
		return ts
	},
	"import-undo": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size)
		ts.importing("/home/anna/Downloads/data_ANN_1760425320.zip").storeStage()
		ts.bench.settle()
		ts.press("Undo this import")
		return ts
	},
	"import-failed": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size)
		ts.importer.fail = errors.New("holiday.zip: row 3: the archive ends in the middle of a file")
		ts.importing("/home/anna/Downloads/holiday.zip", "/home/anna/Downloads/notes/plan.docx")
		ts.press("Details")
		return ts
	},
	"import-person": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size, anna, jonas)
		ts.importer.person = health.ProfileID{}
		ts.importing("/home/anna/Downloads/data_ANN_1760425320.zip")
		return ts
	},
	"import-stranger": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size, anna, jonas)
		ts.importer.preview.Stranger = "Anna"
		ts.importing("/home/anna/Downloads/data_ANN_1760425320.zip")
		ts.choice("Whose data is this?").Choose(1)
		ts.bench.settle()
		return ts
	},
	"import-files": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size)
		ts.importing("/home/anna/Downloads/data_ANN_1760425320.zip")
		ts.view("How to look at it").Choose(1)
		return ts
	},
	"import-many": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size)
		ts.importer.preview = manyFiles(600)
		ts.importing("/home/anna/Takeout", "/home/anna/plan.docx")
		ts.view("How to look at it").Choose(1)
		return ts
	},
	"import-changes": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size)
		ts.importer.preview = changedArchive()
		ts.importing("/home/anna/Downloads/data_ANN_1760425320.zip")
		ts.view("How to look at it").Choose(2)
		return ts
	},
	"import-kinds": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size)
		ts.importer.preview = changedArchive()
		ts.importing("/home/anna/Downloads/data_ANN_1760425320.zip")
		return ts
	},
	"import-table": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size)
		ts.importer.preview.Tables = []ImportTable{mothersTable()}
		ts.importing("/home/anna/mother.csv")
		return ts
	},
	"import-table-answered": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size)
		table := mothersTable()
		table.Open, table.Remembered = nil, true
		table.Mapping.Dates = "dd/mm/yyyy"
		table.Mapping.Columns[1].Known, table.Mapping.Columns[1].Unit = true, health.Kilogram
		ts.importer.preview.Tables = []ImportTable{table}
		ts.importing("/home/anna/mother.csv")
		ts.press("How it is read…")
		return ts
	},
	"import-damaged": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size)
		ts.importer.fail = fmt.Errorf("export.xml: it ends in the middle of a record (line 48112): %w", ErrIncomplete)
		ts.importing("/home/anna/Downloads/export.zip")
		return ts
	},
	"export-choose": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size, anna, jonas)
		ts.exporting()
		return ts
	},
	"export-exists": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size)
		p := ts.exporting()
		ts.exporter.exists[p.target()] = true
		p.start(false)
		ts.bench.settle()
		return ts
	},
	"export-empty": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size, anna, jonas)
		ts.exporting()
		ts.choice("Whose data").Choose(1)
		ts.bench.settle()
		return ts
	},
	"export-writing": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size)
		p := ts.exporting()
		p.start(false)
		p.progress.Set("Writing… 62 %", 0.62)
		return ts
	},
	"export-receipt": func(t *testing.T, m style.Mode, size fyne.Size) *transferStage {
		ts := newTransferStage(t, m, size)
		ts.exporting().start(false)
		ts.bench.settle()
		return ts
	},
}

// eachScroll visits everything on the window that scrolls.
func eachScroll(s *stage, visit func(*container.Scroll)) {
	find(s, func(c *container.Scroll) bool {
		visit(c)
		return false
	})
}
