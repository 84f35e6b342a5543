package presence

import (
	"context"
	"testing"
	"time"
)

func TestASleepIsFoundOutByTheClocks(t *testing.T) {
	tests := []struct {
		name            string
		monotonic, wall time.Duration
		want            bool
	}{
		{"an ordinary tick", tickTime, tickTime, false},
		{"a machine under load", 20 * time.Second, 20 * time.Second, false},
		{"a clock that is set right by a moment", tickTime, tickTime + 2*time.Second, false},
		{"a clock that is set back", tickTime, tickTime - time.Hour, false},
		{"a sleep in which the monotonic clock stood still", tickTime, tickTime + 10*time.Minute, true},
		{"a sleep in which both clocks went on", 10 * time.Minute, 10 * time.Minute, true},
		{"a short sleep", tickTime, tickTime + 16*time.Second, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := slept(tt.monotonic, tt.wall); got != tt.want {
				t.Errorf("slept is %v", got)
			}
		})
	}
}

func TestEverySleepIsToldOnce(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	at := times{}
	steps := make(chan times, 1)
	steps <- at
	var told []Event
	w := &watcher{options: Options{Tell: func(e Event, done func()) { told = append(told, e); done() }}}
	tick := make(chan time.Time)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.watchClock(ctx, func() times { return <-steps }, tick)
	}()
	for _, jump := range []time.Duration{0, time.Hour, 0, 0} {
		at.monotonic += tickTime
		at.wall += tickTime + jump
		tick <- time.Time{}
		steps <- at
	}
	stop()
	<-ended
	if len(told) != 1 || told[0] != Slept {
		t.Errorf("told %v, want one sleep", told)
	}
}

func TestTheClocksGoOnTogether(t *testing.T) {
	read := newTime()
	a, b := read(), read()
	if b.monotonic < a.monotonic || slept(b.monotonic-a.monotonic, b.wall-a.wall) {
		t.Errorf("the clocks say %v and %v", a, b)
	}
}
