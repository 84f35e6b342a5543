package charts

import (
	"cmp"
	"image/color"
	"math"
	"slices"

	chart "github.com/wcharczuk/go-chart/v2"
)

// Lanes is the course of a night: spans of time in lanes, one lane to a state.
// It has no values: its axis carries the lanes' names, and a Picture of it runs
// from 0 to the number of lanes. Only a recorded course is drawn so; totals
// without a course are a [Stack].
type Lanes struct {
	Spans  []LaneSpan
	Names  []string      // of the lanes, from below; may be empty in a sparkline
	Colors []color.NRGBA // one to a lane, from below
}

// LaneSpan is a time [From, To) spent in a lane, counted from 0 below.
type LaneSpan struct {
	From, To int64
	Lane     int
}

// laneShare is how much of a lane's height a bar takes.
const laneShare = 0.6

func (m Lanes) valid(s LaneSpan) bool {
	return s.To > s.From && s.Lane >= 0 && s.Lane < len(m.Colors)
}

func (m Lanes) extent() (first, last int64, ok bool) {
	for _, s := range m.Spans {
		if !m.valid(s) {
			continue
		}
		if !ok {
			first, last, ok = s.From, s.To, true
		}
		first, last = min(first, s.From), max(last, s.To)
	}
	return first, last, ok
}

func (m Lanes) layer(s *scene) layer {
	var seen []LaneSpan
	for _, span := range m.Spans {
		if m.valid(span) && span.To > s.from && span.From < s.to {
			seen = append(seen, span)
		}
	}
	slices.SortStableFunc(seen, func(a, b LaneSpan) int { return cmp.Compare(a.From, b.From) })
	l := layer{some: len(seen) > 0, high: float64(len(m.Colors))}
	l.paint = func(c *canvas, v *view) {
		c.clipped(boxOf(v.plot), func() { m.paint(c, v, seen) })
	}
	return l
}

func (m Lanes) paint(c *canvas, v *view, seen []LaneSpan) {
	hair := float64(hairline(v.scale))
	c.path.reset()
	for i := 1; i < len(seen); i++ {
		a, b := seen[i-1], seen[i]
		if a.To != b.From || a.Lane == b.Lane {
			continue
		}
		x := math.Round(v.x(b.From) - hair/2)
		y0, y1 := v.y(float64(max(a.Lane, b.Lane))+0.5), v.y(float64(min(a.Lane, b.Lane))+0.5)
		c.path.rect(x, y0, x+hair, y1, 0, 0)
	}
	c.fillPath(v.palette.Axis)
	for lane, col := range m.Colors {
		c.path.reset()
		for _, s := range seen {
			if s.Lane != lane {
				continue
			}
			mid := float64(lane) + 0.5
			x0, x1 := v.x(s.From), max(v.x(s.To), v.x(s.From)+hair)
			r := barRadius * v.scale
			c.path.rect(x0, v.y(mid+laneShare/2), x1, v.y(mid-laneShare/2), r, r)
		}
		c.fillPath(col)
	}
	c.path.reset()
}

// ticks put each lane's name at its middle.
func (m *Lanes) ticks() []chart.Tick {
	var out []chart.Tick
	for i, name := range m.Names {
		out = append(out, chart.Tick{Value: float64(i) + 0.5, Label: name})
	}
	return out
}

// margin is the room that the names take, in dp.
func (m *Lanes) margin(s *scene) int {
	widest := 0.0
	for _, name := range m.Names {
		widest = max(widest, s.textWidth(name))
	}
	return max(marginLeft, int(math.Ceil(widest))+labelGap+3)
}
