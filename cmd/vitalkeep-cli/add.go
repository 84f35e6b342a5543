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
	unit := f.String("unit", "", "`UNIT` of the number, such as kg; none where there is none")
	at := f.String("at", "", "`TIME` of the measurement, with its offset from UTC")
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		r, err := typedReading(*metric, *value, *unit, *at, c.now())
		if err != nil {
			return err
		}
		return c.withProfile(ctx, false, *profile, func(v *vault.Vault, p health.Profile) error {
			if err := notTypedYet(ctx, v, p.ID, r); err != nil {
				return err
			}
			if err := v.Add(ctx, p.ID, []health.Reading{r}, nil); err != nil {
				return err
			}
			if c.json {
				return c.printJSON(struct {
					Metric health.MetricID `json:"metric"`
					readingJSON
				}{r.Metric, readingJSON{r.Start, secondsOf(r.Duration), r.Canonical(), health.FormatOffset(r.Offset), r.Source, nil, nil}})
			}
			m, _ := health.Lookup(r.Metric)
			c.printf("Stored: %s of %s.\n", m.Name, localTime(r.Start, r.Offset))
			return nil
		})
	}
}

// notTypedYet refuses another number for a time for which one was typed in:
// it would take its place, and that is for the person to say.
func notTypedYet(ctx context.Context, v *vault.Vault, p health.ProfileID, r health.Reading) error {
	for old, err := range v.SourceReadings(ctx, p, r.Metric, r.Source, r.Start, r.Start+1) {
		if err != nil {
			return err
		}
		if old.Value.Normal() != r.Value.Normal() || old.Unit != r.Unit {
			return advice{
				"Another number was typed in for that time; it stays.",
				"To correct it, delete it first: vitalkeep-cli delete with the same --metric and --at.", nil,
			}
		}
	}
	return nil
}

// slack is how far ahead of this computer's clock a measurement may be: clocks
// differ, but nobody measured tomorrow.
const slack = 24 * time.Hour

// The offsets from UTC that were ever in force anywhere, in seconds: Manila
// until 1844 and Juneau until 1867, rounded up to an hour (tz database).
const westmost, eastmost = -16 * 3600, 16 * 3600

// typedReading makes a reading of what was typed. Nothing is guessed: neither
// a unit nor an offset.
func typedReading(metric, value, unit, at string, now time.Time) (health.Reading, error) {
	m, err := metricOf(metric)
	if err != nil {
		return health.Reading{}, err
	}
	if m.Generic {
		return health.Reading{}, wrongUsage("%q is what a vendor's file calls its numbers; nobody types them in.", metric)
	}
	number, err := health.ParseDecimal(value)
	if err != nil {
		return health.Reading{}, wrongUsage("Give the number with --value, such as 78.2.")
	}
	u, ok := health.ParseUnit(unit)
	if unit == "" {
		u, ok = health.NoUnit, true
	}
	switch {
	case m.Unit == health.NoUnit && u != m.Unit:
		return health.Reading{}, wrongUsage("%s has no unit. Leave --unit out.", m.Name)
	case !ok || u.Canonical() != m.Unit:
		return health.Reading{}, wrongUsage("Give the unit of the number with --unit. %s is measured in %s, among others.", m.Name, m.Unit.ID())
	}
	t, err := time.Parse(time.RFC3339, at)
	if err != nil || !health.PossibleTime(t.UnixMilli()) {
		return health.Reading{}, wrongUsage("Give the time with --at and its offset from UTC, such as 2024-03-01T07:30:00+01:00.")
	}
	if t.After(now.Add(slack)) {
		return health.Reading{}, wrongUsage("That time is yet to come. Check --at, and this computer's clock.")
	}
	_, offset := t.Zone()
	if offset < westmost || offset > eastmost {
		return health.Reading{}, wrongUsage("No place is that far from UTC. Give --at with the offset that was in force there.")
	}
	r := health.Reading{Metric: m.ID, Source: health.TypedSource, Sample: health.Sample{
		Start: t.UnixMilli(), Value: number, Unit: u, Offset: int32(offset),
	}}
	if !m.Possible.Contains(r.Canonical()) {
		return health.Reading{}, wrongUsage("%s cannot be that. Check the number and its unit.", m.Name)
	}
	return r, nil
}
