package ui

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"vitalkeep/ui/style"
)

// fakeRescue restores and salvages without a file.
type fakeRescue struct {
	secret string // of the backup
	vaults *fakeVaults
	exists map[string]bool
	fail   error
	during func()

	restored []string
	report   SalvageReport
	closed   int
	written  []string
}

func (f *fakeRescue) middle(ctx context.Context) error {
	if f.during != nil {
		f.during()
	}
	return errors.Join(ctx.Err(), f.fail)
}

func (f *fakeRescue) Restore(ctx context.Context, backup, secret, to string, replace bool, progress func(done, total int64)) (string, error) {
	progress(1, 4)
	if err := f.middle(ctx); err != nil {
		return "", err
	}
	switch {
	case secret != f.secret:
		return "", fmt.Errorf("restore: %w", ErrWrongPassword)
	case f.exists[to] && !replace:
		return "", fmt.Errorf("restore: %w", fs.ErrExist)
	}
	f.restored = append(f.restored, to)
	f.vaults.passwords[to] = rightPassword
	if f.exists[to] {
		return to + ".before", nil
	}
	return "", nil
}

func (f *fakeRescue) Look(ctx context.Context, _, secret string) (BackupContent, error) {
	if err := f.middle(ctx); err != nil {
		return BackupContent{}, err
	}
	if secret != f.secret {
		return BackupContent{}, fmt.Errorf("look: %w", ErrWrongPassword)
	}
	return BackupContent{At: stageNow.Add(-20 * time.Hour), Bytes: 4_050_000, People: 2}, nil
}

func (f *fakeRescue) Salvage(ctx context.Context, _ string, secret Secret, progress func(done, total int64)) (Salvaged, error) {
	progress(3, 10)
	if err := f.middle(ctx); err != nil {
		return nil, err
	}
	if secret.Text != rightPassword {
		return nil, fmt.Errorf("salvage: %w", ErrWrongPassword)
	}
	return f, nil
}

func (f *fakeRescue) Report() SalvageReport { return f.report }

func (f *fakeRescue) WriteTo(ctx context.Context, path string, progress func(done, total int64)) error {
	progress(9, 10)
	if err := f.middle(ctx); err != nil {
		return err
	}
	if f.exists[path] {
		return fmt.Errorf("write: %w", fs.ErrExist)
	}
	f.written = append(f.written, path)
	f.vaults.passwords[path] = rightPassword
	return nil
}

func (f *fakeRescue) Close() error { f.closed++; return nil }

// newRescueStage is a locked stage whose vault is damaged, with a backup of it.
func newRescueStage(t *testing.T, mode style.Mode, size fyne.Size) (s *stage, r *fakeRescue, backup string) {
	t.Helper()
	r = &fakeRescue{secret: "a long passphrase", exists: map[string]bool{}}
	r.report = SalvageReport{
		People:  []SalvagedPerson{{"Anna Berg", 121_004, 121_010}, {"Jonas Berg", 63_301, 63_301}, {"A name that is long enough to be cut somewhere in the middle of the card", 12, 0}},
		Remarks: []string{"The list of imports could not be read; what they brought is not concerned."},
	}
	s = newStage(t, mode, size, withVault, func(d *Deps, s *stage) {
		r.vaults = s.vaults
		d.Restorer, d.Salvager = r, r
	})
	// A file that is there, and the same name in every run.
	return s, r, filepath.Join("testdata", "berg-20251013T114500Z.vitalkeep.age")
}

// restoring is the screen that restores the backup, filled in.
func restoring(t *testing.T, mode style.Mode, size fyne.Size) (*stage, *fakeRescue, *restoreScreen) {
	t.Helper()
	s, r, backup := newRescueStage(t, mode, size)
	s.Dropped([]fyne.URI{storage.NewFileURI(backup)})
	screen, ok := s.screen.(*restoreScreen)
	if !ok {
		t.Fatalf("the screen is %T", s.screen)
	}
	s.typeIn("a long passphrase")
	return s, r, screen
}

func TestABackupIsRestoredUnderANameOfItsOwn(t *testing.T) {
	s, r, screen := restoring(t, style.AlwaysLight, wide)
	want := filepath.Join(s.deps.Folder, "berg.vitalkeep")
	if got := screen.to.Text(); got != want {
		t.Errorf("goes to %s, want %s", got, want)
	}
	s.press("Go on")
	s.wants("The backup opens")
	s.wants("Made yesterday at 13:45 · 2 people · 4.0 MB")
	s.press("Restore")
	if len(r.restored) != 1 || r.restored[0] != want {
		t.Fatalf("restored %v", r.restored)
	}
	if u := unlock(t, s); u.path != want {
		t.Errorf("asks for the password of %s", u.path)
	}
	s.wants("Restored to berg.vitalkeep.")
	s.wants("It opens with the password of the time when the backup was made.")
	s.typeIn(rightPassword)
	s.key(fyne.KeyReturn)
	s.bench.settle()
	if s.Session() == nil {
		t.Error("the restored vault does not open")
	}
}

func TestRestoringTakesNoFilesPlaceWithoutAsking(t *testing.T) {
	s, r, screen := restoring(t, style.AlwaysLight, wide)
	s.deps.Folder = t.TempDir()
	if err := os.WriteFile(filepath.Join(s.deps.Folder, "berg.vitalkeep"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	screen.suggest()
	s.press("Go on")
	if got := filepath.Base(screen.to.Text()); got != "berg-restored.vitalkeep" {
		t.Errorf("goes to %s", got)
	}
	to := filepath.Join(s.deps.Folder, "berg.vitalkeep")
	screen.to.SetText(to)
	r.exists[to] = true
	s.press("Restore")
	s.wants("There is a file of this name already.")
	if len(r.restored) > 0 {
		t.Fatal("restored over it")
	}
	s.press("Restore in its place")
	s.wants("The file that was there is now berg.vitalkeep.before.")
}

func TestRestoringSaysWhatIsWrong(t *testing.T) {
	s, r, screen := restoring(t, style.AlwaysLight, wide)
	screen.secret.SetText("another")
	s.press("Go on")
	s.wants("This does not open the backup.")
	s.typeIn("a long passphrase") // the wrong one is selected and gives way
	r.fail = errDisk
	s.press("Go on")
	s.wants("disk gone")
	r.fail = nil
	r.during = screen.stop
	current := s.screen
	s.press("Go on")
	if s.screen != current || screen.onward.Disabled() {
		t.Error("stopping does not bring the screen back")
	}
	r.during = nil
	s.press("Go on")
	screen.to.SetText("")
	s.press("Restore")
	s.wants("Type where the vault is to be kept.")
	r.fail = errDisk
	screen.to.SetText("/x")
	s.press("Restore")
	s.wants("disk gone")
	r.fail = nil
	s.window.Canvas().Unfocus()
	s.key(fyne.KeyEscape)
	s.wants("Choose the backup, and type what opens it.")
	screen.backup.SetText(t.TempDir())
	screen.secret.SetText("")
	s.press("Go on")
	for _, words := range []string{"Type the path of a backup", "Type what opens the backup."} {
		s.wants(words)
	}
	screen.backup.SetText("/nowhere/x.age")
	s.press("Go on")
	s.wants("The file or folder is not there.")
	s.window.Canvas().Unfocus()
	s.key(fyne.KeyEscape)
	s.start(t).restore.Press()
	if _, ok := s.screen.(*restoreScreen); !ok {
		t.Errorf("the start screen leads to %T", s.screen)
	}
}

// damagedStage is the screen for a vault that did not open.
func damagedStage(t *testing.T, mode style.Mode, size fyne.Size) (*stage, *fakeRescue) {
	t.Helper()
	s, r, _ := newRescueStage(t, mode, size)
	s.vaults.fail = fmt.Errorf("open: %w", ErrDamaged)
	s.typeIn(rightPassword)
	s.key(fyne.KeyReturn)
	s.bench.settle()
	s.vaults.fail = nil
	return s, r
}

func TestADamagedVaultIsReadAndWrittenAnew(t *testing.T) {
	s, r := damagedStage(t, style.AlwaysLight, wide)
	s.wants("This vault is damaged")
	s.key(fyne.KeyReturn) // the button has the focus
	s.bench.settle()
	for _, words := range []string{"121,004 of 121,010 measurements", "all 63,301 measurements", "12 measurements", "The list of imports could not be read"} {
		s.wants(words)
	}
	to := "/home/anna/Vitalkeep/berg-saved.vitalkeep"
	r.exists[to] = true
	s.press("Write a healthy file")
	s.wants("There is a file of this name already.")
	delete(r.exists, to)
	s.press("Write a healthy file")
	if len(r.written) != 1 || r.written[0] != to || r.closed != 1 {
		t.Errorf("written %v, closed %d times", r.written, r.closed)
	}
	if u := unlock(t, s); u.path != to {
		t.Errorf("asks for the password of %s", u.path)
	}
	s.wants("Written to berg-saved.vitalkeep.")
}

func TestSalvageCanFailBeStoppedAndLeft(t *testing.T) {
	s, r := damagedStage(t, style.AlwaysLight, wide)
	d, ok := s.screen.(*damageScreen)
	if !ok {
		t.Fatalf("the screen is %T", s.screen)
	}
	r.fail = errDisk
	s.press("See what can be read")
	s.wants("disk gone")
	r.fail = nil
	r.during = func() { r.during = nil; d.stop() }
	s.press("See what can be read")
	if d.found != nil || d.start.Disabled() {
		t.Error("stopping does not bring the question back")
	}
	s.press("See what can be read")
	s.press("Back")
	if r.closed != 1 || d.secret != (Secret{}) {
		t.Errorf("closed %d times, the secret is %v", r.closed, d.secret != (Secret{}))
	}
	unlock(t, s)
}

func TestAPasswordThatCouldNotBeTriedBeforeIsAskedForAgain(t *testing.T) {
	s, _, _ := newRescueStage(t, style.AlwaysLight, wide)
	s.vaults.fail = ErrDamaged // before any password is looked at
	s.typeIn("Wrong-horse7")
	s.key(fyne.KeyReturn)
	s.bench.settle()
	s.press("See what can be read")
	s.wants("This password does not open the vault.")
	s.typeIn(rightPassword)
	s.key(fyne.KeyReturn)
	s.bench.settle()
	s.wants("all 63,301 measurements")
}

func TestAVaultOfWhichNothingCanBeReadSaysSo(t *testing.T) {
	s, r := damagedStage(t, style.AlwaysLight, wide)
	r.report = SalvageReport{}
	s.press("See what can be read")
	s.wants("Nothing of it can be read.")
	if s.shows("Write a healthy file") {
		t.Error("there is a button that has nothing to do")
	}
}

func TestACheckThatFindsDamageLeadsToWhatCanBeRead(t *testing.T) {
	ks := newKeptStage(t, style.AlwaysLight, wide)
	r := &fakeRescue{vaults: ks.vaults, report: SalvageReport{People: []SalvagedPerson{{"Anna Berg", 5, 7}}}}
	ks.deps.Salvager = r
	ks.kept.report.Problems = []CheckProblem{{"segment", 412, "it was changed after it was written"}}
	ks.vaultPage()
	ks.press("Check the file")
	ks.press("Save what can be read…")
	if ks.Session() != nil || ks.vaults.closed != 1 {
		t.Error("the vault is still open")
	}
	ks.typeIn("Wrong-horse7")
	ks.key(fyne.KeyReturn)
	ks.bench.settle()
	ks.wants("This password does not open the vault.")
	ks.typeIn(rightPassword)
	ks.key(fyne.KeyReturn)
	ks.bench.settle()
	ks.wants("5 of 7 measurements")
}

// shownBackup stands on the screens in the place of the backup that they found,
// whose path is another on every machine.
const shownBackup = "/home/anna/Backups/berg-20251013T114500Z.vitalkeep.age"

// rescueScreens are the screens for a damaged vault and for a backup.
var rescueScreens = map[string]func(t *testing.T, m style.Mode, size fyne.Size) *stage{
	"restore": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s, r, screen := restoring(t, m, size)
		r.exists[screen.to.Text()] = true
		s.press("Go on")
		s.press("Restore")
		return s
	},
	"restore-which": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s, _, _ := newRescueStage(t, m, size)
		s.showRestoreOf("", backupsOfAnna)
		return s
	},
	"restore-busy": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s, _, screen := restoring(t, m, size)
		s.press("Go on")
		s.button("Restore").Press()
		screen.progress.Set("Restoring… 40 %", 0.4)
		return s
	},
	"restore-wrong": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s, _, screen := restoring(t, m, size)
		screen.secret.SetText("another")
		s.press("Go on")
		screen.backup.SetText(shownBackup)
		return s
	},
	"restored": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s, _, _ := restoring(t, m, size)
		s.press("Go on")
		s.press("Restore")
		return s
	},
	"start-restore": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s, _, _ := newRescueStage(t, m, size)
		s.showStart()
		return s
	},
	"damage": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s, _ := damagedStage(t, m, size)
		return s
	},
	"damage-asked": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s, r := damagedStage(t, m, size)
		s.showDamage(stagePath, Secret{})
		r.fail = errDisk
		s.typeIn("x")
		s.press("See what can be read")
		return s
	},
	"damage-read": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s, _ := damagedStage(t, m, size)
		s.press("See what can be read")
		return s
	},
	"tidying": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s, _, _ := newRescueStage(t, m, size)
		s.tidying(&Step{Label: " 40 %", Fraction: 0.4})
		return s
	},
	"doubts": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		ks := newKeptStage(t, m, size)
		ks.vaultPage()
		ks.Session().Doubts = Doubts{LastChangeMayBeMissing: true, Older: &OlderFile{Seen: stageNow, Missing: 3}}
		ks.showNotes()
		return ks.stage
	},
}
