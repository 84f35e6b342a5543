//go:build unix && !darwin

package presence

import (
	"context"
	"math"
	"os"
	"sync"

	"github.com/godbus/dbus/v5"
)

// The names of logind on the bus of the system.
const (
	logindName  = "org.freedesktop.login1"
	logindPath  = dbus.ObjectPath("/org/freedesktop/login1")
	managerName = logindName + ".Manager"
	sessionName = logindName + ".Session"
	userName    = logindName + ".User"
	properties  = "org.freedesktop.DBus.Properties"
)

// logind is the service that knows of sessions and of sleep.
type logind struct {
	*watcher
	session dbus.ObjectPath // our own, "" where there is none
	ctx     context.Context
	conn    *dbus.Conn

	mu   sync.Mutex
	hold *os.File // keeps the machine from sleeping; nil while it does not
}

func (l *logind) services() []service {
	return []service{{
		name: logindName,
		match: [][]dbus.MatchOption{
			{dbus.WithMatchInterface(managerName), dbus.WithMatchMember("PrepareForSleep"), dbus.WithMatchObjectPath(logindPath)},
			{dbus.WithMatchInterface(sessionName), dbus.WithMatchMember("Lock")},
			{dbus.WithMatchInterface(properties), dbus.WithMatchMember("PropertiesChanged"), dbus.WithMatchArg(0, sessionName)},
		},
		appeared: l.appeared, signal: l.signal, gone: l.gone,
	}}
}

func (l *logind) appeared(ctx context.Context, conn *dbus.Conn) bool {
	l.ctx, l.conn, l.session = ctx, conn, ownSession(ctx, conn)
	l.inhibit()
	l.offer(func(s *sources) { s.sleep, s.session = true, l.session != "" })
	return true
}

func (l *logind) gone() {
	l.held()()
	l.session = ""
	l.offer(func(s *sources) { s.sleep, s.session = false, false })
}

// ownSession asks for the session that this program runs in: a program that the
// user's service manager started is in none, and then in the one on the screen.
func ownSession(ctx context.Context, conn *dbus.Conn) dbus.ObjectPath {
	manager := conn.Object(logindName, logindPath)
	var path dbus.ObjectPath
	if manager.CallWithContext(ctx, managerName+".GetSessionByPID", 0, number(os.Getpid())).Store(&path) == nil && path.IsValid() {
		return path
	}
	if id := os.Getenv("XDG_SESSION_ID"); id != "" {
		if manager.CallWithContext(ctx, managerName+".GetSession", 0, id).Store(&path) == nil && path.IsValid() {
			return path
		}
	}
	var user dbus.ObjectPath
	if manager.CallWithContext(ctx, managerName+".GetUser", 0, number(os.Getuid())).Store(&user) != nil || !user.IsValid() {
		return ""
	}
	var display struct {
		ID   string
		Path dbus.ObjectPath
	}
	value := dbus.Variant{}
	if conn.Object(logindName, user).CallWithContext(ctx, properties+".Get", 0, userName, "Display").Store(&value) != nil ||
		value.Store(&display) != nil || display.ID == "" || !display.Path.IsValid() {
		return ""
	}
	return display.Path
}

// number is an identifier of the system in the form that the bus has for it.
func number(id int) uint32 {
	if id < 0 || int64(id) > math.MaxUint32 {
		return math.MaxUint32 // nobody's
	}
	return uint32(id)
}

// inhibit asks logind to wait for us before the machine sleeps; it waits for some
// seconds at most. Where that is refused, sleep comes when it comes.
func (l *logind) inhibit() {
	var fd dbus.UnixFD
	if l.conn.Object(logindName, logindPath).CallWithContext(l.ctx, managerName+".Inhibit", 0,
		"sleep", "Vitalkeep", "Locks the vault before the computer sleeps", "delay").Store(&fd) != nil || fd < 0 {
		return
	}
	hold := os.NewFile(uintptr(fd), "inhibitor")
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.hold != nil {
		_ = l.hold.Close() // one is enough
	}
	l.hold = hold
}

// held returns what lets the machine sleep this time.
func (l *logind) held() (release func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	hold := l.hold
	l.hold = nil
	if hold == nil {
		return nothing
	}
	return func() { _ = hold.Close() } // what it held back goes on
}

func (l *logind) signal(s *dbus.Signal) {
	switch {
	case s.Name == managerName+".PrepareForSleep" && s.Path == logindPath:
		if len(s.Body) != 1 {
			return
		}
		sleeping, ok := s.Body[0].(bool)
		switch {
		case !ok:
		case sleeping:
			l.tell(Suspending, l.held())
		default: // awake again
			l.inhibit()
		}
	case l.session == "" || s.Path != l.session:
	case s.Name == sessionName+".Lock" && len(s.Body) == 0:
		l.tell(ScreenLocked, nothing)
	case s.Name == properties+".PropertiesChanged":
		l.changed(s.Body)
	}
}

// changed hears what the properties of the session have become.
func (l *logind) changed(body []any) {
	if len(body) != 3 || body[0] != sessionName {
		return
	}
	values, ok := body[1].(map[string]dbus.Variant)
	if !ok {
		return
	}
	if locked, ok := values["LockedHint"].Value().(bool); ok && locked {
		l.tell(ScreenLocked, nothing)
	}
	if active, ok := values["Active"].Value().(bool); ok && !active {
		l.tell(UserSwitched, nothing)
	}
}
