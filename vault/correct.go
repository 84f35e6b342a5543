package vault

import (
	"context"
	"slices"

	"vitalkeep/health"
)

// Correct takes away what a person typed before and stores what takes its
// place, in one durable step: all of it or, on an error, nothing. The new may
// be another value of the same identity. What it replaces stays in the history
// (Versions), the old identity until a compaction, and does not count as
// deleted: it is not in Deletions. Errors: ErrNotDeletable for what was not
// typed, ErrNoReading for what is not there, ErrTooMuch for more than an Add
// takes, and those of Add and, where an identity goes, ErrBusy.
func (v *Vault) Correct(ctx context.Context, profile health.ProfileID, old []Identity, readings []health.Reading, entries []health.Entry) error {
	if v.readOnly {
		return v.forReading()
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, id := range old {
		if !id.Source.Typed() {
			return ErrNotDeletable
		}
	}
	if len(old) > maxTyped {
		return ErrTooMuch
	}
	t, err := checkTyped(readings, entries)
	if err != nil {
		return err
	}
	gone := slices.DeleteFunc(slices.Clone(old), t.has)
	if len(gone) > 0 {
		return v.correct(ctx, profile, old, gone, t)
	}
	return v.add(ctx, profile, t, func(c *container) error { return v.allShown(ctx, c, old) })
}

// has reports whether one of what was typed has that identity.
func (t typed) has(id Identity) bool {
	if id.Metric != "" {
		return slices.ContainsFunc(t.readings, func(r health.Reading) bool {
			return r.Metric == id.Metric && r.Source == id.Source && r.Start == id.Start
		})
	}
	return slices.ContainsFunc(t.entries, func(e health.Entry) bool {
		return e.Kind == id.Entry && e.Source == id.Source && e.Start == id.Start && e.Key == id.Key
	})
}

// allShown returns ErrNoReading unless each of the identities is visible, the
// journal included.
func (v *Vault) allShown(ctx context.Context, c *container, ids []Identity) error {
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return err
		}
		shown := false
		var err error
		switch {
		case id.Start < -maxTime || id.Start > maxTime:
		case id.Metric != "":
			_, shown, err = v.sampleAt(c, id)
		default:
			_, shown, err = v.entryAt(c, id)
		}
		if err != nil {
			return err
		}
		if !shown {
			return ErrNoReading
		}
	}
	return nil
}

// correct puts a layer that hides the identities that go, and over it one of
// what was typed.
func (v *Vault) correct(ctx context.Context, profile health.ProfileID, old, gone []Identity, t typed) error {
	c, release, err := v.claimProfile(ctx, profile)
	if err != nil {
		return err
	}
	defer release()
	w := v.newObjectWriter(ctx, c.sealer)
	err = v.revise(c.id, w, func(r *revision) error {
		if err := v.allShown(ctx, r.old, old); err != nil {
			return err
		}
		t, err := v.unknownOf(r.old, t)
		if err != nil {
			return err
		}
		n := &node{
			seq: v.newID(), layer: layerDeletion, correction: true,
			batch: health.Batch{ID: randomID(), At: v.now().UnixMilli(), Profile: profile},
		}
		if err := hideIdentities(&r.c, w, n, gone, nil); err != nil {
			return err
		}
		slices.SortFunc(n.series, compareSeries)
		r.add(n)
		if t.size() == 0 {
			return nil
		}
		r.c.typed = r.c.typed.and(t)
		r.c.indexTyped()
		return r.fold()
	})
	if err != nil {
		_ = w.abandon() // at the latest the next opening removes it
		return err
	}
	v.flip.Lock()
	defer v.flip.Unlock()
	v.named(t)
	return nil
}
