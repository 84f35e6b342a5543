package ui

import (
	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// securitySection is about what keeps others from the data on this computer.
func (p *SettingsScreen) securitySection() settingsSection {
	return settingsSection{id: "security", title: locale.T("Security"), icon: style.IconLock, cards: append(p.passcodeCards(), p.lockCards()...)}
}
