package ui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/style"
)

// fakeWait is something that is to happen later.
type fakeWait struct {
	wait time.Duration
	f    func()
}

// fakeSchedule makes backups without a file.
type fakeSchedule struct {
	kept     *fakeKeeping
	plan     BackupPlan
	next     time.Time
	failures int
	failedAt time.Time
	state    BackupState
	place    BackupPlace
	leaving  []Backup
	fail     error
	runs     int
	asked    []BackupKeep
}

func (f *fakeSchedule) Plan() BackupPlan { return f.plan }

func (f *fakeSchedule) Next() BackupNext {
	if f.plan.Every == BackupsOff {
		return BackupNext{}
	}
	return BackupNext{f.next, f.failures, f.failedAt}
}

func (f *fakeSchedule) State() BackupState { return f.state }

func (f *fakeSchedule) SetPlan(ctx context.Context, p BackupPlan) error {
	if p.Recipient != "" && !strings.HasPrefix(p.Recipient, "age1") {
		return ErrBadRecipient
	}
	f.plan = p
	return ctx.Err()
}

func (f *fakeSchedule) Run(ctx context.Context, progress func(Step)) (ScheduledBackup, error) {
	progress(Step{"Encrypting it…", 0.4})
	f.runs++
	if err := errors.Join(ctx.Err(), f.fail); err != nil {
		f.failures, f.failedAt, f.next = f.failures+1, stageNow, stageNow.Add(time.Hour)
		return ScheduledBackup{}, err
	}
	f.next, f.failures = stageNow.AddDate(0, 0, 1), 0
	b := Backup{At: stageNow, Path: "/media/anna/usb/berg-20251014T094500Z.vitalkeep.age", Bytes: 4_100_000, Proven: stageNow}
	f.kept.backups = append([]Backup{b}, f.kept.backups...)
	return ScheduledBackup{Made: b}, nil
}

func (f *fakeSchedule) Place(context.Context, string) (BackupPlace, error) { return f.place, nil }

func (f *fakeSchedule) Leaving(_ context.Context, _ string, keep BackupKeep) ([]Backup, error) {
	f.asked = append(f.asked, keep)
	return f.leaving, nil
}

// scheduled is a stage with a daily schedule.
func scheduled(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
	t.Helper()
	ks := keptStageWith(t, m, size, true)
	ks.kept.schedule.plan = BackupPlan{
		Every: BackupsDaily, Folder: "/media/anna/usb", Passphrase: "a long passphrase", OverdueDays: 30,
		Keep: BackupKeep{Last: 3, Daily: 7},
	}
	ks.kept.schedule.place = BackupPlace{There: true, Free: 4e9, Needs: 4e6}
	ks.kept.backups = slices.Clone(backupsOfAnna)
	return ks
}

// pass lets the wait pass that was asked for last.
func (ks *keptStage) pass() time.Duration {
	ks.t.Helper()
	w := ks.kept.waits[len(ks.kept.waits)-1]
	w.f()
	ks.bench.settle()
	return w.wait
}

func TestABackupThatIsDueIsMadeOnceTheWindowIsAtRest(t *testing.T) {
	ks := scheduled(t, style.AlwaysLight, wide)
	ks.kept.schedule.next = stageNow.Add(-time.Hour)
	if ks.kept.schedule.runs != 0 {
		t.Fatal("made while the window still comes up")
	}
	ks.pass()
	if ks.kept.schedule.runs != 1 || ks.toast != nil {
		t.Fatalf("made %d times; the window shows %q", ks.kept.schedule.runs, ks.texts())
	}
	if wait := ks.pass(); wait != 15*time.Minute || ks.kept.schedule.runs != 1 {
		t.Errorf("looked again after %v, made %d times", wait, ks.kept.schedule.runs)
	}
}

func TestABackupWaitsForWorkUnderWay(t *testing.T) {
	ks := scheduled(t, style.AlwaysLight, wide)
	ks.kept.schedule.next = stageNow
	ks.vaultPage()
	ks.button("Check the file").Press()
	wait := ks.kept.waits[len(ks.kept.waits)-1]
	wait.f()
	for len(ks.bench.posts) > 0 { // the look, without the check
		f := ks.bench.posts[0]
		ks.bench.posts = ks.bench.posts[1:]
		f()
	}
	if last := ks.kept.waits[len(ks.kept.waits)-1]; last.wait != backupLookAgain {
		t.Errorf("looks again after %v", last.wait)
	}
	ks.bench.settle()
	ks.pass()
	if ks.kept.schedule.runs != 1 {
		t.Errorf("made %d times", ks.kept.schedule.runs)
	}
}

func TestAFailureOfTheScheduleIsTold(t *testing.T) {
	ks := scheduled(t, style.AlwaysLight, wide)
	ks.kept.schedule.next, ks.kept.schedule.fail = stageNow, ErrNoBackupFolder
	ks.pass()
	ks.wants("The backup by the schedule failed.")
	ks.wants("Plug in its disk, or choose another folder.")
	ks.OpenBackups()
	ks.bench.settle()
	ks.wants("The last try failed today at 09:45.")
	ks.wants("It is tried again today at 10:45.")
	ks.kept.schedule.fail = nil
	ks.press("Try now")
	if ks.kept.schedule.runs != 2 || ks.shows("The last try failed") {
		t.Errorf("tried %d times; the window shows %q", ks.kept.schedule.runs, ks.texts())
	}
}

func TestTheLockEndsTheSchedule(t *testing.T) {
	ks := scheduled(t, style.AlwaysLight, wide)
	ks.kept.schedule.next = stageNow
	wait := ks.kept.waits[len(ks.kept.waits)-1]
	ks.ctrl(fyne.KeyL)
	wait.f()
	ks.bench.settle()
	if ks.kept.schedule.runs != 0 || ks.backupRunner != nil {
		t.Errorf("made %d times while locked", ks.kept.schedule.runs)
	}
	ks.unlockAgain()
	ks.pass()
	if ks.kept.schedule.runs != 1 {
		t.Errorf("made %d times after the unlock", ks.kept.schedule.runs)
	}
}

// unlockAgain types the password on the screen that the lock left.
func (ks *keptStage) unlockAgain() {
	ks.t.Helper()
	ks.typeIn(rightPassword)
	ks.key(fyne.KeyReturn)
	ks.bench.settle()
}

func TestAnOldProofIsWarnedOfAndPutOffForAWeek(t *testing.T) {
	ks := scheduled(t, style.AlwaysLight, wide)
	ks.kept.schedule.state = BackupState{Overdue: true, Since: stageNow.AddDate(0, -2, 0)}
	ks.showNotes()
	ks.wants("The last proven backup was made")
	ks.press("Not this week")
	if ks.shows("The last proven backup was made") {
		t.Error("the warning is not put off")
	}
	now := stageNow
	ks.deps.Now = func() time.Time { return now }
	now = stageNow.Add(putOff - time.Minute)
	if ks.overdueNote() != nil {
		t.Error("it comes back within the week")
	}
	now = stageNow.Add(putOff)
	if ks.overdueNote() == nil {
		t.Error("it does not come back")
	}
	now = stageNow.Add(-24 * time.Hour) // the clock was ahead when it was put off
	if ks.overdueNote() == nil {
		t.Error("a wrong clock put it off for longer than a week")
	}
	ks.kept.schedule.state = BackupState{Overdue: true, Since: stageNow.AddDate(0, 0, -8), Never: true}
	ks.showNotes()
	ks.wants("There is no backup of this vault yet.")
	ks.press("See backups")
	if _, ok := ks.Page().(*backupsPage); !ok {
		t.Errorf("the page is %T", ks.Page())
	}
}
