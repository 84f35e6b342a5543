package ui

import (
	"context"
	"errors"
	"io/fs"
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
		return "This does not open the vault.", "Check capital letters and the keyboard's layout, then try again."
	}
	if known != nil {
		if what, todo := known(err); what != "" {
			return what, todo
		}
	}
	switch {
	case errors.Is(err, context.Canceled):
		return "Cancelled.", "Nothing was changed."
	case errors.Is(err, fs.ErrExist):
		return "There is a file of this name already.", "Choose another name or folder."
	case errors.Is(err, fs.ErrNotExist):
		return "The file or folder is not there.", "Check the path, or plug in the disk that it is on."
	case errors.Is(err, fs.ErrPermission):
		return "The system does not allow access to this file or folder.", "Choose another folder, or change its permissions."
	}
	return "That did not work: " + err.Error() + ".", "Nothing was changed. Try again."
}
