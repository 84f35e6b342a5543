package session

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"vitalkeep/ui"
)

func TestADamagedVaultIsSalvaged(t *testing.T) {
	ctx, o := context.Background(), newVaults()
	s, stored := filled(t)
	want := summaries(t, s.Library(s.Profiles[0].ID))
	picture := bytes.Repeat([]byte("a picture "), 5000)
	ref, err := s.Notebook(s.Profiles[0].ID).Attach(ctx, picture)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(s.Path)
	if err != nil {
		t.Fatal(err)
	}
	// Both of the file's first pages, without which nothing of it is found.
	copy(raw, bytes.Repeat([]byte{0x5a}, 2*os.Getpagesize()))
	damaged := filepath.Join(t.TempDir(), "damaged.vitalkeep")
	if err := os.WriteFile(damaged, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Open(ctx, damaged, password); !errors.Is(err, ui.ErrDamaged) {
		t.Errorf("opening it: %v", err)
	}
	if _, err := o.Salvage(ctx, damaged, ui.Secret{Text: "Wrong7!horse"}, noProgress); !errors.Is(err, ui.ErrWrongPassword) {
		t.Errorf("with a wrong password: %v", err)
	}
	found, err := o.Salvage(ctx, damaged, ui.Secret{Text: password}, noProgress)
	if err != nil {
		t.Fatal(err)
	}
	r := found.Report()
	if len(r.People) != 1 || r.People[0].Name != "Anna" || r.People[0].Read != stored || r.People[0].Of != stored {
		t.Errorf("report %+v of %d readings", r, stored)
	}
	healthy := filepath.Join(t.TempDir(), "healthy.vitalkeep")
	if err := found.WriteTo(ctx, damaged, noProgress); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file that is there: %v", err)
	}
	if err := errors.Join(found.WriteTo(ctx, healthy, noProgress), found.Close()); err != nil {
		t.Fatal(err)
	}
	again, err := o.Open(ctx, healthy, password)
	if err != nil {
		t.Fatal(err)
	}
	for metric, n := range want {
		if got := summaries(t, again.Library(again.Profiles[0].ID))[metric]; got != n {
			t.Errorf("%s: %d samples, want %d", metric, got, n)
		}
	}
	if got, err := again.Notebook(again.Profiles[0].ID).Picture(ctx, ref); err != nil || !bytes.Equal(got, picture) {
		t.Errorf("a picture of %d bytes, %v", len(got), err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}
