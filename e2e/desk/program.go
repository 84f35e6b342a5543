//go:build linux

package desk

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"

	"github.com/jezek/xgb/xproto"

	"vitalkeep/e2e/watch"
)

// Program is a program running on a screen.
type Program struct {
	screen *Screen
	cmd    *exec.Cmd
	output lockedBuffer
	ended  chan struct{}
	once   sync.Once
	watch  string // the file in which it says what its window shows
	seen   int    // number of the last view read
}

// Start starts a program on the screen, with a home folder of its own under
// home, and env ("NAME=value") added to the environment. It ends with the test.
func (s *Screen) Start(home string, env []string, program string, args ...string) *Program {
	s.t.Helper()
	p := &Program{screen: s, ended: make(chan struct{}), watch: watchFile(home)}
	p.cmd = groupCommand(s.options.Lifetime, program, args...)
	p.cmd.Env = append(append(s.environment(home), watch.Path+"="+p.watch), env...)
	p.cmd.Stdout, p.cmd.Stderr = &p.output, &p.output
	if err := p.cmd.Start(); err != nil {
		s.t.Fatalf("starting %s: %v", program, err)
	}
	go func() {
		_ = p.cmd.Wait() // ExitCode tells how it ended
		close(p.ended)
	}()
	s.t.Cleanup(func() {
		s.shotOfFailure()
		p.Stop()
		if s.t.Failed() {
			s.t.Logf("%s said:\n%s", program, p.Output())
		}
	})
	return p
}

// environment is the test's own, without what belongs to the person's desktop.
func (s *Screen) environment(home string) []string {
	var env []string
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		switch {
		case strings.HasPrefix(name, "XDG_"), strings.HasPrefix(name, "FYNE_"):
		case name == "WAYLAND_DISPLAY", name == "DBUS_SESSION_BUS_ADDRESS", name == "DISPLAY", name == "HOME":
		default:
			env = append(env, entry)
		}
	}
	if err := os.MkdirAll(home+"/.cache", 0o700); err != nil {
		s.t.Fatal(err)
	}
	return append(env, "DISPLAY="+s.Display, "HOME="+home, "XDG_SESSION_TYPE=x11", "LIBGL_ALWAYS_SOFTWARE=1")
}

// Output is what the program has written so far to both its outputs.
func (p *Program) Output() string { return p.output.String() }

// Running tells whether the program has not ended yet.
func (p *Program) Running() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// WaitEnd waits until the program ends by itself and returns its exit code.
func (p *Program) WaitEnd() int {
	p.screen.t.Helper()
	p.screen.WaitFor("the program to end", func() bool { return !p.Running() })
	return p.cmd.ProcessState.ExitCode()
}

// Stop ends the program and all that it started, politely first.
func (p *Program) Stop() { p.signal(syscall.SIGTERM) }

// Kill ends the program at once, as a crash or a power cut would.
func (p *Program) Kill() { p.signal(syscall.SIGKILL) }

func (p *Program) signal(first syscall.Signal) {
	p.once.Do(func() {
		group := -p.cmd.Process.Pid
		_ = syscall.Kill(group, first) // gone already is as good
		ctx, cancel := p.screen.waiting()
		defer cancel()
		select {
		case <-p.ended:
		case <-ctx.Done():
		}
		_ = syscall.Kill(group, syscall.SIGKILL)
		<-p.ended
	})
}

// Window waits until the program shows a window, and returns it with the
// keyboard's focus. If it shows several, the one shown last is taken.
func (p *Program) Window() *Window {
	s := p.screen
	s.t.Helper()
	w := &Window{screen: s}
	s.WaitFor("a window of the program", func() bool {
		if !p.Running() {
			s.t.Fatalf("the program ended before it showed a window:\n%s", p.Output())
		}
		shown, err := p.shown()
		if err != nil {
			s.t.Fatalf("looking for windows: %v", err)
		}
		if len(shown) > 0 {
			w.id = shown[len(shown)-1]
		}
		return w.id != 0
	})
	w.Focus()
	return w
}

// shown lists the program's visible windows from the lowest to the highest.
func (p *Program) shown() ([]xproto.Window, error) {
	conn := p.screen.conn
	tree, err := xproto.QueryTree(conn, p.screen.root).Reply()
	if err != nil {
		return nil, err
	}
	name := "_NET_WM_PID"
	atom, err := xproto.InternAtom(conn, false, uint16(len(name)), name).Reply() //nolint:gosec // a short name
	if err != nil {
		return nil, err
	}
	var shown []xproto.Window
	for _, id := range tree.Children {
		attributes, err1 := xproto.GetWindowAttributes(conn, id).Reply()
		property, err2 := xproto.GetProperty(conn, false, id, atom.Atom, xproto.AtomCardinal, 0, 1).Reply()
		if errors.Join(err1, err2) != nil || len(property.Value) < 4 {
			continue // closed since, or a window without an owner
		}
		pid := int(binary.LittleEndian.Uint32(property.Value))
		group, err := syscall.Getpgid(pid)
		if err == nil && group == p.cmd.Process.Pid && attributes.MapState == xproto.MapStateViewable {
			shown = append(shown, id)
		}
	}
	return shown, nil
}

// lockedBuffer takes what a program writes while others read it.
type lockedBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}
