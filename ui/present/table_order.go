package present

import (
	"context"
	"math"
	"slices"
	"strconv"
	"time"

	"vitalkeep/health"
)

// Limit is an end of a range of values; the zero Limit is none.
type Limit struct {
	V   float64 // in the unit shown
	Set bool
}

// Filter says which rows of a table are listed; the zero value lists all.
type Filter struct {
	From, To  health.Date // both included; the zero Date is an open end
	Source    health.SourceID
	Low, High Limit // of the value that the row shows, both included
}

// Any reports whether the filter leaves anything out.
func (f Filter) Any() bool { return f != Filter{} }

// Dates reports whether the filter is one of dates too.
func (f Filter) Dates() bool { return f.From != health.Date{} || f.To != health.Date{} }

// Order is the rows of a table as they are listed.
type Order struct {
	rows []int32 // nil for all of them by time
	n    int
	back bool // the last of rows comes first
}

// Len returns how many rows are listed.
func (o Order) Len() int { return o.n }

// At returns the index in the table of the row that is listed at a place.
func (o Order) At(i int) int {
	if o.back {
		i = o.n - 1 - i
	}
	if o.rows == nil {
		return i
	}
	return int(o.rows[i])
}

// Place returns where a row of the table is listed, -1 if it is not.
func (o Order) Place(row int) int {
	i := row
	if o.rows != nil {
		i = slices.Index(o.rows, int32(row)) //nolint:gosec // a table has no more rows than that
	}
	if i < 0 || i >= o.n {
		return -1
	}
	if o.back {
		return o.n - 1 - i
	}
	return i
}

// Nearest returns the place of the row listed that is nearest to an instant, -1
// for none.
func (o Order) Nearest(t *Table, ms int64) int {
	if o.rows == nil {
		if i := t.Nearest(ms); i >= 0 {
			return o.Place(i)
		}
		return -1
	}
	best, least := -1, int64(math.MaxInt64)
	for i, row := range o.rows {
		if d := max(t.at[row]-ms, ms-t.at[row]); d < least {
			best, least = i, d
		}
	}
	if best >= 0 && o.back {
		return o.n - 1 - best
	}
	return best
}

// arrangeStep is after how many rows arranging looks whether it is wanted still.
const arrangeStep = 1 << 16

// Arrange lists the rows that the filter leaves by a column: 0 is the time, 1
// the value, 2 the second value. Of equal values the newer come first, what is
// missing last. report, which may be nil, is told how far it is, from 0 to 1.
func (t *Table) Arrange(ctx context.Context, f Filter, column int, down bool, report func(float64)) (Order, error) {
	o := Order{n: t.Len(), back: down}
	if f.Any() {
		rows, err := t.matching(ctx, f)
		if err != nil {
			return Order{}, err
		}
		o.rows, o.n = rows, len(rows)
	}
	values := t.column(column)
	if values == nil {
		return o, nil
	}
	if o.rows == nil {
		o.rows = make([]int32, o.n)
		for i := range o.rows {
			o.rows[i] = int32(i)
		}
	}
	slices.Reverse(o.rows) // the newer first
	sorted, err := radix(ctx, o.rows, values, down, report)
	return Order{rows: sorted, n: o.n}, err
}

// column is the values that a column is sorted by, nil for the time.
func (t *Table) column(column int) []float64 {
	switch {
	case column == 1:
		return t.v
	case column == 2 && t.Subject.Kind == Pressure:
		return t.v3
	case column == 2:
		return t.v2
	}
	return nil
}

// matching returns the rows that the filter leaves, oldest first.
func (t *Table) matching(ctx context.Context, f Filter) ([]int32, error) {
	const day = int64(dayMS)
	first, last := 0, t.Len()
	fromLocal, toLocal := int64(math.MinInt64), int64(math.MaxInt64)
	if f.From != (health.Date{}) {
		fromLocal = at(f.From).UnixMilli()
		first = t.from(fromLocal - day)
	}
	if f.To != (health.Date{}) {
		toLocal = at(f.To).Add(24 * time.Hour).UnixMilli()
		last = t.from(toLocal + day)
	}
	source := slices.Index(t.Sources, f.Source)
	low, high := math.Inf(-1), math.Inf(1)
	const exact = 1e-9 // numbers that are the same may differ by a rounding
	limit := func(l Limit) float64 {
		if t.Scale.Spans() {
			return t.shown(l.V) // "7.37" hours are 7 h 22 min
		}
		return l.V
	}
	if f.Low.Set {
		low = limit(f.Low) - exact
	}
	if f.High.Set {
		high = limit(f.High) + exact
	}
	valued := f.Low.Set || f.High.Set
	var out []int32
	for i := first; i < last; i++ {
		if i%arrangeStep == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if f.Source != "" && int(t.source[i]) != source {
			continue
		}
		if valued { // by the value that the row shows
			if v := t.shown(t.v[i]); !(v >= low && v <= high) {
				continue
			}
		}
		if f.Dates() {
			if local := t.at[i] + int64(t.offsets[t.offset[i]])*1000; local < fromLocal || local >= toLocal {
				continue
			}
		}
		out = append(out, int32(i))
	}
	if out == nil {
		out = []int32{}
	}
	return out, nil
}

// shown is a value as a row shows it: rounded to the decimals of its kind, and a
// time to minutes.
func (t *Table) shown(v float64) float64 {
	if t.Scale.Spans() {
		return math.Round(v/60) * 60
	}
	p := math.Pow10(t.Scale.Decimals)
	scaled := v * p
	if math.Abs(scaled-math.Floor(scaled)-0.5) > 1e-6 {
		return math.Round(scaled) / p
	}
	// Near the middle of two the words decide.
	if rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'f', t.Scale.Decimals, 64), 64); err == nil {
		return rounded
	}
	return v
}

// sortKey maps a value to a number that sorts as the value does.
func sortKey(v float64, down bool) uint64 {
	if math.IsNaN(v) {
		return math.MaxUint64
	}
	b := math.Float64bits(v + 0) // of the two zeros one
	if b>>63 != 0 {
		b = ^b
	} else {
		b |= 1 << 63
	}
	if down {
		b = ^b
	}
	return b
}

// radix sorts rows by their values, in the order in which they come where the
// values are equal. Passes in which all rows agree are left out, so that the
// whole numbers of most metrics take two or three of the six. It may return
// another slice than rows.
func radix(ctx context.Context, rows []int32, values []float64, down bool, report func(float64)) ([]int32, error) {
	const bits, passes, mask = 11, 6, 1<<11 - 1
	var counts [passes][mask + 1]int
	for i, row := range rows {
		if i%arrangeStep == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		key := sortKey(values[row], down)
		for p := range passes {
			counts[p][key>>(p*bits)&mask]++
		}
	}
	from, to := rows, []int32(nil)
	for p := range passes {
		if report != nil {
			report(float64(p+1) / (passes + 1))
		}
		next, single := 0, false
		for d, n := range counts[p] {
			single = single || n == len(rows)
			counts[p][d], next = next, next+n
		}
		if single || len(rows) < 2 {
			continue
		}
		if to == nil {
			to = make([]int32, len(rows))
		}
		for i, row := range from {
			if i%arrangeStep == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			d := sortKey(values[row], down) >> (p * bits) & mask
			to[counts[p][d]] = row
			counts[p][d]++
		}
		from, to = to, from
	}
	return from, nil
}
