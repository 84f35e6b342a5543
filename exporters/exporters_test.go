package exporters_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"vitalkeep/exporters"
	"vitalkeep/health"
)

func TestFormatsAreFoundByNameAndAlias(t *testing.T) {
	for _, f := range exporters.Formats() {
		if f.Name == "" || f.Title == "" || f.Description == "" || f.Extension == "" {
			t.Errorf("%+v lacks words", f)
		}
		for _, name := range append(f.Aliases, f.Name) {
			if got, err := exporters.Lookup(name); err != nil || got.Name != f.Name {
				t.Errorf("%s: %v, %v", name, got.Name, err)
			}
		}
	}
	if _, err := exporters.Lookup("pdf"); !errors.Is(err, exporters.ErrUnknownFormat) {
		t.Errorf("unknown format: %v", err)
	}
}

// folder returns the names in a folder.
func folder(t *testing.T, path string) []string {
	t.Helper()
	entries, err := os.ReadDir(path)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestAnExportReplacesNothingUnasked(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "mine.zip")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	opts := options(health.MetricUnits, "Europe/Paris")
	_, err := exporters.Export(t.Context(), format(t), &person{}, path, opts)
	if !errors.Is(err, exporters.ErrExists) || !errors.Is(err, fs.ErrExist) {
		t.Errorf("an existing file: %v", err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "mine" {
		t.Errorf("the file holds %q, %v", text, err)
	}
	opts.Overwrite = true
	if _, err := exporters.Export(t.Context(), format(t), &person{}, path, opts); err != nil {
		t.Errorf("asked to replace it: %v", err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) == "mine" {
		t.Errorf("the file still holds %q, %v", text, err)
	}
	if names := folder(t, dir); len(names) != 1 {
		t.Errorf("left over: %q", names)
	}
}

func TestAnExportIsForItsOwnerAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mine.zip")
	if _, err := exporters.Export(t.Context(), format(t), &person{}, path, options(health.MetricUnits, "Europe/Paris")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
}

func TestAFailedExportLeavesNothing(t *testing.T) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	gone := errors.New("the vault went away")
	for name, c := range map[string]struct {
		ctx  context.Context
		data *person
		zone string
		want error
	}{
		"cancelled":       {cancelled, &person{}, "Europe/Paris", context.Canceled},
		"unreadable":      {t.Context(), &person{broken: gone}, "Europe/Paris", gone},
		"an unknown zone": {t.Context(), &person{}, "Europe/Atlantis", nil},
	} {
		dir := t.TempDir()
		_, err := exporters.Export(c.ctx, format(t), c.data, filepath.Join(dir, "out.zip"), options(health.MetricUnits, c.zone))
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if names := folder(t, dir); len(names) != 0 {
			t.Errorf("%s: left over %q", name, names)
		}
	}
	_, err := exporters.Export(t.Context(), format(t), &person{}, filepath.Join(t.TempDir(), "no", "folder.zip"), options(health.MetricUnits, "Europe/Paris"))
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}
