package session

import (
	"context"
	"errors"

	"vitalkeep/health"
	"vitalkeep/ui"
	"vitalkeep/vault"
)

// profileLocks are the passcodes of people, as ui.ProfileLocks wants them.
type profileLocks struct{ vault *vault.Vault }

// Locked implements ui.ProfileLocks.
func (l profileLocks) Locked(id health.ProfileID) bool { return l.vault.ProfileHasPasscode(id) }

// Closed implements ui.ProfileLocks.
func (l profileLocks) Closed(id health.ProfileID) bool { return l.vault.ProfileClosed(id) }

// Open implements ui.ProfileLocks.
func (l profileLocks) Open(ctx context.Context, id health.ProfileID, passcode string) error {
	return withPasscode(passcode, func(p []byte) error { return l.vault.OpenProfile(ctx, id, p) })
}

// Close implements ui.ProfileLocks.
func (l profileLocks) Close(id health.ProfileID) { l.vault.CloseProfile(id) }

// Set implements ui.ProfileLocks.
func (l profileLocks) Set(ctx context.Context, id health.ProfileID, passcode string) error {
	return withPasscode(passcode, func(p []byte) error { return l.vault.SetProfilePasscode(ctx, id, p) })
}

// Change implements ui.ProfileLocks.
func (l profileLocks) Change(ctx context.Context, id health.ProfileID, current, passcode string) error {
	return withPasscode(current, func(c []byte) error {
		return withPasscode(passcode, func(p []byte) error { return l.vault.ChangeProfilePasscode(ctx, id, c, p) })
	})
}

// Remove implements ui.ProfileLocks.
func (l profileLocks) Remove(ctx context.Context, id health.ProfileID, current string) error {
	return withPasscode(current, func(p []byte) error { return l.vault.RemoveProfilePasscode(ctx, id, p) })
}

// RemoveWithRecovery implements ui.ProfileLocks.
func (l profileLocks) RemoveWithRecovery(ctx context.Context, id health.ProfileID, key string) error {
	err := l.vault.RemoveProfilePasscodeByRecoveryKey(ctx, id, key)
	if errors.Is(err, vault.ErrWrongPassword) || errors.Is(err, vault.ErrBadRecoveryKey) {
		return errors.Join(ui.ErrWrongPassword, err)
	}
	return err
}

// withPasscode clears its copy of what was typed.
func withPasscode(typed string, do func([]byte) error) error {
	b := []byte(typed)
	defer clear(b)
	return toldLock(do(b))
}

// toldLock is what a person's passcode gave in the words of the window.
func toldLock(err error) error {
	if e, ok := errors.AsType[*vault.PasscodeError](err); ok {
		told := &ui.ProfilePasscodeError{Wrong: !errors.Is(e, vault.ErrPasscodeWait), Left: e.Left, Wait: e.Wait}
		return errors.Join(told, err)
	}
	switch {
	case errors.Is(err, vault.ErrProfileLocked):
		return errors.Join(ui.ErrProfileClosed, err)
	case errors.Is(err, vault.ErrWeakPasscode):
		return errors.Join(ui.ErrWeakProfilePasscode, err)
	}
	return err
}
