package ui

import (
	"vitalkeep/health"
	"vitalkeep/notices"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// OpenGoals opens the goals of the person shown.
func (s *Shell) OpenGoals() {
	if s.canAim() && !s.busy() {
		s.Open(newGoalsPage(s))
	}
}

func newGoalsPage(s *Shell) *setupPage {
	p := newSetupPage(s, health.Goals, setupWords{
		title: locale.T("Goals"), add: locale.T("New goal"), off: locale.T("Goals are off for this person."),
		empty: locale.T("No goals yet"), emptyTodo: locale.T("A number to come to: steps a day, a weight."), icon: style.IconCheck,
	})
	p.add = func() { s.Open(newGoalForm(s, p.person, notices.Goal{})) }
	p.rows = func() ([]setupRow, bool) {
		book := s.noticeBook(p.person.ID)
		var rows []setupRow
		for _, g := range book.goals.All {
			rows = append(rows, p.goalRow(book, g))
		}
		return rows, book.goalsOK
	}
	p.show()
	return p
}

func (p *setupPage) goalRow(book noticeBook, g notices.Goal) setupRow {
	s, id := p.shell, p.person.ID
	m, _ := health.Lookup(g.Metric)
	row := setupRow{title: present.MetricName(m), on: !g.Paused}
	row.icon, row.token = FamilyLook(m.Family)
	a := present.NewAlmanac(s.Now(), p.person)
	row.detail = present.Facts(goalWords(g, p.person.Units), locale.T("since %s", a.WordDate(g.Start)))
	if g.Paused {
		row.detail = present.Facts(row.detail, locale.T("Paused"))
	}
	put := func(goals notices.Goals, g notices.Goal) {
		with, err := goals.With(g)
		if err != nil {
			p.stored(err)
			return
		}
		s.storeGoals(p.job, id, with, p.stored)
	}
	row.turn = func(on bool) {
		g.Paused = !on
		put(book.goals, g)
	}
	row.change = func() { s.Open(newGoalForm(s, p.person, g)) }
	row.remove = func() {
		s.storeGoals(p.job, id, book.goals.Without(g.ID), func(err error) {
			p.stored(err)
			if err == nil {
				s.ToastUndo(locale.T("Deleted the goal."), func() { put(s.noticeBook(id).goals, g) })
			}
		})
	}
	return row
}
