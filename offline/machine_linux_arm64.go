package offline

import "golang.org/x/sys/unix"

// machine is the name of the machine in filters.
const machine = unix.AUDIT_ARCH_AARCH64
