package ui

import (
	"encoding/json"

	"vitalkeep/health"
	"vitalkeep/notices"
)

// The kinds of drafts of what is set up.
const (
	reminderDraftKind = "reminder"
	goalDraftKind     = "goal"
)

// reminderDraft is what stands in the form of a reminder.
type reminderDraft struct {
	Medicine bool            `json:"medicine,omitempty"`
	Metric   health.MetricID `json:"metric,omitempty"`
	Title    string          `json:"title,omitempty"`
	Amount   string          `json:"amount,omitempty"`
	Times    string          `json:"times,omitempty"`
	Days     int             `json:"days,omitempty"`
	Weekdays uint8           `json:"weekdays,omitempty"`
	Every    string          `json:"every,omitempty"`
	Start    string          `json:"start,omitempty"`
	End      string          `json:"end,omitempty"`
}

func (f *reminderForm) state() reminderDraft {
	d := reminderDraft{
		Medicine: f.medicine(), Title: f.title.Text(), Amount: f.amount.Text(), Times: f.times.Text(), Days: f.days.Selected(),
		Every: f.every.Text(), Start: f.start.Text(), End: f.end.Text(),
	}
	if i := f.metric.Selected(); i >= 0 && i < len(f.metrics) {
		d.Metric = f.metrics[i]
	}
	for i, day := range weekdaysInOrder() {
		if f.week[i].On() {
			d.Weekdays |= 1 << day
		}
	}
	return d
}

// fill puts what stood in a form into this one.
func (f *reminderForm) fill(d reminderDraft) {
	f.kind.SetSelected(0)
	if d.Medicine {
		f.kind.SetSelected(1)
	}
	for i, id := range f.metrics {
		if id == d.Metric {
			f.metric.SetSelected(i)
		}
	}
	f.title.SetText(d.Title)
	f.amount.SetText(d.Amount)
	f.times.SetText(d.Times)
	f.days.SetSelected(min(max(d.Days, everyDay), everySoMany))
	for i, day := range weekdaysInOrder() {
		f.week[i].SetOn(d.Weekdays&(1<<day) != 0)
	}
	f.every.SetText(d.Every)
	f.start.SetText(d.Start)
	f.end.SetText(d.End)
	f.lay()
}

// Drafts implements [Drafter].
func (f *reminderForm) Drafts() []Draft {
	if f.state() == f.before {
		return nil
	}
	return []Draft{draftOf(reminderDraftKind, f.person.ID, f.reminder.ID, f.state())}
}

// ResumeReminder opens the form of a reminder as the lock took it.
func ResumeReminder(s *Shell, d Draft, open func(p Page, line string)) {
	var state reminderDraft
	person, ok := s.personByID(d.Of)
	if json.Unmarshal(d.State, &state) != nil || !ok || !s.canRemind() {
		return
	}
	r, there := s.noticeBook(person.ID).reminders.Get(d.ID)
	if !there {
		r = notices.Reminder{} // deleted meanwhile, or a new one
	}
	f := newReminderForm(s, person, r)
	f.fill(state)
	s.DropDraft(d.Kind, d.Of, d.ID)
	open(f, backLine())
}

// goalDraft is what stands in the form of a goal.
type goalDraft struct {
	Metric health.MetricID `json:"metric,omitempty"`
	Rule   int             `json:"rule,omitempty"`
	Target string          `json:"target,omitempty"`
	Start  string          `json:"start,omitempty"`
}

func (f *goalForm) state() goalDraft {
	return goalDraft{Metric: f.kind().metric, Rule: f.rule.Selected(), Target: f.target.Text(), Start: f.start.Text()}
}

// fill puts what stood in a form into this one.
func (f *goalForm) fill(d goalDraft) {
	for i, k := range f.kinds {
		if k.metric == d.Metric {
			f.metric.SetSelected(i)
		}
	}
	f.lay()
	if d.Rule >= 0 && d.Rule < len(f.ruleOrder()) {
		f.rule.SetSelected(d.Rule)
	}
	f.target.SetText(d.Target)
	f.start.SetText(d.Start)
}

// Drafts implements [Drafter].
func (f *goalForm) Drafts() []Draft {
	if f.state() == f.before {
		return nil
	}
	return []Draft{draftOf(goalDraftKind, f.person.ID, f.goal.ID, f.state())}
}

// ResumeGoal opens the form of a goal as the lock took it.
func ResumeGoal(s *Shell, d Draft, open func(p Page, line string)) {
	var state goalDraft
	person, ok := s.personByID(d.Of)
	if json.Unmarshal(d.State, &state) != nil || !ok || !s.canAim() {
		return
	}
	g, there := s.noticeBook(person.ID).goals.Get(d.ID)
	if !there {
		g = notices.Goal{}
	}
	f := newGoalForm(s, person, g)
	f.fill(state)
	s.DropDraft(d.Kind, d.Of, d.ID)
	open(f, backLine())
}
