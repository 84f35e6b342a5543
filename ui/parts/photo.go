package parts

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vitalkeep/ui/style"
)

// Photo shows a picture, whole and in its own proportions, within a square or
// larger room; it can be pressed. While there is no picture yet its ground shows.
type Photo struct {
	press
	picture image.Image
	side    float32 // 0 takes the room it is given
	gone    bool    // there is none to show
}

// NewPhoto returns a picture of at most side dp in each direction that pressed
// opens; alt says what is on it. A side of 0 fills the room there is.
func NewPhoto(alt string, side float32, pressed func()) *Photo {
	p := &Photo{side: side}
	p.bind(p, alt, pressed)
	return p
}

// Set shows a picture.
func (p *Photo) Set(picture image.Image) {
	p.picture = picture
	p.Refresh()
}

// Fail shows that the picture could not be read.
func (p *Photo) Fail() {
	p.gone = true
	p.Refresh()
}

// Shows reports whether a picture is there.
func (p *Photo) Shows() bool { return p.picture != nil }

// CreateRenderer implements fyne.Widget.
func (p *Photo) CreateRenderer() fyne.WidgetRenderer {
	r := &photoRenderer{
		p: p, ground: canvas.NewRectangle(style.Color(style.Sunken)), image: &canvas.Image{},
		ring: newRing(style.RadiusControl), glyph: NewGlyph(style.IconPicture, style.Muted, style.IconNav),
	}
	r.ground.CornerRadius = style.RadiusControl
	r.image.FillMode = canvas.ImageFillContain
	r.image.ScaleMode = canvas.ImageScaleSmooth
	r.image.CornerRadius = style.RadiusControl
	r.Refresh()
	return r
}

type photoRenderer struct {
	noDestroy
	p            *Photo
	ground, ring *canvas.Rectangle
	image        *canvas.Image
	glyph        *Glyph
}

// fitting is the size of the picture within a room.
func (r *photoRenderer) fitting(room fyne.Size) fyne.Size {
	if r.p.picture == nil || room.Width <= 0 || room.Height <= 0 {
		return room
	}
	b := r.p.picture.Bounds()
	w, h := float32(b.Dx()), float32(b.Dy())
	factor := min(room.Width/w, room.Height/h)
	return fyne.NewSize(w*factor, h*factor)
}

func (r *photoRenderer) MinSize() fyne.Size {
	if r.p.side == 0 {
		return fyne.NewSquareSize(80)
	}
	return r.fitting(fyne.NewSquareSize(r.p.side))
}

func (r *photoRenderer) Layout(s fyne.Size) {
	shown := r.fitting(s)
	at := fyne.NewPos((s.Width-shown.Width)/2, (s.Height-shown.Height)/2)
	r.ground.Move(at)
	r.ground.Resize(shown)
	r.image.Move(at)
	r.image.Resize(shown)
	placeRing(r.ring, shown)
	r.ring.Move(r.ring.Position().Add(at))
	g := r.glyph.MinSize()
	r.glyph.Move(fyne.NewPos((s.Width-g.Width)/2, (s.Height-g.Height)/2))
	r.glyph.Resize(g)
}

func (r *photoRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.ground, r.glyph, r.image}
}

func (r *photoRenderer) Refresh() {
	r.ground.FillColor = style.Color(style.Sunken)
	r.image.Image = r.p.picture
	r.image.Hidden = r.p.picture == nil
	icon := style.IconPicture
	if r.p.gone {
		icon = style.IconWarning
	}
	r.glyph.Set(icon, style.Muted)
	r.glyph.Hidden = r.p.picture != nil
	showRing(r.ring, r.p.focused)
	r.Layout(r.p.Size())
	r.image.Refresh()
	canvas.Refresh(r.p)
}
