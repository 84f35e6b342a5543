package backup

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"filippo.io/age"
)

// keyPair makes an age key for a test.
func keyPair(t testing.TB) (recipient string, key Key) {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id.Recipient().String(), Key{Identity: id.String()}
}

func TestABackupIsProvenAgainAndItsProofRemembered(t *testing.T) {
	h := newHome(t)
	recipient, key := keyPair(t)
	out := filepath.Join(t.TempDir(), "a.vitalkeep.age")
	if _, err := Write(t.Context(), h.Vault, out, Options{Recipient: recipient, OpenCopy: holdingsOf, Now: now}); err != nil {
		t.Fatal(err)
	}
	later := testNow.Add(48 * time.Hour)
	seen := map[Phase]bool{}
	proof, err := Prove(t.Context(), h.Vault, out, key, ProveOptions{
		Now: func() time.Time { return later }, Progress: func(p Phase, _, _ int64) { seen[p] = true },
	})
	if err != nil || !proof.Read || !proof.At.Equal(later) || !seen[Reading] || !seen[Proving] {
		t.Fatalf("%+v, %v, phases %v", proof, err, seen)
	}
	if known, err := h.Backups(); err != nil || known[0].ProvenAt != later.UnixMilli() {
		t.Errorf("remembered %+v, %v", known, err)
	}
	if left := names(t, h.folder); len(left) != 1 {
		t.Errorf("left beside the vault: %v", left)
	}
	c, err := Look(out, key)
	if err != nil || !c.At.Equal(testNow) || c.Bytes == 0 || !c.OpenCopy || c.People != 2 {
		t.Errorf("looked at: %+v, %v", c, err)
	}
}

func TestABackupUnderOldKeysIsComparedWithWhatWasProven(t *testing.T) {
	h := newHome(t)
	recipient, key := keyPair(t)
	out := filepath.Join(t.TempDir(), "a.vitalkeep.age")
	if _, err := Write(t.Context(), h.Vault, out, Options{Recipient: recipient, Now: now}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Rekey(t.Context(), []byte("Another-horse8"), nil); err != nil {
		t.Fatal(err)
	}
	proof, err := Prove(t.Context(), h.Vault, out, key, ProveOptions{Now: now})
	if err != nil || proof.Read {
		t.Errorf("%+v, %v", proof, err)
	}
}

func TestWhatIsNotTheProvenFileIsNotProven(t *testing.T) {
	h := newHome(t)
	recipient, key := keyPair(t)
	_, other := keyPair(t)
	folder := t.TempDir()
	write := func(name string) string {
		path := filepath.Join(folder, name)
		if _, err := Write(t.Context(), h.Vault, path, Options{Recipient: recipient, Now: now}); err != nil {
			t.Fatal(err)
		}
		return path
	}
	a, b := write("a.age"), write("b.age")
	content, err := os.ReadFile(a)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name    string
		prepare func() error
		path    string
		key     Key
		want    error
	}{
		{"wrong key", func() error { return nil }, a, other, ErrWrongKey},
		{"no key", func() error { return nil }, a, Key{}, ErrNoKey},
		{"gone", func() error { return nil }, filepath.Join(folder, "c.age"), key, fs.ErrNotExist},
		{"another in its place", func() error {
			return os.Rename(b, a)
		}, a, key, ErrChanged},
		{"cut off", func() error { return os.WriteFile(b, content[:len(content)-1], 0o600) }, b, key, ErrChanged},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.prepare(); err != nil {
				t.Fatal(err)
			}
			if _, err := Prove(t.Context(), h.Vault, tt.path, tt.key, ProveOptions{Now: now}); !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
			if left := names(t, h.folder); len(left) != 1 {
				t.Errorf("left beside the vault: %v", left)
			}
		})
	}
}
