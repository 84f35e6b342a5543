package ui

import (
	"errors"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
)

// errVisit is what a visit answers to whatever would change something.
var errVisit = errors.New("nothing is changed during a visit")

// visiting is a visit while it lasts: somebody who is not of the household looks
// at what was chosen. The shell has a session of its own for that, in which
// everything else is absent, and the one of before waits here until the end is
// confirmed or the vault is locked.
type visiting struct {
	behind  *Session
	profile health.Profile
	pages   Pages
	bar     *visitBar
}

// canVisit reports whether a visit can begin: its end needs something to be
// confirmed by, which sample data does not have.
func (s *Shell) canVisit() bool {
	return s.visit == nil && s.session != nil && s.session.Keys != nil && s.session.Path != "" && s.session.Library != nil
}

// OpenVisit opens the page on which is chosen what a visit shows.
func (s *Shell) OpenVisit() {
	if s.canVisit() && !s.busy() {
		s.Open(newVisitPage(s))
	}
}

// beginVisit shows nothing but a library from now on.
func (s *Shell) beginVisit(library *visitLibrary) {
	if !s.canVisit() {
		return
	}
	s.leavePages() // what is typed there is kept in the session of before
	s.dropOthers()
	behind := s.session
	v := &visiting{behind: behind, profile: s.profile, pages: s.pages}
	s.visit = v
	s.session = visitSession(behind, library)
	s.profile = library.Profile()
	needs := DataNeeds{Library: library}
	s.pages = Pages{
		Dashboard: func(s *Shell) Page { return NewDashboardScreen(s, needs) },
		Data:      func(s *Shell) Page { return NewDataScreen(s, needs) },
	}
	v.bar = newVisitBar(s)
	s.show(newMainScreen(s))
}

// visitSession is all that the window has during a visit.
func visitSession(behind *Session, library *visitLibrary) *Session {
	held := &Session{
		Path: behind.Path, Profiles: []health.Profile{library.Profile()},
		Library: func(health.ProfileID) Library { return library },
		// The idle lock goes on as it was chosen.
		Choices: heldChoices{behind.Choices, []string{lockKey}},
		Close:   behind.Close,
	}
	if behind.Preferences != nil {
		own := behind.Preferences(library.Profile().ID)
		// What the person objects to holds for visitors, too.
		held.Preferences = func(health.ProfileID) Preferences { return heldChoices{own, []string{purposesPreference}} }
	}
	return held
}

// dropOthers takes away what is left on the window of all that a visit does not
// show, and what would still arrive there.
func (s *Shell) dropOthers() {
	for _, j := range []*Job{s.accepting, s.checking, s.undeleting} {
		j.Cancel()
	}
	s.endNotices()
	s.dropToast()
	s.undo, s.keyList, s.chip = nil, nil, nil
	s.away.line, s.away.resumed = "", nil
	s.openedBefore = ""
	s.settings = settingsState{}
	s.forgetClipboard()
}

// endVisit shows everything again, after whoever sits there was asked.
func (s *Shell) endVisit() {
	if s.visit == nil {
		return
	}
	s.leavePages()
	s.dropToast()
	s.forgetClipboard()
	s.unveil()
	s.show(newMainScreen(s))
}

// unveil gives the shell back what it had before a visit; the caller shows
// something else at once.
func (s *Shell) unveil() {
	v := s.visit
	if v == nil {
		return
	}
	v.bar.forget()
	s.visit, s.keyList = nil, nil
	s.session, s.profile, s.pages = v.behind, v.profile, v.pages
}

// visitChip stands in the place of the person.
func (s *Shell) visitChip() *parts.PersonChip {
	s.chip = parts.NewPersonChip(locale.T("Visit"), locale.T("Chosen data only"), nil)
	return s.chip
}
