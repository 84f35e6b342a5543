package vault

import (
	"math"
	"slices"

	"vitalkeep/health"
)

// entries compares and stores one series of entries, as samples does; their
// identity has a key besides.
func (p *sealing) entries(ss *stagedSeries[health.Entry]) error {
	st := p.stage
	in, staged := incoming(st, ss, entryRuns)
	from, to, whole := p.window(ss.series, ss.first, ss.last)
	past := follow(st.v.entryHistory(st.container, ss.series, from, to))
	rows := newEntryWriter(st.writer, ss.number, st.seq, 0)
	claims := newClaimWriter(st.writer, ss.number, st.seq)
	result := nodeSeries{number: ss.number}
	tally := health.Tally{Entry: ss.entry, First: ss.first, Last: ss.last}
	if whole {
		past.passed = func(parts []part[health.Entry]) error { return p.missingEntries(ss.series, &tally, byKey(parts), nil) }
	}
	for {
		came, n, err := in.next()
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
		ss.duplicates += n - len(came)
		if err := p.step(int64(n)); err != nil {
			return err
		}
		for len(came) > 0 {
			start, n := came[0].Start, 1
			for n < len(came) && came[n].Start == start {
				n++
			}
			old, err := past.to(start)
			if err != nil {
				return err
			}
			stored, brought := byKey(old), byKey([]part[health.Entry]{{rows: came[:n]}})
			if whole {
				if err := p.missingEntries(ss.series, &tally, stored, brought); err != nil {
					return err
				}
			}
			for _, k := range brought {
				if err := p.entry(ss, k, stored, rows, claims, &result, &tally); err != nil {
					return err
				}
			}
			came = came[n:]
		}
	}
	if whole {
		if _, err := past.to(math.MaxInt64); err != nil {
			return err
		}
	}
	tally.Doubled = ss.duplicates
	tally.Duplicates += ss.duplicates
	var err error
	if result.rows, err = rows.close(); err != nil {
		return err
	}
	if result.claims, err = claims.close(); err != nil {
		return err
	}
	p.finish(ss.series, ss.known, result, tally)
	ss.rows = nil
	return st.release(&ss.held, staged)
}

// entry compares and stores one identity of an entry.
func (p *sealing) entry(ss *stagedSeries[health.Entry], k keyed, stored []keyed, rows *segmentWriter[health.Entry],
	claims *segmentWriter[claim], result *nodeSeries, tally *health.Tally,
) error {
	var known []health.Entry
	if i := slices.IndexFunc(stored, func(s keyed) bool { return s.key == k.key }); i >= 0 {
		if stored[i].gone {
			tally.Duplicates += len(k.rows)
			return nil
		}
		known = counting(stored[i].owner, stored[i].rows)
	}
	unknown := 0
	for _, e := range k.rows {
		if !slices.ContainsFunc(known, func(o health.Entry) bool { return sameEntry(o, e) }) {
			unknown++
		}
	}
	tally.Duplicates += len(k.rows) - unknown
	if unknown == 0 {
		return claims.add(claim{start: k.rows[0].Start, key: k.key, origin: k.rows[0].Origin})
	}
	var id [16]byte
	if len(known) == 0 {
		tally.New++
		p.stage.countNew(k.rows[len(k.rows)-1].Origin)
		tally.Conflicts += unknown - 1
		var err error
		if id, err = newEntryID(k.rows[0].Start); err != nil {
			return err
		}
	} else {
		// Another version of the same entry keeps its name.
		id = known[0].ID
		result.shadows = true
		tally.Conflicts += unknown
		before, now := known[len(known)-1], k.rows[len(k.rows)-1]
		if !sameEntry(before, now) {
			p.changed(ss.series, tally, sampleOfEntry(before), sampleOfEntry(now))
		}
	}
	result.identities++
	for _, e := range k.rows {
		e.ID = id
		if err := rows.add(e); err != nil {
			return err
		}
	}
	return nil
}
