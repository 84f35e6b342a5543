package ui

import (
	"context"
	"os"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// ImportNeeds is what the import screen works with.
type ImportNeeds struct {
	Import Importer
	Past   PastImports
	// Profiles are the people whose data it can be; Profile is the one on show.
	Profiles []health.Profile
	Profile  health.ProfileID
	// Inbox takes what is of nobody yet; nil has no such place.
	Inbox Inbox
	Work  *Work
	Pick  Picker
	// Explain puts an error into words: what happened and what to do.
	Explain func(error) (what, todo string)
	Now     func() time.Time
	// Home is the folder that a typed path may start with as "~".
	Home string
	// Back leaves the screen for where the person came from, Show for the data.
	Back, Show func()
	// Open reports whether the vault is still open; when it is locked, nothing
	// may go on.
	Open func() bool
	// Compact reports whether the window is narrow.
	Compact func() bool
	// Changed is told after an import was stored or undone.
	Changed func()
	// Toast shows a message over whatever page is on show.
	Toast func(message, action string, act func())
	// Copy puts rows on the clipboard, for as long as the vault is open.
	Copy func(text string)
	// Forget drops the import that the lock stopped.
	Forget func()
}

// importStage is where an import stands; each has a page of its own.
type importStage int

const (
	importChoosing  importStage = iota
	importReading               // files are read into the stage
	importMapping               // a table waits for how it is to be read
	importPreviewed             // the stage waits for a decision
	importStoring
	importStored
	importFailed
	importWiped
)

// ImportScreen leads from files to a receipt: choose, read, preview, store.
// Nothing is stored before the person has seen what it is, and everything up to
// then can be left with Back.
type ImportScreen struct {
	needs ImportNeeds
	root  *fyne.Container
	page  fyne.CanvasObject
	stage importStage

	read, store, tidy, past, understand *Job
	token                               *stageToken // of the latest reading
	stopStoring                         context.CancelFunc
	outcome                             chan bool // gets whether what is being stored was
	offered                             []Draft   // the import that the lock stopped, while it is offered

	paths       []string
	options     ImportOptions
	preview     ImportPreview
	batch       health.Batch // what was stored
	failure     error
	batches     []health.Batch // what was stored earlier
	pastFailure error
	undoing     health.BatchID // asked about or under way
	undoFailure error

	notice        *parts.Notice // on the first page, about what just happened
	saved         *parts.Notice // how saving the rejected rows went
	pathFault     string
	anotherZone   bool
	showConflicts bool
	showFailure   bool
	allBatches    bool
	openBatch     health.BatchID // the past import whose files are listed
	view          importView     // of the preview
	file          int            // the one on show, among those that pass the filter
	readFilter    int
	rejectFile    string // the files and the reason that rejected rows are filtered by
	rejectWhy     string
	tables        []ImportTable // that are asked about
	table         int           // the one on show
	tableFailure  error

	progress    *parts.Progress
	pathField   *parts.Field
	personBox   *parts.Choice
	viewBox     *parts.Segmented
	narrowBox   *parts.Segmented
	boxes       map[string]fyne.Focusable // of the page about a table
	goOnButton  *parts.Button
	filters     map[string]*parts.Choice // of the rejected rows, by label
	zoneBox     *parts.Choice
	zoneField   *parts.Field
	zoneMatches *fyne.Container
	storeButton *parts.Button
}

// NewImportScreen returns the screen at its first page.
func NewImportScreen(needs ImportNeeds) *ImportScreen {
	s := &ImportScreen{
		needs: needs,
		root:  container.NewStack(),
		read:  needs.Work.NewJob(),
		store: needs.Work.NewJob(),
		tidy:  needs.Work.NewJob(),
		past:  needs.Work.NewJob(),

		understand: needs.Work.NewJob(),
	}
	if len(needs.Profiles) < 2 {
		s.options.Profile = needs.Profile
	}
	s.choose(nil)
	return s
}

// ImportPage is the maker of the import for [Pages].
func ImportPage(s *Shell, paths []string) Page {
	session := s.Session()
	screen := NewImportScreen(ImportNeeds{
		Import:   session.Import,
		Past:     session.Imports,
		Profiles: session.Profiles,
		Profile:  s.Profile().ID,
		Inbox:    session.Inbox,
		Work:     s.Work(),
		Pick:     NewWindowPicker(s.Window()),
		Explain:  s.Explain,
		Now:      s.Now,
		Home:     homeFolder(),
		Back:     s.Back,
		Show:     s.Home,
		Open:     func() bool { return s.Session() == session },
		Compact:  s.Compact,
		Changed:  s.Reload,
		Toast:    s.Toast,
		Copy:     s.CopyUntilLock,
		Forget:   func() { s.DropDraft(importDraftKind, health.ProfileID{}, "") },
	})
	if state, stopped := s.DraftOf(importDraftKind, health.ProfileID{}, ""); stopped && len(paths) == 0 {
		screen.offer(state)
	}
	screen.Drop(paths)
	return screen
}

// homeFolder is the person's home folder, "" if the system does not tell.
func homeFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return home
}

// Object implements [Page].
func (s *ImportScreen) Object() fyne.CanvasObject { return s.root }

// Start implements [Starter].
func (s *ImportScreen) Start() {
	if s.stage == importChoosing {
		s.pathField.Focus()
	}
}

// TypedKey implements [KeyTyper]: Escape goes one step back.
func (s *ImportScreen) TypedKey(ev *fyne.KeyEvent) bool {
	if ev.Name != fyne.KeyEscape {
		return false
	}
	s.Back()
	return true
}

// TypedRune implements [KeyTyper].
func (s *ImportScreen) TypedRune(rune) bool { return false }

// Busy reports whether an import is being stored, which a drop must not disturb.
func (s *ImportScreen) Busy() bool { return s.stage == importStoring }

// Drop takes files and folders that were dropped on the window or picked, and
// reads them. It replaces a preview that is on show; while an import is being
// stored it does nothing and says so.
func (s *ImportScreen) Drop(paths []string) {
	switch {
	case len(paths) == 0 || s.stage == importWiped:
	case s.Busy():
		s.progress.Set(locale.T("Storing… Drop the other files again when this import is done."), s.progress.Fraction())
	default:
		s.unoffer()
		// Whose data it is is asked for every drop: the last answer was about
		// other files.
		s.options = ImportOptions{}
		if len(s.needs.Profiles) < 2 {
			s.options.Profile = s.needs.Profile
		}
		s.readFiles(paths)
	}
}

// Back is what Escape and the arrow on top do: one step back, and out of the
// screen from its first page. Nothing is stored by it.
func (s *ImportScreen) Back() {
	switch s.stage {
	case importChoosing:
		if s.asking() {
			s.keepImport()
			return
		}
		s.needs.Back()
	case importMapping:
		s.leaveMapping()
	case importReading, importPreviewed:
		s.abandon()
	case importStoring:
		s.cancelStoring()
	case importStored:
		if s.asking() {
			s.keepImport()
			return
		}
		s.needs.Back()
	case importFailed:
		s.choose(nil)
	case importWiped:
	}
}

// Leave implements [Page]: what was staged is dropped and the page emptied, as
// the lock wants it at once. Only storing goes on while the vault is open, and
// a toast tells of its end.
func (s *ImportScreen) Leave() {
	if s.stage == importWiped {
		return
	}
	storing := s.stage == importStoring
	s.read.Cancel()
	s.past.Cancel()
	s.understand.Cancel()
	s.needs.Pick.Close()
	if !s.needs.Open() {
		s.store.Cancel()
		if s.stopStoring != nil {
			s.stopStoring()
		}
		storing = false
	}
	if !storing {
		s.discard(func(error) {})
	}
	*s = ImportScreen{
		needs: s.needs, root: s.root, stage: importWiped, token: s.token,
		read: s.read, store: s.store, tidy: s.tidy, past: s.past, understand: s.understand,
	}
	s.show(parts.NewFill(style.Background, 0, fyne.Size{}))
}

func (s *ImportScreen) show(page fyne.CanvasObject) {
	s.page = page
	parts.Unfocus(s.root)
	s.root.Objects = []fyne.CanvasObject{page}
	s.root.Refresh()
}

// choose shows the first page, with a notice about what just happened if there
// was something.
func (s *ImportScreen) choose(notice *parts.Notice) {
	s.stage, s.notice = importChoosing, notice
	s.paths, s.preview, s.failure, s.batch = nil, ImportPreview{}, nil, health.Batch{}
	s.undoing, s.undoFailure = health.BatchID{}, nil
	s.anotherZone, s.showConflicts, s.pathFault, s.saved = false, false, "", nil
	s.tables, s.tableFailure = nil, nil
	s.show(s.choosePage())
	s.loadPast()
}

// loadPast asks for the imports that are stored.
func (s *ImportScreen) loadPast() {
	past := s.needs.Past
	Run(s.past, func(context.Context, func(Step)) ([]health.Batch, error) {
		return past.Imports()
	}, nil, func(b []health.Batch, err error) {
		s.batches, s.pastFailure = b, err
		if s.stage == importChoosing {
			s.redraw()
		}
	}, nil)
}

// redraw builds the page of the stage anew; what is typed stays, and so does
// the place that it is scrolled to.
func (s *ImportScreen) redraw() {
	old := s.page
	switch s.stage {
	case importChoosing:
		typed, typing := s.pathField.Text(), s.focused(s.pathField.Input())
		s.show(s.choosePage())
		s.pathField.SetText(typed)
		s.pathField.SetError(s.pathFault)
		if typing {
			s.pathField.Focus()
		}
	case importMapping:
		s.show(s.mappingPage())
	case importPreviewed:
		s.show(s.previewPage())
	case importStored:
		s.show(s.receiptPage())
	case importFailed:
		s.show(s.failurePage())
	case importReading, importStoring, importWiped:
		return
	}
	keepOffset(old, s.page)
}

// focused reports whether the object has the keyboard.
func (s *ImportScreen) focused(o fyne.Focusable) bool {
	on := fyne.CurrentApp().Driver().CanvasForObject(s.root)
	return on != nil && on.Focused() == o
}

func (s *ImportScreen) readTyped() {
	path := meantPath(s.pathField.Text(), s.needs.Home)
	if path == "" {
		s.pathFault = locale.T("Type the path of a file or a folder.")
		s.redraw()
		s.pathField.Focus()
		return
	}
	s.Drop([]string{path})
}
