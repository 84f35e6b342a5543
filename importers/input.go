package importers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// bundle is one path that a person brought: a file, a folder, or an archive.
type bundle struct {
	path  string
	name  string // base name
	files []*inputFile
	close func() error
	loose bool // a single file, neither folder nor archive
}

// inputFile is one file of a bundle.
type inputFile struct {
	name    string // base name; with its folders where the bundle has the name twice
	base    string
	folder  string // within the bundle, "/" between; "" at the top
	size    int64  // bytes to read from the disk for it
	problem string // why it cannot be opened at all; empty for most
	checked bool   // whether its end is proved by a checksum
	cut     bool   // its end is known to be missing
	open    func(*meter) (io.ReadCloser, error)
}

// meter counts input bytes, reports them and stops work that was cancelled.
type meter struct {
	ctx      context.Context
	report   func(done, total int64)
	done     int64 // of files that are finished
	current  int64 // of the file being read
	total    int64
	reported int64
}

const reportStep = 256 << 10

// add counts n bytes of the current file.
func (m *meter) add(n int) {
	m.current += int64(n)
	if at := m.at(); m.report != nil && at-m.reported >= reportStep {
		m.reported = at
		m.report(at, m.total)
	}
}

func (m *meter) at() int64 { return min(m.done+m.current, m.total) }

// finish ends the current file, whose share of the total is size.
func (m *meter) finish(size int64) {
	m.done += size
	m.current = 0
	if at := m.at(); m.report != nil && (at > m.reported || at == m.total) {
		m.reported = at
		m.report(at, m.total)
	}
}

type readCloser struct {
	io.Reader
	io.Closer
}

// openBundle looks at a path: a regular file, a folder, or a ZIP archive.
func openBundle(path string, lim limits) (*bundle, error) {
	name := filepath.Base(path)
	info, err := os.Stat(path)
	if err != nil {
		return nil, systemError(name, err)
	}
	switch {
	case info.IsDir():
		return openFolder(path, name, lim)
	case !info.Mode().IsRegular():
		return nil, &FileError{File: name, Reason: "it is not a file but a device, pipe or socket", Hint: "Choose the file itself.", Err: ErrUnknownFormat}
	}
	if info.Size() == 0 {
		return nil, unknownFormat(name, "the file is empty")
	}
	if info.Size() > lim.fileBytes {
		return nil, tooLarge(name, "the file is larger than %d GB", lim.fileBytes>>30)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, systemError(name, err)
	}
	magic := make([]byte, 4)
	n, err := io.ReadFull(f, magic)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, errors.Join(systemError(name, err), f.Close())
	}
	if isZIP(magic[:n]) {
		return openZIP(f, info.Size(), path, name, lim)
	}
	if err := f.Close(); err != nil {
		return nil, systemError(name, err)
	}
	if strings.EqualFold(filepath.Ext(name), ".zip") {
		return nil, damaged(name, "its beginning is not that of a ZIP archive", "Download it again; the download may have been cut off.")
	}
	return &bundle{
		path: path, name: name, files: []*inputFile{plainFile(path, name, info.Size(), lim)},
		close: func() error { return nil }, loose: true,
	}, nil
}

// systemError turns an error of the operating system into a sentence. The
// path does not show: it may hold names.
func systemError(name string, err error) error {
	e := &FileError{File: name, Err: err}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.Reason, e.Hint = "there is no such file or folder", "Check the name and that the disk is connected."
	case errors.Is(err, fs.ErrPermission):
		e.Reason, e.Hint = "it may not be read", "Change its permissions, or copy it to a folder of yours."
	default:
		var pe *fs.PathError
		if errors.As(err, &pe) {
			err = pe.Err
		}
		e.Reason, e.Hint = "it cannot be read: "+err.Error(), "Copy it to this computer's disk and try again."
	}
	return e
}

func plainFile(path, name string, size int64, lim limits) *inputFile {
	return &inputFile{name: name, base: name, size: size, open: func(m *meter) (io.ReadCloser, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, systemError(name, err)
		}
		// What was a file a moment ago may be something else by now.
		if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
			return nil, errors.Join(&FileError{File: name, Reason: "it is no longer a regular file", Err: err}, f.Close())
		}
		return readCloser{&plainReader{f: f, m: m, name: name, left: lim.fileBytes}, f}, nil
	}}
}

type plainReader struct {
	f    *os.File
	m    *meter
	name string
	left int64
}

func (p *plainReader) Read(b []byte) (int, error) {
	if err := p.m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := p.f.Read(b)
	p.m.add(n)
	if p.left -= int64(n); p.left < 0 {
		return n, tooLarge(p.name, "the file grew while it was read")
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = systemError(p.name, err)
	}
	return n, err
}

// openFolder lists the files of a folder and of the folders in it.
// Links are not followed: what they lead to is not in the folder.
func openFolder(path, name string, lim limits) (*bundle, error) {
	b := &bundle{path: path, name: name, close: func() error { return nil }}
	var list func(dir, folder string, depth int) error
	list = func(dir, folder string, depth int) error {
		d, err := os.Open(dir)
		if err != nil {
			return systemError(filepath.Base(dir), err)
		}
		entries, err := d.ReadDir(lim.entries + 1)
		if err = errors.Join(ignoreEOF(err), d.Close()); err != nil {
			return systemError(filepath.Base(dir), err)
		}
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), ".") || strings.EqualFold(e.Name(), "__MACOSX") {
				continue
			}
			at := filepath.Join(dir, e.Name())
			if e.IsDir() {
				if depth < lim.folders {
					if err := list(at, pathIn(folder, e.Name()), depth+1); err != nil {
						return err
					}
				}
				continue
			}
			if len(b.files) >= lim.entries {
				return tooLarge(name, "the folder holds more than %d files", lim.entries)
			}
			file := &inputFile{name: e.Name(), base: e.Name(), problem: "it is a link, a device or a pipe, not a file"}
			if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
				file = plainFile(at, e.Name(), info.Size(), lim)
				if info.Size() > lim.fileBytes {
					return tooLarge(e.Name(), "the file is larger than %d GB", lim.fileBytes>>30)
				}
			}
			file.folder = folder
			b.files = append(b.files, file)
		}
		return nil
	}
	if err := list(path, "", 0); err != nil {
		return nil, err
	}
	nameFiles(b.files)
	return b, nil
}

func ignoreEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// twice refuses two files of one name: they may be two people's.
func twice(bundle, file string) error {
	return &FileError{
		File: bundle, Reason: fmt.Sprintf("it holds two files named %s", file),
		Hint: "They may belong to two people. Import one folder at a time.", Err: ErrDamaged,
	}
}

func pathIn(folder, name string) string {
	if folder == "" {
		return name
	}
	return folder + "/" + name
}

// path returns where the file lies within its bundle.
func (f *inputFile) path() string { return pathIn(f.folder, f.base) }

// nameFiles sorts files by name and names those that share theirs with their
// folders as well.
func nameFiles(files []*inputFile) {
	count := map[string]int{}
	for _, f := range files {
		count[strings.ToLower(f.base)]++
	}
	for _, f := range files {
		if f.name = f.base; count[strings.ToLower(f.base)] > 1 {
			f.name = f.path()
		}
	}
	slices.SortStableFunc(files, func(a, b *inputFile) int {
		return cmp.Or(
			strings.Compare(strings.ToLower(a.base), strings.ToLower(b.base)),
			strings.Compare(a.base, b.base), strings.Compare(a.folder, b.folder),
		)
	})
}
