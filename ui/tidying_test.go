package ui

import (
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vitalkeep/ui/style"
)

// dueStage is an open vault in which something was deleted. What it does at the
// lock is begun by begin and told by settle.
func dueStage(t *testing.T) *keptStage {
	t.Helper()
	ks := newKeptStage(t, style.AlwaysLight, wide)
	ks.kept.due = true
	return ks
}

func TestTheLockRemovesForGoodWhatWasDeleted(t *testing.T) {
	ks := dueStage(t)
	ks.ctrl(fyne.KeyL)
	if ks.Session() != nil || ks.kept.tidied > 0 {
		t.Fatal("the window waits for the tidying")
	}
	unlock(t, ks.stage)
	ks.bench.begin()
	deliver(ks.bench, 1) // the progress, and not yet the end
	ks.wants("Tidying up… 50 %")
	ks.wants("You can unlock already")
	ks.bench.settle()
	if ks.kept.tidied != 1 || ks.vaults.closed != 1 || ks.shows("Tidying up") {
		t.Errorf("tidied %d times, closed %d times; the window shows %q", ks.kept.tidied, ks.vaults.closed, ks.texts())
	}
}

// deliver runs the first posts of a bench.
func deliver(b *bench, n int) {
	for range n {
		f := b.posts[0]
		b.posts = b.posts[1:]
		f()
	}
}

func TestUnlockingDoesNotWaitForTheTidying(t *testing.T) {
	ks := dueStage(t)
	ks.kept.during = func() {
		ks.kept.during = nil
		ks.typeIn(rightPassword)
		ks.key(fyne.KeyReturn) // while it is being tidied
	}
	ks.ctrl(fyne.KeyL)
	ks.bench.settle()
	if ks.kept.tidied != 0 || !ks.kept.due || ks.vaults.closed != 1 {
		t.Errorf("tidied %d times, closed %d times", ks.kept.tidied, ks.vaults.closed)
	}
	if ks.Session() == nil || ks.shows("Tidying up") {
		t.Errorf("the window shows %q", ks.texts())
	}
}

func TestATidyingThatFailsIsTold(t *testing.T) {
	ks := dueStage(t)
	ks.kept.fail = errors.New("disk full")
	ks.ctrl(fyne.KeyL)
	ks.bench.settle()
	ks.wants("disk full")
	if ks.vaults.closed != 1 {
		t.Error("the session stays open")
	}
}

// closingWindow notes that it was closed, as a window does that is gone then.
type closingWindow struct {
	fyne.Window
	shell *Shell
	gone  bool
}

func (w *closingWindow) Close() {
	w.gone = true
	w.shell.Close()
}

// closes watches the window of a shell.
func closes(s *Shell) *closingWindow {
	w := &closingWindow{Window: s.deps.Window, shell: s}
	s.deps.Window = w
	return w
}

func TestClosingTheWindowWaitsForTheTidyingInSight(t *testing.T) {
	ks := dueStage(t)
	w := closes(ks.Shell)
	ks.Leave()
	if w.gone || ks.Session() != nil {
		t.Fatal("the window is gone, or the vault still open")
	}
	ks.bench.begin()
	deliver(ks.bench, 1)
	ks.wants("the window closes when that is done")
	ks.bench.settle()
	if !w.gone || ks.kept.tidied != 1 {
		t.Errorf("gone %v, tidied %d times", w.gone, ks.kept.tidied)
	}
}

func TestClosingTheWindowAgainSkipsTheTidying(t *testing.T) {
	// Only here the work really runs beside the window, which waits at its end.
	app := test.NewTempApp(t)
	app.Settings().SetTheme(style.NewTheme(style.AlwaysLight))
	posts := make(chan func(), 16)
	started := make(chan struct{})
	s := &stage{t: t, window: test.NewTempWindow(t, nil), vaults: &fakeVaults{passwords: map[string]string{}}}
	work := newWork(func(f func()) { go f() }, func(f func()) { posts <- f })
	shell := New(Deps{Window: s.window, Vaults: s.vaults, Recent: &fakeRecents{}, Now: func() time.Time { return stageNow }, Work: work})
	kept := &slowTidier{started: started}
	shell.session = &Session{Path: stagePath, Tidier: kept, Close: func() error { s.vaults.closed++; return nil }}
	shell.Leave()
	<-started
	w := closes(shell)
	shell.Leave()
	if !w.gone || !kept.stopped || s.vaults.closed != 1 {
		t.Errorf("gone %v, stopped %v, closed %d times", w.gone, kept.stopped, s.vaults.closed)
	}
}

func TestAWindowWithoutAnOpenVaultClosesAtOnce(t *testing.T) {
	ks := newKeptStage(t, style.AlwaysLight, wide)
	ks.ctrl(fyne.KeyL)
	ks.bench.settle()
	w := closes(ks.Shell)
	ks.Leave()
	if !w.gone {
		t.Error("the window stays")
	}
}

func TestWhatOpeningFoundIsToldOverThePages(t *testing.T) {
	ks := newKeptStage(t, style.AlwaysLight, wide)
	accepted := 0
	ks.Session().Doubts = Doubts{LastChangeMayBeMissing: true, Older: &OlderFile{
		Seen: stageNow.Add(-24 * time.Hour), Missing: 3, Accept: func() error { accepted++; return nil },
	}}
	ks.showNotes()
	ks.wants("The last change of this vault may be missing.")
	ks.wants("This file is older than the one opened here yesterday at 09:45: 3 changes are missing.")
	ks.press("Keep this file")
	if accepted != 1 || ks.shows("This file is older") {
		t.Errorf("accepted %d times; the window shows %q", accepted, ks.texts())
	}
	ks.press("Check now")
	ks.wants("Everything is as it was written")
	ks.press("All right")
	if ks.shows("The last change") {
		t.Error("the notice stays")
	}
}

func TestALostLastChangeHasTheRestReadAtOnce(t *testing.T) {
	ks := newKeptStage(t, style.AlwaysLight, wide)
	ks.Session().Doubts = Doubts{LastChangeMayBeMissing: true}
	ks.kept.report.Problems = []CheckProblem{{Kind: "file", What: "a lost page"}}
	ks.checkRest()
	ks.bench.settle()
	ks.wants("All else was read just now and is as it was written.")
	if ks.shows("Check now") {
		t.Error("what was done is offered again")
	}

	ks.Session().Doubts = Doubts{LastChangeMayBeMissing: true}
	ks.kept.report.Problems = []CheckProblem{{Kind: "file", What: "a lost page"}, {Kind: "segment", Object: 7, What: "missing"}}
	ks.checkRest()
	ks.bench.settle()
	ks.wants("Reading the rest found 1 damaged place.")
	ks.button("Check now")
}
