package vault

import (
	"cmp"
	"context"
	"crypto/sha256"
	"maps"
	"slices"
)

// bytes reads a spot, as far as the budget lasts.
func (s *Salvaged) bytes(p spot) ([]byte, bool) {
	if s.budget -= int64(p.size); s.budget < 0 {
		return nil, false
	}
	b := make([]byte, p.size)
	_, err := s.file.ReadAt(b, p.at)
	return b, err == nil
}

// findSpares opens the spare copies, which say of what they are.
func (s *Salvaged) findSpares() {
	of := s.keys.sparer(s.head.vault)
	for _, p := range s.scan.spares {
		if b, ok := s.bytes(p); ok {
			if id, _, err := of.open(b); err == nil {
				s.spares[id] = append(s.spares[id], p)
			}
		}
	}
}

// sealed calls f with everything that may be the object of an id until f says
// that it is.
func (s *Salvaged) sealed(id uint64, f func(sealed []byte) bool) bool {
	for _, p := range s.scan.objects[id] {
		if b, ok := s.bytes(p); ok && f(b) {
			return true
		}
	}
	of := s.keys.sparer(s.head.vault)
	for _, p := range s.spares[id] {
		if b, ok := s.bytes(p); ok {
			if _, inner, err := of.open(b); err == nil && f(inner) {
				return true
			}
		}
	}
	return false
}

// body returns the body of the object that r means, and the object as it is
// sealed.
func (s *Salvaged) body(with sealer, k kind, r ref) (body, sealed []byte, err error) {
	err = damaged(k, r.id, "not to be found")
	s.sealed(r.id, func(b []byte) bool {
		if !r.is(b) {
			return false
		}
		var e error
		if body, e = with.openBody(k, r, b); e != nil {
			err = e
			return false
		}
		sealed, err = b, nil
		return true
	})
	return body, sealed, err
}

// try returns the body of an object whatever its tag: only where the reference
// to it is lost.
func (s *Salvaged) try(with sealer, k kind, id uint64) (body []byte, r ref, ok bool) {
	ok = s.sealed(id, func(b []byte) bool {
		plain, err := with.decrypt(k, id, b)
		if err != nil || beUint64(b) != 1 {
			return false
		}
		if body, err = unpack(plain); err != nil {
			return false
		}
		r = ref{id: id, version: 1, tag: [tagSize]byte(b[len(b)-tagSize:])}
		return true
	})
	return body, r, ok
}

// ids returns the ids above one of everything that was found, the highest first.
func (s *Salvaged) ids(above uint64) []uint64 {
	all := maps.Clone(s.spares)
	for id := range s.scan.objects {
		all[id] = nil
	}
	out := slices.Collect(maps.Keys(all))
	out = slices.DeleteFunc(out, func(id uint64) bool { return id <= above })
	slices.Sort(out)
	slices.Reverse(out)
	return out
}

// newest finds the newest object of a kind above an id, by trying.
func (s *Salvaged) newest(ctx context.Context, with sealer, k kind, above uint64, accept func(body []byte, r ref) bool) bool {
	for _, id := range s.ids(above) {
		if ctx.Err() != nil {
			return false
		}
		if body, r, ok := s.try(with, k, id); ok && accept(body, r) {
			return true
		}
	}
	return false
}

// rawRoot is a root that was found.
type rawRoot struct {
	root
	hash [sha256.Size]byte
}

// roots returns all authentic roots, the newest first: those of earlier states
// stand in free pages for a while.
func (s *Salvaged) roots() []rawRoot {
	var out []rawRoot
	manifest := s.keys.manifest.sealer(s.head.vault)
	for _, p := range s.scan.objects[0] {
		b, ok := s.bytes(p)
		if !ok {
			continue
		}
		plain, err := manifest.decrypt(kindRoot, 0, b)
		if err != nil {
			continue
		}
		body, err := unpack(plain)
		if err != nil {
			continue
		}
		r := rawRoot{hash: sha256.Sum256(b)}
		if r.root, err = decodeRoot(body); err != nil {
			continue
		}
		r.counter = beUint64(b)
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b rawRoot) int {
		return cmp.Or(cmp.Compare(b.counter, a.counter), slices.Compare(a.hash[:], b.hash[:]))
	})
	return slices.CompactFunc(out, func(a, b rawRoot) bool { return a.hash == b.hash })
}

// findState finds the newest catalogue: by the roots, and by trying what is
// newer than the one that a root leads to.
func (s *Salvaged) findState(ctx context.Context) error {
	catalogue := s.keys.catalogue.sealer(s.head.vault)
	read := func(body []byte, r ref) bool {
		cs, settings, err := decodeCatalogue(body)
		if err != nil {
			return false
		}
		s.state = &state{catalogue: r, containers: cs, settingsRef: settings}
		return true
	}
	roots := s.roots()
	for i, r := range roots {
		body, _, err := s.body(catalogue, kindCatalogue, r.catalogue)
		if err == nil && read(body, r.catalogue) {
			s.state.root, s.state.rootHash, s.rootFound = r.root, r.hash, true
			s.report.Older = i > 0
			break
		}
		s.problem(kindCatalogue, r.catalogue.id, "of a root that was found, cannot be read")
	}
	above := uint64(0)
	if s.rootFound {
		above = s.state.catalogue.id
	}
	if s.newest(ctx, catalogue, kindCatalogue, above, read) {
		// The root that leads there is gone. It was the next one, or a later.
		s.rootFound, s.report.Older = false, false
		s.problem(kindRoot, 0, "cannot be read; the newest catalogue is found without it")
		if len(roots) > 0 {
			s.state.root.counter = roots[0].counter + 1
			s.state.root.stale = true
		}
		for _, r := range roots {
			if r.catalogue.id > s.state.catalogue.id {
				s.report.Older = true // there was a newer one, whose catalogue is gone
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.state == nil {
		return damaged(kindCatalogue, 0, "none can be read")
	}
	s.report.Changes = s.state.root.counter
	return nil
}
