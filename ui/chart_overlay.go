package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// CreateRenderer implements fyne.Widget.
func (v *ChartView) CreateRenderer() fyne.WidgetRenderer {
	r := &chartViewRenderer{
		v:     v,
		cross: canvas.NewLine(style.Color(style.Muted)),
		ring:  canvas.NewCircle(style.Color(style.Surface)),
		other: canvas.NewCircle(style.Color(style.Surface)),
		tip:   newTipBox(),
		goal:  newGoalLine(),
	}
	r.cross.StrokeWidth = 1
	r.ring.StrokeWidth, r.other.StrokeWidth = 2.25, 2.25
	r.Refresh()
	return r
}

type chartViewRenderer struct {
	v           *ChartView
	cross       *canvas.Line
	ring, other *canvas.Circle
	tip         *tipBox
	goal        goalLine
	bands       []fyne.CanvasObject
	bandsOf     plotState // for which they were made
}

func (r *chartViewRenderer) Destroy()           {}
func (r *chartViewRenderer) MinSize() fyne.Size { return fyne.NewSize(200, 160) }

func (r *chartViewRenderer) Layout(s fyne.Size) {
	if r.v.plot.some {
		r.v.plot.wide = bandsWidth(r.v.plot.graph, s.Width)
	}
	r.v.plot.resize(s)
	r.overlay(s)
}

func (r *chartViewRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.v.plot.image, r.v.plot.moved.clip}
	out = append(out, r.bands...)
	out = append(out, r.goal.objects()...)
	out = append(out, r.cross, r.ring, r.other)
	return append(out, r.tip.objects()...)
}

func (r *chartViewRenderer) Refresh() {
	r.v.plot.draw() // in other colours, if the theme has changed
	if p := r.v.plot; p.shownAt != r.bandsOf {
		r.bands, r.bandsOf = bandObjects(p), p.shownAt
	}
	r.overlay(r.v.Size())
	canvas.Refresh(r.v)
}

// ringSize is the diameter of the ring around the reading chosen.
const ringSize = 10

// overlay places crosshair, ring and tooltip.
func (r *chartViewRenderer) overlay(s fyne.Size) {
	r.goal.place(r.v.plot, r.v.goal)
	tip, ok := r.v.Tip()
	ok = ok && r.v.plot.has && !r.v.plot.moved.clip.Visible()
	r.cross.Hidden, r.ring.Hidden = !ok, !ok
	r.other.Hidden = true
	if !ok {
		r.tip.hide()
		return
	}
	p := r.v.plot
	point := p.shown.Points[r.v.at]
	at, size := p.area()
	x := p.x(point.T)
	if x < at.X-1 || x > at.X+size.Width+1 {
		r.cross.Hidden, r.ring.Hidden = true, true
		r.tip.hide()
		return
	}
	r.cross.StrokeColor = style.Color(style.Muted)
	r.cross.Position1 = fyne.NewPos(x, at.Y)
	r.cross.Position2 = fyne.NewPos(x, at.Y+size.Height)
	_, token := FamilyLook(p.shown.Subject.Family)
	r.ring.Hidden = p.shown.Bars()
	for _, c := range []*canvas.Circle{r.ring, r.other} {
		c.FillColor, c.StrokeColor = style.Color(style.Surface), style.Color(token)
		c.Resize(fyne.NewSquareSize(ringSize))
	}
	r.ring.Move(fyne.NewPos(x-ringSize/2, p.y(point.V)-ringSize/2))
	if p.shown.Subject.Kind == present.Pressure {
		r.other.Hidden = false
		r.other.Move(fyne.NewPos(x-ringSize/2, p.y(point.Lo)-ringSize/2))
	}
	r.tip.show(tip, x, fyne.NewSize(at.X+size.Width, s.Height), at, size, func(left, right, top, bottom float32) int {
		return r.covered(left, right, top, bottom)
	})
}

// covered counts the readings under a rectangle, so that the tooltip can stand
// where there are fewer.
func (r *chartViewRenderer) covered(left, right, top, bottom float32) int {
	p := r.v.plot
	points := present.Within(p.shown.Points, p.time(left), p.time(right)+1)
	step := max(1, len(points)/200)
	n := 0
	for i := 0; i < len(points); i += step {
		high := p.y(points[i].V)
		low := high
		switch {
		case p.shown.Subject.Kind == present.Pressure:
			low = p.y(points[i].Lo)
		case p.shown.Bars():
			low = p.y(0)
		}
		if low >= top && high <= bottom {
			n++
		}
	}
	return n
}
