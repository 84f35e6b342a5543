package session

import (
	"context"
	"errors"
	"io/fs"
	"os"
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
		out[i].File = fileOf(r)
	}
	return out, nil
}

// fileOf looks at the file of a backup. One that may not be looked at is there
// for all that anybody knows.
func fileOf(r vault.BackupRecord) ui.BackupFile {
	info, err := os.Stat(r.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return ui.BackupGone
	case err == nil && (!info.Mode().IsRegular() || r.Bytes != 0 && info.Size() != r.Bytes):
		return ui.BackupChanged
	}
	return ui.BackupThere
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
	return ui.Backup{At: r.At, Path: r.Path, Bytes: r.Bytes, Proven: r.ProvenAt, OpenCopy: r.OpenCopy, People: r.Profiles}, nil
}

// Prove implements ui.Backups.
func (b backups) Prove(ctx context.Context, path, secret string, progress func(ui.Step)) (ui.Backup, error) {
	_, err := backup.Prove(ctx, b.vault, path, backupKey(secret), backup.ProveOptions{Now: b.now, Progress: func(phase backup.Phase, done, total int64) {
		progress(ui.Step{Label: locale.Dynamic(phases[phase]), Fraction: float64(done) / float64(max(total, 1))})
	}})
	if errors.Is(err, backup.ErrWrongKey) {
		err = errors.Join(ui.ErrWrongPassword, err)
	}
	if err != nil {
		return ui.Backup{}, err
	}
	list, err := b.vault.Backups()
	for _, r := range list {
		if r.Path == path {
			return recorded(r), nil
		}
	}
	return ui.Backup{Path: path}, err
}

// Forget implements ui.Backups.
func (b backups) Forget(_ context.Context, path string) error { return b.vault.ForgetBackup(path) }

// Remove implements ui.Backups. Only what the vault remembers as a backup is
// removed, and only a file.
func (b backups) Remove(_ context.Context, path string) error {
	list, err := b.vault.Backups()
	if err != nil {
		return err
	}
	for _, r := range list {
		if r.Path != path {
			continue
		}
		info, err := os.Lstat(path)
		if err == nil && info.Mode().IsRegular() {
			err = os.Remove(path)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return b.vault.ForgetBackup(path)
	}
	return nil
}

// backupKey is what a secret opens a backup as: an identity of age, or else a
// passphrase.
func backupKey(secret string) backup.Key {
	if identity := strings.TrimSpace(secret); strings.HasPrefix(strings.ToUpper(identity), "AGE-SECRET-KEY-") {
		return backup.Key{Identity: identity}
	}
	return backup.Key{Passphrase: secret}
}

// Look implements ui.Restorer.
func (o Vaults) Look(ctx context.Context, path, secret string) (ui.BackupContent, error) {
	c, err := backup.Look(path, backupKey(secret))
	switch {
	case errors.Is(err, backup.ErrWrongKey):
		return ui.BackupContent{}, errors.Join(ui.ErrWrongPassword, err)
	case err != nil:
		return ui.BackupContent{}, err
	}
	return ui.BackupContent{At: c.At, Bytes: c.Bytes, People: c.People}, ctx.Err()
}

// Restore implements ui.Restorer. The folder is made where there is none.
func (o Vaults) Restore(ctx context.Context, path, secret, to string, replace bool, progress func(done, total int64)) (string, error) {
	if err := makeFolder(to); err != nil {
		return "", err
	}
	r, err := backup.Restore(ctx, path, backupKey(secret), to, backup.RestoreOptions{Overwrite: replace, Anchors: o.Anchors, Now: o.Now, Progress: progress})
	if errors.Is(err, backup.ErrWrongKey) {
		err = errors.Join(ui.ErrWrongPassword, err)
	}
	return r.Kept, err
}
