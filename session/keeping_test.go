package session

import (
	"context"
	"maps"
	"os"
	"testing"

	"vitalkeep/internal/withingsarchive"
	"vitalkeep/ui"
)

// filled is a session with an imported archive, and how much that brought.
func filled(t *testing.T) (*ui.Session, int) {
	t.Helper()
	ctx := context.Background()
	s := newSession(t)
	archive, _ := writeArchive(t, withingsarchive.Options{Days: 20})
	if _, err := s.Import.Preview(ctx, []string{archive}, ui.ImportOptions{Profile: s.Profiles[0].ID, Zone: "Europe/Berlin"}, noProgress); err != nil {
		t.Fatal(err)
	}
	b, err := s.Import.Commit(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s, b.New
}

func TestTheFileIsDescribedAndChecked(t *testing.T) {
	ctx := context.Background()
	s, stored := filled(t)
	facts, err := s.File.Facts(ctx)
	info, statErr := os.Stat(s.Path)
	if err != nil || statErr != nil || facts.Bytes != info.Size() || facts.People != 1 {
		t.Errorf("facts %+v, %v, %v", facts, err, statErr)
	}
	var last int64
	r, err := s.File.Check(ctx, func(done, _ int64) { last = done })
	if err != nil || len(r.Problems) > 0 || r.Measurements != stored || int64(r.Objects) != last {
		t.Errorf("check %+v of %d readings, progress to %d, %v", r, stored, last, err)
	}
}

func TestADeletedMeasurementComesBackByUndo(t *testing.T) {
	ctx := context.Background()
	s, _ := filled(t)
	profile := s.Profiles[0].ID
	lib := s.Library(profile)
	before := summaries(t, lib)
	var first ui.Measurement
	for r, err := range lib.Readings(ctx, "weight", 0, 1<<50) {
		if err != nil {
			t.Fatal(err)
		}
		first = ui.Measurement{Metric: r.Metric, Source: r.Source, Start: r.Start}
		break
	}
	deleted, err := s.Deletions.Delete(ctx, profile, []ui.Measurement{first})
	if err != nil {
		t.Fatal(err)
	}
	if got := summaries(t, lib)["weight"]; got != before["weight"]-1 {
		t.Errorf("%d weigh-ins are left of %d", got, before["weight"])
	}
	list, err := s.Deletions.Undoable()
	if err != nil || len(list) != 1 || list[0].ID != deleted.ID || list[0].Readings != 1 || list[0].Profile != profile {
		t.Errorf("undoable %+v, %v", list, err)
	}
	if _, err := s.Deletions.Delete(ctx, profile, []ui.Measurement{{Metric: "steps", Source: "withings:tracker", Start: first.Start}}); err == nil {
		t.Error("a count of steps was deleted by itself")
	}
	if err := s.Deletions.Undelete(ctx, deleted.ID); err != nil {
		t.Fatal(err)
	}
	if got := summaries(t, lib); !maps.Equal(got, before) {
		t.Errorf("after undo %v, want %v", got, before)
	}
}
