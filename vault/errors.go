package vault

import (
	"errors"
	"fmt"
)

// Errors that callers tell apart with errors.Is. Errors of the operating
// system (fs.ErrNotExist, fs.ErrPermission) are wrapped and stay visible.
var (
	ErrWrongPassword     = errors.New("the password or recovery key does not open this vault")
	ErrBadRecoveryKey    = errors.New("the recovery key is mistyped")
	ErrWeakPassword      = errors.New("the password is empty")
	ErrNotAVault         = errors.New("the file is not a Vitalkeep vault")
	ErrNewerFormat       = errors.New("the vault was written by a newer version of the program")
	ErrDamaged           = errors.New("the vault is damaged")
	ErrInUse             = errors.New("the vault is open in another program")
	ErrExists            = errors.New("there is already a file of that name")
	ErrHeadTooCostly     = errors.New("the vault asks for more memory or time to open than any vault of ours")
	ErrNoSpace           = errors.New("there is no space left for the vault")
	ErrMoved             = errors.New("the vault's file was moved or removed, or another has its name now")
	ErrTooMuch           = errors.New("that is more than a vault can hold of one thing")
	ErrNotDurable        = errors.New("the change is made, but the disk did not confirm it")
	ErrReadOnly          = errors.New("the vault is open for reading only")
	ErrClosed            = errors.New("the vault is closed")
	ErrBusy              = errors.New("an import, undo or rewriting is under way")
	ErrChanged           = errors.New("the vault was changed while it was being read")
	ErrNoProfile         = errors.New("there is no such profile")
	ErrProfileExists     = errors.New("there is already a profile of that name")
	ErrBadProfile        = errors.New("the profile's name or time zone is not usable")
	ErrNoBatch           = errors.New("there is no such import")
	ErrBadSample         = errors.New("the sample is not one that a vault can hold")
	ErrBadName           = errors.New("the name of a file is not one that a vault can hold")
	ErrBadEntry          = errors.New("the entry is not one that a vault can hold")
	ErrBadRecord         = errors.New("the record of a backup is not one that a vault can hold")
	ErrNoReading         = errors.New("there is no such measurement")
	ErrNotDeletable      = errors.New("a measurement of this kind is not deleted by itself")
	ErrNoDeletion        = errors.New("there is no such deletion that could be taken back")
	ErrProfileLocked     = errors.New("the profile is closed by a passcode of its own")
	ErrProfilePasscode   = errors.New("the profile's passcode was not taken")
	ErrNoProfilePasscode = errors.New("the profile has no passcode of its own")
	ErrHasPasscode       = errors.New("the profile has a passcode already")
	ErrSameProfile       = errors.New("the measurements lie there already")
	ErrMoveConflict      = errors.New("the other profile has another value of the same measurement")
	ErrNoMove            = errors.New("there is no such move that could be taken back")
	ErrMovedSince        = errors.New("what was moved was changed since")
	ErrBadDevice         = errors.New("the device is not one that a vault can hold")
	ErrNoDevice          = errors.New("there is no such device")
	ErrNoPicture         = errors.New("there is no such picture")
	ErrNotSealed         = errors.New("the import was not compared with the vault yet")
	ErrAnchor            = errors.New("what this computer remembers of the vault is damaged or another's")
	ErrWeakPasscode      = errors.New("the passcode is too short or too easy to guess")
	ErrWrongPasscode     = errors.New("the passcode is wrong")
	ErrPasscodeWait      = errors.New("the passcode was wrong a moment ago: wait before the next try")
	ErrPasscodeSpent     = errors.New("the passcode was wrong too often and opens nothing any more")
	ErrPasscodeOutdated  = errors.New("the password was changed since the passcode was set")
	ErrNoPasscode        = errors.New("there is no passcode for this vault")
	ErrNotConfirmed      = errors.New("this is neither the account password nor the passcode")
	ErrConfirmSpent      = errors.New("neither password nor passcode was right too often: the vault has to be locked")
	ErrNoKeyring         = errors.New("the system's keyring cannot be used")
	ErrStageDone         = errors.New("the import is already stored or discarded")
	ErrOtherContent      = errors.New("the file does not hold what the profile holds now")
	ErrMainProfile       = errors.New("the main profile can leave only when no other is left")
)

// damaged returns an error for an object that cannot be what was written;
// without a kind, for the file.
// what is a fixed text of this package and holds nothing of the content.
func damaged(k kind, id uint64, what string) error {
	if k == 0 {
		return fmt.Errorf("%w: %s", ErrDamaged, what)
	}
	return fmt.Errorf("%w: %s %d: %s", ErrDamaged, k, id, what)
}
