package ui

import (
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// Picker lets a person point at files. Each call shows a dialog and returns at
// once; chosen is called later, and not at all when the person cancels.
type Picker interface {
	File(chosen func(path string))
	Folder(chosen func(path string))
	// Save asks where to write a file that is offered under the name, and opens
	// it; an error says why that was not possible.
	Save(name string, chosen func(path string, to io.WriteCloser, err error))
	// Close takes an open dialog away, as the lock does.
	Close()
}

// WindowPicker is the Picker that shows Fyne's dialogs over a window.
type WindowPicker struct {
	over fyne.Window
	open interface{ Hide() }
}

// NewWindowPicker returns a Picker with dialogs over the window.
func NewWindowPicker(over fyne.Window) *WindowPicker { return &WindowPicker{over: over} }

// File implements Picker.
func (p *WindowPicker) File(chosen func(path string)) {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		p.open = nil
		if err != nil || r == nil {
			return
		}
		path := r.URI().Path()
		if err := r.Close(); err == nil {
			chosen(path)
		}
	}, p.over)
	d.SetTitleText(locale.T("Choose a file to import"))
	p.show(d)
}

// Folder implements Picker.
func (p *WindowPicker) Folder(chosen func(path string)) {
	d := dialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
		p.open = nil
		if err == nil && u != nil {
			chosen(u.Path())
		}
	}, p.over)
	d.SetTitleText(locale.T("Choose a folder"))
	p.show(d)
}

// Save implements Picker.
func (p *WindowPicker) Save(name string, chosen func(path string, to io.WriteCloser, err error)) {
	d := dialog.NewFileSave(func(w fyne.URIWriteCloser, err error) {
		p.open = nil
		switch {
		case err != nil:
			chosen("", nil, err)
		case w != nil:
			chosen(w.URI().Path(), w, nil)
		}
	}, p.over)
	d.SetTitleText(locale.T("Save as"))
	d.SetFileName(name)
	p.show(d)
}

// Close implements Picker.
func (p *WindowPicker) Close() {
	if p.open != nil {
		p.open.Hide()
		p.open = nil
	}
}

func (p *WindowPicker) show(d *dialog.FileDialog) {
	p.Close()
	overlays := p.over.Canvas().Overlays()
	before := overlays.Top()
	d.Show()
	p.open = d
	// Where the system shows a dialog of its own there is none to size, and
	// Fyne's knows no size before it is shown.
	if top := overlays.Top(); top != before {
		size := p.over.Canvas().Size()
		d.Resize(fyne.NewSize(min(900, size.Width-style.Space48), min(640, size.Height-style.Space48)))
		top.Refresh() // to the middle of the window again
	}
}
