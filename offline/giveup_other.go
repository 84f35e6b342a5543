//go:build !linux

package offline

import "errors"

// ErrNoWay means that the system has no way for a program to give up the network
// by itself.
var ErrNoWay = errors.New("this system has no way for a program to give up the network")

// GiveUp does nothing where the system has nothing to offer.
func GiveUp() Status { return Status{Err: ErrNoWay} }
