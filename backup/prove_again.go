package backup

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"vitalkeep/vault"
)

// ErrChanged means that a backup is not the file that the vault remembers.
var ErrChanged = errors.New("the backup is another file than the one that was proven")

// Proof says what was found of a backup that was read again.
type Proof struct {
	At time.Time
	// Read is set where the vault in it was opened and read whole. One from before
	// the vault got new keys is only compared with what was proven then.
	Read bool
}

// ProveOptions say how a backup is proven again.
type ProveOptions struct {
	Now      func() time.Time                     // nil means time.Now
	Progress func(phase Phase, done, total int64) // Reading and Proving; it may be nil
}

// Prove reads a backup of the vault again, decrypts all of it, restores the
// vault in it to a scratch place and reads that whole. The vault remembers the
// proof where it remembers the backup.
//
// Errors: ErrChanged for a file that is not the one remembered, those of Restore
// that are of reading, ErrBusy, those of reading the vault, the context's, the
// system's. Nothing is left behind.
func Prove(ctx context.Context, v *vault.Vault, path string, key Key, o ProveOptions) (_ Proof, err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	opener, err := key.opener()
	if err != nil {
		return Proof{}, err
	}
	source, err := filepath.Abs(v.Path())
	if err != nil {
		return Proof{}, err
	}
	if path, err = filepath.Abs(path); err != nil {
		return Proof{}, err
	}
	end, err := begin(source)
	if err != nil {
		return Proof{}, err
	}
	defer end()
	f, err := os.Open(path)
	if err != nil {
		return Proof{}, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return Proof{}, err
	}
	if !info.Mode().IsRegular() {
		return Proof{}, ErrNotABackup
	}
	known, err := remembered(v, path)
	if err != nil {
		return Proof{}, err
	}
	if known != nil && known.Bytes != info.Size() {
		return Proof{}, ErrChanged
	}
	// The secret first: a wrong one is told at once.
	c, err := open(f, info.Size(), opener)
	if err != nil {
		return Proof{}, err
	}
	all := &summing{w: io.Discard, sha: sha256.New()}
	if _, err := io.Copy(all, &reading{ctx: ctx, r: io.NewSectionReader(f, 0, info.Size()), total: info.Size(), tell: o.in(Reading)}); err != nil {
		return Proof{}, err
	}
	if known != nil && known.Digest != all.sum().sha {
		return Proof{}, ErrChanged
	}
	proof := Proof{}
	if proof.Read, err = proveContents(ctx, v, c, source, o); err != nil {
		return Proof{}, err
	}
	proof.At = o.Now()
	if known != nil && !v.ReadOnly() {
		err = v.RememberProof(known.Path, proof.At.UnixMilli())
	}
	return proof, err
}

// in returns what hears of a phase.
func (o ProveOptions) in(phase Phase) func(done, total int64) {
	if o.Progress == nil {
		return nil
	}
	return func(done, total int64) { o.Progress(phase, done, total) }
}

// remembered is what the vault remembers of the backup at a path, nil for
// nothing.
func remembered(v *vault.Vault, path string) (*vault.BackupRecord, error) {
	known, err := v.Backups()
	if err != nil {
		return nil, err
	}
	for i := range known {
		if known[i].Path == path {
			return &known[i], nil
		}
	}
	return nil, nil
}

// proveContents decrypts all of a backup, and restores and reads its vault.
func proveContents(ctx context.Context, v *vault.Vault, c *contents, source string, o ProveOptions) (read bool, err error) {
	plain := &reading{ctx: ctx, r: io.NewSectionReader(c.plain, 0, c.size)}
	if _, err := io.Copy(io.Discard, plain); err != nil {
		if plain.failed != nil {
			err = c.problem(err)
		}
		return false, err
	}
	scratch, err := newScratch(source, owned("backup", source))
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	restored := filepath.Join(scratch, "proof"+vaultSuffix)
	f, err := os.OpenFile(restored, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
	if err != nil {
		return false, err
	}
	if err := errors.Join(c.extract(ctx, f, nil), f.Close()); err != nil {
		return false, err
	}
	if err := vault.Inspect(ctx, restored); err != nil {
		return false, inspected(err)
	}
	report, err := v.CheckCopy(ctx, restored, o.in(Proving))
	switch {
	case errors.Is(err, vault.ErrWrongPassword):
		return false, nil
	case err != nil:
		return false, inspected(err)
	case len(report.Problems) > 0:
		return false, ErrDamaged
	}
	return true, nil
}

// Content is what a backup tells who can open it.
type Content struct {
	At       time.Time // when it was made; the zero time if it does not say
	Bytes    int64     // of the vault in it
	OpenCopy bool
	People   int // of whom there is an open copy
}

// Look opens a backup and says what is in it. Errors: those of Restore that are
// of reading.
func Look(path string, key Key) (_ Content, err error) {
	opener, err := key.opener()
	if err != nil {
		return Content{}, err
	}
	f, err := os.Open(path)
	if err != nil {
		return Content{}, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return Content{}, err
	}
	if !info.Mode().IsRegular() {
		return Content{}, ErrNotABackup
	}
	c, err := open(f, info.Size(), opener)
	if err != nil {
		return Content{}, err
	}
	return Content{
		At:       c.vault.Modified,
		Bytes:    int64(c.vault.UncompressedSize64), //nolint:gosec // at most the size of the file
		OpenCopy: c.people > 0, People: c.people,
	}, nil
}
