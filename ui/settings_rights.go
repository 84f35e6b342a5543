package ui

import (
	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// rightsSection is about what the data is used for, and what a person may ask of others.
func (p *SettingsScreen) rightsSection() settingsSection {
	return settingsSection{id: "rights", title: locale.T("Purposes and rights"), icon: style.IconCheck}
}
