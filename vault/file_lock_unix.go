//go:build unix && !aix && !android && !solaris && !illumos

package vault

import (
	"context"
	"errors"
	"os"
	"syscall"
	"time"
)

// lockFile takes the lock that bbolt will take, on the same open file, so that
// the pages can be checked under it first. It waits at most that long, or, at 0, not at all.
func lockFile(ctx context.Context, f *os.File, exclusive bool, wait time.Duration) error {
	how := syscall.LOCK_SH
	if exclusive {
		how = syscall.LOCK_EX
	}
	deadline := time.NewTimer(wait)
	defer deadline.Stop()
	again := time.NewTicker(lockTimeout / 20)
	defer again.Stop()
	for {
		err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return err
		}
		if wait == 0 {
			return ErrInUse
		}
		select {
		case <-again.C:
		case <-deadline.C:
			return ErrInUse
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
