package ui

import "fyne.io/fyne/v2"

// scale is how many pixels of the screen a dp has.
func (s *Shell) scale() float32 {
	if f := s.deps.Window.Canvas().Scale(); f > 0 {
		return f
	}
	return 1
}

// pageChanged shows what a page has become, if it is the one on show.
func (s *Shell) pageChanged(p Page) {
	if s.beside != nil && s.Page() == p {
		s.beside.Objects = []fyne.CanvasObject{p.Object()}
		s.beside.Refresh()
	}
}

// submit saves what is typed on the page shown, if there is anything to save.
func (s *Shell) submit() {
	if p, ok := s.Page().(interface{ Submit() }); ok {
		p.Submit()
	}
}

// footer is the height of the buttons at the bottom of the page shown: toasts
// stand over them.
func (s *Shell) footer() float32 {
	if p, ok := s.Page().(interface{ Footer() float32 }); ok {
		return p.Footer()
	}
	return 0
}

// moveToast sets the toast where the page on show wants it.
func (s *Shell) moveToast() {
	if s.toast != nil {
		s.placeToast(s.toast, s.root.Size())
	}
}
