//go:build unix && !linux

package vault

import "golang.org/x/sys/unix"

func shieldMemory() error { return unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}) }
