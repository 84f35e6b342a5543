package vault

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
)

// replacesOpenFiles says whether a file can take the name of an open one.
// Where it cannot, the vault is closed for that moment.
var replacesOpenFiles = runtime.GOOS != "windows"

// temporaryName returns a name beside a vault's file; see leftovers.
func temporaryName(path string) string {
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+hex.EncodeToString(randomTail())+".new")
}

// file returns the name of the vault's file itself, if the person's name for it
// is a symbolic link: that link stays, and what it means is replaced.
func (v *Vault) file() string {
	if name, err := filepath.EvalSymlinks(v.path); err == nil {
		return name
	}
	return v.path
}

// rewrite puts a rewritten file in the place of the vault's own and goes on
// with it. The caller holds v.flip; edit says what is to be different. Before
// the new file has the name, an error leaves everything as it was; after it,
// the only one is ErrNotDurable.
func (v *Vault) rewrite(ctx context.Context, edit func(*rewriting) error, progress func(done, total int64)) error {
	if v.readOnly {
		return v.forReading()
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	r, err := v.newRewriting(ctx, progress)
	if err != nil {
		return err
	}
	defer r.close()
	if err := edit(r); err != nil {
		return err
	}
	next, err := r.run(temporaryName(v.file()), false)
	if err != nil {
		return err
	}
	if err = v.become(next, r.old.used()); err == nil || errors.Is(err, ErrNotDurable) {
		return err
	}
	return errors.Join(storeError(err), next.Close(), removeIfThere(next.path))
}

// become gives the file of next the name of the vault's and takes over its
// store, keys and state. Whoever is reading by the old state finds all of it,
// or ErrChanged.
func (v *Vault) become(next *Vault, rekeyed bool) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if _, err := v.use(); err != nil {
		return err
	}
	if err := v.store.named(v.path); err != nil {
		return err
	}
	if replacesOpenFiles {
		keepOwner(v.store.file, next.store.file)
		if err := rename(next.path, v.file()); err != nil {
			return err
		}
		// The old file has no name any more; what closing it says is all one.
		_ = v.store.close()
		v.store, next.store = next.store, nil
	} else if err := v.reopenAs(next); err != nil {
		return err
	}
	s := next.state.Swap(&state{})
	s.doors = v.doors
	for _, old := range v.state.Load().containers {
		s.keep(old)
	}
	v.state.Store(s)
	v.nextID.Store(max(v.nextID.Load(), next.nextID.Load()))
	v.headState = headWhole
	v.healing.healed()
	// Before the anchor: what it remembers must not go back with the power.
	err := syncFolder(filepath.Dir(next.path))
	if rekeyed {
		v.keys, next.keys = next.keys, v.keys
		v.carryAnchor(next.keys)
	} else {
		v.remember(true)
	}
	next.keys.wipe()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotDurable, err)
	}
	return nil
}

// reopenAs replaces the vault's file where that needs it closed. If the new
// one cannot have the name, the old one is open again.
func (v *Vault) reopenAs(next *Vault) error {
	err := next.store.close()
	next.store = nil
	if err != nil {
		return err
	}
	if err := v.store.close(); err != nil {
		v.failed = fmt.Errorf("closing the vault: %w", err)
		return v.failed
	}
	want := next.state.Load().rootHash
	failed := rename(next.path, v.file())
	if failed != nil {
		want = v.state.Load().rootHash
	}
	v.store, err = openStore(context.Background(), v.path, storeOptions{maxSize: v.options.maxSize})
	if err == nil {
		err = v.store.holds(want)
	}
	if err != nil {
		v.failed = fmt.Errorf("opening the vault again: %w", errors.Join(err, failed))
		return v.failed
	}
	return failed
}
