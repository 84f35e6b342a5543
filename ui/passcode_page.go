package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// passcodePage sets, changes or removes the passcode, or changes what goes with
// it. Each asks who sits there.
type passcodePage struct {
	secretPage
	secret *confirming
	fresh  *passcodePair // nil where none is to be typed

	run func(ctx context.Context, secret, fresh string) error
}

var (
	_ Page     = (*passcodePage)(nil)
	_ Starter  = (*passcodePage)(nil)
	_ KeyTyper = (*passcodePage)(nil)
	_ Busier   = (*passcodePage)(nil)
)

// newPasscodePage sets a passcode, or another in its place.
func newPasscodePage(s *Shell, c Passcode) *passcodePage {
	p := &passcodePage{secretPage: secretPage{shell: s, words: secretPageWords{
		title: locale.T("Set a passcode"), subtitle: locale.T("It unlocks this vault quickly on this computer"),
		about: []string{
			locale.T("The passcode is stored nowhere. It opens the vault as long as Vitalkeep runs, together with a random key in its memory; after five wrong tries the account password is asked for."),
		},
		button: locale.T("Set the passcode"), busy: locale.T("Setting the passcode…"), done: locale.T("The passcode is set."),
	}}}
	if c.State().Set {
		p.words.title, p.words.button = locale.T("Change the passcode"), locale.T("Change the passcode")
		p.words.about = nil
		p.words.done = locale.T("The passcode is changed.")
	}
	p.run = c.Set
	p.fresh = newPasscodePair(p.try)
	return p.laid(secretLabel(s.session))
}

// newPasscodeRemovalPage removes the passcode.
func newPasscodeRemovalPage(s *Shell, c Passcode) *passcodePage {
	p := &passcodePage{secretPage: secretPage{shell: s, words: secretPageWords{
		title: locale.T("Remove the passcode"), subtitle: locale.T("The account password stays as it is"),
		about:  []string{locale.T("From then on the account password unlocks this vault. What was kept for the passcode on this computer is removed, and the fingerprint is not asked for any more.")},
		button: locale.T("Remove the passcode"), busy: locale.T("Removing the passcode…"), done: locale.T("The passcode is removed."),
	}}}
	p.run = func(ctx context.Context, secret, _ string) error { return c.Remove(ctx, secret) }
	return p.laid(secretLabel(s.session))
}

// newPasscodeChoicePage changes what goes with the passcode.
func newPasscodeChoicePage(s *Shell, c Passcode, o PasscodeOptions, title, about string) *passcodePage {
	p := &passcodePage{secretPage: secretPage{shell: s, words: secretPageWords{
		title: title, subtitle: locale.T("The passcode is asked for to change that"), about: []string{about},
		button: locale.T("Change that"), busy: locale.T("Changing that…"), done: locale.T("Changed."),
	}}}
	p.run = func(ctx context.Context, passcode, _ string) error { return c.Change(ctx, passcode, o) }
	return p.laid(locale.T("Passcode"))
}

func (p *passcodePage) laid(label string) *passcodePage {
	p.job = p.shell.Work().NewJob()
	p.secret = newConfirming(p.shell, label, p.try)
	fields := []fyne.CanvasObject{parts.Columns(style.Space16, p.secret.field, parts.Spring()), p.secret.wait}
	if p.fresh != nil {
		fields = append(fields, p.fresh.objects()...)
	}
	p.build(p.try, fields...)
	p.secret.button, p.secret.lay = p.start, p.root.Refresh
	return p
}

// Start implements Starter.
func (p *passcodePage) Start() { p.secret.field.Focus() }

// Leave implements Page.
func (p *passcodePage) Leave() {
	p.job.Cancel()
	p.secret.forget()
	if p.fresh != nil {
		p.fresh.forget()
	}
}

func (p *passcodePage) try() {
	if p.job.Running() {
		return
	}
	p.fault.Hide()
	secret, ok := p.secret.typed()
	if !ok {
		return
	}
	fresh := ""
	if p.fresh != nil {
		if wrong := p.fresh.check(); wrong != nil {
			p.root.Refresh()
			wrong.Focus()
			return
		}
		fresh = p.fresh.first.Text()
	}
	p.busy(true)
	run := p.run
	Run(p.job, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, run(ctx, secret, fresh)
	}, nil, func(_ struct{}, err error) { p.ended(err) }, nil)
}

func (p *passcodePage) busy(on bool) {
	p.wait(on)
	p.secret.field.SetEnabled(!on)
	if p.fresh != nil {
		p.fresh.first.SetEnabled(!on)
		p.fresh.again.SetEnabled(!on)
	}
	p.root.Refresh()
}

func (p *passcodePage) ended(err error) {
	if err == nil {
		p.shell.Back()
		p.shell.Toast(p.words.done, "", nil)
		return
	}
	p.busy(false)
	switch {
	case p.secret.failed(err):
		return
	case errors.Is(err, ErrWeakPasscode) && p.fresh != nil:
		p.fresh.first.SetError(locale.T("This passcode is too easy to guess."))
		p.root.Refresh()
		p.fresh.first.Focus()
		return
	case errors.Is(err, ErrNoPasscode): // spent by the tries, or with the password
		p.shell.Back()
		p.shell.Toast(locale.T("There is no passcode any more. A new one can be set."), "", nil)
		return
	}
	p.failed(err)
}
