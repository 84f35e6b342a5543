package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// keyPage is a page that changes what opens the vault: a few words, perhaps
// passwords to type, and a button. Where a recovery key comes of it, the page
// ends by showing that.
type keyPage struct {
	shell *Shell
	root  *fyne.Container
	left  bool
	job   *Job
	words keyPageWords

	old      *parts.Field
	fresh    *passwordPair
	start    *parts.Button
	back     *parts.Button
	progress *parts.Progress
	fault    *parts.Notice

	// run does the work and returns the new recovery key, if there is one.
	run func(ctx context.Context, old, fresh string, report func(Step)) (string, error)
}

// keyPageWords are what a page says.
type keyPageWords struct {
	title, subtitle string
	about           []string
	warning         [2]string // what and what to do; may be empty
	button, busy    string
	done            string // the toast at the end, where no key is to be shown
}

var (
	_ Page     = (*keyPage)(nil)
	_ Starter  = (*keyPage)(nil)
	_ KeyTyper = (*keyPage)(nil)
	_ Busier   = (*keyPage)(nil)
)

func newPasswordPage(s *Shell, k Keys) *keyPage {
	p := &keyPage{shell: s, words: keyPageWords{
		title: locale.T("Change the password"), subtitle: locale.T("The recovery key stays as it is"),
		about: []string{
			locale.T("From then on the new password opens this vault. Backups and copies made before open with the old one still."),
		},
		button: locale.T("Change the password"), busy: locale.T("Changing the password…"), done: locale.T("The password is changed."),
	}}
	p.run = func(ctx context.Context, old, fresh string, _ func(Step)) (string, error) {
		return "", k.ChangePassword(ctx, old, fresh)
	}
	p.old = parts.NewPasswordField(locale.T("Password until now"))
	p.withPassword()
	return p.laid()
}

func newRecoveryKeyPage(s *Shell, k Keys) *keyPage {
	p := &keyPage{shell: s, words: keyPageWords{
		title: locale.T("New recovery key"), subtitle: locale.T("The password stays as it is"),
		about: []string{
			locale.T("The vault gets another recovery key, and the one you have does not open it any more. The new one is shown once: have pen and paper, or a printer, at hand."),
			locale.T("Backups and copies made before open with the old key still."),
		},
		button: locale.T("Make a new key"), busy: locale.T("Making a new key…"),
	}}
	p.run = func(ctx context.Context, _, _ string, _ func(Step)) (string, error) { return k.NewRecoveryKey(ctx) }
	return p.laid()
}

func newRekeyPage(s *Shell, k Keys) *keyPage {
	p := &keyPage{shell: s, words: keyPageWords{
		title: locale.T("I was compromised"), subtitle: locale.T("New keys for everything"),
		about: []string{
			locale.T("Do this when somebody may know your password or recovery key, or had the computer while the vault was open. The whole file is encrypted anew under new keys, with a new password and a new recovery key."),
		},
		warning: [2]string{
			locale.T("Old copies and backups stay readable with the old password."),
			locale.T("Nothing can change that from here. Delete those that others may get at, and make a new backup afterwards."),
		},
		button: locale.T("Encrypt everything anew"), busy: locale.T("Encrypting everything anew…"),
	}}
	p.run = func(ctx context.Context, _, fresh string, report func(Step)) (string, error) {
		return k.Rekey(ctx, fresh, func(done, total int64) {
			report(percentStep(locale.T("Encrypting everything anew…"), done, total))
		})
	}
	p.withPassword()
	return p.laid()
}

func (p *keyPage) withPassword() {
	p.fresh = newPasswordPair(locale.T("New password"), locale.T("New password, once more"), passwordRules, p.try)
	p.fresh.known = p.shell.commonlyKnown
}

// laid puts the page together.
func (p *keyPage) laid() *keyPage {
	p.job = p.shell.Work().NewJob()
	p.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	p.fault.Hide()
	p.progress = parts.NewProgress(p.words.busy, nil)
	p.progress.Hide()
	p.start = parts.NewButton(parts.Primary, p.words.button, p.try).Tall(style.ControlLargeHeight)
	p.back = parts.NewButton(parts.Outlined, locale.T("Back"), p.leaveBy).Tall(style.ControlLargeHeight)
	var body []fyne.CanvasObject
	for _, words := range p.words.about {
		body = append(body, parts.NewParagraph(words, parts.Body))
	}
	if p.words.warning[0] != "" {
		body = append(body, parts.NewNotice(parts.NoticeWarning, p.words.warning[0], p.words.warning[1]))
	}
	if p.old != nil {
		p.old.OnEnter(p.try)
		p.old.OnChanged(func(string) { p.old.SetError("") })
		body = append(body, parts.Columns(style.Space16, p.old, parts.Spring()))
	}
	if p.fresh != nil {
		body = append(body, p.fresh.objects()...)
	}
	body = append(body, p.fault, p.progress, parts.Row(style.Space8, parts.Spring(), p.back, p.start))
	p.root = container.NewStack(newTransferPage(p.shell.Compact,
		parts.NewTopBar(p.words.title, p.words.subtitle, p.leaveBy), nil,
		parts.NewCard(parts.Column(style.Space16, body...)).Padded(style.Space24)))
	return p
}

// Object implements Page.
func (p *keyPage) Object() fyne.CanvasObject { return p.root }

// Start implements Starter.
func (p *keyPage) Start() {
	switch {
	case p.old != nil:
		p.old.Focus()
	case p.fresh != nil:
		p.fresh.first.Focus()
	default:
		parts.Focus(p.start)
	}
}

// Busy implements Busier.
func (p *keyPage) Busy() bool { return p.job.Running() }

// TypedKey implements KeyTyper: Escape leaves, unless the work is under way.
func (p *keyPage) TypedKey(ev *fyne.KeyEvent) bool {
	if ev.Name != fyne.KeyEscape {
		return false
	}
	p.leaveBy()
	return true
}

// TypedRune implements KeyTyper.
func (p *keyPage) TypedRune(rune) bool { return false }

func (p *keyPage) leaveBy() {
	if !p.job.Running() {
		p.shell.Back()
	}
}

// Leave implements Page. Work under way goes on as long as the vault is open:
// what it ends with has to be shown.
func (p *keyPage) Leave() {
	p.left = true
	p.forget()
}

func (p *keyPage) forget() {
	if p.old != nil {
		p.old.SetText("")
	}
	if p.fresh != nil {
		p.fresh.forget()
	}
}

func (p *keyPage) try() {
	if p.job.Running() {
		return
	}
	p.fault.Hide()
	var old, fresh string
	var wrong *parts.Field
	if p.fresh != nil {
		wrong = p.fresh.check()
		fresh = p.fresh.first.Text()
	}
	if p.old != nil {
		if old = p.old.Text(); old == "" {
			p.old.SetError(locale.T("Type the password that opens the vault now."))
			wrong = p.old
		}
	}
	if wrong != nil {
		p.root.Refresh()
		wrong.Focus()
		return
	}
	p.busy(true)
	run, shell := p.run, p.shell
	showsKey := p.words.done == ""
	Run(p.job, func(ctx context.Context, report func(Step)) (string, error) {
		return run(ctx, old, fresh, report)
	}, func(step Step) { p.progress.Set(step.Label, step.Fraction) }, p.ended, func(string) {
		if showsKey {
			// The vault was locked meanwhile, so the key was shown to nobody.
			shell.deps.Work.post(func() {
				shell.Toast(locale.T("The vault was locked before its new recovery key could be shown. Unlock it and make another."), "", nil)
			})
		}
	})
}

func (p *keyPage) busy(on bool) {
	p.progress.Hidden = !on
	p.start.SetEnabled(!on)
	p.back.SetEnabled(!on)
	if p.old != nil {
		p.old.SetEnabled(!on)
	}
	if p.fresh != nil {
		p.fresh.setEnabled(!on)
	}
	p.root.Refresh()
}

func (p *keyPage) ended(key string, err error) {
	switch {
	case err == nil && key != "":
		shown := newKeyShownPage(p.shell, key)
		if !p.left {
			p.shell.dropPage()
		}
		p.shell.Open(shown)
		return
	case err == nil:
		if !p.left {
			p.shell.Back()
		}
		p.shell.Toast(p.words.done, "", nil)
		return
	case p.left:
		what, todo := p.shell.Explain(err)
		p.shell.Toast(what+" "+todo, "", nil)
		return
	}
	p.busy(false)
	if errors.Is(err, ErrWrongPassword) && p.old != nil {
		p.old.SetError(locale.T("This is not the password of this vault. Check capital letters and the keyboard's layout."))
		p.root.Refresh()
		p.old.Focus()
		p.old.SelectAll()
		return
	}
	what, todo := p.shell.Explain(err)
	p.fault.Set(parts.NoticeDanger, what, todo)
	p.fault.Show()
	p.root.Refresh()
	parts.Focus(p.start)
}
