package ui

import (
	"vitalkeep/health"
	"vitalkeep/notices"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// noticeLine is a notice in words.
type noticeLine struct {
	notices.Notice
	icon   style.Icon
	token  style.Token
	title  string
	detail string
	person health.Profile // empty for the account
	subj   string         // of the page for adding, or of a detail
}

// noticeLines are the notices that can be told of now, in their order: what
// refers to something that is gone, or that belongs to a person whose data is
// closed, is left out.
func (s *Shell) noticeLines(all []notices.Notice) []noticeLine {
	var out []noticeLine
	for _, n := range all {
		if l, ok := s.noticeLine(n); ok {
			out = append(out, l)
		}
	}
	return out
}

func (s *Shell) noticeLine(n notices.Notice) (noticeLine, bool) {
	l := noticeLine{Notice: n, icon: style.IconBell, token: style.Muted}
	if n.Person != (health.ProfileID{}) {
		p, ok := s.personByID(n.Person)
		// What was loaded may be older than the closing.
		if _, open := s.notices.facts.books[n.Person]; !ok || (!open || s.isClosed(n.Person)) && n.Kind != notices.Deletion {
			return l, false
		}
		l.person = p
	}
	switch n.Kind {
	case notices.Measure, notices.Medicine:
		return l, s.reminderLine(&l)
	case notices.GoalReached:
		return l, s.goalLine(&l)
	case notices.NewData:
		l.icon = style.IconImport
		l.title = locale.N("%s new measurement", "%s new measurements", n.Count, locale.Count(n.Count))
		l.detail = locale.T("From an import.")
	case notices.Backup:
		l.icon, l.token = style.IconCopy, style.Warning
		l.title = locale.T("A backup is overdue")
		l.detail = locale.T("A disk can fail any day. A backup is encrypted, and proven by restoring it on trial.")
	case notices.Deletion:
		l.icon, l.token = style.IconTrash, style.Danger
		l.title, l.detail = s.endingWords(n)
	case notices.Letter:
		l.icon = style.IconNote
		l.title = locale.T("An answer is due soon")
		if s.letterOver(n) {
			l.title = locale.T("An answer is overdue")
		}
		l.detail = locale.T("To a letter about the rights to one's data.")
	}
	return l, true
}

// reminderLine says what a reminder is about, if it is there.
func (s *Shell) reminderLine(l *noticeLine) bool {
	r, ok := s.notices.facts.books[l.Person].reminders.Get(l.Ref)
	if !ok || !s.AllowsFor(l.Person, health.Reminders) {
		return false
	}
	l.title = r.Title
	if r.Metric == "" {
		l.icon = style.IconMedicine
		l.detail = present.Facts(locale.T("Medicine"), r.Amount, missedWords(l.Count))
		return true
	}
	m, _ := health.Lookup(r.Metric)
	l.icon, l.token = FamilyLook(m.Family)
	l.subj = measuredAs(m.ID)
	l.detail = present.Facts(locale.T("Measure: %s", measuredName(m.ID)), missedWords(l.Count))
	return true
}

// missedWords says how often something was missed before.
func missedWords(n int) string {
	if n == 0 {
		return ""
	}
	return locale.N("missed once before", "missed %s times before", n, locale.Count(n))
}

// goalLine says which goal was reached, if it is there.
func (s *Shell) goalLine(l *noticeLine) bool {
	g, ok := s.notices.facts.books[l.Person].goals.Get(l.Ref)
	if !ok || !s.AllowsFor(l.Person, health.Goals) {
		return false
	}
	m, _ := health.Lookup(g.Metric)
	l.icon, l.token = FamilyLook(m.Family)
	l.subj = string(g.Metric)
	l.title = locale.T("Goal reached: %s", present.MetricName(m))
	l.detail = goalWords(g, l.person.Units)
	if g.Daily && l.Count > 1 {
		l.detail = present.Facts(l.detail, locale.N("on %s day", "on %s days", l.Count, locale.Count(l.Count)))
	}
	return true
}

// goalWords says what a goal asks for.
func goalWords(g notices.Goal, system health.UnitSystem) string {
	target := goalTarget(g, system)
	switch {
	case g.Daily && g.Rule == notices.AtMost:
		return locale.T("At most %s a day", target)
	case g.Daily:
		return locale.T("At least %s a day", target)
	case g.Rule == notices.AtMost:
		return locale.T("At most %s", target)
	case g.Rule == notices.AtLeast:
		return locale.T("At least %s", target)
	}
	return locale.T("Reach %s", target)
}

// goalTarget is the number of a goal in a person's units.
func goalTarget(g notices.Goal, system health.UnitSystem) string {
	m, _ := health.Lookup(g.Metric)
	scale := present.ScaleFor(m, system)
	return scale.Text(scale.OfSample(health.Sample{Value: g.Target, Unit: g.Unit}))
}

// endingWords says who or what will be gone.
func (s *Shell) endingWords(n notices.Notice) (title, detail string) {
	when := ""
	for _, e := range s.notices.facts.Endings {
		if e.Ref == n.Ref && e.Person == n.Person {
			a := present.NewAlmanac(s.Now(), s.session.Profiles[0])
			when = a.When(e.At, a.OffsetAt(e.At))
		}
	}
	title = locale.T("The account will be deleted")
	if p, ok := s.personByID(n.Person); ok {
		title = locale.T("%s will be deleted", p.Name)
	}
	if when == "" {
		return title, locale.T("This is over.")
	}
	return title, locale.T("For good, %s. Until then all of it can be kept.", when)
}

func (s *Shell) letterOver(n notices.Notice) bool {
	for _, x := range s.notices.facts.Letters {
		if x.Ref == n.Ref && x.Person == n.Person {
			return n.Stamp >= x.Deadline
		}
	}
	return false
}

func (s *Shell) personByID(id health.ProfileID) (health.Profile, bool) {
	if s.session != nil {
		for _, p := range s.session.Profiles {
			if p.ID == id {
				return p, true
			}
		}
	}
	return health.Profile{}, false
}

// answerWords says what became of a notice, "" while it is open.
func answerWords(n notices.Notice) string {
	switch n.Answer {
	case notices.Done:
		return locale.T("Done")
	case notices.TakenIt:
		return locale.T("Taken")
	case notices.Skipped:
		return locale.T("Skipped")
	case notices.Missed:
		return locale.T("Missed")
	}
	return ""
}

// noticeKindWords are what a kind is called and a sentence about it.
func noticeKindWords(k notices.Kind) (name, detail string) {
	switch k {
	case notices.Measure:
		return locale.T("Reminders to measure"), locale.T("At the times that were set, unless it was measured already.")
	case notices.Medicine:
		return locale.T("Reminders of medicines"), locale.T("At the times that were set, until it is noted as taken.")
	case notices.GoalReached:
		return locale.T("Goals reached"), locale.T("Once a day, or once for a goal like a weight.")
	case notices.NewData:
		return locale.T("New data"), locale.T("When an import brought something. In the timeline, imports stand by themselves.")
	case notices.Backup:
		return locale.T("Backup overdue"), locale.T("When the last proven backup is too old, and again every week.")
	case notices.Deletion:
		return locale.T("Deletion coming due"), locale.T("Two days before a person or the account is deleted for good.")
	}
	return locale.T("Answers to letters"), locale.T("Three days before the deadline, and when it is over.")
}

// measuredAs is the page for adding on which a metric is typed in.
func measuredAs(id health.MetricID) string {
	if f, ok := present.FormOf(string(id), health.MetricUnits); ok {
		return f.ID
	}
	return string(id)
}

// measuredName is what people call what is measured there.
func measuredName(id health.MetricID) string {
	if f, ok := present.FormOf(string(id), health.MetricUnits); ok {
		return f.Name()
	}
	m, _ := health.Lookup(id)
	return present.MetricName(m)
}
