package backup

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"

	"vitalkeep/health"
	"vitalkeep/vault"
)

// Options say how a backup is made.
type Options struct {
	// Passphrase or Recipient (an X25519 recipient of age, "age1…") seals the
	// backup: one of them is set.
	Passphrase string
	Recipient  string
	// OpenCopy, if not nil, puts a copy of everything as CSV and JSON beside the
	// vault, made from what it returns for each profile.
	OpenCopy Holdings
	// Overwrite allows to replace a file of the same name.
	Overwrite bool
	// Now gives the time of the backup; nil means time.Now.
	Now func() time.Time
	// Progress hears how much of the whole is done; it may be nil.
	Progress func(phase Phase, done, total int64)
	// Work is what one try of the passphrase costs, as a power of two of KiB; 0
	// is what the age tool takes, 256 MiB and about a second.
	Work int
}

// Receipt says what a backup is.
type Receipt struct {
	Path     string
	At       time.Time
	Bytes    int64
	Digest   [sha256.Size]byte // SHA-256 of the file
	Profiles int
	OpenCopy bool
	// Closed is how many people the open copy leaves out, because their data is
	// closed by a passcode of their own.
	Closed int
	// ProvenAt is when the file had been read back, decrypted, its vault
	// restored and compared, and its open copy compared byte by byte.
	ProvenAt time.Time
	// NotRemembered is why the vault does not remember this backup: it is open
	// for reading only, or could not be written. The backup is good all the same.
	NotRemembered error
}

// Write makes a backup of the vault at out, proves it, and lets the vault
// remember it. Remembering is a change of the vault that the backup does not
// hold. Changes that others make meanwhile end it with vault.ErrChanged.
//
// Errors: fs.ErrExist, ErrNoKey, ErrWeakPassphrase, ErrBadRecipient, ErrBusy,
// ErrNotProven, those of Vault.CopyTo and Vault.SameContent, of reading the
// vault, the context's, the system's. Nothing is left behind on any of them.
func Write(ctx context.Context, v *vault.Vault, out string, o Options) (_ Receipt, err error) {
	w, err := newWriting(v, out, o)
	if err != nil {
		return Receipt{}, err
	}
	defer func() { err = errors.Join(err, w.discard()) }()
	if err := w.write(ctx); err != nil {
		return Receipt{}, err
	}
	if err := w.prove(ctx); err != nil {
		return Receipt{}, err
	}
	r := Receipt{
		Path: w.out, At: w.at, Bytes: w.bytes, Digest: [sha256.Size]byte(w.digest.Sum(nil)),
		Profiles: len(w.profiles), OpenCopy: o.OpenCopy != nil, ProvenAt: w.now(),
	}
	if r.OpenCopy {
		_, closed := openPeople(v, w.profiles)
		r.Closed = len(closed)
	}
	if err := w.part.publish(w.out, o.Overwrite); err != nil {
		return Receipt{}, err
	}
	r.NotRemembered = remember(v, r, w.profiles)
	w.meter.end()
	return r, nil
}

// destination returns the absolute path of a backup, unless something stands
// there that must not go.
func destination(v *vault.Vault, out string, overwrite bool) (string, error) {
	out, err := filepath.Abs(out)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(out)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return out, mustBeFree(out) // a link that leads nowhere is not free
	case err != nil:
		return "", err
	case !overwrite || !info.Mode().IsRegular():
		return "", taken()
	}
	// A slip of the hand must not cost the vault.
	if own, err := os.Stat(v.Path()); err != nil || os.SameFile(own, info) {
		return "", errors.Join(taken(), err)
	}
	return out, nil
}

func remember(v *vault.Vault, r Receipt, profiles []health.Profile) error {
	record := vault.BackupRecord{
		At: r.At.UnixMilli(), Path: strings.ToValidUTF8(r.Path, "\uFFFD"), Digest: r.Digest, Bytes: r.Bytes,
		ProvenAt: r.ProvenAt.UnixMilli(), OpenCopy: r.OpenCopy,
	}
	for _, p := range profiles {
		record.Profiles = append(record.Profiles, p.ID)
	}
	return v.AddBackup(record)
}

// writing is one backup being made.
type writing struct {
	v        *vault.Vault
	o        Options
	now      func() time.Time
	at       time.Time
	out      string // absolute
	entry    string // the vault's name in the ZIP
	profiles []health.Profile
	meter    *meter
	seal     sealing

	end     func() // gives the vault free for the next backup
	scratch string // folder
	part    *part

	digest hash.Hash // of the file
	bytes  int64     // size of the file
	sealed sum       // of the copy of the vault
	plain  sum       // of the ZIP
}

// newWriting checks what was asked for and makes room for it; discard goes
// with it.
func newWriting(v *vault.Vault, out string, o Options) (_ *writing, err error) {
	w := &writing{v: v, o: o, now: o.Now, meter: newMeter(o.Progress, o.OpenCopy != nil), digest: sha256.New()}
	if w.now == nil {
		w.now = time.Now
	}
	w.at = w.now()
	if w.seal, err = newSealing(o.Passphrase, o.Recipient, o.Work); err != nil {
		return nil, err
	}
	if w.out, err = destination(v, out, o.Overwrite); err != nil {
		return nil, err
	}
	if w.profiles, err = v.Profiles(); err != nil {
		return nil, err
	}
	source, err := filepath.Abs(v.Path())
	if err != nil {
		return nil, err
	}
	w.entry = entryName(filepath.Base(source))
	if w.end, err = begin(source); err != nil {
		return nil, err
	}
	prefix := owned("backup", source)
	if !v.ReadOnly() {
		if err := clearLeft(source, filepath.Dir(w.out)); err != nil {
			w.end()
			return nil, err
		}
	}
	w.scratch, err = newScratch(source, prefix)
	if err == nil {
		w.part, err = newPart(w.out, prefix)
	}
	if err != nil {
		return nil, errors.Join(err, w.discard())
	}
	return w, nil
}

// discard removes everything that has not become a backup.
func (w *writing) discard() error {
	defer w.end()
	var err error
	if w.part != nil {
		err = w.part.discard()
	}
	return errors.Join(err, os.RemoveAll(w.scratch))
}

// sum is what content is compared by.
type sum struct {
	sha   [sha256.Size]byte
	crc   uint32
	bytes int64
}

// summing counts and hashes what is written through it.
type summing struct {
	w     io.Writer
	sha   hash.Hash
	bytes int64
}

func (s *summing) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	s.bytes += int64(n)
	_, _ = s.sha.Write(p[:n]) // never fails
	return n, err
}

func (s *summing) sum() sum { return sum{sha: [sha256.Size]byte(s.sha.Sum(nil)), bytes: s.bytes} }

// write makes the file, and gets it onto the disk.
func (w *writing) write(ctx context.Context) error {
	copied := filepath.Join(w.scratch, "copy"+vaultSuffix)
	if err := w.v.CopyTo(ctx, copied, w.meter.in(Copying, 0, 1)); err != nil {
		return err
	}
	f, err := os.Open(copied)
	if err != nil {
		return err
	}
	err = w.sealFile(ctx, f)
	if err = errors.Join(err, f.Close(), ctx.Err()); err != nil {
		return err
	}
	return errors.Join(os.Remove(copied), w.part.file.Sync())
}

func (w *writing) sealFile(ctx context.Context, copied *os.File) error {
	if err := w.measure(ctx, copied); err != nil {
		return err
	}
	file := &summing{w: w.part.file, sha: w.digest}
	sealed, err := age.Encrypt(file, w.seal.recipients...)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	plain := &summing{w: sealed, sha: sha256.New()}
	z := zip.NewWriter(plain)
	if err := w.fill(ctx, z, copied); err != nil {
		return err
	}
	if err := errors.Join(z.Close(), sealed.Close()); err != nil {
		return err
	}
	w.bytes, w.plain = file.bytes, plain.sum()
	return nil
}

// measure hashes the copy of the vault before it goes into the ZIP, whose
// header of it then needs nothing to follow.
func (w *writing) measure(ctx context.Context, copied *os.File) error {
	crc := crc32.NewIEEE()
	all := &summing{w: crc, sha: sha256.New()}
	if _, err := io.Copy(all, &reading{ctx: ctx, r: copied}); err != nil {
		return err
	}
	w.sealed = all.sum()
	w.sealed.crc = crc.Sum32()
	_, err := copied.Seek(0, io.SeekStart)
	return err
}

// fill writes what a backup holds.
func (w *writing) fill(ctx context.Context, z *zip.Writer, copied io.Reader) error {
	if err := addText(z, readmeName, readme(w.entry, w.at, w.o.OpenCopy != nil), w.at); err != nil {
		return err
	}
	size := uint64(w.sealed.bytes) //nolint:gosec // not negative
	h := &zip.FileHeader{
		Name: w.entry, Method: zip.Store, CRC32: w.sealed.crc,
		CompressedSize64: size, UncompressedSize64: size,
	}
	h.SetMode(fileMode)
	h.SetModTime(w.at) //nolint:staticcheck // CreateRaw takes the time in no other form
	into, err := z.CreateRaw(h)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	source := &reading{ctx: ctx, r: copied, total: w.sealed.bytes, tell: w.meter.in(Sealing, 0, 1)}
	switch n, err := io.Copy(into, source); {
	case err != nil:
		return err
	case n != w.sealed.bytes:
		return ErrNotProven // somebody has been at the scratch place
	}
	if w.o.OpenCopy == nil {
		return nil
	}
	return writeOpenCopy(ctx, z, w.v, w.o.OpenCopy, w.profiles, w.at, w.meter)
}

// prove reads the file back, decrypts it and compares all of it with what was
// written; then it restores the vault and compares that with the one that the
// backup is of, reading by reading.
func (w *writing) prove(ctx context.Context) error {
	f, err := os.Open(w.part.path)
	if err != nil {
		return err
	}
	err = w.proveFile(ctx, f)
	return errors.Join(err, f.Close())
}

func (w *writing) proveFile(ctx context.Context, f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() != w.bytes {
		return ErrNotProven
	}
	c, err := open(f, info.Size(), w.seal.proof)
	if err != nil {
		return unproven(err)
	}
	all := &summing{w: io.Discard, sha: sha256.New()}
	source := &reading{ctx: ctx, r: io.NewSectionReader(c.plain, 0, c.size), total: c.size, tell: w.meter.in(Reading, 0, 1)}
	if _, err := io.Copy(all, source); err != nil {
		if source.failed != nil {
			err = unproven(c.problem(err))
		}
		return err
	}
	if all.sum() != w.plain || c.vault.Name != w.entry {
		return ErrNotProven
	}
	restored := filepath.Join(w.scratch, "proof"+vaultSuffix)
	if err := w.restore(ctx, c, restored); err != nil {
		return err
	}
	return w.v.SameContent(ctx, restored, w.meter.in(Proving, 0, 1))
}

func (w *writing) restore(ctx context.Context, c *contents, path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
	if err != nil {
		return err
	}
	all := &summing{w: f, sha: sha256.New()}
	err = c.extract(ctx, all, nil)
	if err := errors.Join(unproven(err), f.Close()); err != nil {
		return err
	}
	if got := all.sum(); got.bytes != w.sealed.bytes || !bytes.Equal(got.sha[:], w.sealed.sha[:]) {
		return ErrNotProven
	}
	return nil
}

// unproven says that what was just written does not open; errors of the system
// and a cancel stay what they are.
func unproven(err error) error {
	for _, own := range []error{ErrDamaged, ErrNotABackup, ErrWrongKey, ErrNeedsIdentity, ErrNeedsPassphrase} {
		if errors.Is(err, own) {
			return fmt.Errorf("%w: %w", ErrNotProven, err)
		}
	}
	return err
}
