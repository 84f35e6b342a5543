//go:build e2e && linux

package e2e

import (
	"bytes"
	"encoding/json"
	"image"
	"path/filepath"
	"regexp"
	"testing"

	"vitalkeep/e2e/desk"
	"vitalkeep/internal/withingsarchive"
)

const passcode = "481516"

// controlled is a vault in the window that locks by itself, with a system that
// the run speaks for.
type controlled struct {
	everyday
	logind *desk.Logind
}

// TestTheVaultLocksByItself does what keeps others from a vault on this computer:
// set a passcode, lock by it, by the system's sleep and by doing nothing, in the
// middle of typing and of an import; and give the passcode wrongly until the
// account password is asked. At no time does the locked window show anything of
// the vault, what was typed comes back, and at the end the terminal program
// finds the vault whole.
func TestTheVaultLocksByItself(t *testing.T) {
	bus := desk.NewBus(t)
	c := &controlled{everyday: everyday{t: t, home: t.TempDir(), env: []string{"DBUS_SYSTEM_BUS_ADDRESS=" + bus.Address}}}
	c.logind = desk.NewLogind(bus)
	c.start()
	c.create()
	c.bring()
	c.setPasscode()
	c.screen.WaitFor("the window to ask to be waited for before sleep", func() bool { return c.logind.Held() > 0 })

	c.window.Key("ctrl+l")
	c.locked("", "Passcode", "Use the account password")
	c.window.Shot("60-passcode-asked")
	c.unlock()

	c.logind.Sleep()
	c.locked("Locked because the computer went to sleep.")
	c.window.Shot("61-locked-by-sleep")
	c.logind.Wake()
	c.unlock()

	c.typeWeight("71.9")
	c.logind.LockScreen()
	c.locked("Locked with the screen.")
	c.unlock()
	c.saveDraft("71.9", "62-draft-is-back")

	c.idleMinute()
	c.typeWeight("72.4")
	c.locked("Locked because the window was not used.")
	c.window.Shot("63-locked-by-idleness")
	c.unlock()
	c.saveDraft("72.4", "64-draft-is-back")

	c.lockDuringImport()
	c.wrongFiveTimes()
	c.window.Close()
	if code := c.program.WaitEnd(); code != 0 {
		t.Errorf("the window ended with %d", code)
	}
	c.checkVault()
}

func (c *controlled) setPasscode() {
	c.settings("Security")
	c.press("Set a passcode…")
	c.sees("It unlocks this vault quickly on this computer")
	c.program.Fill(c.window, "Account password", password)
	c.program.Fill(c.window, "New passcode", passcode)
	c.program.Fill(c.window, "New passcode, once more", passcode)
	c.window.Shot("59-set-a-passcode")
	c.window.Key("Return")
	c.sees("The passcode is set.")
}

// settings leads to a section of the settings.
func (c *controlled) settings(section string) {
	c.window.Key("ctrl+8")
	c.sees("Find a setting")
	c.press(section)
}

// private is what stands in the vault of the run: the person's name, and every
// number with its unit.
var private = regexp.MustCompile(`Anna|Berg|\d\s?(kg|mmHg|bpm|%|°C|steps|km|kcal)\b|Weight|Blood pressure|Sleep\b`)

// locked waits until the window is, says why and asks for what it should, and
// holds that it shows nothing of the vault.
func (c *controlled) locked(why string, asks ...string) {
	c.t.Helper()
	v := c.sees(append(asks, "Unlock", why)...)
	for _, words := range v.In(size) {
		if found := private.FindString(words); found != "" {
			c.t.Errorf("the locked window shows %q of the vault", found)
		}
	}
}

// unlock gives the passcode.
func (c *controlled) unlock() {
	c.t.Helper()
	c.window.Type(passcode)
	c.window.Key("Return")
	c.sees("Anna Berg", "Lock")
}

func (c *controlled) typeWeight(value string) {
	c.window.Key("ctrl+n")
	c.sees("What do you want to add?")
	c.press("Weight")
	c.sees("Add: Weight")
	c.window.Type(value)
}

// saveDraft holds that what was typed when the vault was locked is there again,
// and saves it.
func (c *controlled) saveDraft(value, shot string) {
	c.t.Helper()
	c.sees("What was typed when the vault was locked is here again.", "Add: Weight")
	c.window.Shot(shot)
	c.window.Key("ctrl+Return")
	c.sees("Saved: Weight " + value + " kg")
}

func (c *controlled) idleMinute() {
	c.settings("Security")
	c.press("After 5 minutes")
	c.press("After 1 minute")
	c.sees("After 1 minute")
}

// lockDuringImport locks while an import is stored: afterwards it is all there,
// or it is offered again, and then is.
func (c *controlled) lockDuringImport() {
	archive := filepath.Join(c.home, "data_ANN_1770000000.zip")
	writeArchive(c.t, archive, withingsarchive.Options{Seed: 11, Days: 900})
	c.window.Drop(image.Pt(640, 400), archive)
	c.sees("Already there", "Weight, body composition")
	c.window.Click(button(c.window, "the import's button", bottom))
	c.logind.LockScreen()
	c.locked("Locked with the screen.")
	c.window.Shot("65-locked-during-an-import")
	c.unlock()
	const stopped, stored = "The lock stopped this import. Nothing was stored.", "The import was stored before the vault was locked."
	v := c.program.WaitView("what became of the import", func(v desk.View) bool { return v.Shows(stopped) || v.Shows(stored) })
	c.window.Shot("65-import-after-the-lock")
	c.t.Logf("the lock came before the end: %v", v.Shows(stopped))
	if v.Shows(stopped) {
		c.press("Continue")
		c.sees("Already there", "Weight, body composition")
		c.window.Click(button(c.window, "the import's button", bottom))
		c.sees("for Anna Berg", "Undo this import")
	}
}

// wrongFiveTimes gives a wrong passcode as often as it may be given.
func (c *controlled) wrongFiveTimes() {
	c.window.Key("ctrl+l")
	c.locked("", "Passcode")
	for _, left := range []string{"4 tries are left", "3 tries are left", "2 tries are left", "1 try is left"} {
		c.program.WaitView("that a try is possible", func(v desk.View) bool { return !v.Shows("The next try is possible in") })
		c.window.Key("ctrl+a")
		c.window.Type("000000")
		c.window.Key("Return")
		c.sees("Wrong passcode. " + left)
	}
	c.window.Shot("66-wrong-four-times")
	c.program.WaitView("that a try is possible", func(v desk.View) bool { return !v.Shows("The next try is possible in") })
	c.window.Key("ctrl+a")
	c.window.Type("000000")
	c.window.Key("Return")
	c.locked("The passcode was wrong five times, so it was removed.", "Account password")
	c.window.Shot("67-password-asked")
	c.window.Type(password)
	c.window.Key("Return")
	c.sees("Anna Berg", "Lock")
}

// checkVault asks the terminal program what the vault holds.
func (c *controlled) checkVault() {
	vault := c.vault()
	var report struct {
		Problems []any `json:"problems"`
	}
	if err := json.Unmarshal(terminal(c.t, vault, "verify"), &report); err != nil || len(report.Problems) > 0 {
		c.t.Errorf("the vault: %v, %v", report, err)
	}
	brought := 0
	for range bytes.Lines(terminal(c.t, vault, "imports")) {
		brought++
	}
	if brought != 2 {
		c.t.Errorf("%d imports in the vault, want both, each once", brought)
	}
	typed := map[float64]int{}
	for line := range bytes.Lines(terminal(c.t, vault, "list", "--profile", "Anna Berg", "--metric", "weight")) {
		var sample struct {
			V      float64 `json:"v"`
			Source string  `json:"source"`
		}
		if err := json.Unmarshal(line, &sample); err != nil {
			c.t.Fatal(err)
		}
		if sample.Source == "manual:hand" {
			typed[sample.V]++
		}
	}
	if len(typed) != 2 || typed[71.9] != 1 || typed[72.4] != 1 {
		c.t.Errorf("typed by hand are %v", typed)
	}
}
