package importers

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vitalkeep/health"
)

// memory is a sink that keeps everything.
type memory struct {
	files   []string
	samples []health.Reading
	entries []health.Entry
	rejects []health.Reject
	fail    error // returned by Sample once set
}

func (m *memory) File(name string) (uint32, error) {
	m.files = append(m.files, name)
	return uint32(len(m.files) - 1), nil
}

func (m *memory) Sample(id health.MetricID, s health.SourceID, v health.Sample) error {
	m.samples = append(m.samples, health.Reading{Metric: id, Source: s, Sample: v})
	return m.fail
}

func (m *memory) Entry(e health.Entry) error {
	m.entries = append(m.entries, e)
	return nil
}

func (m *memory) Reject(r health.Reject) error {
	m.rejects = append(m.rejects, r)
	return nil
}

// lines renders samples as one line each: metric source start+offset duration
// value unit row.
func (m *memory) lines() []string {
	var out []string
	for _, s := range m.samples {
		at := time.UnixMilli(s.Start).UTC().Add(time.Duration(s.Offset) * time.Second)
		line := fmt.Sprintf("%s %s %s%s", s.Metric, s.Source, at.Format("2006-01-02T15:04:05"), health.FormatOffset(s.Offset))
		if s.Duration > 0 {
			line += fmt.Sprintf(" %gs", float64(s.Duration)/1000)
		}
		line += fmt.Sprintf(" %s", s.Value)
		if s.Unit != health.NoUnit {
			line += " " + s.Unit.ID()
		}
		out = append(out, line+fmt.Sprintf(" @%d", s.Origin.Row))
	}
	return out
}

// refused renders rejects as "file:row column: reason".
func (m *memory) refused() []string {
	var out []string
	for _, r := range m.rejects {
		out = append(out, fmt.Sprintf("%s:%d %s: %s", r.File, r.Row, r.Column, r.Reason))
	}
	return out
}

// put writes a file into a fresh folder and returns its path.
func put(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// readFile reads one file in Los Angeles.
func readFile(t testing.TB, name, content string) (*memory, Report, error) {
	t.Helper()
	var m memory
	rep, err := Read(context.Background(), []string{put(t, name, content)}, Options{Zone: zone(t, "America/Los_Angeles")}, &m)
	return &m, rep, err
}

func same(t testing.TB, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n  %s\nwant:\n  %s", what, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}
