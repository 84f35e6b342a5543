//go:build e2e && linux

package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"vitalkeep/e2e/desk"
	"vitalkeep/internal/withingsarchive"
)

// The light theme's colours by which a run finds its way.
var (
	accent  = color.RGBA{0x0e, 0x62, 0x5a, 0xff} // primary buttons
	caution = color.RGBA{0xf8, 0xed, 0xd6, 0xff} // the ground of warnings
)

const password = "Correct7!horse"

// size is the window's in all runs; the places below are for it.
var (
	size   = image.Rect(0, 0, 1280, 800)
	rail   = image.Rect(0, 0, 200, 800)
	plot   = image.Rect(290, 220, 870, 640)
	form   = image.Rect(320, 180, 420, 580)   // ground on the start screen
	middle = image.Rect(440, 380, 840, 580)   // where a screen's only button is
	top    = image.Rect(220, 100, 500, 200)   // where receipts have their button
	bottom = image.Rect(1000, 700, 1280, 800) // where previews have theirs
)

// graphs are the places of the graphs in the dashboard's first twelve cards.
func graphs() []image.Rectangle {
	var places []image.Rectangle
	for row := range 3 {
		for column := range 4 {
			places = append(places, image.Rect(245, 165, 455, 230).Add(image.Pt(259*column, 220*row)))
		}
	}
	return places
}

// TestTheMainJob does what the program exists for: make a vault, drop the
// archive, see it, export it, lock it, get it back. It goes on from a screen
// only when it sees what that screen is for, however slow the machine is.
func TestTheMainJob(t *testing.T) {
	home := t.TempDir()
	archive := filepath.Join(home, "data_ANN_1760425320.zip")
	facts := writeArchive(t, archive, withingsarchive.Options{Seed: 7, Flaws: true})

	screen := desk.NewScreen(t, desk.Options{Size: size.Max, Patience: time.Minute})
	program := screen.Start(home, []string{"TZ=America/Los_Angeles", "LANG=en_GB.UTF-8"}, binary(t, "VITALKEEP_WINDOW"), "-theme", "light")
	w := program.Window()
	w.Place(size)
	w.Move(image.Pt(20, 780)) // away from any button: one under the pointer has another colour
	button(w, "the start screen", middle)
	before := w.Shot("01-start")

	w.Key("Return") // Create a vault has the focus
	w.WaitChange(before, form)
	w.Type("Anna Berg")
	w.Click(image.Pt(460, 445))
	w.Type(password)
	w.Click(image.Pt(760, 445))
	w.Type(password)
	w.Shot("02-create")
	w.Key("Return")
	w.WaitColor("the warning under the recovery key", image.Rectangle{}, caution, 6_000)
	before = w.Shot("03-recovery-key")
	w.Click(button(w, "the button of the recovery key", image.Rectangle{}))
	program.Press(w, "Go on without trying")
	w.WaitChange(before, rail)
	button(w, "the empty dashboard's button", middle)
	w.Shot("04-empty-dashboard")

	w.Drop(image.Pt(640, 400), archive)
	preview := button(w, "the import's button", bottom)
	w.Shot("05-import-preview")
	w.Click(preview)
	button(w, "the import's receipt", top)
	w.Shot("06-receipt")

	w.Key("ctrl+1")
	w.WaitInk("the graphs of the dashboard", graphs()...)
	dashboard := w.Shot("07-dashboard")
	w.Click(image.Pt(350, 200)) // the first card: weight
	screen.WaitFor("the graph of the weight", func() bool { return weight(w.Picture()) })
	before = w.Shot("08-weight")
	w.Key("y")
	screen.WaitFor("the weight of a year", func() bool {
		now := w.Picture()
		return weight(now) && desk.Differ(before, now, plot) > 5_000
	})
	before = w.Shot("09-weight-year")
	w.Move(image.Pt(600, 420))
	w.WaitChange(before, plot)
	w.Shot("10-hover")

	w.Key("ctrl+e")
	export := button(w, "the export's button", bottom)
	w.Shot("11-export")
	w.Click(export)
	button(w, "the export's receipt", top)
	w.Shot("12-exported")
	folder := filepath.Join(home, "Documents", "Vitalkeep")
	exported := only(t, filepath.Join(folder, "vitalkeep-*.zip"))

	w.Key("ctrl+l")
	button(w, "the button that unlocks", middle)
	locked := w.Shot("13-locked")
	w.Type("Wrong7!password")
	w.Key("Return")
	screen.WaitFor("the refusal", func() bool { return desk.Count(w.Picture(), red) > 1000 })
	before = w.Shot("14-wrong-password")
	if d := desk.Differ(locked, before, rail); d > 0 {
		t.Errorf("%d pixels of the rail's place changed while locked", d)
	}
	w.Type(password) // the wrong one is selected and gives way
	w.Key("Return")
	screen.WaitFor("the dashboard as it was before", func() bool {
		// The same to one pixel in fifty: the time of day may have gone on.
		return desk.Differ(dashboard, w.Picture(), size) <= size.Dx()*size.Dy()/50
	})
	w.Shot("15-unlocked")
	w.Close()
	if code := program.WaitEnd(); code != 0 {
		t.Errorf("the window ended with %d", code)
	}

	vault := only(t, filepath.Join(folder, "*.vitalkeep"))
	want := metrics(t, vault)
	checkFacts(t, facts, want)
	checkExport(t, home, exported, vault, want)
}

// only is the one file that a pattern finds.
func only(t *testing.T, pattern string) string {
	t.Helper()
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) != 1 {
		t.Fatalf("%s finds %v, %v; want one file", filepath.Base(pattern), found, err)
	}
	return found[0]
}

func writeArchive(t *testing.T, path string, o withingsarchive.Options) *withingsarchive.Archive {
	t.Helper()
	a, err := withingsarchive.Generate(o)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.WriteZIP(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return a
}

// red tells the colour of errors, which nothing else on the locked screen has.
func red(c color.RGBA) bool { return c.R > 150 && c.G < 90 && c.B < 90 }

// weight tells whether the large plot shows the weight's graph.
func weight(picture *image.RGBA) bool {
	violet := func(c color.RGBA) bool { return c.R > 100 && c.G < 130 && c.B > 150 }
	return desk.Count(desk.Crop(picture, plot), violet) > 500
}

// button waits for a primary button in a part of the window, which is to be all
// of it where empty, and returns the middle of the largest.
func button(w *desk.Window, what string, part image.Rectangle) image.Point {
	return desk.Middle(w.WaitColor(what, part, accent, 1_500)[0])
}

func binary(t *testing.T, variable string) string {
	t.Helper()
	path := os.Getenv(variable)
	if path == "" {
		t.Fatalf("%s does not name the program; ./dev e2e sets it", variable)
	}
	return path
}

// terminal runs the terminal program on a vault and returns what it printed.
func terminal(t *testing.T, vault string, args ...string) []byte {
	t.Helper()
	return terminalWith(t, password, vault, args...)
}

func terminalWith(t *testing.T, password, vault string, args ...string) []byte {
	t.Helper()
	cmd := ask(t, password, vault, args...)
	var out, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, complaints.String())
	}
	return out.Bytes()
}

type metric struct {
	Metric string  `json:"metric"`
	Count  int     `json:"count"`
	First  int64   `json:"first"`
	Last   int64   `json:"last"`
	Sum    float64 `json:"sum"`
}

func metrics(t *testing.T, vault string) map[string]metric {
	t.Helper()
	return metricsWith(t, password, vault)
}

func metricsWith(t *testing.T, password, vault string) map[string]metric {
	t.Helper()
	out := map[string]metric{}
	for line := range bytes.Lines(terminalWith(t, password, vault, "metrics")) {
		var m metric
		if err := json.Unmarshal(line, &m); err != nil {
			t.Fatal(err)
		}
		out[m.Metric] = m
	}
	return out
}

// checkFacts holds what the vault says against the generator's books.
func checkFacts(t *testing.T, a *withingsarchive.Archive, got map[string]metric) {
	t.Helper()
	sources := map[string]int{}
	for series := range a.Series {
		sources[string(series.Metric)]++
	}
	checked := 0
	for series := range a.Series {
		fact, m := a.Metric(series.Metric), got[string(series.Metric)]
		// Sources that say the same at the same time are counted once, so the
		// count of several may be smaller; that of one is exact.
		if m.Count == 0 || m.Count > fact.Count || m.Count < fact.Count && sources[m.Metric] == 1 {
			t.Errorf("%s: %d samples, the archive has %d", series.Metric, m.Count, fact.Count)
		}
		if m.First != fact.First || m.Last != fact.Last {
			t.Errorf("%s: from %d to %d, the archive has %d to %d", series.Metric, m.First, m.Last, fact.First, fact.Last)
		}
		checked++
	}
	if checked < 20 {
		t.Errorf("the archive has only %d series", checked)
	}
}

// checkExport imports the exported file into a new vault and compares.
func checkExport(t *testing.T, home, exported, old string, want map[string]metric) {
	t.Helper()
	fresh := filepath.Join(home, "fresh.vitalkeep")
	terminal(t, fresh, "init", "--profile", "Anna Berg", "--zone", "America/Los_Angeles")
	terminal(t, fresh, "import", exported)
	got := metrics(t, fresh)
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the export reads back as\n%v\nwant\n%v", got, want)
	}
	for _, id := range []string{"weight", "height", "systolic", "steps", "sleep_deep"} {
		list := []string{"list", "--profile", "Anna Berg", "--metric", id}
		if a, b := terminal(t, old, list...), terminal(t, fresh, list...); len(a) == 0 || !bytes.Equal(a, b) {
			t.Errorf("%s: the list of the exported data differs from the original's", id)
		}
	}
}
