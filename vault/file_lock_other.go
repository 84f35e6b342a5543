//go:build !unix || aix || android || solaris || illumos

package vault

import (
	"context"
	"os"
	"time"
)

// lockFile leaves locking to bbolt where its lock is not one of the open file:
// the pages are then checked just before the lock is taken.
func lockFile(context.Context, *os.File, bool, time.Duration) error { return nil }
