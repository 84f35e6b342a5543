package vault

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestAFileIsInspectedWithoutItsKeys(t *testing.T) {
	path, raw, _ := closedVault(t)
	if err := Inspect(context.Background(), path); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, raw) {
		t.Fatal("the file changed", err)
	}
	for name, c := range map[string]struct {
		content []byte
		want    error
	}{
		"a text":         {[]byte("Dear diary"), ErrNotAVault},
		"an empty file":  {nil, ErrNotAVault},
		"half of it":     {raw[:len(raw)/2], ErrDamaged},
		"a wrong branch": {bytes.Repeat(raw[:2*pageSize], 4), ErrDamaged},
	} {
		file := filepath.Join(t.TempDir(), "x.vitalkeep")
		if err := os.WriteFile(file, c.content, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := Inspect(context.Background(), file); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if err := Inspect(context.Background(), filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}
