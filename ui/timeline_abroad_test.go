package ui

import (
	"testing"
	"time"

	"vitalkeep/health"
)

func TestTheFirstLineIsTheDateWhereItWasTaken(t *testing.T) {
	lib := newFakeLibrary() // of somebody at home in Europe
	abroad := time.FixedZone("", -5*3600)
	lib.put("weight", health.TypedSource, time.Date(2024, 3, 3, 22, 0, 0, 0, abroad), 0, 78, health.Kilogram, 1)
	src := timelineSource{people: []timelinePerson{{profile: lib.person, library: lib}}, now: stageNow}
	span, err := loadTimelineSpan(t.Context(), src, 0)
	if err != nil {
		t.Fatal(err)
	}
	page, err := loadTimelineBack(t.Context(), src, 0, span.first, span.last)
	if err != nil || len(page.lines) != 1 || page.lines[0].Date.String() != "2024-03-03" {
		t.Errorf("from %v on there is %+v, %v", span.first, page.lines, err)
	}
}
