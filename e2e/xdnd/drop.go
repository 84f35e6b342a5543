package xdnd

import (
	"context"
	"errors"
	"fmt"
	"image"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// protocolVersion is what Enter announces; targets of any older version that
// sends Finished (2 and up) understand the same messages.
const protocolVersion = 5

// ErrRefused means that the window does not take files at that place.
var ErrRefused = errors.New("the window refused the drop")

// Drop drops files on a window of the X server named by display (":1"), at a
// point in pixels of the whole screen. Paths have to be absolute.
func Drop(ctx context.Context, display string, target xproto.Window, at image.Point, files []string) error {
	list, err := URIList(files)
	if err != nil {
		return err
	}
	conn, err := xgb.NewConnDisplay(display)
	if err != nil {
		return fmt.Errorf("connecting to display %s: %w", display, err)
	}
	defer conn.Close()
	s := &source{conn: conn, target: target, data: []byte(list), events: make(chan xgb.Event)}
	if err := s.prepare(); err != nil {
		return err
	}
	go s.listen(ctx)
	return s.drop(ctx, at)
}

// source is the dragging side of one drop.
type source struct {
	conn   *xgb.Conn
	window xproto.Window // ours, never shown
	target xproto.Window
	atoms  atoms
	data   []byte // text/uri-list
	events chan xgb.Event
}

type atoms struct {
	aware, selection, enter, position, status, leave, drop, finished, copying xproto.Atom
	uriList, targets, clock                                                   xproto.Atom
}

func (s *source) prepare() error {
	if err := s.internAtoms(); err != nil {
		return err
	}
	if err := s.checkAware(); err != nil {
		return err
	}
	window, err := xproto.NewWindowId(s.conn)
	if err != nil {
		return fmt.Errorf("creating the source window: %w", err)
	}
	screen := xproto.Setup(s.conn).DefaultScreen(s.conn)
	err = xproto.CreateWindowChecked(s.conn, screen.RootDepth, window, screen.Root, -1, -1, 1, 1, 0,
		xproto.WindowClassInputOutput, screen.RootVisual,
		xproto.CwEventMask, []uint32{xproto.EventMaskPropertyChange}).Check()
	if err != nil {
		return fmt.Errorf("creating the source window: %w", err)
	}
	s.window = window
	return nil
}

func (s *source) internAtoms() error {
	for name, atom := range map[string]*xproto.Atom{
		"XdndAware": &s.atoms.aware, "XdndSelection": &s.atoms.selection,
		"XdndEnter": &s.atoms.enter, "XdndPosition": &s.atoms.position,
		"XdndStatus": &s.atoms.status, "XdndLeave": &s.atoms.leave,
		"XdndDrop": &s.atoms.drop, "XdndFinished": &s.atoms.finished,
		"XdndActionCopy": &s.atoms.copying, "text/uri-list": &s.atoms.uriList,
		"TARGETS": &s.atoms.targets, "VITALKEEP_CLOCK": &s.atoms.clock,
	} {
		reply, err := xproto.InternAtom(s.conn, false, uint16(len(name)), name).Reply() //nolint:gosec // short names
		if err != nil {
			return fmt.Errorf("naming %s: %w", name, err)
		}
		*atom = reply.Atom
	}
	return nil
}

func (s *source) checkAware() error {
	reply, err := xproto.GetProperty(s.conn, false, s.target, s.atoms.aware, xproto.GetPropertyTypeAny, 0, 1).Reply()
	if err != nil {
		return fmt.Errorf("asking the window whether it takes drops: %w", err)
	}
	if reply.ValueLen == 0 {
		return fmt.Errorf("%w: it does not take part in XDND", ErrRefused)
	}
	return nil
}

// listen hands events over until the connection is closed.
func (s *source) listen(ctx context.Context) {
	defer close(s.events)
	for {
		event, err := s.conn.WaitForEvent()
		if event == nil && err == nil {
			return
		}
		if event == nil {
			continue // the answer to a request that nobody waits for
		}
		select {
		case s.events <- event:
		case <-ctx.Done():
			return
		}
	}
}

// await serves the data to whoever asks for it until done accepts an event.
func (s *source) await(ctx context.Context, what string, done func(xgb.Event) bool) error {
	for {
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting for %s: %w", what, context.Cause(ctx))
		case event, open := <-s.events:
			if !open {
				return fmt.Errorf("waiting for %s: the X server closed the connection", what)
			}
			if request, ok := event.(xproto.SelectionRequestEvent); ok {
				if err := s.serve(request); err != nil {
					return err
				}
			}
			if done(event) {
				return nil
			}
		}
	}
}

func (s *source) drop(ctx context.Context, at image.Point) error {
	now, err := s.serverTime(ctx)
	if err != nil {
		return err
	}
	if err := xproto.SetSelectionOwnerChecked(s.conn, s.window, s.atoms.selection, now).Check(); err != nil {
		return fmt.Errorf("taking the XDND selection: %w", err)
	}
	if err := s.send(s.atoms.enter, protocolVersion<<24, uint32(s.atoms.uriList), 0, 0); err != nil {
		return err
	}
	place := uint32(at.X)<<16 | uint32(at.Y)&0xffff //nolint:gosec // X packs two 16-bit coordinates
	if err := s.send(s.atoms.position, 0, place, uint32(now), uint32(s.atoms.copying)); err != nil {
		return err
	}
	accepted := false
	if err := s.await(ctx, "the window's answer to the drag", s.answer(s.atoms.status, &accepted)); err != nil {
		return err
	}
	if !accepted {
		return errors.Join(ErrRefused, s.send(s.atoms.leave, 0, 0, 0, 0))
	}
	if err := s.send(s.atoms.drop, 0, uint32(now), 0, 0); err != nil {
		return err
	}
	taken := false
	if err := s.await(ctx, "the window to take the files", s.answer(s.atoms.finished, &taken)); err != nil {
		return err
	}
	if !taken {
		return fmt.Errorf("%w: it asked for the files and did not take them", ErrRefused)
	}
	return nil
}

// answer accepts the target's message of that kind and reads its yes or no. By
// the protocol that is bit 0; GLFW says how many bytes it took instead, which
// may be even, so anything but zero is a yes.
func (s *source) answer(kind xproto.Atom, yes *bool) func(xgb.Event) bool {
	return func(event xgb.Event) bool {
		message, ok := event.(xproto.ClientMessageEvent)
		if !ok || message.Type != kind {
			return false
		}
		*yes = message.Data.Data32[1] != 0
		return true
	}
}

// serverTime learns the X server's clock by changing a property of our own.
func (s *source) serverTime(ctx context.Context) (xproto.Timestamp, error) {
	err := xproto.ChangePropertyChecked(s.conn, xproto.PropModeReplace, s.window,
		s.atoms.clock, xproto.AtomInteger, 8, 0, nil).Check()
	if err != nil {
		return 0, fmt.Errorf("asking for the server's time: %w", err)
	}
	var now xproto.Timestamp
	err = s.await(ctx, "the server's time", func(event xgb.Event) bool {
		change, ok := event.(xproto.PropertyNotifyEvent)
		now = change.Time
		return ok && change.Atom == s.atoms.clock
	})
	return now, err
}

// send sends a message of that kind with our window and four more words.
func (s *source) send(kind xproto.Atom, words ...uint32) error {
	message := xproto.ClientMessageEvent{
		Format: 32,
		Window: s.target,
		Type:   kind,
		Data:   xproto.ClientMessageDataUnionData32New(append([]uint32{uint32(s.window)}, words...)),
	}
	err := xproto.SendEventChecked(s.conn, false, s.target, xproto.EventMaskNoEvent, string(message.Bytes())).Check()
	if err != nil {
		return fmt.Errorf("sending a message to the window: %w", err)
	}
	return nil
}

// serve answers a request for the selection: with the list of files, with the
// list of forms we have, or with a refusal.
func (s *source) serve(request xproto.SelectionRequestEvent) error {
	property := request.Property
	if property == xproto.AtomNone {
		property = request.Target // what obsolete clients mean
	}
	kind, format, data := request.Target, byte(8), s.data
	switch request.Target {
	case s.atoms.uriList:
	case s.atoms.targets:
		kind, format, data = xproto.AtomAtom, 32, make([]byte, 4)
		xgb.Put32(data, uint32(s.atoms.uriList))
	default:
		property = xproto.AtomNone
	}
	if property != xproto.AtomNone {
		n := uint32(len(data) / int(format/8)) //nolint:gosec // a few kilobytes
		err := xproto.ChangePropertyChecked(s.conn, xproto.PropModeReplace, request.Requestor,
			property, kind, format, n, data).Check()
		if err != nil {
			return fmt.Errorf("handing over the files: %w", err)
		}
	}
	reply := xproto.SelectionNotifyEvent{
		Time: request.Time, Requestor: request.Requestor, Selection: request.Selection,
		Target: request.Target, Property: property,
	}
	err := xproto.SendEventChecked(s.conn, false, request.Requestor, xproto.EventMaskNoEvent, string(reply.Bytes())).Check()
	if err != nil {
		return fmt.Errorf("handing over the files: %w", err)
	}
	return nil
}
