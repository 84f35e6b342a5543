package vault

import (
	"math"
	"slices"
	"testing"

	"vitalkeep/health"
)

// FuzzRollups gives bytes to all that reads rollups: what it takes comes back
// the same when it is written again.
func FuzzRollups(f *testing.F) {
	f.Add(encodeBuckets(nil, 3, 2, []bucket{
		{at: -levelWidth(2), n: 4, min: 60, max: 61.5, sum: 243.3},
		{at: 3 * levelWidth(2), n: 1, min: math.Pi, max: math.Pi, sum: math.Pi},
	}))
	f.Add(encodeDays(nil, "steps", []dayRow{
		{number: -3, Day: health.Day{Value: 4000, Min: 3, Max: 900, Readings: 12}},
		{number: 20_000, Day: health.Day{Value: 0.1 + 0.2, Min: 0.1, Max: 0.2, Readings: 2, Vendor: true}},
	}))
	one := []span{{ref: ref{id: 9, version: 1}, count: 5, tmin: 0, tmax: 4 * levelWidth(2)}}
	f.Add(encodeRollups(ref{id: 7, version: 1}, &rollups{
		series: map[uint32]*seriesRollup{3: {number: 3, count: 70, first: 5, last: 9000, built: 60, lowest: 2, levels: [][]span{one, one}}},
		days:   map[health.MetricID]*dayRollup{"steps": {metric: "steps", kept: true, days: one}, "sleep_deep": {metric: "sleep_deep", irregular: true}},
	}))
	f.Fuzz(func(t *testing.T, b []byte) {
		if rows, err := decodeBuckets(b, 3, 2); err == nil {
			again, err := decodeBuckets(encodeBuckets(nil, 3, 2, rows), 3, 2)
			if err != nil || !slices.Equal(rows, again) {
				t.Fatalf("buckets that do not come back: %v", err)
			}
		}
		if rows, err := decodeDays(b, "steps"); err == nil {
			again, err := decodeDays(encodeDays(nil, "steps", rows), "steps")
			if err != nil || !slices.Equal(rows, again) {
				t.Fatalf("days that do not come back: %v", err)
			}
		}
		dir := ref{id: 7, version: 1}
		if r, err := decodeRollups(b, dir); err == nil && r != nil {
			body := encodeRollups(dir, r)
			again, err := decodeRollups(body, dir)
			if err != nil || again == nil || !slices.Equal(encodeRollups(dir, again), body) {
				t.Fatalf("a rollup directory that does not come back: %v", err)
			}
		}
	})
}

func TestNumbersInRollupsComeBackBitByBit(t *testing.T) {
	type row struct{ v float64 }
	for name, values := range map[string][]float64{
		"whole numbers":        {0, 1, -7, 1e15},
		"decimals":             {70.1, 70.25, -0.001},
		"sums of decimals":     {0.1 + 0.2, 70.1 + 70.2 + 70.3, 1.1 * 3},
		"few and many places":  {1e14, 0.000001},
		"what is no decimal":   {math.Pi, 1.0 / 3, 154.3 * 0.45359237},
		"the smallest and all": {math.SmallestNonzeroFloat64, math.MaxFloat64, -math.MaxFloat64},
		"zeros":                {0, math.Copysign(0, -1)},
	} {
		var rows []row
		for _, v := range values {
			rows = append(rows, row{v})
		}
		r := wireReader{b: appendFloats(nil, rows, func(r *row) float64 { return r.v })}
		got := make([]float64, len(rows))
		r.floats(len(rows), func(i int, v float64) { got[i] = v })
		if r.done() != nil {
			t.Errorf("%s: not read", name)
		}
		for i := range got {
			if math.Float64bits(got[i]) != math.Float64bits(values[i]) {
				t.Errorf("%s: %v came back as %v", name, values[i], got[i])
			}
		}
	}
}
