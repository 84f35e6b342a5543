package presence

import (
	"context"
	"sync"
	"time"
)

// Event is a way to leave the computer.
type Event int

// The events.
const (
	// ScreenLocked is the screen being locked, or hidden by a screen saver.
	ScreenLocked Event = iota + 1
	// Suspending is the machine going to sleep now.
	Suspending
	// UserSwitched is another user taking over the screen.
	UserSwitched
	// Slept is the machine having slept, found out afterwards.
	Slept
)

// Offers are the events that the system can tell of, besides Slept, which is told
// everywhere.
type Offers struct{ ScreenLocked, Suspending, UserSwitched bool }

// Options say who is told.
type Options struct {
	// Tell is called with each event, one at a time, off the goroutine of Watch.
	// done is to be called once, when what has to be done before the machine sleeps
	// is done; for events that do not wait it does nothing.
	Tell func(e Event, done func())
	// Offer is called when it is known what the system tells of, and whenever that
	// changes. It may be nil.
	Offer func(Offers)
	// SystemBus and SessionBus are addresses of D-Bus; "" is the usual one.
	SystemBus, SessionBus string
	// Wait is how long to wait before a bus that broke is tried again, at first; 0
	// is the usual time.
	Wait time.Duration
}

// Watch tells of events until the context ends, and returns when nobody tells
// anything any more.
func Watch(ctx context.Context, o Options) {
	w := &watcher{options: o}
	var all sync.WaitGroup
	all.Go(func() { w.watchSystem(ctx) })
	all.Go(func() {
		tick := time.NewTicker(tickTime)
		defer tick.Stop()
		w.watchClock(ctx, newTime(), tick.C)
	})
	all.Wait()
}

// watcher puts what several sources tell into one line.
type watcher struct {
	options Options

	telling sync.Mutex
	offers  sync.Mutex
	sources sources
}

// sources are what there is to be told by.
type sources struct{ saver, session, sleep bool }

func (s sources) offers() Offers {
	return Offers{ScreenLocked: s.saver || s.session, Suspending: s.sleep, UserSwitched: s.session}
}

func (w *watcher) tell(e Event, done func()) {
	w.telling.Lock()
	defer w.telling.Unlock()
	w.options.Tell(e, sync.OnceFunc(done))
}

// offer changes what is offered.
func (w *watcher) offer(change func(s *sources)) {
	w.offers.Lock()
	defer w.offers.Unlock()
	before := w.sources.offers()
	change(&w.sources)
	if now := w.sources.offers(); now != before && w.options.Offer != nil {
		w.options.Offer(now)
	}
}

// nothing is what has to be done after an event that waits for nobody.
func nothing() {}
