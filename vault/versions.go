package vault

import (
	"context"

	"vitalkeep/health"
)

// maxVersions is how many versions of one reading are told at most.
const maxVersions = 200

// Version is one of the values that a vault holds of an identity.
type Version struct {
	Reading health.Reading // of a measurement
	Entry   health.Entry   // of an entry
	Batch   health.BatchID // the import that brought it; zero for what was typed
	// At is when that import was stored, in UTC milliseconds. Of what was typed
	// nobody knows: 0.
	At      int64
	Typed   bool
	Current bool // it is the one that is visible
	// Deleted says that a deletion or correction hides it, DeletedAt when, in UTC
	// milliseconds; Corrected that it was a correction.
	Deleted   bool
	DeletedAt int64
	Corrected bool
}

// Versions is the history of one reading or entry: every value that the vault
// still holds of its identity, the newest layer first and in it what came last
// first; at most 200. What a compaction made final is not in it any more.
// Errors: ErrNoProfile, ErrDamaged, ErrClosed, the context's.
func (v *Vault) Versions(ctx context.Context, profile health.ProfileID, id Identity) (out []Version, err error) {
	err = v.again(profile, func(c *container) error {
		out, err = v.versions(ctx, c, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (v *Vault) versions(ctx context.Context, c *container, id Identity) ([]Version, error) {
	s, ok := c.seriesOf(id)
	if !ok || id.Start < -maxTime || id.Start > maxTime || (id.Metric == "") == (id.Entry == health.UnknownEntry) {
		return nil, nil
	}
	h := &pastOf{id: id}
	if w := c.waiting[s.number]; w != nil {
		h.samples(&w.owner, w.samples)
		h.entries(&w.owner, w.entries)
	}
	for i := len(c.nodes) - 1; i >= 0 && len(h.out) < maxVersions && !h.left(); i-- {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := h.layer(v, c, s, c.nodes[i]); err != nil {
			return nil, err
		}
	}
	return h.out[:min(len(h.out), maxVersions)], nil
}

// pastOf collects the versions of one identity, from the newest layer down.
type pastOf struct {
	id  Identity
	out []Version
	// hidden is the last deletion that was passed.
	hidden *node
}

// layer takes in what one layer holds.
func (h *pastOf) layer(v *Vault, c *container, s series, n *node) error {
	ns := n.find(s.number)
	if ns == nil {
		return nil
	}
	if ns.all {
		h.hidden = n
		return nil
	}
	for _, sp := range ns.gone {
		if h.id.Start < sp.tmin || h.id.Start > sp.tmax {
			continue
		}
		rows, err := v.tombstones(c)(ns, sp, nil)
		if err != nil {
			return err
		}
		for _, t := range rows {
			if t.start == h.id.Start && t.key == h.id.Key {
				h.hidden = n
			}
		}
	}
	for i := len(ns.rows) - 1; i >= 0; i-- {
		sp := ns.rows[i]
		if h.id.Start < sp.tmin || h.id.Start > sp.tmax {
			continue
		}
		if s.entry != health.UnknownEntry {
			rows, err := v.entryRows(c, s)(ns, sp, nil)
			if err != nil {
				return err
			}
			h.entries(ns, rows)
			continue
		}
		rows, err := v.rows(c)(ns, sp, nil)
		if err != nil {
			return err
		}
		h.samples(ns, rows)
	}
	return nil
}

// left reports whether all below was moved to somebody else.
func (h *pastOf) left() bool { return h.hidden != nil && h.hidden.moved.leaves() }

func (h *pastOf) samples(of *nodeSeries, rows []health.Sample) {
	for i := len(rows) - 1; i >= 0; i-- {
		if rows[i].Start == h.id.Start {
			one := h.version(of)
			one.Reading = health.Reading{Metric: h.id.Metric, Source: h.id.Source, Batch: one.Batch, Sample: rows[i]}
			h.out = append(h.out, one)
		}
	}
}

func (h *pastOf) entries(of *nodeSeries, rows []health.Entry) {
	for i := len(rows) - 1; i >= 0; i-- {
		if rows[i].Start == h.id.Start && rows[i].Key == h.id.Key {
			one := h.version(of)
			one.Entry = rows[i]
			one.Entry.Batch = one.Batch
			h.out = append(h.out, one)
		}
	}
}

// version returns what is true of a row whatever it says.
func (h *pastOf) version(of *nodeSeries) Version {
	one := Version{Typed: of.node.layer == layerTyped, Current: h.hidden == nil && len(h.out) == 0}
	if !one.Typed {
		one.Batch, one.At = of.node.batch.ID, of.node.batch.At
	}
	if h.hidden != nil {
		one.Deleted, one.DeletedAt, one.Corrected = true, h.hidden.batch.At, h.hidden.correction
	}
	return one
}
