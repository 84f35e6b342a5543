package ui

import (
	"errors"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/style"
)

// allBackups opens the page of all backups.
func allBackups(t *testing.T, ks *keptStage) *backupsPage {
	t.Helper()
	ks.OpenBackups()
	ks.bench.settle()
	p, ok := ks.Page().(*backupsPage)
	if !ok {
		t.Fatalf("the page is %T", ks.Page())
	}
	return p
}

// planPage opens the page of the schedule.
func planPage(t *testing.T, ks *keptStage) *backupPlanPage {
	t.Helper()
	ks.Open(newBackupPlanPage(ks.Shell, ks.picker))
	ks.bench.settle()
	return ks.Page().(*backupPlanPage)
}

// backupScreens are the states of the pages about backups.
var backupScreens = map[string]func(t *testing.T, m style.Mode, size fyne.Size) *keptStage{
	"backups": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := scheduled(t, m, size)
		ks.kept.backups[1].File, ks.kept.backups[2].File = BackupGone, BackupChanged
		allBackups(t, ks)
		return ks
	},
	"backups-none": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := keptStageWith(t, m, size, true)
		ks.kept.schedule.state = BackupState{Overdue: true, Since: stageNow.AddDate(0, 0, -9), Never: true}
		ks.showNotes()
		allBackups(t, ks)
		return ks
	},
	"backups-failed": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := scheduled(t, m, size)
		ks.kept.schedule.next, ks.kept.schedule.fail = stageNow, ErrNoBackupFolder
		ks.pass()
		ks.dropToast()
		allBackups(t, ks)
		return ks
	},
	"backups-prove": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := scheduled(t, m, size)
		ks.kept.schedule.plan.Passphrase = ""
		p := allBackups(t, ks)
		p.proveAgain(ks.kept.backups[0].Path)
		ks.typeIn("another")
		ks.press("Prove it")
		showAtBottom(p.page)
		return ks
	},
	"backups-remove": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := scheduled(t, m, size)
		p := allBackups(t, ks)
		p.ask(askRemoval, ks.kept.backups[0].Path)
		showAtBottom(p.page)
		return ks
	},
	"backup-plan": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := scheduled(t, m, size)
		ks.kept.schedule.place = BackupPlace{There: true, SameDisk: true, Free: 4e9, Needs: 4e6}
		planPage(t, ks)
		return ks
	},
	"backup-plan-off": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := keptStageWith(t, m, size, true)
		planPage(t, ks)
		return ks
	},
	"backup-plan-leaving": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := scheduled(t, m, size)
		ks.kept.schedule.leaving = backupsOfAnna[1:]
		p := planPage(t, ks)
		p.lock.Choose(1)
		p.recipient.SetText("age1y8qlen5cv3se77c5n9gn7tnx293phd8p4fc4hk3fluxsn68laydqwjaz3h")
		p.keep[0].Choose(1)
		ks.press("Save")
		showAtBottom(p.root.Objects[0])
		return ks
	},
	"dashboard-backup-old": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := scheduled(t, m, size)
		ks.kept.schedule.state = BackupState{Overdue: true, Since: stageNow.AddDate(0, -2, 0)}
		ks.showNotes()
		return ks
	},
	"settings-backups": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := scheduled(t, m, size)
		ks.settings.section = "backups"
		ks.Open(NewSettingsScreen(ks.Shell))
		return ks
	},
}

func TestABackupIsProvenAgainFromTheList(t *testing.T) {
	ks := scheduled(t, style.AlwaysLight, wide)
	ks.kept.schedule.plan.Passphrase = ""
	ks.kept.backups[2].File = BackupGone
	p := allBackups(t, ks)
	ks.wants("Its file is not there now")
	p.proveAgain(ks.kept.backups[1].Path)
	ks.press("Prove it")
	ks.wants("Type what opens the backup.")
	ks.typeIn("another")
	ks.press("Prove it")
	ks.wants("This does not open the backup.")
	p.secret.SetText("a long passphrase")
	ks.press("Prove it")
	ks.wants("Proven once more: berg-20250914T074500Z.vitalkeep.age")
	if !ks.kept.backups[1].Proven.Equal(stageNow) || p.secret.Text() != "" {
		t.Errorf("backups %+v", ks.kept.backups)
	}
	ks.kept.fail = errors.New("tape torn")
	p.proveAgain(ks.kept.backups[0].Path)
	ks.typeIn("a long passphrase")
	ks.press("Prove it")
	ks.wants("tape torn")
}

func TestTheSecretOfTheScheduleIsNotAskedFor(t *testing.T) {
	ks := scheduled(t, style.AlwaysLight, wide)
	p := allBackups(t, ks)
	p.proveAgain(ks.kept.backups[0].Path)
	ks.bench.settle()
	ks.wants("Proven once more")
}

func TestABackupIsRemovedOrTakenOffTheList(t *testing.T) {
	ks := scheduled(t, style.AlwaysLight, wide)
	p := allBackups(t, ks)
	first, second := ks.kept.backups[0].Path, ks.kept.backups[1].Path
	p.ask(askRemoval, first)
	ks.window.Canvas().Unfocus()
	ks.key(fyne.KeyEscape)
	if ks.shows("Remove this backup?") {
		t.Error("Escape does not take the question back")
	}
	p.ask(askRemoval, first)
	ks.press("Only take it off the list")
	if len(ks.kept.removed) > 0 || len(ks.kept.backups) != 2 {
		t.Fatalf("removed %v, left %+v", ks.kept.removed, ks.kept.backups)
	}
	p.ask(askRemoval, second)
	ks.press("Remove the file")
	if !slices.Equal(ks.kept.removed, []string{second}) || len(ks.kept.backups) != 1 {
		t.Errorf("removed %v, left %+v", ks.kept.removed, ks.kept.backups)
	}
}

func TestAScheduleIsSetAndItsRuleShownFirst(t *testing.T) {
	ks := keptStageWith(t, style.AlwaysLight, wide, true)
	ks.kept.backups = slices.Clone(backupsOfAnna)
	p := planPage(t, ks)
	if ks.shows("How many stay") {
		t.Error("asks for more while it is off")
	}
	ks.kept.schedule.place = BackupPlace{}
	p.every.Choose(2)
	ks.press("Save")
	ks.wants("Type where the backup shall go.")
	ks.press("Choose a folder…")
	ks.wants("This folder is not there now.")
	for _, place := range []struct {
		at   BackupPlace
		want string
	}{
		{BackupPlace{There: true, Beside: true, SameDisk: true, Free: 9e9}, "This is the folder of the vault itself."},
		{BackupPlace{There: true, SameDisk: true, Free: -1}, "This is the disk of the vault."},
		{BackupPlace{There: true, Free: 1e6, Needs: 4e6}, "There is no room: 1.0 MB are free, a backup takes about 4.0 MB."},
	} {
		ks.kept.schedule.place = place.at
		p.look()
		ks.bench.settle()
		ks.wants(place.want)
	}
	ks.kept.schedule.place = BackupPlace{There: true, Free: 9e9}
	p.look()
	ks.bench.settle()
	if p.place.Visible() {
		t.Error("warns of a good folder")
	}
	p.secret.first.SetText("violet trombone lamp")
	p.secret.again.SetText("violet trombone lamp")
	ks.wants("All of them stay; nothing is removed.")
	p.keep[0].Choose(3)
	p.keep[2].Choose(1)
	ks.wants("7 files, 28 MB at most")
	ks.kept.schedule.leaving = backupsOfAnna[1:]
	ks.press("Save")
	ks.wants("The rule removes 2 files (3.9 MB) once the next backup is proven.")
	ks.press("Not yet")
	if ks.kept.schedule.plan.Every != BackupsOff || ks.shows("The rule removes") {
		t.Fatal("kept without a yes")
	}
	ks.press("Save")
	ks.press("Save the rule")
	want := BackupPlan{Every: BackupsWeekly, Folder: "/media/anna/usb", Passphrase: "violet trombone lamp", Keep: BackupKeep{Last: 3, Weekly: 4}}
	if ks.kept.schedule.plan != want {
		t.Errorf("the plan is %+v", ks.kept.schedule.plan)
	}
	// Once it is followed, nothing is asked; the passphrase stays without being typed.
	asked := len(ks.kept.schedule.asked)
	p = planPage(t, ks)
	p.open.Choose(1)
	ks.press("Save")
	want.OpenCopy = true
	if ks.kept.schedule.plan != want || len(ks.kept.schedule.asked) != asked {
		t.Errorf("the plan is %+v, asked %d times", ks.kept.schedule.plan, len(ks.kept.schedule.asked))
	}
	p = planPage(t, ks)
	p.lock.Choose(1)
	p.recipient.SetText("me")
	ks.press("Save")
	ks.wants("This is no age recipient.")
	p.recipient.SetText("age1abc")
	ks.press("Save")
	if got := ks.kept.schedule.plan; got.Recipient != "age1abc" || got.Passphrase != "" {
		t.Errorf("the plan is %+v", got)
	}
}

func TestChoicesOfABackupRestWhileItIsMade(t *testing.T) {
	ks := backingUp(t, style.AlwaysLight, wide)
	p := ks.Page().(*backupPage)
	ks.button("Back up").Press()
	p.lock.Choose(1)
	p.open.Choose(1)
	if p.lock.Selected() != 0 || p.open.Selected() != 0 || !p.folder.Disabled() {
		t.Error("what goes in can be changed while it is made")
	}
	ks.bench.settle()
}

func TestTheFullHourIsNotFar(t *testing.T) {
	for at, want := range map[time.Time]time.Duration{
		time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC):   time.Hour,
		time.Date(2026, 1, 1, 9, 59, 59, 0, time.UTC): time.Second,
		time.Date(2026, 1, 1, 23, 30, 0, 0, time.UTC): 30 * time.Minute,
	} {
		if got := untilNextHour(at); got != want {
			t.Errorf("%v: %v", at, got)
		}
	}
}
