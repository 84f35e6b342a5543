package vault

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"

	"vitalkeep/health"
)

const maxExamples = 100

// Seal ends the taking in: it compares what came with what the profile has,
// writes what is to be stored, still invisible, and returns what Commit would
// do. progress, which may be nil, hears of rows done and rows in all.
func (st *Stage) Seal(ctx context.Context, progress func(done, total int64)) (health.Preview, error) {
	if err := st.check(); err != nil {
		return health.Preview{}, err
	}
	st.writer.ctx, st.room = ctx, nil
	p := &sealing{stage: st, ctx: ctx, progress: progress, whole: st.wholeFiles()}
	brought := map[uint32]bool{}
	for _, ss := range ordered(st.samples) {
		brought[ss.number] = true
		if err := p.samples(ss); err != nil {
			return health.Preview{}, st.fail(err)
		}
	}
	for _, ss := range ordered(st.entries) {
		brought[ss.number] = true
		if err := p.entries(ss); err != nil {
			return health.Preview{}, st.fail(err)
		}
	}
	if err := p.absent(brought); err != nil {
		return health.Preview{}, st.fail(err)
	}
	p.report()
	if st.v.ProfileClosed(health.ProfileID(st.container.id)) { // how many is told, and not what
		st.preview.Examples, st.preview.Changed, st.preview.Dropped = nil, nil, nil
	}
	slices.SortFunc(st.results, compareSeries)
	st.sealed = true
	st.last = nil
	clear(st.samples)
	clear(st.entries)
	return st.preview, nil
}

// ordered returns the staged series by number, so that the same import writes
// the same segments.
func ordered[R any](m map[seriesKey]*stagedSeries[R]) []*stagedSeries[R] {
	out := make([]*stagedSeries[R], 0, len(m))
	for _, s := range m {
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b *stagedSeries[R]) int { return cmp.Compare(a.number, b.number) })
	return out
}

// sealing is the comparison of one stage with the vault.
type sealing struct {
	stage    *Stage
	ctx      context.Context // lives for one call of Seal
	progress func(done, total int64)
	seen     int64
	whole    wholeFiles
	passed   int // starts of the past that the import does not have
	tallies  []health.Tally
	preview  health.Preview
}

func (p *sealing) step(n int64) error {
	before := p.seen
	p.seen += n
	if before/4096 == p.seen/4096 {
		return nil
	}
	if p.progress != nil {
		p.progress(min(p.seen, p.stage.staged), p.stage.staged)
	}
	return p.ctx.Err()
}

// incoming gathers the runs and the rows in memory of one staged series.
func incoming[R any](st *Stage, ss *stagedSeries[R], f runFormat[R]) (*gather[R], [][]block) {
	g := gathering(st, ss, f, slices.Concat(ss.runs...))
	rows := f.sort(&st.sorter, ss.rows)
	ss.duplicates += len(ss.rows) - len(rows)
	g.add(nil, rows)
	return g, slices.Concat(ss.runs...)
}

// follower walks a history beside the incoming rows.
type follower[R any] struct {
	m     *merger[R]
	start int64
	parts []part[R]
	ok    bool
	// passed, which may be nil, hears of the starts that were passed and not met.
	passed func([]part[R]) error
	met    bool
}

// to goes to the first start that is not before another, and returns what there
// is of that one.
func (f *follower[R]) to(start int64) (parts []part[R], err error) {
	for f.ok && f.start < start {
		if f.passed != nil && len(f.parts) > 0 && !f.met {
			if err := f.passed(f.parts); err != nil {
				return nil, err
			}
		}
		f.met = false
		if f.start, f.parts, f.ok, err = f.m.next(); err != nil {
			return nil, err
		}
	}
	if f.ok && f.start == start {
		f.met = true
		return f.parts, nil
	}
	return nil, nil
}

func follow[R any](m *merger[R]) *follower[R] {
	return &follower[R]{m: m, start: minTime, ok: true}
}

// sealedSamples is one series of samples on its way from the stage into
// segments.
type sealedSamples struct {
	*sealing
	ss      *stagedSeries[health.Sample]
	rows    *segmentWriter[health.Sample]
	claims  *segmentWriter[claim]
	rollup  *stageRollup
	result  nodeSeries
	tally   health.Tally
	visible []health.Sample // kept for reuse
}

// samples compares and stores one series of samples. Of one identity the
// newest layer's rows count as a whole: if they have all that came, nothing
// happens but a claim; if not, what came replaces them. Where that layer is a
// deletion, what came counts as there already.
func (p *sealing) samples(ss *stagedSeries[health.Sample]) error {
	st := p.stage
	in, staged := incoming(st, ss, sampleRuns)
	from, to, whole := p.window(ss.series, ss.first, ss.last)
	past := follow(st.v.history(st.container, ss.number, from, to))
	rollup, err := st.rollup(ss)
	if err != nil {
		return err
	}
	o := sealedSamples{
		sealing: p, ss: ss, rollup: rollup,
		rows: newRowWriter(st.writer, ss.number, st.seq, 0), claims: newClaimWriter(st.writer, ss.number, st.seq),
		result: nodeSeries{number: ss.number}, tally: health.Tally{Metric: ss.metric, First: ss.first, Last: ss.last},
	}
	if whole {
		past.passed = func(parts []part[health.Sample]) error { return p.missing(ss.series, &o.tally, parts) }
	}
	for {
		rows, came, err := in.next()
		if err != nil {
			return err
		}
		if came == 0 {
			break
		}
		ss.duplicates += came - len(rows)
		if err := p.step(int64(came)); err != nil {
			return err
		}
		for len(rows) > 0 {
			if _, err := past.to(rows[0].Start); err != nil {
				return err
			}
			if n := countBefore(rows, past); n > 0 {
				if err := o.fresh(rows[:n]); err != nil {
					return err
				}
				rows = rows[n:]
				continue
			}
			n := 1
			for n < len(rows) && rows[n].Start == rows[0].Start {
				n++
			}
			past.met = true
			if err := o.group(rows[:n], past.parts); err != nil {
				return err
			}
			rows = rows[n:]
		}
	}
	if whole {
		if _, err := past.to(math.MaxInt64); err != nil {
			return err
		}
	}
	return o.close(staged)
}

// countBefore counts the rows that start before the next start of the past.
func countBefore(rows []health.Sample, past *follower[health.Sample]) int {
	if !past.ok || rows[len(rows)-1].Start < past.start {
		return len(rows)
	}
	n := 0
	for rows[n].Start < past.start {
		n++
	}
	return n
}

// fresh stores rows of starts that the profile does not have.
func (o *sealedSamples) fresh(rows []health.Sample) error {
	visible := rows
	for i := 1; i < len(rows); i++ {
		if rows[i].Start == rows[i-1].Start {
			visible = o.lastOfEach(rows)
			break
		}
	}
	o.tally.New += len(visible)
	o.tally.Conflicts += len(rows) - len(visible)
	o.result.identities += uint64(len(visible))
	o.stage.countNewOf(visible)
	if err := o.rollup.addAll(visible); err != nil {
		return err
	}
	return o.rows.addAll(rows)
}

// lastOfEach returns the last row of each start, which is the one that shows.
// The others are examples of conflicts.
func (o *sealedSamples) lastOfEach(rows []health.Sample) []health.Sample {
	o.visible = o.visible[:0]
	hidden := 0 // rows of the same start before
	for i := range rows {
		if i+1 < len(rows) && rows[i+1].Start == rows[i].Start {
			hidden++
			continue
		}
		for _, s := range rows[i-hidden : i] {
			o.example(o.ss.series, s, rows[i])
		}
		hidden = 0
		o.visible = append(o.visible, rows[i])
	}
	return o.visible
}

// group compares and stores the rows of one start with what the profile has
// there.
func (o *sealedSamples) group(group []health.Sample, old []part[health.Sample]) error {
	newest := old[len(old)-1]
	if newest.gone {
		// Deleted here: it does not come back with the same archive.
		o.tally.Duplicates += len(group)
		return nil
	}
	stored := counting(newest.owner, newest.rows)
	unknown := 0
	for _, s := range group {
		if !slices.ContainsFunc(stored, s.SameValue) {
			unknown++
		}
	}
	o.tally.Duplicates += len(group) - unknown
	if unknown == 0 {
		return o.claims.add(claim{start: group[0].Start, origin: group[0].Origin, form: claimedForm(group[0], stored)})
	}
	visible := group[len(group)-1]
	if err := o.rollup.addAll(group[len(group)-1:]); err != nil {
		return err
	}
	o.result.shadows = true
	o.tally.Conflicts += unknown
	o.example(o.ss.series, stored[len(stored)-1], visible)
	if before := stored[len(stored)-1]; !before.SameValue(visible) {
		o.changed(o.ss.series, &o.tally, before, visible)
	}
	o.result.identities++
	return o.rows.addAll(group)
}

// close writes what is left and drops what was staged.
func (o *sealedSamples) close(staged [][]block) (err error) {
	o.tally.Doubled = o.ss.duplicates
	o.tally.Duplicates += o.ss.duplicates
	if o.result.rows, err = o.rows.close(); err != nil {
		return err
	}
	if o.result.claims, err = o.claims.close(); err != nil {
		return err
	}
	if err := o.rollup.close(); err != nil {
		return err
	}
	o.finish(o.ss.series, o.ss.known, o.result, o.tally)
	o.ss.rows = nil
	return o.stage.release(&o.ss.held, staged)
}

// claimedForm is how the number of a value that is stored already stands where
// it came again.
func claimedForm(came health.Sample, stored []health.Sample) health.Form {
	for i := range stored {
		if stored[i].Unit == came.Unit && stored[i].Value == came.Value {
			return came.Form
		}
	}
	return health.NoText // 78.20 is stored, or pounds, and here stands 78.2 or kilograms
}

// counting returns the rows of a group that what comes is compared with: of
// what was typed, only the last.
func counting[R any](owner *nodeSeries, group []R) []R {
	if owner.node.layer == layerTyped {
		return group[len(group)-1:]
	}
	return group
}

func (p *sealing) example(s series, old, now health.Sample) {
	if e := &p.preview.Examples; len(*e) < maxExamples {
		*e = append(*e, health.Conflict{Metric: s.metric, Source: s.source, Old: old, New: now})
	}
}

// finish keeps the result of one series.
func (p *sealing) finish(s series, known bool, r nodeSeries, t health.Tally) {
	if len(r.rows)+len(r.claims) > 0 {
		p.stage.results = append(p.stage.results, r)
		if !known {
			p.stage.fresh = append(p.stage.fresh, s)
		}
	}
	p.tallies = append(p.tallies, t)
}

// Commit makes the import visible, in one durable step, and returns its ID.
// An import that brings nothing new and replaces nothing is discarded; its ID
// is the zero one. Errors: ErrNotSealed, ErrStageDone, ErrNoSpace, ErrClosed;
// after an error nothing of the import is visible.
func (st *Stage) Commit(ctx context.Context) (health.BatchID, error) {
	switch {
	case st.done:
		return health.BatchID{}, ErrStageDone
	case st.failed != nil:
		return health.BatchID{}, st.failed
	case !st.sealed:
		return health.BatchID{}, ErrNotSealed
	}
	if err := ctx.Err(); err != nil {
		return health.BatchID{}, err
	}
	if st.preview.New+st.preview.Conflicts == 0 {
		return health.BatchID{}, st.Discard()
	}
	v := st.v
	st.writer.ctx = ctx // that of Seal may have ended with its step
	n := &node{seq: st.seq, series: st.results, batch: health.Batch{
		ID: randomID(), At: v.now().UnixMilli(), Profile: st.container.id, Title: st.title, Format: st.format, Files: st.files,
		New: st.preview.New, Duplicates: st.preview.Duplicates, Conflicts: st.preview.Conflicts, Rejected: st.rejected,
	}}
	err := v.revise(st.container.id, st.writer, func(r *revision) error {
		r.c.series = append(r.c.series, st.fresh...)
		r.made = st.made
		r.add(n)
		return nil
	})
	if err != nil {
		return health.BatchID{}, st.fail(err)
	}
	st.done = true
	v.busy.Store(false)
	return n.batch.ID, nil
}

// Discard gives the import up and removes what it wrote. After Commit, or a
// second time, it does nothing.
func (st *Stage) Discard() error {
	if st.done {
		return nil
	}
	st.done = true
	clear(st.samples)
	clear(st.entries)
	err := st.writer.abandon()
	st.v.busy.Store(false)
	if errors.Is(err, ErrClosed) {
		return nil // the next opening removes it
	}
	return err
}
