package ui

import (
	"cmp"
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// unlockWay is what a vault is opened with.
type unlockWay uint8

// The ways.
const (
	byPassword unlockWay = iota
	byRecovery
	byPasscode
)

// unlockScreen asks for the passcode of one vault, where it has one, for its
// password, or for its recovery key.
type unlockScreen struct {
	front
	path     string
	job      *Job
	field    *parts.Field
	unlock   *parts.Button
	wait     *parts.Paragraph
	why      *parts.Notice // why the passcode is not asked for
	fault    *parts.Notice
	way      unlockWay
	card     *fyne.Container
	passcode unlockPasscode
}

func newUnlockScreen(s *Shell, path string) *unlockScreen {
	u := &unlockScreen{front: front{shell: s}, path: path, job: s.deps.Work.NewJob()}
	u.unlock = parts.NewButton(parts.Primary, locale.T("Unlock"), u.try).Tall(style.ControlLargeHeight)
	u.wait = parts.NewParagraph("", parts.Caption).Aligned(fyne.TextAlignCenter)
	u.wait.Hide()
	u.why = parts.NewNotice(parts.NoticeWarning, "", "")
	u.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	u.fault.Hide()
	head := []fyne.CanvasObject{parts.NewText(vaultName(path), parts.Title).Aligned(fyne.TextAlignCenter).Cutting(parts.CutEnd)}
	if words := cmp.Or(s.lockedWhy(path), s.lastOpened(path)); words != "" {
		head = append(head, parts.NewParagraph(words, parts.BodyMuted).Aligned(fyne.TextAlignCenter))
	}
	u.card = parts.Column(style.Space16)
	u.ask(u.firstWay())
	links := []fyne.CanvasObject{
		parts.NewButton(parts.Quiet, locale.T("Open another vault…"), s.showOpen),
		parts.NewButton(parts.Quiet, locale.T("Create a vault"), s.showCreate),
	}
	if s.deps.Restorer != nil {
		links = append(links, parts.NewButton(parts.Quiet, locale.T("Restore a backup…"), func() { s.showRestore("") }))
	}
	u.lay(style.UnlockCardWidth,
		parts.Column(style.Space24, appMark(64), parts.Column(style.Space4, head...), u.card),
		append(links, parts.NewButton(parts.Quiet, locale.T("Start screen"), s.showStart)),
		[]fyne.CanvasObject{
			footPath(path),
			footNote(style.IconLock, locale.T("Encrypted on this disk")),
			footNote(style.IconNetworkOff, locale.T("No network connection")),
		})
	return u
}

// ask shows the field for what the vault is to be opened with.
func (u *unlockScreen) ask(way unlockWay) {
	u.way = way
	switch way {
	case byRecovery:
		u.field = parts.NewField(locale.T("Recovery key")).Tall(style.ControlLargeHeight)
		u.field.SetHint(locale.T("As you wrote it down; spaces and dashes do not matter."))
	case byPasscode:
		u.field = parts.NewPasswordField(locale.T("Passcode")).Tall(style.ControlLargeHeight)
	case byPassword:
		u.field = parts.NewPasswordField(locale.T("Account password")).Tall(style.ControlLargeHeight)
	}
	u.field.OnEnter(u.try)
	u.field.OnChanged(func(string) { u.field.SetError("") })
	links := []fyne.CanvasObject{parts.Spring()}
	for _, l := range []struct {
		way   unlockWay
		words string
	}{
		{byPasscode, locale.T("Use the passcode")},
		{byPassword, locale.T("Use the account password")},
		{byRecovery, locale.T("Use recovery key")},
	} {
		if l.way != way && (l.way != byPasscode || u.hasPasscode()) {
			links = append(links, parts.NewButton(parts.Quiet, l.words, func() { u.swap(l.way) }))
		}
	}
	u.card.Objects = []fyne.CanvasObject{u.field, u.unlock, u.wait, u.fault, parts.Row(0, links...)}
	if way == byPassword && u.explainEnd() {
		u.card.Objects = append([]fyne.CanvasObject{u.why}, u.card.Objects...)
	}
	u.card.Refresh()
	u.pause()
}

// swap asks for something else.
func (u *unlockScreen) swap(way unlockWay) {
	if u.job.Running() {
		return
	}
	u.fault.Hide()
	u.ask(way)
	u.whole.Refresh()
	u.field.Focus()
}

func (u *unlockScreen) try() {
	secret := u.field.Text()
	if u.job.Running() || u.paused() {
		return
	}
	if secret == "" {
		u.field.SetError(u.emptyText())
		u.field.Focus()
		return
	}
	u.busy(true)
	if u.way == byPasscode {
		u.tryPasscode(secret)
		return
	}
	open := u.shell.deps.Vaults.Open
	if u.way == byRecovery {
		open = u.shell.deps.Vaults.OpenWithRecovery
	}
	path := u.path
	u.shell.open(u.job, func(ctx context.Context, _ func(Step)) (*Session, error) {
		return open(ctx, path, secret)
	}, nil, u.failed)
}

func (u *unlockScreen) emptyText() string {
	switch u.way {
	case byRecovery:
		return locale.T("Type the recovery key.")
	case byPasscode:
		return locale.T("Type the passcode.")
	case byPassword:
	}
	return locale.T("Type the password.")
}

func (u *unlockScreen) wrongText() string {
	if u.way == byRecovery {
		return locale.T("This recovery key does not open the vault. Check capital letters and the keyboard's layout.")
	}
	return locale.T("This password does not open the vault. Check capital letters and the keyboard's layout.")
}

func (u *unlockScreen) failed(err error) {
	u.busy(false)
	if errors.Is(err, ErrDamaged) && u.shell.deps.Salvager != nil {
		u.shell.showDamage(u.path, Secret{Text: u.field.Text(), Recovery: u.way == byRecovery})
		return
	}
	if errors.Is(err, ErrWrongPassword) {
		u.field.SetError(u.wrongText())
	} else {
		what, todo := u.shell.Explain(err)
		u.fault.Set(parts.NoticeDanger, what, todo)
		u.fault.Show()
	}
	u.whole.Refresh()
	u.field.Focus()
	u.field.SelectAll()
}

// busy disables the button and says that the key is being derived. The field
// keeps the focus.
func (u *unlockScreen) busy(on bool) {
	u.unlock.SetEnabled(!on)
	u.wait.Hidden = !on
	if on {
		u.wait.SetText(locale.T("Deriving the key; this takes about a second."))
		u.unlock.SetLabel(locale.T("Unlocking…"))
		u.field.SetError("")
		u.fault.Hide()
	} else {
		u.unlock.SetLabel(locale.T("Unlock"))
	}
	u.whole.Refresh()
}

func (u *unlockScreen) shown() { u.field.Focus() }

func (u *unlockScreen) leave() {
	u.job.Cancel()
	u.passcode.forget()
	u.field.SetText("")
}

func (u *unlockScreen) escape() {
	switch {
	case u.passcode.touching:
		u.cancelTouch()
	case u.job.Running():
		u.job.Cancel()
		u.busy(false)
	case u.way != u.firstWay():
		u.swap(u.firstWay())
	default:
		u.shell.showStart()
	}
}
