//go:build unix && !darwin

package presence

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// limit is how long a test waits for what has to come.
const limit = 20 * time.Second

// testBus is a bus that nobody else is on.
type testBus struct {
	t       *testing.T
	folder  string
	address string
	daemon  *exec.Cmd
}

func newBus(t *testing.T) *testBus {
	t.Helper()
	folder, err := os.MkdirTemp("", "bus") // short: the path of a socket is at most 108 bytes
	if err != nil {
		t.Fatal(err)
	}
	b := &testBus{t: t, folder: folder}
	t.Cleanup(func() {
		b.stop()
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	b.start()
	return b
}

func (b *testBus) start() {
	b.t.Helper()
	daemon, err := exec.LookPath("dbus-daemon")
	if err != nil {
		b.t.Skip("dbus-daemon is not installed")
	}
	config := filepath.Join(b.folder, "bus.conf")
	if err := os.WriteFile(config, []byte(`<busconfig><type>session</type><listen>unix:path=`+filepath.Join(b.folder, "s")+`</listen>
<auth>EXTERNAL</auth><policy context="default"><allow send_destination="*" eavesdrop="true"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>`), 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.daemon = exec.Command(daemon, "--config-file="+config, "--nofork", "--nopidfile", "--print-address")
	out, err := b.daemon.StdoutPipe()
	if err != nil {
		b.t.Fatal(err)
	}
	if err := b.daemon.Start(); err != nil {
		b.t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		b.t.Fatal(err)
	}
	b.address = "unix:path=" + filepath.Join(b.folder, "s")
}

// stop breaks the bus.
func (b *testBus) stop() {
	if b.daemon != nil {
		_ = b.daemon.Process.Kill()
		_ = b.daemon.Wait() // it was killed
		_ = os.Remove(filepath.Join(b.folder, "s"))
		b.daemon = nil
	}
}

// connect joins a bus.
func connect(t *testing.T, address string) *dbus.Conn {
	t.Helper()
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() }) // the bus may be gone
	return conn
}

const ownPath = dbus.ObjectPath("/org/freedesktop/login1/session/_32")

// mockLogind is logind as a test wants it.
type mockLogind struct {
	t    *testing.T
	conn *dbus.Conn
	// held gets both ends of each inhibitor that is taken.
	held chan inhibitor
	// stray has no session of the program's own, but one on the screen.
	stray bool
}

func serveLogind(t *testing.T, address string, stray bool) *mockLogind {
	t.Helper()
	m := &mockLogind{t: t, conn: connect(t, address), held: make(chan inhibitor, 8), stray: stray}
	t.Setenv("XDG_SESSION_ID", "")
	for path, object := range map[dbus.ObjectPath]struct {
		of   any
		face string
	}{
		logindPath: {m, managerName}, "/org/freedesktop/login1/user/me": {user{}, properties},
	} {
		if err := m.conn.Export(object.of, path, object.face); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := m.conn.RequestName(logindName, dbus.NameFlagDoNotQueue); err != nil || got != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("the name is not ours: %v, %v", got, err)
	}
	return m
}

// GetSessionByPID is a method of the manager.
func (m *mockLogind) GetSessionByPID(uint32) (dbus.ObjectPath, *dbus.Error) {
	if m.stray {
		return "", &dbus.Error{Name: logindName + ".NoSessionForPID"}
	}
	return ownPath, nil
}

// GetUser is a method of the manager.
func (m *mockLogind) GetUser(uint32) (dbus.ObjectPath, *dbus.Error) {
	return "/org/freedesktop/login1/user/me", nil
}

// Inhibit is a method of the manager.
func (m *mockLogind) Inhibit(what, who, _, mode string) (dbus.UnixFD, *dbus.Error) {
	read, write, err := os.Pipe()
	if err != nil || what != "sleep" || who != "Vitalkeep" || mode != "delay" {
		return 0, &dbus.Error{Name: logindName + ".Refused"}
	}
	m.held <- inhibitor{read, write}
	return dbus.UnixFD(write.Fd()), nil
}

// inhibitor is what holds the machine until nobody has its end for writing.
type inhibitor struct{ read, write *os.File }

// isHeld reports whether anybody but the mock holds it; the one who took it has it
// already.
func (i inhibitor) isHeld(t *testing.T) bool {
	t.Helper()
	_ = i.write.Close() // the mock's own, once
	if err := i.read.SetReadDeadline(time.Now()); err != nil {
		t.Fatal(err)
	}
	_, err := i.read.Read(make([]byte, 1))
	return errors.Is(err, os.ErrDeadlineExceeded)
}

// goes waits until nobody holds it.
func (i inhibitor) goes(t *testing.T) {
	t.Helper()
	if err := i.read.SetReadDeadline(time.Now().Add(limit)); err != nil {
		t.Fatal(err)
	}
	if _, err := i.read.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("the machine is held still: %v", err)
	}
}

// user is the object of the user who is logged in.
type user struct{}

// Get is a method of the properties.
func (user) Get(_, name string) (dbus.Variant, *dbus.Error) {
	return dbus.MakeVariant(struct {
		ID   string
		Path dbus.ObjectPath
	}{"2", ownPath}), nil
}

// told is an event and what ends the waiting for it.
type told struct {
	event Event
	done  func()
}

// watched is a watch under test.
type watched struct {
	t      *testing.T
	events chan told
	offers chan Offers
	ended  chan struct{}
}

func watch(t *testing.T, system, session string) *watched {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	w := &watched{t: t, events: make(chan told, 64), offers: make(chan Offers, 64), ended: make(chan struct{})}
	go func() {
		defer close(w.ended)
		Watch(ctx, Options{
			Tell:      func(e Event, done func()) { w.events <- told{e, done} },
			Offer:     func(o Offers) { w.offers <- o },
			SystemBus: system, SessionBus: session, Wait: time.Millisecond,
		})
	}()
	t.Cleanup(func() {
		stop()
		<-w.ended
	})
	return w
}

// next waits for an event.
func (w *watched) next(want Event) func() {
	w.t.Helper()
	select {
	case e := <-w.events:
		if e.event != want {
			w.t.Fatalf("told is %d, want %d", e.event, want)
		}
		return e.done
	case <-time.After(limit):
		w.t.Fatalf("event %d is not told", want)
		return nil
	}
}

// offered waits until this is offered.
func (w *watched) offered(want Offers) {
	w.t.Helper()
	limit := time.After(limit)
	for {
		select {
		case o := <-w.offers:
			if o == want {
				return
			}
		case <-limit:
			w.t.Fatalf("%+v is not offered", want)
		}
	}
}

// noBus is the address of a bus that is not there.
const noBus = "unix:path=/nonexistent/bus"

// emit sends a signal.
func emit(t *testing.T, conn *dbus.Conn, path dbus.ObjectPath, name string, values ...any) {
	t.Helper()
	if err := conn.Emit(path, name, values...); err != nil {
		t.Fatal(err)
	}
}

// changed are changed properties of a session.
func changed(name string, value any) []any {
	return []any{sessionName, map[string]dbus.Variant{name: dbus.MakeVariant(value)}, []string{}}
}

var all = Offers{ScreenLocked: true, Suspending: true, UserSwitched: true}

func TestTheMachineIsHeldUntilTheLockIsDone(t *testing.T) {
	bus := newBus(t)
	m := serveLogind(t, bus.address, false)
	w := watch(t, bus.address, noBus)
	w.offered(all)
	for range 2 { // after waking up it is held again
		emit(t, m.conn, logindPath, managerName+".PrepareForSleep", true)
		done := w.next(Suspending)
		hold := <-m.held
		if !hold.isHeld(t) {
			t.Fatal("the machine is not held")
		}
		done()
		hold.goes(t)
		done() // once more does nothing
		emit(t, m.conn, logindPath, managerName+".PrepareForSleep", false)
	}
}

func TestTheSessionTellsThatThePersonIsAway(t *testing.T) {
	for name, stray := range map[string]bool{"of the program": false, "on the screen": true} {
		t.Run(name, func(t *testing.T) {
			bus := newBus(t)
			m := serveLogind(t, bus.address, stray)
			w := watch(t, bus.address, noBus)
			w.offered(all)
			emit(t, m.conn, ownPath, sessionName+".Lock")
			w.next(ScreenLocked)
			emit(t, m.conn, ownPath, properties+".PropertiesChanged", changed("LockedHint", true)...)
			w.next(ScreenLocked)
			emit(t, m.conn, ownPath, properties+".PropertiesChanged", changed("Active", false)...)
			w.next(UserSwitched)
		})
	}
}

func TestScreenSaversTellThatTheScreenIsLocked(t *testing.T) {
	for _, s := range screenSavers {
		t.Run(s.name, func(t *testing.T) {
			bus := newBus(t)
			conn := connect(t, bus.address)
			w := watch(t, noBus, bus.address)
			// It may come after us.
			if _, err := conn.RequestName(s.name, dbus.NameFlagDoNotQueue); err != nil {
				t.Fatal(err)
			}
			w.offered(Offers{ScreenLocked: true})
			for _, path := range s.paths {
				emit(t, conn, path, s.name+".ActiveChanged", false)
				emit(t, conn, path, s.name+".ActiveChanged", true)
				w.next(ScreenLocked)
			}
			if _, err := conn.ReleaseName(s.name); err != nil {
				t.Fatal(err)
			}
			w.offered(Offers{})
		})
	}
}

func TestOnlyTheServicesThemselvesAreBelieved(t *testing.T) {
	bus := newBus(t)
	m, liar := serveLogind(t, bus.address, false), connect(t, bus.address)
	w := watch(t, bus.address, bus.address)
	if _, err := m.conn.RequestName("org.gnome.ScreenSaver", dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	w.offered(all)
	for _, conn := range []*dbus.Conn{liar, m.conn} {
		ours := conn == m.conn
		for _, x := range []struct {
			path   dbus.ObjectPath
			name   string
			values []any
			proper bool
		}{
			{logindPath, managerName + ".PrepareForSleep", []any{true}, true},
			{ownPath, sessionName + ".Lock", nil, true},
			{ownPath, properties + ".PropertiesChanged", changed("LockedHint", true), true},
			{"/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", []any{true}, true},
			{logindPath, managerName + ".PrepareForSleep", nil, false},
			{logindPath, managerName + ".PrepareForSleep", []any{"true"}, false},
			{logindPath, managerName + ".PrepareForSleep", []any{true, true}, false},
			{ownPath, managerName + ".PrepareForSleep", []any{true}, false},
			{ownPath, sessionName + ".Lock", []any{"now"}, false},
			{"/org/freedesktop/login1/session/_31", sessionName + ".Lock", nil, false},
			{ownPath, properties + ".PropertiesChanged", nil, false},
			{ownPath, properties + ".PropertiesChanged", []any{map[string]string{}, 1, "x"}, false},
			{ownPath, properties + ".PropertiesChanged", []any{sessionName, map[string]string{"LockedHint": "true"}, []string{}}, false},
			{ownPath, properties + ".PropertiesChanged", changed("LockedHint", "yes"), false},
			{ownPath, properties + ".PropertiesChanged", changed("LockedHint", false), false},
			{ownPath, properties + ".PropertiesChanged", changed("Active", true), false},
			{"/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", []any{uint32(1)}, false},
			{"/elsewhere", "org.gnome.ScreenSaver.ActiveChanged", []any{true}, false},
			{busPath, busName + ".NameOwnerChanged", []any{logindName, m.conn.Names()[0], liar.Names()[0]}, false},
		} {
			if ours && x.proper {
				continue
			}
			emit(t, conn, x.path, x.name, x.values...)
			// Straight to whoever listens, too: no rule of theirs keeps that out.
			for _, to := range clients(t, conn) {
				unicast(t, conn, to, x.path, x.name, x.values...)
			}
		}
		// The lies are heard before what is true: the bus keeps the order of each.
		barrier(t, conn)
	}
	emit(t, m.conn, ownPath, sessionName+".Lock")
	w.next(ScreenLocked)
	emit(t, m.conn, "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", true)
	w.next(ScreenLocked)
	if n := len(w.events); n > 0 {
		t.Errorf("%d more events are told", n)
	}
}

// clients are those on the bus.
func clients(t *testing.T, conn *dbus.Conn) []string {
	t.Helper()
	var names []string
	if err := conn.BusObject().Call(busName+".ListNames", 0).Store(&names); err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(names, func(n string) bool { return n[0] != ':' })
}

// unicast sends a signal to one client.
func unicast(t *testing.T, conn *dbus.Conn, to string, path dbus.ObjectPath, name string, values ...any) {
	t.Helper()
	dot := strings.LastIndex(name, ".")
	m := &dbus.Message{Type: dbus.TypeSignal, Headers: map[dbus.HeaderField]dbus.Variant{
		dbus.FieldInterface: dbus.MakeVariant(name[:dot]), dbus.FieldMember: dbus.MakeVariant(name[dot+1:]),
		dbus.FieldPath: dbus.MakeVariant(path), dbus.FieldDestination: dbus.MakeVariant(to),
	}, Body: values}
	if len(values) > 0 {
		m.Headers[dbus.FieldSignature] = dbus.MakeVariant(dbus.SignatureOf(values...))
	}
	if call := conn.Send(m, nil); call != nil && call.Err != nil {
		t.Fatal(call.Err)
	}
}

// barrier returns when the bus has taken everything that was sent before.
func barrier(t *testing.T, conn *dbus.Conn) {
	t.Helper()
	if err := conn.BusObject().Call(busName+".GetId", 0).Err; err != nil {
		t.Fatal(err)
	}
}

func TestABusThatBrokeIsHeardAgain(t *testing.T) {
	bus := newBus(t)
	serveLogind(t, bus.address, false)
	w := watch(t, bus.address, noBus)
	w.offered(all)
	bus.stop()
	w.offered(Offers{})
	bus.start()
	m := serveLogind(t, bus.address, false)
	w.offered(all)
	emit(t, m.conn, ownPath, sessionName+".Lock")
	w.next(ScreenLocked)
}

func TestWithoutABusNothingIsTold(t *testing.T) {
	w := &watcher{options: Options{SystemBus: noBus, SessionBus: noBus, Tell: func(Event, func()) { t.Error("something is told") }}}
	w.watchSystem(t.Context()) // gives up at once
}
