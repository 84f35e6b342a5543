package ui

import (
	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// offlineSection is about the network that the program does not use.
func (p *SettingsScreen) offlineSection() settingsSection {
	return settingsSection{id: "offline", title: locale.T("Offline"), icon: style.IconNetworkOff}
}
