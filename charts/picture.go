package charts

import (
	"image"
	"math"
)

// Picture is a drawn chart and where things are on it.
type Picture struct {
	Image     *image.RGBA
	Plot      image.Rectangle // pixels of Image, without axes and labels
	From, To  int64           // UTC milliseconds at the plot's left and right edge
	Low, High float64         // values at the plot's bottom and top edge
}

// X is the pixel column of a time, outside the plot for times outside the span.
func (p Picture) X(t int64) float64 { return xOf(p.Plot, p.From, p.To, t) }

// Y is the pixel row of a value.
func (p Picture) Y(v float64) float64 { return yOf(p.Plot, p.Low, p.High, v) }

// Time is the time at a pixel column, held to From and To.
func (p Picture) Time(x float64) int64 {
	f := (x - float64(p.Plot.Min.X)) / float64(p.Plot.Dx())
	if math.IsNaN(f) || f <= 0 {
		return p.From
	}
	if f >= 1 {
		return p.To
	}
	return p.From + int64(math.Round(f*float64(p.To-p.From)))
}

// Value is the value at a pixel row.
func (p Picture) Value(y float64) float64 {
	return p.Low + (float64(p.Plot.Max.Y)-y)/float64(p.Plot.Dy())*(p.High-p.Low)
}

// Nearest is the index of the point, of points in order of time, whose column
// is nearest to x; -1 for none. Points outside the span are not found.
func (p Picture) Nearest(points []Point, x float64) int {
	best, dist := -1, math.Inf(1)
	lo, hi := 0, len(points)
	for lo < hi {
		if mid := lo + (hi-lo)/2; points[mid].T < p.Time(x) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	// Points without a value may stand between x and the nearest one.
	for i := lo; i < len(points) && points[i].T < p.To; i++ {
		if drawable(points[i].V) {
			best, dist = i, math.Abs(p.X(points[i].T)-x)
			break
		}
	}
	for i := lo - 1; i >= 0 && points[i].T >= p.From; i-- {
		if drawable(points[i].V) {
			if math.Abs(p.X(points[i].T)-x) < dist {
				best = i
			}
			break
		}
	}
	return best
}
