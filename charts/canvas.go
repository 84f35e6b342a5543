package charts

import (
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"sync"

	"github.com/golang/freetype/truetype"
	chart "github.com/wcharczuk/go-chart/v2"
	"github.com/wcharczuk/go-chart/v2/drawing"
)

// canvas paints into an image.RGBA. To go-chart it is a chart.Renderer that
// counts in dp; the marks of this package paint on it in pixels, since whole dp
// are too coarse for them.
type canvas struct {
	img   *image.RGBA
	scale float64 // pixels per dp
	clip  box     // pixels
	*scratch

	fonts Fonts
	// go-chart names fonts by its own type; these two stand for ours and are
	// never read.
	regular, semibold *truetype.Font

	dpi       float64
	stroke    color.NRGBA
	fill      color.NRGBA
	width     float64 // dp
	dashes    []float64
	font      *truetype.Font
	fontColor color.NRGBA
	fontSize  float64 // points at dpi
	rotation  float64 // radians, clockwise
	rotated   bool
}

// scratch is memory that canvases take over from one another.
type scratch struct {
	raster  raster
	stroker stroker
	path    path
	along   path     // a line beside an area
	alone   []vec    // points that no line joins
	points  []Point  // what is seen of a mark's
	steps   []int64  // times between points
	cuts    [2][]vec // for cutting polygons
	piece   []vec    // for turning a polygon round
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// release hands the canvas's scratch on; nothing can be painted after it.
func (c *canvas) release() {
	scratches.Put(c.scratch)
	c.scratch = nil
}

var _ chart.Renderer = (*canvas)(nil)

// standIn stands for a font of ours where go-chart wants one of its own type.
var standIn, strongStandIn truetype.Font

// newCanvas makes an empty picture of w×h pixels, in the memory of an old one
// of that size.
func newCanvas(into *image.RGBA, w, h int, scale float64, fonts Fonts) *canvas {
	img := into
	if img == nil || img.Rect != image.Rect(0, 0, w, h) || img.Stride != 4*w {
		img = image.NewRGBA(image.Rect(0, 0, w, h))
	} else {
		clear(img.Pix)
	}
	s, ok := scratches.Get().(*scratch)
	if !ok {
		s = new(scratch)
	}
	s.path.reset()
	return &canvas{
		scratch: s, img: img, scale: scale, clip: boxOf(img.Rect), fonts: fonts,
		regular: &standIn, semibold: &strongStandIn,
		dpi: chart.DefaultDPI,
	}
}

func (c *canvas) at(x, y int) vec { return vec{float64(x) * c.scale, float64(y) * c.scale} }

// ResetStyle sets all but the font back to nothing.
func (c *canvas) ResetStyle() {
	c.stroke, c.fill, c.fontColor = color.NRGBA{}, color.NRGBA{}, color.NRGBA{}
	c.width, c.fontSize = 0, 0
	c.dashes = nil
	c.ClearTextRotation()
}

// GetDPI returns the points-to-dp resolution of font sizes.
func (c *canvas) GetDPI() float64 { return c.dpi }

// SetDPI sets the resolution of font sizes: at 72 a point is a dp.
func (c *canvas) SetDPI(dpi float64) { c.dpi = dpi }

// SetClassName does nothing: pictures have no style sheets.
func (c *canvas) SetClassName(string) {}

// SetStrokeColor sets the colour of lines.
func (c *canvas) SetStrokeColor(col drawing.Color) { c.stroke = nrgba(col) }

// SetFillColor sets the colour of areas.
func (c *canvas) SetFillColor(col drawing.Color) { c.fill = nrgba(col) }

// SetStrokeWidth sets the width of lines in dp.
func (c *canvas) SetStrokeWidth(width float64) { c.width = width }

// SetStrokeDashArray sets drawn and blank lengths in dp; none means solid.
func (c *canvas) SetStrokeDashArray(dashes []float64) { c.dashes = dashes }

// MoveTo starts a new run of the path.
func (c *canvas) MoveTo(x, y int) { c.path.moveTo(c.at(x, y)) }

// LineTo adds a straight piece.
func (c *canvas) LineTo(x, y int) { c.path.lineTo(c.at(x, y)) }

// QuadCurveTo adds a quadratic curve with the control point cx, cy.
func (c *canvas) QuadCurveTo(cx, cy, x, y int) { c.path.quadTo(c.at(cx, cy), c.at(x, y)) }

// ArcTo adds an arc of an ellipse around cx, cy; angles in radians.
func (c *canvas) ArcTo(cx, cy int, rx, ry, start, delta float64) {
	c.path.arcTo(c.at(cx, cy), rx*c.scale, ry*c.scale, start, delta)
}

// Close joins the run's end to its start.
func (c *canvas) Close() { c.path.closeLine() }

// Stroke draws the path's lines and forgets the path.
func (c *canvas) Stroke() {
	c.strokePath(c.stroke, c.width*c.scale, capButt, c.pixelDashes())
	c.path.reset()
}

// Fill fills the path and forgets it.
func (c *canvas) Fill() {
	c.fillPath(c.fill)
	c.path.reset()
}

// FillStroke fills the path, draws its lines over it and forgets it.
func (c *canvas) FillStroke() {
	c.fillPath(c.fill)
	c.Stroke()
}

// Circle adds a circle to the path.
func (c *canvas) Circle(radius float64, x, y int) { c.path.circle(c.at(x, y), radius*c.scale) }

// SetFont chooses between the canvas's own two fonts; any other is taken for
// the regular one.
func (c *canvas) SetFont(f *truetype.Font) { c.font = f }

// SetFontColor sets the colour of text.
func (c *canvas) SetFontColor(col drawing.Color) { c.fontColor = nrgba(col) }

// SetFontSize sets the size of text in points.
func (c *canvas) SetFontSize(size float64) { c.fontSize = size }

// SetTextRotation turns the following texts clockwise around their start.
func (c *canvas) SetTextRotation(radians float64) { c.rotation, c.rotated = radians, true }

// ClearTextRotation sets texts level again.
func (c *canvas) ClearTextRotation() { c.rotation, c.rotated = 0, false }

// Text writes text with the left end of its base line at x, y.
func (c *canvas) Text(text string, x, y int) {
	c.text(c.face(), text, c.fontPixels(), c.at(x, y), c.fontColor)
}

// MeasureText returns the size of text in dp: its advance, and the height of
// its figures whatever its letters, so that labels share a base line.
func (c *canvas) MeasureText(text string) chart.Box {
	f := c.face()
	if f == nil {
		return chart.Box{}
	}
	px := c.fontPixels()
	b := chart.Box{
		Right:  int(math.Ceil(f.width(text, px) / c.scale)),
		Bottom: int(math.Ceil(f.capHeight(px) / c.scale)),
	}
	if c.rotated {
		return b.Corners().Rotate(chart.RadiansToDegrees(c.rotation)).Box()
	}
	return b
}

// Save hands the image to a chart.RGBACollector, or writes it as PNG.
func (c *canvas) Save(w io.Writer) error {
	if to, ok := w.(chart.RGBACollector); ok {
		to.SetRGBA(c.img)
		return nil
	}
	if w == nil {
		return errors.New("charts: nowhere to save to")
	}
	return png.Encode(w, c.img)
}

func (c *canvas) face() *Font {
	if c.font == c.semibold {
		return c.fonts.semibold()
	}
	return c.fonts.Regular
}

func (c *canvas) fontPixels() float64 { return c.fontSize * c.dpi / 72 * c.scale }

func (c *canvas) pixelDashes() []float64 {
	if len(c.dashes) == 0 {
		return nil
	}
	out := make([]float64, len(c.dashes))
	for i, d := range c.dashes {
		out[i] = d * c.scale
	}
	return out
}

func nrgba(c drawing.Color) color.NRGBA { return color.NRGBA{R: c.R, G: c.G, B: c.B, A: c.A} }
