package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/style"
)

// grown is a breadth that holds text, as large as text is in the look in force.
func grown(width float32) float32 { return width * style.TextBody.Size() / float32(style.TextBody) }

// fixedHeight gives one object all the breadth there is and a height of its own.
type fixedHeight float32

func newFixedHeight(height float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(fixedHeight(height), o)
}

// MinSize implements fyne.Layout.
func (h fixedHeight) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width, float32(h))
}

// Layout implements fyne.Layout.
func (h fixedHeight) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(size.Width, float32(h)))
}
