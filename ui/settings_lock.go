package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
)

// lockCards are about when the vault locks by itself.
func (p *SettingsScreen) lockCards() []settingsCard {
	if p.shell.session.Choices == nil {
		return nil
	}
	c, can := p.shell.away.choices, p.shell.away.presence
	rows := []settingsRow{p.idleRow(c, can)}
	system := func(id, name, detail, without string, offered, on bool, set func(c *lockChoices, on bool)) {
		row := settingsRow{id: id, title: name, detail: detail, words: "lock", control: p.lockSwitch(id, name, on, set)}
		if !offered {
			row.detail, row.control = without, nil
		}
		rows = append(rows, row)
	}
	system("lock-screen", locale.T("When the screen locks"), locale.T("Also when a screen saver hides it."),
		locale.T("This system does not tell programs when its screen locks."),
		can.Screen, c.Screen, func(c *lockChoices, on bool) { c.Screen = on })
	asleep := locale.T("The vault is closed before the computer sleeps.")
	if !can.Sleep {
		asleep = locale.T("This system does not say so beforehand: the vault locks when the computer wakes up.")
	}
	system("lock-sleep", locale.T("When the computer sleeps"), asleep, "",
		true, c.Sleep, func(c *lockChoices, on bool) { c.Sleep = on })
	system("lock-user", locale.T("When another user takes over"), locale.T("On a computer with several accounts."),
		locale.T("This system does not tell programs when another user takes over."),
		can.User, c.User, func(c *lockChoices, on bool) { c.User = on })
	if can.Minimised {
		system("lock-minimise", locale.T("When the window is minimised"), locale.T("A window behind others stays open."), "",
			true, c.Minimise, func(c *lockChoices, on bool) { c.Minimise = on })
	}
	return []settingsCard{{title: locale.T("Lock by itself"), rows: rows}}
}

// idleRow chooses how long the window may be without input.
func (p *SettingsScreen) idleRow(c lockChoices, can Presence) settingsRow {
	name := locale.T("When the window is not used")
	row := settingsRow{id: "lock-idle", title: name, words: "idle lock"}
	if !can.Input {
		row.detail = locale.T("On this system the window cannot tell whether it is used.")
		return row
	}
	minutes := idleMinutes
	if !slices.Contains(minutes, c.IdleMinutes) { // chosen elsewhere
		minutes = append([]int{c.IdleMinutes}, minutes...)
	}
	words := make([]string, len(minutes))
	for i, m := range minutes {
		words[i] = locale.N("After %s minute", "After %s minutes", m, locale.Count(m))
		if m == 0 {
			words[i] = locale.C("lock", "Never")
		}
	}
	row.detail = locale.T("Counted while no key, click, scroll or movement reaches the window. An import or backup under way does not count as use.")
	if c.IdleMinutes == 0 {
		row.detail = locale.T("Whoever comes to this computer can read everything until the vault is locked.")
	}
	choice := parts.NewChoice(name, words, func(i int) {
		p.setLock("lock-idle", func(c *lockChoices) { c.IdleMinutes = minutes[i] })
	}).Bare()
	choice.SetSelected(slices.Index(minutes, c.IdleMinutes))
	row.control = p.own("lock-idle", choice)
	return row
}

func (p *SettingsScreen) lockSwitch(id, name string, on bool, set func(c *lockChoices, on bool)) fyne.CanvasObject {
	return p.own(id, parts.NewSwitch(name, on, func(on bool) {
		p.setLock(id, func(c *lockChoices) { set(c, on) })
	}))
}

// setLock changes one of the choices and shows the page as it is then.
func (p *SettingsScreen) setLock(id string, change func(c *lockChoices)) {
	c := p.shell.away.choices
	change(&c)
	p.shell.chooseLock(c)
	p.again(id)
}

// again shows the settings as they are now, in their place, with the keyboard on one
// of them.
func (p *SettingsScreen) again(id string) {
	offset := p.scroll.Offset
	p.sections = p.makeSections()
	if text := p.search.Text(); text != "" {
		p.find(text)
	} else {
		p.show(p.shell.settings.section)
	}
	p.scroll.ScrollToOffset(offset)
	if c, ok := p.controls[id]; ok {
		parts.Focus(c)
	}
}
