package ui

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// Step is how far a piece of work is, in words and from 0 to 1; a negative
// fraction means that nobody knows.
type Step struct {
	Label    string
	Fraction float64
}

// Work runs what takes long off the UI goroutine. This file alone starts
// goroutines and brings results back with fyne.Do; all the rest of the user
// interface is one goroutine's. Its methods belong to the UI goroutine.
type Work struct {
	start func(func()) // runs a function beside the UI
	post  func(func()) // runs a function on the UI goroutine, soon
	// later runs a function beside the UI once a time has passed, unless stop is
	// called before.
	later func(d time.Duration, f func()) (stop func())
	jobs  map[*Job]struct{}
}

// NewWork returns the real thing.
func NewWork() *Work {
	return newWork(func(f func()) { go f() }, fyne.Do)
}

// NewWorkOn runs its functions by start, and by post those that are to run where the
// window belongs: for a driver without a loop of its own.
func NewWorkOn(start, post func(func())) *Work { return newWork(start, post) }

func newWork(start, post func(func())) *Work {
	return &Work{start: start, post: post, later: realTime, jobs: map[*Job]struct{}{}}
}

func realTime(d time.Duration, f func()) (stop func()) {
	timer := time.AfterFunc(d, f)
	return func() { timer.Stop() }
}

// CancelAll stops every job; none of them delivers anything any more.
func (w *Work) CancelAll() {
	for j := range w.jobs {
		j.Cancel()
	}
}

// After calls f on the UI goroutine once d has passed unless stop is called
// before. It is a parts.After.
func (w *Work) After(d time.Duration, f func()) (stop func()) {
	stopped := false // of the UI goroutine
	end := w.later(d, func() {
		w.post(func() {
			if !stopped {
				f()
			}
		})
	})
	return func() {
		stopped = true
		end()
	}
}

// Busy reports whether any job is under way.
func (w *Work) Busy() bool { return len(w.jobs) > 0 }

// Job is a place for one piece of work at a time: starting another cancels the
// one before and drops whatever that still delivers. A screen has a job for
// each thing that it does.
type Job struct {
	work       *Work
	generation uint64
	cancel     context.CancelFunc
}

// NewJob returns an idle job.
func (w *Work) NewJob() *Job { return &Job{work: w} }

// Running reports whether work is under way.
func (j *Job) Running() bool { return j.cancel != nil }

// Cancel stops the work under way; neither its progress nor its result is
// delivered. Without any it does nothing.
func (j *Job) Cancel() {
	j.generation++
	if j.cancel != nil {
		j.cancel()
		j.cancel = nil
	}
	delete(j.work.jobs, j)
}

// Run starts work in the job. run is called off the UI goroutine with a context
// that ends when the job is cancelled or superseded; report may be called as
// often as it likes, the latest step reaches progress on the UI goroutine.
// done gets the result there, unless the job was cancelled or superseded; what
// run returned is then given to drop, which may be nil, off the UI goroutine.
// progress may be nil too.
func Run[T any](j *Job, run func(ctx context.Context, report func(Step)) (T, error), progress func(Step), done func(T, error), drop func(T)) {
	j.Cancel()
	ctx, cancel := context.WithCancel(context.Background())
	j.cancel = cancel
	j.work.jobs[j] = struct{}{}
	generation := j.generation
	current := func() bool { return j.generation == generation }

	latest := stepBox{}
	report := func(s Step) {
		if progress == nil || !latest.put(s) {
			return
		}
		j.work.post(func() {
			if s := latest.take(); current() {
				progress(s)
			}
		})
	}
	j.work.start(func() {
		result, err := run(ctx, report)
		j.work.post(func() {
			if !current() {
				cancel()
				if drop != nil && err == nil {
					j.work.start(func() { drop(result) })
				}
				return
			}
			j.Cancel() // done: nothing of this generation comes after
			done(result, err)
		})
	})
}

// stepBox holds the latest step between the goroutine that reports and the one
// that shows, so that a fast reporter does not flood the event queue.
type stepBox struct {
	mu     sync.Mutex
	step   Step
	posted bool
}

// put stores a step and reports whether a delivery has to be posted for it.
func (b *stepBox) put(s Step) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.step = s
	need := !b.posted
	b.posted = true
	return need
}

func (b *stepBox) take() Step {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.posted = false
	return b.step
}

// letGo closes something beside the UI from which nothing is wanted any more,
// not even an error.
func (w *Work) letGo(c io.Closer) {
	w.start(func() { _ = c.Close() })
}

// afterwards calls f beside the UI once a channel is closed.
func (w *Work) afterwards(closed <-chan struct{}, f func()) {
	w.start(func() {
		<-closed
		f()
	})
}

// close ends a session beside the UI: it seals what was typed in it, removes for good what was deleted, as
// far as that is due and until ctx ends, and closes the session. When that is
// through, and the one before is closed too, it closes closed. What it tells
// comes on the UI goroutine: tidying of how far it is, ended at the end.
func (w *Work) close(ctx context.Context, s *Session, before <-chan struct{}, closed chan<- struct{}, tidying func(Step), ended func(error)) {
	latest := stepBox{}
	w.start(func() {
		var err error
		if seal := s.sealing; seal != nil {
			s.sealing = nil // what was typed is not held while it takes long
			err = seal()
		}
		if s.Tidier != nil && ctx.Err() == nil && s.Tidier.Due() {
			_, failure := s.Tidier.Tidy(ctx, func(done, total int64) {
				if latest.put(percentStep("", done, total)) {
					w.post(func() { tidying(latest.take()) })
				}
			})
			if !errors.Is(failure, context.Canceled) {
				err = errors.Join(err, failure)
			}
		}
		err = errors.Join(err, s.Close())
		<-before
		close(closed)
		w.post(func() { ended(err) })
	})
}
