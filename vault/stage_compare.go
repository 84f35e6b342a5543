package vault

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"vitalkeep/health"
)

// Compare says that files of this import, by their numbers, hold all that their
// vendor has in them, and in which format: what the profile shows from files of
// the same name and format, and the import does not hold, is told as dropped by
// Seal. It may be called several times before that. Errors: ErrStageDone.
func (st *Stage) Compare(format string, files []uint32) error {
	if err := st.check(); err != nil {
		return err
	}
	for _, n := range files {
		if int64(n) < int64(len(st.files)) {
			st.whole = append(st.whole, wholeFile{name: st.files[n], format: format})
		}
	}
	return nil
}

// wholeFile is a file that holds all that a vendor has.
type wholeFile struct{ name, format string }

// wholeFiles tells which files of the imports of a profile have come again.
type wholeFiles struct {
	again map[uint64][]bool // by the sequence of a layer and the number of a file in it
	// givers are those of the series that came. The files of another may have the
	// same name, as a weight.csv by hand and a vendor's do.
	givers map[string]bool
}

func (st *Stage) wholeFiles() wholeFiles {
	w := wholeFiles{again: map[uint64][]bool{}, givers: map[string]bool{}}
	if len(st.whole) == 0 {
		return w
	}
	known := make(map[wholeFile]bool, len(st.whole))
	for _, f := range st.whole {
		known[f] = true
	}
	for _, n := range st.container.nodes {
		if n.layer != layerImport {
			continue
		}
		for i, name := range n.batch.Files {
			for format := range strings.SplitSeq(n.batch.Format, ", ") {
				if !known[wholeFile{name, format}] {
					continue
				}
				if w.again[n.seq] == nil {
					w.again[n.seq] = make([]bool, len(n.batch.Files))
				}
				w.again[n.seq][i] = true
			}
		}
	}
	for key := range st.samples {
		w.givers[giverOf(key.source)] = true
	}
	for key := range st.entries {
		w.givers[giverOf(key.source)] = true
	}
	return w
}

func giverOf(s health.SourceID) string {
	giver, _, _ := s.Parts()
	return giver
}

// of reports whether anything of a series may have come from such a file.
func (w *wholeFiles) of(c *container, s series) bool {
	if len(w.again) == 0 || len(w.givers) > 0 && !w.givers[giverOf(s.source)] {
		return false
	}
	return slices.ContainsFunc(c.directory[s.number], func(ns *nodeSeries) bool {
		return len(ns.rows) > 0 && w.again[ns.node.seq] != nil
	})
}

// has reports whether a row of a layer stood in such a file.
func (w *wholeFiles) has(owner *nodeSeries, o health.Origin) bool {
	again := w.again[owner.node.seq]
	return int64(o.File) < int64(len(again)) && again[o.File]
}

// window is the time in which the past of a series is looked at: all of it where
// rows before and after those that came may be missing.
func (p *sealing) window(s series, first, last int64) (from, to int64, whole bool) {
	if p.whole.of(p.stage.container, s) {
		return minTime, afterTime, true
	}
	return first, last + 1, false
}

// missing notes what the profile shows of a start that the import does not have.
func (p *sealing) missing(s series, t *health.Tally, parts []part[health.Sample]) error {
	newest := &parts[len(parts)-1]
	if newest.gone || !p.whole.has(newest.owner, newest.rows[len(newest.rows)-1].Origin) {
		return p.look()
	}
	p.dropped(s, t, newest.owner, newest.rows[len(newest.rows)-1])
	return p.look()
}

// missingEntries does the same for entries, which are known by their keys, too;
// those in came are there.
func (p *sealing) missingEntries(s series, t *health.Tally, stored, came []keyed) error {
	for _, k := range stored {
		if k.gone || slices.ContainsFunc(came, func(c keyed) bool { return c.key == k.key }) {
			continue
		}
		if e := k.rows[len(k.rows)-1]; p.whole.has(k.owner, e.Origin) {
			p.dropped(s, t, k.owner, sampleOfEntry(e))
		}
	}
	return p.look()
}

// sampleOfEntry is what a preview says of an entry.
func sampleOfEntry(e health.Entry) health.Sample {
	return health.Sample{Start: e.Start, Duration: e.Duration, Offset: e.Offset, Origin: e.Origin, Form: health.NoText}
}

// look looks now and then whether the comparison is to go on.
func (p *sealing) look() error {
	if p.passed++; p.passed%4096 == 0 {
		return p.ctx.Err()
	}
	return nil
}

func (p *sealing) dropped(s series, t *health.Tally, owner *nodeSeries, old health.Sample) {
	note(&t.Dropped, &t.DroppedFirst, &t.DroppedLast, old.Start)
	p.preview.DroppedCount++
	if l := &p.preview.Dropped; len(*l) < health.MaxListed {
		*l = append(*l, health.Dropped{Metric: s.metric, Entry: s.entry, Source: s.source, Batch: owner.node.batch.ID, Old: old})
	}
}

func (p *sealing) changed(s series, t *health.Tally, old, now health.Sample) {
	note(&t.Changed, &t.ChangedFirst, &t.ChangedLast, now.Start)
	p.preview.ChangedCount++
	if l := &p.preview.Changed; len(*l) < health.MaxListed {
		*l = append(*l, health.Conflict{Metric: s.metric, Entry: s.entry, Source: s.source, Old: old, New: now})
	}
}

func note(count *int, first, last *int64, start int64) {
	if *count == 0 {
		*first, *last = start, start
	}
	*count++
	*first, *last = min(*first, start), max(*last, start)
}

// absent looks at the series that the import brings nothing of.
func (p *sealing) absent(came map[uint32]bool) error {
	st := p.stage
	for _, s := range st.container.series {
		if came[s.number] || !p.whole.of(st.container, s) {
			continue
		}
		tally := health.Tally{Metric: s.metric, Entry: s.entry}
		var err error
		if s.entry == health.UnknownEntry {
			past := follow(st.v.history(st.container, s.number, minTime, afterTime))
			past.passed = func(parts []part[health.Sample]) error { return p.missing(s, &tally, parts) }
			_, err = past.to(math.MaxInt64)
		} else {
			past := follow(st.v.entryHistory(st.container, s, minTime, afterTime))
			past.passed = func(parts []part[health.Entry]) error { return p.missingEntries(s, &tally, byKey(parts), nil) }
			_, err = past.to(math.MaxInt64)
		}
		if err != nil {
			return err
		}
		if tally.Dropped > 0 {
			p.tallies = append(p.tallies, tally)
		}
	}
	return nil
}

// report adds the series up into the preview: one tally for each metric, in
// the order of the catalogue, and for each kind of entry.
func (p *sealing) report() {
	order := metricOrder()
	byKind := func(m health.MetricID, e health.EntryKind, n health.MetricID, f health.EntryKind) int {
		if (m == "") != (n == "") {
			if m == "" {
				return 1
			}
			return -1
		}
		return cmp.Or(compareMetrics(order, m, n), cmp.Compare(e, f))
	}
	slices.SortStableFunc(p.tallies, func(a, b health.Tally) int { return byKind(a.Metric, a.Entry, b.Metric, b.Entry) })
	out := &p.preview
	for _, t := range p.tallies {
		out.New += t.New
		out.Duplicates += t.Duplicates
		out.Doubled += t.Doubled
		out.Conflicts += t.Conflicts
		if n := len(out.Tallies); n > 0 && out.Tallies[n-1].Metric == t.Metric && out.Tallies[n-1].Entry == t.Entry {
			addTally(&out.Tallies[n-1], t)
			continue
		}
		out.Tallies = append(out.Tallies, t)
	}
	slices.SortStableFunc(out.Changed, func(a, b health.Conflict) int {
		return cmp.Or(byKind(a.Metric, a.Entry, b.Metric, b.Entry), health.CompareSources(a.Source, b.Source), cmp.Compare(a.New.Start, b.New.Start))
	})
	slices.SortStableFunc(out.Dropped, func(a, b health.Dropped) int {
		return cmp.Or(byKind(a.Metric, a.Entry, b.Metric, b.Entry), health.CompareSources(a.Source, b.Source), cmp.Compare(a.Old.Start, b.Old.Start))
	})
	p.stage.preview = *out
	if p.progress != nil {
		p.progress(p.stage.staged, p.stage.staged)
	}
}

// addTally adds one series to the others of its kind.
func addTally(o *health.Tally, t health.Tally) {
	join := func(have bool, first, last *int64, more bool, from, to int64) {
		switch {
		case !more:
		case !have:
			*first, *last = from, to
		default:
			*first, *last = min(*first, from), max(*last, to)
		}
	}
	join(o.Came() > 0, &o.First, &o.Last, t.Came() > 0, t.First, t.Last)
	join(o.Changed > 0, &o.ChangedFirst, &o.ChangedLast, t.Changed > 0, t.ChangedFirst, t.ChangedLast)
	join(o.Dropped > 0, &o.DroppedFirst, &o.DroppedLast, t.Dropped > 0, t.DroppedFirst, t.DroppedLast)
	o.New += t.New
	o.Duplicates += t.Duplicates
	o.Doubled += t.Doubled
	o.Conflicts += t.Conflicts
	o.Changed += t.Changed
	o.Dropped += t.Dropped
}
