package importers

import (
	"slices"
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
// The first is the English one of today's accounts; German and French ones and
// those of the dashboards of 2014 and 2016 follow.
var columnNames = [roleEnd][]string{
	roleDate:            {"date", "datum", "fecha", "data"},
	roleWeight:          {"weight", "gewicht", "poids"},
	roleFat:             {"fat mass", "fettmasse", "masse grasse"},
	roleBone:            {"bone mass", "knochenmasse", "masse osseuse"},
	roleMuscle:          {"muscle mass", "muskelmasse", "masse musculaire"},
	roleWater:           {"hydration", "körperwasser", "hydratation", "masse hydrique"},
	roleLean:            {"lean mass", "fat free mass", "fettfreier anteil", "fettfreie masse", "masse maigre"},
	roleComments:        {"comments", "kommentare", "commentaires"},
	roleHeight:          {"height", "größe", "körpergröße", "taille"},
	rolePulse:           {"heart rate", "herzfrequenz", "fréquence cardiaque"},
	roleSystolic:        {"systolic", "systole", "systolisch", "systolique"},
	roleDiastolic:       {"diastolic", "diastole", "diastolisch", "diastolique"},
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
			if _, taken := m[n]; !taken { // "data" is a column of activities.csv …
				m[n] = role(r) //nolint:gosec // fewer than 256 roles
			}
		}
	}
	m["data"] = roleData // … more often than the Italian word for date
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

// column finds the column of a role, -1 for none.
func column(header []string, r role) int {
	return slices.IndexFunc(header, func(h string) bool { return roleOf(h) == r })
}

// isRole reports whether column i has role r.
func isRole(header []string, i int, r role) bool {
	return i < len(header) && roleOf(header[i]) == r
}

// isDate reports whether the first column holds dates; "data" is Italian and
// Portuguese for date there.
func isDate(header []string) bool {
	return len(header) > 0 && (roleOf(header[0]) == roleDate || strings.EqualFold(header[0], "data"))
}
