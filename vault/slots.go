package vault

// newPasswordSlot wraps the vault key under a password, at the cost that is
// right for this machine today.
func newPasswordSlot(password []byte, o Options, key *secret, vault [16]byte) (slot, error) {
	p := o.kdf
	switch {
	case p != (kdfParams{}):
	case o.Cost == CostFloor:
		p = kdfFloor
	default:
		p = calibrateHere()
	}
	s := slot{kind: slotPassword, kdf: p, salt: randomID()}
	kek := deriveKEK(password, s.salt, p)
	defer kek.wipe()
	return s, s.wrap(kek, key, vault)
}

// newRecoverySlot wraps the vault key under a recovery key.
func newRecoverySlot(code *recoveryCode, key *secret, vault [16]byte) (slot, error) {
	s := slot{kind: slotRecovery, salt: randomID()}
	kek := code.kek(s.salt)
	defer kek.wipe()
	return s, s.wrap(kek, key, vault)
}
