package ui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/style"
)

var errNotThere = errors.New("not there")

// fakeNotebook keeps what was typed in the readings of a library and in a slice
// of entries. It is the deletions of both too.
type fakeNotebook struct {
	library  *fakeLibrary
	entries  []health.Entry // by rising start
	pictures map[string][]byte
	replaced []health.Reading // what Correct took away, in that order
	fail     error            // of everything that writes
	failRead error            // of everything that reads
	added    int              // calls of Add
	deleted  map[health.BatchID]fakeDeletion
}

// fakeDeletion is what a deletion took.
type fakeDeletion struct {
	readings []health.Reading
	entries  []health.Entry
}

func newFakeNotebook(l *fakeLibrary) *fakeNotebook {
	return &fakeNotebook{library: l, pictures: map[string][]byte{}, deleted: map[health.BatchID]fakeDeletion{}}
}

// Entries implements Notebook.
func (n *fakeNotebook) Entries(ctx context.Context, from, to int64) iter.Seq2[health.Entry, error] {
	return func(yield func(health.Entry, error) bool) {
		if n.failRead != nil {
			yield(health.Entry{}, n.failRead)
			return
		}
		for _, e := range n.entries {
			if e.Start >= from && e.Start < to && !yield(e, ctx.Err()) {
				return
			}
		}
	}
}

// Add implements Notebook.
func (n *fakeNotebook) Add(ctx context.Context, readings []health.Reading, entries []health.Entry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if n.fail != nil {
		return n.fail
	}
	n.added++
	n.put(readings, entries)
	return nil
}

func (n *fakeNotebook) put(readings []health.Reading, entries []health.Entry) {
	for _, r := range readings {
		n.take(Measurement{Metric: r.Metric, Source: r.Source, Start: r.Start})
		all := append(n.library.readings[r.Metric], r)
		slices.SortStableFunc(all, func(a, b health.Reading) int { return cmp.Compare(a.Start, b.Start) })
		n.library.readings[r.Metric] = all
	}
	for _, e := range entries {
		n.take(Measurement{Entry: e.Kind, Source: e.Source, Start: e.Start, Key: e.Key})
		n.entries = append(n.entries, e)
	}
	slices.SortStableFunc(n.entries, func(a, b health.Entry) int { return cmp.Compare(a.Start, b.Start) })
}

// take removes what m names and returns it.
func (n *fakeNotebook) take(m Measurement) (fakeDeletion, bool) {
	var out fakeDeletion
	if m.Metric != "" {
		all := n.library.readings[m.Metric]
		i := slices.IndexFunc(all, func(r health.Reading) bool { return r.Source == m.Source && r.Start == m.Start })
		if i < 0 {
			return out, false
		}
		out.readings = []health.Reading{all[i]}
		if n.library.readings[m.Metric] = slices.Delete(slices.Clone(all), i, i+1); len(all) == 1 {
			delete(n.library.readings, m.Metric)
		}
		return out, true
	}
	i := slices.IndexFunc(n.entries, func(e health.Entry) bool {
		return e.Kind == m.Entry && e.Source == m.Source && e.Start == m.Start && e.Key == m.Key
	})
	if i < 0 {
		return out, false
	}
	out.entries = []health.Entry{n.entries[i]}
	n.entries = slices.Delete(slices.Clone(n.entries), i, i+1)
	return out, true
}

// has reports whether what m names is there.
func (n *fakeNotebook) has(m Measurement) bool {
	if m.Metric != "" {
		return slices.ContainsFunc(n.library.readings[m.Metric], func(r health.Reading) bool { return r.Source == m.Source && r.Start == m.Start })
	}
	return slices.ContainsFunc(n.entries, func(e health.Entry) bool {
		return e.Kind == m.Entry && e.Source == m.Source && e.Start == m.Start && e.Key == m.Key
	})
}

// Correct implements Notebook.
func (n *fakeNotebook) Correct(ctx context.Context, old []Measurement, readings []health.Reading, entries []health.Entry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if n.fail != nil {
		return n.fail
	}
	for _, m := range old {
		if !n.has(m) {
			return errNotThere
		}
	}
	for _, m := range old {
		gone, _ := n.take(m)
		n.replaced = append(n.replaced, gone.readings...)
	}
	n.put(readings, entries)
	return nil
}

// Versions implements Notebook.
func (n *fakeNotebook) Versions(_ context.Context, m Measurement) ([]Version, error) {
	if n.failRead != nil {
		return nil, n.failRead
	}
	var out []Version
	for _, r := range n.library.readings[m.Metric] {
		if r.Source == m.Source && r.Start == m.Start {
			out = append(out, Version{Value: r.Value, Unit: r.Unit, Batch: r.Batch, Typed: r.Source.Typed(), Current: true})
		}
	}
	for _, r := range slices.Backward(n.replaced) {
		if r.Metric == m.Metric && r.Source == m.Source && r.Start == m.Start {
			out = append(out, Version{Value: r.Value, Unit: r.Unit, At: stageNow.UnixMilli(), Typed: true})
		}
	}
	return out, nil
}

// Attach implements Notebook.
func (n *fakeNotebook) Attach(_ context.Context, picture []byte) (string, error) {
	if n.fail != nil {
		return "", n.fail
	}
	ref := fmt.Sprintf("picture-%d", len(n.pictures)+1)
	n.pictures[ref] = slices.Clone(picture)
	return ref, nil
}

// Picture implements Notebook.
func (n *fakeNotebook) Picture(_ context.Context, ref string) ([]byte, error) {
	if n.failRead != nil {
		return nil, n.failRead
	}
	p, ok := n.pictures[ref]
	if !ok {
		return nil, errNotThere
	}
	return p, nil
}

// Delete implements Deletions.
func (n *fakeNotebook) Delete(_ context.Context, profile health.ProfileID, what []Measurement) (Deletion, error) {
	if n.fail != nil {
		return Deletion{}, n.fail
	}
	for _, m := range what {
		if !n.has(m) {
			return Deletion{}, errNotThere
		}
	}
	var all fakeDeletion
	for _, m := range what {
		d, _ := n.take(m)
		all.readings, all.entries = append(all.readings, d.readings...), append(all.entries, d.entries...)
	}
	id := health.BatchID{9, byte(len(n.deleted) + 1)}
	n.deleted[id] = all
	return Deletion{ID: id, Profile: profile, At: stageNow.UnixMilli()}, nil
}

// Undoable implements Deletions.
func (n *fakeNotebook) Undoable() ([]Deletion, error) { return nil, nil }

// Undelete implements Deletions.
func (n *fakeNotebook) Undelete(_ context.Context, id health.BatchID) error {
	d, ok := n.deleted[id]
	if !ok || n.fail != nil {
		return errors.Join(errNotThere, n.fail)
	}
	delete(n.deleted, id)
	n.put(d.readings, d.entries)
	return nil
}

// withNotebook gives the vault of a stage a library and a notebook, and the
// program all its pages. The session that is open already gets them too.
func withNotebook(t *testing.T, mode style.Mode, size fyne.Size, l *fakeLibrary) (*stage, *fakeNotebook) {
	t.Helper()
	n, preferences := newFakeNotebook(l), newFakePreferences()
	s := unlocked(t, mode, size, func(d *Deps, _ *stage) { d.Pages = AllPages() }, func(_ *Deps, s *stage) {
		s.vaults.dress = func(session *Session) {
			session.Library = func(health.ProfileID) Library { return l }
			session.Notebook = func(health.ProfileID) Notebook { return n }
			session.Deletions = n
			session.Preferences = func(health.ProfileID) Preferences { return preferences }
		}
	})
	return s, n
}
