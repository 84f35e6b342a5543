package vault

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"vitalkeep/health"
)

const (
	// flushSize is how many bytes of sealed objects one transaction of a
	// rewriting writes, stageSize of an import: what an import has read back makes
	// room for what it writes, and waits for it no longer than for this.
	flushSize = 4 << 20
	stageSize = 1 << 20

	firstGuess = 3000 // rows of a segment, before anything was measured
)

// objectWriter gives ids to the objects of one import or undo and writes them
// in transactions of some megabytes. Nothing that it writes is visible before
// a root refers to it.
type objectWriter struct {
	ctx     context.Context // the writer lives as long as one import or undo
	v       *Vault
	sealer  sealer
	from    uint64 // no object of this writer has a lower id
	marked  bool   // the file says so
	pending []object
	size    int
	spent   []uint64 // staged objects that were read and are of no more use
	forms   bool     // a segment says how numbers were written, as none does before 1.3
}

func (v *Vault) newObjectWriter(ctx context.Context, s sealer) *objectWriter {
	return &objectWriter{ctx: ctx, v: v, sealer: s, from: v.nextID.Load() + 1}
}

func (w *objectWriter) put(k kind, plain []byte) (ref, error) {
	o := w.sealer.seal(k, w.v.newID(), 1, plain)
	w.pending = append(w.pending, o)
	w.size += len(o.bytes)
	if w.size < stageSize {
		return o.ref, nil
	}
	return o.ref, w.flush()
}

func (w *objectWriter) flush() error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	c := change{drops: w.removeSpent()}
	c.puts = w.pending
	if len(c.puts)+len(c.drops) == 0 {
		return nil
	}
	if !w.marked {
		manifest, err := w.v.unlocked(w.v.rootSealer)
		if err != nil {
			return err
		}
		c.mark = sealMark(manifest, w.from)
		w.marked = true
	}
	w.pending, w.size = nil, 0
	return w.v.applyStaged(c)
}

// spend says that an object of this writer is of no more use. The next flush
// removes it, so that what follows takes its place in the file.
func (w *objectWriter) spend(id uint64) { w.spent = append(w.spent, id) }

// drop removes objects of this writer that are no longer needed.
func (w *objectWriter) drop(spans []span) error {
	for _, s := range spans {
		w.spend(s.id)
	}
	drops := w.removeSpent()
	if len(drops) == 0 {
		return nil
	}
	return w.v.applyStaged(change{drops: drops})
}

// removeSpent forgets the spent objects that are not in the file yet and
// returns the others.
func (w *objectWriter) removeSpent() []uint64 {
	if len(w.spent) == 0 {
		return nil
	}
	written := make(map[uint64]bool, len(w.spent))
	for _, id := range w.spent {
		written[id] = true
	}
	w.spent = nil
	kept := w.pending[:0]
	for _, o := range w.pending {
		if !written[o.ref.id] {
			kept = append(kept, o)
			continue
		}
		w.size -= len(o.bytes)
		delete(written, o.ref.id)
	}
	clear(w.pending[len(kept):])
	w.pending = kept
	return slices.Sorted(maps.Keys(written))
}

// find returns an object that is not in the file yet, or nil.
func (w *objectWriter) find(id uint64) []byte {
	i, ok := slices.BinarySearchFunc(w.pending, id, func(o object, id uint64) int { return cmp.Compare(o.ref.id, id) })
	if !ok {
		return nil
	}
	return w.pending[i].bytes
}

// abandon removes everything that the writer wrote.
func (w *objectWriter) abandon() error {
	w.pending, w.size = nil, 0
	if !w.marked {
		return nil
	}
	return w.v.sweep(context.WithoutCancel(w.ctx), w.from)
}

// segmentWriter packs the rows of one series into objects of the fixed size,
// as many as fit into each.
type segmentWriter[R any] struct {
	w     *objectWriter
	kind  kind
	run   uint32
	start func(*R) int64
	// encode writes the first n rows or fewer; it returns how many.
	encode func(b []byte, rows []R) (body []byte, n int)

	rows  []R
	guess int
	want  int // rows to collect before packing
	spans []span
	count uint64
	body  []byte
	trial [2][]byte
}

func (s *segmentWriter[R]) add(r R) error {
	s.rows = append(s.begun(), r)
	s.count++
	if len(s.rows) < s.want {
		return nil
	}
	return s.full()
}

// addAll is add for several rows in order.
func (s *segmentWriter[R]) addAll(rows []R) error {
	for len(rows) > 0 {
		held := s.begun()
		n := min(len(rows), max(s.want-len(held), 1))
		s.rows = append(held, rows[:n]...)
		s.count += uint64(n)
		rows = rows[n:]
		if len(s.rows) >= s.want {
			if err := s.full(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *segmentWriter[R]) begun() []R {
	if s.guess == 0 {
		s.guess, s.want = firstGuess, 2*firstGuess
	}
	return s.rows
}

// full writes segments, or finds that there is room for more rows in one.
func (s *segmentWriter[R]) full() error {
	for {
		n, packed := s.fit()
		if n == len(s.rows) && n < maxSegmentRows { // all fits
			s.want = min(2*s.want, maxSegmentRows)
			return nil
		}
		if err := s.write(n, packed); err != nil {
			return err
		}
		s.guess = n
		if s.want = min(max(2*n, 64), maxSegmentRows); len(s.rows) < s.want {
			return nil
		}
	}
}

// close writes what is left and returns the segments.
func (s *segmentWriter[R]) close() ([]span, error) {
	for len(s.rows) > 0 {
		n, packed := s.fit()
		if err := s.write(n, packed); err != nil {
			return nil, err
		}
		s.guess = n
	}
	return s.spans, nil
}

// fit finds how many of the rows fill one object best. At least one row goes
// in, even if the object then takes several times the fixed size.
func (s *segmentWriter[R]) fit() (best int, packed []byte) {
	limit := paddedSize(1)
	n := min(max(s.guess, 1), len(s.rows))
	tooMany := len(s.rows) + 1
	which := 0
	for range 8 {
		var took int
		s.body, took = s.encode(s.body[:0], s.rows[:n])
		out := compress(s.trial[which][:0], s.body)
		s.trial[which] = out
		ratio := float64(limit) / float64(len(out))
		if len(out) <= limit {
			if took > best {
				best, packed = took, out
				which = 1 - which
			}
			if took < n || best == len(s.rows) || ratio < 1.04 {
				break
			}
			n = min(int(float64(n)*ratio*0.99), tooMany-1, len(s.rows))
			if n <= best {
				break
			}
			continue
		}
		if took == 1 {
			return 1, out
		}
		tooMany = min(tooMany, took)
		n = max(int(float64(took)*ratio*0.98), best+1, 1)
		if n >= tooMany {
			n = tooMany - 1
		}
		if best > 0 && n <= best+best/50 {
			break
		}
	}
	if best > 0 {
		return best, packed
	}
	// Rows so uneven that no estimate held: halve until it fits.
	for n = max(tooMany/2, 1); ; n /= 2 {
		n = max(n, 1)
		var took int
		s.body, took = s.encode(s.body[:0], s.rows[:n])
		out := compress(s.trial[0][:0], s.body)
		s.trial[0] = out
		if len(out) <= limit || took == 1 {
			return took, out
		}
	}
}

func (s *segmentWriter[R]) write(n int, packed []byte) error {
	r, err := s.w.put(s.kind, pad(packed))
	if err != nil {
		return err
	}
	s.spans = append(s.spans, span{
		ref: r, run: s.run, count: uint32(n), //nolint:gosec // at most maxSegmentRows
		tmin: s.start(&s.rows[0]), tmax: s.start(&s.rows[n-1]),
	})
	rest := copy(s.rows, s.rows[n:])
	clear(s.rows[rest:])
	s.rows = s.rows[:rest]
	return nil
}

func newRowWriter(w *objectWriter, number uint32, seq uint64, run uint32) *segmentWriter[health.Sample] {
	return &segmentWriter[health.Sample]{
		w: w, kind: kindRows, run: run, start: startOf,
		encode: func(b []byte, rows []health.Sample) ([]byte, int) {
			n, places := fitScale(rows)
			w.forms = w.forms || written(rows[:n])
			return encodeRows(b, number, seq, rows[:n], places), n
		},
	}
}

func newClaimWriter(w *objectWriter, number uint32, seq uint64) *segmentWriter[claim] {
	return &segmentWriter[claim]{
		w: w, kind: kindClaims, start: claimStart,
		encode: func(b []byte, rows []claim) ([]byte, int) {
			w.forms = w.forms || slices.ContainsFunc(rows, func(c claim) bool { return c.form != health.Plain })
			return encodeClaims(b, number, seq, rows), len(rows)
		},
	}
}

func newEntryWriter(w *objectWriter, number uint32, seq uint64, run uint32) *segmentWriter[health.Entry] {
	return &segmentWriter[health.Entry]{
		w: w, kind: kindEntries, run: run, start: entryStart, guess: 40, want: 80,
		encode: func(b []byte, rows []health.Entry) ([]byte, int) {
			return encodeEntries(b, number, seq, rows), len(rows)
		},
	}
}
