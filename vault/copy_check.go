package vault

import (
	"context"
	"errors"
)

// CheckCopy opens the file at path with the keys of this vault and reads all of
// it, as Verify does: a copy of any moment since the keys are what they are.
// Nothing is changed. Errors: ErrWrongPassword for a file under other keys, as
// one from before a Rekey is; those of Open and Verify.
func (v *Vault) CheckCopy(ctx context.Context, path string, progress func(done, total int64)) (_ VerifyReport, err error) {
	v.mu.RLock()
	var keys *keyring
	if _, err = v.use(); err == nil {
		keys = v.keys.clone(v.id)
	}
	v.mu.RUnlock()
	if err != nil {
		return VerifyReport{}, err
	}
	o := v.options
	o.ReadOnly = true
	o.Anchors = nil // what it is a copy of is what this computer remembers
	other := newVault(path, o)
	other.id = v.id
	other.keys = keys
	if other.store, err = openStore(ctx, path, storeOptions{readOnly: true, maxSize: o.maxSize}); err != nil {
		keys.wipe()
		return VerifyReport{}, err
	}
	defer func() { err = errors.Join(err, other.Close()) }()
	if err := (&rewriting{v: v, keys: keys}).sameKeys(other.store); err != nil {
		return VerifyReport{}, err
	}
	s, err := other.load()
	if err != nil {
		return VerifyReport{}, err
	}
	other.state.Store(s)
	return other.Verify(ctx, progress)
}

// RememberProof remembers that the backup at that path was proven once more.
// Without such a backup it does nothing.
func (v *Vault) RememberProof(path string, at int64) error {
	if !validTime(at) {
		return ErrBadRecord
	}
	known, err := v.Backups()
	if err != nil {
		return err
	}
	for _, b := range known {
		if b.Path != path {
			continue
		}
		return v.changeSettings(func(next *state) error {
			for i := range next.settings.backups {
				if next.settings.backups[i].Path == path {
					next.settings.backups[i].ProvenAt = at
				}
			}
			return nil
		})
	}
	return nil
}
