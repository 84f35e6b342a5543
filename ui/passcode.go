package ui

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Passcodes opens closed vaults by their passcodes. It outlives sessions.
type Passcodes interface {
	// State says whether a passcode opens the vault of a path. It is called on the
	// UI goroutine and returns at once.
	State(path string) PasscodeState
	// Open opens a vault by its passcode. Where the fingerprint is asked for as
	// well, touch is told what to do next, and nobody gets the session before the
	// finger was known: ErrFingerprint if it was not. ErrWrongPasscode is a wrong
	// passcode; what is left then, State says.
	Open(ctx context.Context, path, passcode string, touch func(FingerHint)) (*Session, error)
}

// PasscodeState is what is known of the passcode of a vault.
type PasscodeState struct {
	// Set means that it opens the vault.
	Set bool
	PasscodeOptions
	Left int           // tries
	Wait time.Duration // until the next one
	// Over is why there is none any more, or why it is not asked for now.
	Over PasscodeEnd
}

// PasscodeOptions are choices about a passcode.
type PasscodeOptions struct {
	Kept        bool // it opens the vault after a restart, too
	Fingerprint bool // the finger is asked for after it
}

// PasscodeEnd is why a passcode is not asked for.
type PasscodeEnd uint8

// The reasons.
const (
	PasscodeNotOver   PasscodeEnd = iota
	PasscodeSpent                 // it was wrong too often
	PasscodeOutdated              // the password was changed
	PasscodeUnchecked             // the finger was not known; the password opens the vault this time
)

// PasscodeAbilities are what this computer has to go with a passcode.
type PasscodeAbilities struct {
	Keyring     bool // one that answers
	Fingerprint bool // a reader that knows a finger of the person
}

// Passcode is that of an open vault. But for State its methods are called off the
// UI goroutine.
//
// What the person is asked for first, to see that it is they, is limited: a
// TryError that is ErrNotConfirmed, and ErrConfirmSpent after too many.
type Passcode interface {
	// State returns at once.
	State() PasscodeState
	Abilities(ctx context.Context) PasscodeAbilities
	// Set makes a passcode open the vault from now on, in place of another, whose
	// options stay. secret is the account password or the passcode until now. An
	// easy one gives ErrWeakPasscode.
	Set(ctx context.Context, secret, passcode string) error
	// Change chooses anew about the passcode that is set. It takes the passcode
	// itself, and gives ErrNoPasscode where none is set.
	Change(ctx context.Context, passcode string, o PasscodeOptions) error
	// Remove forgets the passcode and all that goes with it.
	Remove(ctx context.Context, secret string) error
}

// FingerHint is what to do at the fingerprint reader.
type FingerHint uint8

// The hints.
const (
	FingerTouch  FingerHint = iota // touch the reader
	FingerAgain                    // it was not read well
	FingerCentre                   // it was not in the middle
	FingerLonger                   // it was too short
	FingerLift                     // take it off first
	FingerOther                    // it was another finger
)

// Errors about passcodes that the window tells apart.
var (
	ErrWrongPasscode = errors.New("the passcode is wrong")
	ErrFingerprint   = errors.New("the fingerprint was not confirmed")
	ErrWeakPasscode  = errors.New("the passcode is too easy")
	ErrNoPasscode    = errors.New("no passcode is set")
	ErrNotConfirmed  = errors.New("neither the account password nor the passcode")
	ErrConfirmSpent  = errors.New("too many wrong tries; the vault has to be locked")
)

// TryError is a try that was wrong, or came too soon, and what is left.
type TryError struct {
	Err  error         // ErrNotConfirmed, ErrWrongPasscode, or another for a try that came too soon
	Left int           // tries
	Wait time.Duration // until the next one
}

// Error implements error.
func (e *TryError) Error() string {
	return fmt.Sprintf("%v: tries left: %d, the next in %v", e.Err, e.Left, e.Wait)
}

// Unwrap gives Err.
func (e *TryError) Unwrap() error { return e.Err }
