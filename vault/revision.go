package vault

import "slices"

// revision is the next state of one container on its way into the file: the
// only way in which anything about its layers changes. Objects are sealed and
// given their references when it is written.
type revision struct {
	v   *Vault
	w   *objectWriter // whose pending objects become visible with it
	old *container
	c   container // the next one; nodes and series are the revision's own
	change

	// written lists the nodes of c that are not in the file yet.
	written []*node
	// touched are the windows of time in which samples of a series may look
	// different from now on.
	touched map[uint32][]window
	made    made
	again   bool // all rollups are made again
	// discarded are the segments that nothing refers to any more.
	discarded []uint64
	// folded says that the container's part of the journal is in the layers now.
	folded bool
	// sweep says that what the revision removed is too much for one transaction:
	// the caller sweeps when revise has returned.
	sweep bool
}

// revise changes the container of that id in one durable transaction: edit is
// given a copy of what is there now and says what becomes of it. The writer's
// pending objects go along; its mark goes when all is visible.
func (v *Vault) revise(id [16]byte, w *objectWriter, edit func(*revision) error) error {
	return v.reviseAll([]revising{{id, w}}, func(r []*revision) error { return edit(r[0]) })
}

// revising is one container of several that change together. Their writers
// mark the file with the same first id.
type revising struct {
	id [16]byte
	w  *objectWriter
}

// reviseAll is revise for several containers in one transaction.
func (v *Vault) reviseAll(of []revising, edit func([]*revision) error) error {
	v.flip.Lock()
	defer v.flip.Unlock()
	s, err := v.snapshot()
	if err != nil {
		return err
	}
	all := make([]*revision, len(of))
	for i, o := range of {
		old := s.container(o.id)
		if old == nil {
			return ErrNoProfile
		}
		r := &revision{v: v, w: o.w, old: old, c: *old, touched: map[uint32][]window{}}
		r.c.nodes, r.c.series = slices.Clone(old.nodes), slices.Clone(old.series)
		r.c.unwritten = o.w
		all[i] = r
	}
	if err := edit(all); err != nil {
		return err
	}
	next, c := s, change{}
	for _, r := range all {
		if err := r.leave(); err != nil {
			return err
		}
		if err := r.seal(); err != nil {
			return err
		}
		next = next.with(&r.c)
		if r.folded {
			r.change.folded = next.dropRecords(r.c.id)
		}
		c.join(&r.change)
	}
	if err := v.write(next, c); err != nil {
		return err
	}
	for _, o := range of {
		o.w.pending, o.w.size = nil, 0
	}
	return nil
}

// dropRecords takes the journal of a container out of a state that is being
// made, and returns the records that go.
func (s *state) dropRecords(id [16]byte) (gone []uint64) {
	var rest []journalRecord
	for _, j := range s.journal {
		if j.container == id {
			gone = append(gone, j.id)
		} else {
			rest = append(rest, j)
		}
	}
	s.journal = rest
	return gone
}

// join adds what another container's part of a transaction does.
func (c *change) join(o *change) {
	c.puts, c.drops = append(c.puts, o.puts...), append(c.drops, o.drops...)
	c.folded = append(c.folded, o.folded...)
	c.forms, c.stale = c.forms || o.forms, c.stale || o.stale
	if o.mark != nil {
		c.mark = o.mark
	}
	c.unmark = (c.unmark || o.unmark) && c.mark == nil
}

// touch notes that samples of a series that start in [from, to] may look
// different.
func (r *revision) touch(number uint32, from, to int64) {
	r.touched[number] = append(r.touched[number], window{from, to})
}

// touchRows touches all that a layer holds or hides of a series: of segments
// with rows far apart, such as the few that a whole archive brings anew, only
// where they are.
func (r *revision) touchRows(s *nodeSeries) {
	for _, sp := range s.gone {
		r.touch(s.number, sp.tmin, sp.tmax)
	}
	for _, sp := range s.rows {
		r.touchSegment(s, sp)
	}
	if !s.all {
		return
	}
	for _, n := range r.c.nodes {
		if o := n.find(s.number); o != nil {
			for _, sp := range o.rows {
				r.touch(s.number, sp.tmin, sp.tmax)
			}
		}
	}
}

func (r *revision) touchSegment(s *nodeSeries, sp span) {
	const wide, gap = 30 * dayMS, dayMS
	if sp.tmax-sp.tmin < wide || r.c.rowKind(s.number) != kindRows {
		r.touch(s.number, sp.tmin, sp.tmax)
		return
	}
	rows, err := r.v.rows(&r.c)(s, sp, nil)
	if err != nil { // they may be anywhere
		r.touch(s.number, sp.tmin, sp.tmax)
		return
	}
	from := 0
	for i := range rows {
		if i+1 == len(rows) || rows[i+1].Start-rows[i].Start > gap {
			r.touch(s.number, rows[from].Start, rows[i].Start)
			from = i + 1
		}
	}
}

// add lists a new layer over all others.
func (r *revision) add(n *node) {
	n.adopt()
	r.c.nodes = append(r.c.nodes, n)
	r.written = append(r.written, n)
	for i := range n.series {
		r.touchRows(&n.series[i])
	}
}

// replace puts a layer in the place of the one of its sequence. What only the
// old one refers to is for the caller to discard.
func (r *revision) replace(n *node) {
	i := slices.IndexFunc(r.c.nodes, func(o *node) bool { return o.seq == n.seq })
	r.drops = append(r.drops, r.c.nodes[i].ref.id)
	r.c.nodes[i] = n.adopt()
	r.written = append(r.written, n)
}

// unlist takes a layer out of the list that shows nothing and hides nothing.
// What only it refers to is for the caller to discard.
func (r *revision) unlist(n *node) {
	r.c.nodes = slices.DeleteFunc(r.c.nodes, func(o *node) bool { return o.seq == n.seq })
	r.drops = append(r.drops, n.ref.id)
}

// remove takes a layer out of the list and its objects out of the file.
func (r *revision) remove(n *node) {
	r.unlist(n)
	for i := range n.series {
		s := &n.series[i]
		r.touchRows(s)
		s.segments(r.discard)
	}
}

// discard takes segments out of the file: in the same transaction, or, if they
// are many, by a sweep (r.sweep).
func (r *revision) discard(list []span) {
	for _, sp := range list {
		r.discarded = append(r.discarded, sp.id)
	}
}

// leave says what becomes of the discarded segments.
func (r *revision) leave() error {
	if len(r.discarded) <= sweepStep {
		r.drops = append(r.drops, r.discarded...)
		return nil
	}
	manifest, err := r.v.unlocked(r.v.rootSealer)
	if err != nil {
		return err
	}
	r.mark, r.sweep = sealMark(manifest, 0), true
	return nil
}

// seal gives every changed object of the container its reference.
func (r *revision) seal() error {
	c, v := &r.c, r.v
	for _, n := range r.written {
		body := c.sealer.sealBody(kindNode, v.newID(), 1, encodeNode(n))
		n.ref = body.ref
		r.puts = append(r.puts, body)
	}
	if len(c.series) != len(r.old.series) {
		doc := c.sealer.sealBody(kindProfile, v.newID(), 1, encodeDoc(c))
		c.docRef = doc.ref
		r.puts, r.drops = append(r.puts, doc), append(r.drops, r.old.docRef.id)
	}
	dir := c.sealer.sealBody(kindDirectory, v.newID(), 1, encodeDirectory(c.nodes))
	c.dirRef = dir.ref
	r.puts, r.drops = append(r.puts, dir), append(r.drops, r.old.dirRef.id)
	c.index()
	if err := r.rollUp(); err != nil {
		return err
	}
	c.unwritten = nil
	r.puts, r.forms = append(r.puts, r.w.pending...), r.w.forms
	r.unmark = r.w.marked && r.mark == nil
	return nil
}
