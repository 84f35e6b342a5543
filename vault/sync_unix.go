//go:build unix

package vault

import (
	"errors"
	"os"
)

// flushFolder makes the names in a folder durable.
func flushFolder(path string) error {
	f, err := os.Open(path) //nolint:gosec // the folder of the vault
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
