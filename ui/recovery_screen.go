package ui

import (
	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// recoveryScreen shows the recovery key of a new vault, once. It goes on when
// the person says that the key is written down.
type recoveryScreen struct {
	front
	made   created
	key    *keyShown
	onward bool
}

func newRecoveryScreen(s *Shell, made created) *recoveryScreen {
	r := &recoveryScreen{front: front{shell: s}, made: made}
	r.key = newKeyShown(s, made.key, made.session.Path, made.session.Profiles[0])
	r.lay(createWidth, parts.Column(
		style.Space16,
		parts.NewText(locale.T("Your recovery key"), parts.Title),
		parts.NewParagraph(locale.T("Should you forget the password, this key opens the vault. It is shown only now and kept nowhere. Write it down or print it, and keep it away from this computer. Without password and key nobody can open the vault."), parts.Body),
		r.key.column,
		parts.Row(style.Space8, parts.Spring(),
			parts.NewButton(parts.Primary, locale.T("I have written it down"), r.goOn).Tall(style.ControlLargeHeight)),
	), nil, []fyne.CanvasObject{footPath(made.session.Path), footNote(style.IconLock, locale.T("Encrypted on this disk"))})
	return r
}

func (r *recoveryScreen) goOn() {
	r.onward = true
	r.shell.forgetClipboard()
	r.shell.opened(r.made.session)
}

func (r *recoveryScreen) shown() {}

// leave closes the new session if the screen goes any other way than onward.
func (r *recoveryScreen) leave() {
	if !r.onward {
		r.shell.retire(r.made.session)
	}
	r.key.forget()
	r.made = created{}
}

// escape does nothing: the key is shown only once.
func (r *recoveryScreen) escape() {}

// dropped explains that the key comes first.
func (r *recoveryScreen) dropped([]string) {
	r.warn(locale.T("The vault opens once the recovery key is written down."), locale.T("Then drop the file again."))
}
