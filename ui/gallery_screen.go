package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// galleryScreen shows every part of the window in every state, and the tokens of
// the design. It is for developers, in English, and no place of the rail leads
// there.
type galleryScreen struct {
	shell *Shell
	whole fyne.CanvasObject
	index fyne.CanvasObject
}

// galleryPages are the halves of the gallery.
var galleryPages = []struct {
	name string
	make func() fyne.CanvasObject
}{
	{"Parts", galleryParts},
	{"Colours", galleryColours},
	{"Type, icons, numbers", galleryType},
}

// ShowGallery shows the gallery in place of the first screen.
func (s *Shell) ShowGallery() { s.show(newGalleryScreen(s, 0)) }

func newGalleryScreen(s *Shell, page int) *galleryScreen {
	look := style.CurrentLook()
	set := func(change func(l *style.Look)) {
		change(&look)
		fyne.CurrentApp().Settings().SetTheme(style.NewLook(look))
		s.show(newGalleryScreen(s, page))
	}
	var names []string
	for _, p := range galleryPages {
		names = append(names, p.name)
	}
	pages := parts.NewSegmented("Page", names, func(i int) { s.show(newGalleryScreen(s, i)) })
	pages.SetSelected(page)
	theme := parts.NewSegmented("Theme", []string{"System", "Light", "Dark"}, func(i int) {
		set(func(l *style.Look) { l.Mode = style.Mode(i) })
	})
	theme.SetSelected(int(look.Mode))
	text := parts.NewSegmented("Text", []string{"Normal", "Large", "Largest"}, func(i int) {
		set(func(l *style.Look) { l.Text = style.TextSize(i) })
	})
	text.SetSelected(int(look.Text))
	contrast := parts.NewSwitch("High contrast", look.Contrast, func(on bool) {
		set(func(l *style.Look) { l.Contrast = on })
	})
	bar := parts.Flow(style.Space12, parts.NewText("Gallery", parts.Title), pages, theme, text,
		parts.Row(style.Space8, parts.NewText("High contrast", parts.Small), contrast))
	content := parts.Scroll(parts.InsetBy(style.Space4, style.PageInset, style.PageInset, style.PageInset, galleryPages[page].make()))
	return &galleryScreen{
		shell: s,
		index: pages,
		whole: container.New(&galleryLayout{}, parts.InsetBy(style.Space16, style.PageInset, style.Space12, style.PageInset, bar), content),
	}
}

// galleryLayout sets the bar, as high as its lines need, over the rest.
type galleryLayout struct{ width float32 }

func (l *galleryLayout) MinSize([]fyne.CanvasObject) fyne.Size { return minWindow }

func (l *galleryLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if l.width != size.Width {
		l.width = size.Width
		objects[0].Resize(fyne.NewSize(size.Width, objects[0].MinSize().Height)) // tells it the width it wraps at
	}
	h := objects[0].MinSize().Height
	objects[0].Resize(fyne.NewSize(size.Width, h))
	objects[1].Move(fyne.NewPos(0, h))
	objects[1].Resize(fyne.NewSize(size.Width, size.Height-h))
}

func (g *galleryScreen) object() fyne.CanvasObject { return g.whole }

func (g *galleryScreen) shown()           { parts.Focus(g.index.(fyne.Focusable)) }
func (g *galleryScreen) leave()           {}
func (g *galleryScreen) escape()          { g.shell.showStart() }
func (g *galleryScreen) dropped([]string) {}

// gallerySection is a heading over a card.
func gallerySection(title string, content fyne.CanvasObject) fyne.CanvasObject {
	return parts.Column(style.Space8, parts.NewText(title, parts.Heading), parts.NewCard(content))
}

// pose makes a part look as it does under the mouse or with the keyboard.
func pose(o fyne.CanvasObject, state string) fyne.CanvasObject {
	target := o
	switch f := o.(type) {
	case *parts.Field:
		target = f.Input()
	case *parts.SearchField:
		target = f.Input()
	}
	switch state {
	case "hovered":
		if h, ok := target.(desktop.Hoverable); ok {
			h.MouseIn(&desktop.MouseEvent{})
		}
	case "pressed":
		if m, ok := target.(desktop.Mouseable); ok {
			m.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
		}
	case "focused":
		if f, ok := target.(fyne.Focusable); ok {
			f.FocusGained()
		}
	case "disabled":
		switch d := o.(type) {
		case interface{ SetEnabled(on bool) }:
			d.SetEnabled(false)
		case fyne.Disableable:
			d.Disable()
		}
	}
	return o
}
