package session

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"vitalkeep/backup"
	"vitalkeep/ui"
	"vitalkeep/vault"
)

// backupChoice is where the account's choices hold the plan.
const backupChoice = "backups"

// changedTries is how often a backup by the schedule begins anew because the
// vault was changed while it was made.
const changedTries = 3

// schedule makes backups by itself. It is a ui.BackupSchedule.
type schedule struct {
	backups backups
	zone    *time.Location
	mu      sync.Mutex // one change of the choice at a time
}

// keptPlan is the plan as it is stored, with what came of it.
type keptPlan struct {
	Every      string         `json:"every,omitempty"`
	Folder     string         `json:"folder,omitempty"`
	Passphrase string         `json:"passphrase,omitempty"`
	Recipient  string         `json:"recipient,omitempty"`
	OpenCopy   bool           `json:"open_copy,omitempty"`
	Keep       map[string]int `json:"keep,omitempty"`
	Overdue    int            `json:"overdue_days,omitempty"`
	Failures   int            `json:"failures,omitempty"`
	FailedAt   int64          `json:"failed_at,omitempty"` // UTC milliseconds
}

// everyNames are the schedules as they are stored.
var everyNames = map[ui.BackupEvery]string{ui.BackupsDaily: "daily", ui.BackupsWeekly: "weekly", ui.BackupsMonthly: "monthly"}

func newSchedule(v *vault.Vault, now func() time.Time, zone string) *schedule {
	place, err := time.LoadLocation(zone)
	if err != nil || zone == "" {
		place = now().Location()
	}
	return &schedule{backups: backups{vault: v, now: now}, zone: place}
}

// kept is what is stored. What cannot be read is as good as never chosen.
func (s *schedule) kept() (k keptPlan) {
	value, err := s.backups.vault.Choice(backupChoice)
	if err != nil || json.Unmarshal(value, &k) != nil {
		return keptPlan{}
	}
	return k
}

func (s *schedule) keep(ctx context.Context, change func(k *keptPlan)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := s.kept()
	change(&k)
	value, err := json.Marshal(k)
	if err != nil {
		return err
	}
	return s.backups.vault.SetChoice(ctx, backupChoice, value)
}

// Plan implements ui.BackupSchedule.
func (s *schedule) Plan() ui.BackupPlan {
	k := s.kept()
	p := ui.BackupPlan{
		Folder: k.Folder, Passphrase: k.Passphrase, Recipient: k.Recipient, OpenCopy: k.OpenCopy,
		Keep:        ui.BackupKeep{Last: k.Keep["last"], Daily: k.Keep["daily"], Weekly: k.Keep["weekly"], Monthly: k.Keep["monthly"]},
		OverdueDays: k.Overdue,
	}
	if p.OverdueDays <= 0 {
		p.OverdueDays = defaultOverdueDays
	}
	for every, name := range everyNames {
		if name == k.Every {
			p.Every = every
		}
	}
	return p
}

// SetPlan implements ui.BackupSchedule. What failed before is another plan's.
func (s *schedule) SetPlan(ctx context.Context, p ui.BackupPlan) error {
	if p.Recipient != "" {
		if err := backup.CheckRecipient(p.Recipient); err != nil {
			return errors.Join(ui.ErrBadRecipient, err)
		}
	}
	return s.keep(ctx, func(k *keptPlan) {
		*k = keptPlan{
			Every: everyNames[p.Every], Folder: p.Folder, Passphrase: p.Passphrase, Recipient: p.Recipient, OpenCopy: p.OpenCopy,
			Keep:    map[string]int{"last": p.Keep.Last, "daily": p.Keep.Daily, "weekly": p.Keep.Weekly, "monthly": p.Keep.Monthly},
			Overdue: p.OverdueDays,
		}
	})
}

// Next implements ui.BackupSchedule.
func (s *schedule) Next() ui.BackupNext {
	k, plan, now := s.kept(), s.Plan(), s.backups.now()
	h := backupHistory{failures: k.Failures}
	if k.FailedAt != 0 {
		h.failedAt = time.UnixMilli(k.FailedAt)
	}
	known, err := s.backups.vault.Backups()
	if err != nil {
		known = nil // then one more is made
	}
	for _, b := range known {
		if b.ProvenAt != 0 && filepath.Dir(b.Path) == filepath.Clean(plan.Folder) {
			h.made = append(h.made, time.UnixMilli(b.At))
		}
	}
	return ui.BackupNext{At: nextBackup(plan.Every, h, now, s.zone), Failures: h.failures, FailedAt: h.failedAt}
}

// State implements ui.BackupSchedule.
func (s *schedule) State() ui.BackupState {
	v := s.backups.vault
	var proven []time.Time
	var data time.Time
	if known, err := v.Backups(); err == nil {
		for _, b := range known {
			if b.ProvenAt != 0 {
				proven = append(proven, time.UnixMilli(b.ProvenAt))
			}
		}
	}
	if batches, err := v.Batches(); err == nil {
		for _, b := range batches {
			if at := time.UnixMilli(b.At); data.IsZero() || at.Before(data) {
				data = at
			}
		}
	}
	if data.IsZero() {
		data = firstTyped(v)
	}
	return backupState(proven, data, s.Plan().OverdueDays, s.backups.now())
}

// firstTyped is when the first reading of a vault without imports is of; nobody
// remembers when it was typed. The zero time is none.
func firstTyped(v *vault.Vault) (first time.Time) {
	people, err := v.Profiles()
	if err != nil {
		return time.Time{}
	}
	for _, p := range people {
		series, err := v.Series(p.ID)
		if err != nil {
			continue // closed by a passcode of its own
		}
		for _, s := range series {
			if at := time.UnixMilli(s.First); first.IsZero() || at.Before(first) {
				first = at
			}
		}
	}
	return first
}

// Run implements ui.BackupSchedule.
func (s *schedule) Run(ctx context.Context, progress func(ui.Step)) (ui.ScheduledBackup, error) {
	plan := s.Plan()
	made, err := s.write(ctx, plan, progress)
	if err != nil {
		if ctx.Err() != nil || errors.Is(err, vault.ErrChanged) || errors.Is(err, backup.ErrBusy) || errors.Is(err, vault.ErrClosed) {
			return ui.ScheduledBackup{}, err
		}
		at := s.backups.now().UnixMilli()
		return ui.ScheduledBackup{}, errors.Join(err, s.keep(ctx, func(k *keptPlan) { k.Failures, k.FailedAt = k.Failures+1, at }))
	}
	out := ui.ScheduledBackup{Made: made}
	if s.kept().Failures > 0 {
		if err := s.keep(ctx, func(k *keptPlan) { k.Failures, k.FailedAt = 0, 0 }); err != nil {
			return out, err
		}
	}
	removed, err := backup.Prune(ctx, s.backups.vault, plan.Folder, policy(plan.Keep), s.backups.now(), s.zone)
	out.Removed, out.NotRemoved = filesOf(plan.Folder, removed), err
	return out, nil
}

// write makes the backup, anew if the vault was changed meanwhile.
func (s *schedule) write(ctx context.Context, plan ui.BackupPlan, progress func(ui.Step)) (made ui.Backup, err error) {
	if info, err := os.Stat(plan.Folder); err != nil || !info.IsDir() {
		return ui.Backup{}, errors.Join(ui.ErrNoBackupFolder, err)
	}
	for range changedTries {
		made, err = s.backups.BackUp(ctx, ui.BackupOrder{
			Path:       filepath.Join(plan.Folder, s.backups.FileName()),
			Passphrase: plan.Passphrase, Recipient: plan.Recipient, OpenCopy: plan.OpenCopy, Replace: true,
		}, progress)
		if !errors.Is(err, vault.ErrChanged) {
			break
		}
	}
	return made, err
}

func policy(k ui.BackupKeep) backup.Policy {
	return backup.Policy{Last: k.Last, Daily: k.Daily, Weekly: k.Weekly, Monthly: k.Monthly}
}

func filesOf(folder string, files []backup.File) []ui.Backup {
	var out []ui.Backup
	for _, f := range files {
		out = append(out, ui.Backup{At: f.At, Path: filepath.Join(folder, f.Name), Bytes: f.Bytes})
	}
	return out
}

// Leaving implements ui.BackupSchedule. The backup that a rule first follows is
// among those that stay.
func (s *schedule) Leaving(_ context.Context, folder string, keep ui.BackupKeep) ([]ui.Backup, error) {
	files, err := backup.List(s.backups.vault, folder)
	if err != nil {
		return nil, err
	}
	now := s.backups.now()
	next := backup.File{Name: s.backups.FileName(), At: now, Proven: true}
	_, leave := policy(keep).Split(append(files, next), now, s.zone)
	return filesOf(folder, leave), nil
}

// Place implements ui.BackupSchedule.
func (s *schedule) Place(_ context.Context, folder string) (ui.BackupPlace, error) {
	p := ui.BackupPlace{Free: -1}
	own := filepath.Dir(s.backups.vault.Path())
	vaultFile, err := os.Stat(s.backups.vault.Path())
	if err != nil {
		return p, err
	}
	// One copy beside the vault is there already; the backup itself is about as
	// large as the vault.
	p.Needs = vaultFile.Size()
	info, err := os.Stat(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err != nil {
		return p, fmt.Errorf("looking at the folder: %w", err)
	}
	p.There = info.IsDir()
	if beside, err := os.Stat(own); err == nil {
		p.Beside = os.SameFile(beside, info)
	}
	if there, err := diskOf(folder); err == nil {
		p.Free = there.free
		if here, err := diskOf(own); err == nil {
			p.SameDisk = here.id == there.id
		}
	}
	return p, nil
}
