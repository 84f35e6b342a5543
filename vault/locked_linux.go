package vault

import "golang.org/x/sys/unix"

// keepFromDumps leaves a page out of core dumps, where the kernel can.
func keepFromDumps(page []byte) { _ = unix.Madvise(page, unix.MADV_DONTDUMP) }
