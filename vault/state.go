package vault

import (
	"cmp"
	"crypto/sha256"
	"slices"

	"vitalkeep/health"
)

// state is what the vault holds at one moment: immutable, replaced as a whole
// when a transaction is durable.
type state struct {
	root       root
	rootHash   [sha256.Size]byte
	catalogue  ref
	containers []*container
	doors      *doors // the vault's own; without them all that has a passcode is closed

	journal []journalRecord // by rising id

	settings    settings
	settingsRef ref   // zero while there is nothing to remember
	settingsErr error // why settings could not be read
}

// container returns the container of that id, or nil.
func (s *state) container(id [16]byte) *container {
	for _, c := range s.containers {
		if c.id == id {
			return c
		}
	}
	return nil
}

// owner returns the container of a profile, whoever asks: profile is for what
// reads its content.
func (s *state) owner(id health.ProfileID) (*container, error) {
	for _, c := range s.containers {
		if c.role == roleProfile && c.id == [16]byte(id) {
			return c, nil
		}
	}
	return nil, ErrNoProfile
}

// with returns a copy of s in which c takes the place of the container of the
// same id, or is added.
func (s *state) with(c *container) *state {
	next := *s
	next.containers = slices.Clone(s.containers)
	for i, old := range next.containers {
		if old.id == c.id {
			next.containers[i] = c
			return &next
		}
	}
	next.containers = append(next.containers, c)
	return &next
}

// keep makes the key of a container before a reload the one after it: imports
// and readings that began before go on with it. A key that is no longer in the
// file is wiped.
func (s *state) keep(old *container) {
	for _, c := range s.containers {
		if c.id == old.id && c.key.same(old.key) {
			if c.key != old.key {
				c.key.wipe()
			}
			c.key, c.sealer = old.key, old.sealer
			return
		}
	}
	old.key.wipe()
}

// live is an object that a state reaches.
type live struct {
	kind    kind
	ref     *ref       // where the state keeps it
	of      *container // nil for the vault's own
	node    *node      // of kindNode
	picture *picture   // of kindPicture
}

// live returns every object that the state reaches, by rising id: of one
// object what it refers to comes first. Nothing else names them all; what is
// missing here is taken for left over by a sweep, and left out by a rewriting.
func (s *state) live() []live {
	out := []live{{kind: kindCatalogue, ref: &s.catalogue}}
	if !s.settingsRef.zero() {
		out = append(out, live{kind: kindSettings, ref: &s.settingsRef})
	}
	for _, c := range s.containers {
		out = append(
			out,
			live{kind: kindKey, ref: &c.keyRef, of: c},
			live{kind: kindProfile, ref: &c.docRef, of: c},
			live{kind: kindDirectory, ref: &c.dirRef, of: c},
		)
		if !c.rollupRef.zero() {
			out = append(out, live{kind: kindRollupDirectory, ref: &c.rollupRef, of: c})
		}
		c.rollups.spans(func(spans []span) { out = appendLive(out, kindRollup, c, spans) })
		if !c.picturesRef.zero() {
			out = append(out, live{kind: kindPictures, ref: &c.picturesRef, of: c})
		}
		for _, p := range c.pictures {
			out = append(out, live{kind: kindPicture, ref: &p.dir, of: c, picture: p})
			for i := range p.pieces {
				out = append(out, live{kind: kindPiece, ref: &p.pieces[i], of: c})
			}
		}
		for _, n := range c.nodes {
			out = append(out, live{kind: kindNode, ref: &n.ref, of: c, node: n})
			for i := range n.series {
				ns := &n.series[i]
				out = appendLive(out, c.rowKind(ns.number), c, ns.rows)
				out = appendLive(out, kindClaims, c, ns.claims)
				out = appendLive(out, kindTombstones, c, ns.gone)
			}
		}
	}
	slices.SortFunc(out, func(a, b live) int { return cmp.Compare(a.ref.id, b.ref.id) })
	return out
}

func appendLive(out []live, k kind, c *container, spans []span) []live {
	for i := range spans {
		out = append(out, live{kind: k, ref: &spans[i].ref, of: c})
	}
	return out
}

// rowKind returns what the rows of a series are sealed as.
func (c *container) rowKind(number uint32) kind {
	for _, s := range c.series {
		if s.number == number && s.entry != health.UnknownEntry {
			return kindEntries
		}
	}
	return kindRows
}

// referenced returns the ids of the objects that the state reaches.
func (s *state) referenced() map[uint64]bool {
	m := map[uint64]bool{}
	for _, l := range s.live() {
		m[l.ref.id] = true
	}
	return m
}

// refers reports whether the state reaches exactly that object.
func (s *state) refers(r ref) bool {
	return slices.ContainsFunc(s.live(), func(l live) bool { return *l.ref == r })
}
