package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// mayDelete reports whether the measurement told of may be deleted; the footnote
// says why not.
func (s *detailSide) mayDelete() bool {
	return s.screen.needs.Deletions != nil && s.told != nil && s.told.removable != nil && s.told.removable.why == ""
}

// deleteKey asks whether the row chosen shall go, if it may.
func (s *detailSide) deleteKey() {
	if _, ok := s.selected(); !ok || s.screen.needs.Deletions == nil || s.screen.deleting.Running() {
		return
	}
	s.asking = s.list.data.Readings()
	s.openDetails()
}

// ask shows the question in the place of the details.
func (s *detailSide) ask() {
	if !s.mayDelete() {
		s.asking = false
		return
	}
	s.asking = true
	s.comment.leave()
	r := s.told.removable
	what := locale.T("Delete the measurement of %s?", present.Moment(r.at, r.offset))
	todo := locale.T("You can bring it back until the vault is locked.")
	if len(r.names) > 1 {
		todo = locale.T("It has %[1]s values: %[2]s. You can bring it back until the vault is locked.", locale.Count(len(r.names)), strings.Join(r.names, ", "))
	}
	yes := parts.NewButton(parts.Danger, locale.T("Delete"), s.delete)
	no := parts.NewButton(parts.Quiet, locale.T("Keep it"), func() { s.keep() })
	s.shown.Objects = []fyne.CanvasObject{
		s.detailsHead(), parts.NewNotice(parts.NoticeWarning, what, todo), parts.Row(style.Space8, parts.Spring(), yes, no),
	}
	s.layDetails()
	parts.Focus(yes)
}

// keep takes the question back and reports whether there was one.
func (s *detailSide) keep() bool {
	if !s.asking {
		return false
	}
	s.asking = false
	parts.Unfocus(s.card)
	s.openDetails()
	if s.table != nil && s.table.Visible() {
		parts.Focus(s.table)
	}
	return true
}

func (s *detailSide) delete() {
	d := s.screen
	if !s.mayDelete() || d.deleting.Running() {
		return
	}
	r, deletions, profile, shell := *s.told.removable, d.needs.Deletions, d.person.ID, d.shell
	what := r.measurements
	if c := s.told.comment; c != nil { // which has nothing to belong to then
		what = append(slices.Clone(what), measurementOf(*c))
	}
	book := d.needs.Notebook
	Run(d.deleting, func(ctx context.Context, _ func(Step)) (Deletion, error) {
		all, err := withCompanions(ctx, book, what)
		if err != nil {
			return Deletion{}, err
		}
		return deletions.Delete(ctx, profile, all)
	}, nil, func(deleted Deletion, err error) {
		s.asking = false
		if err != nil {
			s.instead(shell.Fault(err))
			return
		}
		s.closeDetails()
		shell.Reload()
		shell.ToastUndo(locale.T("Deleted the measurement of %s.", present.Moment(r.at, r.offset)), func() { shell.undelete(deletions, deleted) })
	}, nil)
}

// undelete brings back what was just deleted, whatever page is on show.
func (s *Shell) undelete(deletions Deletions, d Deletion) {
	Run(s.undeleting, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, deletions.Undelete(ctx, d.ID)
	}, nil, func(_ struct{}, err error) {
		if err != nil {
			what, todo := s.Explain(err)
			s.Toast(what+" "+todo, "", nil)
			return
		}
		s.Toast(locale.T("Brought back."), "", nil)
		s.Reload()
	}, nil)
}
