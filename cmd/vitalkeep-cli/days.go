package main

import (
	"context"
	"flag"
	"math"
	"time"

	"vitalkeep/health"
	"vitalkeep/vault"
)

func prepareDays(f *flag.FlagSet) func(context.Context, *call) error {
	profile := f.String("profile", "", "`NAME` of the person")
	metric := f.String("metric", "", "name of the metric")
	from := f.String("from", "", "first `DATE`")
	to := f.String("to", "", "last `DATE`")
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		m, err := metricOf(*metric)
		if err != nil {
			return err
		}
		if m.Day == health.DayNone {
			return wrongUsage("The metric %s has no number of the day. Use vitalkeep-cli list.", m.ID)
		}
		first, last, err := dateSpan(*from, *to)
		if err != nil {
			return err
		}
		return c.withProfile(ctx, true, *profile, func(v *vault.Vault, p health.Profile) error {
			return c.days(ctx, v, p, m, first, last)
		})
	}
}

type dayJSON struct {
	Date string  `json:"date"`
	V    float64 `json:"v"`
}

func (c *call) days(ctx context.Context, v *vault.Vault, p health.Profile, m health.Metric, first, last health.Date) error {
	if m.Day == health.DayMean {
		if off, err := objectsToMeans(v, p); err != nil {
			return err
		} else if off {
			return advice{"The days of " + string(m.ID) + " are means, and this person has switched statistics off.", "Use vitalkeep-cli list, or switch them on in the window: Settings, Purposes and rights.", nil}
		}
	}
	days, err := daysOf(ctx, v, p, m, first, last)
	if err != nil {
		return err
	}
	for _, d := range days {
		if c.json {
			if err := c.printJSON(dayJSON{d.Date.String(), d.Value}); err != nil {
				return err
			}
			continue
		}
		c.printf("%s  %s %s\n", d.Date, padded(valueFor(p, m, d.Value), 10), unitFor(p, m))
	}
	return nil
}

// reach is how many days before and after the dates asked for are read as
// well: intervals reach into them, and offsets shift readings into another day.
const reach = 3

// daysOf folds the readings of a metric into local days, those from first to
// last; a zero date means no bound.
func daysOf(ctx context.Context, v *vault.Vault, p health.Profile, m health.Metric, first, last health.Date) ([]health.Day, error) {
	from, to := int64(math.MinInt64), int64(math.MaxInt64)
	if first != (health.Date{}) {
		from = first.AddDays(-reach).Start(time.UTC)
	}
	if last != (health.Date{}) {
		to = last.AddDays(reach).Start(time.UTC)
	}
	days, err := health.Days(m, v.Readings(ctx, p.ID, m.ID, from, to))
	if err != nil {
		return nil, err
	}
	var within []health.Day
	for _, d := range days {
		if (first == health.Date{} || d.Date.Compare(first) >= 0) && (last == health.Date{} || d.Date.Compare(last) <= 0) {
			within = append(within, d)
		}
	}
	return within, nil
}
