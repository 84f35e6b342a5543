package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// illness is a card with the curve of the temperatures of some days.
func (d *DiaryScreen) illness(x present.Illness) fyne.CanvasObject {
	a := d.shell.almanac(d.person)
	words := x.InWords(d.person.Units)
	c := newDiaryCurve(d.shell.Work(), d.shell.scale, words)
	c.plot.set(x.Graph(a, d.person.Units))
	d.curves = append(d.curves, c)
	icon, token := diaryLook(present.DiaryTemperature)
	return parts.NewCard(parts.Column(style.Space8,
		parts.Row(style.Space8, parts.NewGlyph(icon, token, style.IconCard), parts.NewText(locale.T("Course of the temperature"), parts.Strong)),
		newFixedHeight(curveHeight, c), parts.NewParagraph(words, parts.SmallMuted)))
}

func (d *DiaryScreen) stopCurves() {
	for _, c := range d.curves {
		c.plot.job.Cancel()
	}
	d.curves = nil
}

// curveHeight is the height of the curve of an illness.
const curveHeight = 150

// diaryCurve is a graph to look at: the lines of the diary under it have its
// numbers, and the wheel moves the page.
type diaryCurve struct {
	widget.BaseWidget
	plot  *plot
	words string
}

func newDiaryCurve(w *Work, scale func() float32, words string) *diaryCurve {
	c := &diaryCurve{plot: newPlot(w, scale, false), words: words}
	c.plot.drawn = c.Refresh
	c.ExtendBaseWidget(c)
	return c
}

// AccessibilityLabel implements fyne.Accessible.
func (c *diaryCurve) AccessibilityLabel() string { return c.words }

// AccessibilityRole implements fyne.Accessible.
func (c *diaryCurve) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer implements fyne.Widget.
func (c *diaryCurve) CreateRenderer() fyne.WidgetRenderer { return &curveRenderer{c} }

type curveRenderer struct{ c *diaryCurve }

// Destroy implements fyne.WidgetRenderer.
func (*curveRenderer) Destroy() {}

// MinSize implements fyne.WidgetRenderer.
func (*curveRenderer) MinSize() fyne.Size { return fyne.NewSize(200, curveHeight) }

// Layout implements fyne.WidgetRenderer.
func (r *curveRenderer) Layout(s fyne.Size) { r.c.plot.resize(s) }

// Refresh implements fyne.WidgetRenderer. It asks for the curve, since the window
// does not know a picture that was hidden until now.
func (r *curveRenderer) Refresh() {
	r.c.plot.draw()
	canvas.Refresh(r.c)
}

// Objects implements fyne.WidgetRenderer.
func (r *curveRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.c.plot.image} }
