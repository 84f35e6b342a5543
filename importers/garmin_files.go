package importers

import (
	"bytes"
	"strings"
)

// GarminExport is the name of the format.
const GarminExport = "garmin-export"

// garminExport is what Garmin gives on request ("Export your data"), and single
// FIT files of its devices.
func garminExport() Format {
	return Format{
		Name: GarminExport, Title: "Garmin export", Form: "ZIP or folder with DI_CONNECT, single JSON files, FIT files",
		Extensions: []string{".zip", ".json", ".fit"}, Whole: true, nested: true, archives: true, parts: true, kinds: garminKinds(), arrange: arrangeGarmin,
	}
}

// Kinds of files of a Garmin export.
const (
	kindGarminDays       = "days"
	kindGarminStatus     = "health-status"
	kindGarminBody       = "weight"
	kindGarminNights     = "sleep"
	kindGarminActivities = "activities"
	kindGarminFIT        = "fit"
)

const garminActivityList = "summarizedActivitiesExport"

const (
	assumesGMT = "Times named GMT are taken as UTC; they are written without a zone."
	assumesHRV = "HRV is taken as the mean RMSSD of the night."
	assumesFIT = "A stage of sleep is taken to last until the next one. Counts of steps in FIT files are left out; the totals of days have them."
)

func garminKinds() []kind {
	return []kind{
		{name: "account", claim: claimGarminPrivate, private: true},
		{name: kindGarminDays, claim: claimGarminDays, local: true, stream: garminList("", readGarminDay)},
		{name: kindGarminNights, claim: fitbitList("sleepStartTimestampGMT", "sleepEndTimestampGMT", "calendarDate"), local: true, stream: garminList("", readGarminNight), assumes: assumesGMT},
		{name: kindGarminBody, claim: claimGarminBody, local: true, stream: garminList("", readGarminBody), assumes: assumesGMT},
		{name: kindGarminStatus, claim: fitbitList("calendarDate", "metrics.type", "metrics.value"), local: true, stream: garminList("", readGarminStatus), assumes: assumesHRV},
		{name: kindGarminActivities, claim: claimGarminActivities, local: true, stream: garminList(garminActivityList, readGarminActivity)},
		{name: kindGarminFIT, claim: claimGarminFIT, local: true, single: true, stream: readGarminFIT(true), assumes: assumesFIT},
		{name: kindGarminFIT, claim: claimGarminUploads, local: true, single: true, stream: readGarminUploads(true), assumes: assumesFIT},
		{name: "other", claim: claimGarminRest, aside: true, why: "holds nothing that there is a metric for, or what other files of the export hold"},
	}
}

// inGarmin reports whether a file lies where an export keeps its files.
func inGarmin(g *glance) bool {
	in := "/" + g.folder + "/"
	return strings.Contains(in, "/di_connect/") || strings.Contains(in, "/di-connect-") || strings.Contains(in, "/it_customer")
}

func claimGarminPrivate(g *glance) (bool, string) {
	in := "/" + g.folder + "/"
	return strings.Contains(in, "/di-connect-user/") || strings.Contains(in, "/customer") || strings.Contains(in, "/it_customer") ||
		inGarmin(g) && (strings.Contains(g.name, "user_profile") || strings.Contains(g.name, "social-profile")), ""
}

func claimGarminDays(g *glance) (bool, string) {
	top, names := jsonOutline(g.head)
	return top == '[' && names["calendarDate"] && (names["totalSteps"] || names["totalKilocalories"] && names["bmrKilocalories"]), ""
}

func claimGarminBody(g *glance) (bool, string) {
	top, names := jsonOutline(g.head)
	return top == '[' && names["metaData.calendarDate"] && (names["weight.weight"] || strings.Contains(g.name, "userbiometrics")), ""
}

func claimGarminActivities(g *glance) (bool, string) {
	_, names := jsonOutline(g.head)
	return names[garminActivityList], ""
}

func claimGarminFIT(g *glance) (bool, string) { return isFIT(g.head), "" }

// claimGarminUploads claims archives in which the first file is a FIT file.
func claimGarminUploads(g *glance) (bool, string) {
	if !bytes.HasPrefix(g.head, []byte("PK\x03\x04")) || len(g.head) < 30 {
		return false, ""
	}
	if strings.Contains("/"+g.folder+"/", "/di-connect-uploaded-files/") {
		return true, ""
	}
	end := 30 + int(le16(g.head[26:]))
	return end <= len(g.head) && isFITName(string(g.head[30:end])), ""
}

func claimGarminRest(g *glance) (bool, string) {
	return inGarmin(g) && (g.ext == ".json" || g.ext == ".csv"), ""
}

// arrangeGarmin takes workouts from the list of activities where there is one:
// the FIT files hold the same.
func arrangeGarmin(tasks []*task) {
	listed := false
	for _, t := range tasks {
		listed = listed || t.kind.name == kindGarminActivities
	}
	if !listed {
		return
	}
	for _, t := range tasks {
		switch {
		case t.kind.name != kindGarminFIT:
		case strings.EqualFold(extension(t.file.base), ".zip"):
			t.kind.stream = readGarminUploads(false)
		default:
			t.kind.stream = readGarminFIT(false)
		}
	}
}
