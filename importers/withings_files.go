package importers

import (
	"slices"
	"strings"

	"vitalkeep/health"
)

// Kinds of files of a Withings archive.
const (
	kindWeight      = "weight"
	kindHeight      = "height"
	kindBP          = "blood-pressure"
	kindTemperature = "body-temperature"
	kindSpO2        = "spo2"
	kindPulseWave   = "pulse-wave-velocity"
	kindOther       = "other"
	kindDays        = "day-totals"
	kindActivities  = "activities"
	kindSleep       = "sleep"
	kindRaw         = "raw"
	kindECG         = "ecg"
	kindNotes       = "notes"
	kindDevices     = "devices"
	kindAccount     = "account"
)

const (
	sourceExport   = health.SourceID("withings:export")
	sourceOther    = health.SourceID("withings:other")
	sourceDaily    = health.SourceID("withings" + health.DailySuffix)
	sourceNights   = health.SourceID("withings:nights")
	sourceWorkouts = health.SourceID("withings:workouts")
)

const problemHeader = "its header is not understood; it may be in a language that is not known yet"

// withingsKinds tells the files of the archive apart by name and header. The
// names of files are English in every account, the headers are not.
func withingsKinds() []kind {
	return []kind{
		{name: kindAccount, claim: byHeader(named("account", "user", "user_survey")), private: true},
		{name: kindDevices, claim: byHeader(named("devices")), private: true},
		{name: kindDays, claim: byHeader(named("aggregates_manual_spo2")), aside: true}, // the day's sum of percentages
		{name: kindWeight, claim: byHeader(claimWeight), local: true, read: readWeight},
		{name: kindHeight, claim: byHeader(claimHeight), local: true, read: readHeight},
		{name: kindBP, claim: byHeader(claimBloodPressure), local: true, read: readBloodPressure},
		{name: kindTemperature, claim: byHeader(claimTemperature), local: true, read: readTemperature},
		{name: kindSpO2, claim: byHeader(dateValue("manual_spo2")), local: true, read: readSpO2},
		{name: kindPulseWave, claim: byHeader(dateValue("pwv")), local: true, read: readPWV},
		{name: kindOther, claim: byHeader(claimOther), local: true, read: readOther},
		{name: kindDays, claim: byHeader(claimDays), local: true, read: readDays},
		{name: kindActivities, claim: byHeader(claimActivities), read: readActivities},
		{name: kindSleep, claim: byHeader(claimSleep), read: readSleep},
		{name: kindRaw, claim: byHeader(claimRaw), read: readRaw},
		{name: kindECG, claim: byHeader(claimECG), read: readECG},
		{name: kindNotes, claim: byHeader(claimNotes), local: true, read: readNotes},
	}
}

// named claims files by name alone.
func named(names ...string) func(string, []string) (bool, string) {
	return func(name string, _ []string) (bool, string) {
		for _, n := range names {
			if name == n {
				return true, ""
			}
		}
		return false, ""
	}
}

// dateValue claims a file of that name with two columns, a date and a value;
// what the value is, only the name says.
func dateValue(want string) func(string, []string) (bool, string) {
	return func(name string, header []string) (bool, string) {
		if name != want {
			return false, ""
		}
		if len(header) != 2 {
			return true, problemHeader
		}
		if _, err := health.ParseDecimal(header[1]); err == nil { // a row, not a header
			return true, problemHeader
		}
		return true, ""
	}
}

// unitColumn reports whether column i has that role and names a unit whose
// canonical one is want.
func unitColumn(header []string, roles []role, i int, r role, want health.Unit) bool {
	return isRole(roles, i, r) && units(header[i:i+1], want)
}

func has(roles []role, want ...role) bool {
	for _, r := range want {
		if !slices.Contains(roles, r) {
			return false
		}
	}
	return true
}

func claimWeight(name string, header []string) (bool, string) {
	roles := layout(name, header)
	if isRole(roles, 0, roleDate) && unitColumn(header, roles, 1, roleWeight, health.Kilogram) && has(roles, roleComments) {
		return true, ""
	}
	return name == "weight" && len(header) >= 4, problemHeader // fewer may be a plain CSV
}

func claimHeight(name string, header []string) (bool, string) {
	roles := layout(name, header)
	if isRole(roles, 0, roleDate) && unitColumn(header, roles, 1, roleHeight, health.Metre) && has(roles, roleComments) {
		return true, ""
	}
	return name == "height" && len(header) >= 3, problemHeader
}

func claimBloodPressure(name string, header []string) (bool, string) {
	roles := layout(name, header)
	if isRole(roles, 0, roleDate) && has(roles, rolePulse, roleSystolic, roleDiastolic, roleComments) {
		return true, ""
	}
	return name == "bp" && len(header) >= 5, problemHeader
}

func claimTemperature(name string, header []string) (bool, string) {
	if name != "body_temperature" {
		return false, ""
	}
	if len(header) != 2 || !units(header[1:], health.Celsius) {
		return true, problemHeader
	}
	return true, ""
}

func claimOther(name string, header []string) (bool, string) {
	roles := layout(name, header)
	if isRole(roles, 0, roleType) && isRole(roles, 1, roleDate) && isRole(roles, 2, roleValue) {
		return true, ""
	}
	return name == "other", problemHeader
}

func claimDays(name string, header []string) (bool, string) {
	total, ok := strings.CutPrefix(name, "aggregates_")
	if !ok {
		return false, ""
	}
	if _, ok := dayTotals[total]; !ok {
		return false, "" // listed as not understood
	}
	return dateValue(name)(name, header)
}

func claimActivities(name string, header []string) (bool, string) {
	roles := layout(name, header)
	if isRole(roles, 0, roleFrom) && isRole(roles, 1, roleTo) && has(roles, roleActivity, roleData) {
		return true, ""
	}
	return name == "activities", problemHeader
}

func claimSleep(name string, header []string) (bool, string) {
	roles := layout(name, header)
	if isRole(roles, 0, roleFrom) && isRole(roles, 1, roleTo) && has(roles, roleLight, roleDeep, roleREM, roleAwake) {
		for i, r := range roles {
			if r >= roleLight && r <= roleAwake && !unitColumn(header, roles, i, r, health.Second) {
				return true, problemHeader
			}
		}
		return true, ""
	}
	return name == "sleep", problemHeader
}

func claimRaw(name string, header []string) (bool, string) {
	plain := len(header) == 3 && header[0] == "start" && header[1] == "duration" && header[2] == "value"
	stream, ok := strings.CutPrefix(name, "raw_")
	switch {
	case !ok && plain:
		return true, "only its name says what it measures; name it again as the archive does, such as raw_tracker_steps.csv"
	case !ok:
		return false, ""
	case !plain, health.GenericID(stream) == health.GenericPrefix:
		return true, problemHeader
	}
	return true, ""
}

func claimECG(name string, header []string) (bool, string) {
	roles := layout(name, header)
	if isRole(roles, 0, roleDate) && has(roles, roleSignal, roleFrequency, roleType) {
		return true, ""
	}
	return name == "signal", problemHeader
}

func claimNotes(name string, header []string) (bool, string) {
	roles := layout(name, header)
	if isRole(roles, 0, roleDate) && has(roles, roleMedicines, roleSymptoms, roleTexts) {
		return true, ""
	}
	return name == "note", problemHeader
}
