package ui

import (
	"runtime"

	"fyne.io/fyne/v2"

	"vitalkeep/notices"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// noticesSection is about what the program tells of by itself.
func (p *SettingsScreen) noticesSection() settingsSection {
	section := settingsSection{id: "notices", title: locale.T("Notifications"), icon: style.IconBell}
	if p.shell.hasNotices() {
		section.cards = []settingsCard{p.noticeKinds(), p.quietHours()}
		if p.shell.deps.Desktop != nil {
			section.cards = append(section.cards, p.desktopNotices())
		}
		section.cards = append(section.cards, p.noticeWays())
	}
	return section
}

// told are the kinds that can come in this vault.
func (s *Shell) toldKinds() []notices.Kind {
	var out []notices.Kind
	for _, k := range notices.Kinds() {
		switch {
		case k.Reminds() && !s.canRemind(),
			k == notices.GoalReached && !s.canAim(),
			k == notices.NewData && s.session.Imports == nil,
			k == notices.Backup && !s.watchesBackups(),
			k == notices.Deletion && s.session.Life == nil,
			k == notices.Letter && s.session.Notebook == nil:
		default:
			out = append(out, k)
		}
	}
	return out
}

// switchNotices changes how notices are wanted; a failure is said.
func (p *SettingsScreen) switchNotices(how func(notices.Settings) notices.Settings) {
	s := p.shell
	s.setNoticeSettings(how(s.notices.settings), func(err error) {
		what, todo := s.Explain(err)
		s.Toast(what+" "+todo, "", nil)
	})
}

func (p *SettingsScreen) noticeKinds() settingsCard {
	card := settingsCard{title: locale.T("What is told of, and where")}
	settings := p.shell.notices.settings
	for _, k := range p.shell.toldKinds() {
		name, detail := noticeKindWords(k)
		id := "notices-" + k.String()
		channel := func(c notices.Channel, words string) fyne.CanvasObject {
			full := locale.T("%[1]s: %[2]s", name, words)
			sw := parts.NewSwitch(full, settings.On(k, c), func(on bool) {
				p.switchNotices(func(s notices.Settings) notices.Settings { return s.With(k, c, on) })
			})
			return parts.Column(style.Space4, parts.NewText(words, parts.Caption), p.own(id+"-"+words, sw))
		}
		controls := []fyne.CanvasObject{channel(notices.Timeline, locale.T("Timeline"))}
		if p.shell.deps.Desktop != nil {
			controls = append(controls, channel(notices.Desktop, locale.T("Desktop")))
		}
		card.rows = append(card.rows, settingsRow{
			id: id, title: name, detail: detail, words: locale.T("notices notifications timeline desktop"),
			control: parts.Row(style.Space16, controls...),
		})
	}
	card.rows = append(card.rows, settingsRow{
		id: "notices-off", title: locale.T("What is off in both places does not happen"),
		detail: locale.T("It is not looked for, not listed under Notices, and not in the timeline."),
	})
	return card
}

func (p *SettingsScreen) quietHours() settingsCard {
	s := p.shell
	quiet := s.notices.settings.Quiet
	title := locale.T("Quiet hours")
	var hours []string
	for half := range 48 {
		hours = append(hours, locale.ClockAt(half/2, half%2*30))
	}
	choice := func(id, name string, at notices.Clock, set func(q *notices.Quiet, c notices.Clock)) fyne.CanvasObject {
		c := parts.NewChoice(name, hours, func(i int) {
			p.switchNotices(func(x notices.Settings) notices.Settings {
				set(&x.Quiet, notices.Clock(i*30))
				return x
			})
		}).Bare()
		c.SetSelected(int(at) / 30)
		return p.own(id, c)
	}
	from, to := locale.T("Quiet from"), locale.T("Quiet until")
	return settingsCard{title: title, rows: []settingsRow{
		{
			id: "quiet", title: title, detail: locale.T("Nothing on the desktop in these hours of the person's own zone; one line when they are over."),
			control: p.own("quiet", parts.NewSwitch(title, quiet.On, func(on bool) {
				p.switchNotices(func(x notices.Settings) notices.Settings {
					x.Quiet.On = on
					return x
				})
			})),
		},
		{id: "quiet-from", title: from, control: choice("quiet-from", from, quiet.From, func(q *notices.Quiet, c notices.Clock) { q.From = c })},
		{id: "quiet-to", title: to, control: choice("quiet-to", to, quiet.To, func(q *notices.Quiet, c notices.Clock) { q.To = c })},
	}}
}

func (p *SettingsScreen) desktopNotices() settingsCard {
	s := p.shell
	told := locale.T("Say what it is about")
	return settingsCard{title: locale.T("On the desktop"), rows: []settingsRow{
		{
			id: "told", title: told, detail: locale.T("Off, it says only that there is something: no name, no kind, no number. Others may see the screen."),
			control: p.own("told", parts.NewSwitch(told, s.notices.settings.Told, func(on bool) {
				p.switchNotices(func(x notices.Settings) notices.Settings {
					x.Told = on
					return x
				})
			})),
		},
		{
			id: "notice-test", title: locale.T("Try it"), detail: systemNoticesText(runtime.GOOS),
			control: p.own("notice-test", parts.NewButton(parts.Outlined, locale.T("Show one now"), func() {
				s.deps.Desktop(locale.T("Vitalkeep"), locale.T("This is how a notice looks."))
			})),
		},
		{
			id: "notice-lock", title: locale.T("While the vault is locked"),
			detail: locale.T("Nothing is raised and nothing is shown: what is due is in the vault. It comes when the vault is open again."),
		},
	}}
}

// systemNoticesText points to the switch of the system.
func systemNoticesText(system string) string {
	switch system {
	case "windows":
		return locale.T("If nothing appears, look in the system's Settings under System, Notifications.")
	case "darwin":
		return locale.T("If nothing appears, look in System Settings under Notifications.")
	}
	return locale.T("If nothing appears, look in the settings of the desktop under Notifications, also for Do Not Disturb.")
}

// noticeWays lead to what can be set up.
func (p *SettingsScreen) noticeWays() settingsCard {
	s := p.shell
	card := settingsCard{title: locale.T("Reminders and goals")}
	if s.canRemind() {
		card.rows = append(card.rows, settingsRow{
			id: "reminders", title: locale.T("Reminders"), detail: locale.T("To measure something, or to take a medicine, at times of day."),
			control: p.own("reminders", parts.NewButton(parts.Outlined, locale.T("Reminders…"), s.OpenReminders)),
		})
	}
	if s.canAim() {
		card.rows = append(card.rows, settingsRow{
			id: "goals", title: locale.T("Goals"), detail: locale.T("A number to come to: steps a day, a weight."),
			control: p.own("goals", parts.NewButton(parts.Outlined, locale.T("Goals…"), s.OpenGoals)),
		})
	}
	return card
}
