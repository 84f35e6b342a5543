package charts

import (
	"image/color"
	"math"
)

// Bars stand in slots of the calendar, one to a slot: steps of a day. T is any
// time within the slot. The slot that holds Spec.Now is unfinished and drawn in
// full colour, the others lighter. Limits give the goal. Of several values in
// one slot the highest is seen; add them up before.
type Bars struct {
	Points []Point
	Color  color.NRGBA
	Step   Step // Day, unless the values are of weeks, months or years
}

const (
	pastAlpha = 0.55
	barRadius = 2 // dp
)

func (m Bars) extent() (int64, int64, bool) { return extentOf(m.Points) }

func (m Bars) layer(s *scene) layer {
	pts := ordered(m.Points)
	from, to := m.Step.slots(s)
	seen := within(pts, from, to)
	l := layer{zero: true}
	for _, p := range seen {
		if drawable(p.V) {
			l.take(p.V, p.V)
		}
	}
	l.paint = func(c *canvas, v *view) {
		for _, now := range [2]bool{false, true} {
			c.path.reset()
			for _, p := range seen {
				if !drawable(p.V) {
					continue
				}
				slot := slotOf(v, m.Step, p.T)
				if slot.now != now {
					continue
				}
				x0, x1 := slot.bar(v.scale)
				y0, y1 := v.y(p.V), v.y(0)
				if p.V < 0 {
					c.path.rect(x0, y1, x1, y0, 0, slot.radius(v.scale))
				} else {
					c.path.rect(x0, y0, x1, y1, slot.radius(v.scale), 0)
				}
			}
			col := m.Color
			if !now {
				col = faded(col, pastAlpha)
			}
			c.clipped(boxOf(v.plot), func() { c.fillPath(col) })
		}
		c.path.reset()
	}
	return l
}

// slot is a step of the calendar on the plot, in pixels.
type slot struct {
	x0, x1 float64
	now    bool
}

func slotOf(v *view, step Step, t int64) slot {
	start := step.floor(v.time(t), v.week)
	end := step.after(start, 1)
	return slot{
		x0: v.x(start.UnixMilli()), x1: v.x(end.UnixMilli()),
		now: v.now != 0 && v.now >= start.UnixMilli() && v.now < end.UnixMilli(),
	}
}

// bar is the drawn part of a slot: over half of it, more where slots are
// narrow, all of it where a space between bars could not be seen.
func (s slot) bar(scale float64) (x0, x1 float64) {
	width, mid := s.x1-s.x0, (s.x0+s.x1)/2
	switch dp := width / scale; {
	case dp >= 12:
		width *= 0.57
	case dp >= 3:
		width *= 0.66
	default:
		return s.x0, s.x1
	}
	width = min(width, 72*scale)
	if width >= 6 {
		// Upright edges on whole pixels are sharp.
		width = math.Round(width)
		x0 = math.Round(mid - width/2)
		return x0, x0 + width
	}
	return mid - width/2, mid + width/2
}

func (s slot) radius(scale float64) float64 {
	if (s.x1-s.x0)/scale < 8 {
		return 0
	}
	return barRadius * scale
}
