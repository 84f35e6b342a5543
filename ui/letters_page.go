package ui

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/letters"
	"vitalkeep/pictures"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// letterPage is one filed letter: its deadline, what became of it, and its text.
type letterPage struct {
	shell  *Shell
	book   Notebook
	person health.Profile
	letter filedLetter
	pick   Picker

	whole                        *fyne.Container
	bar                          *parts.TopBar
	notice                       *fyne.Container
	received, extended, answered *parts.DateField
	storing, saving, deleting    *Job
	asked                        bool // whether it shall go
}

var (
	_ Page     = (*letterPage)(nil)
	_ KeyTyper = (*letterPage)(nil)
	_ Busier   = (*letterPage)(nil)
	_ Placer   = (*letterPage)(nil)
	_ Dropper  = (*letterPage)(nil)
)

func newLetterPage(s *Shell, book Notebook, person health.Profile, l filedLetter) *letterPage {
	w := s.Work()
	p := &letterPage{
		shell: s, book: book, person: person, letter: l, pick: NewWindowPicker(s.Window()),
		storing: w.NewJob(), saving: w.NewJob(), deleting: w.NewJob(), notice: parts.Column(style.Space8), whole: container.NewStack(),
	}
	p.build()
	return p
}

func (p *letterPage) today() health.Date { return p.shell.almanac(p.person).Today() }

func (p *letterPage) build() {
	f, today := p.letter.Filed, p.today()
	state, ink := letterState(f, today)
	var actions []fyne.CanvasObject
	if f.State(today) == letters.IsClosed {
		actions = append(actions, parts.NewButton(parts.Outlined, locale.T("Open again"), func() { p.close(health.Date{}) }))
	} else {
		actions = append(actions, parts.NewButton(parts.Outlined, locale.T("Close"), func() { p.close(today) }).Named(locale.T("Close this letter")))
	}
	if p.shell.session.Deletions != nil {
		actions = append(actions, parts.NewButton(parts.Danger, locale.T("Delete…"), p.ask).WithIcon(style.IconTrash))
	}
	p.bar = parts.NewTopBar(f.Name, letterName(f.Kind), p.shell.Back, actions...)
	head := parts.NewCard(parts.Column(style.Space8, parts.NewText(state, parts.Heading.In(ink)),
		parts.NewParagraph(letterDeadline(f, today), parts.Body), parts.NewParagraph(lawNote(), parts.Caption)))
	p.whole.Objects = []fyne.CanvasObject{newTransferPage(p.shell.Compact, p.bar, nil, p.notice, head, p.course(today), p.answer(), p.text())}
	p.whole.Refresh()
}

// course is what happened, in dates.
func (p *letterPage) course(today health.Date) fyne.CanvasObject {
	f := p.letter.Filed
	field := func(label string, d health.Date) *parts.DateField {
		x := parts.NewDateField(label, today).Between(f.Sent, today)
		if d != (health.Date{}) {
			x.SetDate(d)
		}
		x.OnEnter(p.store)
		return x
	}
	p.received = field(locale.T("Arrived on"), f.Received)
	p.extended = field(locale.T("Extension announced on"), f.Extended)
	p.answered = field(locale.T("Answered on"), f.Answered)
	save := parts.NewButton(parts.Outlined, locale.T("Save"), p.store)
	return parts.NewCard(parts.Column(style.Space12,
		parts.NewText(locale.T("What became of it"), parts.Strong),
		parts.NewParagraph(locale.T("Sent on %s. What is not known stays empty.", locale.WordDate(f.Sent)), parts.SmallMuted),
		parts.Columns(style.Space16, p.received.Field, p.extended.Field, p.answered.Field),
		parts.Row(style.Space8, parts.Spring(), save)))
}

// answer is the file that came back.
func (p *letterPage) answer() fyne.CanvasObject {
	title := parts.NewText(locale.T("The answer"), parts.Strong)
	add := parts.NewButton(parts.Outlined, locale.T("Add the answer…"), func() { p.pick.File(p.attach) }).WithIcon(style.IconFile)
	if p.letter.Answer.Ref == "" {
		return parts.NewCard(parts.Column(style.Space12, title,
			parts.Row(style.Space16, parts.Stretch(parts.NewParagraph(locale.T("A PDF or a picture of at most 32 MB, sealed in the vault. It can be dropped on this page."), parts.SmallMuted)), add)))
	}
	add.SetLabel(locale.T("Put another in its place…"))
	name := p.letter.Answer.Name
	if name == "" {
		name = locale.T("A file")
	}
	return parts.NewCard(parts.Column(style.Space12, title,
		parts.Row(style.Space16, parts.NewGlyph(style.IconFile, style.Muted, style.IconNav), parts.Stretch(parts.NewText(name, parts.Body).Cutting(parts.CutEnd)),
			parts.NewButton(parts.Outlined, locale.T("Save answer…"), p.saveAnswer).WithIcon(style.IconExport)),
		parts.Row(style.Space8, parts.Spring(), add)))
}

// text is the letter as it was sent.
func (p *letterPage) text() fyne.CanvasObject {
	copyText := parts.NewButton(parts.Quiet, locale.T("Copy as text"), func() {
		p.shell.CopyUntilLock(p.letter.Text)
		p.shell.Toast(locale.T("Copied; taken off the clipboard when the vault is locked."), "", nil)
	}).WithIcon(style.IconCopy)
	return parts.NewCard(parts.Column(style.Space12,
		parts.Row(style.Space8, parts.NewText(locale.T("The letter"), parts.Strong), parts.Spring(), copyText), letterText(p.letter.Text)))
}

// letterText shows plain text, line by line.
func letterText(text string) fyne.CanvasObject {
	column := parts.Column(style.Space8)
	for block := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		lines := parts.Column(0)
		for line := range strings.SplitSeq(block, "\n") {
			inset := float32(0)
			if strings.HasPrefix(line, "    ") {
				inset = style.Space16
			}
			lines.Add(parts.InsetBy(0, 0, 0, inset, parts.NewParagraph(strings.TrimSpace(line), parts.Small)))
		}
		column.Add(lines)
	}
	return column
}

// Object implements Page.
func (p *letterPage) Object() fyne.CanvasObject { return p.whole }

// Place implements Placer.
func (p *letterPage) Place() string { return settingsPlace }

// Leave implements Page.
func (p *letterPage) Leave() { p.pick.Close() }

// Busy implements Busier.
func (p *letterPage) Busy() bool { return p.storing.Running() || p.deleting.Running() }

// Drop implements Dropper: the file is the answer.
func (p *letterPage) Drop(paths []string) {
	if len(paths) > 0 {
		p.attach(paths[0])
	}
}

// TypedKey implements KeyTyper: Escape takes the question back first.
func (p *letterPage) TypedKey(ev *fyne.KeyEvent) bool {
	if ev.Name == fyne.KeyEscape && p.asked {
		p.keep()
		return true
	}
	return false
}

// TypedRune implements KeyTyper.
func (p *letterPage) TypedRune(rune) bool { return false }

// say shows one notice over the page.
func (p *letterPage) say(n *parts.Notice) {
	p.notice.Objects = nil
	if n != nil {
		p.notice.Add(n)
	}
	p.whole.Refresh()
}

// store takes the dates over.
func (p *letterPage) store() {
	if p.Busy() {
		return
	}
	ok := true
	for _, x := range []*parts.DateField{p.received, p.extended, p.answered} {
		ok = x.Check(true) && ok
	}
	date := func(x *parts.DateField) health.Date {
		d, ok := x.Date()
		if !ok {
			return health.Date{}
		}
		return d
	}
	f := p.letter.Filed
	f.Received, f.Extended, f.Answered = date(p.received), date(p.extended), date(p.answered)
	if ok && f.Extended != (health.Date{}) && f.Received == (health.Date{}) {
		p.received.SetError(locale.T("Say when it arrived: the extension counts from then."))
		ok = false
	}
	if !ok {
		p.whole.Refresh()
		return
	}
	p.put(f, locale.T("Saved."))
}

// close closes the letter on a day; the zero day opens it again.
func (p *letterPage) close(on health.Date) {
	f := p.letter.Filed
	f.Closed = on
	words := locale.T("The letter is closed.")
	if on == (health.Date{}) {
		words = locale.T("The letter is open again.")
	}
	p.put(f, words)
}

// put stores the letter anew, with a way back.
func (p *letterPage) put(next letters.Filed, told string) {
	if p.Busy() || next == p.letter.Filed {
		return
	}
	was, book := p.letter, p.book
	Run(p.storing, func(ctx context.Context, _ func(Step)) (filedLetter, error) {
		return was.stored(ctx, book, next)
	}, nil, func(now filedLetter, err error) {
		if err != nil {
			p.say(p.shell.Fault(err))
			return
		}
		p.letter = now
		p.say(nil)
		p.build()
		p.shell.ToastUndo(told, func() { p.restore(now, was.Filed) })
	}, nil)
}

// restore takes the last change back.
func (p *letterPage) restore(now filedLetter, was letters.Filed) {
	book := p.book
	Run(p.storing, func(ctx context.Context, _ func(Step)) (filedLetter, error) {
		return now.stored(ctx, book, was)
	}, nil, func(back filedLetter, err error) {
		if err != nil {
			what, todo := p.shell.Explain(err)
			p.shell.Toast(what+" "+todo, "", nil)
			return
		}
		p.letter = back
		p.build()
		p.shell.Reload()
	}, nil)
}

// attach seals the file with the answer and files it with the letter.
func (p *letterPage) attach(path string) {
	if p.Busy() {
		return
	}
	was, book, today := p.letter, p.book, p.today()
	Run(p.storing, func(ctx context.Context, _ func(Step)) (filedLetter, error) {
		data, media, err := readAnswer(path)
		if err != nil {
			return was, err
		}
		ref, err := book.Attach(ctx, data)
		if err != nil {
			return was, err
		}
		next := was.Filed
		next.Answer = letters.Answer{Ref: ref, Media: media, Name: filepath.Base(path)}
		if next.Answered == (health.Date{}) {
			next.Answered = today
		}
		return was.stored(ctx, book, next)
	}, nil, func(now filedLetter, err error) {
		if err != nil {
			p.say(parts.NewNotice(parts.NoticeDanger, p.answerFault(err), ""))
			return
		}
		p.letter = now
		p.say(nil)
		p.build()
		p.shell.ToastUndo(locale.T("The answer is filed."), func() { p.restore(now, was.Filed) })
	}, nil)
}

func (p *letterPage) answerFault(err error) string {
	if errors.Is(err, pictures.ErrUnknown) || errors.Is(err, pictures.ErrNoPicture) {
		return locale.T("This is neither a PDF nor a picture. Choose a PDF, JPEG, PNG, GIF or WebP file.")
	}
	if errors.Is(err, pictures.ErrTooLarge) {
		return locale.T("This file is larger than 32 MB. Choose a smaller one.")
	}
	return p.shell.pictureFault(err)
}

// saveAnswer writes the answer to a place of the person's choice.
func (p *letterPage) saveAnswer() {
	name := p.letter.Answer.Name
	if name == "" {
		name = locale.T("Answer %s", p.letter.Answered.String()) + answerExtension(p.letter.Answer.Media)
	}
	p.pick.Save(name, func(path string, to io.WriteCloser, err error) {
		if err != nil {
			p.say(p.shell.Fault(err))
			return
		}
		p.shell.saveSealed(p.saving, p.book, p.letter.Answer.Ref, path, to, func(err error) { p.say(p.shell.Fault(err)) })
	})
}

// ask asks over the page whether the letter shall go.
func (p *letterPage) ask() {
	yes := parts.NewButton(parts.Danger, locale.T("Delete"), p.delete)
	no := parts.NewButton(parts.Quiet, locale.T("Keep it"), p.keep)
	p.asked = true
	p.say(parts.NewNotice(parts.NoticeWarning, locale.T("Delete this letter and its answer?"), locale.T("You can bring it back until the vault is locked."), yes, no))
	parts.Focus(yes)
}

func (p *letterPage) keep() {
	p.asked = false
	p.say(nil)
}

func (p *letterPage) delete() {
	if p.Busy() {
		return
	}
	shell, deletions, who, what := p.shell, p.shell.session.Deletions, p.person.ID, measurementOf(p.letter.entry)
	Run(p.deleting, func(ctx context.Context, _ func(Step)) (Deletion, error) {
		return deletions.Delete(ctx, who, []Measurement{what})
	}, nil, func(d Deletion, err error) {
		p.asked = false
		if err != nil {
			p.say(shell.Fault(err))
			return
		}
		shell.Back()
		shell.Reload()
		shell.ToastUndo(locale.T("The letter is deleted."), func() { shell.undelete(deletions, d) })
	}, nil)
}
