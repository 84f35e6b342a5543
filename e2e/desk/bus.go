//go:build linux

package desk

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// busConfig lets everybody on a bus own every name and say everything: it is
// there for one test.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=FOLDER</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

// busLifetime is when a bus ends at the latest, even if the test does not.
const busLifetime = 15 * time.Minute

// Bus is a message bus that belongs to one test, with services of the test's own
// in the place of the system's.
type Bus struct {
	Address string
	t       testing.TB
	conn    *dbus.Conn
}

// NewBus starts a bus, which ends with the test.
func NewBus(t testing.TB) *Bus {
	t.Helper()
	folder := t.TempDir()
	config := filepath.Join(folder, "bus.conf")
	if err := os.WriteFile(config, []byte(strings.ReplaceAll(busConfig, "FOLDER", folder)), 0o600); err != nil {
		t.Fatal(err)
	}
	daemon := groupCommand(busLifetime, "dbus-daemon", "--nofork", "--print-address", "--config-file="+config)
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatalf("starting a bus: %v", err)
	}
	t.Cleanup(func() { endGroup(daemon) })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the bus gives no address: %v", err)
	}
	b := &Bus{Address: strings.TrimSpace(address), t: t}
	if b.conn, err = dbus.Connect(b.Address); err != nil {
		t.Fatalf("the bus does not answer: %v", err)
	}
	t.Cleanup(func() { closeQuietly(b.conn) })
	return b
}

// own takes a name on the bus.
func (b *Bus) own(name string) {
	b.t.Helper()
	if reply, err := b.conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		b.t.Fatalf("owning %s: %v, %v", name, reply, err)
	}
}

func (b *Bus) offer(object any, path dbus.ObjectPath, name string) {
	b.t.Helper()
	if err := b.conn.Export(object, path, name); err != nil {
		b.t.Fatalf("offering %s: %v", name, err)
	}
}

func (b *Bus) emit(path dbus.ObjectPath, name string, values ...any) {
	b.t.Helper()
	if err := b.conn.Emit(path, name, values...); err != nil {
		b.t.Fatalf("emitting %s: %v", name, err)
	}
}
