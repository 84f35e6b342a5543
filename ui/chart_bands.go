package ui

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// The names of blood pressure stand in two columns beside the graph, one for
// each number: their scales overlap, so bands across the plot would lie.
const (
	bandWidth  = 90
	bandGap    = 8
	bandsFrom  = 560 // a narrower graph keeps its width for itself
	bandHead   = 14
	bandSpacer = 2
)

// bandsWidth is what the columns take of a graph of the given width.
func bandsWidth(g present.Graph, width float32) float32 {
	if g.Almanac.Objects.Bands || g.Subject.Kind != present.Pressure || width < bandsFrom || g.Empty() {
		return 0
	}
	return 2*bandColumnWidth() + bandGap
}

// bandColumnWidth is that of one column: larger text needs more.
func bandColumnWidth() float32 { return bandWidth * style.CurrentLook().Text.Factor() }

// band is one range with its name; to 0 means upwards without end.
type band struct {
	name, limits string
	from, to     float64
	alpha        uint8
}

// bandColumn are the ranges of one of the two numbers.
type bandColumn struct {
	head  string
	bands [3]band
}

// bandColumns are the names of ESC 2024, office measurement, adults; see
// present.Grade.
func bandColumns(s present.Scale) [2]bandColumn {
	column := func(head string, elevated, hypertension float64) bandColumn {
		step := math.Pow10(-s.Decimals)
		elevated, hypertension = s.Of(elevated), s.Of(hypertension)
		return bandColumn{head, [3]band{
			{present.NonElevated.String(), locale.T("below %s", s.Number(elevated)), 0, elevated, 0x0F},
			{present.Elevated.String(), s.Number(elevated) + "–" + s.Number(hypertension-step), elevated, hypertension, 0x24},
			{present.Hypertension.String(), locale.T("%s and up", s.Number(hypertension)), hypertension, 0, 0x42},
		}}
	}
	return [2]bandColumn{
		column(locale.T("Systolic"), present.ElevatedSystolic, present.HypertensionSystolic),
		column(locale.T("Diastolic"), present.ElevatedDiastolic, present.HypertensionDiastolic),
	}
}

// bandObjects draws the columns for the picture shown.
func bandObjects(p *plot) []fyne.CanvasObject {
	if !p.has || p.wide == 0 || p.shown.Almanac.Objects.Bands || p.shown.Subject.Kind != present.Pressure {
		return nil
	}
	at, size := p.area()
	var out []fyne.CanvasObject
	text := func(s string, bold bool, x, y, w float32) float32 {
		t := canvas.NewText(s, style.Color(style.Text))
		t.TextSize, t.TextStyle, t.Alignment = style.TextCaption.Size(), fyne.TextStyle{Bold: bold}, fyne.TextAlignCenter
		h := t.MinSize().Height
		t.Move(fyne.NewPos(x, y))
		t.Resize(fyne.NewSize(w, h))
		out = append(out, t)
		return h
	}
	wide := bandColumnWidth()
	left := at.X + size.Width + bandGap
	palette := style.Current()
	for _, column := range bandColumns(p.shown.Scale) {
		text(column.head, true, left, at.Y-2-max(bandHead, fyne.MeasureText(column.head, style.TextCaption.Size(), fyne.TextStyle{Bold: true}).Height), wide)
		for _, b := range column.bands {
			low, high := max(b.from, p.picture.Low), p.picture.High
			if b.to != 0 {
				high = min(b.to, high)
			}
			if low >= high {
				continue
			}
			top, bottom := p.y(high)+bandSpacer/2, p.y(low)-bandSpacer/2
			fill := palette.Heart
			fill.A = b.alpha
			box := canvas.NewRectangle(fill)
			box.CornerRadius = style.RadiusBar
			box.Move(fyne.NewPos(left, top))
			box.Resize(fyne.NewSize(wide, bottom-top))
			out = append(out, box)
			line := fyne.MeasureText("X", style.TextCaption.Size(), fyne.TextStyle{}).Height
			switch room := bottom - top; {
			case room >= 2*line:
				y := top + (room-2*line)/2
				text(b.name, false, left, y, wide)
				text(b.limits, false, left, y+line, wide)
			case room >= line:
				text(b.name, false, left, top+(room-line)/2, wide)
			}
		}
		left += wide + bandGap
	}
	return out
}
