package ui

import (
	"errors"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/style"
)

// compromised opens the way out with what happened chosen.
func compromised(t *testing.T, m style.Mode, size fyne.Size, happened ...mishap) (*keptStage, *compromisedPage) {
	t.Helper()
	ks := scheduled(t, m, size)
	ks.kept.backups[1].File = BackupGone
	ks.vaultPage()
	ks.press("I was compromised…")
	p, ok := ks.Page().(*compromisedPage)
	if !ok {
		t.Fatalf("the page is %T", ks.Page())
	}
	for _, h := range happened {
		p.ticks[h].Press()
	}
	return ks, p
}

// secured goes on up to the step that renews the keys.
func secured(ks *keptStage) {
	ks.t.Helper()
	ks.press("Go on")
	ks.typeIn("Second7!horse")
	ks.field("New password, once more").SetText("Second7!horse")
	ks.press("Go on")
	ks.press("Make a new key")
	ks.press("I have written it down")
	ks.typeIn(firstNewKey)
	ks.press("Try it")
}

// compromisedScreens are the steps of the way out.
var compromisedScreens = map[string]func(t *testing.T, m style.Mode, size fyne.Size) *keptStage{
	"compromised": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks, _ := compromised(t, m, size, passwordKnown, computerLost)
		return ks
	},
	"compromised-password": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks, _ := compromised(t, m, size, passwordKnown)
		ks.press("Go on")
		ks.typeIn("Vitalkeep-1")
		ks.press("Go on")
		return ks
	},
	"compromised-key": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks, _ := compromised(t, m, size, sheetLost)
		ks.press("Go on")
		ks.press("Make a new key")
		return ks
	},
	"compromised-renew": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks, _ := compromised(t, m, size, passwordKnown)
		secured(ks)
		return ks
	},
	"compromised-backups": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks, p := compromised(t, m, size, passwordKnown)
		secured(ks)
		ks.press("Encrypt everything anew")
		p.chosen[ks.kept.backups[2].Path].SetOn(true)
		return ks
	},
	"compromised-backup": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks, _ := compromised(t, m, size, passphraseKnown)
		ks.press("Go on")
		ks.press("Remove the chosen, and go on")
		return ks
	},
	"compromised-done": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks, _ := compromised(t, m, size, passwordKnown)
		secured(ks)
		ks.press("Encrypt everything anew")
		ks.press("Remove the chosen, and go on")
		ks.press("Go on")
		return ks
	},
}

func TestTheStepsFollowFromWhatHappened(t *testing.T) {
	for _, tt := range []struct {
		happened []mishap
		want     []remedy
	}{
		{nil, []remedy{remedyAsk, remedyDone}},
		{[]mishap{passwordKnown}, []remedy{remedyAsk, remedyPassword, remedyKey, remedyRenew, remedyBackups, remedyBackup, remedyDone}},
		{[]mishap{fileCopied}, []remedy{remedyAsk, remedyPassword, remedyKey, remedyRenew, remedyBackups, remedyBackup, remedyDone}},
		{[]mishap{computerLost, sheetLost}, []remedy{remedyAsk, remedyPassword, remedyKey, remedyRenew, remedyBackups, remedyBackup, remedyDone}},
		{[]mishap{sheetLost}, []remedy{remedyAsk, remedyKey, remedyRenew, remedyBackups, remedyBackup, remedyDone}},
		{[]mishap{passphraseKnown}, []remedy{remedyAsk, remedyBackups, remedyBackup, remedyDone}},
	} {
		var happened [mishapEnd]bool
		for _, h := range tt.happened {
			happened[h] = true
		}
		if got := remediesFor(happened); !slices.Equal(got, tt.want) {
			t.Errorf("%v: %v, want %v", tt.happened, got, tt.want)
		}
	}
}

func TestTheWayOutChangesNothingBeforeItsStep(t *testing.T) {
	ks, p := compromised(t, style.AlwaysLight, wide)
	if !p.main.Disabled() {
		t.Error("goes on though nothing happened")
	}
	p.ticks[passwordKnown].Press()
	secured(ks)
	if ks.kept.password != rightPassword || ks.kept.recovery != "" {
		t.Fatal("something is in force before its step")
	}
	ks.window.Canvas().Unfocus()
	ks.key(fyne.KeyEscape) // back to the key
	if p.step() != remedyKey {
		t.Errorf("back leads to step %d", p.step())
	}
	ks.ctrl(fyne.Key1)
	ks.bench.settle()
	if ks.kept.password != rightPassword || ks.kept.recovery != "" || !ks.kept.prepared.forgotten || ks.shows(firstNewKey) {
		t.Error("leaving changes something or leaves the key about")
	}
}

func TestTheWayOutIsGoneToItsEnd(t *testing.T) {
	ks, p := compromised(t, style.AlwaysLight, wide, passwordKnown)
	secured(ks)
	ks.kept.fail = errors.New("tape torn")
	ks.press("Encrypt everything anew")
	ks.wants("tape torn")
	if ks.kept.password != rightPassword {
		t.Fatal("changed all the same")
	}
	ks.kept.fail = nil
	ks.press("Encrypt everything anew")
	if ks.kept.password != "Second7!horse" || ks.kept.recovery != firstNewKey || !ks.kept.prepared.forgotten {
		t.Errorf("the password is %s, the key %s", ks.kept.password, ks.kept.recovery)
	}
	ks.wants("berg-20250914T074500Z.vitalkeep.age: not there now.")
	gone := ks.kept.backups[2].Path
	p.chosen[gone].SetOn(true)
	ks.press("Remove the chosen, and go on")
	if !slices.Equal(ks.kept.removed, []string{gone}) {
		t.Errorf("removed %v", ks.kept.removed)
	}
	ks.press("Back up now…")
	ks.typeIn("violet trombone lamp")
	ks.field("Passphrase, once more").SetText("violet trombone lamp")
	ks.press("Back up")
	ks.press("Done")
	ks.wants("A new backup is made and proven.")
	ks.press("Go on")
	for _, words := range []string{
		"The password is new, and everything is encrypted under new keys.", "The recovery key is new and was tried from its sheet.",
		"Backups removed: 1.", "Backups that the old secrets still open: 2.", "A new backup was made and proven.",
	} {
		ks.wants(words)
	}
	ks.press("Done")
	ks.press("I was compromised…")
	ks.wants("Done last today at 09:45.")
	if list := records(ks.kept.choices); len(list) != 1 || !slices.Equal(list[0].Happened, []mishap{passwordKnown}) {
		t.Errorf("records %+v", list)
	}
}

func TestALostSheetLeavesThePassword(t *testing.T) {
	ks, _ := compromised(t, style.AlwaysLight, wide, sheetLost)
	ks.press("Go on")
	ks.press("Make a new key")
	ks.press("I have written it down")
	ks.typeIn(firstNewKey)
	ks.press("Try it")
	ks.press("Use the new key")
	if ks.kept.password != rightPassword || ks.kept.recovery != firstNewKey {
		t.Errorf("the password is %s, the key %s", ks.kept.password, ks.kept.recovery)
	}
}
