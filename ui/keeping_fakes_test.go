package ui

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// fakeKeeping is everything that the vault's page needs, kept in a few fields.
type fakeKeeping struct {
	facts  FileFacts
	report CheckReport
	fail   error
	during func() // called in the middle of everything that takes long

	deletions []Deletion
	deleted   [][]Measurement
	undone    []health.BatchID
	due       bool
	tidied    int

	password string
	keys     int
	prepared *fakeKey
	recovery string   // the one in force, "" for the first
	removed  []string // backups
	schedule *fakeSchedule
	choices  *fakePreferences
	waits    []fakeWait

	backups []Backup
	orders  []BackupOrder
	exists  map[string]bool
}

func (k *fakeKeeping) middle(ctx context.Context) error {
	if k.during != nil {
		k.during()
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return k.fail
}

func (k *fakeKeeping) Facts(ctx context.Context) (FileFacts, error) { return k.facts, ctx.Err() }

func (k *fakeKeeping) Check(ctx context.Context, progress func(done, total int64)) (CheckReport, error) {
	progress(400, 1000)
	return k.report, k.middle(ctx)
}

func (k *fakeKeeping) Delete(ctx context.Context, profile health.ProfileID, m []Measurement) (Deletion, error) {
	if err := k.middle(ctx); err != nil {
		return Deletion{}, err
	}
	k.deleted = append(k.deleted, m)
	d := Deletion{ID: health.BatchID{byte(100 + len(k.deleted))}, Profile: profile, At: stageNow.UnixMilli(), Readings: len(m)}
	k.deletions = append([]Deletion{d}, k.deletions...)
	k.due = true
	return d, nil
}

func (k *fakeKeeping) Undoable() ([]Deletion, error) { return slices.Clone(k.deletions), nil }

func (k *fakeKeeping) Undelete(ctx context.Context, id health.BatchID) error {
	if err := k.middle(ctx); err != nil {
		return err
	}
	k.undone = append(k.undone, id)
	k.deletions = slices.DeleteFunc(k.deletions, func(d Deletion) bool { return d.ID == id })
	return nil
}

func (k *fakeKeeping) Due() bool { return k.due }

func (k *fakeKeeping) Tidy(ctx context.Context, progress func(done, total int64)) (TidyReport, error) {
	progress(1, 2)
	if err := k.middle(ctx); err != nil {
		return TidyReport{}, err
	}
	k.tidied++
	k.due, k.deletions = false, nil
	return TidyReport{Before: 4_100_000, After: 3_200_000}, nil
}

func (k *fakeKeeping) ChangePassword(ctx context.Context, old, fresh string) error {
	if err := k.middle(ctx); err != nil {
		return err
	}
	if old != k.password {
		return fmt.Errorf("change: %w", ErrWrongPassword)
	}
	k.password = fresh
	return nil
}

// fakeKey is a prepared recovery key.
type fakeKey struct {
	text      string
	forgotten bool
}

func (k *fakeKey) Text() string { return k.text }

func (k *fakeKey) Is(typed string) bool { return !k.forgotten && sameKey(k.text, typed) }

func (k *fakeKey) Forget() { k.forgotten = true }

func (k *fakeKeeping) PrepareRecoveryKey(ctx context.Context) (PreparedKey, error) {
	if err := k.middle(ctx); err != nil {
		return nil, err
	}
	k.keys++
	k.prepared = &fakeKey{text: fmt.Sprintf("NEW%d-EFGH-JKLM-NPQR-STUV-WXYZ-2345", k.keys)}
	return k.prepared, nil
}

func (k *fakeKeeping) UseRecoveryKey(ctx context.Context, key PreparedKey) error {
	if err := k.middle(ctx); err != nil {
		return err
	}
	k.recovery = key.Text()
	key.Forget()
	return nil
}

func (k *fakeKeeping) Rekey(ctx context.Context, password string, key PreparedKey, progress func(done, total int64)) error {
	progress(3, 4)
	if err := k.middle(ctx); err != nil {
		return err
	}
	k.password = password
	return k.UseRecoveryKey(ctx, key)
}

func (k *fakeKeeping) Prove(ctx context.Context, path, secret string, progress func(Step)) (Backup, error) {
	progress(Step{"Reading the backup back…", 0.5})
	if err := k.middle(ctx); err != nil {
		return Backup{}, err
	}
	if secret != "a long passphrase" {
		return Backup{}, fmt.Errorf("prove: %w", ErrWrongPassword)
	}
	for i := range k.backups {
		if k.backups[i].Path == path {
			k.backups[i].Proven = stageNow
			return k.backups[i], nil
		}
	}
	return Backup{}, fs.ErrNotExist
}

func (k *fakeKeeping) Forget(ctx context.Context, path string) error {
	k.backups = slices.DeleteFunc(k.backups, func(b Backup) bool { return b.Path == path })
	return ctx.Err()
}

func (k *fakeKeeping) Remove(ctx context.Context, path string) error {
	if err := k.middle(ctx); err != nil {
		return err
	}
	k.removed = append(k.removed, path)
	return k.Forget(ctx, path)
}

func (k *fakeKeeping) FileName() string { return "berg-20251014T094500Z.vitalkeep.age" }

func (k *fakeKeeping) Made() ([]Backup, error) { return slices.Clone(k.backups), nil }

func (k *fakeKeeping) BackUp(ctx context.Context, o BackupOrder, progress func(Step)) (Backup, error) {
	progress(Step{"Restoring it on trial…", 0.6})
	if err := k.middle(ctx); err != nil {
		return Backup{}, err
	}
	switch {
	case k.exists[o.Path] && !o.Replace:
		return Backup{}, fmt.Errorf("back up: %w", fs.ErrExist)
	case o.Recipient != "" && o.Recipient[0] != 'a':
		return Backup{}, fmt.Errorf("back up: %w", ErrBadRecipient)
	}
	k.orders = append(k.orders, o)
	b := Backup{At: stageNow, Path: o.Path, Bytes: 4_100_000, Proven: stageNow}
	k.backups = append([]Backup{b}, k.backups...)
	return b, nil
}

// keptStage is an open vault whose page works over fakes.
type keptStage struct {
	*stage
	kept   *fakeKeeping
	picker *fakePicker
	sheets []RecoverySheet
}

func newKeptStage(t *testing.T, mode style.Mode, size fyne.Size, people ...health.Profile) *keptStage {
	t.Helper()
	return keptStageWith(t, mode, size, false, people...)
}

// keptStageWith is newKeptStage, with a schedule for backups if begun is set.
func keptStageWith(t *testing.T, mode style.Mode, size fyne.Size, begun bool, people ...health.Profile) *keptStage {
	t.Helper()
	ks := &keptStage{
		kept: &fakeKeeping{
			facts:    FileFacts{Bytes: 4_100_000, People: 2},
			report:   CheckReport{Objects: 1204, Measurements: 184_311},
			password: rightPassword, exists: map[string]bool{},
		},
		picker: &fakePicker{path: "/media/anna/usb"},
	}
	if len(people) == 0 {
		people = []health.Profile{anna, jonas}
	}
	ks.stage = unlocked(t, mode, size, func(d *Deps, s *stage) {
		s.vaults.people = people
		s.vaults.kept = ks.kept
		s.vaults.dress = func(session *Session) {
			if ks.kept.schedule != nil && session.Path != "" {
				session.Schedule, session.Choices = ks.kept.schedule, ks.kept.choices
			}
		}
		if begun {
			ks.kept.schedule, ks.kept.choices = &fakeSchedule{kept: ks.kept, next: stageNow.AddDate(0, 0, 1)}, newFakePreferences()
		}
		d.Work.later = func(wait time.Duration, f func()) (stop func()) {
			ks.kept.waits = append(ks.kept.waits, fakeWait{wait, f})
			return func() {}
		}
		d.Sheet = func(to io.Writer, sheet RecoverySheet) error {
			ks.sheets = append(ks.sheets, sheet)
			_, err := io.WriteString(to, "a sheet")
			return err
		}
		d.Pages.Vault = func(sh *Shell) Page {
			p := VaultPage(sh).(*VaultScreen)
			p.needs.Pick = ks.picker
			return p
		}
	})
	return ks
}

// vaultPage opens the vault's page and lets it come to rest.
func (ks *keptStage) vaultPage() *VaultScreen {
	ks.t.Helper()
	ks.ctrl(fyne.Key3)
	ks.bench.settle()
	p, ok := ks.Page().(*VaultScreen)
	if !ok {
		ks.t.Fatalf("the page is %T", ks.Page())
	}
	return p
}

// field returns the field with the label.
func (s *stage) field(label string) *parts.Field {
	s.t.Helper()
	f, ok := find(s, func(f *parts.Field) bool { return f.Input().AccessibilityLabel() == locale.Dynamic(label) })
	if !ok {
		s.t.Fatalf("there is no field %q but %q", label, s.texts())
	}
	return f
}

var backupsOfAnna = []Backup{
	{At: stageNow.Add(-20 * time.Hour), Path: "/media/anna/usb/berg-20251013T114500Z.vitalkeep.age", Bytes: 4_050_000, Proven: stageNow.Add(-20 * time.Hour)},
	{At: stageNow.AddDate(0, -1, 0), Path: "/media/anna/usb/backups of the family, all of them/berg-20250914T074500Z.vitalkeep.age", Bytes: 3_900_000, Proven: stageNow.AddDate(0, -1, 0)},
	{At: stageNow.AddDate(0, -2, 0), Path: "/media/anna/usb/berg-20250814T074500Z.vitalkeep.age"},
}

// slowTidier tidies until it is stopped.
type slowTidier struct {
	started chan struct{}
	stopped bool
}

func (s *slowTidier) Due() bool { return true }

func (s *slowTidier) Tidy(ctx context.Context, _ func(done, total int64)) (TidyReport, error) {
	close(s.started)
	<-ctx.Done()
	s.stopped = true
	return TidyReport{}, ctx.Err()
}

func (k *fakeKeeping) Confirm(ctx context.Context, secret string) error {
	if secret != rightPassword && secret != k.password {
		return &TryError{Err: ErrNotConfirmed, Left: 4, Wait: time.Second}
	}
	return ctx.Err()
}
