package main

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vitalkeep/health"
	"vitalkeep/internal/applehealth"
)

// appleExport writes an export as a ZIP.
func appleExport(t *testing.T, o applehealth.Options) (string, *applehealth.Book) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "export.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	book, err := applehealth.WriteZIP(f, o)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	return path, book
}

func TestAnAppleHealthExportGoesInExactly(t *testing.T) {
	o := applehealth.Options{Seed: 4, Records: 8000, BrokenDTD: true}
	path, book := appleExport(t, o)
	x := newTerminal(t, "--profile", "Rowena", "--zone", book.Options.Zone)
	first := lines[importedJSON](t, x.run("--json", "import", path))[0]
	entries := 0
	for _, n := range book.Entries {
		entries += n
	}
	if first.New != book.Samples()+entries || first.Rejected != 0 || first.Conflicts != 0 {
		t.Errorf("import %+v, want %d samples and %d entries", first, book.Samples(), entries)
	}
	got := map[health.MetricID]applehealth.Fact{}
	lists := x.lists()
	for metric, text := range lists {
		var f applehealth.Fact
		for i, r := range lines[readingJSON](t, text) {
			if i == 0 {
				f.First, f.Last = r.T, r.T
			}
			f.Count++
			f.Sum += r.V
			f.First, f.Last = min(f.First, r.T), max(f.Last, r.T)
		}
		got[metric] = f
	}
	for metric, want := range book.Metrics() {
		g := got[metric]
		if g.Count != want.Count || g.First != want.First || g.Last != want.Last || math.Abs(g.Sum-want.Sum) > 1e-9*math.Abs(want.Sum) {
			t.Errorf("%s: %+v, want %+v", metric, g, want)
		}
	}
	if len(got) != len(book.Metrics()) {
		t.Errorf("%d metrics, want %d", len(got), len(book.Metrics()))
	}

	again := lines[importedJSON](t, x.run("--json", "import", path))[0]
	if again.New != 0 || again.Conflicts != 0 || again.ImportID != "" {
		t.Errorf("the same again %+v", again)
	}
	o.Shuffle = 99
	mixed, _ := appleExport(t, o)
	again = lines[importedJSON](t, x.run("--json", "import", mixed))[0]
	if again.New != 0 || again.Conflicts != 0 {
		t.Errorf("the same in another order %+v", again)
	}
	y := newTerminal(t, "--profile", "Rowena", "--zone", book.Options.Zone)
	y.run("import", mixed)
	for metric, text := range y.lists() {
		if lists[metric] != text {
			t.Errorf("%s differs where the records came in another order", metric)
		}
	}
}

func TestTheOriginOfAppleSamplesLeadsToTheirElements(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "apple_health_export")
	book, err := applehealth.WriteDir(dir, applehealth.Options{Seed: 6, Records: 4000})
	if err != nil {
		t.Fatal(err)
	}
	x := newTerminal(t, "--profile", "Rowena", "--zone", book.Options.Zone)
	x.run("import", dir)
	all := x.allOrigins()
	r := rand.New(rand.NewPCG(6, 1))
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	content := map[string][][]byte{}
	err = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		content[d.Name()] = bytes.Split(data, []byte("\n"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all[:1000] {
		rows := content[s.Origin.File]
		if s.Origin.Row < 1 || int(s.Origin.Row) > len(rows) {
			t.Fatalf("%s stood in row %d of %s", s.metric, s.Origin.Row, s.Origin.File)
		}
		row := string(rows[s.Origin.Row-1])
		// A word that became a number has no text of its own.
		if s.Origin.Text == "" && strings.Contains(row, "HKCategoryType") {
			continue
		}
		if s.Origin.Text == "" || !strings.Contains(row, `"`+s.Origin.Text+`"`) && !strings.Contains(row, ">"+s.Origin.Text+"<") {
			t.Errorf("%s: %q does not stand in row %d of %s", s.metric, s.Origin.Text, s.Origin.Row, s.Origin.File)
		}
	}
}

func TestAnExportThatIsCutOffComesInOnlyIfThatIsSaid(t *testing.T) {
	path, book := appleExport(t, applehealth.Options{Seed: 7, Records: 2000})
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	x := newTerminal(t, "--profile", "Rowena", "--zone", book.Options.Zone)
	if code, _, errs := x.call("import", path); code == exitDone || !strings.Contains(errs, "keep what can be read") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	_, out, _ := x.call("--json", "import", "--keep-damaged", path)
	r := lines[importedJSON](t, out)[0]
	if r.New == 0 || r.New >= book.Samples() || r.Rejected == 0 {
		t.Errorf("%+v", r)
	}
}
