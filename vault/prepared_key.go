package vault

import (
	"context"
	"errors"
)

// PreparedRecoveryKey is a recovery key that opens nothing yet: it is in memory
// only, until UseRecoveryKey puts it in force.
type PreparedRecoveryKey struct {
	vault [16]byte
	code  recoveryCode
	used  bool
}

// ErrKeyForgotten means that a prepared recovery key was forgotten or used
// already, or is another vault's.
var ErrKeyForgotten = errors.New("the prepared recovery key is forgotten")

// PrepareRecoveryKey makes a recovery key without putting it in force: the one
// until now opens the vault as long as UseRecoveryKey was not called.
func (v *Vault) PrepareRecoveryKey() (*PreparedRecoveryKey, error) {
	if _, err := v.snapshot(); err != nil {
		return nil, err
	}
	if v.readOnly {
		return nil, v.forReading()
	}
	return &PreparedRecoveryKey{vault: v.id, code: newRecoveryCode()}, nil
}

// Text returns the key as it is to be printed, "" once it is forgotten. It is not
// called String, so that no error or log prints it by itself.
func (p *PreparedRecoveryKey) Text() string {
	if p.used {
		return ""
	}
	return p.code.text()
}

// Is reports whether a text is this key, in any spelling.
func (p *PreparedRecoveryKey) Is(typed string) bool {
	code, err := parseRecoveryKey(typed)
	defer clear(code[:])
	return err == nil && !p.used && code == p.code
}

// Forget wipes the key.
func (p *PreparedRecoveryKey) Forget() {
	clear(p.code[:])
	p.used = true
}

// UseRecoveryKey puts a prepared key in the place of the one until now, which
// then opens nothing, and forgets it. With an error that is not ErrNotDurable
// the one until now stays in force. Errors: ErrKeyForgotten, those of Compact.
func (v *Vault) UseRecoveryKey(ctx context.Context, p *PreparedRecoveryKey) error {
	if p == nil || p.used || p.vault != v.id {
		return ErrKeyForgotten
	}
	if err := v.begin(); err != nil {
		return err
	}
	defer v.busy.Store(false)
	done, err := v.replaceSlot(ctx, func(key *secret) (slot, error) { return newRecoverySlot(&p.code, key, v.id) })
	if done {
		p.Forget()
	}
	return err
}
