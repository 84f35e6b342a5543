package vault

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"vitalkeep/health"
)

func beUint64(b []byte) uint64 { return binary.BigEndian.Uint64(b) }

func randomID() (id [16]byte) {
	_, _ = rand.Read(id[:]) // never fails, see crypto/rand
	return id
}

func sortNewestFirst(nodes []*node) {
	slices.SortFunc(nodes, func(a, b *node) int { return cmp.Compare(b.seq, a.seq) })
}

// Create makes a new vault at path, opens it, and returns its recovery key as
// it is to be printed; the key is kept nowhere. The file appears under its
// name only when it is complete and on disk. Errors: ErrExists, ErrWeakPassword
// (empty), ErrBadProfile, ErrNoSpace, and those of the system.
func Create(ctx context.Context, path string, password []byte, o Options) (_ *Vault, recoveryKey string, err error) {
	if len(password) == 0 {
		return nil, "", ErrWeakPassword
	}
	if path, err = filepath.Abs(path); err != nil {
		return nil, "", err
	}
	if _, err := os.Lstat(path); err == nil {
		return nil, "", ErrExists
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, "", err
	}
	if o.Profile.Name != "" {
		if _, err := checkProfile(&state{}, o.Profile); err != nil {
			return nil, "", err
		}
	}
	temporary := temporaryName(path)
	v := newVault(temporary, o)
	v.options.Anchors = nil // nothing to remember before it has its name
	// The file is made before the expensive derivation, so that a folder that
	// cannot be written says so at once.
	if v.store, err = openStore(ctx, temporary, storeOptions{create: true, maxSize: o.maxSize}); err != nil {
		return nil, "", errors.Join(err, removeIfThere(temporary))
	}
	done := false
	defer func() {
		if !done {
			err = errors.Join(err, v.Close(), removeIfThere(temporary))
		}
	}()
	code := newRecoveryCode()
	defer clear(code[:])
	if err := v.initialise(ctx, password, &code, o); err != nil {
		return nil, "", err
	}
	if o.Profile.Name != "" {
		if _, err := v.AddProfile(o.Profile); err != nil {
			return nil, "", err
		}
	}
	err = v.store.close()
	v.store = nil
	if err != nil {
		return nil, "", err
	}
	if err := publish(temporary, path); err != nil {
		return nil, "", err
	}
	v.path = path
	if v.store, err = openStore(ctx, path, storeOptions{maxSize: o.maxSize}); err != nil {
		return nil, "", fmt.Errorf("opening the vault just created: %w", err)
	}
	v.options.Anchors = o.Anchors
	v.remember(true)
	done = true
	return v, code.text(), nil
}

func randomTail() []byte {
	id := randomID()
	return id[:6]
}

func newVault(path string, o Options) *Vault {
	v := &Vault{path: path, readOnly: o.ReadOnly, options: o, now: o.Now, doors: new(doors)}
	if v.now == nil {
		v.now = time.Now
	}
	v.state.Store(&state{doors: v.doors})
	return v
}

// initialise writes the head, the first root and the home.
func (v *Vault) initialise(ctx context.Context, password []byte, code *recoveryCode, o Options) error {
	v.id = randomID()
	key := randomSecret()
	v.keys = newKeyring(key, v.id)
	byPassword, err := newPasswordSlot(password, o, key, v.id)
	if err != nil {
		return err
	}
	byRecovery, err := newRecoverySlot(code, key, v.id)
	if err = errors.Join(err, ctx.Err()); err != nil {
		return err
	}
	h, err := encodeHead(&head{vault: v.id, slots: []slot{byPassword, byRecovery}}, v.keys, formatMinor)
	if err != nil {
		return err
	}
	home, puts, err := v.newContainer(roleHome, health.Profile{ID: health.ProfileID(randomID())})
	if err != nil {
		return err
	}
	v.minor = formatMinor
	return v.write(v.state.Load().with(home), change{head: h, puts: puts})
}

// publish gives a finished file its name, and never another file's.
func publish(temporary, path string) error {
	err := link(temporary, path)
	switch {
	case err == nil:
		if err := remove(temporary); err != nil {
			return err
		}
	case errors.Is(err, fs.ErrExist):
		return ErrExists
	default:
		// No hard links here (FAT, some network shares): reserve the name with
		// an empty file of our own and put the vault in its place.
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode) //nolint:gosec // a new file where the person wants it
		if errors.Is(err, fs.ErrExist) {
			return ErrExists
		}
		if err != nil {
			return err
		}
		if err := errors.Join(f.Close(), rename(temporary, path)); err != nil {
			return errors.Join(err, removeIfThere(path))
		}
	}
	return syncFolder(filepath.Dir(path))
}

func removeIfThere(path string) error {
	if err := remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Open opens the vault at path with its password. Errors: ErrWrongPassword,
// ErrNotAVault, ErrNewerFormat, ErrDamaged, ErrInUse, ErrHeadTooCostly, and
// those of the system (fs.ErrNotExist, fs.ErrPermission). On an error the file
// is as it was.
func Open(ctx context.Context, path string, password []byte, o Options) (*Vault, error) {
	return open(ctx, path, o, func(h *head) (*keyring, error) {
		return h.unlock(slotPassword, func(s *slot) *secret { return deriveKEK(password, s.salt, s.kdf) })
	})
}

// OpenWithRecoveryKey opens the vault at path with the key that Create
// returned, in any case and with any blanks and hyphens. Errors: those of
// Open, and ErrBadRecoveryKey for a key that no vault can have.
func OpenWithRecoveryKey(ctx context.Context, path, key string, o Options) (*Vault, error) {
	code, err := parseRecoveryKey(key)
	if err != nil {
		return nil, err
	}
	defer clear(code[:])
	return open(ctx, path, o, func(h *head) (*keyring, error) {
		return h.unlock(slotRecovery, func(s *slot) *secret { return code.kek(s.salt) })
	})
}

// open opens the vault at path with the keys that unlock finds for its head.
func open(ctx context.Context, path string, o Options, unlock func(*head) (*keyring, error)) (_ *Vault, err error) {
	// The working directory may be another when the file is written anew.
	if path, err = filepath.Abs(path); err != nil {
		return nil, err
	}
	v := newVault(path, o)
	if v.store, err = openStore(ctx, path, storeOptions{readOnly: o.ReadOnly, maxSize: o.maxSize}); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, v.Close())
		}
	}()
	var h *head
	if h, v.headState, err = v.store.head(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if v.keys, err = unlock(h); err != nil {
		return nil, err
	}
	v.id, v.minor = h.vault, h.minor
	if h.minor > formatMinor {
		v.readOnly = true // later minor versions can be read and not written
	}
	s, err := v.load()
	if err != nil {
		return nil, err
	}
	v.state.Store(s)
	if !v.readOnly {
		if err := v.sweepAfterCrash(ctx); err != nil {
			return nil, fmt.Errorf("clearing up after an interrupted import: %w", err)
		}
	}
	v.compareAnchor()
	if !v.readOnly {
		removeLeftovers(ctx, v.file())
		if err := v.migrate(ctx, h.minor); err != nil {
			return nil, err
		}
		if h.minor < rewrittenTo && !v.readOnly {
			// Without rollups all is read from the samples: slower, no less true.
			if err := v.mendRollups(ctx); err != nil && ctx.Err() != nil {
				return nil, err
			}
		}
		v.observeFarewells()
	}
	return v, nil
}
