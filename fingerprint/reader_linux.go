package fingerprint

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/godbus/dbus/v5"
)

// The names of fprintd on the bus.
const (
	service     = "net.reactivated.Fprint"
	managerPath = dbus.ObjectPath("/net/reactivated/Fprint/Manager")
	managerName = service + ".Manager"
	deviceName  = service + ".Device"
	noPrints    = service + ".Error.NoEnrolledPrints"

	systemBus = "unix:path=/var/run/dbus/system_bus_socket"
)

// fprint is the default reader of fprintd, over a connection of its own: closing
// that gives the reader back, too. The connection outlives the context of a
// question, so that a last word can be said.
type fprint struct {
	conn   *dbus.Conn
	device dbus.BusObject
	owner  string // the service, by the name that the bus gave it
	end    context.CancelFunc
}

func (r Reader) open(ctx context.Context) (device, error) {
	address := r.Address
	if address == "" {
		address = systemBus
		if a := os.Getenv("DBUS_SYSTEM_BUS_ADDRESS"); a != "" {
			address = a
		}
	}
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	// A bus that is silent is left when the time is over.
	stop := context.AfterFunc(ctx, end)
	conn, err := dbus.Connect(address, dbus.WithContext(life))
	if !stop() || err != nil {
		end()
		return nil, unavailable(errors.Join(err, ctx.Err()))
	}
	d := &fprint{conn: conn, end: end}
	if err := d.find(ctx); err != nil {
		d.close()
		return nil, unavailable(err)
	}
	return d, nil
}

// find asks for the default reader, which starts the service where it sleeps.
func (d *fprint) find(ctx context.Context) error {
	var path dbus.ObjectPath
	err := d.conn.Object(service, managerPath).CallWithContext(ctx, managerName+".GetDefaultDevice", 0).Store(&path)
	if err != nil {
		return err
	}
	if err := d.conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.GetNameOwner", 0, service).Store(&d.owner); err != nil {
		return err
	}
	// From here on this very process is spoken to, not whoever has the name later.
	d.device = d.conn.Object(d.owner, path)
	return nil
}

func (d *fprint) close() {
	_ = d.conn.Close() // nothing is wanted of it any more
	d.end()
}

func (d *fprint) call(ctx context.Context, method string, args ...any) *dbus.Call {
	return d.device.CallWithContext(ctx, deviceName+"."+method, 0, args...)
}

// The person who is logged in has no name here.
const self = ""

func (d *fprint) enrolled(ctx context.Context) (bool, error) {
	var fingers []string
	err := d.call(ctx, "ListEnrolledFingers", self).Store(&fingers)
	if told := (dbus.Error{}); errors.As(err, &told) && told.Name == noPrints {
		return false, nil
	}
	return len(fingers) > 0, unavailable(err)
}

func (d *fprint) claim(ctx context.Context) error {
	return unavailable(d.call(ctx, "Claim", self).Err)
}

func (d *fprint) release(ctx context.Context) { d.call(ctx, "Release") }

func (d *fprint) start(ctx context.Context) error {
	return unavailable(d.call(ctx, "VerifyStart", "any").Err)
}

func (d *fprint) stop(ctx context.Context) { d.call(ctx, "VerifyStop") }

func (d *fprint) statuses(ctx context.Context) (<-chan status, error) {
	err := d.conn.AddMatchSignalContext(ctx, dbus.WithMatchSender(d.owner), dbus.WithMatchObjectPath(d.device.Path()),
		dbus.WithMatchInterface(deviceName), dbus.WithMatchMember("VerifyStatus"))
	if err != nil {
		return nil, unavailable(err)
	}
	signals := make(chan *dbus.Signal, 16)
	d.conn.Signal(signals) // closed with the connection
	out := make(chan status)
	go func() {
		defer close(out)
		for s := range signals {
			told, ok := d.statusOf(s)
			if !ok {
				continue
			}
			select {
			case out <- told:
			case <-d.conn.Context().Done():
				return
			}
		}
	}()
	return out, nil
}

// statusOf is what a signal says of a touch. Anybody on a bus can send signals
// to anybody, so the sender counts.
func (d *fprint) statusOf(s *dbus.Signal) (status, bool) {
	if s.Sender != d.owner || s.Path != d.device.Path() || s.Name != deviceName+".VerifyStatus" {
		return status{}, false
	}
	var told status
	return told, dbus.Store(s.Body, &told.result, &told.done) == nil
}

func unavailable(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}
