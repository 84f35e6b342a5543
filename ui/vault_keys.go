package ui

import (
	"fyne.io/fyne/v2"

	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// keysSection is about what opens the vault.
func (v *VaultScreen) keysSection() []fyne.CanvasObject {
	if v.needs.Keys == nil {
		return nil
	}
	rows := []fyne.CanvasObject{
		vaultRow(newBadge(style.IconLock, style.Muted, style.Sunken, 40), "Account password", "It opens the vault on any computer.",
			v.button("password", parts.Outlined, "Change…", func() { v.shell.Open(newPasswordPage(v.shell, v.needs.Keys)) })),
		vaultRow(newBadge(style.IconKey, style.Muted, style.Sunken, 40), "Recovery key", "On paper, for the day the password is forgotten. A new one makes the old one useless.",
			v.button("recovery", parts.Outlined, "New key…", func() { v.shell.Open(newRecoveryKeyPage(v.shell, v.needs.Keys)) })),
		vaultRow(newBadge(style.IconWarning, style.Muted, style.Sunken, 40), "Somebody may know the password or the key", "Everything is encrypted anew, under keys that nobody has seen.",
			v.button("rekey", parts.Outlined, "I was compromised…", func() { v.shell.Open(newRekeyPage(v.shell, v.needs.Keys)) })),
	}
	return []fyne.CanvasObject{vaultHeading("Opening the vault"), parts.NewBareCard(ruled(rows...))}
}
