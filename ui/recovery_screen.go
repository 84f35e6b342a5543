package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// recoveryScreen shows the recovery key of a new vault, once, and asks for it
// back. The key is in force already, so that can be left out.
type recoveryScreen struct {
	front
	made   created
	key    *keyShown
	trial  *keyTrial
	body   *fyne.Container
	onward bool
}

func newRecoveryScreen(s *Shell, made created) *recoveryScreen {
	r := &recoveryScreen{front: front{shell: s}, made: made, body: container.NewStack()}
	r.key = newKeyShown(s, made.key, made.session.Path, made.session.Profiles[0])
	r.trial = newKeyTrial(r.key, func(typed string) bool { return sameKey(r.made.key, typed) }, r.try)
	r.trial.changed = r.step
	r.step()
	r.lay(createWidth, r.body, nil, []fyne.CanvasObject{footPath(made.session.Path), footNote(style.IconLock, locale.T("Encrypted on this disk"))})
	return r
}

// step sets what is at hand: the key, or the question for it.
func (r *recoveryScreen) step() {
	title, words := locale.T("Your recovery key"), locale.T("Should you forget the password, this key opens the vault. It is shown only now and kept nowhere. Write it down or print it, and keep it away from this computer. Without password and key nobody can open the vault.")
	buttons := []fyne.CanvasObject{parts.Spring(), parts.NewButton(parts.Primary, locale.T("I have written it down"), r.trial.ask).Tall(style.ControlLargeHeight)}
	if r.trial.asking {
		title, words = locale.T("Try your sheet"), ""
		buttons = []fyne.CanvasObject{
			parts.NewButton(parts.Quiet, locale.T("Go on without trying"), r.goOn), parts.Spring(),
			parts.NewButton(parts.Outlined, locale.T("Show it again"), r.trial.show).Tall(style.ControlLargeHeight),
			parts.NewButton(parts.Primary, locale.T("Open the vault"), r.try).Tall(style.ControlLargeHeight),
		}
	}
	column := []fyne.CanvasObject{parts.NewText(title, parts.Title)}
	if words != "" {
		column = append(column, parts.NewParagraph(words, parts.Body))
	}
	r.body.Objects = []fyne.CanvasObject{parts.Column(style.Space16, append(column, r.trial.root, parts.Row(style.Space8, buttons...))...)}
	r.body.Refresh()
	if r.whole != nil {
		r.whole.Refresh()
	}
}

func (r *recoveryScreen) try() {
	if r.trial.right() {
		r.goOn()
	}
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
	r.trial.forget()
	r.made = created{}
}

// escape shows the key again; it does nothing while that is shown.
func (r *recoveryScreen) escape() {
	if r.trial.asking {
		r.trial.show()
	}
}

// dropped explains that the key comes first.
func (r *recoveryScreen) dropped([]string) {
	r.warn(locale.T("The vault opens once the recovery key is written down."), locale.T("Then drop the file again."))
}
