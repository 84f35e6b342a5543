package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Grid sets objects in as many columns of equal width as have room, none
// narrower than least; the objects of a row are equally high.
func Grid(least, gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&gridLayout{least: least, gap: gap}, objects...)
}

type gridLayout struct{ least, gap, width float32 }

// columns is how many columns there are at a width and how wide each is.
func (l *gridLayout) columns(width float32) (int, float32) {
	n := max(1, int((width+l.gap)/(l.least+l.gap)))
	return n, (width - l.gap*float32(n-1)) / float32(n)
}

// lay returns the height needed at a width and, if asked, places the objects.
func (l *gridLayout) lay(objects []fyne.CanvasObject, width float32, place bool) float32 {
	n, each := l.columns(width)
	var y float32
	for i := 0; i < len(objects); i += n {
		row := objects[i:min(i+n, len(objects))]
		var h float32
		for _, o := range row {
			h = max(h, heightFor(o, each))
		}
		if y > 0 {
			y += l.gap
		}
		for k, o := range row {
			if place {
				o.Move(fyne.NewPos(float32(k)*(each+l.gap), y))
				o.Resize(fyne.NewSize(each, h))
			}
		}
		y += h
	}
	return y
}

func (l *gridLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return l.lay(objects, width, false)
}

// MinSize implements fyne.Layout.
func (l *gridLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.least, l.lay(objects, max(l.width, l.least), false))
}

// Layout implements fyne.Layout.
func (l *gridLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.lay(objects, size.Width, true)
}
