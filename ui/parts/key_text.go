package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/style"
)

// NewKeyText shows a key that is to be written down by hand: large, wrapping at
// its groups, on a ground of its own.
func NewKeyText(key string) fyne.CanvasObject {
	role := Role{Size: style.TextTitle, Bold: true, Color: style.Text}
	words := NewParagraph(key, role).Aligned(fyne.TextAlignCenter)
	return container.New(stackLayout{}, NewFill(style.Sunken, style.RadiusControl, fyne.Size{}), Inset(style.Space16, words))
}

// stackLayout lays objects over each other and knows how high they get.
type stackLayout struct{ stretchLayout }
