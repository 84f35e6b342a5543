package vault

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
)

// CopyTo writes a copy of the vault to a new file, which opens with the same
// password and recovery key and holds what the vault holds at that moment, and
// none of what was deleted. It has the name only when it is complete, on the disk,
// and was read and compared whole. Reading goes on meanwhile; changes wait.
// progress, which may be nil, hears of steps done and in all. Errors: ErrExists,
// ErrNoSpace, ErrDamaged, ErrNewerFormat, ErrClosed, the context's, the system's.
func (v *Vault) CopyTo(ctx context.Context, path string, progress func(done, total int64)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if _, err := os.Lstat(path); err == nil {
		return ErrExists
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if !v.readOnly {
		if err := v.mend(ctx); err != nil {
			return err
		}
	}
	temporary := temporaryName(path)
	if err := v.copyProven(ctx, temporary, progress); err != nil {
		return err
	}
	if err := publish(temporary, path); err != nil {
		return errors.Join(err, removeIfThere(temporary))
	}
	return nil
}

// copyProven leaves a copy of that name, closed.
func (v *Vault) copyProven(ctx context.Context, path string, progress func(done, total int64)) error {
	v.flip.Lock()
	defer v.flip.Unlock()
	r, err := v.newRewriting(ctx, progress)
	if err != nil {
		return err
	}
	defer r.close()
	next, err := r.run(path, true)
	if err != nil {
		return err
	}
	if err := next.Close(); err != nil {
		return errors.Join(err, removeIfThere(path))
	}
	return nil
}

// SameContent opens the file at path with the keys of this vault, reads all of
// it and compares it with the vault. Nothing is changed. Errors: ErrWrongPassword
// for a file under other keys; ErrChanged for one that is whole, but of another
// moment of this vault; ErrDamaged; those of Open.
func (v *Vault) SameContent(ctx context.Context, path string, progress func(done, total int64)) error {
	v.flip.Lock()
	defer v.flip.Unlock()
	r, err := v.newRewriting(ctx, progress)
	if err != nil {
		return err
	}
	defer r.close()
	r.copied = r.next.live()
	r.total = 3 * int64(len(r.copied))
	r.progress(0, r.total)
	other, err := r.prove(path, true)
	if err != nil {
		return err
	}
	return other.Close()
}

// sameKeys reports ErrWrongPassword unless the head of a file was made under
// the keys of the rewriting.
func (r *rewriting) sameKeys(st *store) error {
	h, _, err := st.head()
	if err != nil {
		return err
	}
	if h.minor > formatMinor {
		return ErrNewerFormat
	}
	key := r.keys.vault.clone()
	if ok, err := h.committed(key); err != nil || !ok || h.vault != r.v.id {
		key.wipe()
		return cmp.Or(err, ErrWrongPassword)
	}
	keys, err := h.keys(key)
	keys.wipe()
	return err
}
