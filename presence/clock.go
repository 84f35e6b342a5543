package presence

import (
	"context"
	"time"
)

// How often the clocks are compared, and how far they may be apart.
const (
	tickTime   = 5 * time.Second
	clockSlack = 15 * time.Second
	tickSlack  = time.Minute
)

// slept reports whether the machine slept between two ticks. The monotonic clock
// stands still in sleep on some systems, so that the other one jumps ahead of it;
// on the others it goes on, and the tick comes late.
func slept(monotonic, wall time.Duration) bool {
	return wall-monotonic > clockSlack || monotonic > tickTime+tickSlack
}

// times are the two clocks at one moment, as durations since the first.
type times struct{ monotonic, wall time.Duration }

// newTime returns what reads the clocks.
func newTime() func() times {
	start := time.Now()
	wall := start.Round(0) // without the monotonic clock
	return func() times {
		now := time.Now()
		return times{now.Sub(start), now.Round(0).Sub(wall)}
	}
}

// watchClock tells of sleep that is found out by the clocks.
func (w *watcher) watchClock(ctx context.Context, read func() times, tick <-chan time.Time) {
	last := read()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick:
		}
		now := read()
		if slept(now.monotonic-last.monotonic, now.wall-last.wall) {
			w.tell(Slept, nothing)
		}
		last = now
	}
}
