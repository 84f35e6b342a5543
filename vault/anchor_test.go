package vault

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"vitalkeep/health"
)

// anchored is a vault that this computer remembers, and ways to put copies of
// its file in its place.
type anchored struct {
	t       testing.TB
	path    string
	folder  string
	options Options
}

func newAnchored(t testing.TB) *anchored {
	dir := t.TempDir()
	a := &anchored{t: t, path: filepath.Join(dir, "home.vitalkeep"), folder: filepath.Join(dir, "state", "anchors")}
	a.options = testOptions()
	a.options.Anchors = AnchorFolder(a.folder)
	v, _, err := Create(context.Background(), a.path, testPassword, a.options)
	if err == nil {
		err = v.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// with opens the vault, does the work, and returns what Rollback said at first.
func (a *anchored) with(work func(*Vault)) (RollbackReport, bool) {
	a.t.Helper()
	v, err := Open(context.Background(), a.path, testPassword, a.options)
	if err != nil {
		a.t.Fatal(err)
	}
	r, ok := v.Rollback()
	work(v)
	if err := v.Close(); err != nil {
		a.t.Fatal(err)
	}
	return r, ok
}

func (a *anchored) add(name string) func(*Vault) {
	return func(v *Vault) {
		if _, err := v.AddProfile(health.Profile{Name: name}); err != nil {
			a.t.Error(err)
		}
	}
}

func (a *anchored) file() []byte {
	a.t.Helper()
	b, err := os.ReadFile(a.path)
	if err != nil {
		a.t.Fatal(err)
	}
	return b
}

func (a *anchored) put(b []byte) {
	a.t.Helper()
	if err := os.WriteFile(a.path, b, 0o600); err != nil {
		a.t.Fatal(err)
	}
}

func justOpen(*Vault) {}

func TestAnOlderFileIsReportedUntilItIsAccepted(t *testing.T) {
	a := newAnchored(t)
	if _, ok := a.with(a.add("Ada")); ok {
		t.Error("a new vault is called older")
	}
	older := a.file()
	if _, ok := a.with(a.add("Bo")); ok {
		t.Error("the same file is called older")
	}
	newer := a.file()

	a.put(older)
	r, ok := a.with(func(v *Vault) {
		report, err := v.Verify(context.Background(), nil)
		if err != nil || len(report.Problems) != 1 {
			t.Errorf("verify = %+v, %v", report, err)
		}
	})
	if !ok || r.Seen != 3 || r.Found != 2 || !r.At.Equal(testNow) {
		t.Errorf("rollback = %+v, %v", r, ok)
	}
	// Changing the older file until it has overtaken does not make it the newest.
	if _, ok := a.with(func(v *Vault) {
		for _, name := range []string{"Cy", "Di", "Ed"} {
			a.add(name)(v)
		}
	}); !ok {
		t.Error("the older file was forgotten at the second opening")
	}
	if r, ok = a.with(justOpen); !ok || r.Found != 5 {
		t.Errorf("after changes: %+v, %v", r, ok)
	}
	other := a.file()

	// The file that was seen is back, and then the other once more.
	a.put(newer)
	if _, ok := a.with(justOpen); ok {
		t.Error("the newest file is called older")
	}
	a.put(older)
	a.with(justOpen)
	a.put(other)
	if _, ok := a.with(func(v *Vault) {
		if err := v.AcceptRollback(); err != nil {
			t.Error(err)
		}
	}); !ok {
		t.Error("a file of another line is not reported")
	}
	if _, ok := a.with(justOpen); ok {
		t.Error("an accepted file is reported again")
	}
	a.put(newer)
	if _, ok := a.with(justOpen); !ok {
		t.Error("older than what was accepted, and not reported")
	}
}

func TestAForkIsReported(t *testing.T) {
	a := newAnchored(t)
	start := a.file()
	a.with(a.add("Ada"))
	for name, changes := range map[string]int{"as many changes": 1, "one more": 2} {
		t.Run(name, func(t *testing.T) {
			elsewhere := *a
			elsewhere.options.Anchors = nil
			a.put(start)
			elsewhere.with(func(v *Vault) {
				for i := range changes {
					a.add("Bo" + string(rune('a'+i)))(v)
				}
			})
			if _, ok := a.with(justOpen); !ok {
				t.Error("not reported")
			}
		})
	}
}

func TestChangesElsewhereAreNoRollback(t *testing.T) {
	a := newAnchored(t)
	elsewhere := *a
	elsewhere.options.Anchors = nil
	for _, name := range []string{"Ada", "Bo"} {
		elsewhere.with(a.add(name))
		if r, ok := a.with(justOpen); ok {
			t.Errorf("rollback = %+v", r)
		}
	}
	a.options.ReadOnly = true
	elsewhere.with(a.add("Cy"))
	seen := a.file()
	elsewhere.with(a.add("Di"))
	a.with(justOpen) // reading only remembers, too
	a.put(seen)
	if _, ok := a.with(justOpen); !ok {
		t.Error("what was seen while reading is forgotten")
	}
}

func TestAnAnchorThatCannotBeBelievedIsToldAndReplaced(t *testing.T) {
	a := newAnchored(t)
	files, err := filepath.Glob(filepath.Join(a.folder, "*"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	b := newAnchored(t)
	others, err := filepath.Glob(filepath.Join(b.folder, "*"))
	if err != nil || len(others) != 1 {
		t.Fatal(others, err)
	}
	another, err := os.ReadFile(others[0])
	if err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	damaged := bytes.Clone(good)
	damaged[len(damaged)/2] ^= 1
	for name, value := range map[string][]byte{
		"empty": nil, "damaged": damaged, "cut": good[:20], "of another vault": another, "huge": make([]byte, 1<<20),
	} {
		if err := os.WriteFile(files[0], value, 0o600); err != nil {
			t.Fatal(err)
		}
		a.with(func(v *Vault) {
			if err := v.AnchorError(); !errors.Is(err, ErrAnchor) {
				t.Errorf("%s: %v", name, err)
			}
		})
		a.with(func(v *Vault) {
			if err := v.AnchorError(); err != nil {
				t.Errorf("%s: not replaced: %v", name, err)
			}
		})
	}
	left, err := os.ReadDir(a.folder)
	if err != nil || len(left) != 1 {
		t.Errorf("left in the folder: %v, %v", left, err)
	}
}

// brokenAnchors can be neither read nor written.
type brokenAnchors struct{ stored int }

func (b *brokenAnchors) Load(string) ([]byte, error) { return nil, fs.ErrPermission }

func (b *brokenAnchors) Store(string, []byte) error { b.stored++; return nil }

func TestNothingIsRememberedOverWhatCannotBeRead(t *testing.T) {
	a := newAnchored(t)
	broken := new(brokenAnchors)
	a.options.Anchors = broken
	a.with(func(v *Vault) {
		a.add("Ada")(v)
		if !errors.Is(v.AnchorError(), fs.ErrPermission) {
			t.Errorf("error = %v", v.AnchorError())
		}
	})
	if broken.stored != 0 {
		t.Error("stored over what could not be read")
	}
}

func TestOtherKeysCarryTheAnchorOn(t *testing.T) {
	a := newAnchored(t)
	old := a.file()
	a.with(a.add("Ada"))
	a.with(func(v *Vault) {
		before := v.keys
		v.keys = newKeyring(randomSecret(), v.id)
		v.carryAnchor(before)
		if got, err := v.loadAnchor(v.keys); err != nil || got == nil || got.counter != 2 {
			t.Errorf("under the new keys: %+v, %v", got, err)
		}
		v.keys = before
	})
	a.put(old)
	if _, ok := a.with(justOpen); !ok {
		t.Error("a file under the keys of before is not told from the newest")
	}
}
