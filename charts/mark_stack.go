package charts

import (
	"image/color"
	"math"
)

// Stack is a bar of parts to each slot of the calendar: the hours of deep,
// light, REM sleep and time awake of a night. Parts and Colors run from below.
type Stack struct {
	Bars   []StackBar
	Colors []color.NRGBA
	Step   Step // Day, unless the values are of weeks, months or years
}

// StackBar is one bar. T is any time within its slot; for a night, of the day
// of waking. Parts that are not finite or not above 0 are left out.
type StackBar struct {
	T     int64
	Parts []float64
}

// stackGap is between parts, in dp.
const stackGap = 1.5

func (b StackBar) total() float64 {
	sum := 0.0
	for _, p := range b.Parts {
		if drawable(p) && p > 0 {
			sum += p
		}
	}
	return sum
}

func (m Stack) extent() (first, last int64, ok bool) {
	for _, b := range m.Bars {
		if b.total() == 0 {
			continue
		}
		if !ok {
			first, last, ok = b.T, b.T, true
		}
		first, last = min(first, b.T), max(last, b.T)
	}
	return first, last, ok
}

func (m Stack) layer(s *scene) layer {
	l := layer{zero: true}
	from, to := m.Step.slots(s)
	var seen []StackBar
	for _, b := range m.Bars {
		if t := b.total(); t > 0 && drawable(t) && b.T >= from && b.T < to {
			l.take(t, t)
			seen = append(seen, b)
		}
	}
	l.paint = func(c *canvas, v *view) {
		for part, col := range m.Colors {
			c.path.reset()
			for _, b := range seen {
				m.part(c, v, b, part)
			}
			c.clipped(boxOf(v.plot), func() { c.fillPath(col) })
		}
		c.path.reset()
	}
	return l
}

func (m Stack) part(c *canvas, v *view, b StackBar, part int) {
	if part >= len(b.Parts) || !drawable(b.Parts[part]) || b.Parts[part] <= 0 {
		return
	}
	base := StackBar{Parts: b.Parts[:part]}.total()
	low, high := v.y(base), v.y(base+b.Parts[part])
	if base > 0 {
		// The gap is taken from the upper part, but never all of it.
		low = max(low-stackGap*v.scale, min(low, high+1))
	}
	slot := slotOf(v, m.Step, b.T)
	x0, x1 := slot.bar(v.scale)
	r := slot.radius(v.scale)
	if low-high >= 3 {
		low, high = math.Round(low*2)/2, math.Round(high*2)/2
	}
	if base == 0 {
		c.path.rect(x0, high, x1, low, r/2, 0)
		return
	}
	c.path.rect(x0, high, x1, low, r/2, r/2)
}
