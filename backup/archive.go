package backup

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"
	"unicode"

	"filippo.io/age"
)

// Names within the ZIP of a backup.
const (
	vaultSuffix = ".vitalkeep"
	readmeName  = "README.txt"
	openFolder  = "open/"
)

// Limits of what is read. Those of ours stay far below.
const (
	maxHeader    = 256 << 10 // of age's header, and the end of the file
	maxDirectory = 16 << 20  // of the ZIP's list of files
	maxFiles     = 50_000
)

const magic = "age-encryption.org/v1\n"

// budget bounds what opening a file may read, and with it what is kept in
// memory: numbers in a file may lie. It tells an error of the system from one
// of the content.
type budget struct {
	r      io.ReaderAt
	left   int64 // negative: no bound any more
	failed error // of r
}

var errBudget = errors.New("more than it may be")

func (b *budget) ReadAt(p []byte, off int64) (int, error) {
	if b.left == 0 {
		return 0, errBudget
	}
	if b.left > 0 {
		b.left = max(0, b.left-int64(len(p)))
	}
	n, err := b.r.ReadAt(p, off)
	if err != nil && !errors.Is(err, io.EOF) && b.failed == nil {
		b.failed = err
	}
	return n, err
}

// contents is an open backup.
type contents struct {
	plain io.ReaderAt // the ZIP
	size  int64
	vault *zip.File
	// people is of how many there is an open copy.
	people int
	file   *budget
}

// open decrypts and lists a backup of that size. Errors: ErrNotABackup,
// ErrDamaged, ErrTooCostly, ErrWrongKey, ErrNeedsPassphrase, ErrNeedsIdentity,
// those of the system.
func open(r io.ReaderAt, size int64, key opener) (*contents, error) {
	b := &budget{r: r, left: maxHeader}
	start := make([]byte, len(magic))
	n, err := b.ReadAt(start, 0)
	if b.failed != nil {
		return nil, b.failed
	}
	if err != nil && !errors.Is(err, io.EOF) || !bytes.Equal(start[:n], []byte(magic)) {
		return nil, ErrNotABackup
	}
	c := &contents{file: b}
	if c.plain, c.size, err = age.DecryptReaderAt(b, size, key); err != nil {
		return nil, c.problem(err)
	}
	b.left = -1
	directory := &budget{r: c.plain, left: maxDirectory}
	z, err := zip.NewReader(directory, c.size)
	if err != nil {
		return nil, c.problem(err)
	}
	directory.left = -1
	if c.vault, err = vaultIn(z.File, c.size); err != nil {
		return nil, err
	}
	c.people = peopleIn(z.File)
	return c, nil
}

// peopleIn counts the people in an open copy.
func peopleIn(files []*zip.File) (n int) {
	for _, f := range files {
		if below, open := strings.CutPrefix(f.Name, openFolder); open && strings.Count(below, "/") == 1 && strings.HasSuffix(below, "/profile.json") {
			n++
		}
	}
	return n
}

// problem turns what age and the ZIP's reader say into the package's errors.
func (c *contents) problem(err error) error {
	for _, own := range []error{ErrTooCostly, ErrNeedsPassphrase, ErrNeedsIdentity, ErrNoKey} {
		if errors.Is(err, own) {
			return own
		}
	}
	switch {
	case c.file.failed != nil:
		return c.file.failed
	case errors.Is(err, age.ErrIncorrectIdentity):
		return ErrWrongKey
	case errors.Is(err, zip.ErrFormat): // age let it through: it was sealed like that
		return ErrNotABackup
	}
	return ErrDamaged
}

// vaultIn finds the one vault, and refuses a list that none of ours has.
func vaultIn(files []*zip.File, size int64) (*zip.File, error) {
	if len(files) > maxFiles {
		return nil, ErrNotABackup
	}
	var found *zip.File
	for _, f := range files {
		if !plainName(f.Name) || !f.Mode().IsRegular() {
			return nil, ErrNotABackup
		}
		if strings.Contains(f.Name, "/") || !strings.HasSuffix(f.Name, vaultSuffix) {
			continue
		}
		// Sealed data does not shrink: ours is stored as it is, and then it can
		// be no larger than the file that it stands in.
		if found != nil || f.Method != zip.Store || f.UncompressedSize64 != f.CompressedSize64 ||
			f.UncompressedSize64 > uint64(max(size, 0)) {
			return nil, ErrNotABackup
		}
		found = f
	}
	if found == nil {
		return nil, ErrNotABackup
	}
	return found, nil
}

// plainName reports whether a name leads to a place below the folder that a
// ZIP is unpacked in, on every system.
func plainName(name string) bool {
	return fs.ValidPath(name) && !strings.ContainsFunc(name, func(r rune) bool {
		return r == '\\' || r == ':' || unicode.IsControl(r)
	})
}

// extract writes the vault of a backup to w.
func (c *contents) extract(ctx context.Context, w io.Writer, tell func(done, total int64)) error {
	r, err := c.vault.Open()
	if err != nil {
		return c.problem(err)
	}
	source := &reading{ctx: ctx, r: r, total: int64(c.vault.UncompressedSize64), tell: tell} //nolint:gosec // at most the size of the file
	_, err = io.Copy(w, source)
	if source.failed != nil {
		err = c.problem(source.failed)
	}
	return errors.Join(err, ctx.Err(), r.Close())
}

// reading reads in pieces, hears of a cancel between them, and keeps its own
// errors apart from those of who writes on.
type reading struct {
	ctx         context.Context // lives for one copy
	r           io.Reader
	done, total int64
	tell        func(done, total int64) // may be nil
	failed      error
}

func (r *reading) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.r.Read(p)
	r.done += int64(n)
	if r.tell != nil {
		r.tell(r.done, r.total)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		r.failed = err
	}
	return n, err
}

// entryName is the name of the vault within a backup.
func entryName(vaultFile string) string { return vaultName(vaultFile) + vaultSuffix }

// vaultName is the name of a vault without its ending, such as any system
// takes it.
func vaultName(file string) string {
	name := strings.TrimSuffix(strings.ToValidUTF8(file, "_"), vaultSuffix)
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`\/:*?"<>|`, r) {
			return '_'
		}
		return r
	}, name)
	if name = strings.Trim(name, " ."); name == "" {
		return "vault"
	}
	return name
}

// addText puts a short text into a ZIP.
func addText(z *zip.Writer, name, text string, at time.Time) error {
	h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at}
	h.SetMode(fileMode)
	w, err := z.CreateHeader(h)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	_, err = io.WriteString(w, text)
	return err
}
