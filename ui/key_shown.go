package ui

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

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
	k.tell(locale.T("Copied; taken off the clipboard when you lock or go on."))
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

// keyShownPage shows a new recovery key of the open vault, once.
type keyShownPage struct {
	shell *Shell
	shown *keyShown
	root  *fyne.Container
	done  *parts.Button
}

var (
	_ Page     = (*keyShownPage)(nil)
	_ Starter  = (*keyShownPage)(nil)
	_ KeyTyper = (*keyShownPage)(nil)
	_ Busier   = (*keyShownPage)(nil)
)

func newKeyShownPage(s *Shell, key string) *keyShownPage {
	p := &keyShownPage{shell: s, shown: newKeyShown(s, key, s.session.Path, s.profile)}
	p.done = parts.NewButton(parts.Primary, locale.T("I have written it down"), s.Back).Tall(style.ControlLargeHeight)
	p.root = container.NewStack(newTransferPage(s.Compact,
		parts.NewTopBar(locale.T("Your new recovery key"), locale.T("Shown only now and kept nowhere"), nil), nil,
		parts.NewCard(parts.Column(style.Space16,
			parts.NewParagraph(locale.T("Should you forget the password, this key opens the vault. The one before does not open it any more: destroy the old sheet."), parts.Body),
			p.shown.column,
			parts.Row(style.Space8, parts.Spring(), p.done))).Padded(style.Space24)))
	return p
}

// Object implements Page.
func (p *keyShownPage) Object() fyne.CanvasObject { return p.root }

// Start implements Starter.
func (p *keyShownPage) Start() {}

// Leave implements Page.
func (p *keyShownPage) Leave() { p.shown.forget() }

// Busy implements Busier: the key is shown only once.
func (p *keyShownPage) Busy() bool { return true }

// TypedKey implements KeyTyper: Escape does nothing here.
func (p *keyShownPage) TypedKey(ev *fyne.KeyEvent) bool { return ev.Name == fyne.KeyEscape }

// TypedRune implements KeyTyper.
func (p *keyShownPage) TypedRune(rune) bool { return false }
