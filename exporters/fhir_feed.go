package exporters

import (
	"context"
	"slices"

	"vitalkeep/health"
)

// observations hands over everything, one at a time.
func (f *fhir) observations(ctx context.Context, put func(observation) error) error {
	for _, m := range f.metrics {
		switch {
		case m == "diastolic" && slices.Contains(f.metrics, "systolic"):
			continue // with the systolic ones
		case m == "systolic" && slices.Contains(f.metrics, "diastolic"):
			if err := f.pressures(ctx, put); err != nil {
				return err
			}
			continue
		}
		for r, err := range f.data.Shown(ctx, m, earliest, latest) {
			if err != nil {
				return err
			}
			if err := f.one(r, put); err != nil {
				return err
			}
		}
	}
	for e, err := range f.data.Entries(ctx, earliest, latest) {
		if err != nil {
			return err
		}
		var o observation
		ok := false
		switch e.Kind {
		case health.SleepNight:
			o, ok = f.ofNight(e)
		case health.Workout:
			o, ok = f.ofWorkout(e)
		case health.Comment:
			if e.Field(health.FieldMetric) != "" {
				continue // counted where it was put, or below
			}
		}
		if !ok {
			f.report.Left++
			continue
		}
		if err := put(o); err != nil {
			return err
		}
		f.report.Entries++
	}
	for _, texts := range f.notes {
		f.report.Left += len(texts)
	}
	return nil
}

func (f *fhir) one(r health.Reading, put func(observation) error) error {
	o, ok := f.ofReading(r)
	f.tally.add(1)
	if !ok {
		f.report.Left++
		return nil
	}
	f.report.Samples++
	return put(o)
}

// pressures hands over blood pressures, in pairs where there are pairs.
func (f *fhir) pressures(ctx context.Context, put func(observation) error) error {
	for m, err := range gathered(ctx, f.data, "systolic", "diastolic") {
		if err != nil {
			return err
		}
		for _, g := range m.bySource() {
			high, low := g.of("systolic"), g.of("diastolic")
			if high == nil || low == nil || high.Duration != low.Duration {
				for _, r := range g.readings {
					if err := f.one(r, put); err != nil {
						return err
					}
				}
				continue
			}
			f.tally.add(2)
			o, ok := f.ofPressure(*high, *low)
			if !ok {
				f.report.Left += 2
				continue
			}
			f.report.Samples += 2
			if err := put(o); err != nil {
				return err
			}
		}
	}
	return nil
}
