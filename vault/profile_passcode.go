package vault

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"slices"
	"sync"
	"time"

	"vitalkeep/health"
)

// A person may give their own data a passcode, so that others of the household do
// not look at it. It is no encryption of its own: the container's key is wrapped
// by the vault's as ever, and who has the vault's password and a program of their
// own reads all of it. It is this package that keeps a closed profile closed, and
// not the window: whatever reads its data gives ErrProfileLocked. Its name stays
// in Profiles, imports into it, backups, checks and compactions go on, and it can
// be deleted.

// profilePasscode is what a profile's document says of its passcode. It is never
// changed, only replaced.
type profilePasscode struct {
	salt     [16]byte
	kdf      kdfParams
	verifier [sha256.Size]byte
	wrong    int   // tries since the last right one
	last     int64 // time of the last of them, UTC milliseconds
}

// Fields of it.
const (
	passcodeSalt     = 1
	passcodeKDF      = 2 // passes, memory in KiB, threads
	passcodeVerifier = 3
	passcodeWrong    = 4
	passcodeLast     = 5

	infoProfilePasscode = "vitalkeep 1 profile passcode"
)

func encodeProfilePasscode(p *profilePasscode) []byte {
	b := appendField(nil, passcodeSalt, p.salt[:])
	f := binary.AppendUvarint(nil, uint64(p.kdf.time))
	f = binary.AppendUvarint(f, uint64(p.kdf.memory))
	b = appendField(b, passcodeKDF, binary.AppendUvarint(f, uint64(p.kdf.threads)))
	b = appendField(b, passcodeVerifier, p.verifier[:])
	if p.wrong > 0 {
		b = appendField(b, passcodeWrong, appendCount(nil, p.wrong))
		b = appendField(b, passcodeLast, appendVarint(nil, p.last))
	}
	return b
}

// decodeProfilePasscode returns nil for what is none.
func decodeProfilePasscode(body []byte) *profilePasscode {
	var p profilePasscode
	verified := false
	err := fields(body, func(n uint64, v *wireReader) {
		switch n {
		case passcodeSalt:
			p.salt = v.array16()
		case passcodeKDF:
			p.kdf.time, p.kdf.memory = v.uint32(), v.uint32()
			threads := v.uint32()
			if threads > maxKDFThreads {
				v.fail()
				return
			}
			p.kdf.threads = uint8(threads)
		case passcodeVerifier:
			verified = copy(p.verifier[:], v.take(sha256.Size)) == sha256.Size
		case passcodeWrong:
			p.wrong = int(min(v.uvarint(), PasscodeTries)) //nolint:gosec // few
		case passcodeLast:
			p.last = v.varint()
		}
	})
	if err != nil || !verified || !p.kdf.valid() || p.kdf.tooCostly() || !validTime(p.last) {
		return nil
	}
	return &p
}

// verifierOf is SHA-256 of a text, and of what Argon2id makes of the passcode.
func verifierOf(passcode []byte, salt [16]byte, kdf kdfParams) (out [sha256.Size]byte, err error) {
	key := deriveKEK(passcode, salt, kdf)
	defer key.wipe()
	err = key.with(func(k []byte) {
		erasing(func() {
			d := sha256.New()
			d.Write([]byte(infoProfilePasscode))
			d.Write(k)
			d.Sum(out[:0])
		})
	})
	return out, err
}

func (v *Vault) newProfilePasscode(passcode []byte) (*profilePasscode, error) {
	if err := checkPasscode(passcode); err != nil {
		return nil, err
	}
	p := &profilePasscode{salt: randomID(), kdf: v.options.kdf}
	if p.kdf == (kdfParams{}) {
		p.kdf = kdfFloor
	}
	var err error
	p.verifier, err = verifierOf(passcode, p.salt, p.kdf)
	return p, err
}

// doors says which profiles with a passcode are open.
type doors struct {
	mu   sync.Mutex
	open map[[16]byte]bool
}

func (d *doors) set(id [16]byte, open bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.open == nil {
		d.open = map[[16]byte]bool{}
	}
	d.open[id] = open
}

func (d *doors) isOpen(id [16]byte) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.open[id]
}

// closed reports whether a container's content is kept from who reads.
func (s *state) closed(c *container) bool {
	return c.passcode != nil && (s.doors == nil || !s.doors.isOpen(c.id))
}

// profile returns the container of a profile whose content is wanted:
// ErrProfileLocked while it is closed.
func (s *state) profile(id health.ProfileID) (*container, error) {
	c, err := s.owner(id)
	if err == nil && s.closed(c) {
		err = ErrProfileLocked
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

// visible returns the containers that are not closed.
func (s *state) visible() []*container {
	return slices.DeleteFunc(slices.Clone(s.containers), s.closed)
}

// ProfileClosed reports whether the profile's passcode is to be given before
// anything of it is read.
func (v *Vault) ProfileClosed(id health.ProfileID) bool {
	s, err := v.snapshot()
	if err != nil {
		return false
	}
	c, err := s.owner(id)
	return err == nil && s.closed(c)
}

// ProfileHasPasscode reports whether the profile has a passcode of its own.
func (v *Vault) ProfileHasPasscode(id health.ProfileID) bool {
	s, err := v.snapshot()
	if err != nil {
		return false
	}
	c, err := s.owner(id)
	return err == nil && c.passcode != nil
}

// SetProfilePasscode gives a profile without one a passcode of its own. It stays
// open until CloseProfile or the end of the vault's being open. Errors:
// ErrWeakPasscode, ErrHasPasscode, ErrNoProfile (also for the inbox), ErrReadOnly,
// ErrNoSpace, ErrClosed, the context's.
func (v *Vault) SetProfilePasscode(ctx context.Context, id health.ProfileID, passcode []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p, err := v.newProfilePasscode(passcode)
	if err != nil {
		return err
	}
	return v.putProfilePasscode(id, p, func(c *container) error {
		if c.passcode != nil {
			return ErrHasPasscode
		}
		return nil
	})
}

// ChangeProfilePasscode puts another passcode in the place of the current one.
// Errors: those of OpenProfile and ErrWeakPasscode, before a try is made.
func (v *Vault) ChangeProfilePasscode(ctx context.Context, id health.ProfileID, current, passcode []byte) error {
	if err := checkPasscode(passcode); err != nil {
		return err
	}
	was, err := v.tryProfile(ctx, id, current)
	if err != nil {
		return err
	}
	p, err := v.newProfilePasscode(passcode)
	if err != nil {
		return err
	}
	return v.putProfilePasscode(id, p, was.still)
}

// OpenProfile lets a profile be read until CloseProfile. After a wrong passcode
// there is a wait, after PasscodeTries of them only
// RemoveProfilePasscodeByRecoveryKey helps; the vault keeps the count, and a try
// counts before it is made. Errors: ErrProfilePasscode with a *PasscodeError for a wrong one
// (ErrWrongPasscode), one that comes too soon (ErrPasscodeWait) or too late
// (ErrPasscodeSpent); ErrNoProfilePasscode, ErrNoProfile, ErrReadOnly, ErrNoSpace,
// ErrClosed, the context's.
func (v *Vault) OpenProfile(ctx context.Context, id health.ProfileID, passcode []byte) error {
	was, err := v.tryProfile(ctx, id, passcode)
	if err != nil {
		return err
	}
	right := *was
	right.wrong, right.last = 0, 0
	return v.putProfilePasscode(id, &right, was.still)
}

// CloseProfile asks for the profile's passcode again from now on.
func (v *Vault) CloseProfile(id health.ProfileID) { v.doors.set(id, false) }

// RemoveProfilePasscode takes the passcode off a profile. Errors: those of
// OpenProfile.
func (v *Vault) RemoveProfilePasscode(ctx context.Context, id health.ProfileID, current []byte) error {
	was, err := v.tryProfile(ctx, id, current)
	if err != nil {
		return err
	}
	return v.putProfilePasscode(id, nil, was.still)
}

// RemoveProfilePasscodeByRecoveryKey takes it off with the vault's recovery key.
// Errors: ErrBadRecoveryKey, ErrWrongPassword, ErrNoProfilePasscode, ErrNoProfile,
// ErrReadOnly, ErrNoSpace, ErrClosed, the context's.
func (v *Vault) RemoveProfilePasscodeByRecoveryKey(ctx context.Context, id health.ProfileID, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	code, err := parseRecoveryKey(key)
	if err != nil {
		return err
	}
	defer clear(code[:])
	err = v.tryKeys(func(h *head) (*keyring, error) {
		return h.unlock(slotRecovery, func(s *slot) *secret { return code.kek(s.salt) })
	})
	if err != nil {
		return err
	}
	return v.putProfilePasscode(id, nil, func(c *container) error {
		if c.passcode == nil {
			return ErrNoProfilePasscode
		}
		return nil
	})
}

// tryProfile counts a try and makes it. It returns what the vault says of the
// passcode then.
func (v *Vault) tryProfile(ctx context.Context, id health.ProfileID, passcode []byte) (*profilePasscode, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	now := v.now()
	var p *profilePasscode
	err := v.changePasscode(id, func(c *container) (*profilePasscode, error) {
		if c.passcode == nil {
			return nil, ErrNoProfilePasscode
		}
		if err := checkProfileTry(c.passcode, now); err != nil {
			return nil, err
		}
		counted := *c.passcode
		counted.wrong, counted.last = counted.wrong+1, min(max(now.UnixMilli(), -maxTime), maxTime)
		p = &counted
		return p, nil
	})
	if err != nil {
		return nil, err
	}
	given, err := verifierOf(passcode, p.salt, p.kdf)
	if err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare(given[:], p.verifier[:]) != 1 {
		if p.wrong >= PasscodeTries {
			return nil, notTaken(&PasscodeError{Err: ErrPasscodeSpent})
		}
		return nil, notTaken(wrongTry(p.wrong))
	}
	return p, nil
}

func checkProfileTry(p *profilePasscode, now time.Time) error {
	if p.wrong >= PasscodeTries {
		return notTaken(&PasscodeError{Err: ErrPasscodeSpent})
	}
	if err := checkTry(p.wrong, time.UnixMilli(p.last), now); err != nil {
		return notTaken(err)
	}
	return nil
}

// notTaken says of a passcode's error that it is of a profile's.
func notTaken(err error) error { return fmt.Errorf("%w: %w", ErrProfilePasscode, err) }

// still returns ErrChanged unless the container's passcode is that one.
func (p *profilePasscode) still(c *container) error {
	if c.passcode == nil || c.passcode.salt != p.salt {
		return ErrChanged
	}
	return nil
}

// putProfilePasscode stores a passcode, or none, unless check has something
// against it, and lets the profile be read.
func (v *Vault) putProfilePasscode(id health.ProfileID, p *profilePasscode, check func(*container) error) error {
	err := v.changePasscode(id, func(c *container) (*profilePasscode, error) { return p, check(c) })
	if err == nil {
		v.doors.set(id, true)
	}
	return err
}

// changePasscode writes what edit makes of a profile's passcode.
func (v *Vault) changePasscode(id health.ProfileID, edit func(*container) (*profilePasscode, error)) error {
	v.flip.Lock()
	defer v.flip.Unlock()
	s, err := v.snapshot()
	if err != nil {
		return err
	}
	if v.readOnly {
		return v.forReading()
	}
	old, err := s.owner(id)
	if err == nil && old.profile.Inbox {
		err = ErrNoProfile
	}
	if err != nil {
		return err
	}
	c := *old
	if c.passcode, err = edit(old); err != nil {
		return err
	}
	doc := c.sealer.sealBody(kindProfile, v.newID(), 1, encodeDoc(&c))
	c.docRef = doc.ref
	return cmp.Or(doc.err, v.write(s.with(&c), change{puts: []object{doc}, drops: []uint64{old.docRef.id}}))
}
