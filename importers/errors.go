package importers

import (
	"errors"
	"fmt"
	"strings"
)

// Errors of Detect and Read; test with errors.Is.
var (
	// ErrUnknownFormat means that nothing in the paths is understood.
	ErrUnknownFormat = errors.New("not a file that can be imported")
	// ErrZoneNeeded means that rows carry local times, and neither
	// Options.Zone nor the files themselves say where they were lived.
	ErrZoneNeeded = errors.New("the time zone of local times is not known")
	// ErrDamaged means that an archive is truncated, corrupt or unsafe.
	ErrDamaged = errors.New("the archive cannot be read safely")
	// ErrTooLarge means that a limit on size or number was passed.
	ErrTooLarge = errors.New("larger than anything a vendor writes")
)

// FileError is a file or folder that cannot be imported as a whole.
type FileError struct {
	File   string // base name as the person knows it
	Reason string // what is wrong, one clause, lower case
	Hint   string // what to do about it, one sentence; may be empty
	Err    error  // a sentinel of this package or an error of the system; may be nil
}

// Error returns "FILE: REASON".
func (e *FileError) Error() string {
	if e.File == "" {
		return e.Reason
	}
	return e.File + ": " + e.Reason
}

// Unwrap returns Err.
func (e *FileError) Unwrap() error { return e.Err }

// understood lists the formats for people.
func understood() string {
	names := make([]string, 0, len(formats()))
	for _, f := range formats() {
		names = append(names, f.Title)
	}
	return "Understood are: " + strings.Join(names, ", ") + "."
}

func unknownFormat(file, reason string) error {
	if reason == "" {
		reason = "it is none of the formats that are understood"
	}
	return &FileError{File: file, Reason: reason, Hint: understood(), Err: ErrUnknownFormat}
}

func damaged(file, reason, hint string) error {
	return &FileError{File: file, Reason: reason, Hint: hint, Err: ErrDamaged}
}

func tooLarge(file, format string, args ...any) error {
	return &FileError{
		File: file, Reason: fmt.Sprintf(format, args...),
		Hint: "Check where the file comes from; a real export stays far below this.", Err: ErrTooLarge,
	}
}
