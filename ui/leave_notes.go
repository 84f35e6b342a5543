package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// leavingNotes are the notes over the pages about the account that ends, or else
// about people who are leaving.
func (s *Shell) leavingNotes() []fyne.CanvasObject {
	life := s.session.Life
	if life == nil {
		return nil
	}
	small := func(words string, pressed func()) fyne.CanvasObject {
		return parts.NewButton(parts.Quiet, words, pressed).Tall(style.ControlSmallHeight)
	}
	if l, ending := life.AccountEnding(); ending {
		return []fyne.CanvasObject{parts.NewNotice(parts.NoticeWarning, endsText(l), locale.T("Its keys and its file are destroyed then."),
			small(locale.T("Keep the account"), s.keepAccount))}
	}
	var notes []fyne.CanvasObject
	for _, p := range s.session.Profiles {
		l, ok := life.Leaving(p.ID)
		if !ok {
			continue
		}
		notes = append(notes, parts.NewNotice(parts.NoticeWarning, leavesNote(p.Name, l), locale.T("Until then everything is still here."),
			small(locale.T("Reactivate"), func() { s.reactivate(p) })))
	}
	return notes
}

// departures are what the shell does about people who leave.
type departures struct {
	deciding *Job // of a note: somebody is kept
}

// decide does something about who leaves beside the UI, and tells in a toast if it
// fails.
func (s *Shell) decide(do func(context.Context) error, done func()) {
	if s.departures.deciding == nil {
		s.departures.deciding = s.deps.Work.NewJob()
	}
	session := s.session
	Run(s.departures.deciding, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, do(ctx)
	}, nil, func(_ struct{}, err error) {
		switch {
		case s.session != session:
		case err != nil:
			what, todo := s.Explain(err)
			s.Toast(what+" "+todo, "", nil)
		default:
			s.leavingChanged()
			done()
		}
	}, nil)
}

// reactivate keeps a person who is leaving.
func (s *Shell) reactivate(p health.Profile) {
	life := s.session.Life
	s.decide(func(ctx context.Context) error { return life.Reactivate(ctx, p.ID) }, func() {
		s.Toast(locale.T("%s stays.", p.Name), "", nil)
	})
}

// keepAccount ends the end of the account.
func (s *Shell) keepAccount() {
	life := s.session.Life
	s.decide(func(ctx context.Context) error { return life.KeepAccount(ctx) }, func() {
		s.Toast(locale.T("The account stays."), "", nil)
	})
}

// leavingChanged shows everywhere who is leaving now.
func (s *Shell) leavingChanged() {
	s.tellPerson()
	s.showNotes()
	s.Reload()
	s.lookForNotices()
}

// removed takes a person out of the session who left the vault; the main one is
// shown if it was that person's data.
func (s *Shell) removed(id health.ProfileID) {
	s.session.Profiles = slices.DeleteFunc(slices.Clone(s.session.Profiles), func(p health.Profile) bool { return p.ID == id })
	if s.profile.ID == id && len(s.session.Profiles) > 0 {
		s.setPerson(s.session.Profiles[0])
	}
	s.endNotices() // what was kept of the person is gone
	s.beginNotices()
	s.showNotes()
}

// accountEnded tells of the account that ended with a session that is closed.
func (s *Shell) accountEnded(old *Session) {
	if old.Life == nil || !old.Life.Ended() {
		return
	}
	if s.session == nil {
		s.showStart() // what would unlock it is there no more
	}
	s.Toast(locale.T("The account was deleted: its keys and its file are destroyed."), "", nil)
}
