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

// Deps is everything the user interface needs from outside.
type Deps struct {
	// Window is filled and listened to; the caller shows it.
	Window fyne.Window
	Vaults Vaults
	// Passcodes opens vaults by passcode; nil asks for passwords only.
	Passcodes Passcodes
	Recent    Recents
	// Explain gives words for errors of the vault, the importers and the rest
	// that this package does not know; "" for those it does not know either.
	Explain func(error) (what, todo string)
	// Folder is where new vaults go unless the person says otherwise.
	Folder string
	// Zone is the system's IANA zone, or "" if it cannot be told.
	Zone string
	// Open is a vault named when the program was started, or "".
	Open string
	Now  func() time.Time
	Work *Work
	// Restorer and Salvager bring vaults back; what is nil is not offered.
	Restorer Restorer
	Salvager Salvager
	// Sheet writes the sheet for a recovery key; nil leaves its button away.
	Sheet SheetWriter
	// Appearances keeps how the window looks; nil forgets it with the window.
	Appearances Appearances
	// Appearance is how the window looks at first, if nothing is kept.
	Appearance Appearance
	// SetScale makes everything in the window larger or smaller; 0 and 1 are as
	// the screen asks for. nil cannot.
	SetScale func(float32)
	// About is what the program says of itself.
	About About
	// Desktop shows a line of text on the desktop, outside the window; nil cannot.
	Desktop func(title, text string)
	// Pages are the makers of the pages beside the rail.
	Pages Pages
	// Offline is how the system keeps this program off the network.
	Offline Offline
}

// About is what the program says of itself.
type About struct {
	Version string
	// State is the folder of what the program remembers on this computer.
	State string
}

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
	copied     string       // what we put on the clipboard and have to take away
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

// rootLayout gives every layer the whole window, and toasts their place at its
// bottom; it tells the shell when the window gets narrow or wide.
type rootLayout struct{ shell *Shell }

func (l *rootLayout) MinSize([]fyne.CanvasObject) fyne.Size { return minWindow }

func (l *rootLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.shell.setCompact(size.Width < style.CompactBelow)
	for _, o := range objects {
		switch over := o.(type) {
		case *parts.Toast:
			l.shell.placeToast(over, size)
			continue
		case *idleWarning:
			l.shell.placeWarning(over, size)
			continue
		}
		o.Move(fyne.Position{})
		o.Resize(size)
	}
}

// toastRise is how far a toast slides up when it comes.
const toastRise = style.Space24

// placeToast sets a toast at the bottom of the window, in the middle of the page.
func (s *Shell) placeToast(t *parts.Toast, size fyne.Size) {
	w := min(style.ToastWidth, size.Width-2*style.Space24)
	h := t.HeightFor(w)
	left := float32(0)
	if s.rail != nil {
		left = s.rail.MinSize().Width
	}
	t.Resize(fyne.NewSize(w, h))
	t.Move(fyne.NewPos(left+(size.Width-left-w)/2, size.Height-h-style.Space24-s.footer()+s.toastBelow))
}

// slideIn lets the toast come up from a little below its place.
func (s *Shell) slideIn(t *parts.Toast) {
	takes := style.Motion(style.ToastTime)
	if takes == 0 {
		return
	}
	rise := fyne.NewAnimation(takes, func(done float32) {
		if s.toast == t {
			s.toastBelow = toastRise * (1 - done)
			s.placeToast(t, s.root.Size())
		}
	})
	rise.Curve = fyne.AnimationEaseOut
	rise.Start()
}

func (s *Shell) setCompact(on bool) {
	if s.compact == on {
		return
	}
	s.compact = on
	if s.rail != nil {
		s.rail.SetCompact(on)
	}
	if s.session != nil && s.notes != nil && len(s.notes.Objects) > 0 {
		s.showNotes()
	}
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

// Lock closes the session. The window is blank of data before this returns;
// work under way is cancelled and delivers nothing any more.
func (s *Shell) Lock() {
	if s.session == nil {
		return
	}
	s.unveil()
	s.stopSchedule()
	old := s.session
	old.sealing = s.takeDrafts()
	s.neglect()
	s.endNotices()
	s.session, s.profile, s.rail, s.chip, s.beside, s.notes, s.body, s.undo, s.keyList = nil, health.Profile{}, nil, nil, nil, nil, nil, nil, nil
	s.useForms()
	if old.Path == "" {
		s.showStart()
	} else {
		s.showUnlock(old.Path)
	}
	s.deps.Work.CancelAll()
	s.forgetClipboard()
	s.people = peopleState{}
	s.retire(old)
}

// retire closes a session beside the UI; whatever is opened next waits for it.
// What was deleted is removed for good first.
func (s *Shell) retire(old *Session) {
	before := s.closing
	s.closing = make(chan struct{})
	closing := s.closing
	ctx, skip := context.WithCancel(context.Background())
	s.skipTidying()
	s.skip = skip
	s.deps.Work.close(ctx, old, before, s.closing, func(step Step) {
		if s.closing == closing && ctx.Err() == nil {
			s.tidying(&step)
		}
	}, func(err error) {
		skip()
		if s.closing == closing {
			s.tidying(nil)
		}
		if err != nil {
			what, todo := s.Explain(err)
			s.Toast(what+" "+todo, "", nil)
		}
		s.accountEnded(old)
		if s.leaving && s.closing == closing {
			s.deps.Window.Close()
		}
	})
}

// tidying shows how far tidying is after the lock, and with nil that it is over.
func (s *Shell) tidying(step *Step) {
	s.tidyStep = step
	t, ok := s.screen.(interface{ tidying(what, todo string) })
	if !ok {
		return
	}
	if step == nil {
		t.tidying("", "")
		return
	}
	todo := locale.T("What was deleted is being removed for good. You can unlock already; the rest then waits for the next lock.")
	if s.leaving {
		todo = locale.T("What was deleted is being removed for good; the window closes when that is done. Close it again to skip it until the next time.")
	}
	t.tidying(locale.T("Tidying up…%s", step.Label), todo)
}

// skipTidying ends a tidying after the lock; what it did not do is due still.
func (s *Shell) skipTidying() {
	if s.skip != nil {
		s.skip()
		s.skip = nil
	}
	s.tidying(nil)
}

// Leave is what closing the window does: it locks, and closes the window when
// what is due is done. Asked again it does not wait any more.
func (s *Shell) Leave() {
	s.Lock()
	select {
	case <-s.closing:
		s.deps.Window.Close()
		return
	default:
	}
	if s.leaving {
		s.skipTidying()
		s.deps.Window.Close()
		return
	}
	s.leaving = true
	if s.tidyStep != nil {
		s.tidying(s.tidyStep)
	}
}

// Close locks, if a session is open, and waits until it is closed: for the end
// of the program. The last data is on the disk when it returns; what is due to
// be removed is left for the next time.
func (s *Shell) Close() {
	s.leaving = false // the window is gone
	s.remember()
	s.Lock()
	s.skipTidying()
	s.forgetClipboard() // a recovery key that was just made has no session yet
	<-s.closing
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

// Copy puts a secret on the clipboard; locking takes it away again.
func (s *Shell) Copy(secret string) {
	fyne.CurrentApp().Clipboard().SetContent(secret)
	s.copied = secret
}

func (s *Shell) forgetClipboard() {
	if s.copied == "" {
		return
	}
	if clipboard := fyne.CurrentApp().Clipboard(); clipboard.Content() == s.copied {
		clipboard.SetContent("")
	}
	s.copied = ""
}

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

// Toast shows a message at the bottom for ten seconds, instead of any earlier
// one. action may be "" when there is nothing to do about it.
func (s *Shell) Toast(message, action string, act func()) {
	s.dropToast()
	s.toast = parts.NewToast(message, action, act, s.deps.Work.After, s.dropToast)
	s.toastBelow = 0
	s.root.Add(s.toast)
	s.root.Refresh()
	s.slideIn(s.toast)
}

// ToastUndo shows a message about something that can be taken back, with Undo.
// Ctrl+Z does the same, also when the toast is gone: until something else can be
// taken back, and no longer than the vault is open.
func (s *Shell) ToastUndo(message string, undo func()) {
	s.undo = undo
	s.Toast(message, locale.T("Undo"), s.undoLast)
}

// undoLast takes back what can be taken back last.
func (s *Shell) undoLast() {
	if u, ok := s.Page().(Undoer); ok && u.Undo() {
		return
	}
	if s.session == nil || s.undo == nil || s.busy() {
		return
	}
	undo := s.undo
	s.undo = nil
	s.dropToast()
	undo()
}

func (s *Shell) dropToast() {
	if s.toast == nil {
		return
	}
	t := s.toast
	s.toast = nil
	s.root.Remove(t)
	t.Close()
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
