package importers

import (
	"errors"
	"fmt"
)

// ErrIncomplete means, together with ErrDamaged, that a file ends too early and
// that what stands before can be kept: see Options.KeepDamaged.
var ErrIncomplete = errors.New("the file ends too early")

// Hints for files and archives that are cut off.
const (
	hintKeep = "Export it again and leave the phone unlocked meanwhile, or keep what can be read."
	hintCut  = "Download it again; the download may have been cut off. Or keep what can be read."
)

// keep passes an error of the input on. A file that is cut off is a reject
// instead where what was read is to be kept.
func (f *fileReader) keep(err error) error {
	if !errors.Is(err, ErrIncomplete) || !f.opts.KeepDamaged {
		return err
	}
	f.stopped = true
	return f.refuse("", "the file is cut off here; what stands before is kept")
}

// incomplete is an end of the file before the end of what it holds.
func (f *fileReader) incomplete(reason string) error {
	if f.opts.KeepDamaged {
		f.stopped = true
		return f.refuse("", reason)
	}
	return &FileError{
		File: f.file.name, Reason: fmt.Sprintf("%s (line %d)", reason, f.row), Hint: hintKeep,
		Err: errors.Join(ErrDamaged, ErrIncomplete),
	}
}

// cutOff is a file of an archive that ends before its length. What is damaged
// elsewhere is not kept in part: where the damage begins is not known, and any
// number near it may be another.
func cutOff(file string) error {
	return &FileError{File: file, Reason: "the file is cut off inside the archive", Hint: hintKeep, Err: errors.Join(ErrDamaged, ErrIncomplete)}
}
