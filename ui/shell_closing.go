package ui

import (
	"context"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

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
