package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/charts"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// legendItem is a sign and its words.
func legendItem(g present.Graph, item present.LegendItem) fyne.CanvasObject {
	_, token := FamilyLook(g.Subject.Family)
	if item.Lane >= 0 && item.Lane < 4 {
		token = []style.Token{style.StageDeep, style.StageLight, style.StageREM, style.StageAwake}[item.Lane]
	}
	if item.Mark == present.DashSign {
		token = style.Control
	}
	return parts.Row(style.Space8, newLegendSign(item.Mark, token, item.Nth), parts.NewText(item.Text, parts.Caption))
}

// legendSign is the small picture before the words of a legend.
type legendSign struct {
	widget.BaseWidget
	mark  present.LegendMark
	token style.Token
	nth   charts.Nth // of several sources
}

func newLegendSign(mark present.LegendMark, token style.Token, nth charts.Nth) *legendSign {
	s := &legendSign{mark: mark, token: token, nth: nth}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *legendSign) CreateRenderer() fyne.WidgetRenderer {
	r := &legendSignRenderer{s: s}
	r.Refresh()
	return r
}

type legendSignRenderer struct {
	s       *legendSign
	objects []fyne.CanvasObject
}

func (r *legendSignRenderer) Destroy()                     {}
func (r *legendSignRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *legendSignRenderer) Layout(fyne.Size)             {}

func (r *legendSignRenderer) MinSize() fyne.Size {
	switch r.s.mark {
	case present.LineSign, present.AreaSign, present.DashSign:
		return fyne.NewSize(16, 12)
	case present.BoxSign:
		return fyne.NewSize(10, 12)
	}
	return fyne.NewSize(8, 12)
}

// Refresh draws the sign anew, in the colours of now.
func (r *legendSignRenderer) Refresh() {
	c, mark := style.Color(r.s.token), r.s.mark
	if n, ok := color.NRGBAModel.Convert(c).(color.NRGBA); ok && r.s.nth > 0 {
		c = r.s.nth.Tone(n, chartPalette(style.Current()))
		switch mark {
		case present.DotSign:
			mark = []present.LegendMark{present.RingSign, present.SquareSign, present.TriangleSign}[(r.s.nth-1)%3]
		case present.LineSign:
			mark = present.DashSign
		}
	}
	box := func(x, y, w, h, radius float32, fill color.Color) *canvas.Rectangle {
		b := canvas.NewRectangle(fill)
		b.CornerRadius = radius
		b.Move(fyne.NewPos(x, y))
		b.Resize(fyne.NewSize(w, h))
		return b
	}
	circle := func(d float32) *canvas.Circle {
		o := canvas.NewCircle(c)
		o.Resize(fyne.NewSquareSize(d))
		o.Move(fyne.NewPos(0, 6-d/2))
		return o
	}
	switch mark {
	case present.LineSign:
		r.objects = []fyne.CanvasObject{box(0, 5, 16, 2, 1, c)}
	case present.AreaSign:
		n, ok := color.NRGBAModel.Convert(c).(color.NRGBA)
		if ok {
			n.A = 0x48
		}
		r.objects = []fyne.CanvasObject{box(0, 1, 16, 10, 2, n)}
	case present.BoxSign:
		r.objects = []fyne.CanvasObject{box(0, 1, 10, 10, 2, c)}
	case present.DashSign:
		r.objects = []fyne.CanvasObject{box(0, 5.5, 4, 1, 0, c), box(6, 5.5, 4, 1, 0, c), box(12, 5.5, 4, 1, 0, c)}
	case present.RingSign:
		o := circle(8)
		o.FillColor = color.Transparent
		o.StrokeColor, o.StrokeWidth = c, 1.6
		r.objects = []fyne.CanvasObject{o}
	case present.SquareSign:
		r.objects = []fyne.CanvasObject{box(0, 2.5, 7, 7, 0, c)}
	case present.TriangleSign:
		d := canvas.NewPolygon(3, c)
		d.Resize(fyne.NewSquareSize(9))
		d.Move(fyne.NewPos(0, 1.5))
		r.objects = []fyne.CanvasObject{d}
	case present.DiamondSign:
		d := canvas.NewPolygon(4, c)
		if r.s.nth > 0 {
			d.FillColor, d.StrokeColor, d.StrokeWidth = color.Transparent, c, 1.4
		}
		d.Resize(fyne.NewSquareSize(9))
		d.Move(fyne.NewPos(0, 1.5))
		r.objects = []fyne.CanvasObject{d}
	default:
		r.objects = []fyne.CanvasObject{circle(7)}
	}
	canvas.Refresh(r.s)
}

// legendLayout sets the items beside each other and in further lines where one
// does not do.
type legendLayout struct{ width float32 }

func (l *legendLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(60, l.lay(objects, l.width, false))
}

func (l *legendLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.lay(objects, size.Width, true)
}

func (l *legendLayout) lay(objects []fyne.CanvasObject, width float32, place bool) float32 {
	const line = 20
	var x float32
	y := float32(0)
	for _, o := range objects {
		m := o.MinSize()
		if x > 0 && width > 0 && x+m.Width > width {
			x, y = 0, y+line
		}
		if place {
			o.Move(fyne.NewPos(x, y+(line-m.Height)/2))
			o.Resize(m)
		}
		x += m.Width + style.Space16 + style.Space4
	}
	return y + line
}
