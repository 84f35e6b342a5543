package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"testing"
)

func TestFullDisksAndLimitsAreOneError(t *testing.T) {
	for _, err := range []error{
		&fs.PathError{Op: "write", Path: "v", Err: syscall.ENOSPC},
		&fs.PathError{Op: "write", Path: "v", Err: syscall.EFBIG},
		&fs.PathError{Op: "write", Path: "v", Err: syscall.EDQUOT},
		// bbolt passes on the text alone.
		fmt.Errorf("file resize error: %s", &fs.PathError{Op: "truncate", Path: "v", Err: syscall.EFBIG}), //nolint:errorlint // as bbolt does
	} {
		if got := storeError(err); !errors.Is(got, ErrNoSpace) {
			t.Errorf("%v is %v", err, got)
		}
	}
	if err := storeError(&fs.PathError{Op: "read", Path: "v", Err: syscall.EIO}); errors.Is(err, ErrNoSpace) {
		t.Errorf("a failing disk is %v", err)
	}
}
