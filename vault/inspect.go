package vault

import (
	"context"
	"errors"
	"os"
)

// Inspect looks at the file at path as far as that goes without its keys: that
// its pages make a tree and that its head is whole. Errors: ErrNotAVault,
// ErrNewerFormat, ErrDamaged, ErrHeadTooCostly, ErrInUse, and those of the
// system. It changes nothing.
func Inspect(ctx context.Context, path string) error {
	s, err := openStore(ctx, path, storeOptions{readOnly: true})
	if err != nil {
		return err
	}
	_, _, err = s.head()
	return errors.Join(err, s.close())
}

// Hold keeps every other program from opening the file at path, whatever it
// is, until release is called. Where it is open already, the error is ErrInUse.
// On systems whose locks hold for whole files it does nothing: there, an open
// file can be neither renamed nor replaced.
func Hold(ctx context.Context, path string) (release func() error, err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	if err := lockFile(ctx, f, true, lockTimeout); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f.Close, nil
}
