package session

import (
	"context"
	"errors"
	"testing"

	"vitalkeep/health"
	"vitalkeep/ui"
)

func TestAReadingIsMovedToWhomItBelongsAndBack(t *testing.T) {
	ctx := context.Background()
	s := newSession(t)
	ada := s.Profiles[0].ID
	bo, err := s.People.Add(ctx, health.Profile{Name: "Bo", Zone: "UTC"})
	if err != nil {
		t.Fatal(err)
	}
	reading := func(value int64) []health.Reading {
		return []health.Reading{{Metric: "weight", Sample: health.Sample{Start: 1_772_366_400_000, Value: health.Int(value), Unit: health.Kilogram}}}
	}
	if err := s.Notebook(ada).Add(ctx, reading(70), nil); err != nil {
		t.Fatal(err)
	}
	what := []ui.Measurement{{Metric: "weight", Source: health.TypedSource, Start: 1_772_366_400_000}}
	m, err := s.Mover.Move(ctx, ada, bo.ID, what)
	if err != nil || m.Readings != 1 {
		t.Fatalf("moved = %+v, %v", m, err)
	}
	versions, err := s.Notebook(bo.ID).Versions(ctx, what[0])
	if err != nil || len(versions) != 1 || versions[0].Value != health.Int(70) {
		t.Errorf("versions = %+v, %v", versions, err)
	}
	if list, err := s.Mover.Undoable(ctx); err != nil || len(list) != 1 || list[0] != m {
		t.Errorf("undoable = %+v, %v", list, err)
	}
	if err := s.Notebook(bo.ID).Add(ctx, reading(71), nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Mover.Undo(ctx, m); !errors.Is(err, ui.ErrMovedSince) {
		t.Errorf("undo = %v", err)
	}
	if err := s.Notebook(ada).Add(ctx, reading(72), nil); err != nil {
		t.Fatal(err)
	}
	_, err = s.Mover.MoveSource(ctx, bo.ID, ada, health.TypedSource)
	if conflict, ok := errors.AsType[*ui.MoveConflict](err); !ok || conflict.Readings != 1 {
		t.Errorf("a move onto another value: %v", err)
	}
}
