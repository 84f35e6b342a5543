package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// secretPage is what the pages for the password and for the passcode have in
// common: a few words, secrets to type, and a button.
type secretPage struct {
	shell *Shell
	root  *fyne.Container
	job   *Job
	words secretPageWords

	start    *parts.Button
	back     *parts.Button
	progress *parts.Progress
	fault    *parts.Notice
}

// secretPageWords are what a page says.
type secretPageWords struct {
	title, subtitle string
	about           []string
	button, busy    string
	done            string // the toast at the end
}

// build puts the page together around the fields; try is what its button does.
func (p *secretPage) build(try func(), fields ...fyne.CanvasObject) {
	p.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	p.fault.Hide()
	p.progress = parts.NewProgress(p.words.busy, nil)
	p.progress.Hide()
	p.start = parts.NewButton(parts.Primary, p.words.button, try).Tall(style.ControlLargeHeight)
	p.back = parts.NewButton(parts.Outlined, locale.T("Back"), p.leaveBy).Tall(style.ControlLargeHeight)
	var body []fyne.CanvasObject
	for _, words := range p.words.about {
		body = append(body, parts.NewParagraph(words, parts.Body))
	}
	body = append(body, fields...)
	body = append(body, p.fault, p.progress, parts.Row(style.Space8, parts.Spring(), p.back, p.start))
	p.root = container.NewStack(newTransferPage(p.shell.Compact,
		parts.NewTopBar(p.words.title, p.words.subtitle, p.leaveBy), nil,
		parts.NewCard(parts.Column(style.Space16, body...)).Padded(style.Space24)))
}

// Object implements Page.
func (p *secretPage) Object() fyne.CanvasObject { return p.root }

// Busy implements Busier.
func (p *secretPage) Busy() bool { return p.job.Running() }

// TypedKey implements KeyTyper: Escape leaves, unless the work is under way.
func (p *secretPage) TypedKey(ev *fyne.KeyEvent) bool {
	if ev.Name != fyne.KeyEscape {
		return false
	}
	p.leaveBy()
	return true
}

// TypedRune implements KeyTyper.
func (p *secretPage) TypedRune(rune) bool { return false }

func (p *secretPage) leaveBy() {
	if !p.job.Running() {
		p.shell.Back()
	}
}

// wait shows that the work is under way, and lets nothing be pressed until it is
// over.
func (p *secretPage) wait(on bool) {
	p.progress.Hidden = !on
	p.start.SetEnabled(!on)
	p.back.SetEnabled(!on)
}

// failed says what went wrong, where that is no field's.
func (p *secretPage) failed(err error) {
	what, todo := p.shell.Explain(err)
	p.fault.Set(parts.NoticeDanger, what, todo)
	p.fault.Show()
	p.root.Refresh()
	parts.Focus(p.start)
}
