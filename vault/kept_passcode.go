package vault

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Keyring is where the system keeps secrets of the person who is logged in.
// Get of a name that is not there gives an error that is fs.ErrNotExist; any
// other error of it is taken to mean that there is no keyring to be used.
type Keyring interface {
	Get(ctx context.Context, name string) ([]byte, error)
	Set(ctx context.Context, name string, secret []byte) error
	Delete(ctx context.Context, name string) error
}

// KeptPasscode opens vaults by a passcode across restarts of the program. What
// it needs lies in two places: the wrapped vault key in a file of the folder,
// with the wrong tries, and a random key without which the passcode is useless
// in the keyring. After five wrong tries both are removed.
type KeptPasscode struct {
	// Folder is in the person's own state, not beside the vault; it is made when
	// it is needed.
	Folder  string
	Keyring Keyring
	// Check is asked after a right passcode that was kept by KeepChecked, before
	// anybody gets the vault: whether the system knows who is there. Its error is
	// that of Open; nil lets no such passcode open anything.
	Check func(ctx context.Context) error
}

// The record is what stands in the file; docs/vault-format.md has its layout.
// Behind it stands the time of each try that was not yet right, 8 bytes each.
const (
	keptMagic = "VTLPASS" // and keptAlone or keptChecked
	keptSize  = len(keptMagic) + 1 + 16 + 16 + sha256.Size + 4 + 4 + 1 + 16 + wrappedSize + 4
	tryStep   = 8

	maxKept = keptSize + 1024*tryStep // more tries than anybody has

	keptAlone   = 1 // the passcode opens the vault
	keptChecked = 2 // the passcode and a check of the system do
)

// keptRecord is the content of the file.
type keptRecord struct {
	item [16]byte // names the random key in the keyring
	slot passcodeSlot
	tries
}

// tries are the tries of a passcode that were not yet right.
type tries struct {
	count int
	last  time.Time
}

func (r *keptRecord) name() string { return hex.EncodeToString(r.item[:]) }

func (r *keptRecord) encode() []byte {
	kind := byte(keptAlone)
	if r.slot.checked {
		kind = keptChecked
	}
	b := append([]byte(keptMagic), kind)
	b = append(b, r.item[:]...)
	b = r.slot.append(b)
	b = append(b, r.slot.wrapped[:]...)
	return binary.BigEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

func decodeKept(b []byte) (*keptRecord, error) {
	if len(b) < keptSize || string(b[:len(keptMagic)]) != keptMagic ||
		crc32.Checksum(b[:keptSize-4], castagnoli) != binary.BigEndian.Uint32(b[keptSize-4:]) {
		return nil, errMalformed
	}
	in := wireReader{b: b[len(keptMagic):]}
	kind := in.byte()
	if kind != keptAlone && kind != keptChecked {
		return nil, errMalformed
	}
	r := &keptRecord{item: in.array16()}
	s := &r.slot
	s.checked = kind == keptChecked
	s.vault = in.array16()
	copy(s.slots[:], in.take(sha256.Size))
	s.kdf.time = binary.BigEndian.Uint32(in.take(4))
	s.kdf.memory = binary.BigEndian.Uint32(in.take(4))
	s.kdf.threads = in.byte()
	s.salt = in.array16()
	copy(s.wrapped[:], in.take(wrappedSize))
	if in.failed || s.kdf.tooCostly() || !s.kdf.valid() {
		return nil, errMalformed
	}
	r.tries = decodeTries(b[keptSize:])
	return r, nil
}

// decodeTries counts a try that was cut off while it was written, too.
func decodeTries(b []byte) (t tries) {
	t.count = (len(b) + tryStep - 1) / tryStep
	if len(b) >= tryStep {
		t.last = time.UnixMilli(int64(binary.BigEndian.Uint64(b[len(b)-tryStep:]))) //nolint:gosec // any time will do
	}
	return t
}

// file returns where the record of the vault at path is.
func (k KeptPasscode) file(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	name := sha256.Sum256([]byte(path))
	return filepath.Join(k.Folder, hex.EncodeToString(name[:16])), nil
}

// load opens the record of the vault at path. A damaged one is as good as none.
func (k KeptPasscode) load(path string, flag int) (*keptRecord, *os.File, error) {
	name, err := k.file(path)
	if err != nil {
		return nil, nil, err
	}
	f, err := os.OpenFile(name, flag, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, ErrNoPasscode
	}
	if err != nil {
		return nil, nil, err
	}
	b, err := io.ReadAll(io.LimitReader(f, int64(maxKept)))
	var r *keptRecord
	if err == nil {
		if r, err = decodeKept(b); err != nil {
			err = fmt.Errorf("%w: what is kept of it is damaged", ErrNoPasscode)
		}
	}
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return r, f, nil
}

// Keep lets a passcode open the vault from now on, in place of one that was
// kept before. Errors: ErrWeakPasscode, ErrNoKeyring, and those of the system.
func (k KeptPasscode) Keep(ctx context.Context, v *Vault, passcode []byte) error {
	return k.keep(ctx, v, passcode, false)
}

// KeepChecked is Keep of a passcode that opens the vault only together with a
// check of the system, see Check. Who changes that in the file makes the
// passcode open nothing.
func (k KeptPasscode) KeepChecked(ctx context.Context, v *Vault, passcode []byte) error {
	return k.keep(ctx, v, passcode, true)
}

func (k KeptPasscode) keep(ctx context.Context, v *Vault, passcode []byte, checked bool) (err error) {
	name, err := k.file(v.path)
	if err != nil {
		return err
	}
	other := randomSecret()
	defer other.wipe()
	s, err := v.passcodeSlot(passcode, other, checked)
	if err != nil {
		return err
	}
	if err := k.Forget(ctx, v.path); err != nil && !errors.Is(err, ErrNoPasscode) {
		return err
	}
	r := &keptRecord{item: randomID(), slot: *s}
	closed := other.with(func(b []byte) { err = k.Keyring.Set(ctx, r.name(), b) })
	if err = errors.Join(closed, noKeyring(err)); err != nil {
		return err
	}
	if err := writeDurably(name, r.encode()); err != nil {
		return errors.Join(err, k.Keyring.Delete(ctx, r.name()))
	}
	return nil
}

// noKeyring says in our words that a keyring failed.
func noKeyring(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrNoKeyring, err)
}

// writeDurably puts a whole file in its place, and its folder where it has none.
func writeDurably(name string, content []byte) error {
	folder := filepath.Dir(name)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(folder, ".passcode-*") // 0600
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return flushFolder(folder)
}

// Open opens the vault at path. The try is on the disk before it is made, so
// that ending the program gives no more of them. Errors: ErrNoPasscode where
// none is kept; a PasscodeError that is ErrWrongPasscode, or ErrPasscodeWait
// before its time, which costs no try; ErrPasscodeSpent after the fifth wrong
// one; ErrPasscodeOutdated when the password was changed since; ErrNoKeyring;
// and those of Open. After ErrPasscodeSpent and ErrPasscodeOutdated nothing is
// kept any more.
func (k KeptPasscode) Open(ctx context.Context, path string, passcode []byte, o Options) (*Vault, error) {
	now := o.Now
	if now == nil {
		now = time.Now
	}
	r, f, err := k.load(path, os.O_RDWR|os.O_APPEND)
	if err != nil {
		return nil, err
	}
	v, err := k.open(ctx, path, passcode, o, r, f, now)
	if e := f.Close(); e != nil && err == nil {
		return nil, errors.Join(e, v.Close())
	}
	if err == nil && r.slot.checked {
		if err = k.check(ctx); err != nil {
			return nil, errors.Join(err, v.Close())
		}
	}
	return v, k.lasting(ctx, path, r, err)
}

func (k KeptPasscode) check(ctx context.Context) error {
	if k.Check == nil {
		return fmt.Errorf("%w: it asks for a check that cannot be made here", ErrNoPasscode)
	}
	return k.Check(ctx)
}

// lasting removes what is kept when an error says that it is of no use any more.
func (k KeptPasscode) lasting(ctx context.Context, path string, r *keptRecord, err error) error {
	if errors.Is(err, ErrPasscodeSpent) || errors.Is(err, ErrPasscodeOutdated) || errors.Is(err, errNoOther) {
		err = errors.Join(err, k.remove(ctx, path, r))
	}
	return err
}

// Confirm reports by its error whether a passcode would open the vault, which is
// open; a check of the system is not made. Tries count and errors are as with
// Open.
func (k KeptPasscode) Confirm(ctx context.Context, v *Vault, passcode []byte) error {
	r, f, err := k.load(v.path, os.O_RDWR|os.O_APPEND)
	if err != nil {
		return err
	}
	other, err := k.other(ctx, r, v.now())
	if err == nil {
		err = v.tryKeys(func(h *head) (*keyring, error) { return r.try(h, passcode, other, f, v.now()) })
		other.wipe()
	}
	return k.lasting(ctx, v.path, r, errors.Join(err, f.Close()))
}

// errNoOther means that the keyring does not have the random key any more.
var errNoOther = fmt.Errorf("%w: the keyring does not have its part any more", ErrNoPasscode)

func (k KeptPasscode) open(ctx context.Context, path string, passcode []byte, o Options,
	r *keptRecord, f *os.File, now func() time.Time,
) (*Vault, error) {
	other, err := k.other(ctx, r, now())
	if err != nil {
		return nil, err
	}
	defer other.wipe()
	return open(ctx, path, o, func(h *head) (*keyring, error) { return r.try(h, passcode, other, f, now()) })
}

// other gets the random key for a try at that time.
func (k KeptPasscode) other(ctx context.Context, r *keptRecord, now time.Time) (*secret, error) {
	if err := checkTry(r.count, r.last, now); err != nil {
		return nil, err
	}
	b, err := k.Keyring.Get(ctx, r.name())
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(b) != keySize {
		return nil, errNoOther
	}
	if err != nil {
		return nil, noKeyring(err)
	}
	return newSecret(b), nil
}

// try counts the try, and then makes it.
func (r *keptRecord) try(h *head, passcode []byte, other *secret, f *os.File, now time.Time) (*keyring, error) {
	if err := r.slot.fits(h); err != nil {
		return nil, err
	}
	number, err := countTry(f, now)
	if err != nil {
		return nil, err
	}
	if number > PasscodeTries { // others try at the same time
		return nil, ErrPasscodeSpent
	}
	keys, err := r.slot.unlock(h, passcode, other)
	if errors.Is(err, ErrWrongPasscode) {
		return nil, wrongTry(number)
	}
	if err != nil {
		return nil, err
	}
	// It was right: the tries before it do not count any more.
	if err := os.Truncate(f.Name(), int64(keptSize)); err != nil {
		keys.wipe()
		return nil, err
	}
	return keys, nil
}

// countTry puts a try on the disk and returns its number. Every try adds to the
// file, so that two at the same time count as two.
func countTry(f *os.File, now time.Time) (int, error) {
	at := binary.BigEndian.AppendUint64(nil, uint64(now.UnixMilli()))
	if _, err := f.Write(at); err != nil {
		return 0, err
	}
	if err := f.Sync(); err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return int((info.Size() - int64(keptSize) + tryStep - 1) / tryStep), nil
}

// PasscodeState is what is known of a kept passcode.
type PasscodeState struct {
	Left int           // tries
	Wait time.Duration // until the next one
	// Checked means that a check of the system has to follow.
	Checked bool
}

// State returns what is left of the passcode of the vault at path, which may be
// open or not, without the keyring. Errors: ErrNoPasscode, and those of the
// system.
func (k KeptPasscode) State(path string, now time.Time) (PasscodeState, error) {
	r, f, err := k.load(path, os.O_RDONLY)
	if err != nil {
		return PasscodeState{}, err
	}
	left := max(0, PasscodeTries-r.count)
	return PasscodeState{left, waitLeft(r.count, r.last, now), r.slot.checked}, f.Close()
}

// Forget removes the passcode of the vault at path, which may be open or not,
// from the folder and the keyring. Without a keyring the record goes all the
// same, which makes what the keyring has useless; the error is ErrNoKeyring
// then. Errors: ErrNoPasscode, and those of the system.
func (k KeptPasscode) Forget(ctx context.Context, path string) error {
	r, f, err := k.load(path, os.O_RDONLY)
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), k.remove(ctx, path, r))
}

// remove takes the random key out of the keyring, then the record away.
func (k KeptPasscode) remove(ctx context.Context, path string, r *keptRecord) error {
	name, err := k.file(path)
	if err != nil {
		return err
	}
	err = k.Keyring.Delete(ctx, r.name())
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	err = noKeyring(err)
	if e := os.Remove(name); e != nil && !errors.Is(e, fs.ErrNotExist) {
		return errors.Join(err, e)
	}
	return errors.Join(err, flushFolder(k.Folder))
}
