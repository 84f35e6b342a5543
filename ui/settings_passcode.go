package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// passcodeSettings is what the settings know of this computer's abilities; they
// are asked for once, and what needs them is not shown before.
type passcodeSettings struct {
	job *Job
	can PasscodeAbilities
}

// askAbilities finds out what there is, and shows what that makes possible.
func (p *SettingsScreen) askAbilities(c Passcode) {
	if p.passcode.job != nil {
		return
	}
	p.passcode.job = p.shell.Work().NewJob()
	Run(p.passcode.job, func(ctx context.Context, _ func(Step)) (PasscodeAbilities, error) {
		return c.Abilities(ctx), ctx.Err()
	}, nil, func(can PasscodeAbilities, err error) {
		if err == nil && can != p.passcode.can {
			p.passcode.can = can
			p.Reload()
		}
	}, nil)
}

// Reload implements [Reloader]: the settings are shown as they are now.
func (p *SettingsScreen) Reload() {
	p.sections = p.makeSections()
	offset := p.scroll.Offset
	if p.search.Text() != "" {
		p.find(p.search.Text())
	} else {
		p.show(p.shell.settings.section)
	}
	p.scroll.ScrollToOffset(offset)
}

// passcodeCards are the settings of the passcode, none where none can be set.
func (p *SettingsScreen) passcodeCards() []settingsCard {
	c := p.shell.session.Passcode
	if c == nil {
		return nil
	}
	p.askAbilities(c)
	state, can := c.State(), p.passcode.can
	open := func(page func() *passcodePage) func() {
		return func() { p.shell.Open(page()) }
	}
	title := locale.T("Passcode")
	row := settingsRow{id: "passcode", title: title, detail: locale.T("A short code that unlocks this vault quickly on this computer, until Vitalkeep is closed. The account password still opens it everywhere.")}
	set := locale.T("Set a passcode…")
	if state.Set {
		set = locale.T("Change…")
		row.detail = locale.T("It is set, and unlocks this vault until Vitalkeep is closed. After five wrong tries the account password is asked for.")
		if state.Kept {
			row.detail = locale.T("It is set, and unlocks this vault on this computer. After five wrong tries the account password is asked for.")
		}
	}
	change := parts.NewButton(parts.Outlined, set, open(func() *passcodePage { return newPasscodePage(p.shell, c) }))
	p.own("passcode", change)
	if !state.Set {
		row.control = change
		return []settingsCard{{title: title, rows: []settingsRow{row}}}
	}
	change.Named(locale.T("Change the passcode"))
	remove := parts.NewButton(parts.Outlined, locale.T("Remove…"), open(func() *passcodePage { return newPasscodeRemovalPage(p.shell, c) })).
		Named(locale.T("Remove the passcode"))
	row.control = parts.Row(style.Space8, change, p.own("passcode-remove", remove))
	rows := []settingsRow{row}
	if can.Keyring || state.Kept {
		name := locale.T("Also after a restart")
		about := locale.T("Part of what opens the vault is then kept in the keyring of this system, and the rest in the program's own folder; never the passcode itself. It is as safe as the login of this computer.")
		rows = append(rows, settingsRow{
			id: "passcode-kept", title: name, detail: about, words: "keyring",
			control: p.passcodeSwitch("passcode-kept", name, about, state.Kept, c, func(o *PasscodeOptions, on bool) { o.Kept = on }),
		})
	}
	if can.Fingerprint || state.Fingerprint {
		name := locale.T("Ask for the fingerprint as well")
		about := locale.T("After the right passcode, never in its place. Where the reader does not know the finger or is not there, the account password is asked for.")
		rows = append(rows, settingsRow{
			id: "passcode-finger", title: name, detail: about,
			control: p.passcodeSwitch("passcode-finger", name, about, state.Fingerprint, c, func(o *PasscodeOptions, on bool) { o.Fingerprint = on }),
		})
	}
	return []settingsCard{{title: title, rows: rows}}
}

// passcodeSwitch is a switch that asks for the passcode before it turns.
func (p *SettingsScreen) passcodeSwitch(id, name, about string, on bool, c Passcode, set func(o *PasscodeOptions, on bool)) fyne.CanvasObject {
	var turn *parts.Switch
	turn = parts.NewSwitch(name, on, func(now bool) {
		turn.SetOn(on) // until it is true
		o := c.State().PasscodeOptions
		set(&o, now)
		p.shell.Open(newPasscodeChoicePage(p.shell, c, o, name, about))
	})
	return p.own(id, turn)
}
