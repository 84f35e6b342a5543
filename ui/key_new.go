package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// newKeyPage makes a new recovery key in two steps: it is shown, and once it was
// typed back it takes the place of the old one. Until then the old one is in
// force, whatever happens.
type newKeyPage struct {
	shell *Shell
	keys  Keys
	key   PreparedKey // nil until it is made
	root  *fyne.Container
	trial *keyTrial
	job   *Job
	left  bool

	fault *parts.Notice
	wait  *parts.Progress
}

var (
	_ Page     = (*newKeyPage)(nil)
	_ Starter  = (*newKeyPage)(nil)
	_ KeyTyper = (*newKeyPage)(nil)
	_ Busier   = (*newKeyPage)(nil)
)

func newRecoveryKeyPage(s *Shell, k Keys) *newKeyPage {
	p := &newKeyPage{shell: s, keys: k, job: s.Work().NewJob(), root: container.NewStack()}
	p.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	p.fault.Hide()
	p.wait = parts.NewProgress(locale.T("Making a new key…"), nil)
	p.wait.Hide()
	p.lay()
	return p
}

// lay sets the step that the page is at.
func (p *newKeyPage) lay() {
	button := func(kind parts.ButtonKind, label string, pressed func()) *parts.Button {
		b := parts.NewButton(kind, label, pressed).Tall(style.ControlLargeHeight)
		b.SetEnabled(!p.job.Running())
		return b
	}
	var body, buttons []fyne.CanvasObject
	subtitle := locale.T("The password stays as it is")
	switch {
	case p.trial == nil:
		body = []fyne.CanvasObject{
			parts.NewParagraph(locale.T("The vault gets another recovery key. Have pen and paper, or a printer, at hand: you are asked to type it back from your sheet."), parts.Body),
			parts.NewParagraph(locale.T("Only then does it take the place of the key you have, which does not open the vault any more. Backups and copies made before open with the old key still."), parts.Body),
		}
		buttons = []fyne.CanvasObject{button(parts.Outlined, locale.T("Back"), p.leaveBy), button(parts.Primary, locale.T("Make a new key"), p.make)}
	case !p.trial.asking:
		subtitle = locale.T("Step 1 of 2: write it down")
		body = []fyne.CanvasObject{
			parts.NewParagraph(locale.T("Your old key still opens the vault. This one does once you have typed it back."), parts.Body),
			p.trial.root,
		}
		buttons = []fyne.CanvasObject{button(parts.Outlined, locale.T("Keep the old key"), p.leaveBy), button(parts.Primary, locale.T("I have written it down"), p.trial.ask)}
	default:
		subtitle = locale.T("Step 2 of 2: try the sheet")
		body = []fyne.CanvasObject{p.trial.root}
		buttons = []fyne.CanvasObject{
			button(parts.Outlined, locale.T("Keep the old key"), p.leaveBy), button(parts.Outlined, locale.T("Show it again"), p.trial.show),
			button(parts.Primary, locale.T("Use this key"), p.use),
		}
	}
	body = append(body, p.fault, p.wait, parts.Row(style.Space8, append([]fyne.CanvasObject{parts.Spring()}, buttons...)...))
	p.root.Objects = []fyne.CanvasObject{newTransferPage(p.shell.Compact,
		parts.NewTopBar(locale.T("New recovery key"), subtitle, p.leaveBy), nil,
		parts.NewCard(parts.Column(style.Space16, body...)).Padded(style.Space24))}
	p.root.Refresh()
}

// Object implements Page.
func (p *newKeyPage) Object() fyne.CanvasObject { return p.root }

// Start implements Starter.
func (p *newKeyPage) Start() {}

// Busy implements Busier.
func (p *newKeyPage) Busy() bool { return p.key != nil }

// TypedKey implements KeyTyper: Escape goes one step back; a key that is shown
// is not given up by it.
func (p *newKeyPage) TypedKey(ev *fyne.KeyEvent) bool {
	if ev.Name != fyne.KeyEscape {
		return false
	}
	switch {
	case p.job.Running():
	case p.trial == nil:
		p.leaveBy()
	case p.trial.asking:
		p.trial.show()
	}
	return true
}

// TypedRune implements KeyTyper.
func (p *newKeyPage) TypedRune(rune) bool { return false }

func (p *newKeyPage) leaveBy() {
	if !p.job.Running() {
		p.shell.Back()
	}
}

// Leave implements Page: a key that was not put in force is forgotten, and the
// old one stays.
func (p *newKeyPage) Leave() {
	p.left = true
	if p.trial != nil {
		p.trial.forget()
	}
	if p.key != nil && !p.job.Running() {
		p.key.Forget()
	}
}

func (p *newKeyPage) make() {
	if p.job.Running() {
		return
	}
	p.fault.Hide()
	p.shell.prepareKey(p.job, p.keys, p.shell.session.Path, p.use, func(key PreparedKey, trial *keyTrial, err error) {
		switch {
		case err != nil:
			p.failed(err)
		case p.left:
			key.Forget()
		default:
			p.key, p.trial = key, trial
			p.trial.changed = p.lay
			p.lay()
		}
	})
}

// use puts the key in force that was typed back.
func (p *newKeyPage) use() {
	if p.job.Running() || !p.trial.right() {
		return
	}
	p.fault.Hide()
	p.wait.Show()
	keys, key := p.keys, p.key
	Run(p.job, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, keys.UseRecoveryKey(ctx, key)
	}, nil, func(_ struct{}, err error) {
		p.wait.Hide()
		if err != nil {
			p.failed(err)
			return
		}
		if !p.left {
			p.shell.Back()
		}
		p.shell.Toast(locale.T("The new recovery key opens the vault. Destroy the old sheet."), "", nil)
	}, nil)
	p.lay()
}

func (p *newKeyPage) failed(err error) {
	what, todo := p.shell.Explain(err)
	if p.left {
		p.key.Forget()
		p.shell.Toast(what+" "+todo, "", nil)
		return
	}
	p.fault.Set(parts.NoticeDanger, what, todo)
	p.fault.Show()
	p.lay()
}
