package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// keyPage is the page that changes the password.
type keyPage struct {
	secretPage
	left  bool
	old   *parts.Field
	fresh *passwordPair

	run func(ctx context.Context, old, fresh string) error
}

var (
	_ Page     = (*keyPage)(nil)
	_ Starter  = (*keyPage)(nil)
	_ KeyTyper = (*keyPage)(nil)
	_ Busier   = (*keyPage)(nil)
)

func newPasswordPage(s *Shell, k Keys) *keyPage {
	p := &keyPage{secretPage: secretPage{shell: s, words: secretPageWords{
		title: locale.T("Change the password"), subtitle: locale.T("The recovery key stays as it is"),
		about: []string{
			locale.T("From then on the new password opens this vault. Backups and copies made before open with the old one still."),
		},
		button: locale.T("Change the password"), busy: locale.T("Changing the password…"), done: locale.T("The password is changed."),
	}}}
	p.run = k.ChangePassword
	p.old = parts.NewPasswordField(locale.T("Password until now"))
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
	p.old.OnEnter(p.try)
	p.old.OnChanged(func(string) { p.old.SetError("") })
	p.build(p.try, append([]fyne.CanvasObject{parts.Columns(style.Space16, p.old, parts.Spring())}, p.fresh.objects()...)...)
	return p
}

// Start implements Starter.
func (p *keyPage) Start() { p.old.Focus() }

// Leave implements Page. Work under way goes on as long as the vault is open:
// what it ends with has to be shown.
func (p *keyPage) Leave() {
	p.left = true
	p.forget()
}

func (p *keyPage) forget() {
	p.old.SetText("")
	p.fresh.forget()
}

func (p *keyPage) try() {
	if p.job.Running() {
		return
	}
	p.fault.Hide()
	wrong := p.fresh.check()
	old, fresh := p.old.Text(), p.fresh.first.Text()
	if old == "" {
		p.old.SetError(locale.T("Type the password that opens the vault now."))
		wrong = p.old
	}
	if wrong != nil {
		p.root.Refresh()
		wrong.Focus()
		return
	}
	p.busy(true)
	run := p.run
	Run(p.job, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, run(ctx, old, fresh)
	}, nil, func(_ struct{}, err error) { p.ended(err) }, nil)
}

func (p *keyPage) busy(on bool) {
	p.wait(on)
	p.old.SetEnabled(!on)
	p.fresh.setEnabled(!on)
	p.root.Refresh()
}

func (p *keyPage) ended(err error) {
	switch {
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
	if errors.Is(err, ErrWrongPassword) {
		p.old.SetError(locale.T("This is not the password of this vault. Check capital letters and the keyboard's layout."))
		p.root.Refresh()
		p.old.Focus()
		p.old.SelectAll()
		return
	}
	p.failed(err)
}
