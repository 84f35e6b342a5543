package parts

import (
	"fyne.io/fyne/v2"

	"vitalkeep/ui/style"
)

// NewEmptyState returns what a page shows while it has nothing: an icon, what
// is missing, what to do about it, and the buttons that do it.
func NewEmptyState(icon style.Icon, heading, what string, actions ...fyne.CanvasObject) fyne.CanvasObject {
	objects := []fyne.CanvasObject{
		Middle(NewGlyph(icon, style.Muted, style.IconEmpty)),
		NewParagraph(heading, Heading).Aligned(fyne.TextAlignCenter),
		NewParagraph(what, BodyMuted).Aligned(fyne.TextAlignCenter),
	}
	if len(actions) > 0 {
		objects = append(objects, InsetBy(style.Space8, 0, 0, 0, Middle(Row(style.Space12, actions...))))
	}
	return Middle(Width(400, Column(style.Space12, objects...)))
}
