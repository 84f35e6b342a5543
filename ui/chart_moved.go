package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/style"
)

// movedPlot shows the plot of the last picture moved and stretched over itself,
// while the hand moves faster than pictures are drawn. Its axis waits.
type movedPlot struct {
	ground *canvas.Rectangle
	image  *canvas.Image
	clip   *container.Clip
}

func newMovedPlot() *movedPlot {
	m := &movedPlot{ground: canvas.NewRectangle(style.Color(style.Surface)), image: &canvas.Image{}}
	m.image.FillMode = canvas.ImageFillStretch
	m.image.ScaleMode = canvas.ImageScaleFastest
	m.clip = container.NewClip(container.NewWithoutLayout(m.ground, m.image))
	m.clip.Hide()
	return m
}

func (m *movedPlot) hide() { m.clip.Hide() }

// show lays what the picture has of [from, to) where it will stand.
func (m *movedPlot) show(p *plot, from, to int64) {
	pic := p.picture
	if to <= from || pic.To <= pic.From || pic.Image == nil {
		return
	}
	at, size := p.area()
	m.clip.Move(at)
	m.clip.Resize(size)
	m.ground.FillColor = style.Color(style.Surface)
	m.ground.Resize(size)
	share := float32(float64(size.Width) / float64(to-from))
	m.image.Move(fyne.NewPos(share*float32(pic.From-from), 0))
	m.image.Resize(fyne.NewSize(share*float32(pic.To-pic.From), size.Height))
	if !m.clip.Visible() {
		m.image.Image = pic.Image.SubImage(pic.Plot)
		m.clip.Show()
		m.image.Refresh()
	}
}
