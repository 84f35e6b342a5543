package backup

import "errors"

// Errors that callers tell apart with errors.Is. Those of the vault and of the
// system (fs.ErrExist, fs.ErrPermission) stay visible.
var (
	// ErrNoKey means that neither a passphrase nor a key was given, or both.
	ErrNoKey = errors.New("a backup takes either a passphrase or a recipient")
	// ErrWeakPassphrase means that a passphrase is too short to seal with.
	ErrWeakPassphrase = errors.New("the passphrase of the backup is too short")
	// ErrBadRecipient means that a text is no X25519 recipient of age.
	ErrBadRecipient = errors.New("this is not a recipient that age made")
	// ErrBadIdentity means that a text holds no identity of age.
	ErrBadIdentity = errors.New("this is not an identity that age made")

	// ErrNotABackup means that a file is none of ours.
	ErrNotABackup = errors.New("the file is not a backup of a vault")
	// ErrDamaged means that a backup is not what was written.
	ErrDamaged = errors.New("the backup is damaged")
	// ErrWrongKey means that the passphrase or identity does not open it.
	ErrWrongKey = errors.New("the passphrase or identity does not open this backup")
	// ErrNeedsPassphrase means that it is sealed with a passphrase.
	ErrNeedsPassphrase = errors.New("the backup is sealed with a passphrase")
	// ErrNeedsIdentity means that it is sealed to a recipient.
	ErrNeedsIdentity = errors.New("the backup is sealed to a recipient, whose identity opens it")
	// ErrTooCostly means that trying a passphrase would take more memory than
	// any backup of ours asks for.
	ErrTooCostly = errors.New("the backup asks for more memory to open than any of ours")

	// ErrNotProven means that a backup was written and what was read back was
	// something else. It was removed.
	ErrNotProven = errors.New("the backup was read back and was not what was written")
	// ErrBusy means that another backup of the same vault is being made.
	ErrBusy = errors.New("another backup of this vault is being made")
)
