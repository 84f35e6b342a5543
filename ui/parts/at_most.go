package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// AtMost lets o grow to a width and sets it in the middle of a wider room. Unlike
// [Width] it asks for no more than o needs, so that it may stand in what scrolls.
func AtMost(width float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&atMostLayout{most: width}, o)
}

type atMostLayout struct{ most, width float32 }

func (l *atMostLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return heightFor(objects[0], min(width, l.most))
}

// MinSize implements fyne.Layout.
func (l *atMostLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	m := objects[0].MinSize()
	w := min(m.Width, l.most)
	return fyne.NewSize(w, l.heightFor(objects, max(w, l.width)))
}

// Layout implements fyne.Layout.
func (l *atMostLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	w := min(size.Width, l.most)
	objects[0].Resize(fyne.NewSize(w, heightFor(objects[0], w)))
	objects[0].Move(fyne.NewPos((size.Width-w)/2, 0))
}
