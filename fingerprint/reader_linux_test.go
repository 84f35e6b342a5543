package fingerprint

import (
	"bufio"
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

// privateBus starts a bus that nobody else is on.
func privateBus(t *testing.T) string {
	t.Helper()
	daemon, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("dbus-daemon is not installed")
	}
	folder, err := os.MkdirTemp("", "bus") // short: the path of a socket is at most 108 bytes
	if err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(folder, "bus.conf")
	if err := os.WriteFile(config, []byte(`<busconfig><type>session</type><listen>unix:path=`+filepath.Join(folder, "s")+`</listen>
<auth>EXTERNAL</auth><policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>`), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(daemon, "--config-file="+config, "--nofork", "--nopidfile", "--print-address")
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait() // it was killed
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(address)
}

const devicePath = dbus.ObjectPath("/net/reactivated/Fprint/Device/0")

// fprintd is the service as a test wants it.
type fprintd struct {
	conn    *dbus.Conn
	fingers []string
	none    bool // no reader
	touches []status
	// started is called when a check begins, instead of telling touches.
	started func()

	mu    sync.Mutex
	calls []string
}

func (f *fprintd) note(call string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, call)
}

func (f *fprintd) noted() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return strings.Join(f.calls, " ")
}

func failure(name string) *dbus.Error {
	return &dbus.Error{Name: service + ".Error." + name, Body: []any{"no"}}
}

// manager and reader are its objects.
type manager struct{ *fprintd }

func (m manager) GetDefaultDevice() (dbus.ObjectPath, *dbus.Error) {
	if m.none {
		return "", failure("NoSuchDevice")
	}
	return devicePath, nil
}

type reader struct{ *fprintd }

func (r reader) ListEnrolledFingers(user string) ([]string, *dbus.Error) {
	if user != "" {
		return nil, failure("PermissionDenied")
	}
	if len(r.fingers) == 0 {
		return nil, failure("NoEnrolledPrints")
	}
	return r.fingers, nil
}

func (r reader) Claim(string) *dbus.Error { r.note("claim"); return nil }
func (r reader) Release() *dbus.Error     { r.note("release"); return nil }
func (r reader) VerifyStop() *dbus.Error  { r.note("stop"); return nil }

func (r reader) VerifyStart(finger string) *dbus.Error {
	r.note("start-" + finger)
	if r.started != nil {
		r.started()
		return nil
	}
	for len(r.touches) > 0 {
		s := r.touches[0]
		r.touches = r.touches[1:]
		if err := r.conn.Emit(devicePath, deviceName+".VerifyStatus", s.result, s.done); err != nil {
			return failure("Internal")
		}
		if s.done {
			break
		}
	}
	return nil
}

func connected(t *testing.T, address string) *dbus.Conn {
	t.Helper()
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// serve puts the service on the bus.
func (f *fprintd) serve(t *testing.T, address string) Reader {
	t.Helper()
	f.conn = connected(t, address)
	if err := errors.Join(f.conn.Export(manager{f}, managerPath, managerName), f.conn.Export(reader{f}, devicePath, deviceName)); err != nil {
		t.Fatal(err)
	}
	if reply, err := f.conn.RequestName(service, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatal(reply, err)
	}
	t.Cleanup(func() { _, _ = f.conn.ReleaseName(service) })
	return Reader{Address: address}
}

func TestFprintdIsAsked(t *testing.T) {
	address := privateBus(t)
	ctx := context.Background()
	if r := (Reader{Address: address}); r.Available(ctx) || !errors.Is(r.Verify(ctx, func(Hint) {}), ErrUnavailable) {
		t.Error("a reader without a service")
	}
	for name, tt := range map[string]struct {
		fprintd   *fprintd
		available bool
		want      error
		hints     []Hint
		calls     string
	}{
		"a match": {
			&fprintd{fingers: []string{"right-index-finger"}, touches: []status{{"verify-finger-not-centered", false}, {notMatched, true}, {matched, true}}},
			true, nil,
			[]Hint{Touch, Centre, Other},
			"claim start-any stop start-any stop release",
		},
		"another finger": {
			&fprintd{fingers: []string{"left-thumb"}, touches: []status{{notMatched, true}, {notMatched, true}, {notMatched, true}}},
			true, ErrNoMatch,
			[]Hint{Touch, Other, Other},
			"claim start-any stop start-any stop start-any stop release",
		},
		"unplugged": {&fprintd{fingers: []string{"left-thumb"}, touches: []status{{disconnected, true}}}, true, ErrUnavailable, []Hint{Touch}, "claim start-any stop release"},
		"no finger": {&fprintd{}, false, ErrUnavailable, nil, ""},
		"no reader": {&fprintd{none: true, fingers: []string{"left-thumb"}}, false, ErrUnavailable, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := tt.fprintd
			r := f.serve(t, address)
			if r.Available(ctx) != tt.available {
				t.Errorf("available = %v", !tt.available)
			}
			var hints []Hint
			if err := r.Verify(ctx, func(h Hint) { hints = append(hints, h) }); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if !slices.Equal(hints, tt.hints) || f.noted() != tt.calls {
				t.Errorf("hints %v, calls %q", hints, f.noted())
			}
		})
	}
}

func TestASignalOfAnotherProgramIsNotBelieved(t *testing.T) {
	address := privateBus(t)
	liar := connected(t, address)
	f := &fprintd{fingers: []string{"left-thumb"}}
	r := f.serve(t, address)
	asked := 0
	f.started = func() {
		// The lie arrives before the truth, addressed to everybody.
		if err := liar.Emit(devicePath, deviceName+".VerifyStatus", matched, true); err != nil {
			t.Error(err)
		}
		if err := liar.BusObject().Call("org.freedesktop.DBus.GetId", 0).Err; err != nil { // it is through
			t.Error(err)
		}
		asked++
		if err := f.conn.Emit(devicePath, deviceName+".VerifyStatus", notMatched, true); err != nil {
			t.Error(err)
		}
	}
	if err := r.Verify(context.Background(), func(Hint) {}); !errors.Is(err, ErrNoMatch) || asked != mostOthers {
		t.Errorf("got %v after %d checks", err, asked)
	}
}

func TestACheckEndsWithItsContextAndWithTheService(t *testing.T) {
	address := privateBus(t)
	ctx, cancel := context.WithCancel(context.Background())
	f := &fprintd{fingers: []string{"left-thumb"}, started: cancel}
	r := f.serve(t, address)
	if err := r.Verify(ctx, func(Hint) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if got := f.noted(); got != "claim start-any stop release" {
		t.Errorf("calls %q", got)
	}
}

func TestASilentBusIsLeft(t *testing.T) {
	folder, err := os.MkdirTemp("", "bus")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	path := filepath.Join(folder, "s")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	ctx, cancel := context.WithCancel(context.Background())
	held := make(chan net.Conn, 1)
	go func() {
		if c, err := l.Accept(); err == nil {
			held <- c
			cancel()
		}
	}()
	if err := (Reader{Address: "unix:path=" + path}).Verify(ctx, func(Hint) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if c := <-held; c.Close() != nil {
		t.Error("the connection was not there any more")
	}
	if (Reader{Address: "unix:path=" + path + "-none"}).Available(context.Background()) {
		t.Error("a reader on a bus that is not there")
	}
}
