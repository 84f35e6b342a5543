package ui

import (
	"context"
	"errors"
	"testing"
)

func TestALaterRunSupersedesTheOneBefore(t *testing.T) {
	b := &bench{}
	j := b.work().NewJob()
	var got []int
	var dropped []int
	run := func(n int) {
		Run(j, func(context.Context, func(Step)) (int, error) { return n, nil }, nil,
			func(v int, _ error) { got = append(got, v) }, func(v int) { dropped = append(dropped, v) })
	}
	run(1)
	b.begin() // the first is through, its result is on the way
	run(2)
	b.settle()
	if len(got) != 1 || got[0] != 2 {
		t.Errorf("delivered %v, want 2 alone", got)
	}
	if len(dropped) != 1 || dropped[0] != 1 {
		t.Errorf("dropped %v, want 1", dropped)
	}
	if j.Running() {
		t.Error("still running")
	}
}

func TestCancelEndsTheContextAndDeliversNothing(t *testing.T) {
	b := &bench{}
	w := b.work()
	j := w.NewJob()
	var seen error
	Run(j, func(ctx context.Context, report func(Step)) (int, error) {
		report(Step{"half", 0.5})
		seen = ctx.Err()
		return 0, seen
	}, func(Step) { t.Error("progress of cancelled work") }, func(int, error) { t.Error("result of cancelled work") }, func(int) { t.Error("a failure is nothing to drop") })
	if !j.Running() {
		t.Error("not running")
	}
	w.CancelAll()
	b.settle()
	if !errors.Is(seen, context.Canceled) {
		t.Errorf("the context says %v", seen)
	}
}

func TestOnlyTheLatestStepIsShown(t *testing.T) {
	b := &bench{}
	j := b.work().NewJob()
	var steps []float64
	Run(j, func(_ context.Context, report func(Step)) (int, error) {
		for i := range 1000 {
			report(Step{"", float64(i)})
		}
		return 0, nil
	}, func(s Step) { steps = append(steps, s.Fraction) }, func(int, error) {}, nil)
	b.settle()
	if len(steps) != 1 || steps[0] != 999 {
		t.Errorf("steps %v", steps)
	}
}

func TestAJobCanStartAnotherFromItsResult(t *testing.T) {
	b := &bench{}
	j := b.work().NewJob()
	var got []int
	step := func(n int) func(context.Context, func(Step)) (int, error) {
		return func(context.Context, func(Step)) (int, error) { return n, nil }
	}
	Run(j, step(1), nil, func(v int, _ error) {
		got = append(got, v)
		Run(j, step(2), nil, func(v int, _ error) { got = append(got, v) }, nil)
	}, nil)
	b.settle()
	if len(got) != 2 || got[1] != 2 {
		t.Errorf("got %v", got)
	}
}

func TestAfterCallsOnceUnlessStopped(t *testing.T) {
	posted := make(chan func(), 2)
	w := newWork(nil, func(f func()) { posted <- f })
	calls := 0
	w.After(0, func() { calls++ })
	(<-posted)()
	if calls != 1 {
		t.Errorf("%d calls", calls)
	}
	stop := w.After(0, func() { calls++ })
	late := <-posted // the time is up, the call is on its way
	stop()
	late()
	if calls != 1 {
		t.Error("called after stop")
	}
}
