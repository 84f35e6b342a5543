package ui

import (
	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// Appearance is what a person chose about the window on this computer. Nothing
// in it tells anything of anybody: it is kept unsealed, beside the vaults.
type Appearance struct {
	// Language is "" for the system's.
	Language locale.Language
	Forms    locale.Forms
	Look     style.Look
	// Scale is how much larger than the screen asks for everything is; 0 is 1.
	Scale float32
	// Width and Height are the window's, zero if it never was shown. The toolkit
	// does not tell where on the screen a window lies.
	Width, Height float32
	// Place is the place of the rail that was on show last.
	Place string
}

// Appearances keeps the appearance. A failure to keep it is no reason to bother
// anybody, so there are no errors.
type Appearances interface {
	Load() Appearance
	Save(a Appearance)
}

// WindowSize is the size that the window opens with: as it was left, or the
// usual one.
func (a Appearance) WindowSize() fyne.Size {
	if a.Width < minWindow.Width || a.Height < minWindow.Height {
		return fyne.NewSize(1280, 800)
	}
	return fyne.NewSize(a.Width, a.Height)
}

// minWindow is the smallest window that anything fits into.
var minWindow = fyne.NewSize(640, 440)

// Apply makes everything that is built from now on look and speak as a says.
func (a Appearance) Apply() {
	language := a.Language
	if language == "" {
		language = locale.System()
	}
	locale.Use(language)
	locale.UseForms(a.Forms)
	fyne.CurrentApp().Settings().SetTheme(style.NewLook(a.Look))
}

// Appearance returns what was chosen about the window.
func (s *Shell) Appearance() Appearance { return s.appearance }

// SetAppearance makes the window look and speak otherwise at once and remembers
// it. The screen is built anew in place: the main screen stays on its page of
// the rail.
func (s *Shell) SetAppearance(a Appearance) {
	if a == s.appearance {
		return
	}
	scaled := a.Scale != s.appearance.Scale
	s.appearance = a
	if scaled && s.deps.SetScale != nil {
		s.deps.SetScale(a.Scale)
	}
	a.Apply()
	s.useForms()
	s.remember()
	if s.session != nil {
		s.show(newMainScreen(s))
	}
}

// remember keeps the appearance, with the window as it is now.
func (s *Shell) remember() {
	if size := s.deps.Window.Canvas().Size(); size.Width >= minWindow.Width && size.Height >= minWindow.Height && !s.deps.Window.FullScreen() {
		s.appearance.Width, s.appearance.Height = size.Width, size.Height
	}
	if s.deps.Appearances != nil {
		s.deps.Appearances.Save(s.appearance)
	}
}

// reached remembers the place of the rail that is on show.
func (s *Shell) reached(place string) {
	if s.appearance.Place != place {
		s.appearance.Place = place
		s.remember()
	}
}

// lastPlace is the index of the place that was on show last, 0 if it is gone.
func (s *Shell) lastPlace() int {
	for i, p := range s.places() {
		if p.id == s.appearance.Place {
			return i
		}
	}
	return 0
}
