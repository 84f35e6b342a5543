package main

import (
	"context"
	"flag"
	"math"
	"slices"
	"strconv"

	"vitalkeep/health"
	"vitalkeep/vault"
)

func prepareMetrics(f *flag.FlagSet) func(context.Context, *call) error {
	profile := f.String("profile", "", "`NAME` of the person")
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		return c.withProfile(ctx, true, *profile, func(v *vault.Vault, p health.Profile) error {
			return c.listMetrics(ctx, v, p)
		})
	}
}

type metricJSON struct {
	Metric health.MetricID `json:"metric"`
	Unit   string          `json:"unit"`
	Count  int             `json:"count"`
	First  int64           `json:"first"`
	Last   int64           `json:"last"`
	Min    float64         `json:"min"`
	Max    float64         `json:"max"`
	Sum    float64         `json:"sum"`
}

func (c *call) listMetrics(ctx context.Context, v *vault.Vault, p health.Profile) error {
	series, err := v.Series(p.ID)
	if err != nil {
		return err
	}
	var seen []health.MetricID // in the order of the catalogue, as Series is
	for _, s := range series {
		if !slices.Contains(seen, s.Metric) {
			seen = append(seen, s.Metric)
		}
	}
	var rows [][]string
	for _, id := range seen {
		m, ok := health.Lookup(id)
		if !ok {
			m = health.Metric{ID: id, Name: string(id)}
		}
		sum, err := summarise(ctx, v, p.ID, m)
		if err != nil {
			return err
		}
		if sum.Count == 0 {
			continue
		}
		if c.json {
			if err := c.printJSON(sum); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{
			string(id), m.Name, strconv.Itoa(sum.Count), localDate(sum.First, p), localDate(sum.Last, p),
			valueFor(p, m, sum.Min), valueFor(p, m, sum.Max), unitFor(p, m),
		})
	}
	if c.json {
		return nil
	}
	if len(rows) == 0 {
		c.printf("There is no data yet.\n")
		return nil
	}
	c.table([]string{"metric", "name", "count", "first", "last", "lowest", "highest", "unit"}, rows)
	return nil
}

// summarise goes through the distinct samples of all sources of a metric.
func summarise(ctx context.Context, v *vault.Vault, profile health.ProfileID, m health.Metric) (metricJSON, error) {
	s := metricJSON{Metric: m.ID, Unit: m.Unit.ID(), Min: math.Inf(1), Max: math.Inf(-1)}
	lost := 0.0 // what adding up lost to rounding, by Neumaier's method
	for r, err := range v.Readings(ctx, profile, m.ID, math.MinInt64, math.MaxInt64) {
		if err != nil {
			return metricJSON{}, err
		}
		x := r.Canonical()
		if s.Count == 0 {
			s.First = r.Start
		}
		s.Count++
		s.Last = r.Start
		s.Min, s.Max = min(s.Min, x), max(s.Max, x)
		t := s.Sum + x
		if math.Abs(s.Sum) >= math.Abs(x) {
			lost += s.Sum - t + x
		} else {
			lost += x - t + s.Sum
		}
		s.Sum = t
	}
	s.Sum += lost
	return s, nil
}

// localDate is the date at an instant where the person lives.
func localDate(ms int64, p health.Profile) string {
	loc, err := p.Location()
	if err != nil {
		return health.DateAt(ms, 0).String()
	}
	return health.DateAt(ms, health.OffsetAt(ms, loc)).String()
}
