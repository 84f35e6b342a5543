package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/letters"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// LettersScreen lists the letters by which one person uses their rights towards
// vendors and clinics, with what became of each. N writes a new one.
type LettersScreen struct {
	shell  *Shell
	book   Notebook
	person health.Profile

	whole   *fyne.Container
	bar     *parts.TopBar
	loading *Job
	list    []filedLetter
	rows    []*parts.RowButton
	write   *parts.Button
	loaded  bool
}

var (
	_ Page     = (*LettersScreen)(nil)
	_ Starter  = (*LettersScreen)(nil)
	_ Reloader = (*LettersScreen)(nil)
	_ KeyTyper = (*LettersScreen)(nil)
	_ Placer   = (*LettersScreen)(nil)
)

// OpenLetters opens the letters of the person on show.
func (s *Shell) OpenLetters() {
	if s.session != nil && s.session.Notebook != nil && !s.busy() {
		s.Open(NewLettersScreen(s))
	}
}

// NewLettersScreen returns the page; it begins to load when it is shown.
func NewLettersScreen(s *Shell) *LettersScreen {
	person := s.Profile()
	p := &LettersScreen{shell: s, book: s.session.Notebook(person.ID), person: person, loading: s.Work().NewJob()}
	p.write = parts.NewButton(parts.Primary, locale.T("New letter"), p.begin).WithIcon(style.IconAdd)
	p.bar = parts.NewTopBar(locale.T("Letters"), person.Name, s.Back, p.write)
	p.whole = container.NewStack(s.Frame(p.bar, container.NewStack()))
	return p
}

// Object implements Page.
func (p *LettersScreen) Object() fyne.CanvasObject { return p.whole }

// Place implements Placer.
func (p *LettersScreen) Place() string { return settingsPlace }

// Start implements Starter.
func (p *LettersScreen) Start() {
	if !p.loaded {
		p.Reload()
	}
}

// Leave implements Page.
func (p *LettersScreen) Leave() { p.loading.Cancel() }

// TypedKey implements KeyTyper.
func (p *LettersScreen) TypedKey(*fyne.KeyEvent) bool { return false }

// TypedRune implements KeyTyper.
func (p *LettersScreen) TypedRune(r rune) bool {
	if r != 'n' && r != 'N' {
		return false
	}
	p.begin()
	return true
}

func (p *LettersScreen) begin() { p.shell.Open(newLetterForm(p.shell, p.book, p.person)) }

// Reload implements Reloader.
func (p *LettersScreen) Reload() {
	book := p.book
	Run(p.loading, func(ctx context.Context, _ func(Step)) ([]filedLetter, error) {
		return loadLetters(ctx, book)
	}, nil, func(list []filedLetter, err error) {
		p.loaded = true
		if err != nil {
			p.show(parts.Column(0, p.shell.Fault(err)))
			return
		}
		p.list = list
		p.fill()
	}, nil)
}

func (p *LettersScreen) show(o fyne.CanvasObject) {
	p.whole.Objects = []fyne.CanvasObject{p.shell.Frame(p.bar, o)}
	p.whole.Refresh()
}

// fill shows the list, those that wait for an answer first.
func (p *LettersScreen) fill() {
	p.rows = nil
	if len(p.list) == 0 {
		p.show(parts.NewEmptyState(style.IconFile, locale.T("No letters yet"),
			locale.T("Who holds data about a person has to show it, correct it and, within limits, erase it or hand it over when asked. A letter is made from a few details; filed here, its deadline is watched."),
			parts.NewButton(parts.Outlined, locale.T("Write a letter"), p.begin).WithIcon(style.IconAdd)))
		return
	}
	today := p.shell.almanac(p.person).Today()
	var open, done []filedLetter
	for _, l := range p.list {
		if l.State(today).Open() {
			open = append(open, l)
		} else {
			done = append(done, l)
		}
	}
	column := parts.Column(style.Space24)
	group := func(title string, list []filedLetter) {
		if len(list) == 0 {
			return
		}
		rows := parts.Column(0)
		for i, l := range list {
			rows.Add(p.row(l, today, i == len(list)-1))
		}
		column.Add(parts.Column(style.Space8, parts.NewText(title, parts.Strong), parts.NewBareCard(rows)))
	}
	group(locale.T("Waiting for an answer"), open)
	group(locale.T("Answered or closed"), done)
	column.Add(parts.NewParagraph(lawNote(), parts.Caption))
	p.show(parts.Scroll(parts.InsetBy(style.Space4, style.Space8, style.Space24, style.Space4, parts.AtMost(settingsWidth, column))))
}

// row is one letter: who, what, when, and how far it is.
func (p *LettersScreen) row(l filedLetter, today health.Date, last bool) *parts.RowButton {
	state, ink := letterState(l.Filed, today)
	what := letterName(l.Kind)
	sent := locale.T("Sent %s", locale.FullDate(l.Sent))
	content := parts.InsetBy(style.Space8, 0, style.Space8, 0, parts.Row(style.Space16,
		parts.NewGlyph(addresseeIcon(l.To), style.Muted, style.IconNav),
		parts.Stretch(parts.Column(2, parts.NewText(l.Name, parts.Strong).Cutting(parts.CutEnd), parts.NewText(what+" · "+sent, parts.SmallMuted).Cutting(parts.CutEnd))),
		parts.NewText(state, parts.SmallStrong.In(ink))))
	r := parts.NewRowButton(l.Name+", "+what+", "+sent+", "+state, last, content, func() { p.shell.Open(newLetterPage(p.shell, p.book, p.person, l)) })
	p.rows = append(p.rows, r)
	return r
}

func addresseeIcon(a letters.Addressee) style.Icon {
	if a == letters.Clinic {
		return style.IconHeart
	}
	return style.IconDevices
}
