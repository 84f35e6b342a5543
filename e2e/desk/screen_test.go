//go:build e2e && linux

package desk

import (
	"context"
	"errors"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vitalkeep/e2e/xdnd"
)

// startClient shows the window of client_test.go.
func startClient(t *testing.T, mode string) (*Screen, *Program, *Window) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := NewScreen(t, Options{Size: image.Pt(640, 480), Shots: t.TempDir()})
	p := s.Start(t.TempDir(), []string{clientMode + "=" + mode}, self)
	return s, p, p.Window()
}

func waitSaid(s *Screen, p *Program, text string) {
	s.t.Helper()
	s.WaitFor("the program to say "+text, func() bool { return strings.Contains(p.Output(), text) })
}

func TestKeysAndMouseReachTheWindow(t *testing.T) {
	s, p, w := startClient(t, "takes")
	if got, want := w.Bounds(), image.Rect(10, 20, 310, 220); got != want {
		t.Errorf("the window is at %v, want %v", got, want)
	}
	w.Type("a")
	waitSaid(s, p, "key 38 with 0")
	w.Key("ctrl+l")
	waitSaid(s, p, "key 46 with 4")
	w.Click(image.Pt(30, 40))
	waitSaid(s, p, "button 1 up at 30,40")
	w.RightClick(image.Pt(31, 41))
	waitSaid(s, p, "button 3 up at 31,41")
	w.Wheel(image.Pt(32, 42), -1)
	waitSaid(s, p, "button 4 up at 32,42")
	w.Drag(image.Pt(5, 6), image.Pt(205, 106))
	waitSaid(s, p, "button 1 down at 5,6")
	waitSaid(s, p, "button 1 up at 205,106")
}

func TestThePictureIsThatOfTheWindow(t *testing.T) {
	_, _, w := startClient(t, "takes")
	picture := w.Settle()
	if got, want := picture.Rect, image.Rect(0, 0, 300, 200); got != want {
		t.Errorf("the picture is %v, want %v", got, want)
	}
	areas := w.WaitColor("the teal mark", image.Rectangle{}, teal, 1000)
	if want := image.Rect(100, 50, 180, 90); len(areas) != 1 || areas[0] != want {
		t.Errorf("the marks are %v, want %v alone", areas, want)
	}
	part := image.Rect(120, 0, 300, 70)
	areas = w.WaitColor("its upper right", part, teal, 1000)
	if want := image.Rect(120, 50, 180, 70); len(areas) != 1 || areas[0] != want {
		t.Errorf("the marks in %v are %v, want %v alone", part, areas, want)
	}
	inked := w.WaitInk("both edges of the mark", image.Rect(90, 60, 110, 70), image.Rect(170, 60, 190, 70))
	if d := Differ(picture, inked, picture.Rect); d != 0 {
		t.Errorf("%d pixels changed though nothing happened", d)
	}
	w.Place(image.Rect(40, 50, 240, 150))
	if got, want := w.Picture().Rect, image.Rect(0, 0, 200, 100); got != want {
		t.Errorf("after placing, the picture is %v, want %v", got, want)
	}
}

func TestDroppedFilesArrive(t *testing.T) {
	s, p, w := startClient(t, "takes")
	w.Drop(image.Pt(50, 60), "/one file", "/two")
	waitSaid(s, p, "dragged to 60,80")
	waitSaid(s, p, `dropped "file:///one%20file\r\nfile:///two\r\n"`)
}

func TestARefusedDropIsReportedAndTakenBack(t *testing.T) {
	s, p, w := startClient(t, "refuses")
	ctx, cancel := s.waiting()
	defer cancel()
	err := xdnd.Drop(ctx, s.Display, w.id, image.Pt(60, 80), []string{"/one"})
	if !errors.Is(err, xdnd.ErrRefused) {
		t.Errorf("got %v, want a refusal", err)
	}
	waitSaid(s, p, "left")
	if strings.Contains(p.Output(), "dropped") {
		t.Error("the files were handed over all the same")
	}
}

func TestADropOnAWindowThatKnowsNoDropsIsRefused(t *testing.T) {
	s := NewScreen(t, Options{Size: image.Pt(64, 48), Shots: t.TempDir()})
	err := xdnd.Drop(context.Background(), s.Display, s.root, image.Pt(1, 1), []string{"/one"})
	if !errors.Is(err, xdnd.ErrRefused) {
		t.Errorf("got %v, want a refusal", err)
	}
}

func TestClosingTheWindowEndsTheProgram(t *testing.T) {
	_, p, w := startClient(t, "takes")
	w.Close()
	if code := p.WaitEnd(); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
	w.WaitClosed()
	if !strings.Contains(p.Output(), "closed") {
		t.Errorf("the program said %q", p.Output())
	}
}

func TestAKilledProgramIsGone(t *testing.T) {
	_, p, w := startClient(t, "takes")
	p.Kill()
	if p.Running() {
		t.Error("the program still runs")
	}
	w.WaitClosed()
}

func TestAShotIsKept(t *testing.T) {
	s, _, w := startClient(t, "takes")
	w.Shot("window")
	s.Shot("screen")
	for _, name := range []string{"window.png", "screen.png"} {
		if info, err := os.Stat(filepath.Join(s.options.Shots, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
