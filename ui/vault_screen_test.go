package ui

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/style"
)

func TestTheVaultsPageTellsOfItsFile(t *testing.T) {
	ks := newKeptStage(t, style.AlwaysLight, wide)
	p := ks.vaultPage()
	ks.wants("berg.vitalkeep")
	ks.wants("4.1 MB · 2 people · Opened last yesterday at 21:04")
	ks.kept.facts.Checked = &CheckMemory{At: stageNow.Add(-time.Hour)}
	p.Reload()
	ks.bench.settle()
	ks.wants("Last checked today at 08:45: everything was as it was written.")
	ks.kept.facts.Checked.Problems = 2
	p.Reload()
	ks.bench.settle()
	ks.wants("Last checked today at 08:45: 2 problems found.")
}

func TestSampleDataHasNoVaultPage(t *testing.T) {
	s := newStage(t, style.AlwaysLight, wide, func(d *Deps, _ *stage) { d.Pages.Vault = VaultPage })
	s.start(t).makeSample()
	s.bench.settle()
	if s.shows("Vault") {
		t.Errorf("the window shows %q", s.texts())
	}
	s.ctrl(fyne.Key3)
	if got := page(t, s).line; got != "Dashboard" {
		t.Errorf("a key leads to %s", got)
	}
}

func TestTheKeyOfTheVaultsPageDoesNothingWhileLocked(t *testing.T) {
	ks := newKeptStage(t, style.AlwaysLight, wide)
	ks.ctrl(fyne.KeyL)
	ks.bench.settle()
	ks.ctrl(fyne.Key3)
	unlock(t, ks.stage)
}

func TestACheckSaysHowMuchIsWhole(t *testing.T) {
	ks := newKeptStage(t, style.AlwaysLight, wide)
	ks.vaultPage()
	ks.press("Check the file")
	ks.wants("Everything is as it was written: 1,204 objects, 184,311 measurements.")
	if name := ks.Page().(*VaultScreen).focusedButton(); name != "check" {
		t.Errorf("the focus is on %q", name)
	}
}

func TestACheckSaysWhatIsWrongWhere(t *testing.T) {
	ks := newKeptStage(t, style.AlwaysLight, wide)
	ks.kept.report.Problems = []CheckProblem{{"segment", 412, "it was changed after it was written"}, {"file", 0, "a page is damaged"}}
	ks.vaultPage()
	ks.press("Check the file")
	for _, words := range []string{
		"2 places in the file are damaged", "Restore a backup", "Segment 412: it was changed after it was written", "File: a page is damaged",
	} {
		ks.wants(words)
	}
}

func TestACheckCanBeStopped(t *testing.T) {
	ks := newKeptStage(t, style.AlwaysLight, wide)
	ks.vaultPage()
	ks.button("Check the file").Press()
	ks.wants("Reading the file…")
	ks.window.Canvas().Unfocus()
	ks.key(fyne.KeyEscape)
	ks.bench.settle()
	ks.wants("The check was stopped before its end.")
	ks.press("Check the file")
	ks.wants("Everything is as it was written")
	ks.kept.fail = errDisk
	ks.press("Check the file")
	ks.wants("disk gone")
}

func TestDeletionsAreListedAndUndone(t *testing.T) {
	ks := newKeptStage(t, style.AlwaysLight, wide)
	for i := range 7 {
		ks.kept.deletions = append(ks.kept.deletions, Deletion{ID: health.BatchID{byte(i + 1)}, Profile: jonas.ID, At: stageNow.UnixMilli(), Readings: i + 2})
	}
	ks.kept.due = true
	ks.vaultPage()
	ks.wants("35 deleted readings still stand encrypted in the file")
	ks.wants("Jonas Berg · Deleted on 14 Oct 2025, 09:45")
	if ks.shows("7 readings") {
		t.Error("all are listed at first")
	}
	ks.press("Show 2 more")
	ks.wants("7 readings")
	ks.press("Undo")
	if !slices.Equal(ks.kept.undone, []health.BatchID{{1}}) {
		t.Errorf("undone %v", ks.kept.undone)
	}
	ks.wants("Brought back 2 readings.")
	ks.wants("33 deleted readings still stand encrypted in the file")
}

func TestRemovingForGoodAsksFirst(t *testing.T) {
	ks := newKeptStage(t, style.AlwaysLight, wide)
	ks.kept.deletions, ks.kept.due = []Deletion{{ID: health.BatchID{1}, Profile: anna.ID, Readings: 3}}, true
	p := ks.vaultPage()
	ks.press("Remove for good now…")
	ks.wants("Remove 3 deleted readings for good?")
	if name := p.focusedButton(); name != "tidy-no" {
		t.Errorf("the focus is on %q", name)
	}
	ks.press("Not yet")
	if ks.kept.tidied > 0 || ks.shows("Remove 3 deleted readings for good?") {
		t.Error("removed without a yes")
	}
	ks.press("Remove for good now…")
	ks.window.Canvas().Unfocus()
	ks.key(fyne.KeyEscape)
	if ks.shows("Remove 3 deleted readings for good?") {
		t.Error("Escape does not take the question back")
	}
	ks.press("Remove for good now…")
	ks.press("Remove for good")
	ks.wants("Removed for good. The file had 4.1 MB and has 3.2 MB now.")
	ks.wants("Nothing deleted is left in the file")
	if ks.kept.tidied != 1 || ks.shows("3 readings") {
		t.Errorf("tidied %d times; the window shows %q", ks.kept.tidied, ks.texts())
	}
}

func TestChangingThePassword(t *testing.T) {
	ks := newKeptStage(t, style.AlwaysLight, wide)
	ks.vaultPage()
	ks.press("Change…")
	ks.press("Change the password")
	ks.wants("Type the password that opens the vault now.")
	ks.wants("Still missing: 8 characters")
	ks.field("Password until now").SetText("Wrong-horse7")
	ks.field("New password").SetText("Another-horse8")
	ks.field("New password, once more").SetText("Another-horse9")
	ks.press("Change the password")
	ks.wants("The two passwords differ.")
	ks.field("New password, once more").SetText("Another-horse8")
	ks.press("Change the password")
	ks.wants("This is not the password of this vault.")
	if ks.kept.password != rightPassword {
		t.Fatal("changed all the same")
	}
	ks.typeIn(rightPassword) // the wrong one is selected and gives way
	ks.key(fyne.KeyReturn)
	ks.bench.settle()
	if ks.kept.password != "Another-horse8" {
		t.Errorf("the password is %s", ks.kept.password)
	}
	ks.wants("The password is changed.")
	if _, ok := ks.Page().(*VaultScreen); !ok {
		t.Errorf("the page is %T", ks.Page())
	}
}

func TestABackupIsMadeAndTold(t *testing.T) {
	ks := backingUp(t, style.AlwaysLight, wide)
	p := ks.Page().(*backupPage)
	if !strings.HasSuffix(p.target(), "berg-20251014T094500Z.vitalkeep.age") {
		t.Errorf("goes to %s", p.target())
	}
	ks.press("Choose a folder…")
	want := BackupOrder{Path: "/media/anna/usb/berg-20251014T094500Z.vitalkeep.age", Passphrase: "a long passphrase"}
	ks.kept.exists[want.Path] = true
	ks.press("Back up")
	ks.wants("There is a file of this name already.")
	ks.press("Keep it")
	if len(ks.kept.orders) > 0 {
		t.Fatal("replaced without a yes")
	}
	ks.press("Back up")
	want.Replace = true
	ks.press("Replace it")
	if !slices.Equal(ks.kept.orders, []BackupOrder{want}) {
		t.Fatalf("orders %+v", ks.kept.orders)
	}
	ks.wants("Backed up, and proven by restoring it")
	ks.press("Done")
	ks.wants("Last backup today at 09:45")
	ks.wants("Proven by restoring it today at 09:45 · 4.1 MB")
}

func TestABackupForARecipientWithAnOpenCopy(t *testing.T) {
	ks := newKeptStage(t, style.AlwaysLight, wide)
	ks.vaultPage()
	ks.wants("No backup is known")
	ks.press("Back up now…")
	p := ks.Page().(*backupPage)
	p.lock.Choose(1)
	p.open.Choose(1)
	ks.wants("Inside the encrypted file that copy is plain")
	ks.press("Back up")
	ks.wants("Type the recipient")
	ks.field("Recipient").SetText("me")
	ks.press("Back up")
	ks.wants("This is no age recipient.")
	ks.field("Recipient").SetText("age1abc")
	ks.press("Back up")
	if len(ks.kept.orders) != 1 || ks.kept.orders[0].Recipient != "age1abc" || !ks.kept.orders[0].OpenCopy || ks.kept.orders[0].Passphrase != "" {
		t.Errorf("orders %+v", ks.kept.orders)
	}
}

func TestABackupCanBeStoppedAndFail(t *testing.T) {
	ks := backingUp(t, style.AlwaysLight, wide)
	p := ks.Page().(*backupPage)
	ks.kept.during = p.cancel
	ks.press("Back up")
	ks.wants("Backup cancelled.")
	ks.kept.during, ks.kept.fail = nil, errors.New("tape torn")
	ks.press("Back up")
	ks.wants("tape torn")
	ks.kept.fail = nil
	ks.button("Back up").Press()
	ks.ctrl(fyne.Key1) // goes on, and tells
	ks.bench.settle()
	ks.wants("Backed up to ")
	if len(ks.kept.orders) != 1 {
		t.Errorf("orders %+v", ks.kept.orders)
	}
}

func TestThePageUnderAnotherLeavesTheFocusAlone(t *testing.T) {
	ks := newKeptStage(t, style.AlwaysLight, wide)
	ks.ctrl(fyne.Key3) // and what it asks for is not there yet
	ks.button("Back up now…").Press()
	p := ks.Page().(*backupPage)
	ks.bench.settle()
	if ks.window.Canvas().Focused() != fyne.Focusable(p.secret.first.Input()) {
		t.Errorf("the focus is on %T", ks.window.Canvas().Focused())
	}
}

func TestLockingStopsWhatTheVaultsPageDoes(t *testing.T) {
	for name, start := range map[string]func(ks *keptStage){
		"check":  func(ks *keptStage) { ks.button("Check the file").Press() },
		"backup": func(ks *keptStage) { ks.press("Back up now…"); ks.field("Passphrase").SetText("a long passphrase") },
	} {
		t.Run(name, func(t *testing.T) {
			ks := newKeptStage(t, style.AlwaysLight, wide)
			ks.vaultPage()
			start(ks)
			ks.ctrl(fyne.KeyL)
			if ks.Session() != nil || ks.shows("berg-2025") || ks.shows("4.1 MB") {
				t.Errorf("the window shows %q", ks.texts())
			}
			ks.bench.settle()
			if ks.vaults.closed != 1 {
				t.Error("the session is not closed")
			}
		})
	}
}
