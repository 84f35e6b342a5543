package importers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

// sqliteMagic begins every SQLite database.
const sqliteMagic = "SQLite format" + " 3\x00"

// Places in the header of a database, see https://www.sqlite.org/fileformat2.html.
const (
	sqliteWriteVersion = 18
	sqliteReadVersion  = 19
	sqliteUserVersion  = 60
	sqliteHeaderBytes  = 100
)

// userVersion is the number that the program that made a database gave its
// tables; 0 for a text too short to hold one.
func userVersion(head []byte) uint32 {
	if len(head) < sqliteHeaderBytes {
		return 0
	}
	b := head[sqliteUserVersion:]
	return uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
}

// databaseBytes gives access to any place of the file that r reads. A file on
// the disk is read in place; what comes out of an archive is held in memory, at
// most limit bytes of it: nothing of it is ever written to a disk.
func databaseBytes(f *fileReader, r io.Reader, limit int64) (at io.ReaderAt, size int64, err error) {
	if file, m := onDisk(r); file != nil {
		info, err := file.Stat()
		if err != nil {
			return nil, 0, systemError(f.file.name, err)
		}
		return &diskDatabase{file: file, m: m, left: info.Size()}, info.Size(), nil
	}
	c := &chunks{}
	for {
		part := make([]byte, chunkBytes)
		n, err := io.ReadFull(r, part)
		if c.size += int64(n); c.size > limit {
			return nil, 0, &FileError{
				File: f.file.name, Reason: fmt.Sprintf("the file is larger than %d MB", limit>>20),
				Hint: "Unpack the ZIP archive, then drop the database in it.", Err: ErrTooLarge,
			}
		}
		c.parts = append(c.parts, part[:n])
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return c, c.size, nil
		case err != nil:
			return nil, 0, err
		}
	}
}

// onDisk returns the file that r reads in place; nil for what is unpacked.
func onDisk(r io.Reader) (*os.File, *meter) {
	if rc, ok := r.(readCloser); ok {
		r = rc.Reader
	}
	if p, ok := r.(*plainReader); ok {
		return p.f, p.m
	}
	return nil, nil
}

// diskDatabase counts each byte of a file once, however often it is read.
type diskDatabase struct {
	file *os.File
	m    *meter
	left int64
}

func (d *diskDatabase) ReadAt(p []byte, off int64) (int, error) {
	n, err := d.file.ReadAt(p, off)
	counted := min(int64(n), d.left)
	d.left -= counted
	d.m.add(int(counted))
	return n, err
}

// chunks hold a file in memory without ever holding it twice, as one growing
// piece would.
type chunks struct {
	parts [][]byte
	size  int64
}

const chunkBytes = 4 << 20

func (c *chunks) ReadAt(p []byte, off int64) (n int, err error) {
	for n < len(p) {
		if off < 0 || off >= c.size {
			return n, io.EOF
		}
		m := copy(p[n:], c.parts[off/chunkBytes][off%chunkBytes:])
		n += m
		off += int64(m)
	}
	return n, nil
}

// databaseName is the one name that a databaseFS knows.
const databaseName = "database"

// databaseFS is the file system in which SQLite finds one database and nothing
// else: no journal and no log of writes, and no place to make one.
type databaseFS struct {
	ctx  context.Context
	at   io.ReaderAt
	size int64
	// failed is why reading failed, kept because SQLite passes on a number only.
	failed error
}

// Open implements fs.FS.
func (d *databaseFS) Open(name string) (fs.File, error) {
	if name != databaseName {
		return nil, fs.ErrNotExist
	}
	return &openDatabaseFile{fs: d}, nil
}

type openDatabaseFile struct {
	fs  *databaseFS
	pos int64
}

func (o *openDatabaseFile) Read(p []byte) (n int, err error) {
	if err = o.fs.ctx.Err(); err == nil {
		if n, err = o.fs.at.ReadAt(p, o.pos); n > 0 && errors.Is(err, io.EOF) {
			err = nil
		}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		o.fs.failed = err
	}
	// A database whose last writer kept a log beside it says so in its header, and
	// SQLite would want to open that log. An export has none: all is in the file.
	for at := int64(sqliteWriteVersion); at <= sqliteReadVersion; at++ {
		if i := at - o.pos; i >= 0 && i < int64(n) && p[i] == 2 {
			p[i] = 1
		}
	}
	o.pos += int64(n)
	return n, err
}

// Seek implements io.Seeker, which the reading side of SQLite asks for.
func (o *openDatabaseFile) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekStart:
		o.pos = offset
	case io.SeekCurrent:
		o.pos += offset
	case io.SeekEnd:
		o.pos = o.fs.size + offset
	}
	return o.pos, nil
}

func (o *openDatabaseFile) Close() error               { return nil }
func (o *openDatabaseFile) Stat() (fs.FileInfo, error) { return databaseInfo{o.fs.size}, nil }

type databaseInfo struct{ size int64 }

func (databaseInfo) Name() string       { return databaseName }
func (i databaseInfo) Size() int64      { return i.size }
func (databaseInfo) Mode() fs.FileMode  { return 0o400 }
func (databaseInfo) ModTime() time.Time { return time.Time{} }
func (databaseInfo) IsDir() bool        { return false }
func (databaseInfo) Sys() any           { return nil }
