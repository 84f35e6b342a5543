package session

import (
	"context"
	"path/filepath"
	"testing"

	"vitalkeep/health"
	"vitalkeep/internal/withingsarchive"
	"vitalkeep/ui"
)

func TestAnExportOfSomeSeriesHoldsNothingElse(t *testing.T) {
	ctx := context.Background()
	s := newSession(t)
	id := s.Profiles[0].ID
	archive, _ := writeArchive(t, withingsarchive.Options{Days: 20})
	if _, err := s.Import.Preview(ctx, []string{archive}, ui.ImportOptions{Profile: id}, noProgress); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Import.Commit(ctx, nil); err != nil {
		t.Fatal(err)
	}
	part := s.ExportOf([]ui.SeriesName{
		{Metric: "weight", Source: "withings:export"},
		{Metric: "heart_rate", Source: "withings:hr"},
		{Entry: health.Workout, Source: "withings:workouts"},
	})
	all, err := s.Export.Contents(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	held, err := part.Contents(ctx, id)
	if err != nil || len(held) != 3 || held[0].Metric != "weight" || held[1].Metric != "heart_rate" || held[2].Entry != health.Workout || len(all) <= len(held) {
		t.Fatalf("holds %+v of %d, %v", held, len(all), err)
	}
	if s.Export.Formats()[0].ID != part.Formats()[0].ID {
		t.Error("a part comes in other forms than the whole")
	}
	out := filepath.Join(t.TempDir(), "part.zip")
	receipt, err := part.Export(ctx, out, ui.ExportOptions{Profile: id, Format: part.Formats()[0].ID}, noProgress)
	if err != nil || receipt.Readings != held[0].Count+held[1].Count+held[2].Count {
		t.Fatalf("wrote %+v, %v", receipt, err)
	}
	// What is in the file is what the part holds: into an empty vault it brings
	// that and nothing else.
	other := newSession(t)
	if _, err := other.Import.Preview(ctx, []string{out}, ui.ImportOptions{Profile: other.Profiles[0].ID}, noProgress); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Import.Commit(ctx, nil); err != nil {
		t.Fatal(err)
	}
	got := summaries(t, other.Library(other.Profiles[0].ID))
	if len(got) != 2 || got["weight"] != held[0].Count || got["heart_rate"] != held[1].Count {
		t.Errorf("it brings %v", got)
	}
}
