package vault

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"

	"vitalkeep/health"
)

// Rollups are what a container's samples come to, kept so that nobody has to
// read ten years to draw a line: buckets of several widths of every series,
// and the local days of every metric. They are made of the samples, belong to
// one state of the directory and are never trusted over it: what is missing,
// of another state or damaged is made of the samples again.

const (
	// rollupMethod names how rollups are made. It changes with anything that
	// changes a kept number: buckets, health.Days, canonical units.
	rollupMethod = 1

	// keepAbove is how many visible samples a series or metric has at most that
	// is read rather than kept.
	keepAbove = 8192

	// levelSaving is how many samples a bucket of a kept level stands for, on
	// average and at least.
	levelSaving = 8

	// topBuckets is how many buckets the coarsest level has at most.
	topBuckets = 512

	baseWidth = 1_024_000 // milliseconds of a bucket of level 0
	topLevel  = 17        // its buckets are wider than all of time
)

func (v *Vault) keepAbove() int64 { return int64(cmp.Or(v.options.keepAbove, keepAbove)) }

// levelWidth returns the width of the buckets of a level, in milliseconds.
// Levels below 0 are never kept.
func levelWidth(level int) int64 {
	if level < 0 {
		return baseWidth >> (-2 * level)
	}
	return baseWidth << (2 * level)
}

// alignDown returns the start of the bucket of that width that t lies in.
func alignDown(t, width int64) int64 {
	r := t % width
	if r < 0 {
		r += width
	}
	return t - r
}

// bucket is what the visible samples that start in [at, at+width) come to. At
// level 0 the sum is that of the canonical values in order of start; above, the
// sum of the sums of its parts in order.
type bucket struct {
	at            int64
	n             int64
	min, max, sum float64
}

func bucketAt(b *bucket) int64 { return b.at }

// join adds what comes after.
func (b *bucket) join(o bucket) {
	if b.n == 0 {
		at := b.at
		*b = o
		b.at = at
		return
	}
	b.n += o.n
	b.min, b.max = min(b.min, o.min), max(b.max, o.max)
	b.sum += o.sum
}

// rollups are the kept ones of a container.
type rollups struct {
	series map[uint32]*seriesRollup
	days   map[health.MetricID]*dayRollup
}

// seriesRollup is what is kept of one series. Once it is part of a state it is
// never changed.
type seriesRollup struct {
	number      uint32
	count       int64 // visible samples
	first, last int64 // their earliest and latest start, if there are any
	built       int64 // count when all of it was made at once
	lowest      int   // level of levels[0]
	levels      [][]span
}

// dayRollup is what is kept of one metric.
type dayRollup struct {
	metric health.MetricID
	// irregular: a reading was there that days cannot be made of piece by
	// piece; see regular.
	irregular bool
	kept      bool
	days      []span // times are numbers of days
}

// Fields of a rollup directory.
const (
	rollupFrom    = 1 // the directory that it was made from
	rollupHow     = 2
	rollupSeries  = 3
	rollupDays    = 4
	rollupDaysBad = 1
	rollupDaysOn  = 2
)

// encodeRollups writes the rollup directory of the container whose directory
// is dir.
func encodeRollups(dir ref, r *rollups) []byte {
	b := appendField(nil, rollupFrom, appendRef(nil, dir))
	b = appendNumber(b, rollupHow, rollupMethod)
	for _, s := range inOrder(r.series, func(s *seriesRollup) uint32 { return s.number }) {
		f := binary.AppendUvarint(nil, uint64(s.number))
		f = binary.AppendUvarint(f, uint64(s.count)) //nolint:gosec // not negative
		f = appendVarint(f, s.first)
		f = appendVarint(f, s.last)
		f = binary.AppendUvarint(f, uint64(s.built))       //nolint:gosec // not negative
		f = append(f, byte(s.lowest), byte(len(s.levels))) //nolint:gosec // at most topLevel
		for _, l := range s.levels {
			f = appendSpans(f, l)
		}
		b = appendField(b, rollupSeries, f)
	}
	for _, d := range inOrder(r.days, func(d *dayRollup) health.MetricID { return d.metric }) {
		f := appendBlob(nil, d.metric)
		var flags byte
		if d.irregular {
			flags |= rollupDaysBad
		}
		if d.kept {
			flags |= rollupDaysOn
		}
		b = appendField(b, rollupDays, appendSpans(append(f, flags), d.days))
	}
	return b
}

// inOrder returns the values of a map by rising key.
func inOrder[K uint32 | health.MetricID, V any](m map[K]V, key func(V) K) []V {
	out := make([]V, 0, len(m))
	for _, v := range m {
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b V) int {
		if key(a) < key(b) {
			return -1
		}
		return 1
	})
	return out
}

// decodeRollups reads a rollup directory. Without an error and without a
// result it is of another state or method.
func decodeRollups(body []byte, dir ref) (*rollups, error) {
	out := &rollups{series: map[uint32]*seriesRollup{}, days: map[health.MetricID]*dayRollup{}}
	var from ref
	var method uint64
	err := fields(body, func(n uint64, v *wireReader) {
		switch n {
		case rollupFrom:
			from = v.ref()
		case rollupHow:
			method = v.uvarint()
		case rollupSeries:
			s := v.seriesRollup()
			out.series[s.number] = s
		case rollupDays:
			d := &dayRollup{metric: health.MetricID(v.text())}
			flags := v.byte()
			d.irregular, d.kept = flags&rollupDaysBad != 0, flags&rollupDaysOn != 0
			d.days = v.spans()
			if !rising(d.days) {
				v.fail()
			}
			out.days[d.metric] = d
		}
	})
	if err != nil {
		return nil, err
	}
	if from != dir || method != rollupMethod {
		return nil, nil
	}
	return out, nil
}

func (r *wireReader) seriesRollup() *seriesRollup {
	s := &seriesRollup{number: r.uint32()}
	s.count = r.positive()
	s.first, s.last = r.varint(), r.varint()
	s.built = r.positive()
	s.lowest = int(r.byte())
	s.levels = make([][]span, min(r.byte(), topLevel+1))
	for i := range s.levels {
		s.levels[i] = r.spans()
		if len(s.levels[i]) == 0 || !rising(s.levels[i]) {
			r.fail()
		}
	}
	if s.lowest+len(s.levels) > topLevel+1 || (s.count > 0 && s.first > s.last) {
		r.fail()
	}
	return s
}

// positive reads a number of at most 53 bits.
func (r *wireReader) positive() int64 {
	u := r.uvarint()
	if u > 1<<53 {
		r.fail()
		return 0
	}
	return int64(u)
}

// rising reports whether spans do not overlap.
func rising(spans []span) bool {
	last := int64(math.MinInt64)
	for _, s := range spans {
		if s.tmin < last || s.tmax < s.tmin {
			return false
		}
		last = s.tmax
	}
	return true
}

// spans calls f with every list of segments.
func (r *rollups) spans(f func([]span)) {
	if r == nil {
		return
	}
	for _, s := range r.series {
		for _, l := range s.levels {
			f(l)
		}
	}
	for _, d := range r.days {
		f(d.days)
	}
}

// rollups checks what is kept of a container.
func (c *checker) rollups(one *container) error {
	if !one.badRollups.zero() {
		id := one.badRollups.id
		return c.note(kindRollupDirectory, id, damaged(kindRollupDirectory, id, "damaged, or of another state"))
	}
	if one.rollups == nil {
		return nil
	}
	_, err := c.v.body(one.sealer, kindRollupDirectory, one.rollupRef)
	if err := c.note(kindRollupDirectory, one.rollupRef.id, err); err != nil {
		return err
	}
	for _, s := range inOrder(one.rollups.series, func(s *seriesRollup) uint32 { return s.number }) {
		for i, spans := range s.levels {
			samples, whole := int64(0), true
			for _, sp := range spans {
				rows, err := c.v.buckets(one, s.number, s.lowest+i)(sp)
				whole = whole && err == nil
				if err := c.note(kindRollup, sp.id, err); err != nil {
					return err
				}
				for _, b := range rows {
					samples += b.n
				}
			}
			if whole && samples != s.count {
				c.problem(kindRollup.String(), spans[0].id, "a level of another number of samples than its series")
			}
		}
	}
	for _, d := range inOrder(one.rollups.days, func(d *dayRollup) health.MetricID { return d.metric }) {
		for _, sp := range d.days {
			_, err := c.v.dayRows(one, d.metric)(sp)
			if err := c.note(kindRollup, sp.id, err); err != nil {
				return err
			}
		}
	}
	return nil
}
