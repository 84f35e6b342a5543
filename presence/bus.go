//go:build unix && !darwin

package presence

import (
	"context"
	"os"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"
)

// longestWait is the longest time between two tries of a bus that broke.
const longestWait = time.Minute

// The bus itself.
const (
	busName  = "org.freedesktop.DBus"
	busPath  = dbus.ObjectPath("/org/freedesktop/DBus")
	ownerOf  = busName + ".GetNameOwner"
	newOwner = busName + ".NameOwnerChanged"
)

// service is a service that is listened to: by its name, what it is asked when it
// appears, and what its signals mean.
type service struct {
	name string
	// match are the signals that are wanted of it.
	match [][]dbus.MatchOption
	// appeared is called when the service is there, anew each time; false means that
	// it is of no use.
	appeared func(ctx context.Context, conn *dbus.Conn) bool
	// signal is called with what the service itself sent.
	signal func(s *dbus.Signal)
	// gone is called when it is there no more.
	gone func()
}

// watchSystem listens on both buses until the context ends.
func (w *watcher) watchSystem(ctx context.Context) {
	var all sync.WaitGroup
	all.Go(func() {
		l := &logind{watcher: w}
		w.watchBus(ctx, busAddress(w.options.SystemBus, "DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/var/run/dbus/system_bus_socket"), l.services())
	})
	all.Go(func() {
		w.watchBus(ctx, busAddress(w.options.SessionBus, "DBUS_SESSION_BUS_ADDRESS", userBus()), w.screenSavers())
	})
	all.Wait()
}

// busAddress is the address of a bus; a bus is never started by this package.
func busAddress(given, variable, usual string) string {
	if given != "" {
		return given
	}
	if a := os.Getenv(variable); a != "" {
		return a
	}
	return usual
}

func userBus() string {
	if folder := os.Getenv("XDG_RUNTIME_DIR"); folder != "" {
		return "unix:path=" + dbus.EscapeBusAddressValue(folder) + "/bus"
	}
	return ""
}

// watchBus listens to services on one bus. A bus that was never there is given up;
// one that broke is tried again.
func (w *watcher) watchBus(ctx context.Context, address string, services []service) {
	if address == "" {
		return
	}
	first := w.options.Wait
	if first == 0 {
		first = 2 * time.Second
	}
	for wait, there := first, false; ; {
		if listen(ctx, address, services) {
			there, wait = true, first
		}
		if !there || ctx.Err() != nil {
			return
		}
		again := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			again.Stop()
			return
		case <-again.C:
		}
		wait = min(2*wait, longestWait)
	}
}

// listen hears one connection to its end and reports whether there was one.
func listen(ctx context.Context, address string, services []service) bool {
	conn, err := dbus.Connect(address, dbus.WithContext(ctx))
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }() // it may be broken already
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	l := &listener{ctx: ctx, conn: conn, owners: make([]string, len(services)), services: services}
	if !l.begin() {
		return false
	}
	for {
		select {
		case <-ctx.Done():
			l.end()
			return true
		case s, open := <-signals:
			if !open {
				l.end()
				return true
			}
			l.take(s)
		}
	}
}

// listener believes what the owners of names send.
type listener struct {
	ctx      context.Context
	conn     *dbus.Conn
	services []service
	owners   []string // of the services; "" while nobody is
}

// begin asks the bus for what is wanted; what is sent from then on waits in line.
func (l *listener) begin() bool {
	for i, s := range l.services {
		rules := append([][]dbus.MatchOption{{
			dbus.WithMatchSender(busName), dbus.WithMatchInterface(busName), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, s.name),
		}}, s.match...)
		for j, rule := range rules {
			if j > 0 {
				rule = append(rule, dbus.WithMatchSender(s.name))
			}
			if l.conn.AddMatchSignalContext(l.ctx, rule...) != nil {
				return false
			}
		}
		var owner string
		if l.conn.BusObject().CallWithContext(l.ctx, ownerOf, 0, s.name).Store(&owner) == nil {
			l.own(i, owner)
		}
	}
	return true
}

// own notes who a service is now.
func (l *listener) own(i int, owner string) {
	s := l.services[i]
	if l.owners[i] != "" && l.owners[i] != owner {
		s.gone()
		l.owners[i] = ""
	}
	if owner != "" && l.owners[i] != owner && s.appeared(l.ctx, l.conn) {
		l.owners[i] = owner
	}
}

// end forgets all services.
func (l *listener) end() {
	for i := range l.services {
		l.own(i, "")
	}
}

// take hears one signal. The bus vouches for who sent it.
func (l *listener) take(s *dbus.Signal) {
	if s.Sender == busName {
		if s.Name != newOwner || s.Path != busPath || len(s.Body) != 3 {
			return
		}
		name, ok := s.Body[0].(string)
		owner, ok2 := s.Body[2].(string)
		if !ok || !ok2 {
			return
		}
		for i := range l.services {
			if l.services[i].name == name {
				l.own(i, owner)
			}
		}
		return
	}
	for i := range l.services {
		if l.owners[i] != "" && l.owners[i] == s.Sender {
			l.services[i].signal(s)
		}
	}
}

// flag is the only value of a signal, false if that is none.
func flag(s *dbus.Signal) bool {
	if len(s.Body) != 1 {
		return false
	}
	on, ok := s.Body[0].(bool)
	return ok && on
}
