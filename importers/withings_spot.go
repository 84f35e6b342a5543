package importers

import (
	"bytes"

	"vitalkeep/health"
)

// metric returns a metric of the catalogue. The names below are all in it, and
// a test holds them to that.
func metric(id health.MetricID) health.Metric {
	m, _ := health.Lookup(id)
	return m
}

// reading is one cell of a row that becomes a sample.
type reading struct {
	column int
	metric health.Metric
	unit   health.Unit
}

// spot hands over the readings of the current row, all taken at one instant.
// It returns how many there were.
func (f *fileReader) spot(source health.SourceID, ms int64, offset int32, readings []reading) (n int, err error) {
	for _, r := range readings {
		d, present, err := f.numeric(r.column, r.metric, r.unit)
		if err != nil {
			return n, err
		}
		if !present {
			continue
		}
		n++
		if err := f.sample(r.metric.ID, source, health.Sample{
			Start: ms, Value: d, Unit: r.unit, Form: f.form(r.column, d), Offset: offset, Origin: f.origin(),
		}); err != nil {
			return n, err
		}
	}
	return n, nil
}

const reasonNothing = "holds no value"

// spots reads a file whose rows are readings at one instant of local time.
func (f *fileReader) spots(source health.SourceID, readings []reading) error {
	comments := f.column(roleComments)
	for {
		ms, offset, ok, err := f.nextWall(0)
		if !ok || err != nil {
			return err
		}
		before := f.report.Rejected
		n, err := f.spot(source, ms, offset, readings)
		if err != nil {
			return err
		}
		noted, err := f.comment(source, comments, ms, offset)
		if err != nil {
			return err
		}
		if n == 0 && !noted && f.report.Rejected == before {
			if err := f.reject(-1, reasonNothing); err != nil {
				return err
			}
		}
	}
}

// comment keeps what a person wrote beside a reading as a note of that instant.
func (f *fileReader) comment(source health.SourceID, column int, ms int64, offset int32) (bool, error) {
	text := f.text(column)
	if len(text) == 0 {
		return false, nil
	}
	return true, f.entry(health.Entry{
		Kind: health.Note, Source: source, Key: f.report.Kind, Start: ms, Offset: offset,
		Fields: []health.Field{{Name: roleName(roleComments), Text: string(text)}},
	})
}

func readWeight(f *fileReader) error {
	byRole := map[role]health.MetricID{
		roleWeight: "weight", roleFat: "fat_mass", roleBone: "bone_mass",
		roleMuscle: "muscle_mass", roleWater: "water_mass", roleLean: "fat_free_mass",
	}
	var readings []reading
	for i, h := range f.header {
		id, ok := byRole[f.roles[i]]
		if !ok {
			continue
		}
		unit, ok := unitOf(h)
		if !ok || unit.Canonical() != health.Kilogram {
			if err := f.reject(i, "the header of this column names no unit of mass; the column is left out"); err != nil {
				return err
			}
			continue
		}
		readings = append(readings, reading{i, metric(id), unit})
	}
	return f.spots(sourceExport, readings)
}

func readHeight(f *fileReader) error {
	m := metric("height")
	unit, _ := unitOf(f.header[1])
	comments := f.column(roleComments)
	for {
		ms, offset, ok, err := f.nextWall(0)
		if !ok || err != nil {
			return err
		}
		s := health.Sample{Start: ms, Offset: offset, Unit: unit, Origin: f.origin()}
		cell := f.text(1)
		present := false
		if bytes.ContainsAny(cell, "'’′") {
			s.Unit = health.Inch
			if s.Value, present = parseFeetInches(cell); !present {
				err = f.reject(1, "not a height in feet and inches, such as 5' 10''")
			} else if !m.Possible.Contains(s.Canonical()) {
				present, err = false, f.reject(1, outside(m))
			}
		} else {
			if len(cell) == 0 {
				err = f.reject(1, reasonNothing)
			} else {
				s.Value, present, err = f.numeric(1, m, unit)
			}
		}
		if err != nil {
			return err
		}
		if present {
			s.Form = f.form(1, s.Value)
			if err := f.sample(m.ID, sourceExport, s); err != nil {
				return err
			}
		}
		if _, err := f.comment(sourceExport, comments, ms, offset); err != nil {
			return err
		}
	}
}

// Reasons why a blood pressure is left out.
const (
	reasonHalfPressure   = "systolic and diastolic pressure belong together, and one of them is missing"
	reasonUpsidePressure = "systolic pressure is not above diastolic; perhaps the columns are exchanged"
)

// readBloodPressure: rows with a pulse alone come from scales and watches and
// are heart rates, not blood pressures.
func readBloodPressure(f *fileReader) error {
	pulse := []reading{{f.column(rolePulse), metric("heart_rate"), health.PerMinute}}
	sys, dia := f.column(roleSystolic), f.column(roleDiastolic)
	comments := f.column(roleComments)
	mS, mD := metric("systolic"), metric("diastolic")
	for {
		ms, offset, ok, err := f.nextWall(0)
		if !ok || err != nil {
			return err
		}
		before := f.report.Rejected
		n, err := f.spot(sourceExport, ms, offset, pulse)
		if err != nil {
			return err
		}
		hasS, hasD := len(f.text(sys)) > 0, len(f.text(dia)) > 0
		if hasS != hasD {
			missing := sys
			if hasS {
				missing = dia
			}
			if err := f.reject(missing, reasonHalfPressure); err != nil {
				return err
			}
		}
		if hasS && hasD {
			s, okS, err := f.numeric(sys, mS, health.MillimetreOfMercury)
			if err != nil {
				return err
			}
			d, okD, err := f.numeric(dia, mD, health.MillimetreOfMercury)
			if err != nil {
				return err
			}
			switch {
			case okS && okD && s.Float64() <= d.Float64():
				if err := f.reject(sys, reasonUpsidePressure); err != nil {
					return err
				}
			case okS && okD:
				n += 2
				at := health.Sample{Start: ms, Unit: health.MillimetreOfMercury, Offset: offset, Origin: f.origin()}
				at.Value, at.Form = s, f.form(sys, s)
				if err := f.sample(mS.ID, sourceExport, at); err != nil {
					return err
				}
				at.Value, at.Form = d, f.form(dia, d)
				if err := f.sample(mD.ID, sourceExport, at); err != nil {
					return err
				}
			}
		}
		noted, err := f.comment(sourceExport, comments, ms, offset)
		if err != nil {
			return err
		}
		if n == 0 && !noted && f.report.Rejected == before {
			if err := f.reject(-1, reasonNothing); err != nil {
				return err
			}
		}
	}
}

func readTemperature(f *fileReader) error {
	unit, _ := unitOf(f.header[1])
	return f.spots(sourceExport, []reading{{1, metric("body_temperature"), unit}})
}

func readSpO2(f *fileReader) error {
	return f.spots(sourceExport, []reading{{1, metric("spo2"), health.Percent}})
}

func readPWV(f *fileReader) error {
	return f.spots(sourceExport, []reading{{1, metric("pulse_wave_velocity"), health.MetrePerSecond}})
}
