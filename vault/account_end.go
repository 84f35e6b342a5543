package vault

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// The end of the account is the end of its main profile: EndAccount begins its
// farewell, which counts as that of any profile, and the compaction after it does
// not leave an empty vault but destroys the file.

// Forgetter is what Anchors may be, too: then nothing is remembered any more of a
// vault that came to its end. Of a name that is not there it says nothing.
type Forgetter interface{ Forget(name string) error }

// EndAccount begins the farewell of the main profile, and so of the account.
// Errors: ErrMainProfile while anybody else stays; those of DeleteProfile.
func (v *Vault) EndAccount() error {
	main, err := v.mainProfile()
	if err != nil {
		return err
	}
	return v.DeleteProfile(main.id)
}

// KeepAccount ends that farewell. Others who are leaving still leave.
func (v *Vault) KeepAccount() error {
	main, err := v.mainProfile()
	if err != nil {
		return err
	}
	return v.ReactivateProfile(main.id)
}

// AccountEnding returns the farewell of the account, if it is leaving.
func (v *Vault) AccountEnding() (Farewell, bool) {
	main, err := v.mainProfile()
	if err != nil || main.farewell == nil {
		return Farewell{}, false
	}
	return main.farewellAt(v.clock()), true
}

func (v *Vault) mainProfile() (*container, error) {
	s, err := v.snapshot()
	if err != nil {
		return nil, err
	}
	for _, c := range s.containers {
		if c.role == roleProfile && c.profile.Main {
			return c, nil
		}
	}
	return nil, ErrNoProfile
}

// over reports whether a state, whose farewells have been observed, is that of an
// account that a compaction ends.
func (s *state) over() bool {
	for _, c := range s.containers {
		if c.role == roleProfile && c.profile.Main {
			return s.leaves(c)
		}
	}
	return false
}

// endIfOver destroys the vault if its account is over. The caller has the vault.
func (v *Vault) endIfOver(ctx context.Context) (ended bool, err error) {
	v.flip.Lock()
	defer v.flip.Unlock()
	s, err := v.snapshot()
	if err != nil {
		return false, err
	}
	now := *s
	now.observe(v.clock())
	if !now.over() {
		return false, nil
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if _, err := v.use(); err != nil {
		return false, err
	}
	if err := cmp.Or(ctx.Err(), v.store.named(v.path)); err != nil {
		return false, err
	}
	opened, err := v.store.file.Stat()
	if err != nil {
		return false, err
	}
	path, forget := v.file(), v.forgetting()
	// From here on the vault is closed, whatever comes.
	err = v.store.close()
	v.store = nil
	v.cache.close()
	v.wipe()
	if err == nil {
		err = destroy(ctx, path, opened)
	}
	if err != nil {
		return false, err
	}
	removeLeftovers(ctx, path)
	return true, forget()
}

// forgetting returns what forgets the vault on this computer. The caller holds
// v.mu.
func (v *Vault) forgetting() func() error {
	list, ok := v.options.Anchors.(Forgetter)
	if !ok {
		return func() error { return nil }
	}
	name, err := v.keys.anchorName(v.id)
	if err != nil {
		return func() error { return err }
	}
	restored := restoredName(v.state.Load().rootHash)
	return func() error { return errors.Join(list.Forget(name), list.Forget(restored)) }
}

// destroy makes a vault's file unreadable for good and removes it: first every
// copy of the head, without whose slots nobody finds the vault key, then all that
// it has, then its name. Other names of the same file hold nothing then. The file
// must be the one that was open.
func destroy(ctx context.Context, path string, opened os.FileInfo) error {
	f, err := os.OpenFile(path, os.O_RDWR, fileMode) //nolint:gosec // the vault's own file
	if err != nil {
		return err
	}
	err = func() error {
		if err := lockFile(ctx, f, true, lockTimeout); err != nil {
			return err
		}
		info, err := f.Stat()
		if err != nil {
			return err
		}
		if !os.SameFile(info, opened) {
			return ErrMoved
		}
		if err := overwriteHeads(f, info.Size()); err != nil {
			return err
		}
		return cmp.Or(syncOpen(f), truncateOpen(f, 0), syncOpen(f))
	}()
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// overwriteHeads puts random bytes over every page that a head begins on, and the
// one after it: also over those that an earlier transaction left.
func overwriteHeads(f *os.File, size int64) error {
	const chunk = 256 * pageSize
	magic := []byte(headMagic)
	b := make([]byte, chunk+len(magic)-1)
	for from := int64(0); from < size; from += chunk {
		n, err := f.ReadAt(b, from)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		for at := 0; ; at++ {
			found := bytes.Index(b[at:n], magic)
			if found < 0 {
				break
			}
			at += found
			page := (from + int64(at)) / pageSize * pageSize
			noise := make([]byte, min(2*pageSize, size-page))
			_, _ = rand.Read(noise) // never fails, see crypto/rand
			if err := writeOpen(f, noise, page); err != nil {
				return err
			}
		}
	}
	return nil
}
