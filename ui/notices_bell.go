package ui

import (
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// bellRow is the row over Lock that leads to the notices, none where they have no
// place.
func (s *Shell) bellRow() []parts.Place {
	if !s.hasNotices() {
		return nil
	}
	return []parts.Place{{Name: locale.T("Notices"), Icon: style.IconBell, Keys: commandKey() + " J", Go: s.OpenNotices}}
}

// showNoticeCount puts the number of those that nobody has looked at on the bell.
func (s *Shell) showNoticeCount() {
	if s.rail == nil || !s.hasNotices() {
		return
	}
	unread := 0
	for _, l := range s.noticeLines(s.notices.log.All()) {
		if !l.Read {
			unread++
		}
	}
	badge, name := "", locale.T("Notices")
	if unread > 0 {
		badge = locale.Count(unread)
		name = locale.N("Notices, %s unread", "Notices, %s unread", unread, badge)
	}
	if unread > 99 {
		badge = locale.T("99+")
	}
	s.rail.SetBadge(0, badge, name)
}

// OpenNotices opens the notices, over the page of the rail.
func (s *Shell) OpenNotices() {
	if !s.hasNotices() || s.busy() {
		return
	}
	if _, there := s.Page().(*NoticesScreen); there {
		return
	}
	s.openTransfer(s.pages.Notices(s))
}
