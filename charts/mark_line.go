package charts

import (
	"image/color"
	"math"
	"strings"
	"time"
)

// Line is a plain line, as for heart rate and the air of a room, over a ribbon
// from lowest to highest where points stand for several readings or several
// points share a pixel column.
type Line struct {
	Points []Point
	Color  color.NRGBA
	Nth    Nth // of several sources; only the first has a ribbon
}

// Widths and sizes of marks, in dp.
const (
	lineWidth      = 2.25
	sparkLineWidth = 2
	dotRadius      = 2.5
	dotAlpha       = 0.7
	sparkDotAlpha  = 0.45
	lastRadius     = 3.5
	lastHalo       = 1.5
	gapLabelFrom   = 60 // a gap wider than this says its length
)

// crowded is how many points to a pixel column turn a line into its means.
const crowded = 4

func (m Line) extent() (int64, int64, bool) { return extentOf(m.Points) }

func (m Line) layer(s *scene) layer {
	pts := ordered(m.Points)
	l := layerOf(s, pts)
	l.paint = func(c *canvas, v *view) {
		gap := v.joins(c, pts)
		near := around(pts, v.from, v.to)
		// Through every extreme of a crowd the line would be a solid band: the
		// ribbon shows the extremes and the line runs through the means.
		means := len(near) > crowded*v.columns() || len(near) > v.columns() && summed(near)
		col := m.Nth.Tone(m.Color, v.palette)
		switch {
		case m.Nth > 0:
			c.points = Envelope(c.points[:0], near, v.from, v.to, v.columns())
			paintDashed(c, v, c.points, gap, col, m.Nth)
			return
		case means:
			paintRibbon(c, v, near, gap, col, true)
		default:
			paintRibbon(c, v, near, gap, col, false)
			paintLine(c, v, near, gap, col)
		}
		if v.spark {
			paintLast(c, v, pts, m.Color)
		} else {
			paintGaps(c, v, near, gap)
		}
	}
	return l
}

// summed reports whether points mostly stand for several readings.
func summed(pts []Point) bool {
	n := 0
	for _, p := range pts {
		if p.N > 1 {
			n++
		}
	}
	return 2*n > len(pts)
}

// extentOf is the time of the first and the last value, in whatever order.
func extentOf(pts []Point) (first, last int64, ok bool) {
	for _, p := range pts {
		if !drawable(p.V) {
			continue
		}
		if !ok {
			first, last, ok = p.T, p.T, true
			continue
		}
		first, last = min(first, p.T), max(last, p.T)
	}
	return first, last, ok
}

// layerOf is the range of what lies in the span, lowest and highest included.
func layerOf(s *scene, pts []Point) layer {
	var l layer
	for _, p := range within(pts, s.from, s.to) {
		if drawable(p.V) {
			l.take(p.span())
		}
	}
	return l
}

// columns is the plot's width for Reduce.
func (v *view) columns() int { return max(v.plot.Dx(), 1) }

// joins is the longest time in ms that a line over the points joins. It is
// never less than the line is wide: such a break could not be seen, and would
// turn a dense irregular series into crumbs.
func (v *view) joins(c *canvas, pts []Point) int64 {
	gap := v.gap
	if gap <= 0 {
		gap, c.steps = gapAfter(pts, c.steps)
	}
	wide := lineWidth * v.scale / float64(v.columns()) * float64(v.to-v.from)
	return max(gap.Milliseconds(), int64(wide))
}

// inPlot holds painting to the plot, with room for the width of a line at its
// upper and lower edge.
func (v *view) inPlot(c *canvas, f func()) {
	b := boxOf(v.plot)
	slack := 2 * v.scale
	if v.spark {
		// A line may round its ends within the inset.
		b.x0, b.x1 = b.x0-slack, b.x1+slack
	}
	b.y0, b.y1 = b.y0-slack, b.y1+slack
	c.clipped(b, f)
}

// shows tells whether a point's middle lies on the plot.
func (v *view) shows(p vec) bool { return p.finite() && boxOf(v.plot).grow(0.5).has(p) }

func (v *view) lineWidth() float64 {
	if v.spark {
		return sparkLineWidth * v.scale
	}
	return lineWidth * v.scale
}

// paintLine draws points in order as lines broken at gaps; a point alone
// between two gaps is a dot.
func paintLine(c *canvas, v *view, pts []Point, gap int64, col color.NRGBA) {
	c.path.reset()
	c.alone = c.alone[:0]
	for run := range runs(pts, gap) {
		c.points = Reduce(c.points[:0], run, v.from, v.to, v.columns())
		c.alone = v.follow(&c.path, c.points, c.alone)
	}
	paintFollowed(c, v, col)
}

// paintDashed is paintLine for a further source.
func paintDashed(c *canvas, v *view, pts []Point, gap int64, col color.NRGBA, n Nth) {
	c.path.reset()
	c.alone = c.alone[:0]
	for run := range runs(pts, gap) {
		c.alone = v.follow(&c.path, run, c.alone)
	}
	v.inPlot(c, func() { c.strokePath(col, v.lineWidth()*0.8, capButt, n.dashes(v.scale)) })
	for _, p := range c.alone {
		paintSign(c, v, p, dotRadius*v.scale, col, n)
	}
	c.path.reset()
}

// follow adds a run of points to a path, or a single one to those alone.
func (v *view) follow(p *path, pts []Point, alone []vec) []vec {
	if len(pts) == 1 {
		return append(alone, vec{v.x(pts[0].T), v.y(pts[0].V)})
	}
	for i, pt := range pts {
		at := vec{v.x(pt.T), v.y(pt.V)}
		if i == 0 {
			p.moveTo(at)
		} else {
			p.lineTo(at)
		}
	}
	return alone
}

// paintFollowed draws the path and the points alone.
func paintFollowed(c *canvas, v *view, col color.NRGBA) {
	v.inPlot(c, func() { c.strokePath(col, v.lineWidth(), capRound, nil) })
	for _, p := range c.alone {
		paintDot(c, v, p, dotRadius*v.scale, col)
	}
	c.path.reset()
}

// paintRibbon fills between lowest and highest, broken where the line is; with
// means, that line goes through the mean of every pixel column.
func paintRibbon(c *canvas, v *view, pts []Point, gap int64, col color.NRGBA, means bool) {
	c.path.reset()
	c.along.reset()
	c.alone = c.alone[:0]
	for run := range runs(pts, gap) {
		c.points = Envelope(c.points[:0], run, v.from, v.to, v.columns())
		buf := c.points
		if means {
			c.alone = v.follow(&c.along, buf, c.alone)
		}
		wide := 0
		for _, p := range buf {
			if p.Lo < p.Hi {
				wide++
			}
		}
		switch {
		case 2*wide < len(buf):
			// Mostly single readings: a few that share a column are no range.
		case len(buf) == 1:
			x, r := v.x(buf[0].T), 1.5*v.scale
			c.path.rect(x-r, v.y(buf[0].Hi), x+r, v.y(buf[0].Lo), 0, 0)
		default:
			for i, p := range buf {
				if at := (vec{v.x(p.T), v.y(p.Hi)}); i == 0 {
					c.path.moveTo(at)
				} else {
					c.path.lineTo(at)
				}
			}
			for i := len(buf) - 1; i >= 0; i-- {
				c.path.lineTo(vec{v.x(buf[i].T), v.y(buf[i].Lo)})
			}
			c.path.closeLine()
		}
	}
	v.inPlot(c, func() { c.fillPath(faded(col, v.palette.ribbon())) })
	if means {
		c.path, c.along = c.along, c.path
		paintFollowed(c, v, col)
	}
	c.path.reset()
}

func paintDot(c *canvas, v *view, at vec, r float64, col color.NRGBA) {
	if !v.shows(at) {
		return
	}
	c.path.reset()
	c.path.circle(at, r)
	c.fillPath(col)
	c.path.reset()
}

// paintLast marks the last point of a sparkline.
func paintLast(c *canvas, v *view, pts []Point, col color.NRGBA) {
	seen := within(pts, v.from, v.to)
	for i := len(seen) - 1; i >= 0; i-- {
		if drawable(seen[i].V) {
			at := vec{v.x(seen[i].T), v.y(seen[i].V)}
			paintDot(c, v, at, (lastRadius+lastHalo)*v.scale, v.palette.Surface)
			paintDot(c, v, at, lastRadius*v.scale, col)
			return
		}
	}
}

// paintGaps says the length of gaps that leave room for it.
func paintGaps(c *canvas, v *view, pts []Point, gap int64) {
	var before Point
	some := false
	for run := range runs(pts, gap) {
		if some {
			paintGap(c, v, before, run[0])
		}
		before, some = run[len(run)-1], true
	}
}

// without is how long there is no data between two readings: from two days up
// the dates that have none, for between a Monday's and a Thursday's there are
// two such days, whatever the clock says.
func (v *view) without(before, after int64) time.Duration {
	const day = 24 * time.Hour
	long := time.Duration(after-before) * time.Millisecond
	if long < 2*day {
		return long
	}
	dates := daysSince(v.time(after)) - daysSince(v.time(before)) - 1
	return time.Duration(max(dates, 1)) * day
}

func paintGap(c *canvas, v *view, before, after Point) {
	x0, x1 := v.x(max(before.T, v.from)), v.x(min(after.T, v.to))
	if x1-x0 <= gapLabelFrom*v.scale {
		return
	}
	words := strings.Split(v.labels.Gap(v.without(before.T, after.T)), "\n")
	size := v.fontSize * v.scale
	font := v.fonts.Regular
	for _, w := range words {
		if font.width(w, size)+8*v.scale > x1-x0 {
			return
		}
	}
	lead := math.Round(size * 1.35)
	height := font.capHeight(size)
	block := lead*float64(len(words)-1) + height
	mid := (v.y(before.V) + v.y(after.V)) / 2
	top := min(max(mid-block/2, float64(v.plot.Min.Y)+4*v.scale), float64(v.plot.Max.Y)-block-4*v.scale)
	for i, w := range words {
		at := vec{(x0+x1)/2 - font.width(w, size)/2, top + height + lead*float64(i)}
		c.text(font, w, size, at, v.palette.Muted)
	}
}
