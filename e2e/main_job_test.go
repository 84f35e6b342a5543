//go:build e2e && linux

package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	_ "time/tzdata"

	"vitalkeep/e2e/desk"
	"vitalkeep/internal/withingsarchive"
)

// accent is the light theme's colour of primary buttons, by which a run finds
// them.
var accent = color.RGBA{0x0e, 0x62, 0x5a, 0xff}

const password = "Correct7!horse"

// size is the window's in all runs; positions below are for it.
var size = image.Rect(0, 0, 1280, 800)

// TestTheMainJob does what the program exists for: make a vault, drop the
// archive, see it, export it, lock it, get it back.
func TestTheMainJob(t *testing.T) {
	home := t.TempDir()
	archive := filepath.Join(home, "data_ANN_1760425320.zip")
	facts := writeArchive(t, archive)

	screen := desk.NewScreen(t, desk.Options{Size: size.Max})
	program := screen.Start(home, []string{"TZ=America/Los_Angeles"}, binary(t, "VITALKEEP_WINDOW"), "-theme", "light")
	w := program.Window()
	w.Place(size)
	w.Move(image.Pt(20, 780)) // away from any button: one under the pointer has another colour
	w.WaitColor("the start screen", accent, 10_000)
	before := w.Shot("01-start")

	w.Key("Return") // Create a vault has the focus
	w.WaitChange(before, image.Rectangle{})
	w.Type("Anna Berg")
	w.Click(image.Pt(460, 445))
	w.Type(password)
	w.Click(image.Pt(760, 445))
	w.Type(password)
	before = w.Shot("02-create")
	w.Key("Return")
	w.WaitChange(before, image.Rect(350, 310, 930, 375)) // the field of the key
	before = w.Shot("03-recovery-key")
	w.Click(primary(w, "the button of the recovery key"))
	w.WaitChange(before, image.Rect(0, 0, 200, 800)) // the rail
	before = w.Shot("04-empty-dashboard")

	w.Drop(image.Pt(640, 400), archive)
	w.WaitChange(before, image.Rectangle{})
	w.WaitColor("the import's button", accent, 6_000)
	before = w.Shot("05-import-preview")
	w.Click(primary(w, "the import's button"))
	w.WaitChange(before, image.Rectangle{})
	before = w.Shot("06-receipt")

	w.Key("ctrl+1")
	w.WaitChange(before, image.Rectangle{})
	dashboard := w.Shot("07-dashboard")
	w.Click(image.Pt(350, 200)) // the first card: weight
	w.WaitChange(dashboard, image.Rectangle{})
	before = w.Shot("08-weight")
	plot := image.Rect(290, 220, 870, 640)
	w.Key("y")
	w.WaitChange(before, plot)
	before = w.Shot("09-weight-year")
	w.Move(image.Pt(600, 420))
	w.WaitChange(before, plot)
	before = w.Shot("10-hover")

	w.Key("ctrl+e")
	w.WaitChange(before, image.Rectangle{})
	before = w.Shot("11-export")
	w.Click(primary(w, "the export's button"))
	w.WaitChange(before, image.Rectangle{})
	var exported string
	screen.WaitFor("the exported file", func() bool {
		found, err := filepath.Glob(filepath.Join(home, "Documents", "Vitalkeep", "vitalkeep-*.zip"))
		if err == nil && len(found) == 1 {
			exported = found[0]
		}
		return exported != ""
	})
	before = w.Shot("12-exported")

	w.Key("ctrl+l")
	w.WaitChange(before, image.Rectangle{})
	locked := w.Shot("13-locked")
	w.Type("Wrong7!password")
	w.Key("Return")
	screen.WaitFor("the refusal", func() bool { return red(w.Picture()) > 1000 })
	before = w.Shot("14-wrong-password")
	if d := desk.Differ(locked, before, image.Rect(0, 0, 200, 800)); d > 0 {
		t.Errorf("%d pixels of the rail's place changed while locked", d)
	}
	w.Type(password) // the wrong one is selected and gives way
	w.Key("Return")
	w.WaitChange(before, image.Rect(0, 0, 200, 800))
	again := w.Shot("15-unlocked")
	// Cards hold the same data; the time of day may have gone on a minute.
	if d, all := desk.Differ(dashboard, again, size), size.Dx()*size.Dy(); d > all/50 {
		t.Errorf("after unlocking, %d of %d pixels of the dashboard differ", d, all)
	}
	w.Close()
	if code := program.WaitEnd(); code != 0 {
		t.Errorf("the window ended with %d", code)
	}

	vaults, err := filepath.Glob(filepath.Join(home, "Documents", "Vitalkeep", "*.vitalkeep"))
	if err != nil || len(vaults) != 1 {
		t.Fatalf("vaults: %v, %v", vaults, err)
	}
	want := metrics(t, vaults[0])
	checkFacts(t, facts, want)
	checkExport(t, home, exported, vaults[0], want)
}

func writeArchive(t *testing.T, path string) *withingsarchive.Archive {
	t.Helper()
	a, err := withingsarchive.Generate(withingsarchive.Options{Seed: 7, Flaws: true})
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

// red counts the pixels in the colour of errors, which nothing else has.
func red(picture *image.RGBA) (n int) {
	for y := range picture.Rect.Dy() {
		for x := range picture.Rect.Dx() {
			if c := picture.RGBAAt(x, y); c.R > 150 && c.G < 90 && c.B < 90 {
				n++
			}
		}
	}
	return n
}

// primary is the middle of the largest area in the accent colour.
func primary(w *desk.Window, what string) image.Point {
	return desk.Middle(w.WaitColor(what, accent, 2_000)[0])
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
	cmd := exec.Command(binary(t, "VITALKEEP_TERMINAL"), append([]string{"--vault", vault, "--json"}, args...)...)
	cmd.Env = append(os.Environ(), "VITALKEEP_PASSWORD="+password)
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
	out := map[string]metric{}
	for line := range bytes.Lines(terminal(t, vault, "metrics")) {
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
	checked := 0
	for series := range a.Series {
		fact, m := a.Metric(series.Metric), got[string(series.Metric)]
		// Sources that say the same at the same time are counted once.
		if m.Count == 0 || m.Count > fact.Count {
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
