package ui

import (
	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// noticesSection is about what the program tells of by itself.
func (p *SettingsScreen) noticesSection() settingsSection {
	return settingsSection{id: "notices", title: locale.T("Notifications"), icon: style.IconInfo}
}
