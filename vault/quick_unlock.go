package vault

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"
)

// QuickUnlock opens a vault that was closed again with a passcode, as long as
// the process lives. The vault key waits sealed under the passcode and a random
// key in locked memory; five wrong tries wipe that. It may be used from several
// goroutines, one try after the other.
type QuickUnlock struct {
	path    string
	options Options
	now     func() time.Time
	slot    *passcodeSlot

	mu    sync.Mutex
	other *secret
	gone  error // why it opens nothing any more
	wrong int
	last  time.Time // of the last wrong try
}

// QuickUnlock prepares for opening this vault by a passcode when it was closed.
// Errors: ErrWeakPasscode.
func (v *Vault) QuickUnlock(ctx context.Context, passcode []byte) (*QuickUnlock, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	other := randomSecret()
	s, err := v.passcodeSlot(passcode, other, false)
	if err != nil {
		other.wipe()
		return nil, err
	}
	return &QuickUnlock{path: v.path, options: v.options, now: v.now, slot: s, other: other}, nil
}

// Open opens the vault with the options it had. Errors: a PasscodeError that is
// ErrWrongPasscode, or ErrPasscodeWait before its time, which costs no try;
// ErrPasscodeSpent from the fifth wrong try on; ErrPasscodeOutdated once the
// password was changed; and those of Open.
func (q *QuickUnlock) Open(ctx context.Context, passcode []byte) (*Vault, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.gone != nil {
		return nil, q.gone
	}
	if err := checkTry(q.wrong, q.last, q.now()); err != nil {
		return nil, err
	}
	return open(ctx, q.path, q.options, func(h *head) (*keyring, error) { return q.lasting(h, passcode) })
}

// Confirm reports by its error whether a passcode would open the vault, which is
// open: tries count and errors are as with Open.
func (q *QuickUnlock) Confirm(ctx context.Context, v *Vault, passcode []byte) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.gone != nil {
		return q.gone
	}
	if err := cmp.Or(ctx.Err(), checkTry(q.wrong, q.last, q.now())); err != nil {
		return err
	}
	return v.tryKeys(func(h *head) (*keyring, error) { return q.lasting(h, passcode) })
}

// lasting is a try after which what is of no use any more is forgotten.
func (q *QuickUnlock) lasting(h *head, passcode []byte) (*keyring, error) {
	keys, err := q.try(h, passcode)
	if errors.Is(err, ErrPasscodeOutdated) || errors.Is(err, ErrPasscodeSpent) {
		q.forget(err)
	}
	return keys, err
}

func (q *QuickUnlock) try(h *head, passcode []byte) (*keyring, error) {
	if err := q.slot.fits(h); err != nil {
		return nil, err
	}
	q.wrong++
	q.last = q.now()
	keys, err := q.slot.unlock(h, passcode, q.other)
	if errors.Is(err, ErrWrongPasscode) {
		return nil, wrongTry(q.wrong)
	}
	q.wrong = 0 // whatever else is the matter, it was right
	return keys, err
}

// State returns how many tries are left, and how long to wait until the next.
// None are left after Forget, too.
func (q *QuickUnlock) State() (left int, wait time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.gone != nil {
		return 0, 0
	}
	return PasscodeTries - q.wrong, waitLeft(q.wrong, q.last, q.now())
}

// Forget wipes what the passcode would open. From then on there is
// ErrNoPasscode.
func (q *QuickUnlock) Forget() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.gone == nil {
		q.forget(ErrNoPasscode)
	}
}

func (q *QuickUnlock) forget(why error) {
	q.other.wipe()
	clear(q.slot.wrapped[:])
	q.gone = why
}
