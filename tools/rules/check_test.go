package main

import (
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"
)

func text(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }

func TestCheck(t *testing.T) {
	const seedless = "package p\nfunc FuzzRead(f *testing.F) { f.Fuzz(func(t *testing.T, b []byte) {}) }\n"
	const seeded = "package p\nfunc FuzzRead(f *testing.F) {\n\tf.Add([]byte{1})\n}\n"
	const running = "package ui\nfunc start() {\n\tgo func() {}()\n}\n"

	cases := []struct {
		name    string
		project fstest.MapFS
		want    []string
	}{
		{
			"a goroutine in a screen is found",
			fstest.MapFS{"ui/unlock_screen.go": text(running)},
			[]string{"ui/unlock_screen.go:3: only ui/work.go starts goroutines in ui"},
		},
		{
			"a goroutine in a folder below ui is found",
			fstest.MapFS{"ui/widgets/work.go": text(running)},
			[]string{"ui/widgets/work.go:3: only ui/work.go starts goroutines in ui"},
		},
		{"tests may start goroutines", fstest.MapFS{"ui/unlock_screen_test.go": text(running)}, nil},
		{"the work file may start goroutines", fstest.MapFS{"ui/work.go": text(running)}, nil},
		{"other packages may start goroutines", fstest.MapFS{"vault/open.go": text(running)}, nil},
		{
			"a fuzz target without seeds is found",
			fstest.MapFS{"p/read_test.go": text(seedless)},
			[]string{"p/read_test.go:2: FuzzRead has no committed seed: add one under p/testdata/fuzz/FuzzRead"},
		},
		{
			"seeds in the code alone are found: nobody sees when they are gone",
			fstest.MapFS{"p/read_test.go": text(seeded)},
			[]string{"p/read_test.go:2: FuzzRead has no committed seed: add one under p/testdata/fuzz/FuzzRead"},
		},
		{
			"seeds in files are enough",
			fstest.MapFS{"p/read_test.go": text(seedless), "p/testdata/fuzz/FuzzRead/one": text("x")},
			nil,
		},
		{
			"an empty seed folder is found",
			fstest.MapFS{
				"p/read_test.go":           text(seeded),
				"p/testdata/fuzz/FuzzRead": {Mode: fs.ModeDir},
			},
			[]string{
				"p/read_test.go:2: FuzzRead has no committed seed: add one under p/testdata/fuzz/FuzzRead",
				"p/testdata/fuzz/FuzzRead: this seed folder is empty",
			},
		},
		{
			"a seed folder without its target is found",
			fstest.MapFS{"p/testdata/fuzz/FuzzGone/one": text("x")},
			[]string{"p/testdata/fuzz/FuzzGone: no fuzz target reads this seed folder"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := Check(c.project)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestCheckRefusesAFileThatDoesNotParse(t *testing.T) {
	if _, err := Check(fstest.MapFS{"p/p.go": text("package")}); err == nil {
		t.Error("a broken file was taken for a clean one")
	}
}
