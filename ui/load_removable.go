package ui

import (
	"cmp"
	"context"
	"slices"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/present"
)

// removable is what one measurement consists of: every value that was measured
// at once, and the same values where another source has them too, since those
// would show in their place.
type removable struct {
	measurements []Measurement
	names        []string // of the metrics
	at           int64
	offset       int32
	// why is set when it may not be deleted, and says so.
	why string
}

// loadRemovable gathers what goes with the readings of one measurement. It is
// nil when there are none.
func loadRemovable(ctx context.Context, lib Library, all []present.Summary, s present.Subject, readings []health.Reading) (*removable, error) {
	out := &removable{}
	lead := slices.IndexFunc(readings, func(r health.Reading) bool { return r.Metric == s.Metric.ID })
	if lead < 0 {
		return nil, nil
	}
	out.at, out.offset = readings[lead].Start, readings[lead].Offset
	readings = inOrder(readings)
	for _, r := range readings {
		ok, why := health.MayDelete(r.Metric, health.UnknownEntry, r.Source)
		if !ok && (r.Metric == s.Metric.ID || s.Has(r.Metric)) {
			out.why = locale.Dynamic(why)
			return out, nil
		}
		if !ok {
			continue // measured along, but kept by a rule of its own
		}
		twins, err := twinsOf(ctx, lib, all, r)
		if err != nil {
			return nil, err
		}
		for _, t := range twins {
			if ok, why := health.MayDelete(t.Metric, health.UnknownEntry, t.Source); !ok && r.Metric == s.Metric.ID {
				out.why = locale.Dynamic(why)
				return out, nil
			} else if ok {
				out.measurements = append(out.measurements, Measurement{Metric: t.Metric, Source: t.Source, Start: t.Start})
			}
		}
		name := string(r.Metric)
		if m, ok := health.Lookup(r.Metric); ok {
			name = present.MetricName(m)
		}
		out.names = append(out.names, name)
	}
	return out, nil
}

// twinsOf returns a reading and the same of other sources.
func twinsOf(ctx context.Context, lib Library, all []present.Summary, r health.Reading) ([]health.Reading, error) {
	out := []health.Reading{r}
	i := slices.IndexFunc(all, func(m present.Summary) bool { return m.Metric == r.Metric })
	if i < 0 {
		return out, nil
	}
	for _, source := range all[i].Sources {
		if source == r.Source {
			continue
		}
		from := health.SecondOf(r.Start)
		same, err := collect(ctx, lib.SourceReadings(ctx, r.Metric, source, from, from+1000))
		if err != nil {
			return nil, err
		}
		for _, t := range same {
			if sameMeasurement(t, r) {
				out = append(out, t)
			}
		}
	}
	return out, nil
}

// sameMeasurement reports whether the readings of two sources are shown as one.
func sameMeasurement(a, b health.Reading) bool {
	if a.Start == b.Start && a.Duration == b.Duration && a.Canonical() == b.Canonical() {
		return true
	}
	m, ok := health.Lookup(a.Metric)
	ours, _, _ := a.Source.Parts()
	theirs, _, _ := b.Source.Parts()
	return ok && m.TakenOnce() && ours != theirs && a.SameMeasurement(b.Sample)
}

// inOrder returns readings in the order of the catalogue.
func inOrder(readings []health.Reading) []health.Reading {
	place := map[health.MetricID]int{}
	for i, m := range health.Metrics() {
		place[m.ID] = i
	}
	return slices.SortedStableFunc(slices.Values(readings), func(a, b health.Reading) int {
		return cmp.Compare(place[a.Metric], place[b.Metric])
	})
}
