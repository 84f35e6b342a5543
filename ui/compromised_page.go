package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// compromisedPage leads through what is to be done once somebody may have what
// opens the vault. Up to the step that renews the keys nothing has changed, and
// every step leads back.
type compromisedPage struct {
	shell *Shell
	needs VaultNeeds
	root  *fyne.Container
	job   *Job
	left  bool

	happened [mishapEnd]bool
	steps    []remedy
	at       int // in steps
	renewed  bool
	done     []remedied

	ticks    []*parts.Tick
	secret   *passwordPair
	key      PreparedKey
	trial    *keyTrial
	backups  []Backup // those made before this began
	chosen   map[string]*parts.Tick
	fault    *parts.Notice
	progress *parts.Progress
	main     *parts.Button
}

var (
	_ Page     = (*compromisedPage)(nil)
	_ Starter  = (*compromisedPage)(nil)
	_ Reloader = (*compromisedPage)(nil)
	_ KeyTyper = (*compromisedPage)(nil)
	_ Busier   = (*compromisedPage)(nil)
)

func newCompromisedPage(s *Shell, needs VaultNeeds) *compromisedPage {
	p := &compromisedPage{shell: s, needs: needs, root: container.NewStack(), job: s.Work().NewJob(), chosen: map[string]*parts.Tick{}}
	for i, words := range mishapWords {
		p.ticks = append(p.ticks, parts.NewTick(locale.Dynamic(words), func(on bool) {
			p.happened[i] = on
			p.steps = remediesFor(p.happened)
			p.lay()
		}))
	}
	p.steps = remediesFor(p.happened)
	p.secret = newPasswordPair(locale.T("New password"), locale.T("New password, once more"), passwordRules, p.onward)
	p.secret.known = s.commonlyKnown
	p.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	p.fault.Hide()
	p.progress = parts.NewProgress("", nil)
	p.progress.Hide()
	p.lay()
	return p
}

// step is what the page is at.
func (p *compromisedPage) step() remedy { return p.steps[p.at] }

// Object implements Page.
func (p *compromisedPage) Object() fyne.CanvasObject { return p.root }

// Start implements Starter.
func (p *compromisedPage) Start() {
	if p.step() == remedyBackup {
		p.Reload()
	}
}

// Reload implements Reloader: a backup may have been made meanwhile.
func (p *compromisedPage) Reload() {
	if p.needs.Backups == nil || p.job.Running() || p.step() != remedyBackup {
		return
	}
	source := p.needs.Backups
	Run(p.job, func(context.Context, func(Step)) ([]Backup, error) { return source.Made() }, nil, func(b []Backup, err error) {
		if err == nil && len(b) > 0 && b[0].At.After(p.newestBefore()) && !b[0].Proven.IsZero() {
			p.done = slices.DeleteFunc(p.done, func(d remedied) bool { return d.Deed == deedBackedUp })
			p.done = append(p.done, remedied{Deed: deedBackedUp})
		}
		p.lay()
	}, nil)
}

// Busy implements Busier: what is half done is not given up by a drop.
func (p *compromisedPage) Busy() bool { return p.at > 0 && p.step() != remedyDone }

// Leave implements Page: a key that was not put in force is forgotten.
func (p *compromisedPage) Leave() {
	p.left = true
	p.secret.forget()
	if p.trial != nil {
		p.trial.forget()
	}
	if p.key != nil && !p.job.Running() {
		p.key.Forget()
	}
}

// TypedKey implements KeyTyper: Escape goes one step back.
func (p *compromisedPage) TypedKey(ev *fyne.KeyEvent) bool {
	if ev.Name != fyne.KeyEscape {
		return false
	}
	p.back()
	return true
}

// TypedRune implements KeyTyper.
func (p *compromisedPage) TypedRune(rune) bool { return false }

// back goes one step back; what is in force stays so.
func (p *compromisedPage) back() {
	switch {
	case p.job.Running():
	case p.step() == remedyKey && p.trial != nil && p.trial.asking:
		p.trial.show()
	case p.at == 0 || p.step() == remedyDone || p.at > 0 && p.steps[p.at-1] == remedyRenew && p.renewed:
		p.shell.Back()
	default:
		p.fault.Hide()
		p.at--
		p.lay()
	}
}

// lay sets the step.
func (p *compromisedPage) lay() {
	if p.left {
		return
	}
	var body, buttons []fyne.CanvasObject
	label := locale.T("Go on")
	switch p.step() {
	case remedyAsk:
		body = p.askStep()
	case remedyPassword:
		body = append([]fyne.CanvasObject{parts.NewParagraph(locale.T("Choose a password that you use nowhere else. It is not in force yet: a later step does that."), parts.Body)}, p.secret.objects()...)
	case remedyKey:
		body, label = p.keyStep()
	case remedyRenew:
		body, label = p.renewStep()
	case remedyBackups:
		body, label = p.backupsStep()
	case remedyBackup:
		body, buttons = p.backupStep()
	case remedyDone:
		body, label = p.doneStep(), locale.T("Done")
	}
	p.main = parts.NewButton(parts.Primary, label, p.onward).Tall(style.ControlLargeHeight)
	p.main.SetEnabled(!p.job.Running() && (p.step() != remedyAsk || slices.Contains(p.happened[:], true)))
	row := []fyne.CanvasObject{parts.Spring()}
	if p.step() != remedyDone {
		back := parts.NewButton(parts.Outlined, locale.T("Back"), p.back).Tall(style.ControlLargeHeight)
		back.SetEnabled(!p.job.Running())
		row = append(row, back)
	}
	row = append(append(row, buttons...), p.main)
	body = append(body, p.fault, p.progress, parts.Row(style.Space8, row...))
	subtitle := locale.T("What happened?")
	if p.at > 0 {
		subtitle = locale.T("Step %[1]s of %[2]s", locale.Count(p.at), locale.Count(len(p.steps)-1))
	}
	p.root.Objects = []fyne.CanvasObject{newTransferPage(p.shell.Compact,
		parts.NewTopBar(locale.T("I was compromised"), subtitle, p.back), nil,
		parts.NewCard(parts.Column(style.Space16, body...)).Padded(style.Space24))}
	p.root.Refresh()
}

func (p *compromisedPage) askStep() []fyne.CanvasObject {
	var ticks []fyne.CanvasObject
	for _, t := range p.ticks {
		ticks = append(ticks, t)
	}
	body := []fyne.CanvasObject{
		parts.NewParagraph(locale.T("Choose all that may have happened. The steps follow from that, and nothing changes before you say so."), parts.Body),
		parts.Column(style.Space8, ticks...),
		parts.NewNotice(parts.NoticeWarning, locale.T("What somebody took cannot be taken back."),
			locale.T("A copy of the file or of a backup stays readable to whoever has it together with what opened it then.")),
	}
	if list := records(p.shell.session.Choices); len(list) > 0 {
		body = append(body, parts.NewParagraph(locale.T("Done last %s.", whenText(list[0].at(), p.shell.Now())), parts.SmallMuted))
	}
	return body
}

func (p *compromisedPage) keyStep() ([]fyne.CanvasObject, string) {
	if p.trial == nil {
		return []fyne.CanvasObject{
			parts.NewParagraph(locale.T("The vault gets another recovery key too. Have pen and paper, or a printer, at hand: you are asked to type it back from your sheet."), parts.Body),
		}, locale.T("Make a new key")
	}
	if !p.trial.asking {
		return []fyne.CanvasObject{
			parts.NewParagraph(locale.T("It is not in force yet: a later step does that."), parts.Body), p.trial.root,
		}, locale.T("I have written it down")
	}
	return []fyne.CanvasObject{p.trial.root}, locale.T("Try it")
}

// rekeys reports whether everything gets new keys, or only the recovery key is
// another.
func (p *compromisedPage) rekeys() bool { return slices.Contains(p.steps, remedyPassword) }

func (p *compromisedPage) renewStep() ([]fyne.CanvasObject, string) {
	if !p.rekeys() {
		return []fyne.CanvasObject{
			parts.NewParagraph(locale.T("From now on the new recovery key opens the vault, and the lost one does not. The password stays."), parts.Body),
		}, locale.T("Use the new key")
	}
	return []fyne.CanvasObject{
		parts.NewParagraph(locale.T("Everything is encrypted anew, under keys that nobody has seen. The new password and the new recovery key come into force, those until now open nothing here any more, and passcodes for this vault are forgotten."), parts.Body),
		parts.NewParagraph(locale.T("It is done as a whole or not at all; up to here nothing has changed."), parts.BodyMuted),
	}, locale.T("Encrypt everything anew")
}

func (p *compromisedPage) doneStep() []fyne.CanvasObject {
	lines := []fyne.CanvasObject{}
	for _, d := range p.done {
		icon, token := style.IconCheck, style.Success
		if d.Deed == deedLeft || d.Deed == deedNotBackedUp {
			icon, token = style.IconWarning, style.Warning
		}
		lines = append(lines, parts.Row(style.Space8, parts.NewGlyph(icon, token, style.IconInline), parts.Stretch(parts.NewParagraph(d.words(), parts.Body))))
	}
	return []fyne.CanvasObject{
		parts.NewText(locale.T("This was done"), parts.Heading), parts.Column(style.Space8, lines...),
		parts.NewParagraph(locale.T("A copy that somebody took before stays readable to them with what opened it then. Where the same password is used elsewhere, change it there as well."), parts.BodyMuted),
	}
}

// onward does what the step is for.
func (p *compromisedPage) onward() {
	if p.job.Running() {
		return
	}
	p.fault.Hide()
	switch p.step() {
	case remedyAsk:
		if slices.Contains(p.happened[:], true) {
			p.next()
		}
	case remedyPassword:
		if wrong := p.secret.check(); wrong != nil {
			p.root.Refresh()
			wrong.Focus()
			return
		}
		p.next()
	case remedyKey:
		p.tryKey()
	case remedyRenew:
		p.renew()
	case remedyBackups:
		p.removeChosen()
	case remedyBackup:
		p.finish()
	case remedyDone:
		p.shell.Back()
	}
}

// next goes to the step after this one.
func (p *compromisedPage) next() {
	p.at++
	switch p.step() {
	case remedyBackups:
		p.loadBackups()
	case remedyPassword:
		p.lay()
		p.secret.first.Focus()
		return
	case remedyRenew:
		if p.renewed { // it was done, and somebody came back
			p.next()
			return
		}
	}
	p.lay()
}

func (p *compromisedPage) failed(err error) {
	what, todo := p.shell.Explain(err)
	if p.left {
		p.shell.Toast(what+" "+todo, "", nil)
		return
	}
	p.fault.Set(parts.NoticeDanger, what, todo)
	p.fault.Show()
	p.lay()
}

// tryKey makes the key, or asks for it, or goes on once it was typed back.
func (p *compromisedPage) tryKey() {
	switch {
	case p.trial == nil:
		p.shell.prepareKey(p.job, p.needs.Keys, p.needs.Path, p.onward, func(key PreparedKey, trial *keyTrial, err error) {
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
	case !p.trial.asking:
		p.trial.ask()
	case p.trial.right():
		p.next()
	}
}

// renew puts in force what was chosen.
func (p *compromisedPage) renew() {
	words := locale.T("Encrypting everything anew…")
	rekeys, keys, key, password := p.rekeys(), p.needs.Keys, p.key, p.secret.first.Text()
	p.progress.Set(words, -1)
	p.progress.Show()
	Run(p.job, func(ctx context.Context, report func(Step)) (struct{}, error) {
		if !rekeys {
			return struct{}{}, keys.UseRecoveryKey(ctx, key)
		}
		return struct{}{}, keys.Rekey(ctx, password, key, func(done, total int64) { report(percentStep(words, done, total)) })
	}, func(step Step) { p.progress.Set(step.Label, step.Fraction) }, func(_ struct{}, err error) {
		p.progress.Hide()
		if err != nil {
			p.failed(err)
			return
		}
		p.renewed = true
		if rekeys {
			p.done = append(p.done, remedied{Deed: deedRekeyed})
		}
		p.done = append(p.done, remedied{Deed: deedNewKey})
		if rekeys && p.shell.session.Passcode != nil {
			p.done = append(p.done, remedied{Deed: deedPasscode})
		}
		p.secret.forget()
		if p.left {
			p.shell.Toast(locale.T("The vault has its new keys. See its page for what is left to do."), "", nil)
			return
		}
		p.trial.forget()
		p.next()
	}, nil)
	p.lay()
}

// finish keeps the record and shows it.
func (p *compromisedPage) finish() {
	if !slices.Contains(p.done, remedied{Deed: deedBackedUp}) {
		p.done = append(p.done, remedied{Deed: deedNotBackedUp})
	}
	r := record{At: p.shell.Now().UnixMilli(), Done: p.done}
	for i, on := range p.happened {
		if on {
			r.Happened = append(r.Happened, mishap(i))
		}
	}
	choices := p.shell.session.Choices
	Run(p.job, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, keepRecord(ctx, choices, r)
	}, nil, func(_ struct{}, err error) {
		if err != nil {
			p.failed(err)
			return
		}
		p.next()
	}, nil)
}
