package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/style"
)

const firstNewKey = "NEW1-EFGH-JKLM-NPQR-STUV-WXYZ-2345"

// newKeyStage is the page with a new recovery key on show.
func newKeyStage(t *testing.T, m style.Mode, size fyne.Size) (*keptStage, *newKeyPage) {
	t.Helper()
	ks := newKeptStage(t, m, size)
	ks.vaultPage()
	ks.press("New key…")
	p, ok := ks.Page().(*newKeyPage)
	if !ok {
		t.Fatalf("the page is %T", ks.Page())
	}
	ks.press("Make a new key")
	return ks, p
}

func TestANewRecoveryKeyCountsOnceItIsTypedBack(t *testing.T) {
	ks, p := newKeyStage(t, style.AlwaysLight, wide)
	ks.wants(firstNewKey)
	p.trial.shown.pick = ks.picker
	ks.press("Save as sheet…")
	if len(ks.sheets) != 1 || ks.sheets[0].Key != firstNewKey || ks.sheets[0].Vault != "berg.vitalkeep" || ks.sheets[0].Letter {
		t.Errorf("sheets %+v", ks.sheets)
	}
	ks.wants("Print it, then delete the file")
	ks.press("Copy")
	if fyne.CurrentApp().Clipboard().Content() != firstNewKey {
		t.Error("the key is not on the clipboard")
	}
	ks.press("I have written it down")
	if ks.shows(firstNewKey) || fyne.CurrentApp().Clipboard().Content() != "" {
		t.Error("the key is still about while it is asked for")
	}
	ks.press("Use this key")
	ks.wants("Type the key.")
	ks.typeIn("NEW1-EFGH-JKLM-NPQR-STUV-WXYZ-2346")
	ks.press("Use this key")
	ks.wants("This is not the key.")
	if ks.kept.recovery != "" {
		t.Fatal("a key counts that was not typed back")
	}
	ks.window.Canvas().Unfocus()
	ks.key(fyne.KeyEscape)
	ks.wants(firstNewKey)
	ks.press("I have written it down")
	ks.typeIn("new1 efgh jklm npqr stuv wxyz 2345")
	ks.press("Use this key")
	if ks.kept.recovery != firstNewKey || !ks.kept.prepared.forgotten {
		t.Errorf("the key in force is %q", ks.kept.recovery)
	}
	ks.wants("The new recovery key opens the vault.")
	if _, ok := ks.Page().(*VaultScreen); !ok || ks.shows(firstNewKey) {
		t.Errorf("the page is %T", ks.Page())
	}
}

func TestAKeyThatIsNotTypedBackIsForgotten(t *testing.T) {
	for name, leave := range map[string]func(ks *keptStage){
		"keeping the old": func(ks *keptStage) { ks.press("Keep the old key") },
		"another page":    func(ks *keptStage) { ks.ctrl(fyne.Key1) },
		"the lock":        func(ks *keptStage) { ks.ctrl(fyne.KeyL) },
	} {
		t.Run(name, func(t *testing.T) {
			ks, p := newKeyStage(t, style.AlwaysLight, wide)
			leave(ks)
			ks.bench.settle()
			if !ks.kept.prepared.forgotten || ks.kept.recovery != "" || p.trial.shown.key != "" || ks.shows(firstNewKey) {
				t.Error("the key is still about")
			}
		})
	}
}

func TestAKeyThatWasMadeForNobodyIsForgotten(t *testing.T) {
	ks := newKeptStage(t, style.AlwaysLight, wide)
	ks.vaultPage()
	ks.press("New key…")
	ks.button("Make a new key").Press()
	ks.bench.begin() // the key is made, and not yet delivered
	ks.ctrl(fyne.KeyL)
	ks.bench.settle()
	if !ks.kept.prepared.forgotten || ks.shows(firstNewKey) {
		t.Error("the key is still about")
	}
}

func TestRecoveryKeysAreComparedInAnySpelling(t *testing.T) {
	for typed, want := range map[string]bool{
		"7K2M-0001": true, "7k2m 0001": true, "7k2m\n00\u00a001": true, "7K2MOOOL": true, "": false, "7K2M-0002": false, "7K2M-00011": false,
	} {
		if got := sameKey("7K2M-0001", typed); got != want {
			t.Errorf("%q: %v", typed, got)
		}
	}
	if !sameKey("7K2M-0011", "7k2m–oOiL") || sameKey("", "") {
		t.Error("letters are not taken for figures")
	}
}
