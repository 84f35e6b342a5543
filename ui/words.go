package ui

import (
	"context"
	"errors"
	"io/fs"

	"vitalkeep/ui/locale"
)

// Explain turns an error into words for people: one sentence on what happened
// and one on what to do, "" where there is nothing to do. known is the wiring's
// own table and comes first; it returns "" for errors it does not know. No
// value, name or secret is in an error, so the last resort may show its text.
func Explain(err error, known func(error) (what, todo string)) (what, todo string) {
	switch {
	case err == nil:
		return "", ""
	case errors.Is(err, ErrWrongPassword):
		return locale.T("This does not open the vault."), locale.T("Check capital letters and the keyboard's layout, then try again.")
	case errors.Is(err, ErrNoBackupFolder):
		return locale.T("The folder for backups is not there."), locale.T("Plug in its disk, or choose another folder.")
	case errors.Is(err, errDraftsLost):
		return locale.T("What was typed and not saved could not be kept when the vault was locked."), locale.T("Type it again, and save it before locking.")
	case errors.Is(err, ErrCameraOff):
		return locale.T("The camera of this device is off."), locale.T("Nothing of it is stored. Switch the camera on under Home first.")
	}
	if known != nil {
		if what, todo := known(err); what != "" {
			return locale.Told(what), locale.Told(todo)
		}
	}
	switch {
	case errors.Is(err, context.Canceled):
		return locale.T("Cancelled."), locale.T("Nothing was changed.")
	case errors.Is(err, fs.ErrExist):
		return locale.T("There is a file of this name already."), locale.T("Choose another name or folder.")
	case errors.Is(err, fs.ErrNotExist):
		return locale.T("The file or folder is not there."), locale.T("Check the path, or plug in the disk that it is on.")
	case errors.Is(err, fs.ErrPermission):
		return locale.T("The system does not allow access to this file or folder."), locale.T("Choose another folder, or change its permissions.")
	}
	return locale.T("That did not work: %s.", err.Error()), locale.T("Nothing was changed. Try again.")
}
