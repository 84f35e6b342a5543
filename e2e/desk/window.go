//go:build linux

package desk

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jezek/xgb/xproto"

	"vitalkeep/e2e/xdnd"
)

// Window is a window of a program, and the hands to use it.
type Window struct {
	screen *Screen
	id     xproto.Window
}

// Pace of a hand: slow enough for a program to see each event of a drag or a
// double click as a person makes them.
const (
	betweenKeys  = 12 * time.Millisecond
	betweenMoves = 60 * time.Millisecond
)

func (w *Window) name() string { return strconv.FormatUint(uint64(w.id), 10) }

// Bounds is the window's place on the screen.
func (w *Window) Bounds() image.Rectangle {
	w.screen.t.Helper()
	geometry, err1 := xproto.GetGeometry(w.screen.conn, xproto.Drawable(w.id)).Reply()
	corner, err2 := xproto.TranslateCoordinates(w.screen.conn, w.id, w.screen.root, 0, 0).Reply()
	if err1 != nil || err2 != nil {
		w.screen.t.Fatalf("asking where the window is: %v %v", err1, err2)
	}
	at := image.Pt(int(corner.DstX), int(corner.DstY))
	return image.Rectangle{Min: at, Max: at.Add(image.Pt(int(geometry.Width), int(geometry.Height)))}
}

// Place moves the window to a corner of the screen and gives it a size, and
// waits until it has both and has painted.
func (w *Window) Place(bounds image.Rectangle) {
	w.screen.t.Helper()
	w.screen.xdotool("windowmove", w.name(), strconv.Itoa(bounds.Min.X), strconv.Itoa(bounds.Min.Y))
	w.screen.xdotool("windowsize", w.name(), strconv.Itoa(bounds.Dx()), strconv.Itoa(bounds.Dy()))
	w.screen.WaitFor(fmt.Sprintf("the window to be at %v", bounds), func() bool { return w.Bounds() == bounds })
	w.Settle()
}

// Focus gives the window the keyboard.
func (w *Window) Focus() {
	w.screen.t.Helper()
	w.screen.xdotool("windowfocus", "--sync", w.name())
}

// Type types text, character by character. Only what stands on a US keyboard
// can be typed: other characters would need a key map that changes between two
// keys, which programs notice too late.
func (w *Window) Type(text string) {
	w.screen.t.Helper()
	if i := strings.IndexFunc(text, func(r rune) bool { return r < ' ' || r > '~' }); i >= 0 {
		w.screen.t.Fatalf("typing: the character at byte %d is not on a US keyboard", i)
	}
	w.screen.xdotool("type", "--clearmodifiers", "--delay", strconv.FormatInt(betweenKeys.Milliseconds(), 10), "--", text)
}

// Key presses keys one after the other, each in xdotool's names: "Tab",
// "Return", "Escape", "ctrl+l", "shift+Tab".
func (w *Window) Key(keys ...string) {
	w.screen.t.Helper()
	args := []string{"key", "--clearmodifiers", "--delay", strconv.FormatInt(betweenKeys.Milliseconds(), 10), "--"}
	w.screen.xdotool(append(args, keys...)...)
}

// Move moves the mouse to a point of the window.
func (w *Window) Move(to image.Point) {
	w.screen.t.Helper()
	w.screen.xdotool("mousemove", "--window", w.name(), strconv.Itoa(to.X), strconv.Itoa(to.Y))
}

// Click clicks the left button at a point of the window.
func (w *Window) Click(at image.Point) { w.screen.t.Helper(); w.click(at, 1, 1) }

// DoubleClick clicks the left button twice at a point of the window.
func (w *Window) DoubleClick(at image.Point) { w.screen.t.Helper(); w.click(at, 1, 2) }

// RightClick clicks the right button at a point of the window.
func (w *Window) RightClick(at image.Point) { w.screen.t.Helper(); w.click(at, 3, 1) }

// Wheel turns the wheel over a point of the window: down for positive clicks,
// up for negative ones.
func (w *Window) Wheel(at image.Point, clicks int) {
	w.screen.t.Helper()
	button := 5
	if clicks < 0 {
		button, clicks = 4, -clicks
	}
	w.click(at, button, clicks)
}

func (w *Window) click(at image.Point, button, times int) {
	w.screen.t.Helper()
	w.Move(at)
	w.screen.xdotool("click", "--repeat", strconv.Itoa(times),
		"--delay", strconv.FormatInt(betweenMoves.Milliseconds(), 10), strconv.Itoa(button))
}

// Drag presses the left button at one point, moves in steps to another, and
// lets go there.
func (w *Window) Drag(from, to image.Point) {
	w.screen.t.Helper()
	w.Move(from)
	w.screen.xdotool("mousedown", "1")
	tick := time.NewTicker(betweenMoves)
	defer tick.Stop()
	const steps = 8
	for i := 1; i <= steps; i++ {
		<-tick.C
		w.Move(from.Add(to.Sub(from).Mul(i).Div(steps)))
	}
	<-tick.C
	w.screen.xdotool("mouseup", "1")
}

// Drop drops files on a point of the window, as a file manager does, and
// returns when the window has taken them.
func (w *Window) Drop(at image.Point, files ...string) {
	w.screen.t.Helper()
	absolute := make([]string, len(files))
	for i, file := range files {
		path, err := filepath.Abs(file)
		if err != nil {
			w.screen.t.Fatal(err)
		}
		absolute[i] = path
	}
	ctx, cancel := w.screen.waiting()
	defer cancel()
	if err := xdnd.Drop(ctx, w.screen.Display, w.id, w.Bounds().Min.Add(at), absolute); err != nil {
		w.screen.t.Fatalf("dropping %d files: %v", len(files), err)
	}
}

// Picture is what the window shows now.
func (w *Window) Picture() *image.RGBA {
	w.screen.t.Helper()
	bounds := w.Bounds()
	picture, err := w.screen.grab(w.id, image.Rect(0, 0, bounds.Dx(), bounds.Dy()))
	if err != nil {
		w.screen.t.Fatalf("taking a picture of the window: %v", err)
	}
	return picture
}

// Shot settles the window, keeps its picture as NAME.png in the folder of
// shots, and returns it.
func (w *Window) Shot(name string) *image.RGBA {
	w.screen.t.Helper()
	picture := w.Settle()
	if err := WritePNG(filepath.Join(w.screen.options.Shots, name+".png"), picture); err != nil {
		w.screen.t.Fatalf("keeping the picture %s: %v", name, err)
	}
	return picture
}

// calm is how long a picture has to stay the same to count as settled.
const calm = 300 * time.Millisecond

// flicker is how many pixels may change in a settled picture: a text cursor
// blinks for ever.
const flicker = 400

// Settle waits until the window shows something and stops changing, and
// returns that picture.
func (w *Window) Settle() *image.RGBA {
	w.screen.t.Helper()
	last := w.Picture()
	since := time.Now()
	w.screen.WaitFor("the picture to settle", func() bool {
		now := w.Picture()
		if Differ(last, now, now.Bounds()) > flicker {
			since = time.Now()
		}
		last = now
		return time.Since(since) >= calm && !Blank(now)
	})
	return last
}

// WaitChange waits until a part of the window differs from an earlier picture
// by more than a blinking cursor, then settles and returns the new picture.
// An empty part means the whole window.
func (w *Window) WaitChange(before *image.RGBA, part image.Rectangle) *image.RGBA {
	w.screen.t.Helper()
	if part.Empty() {
		part = before.Bounds()
	}
	w.screen.WaitFor("the picture to change", func() bool {
		return Differ(before, w.Picture(), part) > flicker
	})
	return w.Settle()
}

// WaitColor waits until a part of the window shows an area of one colour of at
// least that many pixels and returns the areas, largest first. An empty part
// means the whole window.
func (w *Window) WaitColor(what string, part image.Rectangle, c color.RGBA, pixels int) []image.Rectangle {
	w.screen.t.Helper()
	var areas []image.Rectangle
	w.screen.WaitFor(what, func() bool {
		picture := w.Picture()
		if !part.Empty() {
			picture = Crop(picture, part)
		}
		areas = Areas(picture, c, pixels)
		return len(areas) > 0
	})
	return areas
}

// WaitInk waits until every one of the parts shows more than its ground, then
// settles and returns the picture. A page that is there before what it shows is
// not yet what a run wants to see.
func (w *Window) WaitInk(what string, parts ...image.Rectangle) *image.RGBA {
	w.screen.t.Helper()
	w.screen.WaitFor(what, func() bool {
		picture := w.Picture()
		return !slices.ContainsFunc(parts, func(part image.Rectangle) bool { return Blank(Crop(picture, part)) })
	})
	return w.Settle()
}

// WaitClosed waits until the window is gone.
func (w *Window) WaitClosed() {
	w.screen.t.Helper()
	w.screen.WaitFor("the window to close", func() bool {
		attributes, err := xproto.GetWindowAttributes(w.screen.conn, w.id).Reply()
		return err != nil || attributes.MapState != xproto.MapStateViewable
	})
}

// Close asks the program to close the window, as the title bar's cross does.
func (w *Window) Close() {
	w.screen.t.Helper()
	ctx, cancel := w.screen.waiting()
	defer cancel()
	if err := w.requestClose(ctx); err != nil {
		w.screen.t.Fatalf("asking the window to close: %v", err)
	}
}

func (w *Window) requestClose(ctx context.Context) error {
	var atoms [2]xproto.Atom
	for i, name := range []string{"WM_PROTOCOLS", "WM_DELETE_WINDOW"} {
		reply, err := xproto.InternAtom(w.screen.conn, false, uint16(len(name)), name).Reply() //nolint:gosec // short names
		if err != nil {
			return err
		}
		atoms[i] = reply.Atom
	}
	message := xproto.ClientMessageEvent{
		Format: 32, Window: w.id, Type: atoms[0],
		Data: xproto.ClientMessageDataUnionData32New([]uint32{uint32(atoms[1]), 0, 0, 0, 0}),
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return xproto.SendEventChecked(w.screen.conn, false, w.id, xproto.EventMaskNoEvent, string(message.Bytes())).Check()
}
