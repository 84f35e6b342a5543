package vault

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// maxAnchor is more than any anchor takes.
const maxAnchor = 4096

// anchorFolder keeps anchors as files.
type anchorFolder string

// AnchorFolder keeps anchors as small files in a folder of the person's own
// state, which is made when the first is stored. A file takes the place of the
// one before as a whole; it is not synced, so a power cut may bring back an
// older one, which then says less and nothing wrong.
func AnchorFolder(path string) Anchors { return anchorFolder(path) }

// Load implements Anchors.
func (f anchorFolder) Load(name string) ([]byte, error) {
	file, err := os.Open(filepath.Join(string(f), name)) //nolint:gosec // the name is hexadecimal, of our own making
	if err != nil {
		return nil, err
	}
	value, err := io.ReadAll(io.LimitReader(file, maxAnchor))
	return value, errors.Join(err, file.Close())
}

// Store implements Anchors.
func (f anchorFolder) Store(name string, value []byte) error {
	if err := os.MkdirAll(string(f), 0o700); err != nil { //nolint:gosec // the program's own folder
		return err
	}
	file, err := os.CreateTemp(string(f), ".anchor-*") // 0600
	if err != nil {
		return err
	}
	_, err = file.Write(value)
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), filepath.Join(string(f), name)) //nolint:gosec // as in Load
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name())) //nolint:gosec // a name of our own making
	}
	return nil
}

// Forget implements Forgetter.
func (f anchorFolder) Forget(name string) error {
	err := os.Remove(filepath.Join(string(f), name)) //nolint:gosec // as in Load
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
