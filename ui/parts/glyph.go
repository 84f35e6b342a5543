package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/style"
)

// Glyph is a line icon in the colour of a token.
type Glyph struct {
	widget.BaseWidget
	icon  style.Icon
	token style.Token
	size  float32
}

// NewGlyph returns an icon of the given size, such as [style.IconCard].
func NewGlyph(icon style.Icon, token style.Token, size float32) *Glyph {
	g := &Glyph{icon: icon, token: token, size: size}
	g.ExtendBaseWidget(g)
	return g
}

// Set changes the icon and its colour.
func (g *Glyph) Set(icon style.Icon, token style.Token) {
	if g.icon != icon || g.token != token {
		g.icon, g.token = icon, token
		g.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (g *Glyph) CreateRenderer() fyne.WidgetRenderer {
	r := &glyphRenderer{g: g, image: newIconImage(g.icon, g.token)}
	return r
}

type glyphRenderer struct {
	noDestroy
	g     *Glyph
	image *canvas.Image
}

func (r *glyphRenderer) MinSize() fyne.Size           { return fyne.NewSquareSize(r.g.size) }
func (r *glyphRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.image} }

func (r *glyphRenderer) Layout(s fyne.Size) {
	placeIcon(r.image, fyne.NewPos((s.Width-r.g.size)/2, (s.Height-r.g.size)/2), r.g.size)
}

func (r *glyphRenderer) Refresh() {
	setIcon(r.image, r.g.icon, r.g.token)
	r.Layout(r.g.Size())
}

func newIconImage(icon style.Icon, token style.Token) *canvas.Image {
	image := canvas.NewImageFromResource(icon.Resource(style.Color(token)))
	image.FillMode = canvas.ImageFillContain
	return image
}

func setIcon(image *canvas.Image, icon style.Icon, token style.Token) {
	res := icon.Resource(style.Color(token))
	if image.Resource != res {
		image.Resource = res
		image.Refresh()
	}
}

func placeIcon(image *canvas.Image, at fyne.Position, size float32) {
	image.Move(at)
	image.Resize(fyne.NewSquareSize(size))
}
