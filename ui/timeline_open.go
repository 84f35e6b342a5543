package ui

import (
	"context"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// action is what is offered beside a line of an import or a deletion.
func (t *TimelineScreen) action(h happening) string {
	switch {
	case h.batch != nil && t.shell.pages.Import != nil:
		return locale.T("Receipts")
	case h.deletion != nil && t.src.deletions != nil:
		return locale.T("Undo")
	}
	return ""
}

// act does what action says.
func (t *TimelineScreen) act(h happening) {
	switch {
	case h.batch != nil:
		t.shell.OpenImport(nil)
	case h.deletion != nil:
		t.undelete(*h.deletion)
	}
}

func (t *TimelineScreen) undelete(d Deletion) {
	if t.undoing.Running() {
		return
	}
	source, shell := t.src.deletions, t.shell
	Run(t.undoing, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, source.Undelete(ctx, d.ID)
	}, nil, func(_ struct{}, err error) {
		if err != nil {
			what, todo := shell.Explain(err)
			shell.Toast(what+" "+todo, "", nil)
			return
		}
		shell.Toast(locale.T("Brought back."), "", nil)
		t.Reload()
	}, nil)
}

// open opens what a line tells of: the detail of what was measured, at the
// moment, or the page of a document.
func (t *TimelineScreen) open(h happening) {
	p := t.src.people[h.person]
	needs := t.src.needs(h.person)
	switch {
	case h.notice:
		t.shell.OpenNotices()
	case h.noticed:
		t.shell.openJournal(t.src)
	case h.Entry != nil && h.Entry.Kind == health.Letter && t.shell.openLetter(p, *h.Entry):
	case h.Entry != nil && h.Entry.Kind != health.SleepNight:
		t.shell.Open(newEntryScreen(t.shell, p, t.src.deletions, t.src.past, h))
	case h.Metric != "":
		t.shell.Open(openedAt(NewDetailScreen(t.shell, needs, string(h.Metric)), h))
	case h.Entry != nil:
		t.shell.Open(newEntryScreen(t.shell, p, t.src.deletions, t.src.past, h))
	}
}

// openedAt makes a detail begin where a line of the timeline is.
func openedAt(d *DetailScreen, h happening) *DetailScreen {
	d.arrive = h.At
	if h.WholeDay {
		loc, err := d.person.Location()
		if err == nil {
			from, to := h.Date.Bounds(loc)
			d.arrive = from + (to-from)/2
		}
	}
	return d
}

// openJournal goes to the journal of the home, where what was noticed in the
// rooms is listed one by one.
func (s *Shell) openJournal(src timelineSource) {
	for i, p := range s.places() {
		if p.id == "home" {
			s.goTo(i)
			return
		}
	}
	s.Open(NewHomeScreen(s, src))
}
