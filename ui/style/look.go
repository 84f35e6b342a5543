package style

import (
	"time"

	"fyne.io/fyne/v2"
)

// Look is what a person can choose about how the window looks. The zero value
// is the usual look.
type Look struct {
	Mode Mode
	Text TextSize
	// Contrast asks for the palettes of high contrast.
	Contrast bool
	// Still asks that nothing moves.
	Still bool
}

// CurrentLook returns the look in force, the usual one where the theme is not
// ours.
func CurrentLook() Look {
	if app := fyne.CurrentApp(); app != nil {
		if t, ok := app.Settings().Theme().(*Theme); ok {
			return t.look
		}
	}
	return Look{}
}

// ToastTime is how long a toast takes to come.
const ToastTime = 180 * time.Millisecond

// Motion is how long something moves in the look in force that moves for d
// otherwise.
func Motion(d time.Duration) time.Duration {
	if CurrentLook().Still {
		return 0
	}
	return d
}

// TextSize is how large text and icons are.
type TextSize int

// The sizes of text.
const (
	NormalText TextSize = iota
	LargeText
	LargestText
)

// Factor is how many times as large as normal text is.
func (t TextSize) Factor() float32 {
	switch t {
	case LargeText:
		return 1.3
	case LargestText:
		return 1.6
	}
	return 1
}
