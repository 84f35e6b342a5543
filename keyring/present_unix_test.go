//go:build unix && !darwin

package keyring

import (
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

// alone lets a test run in a process of its own, with the library as it is.
func alone(t *testing.T) bool {
	const name = "VITALKEEP_KEYRING_TEST"
	if os.Getenv(name) == t.Name() {
		return true
	}
	c := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	c.Env = append(os.Environ(), name+"="+t.Name())
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	return false
}

func TestWithoutASessionBusThereIsNoKeyring(t *testing.T) {
	runtimeFolder = t.TempDir()
	defer func() { runtimeFolder = "/run/user" }()
	for _, address := range []string{"", "autolaunch:"} {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
		_, err := waitFor(context.Background(), func() (string, error) {
			t.Error("it was asked all the same")
			return "", nil
		})
		if !errors.Is(err, ErrUnavailable) {
			t.Errorf("%q: %v", address, err)
		}
	}
	folder := filepath.Join(runtimeFolder, strconv.Itoa(os.Getuid()))
	if err := errors.Join(os.Mkdir(folder, 0o700), os.WriteFile(filepath.Join(folder, "bus"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	if !present() {
		t.Error("the bus of the user was not found")
	}
}

func TestABusThatIsNotThereIsNoKeyring(t *testing.T) {
	if !alone(t) {
		return
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "bus"))
	if _, err := (System{Service: "Vitalkeep"}).Get(context.Background(), "a"); !errors.Is(err, ErrUnavailable) {
		t.Errorf("got %v", err)
	}
}

func TestABusThatIsSilentIsLeft(t *testing.T) {
	if !alone(t) {
		return
	}
	folder, err := os.MkdirTemp("", "bus") // short: the path of a socket is at most 108 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	path := filepath.Join(folder, "bus")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		if c, err := l.Accept(); err == nil {
			cancel() // the library has connected, and waits
			<-make(chan struct{})
			_ = c.Close()
		}
	}()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+path)
	if err := (System{Service: "Vitalkeep"}).Set(ctx, "a", []byte("b")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
