package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/style"
)

// Fill is a plain area in the colour of a token: a page's ground, a hairline, a
// swatch of a legend.
type Fill struct {
	widget.BaseWidget
	token  style.Token
	radius float32
	min    fyne.Size
}

// NewFill returns an area in the given colour, with round corners if radius is
// not 0, at least as large as min.
func NewFill(token style.Token, radius float32, min fyne.Size) *Fill {
	f := &Fill{token: token, radius: radius, min: min}
	f.ExtendBaseWidget(f)
	return f
}

// SetToken changes the colour.
func (f *Fill) SetToken(token style.Token) {
	f.token = token
	f.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (f *Fill) CreateRenderer() fyne.WidgetRenderer {
	r := &fillRenderer{f: f, box: canvas.NewRectangle(style.Color(f.token))}
	r.box.CornerRadius = f.radius
	return r
}

type fillRenderer struct {
	noDestroy
	f   *Fill
	box *canvas.Rectangle
}

func (r *fillRenderer) Layout(s fyne.Size)           { r.box.Resize(s) }
func (r *fillRenderer) MinSize() fyne.Size           { return r.f.min }
func (r *fillRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.box} }

func (r *fillRenderer) Refresh() {
	r.box.FillColor = style.Color(r.f.token)
	r.box.Refresh()
}

// noDestroy is for renderers that hold nothing to give back.
type noDestroy struct{}

// Destroy implements fyne.WidgetRenderer.
func (noDestroy) Destroy() {}
