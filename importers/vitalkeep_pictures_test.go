package importers

import (
	"slices"
	"strings"
	"testing"

	"vitalkeep/health"
)

func TestSourcesOfAllGiversAreRead(t *testing.T) {
	for source, want := range map[string]bool{
		"withings:tracker": true, "apple:watch/Anna's Watch": true, "health-connect:phone/Gerät, „ä“": true,
		"google-fit:other/a:b/c": true, "csv:file": true, "a:b": true, "samsung:other/=1+1": true,
		"": false, "withings": false, ":tracker": false, "withings:": false, "=1:a": false, "-a:b": false, "Apple:watch": false,
		"apple:a\nb": false, "apple:a\tb": false, "apple:\xff": false, "a b:c": false, "apple:" + strings.Repeat("x", 200): false,
	} {
		if got, ok := parseSource(source); ok != want || ok && got != health.SourceID(source) {
			t.Errorf("%q: %q, %v", source, got, ok)
		}
	}
}

func TestPicturesAreThoseOfAnExportAlone(t *testing.T) {
	name := strings.Repeat("0a", 16)
	for what, c := range map[string]struct {
		folder, name, ext string
		want              bool
	}{
		"a picture":             {"pictures", name, ".jpg", true},
		"within a folder":       {"export of ann/Pictures", name, ".webp", true},
		"of no known type":      {"pictures", name, ".bin", true},
		"beside":                {"", name, ".jpg", false},
		"another folder":        {"photos", name, ".jpg", false},
		"another name":          {"pictures", "img_0001", ".jpg", false},
		"a name that is longer": {"pictures", name + "00", ".jpg", false},
		"a table":               {"pictures", name, ".csv", false},
	} {
		if got := exportedPicture(c.folder, c.name, c.ext); got != c.want {
			t.Errorf("%s: %v", what, got)
		}
	}
}

func TestTablesForPeopleAreLeftAside(t *testing.T) {
	for header, want := range map[string]bool{
		"Time,Weight (kg),Fat mass (kg),Bone mass (kg),Muscle mass (kg),Hydration (kg),Comments,Source": true,
		"Time,Weight (lb),Fat mass (lb),Bone mass (lb),Muscle mass (lb),Hydration (lb),Comments,Source": true,
		"Day,Steps,Distance (mi),Elevation (ft),Floors,Active calories (kcal)":                          true,
		"Date,Weight (kg),Fat mass (kg),Bone mass (kg),Muscle mass (kg),Hydration (kg),Comments":        false,
		"Time,Weight (kg)": false,
	} {
		if got, _ := forPeople("table_weight", strings.Split(header, ",")); got != want {
			t.Errorf("%s: %v", header, got)
		}
	}
	if len(slices.Compact(slices.Sorted(slices.Values(tablesForPeople)))) != len(tablesForPeople) {
		t.Error("a header stands twice")
	}
}
