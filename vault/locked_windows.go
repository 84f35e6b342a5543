package vault

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

func mapPage(size int) ([]byte, error) {
	address, err := windows.VirtualAlloc(0, uintptr(size), windows.MEM_COMMIT|windows.MEM_RESERVE, windows.PAGE_READWRITE)
	if err != nil {
		return nil, err
	}
	// The address is the system's, not the collector's: it never moves.
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&address)), size), nil //nolint:gosec // the only way to memory of the system
}

// lockPage keeps a page from being swapped.
func lockPage(page []byte) error { return windows.VirtualLock(pageAddress(page), uintptr(len(page))) }

func unmapPage(page []byte) {
	_ = windows.VirtualFree(pageAddress(page), 0, windows.MEM_RELEASE) // a page that was mapped whole; it holds zeros
}

func pageAddress(page []byte) uintptr {
	return uintptr(unsafe.Pointer(unsafe.SliceData(page))) //nolint:gosec // memory of the system, see mapPage
}
