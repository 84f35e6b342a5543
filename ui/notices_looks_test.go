package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/notices"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// noticesOf is a stage with notices, opened somewhere.
func noticesOf(set, then func(ns *noticeStage)) func(*testing.T, style.Mode, fyne.Size) *stage {
	return func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		ns := newNoticeStage(t, m, size, set).unlock()
		then(ns)
		ns.bench.settle()
		return ns.stage
	}
}

// usualNotices are reminders of two people and a goal.
func usualNotices(ns *noticeStage) {
	ns.setUp(annaID, []notices.Reminder{remindAt(7, 11), pillsAt(20)}, []notices.Goal{stepsGoal(7_500)})
	ns.setUp(elinID, []notices.Reminder{pillsAt(8)}, nil)
}

// setUpByAnna are all sorts of reminders and goals.
func setUpByAnna(ns *noticeStage) {
	mondays, third := pillsAt(8, 20), remindAt(7)
	mondays.ID, mondays.Title, mondays.Amount, mondays.Weekdays = "b", "Vitamin D", "1 drop", 1<<time.Monday|1<<time.Thursday
	third.ID, third.Title, third.Metric, third.Every = "c", "With both arms", "systolic", 3
	paused := pillsAt(7)
	paused.Paused = true
	from := 82.0
	weight := notices.Goal{ID: "w", Metric: "weight", Rule: notices.Reach, Target: health.Int(75), Unit: health.Kilogram, From: &from, Start: health.Date{Year: 2025, Month: 3, Day: 1}, Since: 1}
	off := stepsGoal(600)
	off.ID, off.Metric, off.Unit, off.Rule, off.Paused = "k", "calories_active", health.Kilocalorie, notices.AtMost, true
	ns.setUp(annaID, []notices.Reminder{remindAt(7), mondays, third, paused}, []notices.Goal{stepsGoal(10_000), weight, off})
}

// noticeShots are the states of what belongs to notices.
var noticeShots = map[string]func(*testing.T, style.Mode, fyne.Size) *stage{
	"notices":       noticesOf(usualNotices, func(ns *noticeStage) { ns.list() }),
	"notices-empty": noticesOf(nil, func(ns *noticeStage) { ns.list() }),
	"notices-many": noticesOf(usualNotices, func(ns *noticeStage) {
		for range 6 {
			ns.pass(12 * time.Hour)
		}
		ns.list().readAll.Press()
		ns.bench.settle()
		ns.pass(12 * time.Hour)
	}),
	"reminders":       noticesOf(setUpByAnna, func(ns *noticeStage) { ns.OpenReminders() }),
	"reminders-empty": noticesOf(nil, func(ns *noticeStage) { ns.OpenReminders() }),
	"reminders-off": noticesOf(func(ns *noticeStage) {
		setUpByAnna(ns)
		ns.books[annaID].kept[purposesPreference] = []byte(`{"off":["reminders"]}`)
	}, func(ns *noticeStage) { ns.OpenReminders() }),
	"reminder": noticesOf(nil, func(ns *noticeStage) { ns.Open(newReminderForm(ns.Shell, ns.Profile(), notices.Reminder{})) }),
	"reminder-medicine": noticesOf(nil, func(ns *noticeStage) {
		r := pillsAt(8, 20)
		r.Weekdays = 1<<time.Monday | 1<<time.Thursday
		ns.Open(newReminderForm(ns.Shell, ns.Profile(), r))
	}),
	"reminder-wrong": noticesOf(nil, func(ns *noticeStage) {
		f := newReminderForm(ns.Shell, ns.Profile(), notices.Reminder{})
		ns.Open(f)
		f.kind.Choose(1)
		f.times.SetText("25:00")
		f.days.Choose(someDays)
		f.end.SetDate(health.Date{Year: 2025, Month: 1, Day: 1})
		f.store()
	}),
	"goals":       noticesOf(setUpByAnna, func(ns *noticeStage) { ns.OpenGoals() }),
	"goals-empty": noticesOf(nil, func(ns *noticeStage) { ns.OpenGoals() }),
	"goal":        noticesOf(nil, func(ns *noticeStage) { ns.Open(newGoalForm(ns.Shell, ns.Profile(), notices.Goal{})) }),
	"goal-wrong": noticesOf(nil, func(ns *noticeStage) {
		f := newGoalForm(ns.Shell, ns.Profile(), notices.Goal{})
		ns.Open(f)
		f.metric.Choose(0)
		f.target.SetText("9000")
		f.store()
	}),
	"dashboard-goal": noticesOf(setUpByAnna, func(ns *noticeStage) { ns.Home() }),
	"detail-goal": noticesOf(usualNotices, func(ns *noticeStage) {
		ns.Open(NewDetailScreen(ns.Shell, dataNeeds(ns.Shell), "steps"))
	}),
	"settings-notices": noticesOf(usualNotices, func(ns *noticeStage) { ns.inSettings("notices") }),
	"timeline-notices": noticesOf(usualNotices, func(ns *noticeStage) {
		ns.pages.Export, ns.pages.Import = nil, nil // their buttons leave no room for the longest words
		ns.ctrl(fyne.Key2)
		ns.bench.settle()
		screen := ns.Page().(*TimelineScreen)
		screen.filter(present.TopicSet(0).With(present.TopicNotices).With(present.TopicBody))
	}),
}

// spokenOf are the shots with what people wrote in their reminders.
func spokenOf(shots []shot) []shot {
	for i := range shots {
		shots[i].data = []string{"Before breakfast", "Ibuprofen", "Vitamin D", "1 drop", "400 mg", "With both arms"}
	}
	return shots
}
