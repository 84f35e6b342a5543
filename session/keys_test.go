package session

import (
	"context"
	"errors"
	"maps"
	"testing"

	"vitalkeep/ui"
	"vitalkeep/vault"
)

// reopened closes a session and opens its vault by the given way.
func reopened(t *testing.T, s *ui.Session, open func(o Vaults, path string) (*ui.Session, error)) *ui.Session {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := open(newVaults(), s.Path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := again.Close(); err != nil {
			t.Error(err)
		}
	})
	return again
}

func TestTheKeysOfAVaultChange(t *testing.T) {
	ctx, o := context.Background(), newVaults()
	s, _ := filled(t)
	want := summaries(t, s.Library(s.Profiles[0].ID))
	const second, third = "Second7!horse", "Third7!horse"
	if err := s.Keys.ChangePassword(ctx, "Wrong7!horse", second); !errors.Is(err, ui.ErrWrongPassword) {
		t.Errorf("with a wrong password: %v", err)
	}
	if err := s.Keys.ChangePassword(ctx, password, second); err != nil {
		t.Fatal(err)
	}
	prepared, err := s.Keys.PrepareRecoveryKey(ctx)
	if err != nil {
		t.Fatal(err)
	}
	key := prepared.Text()
	if err := s.Keys.UseRecoveryKey(ctx, prepared); err != nil || key == "" || prepared.Text() != "" {
		t.Fatalf("a key of %d letters, %v", len(key), err)
	}
	s = reopened(t, s, func(o Vaults, path string) (*ui.Session, error) {
		if _, err := o.Open(ctx, path, password); !errors.Is(err, ui.ErrWrongPassword) {
			t.Errorf("the old password: %v", err)
		}
		return o.OpenWithRecovery(ctx, path, key)
	})
	if prepared, err = s.Keys.PrepareRecoveryKey(ctx); err != nil {
		t.Fatal(err)
	}
	fresh := prepared.Text()
	if err := s.Keys.Rekey(ctx, third, prepared, noProgress); err != nil || fresh == key || fresh == "" {
		t.Fatalf("a key of %d letters, %v", len(fresh), err)
	}
	if got := summaries(t, s.Library(s.Profiles[0].ID)); !maps.Equal(got, want) {
		t.Errorf("after that the library shows %v, want %v", got, want)
	}
	s = reopened(t, s, func(o Vaults, path string) (*ui.Session, error) {
		if _, err := o.OpenWithRecovery(ctx, path, key); !errors.Is(err, ui.ErrWrongPassword) {
			t.Errorf("the old key: %v", err)
		}
		return o.Open(ctx, path, third)
	})
	if _, err := o.Open(ctx, s.Path, third); !errors.Is(err, vault.ErrInUse) {
		t.Errorf("open twice: %v", err)
	}
}

func TestWhatIsDeletedIsDueUntilItIsTidied(t *testing.T) {
	ctx := context.Background()
	s, _ := filled(t)
	profile := s.Profiles[0].ID
	lib := s.Library(profile)
	if s.Tidier.Due() {
		t.Error("due before anything is deleted")
	}
	var gone []ui.Measurement
	for r, err := range lib.Readings(ctx, "weight", 0, 1<<50) {
		if err != nil {
			t.Fatal(err)
		}
		gone = append(gone, ui.Measurement{Metric: r.Metric, Source: r.Source, Start: r.Start})
	}
	deleted, err := s.Deletions.Delete(ctx, profile, gone)
	if err != nil || !s.Tidier.Due() {
		t.Fatalf("due %v, %v", s.Tidier.Due(), err)
	}
	r, err := s.Tidier.Tidy(ctx, noProgress)
	if err != nil || r.Before == 0 || r.After == 0 || s.Tidier.Due() {
		t.Errorf("report %+v, due %v, %v", r, s.Tidier.Due(), err)
	}
	if err := s.Deletions.Undelete(ctx, deleted.ID); !errors.Is(err, vault.ErrNoDeletion) {
		t.Errorf("undoing what is final: %v", err)
	}
	if n := summaries(t, lib)["weight"]; n != 0 {
		t.Errorf("%d weigh-ins are back", n)
	}
}
