//go:build e2e && linux

package e2e

import (
	"encoding/json"
	"image"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"vitalkeep/e2e/desk"
	"vitalkeep/internal/withingsarchive"
)

// The light theme's colour of the ground of good news.
var good = color.RGBA{0xe2, 0xee, 0xe2, 0xff}

const (
	newPassword = "Another8!horse"
	passphrase  = "a long passphrase"
)

// Places of what is told by its colour.
var (
	details = image.Rect(920, 420, 1256, 780) // under the table of measurements
	toast   = image.Rect(494, 700, 994, 780)
)

// TestTheVaultIsKept does what keeps a vault good: check it, change its
// password, back it up, delete a measurement and think better of it, delete it
// after all, and restore the backup under another name. What the vaults then
// hold is asked of the terminal program.
func TestTheVaultIsKept(t *testing.T) {
	home := t.TempDir()
	folder := filepath.Join(home, "Documents", "Vitalkeep")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	vault := filepath.Join(folder, "anna.vitalkeep")
	archive := filepath.Join(home, "data_ANN_1760425320.zip")
	writeArchive(t, archive, withingsarchive.Options{Seed: 7, Days: 60})
	terminal(t, vault, "init", "--profile", "Anna Berg", "--zone", "America/Los_Angeles")
	terminal(t, vault, "import", archive)
	before := metrics(t, vault)

	screen := desk.NewScreen(t, desk.Options{Size: size.Max, Patience: time.Minute})
	program := screen.Start(home, []string{"TZ=America/Los_Angeles", "LANG=en_GB.UTF-8"}, binary(t, "VITALKEEP_WINDOW"), "-theme", "light", vault)
	w := program.Window()
	w.Place(size)
	w.Move(image.Pt(20, 780))
	button(w, "the button that unlocks", middle)
	unlock := func(password, shot string) {
		t.Helper()
		w.Type(password)
		before := w.Picture()
		w.Key("Return")
		w.WaitChange(before, rail)
		w.WaitInk("the graphs of the dashboard", graphs()[0])
		w.Shot(shot)
	}
	vaultPage := func() *image.RGBA {
		t.Helper()
		w.Key("ctrl+7")
		program.WaitWords("Check the file")
		w.Move(image.Pt(20, 700))
		return w.Settle()
	}
	unlock(password, "20-unlocked")

	vaultPage()
	program.Press(w, "Check the file")
	w.WaitColor("the good news of the check", image.Rectangle{}, good, 20_000)
	w.Shot("21-checked")

	vaultPage()
	program.Press(w, "Change…")
	button(w, "the button that changes the password", image.Rectangle{})
	w.Type(password)
	w.Key("Tab", "Tab") // past the eye
	w.Type(newPassword)
	w.Key("Tab", "Tab")
	w.Type(newPassword)
	typed := w.Shot("22-change-password")
	w.Key("Return")
	w.WaitChange(typed, toast)
	w.Shot("23-changed")

	w.Key("ctrl+l")
	button(w, "the button that unlocks", middle)
	w.Type(password)
	w.Key("Return")
	screen.WaitFor("the refusal of the old password", func() bool { return desk.Count(w.Picture(), red) > 1000 })
	w.Shot("24-old-password-refused")
	unlock(newPassword, "25-unlocked-with-the-new")

	vaultPage()
	program.Press(w, "Back up now…")
	button(w, "the button that backs up", image.Rectangle{})
	w.Type(passphrase)
	w.Key("Tab", "Tab")
	w.Type(passphrase)
	w.Shot("26-back-up")
	w.Key("Return")
	button(w, "the receipt of the backup", image.Rect(220, 180, 500, 260))
	w.Shot("27-backed-up")
	backup := only(t, filepath.Join(folder, "*.age"))

	w.Key("ctrl+1")
	w.WaitInk("the card of the weight", graphs()[0])
	w.Click(image.Pt(350, 200))
	screen.WaitFor("the graph of the weight", func() bool { return weight(w.Picture()) })
	w.Settle()
	deleteFirst := func(shot string) {
		t.Helper()
		w.Click(desk.Middle(program.WaitRows(rowDate)[0]))
		program.WaitWords("Details")
		w.Settle()
		w.Key("Delete")
		w.WaitColor("the question", details, caution, 10_000)
		w.Shot(shot)
		asked := w.Settle()
		w.Key("Return")
		w.WaitChange(asked, toast)
		w.Settle()
	}
	deleteFirst("28-delete")
	deleted := w.Shot("29-deleted")
	program.Press(w, "Undo")
	w.WaitChange(deleted, details)
	w.Settle()
	w.Shot("30-undone")
	deleteFirst("31-delete-again")

	w.Key("ctrl+l")
	button(w, "the button that unlocks", middle)
	screen.WaitFor("the vault to be tidied and closed", func() bool {
		return ask(t, newPassword, vault, "metrics").Run() == nil
	})
	w.Shot("32-locked")

	w.Key("Escape") // to the start screen
	button(w, "the start screen", middle)
	w.Key("Tab", "Tab", "Tab", "Return")
	button(w, "the button that restores", image.Rectangle{})
	w.Type(backup)
	w.Key("Tab", "Tab") // past the button that chooses a file
	w.Type(passphrase)
	w.Shot("33-restore")
	w.Key("Return")
	program.WaitWords("The backup opens")
	program.Press(w, "Restore")
	w.WaitColor("the good news of the restored vault", image.Rectangle{}, good, 10_000)
	w.Shot("34-restored")
	unlock(newPassword, "35-restored-and-open")
	w.Close()
	if code := program.WaitEnd(); code != 0 {
		t.Errorf("the window ended with %d", code)
	}

	if err := ask(t, password, vault, "metrics").Run(); err == nil {
		t.Error("the old password opens the vault")
	}
	want := map[string]metric{}
	for id, m := range before {
		want[id] = m
	}
	after := metricsWith(t, newPassword, vault)
	old := before["weight"]
	if now := after["weight"]; now.Count != old.Count-1 || now.Last >= old.Last || now.First != old.First {
		t.Errorf("weight: %+v, want the last of %+v gone", now, old)
	}
	restored := only(t, filepath.Join(folder, "anna-restored.vitalkeep"))
	for id, m := range metricsWith(t, newPassword, restored) {
		if m != want[id] {
			t.Errorf("%s in the restored vault: %+v, want %+v", id, m, want[id])
		}
		delete(want, id)
	}
	if len(want) > 0 {
		t.Errorf("the restored vault does not have %v", want)
	}
	for _, path := range []string{vault, restored} {
		var report struct {
			Problems []any `json:"problems"`
		}
		if err := json.Unmarshal(terminalWith(t, newPassword, path, "verify"), &report); err != nil || len(report.Problems) > 0 {
			t.Errorf("%s: %v, %v", filepath.Base(path), report, err)
		}
	}
}

// ask is the terminal program on a vault. It remembers nothing of the vault from
// one call to the next, and leaves what this computer remembers alone.
func ask(t *testing.T, password, vault string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(binary(t, "VITALKEEP_TERMINAL"), append([]string{"--vault", vault, "--json"}, args...)...)
	cmd.Env = append(os.Environ(), "VITALKEEP_PASSWORD="+password, "XDG_STATE_HOME="+t.TempDir())
	return cmd
}
