package exporters

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"vitalkeep/health"
)

// sheet is one vendor-shaped CSV file of an export: the series and entries
// that belong there, and how they become rows. No two sheets share a series or
// an entry, so that everything stands in one place.
type sheet struct {
	name    string
	header  []string
	about   string // for the README
	source  health.SourceID
	metrics []health.MetricID
	// also stands in for metrics where they cannot be listed.
	also   func(health.MetricID) bool
	series []Series // of that source and those metrics, as far as there are any
	// takes says which entries belong here; nil means none.
	takes func(health.Entry) bool
	// split turns what there is at one instant into rows and a rest. It depends
	// on nothing else, so that a second pass finds the same rest.
	split func(moment) page
	// optional sheets are left out where there is nothing for them.
	optional bool
	// raw sheets hold arrays of samples instead, oldest first; plain says which
	// samples they can hold.
	raw   bool
	plain func(health.Reading) bool

	// Filled by the survey of all entries.
	entries     int
	first, last int64 // start of the earliest and the latest entry

	// Filled by the first pass.
	restSamples, restEntries int
}

// moment is everything of a sheet that starts at one instant.
type moment struct {
	start    int64
	readings []health.Reading
	entries  []health.Entry
}

// page is what becomes of a moment.
type page struct {
	rows [][]string
	// What the rows do not say.
	samples []health.Reading
	entries []health.Entry
}

// outlet takes what a sheet is made of.
type outlet struct {
	read   func(context.Context, Series) iter.Seq2[health.Reading, error] // for raw sheets
	row    func(cells ...string) error
	sample func(health.Reading) error
	entry  func(health.Entry) error
}

// run hands the rows and the rest of a sheet to out: raw sheets oldest first,
// the others newest first, as the vendor has them.
func (p *plan) run(ctx context.Context, s *sheet, out outlet) error {
	if s.raw {
		return runRaw(ctx, s, out)
	}
	from, to, some := s.span()
	if !some {
		return nil
	}
	return backwards(ctx, from, to, func(from, to int64, whole bool) (bool, error) {
		moments, fits, err := p.collect(ctx, s, from, to, whole)
		if err != nil || !fits {
			return false, err
		}
		for _, m := range slices.Backward(moments) {
			if err := out.page(s.split(m)); err != nil {
				return false, err
			}
		}
		return true, nil
	})
}

func (o outlet) page(p page) error {
	for _, cells := range p.rows {
		if err := o.row(cells...); err != nil {
			return err
		}
	}
	for _, r := range p.samples {
		if err := o.sample(r); err != nil {
			return err
		}
	}
	for _, e := range p.entries {
		if err := o.entry(e); err != nil {
			return err
		}
	}
	return nil
}

// span returns the time that the sheet covers, the end excluded.
func (s *sheet) span() (from, to int64, some bool) {
	if s.entries > 0 {
		from, to, some = s.first, s.last+1, true
	}
	for _, x := range s.series {
		if x.Count == 0 {
			continue
		}
		if !some {
			from, to, some = x.First, x.Last+1, true
		}
		from, to = min(from, x.First), max(to, x.Last+1)
	}
	return from, to, some
}

// What is kept in memory at a time.
const (
	windowStep  = 90 * 24 * 3600 * 1000 // ms
	windowRows  = 20_000
	windowBytes = 4 << 20 // of the text of entries
)

// backwards walks through a span of time from its newest end to its oldest in
// windows. A window that page finds too full is halved; one of a single
// millisecond has to be taken whole.
func backwards(ctx context.Context, from, to int64, page func(from, to int64, whole bool) (fits bool, err error)) error {
	var window func(from, to int64) error
	window = func(from, to int64) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		fits, err := page(from, to, to-from <= 1)
		if err != nil || fits {
			return err
		}
		middle := from + (to-from)/2
		if err := window(middle, to); err != nil {
			return err
		}
		return window(from, middle)
	}
	for to > from {
		start := max(from, to-windowStep)
		if err := window(start, to); err != nil {
			return err
		}
		to = start
	}
	return nil
}

// collect gathers what a sheet has in a window, by instant in ascending order.
// It gives up, and says so, where that is more than a window may hold, unless
// the window is to be taken whole.
func (p *plan) collect(ctx context.Context, s *sheet, from, to int64, whole bool) (moments []moment, fits bool, err error) {
	var readings []health.Reading
	for _, x := range s.series {
		if x.Count == 0 || x.Last < from || x.First >= to {
			continue
		}
		for r, err := range p.data.Readings(ctx, x.Metric, x.Source, from, to) {
			if err != nil {
				return nil, false, err
			}
			if len(readings) >= windowRows && !whole {
				return nil, false, nil
			}
			readings = append(readings, r)
		}
	}
	var entries []health.Entry
	if s.entries > 0 && s.last >= from && s.first < to {
		size := 0
		for e, err := range p.data.Entries(ctx, from, to) {
			if err != nil {
				return nil, false, err
			}
			if !s.takes(e) {
				continue
			}
			for _, f := range e.Fields {
				size += len(f.Name) + len(f.Text)
			}
			if (size > windowBytes || len(entries) >= windowRows) && len(entries) > 0 && !whole {
				return nil, false, nil
			}
			entries = append(entries, e)
		}
	}
	return together(readings, entries), true, nil
}

// together puts readings and entries together by their start.
func together(readings []health.Reading, entries []health.Entry) []moment {
	slices.SortStableFunc(readings, func(a, b health.Reading) int { return cmp.Compare(a.Start, b.Start) })
	slices.SortStableFunc(entries, func(a, b health.Entry) int { return cmp.Compare(a.Start, b.Start) })
	var moments []moment
	for len(readings) > 0 || len(entries) > 0 {
		var m moment
		switch {
		case len(entries) == 0:
			m.start = readings[0].Start
		case len(readings) == 0:
			m.start = entries[0].Start
		default:
			m.start = min(readings[0].Start, entries[0].Start)
		}
		n := 0
		for n < len(readings) && readings[n].Start == m.start {
			n++
		}
		m.readings, readings = readings[:n:n], readings[n:]
		n = 0
		for n < len(entries) && entries[n].Start == m.start {
			n++
		}
		m.entries, entries = entries[:n:n], entries[n:]
		moments = append(moments, m)
	}
	return moments
}
