package presence

import (
	"context"
	"os/exec"
	"time"
)

// pollTime is how often the system is asked: it tells nobody by itself who is not
// built with its own libraries.
const pollTime = 5 * time.Second

// watchSystem asks whether the screen is locked until the context ends, or until
// the system turns out not to say. Sleep is found out by the clocks.
func (w *watcher) watchSystem(ctx context.Context) {
	poll := time.NewTicker(pollTime)
	defer poll.Stop()
	before := false
	for {
		ask, end := context.WithTimeout(ctx, pollTime)
		registry, err := exec.CommandContext(ask, "/usr/sbin/ioreg", "-n", "Root", "-d1").Output()
		end()
		locked, told := screenIsLocked(registry)
		w.offer(func(s *sources) { s.saver = err == nil && told })
		if err != nil || !told {
			return
		}
		if locked && !before {
			w.tell(ScreenLocked, nothing)
		}
		before = locked
		select {
		case <-ctx.Done():
			return
		case <-poll.C:
		}
	}
}
