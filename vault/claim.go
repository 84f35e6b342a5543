package vault

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"

	"vitalkeep/health"
)

// claim says that a batch, too, brought an identity whose visible value an
// older batch holds already. Undoing that one hands the value over.
type claim struct {
	start  int64
	key    string // entries only
	origin health.Origin
	// form is how the number stands there; health.NoText where it does not stand
	// there as the batch that holds the value wrote it.
	form health.Form
}

func claimStart(c *claim) int64 { return c.start }

func compareClaims(a, b claim) int {
	return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.key, b.key))
}

func encodeClaims(b []byte, number uint32, seq uint64, rows []claim) []byte {
	b = binary.AppendUvarint(b, uint64(number))
	b = binary.AppendUvarint(b, seq)
	b = appendCount(b, len(rows))
	s := scaleOf(rows, claimStart)
	keyed := slices.ContainsFunc(rows, func(c claim) bool { return c.key != "" })
	b = append(b, s)
	b = appendBool(b, keyed)
	b = appendDeltas2(b, rows, func(c *claim) int64 { return c.start / timeScales[s] })
	b = appendRuns(b, rows, func(c *claim) int64 { return int64(c.origin.File) })
	b = appendDeltas2(b, rows, func(c *claim) int64 { return int64(c.origin.Row) })
	if keyed {
		for i := range rows {
			b = appendBlob(b, rows[i].key)
		}
	}
	if slices.ContainsFunc(rows, func(c claim) bool { return c.form != health.Plain }) {
		b = appendRuns(b, rows, func(c *claim) int64 { return int64(c.form) })
	}
	return b
}

func decodeClaims(dst []claim, body []byte, number uint32, seq uint64) ([]claim, error) {
	r := wireReader{b: body}
	if r.uint32() != number || r.uvarint() != seq {
		return nil, errMalformed
	}
	n := r.count(2)
	if n == 0 || n > maxSegmentRows || r.failed {
		return nil, errMalformed
	}
	if cap(dst) < n {
		dst = make([]claim, n)
	}
	rows := dst[:n]
	s, keyed := scale(&r), r.byte()
	ok := keyed <= 1
	r.deltas2(n, func(i int, v int64) {
		ok = ok && v >= -maxTime/s && v <= maxTime/s
		rows[i] = claim{start: v * s}
	})
	r.runs(n, 0, math.MaxUint32, func(i int, v int64) { rows[i].origin.File = uint32(v) }) //nolint:gosec // bounded
	r.deltas2(n, func(i int, v int64) {
		ok = ok && v >= 0 && v <= math.MaxUint32
		rows[i].origin.Row = uint32(v) //nolint:gosec // refused below when it does not fit
	})
	if keyed == 1 {
		for i := range rows {
			rows[i].key = r.text()
		}
	}
	if len(r.b) > 0 && !r.failed { // since 1.3, where there is one to tell
		r.runs(n, 0, math.MaxUint8, func(i int, v int64) { rows[i].form = health.Form(v) }) //nolint:gosec // bounded
	}
	if err := r.done(); err != nil || !ok || !slices.IsSortedFunc(rows, compareClaims) {
		return nil, errMalformed
	}
	return rows, nil
}
