package importers

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/flate"
)

// Of the headers in a ZIP archive.
const (
	localHeader  = "PK\x03\x04"
	dataHeader   = "PK\x07\x08" // may stand in front of what describes the data before it
	nextHeaders  = "PK\x01\x02" // the directory
	localLength  = 30
	inDescriptor = 1 << 3 // flag: sizes and checksum stand behind the data
	unknownSize  = 0xffffffff
)

// cutMember is a file of an archive that lost its end.
type cutMember struct {
	header zip.FileHeader
	from   int64
	length int64 // of the packed data
	whole  bool  // the data ends, and its checksum is right
}

// openCut opens an archive that is cut off.
func openCut(ctx context.Context, path string, lim limits) (*bundle, error) {
	name := filepath.Base(path)
	f, err := os.Open(path)
	if err != nil {
		return nil, systemError(name, err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(systemError(name, err), f.Close())
	}
	b, err := cutBundle(f, info.Size(), name, lim, &meter{ctx: ctx})
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	b.path, b.close = path, f.Close
	return b, nil
}

// cutBundle is zipBundle for an archive that is cut off: its directory, which is
// its end, is lost, so its files are found one behind the other. The last may be
// a part of one.
func cutBundle(r io.ReaderAt, size int64, name string, lim limits, m *meter) (*bundle, error) {
	b := &bundle{name: name}
	seen := map[string]bool{}
	left := &lim.totalBytes
	for at := int64(0); at < size; {
		c, next, err := cutMemberAt(r, at, size, name, lim, m)
		if err != nil {
			return nil, err
		}
		if next == 0 {
			break
		}
		at = next
		folder, base, reason := entryName(&zip.File{FileHeader: c.header}, lim)
		key := strings.ToLower(pathIn(folder, base))
		switch {
		case reason != "":
			return nil, damaged(name, reason, "It does not come from a vendor in this form. Nothing of it was read.")
		case base == "" || c.length == 0:
			continue
		case seen[key]:
			return nil, twice(name, base)
		case len(b.files) >= lim.entries:
			return nil, tooLarge(name, "the archive holds more than %d files", lim.entries)
		}
		seen[key] = true
		b.files = append(b.files, c.file(r, base, folder, left, lim))
	}
	nameFiles(b.files)
	return b, nil
}

// cutMemberAt reads the file whose header is at that place, and says where the
// next header is; 0 means that there is nothing to read here or behind.
func cutMemberAt(r io.ReaderAt, at, size int64, archive string, lim limits, m *meter) (c cutMember, next int64, err error) {
	var h [localLength]byte
	if _, err := r.ReadAt(h[:], at); err != nil || string(h[:4]) != localHeader {
		return c, 0, nil
	}
	flags, method := binary.LittleEndian.Uint16(h[6:]), binary.LittleEndian.Uint16(h[8:])
	nameLength, extra := int64(binary.LittleEndian.Uint16(h[26:])), int64(binary.LittleEndian.Uint16(h[28:]))
	text := make([]byte, nameLength)
	if _, err := r.ReadAt(text, at+localLength); err != nil && nameLength > 0 || flags&1 != 0 {
		return c, 0, nil //nolint:nilerr // the archive ends within the name: nothing is behind
	}
	c.header = zip.FileHeader{Name: string(text), Method: method}
	c.from = at + localLength + nameLength + extra
	packed := int64(binary.LittleEndian.Uint32(h[18:]))
	described := flags&inDescriptor != 0 || packed == unknownSize
	if c.from >= size || method != zip.Deflate && (method != zip.Store || described) {
		return c, 0, nil
	}
	c.length = size - c.from
	if !described {
		c.length = min(c.length, packed)
	}
	// The data is unpacked once to see where it ends and whether it is right.
	in := &countingReader{r: bufio.NewReaderSize(io.NewSectionReader(r, c.from, c.length), 64<<10)}
	var out io.Reader = in
	if method == zip.Deflate {
		out = flate.NewReader(in)
	}
	left := lim.totalBytes
	sum := crc32.NewIEEE()
	_, err = io.Copy(sum, &zipReader{r: out, m: m, name: archive, left: &left, packed: max(1, c.length), lim: lim})
	switch {
	case errors.Is(err, ErrIncomplete):
		return c, size, nil
	case errors.Is(err, ErrDamaged): // what is damaged elsewhere is not kept in part
		c.length = 0
		return c, size, nil
	case err != nil:
		return c, 0, err
	case !described && packed > c.length:
		return c, size, nil
	}
	c.length = in.n
	next = c.from + in.n
	want := binary.LittleEndian.Uint32(h[14:])
	if described {
		if want, next = descriptor(r, next); next == 0 {
			next = size
		}
	}
	if c.whole = want == sum.Sum32(); !c.whole {
		c.length = 0
	}
	return c, next, nil
}

// descriptor reads the checksum behind the data of a file and finds the next
// header. Its sizes have 4 or 8 bytes each, and what it begins with may be left
// out.
func descriptor(r io.ReaderAt, at int64) (sum uint32, next int64) {
	var b [28]byte
	n, _ := r.ReadAt(b[:], at) // what is not there is no header
	from := 0
	if string(b[:4]) == dataHeader {
		from = 4
	}
	sum = binary.LittleEndian.Uint32(b[from:])
	for _, length := range []int{from + 12, from + 20} {
		if length+4 <= n && (string(b[length:length+4]) == localHeader || string(b[length:length+4]) == nextHeaders) {
			return sum, at + int64(length)
		}
	}
	return sum, 0
}

// countingReader counts what is taken from it, byte by byte where that is asked
// for, so that nothing behind the end of packed data is counted.
type countingReader struct {
	r *bufio.Reader
	n int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func (c *countingReader) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

// file returns the file as one of a bundle.
func (c cutMember) file(r io.ReaderAt, base, folder string, left *int64, lim limits) *inputFile {
	return &inputFile{name: base, base: base, folder: folder, size: c.length, checked: c.whole, cut: !c.whole, open: func(m *meter) (io.ReadCloser, error) {
		var in io.Reader = &meteredReader{io.NewSectionReader(r, c.from, c.length), m}
		if c.header.Method == zip.Deflate {
			in = flate.NewReader(bufio.NewReaderSize(in, 64<<10))
		}
		return io.NopCloser(&cutReader{&zipReader{r: in, m: m, name: base, left: left, packed: max(1, c.length), lim: lim}}), nil
	}}
}

// cutReader takes what is missing for the end.
type cutReader struct{ r io.Reader }

func (c *cutReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if errors.Is(err, ErrIncomplete) {
		err = io.EOF
	}
	return n, err
}

// meteredReader tells a meter what is read.
type meteredReader struct {
	r io.Reader
	m *meter
}

func (m *meteredReader) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.m.add(n)
	return n, err
}
