package ui

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// newInsightCard returns the card of an insight, with graphs in the colour of its
// family.
func newInsightCard(in present.Insight, token style.Token) *parts.Card {
	content := []fyne.CanvasObject{parts.NewText(in.Title, parts.Heading)}
	if len(in.Headlines) > 0 {
		content = append(content, newHeadlines(in.Headlines))
	}
	if graph := insightGraph(in, token); graph != nil {
		content = append(content, graph)
	}
	content = append(content, parts.NewParagraph(in.Words, parts.Body))
	if len(in.Rows) > 0 {
		content = append(content, newInsightTable(in))
	}
	if in.Rests != "" {
		content = append(content, parts.NewParagraph(in.Rests, parts.Caption))
	}
	return parts.NewCard(parts.Column(style.Space12, content...))
}

// newHeadlines sets large figures with their captions beside each other.
func newHeadlines(headlines []present.Headline) fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, h := range headlines {
		out = append(out, parts.Column(0,
			parts.NewValue(style.TextDetailValue, figuresOf(h.Figures)...), parts.NewText(h.Caption, parts.Caption)))
	}
	return parts.Flow(style.Space24, out...)
}

// insightGraph is the small picture of an insight, nil if it has none.
func insightGraph(in present.Insight, token style.Token) fyne.CanvasObject {
	switch {
	case in.Steps != nil:
		return newSketch(stepsHeight, in.Words, drawSteps(*in.Steps, token))
	case in.Range != nil:
		return newSketch(rangeHeight(), in.Words, drawRange(*in.Range, token))
	case len(in.Parts) > 0:
		return newPartsOfDay(in.Parts, token)
	}
	return nil
}

// newPartsOfDay is a row for each part of the day: its name, a mark on one scale,
// and the value.
func newPartsOfDay(rows []present.InsightPart, token style.Token) fyne.CanvasObject {
	low, high := math.Inf(1), math.Inf(-1)
	for _, r := range rows {
		for _, v := range []float64{r.Amount, r.Lower} {
			if !math.IsNaN(v) {
				low, high = min(low, v), max(high, v)
			}
		}
		if r.Bar {
			low = min(low, 0)
		}
	}
	g := &gridLayout{columns: 3, stretch: []int{1}, gap: style.Space12, between: style.Space8}
	var cells []fyne.CanvasObject
	for _, r := range rows {
		ink := parts.Small
		if r.Thin {
			ink = parts.SmallMuted
		}
		cells = append(
			cells,
			parts.Column(0, parts.NewText(r.Name, ink), parts.NewText(r.Hours, parts.Caption)),
			newSketch(partHeight, "", drawPart(r, low, high, token)),
			parts.Column(0, parts.NewText(r.Value, ink).Aligned(fyne.TextAlignTrailing), parts.NewText(r.Rests, parts.Caption).Aligned(fyne.TextAlignTrailing)),
		)
	}
	return container.New(g, cells...)
}

// newInsightTable is the table of an insight: label, value, and how many days it
// rests on.
func newInsightTable(in present.Insight) fyne.CanvasObject {
	g := &gridLayout{columns: 3, stretch: []int{0}, gap: style.Space16, between: style.Space4}
	var cells []fyne.CanvasObject
	add := func(row [3]string, ink parts.Role, rest parts.Role) {
		cells = append(cells, parts.NewText(row[0], ink).Cutting(parts.CutEnd),
			parts.NewText(row[1], ink).Aligned(fyne.TextAlignTrailing),
			parts.NewText(row[2], rest).Aligned(fyne.TextAlignTrailing))
	}
	add(in.Heads, parts.Caption, parts.Caption)
	for _, r := range in.Rows {
		ink := parts.Small
		if r.Open {
			ink = parts.SmallMuted
		}
		add(r.Cells, ink, parts.SmallMuted)
	}
	return container.New(g, cells...)
}

// gridLayout sets cells in rows of so many columns. A column is as wide as its
// widest cell; those that stretch share what is left. It is meant for a
// [parts.Card], whose cells have one line each or know their height.
type gridLayout struct {
	columns int
	stretch []int
	gap     float32 // between columns
	between float32 // between rows
	width   float32
}

func (g *gridLayout) widths(objects []fyne.CanvasObject, width float32) []float32 {
	out := make([]float32, g.columns)
	for i, o := range objects {
		out[i%g.columns] = max(out[i%g.columns], o.MinSize().Width)
	}
	left := width - g.gap*float32(g.columns-1)
	for i, w := range out {
		if !g.stretches(i) {
			left -= w
		}
	}
	for _, i := range g.stretch {
		out[i] = max(0, left/float32(len(g.stretch)))
	}
	return out
}

func (g *gridLayout) stretches(column int) bool {
	for _, i := range g.stretch {
		if i == column {
			return true
		}
	}
	return false
}

// lay returns the height needed at a width and, if asked, places the cells.
func (g *gridLayout) lay(objects []fyne.CanvasObject, width float32, place bool) float32 {
	widths := g.widths(objects, width)
	y := float32(0)
	for row := 0; row < len(objects); row += g.columns {
		cells := objects[row:min(row+g.columns, len(objects))]
		height := float32(0)
		for i, o := range cells {
			height = max(height, cellHeight(o, widths[i]))
		}
		if place {
			x := float32(0)
			for i, o := range cells {
				h := cellHeight(o, widths[i])
				o.Move(fyne.NewPos(x, y+(height-h)/2))
				o.Resize(fyne.NewSize(widths[i], h))
				x += widths[i] + g.gap
			}
		}
		y += height + g.between
	}
	return max(0, y-g.between)
}

func cellHeight(o fyne.CanvasObject, width float32) float32 {
	if w, ok := o.(interface{ HeightFor(width float32) float32 }); ok && width > 0 {
		return w.HeightFor(width)
	}
	return o.MinSize().Height
}

func (g *gridLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := g.gap * float32(g.columns-1)
	for i, w := range g.widths(objects, 0) {
		if !g.stretches(i) {
			width += w
		}
	}
	return fyne.NewSize(width, g.lay(objects, max(width, g.width), false))
}

func (g *gridLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	g.width = size.Width
	g.lay(objects, size.Width, true)
}
