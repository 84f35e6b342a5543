package ui

import (
	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// switcherWidth is the width of the list of people in the usual text.
const switcherWidth = 264

// personChip shows whose data it is; where there is anything to choose it opens
// the list of people.
func (s *Shell) personChip() *parts.PersonChip {
	if s.visit != nil {
		return s.visitChip()
	}
	var choose func()
	if len(s.session.Profiles) > 1 || s.session.People != nil || s.canVisit() {
		choose = s.choosePerson
	}
	s.chip = parts.NewPersonChip(s.profile.Name, "", choose)
	s.tellPerson()
	return s.chip
}

func personCaption(p health.Profile) string {
	switch {
	case p.Sample:
		return locale.T("Sample data")
	case p.Main:
		return locale.T("Main profile")
	}
	return locale.T("Profile")
}

// leaves reports whether a person is going to leave the vault.
func (s *Shell) leaves(id health.ProfileID) bool {
	_, is := s.leavingOf(id)
	return is
}

// choosePerson opens the list of people under the chip.
func (s *Shell) choosePerson() {
	var rows []fyne.CanvasObject
	var list *parts.Popup
	close := func(then func()) func() {
		return func() {
			list.Close()
			then()
		}
	}
	var current *parts.PersonRow
	for i, p := range s.session.Profiles {
		keys := ""
		if i < 9 && !s.leaves(p.ID) { // how long somebody stays needs the room
			keys = commandKey() + " " + locale.T("Shift") + " " + locale.Count(i+1)
		}
		row := parts.NewPersonRow(p.Name, s.captionOf(p), keys, p.ID == s.profile.ID, close(func() { s.goToPerson(i) })).Pictured(s.face(p))
		if s.hasPasscode(p.ID) {
			row.Closed()
		}
		if p.ID == s.profile.ID || current == nil {
			current = row
		}
		rows = append(rows, row)
	}
	var more []fyne.CanvasObject
	if n := s.people.inbox; n > 0 && s.canClaim() {
		more = append(more, parts.NewMenuRow(style.IconImport, locale.T("Inbox"), close(s.OpenInbox)).
			Noted(locale.N("%s reading", "%s readings", n, locale.Count(n))))
	}
	if s.session.People != nil {
		if !s.closedNow() {
			more = append(more, parts.NewMenuRow(style.IconEdit, locale.T("Change this person…"), close(func() { s.OpenPerson(s.profile) })))
		}
		more = append(more, parts.NewMenuRow(style.IconAdd, locale.T("Add a person…"), close(func() { s.OpenPerson(health.Profile{}) })))
	}
	if len(more) > 0 {
		rows = append(append(rows, parts.InsetBy(style.Space4, 0, style.Space4, 0, parts.HRule())), more...)
	}
	if s.canVisit() {
		rows = append(rows, parts.InsetBy(style.Space4, 0, style.Space4, 0, parts.HRule()),
			parts.NewMenuRow(style.IconEye, locale.T("Show to somebody…"), close(s.OpenVisit)))
	}
	list = parts.ShowPopup(s.chip, max(grown(switcherWidth), s.chip.Size().Width), parts.Column(2, rows...))
	if list != nil {
		parts.Focus(current)
	}
}

// goToPerson shows the data of another person, on the same place of the rail.
func (s *Shell) goToPerson(index int) {
	if s.session == nil || index >= len(s.session.Profiles) || s.busy() {
		return
	}
	p := s.session.Profiles[index]
	if p == s.profile {
		return
	}
	s.setPerson(p)
	s.goTo(s.lastPlace())
	s.resume()
}

// setPerson makes p the person whose data is shown; the caller shows a page. The
// one before is closed again.
func (s *Shell) setPerson(p health.Profile) {
	if p.ID != s.profile.ID {
		s.leavePages() // what they still have to say is of the one before
		s.closeBehind(s.profile.ID)
	}
	s.profile = p
	s.useForms()
	s.tellPerson()
	s.showNotes()
}

// OpenPerson opens the page on which a person is added, if p has no ID yet, or
// changed. One who is closed is opened by the passcode first.
func (s *Shell) OpenPerson(p health.Profile) {
	if s.session == nil || s.session.People == nil || s.busy() {
		return
	}
	if s.isClosed(p.ID) {
		for i, other := range s.session.Profiles {
			if other.ID == p.ID {
				s.goToPerson(i)
			}
		}
		return
	}
	s.Open(newPersonPage(s, p))
}
