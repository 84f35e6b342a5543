package ui

import (
	"context"
	"errors"
	"slices"

	"vitalkeep/health"
)

// fakeDevices keeps devices in a slice, and what was deleted of them.
type fakeDevices struct {
	devices []health.Device
	fail    error
	failPut error
	deleted []deletedData
}

// deletedData is one call of DeleteData.
type deletedData struct {
	profile health.ProfileID
	source  health.SourceID
	metrics []health.MetricID
}

func (f *fakeDevices) List(ctx context.Context) ([]health.Device, error) {
	return slices.Clone(f.devices), errors.Join(f.fail, ctx.Err())
}

func (f *fakeDevices) Put(_ context.Context, d health.Device) (health.Device, error) {
	if err := errors.Join(f.fail, f.failPut); err != nil {
		return health.Device{}, err
	}
	if d.ID == ([16]byte{}) {
		d.ID = [16]byte{byte(len(f.devices) + 100)}
	}
	if i := f.index(d.ID); i >= 0 {
		f.devices[i] = d
	} else {
		f.devices = append(f.devices, d)
	}
	return d, nil
}

func (f *fakeDevices) Forget(_ context.Context, id [16]byte) error {
	i := f.index(id)
	if i < 0 || f.fail != nil {
		return errors.Join(errNotThere, f.fail)
	}
	f.devices = slices.Delete(f.devices, i, i+1)
	return nil
}

func (f *fakeDevices) DeleteData(_ context.Context, profile health.ProfileID, source health.SourceID, metrics []health.MetricID) (Deletion, error) {
	if f.fail != nil {
		return Deletion{}, f.fail
	}
	f.deleted = append(f.deleted, deletedData{profile, source, metrics})
	return Deletion{ID: health.BatchID{byte(len(f.deleted))}, Profile: profile, Source: source, Readings: 7}, nil
}

func (f *fakeDevices) index(id [16]byte) int {
	return slices.IndexFunc(f.devices, func(d health.Device) bool { return d.ID == id })
}

// nursery is a camera of the home.
var nursery = health.Device{ID: [16]byte{0xAA, 1}, Model: "home", Nickname: "Nursery", Sources: []health.SourceID{"withings:room"}, Since: health.Date{Year: 2024, Month: 3, Day: 1}}
