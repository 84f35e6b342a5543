package main

import (
	"iter"
	"math/rand/v2"
	"time"
)

// row is one sample in the form that all engines are given.
type row struct {
	start    int64 // UTC milliseconds
	duration int64 // milliseconds
	value    int64 // beats a minute
	offset   int32 // seconds east of UTC
	line     uint32
}

var firstRow = time.Date(2016, 3, 1, 12, 0, 0, 0, time.UTC).UnixMilli()

// heartRates gives the same n rows each time: one about every ten seconds.
func heartRates(n int) iter.Seq[row] {
	return func(yield func(row) bool) {
		r := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // the same numbers each time are wanted
		t, bpm := firstRow, int64(62)
		for i := range n {
			t += 1000 * (8 + r.Int64N(5))
			bpm = min(max(bpm+r.Int64N(7)-3, 42), 180)
			if !yield(row{start: t, duration: 60_000, value: bpm, offset: 3600, line: uint32(i + 2)}) {
				return
			}
		}
	}
}

const (
	dayMS = 24 * 3600 * 1000
	// spacing is the mean distance of two rows in milliseconds.
	spacing = 10_000
)

// middleDay is a day half-way through n rows.
func middleDay(n int) (from, to int64) {
	from = firstRow + int64(n)/2*spacing
	return from, from + dayMS
}
