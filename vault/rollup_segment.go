package vault

import (
	"encoding/binary"
	"math"

	"vitalkeep/health"
)

// What a segment of a rollup holds, its first byte.
const (
	rollupBuckets = 1
	rollupOfDays  = 2
)

// How a column of numbers is written: at so many decimal places, or as bits.
const (
	mostPlaces = 6
	floatBits  = 0xff
)

var decimalScale = [mostPlaces + 1]float64{1, 10, 100, 1e3, 1e4, 1e5, 1e6}

// decimalOf splits a number: v is the number next to q at those places, but d
// steps of its last bit away, which sums of decimals mostly are by a few.
func decimalOf(v float64, places int) (q, d int64, ok bool) {
	if q = int64(v); places == 0 && float64(q) == v && q < 1<<53 && q > -1<<53 && (q != 0 || !math.Signbit(v)) {
		return q, 0, true
	}
	scaled := math.Round(v * decimalScale[places])
	if !(math.Abs(scaled) < 1<<53) {
		return 0, 0, false
	}
	q = int64(scaled)
	d = sub(int64(math.Float64bits(v)), int64(math.Float64bits(decimalAt(q, places)))) //nolint:gosec // bit patterns
	return q, d, d > -1<<12 && d < 1<<12
}

func decimalAt(q int64, places int) float64 { return float64(q) / decimalScale[places] }

// fewestPlaces returns at how many places all numbers of a column can be split,
// mostPlaces + 1 if at none.
func fewestPlaces[R any](rows []R, value func(*R) float64) int {
	places, raised := 0, 0
	for i := 0; i < len(rows) && places <= mostPlaces; {
		if _, _, ok := decimalOf(value(&rows[i]), places); !ok {
			places++
			raised = i
			continue
		}
		i++
	}
	// A later row may have asked for more places than an earlier one allows.
	for i := 0; i < raised && places <= mostPlaces; i++ {
		if _, _, ok := decimalOf(value(&rows[i]), places); !ok {
			places = mostPlaces + 1
		}
	}
	return places
}

// appendFloats writes a column of numbers, exactly.
func appendFloats[R any](b []byte, rows []R, value func(*R) float64) []byte {
	places := fewestPlaces(rows, value)
	if places > mostPlaces {
		b = append(b, floatBits)
		for i := range rows {
			b = binary.BigEndian.AppendUint64(b, math.Float64bits(value(&rows[i])))
		}
		return b
	}
	b = append(b, byte(places)) //nolint:gosec // at most mostPlaces
	var last, apart int64
	for i := range rows {
		q, d, _ := decimalOf(value(&rows[i]), places)
		b = appendVarint(b, sub(q, last))
		last, apart = q, apart|d
	}
	if apart == 0 && len(rows) > 0 { // nearly always
		return appendVarint(appendCount(b, len(rows)), 0)
	}
	return appendRuns(b, rows, func(r *R) int64 { _, d, _ := decimalOf(value(r), places); return d })
}

// floats undoes appendFloats.
func (r *wireReader) floats(n int, set func(i int, v float64)) {
	places := r.byte()
	switch {
	case places == floatBits:
		bits := r.take(8 * n)
		if r.failed {
			return
		}
		for i := range n {
			v := math.Float64frombits(binary.BigEndian.Uint64(bits[8*i:]))
			if math.IsNaN(v) || math.IsInf(v, 0) {
				r.fail()
				return
			}
			set(i, v)
		}
		return
	case places > mostPlaces:
		r.fail()
		return
	}
	quotients := make([]int64, n)
	var last int64
	for i := range quotients {
		last = add(last, r.varint())
		if last <= -1<<53 || last >= 1<<53 {
			r.fail()
			return
		}
		quotients[i] = last
	}
	r.runs(n, -1<<12, 1<<12, func(i int, d int64) {
		v := decimalAt(quotients[i], int(places))
		v = math.Float64frombits(uint64(add(int64(math.Float64bits(v)), d))) //nolint:gosec // bit patterns
		if math.IsNaN(v) || math.IsInf(v, 0) {
			r.fail()
			return
		}
		set(i, v)
	})
}

// encodeBuckets returns the body of a segment of one level of one series.
func encodeBuckets(b []byte, number uint32, level int, rows []bucket) []byte {
	b = append(b, rollupBuckets)
	b = binary.AppendUvarint(b, uint64(number))
	b = append(b, byte(level)) //nolint:gosec // at most topLevel
	b = appendCount(b, len(rows))
	width := levelWidth(level)
	b = appendDeltas2(b, rows, func(r *bucket) int64 { return r.at / width })
	for i := range rows {
		b = binary.AppendUvarint(b, uint64(rows[i].n)) //nolint:gosec // positive
	}
	b = appendFloats(b, rows, func(r *bucket) float64 { return r.min })
	b = appendFloats(b, rows, func(r *bucket) float64 { return r.max })
	return appendFloats(b, rows, func(r *bucket) float64 { return r.sum })
}

// decodeBuckets reads a segment of that level of that series.
func decodeBuckets(body []byte, number uint32, level int) ([]bucket, error) {
	r := wireReader{b: body}
	if r.byte() != rollupBuckets || r.uint32() != number || int(r.byte()) != level {
		return nil, errMalformed
	}
	n := r.count(5) // one byte each of start, count and three numbers
	if n == 0 || n > maxSegmentRows || r.failed {
		return nil, errMalformed
	}
	rows := make([]bucket, n)
	width, ok := levelWidth(level), true
	r.deltas2(n, func(i int, v int64) {
		ok = ok && v >= -maxTime/width-1 && v <= maxTime/width
		rows[i].at = v * width
		ok = ok && (i == 0 || rows[i].at > rows[i-1].at)
	})
	for i := range rows {
		rows[i].n = r.positive()
		ok = ok && rows[i].n > 0
	}
	r.floats(n, func(i int, v float64) { rows[i].min = v })
	r.floats(n, func(i int, v float64) { rows[i].max = v })
	r.floats(n, func(i int, v float64) { rows[i].sum = v })
	for i := range rows {
		ok = ok && rows[i].min <= rows[i].max
	}
	if r.done() != nil || !ok {
		return nil, errMalformed
	}
	return rows, nil
}

// dayRow is a kept day: its number, and the day without its date.
type dayRow struct {
	number int64
	health.Day
}

func dayOf(d *dayRow) int64 { return d.number }

// maxDay bounds the numbers of days, either way from 1970.
const maxDay = maxTime/dayMS + 3

const dayMS = 24 * 3600 * 1000

// encodeDays returns the body of a segment of days of a metric.
func encodeDays(b []byte, metric health.MetricID, rows []dayRow) []byte {
	b = append(b, rollupOfDays)
	b = appendBlob(b, metric)
	b = appendCount(b, len(rows))
	b = appendDeltas2(b, rows, dayOf)
	for i := range rows {
		b = appendCount(b, rows[i].Readings)
	}
	b = appendRuns(b, rows, func(r *dayRow) int64 {
		if r.Vendor {
			return 1
		}
		return 0
	})
	b = appendFloats(b, rows, func(r *dayRow) float64 { return r.Value })
	b = appendFloats(b, rows, func(r *dayRow) float64 { return r.Min })
	return appendFloats(b, rows, func(r *dayRow) float64 { return r.Max })
}

// decodeDays reads a segment of days of that metric.
func decodeDays(body []byte, metric health.MetricID) ([]dayRow, error) {
	r := wireReader{b: body}
	if r.byte() != rollupOfDays || r.text() != string(metric) {
		return nil, errMalformed
	}
	n := r.count(5) // one byte each of day, count and three numbers
	if n == 0 || n > maxSegmentRows || r.failed {
		return nil, errMalformed
	}
	rows, ok := make([]dayRow, n), true
	r.deltas2(n, func(i int, v int64) {
		ok = ok && v >= -maxDay && v <= maxDay && (i == 0 || v > rows[i-1].number)
		rows[i].number = v
	})
	for i := range rows {
		readings := r.positive()
		ok = ok && readings > 0
		rows[i].Readings = int(readings)
	}
	r.runs(n, 0, 1, func(i int, v int64) { rows[i].Vendor = v == 1 })
	r.floats(n, func(i int, v float64) { rows[i].Value = v })
	r.floats(n, func(i int, v float64) { rows[i].Min = v })
	r.floats(n, func(i int, v float64) { rows[i].Max = v })
	for i := range rows {
		ok = ok && rows[i].Min <= rows[i].Max
	}
	if r.done() != nil || !ok {
		return nil, errMalformed
	}
	for i := range rows {
		rows[i].Date = health.DateOf(rows[i].number)
	}
	return rows, nil
}

func newBucketWriter(w *objectWriter, number uint32, level int) *segmentWriter[bucket] {
	return &segmentWriter[bucket]{
		w: w, kind: kindRollup, start: bucketAt, guess: 1000, want: probe + 1, // nothing before it is known whether it stays
		encode: func(b []byte, rows []bucket) ([]byte, int) {
			return encodeBuckets(b, number, level, rows), len(rows)
		},
	}
}

func newDayWriter(w *objectWriter, metric health.MetricID) *segmentWriter[dayRow] {
	return &segmentWriter[dayRow]{
		w: w, kind: kindRollup, start: dayOf, guess: 500, want: 1000,
		encode: func(b []byte, rows []dayRow) ([]byte, int) {
			return encodeDays(b, metric, rows), len(rows)
		},
	}
}

// buckets reads one segment of a level.
func (v *Vault) buckets(c *container, number uint32, level int) func(span) ([]bucket, error) {
	load := func(sp span) ([]bucket, error) {
		body, err := v.containerBody(c, kindRollup, sp.ref)
		if err != nil {
			return nil, err
		}
		rows, err := decodeBuckets(body, number, level)
		if err != nil || !sp.fits(len(rows), rows[0].at, rows[len(rows)-1].at) {
			return nil, damaged(kindRollup, sp.id, "malformed")
		}
		return rows, nil
	}
	return func(sp span) ([]bucket, error) {
		return cached(c.cache, sp.ref, func() ([]bucket, error) { return load(sp) })
	}
}

// dayRows reads one segment of days.
func (v *Vault) dayRows(c *container, metric health.MetricID) func(span) ([]dayRow, error) {
	load := func(sp span) ([]dayRow, error) {
		body, err := v.containerBody(c, kindRollup, sp.ref)
		if err != nil {
			return nil, err
		}
		rows, err := decodeDays(body, metric)
		if err != nil || !sp.fits(len(rows), rows[0].number, rows[len(rows)-1].number) {
			return nil, damaged(kindRollup, sp.id, "malformed")
		}
		return rows, nil
	}
	return func(sp span) ([]dayRow, error) {
		return cached(c.cache, sp.ref, func() ([]dayRow, error) { return load(sp) })
	}
}

// containerBody reads an object of a container, also one that is on its way
// into the file with the container's next state.
func (v *Vault) containerBody(c *container, k kind, r ref) ([]byte, error) {
	if c.unwritten != nil {
		if sealed := c.unwritten.find(r.id); sealed != nil {
			return c.sealer.openBody(k, r, sealed)
		}
	}
	return v.body(c.sealer, k, r)
}
