package ui

import (
	"context"
	"errors"
	"sync"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
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

// readFiles stages the files; it replaces what was staged before.
func (s *ImportScreen) readFiles(paths []string) {
	s.stage, s.paths = importReading, paths
	s.failure, s.anotherZone, s.showConflicts, s.saved = nil, false, false, nil
	s.view, s.file, s.readFilter, s.rejectFile, s.rejectWhy = viewKinds, 0, readAll, "", ""
	s.show(s.readingPage())
	// What runs beside the UI goroutine keeps to what it was given here.
	before := s.token
	s.token = &stageToken{}
	imports, owner := s.needs.Import, s.token
	speed, options := newPace(s.needs.Now), s.options
	Run(s.read, func(ctx context.Context, report func(Step)) (ImportPreview, error) {
		importLine.Lock()
		defer importLine.Unlock()
		if err := ctx.Err(); err != nil {
			if before != nil && importLine.owner == before {
				importLine.owner = owner // what it had staged is still to be dropped
			}
			return ImportPreview{}, err
		}
		importLine.owner = owner
		return imports.Preview(ctx, paths, options, func(done, total int64) {
			report(speed.bytesRead(done, total))
		})
	}, s.progressed, func(p ImportPreview, err error) {
		if err != nil {
			s.fail(err)
			return
		}
		s.stage, s.preview = importPreviewed, p
		s.options.Zone = p.Zone
		if p.Profile != (health.ProfileID{}) {
			s.options.Profile = p.Profile
		}
		if tablesOpen(p.Tables) {
			s.askMapping(p.Tables)
			return
		}
		s.show(s.previewPage())
		switch {
		case p.PersonNeeded:
			parts.Focus(s.personBox)
		case p.ZoneNeeded:
			parts.Focus(s.zoneBox) // nothing goes on before this is answered
		case s.storeButton != nil:
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
	reading := s.stage == importReading
	s.read.Cancel()
	s.understand.Cancel()
	s.discard(func(err error) {
		if err != nil && s.stage == importChoosing {
			what, todo := s.needs.Explain(err)
			s.notice = parts.NewNotice(parts.NoticeDanger, what, todo)
			s.redraw()
		}
	})
	if reading {
		s.choose(parts.NewNotice(parts.NoticeInfo, locale.T("Import cancelled."), locale.T("Nothing was stored.")))
		return
	}
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
	if s.stage != importPreviewed || s.preview.waits() || s.preview.nothingNew() {
		return
	}
	s.stage = importStoring
	s.show(s.storingPage())
	// Not the job's own cancel: whether a cancelled commit came through has to
	// be known, and a cancelled job says nothing.
	stopped, stop := context.WithCancel(context.Background())
	s.stopStoring = stop
	imports, owner, outcome := s.needs.Import, s.token, make(chan bool, 1)
	s.outcome = outcome
	Run(s.store, func(ctx context.Context, report func(Step)) (b health.Batch, err error) {
		defer func() { outcome <- err == nil }()
		importLine.Lock()
		defer importLine.Unlock()
		defer context.AfterFunc(ctx, stop)()
		if err := stopped.Err(); err != nil {
			return health.Batch{}, err
		}
		if importLine.owner != owner {
			return health.Batch{}, context.Canceled // another page's files are staged
		}
		b, err = imports.Commit(stopped, func(done, total int64) {
			report(percentStep(locale.T("Storing…"), done, total))
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
			s.choose(parts.NewNotice(parts.NoticeInfo, locale.T("Import cancelled."), locale.T("Nothing was stored.")))
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
		s.progress.Set(locale.T("Stopping…"), -1)
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
	if s.isInbox(id) {
		return locale.T("the inbox")
	}
	return ""
}
