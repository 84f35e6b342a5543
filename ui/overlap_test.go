package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"vitalkeep/ui/parts"
)

// drawnText is a line of text and where its letters stand.
type drawnText struct {
	text     string
	from, to fyne.Position
}

// drawnTexts are the lines of text on the page that are wholly in sight.
func (s *stage) drawnTexts() []drawnText {
	var out []drawnText
	var walk func(o fyne.CanvasObject, at, low, high fyne.Position)
	walk = func(o fyne.CanvasObject, at, low, high fyne.Position) {
		if !o.Visible() {
			return
		}
		p := at.Add(o.Position())
		switch o := o.(type) {
		case *canvas.Text:
			m := o.MinSize()
			switch o.Alignment {
			case fyne.TextAlignCenter:
				p.X += (o.Size().Width - m.Width) / 2
			case fyne.TextAlignTrailing:
				p.X += o.Size().Width - m.Width
			}
			end := p.AddXY(m.Width, m.Height)
			if o.Text != "" && p.X > low.X-1 && p.Y > low.Y-1 && end.X < high.X+1 && end.Y < high.Y+1 {
				out = append(out, drawnText{o.Text, p, end})
			}
		case *parts.Toast: // lies over the page for a moment, wherever its texts are
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child, p, low, high)
			}
		case fyne.Widget:
			if _, ok := o.(*container.Scroll); ok {
				end := p.Add(o.Size())
				low = fyne.NewPos(max(low.X, p.X), max(low.Y, p.Y))
				high = fyne.NewPos(min(high.X, end.X), min(high.Y, end.Y))
			}
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child, p, low, high)
			}
		}
	}
	size := s.window.Canvas().Size()
	walk(s.window.Content(), fyne.Position{}, fyne.Position{}, fyne.NewPos(size.Width, size.Height))
	return out
}

// overlaps lists texts that stand over others. Lines of one text may touch.
func (s *stage) overlaps() []string {
	const touching = 4
	var out []string
	all := s.drawnTexts()
	for i, a := range all {
		for _, b := range all[i+1:] {
			width := min(a.to.X, b.to.X) - max(a.from.X, b.from.X)
			height := min(a.to.Y, b.to.Y) - max(a.from.Y, b.from.Y)
			if width > touching && height > touching {
				out = append(out, fmt.Sprintf("%q stands over %q", b.text, a.text))
			}
		}
	}
	return out
}
