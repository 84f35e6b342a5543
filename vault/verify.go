package vault

import (
	"context"
	"errors"
	"fmt"

	"vitalkeep/health"
)

// VerifyReport says what a vault holds and what is wrong with it.
type VerifyReport struct {
	Profiles int
	Batches  int
	Objects  int // sealed objects that were read
	Samples  int // rows of samples, also those that a later import replaced
	Entries  int // likewise
	Claims   int // identities that several imports brought
	Pictures int
	Deleted  int // identities that were deleted
	Inserts  int // records of the journal that were read; what they hold counts above
	Orphans  int // objects that nothing refers to; harmless
	Problems []Problem
}

// Problem is one thing that is wrong. It names places, never content.
type Problem struct {
	Object  uint64 // 0 for the file as a whole
	Kind    string // "segment", "entries", "file"
	What    string
	Profile int // whose it is, by the order of Profiles, from 1; 0 for nobody's
}

// Verify reads everything that the vault holds and compares it with what the
// vault says about it. Damage goes into the report; an error means that the
// check could not be finished (ErrClosed, ErrChanged, the context's, the
// system's). progress, which may be nil, hears of objects done and in all.
func (v *Vault) Verify(ctx context.Context, progress func(done, total int64)) (VerifyReport, error) {
	s, err := v.snapshot()
	if err != nil {
		return VerifyReport{}, err
	}
	c := &checker{v: v, ctx: ctx, progress: progress}
	if err := c.pages(); err != nil {
		return c.report, err
	}
	c.anchor()
	referenced := s.referenced()
	c.total = int64(len(referenced))
	catalogue, err := v.unlocked(v.catalogueSealer)
	if err == nil {
		_, err = v.body(catalogue, kindCatalogue, s.catalogue)
	}
	if err := errors.Join(c.note(kindCatalogue, s.catalogue.id, err), c.spare(kindCatalogue, s.catalogue)); err != nil {
		return c.report, err
	}
	if !s.settingsRef.zero() {
		err := c.note(kindSettings, s.settingsRef.id, c.settings(catalogue, s))
		if err := errors.Join(err, c.spare(kindSettings, s.settingsRef)); err != nil {
			return c.report, err
		}
	}
	if err := c.journal(s); err != nil {
		return c.report, err
	}
	for _, one := range s.containers {
		if err := c.container(one); err != nil {
			return c.report, err
		}
	}
	return c.report, c.orphans(referenced)
}

type checker struct {
	v        *Vault
	ctx      context.Context // lives for one call of Verify
	progress func(done, total int64)
	total    int64
	profile  int // of which is being read, see Problem
	report   VerifyReport
}

func (c *checker) problem(k string, id uint64, what string) {
	c.report.Problems = append(c.report.Problems, Problem{Object: id, Kind: k, What: what, Profile: c.profile})
}

// note counts an object and keeps damage in the report; other errors it
// returns.
func (c *checker) note(k kind, id uint64, err error) error {
	c.report.Objects++
	if c.progress != nil && (c.report.Objects%64 == 0 || int64(c.report.Objects) == c.total) {
		c.progress(min(int64(c.report.Objects), c.total), c.total)
	}
	if errors.Is(err, ErrDamaged) {
		c.problem(k.String(), id, err.Error())
		err = nil
	}
	if err == nil {
		err = c.ctx.Err()
	}
	return err
}

// journal reads the records of the journal again.
func (c *checker) journal(s *state) error {
	records, err := c.records(s)
	if errors.Is(err, ErrDamaged) {
		// A change is in the file a moment before it is in v.state.
		then := c.v.reading(func(st *store) error { return st.holds(s.rootHash) })
		if errors.Is(then, ErrChanged) {
			err = ErrChanged
		}
	}
	if errors.Is(err, ErrDamaged) {
		c.problem(kindJournal.String(), 0, err.Error())
		err = nil
	}
	if err != nil {
		return err
	}
	c.report.Inserts = records
	for _, one := range s.containers {
		c.report.Samples += len(one.typed.readings)
		c.report.Entries += len(one.typed.entries)
	}
	return c.ctx.Err()
}

func (c *checker) records(s *state) (int, error) {
	v := c.v
	v.mu.RLock()
	defer v.mu.RUnlock()
	st, err := v.use()
	if err != nil {
		return 0, err
	}
	records, values, err := st.journalRecords(s.root.journal)
	if err != nil {
		return 0, err
	}
	journal := v.journalSealer()
	for i, r := range records {
		id, inner, err := openRecord(journal, r, values[i])
		if err != nil {
			return i, err
		}
		of := s.container(id)
		if of == nil {
			return i, damaged(kindJournal, r.id, "of nobody")
		}
		if _, err := typedIn(of.sealer, r.id, inner); err != nil {
			return i, err
		}
	}
	return len(records), nil
}

// pages walks bbolt's pages again, as at opening.
func (c *checker) pages() error {
	c.v.mu.RLock()
	defer c.v.mu.RUnlock()
	st, err := c.v.use()
	if err != nil {
		return err
	}
	if _, state, err := st.head(); state == headHalved {
		c.problem("file", 0, "one of the two copies of the head is damaged")
	} else if err != nil {
		c.problem("file", 0, "the head is damaged")
	}
	lostMeta, err := st.check(c.ctx)
	if lostMeta {
		c.problem("file", 0, "one of the two meta pages is damaged: the last change may be missing")
	}
	if errors.Is(err, ErrDamaged) || errors.Is(err, ErrNotAVault) {
		c.problem("file", 0, err.Error())
		return nil
	}
	return err
}

func (c *checker) settings(catalogue sealer, s *state) error {
	body, err := c.v.body(catalogue, kindSettings, s.settingsRef)
	if err != nil {
		return err
	}
	if _, err := decodeSettings(body); err != nil {
		return damaged(kindSettings, s.settingsRef.id, "malformed")
	}
	return nil
}

func (c *checker) container(one *container) error {
	v := c.v
	wrap, err := v.unlocked(func() sealer { return v.containerKeySealer(one.id) })
	if err != nil {
		return err
	}
	if one.person() {
		c.report.Profiles++
		c.profile = c.report.Profiles
		defer func() { c.profile = 0 }()
	}
	for _, o := range []struct {
		k kind
		r ref
	}{{kindKey, one.keyRef}, {kindProfile, one.docRef}, {kindDirectory, one.dirRef}} {
		s := one.sealer
		if o.k == kindKey {
			s = wrap
		}
		body, err := v.body(s, o.k, o.r)
		if o.k == kindKey {
			clear(body)
		}
		if err := errors.Join(c.note(o.k, o.r.id, err), c.spare(o.k, o.r)); err != nil {
			return err
		}
	}
	if err := c.rollups(one); err != nil {
		return err
	}
	if err := c.pictures(one); err != nil {
		return err
	}
	known := map[uint32]series{}
	for _, s := range one.series {
		known[s.number] = s
	}
	for _, n := range one.nodes {
		if n.layer == layerImport {
			c.report.Batches++
		}
		_, err := v.body(one.sealer, kindNode, n.ref)
		if err := errors.Join(c.note(kindNode, n.ref.id, err), c.spare(kindNode, n.ref)); err != nil {
			return err
		}
		for i := range n.series {
			s, ok := known[n.series[i].number]
			if !ok {
				c.problem(kindNode.String(), n.ref.id, "an unknown series")
				continue
			}
			if err := c.series(one, s, &n.series[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *checker) series(one *container, s series, ns *nodeSeries) error {
	v := c.v
	var err error
	if s.entry == health.UnknownEntry {
		err = checkSpans(c, kindRows, ns, ns.rows, &c.report.Samples, v.rows(one))
	} else {
		err = checkSpans(c, kindEntries, ns, ns.rows, &c.report.Entries, v.entryRows(one, s))
	}
	if err != nil {
		return err
	}
	if err := checkSpans(c, kindClaims, ns, ns.claims, &c.report.Claims, v.claimRows(one)); err != nil {
		return err
	}
	return checkSpans(c, kindTombstones, ns, ns.gone, &c.report.Deleted, v.tombstones(one))
}

func checkSpans[R any](c *checker, k kind, ns *nodeSeries, spans []span, count *int,
	load func(*nodeSeries, span, []R) ([]R, error),
) error {
	var buf []R
	for i, sp := range spans {
		if i > 0 && spans[i-1].run == sp.run && spans[i-1].tmax > sp.tmin {
			c.problem(k.String(), sp.id, "out of order")
		}
		rows, err := load(ns, sp, buf)
		if err := c.note(k, sp.id, err); err != nil {
			return err
		}
		if k.spared() {
			if err := c.spare(k, sp.ref); err != nil {
				return err
			}
		}
		*count += len(rows)
		buf = rows
	}
	return nil
}

// orphans counts objects that nothing refers to.
func (c *checker) orphans(referenced map[uint64]bool) error {
	c.v.mu.RLock()
	defer c.v.mu.RUnlock()
	st, err := c.v.use()
	if err != nil {
		return err
	}
	err = st.ids(0, func(id uint64) error {
		if !referenced[id] {
			c.report.Orphans++
		}
		return c.ctx.Err()
	})
	if errors.Is(err, ErrDamaged) {
		c.problem("file", 0, err.Error())
		return nil
	}
	if err != nil {
		return fmt.Errorf("listing the objects: %w", err)
	}
	return nil
}
