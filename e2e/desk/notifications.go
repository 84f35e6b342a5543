//go:build linux

package desk

import (
	"slices"
	"sync"

	"github.com/godbus/dbus/v5"
)

// notificationsName is the service that shows what programs have to say.
const notificationsName = "org.freedesktop.Notifications"

// Notifications takes what programs want to show on the desktop.
type Notifications struct {
	mu    sync.Mutex
	shown []string
}

// NewNotifications offers it on a bus.
func NewNotifications(b *Bus) *Notifications {
	b.t.Helper()
	n := &Notifications{}
	b.offer(notifier{n}, "/org/freedesktop/Notifications", notificationsName)
	b.own(notificationsName)
	return n
}

// Shown are the titles and texts so far, each in one line.
func (n *Notifications) Shown() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.shown)
}

// notifier is the part of it that programs call.
type notifier struct{ n *Notifications }

// Notify notes a notification.
func (x notifier) Notify(_ string, _ uint32, _, title, text string, _ []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	x.n.mu.Lock()
	defer x.n.mu.Unlock()
	x.n.shown = append(x.n.shown, title+" "+text)
	return uint32(len(x.n.shown)), nil //nolint:gosec // a few
}
