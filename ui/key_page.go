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

// keyPage is the page that changes the password: a few words, passwords to type,
// and a button.
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

	run func(ctx context.Context, old, fresh string) error
}

// keyPageWords are what a page says.
type keyPageWords struct {
	title, subtitle string
	about           []string
	button, busy    string
	done            string // the toast at the end
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
	p.old.OnEnter(p.try)
	p.old.OnChanged(func(string) { p.old.SetError("") })
	body = append(body, parts.Columns(style.Space16, p.old, parts.Spring()))
	body = append(body, p.fresh.objects()...)
	body = append(body, p.fault, p.progress, parts.Row(style.Space8, parts.Spring(), p.back, p.start))
	p.root = container.NewStack(newTransferPage(p.shell.Compact,
		parts.NewTopBar(p.words.title, p.words.subtitle, p.leaveBy), nil,
		parts.NewCard(parts.Column(style.Space16, body...)).Padded(style.Space24)))
	return p
}

// Object implements Page.
func (p *keyPage) Object() fyne.CanvasObject { return p.root }

// Start implements Starter.
func (p *keyPage) Start() { p.old.Focus() }

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
	p.progress.Hidden = !on
	p.start.SetEnabled(!on)
	p.back.SetEnabled(!on)
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
	what, todo := p.shell.Explain(err)
	p.fault.Set(parts.NoticeDanger, what, todo)
	p.fault.Show()
	p.root.Refresh()
	parts.Focus(p.start)
}
