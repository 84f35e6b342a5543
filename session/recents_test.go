package session

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestRecentVaultsAreNeitherWrittenNorReadWhenTheyAreSwitchedOff(t *testing.T) {
	folder := t.TempDir()
	vault := filepath.Join(folder, "berg.vitalkeep")
	if err := os.WriteFile(vault, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r := Recents{File: filepath.Join(folder, "state", "recent.json")}
	at := time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)
	r.Remember(vault, at)
	if list := r.List(); !r.Remembers() || len(list) != 1 || list[0].Path != vault {
		t.Fatalf("on: %v", list)
	}
	if err := r.SetRemembers(false); err != nil {
		t.Fatal(err)
	}
	r.Remember(vault, at.Add(time.Hour))
	if r.Remembers() || len(r.List()) > 0 {
		t.Errorf("off: %v is remembered", r.List())
	}
	files, err := os.ReadDir(filepath.Dir(r.File))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		raw, err := os.ReadFile(filepath.Join(filepath.Dir(r.File), f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(raw), "berg") || strings.Contains(string(raw), "2026") {
			t.Errorf("%s still says %s", f.Name(), raw)
		}
	}
	if (Recents{File: r.File}).Remembers() {
		t.Error("the next start does not know of it")
	}
	if err := r.SetRemembers(true); err != nil {
		t.Fatal(err)
	}
	r.Remember(vault, at)
	if len(r.List()) != 1 {
		t.Error("on again, nothing is remembered")
	}
}

func TestAListThatCannotBeReadRemembers(t *testing.T) {
	for _, text := range []string{"", "{", `{"of":"a newer program"}`, `[1]`, `null`} {
		r := Recents{File: filepath.Join(t.TempDir(), "recent.json")}
		if err := os.WriteFile(r.File, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if !r.Remembers() || len(r.List()) > 0 {
			t.Errorf("%q is read as %v", text, r.List())
		}
	}
}
