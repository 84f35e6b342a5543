package session

import (
	"context"
	"errors"

	"vitalkeep/ui"
	"vitalkeep/vault"
)

// keys changes what opens a vault. It is a ui.Keys.
type keys struct {
	vault    *vault.Vault
	passcode passcode // of the vault, which other keys make useless
}

// Confirm implements ui.Keys.
func (k keys) Confirm(ctx context.Context, secret string) error {
	return k.passcode.isThem(ctx, secret)
}

// changed forgets the passcode after a change that was made, since it opens
// nothing any more.
func (k keys) changed(ctx context.Context, err error) error {
	if err == nil {
		// What cannot be removed opens nothing, and goes when it is tried.
		_ = k.passcode.all.forget(context.WithoutCancel(ctx), k.vault.Path(), ui.PasscodeOutdated)
	}
	return err
}

// ChangePassword implements ui.Keys.
func (k keys) ChangePassword(ctx context.Context, old, fresh string) error {
	before, after := []byte(old), []byte(fresh)
	defer clear(before)
	defer clear(after)
	err := k.vault.ChangePassword(ctx, before, after)
	if errors.Is(err, vault.ErrWrongPassword) {
		return errors.Join(ui.ErrWrongPassword, err)
	}
	return k.changed(ctx, done(err))
}

// PrepareRecoveryKey implements ui.Keys.
func (k keys) PrepareRecoveryKey(context.Context) (ui.PreparedKey, error) {
	p, err := k.vault.PrepareRecoveryKey()
	if err != nil {
		return nil, err
	}
	return p, nil
}

// UseRecoveryKey implements ui.Keys.
func (k keys) UseRecoveryKey(ctx context.Context, key ui.PreparedKey) error {
	p, _ := key.(*vault.PreparedRecoveryKey)
	return done(k.vault.UseRecoveryKey(ctx, p))
}

// Rekey implements ui.Keys.
func (k keys) Rekey(ctx context.Context, password string, key ui.PreparedKey, progress func(done, total int64)) error {
	typed := []byte(password)
	defer clear(typed)
	p, _ := key.(*vault.PreparedRecoveryKey)
	return k.changed(ctx, done(k.vault.RekeyWith(ctx, typed, p, progress)))
}

// done passes errors on but for one: that the disk did not confirm what was
// done and is in use. A recovery key that is in force has to be shown.
func done(err error) error {
	if errors.Is(err, vault.ErrNotDurable) {
		return nil
	}
	return err
}

// tidier removes from a vault's file what was deleted. It is a ui.Tidier.
type tidier struct {
	vault *vault.Vault
	life  *life // hears of the end of the account
}

// Due implements ui.Tidier. What can still be taken back stands in the file
// too.
func (t tidier) Due() bool {
	if t.vault.CompactionDue() {
		return true
	}
	list, err := t.vault.Deletions()
	return err == nil && len(list) > 0
}

// Tidy implements ui.Tidier.
func (t tidier) Tidy(ctx context.Context, progress func(done, total int64)) (ui.TidyReport, error) {
	r, err := t.vault.Compact(ctx, progress)
	if r.Ended {
		t.life.end()
	}
	return ui.TidyReport{Before: r.Before, After: r.After}, done(err)
}
