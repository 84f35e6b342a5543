//go:build !unix && !windows

package vault

import "errors"

func mapPage(int) ([]byte, error) { return nil, errors.ErrUnsupported }

func lockPage([]byte) error { return errors.ErrUnsupported }

func unmapPage([]byte) {}
