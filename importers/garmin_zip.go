package importers

import (
	"archive/zip"
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"

	"github.com/klauspost/compress/flate"
)

// packedFile is one file of an archive that is read from its beginning to its
// end, without its directory.
type packedFile struct {
	name    string
	method  uint16
	size    int64 // packed, -1 where only its end tells
	sum     uint32
	wide    bool // sizes behind it have eight bytes
	trailed bool // sum and sizes follow it
}

// zipStream reads an archive that cannot be sought in, such as one inside
// another. What an archive's directory says is not looked at; sizes, ratio and
// checksums are those of the bytes that come.
type zipStream struct {
	r     *bufio.Reader
	lim   limits
	name  string // of the archive
	files int
	out   int64
}

func newZIPStream(r io.Reader, name string, lim limits) *zipStream {
	return &zipStream{r: bufio.NewReaderSize(r, 64<<10), lim: lim, name: name}
}

// next returns the next file; ok is false behind the last one. After it, bytes
// must be called.
func (z *zipStream) next() (p packedFile, ok bool, err error) {
	var sig [4]byte
	if _, err := io.ReadFull(z.r, sig[:]); err != nil {
		return p, false, z.broken(err)
	}
	switch string(sig[:]) {
	case "PK\x03\x04":
	case "PK\x01\x02", "PK\x05\x06", "PK\x06\x08", "PK\x06\x06":
		return p, false, nil
	default:
		return p, false, z.broken(io.ErrUnexpectedEOF)
	}
	if z.files++; z.files > z.lim.entries {
		return p, false, tooLarge(z.name, "the archive holds more than %d files", z.lim.entries)
	}
	var h [26]byte
	if _, err := io.ReadFull(z.r, h[:]); err != nil {
		return p, false, z.broken(err)
	}
	flags, names, extra := le16(h[2:]), int(le16(h[22:])), int(le16(h[24:]))
	p.method, p.sum, p.size = le16(h[4:]), le32(h[10:]), int64(le32(h[14:]))
	rest := make([]byte, names+extra)
	if _, err := io.ReadFull(z.r, rest); err != nil {
		return p, false, z.broken(err)
	}
	p.name = string(rest[:names])
	if size, has := zip64Size(rest[names:]); has {
		p.wide = true
		if p.size == 0xffffffff {
			p.size = size
		}
	}
	p.trailed = flags&8 != 0
	if p.trailed && p.size == 0 {
		p.size = -1
	}
	switch _, _, reason := entryName(&zip.File{FileHeader: zip.FileHeader{Name: p.name}}, z.lim); {
	case reason != "":
		return p, false, damaged(z.name, reason, "It does not come from a vendor in this form.")
	case flags&1 != 0:
		return p, false, damaged(z.name, "the archive is encrypted", "Unpack it with its password first.")
	case p.method != zip.Deflate && p.method != zip.Store, p.method == zip.Store && p.size < 0:
		return p, false, damaged(z.name, "the archive is packed by a method that is not in use for exports", "Unpack it first.")
	case p.size < -1:
		return p, false, z.broken(io.ErrUnexpectedEOF)
	}
	return p, true, nil
}

func le16(b []byte) uint16 { return binary.LittleEndian.Uint16(b) }
func le32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }

// zip64Size finds the packed size in the extra field of a large file.
func zip64Size(extra []byte) (int64, bool) {
	for len(extra) >= 4 {
		id, n := le16(extra), int(le16(extra[2:]))
		extra = extra[4:]
		if n > len(extra) {
			return 0, false
		}
		if id == 1 {
			if n >= 16 {
				return int64(binary.LittleEndian.Uint64(extra[8:])), true //nolint:gosec // a negative one is refused
			}
			return 0, true
		}
		extra = extra[n:]
	}
	return 0, false
}

// bytes returns what is in the file, or nothing where it is not wanted. fits is
// false for one that is larger than most, of which nothing is returned.
func (z *zipStream) bytes(p packedFile, wanted bool, most int64) (content []byte, fits bool, err error) {
	packed := &countedReader{r: z.r}
	if p.size >= 0 {
		packed.r = bufio.NewReader(io.LimitReader(z.r, p.size))
	}
	var src io.Reader = packed
	if p.method == zip.Deflate {
		src = flate.NewReader(packed)
	}
	sum := crc32.NewIEEE()
	fits = true
	buf := make([]byte, 32<<10)
	size := int64(0)
	for {
		n, err := src.Read(buf)
		size += int64(n)
		z.out += int64(n)
		_, _ = sum.Write(buf[:n]) // never fails
		switch {
		case z.out > z.lim.totalBytes:
			return nil, false, tooLarge(z.name, "the archive is larger than %d MB when unpacked", z.lim.totalBytes>>20)
		case size > z.lim.ratioFrom && size/max(1, packed.n) > z.lim.ratio:
			return nil, false, tooLarge(z.name, "a file unpacks to more than %d times its size", z.lim.ratio)
		case size > most:
			fits, content = false, nil
		case wanted:
			content = append(content, buf[:n]...)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, false, z.broken(err)
		}
	}
	if p.size >= 0 {
		if _, err := io.Copy(io.Discard, packed); err != nil {
			return nil, false, z.broken(err)
		}
		if packed.n < p.size {
			return nil, false, z.broken(io.ErrUnexpectedEOF)
		}
	}
	if p.trailed {
		if p.sum, err = z.trailer(p); err != nil {
			return nil, false, err
		}
	}
	if p.sum != sum.Sum32() {
		return nil, false, z.broken(io.ErrUnexpectedEOF)
	}
	return content, fits, nil
}

// trailer reads the checksum and the sizes behind a file.
func (z *zipStream) trailer(p packedFile) (uint32, error) {
	length := 12
	if p.wide {
		length = 20
	}
	if mark, err := z.r.Peek(4); err == nil && string(mark) == "PK\x07\x08" {
		length += 4
	}
	b := make([]byte, length)
	if _, err := io.ReadFull(z.r, b); err != nil {
		return 0, z.broken(err)
	}
	if length%8 == 0 { // with its mark: 16 or 24 bytes
		b = b[4:]
	}
	return le32(b), nil
}

// broken turns an error of the bytes into one of the archive. Errors of the
// reader that it lies in stay as they are.
func (z *zipStream) broken(err error) error {
	var corrupt flate.CorruptInputError
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &corrupt) {
		return &stopError{fmt.Sprintf("is the last of the archive that can be read; behind file %d it is incomplete or damaged", z.files)}
	}
	return err
}

// countedReader counts what goes through it, byte by byte where it must not be
// read ahead.
type countedReader struct {
	r *bufio.Reader
	n int64
}

func (c *countedReader) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}

// ReadByte keeps the inflater from reading behind the end of its data.
func (c *countedReader) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

// isFITName reports whether a file in an archive is one to look at.
func isFITName(name string) bool { return strings.EqualFold(extension(name), ".fit") }

// readGarminUploads makes a reader of archives of FIT files, one after another.
// A file of one is a part with an origin of its own.
func readGarminUploads(sessions bool) func(*fileReader, io.Reader) error {
	return func(f *fileReader, r io.Reader) error {
		z := newZIPStream(r, f.file.name, f.lim)
		others := 0
		for {
			p, ok, err := z.next()
			if err != nil {
				return f.badArchive(err)
			}
			if !ok {
				break
			}
			wanted := isFITName(p.name)
			content, fits, err := z.bytes(p, wanted, maxFIT)
			if err != nil {
				return f.badArchive(err)
			}
			switch {
			case strings.HasSuffix(p.name, "/"):
				continue
			case !wanted:
				others++
				continue
			}
			base := p.name[strings.LastIndexAny(p.name, `/\`)+1:]
			begin := func() error { return f.part(base) }
			switch {
			case !fits || !isFIT(content):
				f.row = 0
				if err := begin(); err != nil {
					return err
				}
				reason := "not a FIT file"
				if !fits {
					reason = fmt.Sprintf("larger than %d MB", maxFIT>>20)
				}
				err = f.refuse("", reason)
			default:
				err = f.fit(content, sessions, begin)
			}
			if err != nil {
				return err
			}
		}
		if others > 0 {
			f.row = 0
			return f.refuse("", english(others, "file in it is no FIT file and is left out", "files in it are no FIT files and are left out"))
		}
		return nil
	}
}

// badArchive rejects an archive that cannot be read on; what its files gave
// before was proved by their checksums.
func (f *fileReader) badArchive(err error) error {
	var stop *stopError
	var fe *FileError
	f.row, f.stopped = 0, true
	switch {
	case errors.As(err, &stop):
		return f.refuse("", stop.reason)
	case errors.As(err, &fe) && fe.File == f.file.name:
		return f.refuse("", fe.Reason)
	}
	return err
}
