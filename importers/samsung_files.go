package importers

import (
	"bytes"
	"strings"

	"vitalkeep/health"
)

// SamsungHealth is what "Download personal data" of Samsung Health gives out.
const SamsungHealth = "samsung-health"

// Kinds of files of Samsung Health.
const (
	kindSamsungNumbers  = "measurements"
	kindSamsungHeart    = "heart-rate"
	kindSamsungPressure = "blood-pressure"
	kindSamsungNights   = "sleep"
	kindSamsungStages   = "sleep-stages"
	kindSamsungWorkouts = "exercise"
	kindSamsungDays     = "day-totals"
	kindSamsungBins     = "recordings"
	kindSamsungOther    = "not-read"
	kindSamsungProfile  = "profile"
	kindSamsungAccount  = "account"
	kindSamsungTwice    = "summaries"
	kindSamsungExtra    = "attachments"
)

// samsungAssumed is said where nothing in an export proves it.
const samsungAssumed = "Its times are taken for UTC, with the offset of each row beside them; no recording in the export proves it."

// samsungPrefix begins the names of all types of data.
const samsungPrefix = "com.samsung."

func samsungHealth() Format {
	table := func(name string, claim func(string) bool, read func(*samsungTable) error) kind {
		return kind{name: name, claim: samsungClaim(claim), stream: samsungStream(samsungBundle{}, read), assumes: samsungAssumed}
	}
	days := table(kindSamsungDays, samsungIs("com.samsung.shealth.step_daily_trend"), (*samsungTable).days)
	days.local, days.assumes = true, ""
	return Format{
		Name: SamsungHealth, Title: "Samsung Health", Form: "“Download personal data”: folder, ZIP, or single CSV files",
		Extensions: []string{".zip", ".csv", ".json"}, Whole: true, arrange: arrangeSamsung,
		kinds: []kind{
			{name: kindSamsungProfile, claim: samsungClaim(samsungIs("com.samsung.health.user_profile")), private: true, person: personSamsung},
			{name: kindSamsungAccount, claim: samsungClaim(samsungAccount), private: true},
			{name: kindSamsungTwice, claim: samsungClaim(samsungTwice), aside: true},
			table(kindSamsungNumbers, func(t string) bool { _, ok := samsungTypes[t]; return ok }, (*samsungTable).numbers),
			table(kindSamsungHeart, samsungIs("com.samsung.shealth.tracker.heart_rate", "com.samsung.health.heart_rate"), (*samsungTable).heartRates),
			table(kindSamsungPressure, samsungIs("com.samsung.shealth.blood_pressure", "com.samsung.health.blood_pressure"), (*samsungTable).pressures),
			table(kindSamsungNights, samsungIs("com.samsung.shealth.sleep"), (*samsungTable).nights),
			table(kindSamsungStages, samsungIs("com.samsung.health.sleep_stage", "com.samsung.shealth.sleep_stage"), (*samsungTable).stages),
			table(kindSamsungWorkouts, samsungIs("com.samsung.shealth.exercise", "com.samsung.health.exercise"), (*samsungTable).workouts),
			days,
			{name: kindSamsungBins, claim: claimSamsungBins, local: true, stream: samsungBins(nil)},
			{name: kindSamsungOther, claim: samsungClaim(func(string) bool { return true }), stream: samsungStream(samsungBundle{}, (*samsungTable).other)},
			{name: kindSamsungExtra, claim: func(g *glance) (bool, string) {
				return g.ext == ".json" && strings.Contains(g.folder, samsungPrefix), ""
			}, aside: true},
		},
	}
}

// samsungClaim claims tables by their first line, which is the type of data, the
// version of the program, and that of the type.
func samsungClaim(mine func(string) bool) func(*glance) (bool, string) {
	return func(g *glance) (bool, string) {
		if len(g.header) < 3 || len(g.header) > 4 || !strings.HasPrefix(g.header[0], samsungPrefix) {
			return false, ""
		}
		for _, n := range g.header[1:3] {
			if _, err := health.ParseDecimal(n); err != nil {
				return false, ""
			}
		}
		return mine(g.header[0]), ""
	}
}

func samsungIs(types ...string) func(string) bool {
	return func(t string) bool {
		for _, x := range types {
			if t == x {
				return true
			}
		}
		return false
	}
}

// samsungAccount are types about the account, its devices and its friends.
func samsungAccount(t string) bool {
	for _, part := range []string{".social.", ".device_profile", ".preferences", ".service_preferences", ".permission", ".shm_device"} {
		if strings.Contains(t, part) {
			return true
		}
	}
	return false
}

// samsungTwice are summaries of what other tables hold.
func samsungTwice(t string) bool {
	return samsungIs(
		"com.samsung.shealth.tracker.pedometer_day_summary", "com.samsung.shealth.activity.day_summary",
		"com.samsung.shealth.tracker.floors_day_summary", "com.samsung.shealth.sleep_combined",
	)(t)
}

// personSamsung: the profile has a row for the day of birth.
func personSamsung(g *glance) (p Person) {
	rows := headRows(g.head, 60)
	if len(rows) < 3 {
		return p
	}
	key, text := findColumn(rows[1], "key"), findColumn(rows[1], "text_value")
	for _, r := range rows[2:] {
		if key < 0 || text < 0 || key >= len(r) || text >= len(r) || len(r[text]) == 0 {
			continue
		}
		switch r[key] {
		case "birth_date":
			if d := r[text]; len(d) == 8 {
				p.Born, _ = health.ParseDate(d[:4] + "-" + d[4:6] + "-" + d[6:])
			}
		case "name":
			p.Name = r[text]
		}
	}
	return p
}

// claimSamsungBins claims recordings: lists of numbers with times in
// milliseconds, one file for each row of a table.
func claimSamsungBins(g *glance) (bool, string) {
	ours := strings.Contains(g.folder, samsungPrefix+"s") || strings.Contains(g.folder, samsungPrefix+"h") || strings.Contains(g.name, samsungPrefix+"health.")
	if g.ext != ".json" || !ours || !strings.Contains(g.name, "binning") {
		return false, ""
	}
	head := bytes.TrimSpace(g.head)
	if !bytes.HasPrefix(head, []byte("[")) || !bytes.Contains(head, []byte(`"start_time"`)) {
		return false, ""
	}
	for _, b := range samsungBinned {
		if bytes.Contains(head, []byte(`"`+b.name+`"`)) {
			return true, ""
		}
	}
	return false, ""
}
