package vault

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	// PasscodeLength is the least number of characters of a passcode; any
	// character counts, people will mostly take digits.
	PasscodeLength = 6
	maxPasscode    = 1024 // bytes

	// PasscodeTries is how often a passcode may be given wrongly.
	PasscodeTries = 5
)

// passcodeWaits is how long to wait after so many wrong tries.
var passcodeWaits = [PasscodeTries]time.Duration{0, time.Second, 5 * time.Second, 15 * time.Second, time.Minute}

// PasscodeError is ErrWrongPasscode or ErrPasscodeWait with what is left.
type PasscodeError struct {
	Err  error
	Left int           // tries
	Wait time.Duration // until the next one
}

// Error implements error.
func (e *PasscodeError) Error() string {
	return fmt.Sprintf("%v: tries left: %d, the next in %v", e.Err, e.Left, e.Wait)
}

// Unwrap gives ErrWrongPasscode or ErrPasscodeWait.
func (e *PasscodeError) Unwrap() error { return e.Err }

// checkPasscode gives ErrWeakPasscode for those that are tried first: too
// short, one character only, or rising or falling by one.
func checkPasscode(passcode []byte) error {
	text := norm.NFC.Append(make([]byte, 0, 3*len(passcode)+utf8.UTFMax), passcode...)
	defer clear(text)
	count := utf8.RuneCount(text)
	if len(passcode) > maxPasscode || !utf8.Valid(text) || count < PasscodeLength {
		return ErrWeakPasscode
	}
	first, size := utf8.DecodeRune(text)
	second, _ := utf8.DecodeRune(text[size:])
	step := second - first
	if step < -1 || step > 1 {
		return nil
	}
	before := first
	for rest := text[size:]; len(rest) > 0; rest = rest[size:] {
		var r rune
		if r, size = utf8.DecodeRune(rest); r-before != step {
			return nil
		}
		before = r
	}
	return ErrWeakPasscode
}

// checkTry gives the error of a try at a time at which so many, the last of
// them then, were wrong. Who can set the clock forward can make the wait short,
// but not the tries more; so a clock that went back is no reason to wait.
func checkTry(wrong int, last, now time.Time) error {
	if wrong >= PasscodeTries {
		return ErrPasscodeSpent
	}
	if left := waitLeft(wrong, last, now); left > 0 {
		return &PasscodeError{ErrPasscodeWait, PasscodeTries - wrong, left}
	}
	return nil
}

func waitLeft(wrong int, last, now time.Time) time.Duration {
	since := now.Sub(last)
	if wrong >= PasscodeTries || since < 0 {
		return 0
	}
	return max(0, passcodeWaits[wrong]-since)
}

// wrongTry is the error after the try of that number was wrong.
func wrongTry(number int) error {
	if number >= PasscodeTries {
		return ErrPasscodeSpent
	}
	return &PasscodeError{ErrWrongPasscode, PasscodeTries - number, passcodeWaits[number]}
}

// passcodeSlot is a vault key that a passcode opens, together with a random
// key kept elsewhere: six digits alone fall in hours to one computer.
type passcodeSlot struct {
	vault   [16]byte
	slots   [sha256.Size]byte // of the password that was in force
	kdf     kdfParams
	salt    [16]byte
	wrapped [wrappedSize]byte
	checked bool // by the system, after the passcode
}

// passwordSlots tells one password of a vault from another.
func (h *head) passwordSlots() [sha256.Size]byte {
	d := sha256.New()
	for i := range h.slots {
		if h.slots[i].kind == slotPassword {
			d.Write(h.slots[i].header())
			d.Write(h.slots[i].wrapped[:])
		}
	}
	return [sha256.Size]byte(d.Sum(nil))
}

// passcodeSlot wraps the key of an open vault.
func (v *Vault) passcodeSlot(passcode []byte, other *secret, checked bool) (*passcodeSlot, error) {
	if err := checkPasscode(passcode); err != nil {
		return nil, err
	}
	var h *head
	var key *secret
	err := v.reading(func(st *store) (err error) {
		h, _, err = st.head()
		key = v.keys.vault.clone()
		return err
	})
	defer key.wipe()
	if err != nil {
		return nil, err
	}
	s := &passcodeSlot{vault: v.id, slots: h.passwordSlots(), kdf: v.options.kdf, salt: randomID(), checked: checked}
	if s.kdf == (kdfParams{}) {
		s.kdf = kdfFloor
	}
	kek := s.kek(passcode, other)
	defer kek.wipe()
	return s, wrapKey(&s.wrapped, kek, key, s.associated())
}

// kek is HKDF(Argon2id(passcode) ‖ other), salt = vault id.
func (s *passcodeSlot) kek(passcode []byte, other *secret) *secret {
	slow := deriveKEK(passcode, s.salt, s.kdf)
	defer slow.wipe()
	kek := emptySecret()
	var err error
	closed := slow.with(func(a []byte) {
		err = other.with(func(b []byte) {
			var both [2 * keySize]byte
			erasing(func() { hkdfKey(kek.place.bytes(), append(append(both[:0], a...), b...), s.vault[:], infoPasscode) })
			clear(both[:])
		})
	})
	if closed != nil || err != nil {
		kek.wipe() // nothing opens then
	}
	return kek
}

// associated binds the wrapped key to everything else.
func (s *passcodeSlot) associated() []byte {
	b := binary.BigEndian.AppendUint16(nil, suite)
	b = append(b, infoPasscode...)
	if b = s.append(b); s.checked {
		b = append(b, infoChecked...)
	}
	return b
}

// append writes the slot without the wrapped key.
func (s *passcodeSlot) append(b []byte) []byte {
	b = append(b, s.vault[:]...)
	b = append(b, s.slots[:]...)
	b = binary.BigEndian.AppendUint32(b, s.kdf.time)
	b = binary.BigEndian.AppendUint32(b, s.kdf.memory)
	b = append(b, s.kdf.threads)
	return append(b, s.salt[:]...)
}

// fits gives ErrPasscodeOutdated when the head has another password, or is
// another vault's.
func (s *passcodeSlot) fits(h *head) error {
	if h.vault != s.vault || h.passwordSlots() != s.slots {
		return ErrPasscodeOutdated
	}
	return nil
}

// unlock gives ErrWrongPasscode, or ErrPasscodeOutdated for a key that is not,
// or no longer, the one that the head was made with.
func (s *passcodeSlot) unlock(h *head, passcode []byte, other *secret) (*keyring, error) {
	kek := s.kek(passcode, other)
	key, ok := unwrapKey(&s.wrapped, kek, s.associated())
	kek.wipe()
	if !ok {
		return nil, ErrWrongPasscode
	}
	if ok, err := h.committed(key); err != nil || !ok {
		key.wipe()
		return nil, cmp.Or(err, ErrPasscodeOutdated)
	}
	return h.keys(key)
}
