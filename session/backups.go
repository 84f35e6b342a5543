package session

import (
	"context"
	"errors"
	"strings"
	"time"

	"vitalkeep/backup"
	"vitalkeep/intake"
	"vitalkeep/ui"
	"vitalkeep/ui/locale"
	"vitalkeep/vault"
)

// backups makes backups of a vault. It is a ui.Backups.
type backups struct {
	vault *vault.Vault
	now   func() time.Time
}

// phases are the words for what a backup is at.
var phases = map[backup.Phase]string{
	backup.Copying: locale.Key("Copying the vault…"),
	backup.Sealing: locale.Key("Encrypting it…"),
	backup.Opening: locale.Key("Writing the open copy…"),
	backup.Reading: locale.Key("Reading the backup back…"),
	backup.Proving: locale.Key("Restoring it on trial…"),
}

// FileName implements ui.Backups.
func (b backups) FileName() string { return backup.FileName(b.vault.Path(), b.now()) }

// Made implements ui.Backups.
func (b backups) Made() ([]ui.Backup, error) {
	records, err := b.vault.Backups()
	if err != nil {
		return nil, err
	}
	out := make([]ui.Backup, len(records))
	for i, r := range records {
		out[i] = recorded(r)
	}
	return out, nil
}

// BackUp implements ui.Backups.
func (b backups) BackUp(ctx context.Context, o ui.BackupOrder, progress func(ui.Step)) (ui.Backup, error) {
	options := backup.Options{
		Passphrase: o.Passphrase, Recipient: o.Recipient, Overwrite: o.Replace, Now: b.now,
		Progress: func(phase backup.Phase, done, total int64) {
			progress(ui.Step{Label: locale.Dynamic(phases[phase]), Fraction: float64(done) / float64(max(total, 1))})
		},
	}
	if o.OpenCopy {
		options.OpenCopy = intake.Holdings
	}
	r, err := backup.Write(ctx, b.vault, o.Path, options)
	switch {
	case errors.Is(err, backup.ErrBadRecipient):
		return ui.Backup{}, errors.Join(ui.ErrBadRecipient, err)
	case err != nil:
		return ui.Backup{}, err
	}
	return ui.Backup{At: r.At, Path: r.Path, Bytes: r.Bytes, Proven: r.ProvenAt}, nil
}

// Restore implements ui.Restorer. The folder is made where there is none.
func (o Vaults) Restore(ctx context.Context, path, secret, to string, replace bool, progress func(done, total int64)) (string, error) {
	key := backup.Key{Passphrase: secret}
	if identity := strings.TrimSpace(secret); strings.HasPrefix(strings.ToUpper(identity), "AGE-SECRET-KEY-") {
		key = backup.Key{Identity: identity}
	}
	if err := makeFolder(to); err != nil {
		return "", err
	}
	r, err := backup.Restore(ctx, path, key, to, backup.RestoreOptions{Overwrite: replace, Anchors: o.Anchors, Now: o.Now, Progress: progress})
	if errors.Is(err, backup.ErrWrongKey) {
		err = errors.Join(ui.ErrWrongPassword, err)
	}
	return r.Kept, err
}
