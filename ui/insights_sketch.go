package ui

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// sketch is a small graph of a few marks, drawn with objects of the canvas at
// the size that it gets.
type sketch struct {
	widget.BaseWidget
	height float32
	words  string
	draw   func(fyne.Size) []fyne.CanvasObject
}

// newSketch returns a graph of the given height; words say what it shows.
func newSketch(height float32, words string, draw func(fyne.Size) []fyne.CanvasObject) *sketch {
	s := &sketch{height: height, words: words, draw: draw}
	s.ExtendBaseWidget(s)
	return s
}

// AccessibilityLabel implements fyne.Accessible.
func (s *sketch) AccessibilityLabel() string { return s.words }

// AccessibilityRole implements fyne.Accessible.
func (s *sketch) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer implements fyne.Widget.
func (s *sketch) CreateRenderer() fyne.WidgetRenderer { return &sketchRenderer{s: s} }

type sketchRenderer struct {
	s       *sketch
	objects []fyne.CanvasObject
}

func (r *sketchRenderer) Destroy()                     {}
func (r *sketchRenderer) MinSize() fyne.Size           { return fyne.NewSize(40, r.s.height) }
func (r *sketchRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *sketchRenderer) Layout(size fyne.Size) {
	r.objects = nil
	if size.Width > 0 && size.Height > 0 {
		r.objects = r.s.draw(size)
	}
}

func (r *sketchRenderer) Refresh() {
	r.Layout(r.s.Size())
	canvas.Refresh(r.s)
}

// Sizes of sketches in dp.
const (
	stepsHeight   = 72
	stepsAir      = 6 // over and under the marks
	stepsWeight   = 2.25
	rangeBand     = 14
	rangeAir      = 10 // beside the outermost mark
	partHeight    = 16
	dotRadius     = 4
	fadedDays     = 0.55
	bandAlpha     = 0.2
	pressureAlpha = 0.14
	// leastSpan is the share of a value that the height of steps stands for at
	// least, so that next to nothing does not look like much.
	leastSpan = 0.03
)

// faded is the colour of a token at a share of its strength.
func faded(token style.Token, alpha float64) color.Color {
	c := color.NRGBAModel.Convert(style.Color(token))
	n, ok := c.(color.NRGBA)
	if !ok {
		return c
	}
	n.A = uint8(math.Round(float64(n.A) * alpha))
	return n
}

func box(fill color.Color, radius, x, y, width, height float32) fyne.CanvasObject {
	r := canvas.NewRectangle(fill)
	r.CornerRadius = radius
	r.Move(fyne.NewPos(x, y))
	r.Resize(fyne.NewSize(max(0, width), max(0, height)))
	return r
}

func stroke(ink color.Color, weight, x0, y0, x1, y1 float32) fyne.CanvasObject {
	l := canvas.NewLine(ink)
	l.StrokeWidth = weight
	l.Position1, l.Position2 = fyne.NewPos(x0, y0), fyne.NewPos(x1, y1)
	return l
}

// dot is a filled circle, or a ring of the given fill.
func dot(fill, ring color.Color, weight, x, y, radius float32) fyne.CanvasObject {
	c := canvas.NewCircle(fill)
	c.StrokeColor, c.StrokeWidth = ring, weight
	c.Move(fyne.NewPos(x-radius, y-radius))
	c.Resize(fyne.NewSquareSize(2 * radius))
	return c
}

// extent is the lowest and the highest of some values; ok is false without any.
func extent(lists ...[]float64) (low, high float64, ok bool) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, list := range lists {
		for _, v := range list {
			if !math.IsNaN(v) {
				low, high, ok = min(low, v), max(high, v), true
			}
		}
	}
	return low, high, ok
}

// drawSteps draws the means of spans that follow each other: bars on 0 for what
// adds up, else steps, and for blood pressure a band between its two.
func drawSteps(s present.InsightSteps, token style.Token) func(fyne.Size) []fyne.CanvasObject {
	return func(size fyne.Size) []fyne.CanvasObject {
		low, high, ok := extent(s.Values, s.Lower)
		if !ok {
			return nil
		}
		if s.Bars {
			low, high = 0, max(high, 1e-9) // nothing but 0 has no bars
		} else if more := (leastSpan*math.Abs(high) - (high - low)) / 2; more > 0 {
			low, high = low-more, high+more
		}
		y := func(v float64) float32 {
			if high == low {
				return size.Height / 2
			}
			return stepsAir + float32((high-v)/(high-low))*(size.Height-2*stepsAir)
		}
		width := size.Width / float32(len(s.Values))
		ink := style.Color(token)
		var out []fyne.CanvasObject
		for i, v := range s.Values {
			if math.IsNaN(v) {
				continue
			}
			x := float32(i) * width
			if s.Bars {
				fill := faded(token, fadedDays)
				if i == len(s.Values)-1 {
					fill = ink
				}
				wide := min(width*0.7, 44)
				out = append(out, box(fill, style.RadiusBar, x+(width-wide)/2, y(v), wide, size.Height-y(v)))
				continue
			}
			// Whole numbers, so that neighbours meet without a seam.
			x, end := float32(math.Round(float64(x))), float32(math.Round(float64(x+width)))
			paired := i < len(s.Lower) && !math.IsNaN(s.Lower[i])
			if paired {
				out = append(out, box(faded(token, pressureAlpha), 0, x, y(v), end-x, y(s.Lower[i])-y(v)))
			}
			ink := ink
			if s.Open && i == len(s.Values)-1 { // not over, so it is no mean yet
				ink = faded(token, fadedDays)
			}
			if i > 0 && !math.IsNaN(s.Values[i-1]) {
				out = append(out, stroke(ink, stepsWeight, x, y(s.Values[i-1]), x, y(v)))
				if paired && i-1 < len(s.Lower) && !math.IsNaN(s.Lower[i-1]) {
					out = append(out, stroke(ink, style.Hairline, x, y(s.Lower[i-1]), x, y(s.Lower[i])))
				}
			}
			out = append(out, stroke(ink, stepsWeight, x, y(v), end, y(v)))
			if paired {
				out = append(out, stroke(ink, style.Hairline, x, y(s.Lower[i]), end, y(s.Lower[i])))
			}
		}
		if s.Bars {
			out = append(out, stroke(style.Color(style.Control), style.Hairline, 0, size.Height, size.Width, size.Height))
		}
		return out
	}
}

func rangeHeight() float32 { return 28 + style.TextCaption.Line() }

// drawRange draws a usual range with its median, and the last days as dots, the
// newest the strongest.
func drawRange(r present.InsightRange, token style.Token) func(fyne.Size) []fyne.CanvasObject {
	return func(size fyne.Size) []fyne.CanvasObject {
		low, high, _ := extent([]float64{r.Low, r.Top}, r.Recent)
		x := func(v float64) float32 {
			if high == low {
				return size.Width / 2
			}
			return rangeAir + float32((v-low)/(high-low))*(size.Width-2*rangeAir)
		}
		const middle = 12
		ink := style.Color(token)
		from, to := x(r.Low), x(r.Top)
		if to-from < rangeBand {
			from, to = (from+to-rangeBand)/2, (from+to+rangeBand)/2
		}
		out := []fyne.CanvasObject{
			stroke(style.Color(style.Line), style.Hairline, 0, middle, size.Width, middle),
			box(faded(token, bandAlpha), style.RadiusChip, from, middle-rangeBand/2, to-from, rangeBand),
			stroke(ink, 2, x(r.Median), middle-rangeBand/2-3, x(r.Median), middle+rangeBand/2+3),
		}
		for i, v := range r.Recent {
			strength, radius := fadedDays, float32(dotRadius)
			if i == len(r.Recent)-1 {
				strength, radius = 1, dotRadius+1
			}
			out = append(out, dot(faded(token, strength), style.Color(style.Surface), 1.5, x(v), middle, radius))
		}
		label := func(words string, at float32) *canvas.Text {
			t := canvas.NewText(words, style.Color(style.Muted))
			t.TextSize = style.TextCaption.Size()
			m := t.MinSize()
			t.Resize(m)
			t.Move(fyne.NewPos(max(0, min(at-m.Width/2, size.Width-m.Width)), size.Height-m.Height))
			return t
		}
		a, b := label(r.LowText, from), label(r.TopText, to)
		if over := a.Position().X + a.Size().Width + style.Space8 - b.Position().X; over > 0 { // side by side then
			left := max(0, min(a.Position().X-over/2, size.Width-a.Size().Width-b.Size().Width-style.Space8))
			a.Move(fyne.NewPos(left, a.Position().Y))
			b.Move(fyne.NewPos(left+a.Size().Width+style.Space8, b.Position().Y))
		}
		return append(out, a, b)
	}
}

// drawPart draws the mark of a part of the day on a scale from low to high.
func drawPart(r present.InsightPart, low, high float64, token style.Token) func(fyne.Size) []fyne.CanvasObject {
	return func(size fyne.Size) []fyne.CanvasObject {
		middle := size.Height / 2
		x := func(v float64) float32 {
			if high == low {
				return size.Width / 2
			}
			return rangeAir + float32((v-low)/(high-low))*(size.Width-2*rangeAir)
		}
		ink := style.Color(token)
		if r.Thin {
			ink = faded(token, fadedDays)
		}
		if r.Bar {
			if math.IsNaN(r.Amount) || high <= 0 {
				return nil
			}
			return []fyne.CanvasObject{box(ink, style.RadiusBar, 0, middle-5, max(2, float32(r.Amount/high)*size.Width), 10)}
		}
		out := []fyne.CanvasObject{stroke(style.Color(style.Line), style.Hairline, 0, middle, size.Width, middle)}
		if math.IsNaN(r.Amount) {
			return out
		}
		if !math.IsNaN(r.Lower) {
			out = append(out, stroke(faded(token, 0.38), 3, x(r.Lower), middle, x(r.Amount), middle),
				dot(style.Color(style.Surface), ink, 1.5, x(r.Lower), middle, dotRadius))
		}
		if r.Thin {
			return append(out, dot(style.Color(style.Surface), ink, 1.5, x(r.Amount), middle, dotRadius))
		}
		return append(out, dot(ink, ink, 0, x(r.Amount), middle, dotRadius+1))
	}
}
