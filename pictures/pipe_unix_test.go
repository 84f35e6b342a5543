//go:build unix

package pictures_test

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"

	"vitalkeep/pictures"
)

// Nobody writes into the pipe: reading it would never end.
func TestAPipeIsNoPicture(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "picture.jpg")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := pictures.Read(pipe); !errors.Is(err, pictures.ErrNoPicture) {
		t.Errorf("reading it: %v", err)
	}
	if pictures.Looks(pipe) {
		t.Error("it looks like a picture")
	}
}
