//go:build linux

package desk

import (
	"os"
	"sync"

	"github.com/godbus/dbus/v5"
)

// The names of the service that knows of sessions and of sleep.
const (
	logindName    = "org.freedesktop.login1"
	logindPath    = dbus.ObjectPath("/org/freedesktop/login1")
	logindManager = logindName + ".Manager"
	logindSession = logindName + ".Session"
	sessionPath   = dbus.ObjectPath("/org/freedesktop/login1/session/_31")
)

// Logind is what the system tells programs of sleep and of sessions.
type Logind struct {
	bus *Bus

	mu    sync.Mutex
	holds []*os.File // our ends of what keeps the machine from sleeping
}

// NewLogind offers it on a bus.
func NewLogind(b *Bus) *Logind {
	b.t.Helper()
	l := &Logind{bus: b}
	b.offer(manager{l}, logindPath, logindManager)
	b.own(logindName)
	b.t.Cleanup(func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		for _, f := range l.holds {
			closeQuietly(f)
		}
	})
	return l
}

// manager is the part of it that programs call.
type manager struct{ l *Logind }

// GetSessionByPID tells everybody the same session.
func (manager) GetSessionByPID(uint32) (dbus.ObjectPath, *dbus.Error) { return sessionPath, nil }

// Inhibit hands out what holds the machine up for as long as it is open.
func (m manager) Inhibit(what, _, _, mode string) (dbus.UnixFD, *dbus.Error) {
	if what != "sleep" || mode != "delay" {
		return 0, dbus.MakeFailedError(os.ErrInvalid)
	}
	ours, theirs, err := os.Pipe()
	if err != nil {
		return 0, dbus.MakeFailedError(err)
	}
	m.l.mu.Lock()
	defer m.l.mu.Unlock()
	m.l.holds = append(m.l.holds, ours, theirs)
	return dbus.UnixFD(theirs.Fd()), nil //nolint:gosec // a small number
}

// Held reports how often programs asked to be waited for before the machine
// sleeps.
func (l *Logind) Held() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.holds) / 2
}

// Sleep tells that the machine is about to sleep.
func (l *Logind) Sleep() { l.bus.emit(logindPath, logindManager+".PrepareForSleep", true) }

// Wake tells that it is awake again.
func (l *Logind) Wake() { l.bus.emit(logindPath, logindManager+".PrepareForSleep", false) }

// LockScreen tells the session to lock.
func (l *Logind) LockScreen() { l.bus.emit(sessionPath, logindSession+".Lock") }
