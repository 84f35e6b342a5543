package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func reportAt(file string, at int, text string) report {
	r := report{FromLinter: "depguard", Text: text}
	r.Pos.Filename, r.Pos.Line = file, at
	return r
}

func TestCompare(t *testing.T) {
	files := map[string][]line{"ui/proof.go": {{text: "package ui"}, {`import _ "a"`, true}, {`import _ "b"`, false}}}
	cases := []struct {
		name    string
		reports []report
		want    []string
		proven  int
	}{
		{"the forbidden line alone is reported", []report{reportAt("ui/proof.go", 2, "no")}, nil, 1},
		{
			"a forbidden line is missed",
			nil,
			[]string{`ui/proof.go:2: import _ "a": forbidden, but not reported`},
			0,
		},
		{
			"an allowed line is reported",
			[]report{reportAt("ui/proof.go", 2, "no"), reportAt("ui/proof.go", 3, "no b")},
			[]string{`ui/proof.go:3: import _ "b": allowed, but reported: no b`},
			1,
		},
		{
			"a file that was not laid out is reported",
			[]report{reportAt("ui/proof.go", 2, "no"), reportAt("x.go", 1, "broken")},
			[]string{"x.go:1: unexpected: broken"},
			1,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, proven := compare(files, c.reports)
			if !slices.Equal(got, c.want) || proven != c.proven {
				t.Errorf("got %q and %d, want %q and %d", got, proven, c.want, c.proven)
			}
		})
	}
}

func TestTheTwoLayoutsHoldEveryPairOfRooms(t *testing.T) {
	seen := map[string]bool{}
	for _, upwards := range []bool{false, true} {
		for _, r := range rooms {
			for _, l := range layout(upwards)[path(r.dir, "proof.go")] {
				seen[r.dir+" "+l.text] = true
			}
		}
	}
	for _, from := range rooms {
		for _, to := range rooms {
			want := from.dir + ` import _ "vitalkeep/` + to.dir + `"`
			if from.dir != to.dir && to.dir != "." && !seen[want] {
				t.Errorf("no layout holds %s", want)
			}
		}
	}
}

func TestSilentRulesAreNamed(t *testing.T) {
	config := filepath.Join(t.TempDir(), configFile)
	const text = "linters:\n  settings:\n    depguard:\n      rules:\n        bites: {}\n        sleeps: {}\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := silentRules(config, map[string]bool{"bites": true})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{configFile + ": the rule sleeps never bit"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAFolderWithoutADirectionIsFound(t *testing.T) {
	project := t.TempDir()
	for _, dir := range []string{"vault", "cloud", ".git"} {
		if err := os.MkdirAll(filepath.Join(project, dir), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(project, dir, "doc.go"), []byte("package x\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := roomsWithoutRule(project)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"cloud: no import direction is stated for this folder"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
