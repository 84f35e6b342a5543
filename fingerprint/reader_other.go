//go:build !linux

package fingerprint

import "context"

// open knows of no reader on this system.
func (r Reader) open(context.Context) (device, error) { return nil, ErrUnavailable }
