package insights_test

import (
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/insights"
)

func TestATotalOfAWholeDayHasNoTimeOfDay(t *testing.T) {
	steps, _ := health.Lookup("steps")
	midnight := time.Date(2025, 10, 6, 0, 0, 0, 0, time.UTC).UnixMilli()
	one := func(source health.SourceID, minute, length, n int64) health.Reading {
		return health.Reading{Metric: "steps", Source: source, Sample: health.Sample{
			Start: midnight + minute*60_000, Duration: length * 60_000, Value: health.Int(n), Unit: health.Count,
		}}
	}
	for name, day := range map[string]int64{"of 24 hours": 24 * 60, "when clocks go forward": 23 * 60, "and back": 25 * 60} {
		parts, err := insights.TimeOfDay(steps, func(yield func(health.Reading, error) bool) {
			_ = yield(one(health.TypedSource, 0, day, 9000), nil) && yield(one("withings:tracker", 8*60, 30, 400), nil)
		})
		if err != nil {
			t.Fatal(err)
		}
		if parts[insights.Night].Value != 0 || parts[insights.Night].Readings != 0 || parts[insights.Morning].Value != 400 || parts[insights.Morning].Days != 1 {
			t.Errorf("%s: nights %+v, mornings %+v", name, parts[insights.Night], parts[insights.Morning])
		}
		alone, _ := insights.TimeOfDay(steps, func(yield func(health.Reading, error) bool) { yield(one(health.TypedSource, 0, day, 9000), nil) })
		if alone != [insights.DayParts]insights.PartMean{} {
			t.Errorf("%s: a typed total alone makes %+v", name, alone)
		}
	}
}
