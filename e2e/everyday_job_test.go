//go:build e2e && linux

package e2e

import (
	"image"
	"path/filepath"
	"regexp"
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
	e.create()
	e.bring()
	e.lookIntoGraph()
	e.sortTable()
	e.lock()
}

// create makes a vault in the window.
func (e *everyday) create() {
	e.screen = desk.NewScreen(e.t, desk.Options{Size: size.Max, Patience: time.Minute})
	e.program = e.screen.Start(e.home, []string{"TZ=America/Los_Angeles", "LANG=en_GB.UTF-8"}, binary(e.t, "VITALKEEP_WINDOW"), "-theme", "light")
	e.window = e.program.Window()
	e.window.Place(size)
	e.press("Create a vault")
	e.program.Fill(e.window, "Your name", "Anna Berg")
	e.program.Fill(e.window, "Account password", password)
	e.program.Fill(e.window, "Password, once more", password)
	e.press("Create the vault")
	e.sees("recovery key")
	e.window.Click(button(e.window, "the button of the recovery key", image.Rectangle{}))
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
	e.program.WaitView("the table by value", func(v desk.View) bool { heaviest = first(v); return heaviest != before && heaviest != "" })
	e.press("Sort by kg")
	e.program.WaitView("the table the other way", func(v desk.View) bool { lightest = first(v); return lightest != heaviest && lightest != "" })
	e.window.Shot("44-sorted")
	e.heaviest, e.lightest = heaviest, lightest
}

// lock locks, and nothing of the data is in sight.
func (e *everyday) lock() {
	e.window.Key("ctrl+l")
	v := e.sees("Unlock")
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
