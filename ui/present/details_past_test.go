package present

import (
	"strings"
	"testing"
	"time"

	"vitalkeep/health"
)

func TestTheHistoryTellsWhatWasDeletedFromWhatWasReplaced(t *testing.T) {
	loc, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	a := Almanac{Zone: loc, Now: time.Date(2025, 10, 28, 12, 0, 0, 0, loc)}
	hidden := time.Date(2025, 10, 28, 9, 5, 0, 0, loc).UnixMilli()
	reading := NewReading(Amount{"weight", health.Int(78), health.Kilogram}, Instant{1000, 3600})
	for want, p := range map[string]Past{
		"Typed in":                        {Reading: reading, Typed: true},
		"Deleted on 28 Oct 2025, 09:05":   {Reading: reading, Typed: true, HiddenAt: hidden},
		"Corrected on 28 Oct 2025, 09:05": {Reading: reading, Typed: true, HiddenAt: hidden, Corrected: true},
	} {
		if got := p.Told(a, health.MetricUnits, nil).Note; got != want {
			t.Errorf("%+v is told as %q, want %q", p, got, want)
		}
	}
	// From summer time to the other side of the change of clocks.
	before, after := time.Date(2025, 10, 25, 8, 0, 0, 0, loc), time.Date(2025, 10, 27, 8, 0, 0, 0, loc)
	old := NewReading(Amount{"weight", health.Int(87), health.Kilogram}, Instant{before.UnixMilli(), 7200})
	c := CorrectReadings([]health.Reading{old}, nil, Instant{after.UnixMilli(), 3600}, hidden)
	l, ok := Corrected(c[0], a, health.MetricUnits)
	if !ok || !strings.Contains(l.Note, "25 Oct 2025, 08:00") {
		t.Errorf("the time before the correction is told as %q", l.Note)
	}
}
