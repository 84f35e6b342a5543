package session

import (
	"context"
	"testing"

	"vitalkeep/internal/withingsarchive"
	"vitalkeep/ui"
)

// The window ends the context of each step when the step is through.
func TestWhatWasPreviewedIsStoredAfterItsStepEnded(t *testing.T) {
	s := newSession(t)
	archive, _ := writeArchive(t, withingsarchive.Options{Days: 20})
	ctx, end := context.WithCancel(context.Background())
	p, err := s.Import.Preview(ctx, []string{archive}, ui.ImportOptions{Profile: s.Profiles[0].ID, Zone: "Europe/Berlin"}, noProgress)
	end()
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.Import.Commit(context.Background(), nil)
	if err != nil || b.New != p.New {
		t.Errorf("stored %d of %d, %v", b.New, p.New, err)
	}
}
