package ui

import (
	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
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
		units := ""
		for _, u := range unitSystems {
			if u.system == person.Units {
				units = locale.Dynamic(u.words)
			}
		}
		change := parts.NewButton(parts.Outlined, locale.T("Change…"), func() { p.shell.OpenPerson(person) }).
			Named(locale.T("Change %s", person.Name))
		rows = append(rows, settingsRow{id: "person", title: person.Name, detail: units + " · " + person.Zone, control: change})
	}
	add := parts.NewButton(parts.Outlined, locale.T("Add a person…"), func() { p.shell.OpenPerson(health.Profile{}) }).WithIcon(style.IconAdd)
	rows = append(rows, settingsRow{
		id: "add", title: locale.T("Somebody else"), control: add,
		detail: locale.T("Everybody in the vault has data, units and a time zone of their own."),
	})
	return settingsCard{title: locale.T("People in this vault"), rows: rows}
}
