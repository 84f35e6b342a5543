package parts

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/style"
)

// Face is the disc that stands for a person: their picture cut round or, while
// there is none, the initial of the name.
type Face struct {
	widget.BaseWidget
	name    string
	picture image.Image
	side    float32 // 0 as it is in lists
}

// NewFace returns a disc of a width, 0 for that of lists. picture may be nil.
func NewFace(name string, picture image.Image, side float32) *Face {
	f := &Face{name: name, picture: picture, side: side}
	f.ExtendBaseWidget(f)
	return f
}

// Set shows another person, or another picture; nil shows the initial.
func (f *Face) Set(name string, picture image.Image) {
	f.name, f.picture = name, picture
	f.Refresh()
}

// Pictured reports whether a picture is shown.
func (f *Face) Pictured() bool { return f.picture != nil }

func (f *Face) width() float32 {
	if f.side > 0 {
		return f.side
	}
	return discSize()
}

// CreateRenderer implements fyne.Widget.
func (f *Face) CreateRenderer() fyne.WidgetRenderer {
	r := &faceRenderer{
		f: f, disc: canvas.NewCircle(style.Color(style.Accent)),
		letter: canvas.NewText("", style.Color(style.OnAccent)), image: &canvas.Image{},
	}
	r.image.FillMode = canvas.ImageFillStretch
	r.image.ScaleMode = canvas.ImageScaleSmooth
	r.Refresh()
	return r
}

type faceRenderer struct {
	noDestroy
	f      *Face
	disc   *canvas.Circle
	letter *canvas.Text
	image  *canvas.Image
}

func (r *faceRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(r.f.width()) }

func (r *faceRenderer) Layout(s fyne.Size) {
	side := min(s.Width, s.Height)
	at := fyne.NewPos((s.Width-side)/2, (s.Height-side)/2)
	r.disc.Move(at)
	r.disc.Resize(fyne.NewSquareSize(side))
	r.image.Move(at)
	r.image.Resize(fyne.NewSquareSize(side))
	r.image.CornerRadius = side / 2
	m := r.letter.MinSize()
	r.letter.Move(fyne.NewPos((s.Width-m.Width)/2, (s.Height-m.Height)/2))
	r.letter.Resize(m)
}

func (r *faceRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.disc, r.letter, r.image}
}

func (r *faceRenderer) Refresh() {
	pictured := r.f.picture != nil
	r.disc.FillColor = style.Color(style.Accent)
	role := SmallStrong
	switch {
	case r.f.width() >= 2*discSize():
		role = Title
	case r.f.side > 0:
		role = Strong
	}
	role.In(style.OnAccent).apply(r.letter)
	r.letter.Text = initial(r.f.name)
	r.disc.Hidden, r.letter.Hidden, r.image.Hidden = pictured, pictured, !pictured
	if r.image.Image != r.f.picture {
		r.image.Image = r.f.picture
		r.image.Refresh()
	}
	r.Layout(r.f.Size())
	canvas.Refresh(r.f)
}
