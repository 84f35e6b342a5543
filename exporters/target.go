package exporters

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// WriteFile writes a new file with mode 0600. It is written under a temporary
// name in the same folder, synced and renamed, so that nothing half-done ever
// bears the name; when write fails, nothing is left behind. An existing file is
// ErrExists unless overwrite is set. It returns the size of the file.
func WriteFile(path string, overwrite bool, write func(io.Writer) error) (int64, error) {
	t, err := create(path, overwrite)
	if err != nil {
		return 0, err
	}
	defer t.discard()
	if err := write(t); err != nil {
		return 0, err
	}
	return t.written, t.publish()
}

// target is a file that appears under its name only when it is complete.
type target struct {
	path      string
	overwrite bool
	file      *os.File // nil once published or discarded
	written   int64
}

// create begins the file of that path under a temporary name beside it.
func create(path string, overwrite bool) (*target, error) {
	if !overwrite {
		if err := mustBeFree(path); err != nil {
			return nil, err
		}
	}
	// CreateTemp makes it 0600 and never takes a name that exists.
	f, err := os.CreateTemp(filepath.Dir(path), ".vitalkeep-export-*")
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	return &target{path: path, overwrite: overwrite, file: f}, nil
}

func mustBeFree(path string) error {
	switch _, err := os.Lstat(path); {
	case err == nil:
		return fmt.Errorf("export: %w", ErrExists)
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

// Write appends to the file.
func (t *target) Write(p []byte) (int, error) {
	n, err := t.file.Write(p)
	t.written += int64(n)
	return n, err
}

// publish makes the file durable and gives it its name.
func (t *target) publish() error {
	if err := t.file.Sync(); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if err := t.file.Close(); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if err := t.rename(t.file.Name()); err != nil {
		return err
	}
	t.file = nil
	return syncFolder(filepath.Dir(t.path))
}

// syncFolder makes a new name durable, where the system syncs folders.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if err := errors.Join(folder.Sync(), folder.Close()); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

// rename gives the finished file its name. A hard link refuses to replace what
// came to stand there meanwhile; file systems without links get a last look.
func (t *target) rename(temp string) error {
	if !t.overwrite {
		switch err := os.Link(temp, t.path); {
		case err == nil:
			return os.Remove(temp)
		case errors.Is(err, fs.ErrExist):
			return fmt.Errorf("export: %w", ErrExists)
		}
		if err := mustBeFree(t.path); err != nil {
			return err
		}
	}
	if err := os.Rename(temp, t.path); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

// discard removes what was written; after publish it does nothing.
func (t *target) discard() {
	if t.file == nil {
		return
	}
	// The export has failed for a reason that its caller is told; a temporary
	// file that cannot be removed on top of that would hide it.
	_ = t.file.Close()
	_ = os.Remove(t.file.Name())
	t.file = nil
}
