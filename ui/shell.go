package ui

import (
	"context"
	"runtime"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// Shell is the window's content: it shows one screen at a time, holds the open
// session, and locks it. It belongs to the UI goroutine.
type Shell struct {
	deps       Deps
	pages      Pages
	appearance Appearance

	root   *fyne.Container // the screen, under toasts
	screen screen

	session *Session
	profile health.Profile
	// openedBefore says when the vault was open the time before this.
	openedBefore string
	closing      chan struct{} // closed once the last session is closed
	skip         func()        // ends the tidying of the session that is closing
	tidyStep     *Step         // how far that is, nil while it is not
	leaving      bool          // the window closes when the session is closed

	rail   *parts.Rail
	chip   *parts.PersonChip // on top of the rail
	beside *fyne.Container   // what stands beside the rail
	notes  *fyne.Container   // what is to be said of the whole vault, over the page
	body   *fyne.Container   // the notes and what stands beside the rail
	stack  []Page            // the page shown is the last
	place  string            // of the rail, from which the pages were opened

	backupRunner *backupRunner // of the schedule, nil without one

	accepting  *Job // of an older file
	checking   *Job // of all but a lost change
	undeleting *Job
	departures departures
	toast      *parts.Toast
	toastBelow float32 // how far the toast is below its place yet
	compact    bool
	keys       fyne.ShortcutHandler
	settings   settingsState
	notices    noticeKeeper
	people     peopleState
	keyList    *parts.Popup // the list of keys
	undo       func()       // takes the last deletion back, nil without one
	copied     clipped      // what we put on the clipboard and have to take away
	away       awayState    // what a lock took and gives back
	visit      *visiting    // nil but while somebody else looks on
}

// screen is what fills the window: start, create, unlock, or the main screen.
type screen interface {
	object() fyne.CanvasObject
	// shown is told once the screen is on the canvas.
	shown()
	// leave is told when the screen goes: it cancels its jobs and forgets what
	// was typed.
	leave()
	// escape is told of Escape.
	escape()
	// dropped is told of files that were dropped on the window.
	dropped(paths []string)
}

// New fills the window and shows the first screen: the vault that was asked
// for, else the one that was open last, else the start screen.
func New(d Deps) *Shell {
	done := make(chan struct{})
	close(done)
	s := &Shell{deps: d, pages: d.Pages, appearance: d.Appearance, closing: done, accepting: d.Work.NewJob(), checking: d.Work.NewJob(), undeleting: d.Work.NewJob()}
	s.root = container.New(&rootLayout{shell: s})
	d.Window.SetPadded(false)
	d.Window.SetContent(s.root)
	d.Window.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) { s.Dropped(uris) })
	s.listen(d.Window.Canvas())
	switch recent := d.Recent.List(); {
	case d.Open != "":
		s.showUnlock(d.Open)
	case len(recent) > 0:
		s.showUnlock(recent[0].Path)
	default:
		s.showStart()
	}
	return s
}

// commandKey is the name of the key that shortcuts are made with.
func commandKey() string {
	if runtime.GOOS == "darwin" {
		return locale.T("Cmd")
	}
	return locale.T("Ctrl")
}

// show replaces what the window shows, at once and wholly.
func (s *Shell) show(next screen) {
	if s.screen != nil {
		s.screen.leave()
	}
	s.dropToast()
	s.deps.Window.Canvas().Unfocus()
	s.closeOverlays()
	s.screen = next
	s.root.Objects = []fyne.CanvasObject{parts.NewFill(style.Background, 0, fyne.Size{}), next.object()}
	s.root.Refresh()
	if s.tidyStep != nil {
		s.tidying(s.tidyStep)
	}
	next.shown()
}

// closeOverlays takes away dialogs and menus.
func (s *Shell) closeOverlays() {
	overlays := s.deps.Window.Canvas().Overlays()
	for _, o := range overlays.List() {
		overlays.Remove(o)
	}
}

func (s *Shell) showStart() { s.show(newStartScreen(s)) }

func (s *Shell) showCreate() { s.show(newCreateScreen(s)) }

func (s *Shell) showOpen() { s.show(newOpenScreen(s)) }

func (s *Shell) showRestore(backup string) { s.showRestoreOf(backup, nil) }

func (s *Shell) showDamage(path string, secret Secret) { s.show(newDamageScreen(s, path, secret)) }

func (s *Shell) showUnlock(path string) { s.show(newUnlockScreen(s, path)) }

// opened shows the main screen for a session that was just opened.
func (s *Shell) opened(session *Session) {
	s.session = session
	session.hideClosed()
	s.profile = session.Profiles[0]
	s.useForms()
	s.openedBefore = ""
	if session.Path != "" {
		s.openedBefore = s.lastOpened(session.Path)
		s.deps.Recent.Remember(session.Path, s.deps.Now())
	}
	s.attend()
	s.loadDrafts()
	s.show(newMainScreen(s))
	s.resume()
}

// lastOpened says when a vault was open last, "" if nobody remembers.
func (s *Shell) lastOpened(path string) string {
	for _, r := range s.deps.Recent.List() {
		if r.Path == path {
			return openedText(r.Opened, s.deps.Now())
		}
	}
	return ""
}

// open runs one of the ways to open a vault in a job and shows the main screen
// when it succeeds; a session that is still closing is waited for, since it may
// be the same file. Otherwise failed gets the error.
func (s *Shell) open(job *Job, how func(ctx context.Context, report func(Step)) (*Session, error), progress func(Step), failed func(error)) {
	s.skipTidying()
	closing := s.closing
	Run(job, func(ctx context.Context, report func(Step)) (*Session, error) {
		select {
		case <-closing:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		return how(ctx, report)
	}, progress, func(session *Session, err error) {
		if err != nil {
			failed(err)
			return
		}
		s.opened(session)
	}, dropSession)
}

// dropSession closes a session that came too late to be shown. Nothing was
// written in it, and nobody waits for it any more, so its error tells nothing.
func dropSession(session *Session) { _ = session.Close() }

// Session returns the open session, nil while locked.
func (s *Shell) Session() *Session { return s.session }

// Profile returns the person whose data is shown.
func (s *Shell) Profile() health.Profile { return s.profile }

// Window returns the window, for dialogs.
func (s *Shell) Window() fyne.Window { return s.deps.Window }

// Work returns what runs long things.
func (s *Shell) Work() *Work { return s.deps.Work }

// Now returns the time.
func (s *Shell) Now() time.Time { return s.deps.Now() }

// Compact reports whether the window is narrow.
func (s *Shell) Compact() bool { return s.compact }

// Explain gives words for an error: what happened and what to do.
func (s *Shell) Explain(err error) (what, todo string) { return Explain(err, s.deps.Explain) }

// Fault returns a notice with the words for an error.
func (s *Shell) Fault(err error) *parts.Notice {
	what, todo := s.Explain(err)
	return parts.NewNotice(parts.NoticeDanger, what, todo)
}

// Dropped takes files that were dropped anywhere on the window.
func (s *Shell) Dropped(uris []fyne.URI) {
	var paths []string
	for _, u := range uris {
		if u != nil && u.Path() != "" {
			paths = append(paths, u.Path())
		}
	}
	if s.visit != nil {
		s.Toast(locale.T("Files cannot be brought in during a visit."), "", nil)
		return
	}
	if len(paths) > 0 && s.screen != nil {
		s.closeOverlays() // they belong to what the drop may replace
		s.screen.dropped(paths)
	}
}
