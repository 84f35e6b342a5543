package importers

import "strings"

// GoogleFitTakeout is the name of the format.
const GoogleFitTakeout = "google-fit-takeout"

// googleFitTakeout are the files of Google's Takeout that come from Google Fit.
func googleFitTakeout() Format {
	return Format{
		Name: GoogleFitTakeout, Title: "Google Fit export", Form: "Google Takeout: ZIP, folder or single CSV and JSON files",
		Extensions: []string{".zip", ".csv", ".json"}, Whole: true, nested: true, parts: true, kinds: fitKinds(), arrange: arrangeFit,
	}
}

// Kinds of files of a Google Fit export besides its points.
const (
	kindFitDays     = "days"
	kindFitQuarters = "quarters"
	kindFitSession  = "session"
	kindFitRest     = "other"
)

const (
	assumesFitDays     = "Dates are taken as local. Means of a day (weight, heart rate) and energy with that at rest in it are left out."
	assumesFitQuarters = "The name of the file is taken as the local date."
	assumesFitPoints   = "Values are taken in kilograms, percent, metres and beats a minute, the units of the vendor's interface; none stands in the file."
)

func fitKinds() []kind {
	kinds := []kind{
		{name: kindFitDays, claim: claimFitDays, local: true, read: readFitDays, assumes: assumesFitDays},
		{name: kindFitQuarters, claim: claimFitQuarters, read: readFitQuarters, assumes: assumesFitQuarters},
	}
	for _, p := range fitPoints {
		kinds = append(
			kinds,
			kind{name: p.kind, claim: p.claim(true), local: true, stream: p.read(true), assumes: assumesFitPoints},
			kind{name: p.kind + fitSingle, claim: p.claim(false), local: true, stream: p.read(false), assumes: assumesFitPoints},
		)
	}
	return append(
		kinds,
		kind{name: kindFitSession, claim: claimFitSession, local: true, stream: readFitSession},
		kind{name: kindFitRest, claim: claimFitTracks, aside: true, why: "the sessions of the export tell the same"},
		kind{name: kindFitRest, claim: claimFitForeign, aside: true},
		kind{name: kindFitRest, claim: claimFitRest, aside: true, why: "holds nothing that there is a metric for, or what other files of the export hold"},
	)
}

// arrangeFit sets streams of one device or app aside where there is the one that
// Google Fit makes of all of them.
func arrangeFit(tasks []*task) {
	merged := map[string]bool{}
	for _, t := range tasks {
		if t.info.HasRows {
			merged[t.kind.name] = true
		}
	}
	for _, t := range tasks {
		if all, ok := strings.CutSuffix(t.kind.name, fitSingle); ok && merged[all] {
			t.read, t.info.Skipped = false, "the merged stream of the export holds the same"
		}
	}
}
