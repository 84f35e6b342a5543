package offline

import (
	"errors"
	"fmt"

	"github.com/landlock-lsm/go-landlock/landlock"
	llsys "github.com/landlock-lsm/go-landlock/landlock/syscall"
)

// The versions of Landlock's interface that brought rules for TCP and for UDP.
const (
	landlockTCP = 4
	landlockUDP = 10
)

// GiveUp takes the network away from this process, as far as the kernel knows
// how. It cannot be taken back. Called again it adds nothing.
func GiveUp() Status {
	var s Status
	version, err := llsys.LandlockGetABIVersion()
	if err != nil || version < landlockTCP {
		s.Err = fmt.Errorf("this kernel's Landlock has no rules for the network (version %d)", max(version, 0))
	} else if err := landlock.V10.BestEffort().RestrictNet(); err != nil {
		s.Err = fmt.Errorf("asking Landlock: %w", err)
	} else {
		s.TCP, s.UDP = true, version >= landlockUDP
	}
	if err := filterSockets(); err != nil {
		s.Err = errors.Join(s.Err, fmt.Errorf("asking seccomp: %w", err))
	} else {
		s.Sockets = true
	}
	return s
}
