package importers

import (
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
	kindPWV         = "pulse-wave-velocity"
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
		{name: kindAccount, claim: named("account", "user", "user_survey"), private: true},
		{name: kindDevices, claim: named("devices"), private: true},
		{name: kindDays, claim: named("aggregates_manual_spo2"), aside: true}, // the day's sum of percentages
		{name: kindWeight, claim: claimWeight, local: true, read: readWeight},
		{name: kindHeight, claim: claimHeight, local: true, read: readHeight},
		{name: kindBP, claim: claimBloodPressure, local: true, read: readBloodPressure},
		{name: kindTemperature, claim: claimTemperature, local: true, read: readTemperature},
		{name: kindSpO2, claim: dateValue("manual_spo2"), local: true, read: readSpO2},
		{name: kindPWV, claim: dateValue("pwv"), local: true, read: readPWV},
		{name: kindOther, claim: claimOther, local: true, read: readOther},
		{name: kindDays, claim: claimDays, local: true, read: readDays},
		{name: kindActivities, claim: claimActivities, read: readActivities},
		{name: kindSleep, claim: claimSleep, read: readSleep},
		{name: kindRaw, claim: claimRaw, read: readRaw},
		{name: kindECG, claim: claimECG, read: readECG},
		{name: kindNotes, claim: claimNotes, local: true, read: readNotes},
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

// dateValue claims a file of that name with the columns date and value.
func dateValue(want string) func(string, []string) (bool, string) {
	return func(name string, header []string) (bool, string) {
		if name != want {
			return false, ""
		}
		if len(header) < 2 || !isDate(header) || !isRole(header, 1, roleValue) {
			return true, problemHeader
		}
		return true, ""
	}
}

// unitColumn reports whether column i has that role and names a unit whose
// canonical one is want.
func unitColumn(header []string, i int, r role, want health.Unit) bool {
	if !isRole(header, i, r) {
		return false
	}
	u, ok := unitOf(header[i])
	return ok && u.Canonical() == want
}

func claimWeight(name string, header []string) (bool, string) {
	if isDate(header) && unitColumn(header, 1, roleWeight, health.Kilogram) &&
		(name == "weight" || column(header, roleComments) > 0) {
		return true, ""
	}
	if name != "weight" || len(header) < 2 {
		return false, ""
	}
	if _, _, parentheses := splitUnit(header[1]); !parentheses {
		return false, "" // a plain CSV, perhaps
	}
	// An account in a language that is not known: the columns have had one
	// order for years, and each of five names a unit of mass.
	if len(header) == 7 {
		masses := 0
		for _, h := range header[1:6] {
			if u, ok := unitOf(h); ok && u.Canonical() == health.Kilogram {
				masses++
			}
		}
		if masses == 5 {
			return true, ""
		}
	}
	return true, problemHeader
}

func claimHeight(name string, header []string) (bool, string) {
	if isDate(header) && isRole(header, 1, roleHeight) {
		_, unit, parentheses := splitUnit(header[1])
		u, ok := health.ParseUnit(unit)
		switch {
		case !parentheses:
			return false, "" // a plain CSV, perhaps
		case ok && u.Canonical() == health.Metre:
			return name == "height" || column(header, roleComments) > 0, ""
		}
	}
	return name == "height" && len(header) == 3, problemHeader
}

func claimBloodPressure(name string, header []string) (bool, string) {
	if isDate(header) && column(header, roleSystolic) > 0 && column(header, roleDiastolic) > 0 {
		return column(header, roleComments) > 0, ""
	}
	return name == "bp", problemHeader
}

func claimTemperature(name string, header []string) (bool, string) {
	if name != "body_temperature" {
		return false, ""
	}
	if len(header) < 2 || !isDate(header) || !unitColumn(header, 1, roleValue, health.Celsius) {
		return true, problemHeader
	}
	return true, ""
}

func claimOther(name string, header []string) (bool, string) {
	if len(header) >= 3 && isRole(header, 0, roleType) && isRole(header, 1, roleDate) && isRole(header, 2, roleValue) {
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
	if isRole(header, 0, roleFrom) && isRole(header, 1, roleTo) && column(header, roleActivity) > 0 {
		return true, ""
	}
	return name == "activities", problemHeader
}

func claimSleep(name string, header []string) (bool, string) {
	if isRole(header, 0, roleFrom) && isRole(header, 1, roleTo) && column(header, roleLight) > 0 {
		for _, r := range []role{roleLight, roleDeep, roleREM, roleAwake} {
			if i := column(header, r); i < 0 || !unitColumn(header, i, r, health.Second) {
				return true, problemHeader
			}
		}
		return true, ""
	}
	return name == "sleep", problemHeader
}

func claimRaw(name string, header []string) (bool, string) {
	plain := len(header) == 3 && isRole(header, 0, roleStart) && isRole(header, 1, roleDuration) && isRole(header, 2, roleValue)
	stream, ok := strings.CutPrefix(name, "raw_")
	switch {
	case !ok && plain:
		return true, "only its name says what it measures; name it again as the archive does, such as raw_tracker_steps.csv"
	case !ok:
		return false, ""
	case !plain, !strings.Contains(stream, "_"), health.GenericID(stream) == health.GenericPrefix:
		return true, problemHeader
	}
	return true, ""
}

func claimECG(name string, header []string) (bool, string) {
	if isDate(header) && column(header, roleSignal) > 0 && column(header, roleFrequency) > 0 {
		return true, ""
	}
	return name == "signal", problemHeader
}

func claimNotes(name string, header []string) (bool, string) {
	if isDate(header) && column(header, roleMedicines) > 0 && column(header, roleSymptoms) > 0 {
		return true, ""
	}
	return name == "note", problemHeader
}
