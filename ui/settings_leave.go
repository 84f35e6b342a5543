package ui

import (
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// leaving is about people who leave the vault, and the end of the account; none
// where that cannot be.
func (p *SettingsScreen) leaving() []settingsCard {
	s := p.shell
	if s.session.Life == nil {
		return nil
	}
	var rows []settingsRow
	for _, person := range s.session.Profiles {
		if person.Main {
			continue
		}
		detail := locale.T("A vault of their own, or seven days and gone.")
		if l, ok := s.leavingOf(person.ID); ok {
			detail = leavesText(l)
		}
		rows = append(rows, settingsRow{
			id: "leave", title: person.Name, detail: detail, words: locale.T("Delete %s", person.Name) + locale.T("Make %s independent", person.Name),
			control: parts.Row(style.Space8,
				parts.NewButton(parts.Outlined, locale.T("Make independent…"), func() { s.OpenIndependent(person) }).Named(locale.T("Make %s independent", person.Name)),
				parts.NewButton(parts.Outlined, locale.T("Delete…"), func() { s.OpenLeave(person) }).Named(locale.T("Delete %s", person.Name))),
		})
	}
	detail := locale.T("The main person goes last, and with them the vault's keys and file.")
	if l, ending := s.session.Life.AccountEnding(); ending {
		detail = endsText(l)
	}
	rows = append(rows, settingsRow{
		id: "end", title: locale.T("Delete this account"), detail: detail,
		control: p.own("end", parts.NewButton(parts.Outlined, locale.T("Delete this account…"), s.OpenAccountEnd)),
	})
	return []settingsCard{{title: locale.T("Leaving"), rows: rows}}
}
