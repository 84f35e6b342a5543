package session

import (
	"context"

	"vitalkeep/health"
	"vitalkeep/ui"
	"vitalkeep/vault"
)

// deletions removes readings from a vault and brings them back.
type deletions struct {
	vault *vault.Vault
}

// Delete implements ui.Deletions.
func (d deletions) Delete(ctx context.Context, profile health.ProfileID, readings []ui.Measurement) (ui.Deletion, error) {
	ids := identities(readings)
	id, err := d.vault.Delete(ctx, profile, ids)
	return ui.Deletion{ID: id, Profile: profile, Readings: len(ids)}, err
}

// identityOf is the vault's name of a measurement.
func identityOf(m ui.Measurement) vault.Identity {
	return vault.Identity{Metric: m.Metric, Entry: m.Entry, Source: m.Source, Start: m.Start, Key: m.Key}
}

func identities(list []ui.Measurement) []vault.Identity {
	ids := make([]vault.Identity, len(list))
	for i, m := range list {
		ids[i] = identityOf(m)
	}
	return ids
}

// Undoable implements ui.Deletions.
func (d deletions) Undoable() ([]ui.Deletion, error) {
	list, err := d.vault.Deletions()
	out := make([]ui.Deletion, len(list))
	for i, x := range list {
		out[i] = ui.Deletion{ID: x.ID, Profile: x.Profile, At: x.At, Readings: x.Readings, Source: x.Source}
	}
	return out, err
}

// Undelete implements ui.Deletions.
func (d deletions) Undelete(ctx context.Context, id health.BatchID) error {
	return d.vault.UndoDeletion(ctx, id)
}
