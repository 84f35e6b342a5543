package ui

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
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
	Work     *Work
	Pick     Picker
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
}

// importStage is where an import stands; each has a page of its own.
type importStage int

const (
	importChoosing  importStage = iota
	importReading               // files are read into the stage
	importPreviewed             // the stage waits for a decision
	importStoring
	importStored
	importFailed
	importWiped
)

// importLine lets one method of an Importer run at a time, whichever page it was
// called from: a cancelled one may take a moment to return, and one that stores
// goes on when its page is left. It knows whose files are staged, so that a page
// that goes does not drop what another has read meanwhile. Its lock is never
// taken on the UI goroutine.
var importLine struct {
	sync.Mutex
	owner *stageToken
}

// stageToken stands for one reading of files into the stage.
type stageToken struct{ _ byte }

// ImportScreen leads from files to a receipt: choose, read, preview, store.
// Nothing is stored before the person has seen what it is, and everything up to
// then can be left with Back.
type ImportScreen struct {
	needs ImportNeeds
	root  *fyne.Container
	stage importStage

	// gate lets one method of the Importer run at a time; a cancelled one may
	// take a moment to return.
	gate          *sync.Mutex
	read, store   *Job
	tidy, past    *Job
	progress      *parts.Progress
	stopStoring   context.CancelFunc
	token         *stageToken // of the latest reading
	paths         []string
	options       ImportOptions
	preview       ImportPreview
	batch         health.Batch
	failure       error
	anotherZone   bool
	showConflicts bool
	showFailure   bool
	notice        *parts.Notice
	batches       []health.Batch
	pastFailure   error
	allBatches    bool
	undoing       health.BatchID // asked about or under way
	undoFailure   error
	page          fyne.CanvasObject
	pathField     *parts.Field
	pathFault     string
	saved         *parts.Notice // how saving the rejected rows went
	zoneField     *parts.Field
	zoneMatches   *fyne.Container
	storeButton   *parts.Button
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
	}
	s.options.Profile = needs.Profile
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
	})
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
		s.progress.Set("Storing… Drop the other files again when this import is done.", s.progress.Fraction())
	default:
		s.options = ImportOptions{Profile: s.options.Profile}
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
		read: s.read, store: s.store, tidy: s.tidy, past: s.past,
	}
	s.show(parts.NewFill(style.Background, 0, fyne.Size{}))
}

func (s *ImportScreen) show(page fyne.CanvasObject) {
	s.page = page
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
		s.pathFault = "Type the path of a file or a folder."
		s.redraw()
		s.pathField.Focus()
		return
	}
	s.Drop([]string{path})
}

// readFiles stages the files; it replaces what was staged before.
func (s *ImportScreen) readFiles(paths []string) {
	s.stage, s.paths = importReading, paths
	s.failure, s.anotherZone, s.showConflicts, s.saved = nil, false, false, nil
	s.show(s.readingPage())
	// What runs beside the UI goroutine keeps to what it was given here.
	s.token = &stageToken{}
	imports, owner := s.needs.Import, s.token
	now, started, options := s.needs.Now, s.needs.Now(), s.options
	Run(s.read, func(ctx context.Context, report func(Step)) (ImportPreview, error) {
		importLine.Lock()
		defer importLine.Unlock()
		if err := ctx.Err(); err != nil {
			return ImportPreview{}, err
		}
		importLine.owner = owner
		return imports.Preview(ctx, paths, options, func(done, total int64) {
			report(bytesRead(done, total, now().Sub(started)))
		})
	}, s.progressed, func(p ImportPreview, err error) {
		if err != nil {
			s.fail(err)
			return
		}
		s.stage, s.preview = importPreviewed, p
		s.options.Zone = p.Zone
		s.show(s.previewPage())
		if s.storeButton != nil {
			parts.Focus(s.storeButton)
		}
	}, nil)
}

func (s *ImportScreen) progressed(step Step) {
	if s.progress != nil {
		s.progress.Set(step.Label, step.Fraction)
	}
}

// fail shows what went wrong. Nothing is stored, so the stage can go.
func (s *ImportScreen) fail(err error) {
	s.stage, s.failure, s.showFailure = importFailed, err, false
	s.discard(func(error) {})
	s.show(s.failurePage())
}

// abandon drops the stage and returns to the first page.
func (s *ImportScreen) abandon() {
	s.read.Cancel()
	s.discard(func(err error) {
		if err != nil && s.stage == importChoosing {
			what, todo := s.needs.Explain(err)
			s.notice = parts.NewNotice(parts.NoticeDanger, what, todo)
			s.redraw()
		}
	})
	s.choose(nil)
}

// discard drops the stage once nothing else is at the Importer.
func (s *ImportScreen) discard(done func(error)) {
	imports, owner := s.needs.Import, s.token
	Run(s.tidy, func(context.Context, func(Step)) (struct{}, error) {
		importLine.Lock()
		defer importLine.Unlock()
		if owner == nil || importLine.owner != owner {
			return struct{}{}, nil
		}
		importLine.owner = nil
		return struct{}{}, imports.Discard()
	}, nil, func(_ struct{}, err error) { done(err) }, nil)
}

// setOptions reads the files again for another person or in another zone.
func (s *ImportScreen) setOptions(o ImportOptions) {
	s.options = o
	s.readFiles(s.paths)
}

// storeStage stores what the preview shows.
func (s *ImportScreen) storeStage() {
	if s.stage != importPreviewed || s.preview.ZoneNeeded || s.preview.nothingNew() {
		return
	}
	s.stage = importStoring
	s.show(s.storingPage())
	// Not the job's own cancel: whether a cancelled commit came through has to
	// be known, and a cancelled job says nothing.
	stopped, stop := context.WithCancel(context.Background())
	s.stopStoring = stop
	imports, owner := s.needs.Import, s.token
	Run(s.store, func(ctx context.Context, report func(Step)) (health.Batch, error) {
		importLine.Lock()
		defer importLine.Unlock()
		defer context.AfterFunc(ctx, stop)()
		if err := stopped.Err(); err != nil {
			return health.Batch{}, err
		}
		if importLine.owner != owner {
			return health.Batch{}, context.Canceled // another page's files are staged
		}
		b, err := imports.Commit(stopped, func(done, total int64) {
			report(percentStep("Storing…", done, total))
		})
		if err == nil {
			importLine.owner = nil
		}
		return b, err
	}, func(step Step) {
		if stopped.Err() == nil {
			s.progressed(step)
		}
	}, func(b health.Batch, err error) {
		stop()
		s.stopStoring = nil
		if s.stage == importWiped {
			s.tellStored(b, err)
			return
		}
		switch {
		case err == nil:
			s.stage, s.batch = importStored, b
			s.show(s.receiptPage())
			s.needs.Changed()
		case errors.Is(err, context.Canceled):
			s.discard(func(error) {})
			s.choose(parts.NewNotice(parts.NoticeInfo, "Import cancelled.", "Nothing was stored."))
		default:
			s.fail(err)
		}
	}, nil)
}

// tellStored tells the end of storing after the page was left.
func (s *ImportScreen) tellStored(b health.Batch, err error) {
	if err != nil {
		s.discard(func(error) {})
		what, todo := s.needs.Explain(err)
		s.needs.Toast(what+" "+todo, "", nil)
		return
	}
	s.needs.Toast(receiptText(batchStored(b), s.person(b.Profile))+". "+batchDetail(b)+".", "", nil)
	s.needs.Changed()
}

func (s *ImportScreen) cancelStoring() {
	if s.stopStoring != nil {
		s.progress.Set("Stopping…", -1)
		s.stopStoring()
	}
}

// askUndo asks whether an import shall be undone.
func (s *ImportScreen) askUndo(id health.BatchID) {
	if s.store.Running() {
		return
	}
	s.undoing, s.undoFailure = id, nil
	s.redraw()
}

// asking reports whether the question about undoing waits for an answer.
func (s *ImportScreen) asking() bool {
	return s.undoing != (health.BatchID{}) && !s.store.Running()
}

// keepImport is the other answer.
func (s *ImportScreen) keepImport() {
	s.undoing, s.undoFailure = health.BatchID{}, nil
	s.redraw()
}

// undo takes an import back.
func (s *ImportScreen) undo(b health.Batch) {
	if s.store.Running() {
		return
	}
	s.undoFailure = nil
	past := s.needs.Past
	Run(s.store, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		importLine.Lock()
		defer importLine.Unlock()
		if err := ctx.Err(); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, past.Undo(ctx, b.ID)
	}, nil, func(_ struct{}, err error) {
		if s.stage == importWiped {
			s.tellUndone(b, err)
			return
		}
		if err != nil {
			s.undoFailure = err
			s.redraw()
			return
		}
		s.choose(parts.NewNotice(parts.NoticeSuccess, undoneText(b), ""))
		s.needs.Changed()
	}, nil)
	s.redraw()
}

// tellUndone tells the end of undoing after the page was left.
func (s *ImportScreen) tellUndone(b health.Batch, err error) {
	if err != nil {
		what, todo := s.needs.Explain(err)
		s.needs.Toast(what+" "+todo, "", nil)
		return
	}
	s.needs.Toast(undoneText(b), "", nil)
	s.needs.Changed()
}

// person returns the name of a profile.
func (s *ImportScreen) person(id health.ProfileID) string {
	for _, p := range s.needs.Profiles {
		if p.ID == id {
			return p.Name
		}
	}
	return ""
}
