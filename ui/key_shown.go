package ui

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// keyShown is a recovery key on the screen, with the ways to take it along: the
// clipboard, or a sheet to print.
type keyShown struct {
	shell  *Shell
	key    string
	path   string // of the vault
	letter bool
	pick   Picker
	job    *Job
	told   *parts.Paragraph
	column *fyne.Container
}

func newKeyShown(s *Shell, key, path string, p health.Profile) *keyShown {
	k := &keyShown{shell: s, key: key, path: path, letter: p.Units.US(), pick: NewWindowPicker(s.Window()), job: s.Work().NewJob()}
	k.told = parts.NewParagraph("", parts.Caption)
	buttons := []fyne.CanvasObject{parts.NewButton(parts.Outlined, locale.T("Copy"), k.copy).WithIcon(style.IconCopy)}
	if s.deps.Sheet != nil {
		buttons = append(buttons, parts.NewButton(parts.Outlined, locale.T("Save as sheet…"), k.save).WithIcon(style.IconFile))
	}
	k.column = parts.Column(
		style.Space16,
		parts.NewKeyText(key),
		parts.Row(style.Space8, append(buttons, parts.Stretch(parts.InsetBy(0, 0, 0, style.Space8, k.told)))...),
		parts.NewNotice(parts.NoticeWarning, locale.T("Whoever has this key can open the vault."), locale.T("Do not keep it beside the vault's file.")),
	)
	return k
}

func (k *keyShown) copy() {
	k.shell.Copy(k.key)
	k.tell(locale.T("Copied; taken off the clipboard after a minute, or when you lock or go on."))
}

func (k *keyShown) tell(words string) {
	k.told.SetText(words)
	k.column.Refresh()
}

// save writes the sheet to a file of the person's choice.
func (k *keyShown) save() {
	k.pick.Save(vaultName(k.path)+"-recovery-key.pdf", func(path string, to io.WriteCloser, err error) {
		if err != nil {
			what, todo := k.shell.Explain(err)
			k.tell(what + " " + todo)
			return
		}
		write := k.shell.deps.Sheet
		sheet := RecoverySheet{Key: k.key, Vault: filepath.Base(k.path), Made: k.shell.Now(), Letter: k.letter}
		Run(k.job, func(context.Context, func(Step)) (struct{}, error) {
			_ = os.Chmod(path, 0o600) // before the key is in it; not every disk knows rights
			return struct{}{}, errors.Join(write(to, sheet), to.Close())
		}, nil, func(_ struct{}, err error) {
			if err != nil {
				what, todo := k.shell.Explain(err)
				k.tell(what + " " + todo)
				return
			}
			k.tell(locale.T("Saved as %s. Print it, then delete the file: it is not encrypted.", filepath.Base(path)))
		}, nil)
	})
}

// forget takes the key away.
func (k *keyShown) forget() {
	k.pick.Close()
	k.shell.forgetClipboard()
	k.key = ""
	k.column.Objects = nil
}
