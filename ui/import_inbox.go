package ui

import (
	"context"

	"vitalkeep/health"
)

// isInbox reports whether an identifier is that of what belongs to nobody yet.
func (s *ImportScreen) isInbox(id health.ProfileID) bool {
	if s.needs.Inbox == nil {
		return false
	}
	p, there := s.needs.Inbox.Profile()
	return there && p.ID == id
}

// keepInInbox previews the files for the inbox, which is made if there is none.
func (s *ImportScreen) keepInInbox() {
	to := func(p health.Profile) {
		o := s.options
		o.Profile = p.ID
		s.setOptions(o)
	}
	if p, there := s.needs.Inbox.Profile(); there {
		to(p)
		return
	}
	inbox := s.needs.Inbox
	Run(s.understand, func(ctx context.Context, _ func(Step)) (health.Profile, error) {
		return inbox.Open(ctx)
	}, nil, func(p health.Profile, err error) {
		if err != nil {
			s.fail(err)
			return
		}
		to(p)
	}, nil)
}
