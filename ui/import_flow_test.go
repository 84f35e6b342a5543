package ui

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"vitalkeep/health"
	"vitalkeep/ui/style"
)

// yard is work with real goroutines whose results one goroutine takes in turn,
// as the window does.
type yard struct {
	mu    sync.Mutex
	posts []func()
	live  atomic.Int32
}

func (y *yard) work() *Work {
	return newWork(
		func(f func()) {
			y.live.Add(1)
			go func() {
				f()
				y.live.Add(-1)
			}()
		},
		func(f func()) {
			y.mu.Lock()
			defer y.mu.Unlock()
			y.posts = append(y.posts, f)
		},
	)
}

// turn delivers what was posted and reports whether anything is left to come.
func (y *yard) turn() bool {
	more := y.live.Load() > 0
	y.mu.Lock()
	posts := y.posts
	y.posts = nil
	y.mu.Unlock()
	for _, f := range posts {
		f()
	}
	return more || len(posts) > 0
}

func (y *yard) settle(t *testing.T) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for y.turn() {
		if time.Now().After(deadline) {
			t.Fatal("work does not come to an end")
		}
	}
}

func TestAnImporterIsAskedOneThingAtATime(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(style.NewTheme(style.AlwaysLight))
	y := &yard{}
	importer := &fakeImporter{preview: annasArchive()}
	work := y.work()
	newScreen := func() *ImportScreen {
		return NewImportScreen(ImportNeeds{
			Import: importer, Past: &fakeImporter{}, Profiles: []health.Profile{anna}, Profile: anna.ID,
			Work: work, Pick: &fakePicker{}, Now: func() time.Time { return stageNow },
			Explain: func(err error) (string, string) { return Explain(err, nil) },
			Back:    func() {}, Show: func() {}, Open: func() bool { return true }, Compact: func() bool { return false },
			Changed: func() {}, Toast: func(string, string, func()) {},
		})
	}
	var last *ImportScreen
	for range 40 {
		next := newScreen()
		next.Drop([]string{"a.zip"})
		next.Back()
		next.Drop([]string{"b.zip"})
		if last != nil {
			last.Leave()
		}
		y.turn()
		last = next
	}
	y.settle(t)
	if n := importer.crowded.Load(); n != 0 {
		t.Errorf("%d calls came while another was under way", n)
	}
	if last.stage != importPreviewed || !importer.staged {
		t.Fatalf("the last page is at %d, staged %v: an earlier one took its stage", last.stage, importer.staged)
	}
	last.storeStage()
	y.settle(t)
	if last.stage != importStored || len(importer.batches) != 1 {
		t.Errorf("stage %d, %d imports", last.stage, len(importer.batches))
	}
}
