package main

import (
	"context"
	"encoding/json"
	"flag"

	"vitalkeep/health"
	"vitalkeep/vault"
)

func prepareList(f *flag.FlagSet) func(context.Context, *call) error {
	profile := f.String("profile", "", "`NAME` of the person")
	metric := f.String("metric", "", "name of the metric")
	from := f.String("from", "", "first `TIME`")
	to := f.String("to", "", "`TIME` behind the last, or the last date")
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		m, err := metricOf(*metric)
		if err != nil {
			return err
		}
		return c.withProfile(ctx, true, *profile, func(v *vault.Vault, p health.Profile) error {
			loc, err := p.Location()
			if err != nil {
				return err
			}
			s, err := spanOf(*from, *to, loc)
			if err != nil {
				return err
			}
			return c.list(ctx, v, p, m, s)
		})
	}
}

type readingJSON struct {
	T      int64           `json:"t"`
	D      json.RawMessage `json:"d"`
	V      float64         `json:"v"`
	Offset string          `json:"offset"`
	Source health.SourceID `json:"source"`
}

func (c *call) list(ctx context.Context, v *vault.Vault, p health.Profile, m health.Metric, s span) error {
	for r, err := range v.Readings(ctx, p.ID, m.ID, s.from, s.to) {
		if err != nil {
			return err
		}
		if c.json {
			err := c.printJSON(readingJSON{r.Start, secondsOf(r.Duration), r.Canonical(), health.FormatOffset(r.Offset), r.Source})
			if err != nil {
				return err
			}
			continue
		}
		length := ""
		if r.Duration > 0 {
			length = "for " + health.Decimal{Mantissa: r.Duration, Places: 3}.Normal().String() + " s"
		}
		c.printf("%s  %s %-6s  %-12s  %s\n", localTime(r.Start, r.Offset),
			padded(valueFor(p, m, r.Canonical()), 10), unitFor(p, m), length, r.Source.Name())
	}
	return nil
}
