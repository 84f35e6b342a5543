package charts

import (
	"errors"
	"image"
	"math"
	"time"

	chart "github.com/wcharczuk/go-chart/v2"
)

// What a Spec can be refused for.
var (
	// ErrNoData means that no value lies in the span: the screen says so in
	// words of its own.
	ErrNoData = errors.New("charts: no data in this span")
	// ErrSize means a picture too small to hold a plot, too large to hold in
	// memory, or a scale that is not between 0.25 and 16.
	ErrSize = errors.New("charts: impossible size")
	// ErrSpan means a span of time that ends before it begins or lies outside
	// the years 1 to 9999.
	ErrSpan = errors.New("charts: impossible span of time")
)

// Spec describes one picture. Width, Height and at least one Mark are needed;
// a chart with axes also needs Fonts.Regular and Location.
type Spec struct {
	Width, Height int     // pixels
	Scale         float64 // pixels per dp; 0 means 1
	TextScale     float64 // of labels beside Scale; 0 means 1
	Palette       Palette
	Fonts         Fonts
	Labels        Labels
	// Into is a picture that nobody looks at any more: where it has the right
	// size its memory is drawn into again. It may be nil.
	Into *image.RGBA

	// From and To are the span shown, [From, To). Both 0 means just the span of
	// the data.
	From, To  int64
	Now       int64          // tells today's bar; 0 if there is none
	Location  *time.Location // of days and clock labels; nil means UTC
	WeekStart time.Weekday

	Marks  []Mark // painted in this order
	Limits []Limit

	// Decimals is how many the values have; labels of the axis use as many as
	// its steps need, at most these.
	Decimals int
	// Low and High fix the range of values where Low < High; else it is made
	// from the data, the limits and MinSpan, with round ends.
	Low, High float64
	// MinSpan is the least range of values, so that noise is not blown up.
	MinSpan float64

	// Gap is the longest time that a line joins; 0 means three times the median
	// interval of the readings.
	Gap time.Duration
}

// Limit is a dashed horizontal line: a goal or a threshold.
type Limit struct {
	Value float64
	// Name stands at its right end; "" for none.
	Name string
}

// Mark is a way of showing readings: [Readings], [Line], [Joined], [Diamonds],
// [Bars], [Means], [Pressure], [Stack] or [Lanes].
type Mark interface {
	// extent is the time of the first and the last value.
	extent() (first, last int64, ok bool)
	// layer makes ready what lies within the scene's span.
	layer(s *scene) layer
}

// layer is a mark made ready: the values it shows and how it is painted.
type layer struct {
	low, high float64
	some      bool // whether any value lies in the span
	zero      bool // whether the range must begin at 0
	paint     func(c *canvas, v *view)
}

func (l *layer) take(lo, hi float64) {
	if !l.some {
		l.low, l.high, l.some = lo, hi, true
		return
	}
	l.low, l.high = min(l.low, lo), max(l.high, hi)
}

// scene is what marks need to know of the picture.
type scene struct {
	from, to int64
	now      int64
	loc      *time.Location
	week     time.Weekday
	gap      time.Duration
	spark    bool
	scale    float64
	palette  Palette
	fonts    Fonts
	fontSize float64 // dp
	labels   Labels
}

func (s *scene) time(ms int64) time.Time { return time.UnixMilli(ms).In(s.loc) }

// view is where a plot lies and what it shows. y grows downwards.
type view struct {
	*scene
	plot      image.Rectangle // pixels
	low, high float64
}

func (v *view) x(t int64) float64 { return xOf(v.plot, v.from, v.to, t) }

func (v *view) y(value float64) float64 { return yOf(v.plot, v.low, v.high, value) }

func xOf(plot image.Rectangle, from, to, t int64) float64 {
	return float64(plot.Min.X) + (float64(t)-float64(from))/(float64(to)-float64(from))*float64(plot.Dx())
}

func yOf(plot image.Rectangle, low, high, value float64) float64 {
	return float64(plot.Max.Y) - (value-low)/(high-low)*float64(plot.Dy())
}

func (spec *Spec) scene(spark bool) (*scene, error) {
	s := &scene{
		from: spec.From, to: spec.To, now: spec.Now, loc: spec.Location, week: spec.WeekStart,
		gap: spec.Gap, spark: spark, scale: spec.Scale, palette: spec.Palette, fonts: spec.Fonts,
		fontSize: labelSize, labels: spec.Labels.filled(),
	}
	if s.loc == nil {
		s.loc = time.UTC
	}
	if s.scale == 0 {
		s.scale = 1
	}
	if spec.TextScale >= 0.5 && spec.TextScale <= 4 {
		s.fontSize *= spec.TextScale
	}
	if spec.Width < 1 || spec.Height < 1 || spec.Width > mostPixels || spec.Height > mostPixels ||
		!(s.scale >= 0.25 && s.scale <= 16) {
		return nil, ErrSize
	}
	if s.from == 0 && s.to == 0 {
		spec.fit(s)
	}
	if s.from >= s.to || s.from < firstMilli || s.to > lastMilli {
		return nil, ErrSpan
	}
	return s, nil
}

// fit takes the span from the data: whole slots, or air at both ends and a day
// around a single time.
func (spec *Spec) fit(s *scene) {
	some := false
	for _, m := range spec.Marks {
		first, last, ok := m.extent()
		if !ok {
			continue
		}
		first, last = min(max(first, firstMilli), lastMilli), min(max(last, firstMilli), lastMilli)
		if !some {
			s.from, s.to, some = first, last, true
			continue
		}
		s.from, s.to = min(s.from, first), max(s.to, last)
	}
	if !some {
		s.to = 1 // nothing: the layers will say so
		return
	}
	if step := spec.slots(); step != nil {
		s.from = max(step.floor(s.time(s.from), s.week).UnixMilli(), firstMilli)
		s.to = min(step.after(step.floor(s.time(s.to), s.week), 1).UnixMilli(), lastMilli)
		return
	}
	air := max((s.to-s.from)/50, 1)
	if s.from == s.to {
		air = (12 * time.Hour).Milliseconds()
	}
	s.from, s.to = max(s.from-air, firstMilli), min(s.to+air, lastMilli)
}

func (spec *Spec) layers(s *scene) (layers []layer, low, high float64, zero bool, err error) {
	var all layer
	for _, m := range spec.Marks {
		l := m.layer(s)
		if !l.some {
			continue
		}
		layers = append(layers, l)
		all.take(l.low, l.high)
		zero = zero || l.zero
	}
	if !all.some {
		return nil, 0, 0, false, ErrNoData
	}
	for _, l := range spec.Limits {
		if drawable(l.Value) {
			all.take(l.Value, l.Value)
		}
	}
	return layers, all.low, all.high, zero, nil
}

func (spec *Spec) valueScale(s *scene, low, high float64, zero bool) (scaleOf, *Lanes) {
	for _, m := range spec.Marks {
		if l, ok := m.(Lanes); ok {
			return scaleOf{low: 0, high: float64(max(len(l.Colors), 1))}, &l
		}
	}
	if drawable(spec.Low) && drawable(spec.High) && spec.Low < spec.High {
		return fixedScale(spec.Low, spec.High, spec.Decimals), nil
	}
	least := 0.0
	if drawable(spec.MinSpan) {
		least = max(spec.MinSpan, 0)
	}
	if !s.spark {
		return roundScale(low, high, spec.Decimals, least, zero), nil
	}
	if zero {
		low, high = min(low, 0), max(high, 0)
	}
	if least = max(least, 1e-9*max(math.Abs(low), math.Abs(high), 1)); high-low < least {
		if zero {
			high = low + least
		} else {
			low, high = low/2+high/2-least/2, low/2+high/2+least/2
		}
	}
	return scaleOf{low: low, high: high}, nil
}

// margins leave room for the labels; the left one grows where 40 dp do not do.
func (spec *Spec) margins(s *scene, values scaleOf) chart.Box {
	widest := 0.0
	for _, t := range values.ticks() {
		widest = max(widest, s.textWidth(s.labels.Number(t, values.decimals)))
	}
	grow := int(math.Ceil((s.fontSize - labelSize) * 0.8))
	return chart.NewBox(marginTop, max(marginLeft, int(math.Ceil(widest))+labelGap+3), marginRight, marginBottom+max(grow, 0))
}

func (s *scene) textWidth(text string) float64 {
	return s.fonts.Regular.width(text, s.fontSize*s.scale) / s.scale
}

// slots is the step of the first mark that stands in slots of the calendar.
func (spec *Spec) slots() *Step {
	for _, m := range spec.Marks {
		switch m := m.(type) {
		case Bars:
			if m.Step == Hour {
				return nil // too many to be named: the clock stands at their edges
			}
			return &m.Step
		case Stack:
			return &m.Step
		}
	}
	return nil
}
