package importers

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"
)

const hintAgain = "Download it again; the download may have been cut off."

// isZIP reports whether a file starts like a ZIP archive, full or empty.
func isZIP(magic []byte) bool {
	return bytes.Equal(magic, []byte("PK\x03\x04")) || bytes.Equal(magic, []byte("PK\x05\x06"))
}

// budgetReaderAt bounds what opening an archive may read, and with it the size
// of the directory that is kept in memory: an archive's own counts may lie.
type budgetReaderAt struct {
	r    io.ReaderAt
	left int64 // negative: no bound any more
	m    *meter
}

var errBudget = errors.New("directory too large")

func (b *budgetReaderAt) ReadAt(p []byte, off int64) (int, error) {
	if b.left == 0 {
		return 0, errBudget
	}
	if b.left > 0 {
		b.left = max(0, b.left-int64(len(p)))
	}
	n, err := b.r.ReadAt(p, off)
	if b.m != nil {
		b.m.add(n)
	}
	return n, err
}

// openZIP takes f over: it is closed with the bundle, or at once on an error.
func openZIP(f *os.File, size int64, path, name string, lim limits) (*bundle, error) {
	b, err := zipBundle(f, size, name, lim)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	b.path, b.close = path, f.Close
	return b, nil
}

func zipBundle(f io.ReaderAt, size int64, name string, lim limits) (*bundle, error) {
	at := &budgetReaderAt{r: f, left: lim.directory}
	z, err := zip.NewReader(at, size)
	switch {
	case errors.Is(err, errBudget):
		return nil, tooLarge(name, "the archive lists more files than %d", lim.entries)
	case err != nil:
		return nil, &FileError{File: name, Reason: "the ZIP archive is incomplete or damaged", Hint: hintCut, Err: errors.Join(ErrDamaged, ErrIncomplete)}
	}
	at.left = -1
	z.RegisterDecompressor(zip.Deflate, newInflater)
	if len(z.File) > lim.entries {
		return nil, tooLarge(name, "the archive holds more than %d files", lim.entries)
	}
	b := &bundle{name: name}
	seen := map[string]bool{}
	left := &lim.totalBytes // shared by all files of this archive: lim is a copy
	var packed uint64
	for _, e := range z.File {
		folder, base, reason := entryName(e, lim)
		if reason != "" {
			return nil, damaged(name, reason, "It does not come from a vendor in this form. Nothing of it was read.")
		}
		if packed += e.CompressedSize64; packed > uint64(size) { //nolint:gosec // the size of a file is not negative
			return nil, damaged(name, "its files overlap each other", "It does not come from a vendor in this form. Nothing of it was read.")
		}
		if base == "" {
			continue
		}
		if e.Flags&1 != 0 {
			return nil, &FileError{File: name, Reason: "the archive is encrypted", Hint: "Unpack it with its password first, then drop the folder.", Err: ErrDamaged}
		}
		if e.Method != zip.Deflate && e.Method != zip.Store {
			return nil, damaged(name, "the archive is packed by a method that is not in use for exports", "Unpack it, then drop the folder.")
		}
		if key := strings.ToLower(pathIn(folder, base)); seen[key] {
			return nil, twice(name, base)
		} else {
			seen[key] = true
		}
		f := zipFile(e, base, at, left, lim)
		f.base, f.folder = base, folder
		b.files = append(b.files, f)
	}
	nameFiles(b.files)
	return b, nil
}

// entryName returns the folder and base name of a file in an archive; "" for
// what is left aside (folders, a Mac's own files, what lies too deep). The
// reason says why the whole archive is refused.
func entryName(e *zip.File, lim limits) (folder, base, reason string) {
	name := strings.ReplaceAll(e.Name, `\`, "/")
	switch {
	case len(name) > lim.nameBytes:
		return "", "", fmt.Sprintf("it holds a file whose name is longer than %d bytes", lim.nameBytes)
	case name == "" || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "", "", "it holds a file whose name has control characters"
	case strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':':
		return "", "", "it holds a file with an absolute name"
	}
	parts := strings.Split(strings.TrimSuffix(name, "/"), "/")
	for _, p := range parts {
		if p == ".." || p == "." || p == "" {
			return "", "", "it holds a file whose name leads out of the archive"
		}
	}
	mode := e.Mode()
	if mode.Type()&^fs.ModeDir != 0 {
		return "", "", "it holds a link or a device"
	}
	base = parts[len(parts)-1]
	if mode.IsDir() || strings.HasSuffix(name, "/") || len(parts) > lim.folders+1 ||
		strings.EqualFold(parts[0], "__MACOSX") || strings.HasPrefix(base, ".") {
		return "", "", ""
	}
	if !utf8.ValidString(name) {
		return "", "", "it holds a file whose name is not Unicode"
	}
	return strings.Join(parts[:len(parts)-1], "/"), base, ""
}

func zipFile(e *zip.File, name string, at *budgetReaderAt, left *int64, lim limits) *inputFile {
	size := int64(e.CompressedSize64) //nolint:gosec // at most the archive's size
	return &inputFile{name: name, size: size, checked: true, open: func(m *meter) (io.ReadCloser, error) {
		at.m = m
		rc, err := e.Open()
		if err != nil {
			return nil, damaged(name, "its place in the archive is damaged", hintAgain)
		}
		return readCloser{&zipReader{r: rc, m: m, name: name, left: left, packed: max(1, size), lim: lim}, rc}, nil
	}}
}

// zipReader counts what really comes out of an archive.
type zipReader struct {
	r      io.Reader
	m      *meter
	name   string
	left   *int64
	packed int64
	out    int64
	lim    limits
}

func (z *zipReader) Read(p []byte) (int, error) {
	if err := z.m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := z.r.Read(p)
	z.out += int64(n)
	*z.left -= int64(n)
	switch {
	case z.out > z.lim.fileBytes:
		return n, tooLarge(z.name, "the file is larger than %d MB when unpacked", z.lim.fileBytes>>20)
	case *z.left < 0:
		return n, tooLarge(z.name, "the archive is larger than %d MB when unpacked", z.lim.totalBytes>>20)
	case z.out > z.lim.ratioFrom && z.out/z.packed > z.lim.ratio:
		return n, tooLarge(z.name, "the file unpacks to more than %d times its size", z.lim.ratio)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return n, cutOff(z.name)
	case err != nil && !errors.Is(err, io.EOF):
		return n, damaged(z.name, "the file is damaged inside the archive", hintAgain)
	}
	return n, err
}
