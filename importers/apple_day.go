package importers

import (
	"vitalkeep/health"
)

const appleDaily = health.SourceID("apple" + health.DailySuffix)

// summaryParts are the numbers of an ActivitySummary and the metrics that they
// are. The goals beside them are wishes, not measurements, and are not kept.
var summaryParts = []struct {
	attribute string
	metric    health.Metric
}{
	{"activeEnergyBurned", metric("calories_active")},
	{"appleMoveTime", metric("raw_apple_move_time_min")},
	{"appleMoveMinutes", metric("raw_apple_move_time_min")},
	{"appleExerciseTime", metric("raw_apple_exercise_time_min")},
	{"appleStandHours", metric("raw_apple_stand_hours")},
}

// firstRings is the year from which on there are such totals; exports have been
// seen with one of 1969.
const firstRings = 2015

// summary takes the totals that the rings of the watch show for a local day.
func (a *appleExport) summary() error {
	s, f := a.s, a.f
	start, end, reason := a.day(s.attr("dateComponents"))
	if reason == "" && health.DateAt(start, f.zone.at(start)).Year < firstRings {
		reason = reasonNoSuchYear
	}
	if reason != "" {
		return f.refuse("dateComponents", reason)
	}
	for _, p := range summaryParts {
		text := s.attr(p.attribute)
		if len(text) == 0 {
			continue
		}
		m, unit := p.metric, health.NoUnit
		if !m.Generic {
			given := s.attr(p.attribute + "Unit")
			var ok bool
			if unit, _, ok = appleUnit(m, string(given)); !ok {
				if err := f.refuse(p.attribute+"Unit", reasonNoUnit); err != nil {
					return err
				}
				continue
			}
		}
		d, form, err := appleNumber(text)
		reason := ""
		switch {
		case err != nil:
			reason = numberReason(text, err)
		case !m.Generic && !m.Possible.Contains(unit.Value(d)):
			reason = outside(m)
		}
		if reason != "" {
			if err := f.refuse(p.attribute, reason); err != nil {
				return err
			}
			continue
		}
		if err := f.sample(m.ID, appleDaily, health.Sample{
			Start: start, Duration: end - start, Value: d, Unit: unit, Form: form, Offset: f.zone.at(start), Origin: f.origin(),
		}); err != nil {
			return err
		}
	}
	return nil
}
