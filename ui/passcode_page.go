package ui

import (
	"context"
	"errors"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// passcodePage sets, changes or removes the passcode, or changes what goes with
// it. Each asks who sits there.
type passcodePage struct {
	shell *Shell
	root  *fyne.Container
	job   *Job
	words passcodePageWords

	secret *confirming
	fresh  *passcodePair // nil where none is to be typed
	start  *parts.Button
	back   *parts.Button
	busyAs *parts.Progress
	fault  *parts.Notice

	run func(ctx context.Context, secret, fresh string) error
}

type passcodePageWords struct {
	title, subtitle string
	about           []string
	button, busy    string
	done            string
}

var (
	_ Page     = (*passcodePage)(nil)
	_ Starter  = (*passcodePage)(nil)
	_ KeyTyper = (*passcodePage)(nil)
	_ Busier   = (*passcodePage)(nil)
)

// newPasscodePage sets a passcode, or another in its place.
func newPasscodePage(s *Shell, c Passcode) *passcodePage {
	p := &passcodePage{shell: s, words: passcodePageWords{
		title: locale.T("Set a passcode"), subtitle: locale.T("It unlocks this vault quickly on this computer"),
		about: []string{
			locale.T("The passcode is stored nowhere. It opens the vault as long as Vitalkeep runs, together with a random key in its memory; after five wrong tries the account password is asked for."),
		},
		button: locale.T("Set the passcode"), busy: locale.T("Setting the passcode…"), done: locale.T("The passcode is set."),
	}}
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
	p := &passcodePage{shell: s, words: passcodePageWords{
		title: locale.T("Remove the passcode"), subtitle: locale.T("The account password stays as it is"),
		about:  []string{locale.T("From then on the account password unlocks this vault. What was kept for the passcode on this computer is removed, and the fingerprint is not asked for any more.")},
		button: locale.T("Remove the passcode"), busy: locale.T("Removing the passcode…"), done: locale.T("The passcode is removed."),
	}}
	p.run = func(ctx context.Context, secret, _ string) error { return c.Remove(ctx, secret) }
	return p.laid(secretLabel(s.session))
}

// newPasscodeChoicePage changes what goes with the passcode.
func newPasscodeChoicePage(s *Shell, c Passcode, o PasscodeOptions, title, about string) *passcodePage {
	p := &passcodePage{shell: s, words: passcodePageWords{
		title: title, subtitle: locale.T("The passcode is asked for to change that"), about: []string{about},
		button: locale.T("Change that"), busy: locale.T("Changing that…"), done: locale.T("Changed."),
	}}
	p.run = func(ctx context.Context, passcode, _ string) error { return c.Change(ctx, passcode, o) }
	return p.laid(locale.T("Passcode"))
}

func (p *passcodePage) laid(label string) *passcodePage {
	p.job = p.shell.Work().NewJob()
	p.secret = newConfirming(p.shell, label, p.try)
	p.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	p.fault.Hide()
	p.busyAs = parts.NewProgress(p.words.busy, nil)
	p.busyAs.Hide()
	p.start = parts.NewButton(parts.Primary, p.words.button, p.try).Tall(style.ControlLargeHeight)
	p.back = parts.NewButton(parts.Outlined, locale.T("Back"), p.leaveBy).Tall(style.ControlLargeHeight)
	var body []fyne.CanvasObject
	for _, words := range p.words.about {
		body = append(body, parts.NewParagraph(words, parts.Body))
	}
	body = append(body, parts.Columns(style.Space16, p.secret.field, parts.Spring()), p.secret.wait)
	if p.fresh != nil {
		body = append(body, p.fresh.objects()...)
	}
	body = append(body, p.fault, p.busyAs, parts.Row(style.Space8, parts.Spring(), p.back, p.start))
	p.root = container.NewStack(newTransferPage(p.shell.Compact,
		parts.NewTopBar(p.words.title, p.words.subtitle, p.leaveBy), nil,
		parts.NewCard(parts.Column(style.Space16, body...)).Padded(style.Space24)))
	p.secret.button, p.secret.lay = p.start, p.root.Refresh
	return p
}

// Object implements Page.
func (p *passcodePage) Object() fyne.CanvasObject { return p.root }

// Start implements Starter.
func (p *passcodePage) Start() { p.secret.field.Focus() }

// Busy implements Busier.
func (p *passcodePage) Busy() bool { return p.job.Running() }

// TypedKey implements KeyTyper: Escape leaves, unless the work is under way.
func (p *passcodePage) TypedKey(ev *fyne.KeyEvent) bool {
	if ev.Name != fyne.KeyEscape {
		return false
	}
	p.leaveBy()
	return true
}

// TypedRune implements KeyTyper.
func (p *passcodePage) TypedRune(rune) bool { return false }

func (p *passcodePage) leaveBy() {
	if !p.job.Running() {
		p.shell.Back()
	}
}

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
	p.busyAs.Hidden = !on
	p.start.SetEnabled(!on)
	p.back.SetEnabled(!on)
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
	what, todo := p.shell.Explain(err)
	p.fault.Set(parts.NoticeDanger, what, todo)
	p.fault.Show()
	p.root.Refresh()
	parts.Focus(p.start)
}

// passcodePair is a new passcode typed twice, with marks that say which rules it
// meets.
type passcodePair struct {
	first, again *parts.Field
	marks        []*parts.RuleMark
	under        *fyne.Container
}

func newPasscodePair(entered func()) *passcodePair {
	p := &passcodePair{first: parts.NewPasswordField(locale.T("New passcode")), again: parts.NewPasswordField(locale.T("New passcode, once more"))}
	var row []fyne.CanvasObject
	for _, r := range passcodeRules("") {
		m := parts.NewRuleMark(r.Words)
		p.marks = append(p.marks, m)
		row = append(row, m)
	}
	p.under = parts.Row(style.Space12, append(row, parts.Spring())...)
	p.first.OnChanged(func(string) { p.changed() })
	p.again.OnChanged(func(string) { p.again.SetError("") })
	p.first.OnEnter(entered)
	p.again.OnEnter(entered)
	return p
}

func (p *passcodePair) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{parts.Columns(style.Space16, p.first, p.again), p.under}
}

func (p *passcodePair) changed() {
	p.first.SetError("")
	for i, r := range passcodeRules(p.first.Text()) {
		p.marks[i].SetMet(r.Met)
	}
	p.under.Refresh()
}

// check says beside the field what is wrong and returns that field, nil if
// nothing is.
func (p *passcodePair) check() *parts.Field {
	rules := passcodeRules(p.first.Text())
	switch {
	case !rules[0].Met:
		p.first.SetError(locale.T("It needs at least six characters; figures will do."))
		return p.first
	case !rules[1].Met:
		p.first.SetError(locale.T("The same character again and again is tried first."))
		return p.first
	case !rules[2].Met:
		p.first.SetError(locale.T("Characters one after the other are tried first."))
		return p.first
	case p.again.Text() != p.first.Text():
		p.again.SetError(locale.T("The two passcodes differ."))
		return p.again
	}
	return nil
}

func (p *passcodePair) forget() {
	p.first.SetText("")
	p.again.SetText("")
}

// minPasscode is the least number of characters of a passcode.
const minPasscode = 6

// passcodeRules checks a passcode.
func passcodeRules(passcode string) []passwordRule {
	runes := []rune(passcode)
	same, run := true, len(runes) > 1
	for i := 1; i < len(runes); i++ {
		step := runes[i] - runes[i-1]
		same = same && step == 0
		run = run && (step == 1 || step == -1) && step == runes[1]-runes[0]
	}
	return []passwordRule{
		{locale.T("6 characters"), utf8.RuneCountInString(passcode) >= minPasscode},
		{locale.T("not all the same"), len(runes) > 1 && !same},
		{locale.T("not one after the other"), len(runes) > 1 && !run},
	}
}
