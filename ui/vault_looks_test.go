package ui

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/style"
)

// vaultScreens are the states of the vault's page and of those it leads to.
var vaultScreens = map[string]func(t *testing.T, m style.Mode, size fyne.Size) *keptStage{
	"vault": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := newKeptStage(t, m, size)
		ks.kept.backups = backupsOfAnna[:1]
		ks.vaultPage()
		return ks
	},
	"vault-checked": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := newKeptStage(t, m, size)
		ks.vaultPage()
		ks.press("Check the file")
		return ks
	},
	"vault-checking": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := newKeptStage(t, m, size)
		ks.vaultPage()
		ks.button("Check the file").Press()
		ks.Page().(*VaultScreen).progress.Set("Reading the file… 40 %", 0.4)
		return ks
	},
	"vault-damaged": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := newKeptStage(t, m, size)
		for i := range 11 {
			ks.kept.report.Problems = append(ks.kept.report.Problems, CheckProblem{"segment", uint64(400 + i), "what is sealed in it was changed after it was written"})
		}
		ks.kept.report.Problems[0] = CheckProblem{"file", 0, "one of the two meta pages is damaged: the last change may be missing"}
		ks.vaultPage()
		ks.press("Check the file")
		return ks
	},
	"vault-deleted": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := newKeptStage(t, m, size)
		ks.kept.due = true
		ks.kept.deletions = []Deletion{
			{ID: health.BatchID{1}, Profile: anna.ID, At: stageNow.UnixMilli(), Readings: 1},
			{ID: health.BatchID{2}, Profile: jonas.ID, At: stageNow.UnixMilli() - 9e6, Readings: 31840, Source: "withings:bed"},
		}
		ks.kept.backups = backupsOfAnna
		ks.vaultPage()
		ks.press("Remove for good now…")
		return ks
	},
	"vault-backups": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := newKeptStage(t, m, size)
		ks.kept.backups = backupsOfAnna
		showAtBottom(ks.vaultPage().page)
		return ks
	},
	"vault-password": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := newKeptStage(t, m, size)
		ks.vaultPage()
		ks.press("Change…")
		ks.typeIn("Wrong-horse7")
		ks.field("New password").SetText("Another-horse8")
		ks.field("New password, once more").SetText("Another-horse8")
		ks.press("Change the password")
		return ks
	},
	"vault-password-refused": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := newKeptStage(t, m, size)
		ks.vaultPage()
		ks.press("Change…")
		ks.typeIn(rightPassword)
		ks.field("New password").SetText("Anna-Berg1")
		ks.field("New password, once more").SetText("Anna-Berg1")
		ks.press("Change the password")
		return ks
	},
	"vault-password-strong": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := newKeptStage(t, m, size)
		ks.vaultPage()
		ks.press("Change…")
		ks.field("New password").SetText("Correct-horse7battery.Q")
		return ks
	},
	"vault-password-good": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := newKeptStage(t, m, size)
		ks.vaultPage()
		ks.press("Change…")
		ks.field("New password").SetText("Second7!horse")
		return ks
	},
	"vault-new-key": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := newKeptStage(t, m, size)
		ks.vaultPage()
		ks.press("New key…")
		return ks
	},
	"vault-key-shown": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks, _ := newKeyStage(t, m, size)
		ks.press("Copy")
		return ks
	},
	"vault-key-wrong": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks, _ := newKeyStage(t, m, size)
		ks.press("I have written it down")
		ks.typeIn("NEW1-EFGH-JKLM")
		ks.press("Use this key")
		return ks
	},
	"vault-key-right": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks, _ := newKeyStage(t, m, size)
		ks.press("I have written it down")
		ks.typeIn(firstNewKey)
		ks.press("Use this key")
		return ks
	},
	"vault-backup": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := newKeptStage(t, m, size)
		ks.vaultPage()
		ks.press("Back up now…")
		ks.Page().(*backupPage).open.Choose(1)
		ks.typeIn("short")
		ks.key(fyne.KeyReturn)
		return ks
	},
	"vault-backup-recipient": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := newKeptStage(t, m, size)
		ks.vaultPage()
		ks.press("Back up now…")
		ks.Page().(*backupPage).lock.Choose(1)
		ks.field("Recipient").SetText("me")
		ks.press("Back up")
		return ks
	},
	"vault-backup-exists": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := backingUp(t, m, size)
		ks.kept.exists[ks.Page().(*backupPage).target()] = true
		ks.press("Back up")
		return ks
	},
	"vault-backup-busy": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := backingUp(t, m, size)
		ks.button("Back up").Press()
		ks.Page().(*backupPage).progress.Set("Restoring it on trial… 60 %", 0.6)
		return ks
	},
	"vault-backup-failed": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := backingUp(t, m, size)
		ks.kept.fail = errors.New("no space left on the disk")
		ks.press("Back up")
		return ks
	},
	"vault-backed-up": func(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
		ks := backingUp(t, m, size)
		ks.press("Back up")
		return ks
	},
}

// backingUp is the page of a backup, filled in.
func backingUp(t *testing.T, m style.Mode, size fyne.Size) *keptStage {
	t.Helper()
	ks := newKeptStage(t, m, size)
	ks.vaultPage()
	ks.press("Back up now…")
	ks.typeIn("a long passphrase")
	ks.field("Passphrase, once more").SetText("a long passphrase")
	return ks
}
