package session

import (
	"context"
	"iter"

	"vitalkeep/health"
	"vitalkeep/ui"
	"vitalkeep/vault"
)

// notebook is what one person typed and wrote, as ui.Notebook wants it.
type notebook struct {
	vault   *vault.Vault
	profile health.ProfileID
}

// Entries implements ui.Notebook. Pictures of a camera that is off are left out.
func (n notebook) Entries(ctx context.Context, from, to int64) iter.Seq2[health.Entry, error] {
	return withoutCameras(n.vault, n.vault.Entries(ctx, n.profile, from, to))
}

// Add implements ui.Notebook. A picture of a camera that is off is refused.
func (n notebook) Add(ctx context.Context, readings []health.Reading, entries []health.Entry) error {
	if err := refuseCameras(n.vault, entries); err != nil {
		return err
	}
	return n.vault.Add(ctx, n.profile, readings, entries)
}

// Correct implements ui.Notebook.
func (n notebook) Correct(ctx context.Context, old []ui.Measurement, readings []health.Reading, entries []health.Entry) error {
	if err := refuseCameras(n.vault, entries); err != nil {
		return err
	}
	return n.vault.Correct(ctx, n.profile, identities(old), readings, entries)
}

// Versions implements ui.Notebook.
func (n notebook) Versions(ctx context.Context, m ui.Measurement) ([]ui.Version, error) {
	list, err := n.vault.Versions(ctx, n.profile, identityOf(m))
	out := make([]ui.Version, len(list))
	for i, v := range list {
		out[i] = ui.Version{
			Value: v.Reading.Value, Unit: v.Reading.Unit, At: v.At, Batch: v.Batch, Typed: v.Typed, Current: v.Current,
			HiddenAt: v.DeletedAt, Corrected: v.Corrected,
		}
	}
	return out, err
}

// Attach implements ui.Notebook.
func (n notebook) Attach(ctx context.Context, picture []byte) (ref string, err error) {
	return n.vault.Attach(ctx, n.profile, picture)
}

// Picture implements ui.Notebook.
func (n notebook) Picture(ctx context.Context, ref string) ([]byte, error) {
	return n.vault.Blob(ctx, n.profile, ref)
}

// preferences are one person's choices, as ui.Preferences wants them.
type preferences struct {
	vault   *vault.Vault
	profile health.ProfileID
}

// Get implements ui.Preferences. What cannot be read is as good as never
// chosen.
func (p preferences) Get(key string) []byte {
	value, err := p.vault.Preference(p.profile, key)
	if err != nil {
		return nil
	}
	return value
}

// Set implements ui.Preferences.
func (p preferences) Set(ctx context.Context, key string, value []byte) error {
	return p.vault.SetPreference(ctx, p.profile, key, value)
}

// choices are those of the whole account, as ui.Preferences wants them.
type choices struct {
	vault *vault.Vault
}

// Get implements ui.Preferences.
func (c choices) Get(key string) []byte {
	value, err := c.vault.Choice(key)
	if err != nil {
		return nil
	}
	return value
}

// Set implements ui.Preferences.
func (c choices) Set(ctx context.Context, key string, value []byte) error {
	return c.vault.SetChoice(ctx, key, value)
}
