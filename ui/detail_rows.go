package ui

import (
	"context"
	"math"
	"slices"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

// The loaders of this file run off the UI goroutine and touch nothing of the
// window.

// rowsAsked says what a table shall list.
type rowsAsked struct {
	lists  present.Listing
	whole  bool // all there is, else what the window has
	window present.Window
	tail   int // not all, but about so many of the newest; 0 for all
}

// tableSubject is whose readings a listing shows: the stages of sleep have
// rows of their own beside the nights.
func (r rowsAsked) subject(s present.Subject, all []present.Summary) present.Subject {
	if r.lists != present.EachStage {
		return s
	}
	stages, _ := present.Alone(all, "sleep_stage")
	return stages
}

// loadTable gathers the rows of the table beside the graph.
func loadTable(ctx context.Context, lib Library, all []present.Summary, s present.Subject, a present.Almanac, asked rowsAsked, report func(Step)) (*present.Table, []present.Night, error) {
	s = asked.subject(s, all)
	t := &present.Table{Subject: s, Scale: present.ScaleFor(s.Metric, lib.Profile().Units), Almanac: a, Lists: asked.lists}
	from, to := asked.window.From, asked.window.To
	if asked.whole {
		from, to = s.First, s.Last+1
	}
	switch asked.lists {
	case present.EachNight:
		nights, err := loadNights(ctx, lib, s, a.DateAt(s.First), a.DateAt(s.Last).AddDays(2))
		t.RowsOfNights(nights)
		return t, nights, err
	case present.EachDay:
		first, last := a.DateAt(from), a.DateAt(to-1)
		if asked.whole { // a reading's own date may be a day off the person's zone
			first, last = first.AddDays(-1), last.AddDays(1)
		}
		days, err := lib.Days(ctx, s.Metric.ID, first, last)
		t.RowsOfDays(days)
		return t, nil, err
	case present.EachReading, present.EachStage:
	}
	if asked.tail > 0 && s.Count > asked.tail {
		share := float64(asked.tail) / float64(s.Count)
		from = max(from, to-int64(float64(to-from)*share)-1)
	}
	return t, nil, loadRows(ctx, lib, t, from, to, asked.whole && asked.tail == 0, report)
}

// rowKey is one instant of one source: what was measured at once.
type rowKey struct {
	at     int64
	source health.SourceID
}

// countStep is after how many rows reading them tells how far it is.
const countStep = 1 << 14

// loadRows reads the rows of single readings.
func loadRows(ctx context.Context, lib Library, t *present.Table, from, to int64, whole bool, report func(Step)) error {
	s := t.Subject
	second, third := map[rowKey]float64{}, map[rowKey]float64{}
	switch s.Kind {
	case present.Pressure:
		if err := partners(ctx, lib, "diastolic", s.Sources, from, to, second); err != nil {
			return err
		}
		if err := partners(ctx, lib, "heart_rate", s.Sources, from, to, third); err != nil {
			return err
		}
	case present.BodyMass:
		if err := partners(ctx, lib, "fat_ratio", s.Sources, from, to, second); err != nil {
			return err
		}
		if err := partners(ctx, lib, "fat_mass", s.Sources, from, to, third); err != nil {
			return err
		}
	}
	if whole {
		t.Reserve(s.Count)
	}
	lasting := s.Lasting()
	var source health.SourceID
	var index uint16
	n := 0
	for r, err := range lib.Readings(ctx, s.Metric.ID, from, to) {
		if err != nil {
			return err
		}
		if n++; n%countStep == 0 {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if report != nil {
				report(Step{Fraction: min(1, float64(n)/float64(max(s.Count, 1)))})
			}
		}
		if r.Source != source || n == 1 {
			source, index = r.Source, t.SourceIndex(r.Source)
		}
		row := present.Row{
			At: r.Start, Offset: r.Offset, Source: index, N: 1,
			V: t.Scale.OfSample(r.Sample), V2: math.NaN(), V3: math.NaN(),
		}
		switch {
		case s.Kind == present.Pressure:
			key := rowKey{r.Start, r.Source}
			low, has := second[key]
			if !has {
				continue // half a reading is no blood pressure
			}
			row.V2 = t.Scale.Of(low)
			if pulse, more := third[key]; more {
				row.V3, t.Second = pulse, true
			}
		case s.Kind == present.BodyMass:
			key := rowKey{r.Start, r.Source}
			ratio, has := second[key]
			if fat, more := third[key]; !has && more && r.Canonical() > 0 {
				ratio, has = fat/r.Canonical()*100, true
			}
			if has {
				row.V2, t.Second = ratio, true
			}
		case lasting && r.Duration > 0:
			row.V2, t.Second = float64(r.Duration)/1000, true
		}
		t.Add(row)
	}
	return ctx.Err()
}

// partners gathers the values of a metric that some sources measured along.
func partners(ctx context.Context, lib Library, m health.MetricID, sources []health.SourceID, from, to int64, into map[rowKey]float64) error {
	for _, source := range sources {
		n := 0
		for r, err := range lib.SourceReadings(ctx, m, source, from, to) {
			if err != nil {
				return err
			}
			if n++; n%countStep == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			into[rowKey{r.Start, source}] = r.Canonical()
		}
	}
	return ctx.Err()
}

// loadMoment gathers every value of the reading at an instant of one source.
func loadMoment(ctx context.Context, lib Library, all []present.Summary, s present.Subject, source health.SourceID, at int64) ([]health.Reading, error) {
	var out []health.Reading
	for _, m := range all {
		if m.Metric != s.Metric.ID && !goesWith(s, m.Metric) || !slices.Contains(m.Sources, source) {
			continue
		}
		readings, err := collect(ctx, lib.SourceReadings(ctx, m.Metric, source, at, at+1))
		if err != nil {
			return nil, err
		}
		if len(readings) > 0 {
			out = append(out, readings[len(readings)-1])
		}
	}
	return out, nil
}

// goesWith reports whether a metric is told with the readings of a subject:
// what a scale or a cuff measures at once, not the steps of the same minute.
func goesWith(s present.Subject, m health.MetricID) bool {
	if s.Metric.Shape != health.Instant || s.Metric.Generic {
		return false
	}
	x, ok := health.Lookup(m)
	return ok && !x.Generic && x.Shape == health.Instant && (x.Family == s.Family || x.Family == health.Body || x.Family == health.Heart)
}
