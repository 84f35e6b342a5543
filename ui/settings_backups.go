package ui

import (
	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// backupsSection is about copies of the vault.
func (p *SettingsScreen) backupsSection() settingsSection {
	return settingsSection{id: "backups", title: locale.T("Backups"), icon: style.IconCopy}
}
