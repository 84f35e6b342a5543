package session

import (
	"context"
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
