package ui

import (
	"context"
	"errors"
	"slices"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// moveOrder is what is going to change hands.
type moveOrder struct {
	from health.ProfileID
	// what says what moves, as it stands in a sentence of its own: "The
	// measurement of 14 Oct 2025, 07:12".
	what string
	move func(ctx context.Context, m Mover, to health.ProfileID) (Moved, error)
	done func() // after it, on the UI goroutine; may be nil
}

// heirsOf are the people who can be given what lies with somebody.
func (s *Shell) heirsOf(from health.ProfileID) []health.Profile {
	if s.session == nil || s.session.Mover == nil {
		return nil
	}
	return slices.DeleteFunc(s.openPeople(), func(p health.Profile) bool {
		return p.ID == from || s.leaves(p.ID) // with whom it would be lost
	})
}

// canMove reports whether what lies with a person can be given to somebody else.
func (s *Shell) canMove(from health.ProfileID) bool {
	return !s.isClosed(from) && len(s.heirsOf(from)) > 0
}

// movesMeasurements is the order for single measurements and entries.
func movesMeasurements(from health.ProfileID, what []Measurement) func(context.Context, Mover, health.ProfileID) (Moved, error) {
	return func(ctx context.Context, m Mover, to health.ProfileID) (Moved, error) {
		return m.Move(ctx, from, to, what)
	}
}

// moveSheet asks to whom something belongs and moves it there.
type moveSheet struct {
	shell *Shell
	order moveOrder
	job   *Job
	popup *parts.Popup
	body  *fyne.Container
	rows  []*parts.PersonRow
}

// moveSheetWidth is the breadth of the sheet in the usual text.
const moveSheetWidth = 380

// offerMove opens the sheet.
func (s *Shell) offerMove(o moveOrder) {
	if !s.canMove(o.from) || s.busy() {
		return
	}
	m := &moveSheet{shell: s, order: o, job: s.Work().NewJob(), body: parts.Column(style.Space12)}
	m.choose()
	m.popup = parts.ShowSheet(s.Window().Canvas(), grown(moveSheetWidth), parts.Inset(style.Space12, m.body))
	if len(m.rows) > 0 {
		parts.Focus(m.rows[0])
	}
}

// choose asks whose it is.
func (m *moveSheet) choose() {
	var list []fyne.CanvasObject
	m.rows = nil
	for _, p := range m.shell.heirsOf(m.order.from) {
		row := parts.NewPersonRow(p.Name, m.shell.captionOf(p), "", false, func() { m.give(p) }).Pictured(m.shell.face(p))
		m.rows = append(m.rows, row)
		list = append(list, row)
	}
	m.body.Objects = []fyne.CanvasObject{
		parts.NewParagraph(locale.T("To whom does it belong?"), parts.Heading),
		parts.NewParagraph(locale.T("%s moves as a whole: its history, comments and pictures go along.", m.order.what), parts.SmallMuted),
		parts.Column(2, list...),
		parts.Row(0, parts.Spring(), parts.NewButton(parts.Outlined, locale.T("Cancel"), m.close)),
	}
	m.body.Refresh()
}

func (m *moveSheet) close() {
	m.job.Cancel()
	m.popup.Close()
}

// give moves it to p.
func (m *moveSheet) give(p health.Profile) {
	if m.job.Running() {
		return
	}
	order, mover, shell := m.order, m.shell.session.Mover, m.shell
	Run(m.job, func(ctx context.Context, _ func(Step)) (Moved, error) {
		return order.move(ctx, mover, p.ID)
	}, nil, func(moved Moved, err error) {
		if err != nil {
			m.fail(p, err)
			return
		}
		m.popup.Close()
		if order.done != nil {
			order.done()
		}
		shell.countInbox()
		shell.Reload()
		words := locale.N("Moved %[1]s reading to %[2]s.", "Moved %[1]s readings to %[2]s.", moved.Readings, locale.Count(moved.Readings), p.Name)
		if moved.Already > 0 {
			words += " " + locale.N("%s was there already.", "%s were there already.", moved.Already, locale.Count(moved.Already))
		}
		shell.ToastUndo(words, func() { shell.unmove(mover, moved) })
	}, nil)
}

// fail says in the sheet why nothing was moved.
func (m *moveSheet) fail(p health.Profile, err error) {
	what, todo := m.shell.moveFault(p.Name, err)
	again := parts.NewButton(parts.Outlined, locale.T("Somebody else…"), func() {
		m.choose()
		if len(m.rows) > 0 {
			parts.Focus(m.rows[0])
		}
	})
	leave := parts.NewButton(parts.Outlined, locale.T("Leave it where it is"), m.close)
	m.body.Objects = []fyne.CanvasObject{
		parts.NewNotice(parts.NoticeWarning, what, todo),
		parts.Row(style.Space8, parts.Spring(), again, leave),
	}
	m.body.Refresh()
	m.popup.Refresh()
	parts.Focus(leave)
}

// moveFault says why something could not be given to somebody.
func (s *Shell) moveFault(name string, err error) (what, todo string) {
	var conflict *MoveConflict
	switch {
	case errors.As(err, &conflict):
		return locale.N("%[2]s has another value at the same moment: %[1]s reading.", "%[2]s has other values at the same moments: %[1]s readings.",
				conflict.Readings, locale.Count(conflict.Readings), name),
			locale.T("Nothing was moved. Delete one of the two first.")
	case errors.Is(err, ErrProfileClosed):
		return locale.T("The data of %s is closed by a passcode.", name), locale.T("Nothing was moved. Open it first.")
	}
	return s.Explain(err)
}

// unmove brings back what was just moved, whatever page is on show.
func (s *Shell) unmove(mover Mover, m Moved) {
	Run(s.undeleting, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, mover.Undo(ctx, m)
	}, nil, func(_ struct{}, err error) {
		switch {
		case errors.Is(err, ErrMovedSince):
			s.Toast(locale.T("What was moved was changed since. Move it back by hand."), "", nil)
		case err != nil:
			what, todo := s.Explain(err)
			s.Toast(what+" "+todo, "", nil)
		default:
			s.Toast(locale.T("Moved back."), "", nil)
			s.countInbox()
			s.Reload()
		}
	}, nil)
}

// mayMove reports whether the measurement told of can be given to somebody else:
// what may be deleted by itself, since the rest moves with its import only.
func (s *detailSide) mayMove() bool {
	return s.told != nil && s.told.removable != nil && s.told.removable.why == "" && s.screen.shell.canMove(s.screen.person.ID)
}

// giveAway asks whose the measurement told of is.
func (s *detailSide) giveAway() {
	if !s.mayMove() {
		return
	}
	r, from := s.told.removable, s.screen.person.ID
	s.screen.shell.offerMove(moveOrder{
		from: from, what: locale.T("The measurement of %s", present.Moment(r.at, r.offset)),
		move: movesMeasurements(from, r.measurements), done: func() { s.closeDetails() },
	})
}

// giveAway asks whose a line is.
func (d *DiaryScreen) giveAway(l present.DiaryLine) {
	d.shell.offerMove(moveOrder{
		from: d.person.ID, what: d.quoted(l), move: movesMeasurements(d.person.ID, measurementsOf(l)),
	})
}

// quoted is a line as it stands in a sentence.
func (*DiaryScreen) quoted(l present.DiaryLine) string { return locale.T("“%s”", l.Name()) }

// giveAway asks whose the document is.
func (e *entryScreen) giveAway() {
	entry, from, shell := *e.line.Entry, e.person.profile.ID, e.shell
	shell.offerMove(moveOrder{
		from: from, what: locale.T("“%s”", e.line.Name), done: shell.Back,
		move: movesMeasurements(from, []Measurement{{Entry: entry.Kind, Source: entry.Source, Start: entry.Start, Key: entry.Key}}),
	})
}
