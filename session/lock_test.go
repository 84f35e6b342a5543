package session

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"vitalkeep/health"
	"vitalkeep/internal/withingsarchive"
	"vitalkeep/ui"
	"vitalkeep/ui/parts"
)

func TestWhatIsTypedIsOnTheDiskOnlySealedAndComesBack(t *testing.T) {
	const note, comment, name = "canary-note-slept-badly", "canary-comment-on-tiles", "Canaria Nameson"
	w := newWindow(t)
	s := w.Session()
	id := s.Profiles[0].ID
	kilos, err := health.ParseDecimal("78.4")
	if err != nil {
		t.Fatal(err)
	}
	weight := health.Reading{Metric: "weight", Source: health.TypedSource, Sample: health.Sample{Start: newVaults().Now().UnixMilli(), Value: kilos, Unit: health.Kilogram}}
	if err := s.Notebook(id).Add(context.Background(), []health.Reading{weight}, nil); err != nil {
		t.Fatal(err)
	}
	choose := func() {
		s := w.Session()
		w.Open(ui.NewDetailScreen(w.Shell, ui.DataNeeds{
			Library: s.Library(id), Past: s.Imports, Deletions: s.Deletions, Notebook: s.Notebook(id),
		}, "weight"))
		w.settle()
		table, ok := find(w, func(*parts.Table) bool { return true })
		if !ok {
			t.Fatal("there is no table")
		}
		table.Select(0)
		w.settle()
	}
	// One page over the other, each with something typed.
	w.OpenAdd(ui.Adding{Subject: "note"})
	w.settle()
	w.typeIn(note)
	choose()
	w.press("Comment…")
	w.typeIn(comment)
	w.OpenPerson(health.Profile{})
	w.settle()
	w.typeIn(name)
	if !w.holds(name) {
		t.Fatal("the name is not in its field")
	}
	w.inClear(note, comment, name)
	w.Lock()
	w.settle()
	w.inClear(note, comment, name, "Nameson")
	w.unlock()
	w.inClear(note, comment, name)
	if !w.holds(name) {
		t.Error("the name did not come back")
	}
	w.Home()
	w.settle()
	w.OpenAdd(ui.Adding{Subject: "note"})
	w.settle()
	if !w.holds(note) {
		t.Error("the note did not come back")
	}
	w.Home()
	w.settle()
	choose()
	w.press("Go on writing…")
	if !w.holds(comment) {
		t.Error("the comment did not come back")
	}
	w.sound()
}

// gate stops work at a place until the test has locked.
type gate struct {
	once             sync.Once
	entered, release chan struct{}
}

func newGate() *gate { return &gate{entered: make(chan struct{}), release: make(chan struct{})} }

func (g *gate) pass() {
	g.once.Do(func() {
		close(g.entered)
		<-g.release
	})
}

// stopped is an importer with gates.
type stopped struct {
	ui.Importer
	beforePreview, inPreview, beforeCommit, inCommit, afterCommit func()
}

func call(f func()) {
	if f != nil {
		f()
	}
}

// Preview implements ui.Importer.
func (s stopped) Preview(ctx context.Context, paths []string, o ui.ImportOptions, progress func(done, total int64)) (ui.ImportPreview, error) {
	call(s.beforePreview)
	return s.Importer.Preview(ctx, paths, o, func(done, total int64) {
		call(s.inPreview)
		progress(done, total)
	})
}

// Commit implements ui.Importer.
func (s stopped) Commit(ctx context.Context, progress func(done, total int64)) (health.Batch, error) {
	call(s.beforeCommit)
	b, err := s.Importer.Commit(asked{ctx, s.inCommit}, progress)
	call(s.inCommit) // at the latest
	call(s.afterCommit)
	return b, err
}

// asked is a context that tells when it is asked whether it has ended.
type asked struct {
	context.Context
	told func()
}

// Err implements context.Context.
func (a asked) Err() error {
	call(a.told)
	return a.Context.Err()
}

func TestALockDuringAnImportStoresAllOrNothing(t *testing.T) {
	archive, facts := writeArchive(t, withingsarchive.Options{Days: 10})
	whole := map[health.MetricID]int{}
	for series := range facts.Series {
		whole[series.Metric] = facts.Metric(series.Metric).Count
	}
	tests := map[string]struct {
		at     func(s *stopped, pass func())
		stores bool // the button was pressed
	}{
		"before anything is staged": {func(s *stopped, pass func()) { s.beforePreview = pass }, false},
		"while it is staged":        {func(s *stopped, pass func()) { s.inPreview = pass }, false},
		"with a preview on show":    {nil, false},
		"before it is stored":       {func(s *stopped, pass func()) { s.beforeCommit = pass }, true},
		"while it is stored":        {func(s *stopped, pass func()) { s.inCommit = pass }, true},
		"when it is stored":         {func(s *stopped, pass func()) { s.afterCommit = pass }, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w, g := newWindow(t), newGate()
			id := w.Session().Profiles[0].ID
			if tt.at != nil {
				gated := stopped{Importer: w.Session().Import}
				tt.at(&gated, g.pass)
				w.Session().Import = gated
			}
			w.OpenImport([]string{archive})
			switch {
			case tt.stores:
				w.settle()
				w.button("Import ").Press()
				<-g.entered
			case tt.at != nil:
				<-g.entered
			default:
				w.settle()
			}
			w.Lock()
			close(g.release)
			w.settle()
			w.unlock()
			w.sound()
			got := summaries(t, w.Session().Library(id))
			past, err := w.Session().Imports.Imports()
			if err != nil {
				t.Fatal(err)
			}
			if len(past) == 1 {
				if name != "when it is stored" && name != "while it is stored" || !maps.Equal(got, whole) || w.offers("Continue") {
					t.Errorf("of all there is %v, and it is offered again: %v", got, w.offers("Continue"))
				}
				return
			}
			if len(past) > 1 || len(got) > 0 || name == "when it is stored" {
				t.Fatalf("%d imports with %v are visible", len(past), got)
			}
			if _, err := w.Session().Import.Commit(context.Background(), nil); !errors.Is(err, ErrNothingStaged) {
				t.Errorf("something is staged: %v", err)
			}
			w.press("Continue")
			w.press("Import ")
			if got := summaries(t, w.Session().Library(id)); !maps.Equal(got, whole) {
				t.Errorf("stored in the end is %v", got)
			}
			w.sound()
		})
	}
}

func TestALockDuringABackupLeavesNoHalfFile(t *testing.T) {
	for phase, words := range phases {
		if words == "Writing the open copy…" {
			continue // only where one was asked for
		}
		t.Run(words, func(t *testing.T) {
			w, g := newWindow(t), newGate()
			folder := t.TempDir()
			path := filepath.Join(folder, "home.age")
			made, session := false, w.Session()
			ui.Run(w.Work().NewJob(), func(ctx context.Context, _ func(ui.Step)) (ui.Backup, error) {
				b, err := session.Backups.BackUp(ctx, ui.BackupOrder{Path: path, Recipient: recipient}, func(step ui.Step) {
					if step.Label == words {
						g.pass()
					}
				})
				g.once.Do(func() { close(g.entered) })
				return b, err
			}, nil, func(ui.Backup, error) { made = true }, nil)
			<-g.entered
			w.Lock()
			close(g.release)
			w.settle()
			if left, err := os.ReadDir(folder); err != nil || len(left) > 0 || made {
				t.Fatalf("phase %v: left behind are %v, told %v, %v", phase, left, made, err)
			}
			for file := range w.files() {
				if file != w.path && !strings.HasPrefix(file, filepath.Join(w.folder, "state")+string(filepath.Separator)) {
					t.Errorf("left behind is %s", file)
				}
			}
			w.unlock()
			b, err := w.Session().Backups.BackUp(context.Background(), ui.BackupOrder{Path: path, Recipient: recipient}, func(ui.Step) {})
			if err != nil || b.Proven.IsZero() {
				t.Errorf("the next backup: %+v, %v", b, err)
			}
			w.sound()
		})
	}
}
