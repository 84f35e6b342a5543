package vault

import (
	"encoding/binary"
	"math"

	"vitalkeep/health"
)

// maxSegmentRows bounds the rows of one segment, whatever it says.
const maxSegmentRows = 1 << 16

// rowSize is the least that a row takes in a body: one byte each of the
// columns start, value and row.
const rowSize = 3

// timeScales are the units, in milliseconds, that times may be counted in.
var timeScales = [...]int64{1, 1000, 60_000}

// scaleOf returns the number of the largest scale that divides all times.
func scaleOf[R any](rows []R, t func(*R) int64) byte {
	best := len(timeScales) - 1
	for i := range rows {
		for v := t(&rows[i]); best > 0 && v%timeScales[best] != 0; {
			best--
		}
		if best == 0 {
			break
		}
	}
	return byte(best)
}

func scale(r *wireReader) int64 {
	i := r.byte()
	if int(i) >= len(timeScales) {
		r.fail()
		return 1
	}
	return timeScales[i]
}

// appendDeltas2 writes a column as differences of differences.
func appendDeltas2[R any](b []byte, rows []R, value func(*R) int64) []byte {
	var last, step int64
	for i := range rows {
		v := value(&rows[i])
		d := sub(v, last)
		b = appendVarint(b, sub(d, step))
		if i > 0 {
			step = d
		}
		last = v
	}
	return b
}

// deltas2 undoes appendDeltas2, calling set with each value.
func (r *wireReader) deltas2(n int, set func(i int, v int64)) {
	var last, step int64
	b := r.b
	for i := range n {
		var d int64
		if len(b) > 0 && b[0] < 0x80 {
			d, b = unzigzag(uint64(b[0])), b[1:]
		} else {
			u, size := binary.Uvarint(b)
			if size <= 0 {
				r.fail()
				return
			}
			d, b = unzigzag(u), b[size:]
		}
		if d = add(d, step); i > 0 {
			step = d
		}
		last = add(last, d)
		set(i, last)
	}
	r.b = b
}

// appendRuns writes a column as runs: length, value.
func appendRuns[R any](b []byte, rows []R, value func(*R) int64) []byte {
	for i := 0; i < len(rows); {
		v, n := value(&rows[i]), 1
		for i+n < len(rows) && value(&rows[i+n]) == v {
			n++
		}
		b = appendCount(b, n)
		b = appendVarint(b, v)
		i += n
	}
	return b
}

// runs undoes appendRuns, calling set with each value; values outside lowest
// and highest are refused.
func (r *wireReader) runs(n int, lowest, highest int64, set func(i int, v int64)) {
	r.stretches(n, lowest, highest, func(from, to int, v int64) {
		for i := from; i < to; i++ {
			set(i, v)
		}
	})
}

// stretches is runs with one call for all rows of a run: long ones are the
// rule, and then setting them is one tight loop.
func (r *wireReader) stretches(n int, lowest, highest int64, set func(from, to int, v int64)) {
	for i := 0; i < n; {
		length, v := r.uvarint(), r.varint()
		if r.failed || length == 0 || length > uint64(n-i) || v < lowest || v > highest { //nolint:gosec // n > i
			r.fail()
			return
		}
		end := i + int(length) //nolint:gosec // at most n
		set(i, end, v)
		i = end
	}
}

// How the values of a segment are written.
const (
	valuesPlain  = 0
	valuesDeltas = 1
)

func startOf(s *health.Sample) int64    { return s.Start }
func durationOf(s *health.Sample) int64 { return s.Duration }
func placesOf(s *health.Sample) int64   { return int64(s.Value.Places) }
func unitOf(s *health.Sample) int64     { return int64(s.Unit) }
func offsetOf(s *health.Sample) int64   { return int64(s.Offset) }
func fileOf(s *health.Sample) int64     { return int64(s.Origin.File) }
func rowOf(s *health.Sample) int64      { return int64(s.Origin.Row) }
func formOf(s *health.Sample) int64     { return int64(s.Form) }

// written reports whether a number of the rows stood in its file in another way
// than plainly.
func written(rows []health.Sample) bool {
	for i := range rows {
		if rows[i].Form != health.Plain {
			return true
		}
	}
	return false
}

// fitScale returns how many of the rows, from the first, can be written with
// one number of decimal places, and that number.
func fitScale(rows []health.Sample) (n int, places uint8) {
	for i := range rows {
		v := rows[i].Value
		if v.Places > places {
			for j := range i {
				if _, ok := rows[j].Value.Rescale(v.Places); !ok {
					return i, places
				}
			}
			places = v.Places
		}
		if _, ok := v.Rescale(places); !ok {
			return i, places
		}
	}
	return len(rows), places
}

// encodeRows returns the body of a segment. All rows must fit its number of
// places, see fitScale.
func encodeRows(b []byte, number uint32, seq uint64, rows []health.Sample, places uint8) []byte {
	b = binary.AppendUvarint(b, uint64(number))
	b = binary.AppendUvarint(b, seq)
	b = appendCount(b, len(rows))
	starts, durations := scaleOf(rows, startOf), scaleOf(rows, durationOf)
	b = append(b, starts, durations, places, valuesPlain)
	mode := len(b) - 1
	b = appendDeltas2(b, rows, func(s *health.Sample) int64 { return s.Start / timeScales[starts] })
	b = appendRuns(b, rows, func(s *health.Sample) int64 { return s.Duration / timeScales[durations] })

	scaled := func(s *health.Sample) int64 { v, _ := s.Value.Rescale(places); return v }
	plain, deltas := 0, 0
	var last int64
	for i := range rows {
		v := scaled(&rows[i])
		plain += varintLen(v)
		deltas += varintLen(sub(v, last))
		last = v
	}
	if deltas < plain {
		b[mode] = valuesDeltas
	}
	last = 0
	for i := range rows {
		v := scaled(&rows[i])
		b = appendVarint(b, sub(v, last))
		if b[mode] == valuesDeltas {
			last = v
		}
	}
	b = appendRuns(b, rows, placesOf)
	b = appendRuns(b, rows, unitOf)
	b = appendRuns(b, rows, offsetOf)
	b = appendRuns(b, rows, fileOf)
	b = appendDeltas2(b, rows, rowOf)
	if written(rows) {
		b = appendRuns(b, rows, formOf)
	}
	return b
}

func varintLen(v int64) int {
	n := 1
	for u := zigzag(v); u >= 0x80; u >>= 7 {
		n++
	}
	return n
}

// decodeRows appends the rows of a segment to dst[:0]. The series and batch
// must be the ones that the directory gives; rows must be in order.
func decodeRows(dst []health.Sample, body []byte, number uint32, seq uint64) ([]health.Sample, error) {
	r := wireReader{b: body}
	if r.uint32() != number || r.uvarint() != seq {
		return nil, errMalformed
	}
	n := r.count(rowSize)
	if n == 0 || n > maxSegmentRows || r.failed {
		return nil, errMalformed
	}
	if cap(dst) < n {
		dst = make([]health.Sample, n)
	}
	rows := dst[:n]
	starts, durations := scale(&r), scale(&r)
	places, mode := r.byte(), r.byte()
	if places > health.MaxPlaces || mode > valuesDeltas {
		return nil, errMalformed
	}
	inOrder := true
	r.deltas2(n, func(i int, v int64) {
		rows[i].Start = v * starts
		inOrder = inOrder && v >= -maxTime/starts && v <= maxTime/starts &&
			(i == 0 || rows[i].Start >= rows[i-1].Start)
	})
	r.stretches(n, 0, maxTime/durations, func(from, to int, v int64) {
		for i := from; i < to; i++ {
			rows[i].Duration = v * durations
		}
	})
	var last int64
	r.varints(n, func(i int, v int64) {
		if v = add(last, v); mode == valuesDeltas {
			last = v
		}
		rows[i].Value.Mantissa = v
	})
	exact := true
	r.stretches(n, 0, int64(places), func(from, to int, v int64) {
		own := uint8(v)    //nolint:gosec // at most places
		if own == places { // as they are
			for i := from; i < to; i++ {
				rows[i].Value.Places = own
			}
			return
		}
		for i := from; i < to; i++ {
			m, ok := health.Decimal{Mantissa: rows[i].Value.Mantissa, Places: places}.Rescale(own)
			exact = exact && ok
			rows[i].Value = health.Decimal{Mantissa: m, Places: own}
		}
	})
	r.stretches(n, 0, math.MaxUint8, func(from, to int, v int64) {
		for i := from; i < to; i++ {
			rows[i].Unit = health.Unit(v) //nolint:gosec // bounded
			rows[i].Form = health.Plain
		}
	})
	r.stretches(n, -maxOffset, maxOffset, func(from, to int, v int64) {
		for i := from; i < to; i++ {
			rows[i].Offset = int32(v) //nolint:gosec // bounded
		}
	})
	r.stretches(n, 0, math.MaxUint32, func(from, to int, v int64) {
		for i := from; i < to; i++ {
			rows[i].Origin.File = uint32(v) //nolint:gosec // bounded
		}
	})
	r.deltas2(n, func(i int, v int64) {
		inOrder = inOrder && v >= 0 && v <= math.MaxUint32
		rows[i].Origin.Row = uint32(v) //nolint:gosec // refused below when it does not fit
	})
	if len(r.b) > 0 && !r.failed { // since 1.3, where there is one to tell
		r.stretches(n, 0, math.MaxUint8, func(from, to int, v int64) {
			for i := from; i < to; i++ {
				rows[i].Form = health.Form(v) //nolint:gosec // bounded
			}
		})
	}
	if err := r.done(); err != nil || !inOrder || !exact {
		return nil, errMalformed
	}
	return rows, nil
}
