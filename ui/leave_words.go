package ui

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// leavesText says when somebody leaves, without a name: "Leaves in 5 days".
func leavesText(l Leaving) string {
	if n := l.Days(); n > 0 {
		return locale.N("Leaves in %s day", "Leaves in %s days", n, locale.Count(n))
	}
	return locale.T("Leaves at the next lock")
}

// leavesNote is a sentence of it with a name.
func leavesNote(name string, l Leaving) string {
	if n := l.Days(); n > 0 {
		return locale.N("%[1]s leaves this vault in %[2]s day.", "%[1]s leaves this vault in %[2]s days.", n, name, locale.Count(n))
	}
	return locale.T("%s leaves this vault when it is locked.", name)
}

// endsText says when the account ends.
func endsText(l Leaving) string {
	if n := l.Days(); n > 0 {
		return locale.N("This account ends in %s day.", "This account ends in %s days.", n, locale.Count(n))
	}
	return locale.T("This account ends when the vault is locked.")
}

// captionOf is the line under a person's name in the window.
func (s *Shell) captionOf(p health.Profile) string {
	if l, ok := s.leavingOf(p.ID); ok {
		return leavesText(l)
	}
	return personCaption(p)
}

// leavingOf says how long a person who is leaving can still be kept.
func (s *Shell) leavingOf(id health.ProfileID) (Leaving, bool) {
	if s.session == nil || s.session.Life == nil {
		return Leaving{}, false
	}
	return s.session.Life.Leaving(id)
}

// sameName reports whether a name was typed as it is.
func sameName(typed, name string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(typed), " "), strings.Join(strings.Fields(name), " "))
}

// lossFigures are the numbers of what goes with a person.
func lossFigures(l Loss) fyne.CanvasObject {
	figure := func(n int, words string) fyne.CanvasObject {
		return parts.Column(2, parts.NewText(locale.Count(n), parts.Title), parts.NewParagraph(words, parts.SmallMuted))
	}
	return parts.Columns(style.Space16,
		figure(l.Readings, locale.C("figure", "readings")), figure(l.Entries, locale.C("figure", "entries")),
		figure(l.Pictures, locale.C("figure", "pictures")), figure(l.Imports, locale.C("figure", "imports")))
}

// sinceText says from when to when there is something, "" if there is nothing.
func sinceText(l Loss) string {
	if l.Since == (health.Date{}) {
		return ""
	}
	return locale.T("From %[1]s to %[2]s.", locale.FullDate(l.Since), locale.FullDate(l.Until))
}

// backupRows lists backups that hold a person.
func (s *Shell) backupRows(list []Backup) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, b := range list {
		rows = append(rows, vaultRow(newBadge(style.IconCopy, style.Muted, style.Sunken, 40), filepath.Base(b.Path),
			locale.T("Made %[1]s · %[2]s", whenText(b.At, s.Now()), shortPath(filepath.Dir(b.Path), 60))))
	}
	return rows
}

// backupsCard tells which backups hold a person.
func (s *Shell) backupsCard(name string, list []Backup, fail error) fyne.CanvasObject {
	if fail != nil {
		return s.Fault(fail)
	}
	heading := vaultHeading(locale.T("Backups that hold %s", name))
	if len(list) == 0 {
		return parts.Column(style.Space8, heading,
			parts.NewCard(parts.NewParagraph(locale.T("No backup is known that holds this person. Copies that were made without Vitalkeep are not known here."), parts.Body)).
				Padded(style.Space16))
	}
	note := parts.InsetBy(style.Space12, style.CardPadding, style.Space12, style.CardPadding,
		parts.NewParagraph(locale.T("Deleting does not reach into these files. Who has one and what opens it can read it; delete those that are not wanted any more."), parts.SmallMuted))
	return parts.Column(style.Space8, heading, parts.NewBareCard(ruled(append(s.backupRows(list), note)...)))
}
