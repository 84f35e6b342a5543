//go:build e2e && linux

package desk

import (
	"encoding/binary"
	"fmt"
	"os"
	"testing"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// clientMode, where set, makes this test binary a program with a window, which
// prints what is done to it: "takes" files that are dropped, or "refuses" them.
const clientMode = "DESK_TEST_CLIENT"

func TestMain(m *testing.M) {
	if mode := os.Getenv(clientMode); mode != "" {
		if err := runClient(mode == "takes"); err != nil {
			fmt.Println("client:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// client is a window without a toolkit.
type client struct {
	conn   *xgb.Conn
	window xproto.Window
	gc     xproto.Gcontext
	takes  bool
}

func runClient(takes bool) error {
	conn, err := xgb.NewConn()
	if err != nil {
		return err
	}
	defer conn.Close()
	c := &client{conn: conn, takes: takes}
	if err := c.show(); err != nil {
		return err
	}
	for {
		event, err := conn.WaitForEvent()
		if err != nil {
			return err
		}
		if done := c.handle(event); done {
			fmt.Println("closed")
			return nil
		}
	}
}

func (c *client) atom(name string) xproto.Atom {
	reply, err := xproto.InternAtom(c.conn, false, uint16(len(name)), name).Reply()
	if err != nil {
		panic(err)
	}
	return reply.Atom
}

func (c *client) show() error {
	window, err := xproto.NewWindowId(c.conn)
	if err != nil {
		return err
	}
	gc, err := xproto.NewGcontextId(c.conn)
	if err != nil {
		return err
	}
	c.window, c.gc = window, gc
	screen := xproto.Setup(c.conn).DefaultScreen(c.conn)
	events := uint32(xproto.EventMaskKeyPress | xproto.EventMaskButtonPress | xproto.EventMaskButtonRelease | xproto.EventMaskExposure)
	xproto.CreateWindow(c.conn, screen.RootDepth, window, screen.Root, 10, 20, 300, 200, 0,
		xproto.WindowClassInputOutput, screen.RootVisual,
		xproto.CwBackPixel|xproto.CwEventMask, []uint32{0xf5f3ee, events})
	xproto.CreateGC(c.conn, gc, xproto.Drawable(window), xproto.GcForeground, []uint32{0x0e625a})
	c.set("_NET_WM_PID", xproto.AtomCardinal, uint32(os.Getpid()))
	c.set("XdndAware", xproto.AtomAtom, 5)
	c.set("WM_PROTOCOLS", xproto.AtomAtom, uint32(c.atom("WM_DELETE_WINDOW")))
	return xproto.MapWindowChecked(c.conn, window).Check()
}

func (c *client) set(property string, kind xproto.Atom, value uint32) {
	xproto.ChangeProperty(c.conn, xproto.PropModeReplace, c.window, c.atom(property), kind, 32, 1,
		binary.LittleEndian.AppendUint32(nil, value))
}

func (c *client) handle(event xgb.Event) (done bool) {
	switch e := event.(type) {
	case xproto.ExposeEvent:
		xproto.PolyFillRectangle(c.conn, xproto.Drawable(c.window), c.gc,
			[]xproto.Rectangle{{X: 100, Y: 50, Width: 80, Height: 40}})
	case xproto.KeyPressEvent:
		fmt.Printf("key %d with %d\n", e.Detail, e.State)
	case xproto.ButtonPressEvent:
		fmt.Printf("button %d down at %d,%d\n", e.Detail, e.EventX, e.EventY)
	case xproto.ButtonReleaseEvent:
		fmt.Printf("button %d up at %d,%d\n", e.Detail, e.EventX, e.EventY)
	case xproto.SelectionNotifyEvent:
		reply, err := xproto.GetProperty(c.conn, true, c.window, e.Property, xproto.GetPropertyTypeAny, 0, 1<<16).Reply()
		if err != nil {
			panic(err)
		}
		fmt.Printf("dropped %q\n", reply.Value)
		owner, err := xproto.GetSelectionOwner(c.conn, e.Selection).Reply()
		if err != nil {
			panic(err)
		}
		c.answer(owner.Owner, "XdndFinished", 1)
	case xproto.ClientMessageEvent:
		return c.message(e)
	}
	return false
}

func (c *client) message(e xproto.ClientMessageEvent) (done bool) {
	words := e.Data.Data32
	switch e.Type {
	case c.atom("WM_PROTOCOLS"):
		return words[0] == uint32(c.atom("WM_DELETE_WINDOW"))
	case c.atom("XdndPosition"):
		fmt.Printf("dragged to %d,%d\n", words[2]>>16, words[2]&0xffff)
		accept := map[bool]uint32{true: 1, false: 0}[c.takes]
		c.answer(xproto.Window(words[0]), "XdndStatus", accept)
	case c.atom("XdndLeave"):
		fmt.Println("left")
	case c.atom("XdndDrop"):
		selection := c.atom("XdndSelection")
		xproto.ConvertSelection(c.conn, c.window, selection, c.atom("text/uri-list"), selection, xproto.Timestamp(words[2]))
	}
	return false
}

func (c *client) answer(to xproto.Window, kind string, yes uint32) {
	message := xproto.ClientMessageEvent{
		Format: 32, Window: to, Type: c.atom(kind),
		Data: xproto.ClientMessageDataUnionData32New([]uint32{uint32(c.window), yes, 0, 0, 0}),
	}
	xproto.SendEvent(c.conn, false, to, xproto.EventMaskNoEvent, string(message.Bytes()))
}
