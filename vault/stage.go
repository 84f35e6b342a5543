package vault

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vitalkeep/health"
)

const (
	// stageLimit is how many rows wait in memory as they came: 48 bytes each for
	// samples, entries count by their size.
	stageLimit = 64 << 10
	rowBytes   = 48

	// heldLimit is how many bytes of encoded rows wait in memory.
	heldLimit = 16 << 20

	runRows   = 16384 // rows of one series that are encoded together, as one run
	blockRows = 2048  // of its pieces, which are read one by one
	runWidth  = 64    // runs of one level before they are merged into one

	maxEntryText = 16 << 20 // bytes of one entry

	// MaxFileName is how many bytes the name of an imported file may have.
	MaxFileName = 1024
	maxFields   = 10_000
)

// Stage is an import under way. Samples and entries go in, in any order; Seal
// compares them with the vault; Commit makes them visible. What is not
// committed was never there. It belongs to one goroutine.
type Stage struct {
	v         *Vault
	ctx       context.Context // the sink of an importer takes none
	container *container
	format    string
	title     string
	files     []string
	rejected  int

	samples map[seriesKey]*stagedSeries[health.Sample]
	entries map[seriesKey]*stagedSeries[health.Entry]
	last    *stagedSeries[health.Sample] // of the last sample: they mostly come in rows
	lastKey seriesKey
	weight  int
	limit   int   // of weight, before something is encoded
	held    int   // bytes of encoded rows in memory
	most    int   // of held, before something is written out
	staged  int64 // rows that went in
	numbers uint32
	whole   []wholeFile // see Compare
	sorter  sorter
	scratch []byte
	room    [][]health.Sample // empty, for runRows each

	writer  *objectWriter
	seq     uint64
	preview health.Preview
	results []nodeSeries
	made    made
	fresh   []series // that the profile did not have
	// newByFile counts by Origin.File; it may be shorter than files.
	newByFile []int
	sealed    bool
	done      bool
	failed    error
}

type seriesKey struct {
	metric health.MetricID
	entry  health.EntryKind
	source health.SourceID
}

// stagedSeries is what came in of one series.
type stagedSeries[R any] struct {
	series
	known      bool // the profile has the series already
	rows       []R
	weight     int
	runs       [][][]block // by level
	held       int         // bytes of their blocks in memory
	first      int64
	last       int64
	count      int64
	duplicates int // found so far
}

// Stage starts an import into a profile. format names the importer's format.
// Errors: ErrNoProfile, ErrBusy, ErrReadOnly, ErrClosed.
func (v *Vault) Stage(ctx context.Context, profile health.ProfileID, format string) (*Stage, error) {
	s, err := v.snapshot()
	if err != nil {
		return nil, err
	}
	if v.readOnly {
		return nil, v.forReading()
	}
	c, err := s.owner(profile)
	if err != nil {
		return nil, err
	}
	if !v.busy.CompareAndSwap(false, true) {
		return nil, ErrBusy
	}
	// Another import may have ended between the snapshot and now, and what is
	// compared with is layers.
	if err = v.fold(ctx, profile); err == nil {
		s, err = v.snapshot()
	}
	if err == nil {
		c, err = s.owner(profile)
	}
	if err != nil {
		v.busy.Store(false)
		return nil, err
	}
	st := &Stage{
		v: v, ctx: ctx, container: c, format: format,
		samples: map[seriesKey]*stagedSeries[health.Sample]{},
		entries: map[seriesKey]*stagedSeries[health.Entry]{},
		writer:  v.newObjectWriter(ctx, c.sealer),
		seq:     v.newID(),
		limit:   cmp.Or(v.options.stageLimit, stageLimit),
		most:    cmp.Or(8*v.options.stageLimit, heldLimit),
	}
	for _, s := range c.series {
		st.numbers = max(st.numbers, s.number)
	}
	return st, nil
}

// check returns why the stage takes nothing more.
func (st *Stage) check() error {
	switch {
	case st.failed != nil:
		return st.failed
	case st.done || st.sealed:
		return ErrStageDone
	}
	return nil
}

// fail keeps the first error of writing: after it the stage can only be
// discarded.
func (st *Stage) fail(err error) error {
	if st.failed == nil {
		st.failed = err
	}
	return err
}

// File names the next file of the import and returns its number, from 0, for
// Origin.File. The name is kept as it is; ErrBadName refuses one that is empty,
// longer than MaxFileName, not UTF-8, or has control characters.
func (st *Stage) File(name string) (uint32, error) {
	if err := st.check(); err != nil {
		return 0, err
	}
	if name == "" || len(name) > MaxFileName || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return 0, ErrBadName
	}
	n := uint32(len(st.files)) //nolint:gosec // far fewer
	st.files = append(st.files, name)
	return n, nil
}

// Reject counts a row that the importer left out.
func (st *Stage) Reject(health.Reject) error {
	if err := st.check(); err != nil {
		return err
	}
	st.rejected++
	return nil
}

// Sample takes in one sample. Errors: ErrBadSample for one that cannot be
// (unknown metric or unit, names that are too long or no text, negative duration, times or offsets out of all
// bounds), the context's, and those of writing.
func (st *Stage) Sample(metric health.MetricID, source health.SourceID, s health.Sample) error {
	return st.Samples(metric, source, []health.Sample{s})
}

// Samples is Sample for several of one series, which may be in any order. The
// slice is the caller's again afterwards.
func (st *Stage) Samples(metric health.MetricID, source health.SourceID, rows []health.Sample) error {
	if err := st.check(); err != nil {
		return err
	}
	for i := range rows {
		if !holdsSample(&rows[i]) {
			return ErrBadSample
		}
	}
	key := seriesKey{metric: metric, source: source}
	ss := st.last
	if ss == nil || key != st.lastKey {
		var ok bool
		if ss, ok = st.samples[key]; !ok {
			if _, ok := health.Lookup(metric); !ok || !holdsID(metric) || !holdsID(source) {
				return ErrBadSample
			}
			ss = &stagedSeries[health.Sample]{}
			ss.series, ss.known = st.series(key)
			st.samples[key] = ss
		}
		st.last, st.lastKey = ss, key
	}
	for len(rows) > 0 {
		n := min(len(rows), runRows-len(ss.rows), max(st.limit-st.weight, 1))
		for i := range rows[:n] {
			ss.note(rows[i].Start)
		}
		st.widen(ss, n)
		ss.rows = append(ss.rows, rows[:n]...)
		rows = rows[n:]
		ss.weight += n
		st.weight += n
		if len(ss.rows) == runRows {
			if err := st.holdSamples(ss); err != nil {
				return st.fail(err)
			}
		}
		if err := st.makeRoom(int64(n)); err != nil {
			return err
		}
	}
	return nil
}

// leastRoom is how many rows there is room for at first.
const leastRoom = 64

// widen makes room for n more rows, at most runRows in all.
func (st *Stage) widen(ss *stagedSeries[health.Sample], n int) {
	need := len(ss.rows) + n
	if need <= cap(ss.rows) {
		return
	}
	old := ss.rows
	if last := len(st.room) - 1; last >= 0 && need > leastRoom {
		ss.rows, st.room = st.room[last], st.room[:last]
	} else {
		ss.rows = make([]health.Sample, 0, min(max(need, 2*cap(old), leastRoom), runRows))
	}
	ss.rows = append(ss.rows, old...)
}

// mostRoom is how much empty room is kept for series to come.
const mostRoom = 4

// holdSamples is holdRows for samples; the room goes to whichever series is next.
func (st *Stage) holdSamples(ss *stagedSeries[health.Sample]) error {
	err := holdRows(st, ss, sampleRuns)
	if cap(ss.rows) >= runRows && len(st.room) < mostRoom {
		st.room = append(st.room, ss.rows)
	}
	ss.rows = nil
	return err
}

// Entry takes in one entry; its ID and Batch are ignored. Errors: ErrBadEntry,
// the context's, and those of writing.
func (st *Stage) Entry(e health.Entry) error {
	if err := st.check(); err != nil {
		return err
	}
	size, ok := holdsEntry(&e)
	if !ok {
		return ErrBadEntry
	}
	key := seriesKey{entry: e.Kind, source: e.Source}
	ss, ok := st.entries[key]
	if !ok {
		ss = &stagedSeries[health.Entry]{}
		ss.series, ss.known = st.series(key)
		st.entries[key] = ss
	}
	e.ID, e.Batch = [16]byte{}, health.BatchID{}
	e.Fields = slices.Clone(e.Fields)
	ss.note(e.Start)
	ss.rows = append(ss.rows, e)
	w := 4 + size/rowBytes
	ss.weight += w
	st.weight += w
	return st.makeRoom(1)
}

// series returns the series of a key, with a new number if it is new.
func (st *Stage) series(key seriesKey) (series, bool) {
	if s, ok := st.container.find(key.metric, key.entry, key.source); ok {
		return s, true
	}
	st.numbers++
	return series{number: st.numbers, metric: key.metric, entry: key.entry, source: key.source}, false
}

func (ss *stagedSeries[R]) note(start int64) {
	if ss.count == 0 {
		ss.first, ss.last = start, start
	}
	ss.first, ss.last = min(ss.first, start), max(ss.last, start)
	ss.count++
}

// makeRoom counts rows that came in. Where too many wait as they came, the
// largest series are encoded until half of that memory is free again; where too
// much waits encoded, it is written out in the same way.
func (st *Stage) makeRoom(came int64) error {
	before := st.staged
	st.staged += came
	if before/4096 != st.staged/4096 {
		if err := st.ctx.Err(); err != nil {
			return st.fail(err)
		}
	}
	if st.weight >= st.limit {
		for st.weight > st.limit/2 {
			s, e := largest(st.samples, byWeight), largest(st.entries, byWeight)
			var err error
			if e == nil || (s != nil && s.weight >= e.weight) {
				err = st.holdSamples(s)
			} else {
				err = holdRows(st, e, entryRuns)
			}
			if err != nil {
				return st.fail(err)
			}
		}
	}
	if st.held >= st.most {
		for st.held > st.most/2 {
			s, e := largest(st.samples, byHeld), largest(st.entries, byHeld)
			var err error
			if e == nil || (s != nil && s.held >= e.held) {
				err = spill(st, s, sampleRuns)
			} else {
				err = spill(st, e, entryRuns)
			}
			if err != nil {
				return st.fail(err)
			}
		}
	}
	return nil
}

func byWeight[R any](ss *stagedSeries[R]) int { return ss.weight }
func byHeld[R any](ss *stagedSeries[R]) int   { return ss.held }

// largest returns the series with the most of something, the first of several.
func largest[R any](all map[seriesKey]*stagedSeries[R], size func(*stagedSeries[R]) int) (most *stagedSeries[R]) {
	for _, o := range all {
		if most == nil || size(o) > size(most) || (size(o) == size(most) && o.number < most.number) {
			most = o
		}
	}
	return most
}
