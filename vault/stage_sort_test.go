package vault

import (
	"math/rand/v2"
	"slices"
	"testing"

	"vitalkeep/health"
)

// However rows come, they are sorted as comparing each with each other sorts
// them.
func TestStagedRowsAreSortedWhateverTheirOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	row := func(start int64) health.Sample {
		return health.Sample{
			Start: start, Duration: r.Int64N(2) * 1000, Value: health.Decimal{Mantissa: r.Int64N(3) * 10, Places: uint8(r.IntN(2))},
			Unit: health.Count, Origin: health.Origin{Row: uint32(r.IntN(1000))}, Form: health.Form(r.IntN(2)),
		}
	}
	for name, start := range map[string]func(i int64) int64{
		"rising":                func(i int64) int64 { return i * 1000 },
		"falling":               func(i int64) int64 { return -i * 1000 },
		"blocks, newest first":  func(i int64) int64 { return -i/50*50_000 + i%50*1000 },
		"blocks that overlap":   func(i int64) int64 { return -i/50*30_000 + i%50*1000 },
		"two sources by blocks": func(i int64) int64 { return i%400*1000 + i/400 },
		"in no order":           func(int64) int64 { return r.Int64N(1 << 40) },
		"in no order, doubled":  func(int64) int64 { return r.Int64N(1 << 10) },
		"from either end":       func(int64) int64 { return []int64{-maxTime, maxTime, 0}[r.IntN(3)] },
		"all at once":           func(int64) int64 { return 5 },
	} {
		var s sorter
		for _, n := range []int64{0, 1, 2, 25, 1000, 5000} {
			var rows []health.Sample
			for i := range n {
				rows = append(rows, row(start(i)))
			}
			want := slices.Clone(rows)
			slices.SortFunc(want, compareSamples)
			want = slices.CompactFunc(want, sameSample)
			if got := s.sort(rows); !slices.Equal(got, want) {
				t.Errorf("%s: %d rows, %d left, want %d", name, n, len(got), len(want))
			}
		}
	}
}
