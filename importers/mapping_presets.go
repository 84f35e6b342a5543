package importers

import (
	"slices"
	"strings"

	"vitalkeep/health"
)

// preset is a program whose tables are known. It gives the columns their roles,
// with units only as far as it is known which it writes.
type preset struct {
	name   string // of the program, for people
	source health.SourceID
	// claim looks at the beginning of a table and at the clean name of its file.
	claim func(s tableSample, name string) bool
	// column says what a column is, by its name in lower case.
	column func(header string) MappedColumn
	// roles are those of the columns of a table without header.
	roles func(wide int) []MappedColumn
	// ask are the roles that a column of that name, in lower case, may have.
	ask map[string][]string
	// dates is the form of dates where the program is known to write one that
	// does not show which it is.
	dates string
	// zeros tells that a 0 means that nothing was measured.
	zeros bool
	// section tells that the table is a part of a file with other tables: it
	// begins at its header and ends where no date follows.
	section bool
	assumes string
}

// presets are tried in this order.
var presets = []*preset{
	{
		name: "openScale", source: "openscale:scale", claim: openScale3, column: byTable(openScaleColumns, ""),
		ask: openScaleAsk, zeros: true,
	},
	{
		name: "openScale 2", source: "openscale:scale", claim: openScale2, zeros: true,
		column: byTable(openScaleColumns, "weight:kg bone:kg fat:% water:% muscle:%"),
	},
	{
		name: "openScale 1", source: "openscale:scale", claim: openScale1, roles: openScale1Columns, zeros: true,
		assumes: "The table has no header; its columns are taken in the order in which openScale 1 wrote them.",
	},
	{name: "OMRON connect", source: "omron:cuff", claim: headed("date", "time", "systolic (mmhg)", "diastolic (mmhg)", "pulse (bpm)"), column: byTable(omronColumns, "")},
	{name: "Blood Pressure Monitor", source: "bpm:cuff", claim: headed("timestampunixms", "systolic", "diastolic", "pulse"), column: byTable(bloodPressureMonitorColumns, "")},
	{
		name: "Beurer HealthManager Pro", source: "beurer:scale", claim: beurerScale, section: true, dates: dayMonthSlash,
		column: byTable(beurerColumns, "kg:kg"), ask: beurerAsk,
		assumes: "Dates are taken as day first, as this program is known to write them.",
	},
	{name: "GoldenCheetah", source: "goldencheetah:file", claim: goldenCheetah, column: byTable(goldenCheetahColumns, "weightkg:kg fatkg:kg boneskg:kg musclekg:kg leankg:kg fatpercent:%")},
	{name: "Withings dashboard", source: sourceExport, claim: oldDashboard, column: byWords},
	{name: "MyFitnessPal", source: "mfp:file", claim: myFitnessPal, column: byWords, ask: map[string][]string{
		"body fat": {"fat_ratio", "fat_mass"}, "body fat %": {"fat_ratio"},
	}},
}

// headerOf is the first row in lower case.
func headerOf(s tableSample) []string {
	out := make([]string, 0, s.wide)
	if len(s.rows) > 0 {
		for _, h := range s.rows[0] {
			out = append(out, strings.ToLower(h))
		}
	}
	return out
}

// headed claims tables whose header begins with these names.
func headed(names ...string) func(tableSample, string) bool {
	return func(s tableSample, _ string) bool {
		h := headerOf(s)
		return len(h) >= len(names) && slices.Equal(h[:len(names)], names)
	}
}

// byTable gives a column the role that a table of names has, and the units that
// are listed behind, as "name:unit".
func byTable(roles map[string]string, units string) func(string) MappedColumn {
	known := map[string]health.Unit{}
	for _, u := range strings.Fields(units) {
		name, id, _ := strings.Cut(u, ":")
		known[name], _ = parseUnitID(id)
	}
	return func(h string) MappedColumn {
		role := roles[h]
		c := MappedColumn{Role: role}
		if u, ok := known[h]; ok {
			c.Unit, c.Known = fitUnit(role, u)
		} else if measures(role) {
			c.Unit, c.Known = impliedUnit(role)
		}
		return c
	}
}

// byWords gives a column the role of its name in any of the languages, where the
// name has one meaning.
func byWords(h string) MappedColumn {
	n := understand(h)
	if len(n.roles) != 1 {
		return MappedColumn{}
	}
	return MappedColumn{Role: n.roles[0], Unit: n.unit, Known: n.known}
}

// applyPreset fills the mapping as the preset says.
func (g *guess) applyPreset(p *preset) {
	g.preset, g.weight, g.body = p, 1000, g.sample.rows
	if p.roles != nil {
		g.mapping.Columns = p.roles(g.sample.wide)
		return
	}
	at := 0
	if p.section {
		at = slices.IndexFunc(g.sample.rows, func(r []string) bool { return sameRow(r, beurerHeader) })
	}
	g.header, g.body, g.mapping.Header = g.sample.rows[at], g.sample.rows[at+1:], true
	g.setWidth(len(g.header))
	taken := map[string]bool{}
	for i := range g.mapping.Columns {
		h := strings.ToLower(g.header[i])
		c := p.column(h)
		if choices := p.ask[h]; len(choices) > 1 {
			g.open = append(g.open, Question{Column: i, What: AskRole, Choices: choices})
			continue
		}
		if c.Role != RoleComment && taken[c.Role] {
			continue
		}
		taken[c.Role] = true
		g.mapping.Columns[i] = c
	}
	if taken[RoleDate] && !taken[RoleTime] {
		for i := range g.mapping.Columns {
			if c := &g.mapping.Columns[i]; c.Role == RoleDate && g.column(i, true).timed > 0 {
				c.Role = RoleDateTime
			}
		}
	}
	if taken[RoleDateTime] { // beside a moment a date says nothing
		for i, c := range g.mapping.Columns {
			if c.Role == RoleDate || c.Role == RoleTime {
				g.mapping.Columns[i] = MappedColumn{}
			}
		}
	}
}

func findPreset(s tableSample, name string) *preset {
	for _, p := range presets {
		if p.claim(s, name) {
			return p
		}
	}
	return nil
}

// sameRow reports whether a row has these cells, whatever their case.
func sameRow(row, want []string) bool {
	return slices.EqualFunc(row, want, strings.EqualFold)
}

// openScaleColumns are the names that the three versions with a header use,
// lower case. Girths have no unit in the file, and no metric of their own.
var openScaleColumns = map[string]string{
	"datetime": RoleDateTime, "date": RoleDate, "time": RoleTime, "comment": RoleComment,
	"weight": "weight", "bone": "bone_mass", "lbm": "fat_free_mass", "lbw": "fat_free_mass", "bmi": "bmi",
	"fat": "fat_ratio", "water": waterShare, "muscle": muscleShare,
	"visceralfat": "raw_visceral_fat", "visceral_fat": "raw_visceral_fat", "heart_rate": "heart_rate",
}

// openScaleAsk are columns of version 3, in which each person chooses for each
// kind whether it is a mass or a percentage.
var openScaleAsk = map[string][]string{
	"body_fat": {"fat_ratio", "fat_mass"}, "fat": {"fat_ratio", "fat_mass"},
	"water": {waterShare, "water_mass"}, "muscle": {muscleShare, "muscle_mass"}, "bone": {"bone_mass", boneShare},
}

func openScale3(s tableSample, _ string) bool {
	h := headerOf(s)
	if len(h) < 3 || s.comma != "," {
		return false
	}
	whole := h[0] == "datetime" || h[0] == "date" && h[1] == "time"
	return whole && slices.Contains(h, "weight") && slices.ContainsFunc(h, func(n string) bool {
		return n == "body_fat" || n == "visceral_fat" || n == "bmr" || n == "lbm"
	}) && s.rows[0][0] != "dateTime"
}

func openScale2(s tableSample, _ string) bool {
	h := headerOf(s)
	return s.comma == "," && slices.Contains(h, "datetime") && slices.Contains(h, "weight") && slices.IsSorted(h) &&
		slices.Contains(h, "biceps") && (slices.Contains(h, "waist") || slices.Contains(h, "caliper1"))
}

// openScale1 tells the oldest version by how it writes: a German date with a
// time, then numbers that all have a decimal point, then a text.
func openScale1(s tableSample, _ string) bool {
	if s.comma != "," || openScale1Columns(s.wide) == nil {
		return false
	}
	form, _ := dateFormNamed("dd.mm.yyyy")
	for _, r := range s.rows {
		if len(r) != s.wide {
			return false
		}
		if m, ok := readMoment(form, []byte(r[0])); !ok || !m.timed {
			return false
		}
		for _, c := range r[1 : s.wide-1] {
			d, err := health.ParseDecimal(c)
			if err != nil || d.Places == 0 || d.Mantissa < 0 {
				return false
			}
		}
	}
	return true
}

// openScale1Columns are the columns by how many there are: of versions 1.0, 1.2,
// 1.3, 1.5.5 and 1.6.
func openScale1Columns(wide int) []MappedColumn {
	order := map[int]string{
		5:  "datetime weight fat water comment",
		6:  "datetime weight fat water muscle comment",
		8:  "datetime weight fat water muscle waist hip comment",
		9:  "datetime weight fat water muscle bone waist hip comment",
		10: "datetime weight fat water muscle lbm bone waist hip comment",
	}[wide]
	if order == "" {
		return nil
	}
	column := byTable(openScaleColumns, "fat:% water:% muscle:%")
	var out []MappedColumn
	for _, name := range strings.Fields(order) {
		out = append(out, column(name))
	}
	return out
}

var omronColumns = map[string]string{
	"date": RoleDate, "time": RoleTime, "systolic (mmhg)": "systolic", "diastolic (mmhg)": "diastolic", "pulse (bpm)": "heart_rate",
	"symptoms": RoleComment, "notes": RoleComment,
}

var bloodPressureMonitorColumns = map[string]string{
	"timestampunixms": RoleDateTime, "systolic": "systolic", "diastolic": "diastolic", "pulse": "heart_rate",
	"notes": RoleComment, "intakes": RoleComment, "bodyweight": "weight",
}

var beurerHeader = []string{"Date", "Time", "kg", "BMI", "Body fat", "Water", "Muscles", "Bone"}

var beurerColumns = map[string]string{"date": RoleDate, "time": RoleTime, "kg": "weight", "bmi": "bmi"}

// beurerAsk: the name of the column of weights is its unit; the others name none.
var beurerAsk = map[string][]string{
	"body fat": {"fat_ratio", "fat_mass"}, "water": {waterShare, "water_mass"},
	"muscles": {muscleShare, "muscle_mass"}, "bone": {"bone_mass", boneShare},
}

func beurerScale(s tableSample, _ string) bool {
	return s.comma == ";" && slices.ContainsFunc(s.rows, func(r []string) bool { return sameRow(r, beurerHeader) })
}

var goldenCheetahColumns = map[string]string{
	"date": RoleDateTime, "ts": RoleDateTime, "comment": RoleComment,
	"weightkg": "weight", "fatkg": "fat_mass", "boneskg": "bone_mass", "musclekg": "muscle_mass", "leankg": "fat_free_mass", "fatpercent": "fat_ratio",
}

func goldenCheetah(s tableSample, _ string) bool {
	h := headerOf(s)
	return slices.Contains(h, "weightkg") && (slices.Contains(h, "date") || slices.Contains(h, "ts"))
}

// oldDashboard tells files of the vendor's former web pages, in any language:
// dates, then weights and the masses beside them with their unit.
func oldDashboard(s tableSample, _ string) bool {
	if len(s.rows) == 0 || s.wide < 4 || len(s.rows[0]) < 4 {
		return false
	}
	var roles []string
	for i, h := range s.rows[0] {
		c := byWords(h)
		if i == 0 && c.Role != RoleDate || i > 0 && c.Role == RoleNone || measures(c.Role) && (!c.Known || c.Unit.Canonical() != health.Kilogram) {
			return false
		}
		roles = append(roles, c.Role)
	}
	return roles[1] == "weight" && roles[2] == "fat_mass" && roles[3] == "fat_free_mass"
}

// myFitnessPal tells its measurements by the name of the file and a header
// without units, which many tables have.
func myFitnessPal(s tableSample, name string) bool {
	h := headerOf(s)
	return strings.HasPrefix(name, "measurement-summary") && len(h) > 1 && h[0] == "date" && slices.Contains(h, "weight")
}
