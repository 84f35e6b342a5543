package ui

import (
	"context"
	"errors"
	"time"

	"vitalkeep/ui/locale"
)

// backupRunner makes the backups of the schedule while the vault is open. It is
// the shell's.
type backupRunner struct {
	job     *Job
	stop    func() // ends the wait for the next look
	step    Step
	lastErr error // of the last try since the vault was opened
	retired bool
}

// Waits of the runner: after an unlock the window comes to rest first.
const (
	backupRest      = 20 * time.Second
	backupLookAgain = time.Minute
)

// startSchedule begins to look after the backups of the session that was opened.
func (s *Shell) startSchedule() {
	s.stopSchedule()
	if s.session == nil || s.session.Schedule == nil {
		return
	}
	s.backupRunner = &backupRunner{job: s.Work().NewJob()}
	s.lookLater(backupRest)
}

// stopSchedule ends that; the lock cancels what is under way.
func (s *Shell) stopSchedule() {
	if r := s.backupRunner; r != nil {
		r.retired = true
		if r.stop != nil {
			r.stop()
		}
		r.job.Cancel()
	}
	s.backupRunner = nil
}

// lookLater looks whether a backup is due once a time has passed.
func (s *Shell) lookLater(wait time.Duration) {
	r := s.backupRunner
	r.stop = s.Work().After(wait, func() {
		if !r.retired && s.backupRunner == r {
			s.lookForBackup()
		}
	})
}

// lookForBackup makes the backup that is due, if the window is at rest, and
// looks again on the hour.
func (s *Shell) lookForBackup() {
	if s.session == nil || s.session.Schedule == nil { // as during a visit
		s.lookLater(backupLookAgain)
		return
	}
	now := s.Now()
	next := s.session.Schedule.Next()
	switch due := !next.At.IsZero() && !next.At.After(now); {
	case due && (s.Work().Busy() || s.busy()):
		s.lookLater(backupLookAgain)
		return
	case due:
		s.runSchedule(false)
	}
	s.lookLater(untilNextHour(now))
}

// untilNextHour is how long it is to the full hour.
func untilNextHour(now time.Time) time.Duration {
	past := time.Duration(now.Minute())*time.Minute + time.Duration(now.Second())*time.Second + time.Duration(now.Nanosecond())
	return time.Hour - past
}

// runSchedule makes the backup of the schedule. asked is set where a person
// wants it now.
func (s *Shell) runSchedule(asked bool) {
	r := s.backupRunner
	if r == nil || r.job.Running() || s.session == nil || s.session.Schedule == nil {
		return
	}
	schedule, session := s.session.Schedule, s.session
	r.step = Step{locale.T("Copying the vault…"), -1}
	Run(r.job, func(ctx context.Context, report func(Step)) (ScheduledBackup, error) {
		return schedule.Run(ctx, report)
	}, func(step Step) {
		r.step = step
		s.tellSchedule()
	}, func(b ScheduledBackup, err error) {
		r.step = Step{}
		if s.session != session {
			return
		}
		r.lastErr = err
		switch {
		case err != nil && !errors.Is(err, context.Canceled):
			what, todo := s.Explain(err)
			s.Toast(locale.T("The backup by the schedule failed.")+" "+what+" "+todo, locale.T("Backups"), s.OpenBackups)
		case b.NotRemoved != nil:
			what, todo := s.Explain(b.NotRemoved)
			s.Toast(locale.T("The backup is made, but older ones could not be removed.")+" "+what+" "+todo, locale.T("Backups"), s.OpenBackups)
		case asked:
			s.Toast(locale.T("Backed up to %s.", b.Made.Path), "", nil)
		}
		s.showNotes()
		s.tellSchedule()
	}, nil)
	s.tellSchedule()
}

// tellSchedule lets pages that tell of backups do so anew.
func (s *Shell) tellSchedule() {
	switch p := s.Page().(type) {
	case *backupsPage:
		if p.working.Running() || p.asking != askNothing {
			return
		}
		if s.backupRunner != nil && s.backupRunner.job.Running() {
			p.redraw()
			return
		}
		p.Reload()
	case *VaultScreen:
		p.redraw()
	}
}

// everyWords are the schedules.
var everyWords = map[BackupEvery]string{
	BackupsOff:     locale.KeyIn("schedule", "Off"),
	BackupsDaily:   locale.Key("Daily"),
	BackupsWeekly:  locale.Key("Weekly"),
	BackupsMonthly: locale.Key("Monthly"),
}

// scheduleTitle names the schedule.
func (s *Shell) scheduleTitle() string {
	switch s.session.Schedule.Plan().Every {
	case BackupsDaily:
		return locale.T("Backups are made daily")
	case BackupsWeekly:
		return locale.T("Backups are made weekly")
	case BackupsMonthly:
		return locale.T("Backups are made monthly")
	}
	return locale.T("No backups are made by themselves")
}

// scheduleDetail says where to and when.
func (s *Shell) scheduleDetail() string {
	plan, next := s.session.Schedule.Plan(), s.session.Schedule.Next()
	if plan.Every == BackupsOff {
		return locale.T("They can be: while the vault is open, without a question.")
	}
	if !next.At.After(s.Now()) {
		return locale.T("Into %s. The next one is due, while the vault is open.", shortPath(plan.Folder, 48))
	}
	return locale.T("Into %[1]s. The next one %[2]s, while the vault is open.", shortPath(plan.Folder, 48), whenText(next.At, s.Now()))
}

// scheduleFault says that the last try failed, "" if it did not.
func (s *Shell) scheduleFault() string {
	next := s.session.Schedule.Next()
	if next.Failures == 0 || s.session.Schedule.Plan().Every == BackupsOff {
		return ""
	}
	when := whenText(next.FailedAt, s.Now())
	if next.Failures == 1 {
		return locale.T("The last try failed %s.", when)
	}
	return locale.T("%[1]s tries failed, the last of them %[2]s.", locale.Count(next.Failures), when)
}

// scheduleRetry says why it failed, as far as that is known, and when it is
// tried again.
func (s *Shell) scheduleRetry() string {
	words := ""
	if r := s.backupRunner; r != nil && r.lastErr != nil {
		what, todo := s.Explain(r.lastErr)
		words = what + " " + todo + " "
	}
	if next := s.session.Schedule.Next(); next.At.After(s.Now()) {
		return words + locale.T("It is tried again %s.", whenText(next.At, s.Now()))
	}
	return words + locale.T("It is tried again soon.")
}

// scheduleProgress says how far a backup by the schedule is, "" if none is made.
func (s *Shell) scheduleProgress() string {
	r := s.backupRunner
	if r == nil || !r.job.Running() {
		return ""
	}
	return locale.T("A backup is being made by itself: %s", r.step.Label)
}

// BackupState says how old the last proven backup is; false where the session
// has no schedule to ask.
func (s *Shell) BackupState() (BackupState, bool) {
	if s.session == nil || s.session.Schedule == nil {
		return BackupState{}, false
	}
	return s.session.Schedule.State(), true
}
