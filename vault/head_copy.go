package vault

import (
	"bytes"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// Without its head a file is noise for ever, so the bucket holds it twice. A
// page of zeros before the second copy keeps the two on different pages of the
// file: the first stands in the bucket's first page, which the keys are in, too,
// and the second in the page after.

// headCopyKey is the key of the second copy, singleKey that of the first.
var headCopyKey = []byte{0, 0, 0, 0, 0, 0, 0, 1}

func headCopy(head []byte) []byte { return append(make([]byte, pageSize, pageSize+len(head)), head...) }

// putHead writes the head and its copy, at creation and at every change of it.
func putHead(tx *bolt.Tx, head []byte) error {
	b := tx.Bucket(bucketHead)
	if b == nil {
		return fmt.Errorf("%w: a bucket is missing", ErrDamaged)
	}
	return errors.Join(b.Put(singleKey, head), b.Put(headCopyKey, headCopy(head)))
}

// headState says how many whole copies of the head a file has.
type headState uint8

const (
	headWhole   headState = iota // both, or the only one of a file of 1.0
	headHalved                   // one of two
	headMissing                  // none
)

// head reads the head from whichever copy is whole.
func (s *store) head() (*head, headState, error) {
	var first, second []byte
	err := storeError(s.work(func() error {
		return s.db.View(func(tx *bolt.Tx) error {
			if b := tx.Bucket(bucketHead); b != nil {
				first, second = bytes.Clone(b.Get(singleKey)), bytes.Clone(b.Get(headCopyKey))
			}
			return nil
		})
	}))
	if err != nil {
		return nil, headMissing, err
	}
	return chooseHead(first, second)
}

func chooseHead(first, second []byte) (*head, headState, error) {
	h, err := decodeHead(first)
	if second == nil {
		if err != nil {
			return nil, headMissing, err
		}
		return h, headWhole, nil
	}
	var copied *head
	if len(second) > pageSize {
		if c, err := decodeHead(second[pageSize:]); err == nil {
			copied = c
		}
	}
	switch {
	case err == nil && copied != nil && bytes.Equal(h.raw, copied.raw):
		return h, headWhole, nil
	case err == nil:
		return h, headHalved, nil
	case copied != nil:
		return copied, headHalved, nil
	}
	return nil, headMissing, err
}
