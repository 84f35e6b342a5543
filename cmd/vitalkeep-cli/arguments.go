package main

import (
	"math"
	"strconv"
	"time"

	"vitalkeep/health"
)

// metricOf finds a metric by its name.
func metricOf(name string) (health.Metric, error) {
	if name == "" {
		return health.Metric{}, wrongUsage("Name a metric with --metric, such as weight.")
	}
	m, ok := health.Lookup(health.MetricID(name))
	if !ok {
		return health.Metric{}, wrongUsage("There is no metric %q. Call vitalkeep-cli metrics to see what there is.", name)
	}
	return m, nil
}

// zoneOf finds a zone by its name; nil without one.
func zoneOf(name string) (*time.Location, error) {
	if name == "" {
		return nil, nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return nil, wrongUsage("There is no time zone %q. Give one such as Europe/Paris.", name)
	}
	return loc, nil
}

// All of time, as far as a vault goes.
const (
	earliest = math.MinInt64
	latest   = math.MaxInt64
)

// span is the time between --from and --to in UTC milliseconds, the end
// excluded.
type span struct{ from, to int64 }

// spanOf reads --from and --to, in the forms that parseTime takes.
func spanOf(from, to string, loc *time.Location) (s span, err error) {
	s = span{earliest, latest}
	if from != "" {
		if s.from, _, err = parseTime(from, loc); err != nil {
			return span{}, err
		}
	}
	if to != "" {
		if _, s.to, err = parseTime(to, loc); err != nil {
			return span{}, err
		}
	}
	if s.from > s.to {
		return span{}, wrongUsage("--from is later than --to.")
	}
	return s, nil
}

// parseTime reads an instant in RFC 3339 or in milliseconds since 1970 in UTC,
// or a local date, which is all of that day: first and end differ.
func parseTime(text string, loc *time.Location) (first, end int64, err error) {
	if ms, err := strconv.ParseInt(text, 10, 64); err == nil {
		return ms, ms, nil
	}
	if d, err := health.ParseDate(text); err == nil {
		first, end = d.Bounds(loc)
		return first, end, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return 0, 0, wrongUsage("%q is no time. Give one such as 2024-03-01T07:30:00+01:00, a date such as 2024-03-01, or milliseconds since 1970.", text)
	}
	return t.UnixMilli(), t.UnixMilli(), nil
}

// dateSpan reads --from and --to of days, both included; a zero date means no
// bound.
func dateSpan(from, to string) (first, last health.Date, err error) {
	for _, x := range []struct {
		text string
		into *health.Date
	}{{from, &first}, {to, &last}} {
		if x.text == "" {
			continue
		}
		if *x.into, err = health.ParseDate(x.text); err != nil {
			return health.Date{}, health.Date{}, wrongUsage("%q is no date. Give one such as 2024-03-01.", x.text)
		}
	}
	if from != "" && to != "" && first.Compare(last) > 0 {
		return health.Date{}, health.Date{}, wrongUsage("--from is later than --to.")
	}
	return first, last, nil
}
