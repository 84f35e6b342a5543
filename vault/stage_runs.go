package vault

import (
	"cmp"
	"slices"

	"vitalkeep/health"
)

// runFormat is how the rows of one type are staged.
type runFormat[R any] struct {
	kind    kind
	start   func(*R) int64
	compare func(a, b R) int
	same    func(a, b R) bool
	// encode writes as many of the rows as go together, and says how many.
	encode func(b []byte, s series, rows []R) ([]byte, int)
	decode func(dst []R, body []byte, s series) ([]R, error)
}

// compareSamples orders the samples of one series so that the order of rows
// in a file does not matter.
func compareSamples(a, b health.Sample) int {
	if a.Start != b.Start {
		return cmp.Compare(a.Start, b.Start)
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
	)
}

func sameSample(a, b health.Sample) bool { return a.Start == b.Start && a.SameValue(b) }

func sameIdentityEntry(a, b health.Entry) bool {
	return a.Start == b.Start && a.Key == b.Key && sameEntry(a, b)
}

var sampleRuns = runFormat[health.Sample]{
	kind: kindRowRun, start: startOf, compare: compareSamples, same: sameSample,
	encode: func(b []byte, s series, rows []health.Sample) ([]byte, int) {
		n, places := fitScale(rows[:min(len(rows), runRows)])
		return encodeRows(b, s.number, 0, rows[:n], places), n
	},
	decode: func(dst []health.Sample, body []byte, s series) ([]health.Sample, error) {
		return decodeRows(dst, body, s.number, 0)
	},
}

var entryRuns = runFormat[health.Entry]{
	kind: kindEntryRun, start: entryStart, compare: compareEntries, same: sameIdentityEntry,
	encode: func(b []byte, s series, rows []health.Entry) ([]byte, int) {
		n, size := 0, 0
		for n < len(rows) && n < runRows && (n == 0 || size < 1<<20) {
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

// sorted sorts the rows in memory and drops those that say the same twice.
func (ss *stagedSeries[R]) sorted(f runFormat[R]) []R {
	if !slices.IsSortedFunc(ss.rows, f.compare) {
		slices.SortFunc(ss.rows, f.compare)
	}
	before := len(ss.rows)
	ss.rows = slices.CompactFunc(ss.rows, f.same)
	ss.duplicates += before - len(ss.rows)
	return ss.rows
}

// spill writes the rows in memory as a sorted run.
func spill[R any](st *Stage, ss *stagedSeries[R], f runFormat[R]) error {
	rows := ss.sorted(f)
	var run []span
	for len(rows) > 0 {
		sp, n, err := writeRun(st, ss.series, f, rows)
		if err != nil {
			return err
		}
		run = append(run, sp)
		rows = rows[n:]
	}
	clear(ss.rows)
	ss.rows, ss.weight = ss.rows[:0], 0
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

// join makes a run part of one that ends before it or begins after it. Files
// are mostly in order of time, from either end: all of one is then one run, and
// there is nothing to merge.
func (ss *stagedSeries[R]) join(run []span) bool {
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

func writeRun[R any](st *Stage, s series, f runFormat[R], rows []R) (span, int, error) {
	body, n := f.encode(nil, s, rows)
	r, err := st.writer.put(f.kind, packQuickly(body))
	return span{ref: r, count: uint32(n), tmin: f.start(&rows[0]), tmax: f.start(&rows[n-1])}, n, err //nolint:gosec // at most runRows
}

// runLane reads a run again, once.
func runLane[R any](st *Stage, s series, f runFormat[R], run []span) *lane[R] {
	return &lane[R]{spans: run, load: func(sp span, dst []R) ([]R, error) {
		defer st.writer.spend(sp.id)
		var body []byte
		var err error
		if sealed := st.writer.find(sp.id); sealed != nil {
			body, err = st.container.sealer.openBody(f.kind, sp.ref, sealed)
		} else {
			body, err = st.v.body(st.container.sealer, f.kind, sp.ref)
		}
		if err != nil {
			return nil, err
		}
		rows, err := f.decode(dst, body, s)
		if err != nil {
			return nil, damaged(f.kind, sp.id, "malformed")
		}
		return rows, nil
	}}
}

// mergeRuns makes one run of several, so that few are open at a time.
func mergeRuns[R any](st *Stage, ss *stagedSeries[R], f runFormat[R], runs [][]span) ([]span, error) {
	m := newMerger(f.start, minTime, afterTime)
	var old, out []span
	for _, run := range runs {
		m.add(runLane(st, ss.series, f, run))
		old = append(old, run...)
	}
	var rows []R
	for more := true; more; {
		_, parts, ok, err := m.next()
		if err != nil {
			return nil, err
		}
		more = ok
		if ok {
			group := distinct(parts, f)
			for _, p := range parts {
				ss.duplicates += len(p.rows)
			}
			ss.duplicates -= len(group)
			rows = append(rows, group...)
		}
		for len(rows) >= runRows || (!ok && len(rows) > 0) {
			sp, n, err := writeRun(st, ss.series, f, rows)
			if err != nil {
				return nil, err
			}
			out = append(out, sp)
			rows = slices.Delete(rows, 0, n)
		}
	}
	return out, st.writer.drop(old)
}

// distinct returns the staged rows of one start, sorted, without repetitions.
func distinct[R any](parts []part[R], f runFormat[R]) []R {
	rows := parts[0].rows
	if len(rows) > 1 {
		slices.SortFunc(rows, f.compare)
		rows = slices.CompactFunc(rows, f.same)
	}
	return rows
}
