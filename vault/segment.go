package vault

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"

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
func formOf(s *health.Sample) int64     { return int64(s.Form) }

// fitScale returns how many of the rows, from the first, can be written with
// one number of decimal places, and that number.
func fitScale(rows []health.Sample) (n int, places uint8) {
	for i := range rows {
		v := rows[i].Value
		if v.Places == places {
			continue
		}
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

// columns says which columns of some rows hold the same value throughout. Most
// do: what is told of one row is then told of all.
type columns struct {
	duration, places, unit, offset, file, form bool
}

func columnsOf(rows []health.Sample) columns {
	first := &rows[0]
	var duration int64
	var small uint8
	var offset int32
	var file uint32
	form, unit := health.Form(0), health.Unit(0)
	for i := range rows {
		s := &rows[i]
		duration |= s.Duration ^ first.Duration
		small |= s.Value.Places ^ first.Value.Places
		unit |= s.Unit ^ first.Unit
		offset |= s.Offset ^ first.Offset
		file |= s.Origin.File ^ first.Origin.File
		form |= s.Form ^ first.Form
	}
	return columns{duration == 0, small == 0, unit == 0, offset == 0, file == 0, form == 0}
}

// appendRun writes a column that may be one run.
func appendRun(b []byte, rows []health.Sample, same bool, value func(*health.Sample) int64) []byte {
	if same {
		return appendVarint(appendCount(b, len(rows)), value(&rows[0]))
	}
	return appendRuns(b, rows, value)
}

// encodeRows returns the body of a segment. All rows, of which there is at least
// one, must fit its number of places, see fitScale.
func encodeRows(b []byte, number uint32, seq uint64, rows []health.Sample, places uint8) []byte {
	b = binary.AppendUvarint(b, uint64(number))
	b = binary.AppendUvarint(b, seq)
	b = appendCount(b, len(rows))
	same := columnsOf(rows)
	starts, durations := startScale(rows), byte(0)
	if same.duration {
		durations = scaleOf(rows[:1], durationOf)
	} else {
		durations = scaleOf(rows, durationOf)
	}
	b = append(b, starts, durations, places, valuesPlain)
	mode := len(b) - 1
	b = appendStarts(b, rows, starts)
	b = appendRun(b, rows, same.duration, func(s *health.Sample) int64 { return s.Duration / timeScales[durations] })
	b, deltas := appendValues(b, rows, places, same.places)
	b[mode] = deltas
	b = appendRun(b, rows, same.places, placesOf)
	b = appendRun(b, rows, same.unit, unitOf)
	b = appendRun(b, rows, same.offset, offsetOf)
	b = appendRun(b, rows, same.file, fileOf)
	b = appendLines(b, rows)
	if !same.form || rows[0].Form != health.Plain {
		b = appendRuns(b, rows, formOf)
	}
	return b
}

// startScale is scaleOf of the starts. Where their distances repeat, so does
// what divides them.
func startScale(rows []health.Sample) byte {
	best := scaleOf(rows[:1], startOf)
	last, step := rows[0].Start, int64(0)
	for i := range rows {
		d := sub(rows[i].Start, last)
		last = rows[i].Start
		if d == step {
			continue
		}
		step = d
		for best > 0 && d%timeScales[best] != 0 {
			best--
		}
		if best == 0 {
			break
		}
	}
	return best
}

// appendStarts writes the column of starts as differences of differences.
func appendStarts(b []byte, rows []health.Sample, scale byte) []byte {
	at, b := len(b), slices.Grow(b, binary.MaxVarintLen64*len(rows))
	out := b[:cap(b)]
	var last, step int64
	for i := range rows {
		v := rows[i].Start
		switch scale { // divisors that are known divide fast
		case 1:
			v /= 1000
		case 2:
			v /= 60_000
		}
		d := sub(v, last)
		at = putVarint(out, at, sub(d, step))
		if i > 0 {
			step = d
		}
		last = v
	}
	return out[:at]
}

// appendLines writes the column of lines in the same way.
func appendLines(b []byte, rows []health.Sample) []byte {
	at, b := len(b), slices.Grow(b, binary.MaxVarintLen64*len(rows))
	out := b[:cap(b)]
	var last, step int64
	for i := range rows {
		v := int64(rows[i].Origin.Row)
		d := v - last
		at = putVarint(out, at, d-step)
		if i > 0 {
			step = d
		}
		last = v
	}
	return out[:at]
}

// appendValues writes the numbers at so many places, as they are or as
// differences, whichever is shorter, and says which.
func appendValues(b []byte, rows []health.Sample, places uint8, same bool) ([]byte, byte) {
	at, b := len(b), slices.Grow(b, binary.MaxVarintLen64*len(rows))
	out := b[:cap(b)]
	asTheyAre := same && rows[0].Value.Places == places
	scaled := func(s *health.Sample) int64 {
		if asTheyAre {
			return s.Value.Mantissa
		}
		v, _ := s.Value.Rescale(places)
		return v
	}
	plain, deltas := 0, 0
	var last int64
	for i := range rows {
		v := scaled(&rows[i])
		plain += varintLen(v)
		deltas += varintLen(sub(v, last))
		last = v
	}
	if deltas >= plain {
		for i := range rows {
			at = putVarint(out, at, scaled(&rows[i]))
		}
		return out[:at], valuesPlain
	}
	last = 0
	for i := range rows {
		v := scaled(&rows[i])
		at = putVarint(out, at, sub(v, last))
		last = v
	}
	return out[:at], valuesDeltas
}

func varintLen(v int64) int {
	return (bits.Len64(zigzag(v)|1)*9 + 64) >> 6 // of 7 bits each, rounded up
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
	inOrder := r.starts(rows, starts)
	r.stretches(n, 0, maxTime/durations, func(from, to int, v int64) {
		for i := from; i < to; i++ {
			rows[i].Duration = v * durations
		}
	})
	r.values(rows, mode == valuesDeltas)
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
	inOrder = r.lines(rows) && inOrder
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

// starts undoes appendStarts. It reports whether they are in order and within
// bounds.
func (r *wireReader) starts(rows []health.Sample, scale int64) bool {
	b, at, lowest, highest := r.b, 0, -maxTime/scale, maxTime/scale
	var last, step int64
	before, ok := int64(math.MinInt64), true
	for i := range rows {
		u, size := nextVarint(b, at)
		if size <= 0 {
			r.fail()
			return false
		}
		at += size
		d := add(unzigzag(u), step)
		if i > 0 {
			step = d
		}
		last = add(last, d)
		ok = ok && last >= before && last >= lowest && last <= highest
		before = last
		rows[i].Start = last * scale
	}
	r.b = b[at:]
	return ok
}

// lines undoes appendLines. It reports whether they are within bounds.
func (r *wireReader) lines(rows []health.Sample) bool {
	b, at := r.b, 0
	var last, step int64
	ok := true
	for i := range rows {
		u, size := nextVarint(b, at)
		if size <= 0 {
			r.fail()
			return false
		}
		at += size
		d := add(unzigzag(u), step)
		if i > 0 {
			step = d
		}
		last = add(last, d)
		ok = ok && last >= 0 && last <= math.MaxUint32
		rows[i].Origin.Row = uint32(last) //nolint:gosec // refused when it does not fit
	}
	r.b = b[at:]
	return ok
}

// values undoes appendValues.
func (r *wireReader) values(rows []health.Sample, deltas bool) {
	b, at := r.b, 0
	var last int64
	for i := range rows {
		u, size := nextVarint(b, at)
		if size <= 0 {
			r.fail()
			return
		}
		at += size
		v := unzigzag(u)
		if deltas {
			v = add(last, v)
			last = v
		}
		rows[i].Value.Mantissa = v
	}
	r.b = b[at:]
}
