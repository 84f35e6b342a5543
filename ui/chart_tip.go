package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// tipBox is the tooltip of a graph: raised, pinned to the plot's top or bottom,
// beside the crosshair and on its other side near the edge.
type tipBox struct {
	box   *canvas.Rectangle
	texts []*canvas.Text
}

// The most lines of a tooltip.
const tipLines = 6

const (
	tipPadding = style.Space12
	tipOffset  = 14
	tipEdge    = style.Space4
)

func newTipBox() *tipBox {
	t := &tipBox{box: canvas.NewRectangle(style.Color(style.Raised))}
	t.box.CornerRadius = style.RadiusControl
	t.box.StrokeWidth = style.Hairline
	for range tipLines {
		t.texts = append(t.texts, canvas.NewText("", style.Color(style.Text)))
	}
	t.hide()
	return t
}

func (t *tipBox) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{t.box}
	for _, x := range t.texts {
		out = append(out, x)
	}
	return out
}

func (t *tipBox) hide() {
	for _, o := range t.objects() {
		o.Hide()
	}
}

// show places the tooltip beside a crosshair at x; limit is how far right and
// down it may reach, at and size are the plot, covered counts the readings
// under a rectangle.
func (t *tipBox) show(tip present.Tip, x float32, limit fyne.Size, at fyne.Position, size fyne.Size, covered func(left, right, top, bottom float32) int) {
	t.hide()
	t.box.FillColor, t.box.StrokeColor = style.Color(style.Raised), style.Color(style.Control)
	lines := append([]string{tip.Title}, tip.Lines...)
	lines = lines[:min(len(lines), tipLines)]
	var width, height float32
	sizes := make([]fyne.Size, len(lines))
	for i, line := range lines {
		text := t.texts[i]
		text.Text = line
		text.TextSize, text.TextStyle, text.Color = style.TextCaption.Size(), fyne.TextStyle{}, style.Color(style.Muted)
		if i == 0 {
			text.TextSize, text.TextStyle, text.Color = style.TextBody.Size(), fyne.TextStyle{Bold: true}, style.Color(style.Text)
		}
		sizes[i] = text.MinSize()
		width = max(width, sizes[i].Width)
		height += sizes[i].Height
	}
	width += 2 * tipPadding
	height += 2*style.Space8 + style.Space4
	left := x + tipOffset
	if left+width > limit.Width {
		left = x - tipOffset - width
	}
	left = max(0, left)
	top := at.Y + tipEdge
	bottom := at.Y + size.Height - tipEdge - height
	if covered(left, left+width, bottom, bottom+height) < covered(left, left+width, top, top+height) {
		top = bottom
	}
	t.box.Move(fyne.NewPos(left, top))
	t.box.Resize(fyne.NewSize(width, height))
	t.box.Show()
	y := top + style.Space8
	for i := range lines {
		t.texts[i].Move(fyne.NewPos(left+tipPadding, y))
		t.texts[i].Resize(sizes[i])
		t.texts[i].Show()
		y += sizes[i].Height
		if i == 0 {
			y += style.Space4
		}
	}
}
