package ui

import (
	"context"
	"errors"
	"fmt"
	"time"

	"vitalkeep/health"
)

// Mover puts readings that lie with the wrong person, or with nobody yet, where
// they belong: with their history, the words to them and their pictures. Its
// methods are called off the UI goroutine; each is one step, and with an error
// nothing is changed. Where another value lies at the same moment already, the
// error is a *[MoveConflict].
type Mover interface {
	// Move takes readings and entries; what was said to a reading goes along.
	Move(ctx context.Context, from, to health.ProfileID, what []Measurement) (Moved, error)
	// MoveImport takes all that one import brought or, where sources are named, of
	// these only.
	MoveImport(ctx context.Context, from, to health.ProfileID, batch health.BatchID, sources ...health.SourceID) (Moved, error)
	// MoveSource takes all that a source gave.
	MoveSource(ctx context.Context, from, to health.ProfileID, source health.SourceID) (Moved, error)
	// Undoable lists what can still be taken back, the newest first: until the file
	// is tidied.
	Undoable(ctx context.Context) ([]Moved, error)
	// Undo brings everything to where it was. It gives ErrMovedSince where the
	// readings were changed or deleted after the move; they can be moved back then.
	Undo(ctx context.Context, m Moved) error
}

// Moved is a move that was made.
type Moved struct {
	ID       health.BatchID
	From, To health.ProfileID
	At       int64 // UTC milliseconds
	Readings int   // measurements and entries, what went along included
	Already  int   // of them, those that the other had just the same
}

// MoveConflict says how many readings the other person has at the same moment
// from the same source with another value.
type MoveConflict struct{ Readings int }

// Error implements error.
func (e *MoveConflict) Error() string {
	return fmt.Sprintf("%d readings have another value there", e.Readings)
}

// ErrMovedSince means that a move cannot be taken back, because what was moved
// is no longer what it was.
var ErrMovedSince = errors.New("what was moved was changed since")

// Inbox is where readings lie that belong to nobody yet. What lies there is
// moved to whom it belongs with a Mover.
type Inbox interface {
	// Profile names the inbox for a Library, a Mover or an import; false while
	// there is none. It is called on the UI goroutine too.
	Profile() (health.Profile, bool)
	// Open makes the inbox if there is none.
	Open(ctx context.Context) (health.Profile, error)
	// Unclaimed lists what lies there by import and source, the newest import first.
	Unclaimed(ctx context.Context) ([]Unclaimed, error)
}

// Unclaimed is what one import brought of one source, and lies in the inbox.
type Unclaimed struct {
	Import      health.Batch // the zero one for what was typed
	Source      health.SourceID
	Readings    int // measurements and entries
	Metrics     []health.MetricID
	Kinds       []health.EntryKind
	First, Last int64 // UTC milliseconds
}

// ProfileLocks are the passcodes that people give their own data, so that
// others of the household do not look at it. They are no encryption of their
// own: who has the vault's password and other tools can read all of it. While a
// person is closed, whatever reads their data gives ErrProfileClosed. Its
// methods but Locked, Closed and Close are called off the UI goroutine. A
// passcode that is not right gives a *[ProfilePasscodeError].
type ProfileLocks interface {
	// Locked reports whether the person has a passcode.
	Locked(id health.ProfileID) bool
	// Closed reports whether it is asked for before anything is shown.
	Closed(id health.ProfileID) bool
	// Open opens a person's data until it is closed, or the vault is.
	Open(ctx context.Context, id health.ProfileID, passcode string) error
	// Close asks for the passcode again from now on.
	Close(id health.ProfileID)
	// Set gives a person without one a passcode; theirs stays open. It gives
	// ErrWeakProfilePasscode for one that is too short or too easy.
	Set(ctx context.Context, id health.ProfileID, passcode string) error
	// Change puts another passcode in the place of the current one.
	Change(ctx context.Context, id health.ProfileID, current, passcode string) error
	// Remove takes the passcode off.
	Remove(ctx context.Context, id health.ProfileID, current string) error
	// RemoveWithRecovery takes it off with the vault's recovery key as it was
	// typed, which gives ErrWrongPassword where it is not.
	RemoveWithRecovery(ctx context.Context, id health.ProfileID, key string) error
}

// ProfilePasscodeError says that a person's passcode was wrong, or was not even
// tried since the last wrong one is too short ago.
type ProfilePasscodeError struct {
	Wrong bool          // it was tried
	Left  int           // tries; with none left, only the recovery key helps
	Wait  time.Duration // until the next
}

// Error implements error.
func (e *ProfilePasscodeError) Error() string {
	return fmt.Sprintf("the person's passcode was not taken: tries left: %d, the next in %v", e.Left, e.Wait)
}

// Errors of a person's passcode.
var (
	ErrProfileClosed       = errors.New("the person's data is closed by a passcode")
	ErrWeakProfilePasscode = errors.New("the person's passcode is too short or too easy to guess")
)
