package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/notices"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// canRemind reports whether reminders can be set up for the person shown.
func (s *Shell) canRemind() bool { return s.hasNotices() && s.session.Preferences != nil }

// canAim reports whether goals can be set up for the person shown.
func (s *Shell) canAim() bool { return s.canRemind() && s.session.Library != nil }

// OpenReminders opens the reminders of the person shown.
func (s *Shell) OpenReminders() {
	if s.canRemind() && !s.busy() {
		s.Open(newRemindersPage(s))
	}
}

// setupPage lists what a person set up: reminders or goals. Each can be paused,
// changed and deleted, which can be taken back.
type setupPage struct {
	shell   *Shell
	person  health.Profile
	job     *Job
	root    *fyne.Container
	content *fyne.Container
	fault   *parts.Notice
	purpose health.Purpose
	words   setupWords
	rows    func() (rows []setupRow, ok bool)
	add     func()
}

// setupWords are the words of a list.
type setupWords struct {
	title, add, off, empty, emptyTodo string
	icon                              style.Icon
}

// setupRow is one thing of the list.
type setupRow struct {
	icon          style.Icon
	token         style.Token
	title, detail string
	on            bool
	turn          func(on bool)
	change        func()
	remove        func()
}

var (
	_ Page     = (*setupPage)(nil)
	_ Reloader = (*setupPage)(nil)
)

func newSetupPage(s *Shell, purpose health.Purpose, w setupWords) *setupPage {
	p := &setupPage{shell: s, person: s.Profile(), job: s.Work().NewJob(), root: container.NewStack(), purpose: purpose, words: w}
	p.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	p.fault.Hide()
	p.content = parts.Column(style.Gap)
	scroll := parts.Scroll(parts.AtMost(noticesWidth, parts.InsetBy(style.Space4, scrollMargin, style.PageInset, scrollMargin, p.content)))
	add := parts.NewButton(parts.Primary, w.add, func() { p.add() }).WithIcon(style.IconAdd)
	bar := parts.NewTopBar(w.title, p.person.Name, s.Back, add)
	p.root.Objects = []fyne.CanvasObject{s.Frame(bar, container.New(reachOut{s}, scroll))}
	return p
}

// Object implements [Page].
func (p *setupPage) Object() fyne.CanvasObject { return p.root }

// Leave implements [Page].
func (p *setupPage) Leave() { p.job.Cancel() }

// Reload implements [Reloader].
func (p *setupPage) Reload() { p.show() }

// Busy implements [Busier].
func (p *setupPage) Busy() bool { return p.job.Running() }

func (p *setupPage) show() {
	column := []fyne.CanvasObject{p.fault}
	if !p.shell.AllowsFor(p.person.ID, p.purpose) {
		column = append(column, parts.NewNotice(parts.NoticeInfo, p.words.off, locale.T("It is switched off in Settings, under Purposes.")))
	}
	rows, ok := p.rows()
	switch {
	case !ok:
		column = append(column, parts.NewNotice(parts.NoticeWarning, locale.T("A newer version of Vitalkeep wrote this list."),
			locale.T("This version does not change it. Use the newer one.")))
	case len(rows) == 0:
		column = append(column, parts.NewEmptyState(p.words.icon, p.words.empty, p.words.emptyTodo))
	default:
		var lines []fyne.CanvasObject
		for i, r := range rows {
			if i > 0 {
				lines = append(lines, parts.HRule())
			}
			lines = append(lines, r.object())
		}
		column = append(column, parts.NewBareCard(parts.Column(0, lines...)))
	}
	p.content.Objects = column
	p.content.Refresh()
}

func (r setupRow) object() fyne.CanvasObject {
	change := parts.NewButton(parts.Outlined, locale.T("Change…"), r.change).Tall(style.ControlSmallHeight).Named(locale.T("Change %s", r.title))
	remove := parts.NewIconButton(style.IconTrash, locale.T("Delete %s", r.title), r.remove).Tall(style.ControlSmallHeight)
	return parts.InsetBy(style.Space12, style.CardPadding, style.Space12, style.CardPadding, parts.Row(style.Space16,
		newBadge(r.icon, r.token, style.Sunken, badgeSize),
		parts.Stretch(parts.Column(2, parts.NewParagraph(r.title, parts.Strong), parts.NewParagraph(r.detail, parts.SmallMuted))),
		parts.NewSwitch(r.title, r.on, r.turn), change, remove))
}

// stored shows the list after a change, or what went wrong with it.
func (p *setupPage) stored(err error) {
	p.fault.Hidden = err == nil
	if err != nil {
		what, todo := p.shell.Explain(err)
		p.fault.Set(parts.NoticeDanger, what, todo)
	}
	p.show()
}

func newRemindersPage(s *Shell) *setupPage {
	p := newSetupPage(s, health.Reminders, setupWords{
		title: locale.T("Reminders"), add: locale.T("New reminder"), off: locale.T("Reminders are off for this person."),
		empty: locale.T("No reminders yet"), emptyTodo: locale.T("To measure something, or to take a medicine, at times of day."), icon: style.IconBell,
	})
	p.add = func() { s.Open(newReminderForm(s, p.person, notices.Reminder{})) }
	p.rows = func() ([]setupRow, bool) {
		book := s.noticeBook(p.person.ID)
		var rows []setupRow
		for _, r := range book.reminders.All {
			rows = append(rows, p.reminderRow(book, r))
		}
		return rows, book.remindersOK
	}
	p.show()
	return p
}

func (p *setupPage) reminderRow(book noticeBook, r notices.Reminder) setupRow {
	s, id := p.shell, p.person.ID
	row := setupRow{icon: style.IconMedicine, token: style.Muted, title: r.Title, on: !r.Paused}
	what := present.Facts(locale.T("Medicine"), r.Amount)
	if m, ok := health.Lookup(r.Metric); ok {
		row.icon, row.token = FamilyLook(m.Family)
		what = locale.T("Measure: %s", measuredName(m.ID))
	}
	row.detail = present.Facts(what, reminderDays(r), p.reminderNext(r))
	row.turn = func(on bool) {
		r.Paused, r.Since = !on, s.Now().UnixMilli()
		with, err := book.reminders.With(r)
		if err != nil {
			p.stored(err)
			return
		}
		s.storeReminders(p.job, id, with, p.stored)
	}
	row.change = func() { s.Open(newReminderForm(s, p.person, r)) }
	row.remove = func() {
		s.storeReminders(p.job, id, book.reminders.Without(r.ID), func(err error) {
			p.stored(err)
			if err != nil {
				return
			}
			s.ToastUndo(locale.T("Deleted the reminder."), func() {
				back, err := s.noticeBook(id).reminders.With(r)
				if err != nil {
					p.stored(err)
					return
				}
				s.storeReminders(p.job, id, back, p.stored)
			})
		})
	}
	return row
}

// reminderNext says when a reminder is due next.
func (p *setupPage) reminderNext(r notices.Reminder) string {
	if r.Paused {
		return locale.T("Paused")
	}
	a := present.NewAlmanac(p.shell.Now(), p.person)
	next, ok := r.Next(p.shell.Now().UnixMilli(), a.Zone)
	switch date := a.DateAt(next); {
	case !ok:
		return locale.T("Over")
	case date == a.Today():
		return locale.T("next today at %s", present.Clock(next, a.OffsetAt(next)))
	case date == a.Today().AddDays(1):
		return locale.T("next tomorrow at %s", present.Clock(next, a.OffsetAt(next)))
	default:
		return locale.T("next on %s", a.WordDate(date))
	}
}

// reminderDays says on which days and when a reminder is due.
func reminderDays(r notices.Reminder) string {
	var times []string
	for _, c := range r.Times {
		times = append(times, locale.ClockAt(int(c)/60, int(c)%60))
	}
	when := locale.List(times...)
	switch {
	case r.Every > 1:
		return locale.N("every %[1]s day at %[2]s", "every %[1]s days at %[2]s", r.Every, locale.Count(r.Every), when)
	case r.Weekdays == 0 || r.Weekdays == 1<<7-1:
		return locale.T("every day at %s", when)
	}
	var days []string
	for _, d := range weekdaysInOrder() {
		if r.Weekdays&(1<<d) != 0 {
			days = append(days, locale.ShortWeekday(d))
		}
	}
	return locale.T("%[1]s at %[2]s", locale.List(days...), when)
}

// weekdaysInOrder are the days of the week from the first.
func weekdaysInOrder() []time.Weekday {
	var out []time.Weekday
	for i := range 7 {
		out = append(out, (locale.WeekStart()+time.Weekday(i))%7)
	}
	return out
}
