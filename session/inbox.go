package session

import (
	"context"
	"slices"

	"vitalkeep/health"
	"vitalkeep/ui"
	"vitalkeep/vault"
)

// inbox is where readings lie that belong to nobody yet, as ui.Inbox wants it.
type inbox struct{ vault *vault.Vault }

// Profile implements ui.Inbox.
func (i inbox) Profile() (health.Profile, bool) { return i.vault.Inbox() }

// Open implements ui.Inbox.
func (i inbox) Open(ctx context.Context) (health.Profile, error) { return i.vault.OpenInbox(ctx) }

// Unclaimed implements ui.Inbox.
func (i inbox) Unclaimed(ctx context.Context) ([]ui.Unclaimed, error) {
	p, ok := i.vault.Inbox()
	if !ok {
		return nil, nil
	}
	list, err := i.vault.Brought(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	batches, err := i.vault.Batches()
	if err != nil {
		return nil, err
	}
	out := make([]ui.Unclaimed, len(list))
	for k, b := range list {
		out[k] = ui.Unclaimed{
			Source: b.Source, Readings: b.Readings, Metrics: b.Metrics, Kinds: b.Kinds, First: b.First, Last: b.Last,
		}
		if at := slices.IndexFunc(batches, func(o health.Batch) bool { return o.ID == b.Batch }); at >= 0 {
			out[k].Import = batches[at]
		}
	}
	return out, nil
}
