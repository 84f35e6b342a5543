package ui

import (
	"context"
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/charts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// stripView shows an electrocardiogram on its paper, as many rows of it as its
// width asks for. It is drawn beside the UI, again when size or colours change.
type stripView struct {
	widget.BaseWidget
	job   *Job
	scale func() float32
	strip present.HeartStrip
	image *canvas.Image
	width float32
	last  stripState
}

// stripState is what a picture of a strip depends on.
type stripState struct {
	size   fyne.Size
	factor float32
	colors charts.Palette
}

func newStripView(w *Work, scale func() float32, s present.HeartStrip) *stripView {
	v := &stripView{job: w.NewJob(), scale: scale, strip: s, image: &canvas.Image{}, width: 600}
	v.image.FillMode, v.image.ScaleMode = canvas.ImageFillStretch, canvas.ImageScaleFastest
	v.ExtendBaseWidget(v)
	return v
}

// spec describes the strip at a size of pixels.
func (v *stripView) spec(width, height int, factor float64, p style.Palette, fonts charts.Fonts) charts.Strip {
	ink, ok := p.Of(style.Heart)
	if !ok {
		ink = color.NRGBA{A: 0xff}
	}
	return charts.Strip{
		Width: width, Height: height, Scale: factor, Palette: chartPalette(p), Fonts: fonts, Labels: chartLabels(),
		Millivolts: v.strip.Millivolts, Rate: v.strip.Rate, Color: ink,
	}
}

// HeightFor returns the height that all of the strip needs at a width.
func (v *stripView) HeightFor(width float32) float32 {
	h, err := charts.StripHeight(v.spec(max(pixelsOf(width, 1), 1), 1, 1, style.Light(), charts.Fonts{}))
	if err != nil {
		return 0
	}
	return float32(h)
}

// AccessibilityLabel implements fyne.Accessible.
func (v *stripView) AccessibilityLabel() string { return v.strip.InWords() }

// AccessibilityRole implements fyne.Accessible.
func (v *stripView) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// draw starts drawing where something has changed since the last picture.
func (v *stripView) draw() {
	size, factor, palette := v.Size(), v.scale(), style.Current()
	state := stripState{size, factor, chartPalette(palette)}
	if size.Width < 40 || size.Height < 20 || state == v.last {
		return
	}
	v.last = state
	Run(v.job, func(context.Context, func(Step)) (*image.RGBA, error) {
		fonts, err := chartFonts()
		if err != nil {
			return nil, err
		}
		pic, err := charts.RenderStrip(v.spec(pixelsOf(size.Width, factor), pixelsOf(size.Height, factor), float64(factor), palette, fonts))
		return pic.Image, err
	}, nil, func(img *image.RGBA, err error) {
		if err == nil {
			v.image.Image = img
			v.image.Refresh()
		}
	}, nil)
}

// CreateRenderer implements fyne.Widget.
func (v *stripView) CreateRenderer() fyne.WidgetRenderer { return &stripRenderer{v: v} }

type stripRenderer struct{ v *stripView }

func (r *stripRenderer) Destroy()                     {}
func (r *stripRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.v.image} }
func (r *stripRenderer) Refresh()                     { r.v.draw() }
func (r *stripRenderer) MinSize() fyne.Size           { return fyne.NewSize(200, r.v.HeightFor(r.v.width)) }

func (r *stripRenderer) Layout(s fyne.Size) {
	r.v.width = max(s.Width, 200)
	r.v.image.Resize(s)
	r.v.draw()
}
