package health

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// Samples that come many at a time make the same days, to the last bit, as those
// that come one by one.
func TestDaysDoNotDependOnHowManySamplesComeAtATime(t *testing.T) {
	for _, id := range []MetricID{"steps", "heart_rate", "weight", "sleep_deep", "sleep_stage", "oxygen_none"} {
		m, ok := Lookup(id)
		if !ok {
			m = Metric{ID: id, Generic: true}
		}
		r := rand.New(rand.NewPCG(1, uint64(len(id))))
		single, many := NewDayFold(m), NewDayFold(m)
		at := int64(1_700_000_000_000)
		for _, source := range []SourceID{"withings:tracker", "withings:daily"} {
			var rows []Sample
			for range 3000 {
				at += r.Int64N(3_600_000)
				rows = append(rows, Sample{
					Start: at, Duration: r.Int64N(4) * 1_200_000, Value: Decimal{Mantissa: r.Int64N(10_000), Places: uint8(r.IntN(3))},
					Unit: m.Unit, Offset: int32(r.IntN(3)) * 3600,
				})
			}
			for i := range rows {
				single.Add(&Reading{Metric: m.ID, Source: source, Sample: rows[i]})
			}
			for len(rows) > 0 {
				n := min(1+r.IntN(200), len(rows))
				many.AddSamples(source, rows[:n], AppendCanonical(nil, rows[:n]))
				rows = rows[n:]
			}
		}
		if a, b := single.Days(), many.Days(); !slices.Equal(a, b) || (m.Day != DayNone && len(a) == 0) {
			t.Errorf("%s: %d days one by one, %d together", id, len(a), len(b))
		}
	}
}
