package session

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vitalkeep/ui"
	"vitalkeep/vault"
)

func TestAnEarlierCopyInTheVaultsPlaceIsToldUntilItIsAccepted(t *testing.T) {
	ctx, o := context.Background(), newVaults()
	o.Now = time.Now
	o.Anchors = vault.AnchorFolder(filepath.Join(t.TempDir(), "anchors"))
	v, err := createCheaply(t)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	path := v.Path()
	earlier, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s, err := o.Open(ctx, path, password)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 { // each is remembered, and so a change
		if _, err := s.File.Check(ctx, noProgress); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, earlier, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err = o.Open(ctx, path, password)
	if err != nil {
		t.Fatal(err)
	}
	older := s.Doubts.Older
	if older == nil || older.Missing < 3 || older.Seen.IsZero() {
		t.Fatalf("older %+v", older)
	}
	if err := older.Accept(); err != nil {
		t.Error(err)
	}
	if s = reopened(t, s, func(_ Vaults, path string) (*ui.Session, error) { return o.Open(ctx, path, password) }); s.Doubts.Older != nil {
		t.Errorf("after it was accepted: %+v", s.Doubts.Older)
	}
}
