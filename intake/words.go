package intake

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"vitalkeep/backup"
	"vitalkeep/exporters"
	"vitalkeep/health"
	"vitalkeep/importers"
	"vitalkeep/vault"
)

// ErrPasswordRule means that a password lacks what an account password needs;
// health.PasswordNeeds says what.
var ErrPasswordRule = errors.New("the password is too simple")

// phrase is what happened and what to do about it.
type phrase struct {
	err        error
	what, hint string
}

// phrases maps sentinels to sentences; the first that matches counts.
var phrases = []phrase{
	{context.Canceled, "Cancelled; nothing was changed.", ""},
	{context.DeadlineExceeded, "It took too long and was stopped; nothing was changed.", "Try again."},

	{ErrPasswordRule, "The password is too simple.", "It needs at least eight characters, with upper and lower case, a digit and a special character."},
	{backup.ErrNotProven, "The backup was written, but what was read back from the disk was something else; it was removed.", "Check the disk, or use another one."},
	{backup.ErrChanged, "The file is not the backup that was proven.", "Make another backup; this file was changed or replaced since."},
	{backup.ErrNoKey, "There is no passphrase for the backup.", "Give a passphrase, or the recipient of an age key."},
	{backup.ErrWeakPassphrase, "The passphrase of the backup is too short.", "Choose one of at least eight characters; several words are best."},
	{backup.ErrBadRecipient, "This is not the recipient of an age key.", "Give one that begins with age1, as age-keygen prints it."},
	{backup.ErrBadIdentity, "This file holds no age key.", "Choose the one that age-keygen wrote."},
	{backup.ErrWrongKey, "The passphrase or key does not open this backup.", "Check it: a passphrase is that of the backup, not of the vault; a key is one that the backup was sealed to."},
	{backup.ErrNeedsPassphrase, "The backup is sealed with a passphrase.", "Give the passphrase that it was made with."},
	{backup.ErrNeedsIdentity, "The backup is sealed to an age key.", "Choose the file with that key."},
	{backup.ErrTooCostly, "The backup asks for more memory to open than any of ours.", "Use another backup; this file was tampered with or is no backup."},
	{backup.ErrNotABackup, "This file is not a backup of a vault.", "Choose a file that Vitalkeep wrote as a backup."},
	{backup.ErrDamaged, "The backup is damaged.", "Use another backup; nothing was restored."},
	{backup.ErrBusy, "Another backup of this vault is being made.", "Wait for it to end, then try again."},

	{vault.ErrProfileLocked, "This person's data is closed by a passcode of their own.", "Give that passcode; whoever has the recovery key can take it off."},
	{vault.ErrProfilePasscode, "The person's passcode was not taken.", "Wait a little, then try again; after five wrong tries only the recovery key takes it off."},
	{vault.ErrNoProfilePasscode, "This person has no passcode of their own.", "There is nothing to open or to take off."},
	{vault.ErrHasPasscode, "This person has a passcode already.", "Change it, or take it off first."},
	{vault.ErrSameProfile, "It lies with this person already.", "Choose another person."},
	{vault.ErrMoveConflict, "The other person has another value of the same measurement; nothing was moved.", "Delete one of the two values first, or choose which measurements to move."},
	{vault.ErrNoMove, "There is no such move that could be taken back.", "Look it up in the list of moves; what was removed for good is not in it."},
	{vault.ErrMovedSince, "What was moved was changed since, so that it cannot be taken back.", "Move it back instead."},
	{vault.ErrWrongPassword, "The password does not open this vault.", "Check the password, or use the recovery key."},
	{vault.ErrBadRecoveryKey, "The recovery key is mistyped.", "Compare it with the printed one, group by group."},
	{vault.ErrKeyForgotten, "The new recovery key was forgotten before it was used; the old one stays.", "Make another one."},
	{vault.ErrWeakPassword, "There is no password.", "Choose one of at least eight characters."},
	{vault.ErrWeakPasscode, "The passcode is too short or too easy to guess.", "Take at least six characters, not one after the other and not all the same."},
	{vault.ErrWrongPasscode, "The passcode is wrong.", "Try again; after five wrong tries only the password opens the vault."},
	{vault.ErrPasscodeWait, "The passcode was wrong a moment ago.", "Wait a little, then try again, or use the password."},
	{vault.ErrPasscodeSpent, "The passcode was wrong too often and was removed.", "Open the vault with the password; a new passcode can be set then."},
	{vault.ErrPasscodeOutdated, "The password was changed since the passcode was set.", "Open the vault with the password, and set the passcode again."},
	{vault.ErrNoPasscode, "There is no passcode for this vault on this computer.", "Open the vault with the password."},
	{vault.ErrNotConfirmed, "This is not the account password, nor the passcode.", "Check capital letters and the keyboard's layout, then try again."},
	{vault.ErrConfirmSpent, "The password or passcode was wrong too often.", "Lock the vault, and open it with the account password."},
	{vault.ErrNoKeyring, "The system's keyring cannot be used, so no passcode can be kept on this computer.", "Unlock the keyring, or open the vault with the password."},
	{vault.ErrNotAVault, "This file is not a Vitalkeep vault.", "Choose the vault itself; this file is something else, or its beginning is damaged."},
	{vault.ErrNewerFormat, "The vault was written by a newer version of Vitalkeep.", "Install that version to open it; the vault was not touched."},
	{vault.ErrHeadTooCostly, "The vault asks for more memory or time to open than any vault of ours.", "Open a backup instead; this file was tampered with or is damaged."},
	{vault.ErrDamaged, "The vault is damaged.", "Keep the file as it is, and open a backup of it."},
	{vault.ErrInUse, "The vault is open in another program.", "Close it there, then try again."},
	{vault.ErrExists, "There is already a file of that name.", "Choose another name; nothing was replaced."},
	{vault.ErrNoSpace, "There is no space left on the disk; nothing was changed.", "Free some space, then try again."},
	{vault.ErrReadOnly, "The vault can only be read here.", "Check the rights of the file and its folder."},
	{vault.ErrMoved, "The vault's file was moved or removed while it was open, or another has its name now.", "Close the vault, then open the file where it is now."},
	{vault.ErrClosed, "The vault is closed.", "Open it again."},
	{vault.ErrBusy, "Another import is under way.", "Wait for it to end, then try again."},
	{vault.ErrChanged, "The vault was changed meanwhile.", "Try again."},
	{vault.ErrNoProfile, "There is no such profile in this vault.", "Check the name of the person."},
	{vault.ErrProfileExists, "There is already a profile of that name.", "Choose another name."},
	{vault.ErrBadProfile, "The profile's name or time zone cannot be used.", "Give a name, and a time zone such as Europe/Paris."},
	{vault.ErrMainProfile, "The main profile goes last.", "Remove the other profiles first."},
	{vault.ErrNoBatch, "There is no such import in this vault.", "Look up its identifier in the list of imports."},
	{vault.ErrBadSample, "The files hold a value that cannot be kept exactly; nothing was stored.", "Please report which program wrote the files."},
	{vault.ErrBadName, "A file has a name that cannot be kept; nothing was stored.", "Give the file another name and import it again."},
	{vault.ErrBadEntry, "The files hold an entry that cannot be kept exactly; nothing was stored.", "Please report which program wrote the files."},
	{vault.ErrTooMuch, "That is more than a vault can hold of one thing; nothing was stored.", "Please report which program wrote the files."},
	{vault.ErrBadRecord, "The vault cannot keep the record of this backup; the backup itself is good.", "Write it to a shorter path."},
	{vault.ErrNoReading, "There is no such measurement.", "Look it up in the list; it may be deleted already."},
	{vault.ErrOtherContent, "The file does not hold what the vault holds of this person now.", "Nothing was removed. Make the person independent again, into a new file."},
	{vault.ErrNotDeletable, "A measurement of this kind is not deleted by itself.", "It was recorded in passing: delete all that its source gave, or the import."},
	{vault.ErrNoDeletion, "There is no such deletion that could be taken back.", "Look it up in the list of deletions; what was removed for good is not in it."},
	{vault.ErrBadDevice, "The device's name, model or owner cannot be used.", "Choose a model from the catalogue, and keep the texts short."},
	{vault.ErrNoDevice, "There is no such device.", "Look it up in the list; it may have been forgotten already."},
	{vault.ErrNoPicture, "There is no such picture.", "It may have been removed with its entry; choose another."},
	{vault.ErrNotDurable, "The change is made, but the disk did not confirm it.", "Keep the computer running for a while, and check the disk."},
	{vault.ErrAnchor, "What this computer remembers of the vault is damaged.", "It is renewed by itself; the vault is not concerned."},
	{vault.ErrNotSealed, "The import was not compared with the vault yet.", "Start it again."},
	{vault.ErrStageDone, "The import is already stored or discarded.", "Start it again."},

	{exporters.ErrExists, "There is already a file of that name.", "Choose another name, or allow to replace it."},
	{exporters.ErrUnknownFormat, "There is no export format of that name.", "Choose one of: " + exportFormats() + "."},
	{exporters.ErrUnknownChoice, "This export format has no such choice.", "Choose one of those that it offers."},
	{exporters.ErrNothing, "There is nothing that this export format can hold.", "Choose other data, a longer period, or another format."},
	{exporters.ErrTooHeavy, "One of the weights is more than a FIT file can hold.", "Leave it out by choosing another period, or choose another format."},
	{health.ErrBadBatchID, "This is not an identifier of an import.", "Look it up in the list of imports."},

	{importers.ErrZoneNeeded, "The times in the files are local, and the time zone is not known.", "Say in which time zone they were measured, such as Europe/Paris."},
	{importers.ErrMappingNeeded, "A table can be read in more than one way.", "Say how its columns are meant."},
	{importers.ErrUnknownFormat, "This is not a file that can be imported.", "Choose a file that a health device or its app exported."},
	{importers.ErrDamaged, "The archive cannot be read.", "Download it again; the download may have been cut off."},
	{importers.ErrTooLarge, "The file is larger than anything a vendor writes.", "Check where the file comes from."},

	{syscall.ENOSPC, "There is no space left on the disk; nothing was changed.", "Free some space, then try again."},
	{syscall.EDQUOT, "Your share of the disk is full; nothing was changed.", "Free some space, then try again."},
	{syscall.EFBIG, "The file would be larger than the disk or a limit allows; nothing was changed.", "Use another disk, or raise the limit."},
	{syscall.EROFS, "This disk can only be read.", "Choose another place."},
	{syscall.EISDIR, "This is a folder, not a file.", "Choose a file."},
	{syscall.EIO, "The disk reports an error; nothing was changed.", "Check the disk, and copy the vault to another one."},
	{fs.ErrPermission, "There are no rights to read or write this file.", "Check the rights of the file and its folder."},
	{fs.ErrExist, "There is already a file of that name.", "Choose another name; nothing was replaced."},
	{fs.ErrNotExist, "There is no such file or folder.", "Check the name."},
}

// Explain turns an error into two sentences for people: what happened, and
// what to do about it, which may be empty. It never repeats values, names of
// people or secrets. Errors of files name the file.
func Explain(err error) (what, hint string) {
	if err == nil {
		return "", ""
	}
	for _, p := range phrases {
		if !errors.Is(err, p.err) {
			continue
		}
		what, hint = p.what, p.hint
		var file *importers.FileError
		if errors.As(err, &file) {
			what = sentence(file.Error())
			if file.Hint != "" {
				hint = file.Hint
			}
		}
		return what, hint
	}
	var file *importers.FileError
	if errors.As(err, &file) {
		return sentence(file.Error()), file.Hint
	}
	return sentence(err.Error()), "Try again; if it stays so, please report it."
}

func exportFormats() string {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}

// sentence makes a sentence of an error's text. The name of a file at its
// beginning stays as it is.
func sentence(s string) string {
	s = strings.TrimSuffix(s, ".")
	if s == "" {
		return s
	}
	if first, _, ok := strings.Cut(s, ": "); !ok || strings.ContainsAny(first, " ") && !strings.Contains(first, ".") {
		s = strings.ToUpper(s[:1]) + s[1:]
	}
	return s + "."
}
