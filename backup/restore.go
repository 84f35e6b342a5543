package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"vitalkeep/vault"
)

// RestoreOptions say how a backup is restored.
type RestoreOptions struct {
	// Overwrite allows to take the place of a file; that one is kept beside it
	// under another name.
	Overwrite bool
	// Anchors, if not nil, is told that the restored file is there on purpose,
	// although this computer may have seen a newer one (vault.ExpectRestored).
	Anchors vault.Anchors
	// Now gives the time that goes into that name; nil means time.Now.
	Now func() time.Time
	// Progress hears of bytes done and in all; it may be nil.
	Progress func(done, total int64)
}

// Restored says what became of a backup.
type Restored struct {
	Path  string // of the vault
	Bytes int64
	Kept  string // where the file that stood there is now; empty if there was none
}

// Restore writes the vault of a backup to target, whose folder has to exist. It
// opens with the password that the vault had when the backup was made. Before it
// gets the name, it is checked as far as that goes without the password, and is
// on the disk.
//
// Errors: fs.ErrExist, ErrNoKey, ErrBadIdentity, ErrNotABackup, ErrDamaged,
// ErrWrongKey, ErrNeedsPassphrase, ErrNeedsIdentity, ErrTooCostly, those of
// vault.Inspect (ErrNewerFormat), vault.ErrInUse where the file to replace is
// open in a program, the context's, the system's. Nothing is changed on any of
// them.
func Restore(ctx context.Context, path string, key Key, target string, o RestoreOptions) (_ Restored, err error) {
	opener, err := key.opener()
	if err != nil {
		return Restored{}, err
	}
	if target, err = place(target, o.Overwrite); err != nil {
		return Restored{}, err
	}
	f, err := os.Open(path)
	if err != nil {
		return Restored{}, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return Restored{}, err
	}
	if !info.Mode().IsRegular() {
		return Restored{}, ErrNotABackup
	}
	c, err := open(f, info.Size(), opener)
	if err != nil {
		return Restored{}, err
	}
	prefix := owned("restore", target)
	if err := clearStale(filepath.Dir(target), prefix); err != nil {
		return Restored{}, fmt.Errorf("clearing up after an interrupted restoring: %w", err)
	}
	p, err := newPart(target, prefix)
	if err != nil {
		return Restored{}, err
	}
	defer func() { err = errors.Join(err, p.discard()) }()
	if err := c.extract(ctx, p.file, o.Progress); err != nil {
		return Restored{}, err
	}
	if err := errors.Join(p.file.Sync(), p.close()); err != nil {
		return Restored{}, err
	}
	if err := vault.Inspect(ctx, p.path); err != nil {
		return Restored{}, inspected(err)
	}
	if o.Anchors != nil {
		// Where that cannot be written down, opening will report an older file,
		// which it is: no reason not to have it.
		_ = vault.ExpectRestored(ctx, p.path, o.Anchors)
	}
	restored := Restored{Path: target, Bytes: int64(c.vault.UncompressedSize64)} //nolint:gosec // at most the size of the file
	restored.Kept, err = p.install(ctx, target, o)
	if err != nil {
		return Restored{}, err
	}
	return restored, nil
}

// inspected says of a backup what vault.Inspect said of the vault in it.
func inspected(err error) error {
	switch {
	case errors.Is(err, vault.ErrNotAVault):
		return fmt.Errorf("%w: %w", ErrNotABackup, err)
	case errors.Is(err, vault.ErrDamaged):
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}

// place returns the absolute path to restore to. Where a link leads to a file,
// that file is meant.
func place(target string, overwrite bool) (string, error) {
	target, err := filepath.Abs(target)
	if err != nil {
		return "", err
	}
	if !overwrite {
		return target, mustBeFree(target)
	}
	if led, err := filepath.EvalSymlinks(target); err == nil {
		target = led
	}
	info, err := os.Lstat(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return target, nil
	case err != nil:
		return "", err
	case !info.Mode().IsRegular():
		return "", taken()
	}
	return target, nil
}

// install gives the restored vault its name, and the file that stood there
// another one.
func (p *part) install(ctx context.Context, target string, o RestoreOptions) (kept string, err error) {
	if !o.Overwrite || mustBeFree(target) == nil {
		return "", p.publish(target, false)
	}
	// Nobody shall go on writing into a file that has lost its name.
	release, err := vault.Hold(ctx, target)
	if err != nil {
		return "", err
	}
	if runtime.GOOS == "windows" { // what is held there cannot be replaced
		err, release = release(), func() error { return nil }
		if err != nil {
			return "", err
		}
	}
	now := o.Now
	if now == nil {
		now = time.Now
	}
	if kept, err = aside(target, now()); err != nil {
		return "", errors.Join(err, release())
	}
	if err := p.publish(target, true); err != nil {
		// Where the old file was moved, it goes back; where it has two names, the
		// same call takes the second away.
		return "", errors.Join(err, os.Rename(kept, target), release())
	}
	return kept, release()
}

// aside gives the file at path a second name beside the first; without hard
// links it moves the file there.
func aside(path string, at time.Time) (string, error) {
	base := strings.TrimSuffix(path, vaultSuffix) + "-before-restoring-" + at.UTC().Format(stampLayout)
	for n := 1; ; n++ {
		name := base + vaultSuffix
		if n > 1 {
			name = fmt.Sprintf("%s-%d%s", base, n, vaultSuffix)
		}
		switch err := mustBeFree(name); {
		case errors.Is(err, fs.ErrExist):
			continue
		case err != nil:
			return "", err
		}
		if link(path, name) == nil {
			return name, nil
		}
		return name, os.Rename(path, name)
	}
}
