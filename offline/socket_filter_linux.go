//go:build linux && (amd64 || arm64)

package offline

import (
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Where the kernel puts what a filter looks at, in struct seccomp_data. The
// first argument is 64 bits wide; its lower half comes first on both machines.
const (
	atCall    = 0
	atMachine = 4
	atFirst   = 16
)

// x32Call is set in the numbers of calls of the x32 interface, an alias by which
// every other comparison would be passed by.
const x32Call = 0x40000000

// socketFilter lets a process make sockets for this computer only: of Unix and
// netlink. Every other family is refused with EACCES; so is io_uring, which makes
// sockets without the call. Calls of another machine's interface do not exist.
func socketFilter(machine uint32) []unix.SockFilter {
	load := func(at uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: at}
	}
	answer := func(k uint32) unix.SockFilter { return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: k} }
	equal := func(k uint32, yes, no uint8) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: k, Jt: yes, Jf: no}
	}
	const refused, unknown = unix.SECCOMP_RET_ERRNO | uint32(unix.EACCES), unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)
	return []unix.SockFilter{
		load(atMachine),
		equal(machine, 0, 9), // else unknown
		load(atCall),
		{Code: unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K, K: x32Call, Jt: 7}, // unknown
		equal(unix.SYS_IO_URING_SETUP, 5, 0),                                // refused
		equal(unix.SYS_SOCKET, 0, 3),                                        // else allowed
		load(atFirst),
		equal(unix.AF_UNIX, 1, 0),
		equal(unix.AF_NETLINK, 0, 1), // else refused
		answer(unix.SECCOMP_RET_ALLOW),
		answer(refused),
		answer(unknown),
	}
}

// filterSockets sets the filter for all threads. A process that may not gain
// rights by starting other programs may do so without any.
func filterSockets() error {
	runtime.LockOSThread() // the first call is about this thread, the second begins with it
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	filter := socketFilter(machine)
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]} //nolint:gosec // a dozen
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER,
		unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&program))) //nolint:gosec // as the kernel wants it
	runtime.KeepAlive(filter)
	if errno != 0 {
		return errno
	}
	return nil
}
