package importers

import (
	"strings"

	"vitalkeep/health"
)

// otherTypes are the types of other.csv that the catalogue knows. Masses there
// are in kilograms even in an account in pounds.
var otherTypes = map[string]struct {
	metric health.MetricID
	unit   health.Unit
}{
	"fat_percent":   {"fat_ratio", health.Percent},
	"fat_free_mass": {"fat_free_mass", health.Kilogram},
	"bmi":           {"bmi", health.KilogramPerSquareMetre},
	"vo2max":        {"vo2max", health.MillilitrePerKilogramMinute},
}

const maxTypeName = 120

// readOther reads the long format type,date,value[,unit,position], whose rows
// often lack the last columns.
func readOther(f *fileReader) error {
	unitAt, positionAt := f.column(roleUnit), f.column(rolePosition)
	for {
		ms, offset, ok, err := f.nextWall(1)
		if !ok || err != nil {
			return err
		}
		m, unit, reason := otherMetric(f.text(0), f.text(unitAt), f.text(positionAt))
		if reason != "" {
			if err := f.reject(0, reason); err != nil {
				return err
			}
			continue
		}
		cell := f.text(2)
		number, ok := ungroup(cell)
		d, err := parseNumber(number)
		reason = ""
		switch {
		case len(cell) == 0:
			reason = reasonNothing
		case !ok || err != nil:
			reason = numberReason(cell, err)
		case len(f.cells) == 3 && f.cut():
			reason = reasonCut
		case !m.Possible.Contains(unit.Value(d)):
			reason = outside(m)
		}
		if reason != "" {
			if err := f.reject(2, reason); err != nil {
				return err
			}
			continue
		}
		if err := f.sample(m.ID, sourceOther, health.Sample{
			Start: ms, Value: d, Unit: unit, Form: health.FormOf(cell, d), Offset: offset, Origin: f.origin(),
		}); err != nil {
			return err
		}
	}
}

// otherMetric finds the metric of a row. Types that the catalogue does not know
// become generic metrics, one per place of the body and per unit.
func otherMetric(name, unit, position []byte) (m health.Metric, u health.Unit, reason string) {
	if len(name)+len(unit)+len(position) > maxTypeName {
		return m, u, "its type is longer than any that is known"
	}
	if known, ok := otherTypes[strings.ToLower(string(name))]; ok && len(position) == 0 {
		u = known.unit
		if len(unit) > 0 {
			given, ok := health.ParseUnit(string(unit))
			if !ok || given.Canonical() != u.Canonical() {
				return m, u, "its unit does not fit its type"
			}
			u = given
		}
		return metric(known.metric), u, ""
	}
	id := health.GenericID(strings.TrimSpace("other " + string(name) + " " + string(position) + " " + string(unit)))
	if len(health.GenericID(string(name))) == len(health.GenericPrefix) {
		return m, u, "it names no type"
	}
	return metric(id), health.NoUnit, ""
}
