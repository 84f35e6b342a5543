//go:build unix

package vault

import (
	"os"
	"syscall"
)

// keepOwner gives the new file of a vault the owner and group of the old one,
// which an administrator may have opened. Who may not do that has files of
// their own anyway.
func keepOwner(old, fresh *os.File) {
	o, err := old.Stat()
	if err != nil {
		return
	}
	if s, ok := o.Sys().(*syscall.Stat_t); ok {
		_ = fresh.Chown(int(s.Uid), int(s.Gid)) // see above
	}
}
