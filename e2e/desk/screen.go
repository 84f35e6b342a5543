//go:build linux

package desk

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// Options says what a screen is like. Zero values are replaced by defaults.
type Options struct {
	// Size in pixels; 1440 × 960 unless stated.
	Size image.Point
	// Shots is the folder that takes the pictures; "shots" unless stated.
	Shots string
	// Patience is how long any single wait may take; 20 s unless stated.
	Patience time.Duration
	// Lifetime is when everything on the screen is ended at the latest, even
	// where the test itself is gone; 10 minutes unless stated.
	Lifetime time.Duration
}

func (o Options) withDefaults() Options {
	if o.Size == (image.Point{}) {
		o.Size = image.Pt(1440, 960)
	}
	if o.Shots == "" {
		o.Shots = "shots"
	}
	if o.Patience == 0 {
		o.Patience = 20 * time.Second
	}
	if o.Lifetime == 0 {
		o.Lifetime = 10 * time.Minute
	}
	return o
}

// Screen is an X server of the test's own.
type Screen struct {
	// Display is its name as in DISPLAY, such as ":3".
	Display string

	t       testing.TB
	options Options
	conn    *xgb.Conn
	root    xproto.Window
	failure sync.Once
}

// NewScreen starts an X server for the test and ends it with the test.
func NewScreen(t testing.TB, options Options) *Screen {
	t.Helper()
	options = options.withDefaults()
	for _, program := range []string{"Xvfb", "xdotool", "timeout"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatalf("%v; ./dev e2e installs what is needed", err)
		}
	}
	if err := os.MkdirAll(options.Shots, 0o750); err != nil {
		t.Fatal(err)
	}
	s := &Screen{t: t, options: options}
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
	if err := s.connect(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.conn.Close)
	t.Cleanup(s.shotOfFailure)
	return s
}

// shotOfFailure keeps one picture of a failed test, before anything is ended.
func (s *Screen) shotOfFailure() {
	if !s.t.Failed() {
		return
	}
	s.failure.Do(func() { s.Shot("failed-" + strings.ReplaceAll(s.t.Name(), "/", "-")) })
}

// start runs Xvfb on a free display, which Xvfb itself chooses and names when
// it is ready to be used.
func (s *Screen) start() error {
	ready, write, err := os.Pipe()
	if err != nil {
		return err
	}
	defer closeQuietly(ready)
	geometry := fmt.Sprintf("%dx%dx24", s.options.Size.X, s.options.Size.Y)
	cmd := groupCommand(s.options.Lifetime, "Xvfb", "-displayfd", "3", "-screen", "0", geometry,
		"-nolisten", "tcp", "-noreset", "+extension", "GLX")
	cmd.ExtraFiles = []*os.File{write}
	var output strings.Builder
	cmd.Stderr = &output
	err = cmd.Start()
	closeQuietly(write)
	if err != nil {
		return fmt.Errorf("starting Xvfb: %w", err)
	}
	s.t.Cleanup(func() { endGroup(cmd) })
	if err := ready.SetReadDeadline(time.Now().Add(s.options.Patience)); err != nil {
		return err
	}
	line, err := bufio.NewReader(ready).ReadString('\n')
	if err != nil {
		endGroup(cmd)
		return fmt.Errorf("waiting for Xvfb to be ready: %w; it said: %s", err, output.String())
	}
	s.Display = ":" + strings.TrimSpace(line)
	return nil
}

// silenceXGB keeps it from complaining that the screen has no password.
var silenceXGB = sync.OnceFunc(func() { xgb.Logger = log.New(io.Discard, "", 0) })

func (s *Screen) connect() error {
	silenceXGB()
	conn, err := xgb.NewConnDisplay(s.Display)
	if err != nil {
		return fmt.Errorf("connecting to display %s: %w", s.Display, err)
	}
	s.conn = conn
	s.root = xproto.Setup(conn).DefaultScreen(conn).Root
	return nil
}

// waiting is the context of one wait: it ends with the test or at Patience.
func (s *Screen) waiting() (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(context.WithoutCancel(s.t.Context()), s.options.Patience,
		errors.New("gave up after "+s.options.Patience.String()))
}

// glance is the time between two looks at what is waited for.
const glance = 20 * time.Millisecond

// WaitFor looks until done says yes and ends the test with "waiting for what"
// if it does not within Patience.
func (s *Screen) WaitFor(what string, done func() bool) {
	s.t.Helper()
	ctx, cancel := s.waiting()
	defer cancel()
	tick := time.NewTicker(glance)
	defer tick.Stop()
	for !done() {
		select {
		case <-ctx.Done():
			s.t.Fatalf("waiting for %s: %v", what, context.Cause(ctx))
		case <-tick.C:
		}
	}
}

// xdotool runs one xdotool command and returns what it printed.
func (s *Screen) xdotool(args ...string) string {
	s.t.Helper()
	ctx, cancel := s.waiting()
	defer cancel()
	cmd := exec.CommandContext(ctx, "xdotool", args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+s.Display)
	output, err := cmd.CombinedOutput()
	if err != nil {
		s.t.Fatalf("xdotool %s: %v: %s", args[0], err, output)
	}
	return string(output)
}

// Shot keeps a picture of the whole screen as NAME.png in the folder of shots
// and returns the path.
func (s *Screen) Shot(name string) string {
	s.t.Helper()
	size := s.options.Size
	picture, err := s.grab(s.root, image.Rect(0, 0, size.X, size.Y))
	if err != nil {
		s.t.Errorf("taking the picture %s: %v", name, err)
		return ""
	}
	file := filepath.Join(s.options.Shots, name+".png")
	if err := WritePNG(file, picture); err != nil {
		s.t.Errorf("keeping the picture %s: %v", name, err)
	}
	return file
}

// grab reads a part of a window's pixels.
func (s *Screen) grab(window xproto.Window, part image.Rectangle) (*image.RGBA, error) {
	const allPlanes = 1<<32 - 1
	//nolint:gosec // a screen is smaller than 32,768 pixels
	reply, err := xproto.GetImage(s.conn, xproto.ImageFormatZPixmap, xproto.Drawable(window),
		int16(part.Min.X), int16(part.Min.Y), uint16(part.Dx()), uint16(part.Dy()), allPlanes).Reply()
	if err != nil {
		return nil, err
	}
	return fromBGRX(reply.Data, part.Dx(), part.Dy())
}
