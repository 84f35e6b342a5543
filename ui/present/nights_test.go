package present_test

import (
	"math"
	"testing"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

func stage(t *testing.T, from string, minutes int64, code int) present.Stage {
	t.Helper()
	ms, off := instant(t, from)
	return present.Stage{From: ms, To: ms + minutes*60_000, Offset: off, Code: code}
}

func TestANightBelongsToTheDateOfWaking(t *testing.T) {
	nights := present.NightsOfStages([]present.Stage{
		stage(t, "2025-10-13T23:00:00+02:00", 60, health.StageLight),
		stage(t, "2025-10-14T00:00:00+02:00", 90, health.StageDeep),
		stage(t, "2025-10-14T01:30:00+02:00", 10, health.StageAwake),
		stage(t, "2025-10-14T14:00:00+02:00", 30, health.StageREM),
	})
	if len(nights) != 1 || nights[0].Date != today {
		t.Fatalf("got %v", nights)
	}
	n := nights[0]
	if n.Light != 3600 || n.Deep != 5400 || n.Wake != 600 || n.REM != 1800 || n.Asleep() != 10800 {
		t.Errorf("got %+v", n)
	}
}

func TestNoInstantOfANightCountsTwice(t *testing.T) {
	nights := present.NightsOfStages([]present.Stage{
		stage(t, "2025-10-14T00:00:00+02:00", 60, health.StageLight),
		stage(t, "2025-10-14T00:30:00+02:00", 60, health.StageDeep),
	})
	if got := nights[0].Asleep(); got != 90*60 {
		t.Errorf("asleep for %v s", got)
	}
}

func TestTheCourseOfADateIsItsLongestSleep(t *testing.T) {
	night := stage(t, "2025-10-13T23:00:00+02:00", 400, health.StageLight)
	nap := stage(t, "2025-10-14T14:00:00+02:00", 30, health.StageLight)
	got := present.LongestOf([]present.Stage{night, nap}, today)
	if len(got) != 1 || got[0] != night {
		t.Errorf("got %v", got)
	}
	if present.LongestOf([]present.Stage{nap}, today.AddDays(-1)) != nil {
		t.Error("a date without sleep has a course")
	}
}

func TestNightsNeedAStageOfSleep(t *testing.T) {
	awake := daysOf(today, 600)
	if got := present.NightsOf(nil, nil, nil, awake, awake); len(got) != 0 {
		t.Errorf("time awake alone made %v", got)
	}
	got := present.NightsOf(daysOf(today, 3600), nil, nil, nil, nil)
	if len(got) != 1 || got[0].Asleep() != 3600 || !math.IsNaN(got[0].REM) {
		t.Errorf("got %v", got)
	}
}

func TestStagesOfNoMeaningAreLeftOut(t *testing.T) {
	r := func(v, minutes int64) health.Reading {
		return health.Reading{Sample: health.Sample{Value: health.Int(v), Duration: minutes * 60_000}}
	}
	if got := present.Stages([]health.Reading{r(1, 10), r(5, 10), r(2, 0), r(-1, 10)}); len(got) != 1 {
		t.Errorf("got %v", got)
	}
}
