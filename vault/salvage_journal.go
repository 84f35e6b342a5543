package vault

import (
	"bytes"
	"context"
	"slices"
)

// rawRecord is a record of the journal that was found.
type rawRecord struct {
	journalRecord
	sealed []byte
	inUse  bool // it stands on a page that is not free, as far as that is known
}

// journal finds the records of single inserts. Those that were folded into a
// layer stand in free pages for a while; the root's chain, or the freelist, tells
// which are still to be read.
func (s *Salvaged) journal(ctx context.Context) error {
	all, err := s.records(ctx)
	if err != nil {
		return err
	}
	want := s.state.root.journal
	list := slices.DeleteFunc(slices.Clone(all), func(r rawRecord) bool { return !r.inUse })
	known := s.scan.free != nil
	if s.rootFound && journalOf(plainRecords(list)) != want {
		// What is folded is older than the layer that it went into.
		if newer := s.unfolded(all); journalOf(plainRecords(newer)) == want {
			list, known = newer, true
		} else if n := int(min(want.count, 1<<20)) - len(list); known && n > 0 { //nolint:gosec // bounded
			s.report.InsertsLost += n
		}
	}
	if !known {
		if s.rootFound && want.count == 0 {
			return nil
		}
		s.report.InsertsLost += int(min(want.count, 1<<20)) //nolint:gosec // bounded
		if len(all) > 0 {
			s.problem(kindJournal, 0, "what was typed last cannot be told from what is stored already")
		}
		return nil
	}
	journal := s.keys.journal.sealer(s.head.vault)
	for _, r := range list {
		if !s.insert(journal, r) {
			s.report.InsertsLost++
			s.problem(kindJournal, r.id, "cannot be read")
		}
	}
	if s.report.InsertsLost > 0 {
		s.problem(kindJournal, 0, "some of what was typed last is gone")
	}
	return nil
}

// unfolded returns the records that are newer than the last layer of typed
// readings of their container.
func (s *Salvaged) unfolded(all []rawRecord) []rawRecord {
	folded := map[[16]byte]uint64{}
	for _, c := range s.state.containers {
		for _, n := range c.nodes {
			if n.layer == layerTyped {
				folded[c.id] = max(folded[c.id], n.ref.id)
			}
		}
	}
	journal := s.keys.journal.sealer(s.head.vault)
	return slices.DeleteFunc(slices.Clone(all), func(r rawRecord) bool {
		of, _, err := openRecord(journal, r.journalRecord, r.sealed)
		return err != nil || r.id < folded[of]
	})
}

// insert takes a record into the container that it belongs to.
func (s *Salvaged) insert(journal sealer, r rawRecord) bool {
	id, inner, err := openRecord(journal, r.journalRecord, r.sealed)
	if err != nil {
		return false
	}
	i := slices.IndexFunc(s.state.containers, func(c *container) bool { return c.id == id && c.key != nil })
	if i < 0 {
		return false
	}
	t, err := typedIn(s.state.containers[i].sealer, r.id, inner)
	if err != nil {
		return false
	}
	r.container = id
	s.state.journal = append(s.state.journal, r.journalRecord)
	s.inserts = append(s.inserts, r.sealed)
	p := &s.report.Profiles[i]
	p.Samples += len(t.readings)
	p.Entries += len(t.entries)
	return true
}

// records returns all authentic records, by rising id.
func (s *Salvaged) records(ctx context.Context) ([]rawRecord, error) {
	journal := s.keys.journal.sealer(s.head.vault)
	var out []rawRecord
	ids := s.ids(0)
	slices.Reverse(ids)
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, p := range s.scan.objects[id] {
			if p.size%journalGrain != 0 {
				continue
			}
			n := len(out)
			if n > 0 && out[n-1].id == id && out[n-1].inUse {
				break
			}
			b, ok := s.bytes(p)
			if !ok {
				continue
			}
			if _, err := journal.decrypt(kindJournal, id, b); err != nil {
				continue
			}
			r := rawRecord{journalRecord{id: id, tag: [tagSize]byte(b[len(b)-tagSize:])}, b, s.scan.free != nil && !s.scan.isFree(p)}
			if n > 0 && out[n-1].id == id {
				if bytes.Equal(out[n-1].sealed, b) || r.inUse {
					out[n-1] = r
				}
				continue
			}
			out = append(out, r)
		}
	}
	return out, nil
}

func plainRecords(list []rawRecord) []journalRecord {
	out := make([]journalRecord, len(list))
	for i, r := range list {
		out[i] = r.journalRecord
	}
	return out
}
