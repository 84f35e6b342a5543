package ui

import (
	"context"
	"strconv"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"vitalkeep/health"
	"vitalkeep/ui/style"
)

// ownedDevices are the devices of a household, which nobody changes.
type ownedDevices []health.Device

func (o ownedDevices) List(ctx context.Context) ([]health.Device, error) { return o, ctx.Err() }
func (ownedDevices) Put(context.Context, health.Device) (health.Device, error) {
	return health.Device{}, errDisk
}
func (ownedDevices) Forget(context.Context, [16]byte) error { return errDisk }
func (ownedDevices) DeleteData(context.Context, health.ProfileID, health.SourceID, []health.MetricID) (Deletion, error) {
	return Deletion{}, errDisk
}

var scaleInBath = ownedDevices{{
	ID: [16]byte{3}, Nickname: "Bathroom scale", Model: "body-plus", Sources: []health.SourceID{"withings:export"},
}}

// toldStage is a window on a household whose readings have comments, a history
// and devices: the newest weight was typed and corrected, the one before it has a
// comment.
func toldStage(t *testing.T, m style.Mode, size fyne.Size) (*stage, *fakeNotebook, DataNeeds) {
	t.Helper()
	lib := household()
	book := newFakeNotebook(lib)
	typed := stageNow.In(time.UTC).Add(-30 * time.Minute).UnixMilli()
	weight := func(text string) health.Reading {
		v, _ := health.ParseDecimal(text)
		return health.Reading{Metric: "weight", Source: health.TypedSource, Sample: health.Sample{Start: typed, Value: v, Unit: health.Kilogram, Offset: 7200}}
	}
	commented := lib.readings["weight"][len(lib.readings["weight"])-1]
	book.put([]health.Reading{weight("78.4")}, []health.Entry{
		{Kind: health.Correction, Source: health.TypedSource, Key: "weight 1", Start: typed, Offset: 7200, Fields: []health.Field{
			{Name: health.FieldMetric, Text: "weight"},
			{Name: health.FieldSource, Text: string(health.TypedSource)},
			{Name: health.FieldValue, Text: "87.4"},
			{Name: health.FieldUnit, Text: "kg"},
			{Name: health.FieldCorrected, Text: strconv.FormatInt(stageNow.Add(-10*time.Minute).UnixMilli(), 10)},
		}},
		commentOf(commented, nil, "Before breakfast, after a run along the river"),
	})
	needs := DataNeeds{Library: lib, Past: onePast, Deletions: book, Notebook: book, Devices: scaleInBath}
	s := unlocked(t, m, size, withData(lib), func(d *Deps, s *stage) {
		d.Pages.Add = func(sh *Shell, a Adding) Page {
			s.added = append(s.added, a)
			return newFakePage(sh, "Add")
		}
		s.vaults.dress = func(session *Session) {
			session.Notebook = func(health.ProfileID) Notebook { return book }
		}
	})
	return s, book, needs
}

// tellRow opens a subject and chooses a row, with its details.
func (s *stage) tellRow(needs DataNeeds, subject string, row int) *DetailScreen {
	s.t.Helper()
	d := NewDetailScreen(s.Shell, needs, subject)
	s.Open(d)
	s.bench.settle()
	d.side.table.Select(row)
	s.bench.settle()
	d.side.openDetails()
	s.bench.settle()
	return d
}

// toldShot is a state of a page of a subject with a row chosen.
func toldShot(name, state, subject string, row int, open func(s *stage, d *DetailScreen)) shot {
	return shot{name: name, state: state, stage: func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		t.Helper()
		s, _, needs := toldStage(t, m, size)
		d := NewDetailScreen(s.Shell, needs, subject)
		s.Open(d)
		s.bench.settle()
		if row >= 0 {
			d.side.table.Select(row)
			s.bench.settle()
			d.side.openDetails()
			s.bench.settle()
		}
		if open != nil {
			open(s, d)
			s.bench.settle()
		}
		return s
	}}
}

// detailShots are the states of the table, its filter and the details.
var detailShots = []shot{
	toldShot("table", "filtered", "weight", -1, func(s *stage, d *DetailScreen) {
		d.Find()
		d.side.filter.from.SetText("2025-08-01")
		d.side.filter.low.SetText("78.5")
		s.bench.settle()
		d.side.closeFilter()
	}),
	toldShot("table", "filter", "weight", -1, func(s *stage, d *DetailScreen) {
		d.Find()
		d.side.filter.low.SetText("79")
		d.side.filter.high.SetText("80")
	}),
	toldShot("table", "faulty-date", "weight", -1, func(s *stage, d *DetailScreen) {
		d.Find()
		d.side.filter.from.SetText("yesterday")
	}),
	toldShot("table", "none-left", "weight", -1, func(s *stage, d *DetailScreen) {
		d.Find()
		d.side.filter.low.SetText("300")
		s.bench.settle()
		d.side.closeFilter()
	}),
	toldShot("table", "stages", "sleep", -1, func(s *stage, d *DetailScreen) {
		d.Find()
		d.side.filter.lists.Choose(1)
	}),
	toldShot("table", "every-reading", "heart_rate", -1, func(s *stage, d *DetailScreen) {
		d.Find()
		d.side.filter.lists.Choose(2)
	}),
	toldShot("details", "comment", "weight", 1, nil),
	toldShot("details", "writing", "weight", 1, func(s *stage, d *DetailScreen) { d.side.comment.begin() }),
	toldShot("details", "history", "weight", 0, nil),
	toldShot("details", "passive", "heart_rate", -1, func(s *stage, d *DetailScreen) {
		d.choose(0)
		s.bench.settle()
		d.side.table.Select(2)
		d.side.openDetails()
	}),
	toldShot("details", "pressure", "blood_pressure", 1, nil),
	toldShot("span", "", "weight", -1, func(s *stage, d *DetailScreen) { d.main.span.open() }),
	toldShot("span", "faulty", "weight", -1, func(s *stage, d *DetailScreen) {
		d.main.span.open()
		d.main.span.to.SetText("2025-06-01")
		d.main.span.show()
	}),
}

func TestDetailsTellDeviceOriginCommentAndHistory(t *testing.T) {
	s, _, needs := toldStage(t, style.AlwaysLight, wide)
	d := s.tellRow(needs, "weight", 1)
	for _, words := range []string{"Bathroom scale · Body+", "weight.csv, row 476", "Before breakfast, after a run along the river", "Edit comment…", "Delete…"} {
		s.wants(words)
	}
	if s.shows("Correct…") || s.shows("History") {
		t.Error("what a device measured can be corrected, or has a history")
	}
	d.side.table.Select(0)
	s.bench.settle()
	for _, words := range []string{"Typed in by hand", "History", "87.4 kg", "Corrected on 14 Oct 2025, 11:35", "Correct…", "Comment…"} {
		s.wants(words)
	}
	s.press("Correct…")
	if len(s.added) != 1 || s.added[0].Subject != "weight" || len(s.added[0].Correct) != 1 || s.added[0].Correct[0].Value.String() != "78.4" {
		t.Errorf("asked to correct %+v", s.added)
	}
}

func TestAMetricOutsideItsRowIsNotTheDevices(t *testing.T) {
	s, _, needs := toldStage(t, style.AlwaysLight, wide)
	s.tellRow(needs, "blood_pressure", 0)
	s.wants("Details")
	if s.shows("Bathroom scale") {
		t.Error("a scale is said to measure blood pressure")
	}
}

// ctrlEnter types what keeps the text in a field.
func (s *stage) ctrlEnter() {
	s.t.Helper()
	f, ok := s.window.Canvas().Focused().(fyne.Shortcutable)
	if !ok {
		s.t.Fatal("nothing takes shortcuts")
	}
	f.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
	s.bench.settle()
}

func TestACommentIsWrittenKeptEditedAndRemoved(t *testing.T) {
	for name, size := range map[string]fyne.Size{"wide": wide, "small": narrow} {
		t.Run(name, func(t *testing.T) {
			s, book, needs := toldStage(t, style.AlwaysLight, size)
			s.tellRow(needs, "weight", 0)
			s.press("Comment…")
			s.typeIn("Scale on tiles")
			s.key(fyne.KeyEscape)
			s.bench.settle()
			s.wants("Go on writing…")
			if n := len(book.entries); n != 2 {
				t.Fatalf("Escape kept something: %d entries", n)
			}
			s.press("Go on writing…")
			s.ctrlEnter()
			s.wants("Scale on tiles")
			s.wants("Edit comment…")
			e := book.entries[len(book.entries)-1]
			if e.Kind != health.Comment || e.Source != health.TypedSource || e.Field(health.FieldMetric) != "weight" ||
				e.Field(health.FieldSource) != string(health.TypedSource) || e.Field(health.FieldText) != "Scale on tiles" {
				t.Errorf("kept %+v", e)
			}
			s.press("Edit comment…")
			s.field("Comment").SetText("Scale on the carpet")
			s.press("Keep")
			s.wants("Scale on the carpet")
			if len(book.entries) != 3 {
				t.Errorf("%d entries after editing", len(book.entries))
			}
			s.press("Edit comment…")
			s.press("Remove")
			s.wants("Comment…")
			if s.shows("Scale on the carpet") || len(book.entries) != 2 {
				t.Error("the comment is still there")
			}
			s.toast.Action().Press()
			s.bench.settle()
			s.wants("Scale on the carpet")
		})
	}
}

func TestACommentThatCannotBeKeptStaysInItsField(t *testing.T) {
	s, book, needs := toldStage(t, style.AlwaysLight, wide)
	s.tellRow(needs, "weight", 0)
	s.press("Comment…")
	s.typeIn("Scale on tiles")
	book.fail = errDisk
	s.ctrlEnter()
	s.wants("disk gone")
	if got := s.field("Comment").Text(); got != "Scale on tiles" {
		t.Errorf("the field holds %q", got)
	}
}

func TestADraftWaitsForItsOwnReading(t *testing.T) {
	s, _, needs := toldStage(t, style.AlwaysLight, wide)
	d := s.tellRow(needs, "weight", 0)
	s.press("Comment…")
	s.typeIn("half a th")
	d.side.table.Select(4)
	s.bench.settle()
	if s.shows("Go on writing…") || s.shows("half a th") {
		t.Error("another reading has the draft")
	}
	d.side.table.Select(0)
	s.bench.settle()
	s.press("Go on writing…")
	if got := s.field("Comment").Text(); got != "half a th" {
		t.Errorf("the draft is %q", got)
	}
}

func TestDeletingAMeasurementTakesItsCommentAlong(t *testing.T) {
	s, book, needs := toldStage(t, style.AlwaysLight, wide)
	s.tellRow(needs, "weight", 1)
	s.key(fyne.KeyDelete)
	s.bench.settle()
	s.press("Delete")
	for _, e := range book.entries {
		if e.Kind == health.Comment {
			t.Error("the comment is left behind")
		}
	}
	s.toast.Action().Press()
	s.bench.settle()
	if len(book.entries) != 2 {
		t.Errorf("%d entries are back", len(book.entries))
	}
}

func TestARowIsCopiedWithItsUnit(t *testing.T) {
	s, _, needs := toldStage(t, style.AlwaysLight, wide)
	d := s.tellRow(needs, "weight", 0)
	d.side.table.TypedShortcut(&fyne.ShortcutCopy{})
	if got, want := fyne.CurrentApp().Clipboard().Content(), "14 Oct 2025, 11:15\t78.4 kg"; got != want {
		t.Errorf("copied %q, want %q", got, want)
	}
	s.Lock()
	if got := fyne.CurrentApp().Clipboard().Content(); got != "" {
		t.Errorf("after the lock the clipboard holds %q", got)
	}
}
