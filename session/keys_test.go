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
	key, err := s.Keys.NewRecoveryKey(ctx)
	if err != nil || key == "" {
		t.Fatalf("a key of %d letters, %v", len(key), err)
	}
	s = reopened(t, s, func(o Vaults, path string) (*ui.Session, error) {
		if _, err := o.Open(ctx, path, password); !errors.Is(err, ui.ErrWrongPassword) {
			t.Errorf("the old password: %v", err)
		}
		return o.OpenWithRecovery(ctx, path, key)
	})
	fresh, err := s.Keys.Rekey(ctx, third, noProgress)
	if err != nil || fresh == key || fresh == "" {
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
