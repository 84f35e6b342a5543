package charts

import (
	"image"
	"image/color"
	"math"

	chart "github.com/wcharczuk/go-chart/v2"
)

// axes draws gridlines and the time axis to the pixel and has go-chart's axes
// set the labels.
type axes struct {
	*scene
	values scaleOf
	named  *Lanes // instead of values
	slots  *Step  // labels stand in the middle of slots
}

var _ chart.Series = (*axes)(nil)

// GetName returns no name: there is no legend in a picture.
func (*axes) GetName() string { return "" }

// GetYAxis returns the axis whose range the series is drawn by.
func (*axes) GetYAxis() chart.YAxisType { return chart.YAxisPrimary }

// GetStyle returns no style of its own.
func (*axes) GetStyle() chart.Style { return chart.Style{} }

// Validate has nothing to find wrong.
func (*axes) Validate() error { return nil }

// Render draws grid, axis, ticks and labels.
func (a *axes) Render(r chart.Renderer, b chart.Box, xr, yr chart.Range, _ chart.Style) {
	c, ok := r.(*canvas)
	if !ok {
		return
	}
	plot := plotOf(b, c)
	v := &view{scene: a.scene, plot: plot, low: a.values.low, high: a.values.high}
	hair := hairline(a.scale)

	var values []chart.Tick
	if a.named != nil {
		values = a.named.ticks()
	} else {
		for _, t := range a.values.ticks() {
			values = append(values, chart.Tick{Value: t, Label: a.labels.Number(t, a.values.decimals)})
		}
	}
	for _, t := range values {
		top := int(math.Round(v.y(t.Value) - float64(hair)/2))
		if top+hair < plot.Max.Y-hair { // the lowest would lie on the axis
			c.fillPixels(image.Rect(plot.Min.X, top, plot.Max.X, top+hair), a.palette.Grid)
		}
	}
	c.fillPixels(image.Rect(plot.Min.X, plot.Max.Y, plot.Max.X, plot.Max.Y+hair), a.palette.Axis)

	var plain, strong []chart.Tick
	for _, t := range a.timeTicks(v) {
		tick := chart.Tick{Value: float64(t.t - a.from), Label: t.label}
		x := v.x(t.t)
		left := int(math.Round(x - float64(hair)/2))
		if a.slots == nil {
			c.fillPixels(image.Rect(left, plot.Max.Y, left+hair, plot.Max.Y+hair+int(math.Round(tickLength*a.scale))), a.palette.Axis)
		}
		half := a.textWidth(t.label) / 2 * a.scale
		switch {
		case x-half < 1 || x+half > float64(c.img.Rect.Max.X)-1:
			// A label that the picture's edge would cut is left out; its tick stays.
		case t.strong:
			strong = append(strong, tick)
		default:
			plain = append(plain, tick)
		}
	}
	chart.YAxis{
		AxisType: chart.YAxisSecondary, // the left side
		Zero:     chart.GridLine{Style: chart.Hidden()}, GridMajorStyle: chart.Hidden(), GridMinorStyle: chart.Hidden(),
	}.Render(c, b, yr, a.style(c, a.palette.Muted), values)
	for _, set := range []struct {
		ticks []chart.Tick
		ink   color.NRGBA
	}{{plain, a.palette.Muted}, {strong, a.palette.Text}} {
		chart.XAxis{
			GridMajorStyle: chart.Hidden(), GridMinorStyle: chart.Hidden(),
		}.Render(c, b, xr, a.style(c, set.ink), set.ticks)
	}
}

// style is for labels; go-chart's own lines are left out.
func (a *axes) style(c *canvas, text color.NRGBA) chart.Style {
	return chart.Style{
		StrokeColor: nothing, StrokeWidth: 1,
		Font: c.regular, FontSize: a.fontSize, FontColor: ink(text),
	}
}

// mostNamedSlots is up to how many bars each has its own label.
const mostNamedSlots = 16

func (a *axes) timeTicks(v *view) []timeTick {
	cal := calendar{loc: a.loc, week: a.week, labels: a.labels}
	width := float64(v.plot.Dx()) / a.scale
	if a.slots == nil {
		return cal.ticks(a.from, a.to, width, a.textWidth)
	}
	step := *a.slots
	if each := a.slotTicks(step, width); each != nil {
		return each
	}
	ticks := cal.ticks(a.from, a.to, width, a.textWidth)
	for i, t := range ticks {
		start := step.floor(a.time(t.t), a.week)
		ticks[i].t = middle(start.UnixMilli(), step.after(start, 1).UnixMilli())
	}
	return ticks
}

// slotTicks names every slot, if there are few enough and the names fit.
func (a *axes) slotTicks(step Step, width float64) []timeTick {
	var out []timeTick
	unit := tickUnit{step: step, n: 1}
	cal := calendar{loc: a.loc, week: a.week, labels: a.labels}
	for start := step.floor(a.time(a.from), a.week); start.UnixMilli() < a.to; {
		next := step.after(start, 1)
		t := timeTick{
			t: middle(start.UnixMilli(), next.UnixMilli()), label: cal.label(unit, start, a.to-a.from),
			strong: a.now >= start.UnixMilli() && a.now < next.UnixMilli(),
		}
		if n := len(out); n > 0 {
			room := float64(t.t-out[n-1].t) / float64(a.to-a.from) * width
			if n >= mostNamedSlots || room < (a.textWidth(t.label)+a.textWidth(out[n-1].label))/2+6 {
				return nil
			}
		}
		if t.t >= a.from && t.t < a.to {
			out = append(out, t)
		}
		start = next
	}
	return out
}

func middle(a, b int64) int64 { return a + (b-a)/2 }

// hairline is one dp in whole pixels.
func hairline(scale float64) int { return max(1, int(math.Round(scale))) }

// paintLimit draws a dashed line across the plot, and its name over its end.
func paintLimit(c *canvas, v *view, l Limit) {
	if !drawable(l.Value) || l.Value < v.low || l.Value > v.high {
		return
	}
	hair := float64(hairline(v.scale))
	y := math.Round(v.y(l.Value)-hair/2) + hair/2
	c.path.reset()
	c.path.moveTo(vec{float64(v.plot.Min.X), y})
	c.path.lineTo(vec{float64(v.plot.Max.X), y})
	c.strokePath(v.palette.Axis, hair, capButt, []float64{4 * v.scale, 4 * v.scale})
	c.path.reset()
	if l.Name == "" || v.spark || v.fonts.Regular == nil {
		return
	}
	font, size := v.fonts.Regular, v.fontSize*v.scale
	width, height := font.width(l.Name, size), font.capHeight(size)
	if width > float64(v.plot.Dx())/2 {
		return
	}
	// Away from the middle, where most of the data is.
	over, under := y-5*v.scale, y+5*v.scale+height
	base := over
	if l.Value < v.low/2+v.high/2 && under < float64(v.plot.Max.Y)-2*v.scale || over-height < float64(v.plot.Min.Y) {
		base = under
	}
	left := float64(v.plot.Max.X) - width - 2*v.scale
	// On a ground of its own, for data may lie behind.
	c.path.rect(left-3*v.scale, base-height-3*v.scale, left+width+2*v.scale, base+3*v.scale, 2*v.scale, 2*v.scale)
	c.fillPath(faded(v.palette.Surface, 0.8))
	c.path.reset()
	c.text(font, l.Name, size, vec{left, base}, v.palette.Muted)
}
