package vault

import (
	"cmp"
	"slices"

	"vitalkeep/health"
)

// runFormat is how the rows of one type are staged.
type runFormat[R any] struct {
	kind  kind
	start func(*R) int64
	// sort puts rows in order and drops those that say the same twice.
	sort func(s *sorter, rows []R) []R
	// encode writes as many of the rows as go together, and says how many.
	encode func(b []byte, s series, rows []R) ([]byte, int)
	decode func(dst []R, body []byte, s series) ([]R, error)
}

// block is a piece of a run: some rows in order, encoded. It waits in memory
// until there are too many.
type block struct {
	span
	body []byte // nil once it is written or read
}

// compareSamples orders the samples of one series so that the order of rows
// in a file does not matter.
func compareSamples(a, b health.Sample) int {
	if a.Start != b.Start {
		return cmp.Compare(a.Start, b.Start)
	}
	if a.Value == b.Value && a.Unit == b.Unit && a.Duration == b.Duration {
		return cmp.Or(
			cmp.Compare(a.Origin.File, b.Origin.File), cmp.Compare(a.Origin.Row, b.Origin.Row), cmp.Compare(a.Offset, b.Offset),
			cmp.Compare(a.Form, b.Form),
		)
	}
	return cmp.Or(
		cmp.Compare(a.Duration, b.Duration),
		cmp.Compare(a.Canonical(), b.Canonical()),
		cmp.Compare(a.Unit, b.Unit),
		cmp.Compare(a.Value.Float64(), b.Value.Float64()),
		cmp.Compare(a.Origin.File, b.Origin.File),
		cmp.Compare(a.Origin.Row, b.Origin.Row),
		cmp.Compare(a.Value.Places, b.Value.Places),
		cmp.Compare(a.Offset, b.Offset),
		cmp.Compare(a.Form, b.Form),
	)
}

func sameSample(a, b health.Sample) bool { return a.Start == b.Start && a.SameValue(b) }

func sameIdentityEntry(a, b health.Entry) bool {
	return a.Start == b.Start && a.Key == b.Key && sameEntry(a, b)
}

var sampleRuns = runFormat[health.Sample]{
	kind: kindRowRun, start: startOf, sort: (*sorter).sort,
	encode: func(b []byte, s series, rows []health.Sample) ([]byte, int) {
		n, places := fitScale(rows[:min(len(rows), blockRows)])
		return encodeRows(b, s.number, 0, rows[:n], places), n
	},
	decode: func(dst []health.Sample, body []byte, s series) ([]health.Sample, error) {
		return decodeRows(dst, body, s.number, 0)
	},
}

var entryRuns = runFormat[health.Entry]{
	kind: kindEntryRun, start: entryStart,
	sort: func(_ *sorter, rows []health.Entry) []health.Entry {
		if !slices.IsSortedFunc(rows, compareEntries) {
			slices.SortFunc(rows, compareEntries)
		}
		return slices.CompactFunc(rows, sameIdentityEntry)
	},
	encode: func(b []byte, s series, rows []health.Entry) ([]byte, int) {
		n, size := 0, 0
		for n < len(rows) && n < blockRows && (n == 0 || size < 1<<20) {
			size += len(rows[n].Key)
			for _, f := range rows[n].Fields {
				size += len(f.Text) + len(f.Name)
			}
			n++
		}
		return encodeEntries(b, s.number, 0, rows[:n]), n
	},
	decode: func(dst []health.Entry, body []byte, s series) ([]health.Entry, error) {
		return decodeEntries(dst, body, s, 0)
	},
}

// encodeRun encodes rows that are in order.
func encodeRun[R any](st *Stage, s series, f runFormat[R], rows []R) (run []block) {
	for len(rows) > 0 {
		var n int
		st.scratch, n = f.encode(st.scratch[:0], s, rows)
		run = append(run, block{
			span: span{count: uint32(n), tmin: f.start(&rows[0]), tmax: f.start(&rows[n-1])}, //nolint:gosec // at most blockRows
			body: slices.Clone(st.scratch),
		})
		rows = rows[n:]
	}
	return run
}

// holdRows encodes the rows of a series that wait as they came, as a run.
func holdRows[R any](st *Stage, ss *stagedSeries[R], f runFormat[R]) error {
	before := len(ss.rows)
	rows := f.sort(&st.sorter, ss.rows)
	ss.duplicates += before - len(rows)
	run := encodeRun(st, ss.series, f, rows)
	clear(ss.rows) // what texts they refer to is garbage now
	st.weight -= ss.weight
	ss.rows, ss.weight = ss.rows[:0], 0
	st.keep(&ss.held, run)
	if ss.join(run) {
		return nil
	}
	for level := 0; ; level++ {
		if level == len(ss.runs) {
			ss.runs = append(ss.runs, nil)
		}
		ss.runs[level] = append(ss.runs[level], run)
		if len(ss.runs[level]) < runWidth {
			return nil
		}
		var err error
		if run, err = mergeRuns(st, ss, f, ss.runs[level]); err != nil {
			return err
		}
		ss.runs[level] = nil
	}
}

// keep counts blocks that wait in memory, of one series and of all.
func (st *Stage) keep(held *int, run []block) {
	for _, b := range run {
		*held += len(b.body)
		st.held += len(b.body)
	}
}

// join makes a run part of one that ends before it or begins after it. Files
// are mostly in order of time, from either end: all of one is then one run, and
// there is nothing to merge.
func (ss *stagedSeries[R]) join(run []block) bool {
	if len(run) == 0 {
		return true
	}
	first, last := run[0].tmin, run[len(run)-1].tmax
	for _, level := range ss.runs {
		for i, r := range level {
			switch {
			case r[len(r)-1].tmax < first:
				level[i] = append(r, run...)
				return true
			case last < r[0].tmin:
				level[i] = slices.Concat(run, r)
				return true
			}
		}
	}
	return false
}

// spill writes all blocks of a series that wait in memory.
func spill[R any](st *Stage, ss *stagedSeries[R], f runFormat[R]) error {
	for _, level := range ss.runs {
		for _, run := range level {
			for i := range run {
				if run[i].body == nil {
					continue
				}
				r, err := st.writer.put(f.kind, packQuickly(run[i].body))
				if err != nil {
					return err
				}
				run[i].ref, run[i].body = r, nil
			}
		}
	}
	st.held -= ss.held
	ss.held = 0
	return nil
}

// gathering goes through everything that came in of a series, or through some
// of its runs. Blocks are read once.
func gathering[R any](st *Stage, ss *stagedSeries[R], f runFormat[R], runs [][]block) *gather[R] {
	g := &gather[R]{f: f, sorter: &st.sorter}
	for _, run := range runs {
		g.add(run, nil)
	}
	g.load = func(b *block, dst []R) ([]R, error) {
		body := b.body
		if body == nil {
			var err error
			if body, err = st.readBack(f.kind, b.span); err != nil {
				return nil, err
			}
		}
		st.forget(&ss.held, b)
		rows, err := f.decode(dst, body, ss.series)
		if err != nil {
			return nil, damaged(f.kind, b.id, "malformed")
		}
		return rows, nil
	}
	return g
}

// forget drops what a block has in memory.
func (st *Stage) forget(held *int, b *block) {
	*held -= len(b.body)
	st.held -= len(b.body)
	b.body = nil
}

// readBack reads a staged object, once.
func (st *Stage) readBack(k kind, sp span) ([]byte, error) {
	defer st.writer.spend(sp.id)
	if sealed := st.writer.find(sp.id); sealed != nil {
		return st.container.sealer.openBody(k, sp.ref, sealed)
	}
	return st.v.body(st.container.sealer, k, sp.ref)
}

// mergeRuns makes one run of several, so that few are open at a time.
func mergeRuns[R any](st *Stage, ss *stagedSeries[R], f runFormat[R], runs [][]block) ([]block, error) {
	var out []block
	g := gathering(st, ss, f, runs)
	for {
		rows, came, err := g.next()
		if err != nil {
			return nil, err
		}
		if came == 0 {
			break
		}
		ss.duplicates += came - len(rows)
		run := encodeRun(st, ss.series, f, rows)
		st.keep(&ss.held, run)
		out = append(out, run...)
	}
	return out, st.release(&ss.held, runs)
}

// release drops runs that were read.
func (st *Stage) release(held *int, runs [][]block) error {
	var written []span
	for _, run := range runs {
		for i := range run {
			if run[i].id != 0 {
				written = append(written, run[i].span)
			}
			st.forget(held, &run[i])
		}
	}
	return st.writer.drop(written)
}
