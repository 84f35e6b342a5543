package vault

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
)

// ExpectRestored lets this computer remember that the file at path, as it is,
// was put there on purpose: opening it is then no Rollback, although it is older
// than what this computer saw. That holds for this one state of the file, also
// where the newer one is opened in between. It needs no password.
func ExpectRestored(ctx context.Context, path string, anchors Anchors) error {
	s, err := openStore(ctx, path, storeOptions{readOnly: true})
	if err != nil {
		return err
	}
	root, err := s.single(bucketRoot)
	if err = errors.Join(err, s.close()); err != nil {
		return err
	}
	return anchors.Store(restoredName(sha256.Sum256(root)), []byte{1})
}

// restoredName is the name under which a state is expected. It tells nothing
// without the file.
func restoredName(rootHash [sha256.Size]byte) string {
	sum := sha256.Sum256(append([]byte("vitalkeep restored"), rootHash[:]...))
	return hex.EncodeToString(sum[:])
}

// expected reports whether a state was put in its place on purpose.
func (v *Vault) expected(s *state) bool {
	value, err := v.options.Anchors.Load(restoredName(s.rootHash))
	return err == nil && len(value) == 1
}
