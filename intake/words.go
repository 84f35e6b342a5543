package intake

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"syscall"

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
	{vault.ErrWrongPassword, "The password does not open this vault.", "Check the password, or use the recovery key."},
	{vault.ErrBadRecoveryKey, "The recovery key is mistyped.", "Compare it with the printed one, group by group."},
	{vault.ErrWeakPassword, "There is no password.", "Choose one of at least eight characters."},
	{vault.ErrNotAVault, "This file is not a Vitalkeep vault.", "Choose the vault itself; this file is something else, or its beginning is damaged."},
	{vault.ErrNewerFormat, "The vault was written by a newer version of Vitalkeep.", "Install that version to open it; the vault was not touched."},
	{vault.ErrHeadTooCostly, "The vault asks for more memory or time to open than any vault of ours.", "Open a backup instead; this file was tampered with or is damaged."},
	{vault.ErrDamaged, "The vault is damaged.", "Keep the file as it is, and open a backup of it."},
	{vault.ErrInUse, "The vault is open in another program.", "Close it there, then try again."},
	{vault.ErrExists, "There is already a file of that name.", "Choose another name; nothing was replaced."},
	{vault.ErrNoSpace, "There is no space left on the disk; nothing was changed.", "Free some space, then try again."},
	{vault.ErrReadOnly, "The vault can only be read here.", "Check the rights of the file and its folder."},
	{vault.ErrClosed, "The vault is closed.", "Open it again."},
	{vault.ErrBusy, "Another import is under way.", "Wait for it to end, then try again."},
	{vault.ErrChanged, "The vault was changed meanwhile.", "Try again."},
	{vault.ErrNoProfile, "There is no such profile in this vault.", "Check the name of the person."},
	{vault.ErrProfileExists, "There is already a profile of that name.", "Choose another name."},
	{vault.ErrBadProfile, "The profile's name or time zone cannot be used.", "Give a name, and a time zone such as Europe/Paris."},
	{vault.ErrNoBatch, "There is no such import in this vault.", "Look up its identifier in the list of imports."},
	{vault.ErrBadSample, "The files hold a value that cannot be kept exactly; nothing was stored.", "Please report which program wrote the files."},
	{vault.ErrBadEntry, "The files hold an entry that cannot be kept exactly; nothing was stored.", "Please report which program wrote the files."},
	{vault.ErrNotSealed, "The import was not compared with the vault yet.", "Start it again."},
	{vault.ErrStageDone, "The import is already stored or discarded.", "Start it again."},

	{exporters.ErrExists, "There is already a file of that name.", "Choose another name, or allow to replace it."},
	{exporters.ErrUnknownFormat, "There is no export format of that name.", "Choose one of: " + exportFormats() + "."},
	{health.ErrBadBatchID, "This is not an identifier of an import.", "Look it up in the list of imports."},

	{importers.ErrZoneNeeded, "The times in the files are local, and the time zone is not known.", "Say in which time zone they were measured, such as Europe/Paris."},
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
	for _, f := range exporters.Formats() {
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
