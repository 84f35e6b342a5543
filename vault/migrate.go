package vault

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"vitalkeep/health"
)

// rewrittenTo is the minor version below which a file is written anew when it is
// opened for writing. What came after it only adds fields and kinds: the file's
// version rises in the transaction that first writes one of these.
const rewrittenTo = 1

// migrations[n] makes of the state of a file of format 1.n that of a file of
// 1.(n+1), on its way into a new file. Objects go along as they are unless a
// step says otherwise.
var migrations = [rewrittenTo]func(*rewriting) error{
	0: func(*rewriting) error { return nil }, // 1.1 only has kinds and fields that 1.0 does not use
}

// migrate writes a file of an older minor version as one of this version and
// goes on with that. When that cannot be done, the file stays as it is and is
// open for reading; see MigrationFailed.
func (v *Vault) migrate(ctx context.Context, minor uint16) error {
	if v.readOnly || minor >= rewrittenTo {
		return nil
	}
	v.flip.Lock()
	defer v.flip.Unlock()
	err := v.rewrite(ctx, func(r *rewriting) error {
		for _, step := range migrations[minor:] {
			if err := step(r); err != nil {
				return err
			}
		}
		r.changed(nil)
		return nil
	}, nil)
	switch {
	case err == nil, errors.Is(err, ErrNotDurable): // then the old file may be back, and is migrated again
		return nil
	case ctx.Err() != nil:
		return err
	}
	v.readOnly = true
	v.migrationErr = fmt.Errorf("bringing the vault to the format of today: %w", err)
	return nil
}

// since12 reports whether a state holds what a program that knows 1.1 only would
// drop when it writes the vault.
func (s *state) since12() bool {
	return len(s.settings.devices) > 0 || slices.ContainsFunc(s.containers, func(c *container) bool {
		return len(c.choices) > 0 || len(c.pictures) > 0 || slices.ContainsFunc(c.nodes, func(n *node) bool { return n.correction })
	})
}

// since14 reports whether a state holds what a program that knows 1.3 only would
// drop when it writes the vault.
func (s *state) since14() bool {
	return len(s.settings.choices) > 0 || slices.ContainsFunc(s.containers, func(c *container) bool {
		p := c.profile
		return p.Inbox || c.passcode != nil || p.Units > health.USUnits || len(appendPerson(nil, p)) > 0 ||
			slices.ContainsFunc(c.nodes, func(n *node) bool { return n.moved != nil })
	})
}

// minorFor returns the minor version that a file needs to hold a state, with what
// a change writes: the version never falls.
func (v *Vault) minorFor(next *state, c *change) uint16 {
	minor := v.minor
	if next.since12() {
		minor = max(minor, 2)
	}
	if c.forms {
		minor = max(minor, 3)
	}
	if next.since14() {
		minor = max(minor, 4)
	}
	return minor
}

// headAs returns the file's head as one of that minor version.
func (v *Vault) headAs(st *store, minor uint16) ([]byte, error) {
	h, _, err := st.head()
	if err != nil {
		return nil, err
	}
	return encodeHead(h, v.keys, minor)
}

// MigrationFailed says why a vault of an older format could be opened for
// reading only: it was to be written anew and could not be, for example because
// of ErrNoSpace or the rights of its folder. What refuses to change the vault says
// it, too, beside ErrReadOnly. It is nil for all others. The next opening tries
// again.
func (v *Vault) MigrationFailed() error { return v.migrationErr }

// forReading is why a vault that is open for reading only is not changed.
func (v *Vault) forReading() error {
	if v.migrationErr != nil {
		return fmt.Errorf("%w: %w", ErrReadOnly, v.migrationErr)
	}
	return ErrReadOnly
}
