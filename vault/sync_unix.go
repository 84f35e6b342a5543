//go:build unix

package vault

import (
	"errors"
	"os"
)

// flushFolder makes the names in a folder durable.
func flushFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
