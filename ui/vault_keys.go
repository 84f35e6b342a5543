package ui

import (
	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// keysSection is about what opens the vault.
func (v *VaultScreen) keysSection() []fyne.CanvasObject {
	if v.needs.Keys == nil {
		return nil
	}
	rows := []fyne.CanvasObject{
		vaultRow(newBadge(style.IconLock, style.Muted, style.Sunken, 40), locale.T("Account password"), locale.T("It opens the vault on any computer."),
			v.button("password", parts.Outlined, locale.T("Change…"), func() { v.shell.Open(newPasswordPage(v.shell, v.needs.Keys)) })),
		vaultRow(newBadge(style.IconKey, style.Muted, style.Sunken, 40), locale.T("Recovery key"), locale.T("On paper, for the day the password is forgotten. A new one makes the old one useless."),
			v.button("recovery", parts.Outlined, locale.T("New key…"), func() { v.shell.Open(newRecoveryKeyPage(v.shell, v.needs.Keys)) })),
		vaultRow(newBadge(style.IconWarning, style.Muted, style.Sunken, 40), locale.T("Somebody may know the password or the key"), locale.T("Everything is encrypted anew, under keys that nobody has seen."),
			v.button("rekey", parts.Outlined, locale.T("I was compromised…"), func() { v.shell.Open(newCompromisedPage(v.shell, v.needs)) })),
	}
	return []fyne.CanvasObject{vaultHeading(locale.T("Opening the vault")), parts.NewBareCard(ruled(rows...))}
}
