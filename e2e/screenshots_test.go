//go:build e2e && screenshots && linux

package e2e

import (
	"fmt"
	"image"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"vitalkeep/e2e/desk"
	"vitalkeep/internal/withingsarchive"
)

// TestScreenshots takes the pictures of every screen, for docs/images: light and
// dark, of 1280 by 800 points, and with two pixels a point. VITALKEEP_IMAGES
// names the folder. ./dev screenshots runs it.
func TestScreenshots(t *testing.T) {
	folder := os.Getenv("VITALKEEP_IMAGES")
	if folder == "" {
		t.Fatal("VITALKEEP_IMAGES does not name the folder; ./dev screenshots sets it")
	}
	for _, theme := range []string{"light", "dark"} {
		for _, scale := range []int{1, 2} {
			t.Run(fmt.Sprintf("%s-%dx", theme, scale), func(t *testing.T) {
				c := camera{t: t, folder: folder, theme: theme, scale: scale}
				c.sample()
				c.vault()
			})
		}
	}
}

// camera takes pictures of one program after the other.
type camera struct {
	t       *testing.T
	folder  string
	theme   string
	scale   int
	program *desk.Program
	window  *desk.Window
}

// open starts the program at the camera's scale.
func (c *camera) open(home string, args ...string) {
	c.t.Helper()
	screen := desk.NewScreen(c.t, desk.Options{Size: size.Max.Mul(c.scale), Patience: time.Minute})
	env := []string{"TZ=Europe/Stockholm", fmt.Sprintf("FYNE_SCALE=%d", c.scale)}
	c.program = screen.Start(home, env, binary(c.t, "VITALKEEP_WINDOW"), append([]string{"-theme", c.theme}, args...)...)
	c.window = c.program.Window()
	c.window.Place(image.Rectangle{Max: size.Max.Mul(c.scale)})
	c.away()
}

// away moves the mouse where it touches nothing.
func (c *camera) away() { c.window.Move(image.Pt(4, 4)) }

// take keeps the picture under a name once the words are in sight.
func (c *camera) take(name string, words ...string) {
	c.t.Helper()
	c.program.WaitWords(words...)
	name += "-" + c.theme
	if c.scale > 1 {
		name += fmt.Sprintf("@%dx", c.scale)
	}
	if err := desk.WritePNG(filepath.Join(c.folder, name+".png"), desk.Reduce(c.window.Settle())); err != nil {
		c.t.Fatal(err)
	}
}

// sample takes what the invented household shows.
func (c *camera) sample() {
	c.t.Helper()
	c.open(c.t.TempDir())
	c.take("start", "Look at sample data")
	c.press("Look at sample data")
	c.cards()
	c.take("dashboard")
	c.press("Nora")
	c.take("people", "Add a person…")
	c.key("Escape")
	c.key("a")
	c.take("arrange", "Done")
	c.key("Escape")

	c.place(1, "Good ")
	c.card("Weight")
	c.hover()
	c.take("weight", "kg", "trend 6")
	c.press("Insights")
	c.take("insights-weight", "Time of day")
	c.place(1, "Good ")
	c.card("Sleep")
	c.take("sleep", "In words")
	c.place(1, "Good ")
	c.card("Heart rate")
	c.key("d")
	c.take("heart-rate", "In words")
	c.place(1, "Good ")
	c.card("Steps")
	c.take("steps", "In words")

	for i, name := range []string{"timeline", "data", "diary", "home"} {
		c.place(i+2, places[name])
		c.take(name)
	}
	c.press("Air quality")
	c.take("air-quality", "CO₂")
	c.place(6, "What the household measures with")
	c.take("devices")
	c.press("Bathroom scale")
	c.take("device", "What came from it")
	c.place(7, "High contrast")
	c.take("settings")
	c.key("ctrl+slash")
	c.take("keys", "Everywhere")
	c.key("Escape")
	c.key("ctrl+n")
	c.take("add", "What do you want to add?")
	c.press("Body temperature")
	c.take("add-temperature", "Comment (optional)")

	c.key("Escape", "Escape")
	c.key("ctrl+shift+2")
	c.place(1, "Theo")
	c.card("Blood pressure")
	c.take("blood-pressure", "In words")
	c.press("Insights")
	c.take("insights-pressure", "A week at home")
	c.program.Stop()
}

// places are words by which a place of the rail is known.
var places = map[string]string{"timeline": "newest first", "data": "Body", "diary": "Medicine", "home": "Journal"}

// place goes to a place of the rail and waits for its words.
func (c *camera) place(n int, words string) {
	c.t.Helper()
	c.key(fmt.Sprintf("ctrl+%d", n))
	c.program.WaitWords(words)
}

// cards waits until every card of the dashboard shows its data.
func (c *camera) cards() {
	c.t.Helper()
	c.program.WaitView("all cards", func(v desk.View) bool { return v.Shows("Good ") && len(v.Places("…")) == 0 })
}

// card opens a card of the dashboard.
func (c *camera) card(name string) {
	c.t.Helper()
	c.cards()
	c.press(name)
	c.program.WaitWords("In words")
	c.program.WaitRows(rowDay)
	c.window.Settle()
}

// rowDay is how the rows of tables begin.
var rowDay = regexp.MustCompile(`^(\d{1,2} [A-Z][a-z]{2}|Yesterday|Today)( \d{4})?( \d\d:\d\d)?$`)

// hover puts the pointer over the graph.
func (c *camera) hover() { c.window.Move(image.Pt(610, 430).Mul(c.scale)) }

// key presses keys.
func (c *camera) key(keys ...string) {
	c.t.Helper()
	c.window.Settle()
	c.window.Key(keys...)
}

// vault takes what a vault with an archive in it shows.
func (c *camera) vault() {
	c.t.Helper()
	// A home with a name, since the pictures show where the vault lies.
	home := filepath.Join(os.TempDir(), "anna")
	if err := os.Mkdir(home, 0o700); err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = os.RemoveAll(home) })
	vault := filepath.Join(home, "berg.vitalkeep")
	archive := filepath.Join(home, "data_ANN_1760425320.zip")
	writeArchive(c.t, archive, withingsarchive.Options{Seed: 7, Flaws: true})
	terminal(c.t, vault, "init", "--profile", "Anna Berg", "--zone", "Europe/Stockholm")
	c.open(home, vault)
	c.take("unlock", "berg")
	c.window.Type(password)
	c.key("Return")
	c.take("empty", "Drop your archive anywhere on this window")
	c.window.Drop(image.Pt(640, 400).Mul(c.scale), archive)
	c.take("import-preview", "Already there", "Rows that could not be read")
	c.key("Return")
	c.take("import-receipt", "Undo this import")
	table := filepath.Join(home, "mother.csv")
	if err := os.WriteFile(table, []byte(scale), 0o600); err != nil {
		c.t.Fatal(err)
	}
	c.window.Drop(image.Pt(640, 400).Mul(c.scale), table)
	c.take("import-table", "Which day is 03/04/2024?")
	c.key("Escape")
	c.place(7, "Check the file")
	c.take("vault")
	c.press("Back up now…")
	c.take("back-up", "Passphrase")
	c.key("ctrl+e")
	c.take("export", "Anna Berg")
	c.key("ctrl+l")
	c.program.Stop()
}

// press clicks a control by its name and takes the mouse away again.
func (c *camera) press(name string) {
	c.t.Helper()
	c.program.Press(c.window, name)
	c.away()
}
