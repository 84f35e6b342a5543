package vault

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"maps"
	"os"
	"slices"
	"time"

	"vitalkeep/health"
)

// SalvageReport says what can be read of a damaged vault, and what not. It
// names places, never content.
type SalvageReport struct {
	// Older says that the newest state of the vault could not be read, and that
	// this is an earlier one.
	Older    bool
	Changes  uint64 // how many changes the state has seen; 0 where nobody can say
	Profiles []SalvagedProfile
	Problems []Problem
	// InsertsLost counts what was typed last, not yet with the rest, and is gone.
	InsertsLost int
}

// SalvagedProfile is what there is of one profile, or of the home.
type SalvagedProfile struct {
	Profile health.Profile // without a name where not even that can be read
	Home    bool
	// Lost says that its key is gone: nobody can ever read anything of it.
	Lost bool
	// Older says that its name and sources, or its list of imports, are those of
	// an earlier state, because the newest are gone.
	Older bool

	Samples, Entries         int // rows that can be read, also replaced ones
	SamplesLost, EntriesLost int // rows that are known to be gone
	Batches                  int // imports whose record can be read
	BatchesLost              int // imports whose record is gone
	Recovered                int // rows of those that were found all the same
}

// Whole reports whether nothing is lost.
func (r *SalvageReport) Whole() bool {
	return !r.Older && r.InsertsLost == 0 && !slices.ContainsFunc(r.Profiles, func(p SalvagedProfile) bool {
		return p.Lost || p.Older || p.SamplesLost+p.EntriesLost+p.BatchesLost > 0
	})
}

// Salvaged is what can be read of a damaged vault. Close it when done. It
// belongs to one goroutine.
type Salvaged struct {
	options Options
	file    *os.File
	scan    *rawScan
	budget  int64 // bytes that may still be read on suspicion
	head    *head
	keys    *keyring
	spares  map[uint64][]spot // spare copies by what they are of

	state     *state
	profile   int      // of which is being read, see Problem
	inserts   [][]byte // the journal of state, as it is sealed
	rootFound bool     // state has a root of its own, and not only a catalogue
	report    SalvageReport
}

// Salvage looks at the vault at path page by page, whatever state it is in,
// and says what of it can be read with the password. It never changes the file
// and never shows what is not authentic. Errors: ErrNotAVault where there is no
// trace of a vault; ErrWrongPassword; ErrDamaged where nothing leads from the
// key to anything; ErrNewerFormat, ErrHeadTooCostly, ErrInUse, the context's,
// the system's.
func Salvage(ctx context.Context, path string, password []byte, o Options) (*Salvaged, error) {
	return salvage(ctx, path, o, slotPassword, func(s *slot) *secret { return deriveKEK(password, s.salt, s.kdf) })
}

// SalvageWithRecoveryKey is Salvage with the recovery key. Errors besides:
// ErrBadRecoveryKey.
func SalvageWithRecoveryKey(ctx context.Context, path, key string, o Options) (*Salvaged, error) {
	code, err := parseRecoveryKey(key)
	if err != nil {
		return nil, err
	}
	defer clear(code[:])
	return salvage(ctx, path, o, slotRecovery, func(s *slot) *secret { return code.kek(s.salt) })
}

func salvage(ctx context.Context, path string, o Options, kind byte, kek func(*slot) *secret) (_ *Salvaged, err error) {
	s := &Salvaged{options: o, spares: map[uint64][]spot{}}
	if s.options.Now == nil {
		s.options.Now = time.Now
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, ErrNotAVault
	}
	if s.file, err = os.Open(path); err != nil {
		return nil, err
	}
	if err := lockFile(ctx, s.file, false, lockTimeout); err != nil {
		return nil, err
	}
	err = guard(func() error { return s.look(ctx, info.Size(), kind, kek) })
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Report returns what was found.
func (s *Salvaged) Report() SalvageReport {
	r := s.report
	r.Profiles, r.Problems = slices.Clone(r.Profiles), slices.Clone(r.Problems)
	return r
}

// Close wipes the keys and closes the file.
func (s *Salvaged) Close() error {
	s.keys.wipe()
	if s.state != nil {
		for _, c := range s.state.containers {
			c.key.wipe()
		}
	}
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	s.file = nil
	return err
}

func (s *Salvaged) problem(k kind, id uint64, what string) {
	name := "file"
	if k != 0 {
		name = k.String()
	}
	s.report.Problems = append(s.report.Problems, Problem{Object: id, Kind: name, What: what, Profile: s.profile})
}

// look finds everything that can be found.
func (s *Salvaged) look(ctx context.Context, size int64, kind byte, kek func(*slot) *secret) (err error) {
	if _, err := checkPages(ctx, s.file); errors.Is(err, ErrDamaged) || errors.Is(err, ErrNotAVault) {
		s.problem(0, 0, err.Error())
	} else if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	if s.scan, err = scanRaw(ctx, s.file, size); err != nil {
		return err
	}
	// Every value may be read some times on suspicion, and no hostile file more.
	s.budget = 16*size + 256<<20
	if err := s.unlock(kind, kek); err != nil {
		return err
	}
	s.findSpares()
	if err := s.findState(ctx); err != nil {
		return err
	}
	profiles := 0
	for _, c := range s.state.containers {
		if err := ctx.Err(); err != nil {
			return err
		}
		p := &SalvagedProfile{Home: c.role != roleProfile, Profile: health.Profile{ID: c.id}}
		if s.profile = 0; !p.Home {
			profiles++
			s.profile = profiles
		}
		if err := s.container(ctx, c, p); err != nil {
			return err
		}
		s.report.Profiles = append(s.report.Profiles, *p)
	}
	s.profile = 0
	return s.journal(ctx)
}

// unlock tries the heads that were found.
func (s *Salvaged) unlock(kind byte, kek func(*slot) *secret) error {
	if len(s.scan.heads) == 0 {
		if s.scan.newer {
			return ErrNewerFormat
		}
		if len(s.scan.objects) == 0 {
			return ErrNotAVault
		}
		return damaged(0, 0, "no head is left, and nothing opens without it")
	}
	var failed error
	for _, h := range s.scan.heads {
		keys, err := h.unlock(kind, kek)
		if err == nil {
			s.head, s.keys = h, keys
			return nil
		}
		failed = err
	}
	return failed
}

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
	read := func(body []byte, _ ref) (ok bool) {
		profile, list, err := decodeDoc(body)
		if ok = err == nil; ok {
			c.profile, c.series = profile, list
		}
		return ok
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
