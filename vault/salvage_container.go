package vault

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"vitalkeep/health"
)

// container finds what there is of a container.
func (s *Salvaged) container(ctx context.Context, c *container, p *SalvagedProfile) error {
	wrap := s.keys.wrap.sealer(c.id)
	found := s.sealed(c.keyRef.id, func(b []byte) bool {
		if !c.keyRef.is(b) {
			return false
		}
		key, err := wrap.openKey(c.keyRef, b)
		c.key = key
		return err == nil
	})
	if !found {
		p.Lost = true
		s.problem(kindKey, c.keyRef.id, "cannot be read; everything under it is lost")
		return nil
	}
	c.sealer = c.key.sealer(c.id)
	s.document(ctx, c, p)
	s.directory(ctx, c, p)
	lost := map[uint64]bool{}
	c.nodes = slices.DeleteFunc(c.nodes, func(n *node) bool {
		body, _, err := s.body(c.sealer, kindNode, n.ref)
		if err == nil && decodeNode(n, body) == nil {
			n.batch.Profile = c.id
			n.adopt()
			return false
		}
		s.problem(kindNode, n.ref.id, "cannot be read")
		p.BatchesLost++
		lost[n.seq] = true
		return true
	})
	for _, n := range c.nodes {
		if n.layer == layerImport {
			p.Batches++
		}
		if err := s.layer(ctx, c, n, p); err != nil {
			return err
		}
	}
	if err := s.pictures(ctx, c, p); err != nil {
		return err
	}
	if len(lost) > 0 {
		if err := s.regroup(ctx, c, lost, p); err != nil {
			return err
		}
	}
	c.index()
	return nil
}

// document reads the name and series of a container; an earlier document is
// better than none.
func (s *Salvaged) document(ctx context.Context, c *container, p *SalvagedProfile) {
	read := func(body []byte, _ ref) bool {
		return c.decodeDoc(body) == nil
	}
	body, _, err := s.body(c.sealer, kindProfile, c.docRef)
	if err != nil || !read(body, c.docRef) {
		what := "cannot be read; an earlier one is used"
		p.Older = true
		if !s.newest(ctx, c.sealer, kindProfile, 0, read) {
			what = "cannot be read; without it nobody can say what the values are"
		}
		s.problem(kindProfile, c.docRef.id, what)
	}
	c.profile.ID = c.id
	p.Profile = c.profile
}

// directory reads the list of layers of a container; an earlier list is better
// than none.
func (s *Salvaged) directory(ctx context.Context, c *container, p *SalvagedProfile) {
	read := func(body []byte, _ ref) (ok bool) {
		nodes, err := decodeDirectory(body)
		if ok = err == nil; ok {
			c.nodes = nodes
		}
		return ok
	}
	body, _, err := s.body(c.sealer, kindDirectory, c.dirRef)
	if err != nil || !read(body, c.dirRef) {
		what := "cannot be read; an earlier one is used"
		p.Older = true
		if !s.newest(ctx, c.sealer, kindDirectory, 0, read) {
			what = "cannot be read; what was imported is not to be found"
		}
		s.problem(kindDirectory, c.dirRef.id, what)
	}
}

// layer reads every segment of a layer and leaves out what cannot be read.
func (s *Salvaged) layer(ctx context.Context, c *container, n *node, p *SalvagedProfile) error {
	known := map[uint32]series{}
	for _, of := range c.series {
		known[of.number] = of
	}
	for i := range n.series {
		if err := ctx.Err(); err != nil {
			return err
		}
		ns := &n.series[i]
		of, ok := known[ns.number]
		rows, lost := &p.Samples, &p.SamplesLost
		if of.entry != health.UnknownEntry {
			rows, lost = &p.Entries, &p.EntriesLost
		}
		before := len(ns.rows)
		ns.rows = slices.DeleteFunc(ns.rows, func(sp span) bool {
			err := errMalformed
			if ok {
				err = s.rowsOf(c, of, ns, sp)
			}
			if err == nil {
				*rows += int(sp.count)
				return false
			}
			*lost += int(sp.count)
			s.problem(c.rowKind(ns.number), sp.id, "cannot be read")
			return true
		})
		// The count of a series with holes is found by reading it.
		ns.shadows = ns.shadows || len(ns.rows) < before
		ns.claims = slices.DeleteFunc(ns.claims, func(sp span) bool {
			body, _, err := s.body(c.sealer, kindClaims, sp.ref)
			if err == nil {
				_, err = decodeClaims(nil, body, ns.number, n.seq)
			}
			if err != nil {
				s.problem(kindClaims, sp.id, "cannot be read")
			}
			return err != nil
		})
		ns.gone = slices.DeleteFunc(ns.gone, func(sp span) bool {
			body, _, err := s.body(c.sealer, kindTombstones, sp.ref)
			if err == nil {
				_, err = decodeTombstones(nil, body, ns.number, n.seq)
			}
			if err != nil {
				s.problem(kindTombstones, sp.id, "cannot be read; what was deleted by it is visible again")
			}
			return err != nil
		})
	}
	n.series = slices.DeleteFunc(n.series, func(ns nodeSeries) bool { _, ok := known[ns.number]; return !ok })
	n.adopt()
	return nil
}

// rowsOf reads one segment of samples or page of entries.
func (s *Salvaged) rowsOf(c *container, of series, ns *nodeSeries, sp span) error {
	k := c.rowKind(ns.number)
	body, _, err := s.body(c.sealer, k, sp.ref)
	if err != nil {
		return err
	}
	read, err := readSegment(body, k, of, ns.node.seq)
	if err != nil || read.count != sp.count || read.tmin != sp.tmin || read.tmax != sp.tmax {
		return damaged(k, sp.id, "malformed")
	}
	return nil
}

// readSegment returns what a segment of rows says of itself, without a
// reference.
func readSegment(body []byte, k kind, of series, seq uint64) (sp span, err error) {
	if k == kindEntries {
		rows, err := decodeEntries(nil, body, of, seq)
		if err != nil {
			return span{}, err
		}
		return span{count: uint32(len(rows)), tmin: rows[0].Start, tmax: rows[len(rows)-1].Start}, nil //nolint:gosec // at most maxSegmentRows
	}
	rows, err := decodeRows(nil, body, of.number, seq)
	if err != nil {
		return span{}, err
	}
	return span{count: uint32(len(rows)), tmin: rows[0].Start, tmax: rows[len(rows)-1].Start}, nil //nolint:gosec // as above
}

// regroup puts layers whose record is lost together again: each segment says
// in itself to which series and layer it belongs. Only segments that are still
// in use are taken, or nothing: what was deleted or replaced may stand in free
// pages, and is to stay there.
func (s *Salvaged) regroup(ctx context.Context, c *container, lost map[uint64]bool, p *SalvagedProfile) error {
	if s.scan.free == nil && s.state.root.stale {
		s.problem(kindDirectory, c.dirRef.id, "what belongs to lost records cannot be told from what was deleted")
		return nil
	}
	used := map[uint64]bool{}
	for _, n := range c.nodes {
		for i := range n.series {
			n.series[i].segments(func(list []span) {
				for _, sp := range list {
					used[sp.id] = true
				}
			})
		}
	}
	layers := map[uint64]*node{}
	ids := s.ids(0)
	slices.Reverse(ids)
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return err
		}
		spots := s.scan.objects[id]
		if used[id] || len(spots) == 0 || !slices.ContainsFunc(spots, func(p spot) bool { return !s.scan.isFree(p) }) {
			continue
		}
		s.orphan(c, id, lost, layers)
	}
	for _, seq := range slices.Sorted(maps.Keys(layers)) {
		n := layers[seq]
		slices.SortFunc(n.series, compareSeries)
		n.batch.Profile = c.id
		for i := range n.series {
			for _, sp := range n.series[i].rows {
				n.series[i].identities += uint64(sp.count)
				n.batch.New += int(sp.count)
			}
		}
		p.Recovered += n.batch.New
		c.nodes = append(c.nodes, n.adopt())
	}
	slices.SortFunc(c.nodes, func(a, b *node) int { return cmp.Compare(a.seq, b.seq) })
	return nil
}

// orphan adds a segment to the layer that it says it belongs to, if that is
// one of the lost.
func (s *Salvaged) orphan(c *container, id uint64, lost map[uint64]bool, layers map[uint64]*node) {
	for _, k := range [...]kind{kindRows, kindEntries, kindTombstones} {
		body, r, ok := s.try(c.sealer, k, id)
		if !ok {
			continue
		}
		head := wireReader{b: body}
		number, seq := head.uint32(), head.uvarint()
		at := slices.IndexFunc(c.series, func(of series) bool { return of.number == number })
		if head.failed || !lost[seq] || at < 0 {
			return
		}
		var sp span
		if k == kindTombstones {
			rows, err := decodeTombstones(nil, body, number, seq)
			if err != nil {
				return
			}
			sp = span{count: uint32(len(rows)), tmin: rows[0].start, tmax: rows[len(rows)-1].start} //nolint:gosec // as above
		} else if k != c.rowKind(number) {
			return
		} else {
			var err error
			if sp, err = readSegment(body, k, c.series[at], seq); err != nil {
				return
			}
		}
		sp.ref = r
		n := layers[seq]
		if n == nil {
			n = &node{seq: seq, batch: health.Batch{ID: randomID(), At: s.options.Now().UnixMilli(), Format: "recovered"}}
			if k == kindTombstones {
				n.layer = layerDeletion
			}
			layers[seq] = n
		}
		if (k == kindTombstones) != n.layer.deletes() {
			return
		}
		ns := n.find(number)
		if ns == nil {
			n.series = append(n.series, nodeSeries{number: number, shadows: k != kindTombstones})
			ns = &n.series[len(n.series)-1]
		}
		if k == kindTombstones {
			ns.gone = joinRun(ns.gone, sp)
		} else {
			ns.rows = joinRun(ns.rows, sp)
		}
		return
	}
}

// joinRun appends a segment to the last run if it goes on there, or else
// begins another.
func joinRun(list []span, sp span) []span {
	if n := len(list); n > 0 {
		sp.run = list[n-1].run
		if list[n-1].tmax > sp.tmin {
			sp.run++
		}
	}
	return append(list, sp)
}
