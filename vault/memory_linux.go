package vault

import "golang.org/x/sys/unix"

// physicalMemory returns the bytes of memory of this machine.
func physicalMemory() uint64 {
	var info unix.Sysinfo_t
	if err := unix.Sysinfo(&info); err != nil {
		return assumedMemory
	}
	return uint64(info.Totalram) * uint64(info.Unit) //nolint:unconvert // narrower on 32-bit systems
}
