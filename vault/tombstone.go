package vault

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// tombstone is an identity that a deletion hides in the layers below it. It
// stays when its rows are purged, so that the same archive does not bring them
// back.
type tombstone struct {
	start int64
	key   string // entries only
}

func tombstoneStart(t *tombstone) int64 { return t.start }

func compareTombstones(a, b tombstone) int {
	return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.key, b.key))
}

// encodeTombstones returns the body of a segment of tombstones, which rise.
func encodeTombstones(b []byte, number uint32, seq uint64, rows []tombstone) []byte {
	b = binary.AppendUvarint(b, uint64(number))
	b = binary.AppendUvarint(b, seq)
	b = appendCount(b, len(rows))
	s := scaleOf(rows, tombstoneStart)
	keyed := slices.ContainsFunc(rows, func(t tombstone) bool { return t.key != "" })
	b = appendBool(append(b, s), keyed)
	b = appendDeltas2(b, rows, func(t *tombstone) int64 { return t.start / timeScales[s] })
	if keyed {
		for i := range rows {
			b = appendBlob(b, rows[i].key)
		}
	}
	return b
}

// decodeTombstones appends the tombstones of a segment to dst[:0]. Series and
// layer must be those that the directory gives; each identity stands once.
func decodeTombstones(dst []tombstone, body []byte, number uint32, seq uint64) ([]tombstone, error) {
	r := wireReader{b: body}
	if r.uint32() != number || r.uvarint() != seq {
		return nil, errMalformed
	}
	n := r.count(1)
	if n == 0 || n > maxSegmentRows || r.failed {
		return nil, errMalformed
	}
	if cap(dst) < n {
		dst = make([]tombstone, n)
	}
	rows := dst[:n]
	s, keyed := scale(&r), r.byte()
	ok := keyed <= 1
	r.deltas2(n, func(i int, v int64) {
		ok = ok && v >= -maxTime/s && v <= maxTime/s
		rows[i] = tombstone{start: v * s}
	})
	if keyed == 1 {
		for i := range rows {
			rows[i].key = r.text()
		}
	}
	if r.done() != nil || !ok {
		return nil, errMalformed
	}
	for i := range rows[1:] {
		if compareTombstones(rows[i], rows[i+1]) >= 0 {
			return nil, errMalformed
		}
	}
	return rows, nil
}

func newTombstoneWriter(w *objectWriter, number uint32, seq uint64) *segmentWriter[tombstone] {
	return &segmentWriter[tombstone]{
		w: w, kind: kindTombstones, start: tombstoneStart,
		encode: func(b []byte, rows []tombstone) ([]byte, int) {
			return encodeTombstones(b, number, seq, rows), len(rows)
		},
	}
}

// tombstones reads one segment of tombstones.
func (v *Vault) tombstones(c *container) func(*nodeSeries, span, []tombstone) ([]tombstone, error) {
	return func(s *nodeSeries, sp span, dst []tombstone) ([]tombstone, error) {
		body, err := v.containerBody(c, kindTombstones, sp.ref)
		if err != nil {
			return nil, err
		}
		rows, err := decodeTombstones(dst, body, s.number, s.node.seq)
		if err != nil || !sp.fits(len(rows), rows[0].start, rows[len(rows)-1].start) {
			return nil, damaged(kindTombstones, sp.id, "malformed")
		}
		return rows, nil
	}
}

// goneLanes returns the tombstones of a layer as lanes beside the rows of other
// layers: row makes one of a tombstone that has its identity and nothing else.
func goneLanes[R any](v *Vault, c *container, s *nodeSeries, row func(tombstone) R) []*lane[R] {
	if len(s.gone) == 0 {
		return nil
	}
	var buf []tombstone
	read := v.tombstones(c)
	out := lanes(s, s.gone, func(s *nodeSeries, sp span, dst []R) ([]R, error) {
		list, err := read(s, sp, buf)
		if err != nil {
			return nil, err
		}
		buf, dst = list, dst[:0]
		for _, t := range list {
			dst = append(dst, row(t))
		}
		return dst, nil
	})
	for _, l := range out {
		l.gone = true
	}
	return out
}
