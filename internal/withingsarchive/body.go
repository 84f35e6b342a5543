package withingsarchive

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"vitalkeep/health"
)

const export = health.SourceID("withings:export")

// weigh makes weight.csv: a weigh-in on most mornings, newest first. In kg all
// cells have two places and add up; in lb they are rounded to one.
func (m *maker) weigh() {
	unit, symbol, per, show := health.Pound, "lb", 1/0.45359237, short
	if m.Options.Kilograms {
		unit, symbol, per, show = health.Kilogram, "kg", 1, func(v float64) string { return fixed(v, 2) }
	}
	t := &table{name: "weight.csv", header: []string{
		"Date", "Weight (" + symbol + ")", "Fat mass (" + symbol + ")", "Bone mass (" + symbol + ")",
		"Muscle mass (" + symbol + ")", "Hydration (" + symbol + ")", "Comments",
	}}
	comments := map[int]string{3: "after the holidays", 40: `said "at last", quietly`, 41: "große Reise, müde"}
	for i, d := range m.days {
		if m.rand.IntN(10) < 2 {
			continue
		}
		start := m.at(d, m.between(6*60, 8*60)) + int64(m.rand.IntN(60))*1000
		kg := 69.5 + 1.8*math.Sin(float64(i)/50) + m.around(0, 0.5)
		fat, bone := kg*m.around(0.212, 0.006), 2.95
		muscle := kg - fat - bone
		cells := []string{m.wall(start), show(kg * per), "", "", "", "", comments[i]}
		ids := []health.MetricID{"weight", "fat_mass", "bone_mass", "muscle_mass", "water_mass"}
		if m.rand.IntN(10) > 0 { // bare feet: the scale measured composition
			cells[2], cells[3] = show(fat*per), show(bone*per)
			cells[4], cells[5] = show(muscle*per), show(kg*m.around(0.52, 0.01)*per)
		}
		for j, id := range ids {
			if cells[1+j] != "" {
				m.note(id, export, start, cells[1+j], unit)
			}
		}
		if comments[i] != "" {
			m.Entries[health.Note]++
		}
		v, err := health.ParseDecimal(cells[1])
		if err != nil {
			panic("withingsarchive: a weight is no number") // a mistake in this package
		}
		m.Weights = append(m.Weights, Weight{Start: start, Text: cells[1], Unit: unit, Kilograms: unit.Value(v)})
		t.add(cells...)
	}
	t.newestFirst()
	if m.Options.Flaws {
		for _, w := range m.wrongClocks() {
			m.flaw(t, "Date", w, show(70*per), "", "", "", "", "")
		}
		m.flaw(t, t.header[1], m.wall(m.at(m.days[0], 600)), "seventy", "", "", "", "", "")
	}
	m.file(t)
}

// wrongClocks returns local times that happened twice or never, if the days
// have a clock change.
func (m *maker) wrongClocks() []string {
	var out []string
	for _, d := range m.days {
		start, end := d.Bounds(m.zone)
		if end-start == 24*3600_000 {
			continue
		}
		for minute := range 24 * 60 {
			_, _, err := health.ResolveWall(d, minute/60, minute%60, 0, m.zone)
			if err != nil {
				out = append(out, fmt.Sprintf("%s %02d:%02d:00", d, minute/60, minute%60))
				break
			}
		}
	}
	return out
}

// height makes height.csv; US accounts have feet and inches as text.
func (m *maker) height() {
	t := &table{name: "height.csv", header: []string{"Date", "Height (in)", "Comments"}}
	if m.Options.Kilograms {
		t.header[1] = "Height (m)"
	}
	for i, inches := range []int{70, 69} {
		start := m.at(m.days[0], 12*60+i)
		text := fmt.Sprintf("%d' %d''", inches/12, inches%12)
		if m.Options.Kilograms {
			text = fixed(float64(inches)*0.0254, 2)
			m.note("height", export, start, text, health.Metre)
		} else {
			m.note("height", export, start, strconv.Itoa(inches), health.Inch)
		}
		t.add(m.wall(start), text, "")
	}
	t.newestFirst()
	if m.Options.Flaws {
		m.flaw(t, t.header[1], m.wall(m.at(m.days[0], 780)), `5' 12''`, "")
	}
	m.file(t)
}

// pressures makes bp.csv: evening readings, and pulse-only rows that scales and
// watches leave there.
func (m *maker) pressures() {
	t := &table{name: "bp.csv", header: []string{"Date", "Heart rate", "Systolic", "Diastolic", "Comments"}}
	for _, d := range m.days {
		if m.rand.IntN(3) > 0 {
			start := m.at(d, m.between(19*60, 21*60))
			pulse, sys := strconv.Itoa(m.between(58, 78)), m.between(112, 139)
			s, dia := strconv.Itoa(sys), strconv.Itoa(sys-m.between(38, 52))
			m.note("heart_rate", export, start, pulse, health.PerMinute)
			m.note("systolic", export, start, s, health.MillimetreOfMercury)
			m.note("diastolic", export, start, dia, health.MillimetreOfMercury)
			t.add(m.wall(start), pulse, s, dia, "")
		}
		if m.rand.IntN(4) == 0 {
			start := m.at(d, m.between(21*60+1, 22*60))
			pulse := strconv.Itoa(m.between(55, 82))
			m.note("heart_rate", export, start, pulse, health.PerMinute)
			t.add(m.wall(start), pulse, "", "", "")
		}
	}
	t.newestFirst()
	if m.Options.Flaws {
		m.flaw(t, "Diastolic", m.wall(m.at(m.days[0], 660)), "", "124", "", "")
		m.flaw(t, "Systolic", m.wall(m.at(m.days[0], 661)), "", "", "81", "")
	}
	m.file(t)
}

// temperatures makes body_temperature.csv: a few days of illness.
func (m *maker) temperatures() {
	t := &table{name: "body_temperature.csv", header: []string{"date", "value (°C)"}}
	for i := min(20, len(m.days)-1); i < min(24, len(m.days)); i++ {
		for _, minute := range []int{7 * 60, 13 * 60, 20 * 60} {
			start := m.at(m.days[i], minute)
			v := fixed(m.around(38.1, 0.7), 1)
			m.note("body_temperature", export, start, v, health.Celsius)
			t.add(m.wall(start), v)
		}
	}
	t.newestFirst()
	if m.Options.Flaws {
		m.flaw(t, "value (°C)", m.wall(m.at(m.days[0], 700)), "101.3")
	}
	m.file(t)
}

// oxygen makes manual_spo2.csv and the file of its meaningless sums.
func (m *maker) oxygen() {
	t := &table{name: "manual_spo2.csv", header: []string{"date", "value"}}
	sums := &table{name: "aggregates_manual_spo2.csv", header: []string{"date", "value"}}
	for i := 0; i < len(m.days); i += 9 {
		sum := 0
		for j := range 1 + i%2 {
			start := m.at(m.days[i], 9*60+j)
			v := m.between(94, 99)
			sum += v
			m.note("spo2", export, start, strconv.Itoa(v), health.Percent)
			t.add(m.wall(start), strconv.Itoa(v))
		}
		sums.add(m.days[i].String(), strconv.Itoa(sum))
	}
	t.newestFirst()
	sums.newestFirst()
	m.file(t)
	m.file(sums)
}

func (m *maker) pulseWave() {
	t := &table{name: "pwv.csv", header: []string{"date", "value"}}
	for i := 0; i < len(m.days); i += 14 {
		start := m.at(m.days[i], 6*60+45)
		v := fixed(m.around(7.2, 0.5), 1)
		m.note("pulse_wave_velocity", export, start, v, health.MetrePerSecond)
		t.add(m.wall(start), v)
	}
	t.newestFirst()
	m.file(t)
}

// other makes other.csv: long format, most rows one cell short of the header,
// masses in whole kilograms whatever the account's unit.
func (m *maker) other() {
	const source = health.SourceID("withings:other")
	t := &table{name: "other.csv", header: []string{"type", "date", "value", "unit", "position"}}
	add := func(metric health.MetricID, name string, start int64, value, position string, unit health.Unit) {
		plain := value
		if len(value) > 3 && value[1] == ',' {
			plain = value[:1] + value[2:]
		}
		m.note(metric, source, start, plain, unit)
		row := line(name, m.wall(start), value) + ","
		if position != "" {
			row += "," + cell(position)
		}
		t.rows = append(t.rows, row)
	}
	for i := 0; i < len(m.days); i += 5 {
		start := m.at(m.days[i], 6*60+30)
		add("fat_free_mass", "FAT_FREE_MASS", start, strconv.Itoa(m.between(53, 57)), "", health.Kilogram)
		add("fat_ratio", "FAT_PERCENT", start, strconv.Itoa(m.between(20, 23)), "", health.Percent)
		add("bmi", "BMI", start, strconv.Itoa(m.between(21, 23)), "", health.KilogramPerSquareMetre)
		add("raw_other_basal_metabolic_rate_bmr", "Basal Metabolic Rate (BMR)", start, "1,"+strconv.Itoa(m.between(300, 420)), "", health.NoUnit)
		add("raw_other_vascular_age", "Vascular age", start, strconv.Itoa(m.between(38, 44)), "", health.NoUnit)
		add("raw_other_muscle_mass_for_segments_left_arm", "Muscle Mass for segments", start, fixed(m.around(3.1, 0.2), 1), "Left Arm", health.NoUnit)
		if i%10 == 0 {
			add("vo2max", "VO2MAX", start, strconv.Itoa(m.between(38, 43)), "", health.MillilitrePerKilogramMinute)
		}
	}
	if m.Options.Flaws {
		t.rows = append(t.rows, line("Training load", m.wall(m.at(m.days[0], 720)), "moderate")+",")
		m.Flawed = append(m.Flawed, Flaw{File: t.name, Row: len(t.rows) + 1, Column: "value"})
	}
	m.file(t)
}

// notes makes note.csv: what was written down beside temperatures.
func (m *maker) notes() {
	t := &table{name: "note.csv", header: []string{"date", "medicines", "symptoms", "texts"}}
	if len(m.days) > 22 {
		t.add(m.wall(m.at(m.days[21], 8*60)), "paracetamol", "headache, chills", "slept badly")
		t.add(m.wall(m.at(m.days[22], 8*60)), "", "cough", "")
		m.Entries[health.Note] += 2
	}
	slices.Reverse(t.rows)
	m.file(t)
}
