package exporters

import (
	"strconv"
	"strings"

	"vitalkeep/health"
)

// Sources of the samples and entries that vendor-shaped files give back.
const (
	exportSource   health.SourceID = "withings:export"
	otherSource    health.SourceID = "withings:other"
	dailySource    health.SourceID = "withings" + health.DailySuffix
	nightsSource   health.SourceID = "withings:nights"
	workoutsSource health.SourceID = "withings:workouts"
)

// spot is a file whose rows are readings at one instant of local time.
type spot struct {
	clock  *clock
	header []string
	units  []health.Unit // of the columns behind the first
	sheet  *sheet
	// comments is the column with what a person wrote beside a reading; 0 for
	// none. Such a text is a note whose key is the kind of the file.
	comments int
	key      string
	// together lists metrics that a row has all or none of.
	together []health.MetricID
}

const commentsField = "Comments"

// spotSheets returns the files of single measurements.
func spotSheets(c *clock, mass, length health.Unit) []*sheet {
	inUnit := func(name string, u health.Unit) string { return name + " (" + u.Symbol() + ")" }
	masses := []health.MetricID{"weight", "fat_mass", "bone_mass", "muscle_mass", "water_mass"}
	kg := []health.Unit{mass, mass, mass, mass, mass}
	return []*sheet{
		spot{
			clock: c, units: kg, comments: 6, key: "weight",
			header: []string{
				"Date", inUnit("Weight", mass), inUnit("Fat mass", mass), inUnit("Bone mass", mass),
				inUnit("Muscle mass", mass), inUnit("Hydration", mass), commentsField,
			},
		}.sheetOf("weight.csv", "weight, and what the body is made of", masses...),
		spot{
			clock: c, units: []health.Unit{length}, comments: 2, key: "height",
			header: []string{"Date", inUnit("Height", length), commentsField},
		}.sheetOf("height.csv", "height", "height"),
		spot{
			clock: c, comments: 4, key: "blood-pressure",
			units:    []health.Unit{health.PerMinute, health.MillimetreOfMercury, health.MillimetreOfMercury},
			header:   []string{"Date", "Heart rate", "Systolic", "Diastolic", commentsField},
			together: []health.MetricID{"systolic", "diastolic"},
		}.sheetOf("bp.csv", "blood pressure in mmHg and heart rate a minute", "heart_rate", "systolic", "diastolic"),
		spot{
			clock: c, units: []health.Unit{health.Celsius}, header: []string{"date", inUnit("value", health.Celsius)},
		}.sheetOf("body_temperature.csv", "body temperature", "body_temperature"),
		spot{
			clock: c, units: []health.Unit{health.Percent}, header: []string{"date", "value"},
		}.sheetOf("manual_spo2.csv", "oxygen saturation in %", "spo2"),
		spot{
			clock: c, units: []health.Unit{health.MetrePerSecond}, header: []string{"date", "value"},
		}.sheetOf("pwv.csv", "pulse wave velocity in m/s", "pulse_wave_velocity"),
	}
}

func (f spot) sheetOf(name, about string, metrics ...health.MetricID) *sheet {
	f.sheet = &sheet{name: name, header: f.header, about: about, source: exportSource, metrics: metrics}
	if f.comments > 0 {
		f.sheet.takes = func(e health.Entry) bool {
			return e.Kind == health.Note && e.Source == exportSource && e.Key == f.key
		}
	}
	f.sheet.split = f.split
	return f.sheet
}

// split writes one row with everything of that instant that it can hold.
func (f spot) split(m moment) page {
	wall, offset, ok := f.clock.wall(m.start)
	if !ok {
		return page{samples: m.readings, entries: m.entries}
	}
	var rest page
	cells := make([]string, len(f.header))
	cells[0] = wall
	held := map[health.MetricID]health.Reading{}
	for _, r := range m.readings {
		i := f.columnOf(r.Metric)
		text, ok := spotCell(r.Sample, f.units[i-1])
		if !ok || !possible(r) || r.Offset != offset || r.Duration != 0 {
			rest.samples = append(rest.samples, r)
			continue
		}
		cells[i], held[r.Metric] = text, r
	}
	for _, a := range f.together {
		for _, b := range f.together {
			if _, ok := held[b]; ok {
				continue
			}
			if r, ok := held[a]; ok { // alone, it would be refused
				rest.samples = append(rest.samples, r)
				cells[f.columnOf(a)] = ""
				delete(held, a)
			}
		}
	}
	rows := len(held)
	for _, e := range m.entries {
		if e.Duration != 0 || e.Offset != offset || len(e.Fields) != 1 ||
			e.Fields[0].Name != commentsField || !plainText(e.Fields[0].Text) || e.Fields[0].Text == "" {
			rest.entries = append(rest.entries, e)
			continue
		}
		cells[f.comments] = e.Fields[0].Text
		rows++
	}
	if rows > 0 {
		rest.rows = [][]string{cells}
	}
	return rest
}

func (f spot) columnOf(m health.MetricID) int {
	for i, x := range f.sheet.metrics {
		if x == m {
			return i + 1
		}
	}
	return 0
}

// possible reports whether a value is one that importers take from a vendor's
// file.
func possible(r health.Reading) bool {
	m, ok := health.Lookup(r.Metric)
	return ok && m.Possible.Contains(r.Canonical())
}

// spotCell writes a number whose unit stands in the header. Heights in inches
// are written in feet and inches.
func spotCell(s health.Sample, unit health.Unit) (string, bool) {
	if s.Unit != unit {
		return "", false
	}
	if unit != health.Inch {
		return s.Value.String(), true
	}
	v := s.Value
	if v.Mantissa < 0 || v.Places > 4 {
		return "", false
	}
	foot := int64(12)
	for range v.Places {
		foot *= 10
	}
	feet := v.Mantissa / foot
	inches := health.Decimal{Mantissa: v.Mantissa % foot, Places: v.Places}
	return strconv.FormatInt(feet, 10) + "' " + inches.String() + "''", feet <= 99
}

// daySheets returns the files of the vendor's own day totals.
func daySheets(c *clock) []*sheet {
	var sheets []*sheet
	for _, t := range []struct {
		file, about string
		metric      health.MetricID
		unit        health.Unit
	}{
		{"steps", "steps of a day", "steps", health.Count},
		{"distance", "distance of a day in m", "distance", health.Metre},
		{"elevation", "floors climbed on a day", "floors", health.Count},
		{"calories_earned", "active calories of a day in kcal", "calories_active", health.Kilocalorie},
		{"calories_passive", "resting calories of a day in kcal", "calories_passive", health.Kilocalorie},
	} {
		sheets = append(sheets, &sheet{
			name: "aggregates_" + t.file + ".csv", header: []string{"date", "value"}, about: t.about,
			source: dailySource, metrics: []health.MetricID{t.metric},
			split: func(m moment) page {
				var p page
				for _, r := range m.readings {
					date := health.DateAt(r.Start, r.Offset)
					start, end := date.Bounds(c.loc)
					if r.Unit != t.unit || !possible(r) || !c.here(r.Start, r.Offset) || r.Start != start || r.Duration != end-start ||
						date.Year < 1 || date.Year > 9999 {
						p.samples = append(p.samples, r)
						continue
					}
					p.rows = append(p.rows, []string{date.String(), r.Value.String()})
				}
				return p
			},
		})
	}
	return sheets
}

// otherTypes are the vendor's names for metrics of the catalogue in other.csv,
// with the unit that it means where it writes none.
var otherTypes = map[health.MetricID]struct {
	name string
	unit health.Unit
}{
	"fat_ratio":     {"FAT_PERCENT", health.Percent},
	"fat_free_mass": {"FAT_FREE_MASS", health.Kilogram},
	"bmi":           {"BMI", health.KilogramPerSquareMetre},
	"vo2max":        {"VO2MAX", health.MillilitrePerKilogramMinute},
}

// otherPrefix starts the generic metrics that come from other.csv.
const otherPrefix = health.GenericPrefix + "other_"

// otherSheet returns the long list of everything else that was measured at an
// instant.
func otherSheet(c *clock) *sheet {
	s := &sheet{
		name: "other.csv", header: []string{"type", "date", "value", "unit", "position"},
		about: "further values of scales and watches, by their type", source: otherSource,
		also: func(m health.MetricID) bool {
			return otherTypes[m].name != "" || strings.HasPrefix(string(m), otherPrefix)
		},
	}
	s.split = func(m moment) page {
		wall, offset, ok := c.wall(m.start)
		var p page
		for _, r := range m.readings {
			name, unit, known := otherType(r)
			if !ok || !known || !possible(r) || r.Offset != offset || r.Duration != 0 {
				p.samples = append(p.samples, r)
				continue
			}
			p.rows = append(p.rows, []string{name, wall, r.Value.String(), unit, ""})
		}
		return p
	}
	return s
}

// otherType returns the type and the unit to write, the latter only where it is
// not the vendor's own.
func otherType(r health.Reading) (name, unit string, ok bool) {
	if t, known := otherTypes[r.Metric]; known {
		switch {
		case r.Unit == t.unit:
			return t.name, "", true
		case r.Unit.Canonical() == t.unit.Canonical():
			return t.name, r.Unit.ID(), true
		}
		return "", "", false
	}
	name, ok = strings.CutPrefix(string(r.Metric), otherPrefix)
	for _, t := range otherTypes {
		ok = ok && !strings.EqualFold(t.name, name)
	}
	name = strings.ReplaceAll(name, "_", " ")
	return name, "", ok && name != "" && r.Unit == health.NoUnit && len(name) <= maxTypeName
}

// maxTypeName is the longest type in bytes that importers take.
const maxTypeName = 120
