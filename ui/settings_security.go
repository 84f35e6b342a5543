package ui

import (
	"slices"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// securitySection is about what keeps others from the data on this computer.
func (p *SettingsScreen) securitySection() settingsSection {
	return settingsSection{
		id: "security", title: locale.T("Security"), icon: style.IconLock,
		cards: slices.Concat(p.passcodeCards(), p.lockCards(), p.visitCards()),
	}
}
