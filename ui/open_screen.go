package ui

import (
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// openScreen asks which vault is to be opened: a typed path, a file chosen in a
// dialog, or one dropped on the window.
type openScreen struct {
	front
	field *parts.Field
}

func newOpenScreen(s *Shell) *openScreen {
	o := &openScreen{front: front{shell: s}}
	o.field = parts.NewField(locale.T("Path of the vault")).Tall(style.ControlLargeHeight)
	o.field.SetHint(locale.T("Its name ends in %s. You can also drop it on this window.", VaultExtension))
	o.field.OnEnter(o.goOn)
	o.field.OnChanged(func(string) { o.field.SetError("") })
	o.lay(style.UnlockCardWidth+120,
		parts.Column(
			style.Space24,
			parts.NewText(locale.T("Open a vault"), parts.Title),
			o.field,
			parts.Row(style.Space8,
				parts.NewButton(parts.Outlined, locale.T("Browse…"), o.browse).WithIcon(style.IconFolder).Tall(style.ControlLargeHeight),
				parts.Spring(),
				parts.NewButton(parts.Outlined, locale.T("Back"), o.escape).Tall(style.ControlLargeHeight),
				parts.NewButton(parts.Primary, locale.T("Open"), o.goOn).Tall(style.ControlLargeHeight)),
		),
		nil, []fyne.CanvasObject{footNote(style.IconNetworkOff, locale.T("No network connection"))})
	return o
}

func (o *openScreen) goOn() {
	path := typedPath(o.field.Text())
	if path == "" {
		o.field.SetError(locale.T("Type the path of a vault, or choose it with Browse."))
		o.field.Focus()
		return
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		what, todo := o.shell.Explain(err)
		o.field.SetError(what + " " + todo)
	case info.IsDir():
		o.field.SetError(locale.T("This is a folder. A vault is a file in it whose name ends in %s.", VaultExtension))
	default:
		o.shell.showUnlock(path)
		return
	}
	o.whole.Refresh()
	o.field.Focus()
}

func (o *openScreen) browse() {
	d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil {
			what, todo := o.shell.Explain(err)
			o.warn(what, todo)
			return
		}
		if file == nil {
			return // nothing chosen
		}
		path := file.URI().Path()
		if err := file.Close(); err != nil {
			what, todo := o.shell.Explain(err)
			o.warn(what, todo)
			return
		}
		o.shell.showUnlock(path)
	}, o.shell.Window())
	d.SetFilter(storage.NewExtensionFileFilter([]string{VaultExtension}))
	if folder, err := storage.ListerForURI(storage.NewFileURI(o.shell.deps.Folder)); err == nil {
		d.SetLocation(folder)
	}
	d.Show()
}

func (o *openScreen) shown()  { o.field.Focus() }
func (o *openScreen) leave()  {}
func (o *openScreen) escape() { o.shell.showStart() }

// typedPath makes a path that a person typed or pasted absolute: quotes around
// it go, ~ is the home folder.
func typedPath(typed string) string {
	path := strings.TrimSpace(typed)
	for _, q := range []string{`"`, `'`} {
		if len(path) > 1 && strings.HasPrefix(path, q) && strings.HasSuffix(path, q) {
			path = path[1 : len(path)-1]
		}
	}
	if path == "" {
		return ""
	}
	if rest, ok := strings.CutPrefix(path, "~"); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
		if home, err := os.UserHomeDir(); err == nil {
			path = home + rest
		}
	}
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	return filepath.Clean(path)
}
