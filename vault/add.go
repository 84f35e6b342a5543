package vault

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"

	"github.com/oklog/ulid/v2"

	"vitalkeep/health"
)

// foldAt is how many typed readings and entries of a profile wait in the journal
// before they are folded into a layer.
const foldAt = 500

// Add stores what a person typed: all of it or, on an error, nothing. When it
// returns, it is on the disk. A source that is left out is health.TypedSource;
// it must be one of what is typed. The Batch of what is typed is the zero one,
// and origins are not kept. What says the same as what is there changes
// nothing; another value of the same identity is visible from then on, and the
// one before stays in the history. Errors: ErrBadSample, ErrBadEntry (what a
// Stage refuses too, other sources, or too much at once), ErrNoProfile,
// ErrReadOnly, ErrNoSpace, ErrClosed, the context's.
func (v *Vault) Add(ctx context.Context, profile health.ProfileID, readings []health.Reading, entries []health.Entry) error {
	if v.readOnly {
		return v.forReading()
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	t, err := checkTyped(readings, entries)
	if err != nil {
		return err
	}
	return v.add(ctx, profile, t, nil)
}

// add stores what was typed if check, which may be nil, finds nothing against it.
func (v *Vault) add(ctx context.Context, profile health.ProfileID, t typed, check func(*container) error) error {
	full, err := v.insert(profile, t, check)
	if err != nil || !full || !v.busy.CompareAndSwap(false, true) {
		return err
	}
	defer v.busy.Store(false)
	// What was typed is stored; a fold that fails is tried again with the next.
	_ = v.fold(context.WithoutCancel(ctx), profile)
	return nil
}

// checkTyped returns a copy of what is to be stored.
func checkTyped(readings []health.Reading, entries []health.Entry) (t typed, err error) {
	if len(readings) > maxTyped {
		return t, ErrBadSample
	}
	for _, r := range readings {
		r.Source = cmp.Or(r.Source, health.TypedSource)
		r.Batch, r.Origin, r.Form = health.BatchID{}, health.Origin{}, health.Plain
		if _, ok := health.Lookup(r.Metric); !ok || !r.Source.Typed() || !holdsID(r.Source) || !holdsID(r.Metric) || !holdsSample(&r.Sample) {
			return t, ErrBadSample
		}
		t.readings = append(t.readings, r)
	}
	size := 0
	for _, e := range entries {
		e.Source = cmp.Or(e.Source, health.TypedSource)
		e.Batch, e.Origin = health.BatchID{}, health.Origin{}
		e.Fields = slices.Clone(e.Fields)
		n, ok := holdsEntry(&e)
		if size += n; !ok || !e.Source.Typed() || size > maxTypedText || len(t.entries) == maxTyped {
			return t, ErrBadEntry
		}
		t.entries = append(t.entries, e)
	}
	return t, nil
}

// insert writes a record of the journal. full says that it is time to fold.
func (v *Vault) insert(profile health.ProfileID, t typed, check func(*container) error) (full bool, err error) {
	v.flip.Lock()
	defer v.flip.Unlock()
	s, err := v.snapshot()
	if err != nil {
		return false, err
	}
	old, err := s.profile(profile)
	if err != nil {
		return false, err
	}
	if check != nil {
		if err := check(old); err != nil {
			return false, err
		}
	}
	all := t
	if t, err = v.unknownOf(old, t); err != nil || t.size() == 0 {
		return false, err
	}
	journal, err := v.unlocked(v.journalSealer)
	if err != nil {
		return false, err
	}
	o := sealRecord(journal, old.sealer, v.newID(), t)
	c := *old
	c.typed = old.typed.and(t)
	c.indexTyped()
	next := s.with(&c)
	next.journal = append(slices.Clone(s.journal), journalRecord{id: o.ref.id, tag: o.ref.tag, container: c.id})
	if err := v.write(next, change{insert: &o}); err != nil {
		return false, err
	}
	v.named(all)
	return c.typed.size() >= foldAt, nil
}

// unknownOf leaves out what the container shows already, and gives the entries
// their names.
func (v *Vault) unknownOf(c *container, t typed) (out typed, err error) {
	samples := map[Identity]health.Sample{}
	for _, r := range t.readings {
		id := Identity{Metric: r.Metric, Source: r.Source, Start: r.Start}
		known, ok := samples[id]
		if !ok {
			if known, ok, err = v.sampleAt(c, id); err != nil {
				return out, err
			}
		}
		if ok && known.SameValue(r.Sample) {
			continue
		}
		samples[id] = r.Sample
		out.readings = append(out.readings, r)
	}
	entries := map[Identity]health.Entry{}
	for _, e := range t.entries {
		id := Identity{Entry: e.Kind, Source: e.Source, Start: e.Start, Key: e.Key}
		known, ok := entries[id]
		if !ok {
			if known, ok, err = v.entryAt(c, id); err != nil {
				return out, err
			}
		}
		if ok && sameEntry(known, e) {
			continue
		}
		// Another version of the same entry keeps its name.
		e.ID = known.ID
		if !ok {
			if e.ID, err = newEntryID(e.Start); err != nil {
				return out, err
			}
		}
		entries[id] = e
		out.entries = append(out.entries, e)
	}
	return out, nil
}

// newEntryID returns a new ULID for an entry that starts then.
func newEntryID(start int64) ([16]byte, error) {
	id, err := ulid.New(uint64(max(start, 0)), rand.Reader)
	if errors.Is(err, ulid.ErrBigTime) {
		return randomID(), nil
	}
	if err != nil {
		return id, fmt.Errorf("giving an entry its id: %w", err)
	}
	return id, nil
}

// seriesOf returns the series of an identity, also one that only the journal
// has.
func (c *container) seriesOf(id Identity) (series, bool) {
	for _, s := range c.shown() {
		if s.metric == id.Metric && s.entry == id.Entry && s.source == id.Source {
			return s, true
		}
	}
	return series{}, false
}

// sampleAt returns the visible sample of an identity.
func (v *Vault) sampleAt(c *container, id Identity) (health.Sample, bool, error) {
	s, ok := c.seriesOf(id)
	if !ok {
		return health.Sample{}, false, nil
	}
	_, parts, ok, err := v.history(c, s.number, id.Start, id.Start+1).next()
	if !ok || err != nil {
		return health.Sample{}, false, err
	}
	newest := parts[len(parts)-1]
	return newest.rows[len(newest.rows)-1], !newest.gone, nil
}

// entryAt returns the visible entry of an identity.
func (v *Vault) entryAt(c *container, id Identity) (health.Entry, bool, error) {
	s, ok := c.seriesOf(id)
	if !ok {
		return health.Entry{}, false, nil
	}
	_, parts, ok, err := v.entryHistory(c, s, id.Start, id.Start+1).next()
	if !ok || err != nil {
		return health.Entry{}, false, err
	}
	for _, k := range byKey(parts) {
		if k.key == id.Key && !k.gone {
			return k.rows[len(k.rows)-1], true, nil
		}
	}
	return health.Entry{}, false, nil
}
