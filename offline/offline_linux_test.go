//go:build amd64 || arm64

package offline

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// What gives up the network cannot have it back, so a process of its own tries:
// this test binary, which the variable tells what to do.
const (
	tryVariable = "VITALKEEP_TEST_OFFLINE"
	tcpVariable = "VITALKEEP_TEST_TCP"
	udpVariable = "VITALKEEP_TEST_UDP"
)

func TestMain(m *testing.M) {
	if os.Getenv(tryVariable) == "" {
		os.Exit(m.Run())
	}
	if err := tryEverything(os.Getenv(tcpVariable), os.Getenv(udpVariable)); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(0)
}

// dial opens a connection and closes it.
func dial(network, address string) error {
	c, err := net.Dial(network, address)
	if err != nil {
		return err
	}
	return c.Close()
}

// refused reports whether the kernel said no, rather than somebody in the network.
func refused(err error) bool { return errors.Is(err, unix.EACCES) || errors.Is(err, unix.EPERM) }

// tryEverything looks what is possible before and after.
func tryEverything(tcp, udp string) error {
	folder := filepath.Dir(os.Getenv(tryVariable))
	local, err := net.Listen("unix", filepath.Join(folder, "local"))
	if err != nil {
		return err
	}
	defer func() { _ = local.Close() }()
	for network, address := range map[string]string{"tcp": tcp, "udp": udp, "unix": local.Addr().String()} {
		if err := dial(network, address); err != nil {
			return fmt.Errorf("before: %s: %w", network, err)
		}
	}
	early, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	// A thread that was there before is bound as well.
	begin, other := make(chan struct{}), make(chan error)
	go func() {
		runtime.LockOSThread()
		<-begin
		fd, err := unix.Socket(unix.AF_INET6, unix.SOCK_DGRAM, 0)
		if err == nil {
			err = unix.Close(fd)
		}
		other <- err
	}()

	s := GiveUp()
	fmt.Printf("sockets %v tcp %v udp %v err %v\n", s.Sockets, s.TCP, s.UDP, s.Err)
	close(begin)
	if err := <-other; s.Sockets && !refused(err) {
		return fmt.Errorf("another thread makes an internet socket: %w", err)
	}
	if s.Sockets || s.TCP {
		if err := dial("tcp", tcp); !refused(err) {
			return fmt.Errorf("TCP: %w", err)
		}
		if l, err := net.Listen("tcp", "127.0.0.1:0"); !refused(err) {
			return fmt.Errorf("a listener: %v, %w", l, err)
		}
	}
	if s.Sockets {
		if err := dial("udp", udp); !refused(err) {
			return fmt.Errorf("UDP: %w", err)
		}
		if _, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW, 0); !refused(err) {
			return fmt.Errorf("a raw socket: %w", err)
		}
	}
	if s.TCP { // the second lock: a socket that was there connects nowhere either
		host, port, err := net.SplitHostPort(tcp)
		if err != nil || host != "127.0.0.1" {
			return fmt.Errorf("the address %s: %w", tcp, err)
		}
		number, err := net.LookupPort("tcp", port)
		if err != nil {
			return err
		}
		err = unix.Connect(early, &unix.SockaddrInet4{Port: number, Addr: [4]byte{127, 0, 0, 1}})
		if !refused(err) {
			return fmt.Errorf("an older socket: %w", err)
		}
	}
	if err := dial("unix", local.Addr().String()); err != nil {
		return fmt.Errorf("within the computer: %w", err)
	}
	if program, err := exec.LookPath("true"); err == nil {
		if err := exec.Command(program).Run(); err != nil {
			return fmt.Errorf("another program: %w", err)
		}
	}
	if again := GiveUp(); again.Sockets != s.Sockets || again.TCP != s.TCP {
		return fmt.Errorf("asked again: %+v, before %+v", again, s)
	}
	return nil
}

func TestAfterwardsADeliberateConnectionIsRefused(t *testing.T) {
	tcp, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tcp.Close() }()
	udp, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = udp.Close() }()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self)
	c.Env = append(os.Environ(), tryVariable+"="+filepath.Join(t.TempDir(), "x"),
		tcpVariable+"="+tcp.Addr().String(), udpVariable+"="+udp.LocalAddr().String())
	out, err := c.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(string(out), "sockets false tcp false") {
		t.Skip("this kernel has neither Landlock for the network nor seccomp")
	}
}

func TestTheFilterAnswersEveryCall(t *testing.T) {
	const other = 0x40000003 // AUDIT_ARCH_I386
	filter := socketFilter(machine)
	for name, c := range map[string]struct {
		machine, call, first uint32
		want                 uint32
	}{
		"a Unix socket":        {machine, unix.SYS_SOCKET, unix.AF_UNIX, unix.SECCOMP_RET_ALLOW},
		"a netlink socket":     {machine, unix.SYS_SOCKET, unix.AF_NETLINK, unix.SECCOMP_RET_ALLOW},
		"an internet socket":   {machine, unix.SYS_SOCKET, unix.AF_INET, unix.SECCOMP_RET_ERRNO | uint32(unix.EACCES)},
		"one of version 6":     {machine, unix.SYS_SOCKET, unix.AF_INET6, unix.SECCOMP_RET_ERRNO | uint32(unix.EACCES)},
		"Bluetooth":            {machine, unix.SYS_SOCKET, unix.AF_BLUETOOTH, unix.SECCOMP_RET_ERRNO | uint32(unix.EACCES)},
		"io_uring":             {machine, unix.SYS_IO_URING_SETUP, 8, unix.SECCOMP_RET_ERRNO | uint32(unix.EACCES)},
		"reading":              {machine, unix.SYS_READ, unix.AF_INET, unix.SECCOMP_RET_ALLOW},
		"the x32 interface":    {machine, x32Call | unix.SYS_SOCKET, unix.AF_INET, unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)},
		"the 32-bit interface": {other, 102, 1, unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)},
	} {
		if got := run(t, filter, map[uint32]uint32{atCall: c.call, atMachine: c.machine, atFirst: c.first}); got != c.want {
			t.Errorf("%s: %#x, want %#x", name, got, c.want)
		}
	}
}

// run is what the kernel does with a filter, as far as ours goes.
func run(t *testing.T, filter []unix.SockFilter, data map[uint32]uint32) uint32 {
	t.Helper()
	var word uint32
	for at := 0; at < len(filter); at++ {
		f := filter[at]
		jump := func(yes bool) {
			if yes {
				at += int(f.Jt)
			} else {
				at += int(f.Jf)
			}
		}
		switch f.Code {
		case unix.BPF_LD | unix.BPF_W | unix.BPF_ABS:
			word = data[f.K]
		case unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K:
			jump(word == f.K)
		case unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K:
			jump(word >= f.K)
		case unix.BPF_RET | unix.BPF_K:
			return f.K
		default:
			t.Fatalf("instruction %d is of a kind that is not used: %#x", at, f.Code)
		}
	}
	t.Fatal("the filter has no end")
	return 0
}
