package ui

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// loadBackups lists what was backed up before.
func (p *compromisedPage) loadBackups() {
	source := p.needs.Backups
	if source == nil {
		return
	}
	Run(p.job, func(context.Context, func(Step)) ([]Backup, error) { return source.Made() }, nil, func(b []Backup, err error) {
		if err != nil {
			p.failed(err)
			return
		}
		p.backups = b
		for _, b := range b {
			if b.File != BackupGone && p.chosen[b.Path] == nil {
				p.chosen[b.Path] = parts.NewTick(locale.T("Remove %s", filepath.Base(b.Path)), nil)
			}
		}
		p.lay()
	}, nil)
}

// newestBefore is when the newest backup was made that the old secrets open.
func (p *compromisedPage) newestBefore() (at time.Time) {
	for _, b := range p.backups {
		if b.At.After(at) {
			at = b.At
		}
	}
	return at
}

func (p *compromisedPage) backupsStep() ([]fyne.CanvasObject, string) {
	if len(p.backups) == 0 {
		return []fyne.CanvasObject{parts.NewParagraph(locale.T("This vault remembers no backups. Look for copies of the file on sticks, on other computers and in clouds yourself."), parts.Body)}, locale.T("Go on")
	}
	body := []fyne.CanvasObject{parts.NewParagraph(locale.T("These backups open with what opened them when they were made. Choose those that go now; keep at least one until a new one is proven."), parts.Body)}
	var rows []fyne.CanvasObject
	any := false
	for _, b := range p.backups {
		words := []string{whenText(b.At, p.shell.Now())}
		if b.Bytes > 0 {
			words = append(words, byteText(b.Bytes))
		}
		words = append(words, shortPath(filepath.Dir(b.Path), 48))
		detail := parts.NewParagraph(strings.Join(words, " · "), parts.SmallMuted)
		if tick := p.chosen[b.Path]; tick != nil {
			any = true
			rows = append(rows, parts.Column(2, tick, parts.InsetBy(0, 0, 0, style.Space32, detail)))
			continue
		}
		rows = append(rows, parts.Column(2, parts.NewParagraph(locale.T("%s: not there now. Remove it where it is.", filepath.Base(b.Path)), parts.Body), detail))
	}
	body = append(body, parts.Column(style.Space12, rows...))
	if !any {
		return body, locale.T("Go on")
	}
	return append(body, parts.NewParagraph(locale.T("A removed backup cannot be brought back."), parts.BodyMuted)), locale.T("Remove the chosen, and go on")
}

// removeChosen removes what was ticked.
func (p *compromisedPage) removeChosen() {
	var gone []string
	for _, b := range p.backups {
		if t := p.chosen[b.Path]; t != nil && t.On() {
			gone = append(gone, b.Path)
		}
	}
	source := p.needs.Backups
	Run(p.job, func(ctx context.Context, _ func(Step)) ([]string, error) {
		for i, path := range gone {
			if err := source.Remove(ctx, path); err != nil {
				return gone[:i], err
			}
		}
		return gone, nil
	}, nil, func(removed []string, err error) {
		for _, path := range removed {
			delete(p.chosen, path)
		}
		kept := len(p.backups) - len(removed)
		if err != nil {
			p.backups = slices.DeleteFunc(p.backups, func(b Backup) bool { return slices.Contains(removed, b.Path) })
			p.failed(err)
			return
		}
		if len(removed) > 0 {
			p.done = append(p.done, remedied{Deed: deedRemoved, Count: len(removed)})
		}
		if kept > 0 {
			p.done = append(p.done, remedied{Deed: deedLeft, Count: kept})
		}
		p.next()
	}, nil)
	p.lay()
}

func (p *compromisedPage) backupStep() (body, buttons []fyne.CanvasObject) {
	if slices.Contains(p.done, remedied{Deed: deedBackedUp}) {
		return []fyne.CanvasObject{parts.NewNotice(parts.NoticeSuccess, locale.T("A new backup is made and proven."), "")}, nil
	}
	words := locale.T("The backups from before open with the old secrets. Make a new one, with a passphrase that nobody knows.")
	body = []fyne.CanvasObject{parts.NewParagraph(words, parts.Body)}
	if schedule := p.shell.session.Schedule; schedule != nil && p.happened[passphraseKnown] && schedule.Plan().Passphrase != "" {
		body = append(body, parts.NewNotice(parts.NoticeWarning, locale.T("Backups by the schedule still use their old passphrase."),
			locale.T("Give the schedule another one on the page of backups."),
			parts.NewButton(parts.Quiet, locale.T("Change the schedule…"), p.shell.OpenBackupPlan)))
	}
	if p.needs.Backups != nil {
		buttons = []fyne.CanvasObject{parts.NewButton(parts.Outlined, locale.T("Back up now…"), func() {
			p.shell.Open(newBackupPage(p.shell, p.needs, backupFolder(p.shell, p.backups)))
		}).Tall(style.ControlLargeHeight)}
	}
	return body, buttons
}
