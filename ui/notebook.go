package ui

import (
	"context"
	"errors"
	"iter"

	"vitalkeep/health"
)

// ErrCameraOff is what a notebook returns, wrapped or not, when it is given a
// picture of a device whose camera is switched off.
var ErrCameraOff = errors.New("the camera of the device is off")

// Notebook is what one person has typed in and written, and the documents that
// came along with imports. Its methods are called off the UI goroutine.
type Notebook interface {
	// Entries are those that are visible and start within [from, to), in UTC
	// milliseconds, ordered by start.
	Entries(ctx context.Context, from, to int64) iter.Seq2[health.Entry, error]
	// Add stores what was typed: all of it or, with an error, nothing. When it
	// returns, it is on the disk.
	Add(ctx context.Context, readings []health.Reading, entries []health.Entry) error
	// Correct takes away what was typed before and stores what takes its place,
	// as one step. The old values stay in the history.
	Correct(ctx context.Context, old []Measurement, readings []health.Reading, entries []health.Entry) error
	// Versions is the history of a reading, the newest first.
	Versions(ctx context.Context, m Measurement) ([]Version, error)
	// Attach seals a picture in the vault. It stays for as long as an entry names
	// it in its field health.FieldPicture.
	Attach(ctx context.Context, picture []byte) (ref string, err error)
	// Picture returns what Attach was given.
	Picture(ctx context.Context, ref string) ([]byte, error)
}

// Version is one of the values that a reading has had.
type Version struct {
	Value health.Decimal
	Unit  health.Unit
	// At is when it was stored, in UTC milliseconds; 0 if nobody knows.
	At      int64
	Batch   health.BatchID // zero for what was typed
	Typed   bool
	Current bool
	// HiddenAt is when a deletion or, where it is Corrected, a correction took it
	// away, in UTC milliseconds; 0 for what another value replaced.
	HiddenAt  int64
	Corrected bool
}

// Preferences are small choices of one person that belong to their data, such
// as which cards the dashboard shows. They are sealed with it.
type Preferences interface {
	// Get returns what was stored under the key, nil if nothing was. It is called
	// on the UI goroutine too.
	Get(key string) []byte
	// Set stores a value, nil to forget it. It is called off the UI goroutine.
	Set(ctx context.Context, key string, value []byte) error
}

// DeviceBook holds the devices that the household owns. Its methods are called
// off the UI goroutine.
type DeviceBook interface {
	List(ctx context.Context) ([]health.Device, error)
	// Put stores a device and returns it with the ID that a new one gets.
	Put(ctx context.Context, d health.Device) (health.Device, error)
	// Forget takes a device off the list; what came from it stays.
	Forget(ctx context.Context, id [16]byte) error
	// DeleteData hides everything of some metrics that came from a source.
	DeleteData(ctx context.Context, profile health.ProfileID, source health.SourceID, metrics []health.MetricID) (Deletion, error)
}

// People adds people to a vault and changes what is known of them. Its methods
// are called off the UI goroutine.
type People interface {
	// Add stores a new person under a new ID.
	Add(ctx context.Context, p health.Profile) (health.Profile, error)
	// Set changes name, units and zone.
	Set(ctx context.Context, p health.Profile) error
}
