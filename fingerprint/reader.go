package fingerprint

import (
	"context"
	"errors"
	"time"
)

// Errors that callers tell apart with errors.Is.
var (
	// ErrNoMatch means that the fingers on the reader were others.
	ErrNoMatch = errors.New("the finger is not one that the reader knows")
	// ErrUnavailable means that there is no reader, that it knows no finger of the
	// person, or that it stopped answering.
	ErrUnavailable = errors.New("there is no fingerprint reader that answers")
)

// Hint is what the person should do next.
type Hint uint8

// The hints.
const (
	Touch  Hint = iota // touch the reader
	Again              // it was not read well
	Centre             // the finger was not in the middle
	Longer             // the touch or swipe was too short
	Lift               // take the finger off and touch again
	Other              // it was another finger
)

// Reader is the fingerprint reader of this computer.
type Reader struct {
	// Address is that of the bus on which its service is; "" is the system's.
	Address string
}

// How long is waited: for an answer of the service, which may have to be started
// first, and for a finger.
const (
	answerTime = 10 * time.Second
	touchTime  = time.Minute
)

// Available reports whether there is a reader that knows a finger of the person
// who is logged in.
func (r Reader) Available(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	d, err := r.open(ctx)
	if err != nil {
		return false
	}
	defer d.close()
	known, err := d.enrolled(ctx)
	return err == nil && known
}

// Verify asks the person to touch the reader and returns nil if it knows the
// finger. tell is called with what to do next, from the calling goroutine.
// Errors: ErrNoMatch after several other fingers, ErrUnavailable, and that of the
// context.
func (r Reader) Verify(ctx context.Context, tell func(Hint)) error {
	limited, cancel := context.WithTimeout(ctx, touchTime)
	defer cancel()
	d, err := r.open(limited)
	if err == nil {
		err = verify(limited, d, tell)
		d.close()
	}
	if e := ctx.Err(); e != nil && err != nil {
		return e
	}
	return err
}
