package vault

import (
	"context"
	"errors"

	"vitalkeep/health"
)

// eachSample calls f with the visible samples of a series that start in
// [from, to), by rising start. errEnough from f ends it without an error.
func (v *Vault) eachSample(ctx context.Context, c *container, number uint32, from, to int64, f func(*health.Sample) error) error {
	m := v.history(c, number, from, to)
	for n := 0; ; n++ {
		if n%4096 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		_, parts, ok, err := m.next()
		if !ok || err != nil {
			return err
		}
		newest := &parts[len(parts)-1]
		if newest.gone {
			continue
		}
		rows := newest.rows
		if err := f(&rows[len(rows)-1]); err != nil {
			if errors.Is(err, errEnough) {
				return nil
			}
			return err
		}
	}
}

// levelFolder folds samples in order of start into the buckets of all levels.
type levelFolder struct {
	emit func(level int, b bucket) error
	end  int64 // of the bucket of level 0
	open [topLevel + 1]bucket
}

func (f *levelFolder) add(start int64, v float64) error {
	b := &f.open[0]
	if b.n > 0 && start < f.end {
		b.n++
		b.min, b.max = min(b.min, v), max(b.max, v)
		b.sum += v
		return nil
	}
	if b.n > 0 {
		if err := f.up(0, *b); err != nil {
			return err
		}
	}
	*b = bucket{at: alignDown(start, baseWidth), n: 1, min: v, max: v, sum: v}
	f.end = b.at + baseWidth
	return nil
}

// addAll is add for samples in order and their values.
func (f *levelFolder) addAll(rows []health.Sample, values []float64) error {
	for i := 0; i < len(rows); {
		if err := f.add(rows[i].Start, values[i]); err != nil {
			return err
		}
		b := f.open[0]
		for i++; i < len(rows) && rows[i].Start < f.end; i++ {
			v := values[i]
			b.n++
			b.min, b.max = min(b.min, v), max(b.max, v)
			b.sum += v
		}
		f.open[0] = b
	}
	return nil
}

// up passes on a bucket that is complete.
func (f *levelFolder) up(level int, b bucket) error {
	if err := f.emit(level, b); err != nil || level == topLevel {
		return err
	}
	at := alignDown(b.at, levelWidth(level+1))
	o := &f.open[level+1]
	if o.n > 0 && o.at != at {
		if err := f.up(level+1, *o); err != nil {
			return err
		}
		o.n = 0
	}
	o.at = at
	o.join(b)
	return nil
}

// close completes all buckets.
func (f *levelFolder) close() error {
	for level := range f.open {
		if b := f.open[level]; b.n > 0 {
			f.open[level] = bucket{}
			if err := f.up(level, b); err != nil {
				return err
			}
		}
	}
	return nil
}

// probe is after how many buckets of a level it is looked at whether it saves
// anything.
const probe = 1 << 14

// seriesBuilder makes all levels of a series in one go.
type seriesBuilder struct {
	w       *objectWriter
	out     seriesRollup
	folder  levelFolder
	writers [topLevel + 1]*segmentWriter[bucket]
}

func newSeriesBuilder(w *objectWriter, number uint32) *seriesBuilder {
	b := &seriesBuilder{w: w, out: seriesRollup{number: number}}
	b.folder.emit = b.emit
	return b
}

func (b *seriesBuilder) add(s *health.Sample) error { return b.addValue(s.Start, s.Canonical()) }

func (b *seriesBuilder) addValue(start int64, v float64) error {
	if b.out.count == 0 {
		b.out.first = start
	}
	b.out.count++
	b.out.last = start
	return b.folder.add(start, v)
}

// addAll is addValue for samples in order and their values.
func (b *seriesBuilder) addAll(rows []health.Sample, values []float64) error {
	if b.out.count == 0 {
		b.out.first = rows[0].Start
	}
	b.out.count += int64(len(rows))
	b.out.last = rows[len(rows)-1].Start
	return b.folder.addAll(rows, values)
}

func (b *seriesBuilder) emit(level int, row bucket) error {
	if level < b.out.lowest {
		return nil
	}
	w := b.writers[level]
	if w == nil {
		w = newBucketWriter(b.w, b.out.number, level)
		b.writers[level] = w
	}
	if w.count == probe && level == b.out.lowest && level < topLevel && w.count > uint64(b.out.count)/levelSaving { //nolint:gosec // not negative
		b.out.lowest++
		b.writers[level] = nil
		return b.w.drop(w.spans)
	}
	return w.add(row)
}

// close writes the levels that save something.
func (b *seriesBuilder) close() (*seriesRollup, error) {
	if err := b.folder.close(); err != nil {
		return nil, err
	}
	out := &b.out
	out.built = out.count
	enough := out.count <= b.w.v.keepAbove()
	for level, w := range b.writers {
		if w == nil {
			continue
		}
		if enough || (len(out.levels) == 0 && w.count > uint64(out.count)/levelSaving) { //nolint:gosec // not negative
			if err := b.w.drop(w.spans); err != nil {
				return nil, err
			}
			continue
		}
		if len(out.levels) == 0 {
			out.lowest = level
		}
		enough = w.count <= topBuckets
		spans, err := w.close()
		if err != nil {
			return nil, err
		}
		out.levels = append(out.levels, spans)
	}
	if len(out.levels) == 0 {
		out.lowest = 0
	}
	return out, nil
}

// replaceRows puts fresh rows, which rise and lie in windows, in the place of
// all rows that lie in windows, and returns the new list of segments. Segments
// without such rows stay as they are, but for the last one, which is filled
// up. gone, which may be nil, hears of each row that was there.
func replaceRows[R any](spans []span, windows []window, fresh []R, at func(*R) int64,
	load func(span) ([]R, error), writer func() *segmentWriter[R], gone func(*R),
) ([]span, error) {
	var out []span
	var w *segmentWriter[R]
	put := func(rows []R) error {
		if w == nil && len(rows) > 0 {
			w = writer()
		}
		for i := range rows {
			if err := w.add(rows[i]); err != nil {
				return err
			}
		}
		return nil
	}
	closed := func() error {
		if w == nil {
			return nil
		}
		list, err := w.close()
		out, w = append(out, list...), nil
		return err
	}
	upTo := func(t int64) (rows []R) {
		n := 0
		for n < len(fresh) && at(&fresh[n]) < t {
			n++
		}
		rows, fresh = fresh[:n], fresh[n:]
		return rows
	}
	for i, sp := range spans {
		if err := put(upTo(sp.tmin)); err != nil {
			return nil, err
		}
		last := i == len(spans)-1 && len(fresh) > 0
		if small := w != nil && sp.count < smallSegment; !touches(windows, sp) && !last && !small {
			if err := closed(); err != nil {
				return nil, err
			}
			out = append(out, sp)
			continue
		}
		rows, err := load(sp)
		if err != nil {
			return nil, err
		}
		for j := range rows {
			t := at(&rows[j])
			if within(windows, t) {
				if gone != nil {
					gone(&rows[j])
				}
				continue
			}
			if err := put(upTo(t)); err != nil {
				return nil, err
			}
			if err := put(rows[j : j+1]); err != nil {
				return nil, err
			}
		}
		if err := put(upTo(sp.tmax)); err != nil {
			return nil, err
		}
	}
	if err := put(fresh); err != nil {
		return nil, err
	}
	err := closed()
	return out, err
}

// smallSegment is how many rows a segment has at most that is joined to one
// before it that is written anyway.
const smallSegment = 128
