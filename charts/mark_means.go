package charts

import "image/color"

// Means are the means of weeks, months or years as a line of steps: each as long
// as what it is the mean of. T is any time within the slot; one without a mean
// breaks the line.
type Means struct {
	Points []Point
	Color  color.NRGBA
	Step   Step
}

func (m Means) extent() (int64, int64, bool) { return extentOf(m.Points) }

func (m Means) layer(s *scene) layer {
	pts := ordered(m.Points)
	from, to := m.Step.slots(s)
	seen := within(pts, from, to)
	var l layer
	for _, p := range seen {
		if drawable(p.V) {
			l.take(p.V, p.V)
		}
	}
	l.paint = func(c *canvas, v *view) {
		c.path.reset()
		end := 0.0
		for i, p := range seen {
			if !drawable(p.V) {
				continue
			}
			slot, y := slotOf(v, m.Step, p.T), v.y(p.V)
			if i == 0 || slot.x0 != end {
				c.path.moveTo(vec{slot.x0, y})
			} else {
				c.path.lineTo(vec{slot.x0, y})
			}
			c.path.lineTo(vec{slot.x1, y})
			end = slot.x1
		}
		v.inPlot(c, func() { c.strokePath(m.Color, v.lineWidth(), capButt, nil) })
		c.path.reset()
	}
	return l
}
