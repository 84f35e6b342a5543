package vault

import (
	"errors"

	"golang.org/x/sys/unix"
)

// shieldMemory: a process that cannot be dumped cannot be traced either, nor
// its memory be read through /proc, except by root. The limit is for kernels
// that hand dumps to a program.
func shieldMemory() error {
	return errors.Join(
		unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0),
		unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}),
	)
}
