package exporters_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"vitalkeep/exporters"
	"vitalkeep/health"
)

// openCopy writes the open copy of a person and returns its files.
func openCopy(t *testing.T, p *person, opts exporters.Options) (map[string]string, exporters.Report) {
	t.Helper()
	var raw bytes.Buffer
	z := zip.NewWriter(&raw)
	report, err := exporters.WriteOpenCopy(t.Context(), z, "open/1 Ada/", p, opts)
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(raw.Bytes()), int64(raw.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range r.File {
		if f.Mode() != 0o600 {
			t.Errorf("%s has mode %v", f.Name, f.Mode())
		}
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		name, inside := strings.CutPrefix(f.Name, "open/1 Ada/")
		if !inside {
			t.Errorf("%s is not in the person's folder", f.Name)
		}
		files[name] = string(text)
	}
	return files, report
}

func TestAnOpenCopyHoldsEverythingAsJSONAndAsTheExport(t *testing.T) {
	p := &person{}
	start, loc := at(t, "2024-03-01 07:12:00")
	p.add("weight", "withings:export", start, 0, "78.20", health.Kilogram, loc)
	p.add("steps", "withings:band", start+500, 60, "12", health.Count, loc)
	p.entries = []health.Entry{{
		Kind: health.Note, Source: "csv:file", Key: "=1+1", Start: start, Duration: 1500, Offset: -8 * 3600,
		Fields: []health.Field{{Name: "text", Text: "tired <\"&\n"}, {Name: "text", Text: "again"}},
	}}
	opts := options(health.USUnits, losAngeles)
	var told []int64
	opts.Progress = func(done, total int64) {
		if total != 4 {
			t.Errorf("total = %d", total)
		}
		told = append(told, done)
	}
	got, report := openCopy(t, p, opts)
	want := map[string]string{
		"profile.json": "{\n  \"name\": \"Ada\",\n  \"zone\": \"America/Los_Angeles\",\n  \"units\": \"us\"\n}\n",
		"samples.jsonl": lines(
			`{"metric":"steps","source":"withings:band","start":"2024-03-01T07:12:00.500-08:00","duration_s":60,"value":12,"unit":"count"}`,
			`{"metric":"weight","source":"withings:export","start":"2024-03-01T07:12:00-08:00","duration_s":0,"value":78.20,"unit":"kg"}`,
		),
		"entries.jsonl": lines(
			`{"kind":"note","source":"csv:file","key":"=1+1","start":"2024-03-01T07:12:00-08:00","duration_s":1.5,"fields":[["text","tired <\"&\n"],["text","again"]]}`,
		),
	}
	opts.Progress = nil
	files, _ := export(t, p, opts)
	for name, text := range files {
		want["csv/"+name] = text
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got[name] != want[name] {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got[name], want[name])
		}
	}
	if len(got) != len(want) || len(report.Files) != len(want) || report.Samples != 2 || report.Entries != 1 {
		t.Errorf("%d files, want %d; %+v", len(got), len(want), report)
	}
	if !slices.IsSorted(told) || len(told) == 0 || told[len(told)-1] != 4 {
		t.Errorf("progress %v", told)
	}
}

func TestAnOpenCopyThatFailsSaysWhy(t *testing.T) {
	broken := errors.New("broken")
	z := zip.NewWriter(io.Discard)
	opts := options(health.MetricUnits, "UTC")
	if _, err := exporters.WriteOpenCopy(t.Context(), z, "a/", &person{broken: broken}, opts); !errors.Is(err, broken) {
		t.Error(err)
	}
	p := &person{}
	p.add("weight", "csv:file", 0, 0, "1", health.Kilogram, time.UTC)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := exporters.WriteOpenCopy(ctx, z, "a/", p, opts); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
