package vault

import (
	"context"
	"errors"
	"sync"
	"time"
)

// confirming counts what was given wrongly while the vault is open.
type confirming struct {
	mu    sync.Mutex
	wrong int
	last  time.Time
}

// Confirm reports by its error whether what was given is the account password of this
// vault, which is open, or its passcode: that whoever sits there may end a visit,
// or change what protects the vault. passcode is the Confirm of a QuickUnlock or
// a KeptPasscode, nil where there is none. A wrong secret costs the derivations
// of both, whichever it was meant for, and counts for both; no key is kept of
// any.
//
// Errors: a PasscodeError that is ErrNotConfirmed, or ErrPasscodeWait before its
// time, which costs no try; ErrConfirmSpent from the fifth wrong one on, until
// the vault was closed and opened again.
func (v *Vault) Confirm(ctx context.Context, given []byte, passcode func(context.Context, *Vault, []byte) error) error {
	c := &v.confirming
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := checkTry(c.wrong, c.last, v.now()); err != nil {
		if errors.Is(err, ErrPasscodeSpent) {
			return ErrConfirmSpent
		}
		return err
	}
	c.wrong++ // before it is made, as with a passcode
	c.last = v.now()
	err := v.tryKeys(func(h *head) (*keyring, error) {
		return h.unlock(slotPassword, func(s *slot) *secret { return deriveKEK(given, s.salt, s.kdf) })
	})
	if errors.Is(err, ErrWrongPassword) && passcode != nil && passcode(ctx, v, given) == nil {
		err = nil
	}
	switch {
	case err == nil:
		c.wrong = 0
		return nil
	case !errors.Is(err, ErrWrongPassword):
		c.wrong-- // nothing was tried
		return err
	case c.wrong >= PasscodeTries:
		return ErrConfirmSpent
	}
	return &PasscodeError{ErrNotConfirmed, PasscodeTries - c.wrong, passcodeWaits[c.wrong]}
}

// tryKeys tries to get the keys of the open vault from its head, and wipes them
// at once.
func (v *Vault) tryKeys(unlock func(*head) (*keyring, error)) error {
	var h *head
	err := v.reading(func(st *store) (err error) {
		h, _, err = st.head()
		return err
	})
	if err != nil {
		return err
	}
	keys, err := unlock(h)
	keys.wipe()
	return err
}
