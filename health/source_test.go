package health

import (
	"slices"
	"testing"
)

func TestASourceHasANameForPeople(t *testing.T) {
	for id, want := range map[SourceID]string{
		"withings:bed":                 "Withings · sleep mat",
		"withings:export":              "Withings",
		"withings:some_thing":          "Withings · some thing",
		"apple:watch/Anna's Watch":     "Apple Health · Anna's Watch",
		"apple:relay/Withings":         "Apple Health · Withings",
		"apple:relay":                  "Apple Health · another app",
		"apple:hand/Anna's iPhone":     "Apple Health · Anna's iPhone · typed in",
		"health-connect:daily/Pixel":   "Health Connect · Pixel · day totals",
		"fitbit:daily":                 "Fitbit · day totals",
		"garmin:watch/Forerunner: 9/5": "Garmin · Forerunner: 9/5",
		"manual:hand":                  "Typed in",
		"vendor:watch":                 "vendor · watch",
		"plain":                        "plain",
	} {
		if got := id.Name(); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	upper := func(word string) string { return "<" + word + ">" }
	if got := SourceID("apple:daily/scale").NameIn(upper); got != "<Apple Health> · scale · <day totals>" {
		t.Errorf("in another language: %q", got)
	}
}

func TestSourcesAreRankedByTheirClass(t *testing.T) {
	want := []SourceID{
		"apple:hand/iPhone", "csv:file", "omron:cuff", "withings:scale", "libreview:sensor/1", "withings:nights", "fitbit:tracker",
		"apple:watch/Anna's Watch", "withings:hr", "withings:bed", "apple:phone/iPhone", "withings:other", "apple:relay/Withings",
		"apple:daily/iPhone", "withings:daily",
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	SortSources(got)
	wantSorted := slices.Clone(want)
	slices.SortStableFunc(wantSorted, func(a, b SourceID) int { return rankOf(a) - rankOf(b) })
	for i := range got {
		if rankOf(got[i]) != rankOf(wantSorted[i]) {
			t.Fatalf("order %v", got)
		}
	}
	for _, s := range []SourceID{"withings:daily", "apple:daily/Anna's Watch"} {
		if !s.DayTotals() {
			t.Errorf("%s has no day totals", s)
		}
	}
	if SourceID("apple:watch/x:daily").DayTotals() || SourceID("apple:watch/daily").DayTotals() {
		t.Error("a name decides over day totals")
	}
	if !SourceID("apple:relay/Withings").Relayed() || SourceID("withings:bed").Relayed() {
		t.Error("relays are told wrongly")
	}
}
