package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

func (v *VaultScreen) loadBackups() {
	source := v.needs.Backups
	if source == nil {
		return
	}
	Run(v.backingUp, func(context.Context, func(Step)) ([]Backup, error) {
		return source.Made()
	}, nil, func(b []Backup, err error) {
		v.backups, v.backupsFail = b, err
		v.redraw()
	}, nil)
}

// backupsSection tells of the copies of the vault and leads to the page of all
// of them.
func (v *VaultScreen) backupsSection() []fyne.CanvasObject {
	if v.needs.Backups == nil {
		return nil
	}
	rows := []fyne.CanvasObject{v.lastBackupRow()}
	if v.backupsFail != nil {
		rows = append(rows, parts.Inset(style.Space12, v.shell.Fault(v.backupsFail)))
	}
	detail := ""
	if s := v.shell.session; s != nil && s.Schedule != nil {
		detail = v.shell.scheduleTitle() + "."
		if progress := v.shell.scheduleProgress(); progress != "" {
			detail = progress
		}
	}
	rows = append(rows, vaultRow(newBadge(style.IconHistory, style.Muted, style.Sunken, 40),
		locale.N("%s backup is known", "%s backups are known", len(v.backups), locale.Count(len(v.backups))), detail,
		v.button("backups", parts.Outlined, locale.T("All backups…"), func() { v.shell.Open(newBackupsPage(v.shell, v.needs)) })))
	return []fyne.CanvasObject{vaultHeading(locale.T("Backups")), parts.NewBareCard(ruled(rows...))}
}

func (v *VaultScreen) lastBackupRow() fyne.CanvasObject {
	button := v.button("backup", parts.Outlined, locale.T("Back up now…"), v.backUp)
	if len(v.backups) == 0 {
		return vaultRow(newBadge(style.IconCopy, style.Muted, style.Sunken, 40), locale.T("No backup is known"),
			locale.T("A disk can fail any day. A backup is encrypted, and proven by restoring it on trial."), button)
	}
	last := v.backups[0]
	badge := newBadge(style.IconWarning, style.Warning, style.WarningBack, 40)
	if !last.Proven.IsZero() {
		badge = newBadge(style.IconCheck, style.Success, style.SuccessBack, 40)
	}
	return vaultRow(badge, locale.T("Last backup %s", whenText(last.At, v.shell.Now())), v.backupDetail(last), button)
}

// backUp opens the page for a backup, which goes where the last one went if
// that folder is there.
func (v *VaultScreen) backUp() {
	v.shell.Open(newBackupPage(v.shell, v.needs, backupFolder(v.shell, v.backups)))
}

// backupDetail is the line under a backup's name.
func (v *VaultScreen) backupDetail(b Backup) string {
	words := []string{locale.T("Not proven yet")}
	if !b.Proven.IsZero() {
		words[0] = locale.T("Proven by restoring it %s", whenText(b.Proven, v.shell.Now()))
	}
	if b.Bytes > 0 {
		words = append(words, byteText(b.Bytes))
	}
	return strings.Join(append(words, shortPath(b.Path, 60)), " · ")
}
