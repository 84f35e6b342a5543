package main

import (
	"context"
	"flag"
	"time"

	"vitalkeep/health"
	"vitalkeep/vault"
)

func prepareAdd(f *flag.FlagSet) func(context.Context, *call) error {
	profile := f.String("profile", "", "`NAME` of the person")
	metric := f.String("metric", "", "name of the metric")
	value := f.String("value", "", "`NUMBER`")
	unit := f.String("unit", "", "`UNIT` of the number, such as kg")
	at := f.String("at", "", "`TIME` of the measurement, with its offset from UTC")
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		r, err := typedReading(*metric, *value, *unit, *at)
		if err != nil {
			return err
		}
		return c.withProfile(ctx, false, *profile, func(v *vault.Vault, p health.Profile) error {
			if err := v.Add(ctx, p.ID, []health.Reading{r}, nil); err != nil {
				return err
			}
			if c.json {
				return c.printJSON(struct {
					Metric health.MetricID `json:"metric"`
					readingJSON
				}{r.Metric, readingJSON{r.Start, secondsOf(r.Duration), r.Canonical(), health.FormatOffset(r.Offset), r.Source}})
			}
			m, _ := health.Lookup(r.Metric)
			c.printf("Stored: %s of %s.\n", m.Name, localTime(r.Start, r.Offset))
			return nil
		})
	}
}

// typedReading makes a reading of what was typed. Nothing is guessed: neither
// a unit nor an offset.
func typedReading(metric, value, unit, at string) (health.Reading, error) {
	m, err := metricOf(metric)
	if err != nil {
		return health.Reading{}, err
	}
	number, err := health.ParseDecimal(value)
	if err != nil {
		return health.Reading{}, wrongUsage("Give the number with --value, such as 78.2.")
	}
	u, ok := health.ParseUnit(unit)
	if !ok || u.Canonical() != m.Unit {
		return health.Reading{}, wrongUsage("Give the unit of the number with --unit. %s is measured in %s, among others.", m.Name, m.Unit.ID())
	}
	t, err := time.Parse(time.RFC3339, at)
	if err != nil || !health.PossibleTime(t.UnixMilli()) {
		return health.Reading{}, wrongUsage("Give the time with --at and its offset from UTC, such as 2024-03-01T07:30:00+01:00.")
	}
	_, offset := t.Zone()
	r := health.Reading{Metric: m.ID, Source: health.TypedSource, Sample: health.Sample{
		Start: t.UnixMilli(), Value: number, Unit: u, Offset: int32(offset), //nolint:gosec // less than a day
	}}
	if !m.Possible.Contains(r.Canonical()) {
		return health.Reading{}, wrongUsage("%s cannot be that. Check the number and its unit.", m.Name)
	}
	return r, nil
}
