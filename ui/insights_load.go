package ui

import (
	"context"
	"encoding/json"
	"math"
	"slices"

	"vitalkeep/health"
	"vitalkeep/insights"
	"vitalkeep/ui/present"
)

// openedInsights is what the page of insights shows.
type openedInsights struct {
	data  present.InsightData
	found bool // the subject is there and has days
}

// loadInsights gathers what the insights into a subject are made of.
func loadInsights(ctx context.Context, lib Library, id string, a present.Almanac) (openedInsights, error) {
	var o openedInsights
	all, err := lib.Metrics(ctx)
	if err != nil {
		return o, err
	}
	s, found := present.Find(all, id)
	if !found || s.Kind == present.Untold || s.Kind == present.Condition {
		return o, nil
	}
	x := &o.data
	*x = present.InsightData{Subject: s, Scale: present.ScaleFor(s.Metric, lib.Profile().Units), Almanac: a}
	if err := loadInsightDays(ctx, lib, x); err != nil || len(x.Days) == 0 {
		return o, err
	}
	o.found = true
	x.Last = x.Days[len(x.Days)-1].Date
	if s.Kind == present.BodyMass {
		setTrend(x)
	}
	if s.Kind == present.Pressure {
		from := min(s.Last, a.Now.UnixMilli()) - present.InsightPairDays*dayMS
		pairs, err := loadPairs(ctx, lib, from, s.Last+1)
		if err != nil {
			return o, err
		}
		for _, p := range pairs {
			x.Pairs = append(x.Pairs, insights.Pair{Start: p.Start, Offset: p.Offset, Systolic: p.Systolic, Diastolic: p.Diastolic})
		}
	}
	if s.Kind != present.Nights {
		err = loadParts(ctx, lib, x)
	}
	return o, err
}

// loadInsightDays fills in the days: those that are over of what adds up, nights
// for sleep, and of blood pressure those that have both numbers.
func loadInsightDays(ctx context.Context, lib Library, x *present.InsightData) error {
	s, a := x.Subject, x.Almanac
	to := a.DateAt(s.Last).AddDays(2)
	from := to.AddDays(-present.InsightDays)
	var err error
	switch s.Kind {
	case present.Nights:
		nights, err := loadNights(ctx, lib, s, from, to)
		if err != nil {
			return err
		}
		for _, n := range nights {
			v := n.Asleep()
			x.Days = append(x.Days, health.Day{Date: n.Date, Value: v, Min: v, Max: v, Readings: 1})
		}
		return nil
	case present.Pressure:
		if x.Days, err = lib.Days(ctx, "systolic", from, to); err != nil {
			return err
		}
		if x.Lower, err = lib.Days(ctx, "diastolic", from, to); err != nil {
			return err
		}
		x.Days, x.Lower = inBoth(x.Days, x.Lower), inBoth(x.Lower, x.Days)
		return nil
	}
	x.Days, err = lib.Days(ctx, s.Metric.ID, from, to)
	if s.Kind == present.Totals {
		today := a.Today()
		x.Days = slices.DeleteFunc(x.Days, func(d health.Day) bool { return d.Date.Compare(today) >= 0 })
	}
	return err
}

// inBoth returns the days whose dates the others have too.
func inBoth(days, others []health.Day) []health.Day {
	has := make(map[health.Date]struct{}, len(others))
	for _, d := range others {
		has[d.Date] = struct{}{}
	}
	var out []health.Day
	for _, d := range days {
		if _, ok := has[d.Date]; ok {
			out = append(out, d)
		}
	}
	return out
}

// setTrend fills in the weight trend, the one of the graph.
func setTrend(x *present.InsightData) {
	canonical := present.Scale{Metric: x.Scale.Metric, Unit: x.Subject.Metric.Unit}
	points := present.OfDays(x.Days, canonical, x.Almanac.Zone)
	for _, p := range present.TrendOf(points) {
		x.Trend = append(x.Trend, insights.TrendPoint{Date: x.Almanac.DateAt(p.T), Value: p.V})
	}
	x.Gap = int(math.Floor(present.TrendGap(points).Hours() / 24))
}

// loadParts fills in the means of the parts of the day.
func loadParts(ctx context.Context, lib Library, x *present.InsightData) error {
	x.PartsFrom = x.Last.AddDays(1 - present.InsightPartDays)
	from, to := x.PartsFrom.Start(x.Almanac.Zone), x.Last.AddDays(1).Start(x.Almanac.Zone)
	var err error
	if x.Parts, err = insights.TimeOfDay(x.Subject.Metric, lib.Readings(ctx, x.Subject.Metric.ID, from, to)); err != nil {
		return err
	}
	if x.Subject.Kind == present.Pressure {
		lower, _ := health.Lookup("diastolic")
		x.LowerParts, err = insights.TimeOfDay(lower, lib.Readings(ctx, lower.ID, from, to))
	}
	return err
}

// insightsPreference is the key under which choices of insights are kept.
const insightsPreference = "insights"

// Fields of the stored form, {"version":1,"home_week":"2025-10-08"}. What a newer
// program stored beside them is kept.
const homeWeekField = "home_week"

// readHomeWeek returns the first day of the home week that was begun, zero for
// none. ok is false for a form that this program must not write.
func readHomeWeek(stored []byte) (first health.Date, ok bool) {
	if len(stored) == 0 {
		return first, true
	}
	var kept map[string]json.RawMessage
	if json.Unmarshal(stored, &kept) != nil {
		return first, false
	}
	raw, has := kept[homeWeekField]
	if !has {
		return first, true
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return first, false
	}
	first, err := health.ParseDate(text)
	return first, err == nil
}

// withHomeWeek is what is stored with another first day; zero is none.
func withHomeWeek(stored []byte, first health.Date) ([]byte, error) {
	kept := map[string]json.RawMessage{}
	if len(stored) > 0 {
		if err := json.Unmarshal(stored, &kept); err != nil {
			return nil, err
		}
	}
	delete(kept, homeWeekField)
	if (first != health.Date{}) {
		raw, err := json.Marshal(first.String())
		if err != nil {
			return nil, err
		}
		kept[homeWeekField] = raw
	}
	if _, has := kept[orderVersionField]; !has {
		kept[orderVersionField] = json.RawMessage("1")
	}
	if len(kept) == 1 && string(kept[orderVersionField]) == "1" {
		return nil, nil
	}
	return json.Marshal(kept)
}
