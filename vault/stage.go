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
	// stageLimit is how many rows wait in memory: 48 bytes each for samples,
	// entries count by their size.
	stageLimit = 256 << 10
	rowBytes   = 48

	runRows  = 16384 // rows of one staged segment
	runWidth = 16    // runs of one level before they are merged into one

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
	limit   int   // of weight, before something is written out
	staged  int64 // rows that went in
	numbers uint32

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
	runs       [][][]span // by level
	first      int64
	last       int64
	count      int64
	duplicates int // found while spilling
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
	c, err := s.profile(profile)
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
		c, err = s.profile(profile)
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
	if err := st.check(); err != nil {
		return err
	}
	if !holdsSample(&s) {
		return ErrBadSample
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
	ss.note(s.Start)
	ss.rows = append(ss.rows, s)
	ss.weight++
	st.weight++
	return st.spillWhenFull()
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
	return st.spillWhenFull()
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

// spillWhenFull writes the largest series out until half of the memory is
// free again.
func (st *Stage) spillWhenFull() error {
	st.staged++
	if st.staged%4096 == 0 {
		if err := st.ctx.Err(); err != nil {
			return st.fail(err)
		}
	}
	if st.weight < st.limit {
		return nil
	}
	for st.weight > st.limit/2 {
		var s *stagedSeries[health.Sample]
		for _, o := range st.samples {
			if s == nil || o.weight > s.weight || (o.weight == s.weight && o.number < s.number) {
				s = o
			}
		}
		var e *stagedSeries[health.Entry]
		for _, o := range st.entries {
			if e == nil || o.weight > e.weight || (o.weight == e.weight && o.number < e.number) {
				e = o
			}
		}
		var err error
		if e == nil || (s != nil && s.weight >= e.weight) {
			st.weight -= s.weight
			err = spill(st, s, sampleRuns)
		} else {
			st.weight -= e.weight
			err = spill(st, e, entryRuns)
		}
		if err != nil {
			return st.fail(err)
		}
	}
	return nil
}
