package importers

import (
	"regexp"
	"strings"
)

// FitbitTakeout is the name of the format.
const FitbitTakeout = "fitbit-takeout"

// fitbitTakeout are the files of Google's Takeout that come from Fitbit: tables
// in UTC, older lists of objects that mostly say the same again, and many that
// hold no measurements.
func fitbitTakeout() Format {
	return Format{
		Name: FitbitTakeout, Title: "Fitbit and Google Health export", Form: "Google Takeout: ZIPs, folder or single CSV and JSON files",
		Extensions: []string{".zip", ".csv", ".json"}, Whole: true, nested: true, parts: true, kinds: fitbitKinds(), arrange: arrangeFitbit,
	}
}

// Kinds of files of a Fitbit export besides its streams.
const (
	kindFitbitSteps     = "steps-json"
	kindFitbitHeart     = "heart-rate-json"
	kindFitbitResting   = "resting-heart-rate-json"
	kindFitbitWeight    = "weight-json"
	kindFitbitSleep     = "sleep-json"
	kindFitbitExercise  = "exercise-json"
	kindFitbitSleeps    = "sleep"
	kindFitbitFat       = "body-fat"
	kindFitbitStages    = "sleep-stages"
	kindFitbitExercises = "exercise"
	kindFitbitProfile   = "profile"
	kindFitbitRest      = "other"
)

const (
	assumesUTC    = "Times that end in Z are taken as UTC."
	assumesMinute = assumesUTC + " Each row is taken as one minute."
	assumesDay    = "A timestamp at 00:00 or 12:00 is taken as the local date that it shows."
	assumesJSON   = "Times without offset are taken as UTC; other programs disagree on this."
	assumesLocal  = "Times without offset are taken as local."
	assumesPound  = assumesLocal + " Weights are taken as pounds, as the vendor writes them for every account."
)

func fitbitKinds() []kind {
	kinds := []kind{
		{name: kindFitbitProfile, claim: claimFitbitProfile, private: true, person: fitbitPerson, zone: fitbitZone},
		{name: kindFitbitProfile, claim: claimFitbitPrivate, private: true},
		{name: kindFitbitRest, claim: claimFitbitBulk, aside: true, why: "what a model made of the sensors; no measurements"},
	}
	for _, s := range fitbitStreams {
		k := kind{name: s.kind, claim: s.claim, local: true, read: s.read, assumes: assumesUTC}
		switch {
		case s.daily:
			k.assumes = assumesDay
		case s.seconds > 0:
			k.assumes = assumesMinute
		}
		kinds = append(kinds, k)
	}
	return append(
		kinds,
		kind{name: kindFitbitSleeps, claim: fitbitTable("sleep_id", "sleep_type", "sleep_start", "sleep_end", "start_utc_offset"), read: readFitbitSleeps},
		kind{name: kindFitbitStages, claim: fitbitTable("sleep_id", "sleep_stage_type", "sleep_stage_start", "sleep_stage_end", "start_utc_offset"), read: readFitbitSleepStages(nil)},
		kind{name: kindFitbitExercises, claim: fitbitTable("exercise_id", "exercise_start", "exercise_end", "utc_offset", "activity_name"), read: readFitbitExercises},
		kind{name: kindFitbitHeart, claim: fitbitList("dateTime", "value.bpm"), local: true, stream: fitbitJSON(readFitbitHeartRate), assumes: assumesJSON},
		kind{name: kindFitbitResting, claim: fitbitList("dateTime", "value.date", "value.value"), local: true, stream: fitbitJSON(readFitbitResting)},
		kind{name: kindFitbitSteps, claim: claimFitbitSteps, local: true, stream: fitbitJSON(readFitbitSteps), assumes: assumesJSON},
		kind{name: kindFitbitWeight, claim: fitbitList("logId", "weight", "date", "time"), local: true, stream: fitbitJSON(readFitbitWeight), assumes: assumesPound},
		kind{name: kindFitbitSleep, claim: fitbitList("logId", "dateOfSleep", "startTime", "duration", "levels"), local: true, stream: fitbitJSON(readFitbitSleep), assumes: assumesLocal},
		kind{name: kindFitbitExercise, claim: fitbitList("logId", "activityName", "startTime", "duration", "activityTypeId"), local: true, stream: fitbitJSON(readFitbitExercise), assumes: assumesLocal},
		kind{name: kindFitbitRest, claim: claimFitbitRest, aside: true, why: "holds nothing that there is a metric for, or what other files of the export hold"},
		kind{name: "heart-rate", claim: claimFitbitUnnamed, aside: true},
	)
}

// fitbitTable claims tables with these columns among theirs.
func fitbitTable(columns ...string) func(*glance) (bool, string) {
	return func(g *glance) (bool, string) {
		for _, c := range columns {
			if !hasColumn(g.header, c) {
				return false, ""
			}
		}
		return true, ""
	}
}

func hasColumn(header []string, name string) bool {
	for _, h := range header {
		if strings.EqualFold(h, name) {
			return true
		}
	}
	return false
}

// fitbitList claims lists of objects with these members.
func fitbitList(members ...string) func(*glance) (bool, string) {
	return func(g *glance) (bool, string) {
		top, names := jsonOutline(g.head)
		if top != '[' {
			return false, ""
		}
		for _, m := range members {
			if !names[m] {
				return false, ""
			}
		}
		return true, ""
	}
}

// claimFitbitSteps claims lists of times and values of that name: what the
// values are, only the name says.
func claimFitbitSteps(g *glance) (bool, string) {
	if !strings.HasPrefix(g.name, "steps-") {
		return false, ""
	}
	top, names := jsonOutline(g.head)
	return top == '[' && names["dateTime"] && names["value"], ""
}

// claimFitbitBulk claims the tables that are most of an export's bytes.
func claimFitbitBulk(g *glance) (bool, string) {
	return len(g.header) > 1 && (strings.HasPrefix(g.name, "useractivityprobabilities") || strings.HasPrefix(g.name, "usersensorcompressiontoken")), ""
}

// inFitbit reports whether a file lies where an export keeps its files.
func inFitbit(g *glance) bool {
	in := "/" + g.folder + "/"
	for _, at := range []string{
		"/takeout/fitbit/", "/takeout/google health/", "/global export data/", "/physical activity_googledata/", "/health fitness data_googledata/",
	} {
		if strings.Contains(in, at) {
			return true
		}
	}
	return strings.HasPrefix(in, "/fitbit/") || strings.HasPrefix(in, "/google health/")
}

// claimFitbitRest claims the other files of an export: there are hundreds.
func claimFitbitRest(g *glance) (bool, string) {
	return inFitbit(g) && (g.ext == ".csv" || g.ext == ".json"), ""
}

// claimFitbitPrivate claims what an export says of the account, by folder.
func claimFitbitPrivate(g *glance) (bool, string) {
	if !inFitbit(g) {
		return false, ""
	}
	for _, part := range strings.Split(g.folder, "/") {
		switch part {
		case "your profile", "user profile_googledata", "account changes", "user security data", "paired devices",
			"social", "social_googledata", "commerce_googledata", "email notifications settings_googledata", "inappnotifications_googledata":
			return true, ""
		}
	}
	return false, ""
}

// chunkDate is the date in the name of a file: of the first day in it.
var chunkDate = regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)

// fitbitTwins are the lists of objects and the tables that say the same.
var fitbitTwins = map[string]string{
	kindFitbitSteps: "steps", kindFitbitHeart: "heart-rate", kindFitbitResting: "resting-heart-rate", kindFitbitWeight: "weight",
	kindFitbitSleep: kindFitbitSleeps, kindFitbitExercise: kindFitbitExercises,
}

// arrangeFitbit sets lists aside where tables hold the same from that day on, and
// gives the tables of sleep stages those of nights. Tables of weights have no body
// fat: of lists of weigh-ins that is read, unless another table has it.
func arrangeFitbit(tasks []*task) {
	first := map[string]string{} // day from which on there are tables, by kind
	var sleeps []*inputFile
	for _, t := range tasks {
		if t.kind.name == kindFitbitSleeps {
			sleeps = append(sleeps, t.file)
		}
		if !t.info.HasRows {
			continue
		}
		day := chunkDate.FindString(t.file.base)
		if had, ok := first[t.kind.name]; !ok || day < had {
			first[t.kind.name] = day
		}
	}
	for _, t := range tasks {
		if t.kind.name == kindFitbitStages {
			t.kind.read = readFitbitSleepStages(sleeps)
		}
		twin, ok := fitbitTwins[t.kind.name]
		if !ok {
			continue
		}
		day := chunkDate.FindString(t.file.base)
		from, ok := first[twin]
		if !ok || day < from {
			continue
		}
		if from, ok := first[kindFitbitFat]; t.kind.name == kindFitbitWeight && (!ok || day < from) {
			t.kind.stream = fitbitJSON(readFitbitFat)
		} else {
			t.read, t.info.Skipped = false, "the CSV files of the export hold the same"
		}
	}
}
