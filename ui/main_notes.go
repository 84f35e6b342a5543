package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// showNotes sets what is to be said of the whole vault over the page: that it
// is sample data, and what opening it found.
func (s *Shell) showNotes() {
	var notes []fyne.CanvasObject
	doubts := &s.session.Doubts
	if s.visit != nil {
		notes = append(notes, s.visit.bar.whole)
	}
	if s.profile.Sample {
		notes = append(notes, parts.NewNotice(parts.NoticeInfo, locale.T("This is sample data: an invented household, gone when you leave."), "",
			parts.NewButton(parts.Quiet, locale.T("Create a vault"), func() {
				s.Lock()
				s.showCreate()
			}).Tall(style.ControlSmallHeight)))
	}
	if doubts.LastChangeMayBeMissing {
		actions := []fyne.CanvasObject{parts.NewButton(parts.Quiet, locale.T("All right"), func() {
			doubts.LastChangeMayBeMissing = false
			s.showNotes()
		}).Tall(style.ControlSmallHeight)}
		if s.session.File != nil && s.pages.Vault != nil && (doubts.Rest == nil || len(doubts.Rest.Problems) > 0) {
			actions = append([]fyne.CanvasObject{parts.NewButton(parts.Quiet, locale.T("Check now"), s.checkNow).Tall(style.ControlSmallHeight)}, actions...)
		}
		notes = append(notes, parts.NewNotice(parts.NoticeWarning,
			locale.T("The last change of this vault may be missing."),
			locale.T("It was not closed in an orderly way, perhaps by a power cut.")+" "+restText(doubts.Rest), actions...))
	}
	if older := doubts.Older; older != nil {
		notes = append(notes, parts.NewNotice(parts.NoticeWarning, olderText(*older, s), locale.T("If you restored a backup, that is expected."),
			parts.NewButton(parts.Quiet, locale.T("Keep this file"), s.acceptOlder).Tall(style.ControlSmallHeight),
			parts.NewButton(parts.Quiet, locale.T("Lock"), s.Lock).Tall(style.ControlSmallHeight)))
	}
	if overdue := s.overdueNote(); overdue != nil {
		notes = append(notes, overdue)
	}
	if line := s.resumedLine(); line != "" {
		notes = append(notes, parts.NewNotice(parts.NoticeInfo, line, "",
			parts.NewButton(parts.Quiet, locale.T("All right"), s.dropResumed).Tall(style.ControlSmallHeight)))
	}
	notes = append(notes, s.leavingNotes()...)
	inset := (&frameLayout{shell: s}).inset() // on one line with the page
	for i, n := range notes {
		top := float32(0)
		if i == 0 {
			top = style.Space8
		}
		notes[i] = parts.InsetBy(top, inset, 0, inset, n)
	}
	s.notes.Objects = notes
	s.body.Refresh() // the page makes room
}

// restText says what is known of everything but the last change.
func restText(r *CheckReport) string {
	switch {
	case r == nil:
		return locale.T("All else is as it was.")
	case len(r.Problems) == 0:
		return locale.T("All else was read just now and is as it was written.")
	}
	return locale.N("Reading the rest found %s damaged place.", "Reading the rest found %s damaged places.",
		len(r.Problems), locale.Count(len(r.Problems)))
}

// checkRest reads the whole file when opening it found that its last change
// may be missing, and tells what came of it.
func (s *Shell) checkRest() {
	session := s.session
	if !session.Doubts.LastChangeMayBeMissing || session.Doubts.Rest != nil || session.File == nil {
		return
	}
	Run(s.checking, func(ctx context.Context, _ func(Step)) (CheckReport, error) {
		return session.File.Check(ctx, func(int64, int64) {})
	}, nil, func(r CheckReport, err error) {
		if err != nil || s.session != session {
			return // "Check now" says why
		}
		// The lost change itself is what the notice is about.
		r.Problems = slices.DeleteFunc(r.Problems, func(p CheckProblem) bool { return p.Object == 0 })
		session.Doubts.Rest = &r
		s.showNotes()
	}, nil)
}

// olderText says how the file is behind.
func olderText(o OlderFile, s *Shell) string {
	n := o.Missing
	switch {
	case o.Seen.IsZero() && n > 0:
		return locale.N("This file is older than the one opened here: %s change is missing.",
			"This file is older than the one opened here: %s changes are missing.", n, locale.Count(n))
	case o.Seen.IsZero():
		return locale.T("This file is older than the one opened here, or was changed elsewhere since.")
	}
	when := whenText(o.Seen, s.Now())
	if n > 0 {
		return locale.N("This file is older than the one opened here %[1]s: %[2]s change is missing.",
			"This file is older than the one opened here %[1]s: %[2]s changes are missing.", n, when, locale.Count(n))
	}
	return locale.T("This file is older than the one opened here %s, or was changed elsewhere since.", when)
}

// checkNow opens the vault's page and begins the check.
func (s *Shell) checkNow() {
	for i, p := range s.places() {
		if p.id == vaultPlace {
			s.goTo(i)
		}
	}
	if v, ok := s.Page().(*VaultScreen); ok {
		v.check()
	}
}

func (s *Shell) acceptOlder() {
	older, session := s.session.Doubts.Older, s.session
	Run(s.accepting, func(context.Context, func(Step)) (struct{}, error) {
		return struct{}{}, older.Accept()
	}, nil, func(_ struct{}, err error) {
		if err != nil {
			what, todo := s.Explain(err)
			s.Toast(what+" "+todo, "", nil)
			return
		}
		session.Doubts.Older = nil
		if s.session == session {
			s.showNotes()
		}
	}, nil)
}
