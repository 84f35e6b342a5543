package ui

import (
	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// peopleSection is about who is in the vault.
func (p *SettingsScreen) peopleSection() settingsSection {
	s := settingsSection{id: "people", title: locale.T("People"), icon: style.IconPerson}
	if p.shell.session.People != nil {
		s.cards = append(s.cards, p.people())
	}
	s.cards = append(s.cards, p.leaving()...)
	return s
}

func (p *SettingsScreen) people() settingsCard {
	var rows []settingsRow
	for _, person := range p.shell.session.Profiles {
		change := parts.NewButton(parts.Outlined, locale.T("Change…"), func() { p.shell.OpenPerson(person) }).
			Named(locale.T("Change %s", person.Name))
		rows = append(rows, settingsRow{id: "person", control: change, whole: p.personRow(person, change), words: person.Name + " " + person.Zone + " " + locale.T("Passcode")})
	}
	add := parts.NewButton(parts.Outlined, locale.T("Add a person…"), func() { p.shell.OpenPerson(health.Profile{}) }).WithIcon(style.IconAdd)
	rows = append(rows, settingsRow{
		id: "add", title: locale.T("Somebody else"), control: add,
		detail: locale.T("Everybody in the vault has data, units and a time zone of their own."),
	})
	return settingsCard{title: locale.T("People in this vault"), rows: rows}
}

// personRow is a person with picture, units and zone, and how they are protected.
func (p *SettingsScreen) personRow(person health.Profile, change *parts.Button) fyne.CanvasObject {
	caption := p.shell.captionOf(person)
	protected := ""
	switch {
	case p.shell.isClosed(person.ID):
		protected = locale.T("Closed by a passcode")
	case p.shell.hasPasscode(person.ID):
		protected = locale.T("Has a passcode, which was typed")
	}
	row := []fyne.CanvasObject{
		p.shell.personFace(person, grown(40)),
		parts.Stretch(parts.Column(2, parts.NewParagraph(person.Name, parts.Strong),
			parts.NewParagraph(present.Facts(caption, unitWords(person.Units), person.Zone, protected), parts.SmallMuted))),
	}
	if protected != "" {
		row = append(row, parts.NewGlyph(style.IconLock, style.Muted, style.IconInline))
	}
	return parts.Row(style.Space16, append(row, change)...)
}
