package ui

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

var (
	anna  = health.Profile{ID: health.ProfileID{1}, Name: "Anna Berg", Main: true, Zone: "Europe/Stockholm"}
	jonas = health.Profile{ID: health.ProfileID{2}, Name: "Jonas Berg", Zone: "Europe/Stockholm"}
)

// fakeImporter stages a preview that the test gives it, and keeps imports in a
// slice.
type fakeImporter struct {
	preview  ImportPreview
	fail     error
	commit   error
	undoFail error
	listFail error
	// during is called in the middle of Preview and Commit, as a person's doing.
	during func()

	// busy counts the methods under way; two at once are a fault.
	busy, crowded atomic.Int32

	previewed []ImportOptions
	paths     [][]string
	staged    bool
	discards  int
	forgotten []string
	// person is whom the files name, zero if they do not.
	person  health.ProfileID
	batches []health.Batch
	undone  []health.BatchID
}

func (f *fakeImporter) Preview(ctx context.Context, paths []string, o ImportOptions, progress func(done, total int64)) (ImportPreview, error) {
	defer f.enter()()
	f.previewed = append(f.previewed, o)
	f.paths = append(f.paths, paths)
	progress(1_200_000, 4_100_000)
	if f.during != nil {
		f.during()
	}
	if err := ctx.Err(); err != nil {
		return ImportPreview{}, err
	}
	if f.fail != nil {
		return ImportPreview{}, f.fail
	}
	p := f.preview
	if p.Profile = o.Profile; p.Profile == (health.ProfileID{}) {
		p.Profile = f.person
	}
	if p.PersonNeeded = p.Profile == (health.ProfileID{}); p.PersonNeeded {
		return ImportPreview{Title: p.Title, Format: p.Format, Listed: p.Listed, PersonNeeded: true}, nil
	}
	if p.Profile == f.person {
		p.Stranger = ""
	}
	p.Tables = f.answered(o)
	if tablesOpen(p.Tables) {
		return ImportPreview{Title: p.Title, Format: p.Format, Listed: p.Listed, Profile: p.Profile, Tables: p.Tables}, nil
	}
	f.staged = true
	if o.Zone != "" {
		p.Zone, p.ZoneNeeded = o.Zone, false
	}
	if p.ZoneNeeded {
		p.Tallies, p.New, p.Duplicates, p.Conflicts, p.Rejected, p.Rejects, p.Examples = nil, 0, 0, 0, 0, nil, nil
	}
	return p, nil
}

// answered are the tables of the preview as they are with what was chosen: a
// question is open until its answer is in the mapping.
func (f *fakeImporter) answered(o ImportOptions) []ImportTable {
	out := slices.Clone(f.preview.Tables)
	for i, t := range out {
		m, ok := o.Mappings[t.Key]
		if !ok {
			continue
		}
		out[i].Mapping, out[i].Remembered = m, false
		out[i].Open = slices.DeleteFunc(slices.Clone(t.Open), func(q TableQuestion) bool {
			switch q.What {
			case askDates:
				return m.Dates != ""
			case askUnit:
				return m.Columns[q.Column].Known
			case askRole:
				return m.Columns[q.Column].Role != t.Mapping.Columns[q.Column].Role
			}
			return false
		})
		if len(out[i].Open) > 0 {
			out[i].Understood = nil
		}
	}
	for i, t := range out {
		if len(t.Open) > 0 {
			out[i].Understood = nil
		}
	}
	return out
}

func (f *fakeImporter) Understand(ctx context.Context, _ []string, o ImportOptions) ([]ImportTable, error) {
	defer f.enter()()
	return f.answered(o), ctx.Err()
}

func (f *fakeImporter) Forget(_ context.Context, _ health.ProfileID, key string) error {
	defer f.enter()()
	f.forgotten = append(f.forgotten, key)
	for i := range f.preview.Tables {
		f.preview.Tables[i].Remembered = false
	}
	return nil
}

func (f *fakeImporter) Commit(ctx context.Context, progress func(done, total int64)) (health.Batch, error) {
	defer f.enter()()
	if !f.staged {
		return health.Batch{}, errors.New("nothing is staged")
	}
	progress(350, 1000)
	if f.during != nil {
		f.during()
	}
	if err := ctx.Err(); err != nil {
		return health.Batch{}, err
	}
	if f.commit != nil {
		return health.Batch{}, f.commit
	}
	f.staged = false
	b := health.Batch{
		ID: health.BatchID{byte(len(f.batches) + 1)}, At: stageNow.UnixMilli(), Profile: cmp.Or(f.previewed[len(f.previewed)-1].Profile, f.person),
		Files: []string{f.preview.Title}, New: f.preview.New, Duplicates: f.preview.Duplicates,
		Conflicts: f.preview.Conflicts, Rejected: f.preview.Rejected,
	}
	f.batches = append([]health.Batch{b}, f.batches...)
	return b, nil
}

func (f *fakeImporter) Discard() error {
	defer f.enter()()
	f.discards++
	f.staged = false
	return nil
}

// enter counts a method in and returns what counts it out.
func (f *fakeImporter) enter() func() {
	if f.busy.Add(1) > 1 {
		f.crowded.Add(1)
	}
	return func() { f.busy.Add(-1) }
}

func (f *fakeImporter) Imports() ([]health.Batch, error) { return slices.Clone(f.batches), f.listFail }

func (f *fakeImporter) Undo(ctx context.Context, id health.BatchID) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if f.undoFail != nil {
		return f.undoFail
	}
	f.undone = append(f.undone, id)
	f.batches = slices.DeleteFunc(f.batches, func(b health.Batch) bool { return b.ID == id })
	return nil
}

// fakeExporter holds a few readings and remembers what it wrote.
type fakeExporter struct {
	holdings []Holding
	exists   map[string]bool
	fail     error
	during   func()
	written  []ExportOptions
	paths    []string
}

func (f *fakeExporter) Formats() []ExportFormat {
	return []ExportFormat{{
		ID: "archive", Name: "Archive of CSV files", Extension: ".zip",
		Detail: "A ZIP of CSV files that any spreadsheet opens. Importing it again gives the same data.",
	}}
}

func (f *fakeExporter) Contents(ctx context.Context, profile health.ProfileID) ([]Holding, error) {
	if profile == jonas.ID {
		return nil, ctx.Err()
	}
	return f.holdings, ctx.Err()
}

func (f *fakeExporter) Export(ctx context.Context, path string, o ExportOptions, progress func(done, total int64)) (ExportReceipt, error) {
	progress(30, 100)
	if f.during != nil {
		f.during()
	}
	switch {
	case ctx.Err() != nil:
		return ExportReceipt{}, ctx.Err()
	case f.fail != nil:
		return ExportReceipt{}, f.fail
	case f.exists[path] && !o.Replace:
		return ExportReceipt{}, fmt.Errorf("create the archive: %w", fs.ErrExist)
	}
	f.written = append(f.written, o)
	f.paths = append(f.paths, path)
	n := 0
	for _, h := range f.holdings {
		n += h.Count
	}
	return ExportReceipt{Path: path, Bytes: 4_100_000, Readings: n}, nil
}

// fakePicker chooses what the test says, at once.
type fakePicker struct {
	path    string
	saved   bytes.Buffer
	saveErr error
	closed  int
}

func (p *fakePicker) File(chosen func(string))   { chosen(p.path) }
func (p *fakePicker) Folder(chosen func(string)) { chosen(p.path) }
func (p *fakePicker) Close()                     { p.closed++ }

func (p *fakePicker) Save(name string, chosen func(string, io.WriteCloser, error)) {
	if p.saveErr != nil {
		chosen("", nil, p.saveErr)
		return
	}
	chosen("/home/anna/"+name, nopCloser{&p.saved}, nil)
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

// annasArchive is the preview of an archive with something of everything.
func annasArchive() ImportPreview {
	tally := func(m health.MetricID, fresh, same, conflicts int) health.Tally {
		return health.Tally{Metric: m, New: fresh, Duplicates: same, Conflicts: conflicts}
	}
	sample := func(n int64, places uint8, u health.Unit) health.Sample {
		return health.Sample{Start: stageNow.UnixMilli() - 86400000, Value: health.Decimal{Mantissa: n, Places: places}, Unit: u, Offset: 7200}
	}
	at := func(row uint32, tenths int64) health.Sample {
		x := sample(tenths, 1, health.Kilogram)
		x.Origin.Row = row
		return x
	}
	return ImportPreview{
		Listed: []ImportFile{
			{
				Name: "weight.csv", Format: "Withings archive", Read: 1600, Rejected: 1,
				Lines:      []string{"Date,\"Weight (kg)\",\"Fat mass (kg)\"", "\"2025-10-13 11:45:00\",78.4,16.2", "\"2025-10-12 11:40:00\",78.6,16.3"},
				Understood: []ImportReading{{Line: 2, Metric: "weight", Sample: at(2, 784)}, {Line: 2, Metric: "fat_mass", Sample: at(2, 162)}},
			},
			{Name: "bp.csv", Format: "Withings archive", Read: 640, Rejected: 1, Assumed: "times are local to the phone"},
			{Name: "raw_tracker_hr.csv", Format: "Withings archive", Read: 2417, Rejected: 1},
			{Name: "account.csv", Format: "Withings archive", Skipped: "it holds nothing of health"},
		},
		Title: "data_ANN_1760425320.zip", Format: "Withings archive", Detail: "5 of 31 files hold health data",
		Zone: "Europe/Stockholm", ZoneHints: []string{"Europe/Stockholm", "America/Los_Angeles"}, Files: 5,
		Tallies: []health.Tally{
			tally("weight", 642, 156, 2), tally("fat_mass", 642, 156, 0),
			tally("systolic", 48, 272, 0), tally("diastolic", 48, 272, 0),
			tally("steps", 20, 1000, 0), tally("distance", 11, 402, 0),
			tally("sleep_deep", 5, 450, 1), tally("body_temperature", 0, 61, 0),
			tally("raw_altitude_gps", 7, 0, 0),
			{Entry: health.SleepNight, New: 9, Duplicates: 453},
		},
		RejectedIn: map[health.MetricID]int{"weight": 1, "systolic": 1},
		New:        1432, Duplicates: 3222, Conflicts: 3, Rejected: 3,
		Rejects: []health.Reject{
			{File: "weight.csv", Row: 317, Column: "Date", Reason: "there is no such date or time of day"},
			{File: "bp.csv", Row: 88, Column: "Systolic", Reason: "below 40 mmHg, which nobody has"},
			{File: "raw_tracker_hr.csv", Row: 12880, Reason: "this local time happened twice because of a clock change"},
		},
		Examples: []health.Conflict{
			{Metric: "weight", Source: "withings:export", Old: sample(784, 1, health.Kilogram), New: sample(782, 1, health.Kilogram)},
			{Metric: "weight", Source: "withings:export", Old: sample(7730, 2, health.Kilogram), New: sample(1700, 1, health.Pound)},
			{Metric: "sleep_deep", Source: "withings:nights", Old: sample(4800, 0, health.Second), New: sample(5100, 0, health.Second)},
		},
		First: 1551510000000, Last: 1760425320000,
	}
}

func manyRejects(n int) []health.Reject {
	out := make([]health.Reject, n)
	for i := range out {
		out[i] = health.Reject{File: "weight.csv", Row: i + 2, Column: "Weight (kg)", Reason: "not a number"}
	}
	return out
}

// transferStage is an open vault with the import and export pages over fakes.
type transferStage struct {
	*stage
	importer *fakeImporter
	exporter *fakeExporter
	picker   *fakePicker
}

func newTransferStage(t *testing.T, mode style.Mode, size fyne.Size, people ...health.Profile) *transferStage {
	t.Helper()
	ts := &transferStage{
		importer: &fakeImporter{preview: annasArchive(), person: anna.ID},
		exporter: &fakeExporter{holdings: []Holding{
			{Metric: "weight", Count: 1284},
			{Metric: "systolic", Count: 96},
			{Metric: "diastolic", Count: 96},
			{Metric: "steps", Count: 31840},
			{Entry: health.SleepNight, Count: 917},
		}, exists: map[string]bool{}},
		picker: &fakePicker{path: "/home/anna/Downloads/data.zip"},
	}
	if len(people) == 0 {
		people = []health.Profile{anna}
	}
	ts.stage = unlocked(t, mode, size, func(d *Deps, s *stage) {
		s.vaults.people = people
		d.Pages.Import = func(sh *Shell, paths []string) Page {
			p := ImportPage(sh, nil).(*ImportScreen)
			p.needs.Pick, p.needs.Home = ts.picker, "/home/anna"
			p.Drop(paths)
			return p
		}
		d.Pages.Export = func(sh *Shell) Page {
			p := ExportPage(sh).(*ExportScreen)
			p.needs.Pick, p.needs.Home, p.needs.Folder = ts.picker, "/home/anna", "/home/anna/Documents"
			p.path = p.defaultPath()
			return p
		}
	})
	session := ts.Session()
	session.Import, session.Imports, session.Export = ts.importer, ts.importer, ts.exporter
	return ts
}

// importing opens the import page with files and lets it come to rest.
func (ts *transferStage) importing(paths ...string) *ImportScreen {
	ts.t.Helper()
	ts.OpenImport(paths)
	ts.bench.settle()
	p, ok := ts.Page().(*ImportScreen)
	if !ok {
		ts.t.Fatalf("the page is %T", ts.Page())
	}
	return p
}

func (ts *transferStage) exporting() *ExportScreen {
	ts.t.Helper()
	ts.OpenExport()
	ts.bench.settle()
	p, ok := ts.Page().(*ExportScreen)
	if !ok {
		ts.t.Fatalf("the page is %T", ts.Page())
	}
	return p
}

// find returns the first object of a type on the window that the test accepts.
func find[T fyne.CanvasObject](s *stage, fits func(T) bool) (T, bool) {
	var found T
	ok := false
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if ok || !o.Visible() {
			return
		}
		if is, same := o.(T); same && fits(is) {
			found, ok = is, true
			return
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child)
			}
		}
	}
	walk(s.window.Content())
	return found, ok
}

// button returns the button with the words.
func (s *stage) button(label string) *parts.Button {
	s.t.Helper()
	b, ok := find(s, func(b *parts.Button) bool { return b.Label() == locale.Dynamic(label) })
	if !ok {
		s.t.Fatalf("there is no button %q but %q", label, s.texts())
	}
	return b
}

// press presses the button and lets what it started come to rest.
func (s *stage) press(label string) {
	s.t.Helper()
	s.button(label).Press()
	s.bench.settle()
}

// choice returns the choice with the label.
func (s *stage) choice(label string) *parts.Choice {
	s.t.Helper()
	c, ok := find(s, func(c *parts.Choice) bool {
		return strings.HasPrefix(c.AccessibilityLabel(), locale.Dynamic(label)+": ")
	})
	if !ok {
		s.t.Fatalf("there is no choice %q", label)
	}
	return c
}
