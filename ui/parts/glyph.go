package parts

import (
	"image"
	"image/color"

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
	size  style.Step
}

// NewGlyph returns an icon of the given size, such as [style.IconCard].
func NewGlyph(icon style.Icon, token style.Token, size style.Step) *Glyph {
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
	image *iconImage
}

func (r *glyphRenderer) MinSize() fyne.Size           { return fyne.NewSquareSize(r.g.size.Size()) }
func (r *glyphRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.image.Raster} }

func (r *glyphRenderer) Layout(s fyne.Size) {
	size := r.g.size.Size()
	placeIcon(r.image, fyne.NewPos((s.Width-size)/2, (s.Height-size)/2), size)
}

func (r *glyphRenderer) Refresh() {
	setIcon(r.image, r.g.icon, r.g.token)
	r.Layout(r.g.Size())
}

// iconImage draws an icon at the pixels of the screen that it is shown on. What
// goes into a renderer's objects is its Raster.
type iconImage struct {
	*canvas.Raster
	icon style.Icon
	ink  color.Color
}

func newIconImage(icon style.Icon, token style.Token) *iconImage {
	i := &iconImage{icon: icon, ink: style.Color(token)}
	i.Raster = canvas.NewRaster(func(w, h int) image.Image { return i.icon.Picture(w, h, i.ink) })
	return i
}

func setIcon(i *iconImage, icon style.Icon, token style.Token) {
	if ink := style.Color(token); i.icon != icon || i.ink != ink {
		i.icon, i.ink = icon, ink
		i.Refresh()
	}
}

func placeIcon(i *iconImage, at fyne.Position, size float32) {
	i.Move(at)
	i.Resize(fyne.NewSquareSize(size))
}
