package charts

import (
	"image"
	"image/color"
	"math"

	chart "github.com/wcharczuk/go-chart/v2"
	"github.com/wcharczuk/go-chart/v2/drawing"
)

// Margins of the plot and sizes on it, in dp.
const (
	marginLeft   = 40
	marginBottom = 28
	marginTop    = 14
	marginRight  = 14
	labelSize    = 12
	labelGap     = 11 // from the plot to its value labels, as go-chart sets them
	tickLength   = 4
	sparkInset   = 5
	leastPlot    = 12
)

// The bounds of what is drawn.
const (
	mostPixels = 1 << 14 // on a side
	firstMilli = -62135596800000
	lastMilli  = 253402300799999
)

// Render draws a chart with axes. It answers ErrNoData, ErrSize, ErrSpan or
// ErrNoFont; errors never hold values.
func Render(spec Spec) (Picture, error) { return render(spec, false) }

// Sparkline draws the same marks without axes or words, as on a card: the last
// point of a line carries a dot. It needs no fonts.
func Sparkline(spec Spec) (Picture, error) { return render(spec, true) }

func render(spec Spec, spark bool) (Picture, error) {
	s, err := spec.scene(spark)
	if err != nil {
		return Picture{}, err
	}
	layers, low, high, zero, err := spec.layers(s)
	if err != nil {
		return Picture{}, err
	}
	values, named := spec.valueScale(s, low, high, zero)

	c := newCanvas(spec.Into, spec.Width, spec.Height, s.scale, spec.Fonts)
	defer c.release()
	c.SetDPI(72) // a point is a dp
	pad := chart.NewBox(sparkInset, sparkInset, sparkInset, sparkInset)
	if !spark {
		if spec.Fonts.Regular == nil {
			return Picture{}, ErrNoFont
		}
		pad = spec.margins(s, values)
	} else if zero {
		pad = chart.NewBox(1, 0, 0, 0) // bars stand on the picture's edge
	}
	if named != nil && !spark {
		pad.Left = named.margin(s)
	}
	if (float64(pad.Left+pad.Right)+leastPlot)*s.scale > float64(spec.Width) ||
		(float64(pad.Top+pad.Bottom)+leastPlot/2)*s.scale > float64(spec.Height) {
		return Picture{}, ErrSize
	}

	pic := Picture{Image: c.img, From: s.from, To: s.to, Low: values.low, High: values.high}
	ch := chart.Chart{
		Width:      int(math.Ceil(float64(spec.Width) / s.scale)),
		Height:     int(math.Ceil(float64(spec.Height) / s.scale)),
		DPI:        72,
		Font:       c.regular, // go-chart need not load its own
		Background: chart.Style{FillColor: ink(spec.Palette.Background), StrokeColor: nothing, Padding: pad},
		Canvas:     chart.Style{FillColor: nothing, StrokeColor: nothing},
		// The axes are drawn as a series of ours, under the marks: as axes of the
		// chart their labels would push the plot about.
		XAxis:          chart.XAxis{Style: chart.Hidden(), Range: &span{min: 0, max: float64(s.to - s.from)}},
		YAxis:          chart.YAxis{Style: chart.Hidden(), Range: &span{min: values.low, max: values.high}},
		YAxisSecondary: chart.HideYAxis(),
		Elements: []chart.Renderable{func(_ chart.Renderer, b chart.Box, _ chart.Style) {
			pic.Plot = plotOf(b, c)
		}},
	}
	if !spark {
		ch.Series = append(ch.Series, &axes{scene: s, values: values, named: named, slots: spec.slots()})
	}
	for _, l := range layers {
		ch.Series = append(ch.Series, series(func(c *canvas, plot image.Rectangle) {
			l.paint(c, &view{scene: s, plot: plot, low: values.low, high: values.high})
		}))
	}
	ch.Series = append(ch.Series, series(func(c *canvas, plot image.Rectangle) {
		v := &view{scene: s, plot: plot, low: values.low, high: values.high}
		for _, l := range spec.Limits {
			paintLimit(c, v, l)
		}
	}))
	out := &chart.ImageWriter{}
	if err := ch.Render(func(int, int) (chart.Renderer, error) { return c, nil }, out); err != nil {
		return Picture{}, err
	}
	return pic, nil
}

// nothing paints nothing. go-chart takes the zero colour for "not set" and puts
// its own in the place.
var nothing = drawing.Color{R: 255, G: 255, B: 255}

func ink(c color.NRGBA) drawing.Color {
	if c.A == 0 {
		return nothing
	}
	return drawing.Color{R: c.R, G: c.G, B: c.B, A: c.A}
}

// span is a chart.Range that rounds to the nearest dp where go-chart's own
// rounds up, and keeps the ends it was made with.
type span struct {
	min, max float64
	domain   int
}

func (r *span) String() string     { return "span" }
func (r *span) IsZero() bool       { return false }
func (r *span) GetMin() float64    { return r.min }
func (r *span) SetMin(float64)     {}
func (r *span) GetMax() float64    { return r.max }
func (r *span) SetMax(float64)     {}
func (r *span) GetDelta() float64  { return r.max - r.min }
func (r *span) GetDomain() int     { return r.domain }
func (r *span) SetDomain(d int)    { r.domain = d }
func (r *span) IsDescending() bool { return false }

func (r *span) Translate(v float64) int {
	return int(math.Round((v - r.min) / (r.max - r.min) * float64(r.domain)))
}

// series is a chart.Series that paints on a canvas in pixels.
type series func(c *canvas, plot image.Rectangle)

func (series) GetName() string           { return "" }
func (series) GetYAxis() chart.YAxisType { return chart.YAxisPrimary }
func (series) GetStyle() chart.Style     { return chart.Style{} }
func (series) Validate() error           { return nil }

func (s series) Render(r chart.Renderer, b chart.Box, _, _ chart.Range, _ chart.Style) {
	if c, ok := r.(*canvas); ok {
		s(c, plotOf(b, c))
	}
}

// plotOf is go-chart's canvas box in pixels.
func plotOf(b chart.Box, c *canvas) image.Rectangle {
	px := func(dp int) int { return int(math.Round(float64(dp) * c.scale)) }
	return image.Rect(px(b.Left), px(b.Top), px(b.Right), px(b.Bottom)).Intersect(c.img.Rect)
}
