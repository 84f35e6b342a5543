package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// deleteButton is the button under the details, nil where nothing may be
// deleted; the footnote says why then.
func (s *detailSide) deleteButton() fyne.CanvasObject {
	if s.screen.needs.Deletions == nil || s.removable == nil || s.removable.why != "" {
		return nil
	}
	return parts.NewButton(parts.Danger, "Delete…", s.ask).WithIcon(style.IconTrash).Tall(style.ControlSmallHeight)
}

// deleteKey asks whether the row chosen shall go, if it may.
func (s *detailSide) deleteKey() {
	if _, ok := s.selected(); !ok || s.screen.needs.Deletions == nil || s.screen.deleting.Running() {
		return
	}
	s.asking = !s.data.ByDay
	s.openDetails()
}

// ask shows the question in the place of the details.
func (s *detailSide) ask() {
	r := s.removable
	if r == nil || r.why != "" || s.screen.needs.Deletions == nil {
		s.asking = false
		return
	}
	s.asking = true
	what := "Delete the measurement of " + present.Moment(r.at, r.offset) + "?"
	todo := "You can bring it back until the vault is locked."
	if len(r.names) > 1 {
		todo = "It has " + present.Counted(len(r.names)) + " values: " + strings.Join(r.names, ", ") + ". " + todo
	}
	yes := parts.NewButton(parts.Danger, "Delete", s.delete)
	no := parts.NewButton(parts.Quiet, "Keep it", func() { s.keep() })
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
	if s.removable == nil || d.deleting.Running() {
		return
	}
	r, deletions, profile, shell := *s.removable, d.needs.Deletions, d.person.ID, d.shell
	Run(d.deleting, func(ctx context.Context, _ func(Step)) (Deletion, error) {
		return deletions.Delete(ctx, profile, r.measurements)
	}, nil, func(deleted Deletion, err error) {
		s.asking = false
		if err != nil {
			s.shown.Objects = []fyne.CanvasObject{s.detailsHead(), shell.Fault(err)}
			s.layDetails()
			return
		}
		s.closeDetails()
		shell.Reload()
		shell.Toast("Deleted the measurement of "+present.Moment(r.at, r.offset)+".", "Undo", func() { shell.undelete(deletions, deleted) })
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
		s.Toast("Brought back.", "", nil)
		s.Reload()
	}, nil)
}
