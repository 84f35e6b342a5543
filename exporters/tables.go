package exporters

import "vitalkeep/health"

// tableUnits are the units that a person sees values in.
type tableUnits struct{ mass, height, distance, climb health.Unit }

// unitsOf are what the person chose. A column has one unit, so that stones and
// pounds are pounds there; temperatures are in Celsius and pressures in mmHg
// always, as the readers of such tables have them.
func unitsOf(s health.UnitSystem) tableUnits {
	of := func(id health.MetricID) health.Unit {
		m, _ := health.Lookup(id)
		return s.DisplayUnit(m)
	}
	return tableUnits{mass: of("weight"), height: of("height"), distance: of("distance"), climb: of("elevation")}
}

// tableColumn is a column of values.
type tableColumn struct {
	title  string
	metric health.MetricID
	unit   health.Unit
	places uint8 // at most, where a number has to be converted
}

func (c tableColumn) header() string {
	if s := c.unit.Symbol(); s != "" {
		return c.title + " (" + s + ")"
	}
	return c.title
}

func (c tableColumn) cell(r *health.Reading) string {
	if r == nil {
		return ""
	}
	d, ok := inUnit(r.Sample, c.unit, c.places)
	if !ok {
		return ""
	}
	return d.String()
}

// table is one file for people: a view of what the lossless files hold.
type table struct {
	file, about string
	columns     []tableColumn
	days        bool // a row for each local day, instead of each moment
	comments    bool
	nights      bool // moments have an end
}

// tables are the files for people, in the units of the profile. Importers know
// them by their headers, see importers/vitalkeep_tables.go.
func tables(s health.UnitSystem) []table {
	u := unitsOf(s)
	return []table{
		{file: "table_activity.csv", about: "what was walked and climbed, by local day", days: true, columns: []tableColumn{
			{"Steps", "steps", health.Count, 0},
			{"Distance", "distance", u.distance, 3},
			{"Elevation", "elevation", u.climb, 1},
			{"Floors", "floors", health.Count, 0},
			{"Active calories", "calories_active", health.Kilocalorie, 1},
		}},
		{file: "table_weight.csv", about: "weight, and what the body is made of", comments: true, columns: []tableColumn{
			{"Weight", "weight", u.mass, 2},
			{"Fat mass", "fat_mass", u.mass, 2},
			{"Bone mass", "bone_mass", u.mass, 2},
			{"Muscle mass", "muscle_mass", u.mass, 2},
			{"Hydration", "water_mass", u.mass, 2},
		}},
		{file: "table_blood_pressure.csv", about: "blood pressure", comments: true, columns: []tableColumn{
			{"Systolic", "systolic", health.MillimetreOfMercury, 1},
			{"Diastolic", "diastolic", health.MillimetreOfMercury, 1},
			{"Heart rate", "heart_rate", health.PerMinute, 1},
		}},
		{file: "table_sleep.csv", about: "nights", nights: true, columns: []tableColumn{
			{"Light sleep", "sleep_light", health.Minute, 1},
			{"Deep sleep", "sleep_deep", health.Minute, 1},
			{"REM sleep", "sleep_rem", health.Minute, 1},
			{"Awake", "sleep_awake", health.Minute, 1},
			{"Wake-ups", "sleep_wakeups", health.Count, 0},
		}},
		{file: "table_body_temperature.csv", about: "body temperature", comments: true, columns: []tableColumn{
			{"Body temperature", "body_temperature", health.Celsius, 2},
		}},
		{file: "table_height.csv", about: "height", comments: true, columns: []tableColumn{
			{"Height", "height", u.height, 2},
		}},
		{file: "table_spo2.csv", about: "oxygen saturation of the blood", comments: true, columns: []tableColumn{
			{"SpO2", "spo2", health.Percent, 1},
		}},
		{file: "table_calories.csv", about: "calories burned, by local day", days: true, columns: []tableColumn{
			{"Active calories", "calories_active", health.Kilocalorie, 1},
			{"Resting calories", "calories_passive", health.Kilocalorie, 1},
		}},
		{file: "table_environment.csv", about: "air, light and sound of rooms", columns: []tableColumn{
			{"Room temperature", "room_temperature", health.Celsius, 2},
			{"CO2", "co2", health.PartPerMillion, 1},
			{"VOC", "voc", health.PartPerMillion, 3},
			{"Light", "luminosity", health.Lux, 1},
			{"Sound level", "sound_level", health.Decibel, 1},
			{"Motion", "motion", health.Count, 0},
		}},
	}
}

func (t table) header() []string {
	header := []string{"Time"}
	switch {
	case t.days:
		header = []string{"Day"}
	case t.nights:
		header = []string{"Begin", "End"}
	}
	for _, c := range t.columns {
		header = append(header, c.header())
	}
	if t.comments {
		header = append(header, "Comments")
	}
	if !t.days {
		header = append(header, "Source")
	}
	return header
}

func (t table) metrics() []health.MetricID {
	var all []health.MetricID
	for _, c := range t.columns {
		all = append(all, c.metric)
	}
	return all
}
