package ui

import (
	"context"
	"slices"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// backLine says over a page that what was typed on it is back.
func backLine() string { return locale.T("What was typed when the vault was locked is here again.") }

// takeDrafts gathers what is typed, for the lock, and returns what seals it. That
// is called once, off the UI goroutine, before the session is closed.
func (s *Shell) takeDrafts() (seal func() error) {
	session := s.session
	d := &session.drafts
	for id, own := range s.people.closing { // the lock ends the sealing of these
		d.kept = append(d.kept, own...)
		if d.sealed == nil {
			d.sealed = map[health.ProfileID]bool{}
		}
		d.sealed[id] = true
	}
	for _, p := range s.stack { // the page on show is the last
		drafter, ok := p.(Drafter)
		if !ok {
			continue
		}
		for _, draft := range drafter.Drafts() {
			d.keep(draft)
			d.open = &openDraft{draft.Kind, draft.ID, draft.Of}
		}
	}
	all := *d
	session.drafts = drafts{} // closing may take long
	return func() error { return all.seal(context.Background(), session) }
}

// sealDrafts writes the drafts as they are now beside the UI.
func (s *Shell) sealDrafts() {
	session, d := s.session, s.session.drafts
	d.kept = slices.Clone(d.kept)
	if s.away.sealing == nil {
		s.away.sealing = s.deps.Work.NewJob()
	}
	Run(s.away.sealing, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, d.seal(ctx, session)
	}, nil, func(_ struct{}, err error) {
		if err != nil {
			what, todo := s.Explain(err)
			s.Toast(what+" "+todo, "", nil)
		}
	}, nil)
}

// loadDrafts takes in what is sealed of everybody whose data is open.
func (s *Shell) loadDrafts() {
	d := &s.session.drafts
	d.loadOpen(s.session)
	d.load(s.session, health.ProfileID{})
	for _, p := range s.session.Profiles {
		d.load(s.session, p.ID)
	}
}

// resume shows the page again that the lock took, with what was typed on it, once
// the data of the person whose it is is open.
func (s *Shell) resume() {
	if s.session == nil || s.session.drafts.open == nil {
		return
	}
	d := &s.session.drafts
	open := *d.open
	d.load(s.session, open.Of)
	draft, found := d.find(open.Kind, open.Of, open.ID)
	if !found {
		return
	}
	d.open = nil
	resume := s.pages.Resume[draft.Kind]
	if resume == nil {
		return
	}
	if i := slices.IndexFunc(s.session.Profiles, func(p health.Profile) bool { return p.ID == open.Of }); i >= 0 && open.Of != s.profile.ID {
		s.setPerson(s.session.Profiles[i])
		s.goTo(s.lastPlace())
	}
	session, under := s.session, s.Page()
	resume(s, draft, func(p Page, line string) {
		if s.session != session || s.Page() != under {
			p.Leave() // something else was opened meanwhile
			return
		}
		s.away.line, s.away.resumed = line, p
		s.Open(p)
		s.showNotes()
	})
}

// resumedLine is the line over the page on show, "" where there is none.
func (s *Shell) resumedLine() string {
	if s.away.resumed == nil || s.Page() != s.away.resumed {
		return ""
	}
	return s.away.line
}

// dropResumed takes the line away.
func (s *Shell) dropResumed() {
	if s.away.resumed == nil {
		return
	}
	s.away.line, s.away.resumed = "", nil
	if s.session != nil {
		s.showNotes()
	}
}
