//go:build unix

package vault

import "golang.org/x/sys/unix"

func mapPage(size int) ([]byte, error) {
	page, err := unix.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err == nil {
		keepFromDumps(page)
	}
	return page, err
}

// lockPage keeps a page from being swapped.
func lockPage(page []byte) error { return unix.Mlock(page) }

func unmapPage(page []byte) {
	_ = unix.Munmap(page) // of a page that was mapped whole; it holds zeros
}
