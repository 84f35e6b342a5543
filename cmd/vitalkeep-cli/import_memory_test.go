package main

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"
)

func TestOnlyALargeInputIsImportedWithLittleGarbage(t *testing.T) {
	usual := debug.SetGCPercent(77)
	defer debug.SetGCPercent(usual)
	now := func() int {
		n := debug.SetGCPercent(1)
		debug.SetGCPercent(n)
		return n
	}
	dir := t.TempDir()
	small, large := filepath.Join(dir, "small"), filepath.Join(dir, "large")
	for name, size := range map[string]int64{small: 1000, large: largeInput} {
		f, err := os.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Truncate(size); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		paths []string
		want  int
	}{
		{[]string{small}, 77}, {[]string{dir}, 77}, {[]string{filepath.Join(dir, "none")}, 77}, {[]string{small, large}, largeInputGC},
	} {
		done := boundGarbage(test.paths)
		if got := now(); got != test.want {
			t.Errorf("%v: %d, want %d", test.paths, got, test.want)
		}
		if done(); now() != 77 {
			t.Errorf("%v: %d afterwards", test.paths, now())
		}
	}
}
