package importers

import (
	"strings"

	"vitalkeep/health"
)

// role is what a column means, whatever language its header is in.
type role uint8

const (
	roleNone role = iota
	roleDate
	roleWeight
	roleFat
	roleBone
	roleMuscle
	roleWater
	roleLean
	roleComments
	roleHeight
	rolePulse
	roleSystolic
	roleDiastolic
	roleValue
	roleType
	roleUnit
	rolePosition
	roleFrom
	roleTo
	roleFromManual
	roleToManual
	roleTimezone
	roleActivity
	roleData
	roleGPS
	roleModified
	roleLight
	roleDeep
	roleREM
	roleAwake
	roleWakeUps
	roleToSleep
	roleToWake
	roleSnoring
	roleSnoringEpisodes
	rolePulseMean
	rolePulseMin
	rolePulseMax
	roleNightEvents
	roleNotes
	roleStart
	roleDuration
	roleFrequency
	roleWearPosition
	roleSignal
	roleMedicines
	roleSymptoms
	roleTexts
	roleEnd
)

// columnNames lists the headers of each role without their unit, lower case.
// The first is the English one of today's accounts; those in German, French,
// Spanish, Italian and Dutch, and of the dashboards of 2014 and 2016 follow.
var columnNames = [roleEnd][]string{
	roleDate:            {"date", "datum", "fecha"},
	roleWeight:          {"weight", "gewicht", "poids", "peso"},
	roleFat:             {"fat mass", "fettmasse", "masse grasse", "masa grasa", "massa grassa", "vetmassa"},
	roleBone:            {"bone mass", "knochenmasse", "masse osseuse", "masa ósea", "massa ossea", "botmassa"},
	roleMuscle:          {"muscle mass", "muskelmasse", "masse musculaire", "masa muscular", "massa muscolare", "spiermassa"}, //nolint:misspell // French
	roleWater:           {"hydration", "körperwasser", "hydratation", "masse hydrique", "hidratación", "idratazione", "hydratatie"},
	roleLean:            {"lean mass", "fat free mass", "fettfreier anteil", "fettfreie masse", "masse maigre", "masa magra", "massa magra", "vetvrije massa"},
	roleComments:        {"comments", "kommentare", "commentaires", "comentarios", "commenti", "opmerkingen"},
	roleHeight:          {"height", "größe", "körpergröße", "taille", "altura", "altezza", "lengte"},
	rolePulse:           {"heart rate", "herzfrequenz", "fréquence cardiaque", "frecuencia cardíaca", "frecuencia cardiaca", "frequenza cardiaca", "hartslag"},
	roleSystolic:        {"systolic", "systole", "systolisch", "systolique", "sistólica", "sistolica"},
	roleDiastolic:       {"diastolic", "diastole", "diastolisch", "diastolique", "diastólica", "diastolica"},
	roleValue:           {"value", "wert", "valeur"},
	roleType:            {"type", "typ"},
	roleUnit:            {"unit", "einheit", "unité"},
	rolePosition:        {"position"},
	roleFrom:            {"from", "von", "de"},
	roleTo:              {"to", "bis", "à"},
	roleFromManual:      {"from (manual)", "von (manuell)", "de (manuel)"},
	roleToManual:        {"to (manual)", "bis (manuell)", "à (manuel)"},
	roleTimezone:        {"timezone", "zeitzone", "fuseau horaire"},
	roleActivity:        {"activity type", "aktivitätstyp", "type d'activité", "type d’activité"},
	roleData:            {"data", "daten", "données"},
	roleGPS:             {"gps"},
	roleModified:        {"modified", "geändert", "modifié"},
	roleLight:           {"light", "leicht", "léger"},
	roleDeep:            {"deep", "tief", "profond"},
	roleREM:             {"rem", "paradoxal"},
	roleAwake:           {"awake", "wach", "éveillé"},
	roleWakeUps:         {"wake up", "aufwachen", "réveil"},
	roleToSleep:         {"duration to sleep"},
	roleToWake:          {"duration to wake up"},
	roleSnoring:         {"snoring"},
	roleSnoringEpisodes: {"snoring episodes"},
	rolePulseMean:       {"average heart rate"},
	rolePulseMin:        {"heart rate (min)"},
	rolePulseMax:        {"heart rate (max)"},
	roleNightEvents:     {"night events"},
	roleNotes:           {"notes"},
	roleStart:           {"start"},
	roleDuration:        {"duration"},
	roleFrequency:       {"frequency"},
	roleWearPosition:    {"wearposition"},
	roleSignal:          {"signal"},
	roleMedicines:       {"medicines"},
	roleSymptoms:        {"symptoms"},
	roleTexts:           {"texts"},
}

var roleByName = func() map[string]role {
	m := map[string]role{}
	for r, names := range columnNames {
		for _, n := range names {
			m[n] = role(r)
		}
	}
	return m
}()

// roleOf finds the role of a header, with or without a unit in parentheses.
func roleOf(header string) role {
	h := strings.ToLower(strings.TrimSpace(header))
	if r, ok := roleByName[h]; ok {
		return r
	}
	name, _, _ := splitUnit(h)
	return roleByName[name]
}

// roleName returns the English header of a role, as entries keep it.
func roleName(r role) string {
	if r == roleNone || r >= roleEnd {
		return ""
	}
	switch r {
	case roleActivity:
		return "Activity type"
	case roleTimezone:
		return "Timezone"
	case roleGPS:
		return "GPS"
	case roleData, roleModified, roleNotes, roleComments:
		n := columnNames[r][0]
		return strings.ToUpper(n[:1]) + n[1:]
	case roleLight, roleDeep, roleREM, roleAwake:
		return columnNames[r][0] + " (s)"
	case roleToSleep:
		return "Duration to sleep (s)"
	case roleToWake:
		return "Duration to wake up (s)"
	case roleSnoring:
		return "Snoring (s)"
	case roleSnoringEpisodes:
		return "Snoring episodes"
	case rolePulseMean:
		return "Average heart rate"
	case rolePulseMin:
		return "Heart rate (min)"
	case rolePulseMax:
		return "Heart rate (max)"
	case roleNightEvents:
		return "Night events"
	}
	return columnNames[r][0]
}

// splitUnit cuts "Weight (kg)" into "Weight" and "kg".
func splitUnit(header string) (name, unit string, ok bool) {
	if !strings.HasSuffix(header, ")") {
		return header, "", false
	}
	i := strings.LastIndexByte(header, '(')
	if i < 0 {
		return header, "", false
	}
	return strings.TrimSpace(header[:i]), header[i+1 : len(header)-1], true
}

// unitOf returns the unit that a header names in parentheses.
func unitOf(header string) (health.Unit, bool) {
	_, unit, ok := splitUnit(header)
	if !ok {
		return health.NoUnit, false
	}
	return health.ParseUnit(unit)
}

// layouts are the columns of files that have had one order in every language
// seen. A header in a language that is not known is read by them, but only where
// the units that it names, or its number of columns, confirm the order.
var layouts = []struct {
	name  string // of the file
	roles []role
	fits  func(header []string) bool
}{
	{"weight", []role{roleDate, roleWeight, roleFat, roleBone, roleMuscle, roleWater, roleComments}, func(h []string) bool {
		return len(h) == 7 && units(h[1:6], health.Kilogram)
	}},
	{"height", []role{roleDate, roleHeight, roleComments}, func(h []string) bool {
		return len(h) == 3 && units(h[1:2], health.Metre)
	}},
	{"sleep", []role{
		roleFrom, roleTo, roleLight, roleDeep, roleREM, roleAwake, roleWakeUps, roleToSleep, roleToWake,
		roleSnoring, roleSnoringEpisodes, rolePulseMean, rolePulseMin, rolePulseMax, roleNightEvents, roleNotes,
	}, func(h []string) bool {
		return len(h) >= 14 && units(h[2:6], health.Second) && units(h[7:10], health.Second)
	}},
	{"activities", []role{
		roleFrom, roleTo, roleFromManual, roleToManual, roleTimezone, roleActivity, roleData, roleGPS, roleModified,
	}, func(h []string) bool { return len(h) == 9 && roleOf(h[7]) == roleGPS }},
	{"body_temperature", []role{roleDate, roleValue}, func(h []string) bool { return len(h) == 2 && units(h[1:], health.Celsius) }},
}

// units reports whether every header names a unit with that canonical one.
func units(header []string, want health.Unit) bool {
	for _, h := range header {
		if u, ok := unitOf(h); !ok || u.Canonical() != want {
			return false
		}
	}
	return true
}

// layout finds the role of every column of a file with that cleaned name.
func layout(name string, header []string) []role {
	roles := make([]role, max(len(header), 1))
	var seen [roleEnd]bool
	missing := false
	for i, h := range header {
		r := roleOf(h)
		if i == 0 && strings.EqualFold(h, "data") { // Italian and Portuguese for date
			r = roleDate
		}
		if seen[r] {
			r = roleNone // only the first column of a name counts
		}
		roles[i], seen[r] = r, r != roleNone
		missing = missing || r == roleNone
	}
	for _, l := range layouts {
		if missing && l.name == name && l.fits(header) {
			copy(roles, l.roles)
		}
	}
	return roles
}

// isRole reports whether column i has role r.
func isRole(roles []role, i int, r role) bool { return i < len(roles) && roles[i] == r }
