package ui

import (
	"context"
	"iter"
	"math"
	"slices"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

// The loaders of this file and of load_detail.go run off the UI goroutine and
// touch nothing of the window.

const dayMS = int64(24 * 3600 * 1000)

// collect gathers readings until the first error.
func collect(ctx context.Context, seq iter.Seq2[health.Reading, error]) ([]health.Reading, error) {
	var out []health.Reading
	for r, err := range seq {
		if err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// loadRecent gathers the newest data of a subject.
func loadRecent(ctx context.Context, lib Library, s present.Subject, a present.Almanac) (present.Recent, error) {
	var r present.Recent
	latest, err := collect(ctx, lib.Readings(ctx, s.Metric.ID, s.Last, s.Last+1))
	if err != nil {
		return r, err
	}
	if len(latest) > 0 {
		r.Latest = latest[len(latest)-1]
	}
	switch s.Kind {
	case present.BodyMass:
		if a.Objects.Statistics {
			r.Readings, err = loadNewest(ctx, lib, s, a)
			break
		}
		// A reading's own date may be a day off the person's zone.
		to := a.DateAt(s.Last).AddDays(1)
		r.Days, err = lib.Days(ctx, s.Metric.ID, to.AddDays(-present.TrendDays), to)
	case present.Pressure:
		from := s.Last - present.PairDays*dayMS
		r.Pairs, err = loadPairs(ctx, lib, from, s.Last+1)
	case present.Nights:
		to := a.DateAt(s.Last).AddDays(2)
		r.Nights, err = loadNights(ctx, lib, s, to.AddDays(-present.NightCount-2), to)
		r.Nights = r.Nights[max(0, len(r.Nights)-present.NightCount):]
		if len(latest) > 0 {
			r.Woke, r.WokeAt = r.Latest.End(), r.Latest.Offset
		}
	case present.Totals:
		to := a.DateAt(s.Last).AddDays(1)
		r.Days, err = lib.Days(ctx, s.Metric.ID, to.AddDays(-present.TotalDays-1), to)
	default:
		r.Readings, err = loadNewest(ctx, lib, s, a)
	}
	return r, err
}

// loadNewest returns two days of readings and, where they are few, those of so
// many days more that a card has its picture. Where the readings are is asked of
// the days, since what was recorded every second of years before may lie behind
// a few late ones.
func loadNewest(ctx context.Context, lib Library, s present.Subject, a present.Almanac) ([]health.Reading, error) {
	from := s.Last - 2*dayMS
	out, err := collect(ctx, lib.Readings(ctx, s.Metric.ID, from, s.Last+1))
	if err != nil || len(out) >= present.SpotCount || from <= s.First {
		return out, err
	}
	if s.Metric.Day == health.DayNone { // states, which no day sums up
		return collect(ctx, lib.Readings(ctx, s.Metric.ID, s.Last-60*dayMS, s.Last+1))
	}
	last := a.DateAt(s.Last).AddDays(1)
	for _, back := range []int{60, 800, int(last.Number()-a.DateAt(s.First).Number()) + 1} {
		days, err := lib.Days(ctx, s.Metric.ID, last.AddDays(-back), last)
		if err != nil {
			return nil, err
		}
		n, i := 0, len(days)
		for i > 0 && n < present.SpotCount {
			i--
			n += days[i].Readings
		}
		if n < present.SpotCount && a.DateAt(s.First).Compare(last.AddDays(-back)) < 0 {
			continue
		}
		from := s.First
		if i < len(days) {
			// A reading's own date may be a day off the person's zone.
			from = max(s.First, days[i].Date.AddDays(-1).Start(a.Zone))
		}
		out, err := collect(ctx, lib.Readings(ctx, s.Metric.ID, from, s.Last+1))
		return out[max(0, len(out)-present.SpotCount):], err
	}
	return out, nil
}

func loadPairs(ctx context.Context, lib Library, from, to int64) ([]present.Pair, error) {
	systolic, err := collect(ctx, lib.Readings(ctx, "systolic", from, to))
	if err != nil {
		return nil, err
	}
	diastolic, err := collect(ctx, lib.Readings(ctx, "diastolic", from, to))
	if err != nil {
		return nil, err
	}
	return present.Pairs(systolic, diastolic), nil
}

// loadNights returns the nights whose dates of waking are from..to: the totals
// that came along, else what the stages add up to.
func loadNights(ctx context.Context, lib Library, s present.Subject, from, to health.Date) ([]present.Night, error) {
	var days [5][]health.Day
	for i, m := range []health.MetricID{"sleep_deep", "sleep_light", "sleep_rem", "sleep_awake", "sleep_wakeups"} {
		if !s.Has(m) {
			continue
		}
		var err error
		if days[i], err = lib.Days(ctx, m, from, to); err != nil {
			return nil, err
		}
	}
	if s.Has("sleep_deep") || s.Has("sleep_light") || s.Has("sleep_rem") {
		return present.NightsOf(days[0], days[1], days[2], days[3], days[4]), nil
	}
	stages, err := loadStages(ctx, lib, from.AddDays(-1), to)
	if err != nil {
		return nil, err
	}
	nights := present.NightsOfStages(stages)
	return slices.DeleteFunc(nights, func(n present.Night) bool {
		return n.Date.Compare(from) < 0 || n.Date.Compare(to) > 0 || math.IsNaN(n.Asleep())
	}), nil
}

func loadStages(ctx context.Context, lib Library, from, to health.Date) ([]present.Stage, error) {
	loc, err := lib.Profile().Location()
	if err != nil {
		return nil, err
	}
	readings, err := collect(ctx, lib.Readings(ctx, "sleep_stage", from.Start(loc), to.AddDays(1).Start(loc)))
	if err != nil {
		return nil, err
	}
	return present.Stages(readings), nil
}

// loadCard makes the card of a subject.
func loadCard(ctx context.Context, lib Library, s present.Subject, a present.Almanac) (present.Card, error) {
	r, err := loadRecent(ctx, lib, s, a)
	if err != nil {
		return present.Card{}, err
	}
	return present.NewCard(s, a, lib.Profile().Units, r), nil
}
