package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/household"
	"vitalkeep/internal/withingsarchive"
	"vitalkeep/vault"
)

const password = "Correct-Horse1"

// terminal runs commands against one vault in this process.
type terminal struct {
	t      *testing.T
	path   string
	create func(context.Context, string, []byte, vault.Options) (*vault.Vault, string, error)
	unlock func(context.Context, string, []byte, vault.Options) (*vault.Vault, error)
}

func newTerminal(t *testing.T, args ...string) *terminal {
	t.Helper()
	x := &terminal{t: t, path: filepath.Join(t.TempDir(), "v.vitalkeep"), create: createCheaply, unlock: unlockCheaply}
	x.run(append([]string{"init"}, args...)...)
	return x
}

// call runs a command and returns its exit code and what it wrote.
func (x *terminal) call(args ...string) (code int, out, errs string) {
	x.t.Helper()
	var o, e bytes.Buffer
	p := &program{out: &o, errs: &e, now: time.Now, cost: vault.CostFloor, create: x.create, unlock: x.unlock, salvage: salvageCheaply, getenv: func(name string) string {
		return map[string]string{passwordVariable: password, "TZ": "Europe/Paris"}[name]
	}}
	code = p.run(x.t.Context(), append([]string{"--vault", x.path}, args...))
	return code, o.String(), e.String()
}

// run wants a command to be done.
func (x *terminal) run(args ...string) string {
	x.t.Helper()
	code, out, errs := x.call(args...)
	if code != exitDone {
		x.t.Fatalf("%s: exit code %d: %s", args[0], code, errs)
	}
	return out
}

// lists returns what list --json writes for every metric, the vault opened
// once.
func (x *terminal) lists() map[health.MetricID]string {
	x.t.Helper()
	v, err := unlockCheaply(x.t.Context(), x.path, []byte(password), vault.Options{ReadOnly: true})
	if err != nil {
		x.t.Fatal(err)
	}
	defer func() {
		if err := v.Close(); err != nil {
			x.t.Error(err)
		}
	}()
	all := map[health.MetricID]string{}
	p, err := profileNamed(v, "")
	if err != nil {
		x.t.Fatal(err)
	}
	series, err := v.Series(p.ID)
	if err != nil {
		x.t.Fatal(err)
	}
	for _, s := range series {
		if _, ok := all[s.Metric]; ok {
			continue
		}
		m, ok := health.Lookup(s.Metric)
		if !ok {
			x.t.Fatalf("metric %s", s.Metric)
		}
		var out bytes.Buffer
		c := &call{program: &program{out: &out}, json: true}
		if err := c.list(x.t.Context(), v, p, listed{metric: m, span: span{earliest, latest}}); err != nil {
			x.t.Fatal(err)
		}
		all[s.Metric] = out.String()
	}
	return all
}

// lines decodes one JSON object a line.
func lines[T any](t *testing.T, text string) []T {
	t.Helper()
	var all []T
	for line := range strings.Lines(text) {
		var x T
		if err := json.Unmarshal([]byte(line), &x); err != nil {
			t.Fatal(err)
		}
		all = append(all, x)
	}
	return all
}

// TestARealArchiveGoesInAndComesOut is the main job from end to end: a US
// account in pounds in Los Angeles, with the offset of Paris in its raw files,
// over both clock changes of a year.
func TestARealArchiveGoesInAndComesOut(t *testing.T) {
	a, err := withingsarchive.Generate(withingsarchive.Options{
		Days: 280, Start: health.Date{Year: 2024, Month: time.February, Day: 20}, HeartRateEvery: 1800,
	})
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	zipped := filepath.Join(folder, "data_ABC_1.zip")
	f, err := os.Create(zipped)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(a.WriteZIP(f), f.Close()); err != nil {
		t.Fatal(err)
	}
	x := newTerminal(t, "--profile", "Adelaide", "--units", "us", "--zone", a.Options.Zone)
	empty := x.run("--json", "metrics")

	first := lines[importedJSON](t, x.run("--json", "import", zipped))[0]
	if want := a.Samples(); first.New < want || first.ImportID == "" || first.Rejected != 0 || first.Conflicts != 0 {
		t.Errorf("first import %+v, want %d samples and some entries", first, want)
	}
	if n := first.Files[0].New; n != first.New {
		t.Errorf("%d new in the only path, %d in all", n, first.New)
	}

	for metric, totals := range a.DayTotals {
		days := lines[dayJSON](t, x.run("--json", "days", "--metric", string(metric)))
		got := map[string]float64{}
		for _, d := range days {
			got[d.Date] = d.V
		}
		for date, text := range totals {
			want, err := strconv.ParseFloat(text, 64)
			if err != nil {
				t.Fatal(err)
			}
			if v, ok := got[date.String()]; !ok || v != want {
				t.Errorf("days of %s: %v on %s, the vendor says %v", metric, v, date, want)
			}
		}
	}

	weights := lines[readingJSON](t, x.run("--json", "list", "--metric", "weight"))
	if len(weights) != len(a.Weights) {
		t.Fatalf("%d weights, the archive has %d", len(weights), len(a.Weights))
	}
	for i, w := range a.Weights {
		// A tenth of a pound, the rounding of the file, is 45 g.
		if g := weights[i]; g.T != w.Start || math.Abs(g.V-w.Kilograms) > 1e-9 || (g.Offset != "-08:00" && g.Offset != "-07:00") {
			t.Errorf("weight %d: %+v, the archive has %+v", i, g, w)
		}
	}

	stats := lines[metricJSON](t, x.run("--json", "metrics"))
	for _, m := range stats {
		if m.Metric == "weight" && (m.Count != len(a.Weights) || m.Unit != "kg" || m.First != weights[0].T) {
			t.Errorf("metrics: %+v", m)
		}
	}

	second := lines[importedJSON](t, x.run("--json", "import", zipped))[0]
	if second.New != 0 || second.Conflicts != 0 || second.ImportID != "" {
		t.Errorf("second import %+v", second)
	}

	exported := filepath.Join(folder, "export.zip")
	x.run("export", "--out", exported)
	y := newTerminal(t, "--profile", "Bartholomew", "--zone", "Asia/Tokyo")
	if r := lines[importedJSON](t, y.run("--json", "import", exported))[0]; r.Rejected != 0 {
		t.Errorf("import of the export %+v", r)
	}
	want, got := x.lists(), y.lists()
	if len(want) != len(got) || len(want) < 20 {
		t.Errorf("%d metrics came back as %d", len(want), len(got))
	}
	for m, text := range want {
		if got[m] != text {
			t.Errorf("list of %s differs after export and import", m)
		}
	}

	noPlainText(t, x.path, a)

	x.run("undo-import", first.ImportID)
	if after := x.run("--json", "metrics"); after != empty {
		t.Errorf("after the undo metrics are %q, before the import they were %q", after, empty)
	}
	noPlainText(t, x.path, a)
}

// noPlainText looks for everything that strings would find in the file.
func noPlainText(t *testing.T, path string, a *withingsarchive.Archive) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	canaries := append(slices.Clone(a.Canaries), "Adelaide", "withings", "Withings", "weight", "steps", "heart_rate",
		"America/Los_Angeles", "Los_Angeles", "data_ABC_1", "vitalkeep_samples", "Electrocardiogram", "Walking", "Comments")
	for _, f := range a.Files {
		canaries = append(canaries, f.Name)
	}
	for s := range a.Series {
		canaries = append(canaries, string(s.Metric), string(s.Source))
	}
	for _, w := range a.Weights {
		day := time.UnixMilli(w.Start).UTC()
		canaries = append(canaries, day.Format(time.DateOnly), strconv.FormatInt(w.Start, 10), w.Text)
	}
	for _, c := range canaries {
		// Fewer bytes than six turn up in random ones by chance.
		if len(c) >= 6 && bytes.Contains(raw, []byte(c)) {
			t.Errorf("the vault holds %q in plain text", c)
		}
	}
}

func TestSampleDataComesBackFromItsExport(t *testing.T) {
	x := newTerminal(t, "--profile", "Nora", "--zone", "Europe/Paris")
	v, err := unlockCheaply(t.Context(), x.path, []byte(password), vault.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := profileNamed(v, "")
	if err != nil {
		t.Fatal(err)
	}
	st, err := v.Stage(t.Context(), p.ID, "sample")
	if err != nil {
		t.Fatal(err)
	}
	person := household.People("Europe/Paris", health.MetricUnits)[0]
	err = person.Generate(t.Context(), household.Options{Until: health.Date{Year: 2026, Month: time.June, Day: 30}}, st)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.Seal(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := st.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	exported := filepath.Join(t.TempDir(), "export.zip")
	x.run("export", "--out", exported)
	y := newTerminal(t, "--profile", "Ben", "--zone", "Asia/Tokyo")
	y.run("import", exported)
	want, got := x.lists(), y.lists()
	for m, text := range want {
		if got[m] != text {
			t.Errorf("list of %s differs after export and import", m)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d metrics came back as %d", len(want), len(got))
	}
}

func TestARealPasswordOpensTheVault(t *testing.T) {
	x := &terminal{t: t, path: filepath.Join(t.TempDir(), "v.vitalkeep"), create: vault.Create, unlock: vault.Open}
	x.run("init", "--profile", "Ada", "--zone", "Europe/Paris")
	if out := x.run("metrics"); !strings.Contains(out, "no data yet") {
		t.Errorf("metrics: %q", out)
	}
}

func TestAVaultInUseSaysSo(t *testing.T) {
	x := newTerminal(t, "--profile", "Ada")
	v, err := unlockCheaply(t.Context(), x.path, []byte(password), vault.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	}()
	code, out, errs := x.call("metrics")
	if code != exitFailed || out != "" || !strings.Contains(errs, "open in another program") {
		t.Errorf("exit code %d, %q, %q", code, out, errs)
	}
}

func TestACancelledCommandChangesNothing(t *testing.T) {
	x := newTerminal(t, "--profile", "Ada")
	before, err := os.ReadFile(x.path)
	if err != nil {
		t.Fatal(err)
	}
	var o, e bytes.Buffer
	ctx := &stopAfter{Context: t.Context(), left: 3}
	p := &program{out: &o, errs: &e, now: time.Now, unlock: unlockCheaply, salvage: salvageCheaply, getenv: func(string) string { return password }}
	path := filepath.Join(t.TempDir(), "raw_tracker_steps.csv")
	rows := []byte("start,duration,value\n")
	for i := range 200000 {
		rows = fmt.Appendf(rows, "%s,[1],[5]\n", time.Unix(1_700_000_000+int64(i), 0).UTC().Format(time.RFC3339))
	}
	if err := os.WriteFile(path, rows, 0o600); err != nil {
		t.Fatal(err)
	}
	if code := p.run(ctx, []string{"--vault", x.path, "import", path}); code != exitFailed || !strings.Contains(e.String(), "Cancelled") {
		t.Errorf("exit code %d, %q, %q", code, o.String(), e.String())
	}
	if after, err := os.ReadFile(x.path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the vault was changed, %v", err)
	}
}

func TestNamesOfFilesDoNotSteerTheTerminal(t *testing.T) {
	x := newTerminal(t, "--profile", "Ann")
	folder := t.TempDir()
	path := filepath.Join(folder, "we\u009b31m\u202eight.csv")
	if err := os.WriteFile(path, []byte("Date,Weight,Fat mass\n2024-03-01 07:30:00,70.1,\n2024-03-02 07:30:00,x,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := x.call("import", path)
	if code != exitRejected || !strings.Contains(out, "we\uFFFD31m\uFFFDight.csv, line 3") || strings.ContainsAny(out, "\u009b\u202e") {
		t.Errorf("exit code %d: %q %q", code, out, errs)
	}
	code, _, errs = x.call("import", filepath.Join(folder, "gone\x1b]0;x\x07.csv"))
	if code != exitFailed || !strings.Contains(errs, "gone\uFFFD]0;x\uFFFD.csv") || strings.ContainsAny(errs, "\x1b\x07") {
		t.Errorf("exit code %d: %q", code, errs)
	}
}
