package session

import (
	"context"
	"slices"

	"vitalkeep/health"
	"vitalkeep/ui"
	"vitalkeep/vault"
)

// deviceBook holds the household's devices, as ui.DeviceBook wants them.
type deviceBook struct {
	vault *vault.Vault
}

// List implements ui.DeviceBook.
func (b deviceBook) List(ctx context.Context) ([]health.Device, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return b.vault.Devices()
}

// Put implements ui.DeviceBook.
func (b deviceBook) Put(ctx context.Context, d health.Device) (health.Device, error) {
	if err := ctx.Err(); err != nil {
		return health.Device{}, err
	}
	return b.vault.PutDevice(d)
}

// Forget implements ui.DeviceBook.
func (b deviceBook) Forget(ctx context.Context, id [16]byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.vault.ForgetDevice(id)
}

// DeleteData implements ui.DeviceBook. Without metrics there is nothing to
// delete: what a source gave besides is not the device's.
func (b deviceBook) DeleteData(ctx context.Context, profile health.ProfileID, source health.SourceID, metrics []health.MetricID) (ui.Deletion, error) {
	if len(metrics) == 0 {
		return ui.Deletion{}, vault.ErrNoReading
	}
	id, err := b.vault.DeleteSource(ctx, profile, source, metrics...)
	if err != nil {
		return ui.Deletion{}, err
	}
	list, err := deletions(b).Undoable()
	if err != nil {
		return ui.Deletion{}, err
	}
	if i := slices.IndexFunc(list, func(d ui.Deletion) bool { return d.ID == id }); i >= 0 {
		return list[i], nil
	}
	return ui.Deletion{}, vault.ErrNoDeletion // taken back by somebody else meanwhile
}

// people adds people to a vault and changes them, as ui.People wants it.
type people struct {
	vault *vault.Vault
}

// Add implements ui.People.
func (p people) Add(ctx context.Context, profile health.Profile) (health.Profile, error) {
	if err := ctx.Err(); err != nil {
		return health.Profile{}, err
	}
	return p.vault.AddProfile(profile)
}

// Set implements ui.People.
func (p people) Set(ctx context.Context, profile health.Profile) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return p.vault.SetProfile(profile)
}
