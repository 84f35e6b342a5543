package health

import (
	"maps"
	"slices"
	"strings"
)

// SourceID names where the samples of a series came from: who handed them
// over, a colon, the class of thing that measured them and, after a slash, its
// name as the file writes it ("withings:bed", "apple:watch/Anna's Watch",
// "apple:relay/Withings", "csv:file"). It is part of a sample's identity and of
// the vault format.
type SourceID string

// DailySuffix ends the SourceID of streams that hold a vendor's own totals of
// whole local days, where the stream has no name besides.
const DailySuffix = ":daily"

// Parts returns who handed the samples over, the class, and the name of the
// thing, "" for none. A name may hold colons and slashes.
func (s SourceID) Parts() (giver, class, name string) {
	giver, class, _ = strings.Cut(string(s), ":")
	class, name, _ = strings.Cut(class, "/")
	return giver, class, name
}

// DayTotals reports whether the source holds a vendor's own day totals.
func (s SourceID) DayTotals() bool {
	_, class, _ := s.Parts()
	return class == "daily"
}

// Relayed reports whether the source holds what another vendor's program wrote
// into the giver's.
func (s SourceID) Relayed() bool {
	_, class, _ := s.Parts()
	return class == "relay"
}

// SourceSeparator stands between the parts of a source's name.
const SourceSeparator = " · "

// Name returns the source for people: "Withings · sleep mat", "Apple Health ·
// Anna's Watch".
func (s SourceID) Name() string { return s.NameIn(func(word string) string { return word }) }

// NameIn is Name with its words, of which SourceWords has all, in another
// language. What a file called the thing stays as it is.
func (s SourceID) NameIn(say func(word string) string) string {
	giver, class, name := s.Parts()
	if n, ok := giverNames[giver]; ok {
		giver = n
	}
	parts := []string{say(giver)}
	word, known := classNames[class]
	switch {
	case name == "" && !known:
		word = strings.ReplaceAll(class, "_", " ")
	case name != "":
		// The name says what it is. What a person typed there, and totals of days, are
		// other series of the same name.
		parts, word = append(parts, name), besideName[class]
	}
	if word != "" {
		parts = append(parts, say(word))
	}
	return strings.Join(parts, SourceSeparator)
}

var giverNames = map[string]string{
	"withings":       "Withings",
	"apple":          "Apple Health",
	"fitbit":         "Fitbit",
	"google-fit":     "Google Fit",
	"health-connect": "Health Connect",
	"garmin":         "Garmin",
	"samsung":        "Samsung Health",
	"libreview":      "LibreView",
	"dexcom":         "Dexcom",
	"omron":          "Omron",
	"openscale":      "openScale",
	"beurer":         "Beurer",
	"mfp":            "MyFitnessPal",
	"goldencheetah":  "GoldenCheetah",
	"bpm":            "Blood Pressure Monitor",
	"csv":            "CSV file",
	"manual":         "Typed in",
	"sample":         "Sample data",
}

var classNames = map[string]string{
	"daily": "day totals", "export": "", "file": "", "hand": "",
	"hr": "heart rate", "bed": "sleep mat", "spo2": "SpO₂", "nights": "nights", "tracker": "tracker",
	"workouts": "workouts", "heart": "heart", "elevation": "elevation", "other": "other", "spot": "spot",
	"scale": "scale", "cuff": "cuff", "watch": "watch", "room": "room",
	"sensor": "sensor", "phone": "phone", "relay": "another app",
}

// besideName are the words of classes that stand even where there is a name.
var besideName = map[string]string{"daily": "day totals", "hand": "typed in"}

// SourceWords are the words of which names of sources are made, but for names of
// makers and of streams that are not known.
func SourceWords() []string {
	words := slices.AppendSeq(slices.Collect(maps.Values(giverNames)), maps.Values(classNames))
	words = slices.AppendSeq(words, maps.Values(besideName))
	slices.Sort(words)
	return slices.DeleteFunc(slices.Compact(words), func(s string) bool { return s == "" })
}

// sourceRank orders the sources of one metric by class: of two that cover the
// same time, the lower rank counts. Typed values first (a person knows), then
// spot measurements, then what is worn, what lies in the bed, what a phone
// counts, and last what one program had from another.
var sourceRank = map[string]int{
	"hand": 0, "file": 1, "export": 2, "spot": 2, "scale": 2, "cuff": 2, "sensor": 2, "nights": 3,
	"tracker": 4, "watch": 4, "hr": 5, "bed": 6, "phone": 7, "relay": 9, "daily": 10,
}

// rankOfOthers is that of classes without one of their own.
const rankOfOthers = 8

// CompareSources orders sources by precedence, the one that counts first.
func CompareSources(a, b SourceID) int {
	ra, rb := rankOf(a), rankOf(b)
	if ra != rb {
		return ra - rb
	}
	return strings.Compare(string(a), string(b))
}

// SortSources sorts sources by precedence, in place.
func SortSources(s []SourceID) { slices.SortFunc(s, CompareSources) }

func rankOf(s SourceID) int {
	_, class, _ := s.Parts()
	if r, ok := sourceRank[class]; ok {
		return r
	}
	return rankOfOthers
}
