package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

const configFile = ".golangci.yml"

// prove returns what does not bite as it should, and how many forbidden
// lines were reported.
func prove(ctx context.Context, linter, project string) (findings []string, proven int, err error) {
	linter, err = filepath.Abs(linter)
	if err != nil {
		return nil, 0, err
	}
	findings, err = roomsWithoutRule(project)
	if err != nil {
		return nil, 0, err
	}
	bitten := map[string]bool{}
	for _, upwards := range []bool{false, true} {
		files := layout(upwards)
		reports, err := lint(ctx, linter, project, files)
		if err != nil {
			return nil, 0, err
		}
		missed, n := compare(files, reports)
		findings = append(findings, missed...)
		proven += n
		for _, r := range reports {
			bitten[r.rule()] = true
		}
	}
	silent, err := silentRules(filepath.Join(project, configFile), bitten)
	if err != nil {
		return nil, 0, err
	}
	return append(findings, silent...), proven, nil
}

// roomsWithoutRule finds Go packages in folders that this command does not
// know: a new room needs its line in rooms and its rule in the configuration.
func roomsWithoutRule(project string) ([]string, error) {
	known := map[string]bool{"tools": true, "bench": true, "build": true}
	for _, r := range rooms {
		known[strings.Split(r.dir, "/")[0]] = true
	}
	unknown := map[string]bool{}
	err := filepath.WalkDir(project, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != project && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		rel, err := filepath.Rel(project, name)
		if err != nil {
			return err
		}
		top, _, below := strings.Cut(filepath.ToSlash(rel), "/")
		if below && filepath.Ext(name) == ".go" && !known[top] {
			unknown[top] = true
		}
		return nil
	})
	var findings []string
	for _, top := range slices.Sorted(maps.Keys(unknown)) {
		findings = append(findings, top+": no import direction is stated for this folder")
	}
	return findings, err
}

// report is one finding of the linter, in the form of its JSON output.
type report struct {
	FromLinter string
	Text       string
	Pos        struct {
		Filename string
		Line     int
	}
}

func (r report) place() string {
	return fmt.Sprintf("%s:%d", filepath.ToSlash(r.Pos.Filename), r.Pos.Line)
}

var listName = regexp.MustCompile(`from list '([^']+)'`)

// rule names the depguard rule that reported r, or is empty.
func (r report) rule() string {
	if m := listName.FindStringSubmatch(r.Text); m != nil {
		return m[1]
	}
	return ""
}

// lint writes files into a module of the project's name with the project's
// own requirements and linter configuration, and runs the linter there.
func lint(ctx context.Context, linter, project string, files map[string][]line) (_ []report, err error) {
	dir, err := os.MkdirTemp("", "vitalkeep-prove-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return nil, err
	}
	for _, name := range []string{"go.mod", "go.sum", configFile} {
		data, err := os.ReadFile(filepath.Join(project, name))
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			return nil, err
		}
	}
	for name, lines := range files {
		if err := writeLines(filepath.Join(dir, filepath.FromSlash(name)), lines); err != nil {
			return nil, err
		}
	}
	return runLinter(ctx, linter, dir)
}

func writeLines(name string, lines []line) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	var text strings.Builder
	for _, l := range lines {
		text.WriteString(l.text + "\n")
	}
	return os.WriteFile(name, []byte(text.String()), 0o600)
}

func runLinter(ctx context.Context, linter, dir string) ([]report, error) {
	cmd := exec.CommandContext(ctx, linter, "run", "--enable-only", "depguard,forbidigo",
		"--output.json.path", "stdout", "--show-stats=false", "--issues-exit-code", "0", "./...")
	cmd.Dir = dir
	// Its cache remembers the paths of an earlier layout with the same text.
	cmd.Env = append(os.Environ(), "GOLANGCI_LINT_CACHE="+filepath.Join(dir, ".cache"))
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", linter, err, stderr.String())
	}
	var result struct{ Issues []report }
	if err := json.Unmarshal(stdout.Bytes(), &result); err != nil {
		return nil, fmt.Errorf("reading the linter's output: %w\n%s", err, stdout.String())
	}
	return result.Issues, nil
}

// compare matches the lines that had to be reported with those that were.
func compare(files map[string][]line, reports []report) (findings []string, proven int) {
	reported := map[string]report{}
	for _, r := range reports {
		reported[r.place()] = r
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		for i, l := range files[name] {
			place := fmt.Sprintf("%s:%d", name, i+1)
			r, found := reported[place]
			delete(reported, place)
			switch {
			case l.forbidden && !found:
				findings = append(findings, fmt.Sprintf("%s: %s: forbidden, but not reported", place, strings.TrimSpace(l.text)))
			case !l.forbidden && found:
				findings = append(findings, fmt.Sprintf("%s: %s: allowed, but reported: %s", place, strings.TrimSpace(l.text), r.Text))
			case found:
				proven++
			}
		}
	}
	for _, place := range slices.Sorted(maps.Keys(reported)) {
		findings = append(findings, fmt.Sprintf("%s: unexpected: %s", place, reported[place].Text))
	}
	return findings, proven
}

// silentRules lists the depguard rules of the configuration that reported
// nothing in either layout.
func silentRules(config string, bitten map[string]bool) ([]string, error) {
	data, err := os.ReadFile(config)
	if err != nil {
		return nil, err
	}
	var parsed struct {
		Linters struct {
			Settings struct {
				Depguard struct {
					Rules map[string]any
				}
			}
		}
	}
	if err := yaml.Unmarshal(data, &parsed); err != nil {
		return nil, fmt.Errorf("%s: %w", config, err)
	}
	rules := parsed.Linters.Settings.Depguard.Rules
	if len(rules) == 0 {
		return nil, fmt.Errorf("%s: no depguard rules found", config)
	}
	var findings []string
	for _, name := range slices.Sorted(maps.Keys(rules)) {
		if !bitten[name] {
			findings = append(findings, fmt.Sprintf("%s: the rule %s never bit", configFile, name))
		}
	}
	return findings, nil
}
