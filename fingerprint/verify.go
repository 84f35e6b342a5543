package fingerprint

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// device is a reader as its service offers it.
type device interface {
	// enrolled reports whether it knows a finger of the person.
	enrolled(ctx context.Context) (bool, error)
	// claim takes the reader for this program alone, release gives it back.
	claim(ctx context.Context) error
	release(ctx context.Context)
	// statuses begins to listen to the reader. The channel is closed when nothing
	// can come any more.
	statuses(ctx context.Context) (<-chan status, error)
	// start begins a check of any finger, stop ends it.
	start(ctx context.Context) error
	stop(ctx context.Context)
	close()
}

// status is what a reader says of a touch.
type status struct {
	result string
	done   bool // the check is over, and has to be started anew
}

// The results of a touch, in the words of net.reactivated.Fprint.Device.
const (
	matched      = "verify-match"
	notMatched   = "verify-no-match"
	disconnected = "verify-disconnected"
	unknown      = "verify-unknown-error"
)

// retries are the results after which the finger is to be shown again.
var retries = map[string]Hint{
	"verify-retry-scan":          Again,
	"verify-swipe-too-short":     Longer,
	"verify-finger-not-centered": Centre,
	"verify-remove-and-retry":    Lift,
}

const (
	mostOthers = 3  // fingers that do not match
	mostStarts = 12 // of the check, touches that were not read included
	lastWord   = 2 * time.Second
)

// verify is one check from claim to release.
func verify(ctx context.Context, d device, tell func(Hint)) error {
	known, err := d.enrolled(ctx)
	if err != nil {
		return err
	}
	if !known {
		return fmt.Errorf("%w: it knows no finger", ErrUnavailable)
	}
	if err := d.claim(ctx); err != nil {
		return err
	}
	// The reader is given back even when the time is over.
	defer finally(ctx, d.release)
	touches, err := d.statuses(ctx)
	if err != nil {
		return err
	}
	tell(Touch)
	others := 0
	for range mostStarts {
		err := once(ctx, d, touches, tell)
		switch {
		case errors.Is(err, ErrNoMatch):
			if others++; others == mostOthers {
				return err
			}
			tell(Other)
		case !errors.Is(err, errAnew):
			return err
		}
	}
	return fmt.Errorf("%w: it could not read any touch", ErrUnavailable)
}

// errAnew means that a check is over without a word on the finger.
var errAnew = errors.New("the touch was not read")

// once is one check: nil for a finger that is known.
func once(ctx context.Context, d device, touches <-chan status, tell func(Hint)) error {
	defer finally(ctx, d.stop) // it may have begun even where no answer came
	if err := d.start(ctx); err != nil {
		return err
	}
	for {
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w: nobody touched it: %w", ErrUnavailable, ctx.Err())
		case s, ok := <-touches:
			if !ok {
				return fmt.Errorf("%w: it is gone", ErrUnavailable)
			}
			hint, again := retries[s.result]
			switch {
			case ctx.Err() != nil:
				return fmt.Errorf("%w: %w", ErrUnavailable, ctx.Err())
			case s.result == matched:
				return nil
			case s.result == notMatched:
				return ErrNoMatch
			case s.result == disconnected, s.result == unknown:
				return fmt.Errorf("%w: it says %s", ErrUnavailable, s.result)
			case !again:
				hint = Again // a word that came after this was written
			}
			tell(hint)
			if s.done {
				return errAnew
			}
		}
	}
}

// finally calls a last word to the reader, with a little time of its own.
func finally(ctx context.Context, last func(context.Context)) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWord)
	defer cancel()
	last(ctx)
}
