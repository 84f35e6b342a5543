package health

import (
	"maps"
	"slices"
	"strings"
)

// SourceID names where the samples of a series came from: who handed them
// over, a colon, and the stream ("withings:bed", "csv:file", "sample:scale").
// It is part of a sample's identity and of the vault format.
type SourceID string

// DailySuffix ends the SourceID of streams that hold a vendor's own totals of
// whole local days.
const DailySuffix = ":daily"

// DayTotals reports whether the source holds a vendor's own day totals.
func (s SourceID) DayTotals() bool { return strings.HasSuffix(string(s), DailySuffix) }

// SourceSeparator stands between the two parts of a source's name.
const SourceSeparator = " · "

// Name returns the source for people: "Withings · bed".
func (s SourceID) Name() string {
	giver, stream, _ := strings.Cut(string(s), ":")
	if n, ok := giverNames[giver]; ok {
		giver = n
	}
	if n, ok := streamNames[stream]; ok {
		stream = n
	}
	if stream == "" {
		return giver
	}
	return giver + SourceSeparator + strings.ReplaceAll(stream, "_", " ")
}

var giverNames = map[string]string{
	"withings": "Withings",
	"csv":      "CSV file",
	"manual":   "Typed in",
	"sample":   "Sample data",
}

var streamNames = map[string]string{
	"daily": "day totals", "export": "", "file": "", "hand": "",
	"hr": "heart rate", "bed": "sleep mat", "spo2": "SpO₂", "nights": "nights", "tracker": "tracker",
	"workouts": "workouts", "heart": "heart", "elevation": "elevation", "other": "other", "spot": "spot",
	"scale": "scale", "cuff": "cuff", "watch": "watch", "room": "room",
}

// SourceWords are the words of which names of sources are made, but for names of
// makers and of streams that are not known.
func SourceWords() []string {
	words := slices.AppendSeq(slices.Collect(maps.Values(giverNames)), maps.Values(streamNames))
	slices.Sort(words)
	return slices.DeleteFunc(slices.Compact(words), func(s string) bool { return s == "" })
}

// sourceRank orders the sources of one metric: of two that cover the same
// time, the lower rank counts. Typed values first (a person knows), then
// spot measurements, then what is worn, what lies in the bed, and last what a
// phone relays.
var sourceRank = map[string]int{
	"hand": 0, "file": 1, "export": 2, "spot": 2, "scale": 2, "cuff": 2, "nights": 3,
	"tracker": 4, "watch": 4, "hr": 5, "bed": 6, "daily": 9,
}

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
	_, stream, _ := strings.Cut(string(s), ":")
	if r, ok := sourceRank[stream]; ok {
		return r
	}
	return 7
}
