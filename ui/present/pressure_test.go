package present_test

import (
	"testing"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

func TestTheWorseOfTheTwoNumbersDecides(t *testing.T) {
	for _, c := range []struct {
		systolic, diastolic float64
		want                present.Grade
	}{
		{119, 69, present.NonElevated},
		{119.4, 69.4, present.NonElevated},
		{119.5, 60, present.Elevated},
		{110, 70, present.Elevated},
		{139, 89, present.Elevated},
		{139.6, 70, present.Hypertension},
		{110, 90, present.Hypertension},
	} {
		if got := present.GradeOf(c.systolic, c.diastolic); got != c.want {
			t.Errorf("%v/%v: got %v, want %v", c.systolic, c.diastolic, got, c.want)
		}
	}
}

func TestPairsJoinOneInstantOfOneSource(t *testing.T) {
	r := func(at int64, source health.SourceID, v int64) health.Reading {
		return health.Reading{Source: source, Sample: health.Sample{Start: at, Value: health.Int(v), Unit: health.MillimetreOfMercury}}
	}
	got := present.Pairs(
		[]health.Reading{r(1, "a:x", 120), r(2, "a:x", 130), r(3, "b:x", 140)},
		[]health.Reading{r(1, "a:x", 80), r(3, "a:x", 85), r(4, "a:x", 90)},
	)
	if len(got) != 1 || got[0].Systolic != 120 || got[0].Diastolic != 80 {
		t.Errorf("got %v", got)
	}
}

func TestMorningsAndEveningsGoByTheClockOfThePlace(t *testing.T) {
	for at, want := range map[string]present.DayPart{
		"2025-10-14T04:00:00+02:00": present.Mornings,
		"2025-10-14T11:59:00-07:00": present.Mornings,
		"2025-10-14T17:00:00+02:00": present.Evenings,
		"2025-10-14T01:00:00+02:00": present.Evenings,
	} {
		ms, off := instant(t, at)
		if !want.Holds(ms, off) || (present.Mornings+present.Evenings-want).Holds(ms, off) {
			t.Errorf("%s is not in part %d alone", at, want)
		}
	}
	ms, off := instant(t, "2025-10-14T14:00:00+02:00")
	if present.Mornings.Holds(ms, off) || present.Evenings.Holds(ms, off) || !present.WholeDay.Holds(ms, off) {
		t.Error("an afternoon is neither")
	}
}
