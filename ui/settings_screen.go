package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// SettingsScreen is where the window is made to look and speak as a person
// wants. A change shows at once: the window is built anew around the page, which
// stays where it was.
type SettingsScreen struct {
	shell    *Shell
	object   fyne.CanvasObject
	nav      *parts.Sections
	search   *parts.SearchField
	content  *fyne.Container
	scroll   *container.Scroll
	sections []settingsSection
	controls map[string]fyne.Focusable // of the settings by their identifiers
	first    fyne.Focusable            // the first control that was found, nil if none
	passcode passcodeSettings
}

// settingsSection is a group of settings.
type settingsSection struct {
	id    string
	title string
	icon  style.Icon
	cards []settingsCard
}

// settingsCard are settings that belong together.
type settingsCard struct {
	title string
	rows  []settingsRow
}

// settingsRow is one setting: its name, a sentence about it, and its control, or
// something else that is to be shown.
type settingsRow struct {
	id            string
	title, detail string
	control       fyne.CanvasObject // nil for what is only told
	whole         fyne.CanvasObject // instead of the rest, as wide as the page
	words         string            // to find it by, besides title and detail
}

// NewSettingsScreen returns the page on the section that was shown last.
func NewSettingsScreen(s *Shell) *SettingsScreen {
	p := &SettingsScreen{shell: s, controls: map[string]fyne.Focusable{}}
	p.sections = p.makeSections()
	var rows []parts.Place
	for _, section := range p.sections {
		rows = append(rows, parts.Place{Name: section.title, Icon: section.icon, Go: func() { p.show(section.id) }})
	}
	p.nav = parts.NewSections(rows)
	p.search = parts.NewSearchField(locale.T("Find a setting"), p.find)
	p.search.OnEnter(p.focusFirst)
	p.content = container.NewStack()
	p.scroll = parts.Scroll(p.content)
	bar := parts.NewTopBar(locale.T("Settings"), "", nil, p.search)
	p.object = s.Frame(bar, container.NewBorder(nil, nil, parts.InsetBy(0, style.Space24, 0, 0, p.nav), nil, p.scroll))
	p.show(s.settings.section)
	return p
}

// settingsState is what the shell remembers of the page while the window is
// built anew.
type settingsState struct {
	section string
	offset  fyne.Position
	focus   string // the setting whose control has the keyboard
}

// Object implements [Page].
func (p *SettingsScreen) Object() fyne.CanvasObject { return p.object }

// Leave implements [Page].
func (p *SettingsScreen) Leave() {
	if p.passcode.job != nil {
		p.passcode.job.Cancel()
	}
}

// Start implements [Starter]: after a change the page is where it was.
func (p *SettingsScreen) Start() {
	state := p.shell.settings
	p.scroll.ScrollToOffset(state.offset)
	if c, ok := p.controls[state.focus]; ok {
		parts.Focus(c)
	}
	p.shell.settings.focus = ""
}

// Find implements [Finder].
func (p *SettingsScreen) Find() { p.search.Focus() }

// change makes the window look otherwise, and keeps the page in its place.
func (p *SettingsScreen) change(id string, how func(a *Appearance)) {
	p.shell.settings.offset, p.shell.settings.focus = p.scroll.Offset, id
	a := p.shell.Appearance()
	how(&a)
	p.shell.SetAppearance(a)
}

// show shows one section; an identifier of none shows the first.
func (p *SettingsScreen) show(id string) {
	at := 0
	for i, s := range p.sections {
		if s.id == id {
			at = i
		}
	}
	if p.sections[at].id != p.shell.settings.section {
		p.shell.settings = settingsState{section: p.sections[at].id}
	}
	p.nav.Select(at)
	if p.search.Text() != "" {
		p.search.SetText("")
	}
	p.fill(p.sections[at : at+1])
}

// find shows all settings with the words, of every section.
func (p *SettingsScreen) find(text string) {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" {
		p.show(p.shell.settings.section)
		return
	}
	p.nav.Select(-1)
	var found []settingsSection
	for _, s := range p.sections {
		var cards []settingsCard
		for _, c := range s.cards {
			var rows []settingsRow
			for _, r := range c.rows {
				if all := strings.ToLower(strings.Join([]string{s.title, c.title, r.title, r.detail, r.words}, " ")); strings.Contains(all, text) {
					rows = append(rows, r)
				}
			}
			if len(rows) > 0 {
				cards = append(cards, settingsCard{c.title, rows})
			}
		}
		if len(cards) > 0 {
			found = append(found, settingsSection{id: s.id, title: s.title, cards: cards})
		}
	}
	p.fill(found)
}

// focusFirst gives the keyboard to the first setting that was found.
func (p *SettingsScreen) focusFirst() {
	if p.first != nil {
		parts.Focus(p.first)
	}
}

// settingsWidth is how wide the settings get at most: beyond it a control stands
// too far from its words.
const settingsWidth = 820

func (p *SettingsScreen) fill(sections []settingsSection) {
	var column []fyne.CanvasObject
	p.first = nil
	for _, s := range sections {
		for _, c := range s.cards {
			for _, r := range c.rows {
				if f, ok := r.control.(fyne.Focusable); ok && p.first == nil {
					p.first = f
				}
			}
			column = append(column, parts.Column(style.Space8, parts.NewText(c.title, parts.Strong), settingsGroup(c.rows)))
		}
	}
	if len(column) == 0 {
		column = append(column, parts.NewEmptyState(style.IconSearch, locale.T("No setting has these words."),
			locale.T("Try other words, or empty the field to see all of them.")))
	}
	// Room for the focus ring at the edges of what scrolls.
	p.content.Objects = []fyne.CanvasObject{parts.InsetBy(style.Space4, style.Space8, style.Space24, style.Space4,
		parts.AtMost(settingsWidth, parts.Column(style.Space24, column...)))}
	p.content.Refresh()
	p.scroll.ScrollToTop()
	p.scroll.Refresh()
}

// settingsGroup is a card of rows with hairlines between them.
func settingsGroup(rows []settingsRow) fyne.CanvasObject {
	var lines []fyne.CanvasObject
	for i, r := range rows {
		if i > 0 {
			lines = append(lines, parts.HRule())
		}
		lines = append(lines, r.object())
	}
	return parts.NewBareCard(parts.Column(0, lines...))
}

func (r settingsRow) object() fyne.CanvasObject {
	inset := func(o fyne.CanvasObject) fyne.CanvasObject {
		return parts.InsetBy(style.Space12, style.CardPadding, style.Space12, style.CardPadding, o)
	}
	if r.whole != nil {
		return inset(r.whole)
	}
	words := []fyne.CanvasObject{parts.NewParagraph(r.title, parts.Strong)}
	if r.detail != "" {
		words = append(words, parts.NewParagraph(r.detail, parts.SmallMuted))
	}
	row := []fyne.CanvasObject{parts.Stretch(parts.Column(2, words...))}
	if r.control != nil {
		row = append(row, r.control)
	}
	return inset(parts.Row(style.Space16, row...))
}
