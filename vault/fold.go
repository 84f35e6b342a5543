package vault

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"vitalkeep/health"
)

// A fold takes in the typed layers before it while they are small together.
const (
	foldRows     = 4096
	foldSegments = 64
)

func byTypedSample(a, b health.Sample) int { return cmp.Compare(a.Start, b.Start) }

func byTypedEntry(a, b health.Entry) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), strings.Compare(a.Key, b.Key))
}

// fold makes a layer of what waits in the journal of a profile. The caller has
// the vault (v.busy).
func (v *Vault) fold(ctx context.Context, id [16]byte) error {
	s, err := v.snapshot()
	if err != nil {
		return err
	}
	c := s.container(id)
	if c == nil || c.typed.size() == 0 {
		return nil
	}
	w := v.newObjectWriter(ctx, c.sealer)
	if err := v.revise(id, w, func(r *revision) error { return r.fold() }); err != nil {
		_ = w.abandon() // at the latest the next opening removes it
		return err
	}
	return nil
}

// foldAll folds the journal of every container. The caller has the vault.
func (v *Vault) foldAll(ctx context.Context) error {
	s, err := v.snapshot()
	if err != nil {
		return err
	}
	for _, c := range s.containers {
		if err := v.fold(ctx, c.id); err != nil {
			return err
		}
	}
	return nil
}

// fold puts a layer of all that the journal holds over the others. It takes in
// small typed layers that nothing in between depends on.
func (r *revision) fold() error {
	f := folding{samples: map[uint32][]health.Sample{}, entries: map[uint32][]health.Entry{}}
	for _, n := range r.foldable() {
		if err := f.take(r, n); err != nil {
			return err
		}
		r.remove(n)
	}
	last := uint32(0)
	for _, s := range r.c.series {
		last = max(last, s.number)
	}
	for _, s := range r.c.unlisted {
		last++
		s.number = last
		r.c.series = append(r.c.series, s)
	}
	for _, t := range r.c.typed.readings {
		s, _ := r.c.find(t.Metric, health.UnknownEntry, t.Source)
		f.samples[s.number] = append(f.samples[s.number], t.Sample)
	}
	for _, e := range r.c.typed.entries {
		s, _ := r.c.find("", e.Kind, e.Source)
		f.entries[s.number] = append(f.entries[s.number], e)
	}
	r.c.typed, r.folded = typed{}, true
	return f.write(r)
}

// foldable returns the typed layers that a fold takes in, the oldest first. A
// layer can go to the top if none over it, except those that go with it, has
// anything of its series. Final deletions hide nothing that is still there.
func (r *revision) foldable() []*node {
	var out []*node
	rows, segments := r.c.typed.size(), 0
	over := map[uint32]bool{}
	for _, n := range slices.Backward(r.c.nodes) {
		if n.layer == layerFinal {
			continue
		}
		count, spans, free := 0, 0, n.layer == layerTyped && n.moved == nil
		for i := range n.series {
			s := &n.series[i]
			free = free && !over[s.number]
			spans += len(s.rows)
			for _, sp := range s.rows {
				count += int(sp.count)
			}
		}
		if free && rows+count <= foldRows && segments+spans <= foldSegments {
			rows, segments = rows+count, segments+spans
			out = append(out, n)
			continue
		}
		for i := range n.series {
			over[n.series[i].number] = true
		}
	}
	slices.Reverse(out)
	return out
}

// folding collects the rows of a typed layer by number of the series, those of
// one identity in the order of typing.
type folding struct {
	samples map[uint32][]health.Sample
	entries map[uint32][]health.Entry
}

// take adds what a layer holds.
func (f *folding) take(r *revision, n *node) error {
	for i := range n.series {
		s := &n.series[i]
		at := slices.IndexFunc(r.c.series, func(o series) bool { return o.number == s.number })
		if at < 0 {
			return damaged(kindNode, n.ref.id, "an unknown series")
		}
		of := r.c.series[at]
		for _, sp := range s.rows {
			if of.entry == health.UnknownEntry {
				rows, err := r.v.rows(r.old)(s, sp, nil)
				if err != nil {
					return err
				}
				f.samples[s.number] = append(f.samples[s.number], rows...)
				continue
			}
			rows, err := r.v.entryRows(r.old, of)(s, sp, nil)
			if err != nil {
				return err
			}
			f.entries[s.number] = append(f.entries[s.number], rows...)
		}
	}
	return nil
}

// write writes the layer and lists it.
func (f *folding) write(r *revision) error {
	n := &node{seq: r.v.newID(), layer: layerTyped, batch: health.Batch{At: r.v.now().UnixMilli()}}
	for _, s := range r.c.series {
		one := nodeSeries{number: s.number}
		var err error
		switch {
		case len(f.samples[s.number]) > 0:
			one.rows, one.identities, err = foldRowsOf(f.samples[s.number], byTypedSample, newRowWriter(r.w, s.number, n.seq, 0))
		case len(f.entries[s.number]) > 0:
			one.rows, one.identities, err = foldRowsOf(f.entries[s.number], byTypedEntry, newEntryWriter(r.w, s.number, n.seq, 0))
		default:
			continue
		}
		if err != nil {
			return err
		}
		one.shadows = slices.ContainsFunc(r.c.nodes, func(o *node) bool {
			s := o.find(one.number)
			return s != nil && len(s.rows) > 0
		})
		n.series = append(n.series, one)
	}
	slices.SortFunc(n.series, compareSeries)
	r.add(n)
	return nil
}

// foldRowsOf writes the rows of one series, sorted by identity, and counts the
// identities.
func foldRowsOf[R any](rows []R, compare func(a, b R) int, out *segmentWriter[R]) (spans []span, identities uint64, err error) {
	slices.SortStableFunc(rows, compare)
	for i, row := range rows {
		if i == 0 || compare(rows[i-1], row) != 0 {
			identities++
		}
		if err := out.add(row); err != nil {
			return nil, 0, err
		}
	}
	spans, err = out.close()
	return spans, identities, err
}
