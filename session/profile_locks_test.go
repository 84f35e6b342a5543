package session

import (
	"context"
	"errors"
	"testing"

	"vitalkeep/health"
	"vitalkeep/ui"
)

func TestAPersonsPasscodeClosesTheirDataUntilItIsGiven(t *testing.T) {
	ctx := context.Background()
	s := newSession(t)
	bo, err := s.People.Add(ctx, health.Profile{Name: "Bo", Zone: "UTC"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Locks.Set(ctx, bo.ID, "111111"); !errors.Is(err, ui.ErrWeakProfilePasscode) {
		t.Errorf("a weak one: %v", err)
	}
	if err := s.Locks.Set(ctx, bo.ID, "468135"); err != nil {
		t.Fatal(err)
	}
	s.Locks.Close(bo.ID)
	if !s.Locks.Locked(bo.ID) || !s.Locks.Closed(bo.ID) || s.Locks.Closed(s.Profiles[0].ID) {
		t.Error("not the one who set a passcode is closed")
	}
	if _, err := s.Library(bo.ID).Metrics(ctx); err == nil {
		t.Error("a closed person's data is listed")
	}
	err = s.Locks.Open(ctx, bo.ID, "468136")
	if e, ok := errors.AsType[*ui.ProfilePasscodeError](err); !ok || !e.Wrong || e.Left != 4 || e.Wait == 0 {
		t.Errorf("a wrong one: %v", err)
	}
	err = s.Locks.Remove(ctx, bo.ID, "468135")
	if e, ok := errors.AsType[*ui.ProfilePasscodeError](err); !ok || e.Wrong || e.Left != 4 {
		t.Errorf("too soon: %v", err)
	}
	if err := s.Locks.RemoveWithRecovery(ctx, bo.ID, "0000-0000"); !errors.Is(err, ui.ErrWrongPassword) {
		t.Errorf("no recovery key: %v", err)
	}
	prepared, err := s.Keys.PrepareRecoveryKey(ctx)
	if err != nil {
		t.Fatal(err)
	}
	key := prepared.Text()
	if err := s.Keys.UseRecoveryKey(ctx, prepared); err != nil {
		t.Fatal(err)
	}
	if err := s.Locks.RemoveWithRecovery(ctx, bo.ID, key); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Library(bo.ID).Metrics(ctx); err != nil || s.Locks.Closed(bo.ID) {
		t.Errorf("without a passcode: %v", err)
	}
}
