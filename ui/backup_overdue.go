package ui

import (
	"context"
	"strconv"
	"time"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// overdueChoice is where the account's choices hold until when the warning of an
// old backup is put off, in UTC milliseconds.
const overdueChoice = "backups-put-off"

// putOff is how long the warning of an old backup is put off.
const putOff = 7 * 24 * time.Hour

// overdueNote warns that the last proven backup is old, nil if it is not or if
// the warning was put off.
func (s *Shell) overdueNote() *parts.Notice {
	state, ok := s.BackupState()
	if !ok || !state.Overdue || s.session.Backups == nil || s.Now().Before(s.overduePutOff()) {
		return nil
	}
	what := locale.T("There is no backup of this vault yet.")
	if !state.Never {
		what = locale.T("The last proven backup was made %s.", whenText(state.Since, s.Now()))
	}
	return parts.NewNotice(parts.NoticeWarning, what, locale.T("A disk can fail any day, and then everything since is gone."),
		parts.NewButton(parts.Quiet, locale.T("See backups"), s.OpenBackups).Tall(style.ControlSmallHeight),
		parts.NewButton(parts.Quiet, locale.T("Not this week"), s.putOffOverdue).Tall(style.ControlSmallHeight))
}

// overdueDays is how old the last proven backup may be, as it was chosen.
func (s *Shell) overdueDays() int {
	if s.session.Schedule == nil {
		return backupAge
	}
	return s.session.Schedule.Plan().OverdueDays
}

// overduePutOff is until when the warning is put off. A time further away than
// that can be was written under a wrong clock and counts for nothing.
func (s *Shell) overduePutOff() time.Time {
	if s.session.Choices == nil {
		return time.Time{}
	}
	ms, err := strconv.ParseInt(string(s.session.Choices.Get(overdueChoice)), 10, 64)
	until := time.UnixMilli(ms)
	if err != nil || until.After(s.Now().Add(putOff)) {
		return time.Time{}
	}
	return until
}

func (s *Shell) putOffOverdue() {
	choices, session := s.session.Choices, s.session
	if choices == nil {
		return
	}
	until := strconv.FormatInt(s.Now().Add(putOff).UnixMilli(), 10)
	Run(s.Work().NewJob(), func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, choices.Set(ctx, overdueChoice, []byte(until))
	}, nil, func(_ struct{}, err error) {
		switch {
		case err != nil:
			what, todo := s.Explain(err)
			s.Toast(what+" "+todo, "", nil)
		case s.session == session:
			s.showNotes()
		}
	}, nil)
}
