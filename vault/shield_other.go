//go:build !unix

package vault

import "errors"

func shieldMemory() error { return errors.ErrUnsupported }
