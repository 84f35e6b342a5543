//go:build e2e && screenshots && linux

package e2e

import (
	"fmt"
	"image"
	"os"
	"path/filepath"
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
	c.program.WaitView("all cards", func(v desk.View) bool { return v.Shows("Good ") && len(v.Places("…")) == 0 })
	c.take("dashboard")
}

// vault takes what a vault with an archive in it shows.
func (c *camera) vault() {
	c.t.Helper()
	home := c.t.TempDir()
	vault := filepath.Join(home, "berg.vitalkeep")
	archive := filepath.Join(home, "data_ANN_1760425320.zip")
	writeArchive(c.t, archive, withingsarchive.Options{Seed: 7, Flaws: true})
	terminal(c.t, vault, "init", "--profile", "Anna Berg", "--zone", "Europe/Stockholm")
	c.open(home, vault)
	c.take("unlock", "berg")
}

// press clicks a control by its name and takes the mouse away again.
func (c *camera) press(name string) {
	c.t.Helper()
	c.program.Press(c.window, name)
	c.away()
}
