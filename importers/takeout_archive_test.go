package importers

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vitalkeep/health"
)

// tree is an export by the paths of its files.
type tree map[string]string

// zip packs a tree, its files in an order of their own.
func (x tree) zip(t testing.TB, name string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, path := range slices.Sorted(maps.Keys(x)) {
		f, err := w.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(x[path])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return put(t, name, b.String())
}

// folder writes a tree into a folder.
func (x tree) folder(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "export")
	for path, content := range x {
		at := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// moved puts a tree under another root.
func (x tree) moved(from, to string) tree {
	out := tree{}
	for path, content := range x {
		out[strings.Replace(path, from, to, 1)] = content
	}
	return out
}

// readPaths reads in Los Angeles.
func readPaths(t testing.TB, paths ...string) (*memory, Report) {
	t.Helper()
	var m memory
	rep, err := Read(context.Background(), paths, Options{Zone: zone(t, "America/Los_Angeles")}, &m)
	if err != nil {
		t.Fatal(err)
	}
	return &m, rep
}

// books sums up each series: how many, from when to when, and what they come to.
func (m *memory) books() []string {
	type account struct {
		n           int
		first, last int64
		sum         float64
	}
	all := map[string]*account{}
	for _, s := range m.samples {
		key := fmt.Sprintf("%s %s", s.Metric, s.Source)
		a := all[key]
		if a == nil {
			a = &account{first: math.MaxInt64, last: math.MinInt64}
			all[key] = a
		}
		a.n++
		a.first, a.last = min(a.first, s.Start), max(a.last, s.Start)
		a.sum += s.Canonical()
	}
	var out []string
	for _, key := range slices.Sorted(maps.Keys(all)) {
		a := all[key]
		out = append(out, fmt.Sprintf("%s: %d, %d to %d, %.6g", key, a.n, a.first, a.last, a.sum))
	}
	for _, e := range m.entries {
		out = append(out, fmt.Sprintf("%s %s %q %d+%d%s", e.Kind, e.Source, e.Key, e.Start, e.Duration, health.FormatOffset(e.Offset)))
	}
	slices.Sort(out)
	return out
}

// content is what a vault would hold: identities and values, without rows.
func (m *memory) content() []string {
	var out []string
	for _, l := range m.lines() {
		out = append(out, l[:strings.LastIndexByte(l, '@')])
	}
	for _, e := range m.entries {
		out = append(out, fmt.Sprint(e.Kind, e.Source, e.Key, e.Start, e.Duration, e.Offset, e.Fields))
	}
	slices.Sort(out)
	return out
}

// shuffled mixes the rows of tables and the records of lists.
func (x tree) shuffled() tree {
	r := rand.New(rand.NewPCG(7, 11))
	out := tree{}
	for path, content := range x {
		switch {
		case strings.HasSuffix(path, ".csv"):
			lines := strings.Split(strings.TrimSuffix(content, "\n"), "\n")
			rows := lines[1:]
			r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
			content = strings.Join(lines, "\n") + "\n"
		case strings.HasPrefix(content, "[{"):
			var records []json.RawMessage
			if json.Unmarshal([]byte(content), &records) != nil {
				break
			}
			r.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
			parts := make([]string, len(records))
			for i := range records {
				parts[i] = string(records[i])
			}
			content = "[" + strings.Join(parts, ",") + "]"
		}
		out[path] = content
	}
	return out
}

// skipped lists why files were left aside, and what could not be read.
func skipped(rep Report) []string {
	var out []string
	for _, in := range rep.Inputs {
		for _, f := range in.Files {
			if f.Skipped != "" {
				out = append(out, f.Name+": "+f.Skipped)
			}
		}
	}
	slices.Sort(out)
	return out
}
