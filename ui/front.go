package ui

import (
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// front is what the screens before an open vault have in common: a card in the
// middle that scrolls when the window is low, a line of links under it, and the
// footer.
type front struct {
	shell *Shell
	whole fyne.CanvasObject
	// note says what could not be done with a dropped file.
	note *parts.Notice
	// tidy says that the vault that was locked is being tidied.
	tidy *parts.Notice
}

func (f *front) object() fyne.CanvasObject { return f.whole }

// dropped opens a vault that was dropped, or restores a backup; for anything else it says that a
// vault has to be open first.
func (f *front) dropped(paths []string) {
	for _, p := range paths {
		if strings.EqualFold(filepath.Ext(p), VaultExtension) {
			f.shell.showUnlock(p)
			return
		}
		if strings.EqualFold(filepath.Ext(p), BackupExtension) && f.shell.deps.Restorer != nil {
			f.shell.showRestore(p)
			return
		}
	}
	f.warn(locale.T("A vault has to be open before a file can be imported."), locale.T("Unlock it, then drop the file again."))
}

// warn shows a line at the top of the screen.
func (f *front) warn(what, todo string) {
	f.note.Set(parts.NoticeWarning, what, todo)
	f.note.Show()
	f.whole.Refresh()
}

// tell shows a line of good news at the top of the screen.
func (f *front) tell(what, todo string) {
	f.note.Set(parts.NoticeSuccess, what, todo)
	f.note.Show()
	f.whole.Refresh()
}

// tidying shows what is being done with the vault that was locked; with "" it
// is over.
func (f *front) tidying(what, todo string) {
	f.tidy.Set(parts.NoticeInfo, what, todo)
	f.tidy.Hidden = what == ""
	f.whole.Refresh()
}

// lay puts the screen together.
func (f *front) lay(width float32, card fyne.CanvasObject, links, foot []fyne.CanvasObject) {
	f.note = parts.NewNotice(parts.NoticeWarning, "", "")
	f.note.Hide()
	f.tidy = parts.NewNotice(parts.NoticeInfo, "", "")
	f.tidy.Hide()
	column := []fyne.CanvasObject{f.note, f.tidy, parts.NewCard(card).Padded(style.Space32)}
	if len(links) > 0 {
		column = append(column, parts.Middle(parts.Row(style.Space8, links...)))
	}
	middle := container.New(middleLayout{}, parts.Width(width, parts.Column(style.Space12, column...)))
	f.whole = container.NewBorder(nil, parts.InsetBy(style.Space8, style.Space24, style.Space16, style.Space24,
		container.New(frontFoot{}, foot...)), nil, nil, parts.Scroll(middle))
}

// frontFoot sets the pieces of the footer side by side in the middle, closer
// where there is little room; what has none yields, the last first.
type frontFoot struct{}

func (frontFoot) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, o := range objects {
		m = m.Max(o.MinSize())
	}
	return m
}

func (frontFoot) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var words, gap float32
	shown := len(objects)
	for ; shown > 0; shown-- {
		words = 0
		for _, o := range objects[:shown] {
			words += o.MinSize().Width
		}
		gap = min(style.Space32, (size.Width-words)/max(float32(shown-1), 1))
		if gap >= style.Space16 || shown == 1 {
			break
		}
	}
	x := (size.Width - words - gap*float32(shown-1)) / 2
	for i, o := range objects {
		if setShown(o, i < shown); i >= shown {
			continue
		}
		o.Resize(fyne.NewSize(o.MinSize().Width, size.Height))
		o.Move(fyne.NewPos(x, 0))
		x += o.MinSize().Width + gap
	}
}

// middleLayout sets its object in the middle of the height there is, a little
// above it, and gives it all the width.
type middleLayout struct{}

func (middleLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(0, 2*style.Space16)
}

func (middleLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	h := objects[0].MinSize().Height
	objects[0].Resize(fyne.NewSize(size.Width, h))
	objects[0].Move(fyne.NewPos(0, max(style.Space16, (size.Height-h)/2)))
}

// appMark is the program's icon at the given size.
func appMark(size float32) fyne.CanvasObject {
	image := canvas.NewImageFromResource(style.AppIcon())
	image.FillMode = canvas.ImageFillContain
	image.SetMinSize(fyne.NewSquareSize(size))
	return parts.Middle(image)
}

// footNote is a piece of the footer.
func footNote(icon style.Icon, words string) fyne.CanvasObject {
	return parts.Row(style.Space8, parts.NewGlyph(icon, style.Muted, style.IconInline), parts.NewText(words, parts.Caption))
}

// footPath is the piece of the footer that names a file.
func footPath(path string) fyne.CanvasObject {
	return footNote(style.IconFolder, shortPath(path, 56))
}

// shortPath gives a path in at most that many characters; what is cut off is
// its beginning, since its end tells more.
func shortPath(path string, most int) string {
	if home, err := os.UserHomeDir(); err == nil && home != "" {
		if rest, ok := strings.CutPrefix(path, home+string(filepath.Separator)); ok {
			path = "~" + string(filepath.Separator) + rest
		}
	}
	runes := []rune(path)
	if len(runes) <= most {
		return path
	}
	return "…" + string(runes[len(runes)-most+1:])
}

// vaultName is what a vault is called: its file's name without the extension.
func vaultName(path string) string {
	name := filepath.Base(path)
	if strings.EqualFold(filepath.Ext(name), VaultExtension) {
		name = name[:len(name)-len(VaultExtension)]
	}
	return name
}
