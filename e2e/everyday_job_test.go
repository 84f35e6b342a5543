//go:build e2e && linux

package e2e

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"io"
	"math"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"vitalkeep/e2e/desk"
	"vitalkeep/internal/withingsarchive"
)

// everyday is a vault in the window, and what a run does in it.
type everyday struct {
	t       *testing.T
	home    string
	screen  *desk.Screen
	program *desk.Program
	window  *desk.Window
	env     []string // for the window, besides the usual
	// What the table said, for the end.
	heaviest, lightest string
}

// TestTheEveryday does what people do with their vault once they have it: look
// into a graph, sort a table, type in, correct, delete and think better of it,
// keep a diary, add a person, change the language, lock. Each step looks at what
// the window says then, and at the end the terminal program says what the vault
// holds.
func TestTheEveryday(t *testing.T) {
	e := &everyday{t: t, home: t.TempDir()}
	e.start()
	e.create()
	e.bring()
	e.lookIntoGraph()
	e.sortTable()
	e.typeIn()
	e.correct()
	e.deleteAndUndo()
	e.keepDiary()
	e.addPerson()
	e.changeLanguage()
	e.lock()
	e.checkVault()
}

// start shows the window; under is a program that runs it, none by itself.
func (e *everyday) start(under ...string) {
	// The longest that a run waits for by intention is a minute and a half.
	e.screen = desk.NewScreen(e.t, desk.Options{Size: size.Max, Patience: 2 * time.Minute})
	line := append(under, binary(e.t, "VITALKEEP_WINDOW"), "-theme", "light")
	e.program = e.screen.Start(e.home, append(e.env, "TZ=America/Los_Angeles", "LANG=en_GB.UTF-8"), line[0], line[1:]...)
	e.window = e.program.Window()
	e.window.Place(size)
}

// recoveryKey is how one is printed.
var recoveryKey = regexp.MustCompile(`[0-9A-Z]{4}([- ][0-9A-Z]{4}){6}`)

// create makes a vault in the window, and types its recovery key back.
func (e *everyday) create() {
	e.press("Create a vault")
	e.program.Fill(e.window, "Your name", "Anna Berg")
	e.program.Fill(e.window, "Account password", password)
	e.program.Fill(e.window, "Password, once more", password)
	e.press("Create the vault")
	key := recoveryKey.FindString(line(e.sees("I have written it down")))
	if key == "" {
		e.t.Fatal("no recovery key is shown")
	}
	e.press("I have written it down")
	e.program.Fill(e.window, "The key, from your sheet", key)
	e.press("Open the vault")
	e.sees("Drop your archive anywhere on this window")
}

// vault is the file that was made.
func (e *everyday) vault() string {
	e.t.Helper()
	return only(e.t, filepath.Join(e.home, "Documents", "Vitalkeep", "*.vitalkeep"))
}

// bring drops the archive and stores it.
func (e *everyday) bring() {
	archive := filepath.Join(e.home, "data_ANN_1760425320.zip")
	writeArchive(e.t, archive, withingsarchive.Options{Seed: 7, Days: 400})
	e.window.Drop(image.Pt(640, 400), archive)
	e.sees("Already there", "Weight, body composition")
	e.window.Click(button(e.window, "the import's button", bottom))
	e.sees("for Anna Berg", "Undo this import")
	e.window.Key("ctrl+1")
	e.program.WaitView("all cards", func(v desk.View) bool { return v.Shows("Good ") && len(v.Places("…")) == 0 })
	e.window.Shot("40-dashboard")
}

// dates is how the span of a graph is told.
var dates = regexp.MustCompile(`\d{1,2} [A-Z][a-z]{2}( \d{4})? – \d{1,2} [A-Z][a-z]{2} \d{4}`)

// lookIntoGraph hovers over a graph, zooms, pans and takes it back.
func (e *everyday) lookIntoGraph() {
	e.press("Weight")
	v := e.sees("In words", "Daily mean")
	span := dates.FindString(v.Words())
	if span == "" {
		e.t.Fatalf("no span of dates in\n%s", v.Words())
	}
	e.window.Settle()

	e.window.Move(image.Pt(600, 420))
	e.program.WaitView("the reading under the pointer", func(v desk.View) bool {
		return regexp.MustCompile(`\d\d\.\d kg.*· trend \d\d\.\d.*Withings`).MatchString(line(v))
	})
	e.window.Shot("41-hover")

	changed := func(what, from string) string {
		e.t.Helper()
		var now string
		e.program.WaitView(what, func(v desk.View) bool {
			now = dates.FindString(v.Words())
			return now != "" && now != from
		})
		e.window.Settle()
		return now
	}
	e.window.Wheel(image.Pt(600, 420), -2)
	zoomed := changed("the narrower span after the wheel", span)
	e.window.Shot("42-zoomed")
	e.window.Drag(image.Pt(500, 420), image.Pt(700, 420))
	panned := changed("the earlier span after dragging", zoomed)
	e.window.Shot("43-panned")
	e.window.DoubleClick(image.Pt(600, 500))
	if back := changed("the span of before after a double click", panned); back != span {
		e.t.Errorf("the span is %s, want %s again", back, span)
	}
	e.window.Key("y")
	changed("a year", span)
	e.window.Move(image.Pt(4, 4))
}

// line is what a view says, in one line.
func line(v desk.View) string {
	return regexp.MustCompile(`\s+`).ReplaceAllString(v.Words(), " ")
}

// sortTable sorts the measurements by their value.
func (e *everyday) sortTable() {
	first := func(v desk.View) string {
		rows := v.In(image.Rect(1120, 130, 1184, 170))
		if len(rows) == 0 {
			return ""
		}
		return rows[0]
	}
	before := first(e.sees("Measurements"))
	e.press("Sort by kg")
	var heaviest, lightest string
	e.program.WaitView("the table by value", func(v desk.View) bool { lightest = first(v); return lightest != before && lightest != "" })
	e.press("Sort by kg")
	e.program.WaitView("the table the other way", func(v desk.View) bool { heaviest = first(v); return heaviest != lightest && heaviest != "" })
	e.window.Shot("44-sorted")
	e.heaviest, e.lightest = heaviest, lightest
}

// typeIn adds a weight by hand.
func (e *everyday) typeIn() {
	e.window.Key("ctrl+n")
	e.sees("What do you want to add?")
	e.press("Weight")
	e.sees("Add: Weight", "Comment (optional)")
	e.window.Type("820")
	e.window.Key("Return")
	e.sees("This cannot be: possible is 0.2 kg to 700 kg.")
	e.window.Shot("45-impossible")
	e.window.Key("ctrl+a")
	e.window.Type("70.1")
	e.window.Key("Return")
	e.sees("Saved: Weight 70.1 kg")
	e.window.Shot("46-typed-in")
}

// rowDate is how a row of a table tells its date.
var rowDate = regexp.MustCompile(`^\d{1,2} [A-Z][a-z]{2}( \d{4})? \d\d:\d\d$`)

// newest chooses the newest row of the table of weights.
func (e *everyday) newest() {
	e.window.Key("ctrl+1")
	e.sees("Good ")
	e.press("Weight")
	e.sees("Measurements")
	e.window.Settle()
	e.window.Click(desk.Middle(e.program.WaitRows(rowDate)[0]))
	e.sees("Details", "Typed in by hand")
	e.window.Settle()
}

// correct gives what was typed another value.
func (e *everyday) correct() {
	e.newest()
	e.press("Correct…")
	e.sees("Correct: Weight")
	e.window.Key("ctrl+a")
	e.window.Type("71.3")
	e.window.Key("Return")
	e.sees("Corrected: Weight 71.3 kg. The old value stays in the history.")
	e.newest()
	e.sees("History", "70.1 kg")
	e.window.Shot("47-corrected")
}

// deleteAndUndo deletes what was typed and brings it back.
func (e *everyday) deleteAndUndo() {
	e.newest()
	e.window.Key("Delete")
	e.window.WaitColor("the question", details, caution, 10_000)
	e.window.Shot("48-delete")
	e.window.Key("Return")
	e.sees("Deleted the measurement of")
	e.press("Undo")
	e.sees("Brought back.")
	e.newest()
	e.window.Shot("49-undone")
}

// keepDiary drops a picture on the diary and writes a note.
func (e *everyday) keepDiary() {
	e.press("Diary")
	e.sees("Course of the temperature")
	picture := filepath.Join(e.home, "throat.png")
	drawing := image.NewRGBA(image.Rect(0, 0, 320, 240))
	draw.Draw(drawing, drawing.Rect, image.NewUniform(pink), image.Point{}, draw.Src)
	if err := desk.WritePNG(picture, drawing); err != nil {
		e.t.Fatal(err)
	}
	e.window.Drop(image.Pt(640, 400), picture)
	e.sees("Add: Picture")
	e.window.WaitColor("the picture that was dropped", image.Rectangle{}, pink, 1_000)
	e.press("Save")
	e.sees("Diary", "Saved: Picture")
	e.window.WaitColor("the picture in the diary", image.Rectangle{}, pink, 500)
	e.press("Note")
	e.sees("Add: Note")
	e.window.Type("A sore throat since the morning")
	e.window.Key("ctrl+Return")
	e.sees("A sore throat since the morning", "Today")
	e.window.WaitColor("the picture in the diary", image.Rectangle{}, pink, 500)
	e.window.WaitColor("the curve of the temperature", image.Rect(290, 440, 1240, 600), amber, 20)
	e.window.Shot("50-diary")
}

// amber is the light theme's colour of temperatures.
var amber = color.RGBA{0xc4, 0x77, 0x1b, 0xff}

// pink is the colour of the picture in the diary, like nothing of the window.
var pink = color.RGBA{0xff, 0x40, 0xa0, 0xff}

// addPerson adds a second person, who has no data, and goes back to the first.
func (e *everyday) addPerson() {
	e.press("Anna Berg")
	e.press("Add a person…")
	e.sees("Add the person", "Name")
	e.program.Fill(e.window, "Name", "Jonas Berg")
	e.press("Add the person")
	e.sees("Jonas Berg", "Drop your archive anywhere on this window")
	e.window.Shot("51-second-person")
	e.window.Key("ctrl+shift+1")
	v := e.sees("Good ", "Anna")
	if v.Shows("Drop your archive") {
		e.t.Error("the first person has no data any more")
	}
}

// changeLanguage puts the window into German, and leaves it so.
func (e *everyday) changeLanguage() {
	e.press("Settings")
	e.press("Language and region")
	e.press("Language")
	e.press("Deutsch")
	v := e.sees("Einstellungen", "Sprache")
	if v.Shows("Settings") {
		e.t.Errorf("still in English:\n%s", v.Words())
	}
	e.window.Key("ctrl+1")
	e.sees("Gewicht", "Anna")
	e.window.Shot("52-german")
}

// checkVault asks the terminal program what the vault holds after all.
func (e *everyday) checkVault() {
	var last struct {
		V      float64 `json:"v"`
		Source string  `json:"source"`
	}
	e.screen.WaitFor("the vault to be closed", func() bool { return ask(e.t, password, e.vault(), "profiles").Run() == nil })
	heaviest, lightest := 0.0, math.Inf(1)
	for line := range bytes.Lines(terminal(e.t, e.vault(), "list", "--profile", "Anna Berg", "--metric", "weight")) {
		if err := json.Unmarshal(line, &last); err != nil {
			e.t.Fatal(err)
		}
		heaviest, lightest = max(heaviest, last.V), min(lightest, last.V)
	}
	if last.V != 71.3 || last.Source != "manual:hand" {
		e.t.Errorf("the newest weight is %+v, want 71.3 typed by hand", last)
	}
	e.checkEntries()
	if h, l := fmt.Sprintf("%.1f", heaviest), fmt.Sprintf("%.1f", lightest); h != e.heaviest || l != e.lightest {
		e.t.Errorf("sorted, the table began with %s and %s; the vault has %s and %s", e.heaviest, e.lightest, h, l)
	}
}

// checkEntries looks for what was written into the diary, and for both people.
func (e *everyday) checkEntries() {
	out := filepath.Join(e.home, "out.zip")
	terminal(e.t, e.vault(), "export", "--profile", "Anna Berg", "--out", out)
	archive, err := zip.OpenReader(out)
	if err != nil {
		e.t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	var all strings.Builder
	for _, f := range archive.File {
		if !strings.Contains(f.Name, "entries") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			e.t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			e.t.Fatal(err)
		}
	}
	for _, want := range []string{"A sore throat since the morning", "picture", "correction"} {
		if !strings.Contains(all.String(), want) {
			e.t.Errorf("the vault's entries do not have %q", want)
		}
	}
	if people := string(terminal(e.t, e.vault(), "profiles")); !strings.Contains(people, "Jonas Berg") {
		e.t.Errorf("the people are %s", people)
	}
}

// lock locks, and nothing of the data is in sight.
func (e *everyday) lock() {
	e.window.Key("ctrl+l")
	v := e.sees("Entsperren")
	if v.Shows("Anna") || v.Shows("kg") {
		e.t.Errorf("the locked window shows\n%s", v.Words())
	}
}

// press clicks the control or text of that name and takes the mouse away.
func (e *everyday) press(name string) {
	e.t.Helper()
	e.program.Press(e.window, name)
	e.window.Move(image.Pt(4, 4))
}

// sees waits until the window shows all of the words.
func (e *everyday) sees(words ...string) desk.View {
	e.t.Helper()
	return e.program.WaitWords(words...)
}
