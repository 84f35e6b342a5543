//go:build !unix && !windows

package presence

import "context"

// watchSystem has nothing to listen to here.
func (w *watcher) watchSystem(context.Context) {}
