package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// makeSections makes the sections in their order; one without cards is left out.
func (p *SettingsScreen) makeSections() []settingsSection {
	all := []settingsSection{
		{id: "appearance", title: locale.T("Appearance"), icon: style.IconEye, cards: []settingsCard{p.looks(), p.sight()}},
		{id: "region", title: locale.T("Language and region"), icon: style.IconCalendar, cards: []settingsCard{p.language(), p.forms()}},
		p.peopleSection(),
		p.securitySection(),
		p.backupsSection(),
		p.noticesSection(),
		p.rightsSection(),
		p.offlineSection(),
		{id: "keys", title: locale.T("Keys"), icon: style.IconKeyboard, cards: []settingsCard{p.keys()}},
		{id: "about", title: locale.T("About"), icon: style.IconInfo, cards: []settingsCard{p.about()}},
	}
	return slices.DeleteFunc(all, func(s settingsSection) bool { return len(s.cards) == 0 })
}

// own makes a control that stands in a setting's row one that is found again by
// the setting's identifier.
func (p *SettingsScreen) own(id string, control fyne.CanvasObject) fyne.CanvasObject {
	if f, ok := control.(fyne.Focusable); ok {
		p.controls[id] = f
	}
	return control
}

// segmented is a control for one of a few.
func (p *SettingsScreen) segmented(id, name string, options []string, selected int, set func(a *Appearance, index int)) fyne.CanvasObject {
	c := parts.NewSegmented(name, options, func(index int) {
		p.change(id, func(a *Appearance) { set(a, index) })
	})
	c.SetSelected(selected)
	p.controls[id] = c
	return c
}

// choice is a control for one of many.
func (p *SettingsScreen) choice(id, name string, options []string, selected int, set func(a *Appearance, index int)) fyne.CanvasObject {
	c := parts.NewChoice(name, options, func(index int) {
		p.change(id, func(a *Appearance) { set(a, index) })
	}).Bare()
	c.SetSelected(selected)
	p.controls[id] = c
	return c
}

// toggle is a control for on and off.
func (p *SettingsScreen) toggle(id, name string, on bool, set func(a *Appearance, on bool)) fyne.CanvasObject {
	c := parts.NewSwitch(name, on, func(on bool) {
		p.change(id, func(a *Appearance) { set(a, on) })
	})
	p.controls[id] = c
	return c
}

func (p *SettingsScreen) looks() settingsCard {
	look := p.shell.Appearance().Look
	theme, text := locale.T("Theme"), locale.T("Text size")
	return settingsCard{title: locale.T("Window"), rows: []settingsRow{
		{
			id: "theme", title: theme, detail: locale.T("Light, dark, or as the system has it."),
			control: p.segmented("theme", theme, []string{locale.T("System"), locale.C("theme", "Light"), locale.T("Dark")}, int(look.Mode),
				func(a *Appearance, i int) { a.Look.Mode = style.Mode(i) }),
		},
		{
			id: "text", title: text, detail: locale.T("Larger text and icons; the spaces between them stay."),
			control: p.segmented("text", text, []string{locale.T("Normal"), locale.T("Large"), locale.T("Largest")}, int(look.Text),
				func(a *Appearance, i int) { a.Look.Text = style.TextSize(i) }),
		},
	}}
}

// scales are the factors of the interface that can be chosen; the toolkit knows
// tenths.
var scales = []float32{0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.5, 1.8, 2, 2.5, 3}

func (p *SettingsScreen) sight() settingsCard {
	a := p.shell.Appearance()
	contrast, still, scale := locale.T("High contrast"), locale.T("Reduce motion"), locale.T("Interface scale")
	rows := []settingsRow{
		{
			id: "contrast", title: contrast, detail: locale.T("Stronger colours and lines, in the light theme and in the dark one."),
			control: p.toggle("contrast", contrast, a.Look.Contrast, func(a *Appearance, on bool) { a.Look.Contrast = on }),
		},
		{
			id: "still", title: still, detail: locale.T("Messages appear in their place instead of sliding there."),
			control: p.toggle("still", still, a.Look.Still, func(a *Appearance, on bool) { a.Look.Still = on }),
		},
	}
	if p.shell.deps.SetScale != nil {
		var words []string
		at := 2
		for i, f := range scales {
			percent := locale.T("%s %%", locale.Count(int(f*100+0.5)))
			if f == 1 {
				percent = locale.T("As the screen asks for")
			}
			words = append(words, percent)
			if f == a.Scale {
				at = i
			}
		}
		rows = append(rows, settingsRow{
			id: "scale", title: scale, detail: locale.T("Everything larger or smaller, where the screen tells its size wrongly."),
			control: p.choice("scale", scale, words, at, func(a *Appearance, i int) {
				a.Scale = scales[i]
				if a.Scale == 1 {
					a.Scale = 0
				}
			}),
		})
	}
	return settingsCard{title: locale.T("Sight"), rows: rows}
}

func (p *SettingsScreen) language() settingsCard {
	a := p.shell.Appearance()
	languages := locale.Languages()
	words := []string{locale.T("System (%s)", locale.System().Name())}
	at := 0
	for i, l := range languages {
		words = append(words, l.Name())
		if l == a.Language {
			at = i + 1
		}
	}
	name := locale.T("Language")
	return settingsCard{title: name, rows: []settingsRow{{
		id: "language", title: name, detail: locale.T("Words, and the usual way to write numbers and dates."), words: "language Sprache langue idioma lingua taal",
		control: p.choice("language", name, words, at, func(a *Appearance, i int) {
			a.Language = ""
			if i > 0 {
				a.Language = languages[i-1]
			}
		}),
	}}}
}

// forms are the ways to write dates and the time; what each comes to is shown as
// it is written.
func (p *SettingsScreen) forms() settingsCard {
	forms := p.shell.Appearance().Forms
	today := locale.DateOf(p.shell.Now())
	half := 18*60 + 5
	date, clock, week := locale.T("Date"), locale.T("Time of day"), locale.T("First day of the week")
	dates := p.examples(func() string { return locale.FullDate(today) },
		locale.Forms{}, locale.Forms{Date: locale.DayFirst}, locale.Forms{Date: locale.MonthFirst}, locale.Forms{Date: locale.YearFirst})
	clocks := p.examples(func() string { return locale.ClockAt(half/60, half%60) },
		locale.Forms{}, locale.Forms{Clock: locale.Hours24}, locale.Forms{Clock: locale.Hours12})
	weeks := p.examples(func() string { return locale.Capital(locale.Weekday(locale.WeekStart())) },
		locale.Forms{}, locale.Forms{Week: locale.MondayFirst}, locale.Forms{Week: locale.SundayFirst}, locale.Forms{Week: locale.SaturdayFirst})
	usual := func(words []string) []string {
		words[0] = locale.T("Automatic: %s", words[0])
		return words
	}
	return settingsCard{title: locale.T("Dates and numbers"), rows: []settingsRow{
		{
			id: "date", title: date, detail: locale.T("Today is %s.", locale.LongDate(today)),
			control: p.choice("date", date, usual(dates), int(forms.Date), func(a *Appearance, i int) { a.Forms.Date = locale.DateForm(i) }),
		},
		{
			id: "clock", title: clock, detail: locale.T("Five past six in the evening is %s.", locale.ClockAt(half/60, half%60)),
			control: p.choice("clock", clock, usual(clocks), int(forms.Clock), func(a *Appearance, i int) { a.Forms.Clock = locale.ClockForm(i) }),
		},
		{
			id: "week", title: week, detail: locale.T("Weeks of graphs and calendars begin with it."),
			control: p.choice("week", week, usual(weeks), int(forms.Week), func(a *Appearance, i int) { a.Forms.Week = locale.WeekForm(i) }),
		},
		{
			id: "numbers", title: locale.T("Numbers"), detail: locale.T("As the language has them: %s.", locale.Number(-1284.5, 1)),
		},
	}}
}

// examples are what show comes to in different forms.
func (p *SettingsScreen) examples(show func() string, wishes ...locale.Forms) []string {
	defer p.shell.useForms()
	out := make([]string, len(wishes))
	for i, f := range wishes {
		locale.UseForms(f)
		out[i] = show()
	}
	return out
}

func (p *SettingsScreen) keys() settingsCard {
	words := ""
	for _, g := range shortcuts() {
		for _, k := range g.keys {
			words += " " + locale.Dynamic(k.does)
		}
	}
	return settingsCard{title: locale.T("Keys"), rows: []settingsRow{{id: "keys", whole: p.shell.shortcutList(1), words: words}}}
}

func (p *SettingsScreen) about() settingsCard {
	about := p.shell.deps.About
	rows := []settingsRow{{
		id: "version", title: "Vitalkeep " + about.Version,
		detail: locale.T("Your household's health data in one encrypted file on your own disk. Free software under the MIT licence; no part of it opens a network connection."),
	}}
	if about.State != "" {
		detail := locale.T("How the window looks and which vaults were open, in %s. Nothing of what a vault holds.", about.State)
		if p.shell.deps.Passcodes != nil {
			detail += " " + locale.T("A passcode that is kept after a restart leaves one half there; alone it opens nothing.")
		}
		rows = append(rows, settingsRow{id: "state", title: locale.T("What is remembered on this computer"), detail: detail, words: about.State})
	}
	return settingsCard{title: locale.T("About"), rows: append(rows, settingsRow{
		id: "fonts", title: locale.T("Typeface"),
		detail: locale.T("Inter, by Rasmus Andersson and others, under the SIL Open Font License 1.1. Its figures were made equally wide."),
	})}
}
