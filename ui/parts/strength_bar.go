package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/style"
)

// StrengthSteps is how many steps a strength bar has.
const StrengthSteps = 4

// StrengthBar is how strong a password is, in four steps and a word: neither
// says it by colour alone.
type StrengthBar struct {
	widget.BaseWidget
	steps int
	word  *Text
}

// NewStrengthBar returns the bar of nothing yet.
func NewStrengthBar() *StrengthBar {
	b := &StrengthBar{word: NewText("", Caption)}
	b.ExtendBaseWidget(b)
	return b
}

// Set fills so many steps and says the word beside them; with no word there is
// nothing to see.
func (b *StrengthBar) Set(steps int, word string) {
	b.steps = min(max(steps, 0), StrengthSteps)
	b.word.SetText(word)
	b.Refresh()
}

// Steps returns how many steps are filled.
func (b *StrengthBar) Steps() int { return b.steps }

// Word returns the word beside them.
func (b *StrengthBar) Word() string { return b.word.Text() }

// AccessibilityLabel implements fyne.Accessible.
func (b *StrengthBar) AccessibilityLabel() string { return b.word.Text() }

// AccessibilityRole implements fyne.Accessible.
func (b *StrengthBar) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (b *StrengthBar) CreateRenderer() fyne.WidgetRenderer {
	r := &strengthRenderer{b: b}
	for i := range r.steps {
		r.steps[i] = canvas.NewRectangle(style.Color(style.Line))
		r.steps[i].CornerRadius = style.RadiusBar
	}
	r.Refresh()
	return r
}

const strengthStepWidth = 32

type strengthRenderer struct {
	noDestroy
	b     *StrengthBar
	steps [StrengthSteps]*canvas.Rectangle
}

func (r *strengthRenderer) MinSize() fyne.Size {
	word := r.b.word.MinSize()
	return fyne.NewSize(StrengthSteps*(strengthStepWidth+style.Space4)+style.Space4+word.Width, word.Height)
}

func (r *strengthRenderer) Layout(s fyne.Size) {
	x := float32(0)
	for _, step := range r.steps {
		step.Move(fyne.NewPos(x, (s.Height-barHeight)/2))
		step.Resize(fyne.NewSize(strengthStepWidth, barHeight))
		x += strengthStepWidth + style.Space4
	}
	x += style.Space4
	r.b.word.Move(fyne.NewPos(x, 0))
	r.b.word.Resize(fyne.NewSize(max(s.Width-x, 0), s.Height))
}

func (r *strengthRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.b.word}
	for _, step := range r.steps {
		out = append(out, step)
	}
	return out
}

func (r *strengthRenderer) Refresh() {
	filled := style.Danger
	switch r.b.steps {
	case 2:
		filled = style.Warning
	case 3, 4:
		filled = style.Success
	}
	for i, step := range r.steps {
		step.FillColor = style.Color(style.Line)
		if i < r.b.steps {
			step.FillColor = style.Color(filled)
		}
		step.Hidden = r.b.word.Text() == ""
	}
	r.Layout(r.b.Size())
	canvas.Refresh(r.b)
}
