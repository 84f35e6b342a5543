package ui

import (
	"context"
	"errors"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// unlockPasscode is what the unlock screen knows of the passcode.
type unlockPasscode struct {
	stop      func() // ends the counting down, nil while there is none
	touching  bool   // the finger is asked for
	hint      *parts.Paragraph
	cancelled bool // the finger was not shown, or not known
}

func (p *unlockPasscode) forget() {
	if p.stop != nil {
		p.stop()
		p.stop = nil
	}
	p.touching = false
}

// passcodeState is what is known of the passcode of the vault.
func (u *unlockScreen) passcodeState() PasscodeState {
	if u.shell.deps.Passcodes == nil {
		return PasscodeState{}
	}
	return u.shell.deps.Passcodes.State(u.path)
}

// hasPasscode reports whether a passcode may be asked for.
func (u *unlockScreen) hasPasscode() bool {
	s := u.passcodeState()
	return s.Set && s.Over == PasscodeNotOver
}

// firstWay is what is asked for first.
func (u *unlockScreen) firstWay() unlockWay {
	if u.hasPasscode() && !u.passcode.cancelled {
		return byPasscode
	}
	return byPassword
}

// explainEnd says why the password is asked for in the place of the passcode, and
// reports whether there is anything to say.
func (u *unlockScreen) explainEnd() bool {
	what, todo := "", locale.T("Unlock with the account password. A new passcode can be set in Settings.")
	over := u.passcodeState().Over
	switch {
	case over == PasscodeSpent:
		what = locale.T("The passcode was wrong five times, so it was removed.")
	case over == PasscodeOutdated:
		what = locale.T("The account password was changed, so the passcode was forgotten.")
	case over == PasscodeUnchecked, u.passcode.cancelled:
		what, todo = locale.T("The fingerprint was not confirmed."), locale.T("Unlock with the account password this time.")
	default:
		return false
	}
	u.why.Set(parts.NoticeWarning, what, todo)
	return true
}

// tryPasscode opens the vault by what was typed, and by the finger where that is
// asked for.
func (u *unlockScreen) tryPasscode(passcode string) {
	open, path := u.shell.deps.Passcodes.Open, u.path
	u.shell.open(u.job, func(ctx context.Context, report func(Step)) (*Session, error) {
		return open(ctx, path, passcode, func(h FingerHint) { report(Step{Label: strconv.Itoa(int(h))}) })
	}, func(step Step) {
		if h, err := strconv.ParseUint(step.Label, 10, 8); err == nil {
			u.touch(FingerHint(h))
		}
	}, u.failedPasscode)
}

// failedPasscode says what came of a passcode that did not open the vault.
func (u *unlockScreen) failedPasscode(err error) {
	u.busy(false)
	u.endTouch()
	switch state := u.passcodeState(); {
	case errors.Is(err, ErrFingerprint):
		u.passcode.cancelled = true
		u.ask(byPassword)
	case !state.Set || state.Over != PasscodeNotOver:
		u.ask(byPassword)
		if state.Over == PasscodeNotOver { // nothing else says why
			u.tellFault(err)
		}
	case errors.Is(err, ErrWrongPasscode):
		u.field.SetError(wrongPasscodeText(state.Left))
		u.pause()
	default:
		u.tellFault(err)
		u.pause()
	}
	u.whole.Refresh()
	u.field.Focus()
	u.field.SelectAll()
}

// wrongPasscodeText says that a passcode was wrong, and how often it may be.
func wrongPasscodeText(left int) string {
	return locale.N("Wrong passcode. %s try is left, then the account password is asked for.",
		"Wrong passcode. %s tries are left, then the account password is asked for.", left, locale.Count(left))
}

func (u *unlockScreen) tellFault(err error) {
	what, todo := u.shell.Explain(err)
	u.fault.Set(parts.NoticeDanger, what, todo)
	u.fault.Show()
}

// paused reports whether it is too soon for another try.
func (u *unlockScreen) paused() bool {
	return u.way == byPasscode && u.passcodeState().Wait > 0
}

// pause keeps the button disabled until the next try may be made, and counts the
// seconds down; the field keeps the focus.
func (u *unlockScreen) pause() {
	u.passcode.forget()
	if u.job.Running() {
		return
	}
	wait := time.Duration(0)
	if u.way == byPasscode {
		wait = u.passcodeState().Wait
	}
	u.unlock.SetEnabled(wait == 0)
	if u.wait.Hidden = wait == 0; wait > 0 {
		u.wait.SetText(waitText(wait))
		u.passcode.stop = u.shell.deps.Work.After(untilNextSecond(wait), u.pause)
	}
	if u.whole != nil {
		u.whole.Refresh()
	}
}

// waitText says how long it is until the next try.
func waitText(wait time.Duration) string {
	n := int((wait + time.Second - 1) / time.Second)
	return locale.N("The next try is possible in %s second.", "The next try is possible in %s seconds.", n, locale.Count(n))
}

// untilNextSecond is when what waitText says changes.
func untilNextSecond(wait time.Duration) time.Duration {
	if rest := wait % time.Second; rest > 0 {
		return rest
	}
	return time.Second
}

// touch asks for the finger, or says what to do next at the reader.
func (u *unlockScreen) touch(h FingerHint) {
	if !u.passcode.touching {
		u.passcode.touching = true
		u.passcode.hint = parts.NewParagraph("", parts.BodyMuted).Aligned(fyne.TextAlignCenter)
		cancel := parts.NewButton(parts.Outlined, locale.T("Cancel"), u.cancelTouch).Tall(style.ControlLargeHeight)
		u.card.Objects = []fyne.CanvasObject{
			parts.Middle(parts.NewGlyph(style.IconShield, style.Accent, style.IconEmpty)),
			parts.NewParagraph(locale.T("Touch the fingerprint reader"), parts.Heading).Aligned(fyne.TextAlignCenter),
			u.passcode.hint, cancel,
		}
		u.card.Refresh()
		u.whole.Refresh()
		parts.Focus(cancel)
	}
	u.passcode.hint.SetText(fingerText(h))
	u.whole.Refresh()
}

// endTouch shows the field again.
func (u *unlockScreen) endTouch() {
	if u.passcode.touching {
		u.passcode.touching = false
		u.ask(u.way)
	}
}

// cancelTouch stops asking for the finger: the password is asked for instead.
func (u *unlockScreen) cancelTouch() {
	u.job.Cancel()
	u.passcode.touching = false
	u.passcode.cancelled = true
	u.busy(false)
	u.swap(byPassword)
}

// fingerText says what to do at the reader.
func fingerText(h FingerHint) string {
	switch h {
	case FingerAgain:
		return locale.T("It was not read well. Touch it again.")
	case FingerCentre:
		return locale.T("Put the middle of the finger on it.")
	case FingerLonger:
		return locale.T("That was too short. Touch it a little longer.")
	case FingerLift:
		return locale.T("Lift the finger, then touch it again.")
	case FingerOther:
		return locale.T("This finger is not known. Try another.")
	case FingerTouch:
	}
	return locale.T("The passcode was right. The vault opens when the reader knows the finger.")
}
