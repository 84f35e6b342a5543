package backup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// part is a file on its way to its name.
type part struct {
	file *os.File
	path string // temporary; empty once it has its name
}

// newPart begins a file beside the path that it is to have.
func newPart(path, prefix string) (*part, error) {
	temporary := filepath.Join(filepath.Dir(path), randomName(prefix))
	f, err := os.OpenFile(temporary, os.O_CREATE|os.O_EXCL|os.O_RDWR, fileMode)
	if err != nil {
		return nil, err
	}
	return &part{file: f, path: temporary}, nil
}

// discard removes what has not got its name.
func (p *part) discard() error {
	if p.path == "" {
		return nil
	}
	err := errors.Join(p.close(), os.Remove(p.path))
	p.path = ""
	return err
}

// close closes the file, if that was not done.
func (p *part) close() error {
	if err := p.file.Close(); !errors.Is(err, fs.ErrClosed) {
		return err
	}
	return nil
}

// link is os.Link; tests put a file system without hard links in its place.
var link = os.Link

// publish closes the finished file and gives it its name, durably. What stands
// there is replaced only if that is wanted: a hard link refuses, and file
// systems without links get a last look.
func (p *part) publish(path string, overwrite bool) error {
	if err := p.close(); err != nil {
		return err
	}
	if !overwrite {
		switch err := link(p.path, path); {
		case err == nil:
			if err := os.Remove(p.path); err != nil {
				return err
			}
			p.path = ""
			return flushFolder(filepath.Dir(path))
		case errors.Is(err, fs.ErrExist):
			return taken()
		}
		if err := mustBeFree(path); err != nil {
			return err
		}
	}
	if err := os.Rename(p.path, path); err != nil {
		return err
	}
	p.path = ""
	return flushFolder(filepath.Dir(path))
}

func mustBeFree(path string) error {
	switch _, err := os.Lstat(path); {
	case err == nil:
		return taken()
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return nil
}

func taken() error { return fmt.Errorf("there is a file of that name already: %w", fs.ErrExist) }

// flushFolder makes the names in a folder durable, where the system does so.
func flushFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
