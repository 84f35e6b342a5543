package vault

import (
	"context"
	"encoding/binary"
	"errors"
)

// A mark stands in the file while an import or undo stages objects: the first
// id that may belong to it. Whoever finds one at opening removes the objects
// from that id on that nothing refers to.

// sweepStep is how many objects one transaction removes.
const sweepStep = 1000

// sealMark returns the mark as it goes into the file.
func sealMark(s sealer, from uint64) []byte {
	return s.seal(kindMark, 0, 1, binary.BigEndian.AppendUint64(nil, from)).bytes
}

// sweepAfterCrash removes what an interrupted import or undo left.
func (v *Vault) sweepAfterCrash(ctx context.Context) error {
	sealed, err := v.store.single(bucketMarks)
	if err != nil || len(sealed) == 0 {
		return err
	}
	plain, err := v.rootSealer().decrypt(kindMark, 0, sealed)
	if err != nil {
		return err
	}
	if len(plain) != 8 {
		return damaged(kindMark, 0, "malformed")
	}
	return v.sweep(ctx, binary.BigEndian.Uint64(plain))
}

var errEnough = errors.New("enough")

// sweep removes the objects from an id on that the vault's state does not
// refer to, and then the mark.
func (v *Vault) sweep(ctx context.Context, from uint64) error {
	for {
		v.flip.Lock()
		more, err := v.sweepSome(&from)
		v.flip.Unlock()
		if err != nil || !more {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

func (v *Vault) sweepSome(from *uint64) (more bool, err error) {
	s, err := v.snapshot()
	if err != nil {
		return false, err
	}
	referenced := s.referenced()
	var c change
	v.mu.RLock()
	st, err := v.use()
	if err == nil {
		err = st.ids(*from, func(id uint64) error {
			if len(c.drops) == sweepStep {
				return errEnough
			}
			if !referenced[id] {
				c.drops = append(c.drops, id)
			}
			*from = id + 1
			return nil
		})
	}
	v.mu.RUnlock()
	if err != nil && !errors.Is(err, errEnough) {
		return false, err
	}
	more = errors.Is(err, errEnough)
	c.unmark = !more
	return more, v.applyStaged(c)
}
