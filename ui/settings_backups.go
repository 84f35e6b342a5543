package ui

import (
	"context"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// overdueChoices are after how many days a warning can come.
var overdueChoices = []int{7, 14, 30, 60, 90}

// backupsSection is about copies of the vault.
func (p *SettingsScreen) backupsSection() settingsSection {
	out := settingsSection{id: "backups", title: locale.T("Backups"), icon: style.IconCopy}
	session := p.shell.session
	if session == nil || session.Backups == nil {
		return out
	}
	rows := []settingsRow{{
		id: "backups-all", title: locale.T("Backups of this vault"), detail: locale.T("Back up now, prove again, remove, restore."),
		control: p.own("backups-all", parts.NewButton(parts.Outlined, locale.T("All backups…"), p.shell.OpenBackups)),
	}}
	if session.Schedule != nil {
		plan := session.Schedule.Plan()
		rows = append(rows, settingsRow{
			id: "backups-schedule", title: p.shell.scheduleTitle(), detail: p.shell.scheduleDetail(),
			control: p.own("backups-schedule", parts.NewButton(parts.Outlined, locale.T("Change…"), p.shell.OpenBackupPlan).Named(locale.T("Change the schedule"))),
		})
		var words []string
		at := 2
		for i, days := range overdueChoices {
			words = append(words, locale.N("%s day", "%s days", days, locale.Count(days)))
			if days == plan.OverdueDays {
				at = i
			}
		}
		name := locale.T("Warn when the last proof is older than")
		choice := parts.NewChoice(name, words, func(i int) { p.shell.keepOverdueDays(overdueChoices[i]) }).Bare()
		choice.SetSelected(at)
		rows = append(rows, settingsRow{
			id: "backups-overdue", title: name, detail: locale.T("A line over the pages says so. Without any backup it comes after a week with data."),
			control: p.own("backups-overdue", choice),
		})
	}
	out.cards = []settingsCard{{title: locale.T("Copies of the vault"), rows: rows}}
	return out
}

// keepOverdueDays keeps after how many days a warning comes.
func (s *Shell) keepOverdueDays(days int) {
	schedule := s.session.Schedule
	plan := schedule.Plan()
	plan.OverdueDays = days
	Run(s.Work().NewJob(), func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, schedule.SetPlan(ctx, plan)
	}, nil, func(_ struct{}, err error) {
		if err != nil {
			what, todo := s.Explain(err)
			s.Toast(what+" "+todo, "", nil)
			return
		}
		if s.session != nil {
			s.showNotes()
		}
	}, nil)
}
