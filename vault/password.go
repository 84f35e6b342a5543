package vault

import (
	"context"
	"errors"
	"slices"
)

// ChangePassword puts a new password in the place of the old one, which it
// asks for again; the recovery key, in any spelling, does as well. The file is
// written anew, so that the old password opens nothing in it: neither as it is
// nor by way of its free pages. Copies made before still open with the old one;
// Rekey says more. Errors: ErrWrongPassword, ErrWeakPassword (empty), and those
// of Compact.
func (v *Vault) ChangePassword(ctx context.Context, old, password []byte) error {
	if len(password) == 0 {
		return ErrWeakPassword
	}
	if err := v.begin(); err != nil {
		return err
	}
	defer v.busy.Store(false)
	if err := v.authorise(old); err != nil {
		return err
	}
	_, err := v.replaceSlot(ctx, func(key *secret) (slot, error) {
		return newPasswordSlot(password, v.options, key, v.id)
	})
	return err
}

// NewRecoveryKey puts a new recovery key in the place of the old one, which
// then opens nothing, and returns it as it is to be printed; it is kept nowhere.
// Who can ask back does better with PrepareRecoveryKey. Errors: those of Compact.
func (v *Vault) NewRecoveryKey(ctx context.Context) (string, error) {
	p, err := v.PrepareRecoveryKey()
	if err != nil {
		return "", err
	}
	defer p.Forget()
	text := p.Text()
	if err = v.UseRecoveryKey(ctx, p); err != nil && !errors.Is(err, ErrNotDurable) {
		return "", err
	}
	return text, err
}

// authorise checks the password, or the recovery key, of an open vault.
func (v *Vault) authorise(password []byte) error {
	var h *head
	err := v.reading(func(st *store) (err error) {
		h, _, err = st.head()
		return err
	})
	if err != nil {
		return err
	}
	keys, err := h.unlock(slotPassword, func(s *slot) *secret { return deriveKEK(password, s.salt, s.kdf) })
	if errors.Is(err, ErrWrongPassword) {
		if code, e := parseRecoveryKey(string(password)); e == nil {
			keys, err = h.unlock(slotRecovery, func(s *slot) *secret { return code.kek(s.salt) })
			clear(code[:])
		}
	}
	keys.wipe()
	return err
}

// replaceSlot rewrites the file with another slot in the place of those of its
// kind.
func (v *Vault) replaceSlot(ctx context.Context, make func(key *secret) (slot, error)) (done bool, err error) {
	v.mu.RLock()
	var key *secret
	if _, err = v.use(); err == nil {
		key = v.keys.vault.clone()
	}
	v.mu.RUnlock()
	if err != nil {
		return false, err
	}
	defer key.wipe()
	s, err := make(key)
	if err != nil {
		return false, err
	}
	err = v.rewriteFolded(ctx, func(r *rewriting) error {
		slots := slices.DeleteFunc(slices.Clone(r.head.slots), func(o slot) bool { return o.kind == s.kind })
		r.head = &head{vault: v.id, slots: append(slots, s)}
		slices.SortStableFunc(r.head.slots, func(a, b slot) int { return int(a.kind) - int(b.kind) })
		r.changed(nil)
		return nil
	}, nil)
	return err == nil || errors.Is(err, ErrNotDurable), err
}
