package ui

import (
	"context"
	"errors"
	"image"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vitalkeep/charts"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// plot keeps a picture of a graph: it is drawn beside the UI at the pixels of
// the screen, again whenever graph, size, scale or colours change. While one is
// drawn, no other is begun: what changed meanwhile comes next, so that a hand
// that moves faster than the pencil still sees every picture. Until it is there
// the last one is shown, moved and stretched to where it belongs. It belongs to
// the UI goroutine.
type plot struct {
	job   *Job
	scale func() float32 // pixels per dp of the window
	spark bool
	// wide is what stays free at the right of the picture, in dp.
	wide float32
	// drawn is told when another picture, or none, is shown.
	drawn func()

	image   *canvas.Image
	picture charts.Picture
	shown   present.Graph // what the picture shows
	pixels  float64       // per dp of the picture
	has     bool
	moved   *movedPlot
	spare   *image.RGBA // the picture before, to be drawn into again

	graph  present.Graph
	some   bool // whether there is a graph to draw
	size   fyne.Size
	change int       // counts graphs
	last   plotState // of the picture that is shown or drawn
	next   plotState // of the one to come
	// shownAt is last of the picture that is shown.
	shownAt plotState
}

// plotState is what a picture depends on.
type plotState struct {
	change int
	size   fyne.Size
	factor float32
	look   chartStyle
	wide   float32
}

func newPlot(w *Work, scale func() float32, spark bool) *plot {
	p := &plot{job: w.NewJob(), scale: scale, spark: spark, image: &canvas.Image{}}
	p.image.FillMode = canvas.ImageFillStretch
	p.image.ScaleMode = canvas.ImageScaleFastest
	p.image.Hide()
	if !spark {
		p.moved = newMovedPlot()
	}
	return p
}

// set draws another graph.
func (p *plot) set(g present.Graph) {
	p.graph, p.some = g, true
	p.change++
	p.draw()
}

// resize draws the graph at another size.
func (p *plot) resize(size fyne.Size) {
	p.size = size
	p.draw()
}

// draw starts drawing where something has changed since the last picture.
func (p *plot) draw() {
	if !p.some || p.size.Width < 40 || p.size.Height < 20 {
		return
	}
	palette := style.Current()
	state := plotState{p.change, p.size, p.scale(), chartStyleOf(palette), p.wide}
	if state == p.last {
		return
	}
	if p.job.Running() {
		if state != p.next {
			p.next = state
			p.follow()
		}
		return
	}
	p.last, p.next = state, state
	g, spark, into := p.graph, p.spark, p.spare
	p.spare = nil
	width, height := pixelsOf(p.size.Width-p.wide, state.factor), pixelsOf(p.size.Height, state.factor)
	Run(p.job, func(context.Context, func(Step)) (charts.Picture, error) {
		return drawGraph(g, width, height, float64(state.factor), state.look, spark, into)
	}, nil, func(pic charts.Picture, err error) {
		p.shownAt = state
		p.show(g, pic, float64(state.factor), err)
		p.draw() // what changed meanwhile
	}, nil)
}

// follow shows the last picture where the graph to come will have it.
func (p *plot) follow() {
	if p.moved == nil || !p.has || p.graph.Subject.ID != p.shown.Subject.ID {
		return
	}
	p.moved.show(p, p.graph.From, p.graph.To)
	if p.drawn != nil {
		p.drawn()
	}
}

func pixelsOf(dp, factor float32) int { return int(math.Round(float64(dp) * float64(factor))) }

func drawGraph(g present.Graph, width, height int, factor float64, look chartStyle, spark bool, into *image.RGBA) (charts.Picture, error) {
	fonts, err := chartFonts()
	if err != nil {
		return charts.Picture{}, err
	}
	spec := charts.Spec{
		Width: width, Height: height, Scale: factor, Into: into,
		Palette: look.chart, TextScale: look.text, Fonts: fonts,
		From: g.From, To: g.To, Now: g.Almanac.Now.UnixMilli(), Location: g.Almanac.Zone, WeekStart: locale.WeekStart(), Labels: axisLabels(g.Scale),
		Marks: g.Marks(tintsOf(look.palette, g.Subject.Family)), Limits: g.Limits(),
		Decimals: max(g.Scale.Decimals, 0), MinSpan: g.MinSpan(), Gap: g.Gap(),
	}
	spec.Low, spec.High = g.Range()
	if spark {
		spec.Limits = nil
		return charts.Sparkline(spec)
	}
	return charts.Render(spec)
}

// show puts a picture in the place of the last one.
func (p *plot) show(g present.Graph, pic charts.Picture, factor float64, err error) {
	p.has = err == nil
	if p.moved != nil {
		p.moved.hide()
	}
	if err == nil {
		if old, ok := p.image.Image.(*image.RGBA); ok && old != pic.Image {
			p.spare = old
		}
		p.picture, p.shown, p.pixels = pic, g, factor
		p.image.Image = pic.Image
		p.place()
		p.image.Show()
	} else if errors.Is(err, charts.ErrNoData) || errors.Is(err, charts.ErrSize) {
		p.image.Hide()
	}
	p.image.Refresh()
	if p.drawn != nil {
		p.drawn()
	}
}

// place gives the image the size that its pixels have on the screen.
func (p *plot) place() {
	if p.picture.Image == nil {
		return
	}
	b := p.picture.Image.Bounds()
	p.image.Resize(fyne.NewSize(float32(float64(b.Dx())/p.pixels), float32(float64(b.Dy())/p.pixels)))
	p.image.Move(fyne.Position{})
}

// area is the plot within the picture, in dp.
func (p *plot) area() (at fyne.Position, size fyne.Size) {
	r := p.picture.Plot
	f := float32(p.pixels)
	return fyne.NewPos(float32(r.Min.X)/f, float32(r.Min.Y)/f), fyne.NewSize(float32(r.Dx())/f, float32(r.Dy())/f)
}

// x and y are where a time and a value stand, in dp.
func (p *plot) x(t int64) float32   { return float32(p.picture.X(t) / p.pixels) }
func (p *plot) y(v float64) float32 { return float32(p.picture.Y(v) / p.pixels) }

// time is the time at a distance from the left edge in dp.
func (p *plot) time(x float32) int64 { return p.picture.Time(float64(x) * p.pixels) }

// nearest is the index of the mark nearest to a distance from the left, -1 for
// none.
func (p *plot) nearest(x float32) int {
	if !p.has {
		return -1
	}
	return p.picture.Nearest(p.shown.Points, float64(x)*p.pixels)
}
